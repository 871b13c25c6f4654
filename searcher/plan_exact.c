/* =word: written just so, accents and capitals counting. */
#include "searcher/exact_words.h"
#include "searcher/plan_leaf.h"

/* A document that has the token written just so somewhere in title, summary or text. */
static enum err_code add_written(struct leaf *leaf, const struct token *token, struct parts *out, struct err *e) {
    struct parts pair = {0};
    if (!str_eq(token->surface, token->folded)) {
        term_surface(&leaf->term, token->folded, token->surface);
        return leaf_add_term(leaf, out, e);
    }
    term_word(&leaf->term, field_row(FIELD_TEXT), token->folded);
    enum err_code code = leaf_add_term(leaf, &pair, e);
    term_never_plain(&leaf->term, token->folded);
    if (!code)
        code = leaf_add_term(leaf, &pair, e);
    if (!code)
        return leaf_add_joined(leaf, XC_AND_NOT, &pair, out, e);
    parts_free(&pair);
    return code;
}

/* Surfaces are known of what is found without naming a field; of a name's words only the stored text knows. */
static bool has_surfaces(const struct leaf *leaf) {
    return leaf->field->flags & FIELD_IS_BARE;
}

/* The documents whose stored text has it just so, as a condition on `candidates`. */
static enum err_code add_checked(struct leaf *leaf, struct parts *candidates, struct err *e) {
    struct xc_query *all = NULL, *checked = NULL;
    struct xc_error why;
    struct mark mark = {leaf->mark_field, arena_array(leaf->planner->arena, leaf->n, sizeof *mark.slots), leaf->n};
    for (size_t i = 0; i < leaf->n; i++)
        mark.slots[i].surface = leaf->tokens[i].surface;
    if (xc_query_join(&all, XC_FILTER, candidates->v, candidates->n, 0, &why))
        return collection_engine_error(e, &why);
    enum err_code code = exact_words_query(leaf->planner->collection, all, &mark, &checked, e);
    xc_query_free(&all);
    if (!code)
        parts_add(leaf->planner->arena, candidates, checked);
    return code;
}

enum err_code leaf_add_exact(struct leaf *leaf, struct parts *out, struct err *e) {
    struct parts all = {0};
    if (leaf->n > QUERY_PHRASE_MAX) {
        leaf_warn(leaf, "this is longer than a phrase can be; only its beginning is searched.");
        leaf->n = QUERY_PHRASE_MAX;
    }
    struct mark_slot *slots = leaf_add_mark(leaf, leaf->n);
    leaf_rank_run(leaf, leaf->tokens, leaf->n);
    enum err_code code = leaf_add_phrase(leaf, leaf->tokens, leaf->n, &all, e);
    for (size_t i = 0; i < leaf->n && !code; i++) {
        slots[i].surface = leaf->tokens[i].surface;
        if (has_surfaces(leaf))
            code = add_written(leaf, &leaf->tokens[i], &all, e);
    }
    if (!code && (leaf->n > 1 || leaf->mark_field))
        code = add_checked(leaf, &all, e);
    if (!code)
        return leaf_add_joined(leaf, XC_FILTER, &all, out, e);
    parts_free(&all);
    return code;
}
