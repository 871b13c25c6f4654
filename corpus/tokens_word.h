/* What are a word's folded form, surface and stem? And: have we met it before?
 *
 * The same few thousand words make up most of any text, so each is analysed once in each language and remembered. The
 * memory is bounded: it holds two generations of words; when the younger is full, the older is dropped and begins anew.
 * So what was given out stays good for at least WORDS_REMEMBERED further new words. */
#ifndef CORPUS_TOKENS_WORD_H
#define CORPUS_TOKENS_WORD_H

#include "corpus/tokens_stem.h"

#define WORDS_REMEMBERED 100000

struct word {
    struct str folded, surface, stem; /* folded is empty when there is no letter or digit in it */
};

struct words;

struct words *words_new(void);
void words_free(struct words **words);

/* The analysis of the word or piece that `bytes` are; `language` is NULL for a piece, which has no stem. */
const struct word *words_get(struct words *words, struct str bytes, const struct language *language);

/* As tokens_stem and tokens_fold_value; see there. */
bool words_stem(struct words *words, struct str surface, const struct language *language, struct buf *out);
void words_fold_value(struct words *words, struct str value, struct buf *out);

#endif
