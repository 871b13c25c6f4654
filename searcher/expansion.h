/* Which words mark the first results, and are worth searching for, too?
 *
 * Pseudo-relevance feedback, for --expand: the best EXPANSION_DOCUMENTS documents are taken as if they were right, in
 * the share of the fourth power of their scores; the words (stems, where the document's language has a stemmer) that at
 * least two of them have, that are no function words and no numbers and stand in less than a fifth of the collection,
 * are weighed
 *
 *   log(1 + (N - n + 1/2) / (n + 1/2)) * sum over the documents of share * occurrences / (length + 50)
 *
 * (relevance models after Lavrenko and Croft, 2001). The EXPANSION_TERMS weightiest order the answer beside the query's
 * own words, all of them together weighing EXPANSION_WEIGHT times as much. They change the order of an answer, never
 * what is in it. Neighbours: search.c asks, ranking.c ranks with what comes out. */
#ifndef SEARCHER_EXPANSION_H
#define SEARCHER_EXPANSION_H

#include "searcher/ranking.h"

#define EXPANSION_DOCUMENTS 20
#define EXPANSION_TERMS 40
#define EXPANSION_WEIGHT 1.25

/* Adds the words that mark the first `n` documents to `words`. */
enum err_code expansion_add(struct arena *arena, struct collection *collection, const struct ranked *first, size_t n,
                            struct ranked_words *words, struct err *e);

#endif
