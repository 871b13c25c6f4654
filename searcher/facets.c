/* Each segment has its own numbers for the values of a field, so counting goes into one array a segment and field, and
 * only the distinct values are brought together at the end, by key. The arrays live in the request's arena.
 *
 * Neighbours: corpus/store/columns.h (the values), search.c (runs the match that feeds the counter). Does not decide
 * which filters narrow a facet: search.c does. */
#include "searcher/facets.h"

#include "corpus/base/strmap.h"
#include "searcher/facet_names.h"
#include "searcher/histogram.h"

#include <stdlib.h>
#include <unicode/ucol.h>

struct field_counter {
    const struct search_facet_request *request;
    struct histogram *histogram; /* of the date; else NULL */
    uint32_t **counts; /* [segment][value] */
    uint32_t missing;
};

struct facet_counter {
    const struct collection *collection;
    struct field_counter *fields;
    size_t n;
};

struct facet_counter *facet_counter_new(struct arena *arena, const struct collection *collection,
                                        const struct search_facet_request *const *facets, size_t n) {
    struct facet_counter *counter = arena_alloc(arena, sizeof *counter);
    counter->collection = collection;
    counter->fields = arena_array(arena, n + 1, sizeof *counter->fields);
    counter->n = n;
    size_t segments = collection->manifest.segment_count;
    for (size_t i = 0; i < n; i++) {
        struct field_counter *field = &counter->fields[i];
        field->request = facets[i];
        if (facets[i]->interval != FACET_VALUES) {
            field->histogram = histogram_new(arena, facets[i]->interval);
            continue;
        }
        field->counts = arena_array(arena, segments + 1, sizeof *field->counts);
        for (size_t s = 0; s < segments; s++) {
            uint32_t values = columns_value_count(collection->segments[s].columns, facets[i]->field->id);
            field->counts[s] = arena_array(arena, values + 1, sizeof **field->counts);
        }
    }
    return counter;
}

bool facet_counter_match(void *context, uint32_t docid) {
    struct facet_counter *counter = context;
    size_t segment;
    uint32_t local;
    collection_locate(counter->collection, docid, &segment, &local);
    const struct columns *columns = counter->collection->segments[segment].columns;
    for (size_t i = 0; i < counter->n; i++) {
        struct field_counter *field = &counter->fields[i];
        uint32_t n;
        if (field->histogram) {
            histogram_add(field->histogram, columns_date(columns, local));
            continue;
        }
        const uint32_t *values = columns_values(columns, field->request->field->id, local, &n);
        for (uint32_t v = 0; v < n; v++)
            field->counts[segment][values[v]]++;
        field->missing += n == 0;
    }
    return true;
}

static struct str value_label(const struct field *field, struct str key, struct str written) {
    return field->kind == FIELD_KIND_CODE ? code_label(field->table, key) : written;
}

/* Adds `count` to the value with this key, which is made when it is new. */
static struct facet_value *value_put(struct strmap *places, struct facet *out, const struct field *field,
                                     struct str key, struct str written, uint32_t count) {
    bool is_new;
    uint64_t *place = strmap_put(places, key, &is_new);
    if (is_new) {
        *place = out->value_count;
        out->values[out->value_count++] = (struct facet_value){.id = key, .label = value_label(field, key, written)};
    }
    struct facet_value *value = &out->values[*place];
    value->count += count;
    return value;
}

static int value_order(const void *a, const void *b) {
    const struct facet_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_cmp(x->id, y->id);
}

static int name_order(const void *a, const void *b, void *collator) {
    const struct facet_value *x = a, *y = b;
    UErrorCode status = U_ZERO_ERROR;
    const UCollationResult order = ucol_strcollUTF8(collator, x->label.p, (int32_t)x->label.n, y->label.p,
                                                    (int32_t)y->label.n, &status);
    return order == UCOL_LESS ? -1 : order == UCOL_GREATER ? 1 : str_cmp(x->id, y->id);
}

/* In the order of the Unicode collation, which every alphabet can live with. */
static void sort_by_name(struct facet *facet) {
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open("", &status);
    if (U_SUCCESS(status) && facet->value_count > 1)
        qsort_r(facet->values, facet->value_count, sizeof *facet->values, name_order, collator);
    ucol_close(collator);
}

/* Keeps the values that are called so, and the active ones. */
static void keep_called(struct facet *facet, struct tokens *tokens, struct str search) {
    struct facet_names *names = facet_names_new(tokens, facet->field, search);
    size_t kept = 0;
    for (size_t i = 0; i < facet->value_count; i++)
        if (facet->values[i].active || facet_names_fit(names, &facet->values[i]))
            facet->values[kept++] = facet->values[i];
    facet->value_count = kept;
    facet->total = (uint32_t)kept;
    facet_names_free(&names);
}

/* Keeps the first `size` values and the active ones behind them. */
static void values_cut(struct facet *facet, uint32_t size) {
    size_t kept = 0;
    for (size_t i = 0; i < facet->value_count; i++)
        if (size == 0 || i < size || facet->values[i].active)
            facet->values[kept++] = facet->values[i];
    facet->value_count = kept;
}

static size_t values_most(const struct facet_counter *counter, const struct field *field, struct strs active) {
    size_t n = active.n;
    for (size_t s = 0; s < counter->collection->manifest.segment_count; s++)
        n += columns_value_count(counter->collection->segments[s].columns, field->id);
    return n;
}

void facet_counter_result(struct arena *arena, const struct facet_counter *counter, size_t i, struct strs active,
                          struct facet *out) {
    const struct field_counter *counted = &counter->fields[i];
    const struct field *field = counted->request->field;
    if (counted->histogram) {
        histogram_result(arena, counted->histogram, out);
        return;
    }
    struct strmap *places = strmap_new();
    *out = (struct facet){.field = field, .missing = counted->missing};
    out->values = arena_array(arena, values_most(counter, field, active) + 1, sizeof *out->values);
    for (size_t s = 0; s < counter->collection->manifest.segment_count; s++) {
        const struct columns *columns = counter->collection->segments[s].columns;
        for (uint32_t v = 0; v < columns_value_count(columns, field->id); v++)
            if (counted->counts[s][v] > 0)
                value_put(places, out, field, columns_key(columns, field->id, v), columns_label(columns, field->id, v),
                          counted->counts[s][v]);
    }
    out->total = (uint32_t)out->value_count;
    for (size_t a = 0; a < active.n; a++)
        value_put(places, out, field, active.v[a], active.v[a], 0)->active = true;
    strmap_free(&places);
    if (out->value_count > 1)
        qsort(out->values, out->value_count, sizeof *out->values, value_order);
    if (counted->request->search.n)
        keep_called(out, counter->collection->tokens, counted->request->search);
    if (counted->request->by_name)
        sort_by_name(out);
    values_cut(out, counted->request->size);
}

void facet_add_shares(struct facet *facet, const struct facet *all) {
    struct strmap *places = strmap_new();
    for (size_t i = 0; i < all->value_count; i++)
        *strmap_put(places, all->values[i].id, NULL) = all->values[i].count;
    for (size_t i = 0; i < facet->value_count; i++) {
        const uint64_t *of = strmap_get(places, facet->values[i].id);
        facet->values[i].of = of ? (uint32_t)*of : 0;
    }
    strmap_free(&places);
    facet->has_shares = true;
    facet->missing_of = all->missing;
    facet->coarse_of = all->coarse;
}
