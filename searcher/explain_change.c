/* A question near the one that was asked: the tree with some nodes other or gone. What it asks of the engine is joined
 * from the notes of the nodes that stay, so that only what changed is planned anew. */
#include "searcher/explain.h"

#include "searcher/query_join.h"

static enum err_code copy(struct xc_query *query, struct xc_query **out, struct err *e) {
    struct xc_error why;
    *out = NULL;
    return query && xc_query_scale(out, query, 1, &why) ? collection_engine_error(e, &why) : ERR_OK;
}

/* Both lists are freed. Only what is left out: of all documents. */
static enum err_code join(const struct explain *of, enum xc_op op, struct parts *with, struct parts *without,
                          struct xc_query **out, struct err *e) {
    struct xc_error why;
    enum xc_code code = XC_OK;
    *out = NULL;
    if (with->n > 0)
        code = xc_query_join(out, op, with->v, with->n, 0, &why);
    else if (without->n > 0)
        code = xc_query_all(out, &why);
    parts_free(with);
    if (!code && without->n > 0) {
        struct xc_query *left;
        parts_add(of->arena, with, *out);
        for (size_t i = 0; i < without->n; i++)
            parts_add(of->arena, with, without->v[i]);
        without->n = 0;
        code = xc_query_join(&left, XC_AND_NOT, with->v, with->n, 0, &why);
        parts_free(with);
        *out = left;
    }
    parts_free(without);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

/* Of a NOT, the query is what it leaves out. */
enum err_code explain_change(const struct explain *of, struct query_node *node, const struct explain_changes *changes,
                             struct explain_changed *out, struct err *e) {
    struct query_children kept = {0};
    struct parts with = {0}, without = {0};
    enum err_code code = ERR_OK;
    *out = (struct explain_changed){.node = node};
    for (size_t i = 0; i < changes->n; i++) {
        if (changes->v[i].node == node) {
            out->node = changes->v[i].instead;
            return copy(changes->v[i].query, &out->query, e);
        }
    }
    if (!explain_is_inner(node))
        return copy(plan_noted(&of->plan->notes, node), &out->query, e);
    for (size_t i = 0; i < node->child_count && !code; i++) {
        struct explain_changed child;
        code = explain_change(of, node->child[i], changes, &child, e);
        if (child.node)
            query_children_add(of->arena, &kept, child.node);
        if (child.query)
            parts_add(of->arena, node->child[i]->kind == QUERY_NOT ? &without : &with, child.query);
    }
    out->node = kept.n == 0               ? NULL
                : node->kind == QUERY_NOT ? query_join_not(of->arena, kept.v[0])
                : node->kind == QUERY_AND ? query_join_and(of->arena, &kept)
                                          : query_join_or(of->arena, &kept);
    if (!code)
        return join(of, node->kind == QUERY_OR ? XC_OR : XC_AND, &with, &without, &out->query, e);
    parts_free(&with);
    parts_free(&without);
    return code;
}
