/* Each AND is taken apart into what must hold and words, and put together anew. */
#include "searcher/query_any.h"

#include "searcher/query_join.h"

static bool must_hold(const struct query_node *node) {
    return node->kind == QUERY_VALUE || node->kind == QUERY_DATE || node->kind == QUERY_ALL || node->kind == QUERY_NOT;
}

static struct query_node *any(struct arena *arena, struct query_node *node) {
    struct query_children words = {0}, all = {0};
    if (node->kind != QUERY_AND && node->kind != QUERY_OR)
        return node; /* what is left out is left out as it was asked */
    for (size_t i = 0; i < node->child_count; i++) {
        struct query_node *child = any(arena, node->child[i]);
        query_children_add(arena, node->kind == QUERY_AND && must_hold(child) ? &all : &words, child);
    }
    struct query_node *either = words.n ? query_join_or(arena, &words) : NULL;
    if (either)
        query_children_add(arena, &all, either);
    return query_join_and(arena, &all);
}

void query_any(struct arena *arena, struct query *query) {
    query->root = any(arena, query->root);
}
