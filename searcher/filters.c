/* Filters are conditions without weight around the query. A date filter is the query language's own date:..., so that
 * both understand the same. Neighbours: query_plan.h (one value), search.c (runs what comes out). */
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

static enum err_code date_condition(struct arena *arena, struct collection *collection, struct str range,
                                    struct xc_query **out, struct err *e) {
    struct query query;
    struct plan plan;
    query_parse(arena, arena_printf(arena, "date:%.*s", STR_FMT(range)), &query);
    if (query.warnings.n > 0 || query.root->kind != QUERY_DATE)
        return err_set(e, ERR_USAGE,
                       "\"%.*s\" is not a date or a range of dates; write 2021, 2021-05, 2019..2021 or 2020-05-01.. .",
                       STR_FMT(range));
    const struct search_request plain = search_request_default();
    enum err_code code = query_plan(arena, collection, &plain, &query, &plan, e);
    if (code)
        return code;
    *out = plan.query;
    plan.query = NULL;
    plan_fini(&plan);
    return ERR_OK;
}

static enum err_code add_filter(struct arena *arena, struct collection *collection, const struct search_filter *filter,
                                struct query *query, struct filters *out, struct err *e) {
    const enum field_id id = filter->field->id;
    struct xc_query *one = NULL;
    enum err_code code;
    if (filter->field->kind == FIELD_KIND_DATE) {
        code = date_condition(arena, collection, filter->value, &one, e);
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
