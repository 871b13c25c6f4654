/* wom?n, word~1, /regular expression/: every word of the index that fits. Their documents are gathered in a set, because
 * the engine takes seconds for an OR of thousands of words. */
#include "searcher/plan_leaf.h"
#include "searcher/word_list.h"

#include <stdlib.h>
#include <string.h>

static enum xc_code add_documents(struct leaf *leaf, struct xc_docset *set, struct str folded, struct xc_error *why) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    term_word(&leaf->term, leaf->field, folded);
    enum xc_code code =
        xc_walk_postings(leaf->planner->collection->db, engine_bytes(buf_str(&leaf->term)), &walk, why);
    while (!code && !(code = xc_walk_next(walk, &entry, why)) && entry.valid)
        xc_docset_add(set, entry.docid);
    xc_walk_free(&walk);
    return code;
}

static enum err_code add_set(struct leaf *leaf, const struct word_list *list, struct parts *out, struct err *e) {
    struct xc_docset *set = NULL;
    struct xc_query *query = NULL;
    struct xc_error why;
    enum xc_code code = xc_docset_new(&set, leaf->planner->collection->db, &why);
    for (size_t i = 0; i < list->n && !code; i++)
        code = add_documents(leaf, set, list->v[i].folded, &why);
    if (!code)
        code = xc_query_docset(&query, set, &why);
    xc_docset_free(&set);
    if (code)
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, out, query);
    return ERR_OK;
}

static void mark(struct leaf *leaf, const struct word_list *list) {
    struct mark_slot *slot = leaf_add_mark(leaf, 1);
    slot->others = arena_array(leaf->planner->arena, list->n + 1, sizeof *slot->others);
    for (size_t i = 0; i < list->n; i++)
        slot->others[slot->other_count++] = list->v[i].folded;
    if (slot->other_count > 1)
        qsort(slot->others, slot->other_count, sizeof *slot->others, str_cmp_qsort);
}

static void warn_of_limits(struct leaf *leaf, const struct word_list *list, const struct pattern *pattern) {
    struct arena *arena = leaf->planner->arena;
    if (list->fitting > list->n)
        leaf_warn_partial(leaf, arena_printf(arena, "%zu words fit; the %zu of them in the most documents are searched.",
                                             list->fitting, list->n)
                                    .p);
    if (list->cut_off)
        leaf_warn_partial(leaf, arena_printf(arena,
                                             "only the first %d words of the index were compared with it; it is faster "
                                             "with letters at its beginning.",
                                             WORD_LIST_LOOKED_AT_MAX)
                                    .p);
    if (pattern_gave_up(pattern))
        leaf_warn_partial(leaf, "comparing some words with it took too long; they were passed over.");
    if (list->n == 0)
        leaf_warn(leaf, "no word of the index fits this.");
}

/* A pattern is compared with single words, which the dictionary makes of a writing without spaces differently each time. */
static bool is_comparable(const struct leaf *leaf) {
    for (size_t i = 0; i < leaf->n; i++)
        if (leaf->tokens[i].kind == TOKEN_PIECE)
            return false;
    return leaf->node->pattern != QUERY_FUZZY || leaf->n == 1;
}

/* What is searched in its place: its words, if it has any. */
static enum err_code add_instead(struct leaf *leaf, struct parts *out, struct err *e) {
    return leaf->n && leaf->node->pattern != QUERY_REGEX ? leaf_add_words(leaf, out, e) : ERR_OK;
}

/* Where any word will do, ?slip? and the ?transverse effect are words between signs rather than patterns that nothing fits. */
static bool is_word_too(const struct leaf *leaf) {
    const struct planner *p = leaf->planner;
    return p->request->match == SEARCH_MATCH_ANY && !p->left_out && leaf->n == 1 &&
           leaf->node->pattern == QUERY_WILDCARD;
}

static enum err_code add_fitting(struct leaf *leaf, struct pattern *pattern, struct parts *out, struct err *e) {
    struct word_list list;
    enum err_code code = word_list_find(leaf->planner->arena, leaf->planner->collection, leaf->field,
                                        pattern_beginning(pattern), pattern, &list, e);
    if (code)
        return code;
    if (list.n == 0 && is_word_too(leaf)) {
        leaf_warn(leaf, "no word of the index is like this; it is searched as a word.");
        return add_instead(leaf, out, e);
    }
    warn_of_limits(leaf, &list, pattern);
    mark(leaf, &list);
    leaf_rank_list(leaf, &list);
    leaf_near_list(leaf, &list);
    return add_set(leaf, &list, out, e);
}

enum err_code leaf_add_pattern(struct leaf *leaf, struct parts *out, struct err *e) {
    struct planner *p = leaf->planner;
    struct pattern *pattern = NULL;
    struct err why;
    if (!is_comparable(leaf)) {
        leaf_warn(leaf, leaf->node->pattern == QUERY_FUZZY
                            ? "~ is for single words of a writing with spaces; it is searched without."
                            : "patterns are for writings with spaces; this one is not compared.");
        return add_instead(leaf, out, e);
    }
    if (p->prefixes++ == PLAN_PREFIXES_MAX) {
        leaf_warn_partial(leaf, "there are too many patterns in this query; this one is not compared.");
        return add_instead(leaf, out, e);
    }
    const struct str folded = leaf->n ? leaf->tokens[0].folded : STR_EMPTY;
    if (pattern_new(&pattern, leaf->node, folded, p->collection->tokens, &why)) {
        leaf_warn(leaf, arena_printf(p->arena, "%s; it was left out.", why.text).p);
        return ERR_OK;
    }
    enum err_code code = add_fitting(leaf, pattern, out, e);
    pattern_free(&pattern);
    return code;
}
