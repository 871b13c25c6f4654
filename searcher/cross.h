/* How many of the matches have both values of two fields: documents by country and year.
 *
 * Counts every match, from the columns. Exact, whole, and in memory: a table of too many cells is refused, not cut. */
#ifndef SEARCHER_CROSS_H
#define SEARCHER_CROSS_H

#include "searcher/search.h"

/* Cells of a table: 16 MB. */
#define CROSS_CELLS_MAX 4000000

struct cross_counter;
/* ERR_USAGE when the fields have too many values. */
enum err_code cross_counter_new(struct arena *arena, const struct collection *collection,
                                const struct field *const fields[static 2], struct cross_counter **out, struct err *e);
void cross_counter_add(struct cross_counter *counter, uint32_t docid);
/* Rows and columns by count falling, those of years in order of time; values without a match are left out. */
void cross_counter_result(struct arena *arena, const struct cross_counter *counter, struct cross *out);

#endif
