/* Walks the tree. Words give weight; values, dates and what is left out are conditions only. A part in which there is
 * nothing to search for is left out with a warning (plan_words.h); when nothing at all is left, nothing is found. */
#include "searcher/query_plan.h"

#include "corpus/term.h"
#include "searcher/plan_leaf.h"
#include "searcher/plan_near.h"
#include "searcher/word_across.h"

#include <stdio.h>

/* What an AND holds, apart. */
struct conjunction {
    struct parts words;      /* they give weight */
    struct parts conditions; /* values, dates */
    struct parts left_out;
};

/* One query of the parts, which are freed in any case; NULL when there are none. */
static enum err_code join(enum xc_op op, struct parts *parts, struct xc_query **out, struct err *e) {
    struct xc_error why = {.code = XC_OK};
    enum xc_code code = XC_OK;
    *out = NULL;
    if (parts->n == 1) {
        *out = parts->v[0];
        parts->n = 0;
    } else if (parts->n > 1) {
        code = xc_query_join(out, op, parts->v, parts->n, 0, &why);
    }
    parts_free(parts);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

/* A condition weighs nothing. `query` is freed. */
static enum err_code unweighted(struct xc_query *query, struct xc_query **out, struct err *e) {
    struct xc_error why;
    enum xc_code code = xc_query_scale(out, query, 0, &why);
    xc_query_free(&query);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

/* ---- leaves ---- */

struct str query_plan_key(struct arena *arena, struct collection *collection, const struct field *field,
                          struct str value) {
    struct buf folded;
    if (field->kind != FIELD_KIND_NAME && field->kind != FIELD_KIND_KEYWORD)
        return value;
    buf_init(&folded);
    tokens_fold_value(collection->tokens, value, &folded);
    struct str key = arena_str(arena, buf_str(&folded));
    buf_fini(&folded);
    return key;
}

enum err_code query_plan_value(const struct field *field, struct str value, struct xc_query **out, struct err *e) {
    struct xc_query *query = NULL;
    struct xc_error why;
    struct buf term;
    buf_init(&term);
    term_value(&term, field, value);
    enum xc_code code = xc_query_term(&query, engine_bytes(buf_str(&term)), &why);
    buf_fini(&term);
    return code ? collection_engine_error(e, &why) : unweighted(query, out, e);
}

/* 20210503 in the form of the value slots, or an open end. */
static struct xc_bytes slot_end(char digits[16], uint32_t day) {
    int n = snprintf(digits, 16, "%08u", day);
    return day ? (struct xc_bytes){digits, (size_t)n} : (struct xc_bytes){NULL, 0};
}

/* The whole of what a document's date can mean lies in the range. */
static enum err_code plan_date(struct planner *p, struct date range, struct xc_query **out, struct err *e) {
    char first[16], last[16];
    struct parts both = {0};
    struct xc_query *query;
    struct xc_error why;
    const struct xc_bytes open = {NULL, 0};
    enum xc_code code = xc_query_value_range(&query, SLOT_DATE_FIRST, slot_end(first, range.first), open, &why);
    if (!code)
        parts_add(p->arena, &both, query);
    if (!code)
        code = xc_query_value_range(&query, SLOT_DATE_LAST, open, slot_end(last, range.last), &why);
    if (!code)
        parts_add(p->arena, &both, query);
    if (code) {
        parts_free(&both);
        return collection_engine_error(e, &why);
    }
    enum err_code failed = join(XC_AND, &both, &query, e);
    return failed ? failed : unweighted(query, out, e);
}

/* Documents with any value of the field; of dates the year is as good. */
static enum err_code plan_has(struct planner *p, const struct field *field, struct xc_query **out, struct err *e) {
    const enum field_id id = field->kind == FIELD_KIND_DATE ? FIELD_YEAR : field->id;
    struct xc_docset *set = NULL;
    struct xc_query *query = NULL;
    struct xc_error why;
    uint32_t last = 0, n;
    enum xc_code code = xc_db_last_docid(p->collection->db, &last, &why);
    if (!code)
        code = xc_docset_new(&set, p->collection->db, &why);
    for (uint32_t docid = 1; docid <= last && !code; docid++) {
        size_t segment;
        uint32_t local;
        collection_locate(p->collection, docid, &segment, &local);
        const struct columns *columns = p->collection->segments[segment].columns;
        if (local > columns_documents(columns))
            continue;
        columns_values(columns, id, local, &n);
        if (n > 0)
            xc_docset_add(set, docid);
    }
    if (!code)
        code = xc_query_docset(&query, set, &why);
    xc_docset_free(&set);
    return code ? collection_engine_error(e, &why) : unweighted(query, out, e);
}

/* ---- the tree ---- */

static enum err_code plan_node(struct planner *p, const struct query_node *node, struct xc_query **out, struct err *e);

static bool is_condition(const struct query_node *node) {
    return node->kind == QUERY_VALUE || node->kind == QUERY_HAS || node->kind == QUERY_DATE || node->kind == QUERY_ALL;
}

static bool is_words(const struct query_node *node) {
    return node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX ||
           node->kind == QUERY_PATTERN;
}

static enum err_code add_node(struct planner *p, const struct query_node *node, struct parts *to, struct err *e) {
    struct xc_query *query;
    const size_t before = to->n;
    enum err_code code;
    if (is_words(node)) {
        code = plan_words(p, node, to, e);
        return code ? code : plan_note(p, node, to->v + before, to->n - before, e);
    }
    code = plan_node(p, node, &query, e);
    if (!code && query)
        parts_add(p->arena, to, query);
    return code;
}

static enum err_code add_left_out(struct planner *p, const struct query_node *node, struct parts *to, struct err *e) {
    const bool before = p->left_out;
    struct xc_query *query;
    p->left_out = true;
    enum err_code code = plan_node(p, node, &query, e);
    p->left_out = before;
    if (!code && query)
        parts_add(p->arena, to, query);
    return code;
}

static enum err_code sort_out(struct planner *p, const struct query_node *node, struct conjunction *c, struct err *e) {
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < node->child_count && !code; i++) {
        const struct query_node *child = node->child[i];
        if (child->kind == QUERY_NOT)
            code = add_left_out(p, child->child[0], &c->left_out, e);
        else
            code = add_node(p, child, is_condition(child) ? &c->conditions : &c->words, e);
    }
    return code;
}

static void conjunction_free(struct conjunction *c) {
    parts_free(&c->words);
    parts_free(&c->conditions);
    parts_free(&c->left_out);
}

/* `base` (consumed; NULL: every document) without any of the parts (freed). */
static enum err_code without(struct planner *p, struct xc_query *base, struct parts *left_out, struct xc_query **out,
                             struct err *e) {
    struct xc_error why;
    struct parts all = {0};
    if (base == NULL && xc_query_all(&base, &why)) {
        parts_free(left_out);
        return collection_engine_error(e, &why);
    }
    parts_add(p->arena, &all, base);
    for (size_t i = 0; i < left_out->n; i++)
        parts_add(p->arena, &all, left_out->v[i]);
    left_out->n = 0;
    return join(XC_AND_NOT, &all, out, e);
}

/* Words that weigh, under conditions, without what is left out; NULL when nothing of it is there to search for.
 * Consumes the conjunction. */
static enum err_code combine(struct planner *p, struct conjunction *c, struct xc_query **out, struct err *e) {
    struct parts filtered = {0};
    struct xc_query *query = NULL;
    enum err_code code = join(XC_AND, &c->words, &query, e);
    if (query)
        parts_add(p->arena, &filtered, query);
    for (size_t i = 0; i < c->conditions.n; i++)
        parts_add(p->arena, &filtered, c->conditions.v[i]);
    c->conditions.n = 0;
    if (!code)
        code = join(XC_FILTER, &filtered, &query, e);
    if (!code && c->left_out.n)
        return without(p, query, &c->left_out, out, e);
    parts_free(&filtered);
    parts_free(&c->left_out);
    *out = query;
    return code;
}

static enum err_code plan_and(struct planner *p, const struct query_node *node, struct xc_query **out, struct err *e) {
    struct conjunction c = {0};
    enum err_code code = sort_out(p, node, &c, e);
    if (!code)
        return combine(p, &c, out, e);
    conjunction_free(&c);
    return code;
}

static enum err_code plan_or(struct planner *p, const struct query_node *node, struct xc_query **out, struct err *e) {
    struct parts any = {0};
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < node->child_count && !code; i++) {
        struct xc_query *query;
        code = plan_node(p, node->child[i], &query, e);
        if (!code && query)
            parts_add(p->arena, &any, query);
    }
    if (!code)
        return join(XC_OR, &any, out, e);
    parts_free(&any);
    return code;
}

