/* Every engine query made here is owned by the `parts` it was put into; on failure the caller frees what is there. */
#include "searcher/plan_leaf.h"

#include <string.h>

_Static_assert(QUERY_PHRASE_MAX <= MARK_SLOTS_MAX, "a phrase fits a mark");

/* ---- parts ---- */

void parts_add(struct arena *arena, struct parts *parts, struct xc_query *query) {
    parts->v = arena_grow(arena, parts->v, parts->n, sizeof(struct xc_query *));
    parts->v[parts->n++] = query;
}

void parts_free(struct parts *parts) {
    for (size_t i = 0; i < parts->n; i++)
        xc_query_free(&parts->v[i]);
    parts->n = 0;
}

/* Adds the term in leaf->term. */
enum err_code leaf_add_term(struct leaf *leaf, struct parts *parts, struct err *e) {
    struct xc_query *query;
    struct xc_error why;
    if (xc_query_term(&query, engine_bytes(buf_str(&leaf->term)), &why))
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, parts, query);
    return ERR_OK;
}

/* Adds what `from` makes together; `from` is freed in any case. */
enum err_code leaf_add_joined(struct leaf *leaf, enum xc_op op, struct parts *from, struct parts *to, struct err *e) {
    struct xc_query *query = NULL;
    struct xc_error why;
    enum xc_code code = XC_OK;
    if (from->n == 1) {
        query = from->v[0];
        from->n = 0;
    } else {
        code = xc_query_join(&query, op, from->v, from->n, 0, &why);
    }
    parts_free(from);
    if (code)
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, to, query);
    return ERR_OK;
}

/* ---- marks ---- */

struct mark_slot *leaf_add_mark(struct leaf *leaf, size_t slots) {
    struct planner *p = leaf->planner;
    struct mark_slot *v = arena_array(p->arena, slots, sizeof *v);
    if (p->left_out)
        return v;
    p->marks.v = arena_grow(p->arena, p->marks.v, p->marks.n, sizeof *p->marks.v);
    p->marks.v[p->marks.n++] = (struct mark){leaf->mark_field, v, slots};
    return v;
}

struct mark_slot *leaf_add_folded_mark(struct leaf *leaf, const struct token *tokens, size_t n) {
    struct mark_slot *slots = leaf_add_mark(leaf, n);
    for (size_t i = 0; i < n; i++)
        slots[i].folded = tokens[i].folded;
    return slots;
}

void leaf_warn(struct leaf *leaf, const char *what) {
    struct planner *p = leaf->planner;
    arena_push(
        p->arena, p->warnings,
        arena_printf(p->arena, "\"%.*s\" (column %zu): %s", STR_FMT(leaf->node->text), leaf->node->column, what));
}

void leaf_warn_partial(struct leaf *leaf, const char *what) {
    leaf_warn(leaf, what);
    leaf->planner->partial = true;
}

/* ---- phrases ---- */

enum err_code leaf_add_phrase(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                              struct err *e) {
    struct parts row = {0};
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < n && !code; i++) {
        term_word(&leaf->term, leaf->field, tokens[i].folded);
        code = leaf_add_term(leaf, &row, e);
    }
    if (!code)
        return leaf_add_joined(leaf, XC_PHRASE, &row, out, e);
    parts_free(&row);
    return code;
}
