/* What of the matches is counted, and how: "country:50", "date:month", "country=name", "country=Espa", "country,year". */
#include "searcher/histogram.h"
#include "searcher/request_parts.h"

#include <string.h>

static enum err_code find_facet_field(struct arena *arena, struct str name, const struct field **out, struct err *e) {
    *out = field_find(str_trim(name));
    if (*out && (*out)->kind == FIELD_KIND_DATE)
        return ERR_OK;
    return request_find_field(arena, str_trim(name), FIELD_IS_FACET, "count", out, e);
}

/* The facet of this field, which is added when it is not asked for yet. */
static struct search_facet_request *facet_of(struct arena *arena, struct search_request *request,
                                             const struct field *field) {
    for (size_t i = 0; i < request->facet_count; i++)
        if (request->facets[i].field == field)
            return &request->facets[i];
    request->facets = arena_grow(arena, request->facets, request->facet_count, sizeof *request->facets);
    struct search_facet_request *facet = &request->facets[request->facet_count++];
    *facet = (struct search_facet_request){.field = field,
                                           .size = SEARCH_FACET_SIZE_DEFAULT,
                                           .interval = field->kind == FIELD_KIND_DATE ? FACET_YEAR : FACET_VALUES};
    return facet;
}

enum err_code search_request_facet(struct arena *arena, struct search_request *request, struct str written,
                                   struct err *e) {
    const struct field *field;
    struct str name, how;
    const bool has_how = str_cut(written, ':', &name, &how);
    uint32_t size = SEARCH_FACET_SIZE_DEFAULT;
    enum facet_interval interval = FACET_YEAR;
    enum err_code code = find_facet_field(arena, name, &field, e);
    if (code)
        return code;
    if (field->kind != FIELD_KIND_DATE)
        code = has_how ? request_read_number(how, UINT32_MAX, "The size of a facet", &size, e) : ERR_OK;
    else if (has_how && !histogram_interval(str_trim(how), &interval))
        code = err_set(e, ERR_USAGE, "Dates are counted by year, quarter, month, week or day; \"%.*s\" is none of these.",
                       STR_FMT(how));
    if (code)
        return code;
    struct search_facet_request *facet = facet_of(arena, request, field);
    facet->size = size;
    facet->interval = field->kind == FIELD_KIND_DATE ? interval : FACET_VALUES;
    return ERR_OK;
}

/* Splits "country=..." and finds the facet, NULL and a sentence when there is none; dates have no names. */
static struct search_facet_request *read_named(struct arena *arena, struct search_request *request, struct str written,
                                               const char *example, struct str *value, struct err *e) {
    const struct field *field;
    struct str name;
    if (!str_cut(written, '=', &name, value) || str_trim(*value).n == 0) {
        err_set(e, ERR_USAGE, "This is written FIELD=VALUE, as in %s; \"%.*s\" is not.", example, STR_FMT(written));
        return NULL;
    }
    if (request_find_field(arena, str_trim(name), FIELD_IS_FACET, "count", &field, e))
        return NULL;
    *value = str_trim(*value);
    return facet_of(arena, request, field);
}

enum err_code search_request_facet_sort(struct arena *arena, struct search_request *request, struct str written,
                                        struct err *e) {
    struct str order;
    struct search_facet_request *facet = read_named(arena, request, written, "country=name", &order, e);
    if (facet == NULL)
        return e->code;
    if (!str_eq_c(order, "name") && !str_eq_c(order, "count"))
        return err_set(e, ERR_USAGE, "The values of a facet are sorted by name or by count; \"%.*s\" is neither.",
                       STR_FMT(order));
    facet->by_name = str_eq_c(order, "name");
    return ERR_OK;
}

enum err_code search_request_facet_search(struct arena *arena, struct search_request *request, struct str written,
                                          struct err *e) {
    struct str search;
    struct search_facet_request *facet = read_named(arena, request, written, "country=Espa", &search, e);
    if (facet == NULL)
        return e->code;
    facet->search = search;
    return ERR_OK;
}

enum err_code search_request_cross(struct arena *arena, struct search_request *request, struct str written,
                                   struct err *e) {
    const struct field *fields[2];
    struct str name[2];
    if (!str_cut(written, ',', &name[0], &name[1]))
        return err_set(e, ERR_USAGE, "A table is made of two fields, as in country,year; \"%.*s\" is not.",
                       STR_FMT(written));
    for (size_t i = 0; i < 2; i++) {
        enum err_code code = request_find_field(arena, str_trim(name[i]), FIELD_IS_FACET, "count", &fields[i], e);
        if (code)
            return code;
    }
    if (fields[0] == fields[1])
        return err_set(e, ERR_USAGE, "A table is made of two different fields; both are %s.", fields[0]->name);
    memcpy(request->cross, fields, sizeof fields);
    return ERR_OK;
}
