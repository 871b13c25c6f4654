/* What do AND, OR, NEAR and NOT make of their parts?
 *
 * The one place that builds inner nodes, so that the promises of query_tree.h hold for every tree: an AND has something
 * that is no NOT, a NOT stands only below an AND or at the root, and one meaning has one shape (no AND directly in an
 * AND, no node with one child but NOT, no NOT of a NOT). Neighbour: query_parse.c. */
#ifndef SEARCHER_QUERY_JOIN_H
#define SEARCHER_QUERY_JOIN_H

#include "searcher/query_tree.h"

/* A list that grows in the arena. */
struct query_children {
    struct query_node **v;
    size_t n;
};

void query_children_add(struct arena *arena, struct query_children *children, struct query_node *node);

/* NULL when there are no children; the child itself when it is the only one. */
struct query_node *query_join_and(struct arena *arena, const struct query_children *children);
struct query_node *query_join_or(struct arena *arena, const struct query_children *children);
/* Two or more that stand within `distance` words of each other. */
struct query_node *query_join_near(struct arena *arena, const struct query_children *children, uint32_t distance,
                                   bool any_order);
struct query_node *query_join_not(struct arena *arena, struct query_node *node);

#endif
