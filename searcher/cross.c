/* Each segment numbers the values of a field for itself, so both axes first get one numbering over all of them. */
#include "searcher/cross.h"

#include "corpus/base/strmap.h"

#include <stdlib.h>

struct axis {
    const struct field *field;
    uint32_t **numbers;         /* [segment][value] */
    struct facet_value *values; /* [number] */
    uint32_t n, missing;
};

struct cross_counter {
    const struct collection *collection;
    struct axis axis[2];
    uint32_t *cells; /* [row * (columns + 1) + column]; the last row and column: without a value */
};

static void number_values(struct arena *arena, const struct collection *collection, struct axis *axis) {
    const enum field_id id = axis->field->id;
    const size_t segments = collection->manifest.segment_count;
    struct strmap *places = strmap_new();
    size_t most = 0;
    for (size_t s = 0; s < segments; s++)
        most += columns_value_count(collection->segments[s].columns, id);
    axis->values = arena_array(arena, most + 1, sizeof *axis->values);
    axis->numbers = arena_array(arena, segments + 1, sizeof(uint32_t *));
    for (size_t s = 0; s < segments; s++) {
        const struct columns *columns = collection->segments[s].columns;
        const uint32_t n = columns_value_count(columns, id);
        axis->numbers[s] = arena_array(arena, n + 1, sizeof **axis->numbers);
        for (uint32_t v = 0; v < n; v++) {
            bool is_new;
            const struct str key = columns_key(columns, id, v);
            uint64_t *number = strmap_put(places, key, &is_new);
            if (is_new) {
                *number = axis->n;
                axis->values[axis->n++] = (struct facet_value){
                    .id = key,
                    .label = axis->field->kind == FIELD_KIND_CODE ? code_label(axis->field->table, key)
                                                                  : columns_label(columns, id, v)};
            }
            axis->numbers[s][v] = (uint32_t)*number;
        }
    }
    strmap_free(&places);
}

enum err_code cross_counter_new(struct arena *arena, const struct collection *collection,
                                const struct field *const fields[static 2], struct cross_counter **out, struct err *e) {
    struct cross_counter *c = arena_alloc(arena, sizeof *c);
    c->collection = collection;
    for (size_t a = 0; a < 2; a++) {
        c->axis[a].field = fields[a];
        number_values(arena, collection, &c->axis[a]);
    }
    const uint64_t cells = ((uint64_t)c->axis[0].n + 1) * ((uint64_t)c->axis[1].n + 1);
    if (cells > CROSS_CELLS_MAX)
        return err_set(e, ERR_USAGE,
                       "A table of %s and %s would have %llu cells; the limit is %d. Cross fields with fewer values, such as "
                       "country and year.",
                       fields[0]->name, fields[1]->name, (unsigned long long)cells, CROSS_CELLS_MAX);
    c->cells = arena_array(arena, cells, sizeof *c->cells);
    *out = c;
    return ERR_OK;
}

void cross_counter_add(struct cross_counter *c, uint32_t docid) {
    size_t segment;
    uint32_t local, n[2];
    const uint32_t *values[2];
    collection_locate(c->collection, docid, &segment, &local);
    for (size_t a = 0; a < 2; a++) {
        struct axis *axis = &c->axis[a];
        values[a] = columns_values(c->collection->segments[segment].columns, axis->field->id, local, &n[a]);
        axis->missing += n[a] == 0;
        for (uint32_t v = 0; v < n[a]; v++)
            axis->values[axis->numbers[segment][values[a][v]]].count++;
    }
    for (uint32_t r = 0; r < n[0] || r == 0; r++) {
        const uint32_t row = n[0] ? c->axis[0].numbers[segment][values[0][r]] : c->axis[0].n;
        for (uint32_t k = 0; k < n[1] || k == 0; k++) {
            const uint32_t column = n[1] ? c->axis[1].numbers[segment][values[1][k]] : c->axis[1].n;
            c->cells[(size_t)row * (c->axis[1].n + 1) + column]++;
        }
    }
}

/* ---- in order ---- */

struct place {
    const struct facet_value *value;
    uint32_t number;
};

static int by_count(const void *a, const void *b) {
    const struct facet_value *x = ((const struct place *)a)->value, *y = ((const struct place *)b)->value;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_cmp(x->id, y->id);
}

static int by_id(const void *a, const void *b) {
    return str_cmp(((const struct place *)a)->value->id, ((const struct place *)b)->value->id);
}

/* The values that some match has, as a facet, and their numbers. */
static uint32_t *order_axis(struct arena *arena, const struct axis *axis, struct facet *out) {
    struct place *places = arena_array(arena, axis->n + 1, sizeof *places);
    uint32_t *numbers = arena_array(arena, axis->n + 2, sizeof *numbers);
    size_t n = 0;
    for (uint32_t v = 0; v < axis->n; v++)
        if (axis->values[v].count)
            places[n++] = (struct place){&axis->values[v], v};
    if (n > 1)
        qsort(places, n, sizeof *places, axis->field->table == CODES_YEAR ? by_id : by_count);
    *out = (struct facet){
        .field = axis->field, .total = (uint32_t)n, .missing = axis->missing, .value_count = n};
    out->values = arena_array(arena, n + 1, sizeof *out->values);
    for (size_t i = 0; i < n; i++) {
        out->values[i] = *places[i].value;
        numbers[i] = places[i].number;
    }
    numbers[n] = axis->n; /* without a value */
    return numbers;
}

void cross_counter_result(struct arena *arena, const struct cross_counter *c, struct cross *out) {
    const uint32_t *rows = order_axis(arena, &c->axis[0], &out->rows);
    const uint32_t *columns = order_axis(arena, &c->axis[1], &out->columns);
    const size_t width = out->columns.value_count + 1;
    out->counts = arena_array(arena, (out->rows.value_count + 1) * width, sizeof *out->counts);
    for (size_t r = 0; r <= out->rows.value_count; r++)
        for (size_t k = 0; k < width; k++)
            out->counts[r * width + k] = c->cells[(size_t)rows[r] * (c->axis[1].n + 1) + columns[k]];
}
