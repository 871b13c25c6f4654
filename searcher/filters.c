/* Filters are conditions without weight around the query. A filter on dates, or on whether there is any value, is the query
 * language's own (date:2019.., country:none), so that both understand the same. Neighbours: query_plan.h (one value), search.c (runs what comes out). */
#include "searcher/filters.h"

#include "searcher/query_parse.h"
#include "searcher/query_plan.h"

/* Replaces *all by `*all op one`; `one` is freed. */
static enum err_code join(struct xc_query **all, enum xc_op op, struct xc_query *one, struct err *e) {
    struct xc_query *parts[] = {*all, one}, *joined;
    struct xc_error engine;
    if (*all == NULL) {
        *all = one;
        return ERR_OK;
    }
    enum xc_code code = xc_query_join(&joined, op, parts, 2, 0, &engine);
    xc_query_free(&one);
    if (code)
        return collection_engine_error(e, &engine);
    xc_query_free(all);
    *all = joined;
    return ERR_OK;
}

/* The key of a value as the index has it: a code, or the folded value. */
static struct str filter_key(struct arena *arena, struct collection *collection, const struct search_filter *filter,
                             struct query *query) {
    const struct field *field = filter->field;
    if (field->kind == FIELD_KIND_CODE) {
        struct str code = code_find(field->table, filter->value);
        if (code.n == 0)
            arena_push(arena, &query->warnings,
                       arena_printf(arena, "\"%.*s\" is not a %s that is known here; nothing has it.",
                                    STR_FMT(filter->value), field->name));
        return code.n ? code : filter->value;
    }
    return query_plan_key(arena, collection, field, filter->value);
}

/* What the query language makes of date:2019.. or country:none. */
static enum err_code written_condition(struct arena *arena, struct collection *collection,
                                       const struct search_filter *filter, struct xc_query **out, struct err *e) {
    struct query query;
    struct plan plan;
    query_parse(arena, arena_printf(arena, "%s:%.*s", filter->field->name, STR_FMT(filter->value)), &query);
    const struct query_node *asked = query.root->kind == QUERY_NOT ? query.root->child[0] : query.root;
    if (query.warnings.n > 0 || (asked->kind != QUERY_DATE && asked->kind != QUERY_HAS))
        return err_set(e, ERR_USAGE,
                       "\"%.*s\" is not a date or a range of dates; write 2021, 2021-05, 2019..2021, 2020-05-01.. or "
                       "undated.",
                       STR_FMT(filter->value));
    const struct search_request plain = search_request_default();
    enum err_code code = query_plan(arena, collection, &plain, &query, &plan, e);
    if (code)
        return code;
    *out = plan.query;
    plan.query = NULL;
    plan_fini(&plan);
    return ERR_OK;
}

/* Whether a document has any value at all is asked with *; that it has none also with "none", of codes, which are never
 * called so. */
static bool asks_for_any(const struct search_filter *filter) {
    return str_eq_c(filter->value, "*") ||
           (filter->field->kind == FIELD_KIND_CODE && str_eq_c(filter->value, SEARCH_VALUE_NONE));
}

static enum err_code add_filter(struct arena *arena, struct collection *collection, const struct search_filter *filter,
                                struct query *query, struct filters *out, struct err *e) {
    const enum field_id id = filter->field->id;
    struct xc_query *one = NULL;
    enum err_code code;
    if (filter->field->kind == FIELD_KIND_DATE || asks_for_any(filter)) {
        code = written_condition(arena, collection, filter, &one, e);
    } else {
        struct str key = filter_key(arena, collection, filter, query);
        code = query_plan_value(filter->field, key, &one, e);
        if (!filter->exclude)
            arena_push(arena, &out->active[id], key);
    }
    if (code)
        return code;
    return join(filter->exclude ? &out->excluded[id] : &out->chosen[id], XC_OR, one, e);
}

enum err_code filters_make(struct arena *arena, struct collection *collection, const struct search_request *request,
                           struct query *query, struct filters *out, struct err *e) {
    *out = (struct filters){0};
    struct xc_error engine;
    if (collection->hidden && xc_query_docset(&out->hidden, collection->hidden, &engine))
        return collection_engine_error(e, &engine);
    for (size_t i = 0; i < request->filter_count; i++) {
        enum err_code code = add_filter(arena, collection, &request->filters[i], query, out, e);
        if (code) {
            filters_fini(out);
            return code;
        }
    }
    return ERR_OK;
}

/* Wraps *query in one condition more; the old *query is freed. */
static enum err_code wrap(struct xc_query **query, enum xc_op op, struct xc_query *condition, struct err *e) {
    struct xc_query *parts[] = {*query, condition}, *wrapped;
    struct xc_error engine;
    if (xc_query_join(&wrapped, op, parts, 2, 0, &engine))
        return collection_engine_error(e, &engine);
    xc_query_free(query);
    *query = wrapped;
    return ERR_OK;
}

enum err_code filters_apply(const struct filters *filters, const struct field *without, struct xc_query *base,
                            struct xc_query **out, struct err *e) {
    struct xc_error engine;
    /* The base itself, as a handle of our own. */
    if (xc_query_scale(out, base, 1.0, &engine))
        return collection_engine_error(e, &engine);
    enum err_code code = filters->hidden ? wrap(out, XC_AND_NOT, filters->hidden, e) : ERR_OK;
    for (int f = 0; f < FIELD_COUNT && !code; f++) {
        if (without && without->id == (enum field_id)f)
            continue;
        if (filters->chosen[f])
            code = wrap(out, XC_FILTER, filters->chosen[f], e);
        if (!code && filters->excluded[f])
            code = wrap(out, XC_AND_NOT, filters->excluded[f], e);
    }
    if (code)
        xc_query_free(out);
    return code;
}

bool filters_any(const struct filters *filters, const struct field *field) {
    return filters->chosen[field->id] || filters->excluded[field->id];
}

void filters_fini(struct filters *filters) {
    for (int f = 0; f < FIELD_COUNT; f++) {
        xc_query_free(&filters->chosen[f]);
        xc_query_free(&filters->excluded[f]);
    }
    xc_query_free(&filters->hidden);
}
