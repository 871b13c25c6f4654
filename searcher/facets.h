/* How many of the matches have each value of a field?
 *
 * Counts every match, from the columns, as the engine finds them: one small number a document and field. Exact always. */
#ifndef SEARCHER_FACETS_H
#define SEARCHER_FACETS_H

#include "searcher/search.h"

struct facet_counter;
/* Counts the requested fields `facets[0..n)`. */
struct facet_counter *facet_counter_new(struct arena *arena, const struct collection *collection,
                                        const struct search_facet_request *const *facets, size_t n);
/* An xc_match_fn: one more match. */
bool facet_counter_match(void *counter, uint32_t docid);
/* The counts of the i-th field, largest first; `active` are the keys that filters chose, shown whatever their count. */
void facet_counter_result(struct arena *arena, const struct facet_counter *counter, size_t i, struct strs active,
                          struct facet *out);

/* Sets of each value, and of those without, how many documents `all` has. */
void facet_add_shares(struct facet *facet, const struct facet *all);

#endif
