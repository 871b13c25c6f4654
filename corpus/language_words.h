/* Which language do the small words and the letters of a text speak for?
 *
 * CLD2 judges by runs of four letters and is easily led astray in a single sentence: a name, an English title, a
 * neighbour. The function words of language_words.def are a second opinion, of a different kind, where CLD2 knows less:
 * French and English, Bokmål and Danish, Croatian and Serbian. Words come from tokens.h, what is in them from
 * language_trie.h. Only language.c asks here; it weighs the two. */
#ifndef CORPUS_LANGUAGE_WORDS_H
#define CORPUS_LANGUAGE_WORDS_H

#include "corpus/base/str.h"
#include "schemas/schema.h"

#define LANGUAGE_ROWS_MAX 64

struct language_words;

/* How much speaks for each row of the table, in bits: a word that one language of 64 has says 6, one that half of them
 * have says 1, one that is in no row nothing; a letter or a part of a word half of that. */
struct language_evidence {
    double bits[LANGUAGE_ROWS_MAX];
};

struct language_words *language_words_new(void);
void language_words_free(struct language_words **words);

/* At most the first 1,000 words are read. */
void language_words_weigh(struct language_words *words, struct str text, struct language_evidence *out);
/* The row of a language, -1 when it has none; and back. */
int language_words_row(const struct language_words *words, const struct language *language);
const struct language *language_words_language(const struct language_words *words, int row);
/* The row with the most bits; the first of them when several have. */
int language_words_best(const struct language_evidence *evidence);

#endif
