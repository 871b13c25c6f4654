/* Which spellings are one in this language, though not in others?
 *
 * Where a letter has a second spelling that its own people use (Müller Mueller, Århus Aarhus, Đoković Djokovic, eĥo
 * ehxo), or a neighbour's letter stands for it (Danish æ for Swedish ä), words get one stem for both. In other languages
 * ue, aa and dj are something else, so the folded form, which is of no language, keeps them apart; a word that has two
 * vowels there by itself (aktuell) is respelled like any other, and so still finds itself. Table: stem_respell.def. */
#ifndef CORPUS_STEM_RESPELL_H
#define CORPUS_STEM_RESPELL_H

#include "schemas/schema.h"

#include <unicode/umachine.h>

/* What a language has of it, found once: the letters that may be respelled, by their last six bits; 0: none. */
uint64_t stem_respell_letters(const struct language *language);

/* Respells a word before it is stemmed, in place, and gives its length, which is never more than `n`. It is in lower
 * case and NFC; `letters` are those of the language. */
int32_t stem_respell_word(const struct language *language, uint64_t letters, UChar *word, int32_t n);
/* The same of its stem. */
int32_t stem_respell_stem(const struct language *language, uint64_t letters, UChar *stem, int32_t n);

/* Another number when the table is another. */
uint64_t stem_respell_fingerprint(void);

#endif
