/* Have we met this word before?
 *
 * The same few thousand words make up most of any text, so each is analysed once in each language and remembered. The
 * memory is bounded: it holds two generations of words; when the younger is full, the older is dropped and begins anew.
 * So what was given out stays good for at least WORDS_REMEMBERED further new words. */
#ifndef CORPUS_TOKENS_MEMORY_H
#define CORPUS_TOKENS_MEMORY_H

#include "corpus/base/str.h"

#define WORDS_REMEMBERED 100000

struct word {
    struct str folded, surface, stem; /* folded is empty when there is no letter or digit in it */
};

struct memory;

struct memory *memory_new(void);
void memory_free(struct memory **memory);

/* What was remembered for `bytes` in the language of that number. */
bool memory_find(struct memory *memory, struct str bytes, unsigned language, struct word *word);
/* Remembers `word`, which was not found, and gives it back with slices that stay. The forms are of at most
 * TOKEN_FORM_MAX bytes; of `bytes` longer than WORD_KEY_MAX the forms are kept, but will not be found. */
void memory_add(struct memory *memory, struct str bytes, unsigned language, struct word *word);

/* Longer ones are rare and mostly no words (base64, rows of dashes and letters). */
#define WORD_KEY_MAX 158

#endif
