/* The query's tree with the documents of each node, and the words that order the answer with those of each term. */
#include "searcher/explain.h"

#include "corpus/term.h"

#include <stdlib.h>

/* ---- counting ---- */

static bool count_one(void *context, uint32_t docid) {
    (void)docid;
    ++*(uint32_t *)context;
    return true;
}

enum err_code explain_count(const struct explain *of, const struct filters *filters, struct xc_query *query,
                            uint32_t *documents, struct err *e) {
    const struct filters served = {.hidden = of->filters->hidden};
    struct xc_query *filtered;
    struct xc_error why;
    *documents = 0;
    enum err_code code = filters_apply(filters ? filters : &served, NULL, query, &filtered, e);
    if (!code && collection_each_match(of->collection, filtered, count_one, documents, NULL, &why))
        code = collection_engine_error(e, &why);
    xc_query_free(&filtered);
    return code;
}

/* ---- the tree ---- */

static size_t size_of(const struct query_node *node) {
    size_t n = 1;
    for (size_t i = 0; explain_is_inner(node) && i < node->child_count; i++)
        n += size_of(node->child[i]);
    return n;
}

static struct str text_of(struct arena *arena, const struct query_node *node) {
    struct buf text;
    if (explain_is_inner(node))
        return node->kind == QUERY_AND ? STR("AND") : node->kind == QUERY_OR ? STR("OR") : STR("NOT");
    buf_init(&text);
    query_print(&text, node);
    struct str kept = arena_str(arena, buf_str(&text));
    buf_fini(&text);
    return kept;
}

/* What a node asks for, as a handle of our own; NULL: nothing. Of a NOT below an AND only what it leaves out was
 * planned. */
