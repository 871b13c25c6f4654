/* How many of the matches fall into each year, quarter, month, week or day?
 *
 * Counts every match, from the dates in the columns. A date that is known only to its year or month is counted where all of
 * it lies in one bucket; else it is told apart, so that no document is put on a day that nobody gave. Weeks begin on Monday
 * and are named as ISO 8601 does. */
#ifndef SEARCHER_HISTOGRAM_H
#define SEARCHER_HISTOGRAM_H

#include "searcher/search.h"

struct histogram;
struct histogram *histogram_new(struct arena *arena, enum facet_interval interval);
void histogram_add(struct histogram *histogram, struct date date);
/* Every bucket from the first to the last that has any, also empty ones, in order of time; each value's id is what a filter
 * on the date takes: 2021-05, 2021-04..2021-06. */
void histogram_result(struct arena *arena, const struct histogram *histogram, struct facet *out);

/* "month" as people write it; false when it is none of the five. */
bool histogram_interval(struct str written, enum facet_interval *out);

#endif
