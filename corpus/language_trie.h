/* Which of the patterns of a table stand in a word?
 *
 * A pattern is letters, with a mark where the word goes on:
 *
 *   što        the whole word                    evrop-     a word that begins so, and goes on
 *   -ovati     one that ends so                  -nhl-      one that has it within
 *
 * "Goes on" means at least one more character on that side. Each pattern has a set of rows of the table, as bits of a
 * number. All patterns of a word are found in one walk over it. What the rows mean, and what counts how much, is known
 * to language_words.c, which alone asks here. */
#ifndef CORPUS_LANGUAGE_TRIE_H
#define CORPUS_LANGUAGE_TRIE_H

#include "corpus/base/str.h"

enum trie_place { TRIE_WHOLE, TRIE_BEGIN, TRIE_END, TRIE_WITHIN, TRIE_PLACES };

struct trie_found {
    enum trie_place place;
    uint32_t pattern; /* its number, below trie_patterns() */
    uint64_t rows;
};

struct trie;

struct trie *trie_new(void);
void trie_free(struct trie **trie);

/* `letters` are valid UTF-8 and not empty; a pattern given again gets the rows of both. */
void trie_add(struct trie *trie, enum trie_place place, struct str letters, uint64_t rows);
size_t trie_patterns(const struct trie *trie);

/* The patterns in `word`, in the order in which they begin, at most `room` of them. */
size_t trie_find(const struct trie *trie, struct str word, struct trie_found *found, size_t room);

#endif
