/* What does a query ask when any of its words will do?
 *
 * With --match any, words side by side are alternatives: `police overseas date:2022` becomes `(police OR overseas) AND
 * date:2022`. Values, dates and what is left out hold in any case; so do phrases as phrases, where a document has them
 * (plan_words.c). An AND that was written between two words is read like a blank: who wants both asks with --match all. */
#ifndef SEARCHER_QUERY_ANY_H
#define SEARCHER_QUERY_ANY_H

#include "searcher/query_tree.h"

void query_any(struct arena *arena, struct query *query);

#endif
