/* A document as the text store keeps it.
 *
 *   +------------------+--------------------------------------------------+-------+--------------+
 *   | length of meta   | meta: JSON                                       | text  | text before  |
 *   | 4 bytes, little- | {"hash":"…","lang_thousandths":0,"raw_bytes":0,  | as it | cleaning, to |
 *   | endian           |  "record":{…all but text…}}                      | is    | the end      |
 *   +------------------+--------------------------------------------------+-------+--------------+
 *
 * The text stands outside the JSON so that showing ten results neither escapes nor copies it. Unpacking trusts nothing:
 * the file it comes from may be damaged. Remarks are for the run report and are not kept. */
#include "corpus/base/utf8.h"
#include "corpus/record_parts.h"

#include <assert.h>
#include <string.h>

#define LENGTH_BYTES 4

static void put_length(struct buf *out, size_t at, size_t n) {
    assert(n <= UINT32_MAX);
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        out->data[at + i] = (char)(n >> 8 * i & 0xFF);
}

static size_t get_length(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        n |= (size_t)(unsigned char)s.p[i] << 8 * i;
    return n;
}

void record_pack(struct buf *out, const struct document *doc) {
    size_t start = out->n;
    buf_add(out, "\0\0\0\0", LENGTH_BYTES);
    buf_add_c(out, "{\"hash\":");
    record_write_string(out, doc->hash);
    buf_addf(out, ",\"lang_thousandths\":%u,\"raw_bytes\":%zu,\"record\":", (unsigned)(doc->lang_confidence * 1000 + 0.5),
             doc->raw.n);
    record_write(out, doc, RECORD_WITHOUT_TEXT);
    buf_add_byte(out, '}');
    put_length(out, start, out->n - start - LENGTH_BYTES);
    buf_add_str(out, document_get(doc, FIELD_TEXT));
    buf_add_str(out, doc->raw);
}

static enum err_code damaged(struct err *e) {
    return err_set(e, ERR_CORRUPT,
                   "A stored document is damaged: its record cannot be read. "
                   "Index its sources again into a new collection.");
}

/* A string, or a list of strings; false for anything else. */
static bool read_values(struct arena *arena, const json_t *value, struct strs *out) {
    size_t n = json_is_array(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
        if (!json_is_string(one))
            return false;
        arena_push(arena, out, arena_str(arena, record_json_str(one)));
    }
    return true;
}

/* Where a member of the record belongs; NULL for one that no field owns. */
static struct strs *place_of(struct document *doc, const char *key) {
    const struct field *field = record_field_before(key, "");
    if (field)
        return &doc->field[field->id];
    field = record_field_before(key, RECORD_UNRECOGNISED);
    if (field)
        return &doc->unrecognised[field->id];
    field = record_field_before(key, RECORD_MORE);
    return field ? &doc->more[field->id] : NULL;
}

static bool read_record(struct arena *arena, json_t *record, struct document *doc) {
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(record, next, key, value) {
        struct strs *place = place_of(doc, key);
        if (!place)
            continue;
        if (!read_values(arena, value, place))
            return false;
        json_object_del(record, key);
    }
    record_take_origins(arena, record, doc);
    doc->extra = record_dump(arena, record);
    struct str date = document_get(doc, FIELD_DATE);
    return date.n == 0 || date_parse(date, &doc->date);
}

/* *text holds the text and what it was before; the latter leaves it. */
static bool cut_raw(const json_t *raw_bytes, struct str *text, struct document *doc) {
    json_int_t n = json_integer_value(raw_bytes);
    if (n < 0 || (size_t)n > text->n)
        return false;
    doc->raw = str_slice(*text, text->n - (size_t)n, text->n);
    text->n -= (size_t)n;
    return utf8_valid(*text) && utf8_valid(doc->raw);
}

static bool read_meta(struct arena *arena, json_t *meta, struct str *text, struct document *doc) {
    const json_t *hash = json_object_get(meta, "hash"), *raw_bytes = json_object_get(meta, "raw_bytes");
    const json_t *thousandths = json_object_get(meta, "lang_thousandths");
    json_t *record = json_object_get(meta, "record");
    if (!json_is_string(hash) || !json_is_integer(thousandths) || !json_is_integer(raw_bytes) || !json_is_object(record))
        return false;
    doc->hash = arena_str(arena, record_json_str(hash));
    doc->lang_confidence = (double)json_integer_value(thousandths) / 1000;
    return cut_raw(raw_bytes, text, doc) && read_record(arena, record, doc);
}

/* Only other origins are written. */
static void name_given(struct document *doc) {
    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        if (id != FIELD_ID && doc->field[id].n && doc->from[id].n == 0 && !(field_row(id)->flags & FIELD_IS_DERIVED))
            doc->from[id] = STR(DOCUMENT_GIVEN);
}

enum err_code record_unpack(struct arena *arena, struct str packed, struct document *doc, struct err *e) {
    *doc = (struct document){0};
    if (packed.n < LENGTH_BYTES || get_length(packed) > packed.n - LENGTH_BYTES)
        return damaged(e);
    size_t meta_end = LENGTH_BYTES + get_length(packed);
    struct str text = str_slice(packed, meta_end, packed.n);
    json_t *meta = json_loadb(packed.p + LENGTH_BYTES, meta_end - LENGTH_BYTES, JSON_REJECT_DUPLICATES, NULL);
    bool whole = meta && read_meta(arena, meta, &text, doc);
    json_decref(meta);
    if (!whole)
        return damaged(e);
    if (text.n)
        arena_push(arena, &doc->field[FIELD_TEXT], text);
    name_given(doc);
    return ERR_OK;
}
