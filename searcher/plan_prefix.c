/* word*: every word of the index that begins so. */
#include "searcher/plan_leaf.h"

#include <stdlib.h>
#include <string.h>

static enum err_code add_prefix_of_one(struct leaf *leaf, struct parts *out, struct err *e) {
    struct xc_query *query;
    struct xc_error why;
    term_word(&leaf->term, leaf->field, leaf->tokens[0].folded);
    if (xc_query_prefix(&query, engine_bytes(buf_str(&leaf->term)), 0, &why))
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, out, query);
    return ERR_OK;
}

struct frequent {
    struct str folded;
    uint32_t docs;
};

static int frequent_order(const void *a, const void *b) {
    const struct frequent *x = a, *y = b;
    if (x->docs != y->docs)
        return x->docs > y->docs ? -1 : 1;
    return str_cmp(x->folded, y->folded);
}

/* Every word of the index that begins like the last token. */
static enum err_code list_words(struct leaf *leaf, struct frequent **words, size_t *n, struct err *e) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    struct xc_error why;
    size_t room = 0;
    const size_t prefix = strlen(leaf->field->prefix);
    term_word(&leaf->term, leaf->field, leaf->tokens[leaf->n - 1].folded);
    enum xc_code code = xc_walk_terms(leaf->planner->collection->db, engine_bytes(buf_str(&leaf->term)), &walk, &why);
    while (!code && !(code = xc_walk_next(walk, &entry, &why)) && entry.valid) {
        if (*n == room) {
            room = room ? 2 * room : 64;
            *words = mem_realloc(*words, room, sizeof **words);
        }
        struct str folded = {entry.text.p + prefix, entry.text.n - prefix};
        (*words)[(*n)++] = (struct frequent){arena_str(leaf->planner->arena, folded), entry.docs};
    }
    xc_walk_free(&walk);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

/* Jean-Pi*: the engine has no phrase with a prefix in it, so each word that the last token may become is tried. */
static enum err_code add_prefix_run(struct leaf *leaf, struct parts *out, struct err *e) {
    struct frequent *words = NULL;
    struct parts any = {0};
    size_t n = 0;
    enum err_code code = list_words(leaf, &words, &n, e);
    if (n > 1)
        qsort(words, n, sizeof *words, frequent_order);
    if (n > PLAN_RUN_PREFIX_MAX) {
        leaf_warn(leaf, "very many words begin like its last part; only the most frequent ones are searched.");
        n = PLAN_RUN_PREFIX_MAX;
    }
    struct token *last = &leaf->tokens[leaf->n - 1];
    const struct str typed = last->folded;
    for (size_t i = 0; i < n && !code; i++) {
        last->folded = words[i].folded;
        code = leaf_add_phrase(leaf, leaf->tokens, leaf->n, &any, e);
    }
    last->folded = typed;
    free(words);
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
        leaf_warn(leaf, "there are too many words with * in this query; this one is searched without it.");
        return leaf_add_words(leaf, out, e);
    }
    leaf->planner->prefixes++;
    leaf->tokens[leaf->n - 1].folded = uncut(leaf->tokens[leaf->n - 1].folded);
    leaf_add_folded_mark(leaf, leaf->tokens, leaf->n)[leaf->n - 1].prefix = true;
    return leaf->n == 1 ? add_prefix_of_one(leaf, out, e) : add_prefix_run(leaf, out, e);
}
