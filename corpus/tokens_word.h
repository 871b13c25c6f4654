/* What are a word's folded form, surface and stem?
 *
 * Each word is analysed once in each language and remembered (tokens_memory.h); what is given out stays good for at
 * least WORDS_REMEMBERED further new words. */
#ifndef CORPUS_TOKENS_WORD_H
#define CORPUS_TOKENS_WORD_H

#include "corpus/tokens_memory.h"
#include "corpus/tokens_stem.h"

struct words;

struct words *words_new(void);
void words_free(struct words **words);

/* The analysis of the word or piece that `bytes` are; `language` is NULL for a piece, which has no stem. */
void words_get(struct words *words, struct str bytes, const struct language *language, struct word *word);

/* As tokens_stem, tokens_stem_bare and tokens_fold_value; see there. */
bool words_stem(struct words *words, struct str surface, const struct language *language, struct buf *out);
bool words_stem_bare(struct words *words, struct str surface, const struct language *language, struct buf *out);
void words_fold_value(struct words *words, struct str value, struct buf *out);
/* As tokens_lower. */
void words_lower(struct words *words, struct str surface, struct buf *out);

#endif
