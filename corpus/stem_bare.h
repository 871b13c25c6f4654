/* What did a word mean to be that was typed without the marks of its ending?
 *
 * A stemmer knows the ending -ой of толстой, and not -ои, as it is typed where marks are left out. This puts the mark
 * back that can stand nearest to the end of the word: й ї ў after a vowel, in languages whose stemmers have endings with
 * them, and the accent of investigacion, informacao. What is restored wrongly (поиск, пойск) folds back to what it was; only stems that the index has are searched.
 *
 * Other accents need none of it: word_forms.h finds the written words of the index that fold to what was typed. */
#ifndef CORPUS_STEM_BARE_H
#define CORPUS_STEM_BARE_H

#include "schemas/schema.h"

#include <stdbool.h>
#include <unicode/umachine.h>

/* `word` is in lower case and NFC. False, and nothing changed, when it has such a letter already, or no place for one.
 */
bool stem_bare_restore(const struct language *language, UChar *word, int32_t n);

#endif
