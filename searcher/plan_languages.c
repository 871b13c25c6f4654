/* Which languages can a match be in? Where a filter or the query itself names its language, no stem of another one can
 * match, so none is looked for. A facet of languages counts what the filter on languages shuts out, and needs them all. */
#include "searcher/plan_words.h"

static bool is_of(struct str code, const struct language *language) {
    return str_eq_c(code, language->code);
}

static bool filters_leave(const struct search_request *request, const struct language *language) {
    bool chosen = false, some = false;
    for (size_t i = 0; i < request->filter_count; i++) {
        const struct search_filter *filter = &request->filters[i];
        if (filter->field->id != FIELD_LANG)
            continue;
        const bool same = is_of(code_find(CODES_LANGUAGE, filter->value), language);
        if (filter->exclude && same)
            return false;
        some |= !filter->exclude;
        chosen |= !filter->exclude && same;
    }
    return chosen || !some;
}

/* What the root demands of every match. */
static bool root_leaves(const struct query_node *root, const struct language *language) {
    for (size_t i = 0; root->kind == QUERY_AND && i < root->child_count; i++) {
        const struct query_node *child = root->child[i];
        const bool is_not = child->kind == QUERY_NOT;
        const struct query_node *value = is_not ? child->child[0] : child;
        if (value->kind == QUERY_VALUE && value->field->id == FIELD_LANG && is_of(value->text, language) == is_not)
            return false;
    }
    return true;
}

static bool counts_languages(const struct search_request *request) {
    for (size_t i = 0; i < request->facet_count; i++)
        if (request->facets[i].field->id == FIELD_LANG)
            return true;
    return false;
}

void plan_languages(struct planner *p, const struct query_node *root) {
    const struct manifest *manifest = &p->collection->manifest;
    const bool filtered = !counts_languages(p->request);
    p->languages.v = arena_array(p->arena, manifest->language_count + 1, sizeof(struct language *));
    for (size_t l = 0; l < manifest->language_count; l++) {
        const struct language *language = manifest->languages[l].language;
        if (root_leaves(root, language) && (!filtered || filters_leave(p->request, language)))
            p->languages.v[p->languages.n++] = language;
    }
}
