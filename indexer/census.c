/* Each segment numbers the values of a field in its own way, so a segment is counted by its numbers and the sums are then
 * brought together by key. */
#include "indexer/census.h"

#include "corpus/base/strmap.h"
#include "corpus/store/columns.h"

#include <stdlib.h>

struct census {
    const struct manifest *manifest;
    struct columns **columns; /* one a segment */
};

enum err_code census_open(struct census **out, const char *collection, const struct manifest *manifest,
                          struct err *e) {
    struct census *census = mem_alloc(sizeof *census);
    struct arena *arena = arena_new();
    *out = census;
    census->manifest = manifest;
    census->columns = mem_array(manifest->segment_count + 1, sizeof(struct columns *));
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < manifest->segment_count; i++) {
        const char *path = generation_segment_path(arena, collection, manifest->segments[i].number, false);
        code = columns_open(&census->columns[i], arena_printf(arena, "%s/columns", path).p, e);
    }
    arena_free(&arena);
    return code;
}

void census_close(struct census **census) {
    if (*census == NULL)
        return;
    for (size_t i = 0; i < (*census)->manifest->segment_count; i++)
        columns_close(&(*census)->columns[i]);
    free((*census)->columns);
    free(*census);
    *census = NULL;
}

/* counts[v] documents of this segment have value v. Gives the number of documents that have none. */
static uint32_t count_segment(const struct manifest_segment *segment, const struct columns *columns,
                              enum field_id field, uint32_t *counts) {
    uint32_t without = 0, hidden = 0, n;
    for (uint32_t docid = 1; docid <= segment->documents; docid++) {
        if (hidden < segment->hidden_count && segment->hidden[hidden] == docid) {
            hidden++;
            continue;
        }
        const uint32_t *values = columns_values(columns, field, docid, &n);
        for (uint32_t v = 0; v < n; v++)
            counts[values[v]]++;
        without += n == 0;
    }
    return without;
}

static int row_order(const void *a, const void *b) {
    const struct census_row *x = a, *y = b;
    if (x->documents != y->documents)
        return x->documents > y->documents ? -1 : 1;
    return str_cmp(x->key, y->key);
}

/* Adds one segment's counts to the table, which has room for all its values. */
static void add_counts(struct arena *arena, const struct columns *columns, enum field_id field, const uint32_t *counts,
                       struct strmap *places, struct census_table *out) {
    for (uint32_t v = 0, n = columns_value_count(columns, field); v < n; v++) {
        bool is_new;
        if (counts[v] == 0)
            continue;
        uint64_t *place = strmap_put(places, columns_key(columns, field, v), &is_new);
        if (is_new) {
            *place = out->count;
            out->rows[out->count++] = (struct census_row){arena_str(arena, columns_key(columns, field, v)),
                                                          arena_str(arena, columns_label(columns, field, v)), 0};
        }
        out->rows[*place].documents += counts[v];
    }
}

void census_count(const struct census *census, struct arena *arena, enum field_id field, struct census_table *out) {
    size_t segments = census->manifest->segment_count, values = 0;
    for (size_t i = 0; i < segments; i++)
        values += columns_value_count(census->columns[i], field);
    struct strmap *places = strmap_new();
    *out = (struct census_table){.rows = arena_array(arena, values + 1, sizeof *out->rows)};
    for (size_t i = 0; i < segments; i++) {
        uint32_t *counts = mem_array(columns_value_count(census->columns[i], field) + 1, sizeof *counts);
        out->without += count_segment(&census->manifest->segments[i], census->columns[i], field, counts);
        add_counts(arena, census->columns[i], field, counts, places, out);
        free(counts);
    }
    strmap_free(&places);
    if (out->count > 1)
        qsort(out->rows, out->count, sizeof *out->rows, row_order);
}

/* Documents whose language nobody knows are a row of their own: their words have no stems in any language. */
static void fill_languages(struct arena *arena, const struct census_table *table, struct manifest *manifest) {
    manifest->languages = arena_array(arena, table->count + 1, sizeof *manifest->languages);
    manifest->language_count = 0;
    bool told = table->without == 0;
    for (size_t i = 0; i < table->count || !told; manifest->language_count++) {
        struct manifest_language *out = &manifest->languages[manifest->language_count];
        if (!told && (i == table->count || table->rows[i].documents < table->without)) {
            *out = (struct manifest_language){language_unknown(), table->without};
            told = true;
        } else {
            *out = (struct manifest_language){language_find(table->rows[i].key), table->rows[i].documents};
            i++;
        }
    }
}

enum err_code census_fill_manifest(struct arena *arena, const char *collection, struct manifest *manifest,
                                   struct err *e) {
    struct census *census = NULL;
    struct census_table table;
    enum err_code code = census_open(&census, collection, manifest, e);
    if (!code) {
        census_count(census, arena, FIELD_LANG, &table);
        fill_languages(arena, &table, manifest);
    }
    census_close(&census);
    manifest->documents = 0;
    for (size_t i = 0; i < manifest->segment_count; i++)
        manifest->documents += manifest->segments[i].documents - manifest->segments[i].hidden_count;
    return code;
}