static enum err_code plan_leaf_words(struct planner *p, const struct query_node *node, struct xc_query **out,
                                     struct err *e) {
    struct parts parts = {0};
    enum err_code code = plan_words(p, node, &parts, e);
    if (!code)
        return join(p->request->match == SEARCH_MATCH_ANY ? XC_OR : XC_AND, &parts, out, e);
    parts_free(&parts);
    return code;
}

static enum err_code plan_kind(struct planner *p, const struct query_node *node, struct xc_query **out, struct err *e) {
    struct xc_error why;
    struct parts left_out = {0};
    *out = NULL;
    switch (node->kind) {
    case QUERY_ALL:
        return xc_query_all(out, &why) ? collection_engine_error(e, &why) : ERR_OK;
    case QUERY_WORDS:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
    case QUERY_PATTERN:
        return plan_leaf_words(p, node, out, e);
    case QUERY_HAS:
        return plan_has(p, node->field, out, e);
    case QUERY_NEAR: {
        struct parts near = {0};
        enum err_code code = plan_near(p, node, &near, e);
        return code ? code : join(XC_AND, &near, out, e);
    }
    case QUERY_VALUE:
        return query_plan_value(node->field, query_plan_key(p->arena, p->collection, node->field, node->text), out, e);
    case QUERY_DATE:
        return plan_date(p, node->range, out, e);
    case QUERY_AND:
        return plan_and(p, node, out, e);
    case QUERY_OR:
        return plan_or(p, node, out, e);
    case QUERY_NOT: {
        enum err_code code = add_left_out(p, node->child[0], &left_out, e);
        return code ? code : without(p, NULL, &left_out, out, e);
    }
    }
    return ERR_OK;
}

