/* A document as the text store keeps it.
 *
 *   +------------------+--------------------------------------------------+---------------+
 *   | length of meta   | meta: JSON                                       | text, raw     |
 *   | 4 bytes, little- | {"hash":"…","lang_from":"given",                 | to the end    |
 *   | endian           |  "lang_thousandths":0,"record":{…all but text…}} |               |
 *   +------------------+--------------------------------------------------+---------------+
 *
 * The text stands outside the JSON so that showing ten results neither escapes nor copies it. Unpacking trusts nothing:
 * the file it comes from may be damaged. Remarks are for the run report and are not kept. */
#include "corpus/base/utf8.h"
#include "corpus/record_parts.h"

#include <assert.h>
#include <string.h>

#define LENGTH_BYTES 4

static const char *const origins[] = {"", "given", "detected"};

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
    buf_addf(out, ",\"lang_from\":\"%s\",\"lang_thousandths\":%u,\"record\":", doc->lang_from ? doc->lang_from : "",
             (unsigned)(doc->lang_confidence * 1000 + 0.5));
    record_write(out, doc, RECORD_WITHOUT_TEXT);
    buf_add_byte(out, '}');
    put_length(out, start, out->n - start - LENGTH_BYTES);
    buf_add_str(out, document_get(doc, FIELD_TEXT));
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
    doc->extra = record_dump(arena, record);
    struct str date = document_get(doc, FIELD_DATE);
    return date.n == 0 || date_parse(date, &doc->date);
}

static bool read_meta(struct arena *arena, json_t *meta, struct document *doc) {
    const json_t *hash = json_object_get(meta, "hash");
    const char *from = json_string_value(json_object_get(meta, "lang_from"));
    const json_t *thousandths = json_object_get(meta, "lang_thousandths");
    json_t *record = json_object_get(meta, "record");
    if (!json_is_string(hash) || !from || !json_is_integer(thousandths) || !json_is_object(record))
        return false;
    doc->hash = arena_str(arena, record_json_str(hash));
    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++)
        if (strcmp(from, origins[i]) == 0)
            doc->lang_from = origins[i];
    doc->lang_confidence = (double)json_integer_value(thousandths) / 1000;
    return doc->lang_from && read_record(arena, record, doc);
}

enum err_code record_unpack(struct arena *arena, struct str packed, struct document *doc, struct err *e) {
    *doc = (struct document){0};
    if (packed.n < LENGTH_BYTES || get_length(packed) > packed.n - LENGTH_BYTES)
        return damaged(e);
    size_t meta_end = LENGTH_BYTES + get_length(packed);
    struct str text = str_slice(packed, meta_end, packed.n);
    json_t *meta = json_loadb(packed.p + LENGTH_BYTES, meta_end - LENGTH_BYTES, JSON_REJECT_DUPLICATES, NULL);
    bool whole = meta && utf8_valid(text) && read_meta(arena, meta, doc);
    json_decref(meta);
    if (!whole)
        return damaged(e);
    if (text.n)
        arena_push(arena, &doc->field[FIELD_TEXT], text);
    return ERR_OK;
}
