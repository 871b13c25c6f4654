/* word*: every word of the index that begins so. */
#include "searcher/plan_leaf.h"
#include "searcher/word_list.h"

static enum err_code add_prefix_of_one(struct leaf *leaf, struct parts *out, struct err *e) {
    struct word_list list;
    struct xc_query *query;
    struct xc_error why;
    const struct str beginning = leaf->tokens[0].folded;
    enum err_code code =
        word_list_find(leaf->planner->arena, leaf->planner->collection, leaf->field, beginning, NULL, &list, e);
    if (code)
        return code;
    leaf_rank_list(leaf, &list);
    leaf_near_list(leaf, &list);
    term_word(&leaf->term, leaf->field, beginning);
    if (xc_query_prefix(&query, engine_bytes(buf_str(&leaf->term)), 0, &why))
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, out, query);
    return ERR_OK;
}

/* Jean-Pi*: the engine has no phrase with a prefix in it, so each word that the last token may become is tried. */
static enum err_code add_prefix_run(struct leaf *leaf, struct parts *out, struct err *e) {
    struct word_list list;
    struct parts any = {0};
    struct token *last = &leaf->tokens[leaf->n - 1];
    const struct str typed = last->folded;
    enum err_code code =
        word_list_find(leaf->planner->arena, leaf->planner->collection, leaf->field, typed, NULL, &list, e);
    if (!code && list.n > PLAN_RUN_PREFIX_MAX)
        leaf_warn_partial(leaf, "very many words begin like its last part; only the most frequent ones are searched.");
    for (size_t i = 0; !code && i < list.n && i < PLAN_RUN_PREFIX_MAX; i++) {
        last->folded = list.v[i].folded;
        code = leaf_add_phrase(leaf, leaf->tokens, leaf->n, &any, e);
        leaf_near_run(leaf, leaf->tokens, leaf->n);
    }
    last->folded = typed;
    if (!code && any.n == 0)
        return leaf_add_phrase(leaf, leaf->tokens, leaf->n, out, e);
    if (!code)
        return leaf_add_joined(leaf, XC_OR, &any, out, e);
    parts_free(&any);
    return code;
}

/* A word too long for the index is there by its beginning and a hash of the whole (tokens.h): so is a long prefix. */
static struct str uncut(struct str folded) {
    struct str beginning, hash;
    str_cut(folded, '#', &beginning, &hash);
    return beginning;
}

enum err_code leaf_add_prefix(struct leaf *leaf, struct parts *out, struct err *e) {
    if (leaf->n > QUERY_PHRASE_MAX || leaf->planner->prefixes == PLAN_PREFIXES_MAX) {
        leaf_warn_partial(leaf, "there are too many words with * in this query; this one is searched without it.");
        return leaf_add_words(leaf, out, e);
    }
    leaf->planner->prefixes++;
    leaf->tokens[leaf->n - 1].folded = uncut(leaf->tokens[leaf->n - 1].folded);
    leaf_add_folded_mark(leaf, leaf->tokens, leaf->n)[leaf->n - 1].prefix = true;
    return leaf->n == 1 ? add_prefix_of_one(leaf, out, e) : add_prefix_run(leaf, out, e);
}