/* NULL when there is nothing to search for. */
static enum err_code plan_node(struct planner *p, const struct query_node *node, struct xc_query **out, struct err *e) {
    enum err_code code = plan_kind(p, node, out, e);
    if (!code)
        code = plan_note(p, node, out, *out != NULL, e);
    if (code)
        xc_query_free(out);
    return code;
}

/* ---- the root ---- */

/* A handle more on the same query. */
static enum err_code copy(struct xc_query *query, struct xc_query **out, struct err *e) {
    struct xc_error why;
    return xc_query_scale(out, query, 1.0, &why) ? collection_engine_error(e, &why) : ERR_OK;
}

/* The words one by one, and what must hold in any case, for the answer with most of them. */
static enum err_code keep_apart(struct planner *p, const struct conjunction *c, struct plan *out, struct err *e) {
    struct conjunction others = {0};
    enum err_code code = ERR_OK;
    out->words = arena_array(p->arena, c->words.n, sizeof(struct xc_query *));
    for (; out->word_count < c->words.n && !code; out->word_count += !code)
        code = copy(c->words.v[out->word_count], &out->words[out->word_count], e);
    const struct parts *from[] = {&c->conditions, &c->left_out};
    struct parts *to[] = {&others.conditions, &others.left_out};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < from[k]->n && !code; i++) {
            struct xc_query *query;
            code = copy(from[k]->v[i], &query, e);
            if (!code)
                parts_add(p->arena, to[k], query);
        }
    }
    if (!code)
        return combine(p, &others, &out->others, e);
    conjunction_free(&others);
    return code;
}

static enum err_code plan_root(struct planner *p, const struct query_node *root, struct plan *out, struct err *e) {
    struct conjunction c = {0};
    enum err_code code;
    if (root->kind == QUERY_AND)
        code = sort_out(p, root, &c, e);
    else if (is_words(root) && p->request->match == SEARCH_MATCH_ALL)
        code = plan_words(p, root, &c.words, e);
    else
        return plan_node(p, root, &out->query, e);
    if (!code && c.words.n > 1)
        code = keep_apart(p, &c, out, e);
    if (code) {
        conjunction_free(&c);
        return code;
    }
    code = combine(p, &c, &out->query, e);
    return code ? code : plan_note(p, root, &out->query, out->query != NULL, e);
}

static enum err_code open_dictionary(struct planner *p, struct err *e) {
    const struct word_languages *across = &p->request->across;
    if (across->n == 0 && !across->all)
        return ERR_OK;
    enum err_code code = word_across_open(&p->dictionary, p->collection->path, e);
    if (!code)
        word_across_missing(p->arena, p->dictionary, across, p->warnings);
    return code;
}

enum err_code query_plan(struct arena *arena, struct collection *collection, const struct search_request *request,
                         struct query *query, struct plan *out, struct err *e) {
    struct planner planner = {
        .arena = arena, .collection = collection, .request = request, .warnings = &query->warnings};
    struct xc_error why;
    *out = (struct plan){0};
    plan_languages(&planner, query->root);
    enum err_code code = open_dictionary(&planner, e);
    if (!code)
        code = plan_root(&planner, query->root, out, e);
    dictionary_close(&planner.dictionary);
    if (!code && out->query == NULL && xc_query_nothing(&out->query, &why))
        code = collection_engine_error(e, &why);
    plan_weigh(&planner);
    out->partial = planner.partial;
    out->marks = planner.marks;
    out->ranked = planner.ranked;
    out->notes = planner.notes;
    if (code)
        plan_fini(out);
    return code;
}

void plan_fini(struct plan *plan) {
    xc_query_free(&plan->query);
    for (size_t i = 0; i < plan->word_count; i++)
        xc_query_free(&plan->words[i]);
    plan->word_count = 0;
    xc_query_free(&plan->others);
    plan_notes_free(&plan->notes);
}
