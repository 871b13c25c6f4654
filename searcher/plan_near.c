/* The set of documents that near.h finds is a condition on the operands' own queries. */
#include "searcher/plan_near.h"

#include "searcher/near.h"
#include "searcher/plan_leaf.h"
#include "searcher/word_list.h"

#include <string.h>

_Static_assert(QUERY_PHRASE_MAX <= NEAR_OPERANDS_MAX && QUERY_NEAR_MAX <= NEAR_OPERANDS_MAX, "a bit for each");

/* ---- where operands stand ---- */

static struct near_place *add_place(struct leaf *leaf, const struct language *language, size_t terms) {
    struct near_operand *operand = leaf->planner->near;
    struct arena *arena = leaf->planner->arena;
    operand->v = arena_grow(arena, operand->v, operand->n, sizeof *operand->v);
    operand->v[operand->n] = (struct near_place){arena_array(arena, terms, sizeof(struct str)), 0, language};
    return &operand->v[operand->n++];
}

/* The term in leaf->term. */
static void add_term(struct leaf *leaf, struct near_place *place) {
    place->terms[place->n++] = arena_str(leaf->planner->arena, buf_str(&leaf->term));
}

static void add_folded(struct leaf *leaf, const struct language *language, struct str folded) {
    term_word(&leaf->term, leaf->field, folded);
    add_term(leaf, add_place(leaf, language, 1));
}

/* A stem that is a word itself has its places there (indexer/postings.h). */
static void add_stem(struct leaf *leaf, const struct language *language, struct str stem) {
    term_stem(&leaf->term, leaf->field, language, stem);
    add_term(leaf, add_place(leaf, language, 1));
    add_folded(leaf, language, stem);
}

void leaf_near_word(struct leaf *leaf, const struct token *token, const struct mark_stem *stems, size_t n,
                    const struct word_mores *mores) {
    if (leaf->planner->near == NULL)
        return;
    add_folded(leaf, NULL, token->folded);
    for (size_t i = 0; i < n; i++)
        add_stem(leaf, stems[i].language, stems[i].stem);
    for (size_t i = 0; i < mores->n; i++) {
        if (mores->v[i].language)
            add_stem(leaf, mores->v[i].language, mores->v[i].form);
        else
            add_folded(leaf, NULL, mores->v[i].form);
    }
}

void leaf_near_run(struct leaf *leaf, const struct token *tokens, size_t n) {
    if (leaf->planner->near == NULL)
        return;
    struct near_place *place = add_place(leaf, NULL, n);
    for (size_t i = 0; i < n; i++) {
        term_word(&leaf->term, leaf->field, tokens[i].folded);
        add_term(leaf, place);
    }
}

void leaf_near_list(struct leaf *leaf, const struct word_list *list) {
    if (leaf->planner->near == NULL)
        return;
    if (list->n > NEAR_WORDS_MAX)
        leaf_warn_partial(leaf, "very many words fit this; of its places those of the most frequent ones are compared.");
    for (size_t i = 0; i < list->n && i < NEAR_WORDS_MAX; i++)
        add_folded(leaf, NULL, list->v[i].folded);
}

/* ---- the whole ---- */

static void warn(struct planner *p, const struct query_node *node, bool partial, const char *what) {
    arena_push(p->arena, p->warnings,
               arena_printf(p->arena, "What stands close together from column %zu on: %s", node->column, what));
    p->partial |= partial;
}

/* Adds the parts' documents in which they stand as `near` says; the parts are freed. */
static enum err_code add_near(struct planner *p, const struct query_node *node, const struct near *near,
                              struct parts *parts, struct parts *out, struct err *e) {
    struct xc_query *all = NULL, *close = NULL, *both = NULL;
    struct xc_error why;
    bool cut_off = false;
    enum xc_code code = xc_query_join(&all, XC_AND, parts->v, parts->n, 0, &why);
    parts_free(parts);
    if (code)
        return collection_engine_error(e, &why);
    enum err_code failed = near_query(p->collection, all, near, &close, &cut_off, e);
    if (cut_off)
        warn(p, node, true,
             arena_printf(p->arena, "only the first %d documents that have all of it were looked at, and very many ways in "
                                    "which it may stand in one of them not all.", NEAR_DOCUMENTS_MAX)
                 .p);
    if (!failed) {
        struct xc_query *filtered[] = {all, close};
        if (xc_query_join(&both, XC_FILTER, filtered, 2, 0, &why))
            failed = collection_engine_error(e, &why);
        else
            parts_add(p->arena, out, both);
    }
    xc_query_free(&all);
    xc_query_free(&close);
    return failed;
}

/* One operand: a leaf, or any of several. */
static enum err_code add_operand(struct planner *p, const struct query_node *node, struct near_operand *operand,
                                 struct parts *parts, struct err *e) {
    struct parts any = {0};
    struct xc_query *query;
    struct xc_error why;
    enum err_code code = ERR_OK;
    p->near = operand;
    for (size_t i = 0; node->kind == QUERY_OR && i < node->child_count && !code; i++)
        code = plan_words(p, node->child[i], &any, e);
    if (node->kind != QUERY_OR)
        code = plan_words(p, node, &any, e);
    p->near = NULL;
    if (!code && any.n) {
        if (xc_query_join(&query, XC_OR, any.v, any.n, 0, &why))
            code = collection_engine_error(e, &why);
        else
            parts_add(p->arena, parts, query);
    }
    parts_free(&any);
    return code;
}

enum err_code plan_near(struct planner *p, const struct query_node *node, struct parts *out, struct err *e) {
    struct near near = {.between = node->between, .any_order = node->any_order};
    struct parts parts = {0};
    enum err_code code = ERR_OK;
    near.operands = arena_array(p->arena, node->child_count, sizeof *near.operands);
    for (size_t i = 0; i < node->child_count && !code; i++) {
        code = add_operand(p, node->child[i], &near.operands[near.n], &parts, e);
        near.n += near.operands[near.n].n > 0;
    }
    if (!code && parts.n && parts.n == near.n)
        return add_near(p, node, &near, &parts, out, e);
    parts_free(&parts);
    return code;
}

enum err_code leaf_add_loose_phrase(struct leaf *leaf, struct parts *out, struct err *e) {
    struct planner *p = leaf->planner;
    struct near near = {.between = leaf->node->between, .any_order = leaf->node->any_order};
    struct parts parts = {0};
    enum err_code code = ERR_OK;
    if (leaf->n > QUERY_PHRASE_MAX) {
        leaf_warn_partial(leaf, "this is longer than a phrase can be; only its beginning is searched.");
        leaf->n = QUERY_PHRASE_MAX;
    }
    near.operands = arena_array(p->arena, leaf->n, sizeof *near.operands);
    for (size_t first = 0, end; first < leaf->n && !code; first = end) {
        p->near = &near.operands[near.n++];
        code = leaf_add_group(leaf, first, &end, &parts, e);
    }
    p->near = NULL;
    if (!code)
        return add_near(p, leaf->node, &near, &parts, out, e);
    parts_free(&parts);
    return code;
}