static enum err_code node_query(const struct plan_notes *notes, const struct query_node *node, struct xc_query **out,
                                struct err *e) {
    struct xc_query *noted = plan_noted(notes, node), *parts[2] = {NULL, NULL};
    struct xc_error why;
    enum xc_code code = XC_OK;
    if (noted) {
        code = xc_query_scale(out, noted, 1, &why);
    } else if (node->kind == QUERY_NOT && (parts[1] = plan_noted(notes, node->child[0]))) {
        code = xc_query_all(&parts[0], &why);
        if (!code)
            code = xc_query_join(out, XC_AND_NOT, parts, 2, 0, &why);
        xc_query_free(&parts[0]);
    }
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

static enum err_code add_node(const struct explain *of, const struct query_node *node, unsigned depth,
                              struct explanation *out, struct err *e) {
    struct explained_node *to = &out->nodes[out->node_count++];
    struct xc_query *query = NULL, *open = NULL;
    enum err_code code = node_query(&of->plan->notes, node, &query, e);
    if (!code)
        code = node_query(of->unfiltered, node, &open, e);
    *to = (struct explained_node){.depth = depth, .text = text_of(of->arena, node), .is_empty = query == NULL};
    if (!code && query)
        code = explain_count(of, of->filters, query, &to->documents, e);
    if (!code && open)
        code = explain_count(of, NULL, open, &to->in_all, e);
    for (size_t i = 0; explain_is_inner(node) && i < node->child_count && !code; i++)
        code = add_node(of, node->child[i], depth + 1, out, e);
    xc_query_free(&query);
    xc_query_free(&open);
    return code;
}

/* ---- words ---- */

static bool is_cut(const struct ranked_word *word, const struct field *field, struct str form) {
    struct buf term;
    buf_init(&term);
    term_piece_word(&term, field, form);
    const bool same = str_eq(buf_str(&term), word->terms[0].term);
    buf_fini(&term);
    return same;
}

static enum explained_kind kind_of(const struct explain *of, size_t w, const struct explained_word *word) {
    const struct ranked_word *ranked = &of->plan->ranked.v[w];
    if (w >= of->own_words)
        return EXPLAINED_ADDED;
    if (ranked->is_pair)
        return EXPLAINED_PAIR;
    if (!ranked->is_piece)
        return EXPLAINED_WORD;
    return is_cut(ranked, word->field, word->terms[0].form) ? EXPLAINED_CUT : EXPLAINED_CHARACTER;
}

static bool is_stem_as_typed(const struct explain *of, struct str shown, const struct explained_term *term) {
    struct buf stem;
    buf_init(&stem);
    const bool same =
        tokens_stem(of->collection->tokens, shown, term->language, &stem) && str_eq(buf_str(&stem), term->form);
    buf_fini(&stem);
    return same;
}

static enum explained_way way_of(const struct explain *of, const struct ranked_word *word,
                                 const struct ranked_term *ranked, const struct explained_term *term) {
    if (ranked->kind == RANKED_MORE)
        return EXPLAINED_MORE;
    if (term->language == NULL)
        return EXPLAINED_TYPED;
    /* What --expand added was typed by nobody; it has no folded form. */
    return word->folded.n == 0 || is_stem_as_typed(of, word->shown, term) ? EXPLAINED_STEM : EXPLAINED_WRITTEN;
}

static enum err_code add_term(const struct explain *of, const struct ranked_word *word, size_t t,
                              struct explained_word *out, struct xc_query **query, struct err *e) {
    const struct ranked_term *ranked = &word->terms[t];
    struct explained_term *term = &out->terms[t];
    struct xc_error why;
    *term = (struct explained_term){.share = ranked->share, .why = ranked->why, .form = ranked->term};
    term_word_parts(ranked->term, &out->field, &term->language, &term->form);
    term->way = way_of(of, word, ranked, term);
    if (xc_query_term(query, engine_bytes(ranked->term), &why))
        return collection_engine_error(e, &why);
    return explain_count(of, NULL, *query, &term->documents, e);
}

static enum err_code add_terms(const struct explain *of, const struct ranked_word *word, struct explained_word *out,
                               struct err *e) {
    struct parts terms = {0};
    struct xc_query *any = NULL;
    struct xc_error why;
    enum err_code code = ERR_OK;
    out->terms = arena_array(of->arena, word->term_count + 1, sizeof *out->terms);
    for (; out->term_count < word->term_count && !code; out->term_count++) {
        struct xc_query *term = NULL;
        code = add_term(of, word, out->term_count, out, &term, e);
        if (term)
            parts_add(of->arena, &terms, term);
    }
    if (!code && xc_query_join(&any, word->is_pair ? XC_PHRASE : XC_OR, terms.v, terms.n, 0, &why))
        code = collection_engine_error(e, &why);
    if (!code)
        code = explain_count(of, NULL, any, &out->documents, e);
    xc_query_free(&any);
    parts_free(&terms);
    return code;
}

static enum err_code add_word(const struct explain *of, size_t w, struct explained_word *out, struct err *e) {
    const struct ranked_word *word = &of->plan->ranked.v[w];
    *out = (struct explained_word){.shown = word->shown,
                                   .weight = word->weight,
                                   .is_function_word = word->function == 1,
                                   .field = field_row(FIELD_TEXT)};
    enum err_code code = add_terms(of, word, out, e);
    if (code)
        return code;
    out->kind = kind_of(of, w, out);
    if (out->kind == EXPLAINED_PAIR)
        out->shown = arena_printf(of->arena, "%.*s%.*s", STR_FMT(out->terms[0].form), STR_FMT(out->terms[1].form));
    else if (out->kind == EXPLAINED_ADDED)
        out->shown = out->terms[0].form;
    uint32_t all = 0;
    struct xc_error why;
    if (xc_db_doc_count(of->collection->db, &all, &why))
        return collection_engine_error(e, &why);
    out->rarity = of->record ? of->record->rarity[w] : ranking_rarity(all, out->documents);
    return ERR_OK;
}

/* ---- all of it ---- */

static enum err_code explain_all(const struct explain *of, struct search_result *result, struct err *e) {
    struct explanation *out = arena_alloc(of->arena, sizeof *out);
    const struct ranked_words *words = &of->plan->ranked;
    out->nodes = arena_array(of->arena, size_of(of->query->root), sizeof *out->nodes);
    out->words = arena_array(of->arena, words->n + 1, sizeof *out->words);
    out->language = words->language;
    enum err_code code = add_node(of, of->query->root, 0, out, e);
    for (; out->word_count < words->n && !code; out->word_count++)
        code = add_word(of, out->word_count, &out->words[out->word_count], e);
    if (!code)
        code = explain_hits(of, out, result, e);
    if (!code && out->nodes[0].documents == 0)
        code = explain_help(of, out, e);
    result->explanation = out;
    return code;
}

enum err_code explain(const struct explain *of, struct search_result *result, struct err *e) {
    struct search_request request = *of->request;
    struct query query = *of->query;
    struct explain all = *of;
    struct plan unfiltered;
    all.unfiltered = &of->plan->notes;
    if (request.filter_count == 0)
        return explain_all(&all, result, e);
    request.filter_count = 0;
    query.warnings = (struct strs){0};
    enum err_code code = query_plan(of->arena, of->collection, &request, &query, &unfiltered, e);
    if (code)
        return code;
    all.unfiltered = &unfiltered.notes;
    code = explain_all(&all, result, e);
    plan_fini(&unfiltered);
    return code;
}
