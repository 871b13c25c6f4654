/* Stemmers of our own, for languages that libstemmer does not know.
 *
 * Each is a table of endings in corpus/stems/, run by one small engine: step after step, the longest ending that leaves
 * enough of the word is taken off or replaced. They are light on purpose: they unite the forms of one word (cases,
 * numbers, persons, tenses) and leave words derived from one another apart, because a wrong union hurts more than a
 * missed one. docs/languages.md has the figures.
 *
 *   light-uk   виборами виборів -> вибор     light-pl  ustawami ustawę -> ustaw     light-fa  کتابهای کتابها -> کتاب
 *   light-ko   정부는 정부의 -> 정부           light-he  הממשלה ממשלת -> ממשל         light-az  şəhərlərdə şəhərin ->
 * şəhər
 *
 * Neighbours: tokens_stem.c, the only caller, which lower-cases before and folds after. Knows nothing of words without
 * a rule: irregular forms, changes inside the stem, compounds. */
#ifndef CORPUS_STEM_LIGHT_H
#define CORPUS_STEM_LIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

struct stem_light;

/* The names of all algorithms; NULL when `i` is past the last. */
const char *stem_light_name(size_t i);
/* NULL when the algorithm is none of ours. Never changed by use: threads may share one. */
struct stem_light *stem_light_new(const char *algorithm);
void stem_light_free(struct stem_light **stemmer);

/* Makes a stem of the `n` units at `word`, in place, and gives its length, which is never more than `n`, and 0 only for
 * marks alone. The word is in lower case, in NFKC, with its accents, without ignorable characters (ZWNJ). */
int32_t stem_light_word(const struct stem_light *stemmer, UChar *word, int32_t n);

/* Another number when a table is another. */
uint64_t stem_light_fingerprint(void);

#endif
