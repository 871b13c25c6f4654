/* Which documents have most of the query's words, when none has all?
 *
 * Counts for each document how many of the query's required words it has; the answer is the set of those that have as many
 * as the best one that passes the filters. */
#ifndef SEARCHER_MOST_WORDS_H
#define SEARCHER_MOST_WORDS_H

#include "searcher/filters.h"
#include "searcher/query_plan.h"

/* *out: any of the words, in the documents with at least *matched of them (and plan->others); NULL, and *matched 0, when
 * no document has even one. */
enum err_code most_words_query(struct arena *arena, struct collection *collection, const struct plan *plan,
                               const struct filters *filters, struct xc_query **out, uint32_t *matched, struct err *e);

#endif
