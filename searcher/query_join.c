/* "a (b c)" is one AND of three, so that the answer with most of the words counts them all. Every document is left out
 * of an AND that has anything else: *:* police is police. What only leaves out, leaves out of all: -a -b is *:* -a -b.
 */
#include "searcher/query_join.h"

#include <assert.h>
#include <string.h>

void query_children_add(struct arena *arena, struct query_children *children, struct query_node *node) {
    children->v = arena_grow(arena, children->v, children->n, sizeof(struct query_node *));
    children->v[children->n++] = node;
}

static struct query_node *node_new(struct arena *arena, enum query_kind kind, const struct query_children *children) {
    assert(children->n > 0);
    struct query_node *node = arena_alloc(arena, sizeof *node);
    node->kind = kind;
    node->child = children->v;
    node->child_count = children->n;
    node->column = children->v[0]->column;
    return node;
}

/* The children, and in place of those of the same kind theirs. */
static struct query_children flatten(struct arena *arena, const struct query_children *children, enum query_kind kind) {
    struct query_children flat = {0};
    for (size_t i = 0; i < children->n; i++) {
        struct query_node *child = children->v[i];
        if (child->kind != kind)
            query_children_add(arena, &flat, child);
        else
            for (size_t k = 0; k < child->child_count; k++)
                query_children_add(arena, &flat, child->child[k]);
    }
    return flat;
}

static struct query_node *new_all(struct arena *arena, size_t column) {
    struct query_node *all = arena_alloc(arena, sizeof *all);
    all->kind = QUERY_ALL;
    all->column = column;
    return all;
}

struct query_node *query_join_and(struct arena *arena, const struct query_children *children) {
    struct query_children flat = flatten(arena, children, QUERY_AND), kept = {0};
    size_t positive = 0;
    struct query_node *all = NULL;
    for (size_t i = 0; i < flat.n; i++) {
        struct query_node *child = flat.v[i];
        if (child->kind == QUERY_ALL) {
            all = all ? all : child;
            continue;
        }
        query_children_add(arena, &kept, child);
        positive += child->kind != QUERY_NOT;
    }
    if (kept.n == 0)
        return all;
    if (kept.n == 1) /* also the NOT alone, which leaves out of all */
        return kept.v[0];
    if (positive > 0)
        return node_new(arena, QUERY_AND, &kept);
    struct query_children with_all = {0};
    query_children_add(arena, &with_all, all ? all : new_all(arena, kept.v[0]->column));
    for (size_t i = 0; i < kept.n; i++)
        query_children_add(arena, &with_all, kept.v[i]);
    return node_new(arena, QUERY_AND, &with_all);
}

/* NOT a, where a NOT may not stand: *:* AND NOT a. */
static struct query_node *below_and(struct arena *arena, struct query_node *inner) {
    struct query_children parts = {0};
    query_children_add(arena, &parts, new_all(arena, inner->column));
    query_children_add(arena, &parts, inner);
    return node_new(arena, QUERY_AND, &parts);
}

struct query_node *query_join_or(struct arena *arena, const struct query_children *children) {
    struct query_children flat = flatten(arena, children, QUERY_OR), kept = {0};
    bool all = false;
    if (flat.n == 1) /* also a NOT, which need not stand below an OR then */
        return flat.v[0];
    for (size_t i = 0; i < flat.n; i++) {
        struct query_node *child = flat.v[i];
        if (child->kind == QUERY_ALL && all)
            continue;
        all |= child->kind == QUERY_ALL;
        query_children_add(arena, &kept, child->kind == QUERY_NOT ? below_and(arena, child) : child);
    }
    if (kept.n < 2)
        return kept.n ? kept.v[0] : NULL;
    return node_new(arena, QUERY_OR, &kept);
}

struct query_node *query_join_near(struct arena *arena, const struct query_children *children, uint32_t distance,
                                   bool any_order) {
    struct query_node *node = node_new(arena, QUERY_NEAR, children);
    node->distance = distance;
    node->any_order = any_order;
    const uint64_t between = (uint64_t)(distance > 0 ? distance - 1 : 0) * (children->n - 1);
    node->between = between < QUERY_DISTANCE_MAX ? (uint32_t)between : QUERY_DISTANCE_MAX;
    return node;
}

struct query_node *query_join_not(struct arena *arena, struct query_node *node) {
    if (node->kind == QUERY_NOT)
        return node->child[0];
    struct query_children child = {0};
    query_children_add(arena, &child, node);
    return node_new(arena, QUERY_NOT, &child);
}
