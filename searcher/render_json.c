/* The JSON answer; its contract is schemas/result.schema.json, and the tests validate real answers against it. Built with
 * jansson from the document's own record, so that every field, also an unknown one, comes through as it was given. */
#include "searcher/render_json_parts.h"

#include "corpus/base/utf8.h"
#include "corpus/record.h"

#include <assert.h>

json_t *json_of(struct str s) {
    json_t *value = json_stringn(s.n ? s.p : "", s.n);
    assert(value && "everything stored and asked was cleaned to valid UTF-8");
    return value;
}

/* Byte places become places in characters, which mean the same in every programming language. */
static json_t *spans_of(const struct snippet *snippet) {
    json_t *spans = json_array();
    size_t at = 0, characters = 0;
    for (size_t i = 0; i < snippet->span_count; i++) {
        size_t edge[2] = {snippet->spans[i].start, snippet->spans[i].end}, place[2];
        for (int side = 0; side < 2; side++) {
            while (at < edge[side]) {
                utf8_next(snippet->text, &at);
                characters++;
            }
            place[side] = characters;
        }
        json_array_append_new(spans, json_pack("[II]", (json_int_t)place[0], (json_int_t)place[1]));
    }
    return spans;
}

static json_t *snippet_of(const struct snippet *snippet) {
    return json_pack("{s:s, s:o, s:o, s:b, s:b}", "field", snippet->field->name, "text", json_of(snippet->text), "spans",
                     spans_of(snippet), "cut_before", (int)snippet->cut_before, "cut_after", (int)snippet->cut_after);
}

static json_t *record_of(const struct document *doc, enum record_part part) {
    struct buf record;
    buf_init(&record);
    record_write(&record, doc, part);
    json_t *object = json_loadb(record.data, record.n, JSON_ALLOW_NUL, NULL);
    buf_fini(&record);
    assert(object && "record_write writes JSON");
    return object;
}

static json_t *hit_of(const struct search_hit *hit) {
    json_t *highlights = json_array();
    for (size_t i = 0; i < hit->snippet_count; i++)
        json_array_append_new(highlights, snippet_of(&hit->snippets[i]));
    json_t *object = json_pack("{s:o, s:f, s:o, s:o, s:o, s:o, s:f}", "id",
                               json_of(document_get(&hit->document, FIELD_ID)), "score", hit->score, "title",
                               json_of(hit->title.text), "title_spans", spans_of(&hit->title), "highlight", highlights,
                               "lang_from", json_of(hit->document.from[FIELD_LANG]), "lang_confidence",
                               hit->document.lang_confidence);
    if (hit->explanation)
        json_object_set_new(object, "explanation", json_of_explained_hit(hit->explanation));
    json_t *record = record_of(&hit->document, RECORD_WITHOUT_TEXT);
    json_object_update_missing(object, record);
    json_decref(record);
    return object;
}

static void add_shares(json_t *object, const struct facet *facet) {
    json_t *values = json_object_get(object, "values");
    for (size_t i = 0; i < facet->value_count; i++)
        json_object_set_new(json_array_get(values, i), "of", json_integer(facet->values[i].of));
    json_object_set_new(object, "missing_of", json_integer(facet->missing_of));
    if (facet->interval != FACET_VALUES)
        json_object_set_new(object, "coarse_of", json_integer(facet->coarse_of));
}

static json_t *facet_of(const struct facet *facet) {
    json_t *values = json_array();
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct facet_value *value = &facet->values[i];
        json_array_append_new(values, json_pack("{s:o, s:o, s:I, s:b}", "id", json_of(value->id), "label",
                                                json_of(value->label), "count", (json_int_t)value->count, "active",
                                                (int)value->active));
    }
    json_t *object = json_pack("{s:I, s:I, s:o}", "total", (json_int_t)facet->total, "missing",
                               (json_int_t)facet->missing, "values", values);
    if (facet->interval != FACET_VALUES)
        json_object_set_new(object, "coarse", json_integer(facet->coarse));
    if (facet->has_shares)
        add_shares(object, facet);
    return object;
}

/* Each row has one count more than there are columns: of those without a value of it; so has the table one row more. */
static json_t *cross_of(const struct cross *cross) {
    const size_t width = cross->columns.value_count + 1;
    json_t *counts = json_array();
    for (size_t r = 0; r <= cross->rows.value_count; r++) {
        json_t *row = json_array();
        for (size_t k = 0; k < width; k++)
            json_array_append_new(row, json_integer(cross->counts[r * width + k]));
        json_array_append_new(counts, row);
    }
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "row_field", cross->rows.field->name, "column_field",
                     cross->columns.field->name, "rows", facet_of(&cross->rows), "columns", facet_of(&cross->columns),
                     "counts", counts);
}

static json_t *query_of(const struct search_result *result) {
    json_t *warnings = json_array();
    for (size_t i = 0; i < result->warnings.n; i++)
        json_array_append_new(warnings, json_of(result->warnings.v[i]));
    return json_pack("{s:o, s:o, s:o, s:I, s:I}", "text", json_of(result->text), "parsed", json_of(result->parsed),
                     "warnings", warnings, "words_asked", (json_int_t)result->words_asked, "words_matched",
                     (json_int_t)result->words_matched);
}

static int add_bytes(const char *bytes, size_t n, void *out) {
    buf_add(out, bytes, n);
    return 0;
}

/* jansson escapes what JSON demands; DEL, C1, line separators and overrides are as bad on a terminal. In compact JSON
 * they stand inside strings only. */
static void dump(struct buf *out, json_t *value) {
    struct buf text;
    buf_init(&text);
    json_dump_callback(value, add_bytes, &text, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(value);
    for (size_t at = 0, from = 0; at < text.n; from = at) {
        uint32_t character = utf8_next(buf_str(&text), &at);
        if (utf8_is_harmless(character))
            buf_add(out, text.data + from, at - from);
        else
            buf_addf(out, "\\u%04x", (unsigned)character);
    }
    buf_add_byte(out, '\n');
    buf_fini(&text);
}

void render_json(struct buf *out, const struct search_result *result) {
    json_t *hits = json_array(), *facets = json_object();
    for (size_t i = 0; i < result->hit_count; i++)
        json_array_append_new(hits, hit_of(&result->hits[i]));
    for (size_t i = 0; i < result->facet_count; i++)
        json_object_set_new(facets, result->facets[i].field->name, facet_of(&result->facets[i]));
    json_t *answer =
        json_pack("{s:i, s:I, s:s, s:I, s:I, s:I, s:o, s:o, s:o}", "schema_version", RENDER_JSON_VERSION, "total",
                  (json_int_t)result->total, "total_type", result->total_type, "generation",
                  (json_int_t)result->generation, "limit", (json_int_t)result->limit, "offset",
                  (json_int_t)result->offset, "query", query_of(result), "facets", facets, "results", hits);
    if (result->cross)
        json_object_set_new(answer, "cross", cross_of(result->cross));
    if (result->explanation)
        json_object_set_new(answer, "explanation", json_of_explanation(result->explanation));
    dump(out, answer);
}

void render_document_json(struct buf *out, const struct document *doc) {
    dump(out, record_of(doc, RECORD_WHOLE));
}
