/* Fills in an explanation, after the answer is known.
 *
 * What each node asks comes from the planner's notes, what scores are made of from ranking's record, so that nothing
 * is told here but what was done. Counting is a search a node and term. Rooms: explain.c (the query and its words),
 * explain_hits.c (the results), explain_help.c and
 * explain_change.c (what would have found something). */
#ifndef SEARCHER_EXPLAIN_H
#define SEARCHER_EXPLAIN_H

#include "searcher/filters.h"
#include "searcher/query_plan.h"
#include "searcher/search.h"

struct explain {
    struct arena *arena;
    struct collection *collection;
    const struct search_request *request;
    const struct query *query;
    struct strs *warnings; /* of the answer */
    const struct plan *plan;
    const struct filters *filters;
    size_t own_words;                   /* of plan->ranked; those behind were added by --expand */
    const struct ranked_record *record; /* of the hits shown; NULL: they were not ranked */
    const struct plan_notes *unfiltered; /* as planned without filters, which spare it languages; explain() makes it */
};

/* Fills in result->explanation and those of its hits. */
enum err_code explain(const struct explain *of, struct search_result *result, struct err *e);

/* ---- for the rooms explain*.c ---- */

/* Whether the node's children are explained one by one; what stands in a NEAR is one thing. */
static inline bool explain_is_inner(const struct query_node *node) {
    return node->kind == QUERY_AND || node->kind == QUERY_OR || node->kind == QUERY_NOT;
}

/* How many documents match; `filters`: those of the request, or NULL. Hidden ones never count. */
enum err_code explain_count(const struct explain *of, const struct filters *filters, struct xc_query *query,
                            uint32_t *documents, struct err *e);
enum err_code explain_hits(const struct explain *of, const struct explanation *explanation,
                           struct search_result *result, struct err *e);
enum err_code explain_help(const struct explain *of, struct explanation *explanation, struct err *e);

/* ---- explain_change.c ---- */

/* A node that is another one now; `instead` NULL: it is gone. */
struct explain_change {
    const struct query_node *node;
    struct query_node *instead;
    struct xc_query *query;
};
struct explain_changes {
    const struct explain_change *v;
    size_t n;
};

/* The tree after changes: NULL when nothing is left, and no query where there is nothing to search for. */
struct explain_changed {
    struct query_node *node;
    struct xc_query *query;
};

/* The node after the changes, in the arena, and its query, to be freed. Of a NOT, the query is what it leaves out. */
enum err_code explain_change(const struct explain *of, struct query_node *node, const struct explain_changes *changes,
                             struct explain_changed *out, struct err *e);

#endif
