/* Reads the settings of a request as people write them, for the command line and the URL alike: "country=ES",
 * "country:50", "date:desc", "20". Each answers with a sentence that says what would have been right. Those of facets
 * are in request_facets.c. Runs nothing: see search.c. */
#include "searcher/request_parts.h"

#include <string.h>

struct search_request search_request_default(void) {
    return (struct search_request){
        .text = STR_EMPTY, .limit = SEARCH_LIMIT_DEFAULT, .highlights = SEARCH_HIGHLIGHTS_DEFAULT};
}

/* "country, date, host" of all fields that have the flag. */
static struct str fields_with(struct arena *arena, unsigned flag) {
    struct str list = STR_EMPTY;
    for (int i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = field_row((enum field_id)i);
        if (field->flags & flag)
            list = arena_printf(arena, "%.*s%s%s", STR_FMT(list), list.n ? ", " : "", field->name);
    }
    return list;
}

enum err_code request_find_field(struct arena *arena, struct str name, unsigned flag, const char *what,
                                 const struct field **out, struct err *e) {
    *out = field_find(name);
    if (*out && (*out)->flags & flag)
        return ERR_OK;
    struct str list = fields_with(arena, flag);
    return err_set(e, ERR_USAGE, "\"%.*s\" is not a field to %s by; these are: %.*s.", STR_FMT(name), what,
                   STR_FMT(list));
}

enum err_code search_request_filter(struct arena *arena, struct search_request *request, struct str written,
                                    bool exclude, struct err *e) {
    struct search_filter filter = {.exclude = exclude};
    struct str name;
    if (!str_cut(written, '=', &name, &filter.value) || str_trim(filter.value).n == 0)
        return err_set(e, ERR_USAGE, "A filter is written FIELD=VALUE, as in country=ES; \"%.*s\" is not.",
                       STR_FMT(written));
    enum err_code code = request_find_field(arena, str_trim(name), FIELD_IS_FILTER, "filter", &filter.field, e);
    if (code)
        return code;
    if (filter.field->kind == FIELD_KIND_TEXT)
        return err_set(e, ERR_USAGE, "Words in the %s are searched for in the query, as %s:WORD.", filter.field->name,
                       filter.field->name);
    if (request->filter_count == SEARCH_VALUES_MAX)
        return err_set(e, ERR_USAGE, "One request takes at most %d filters.", SEARCH_VALUES_MAX);
    filter.value = str_trim(filter.value);
    request->filters = arena_grow(arena, request->filters, request->filter_count, sizeof *request->filters);
    request->filters[request->filter_count++] = filter;
    return ERR_OK;
}

enum err_code request_read_number(struct str written, uint32_t most, const char *what, uint32_t *out, struct err *e) {
    uint64_t number;
    if (!str_to_u64(str_trim(written), &number) || number > most)
        return err_set(e, ERR_USAGE, "%s is a number from 0 to %u; \"%.*s\" is not.", what, most, STR_FMT(written));
    *out = (uint32_t)number;
    return ERR_OK;
}

enum err_code search_request_match(struct search_request *request, struct str written, struct err *e) {
    if (str_eq_c(str_trim(written), "all"))
        request->match = SEARCH_MATCH_ALL;
    else if (str_eq_c(str_trim(written), "any"))
        request->match = SEARCH_MATCH_ANY;
    else
        return err_set(e, ERR_USAGE, "Documents must match all words of the query or any of them; \"%.*s\" is neither.",
                       STR_FMT(written));
    return ERR_OK;
}

static void add_language(struct arena *arena, struct word_languages *across, const struct language *language) {
    for (size_t i = 0; i < across->n; i++)
        if (across->v[i] == language)
            return;
    across->v = arena_grow(arena, across->v, across->n, sizeof(struct language *));
    across->v[across->n++] = language;
}

enum err_code search_request_across(struct arena *arena, struct search_request *request, struct str written,
                                    struct err *e) {
    struct str name, rest = written;
    bool more = true;
    while (more) {
        more = str_cut(rest, ',', &name, &rest);
        name = str_trim(name);
        const struct language *language = language_find(name);
        if (str_eq_c(name, "all"))
            request->across.all = true;
        else if (language && language != language_unknown())
            add_language(arena, &request->across, language);
        else
            return err_set(
                e, ERR_USAGE,
                "The languages to search across are written as es,zh (or Spanish,Chinese), or all; \"%.*s\" is "
                "none.",
                STR_FMT(name));
    }
    return ERR_OK;
}

enum err_code search_request_sort(struct search_request *request, struct str written, struct err *e) {
    static const struct {
        const char *name;
        enum search_sort sort;
    } sorts[] = {{"score", SEARCH_SORT_SCORE},
                 {"date", SEARCH_SORT_DATE_FALLING},
                 {"date:desc", SEARCH_SORT_DATE_FALLING},
                 {"date:asc", SEARCH_SORT_DATE_RISING}};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        if (str_eq_c(str_trim(written), sorts[i].name)) {
            request->sort = sorts[i].sort;
            return ERR_OK;
        }
    }
    return err_set(e, ERR_USAGE,
                   "Results are sorted by score, date:desc (newest first) or date:asc; \"%.*s\" is none of these.",
                   STR_FMT(written));
}

enum err_code search_request_limit(struct search_request *request, struct str written, struct err *e) {
    return request_read_number(written, SEARCH_LIMIT_MAX, "The number of results (limit)", &request->limit, e);
}

enum err_code search_request_offset(struct search_request *request, struct str written, struct err *e) {
    return request_read_number(written, SEARCH_OFFSET_MAX, "The number of results to pass over (offset)", &request->offset, e);
}
