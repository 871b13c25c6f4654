/* Reading documents from JSON.
 *
 * The members of a record fall in four: a field of the table (by name or alias), what an earlier record_write set aside
 * ("country_unrecognised", read again in case the tables have learned it), "file", and the rest, kept as it is. Bytes
 * that a strict JSON reader refuses go through record_mend.c first; FollowTheMoney entities through record_ftm.c. What
 * a value must look like is document.c's knowledge. */
#include "corpus/record.h"

#include "corpus/base/utf8.h"
#include "corpus/record_parts.h"

#include <string.h>

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

/* ---- shared with the other record rooms ---- */

const struct field *record_field_before(const char *key, const char *ending) {
    struct str name = str_from(key), tail = str_from(ending);
    if (!str_ends(name, tail))
        return NULL;
    name.n -= tail.n;
    const struct field *field = field_find(name);
    return field && str_eq_c(name, field->name) ? field : NULL;
}

struct str record_json_str(const json_t *string) {
    return (struct str){json_string_value(string), json_string_length(string)};
}

/* jansson writes 0.1 with 17 digits as 0.10000000000000001; 15 are enough for most numbers people write. */
static char *dump_with_fewest_digits(const json_t *object) {
    char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_t *again = text ? json_loads(text, 0, NULL) : NULL;
    if (again && !json_equal(object, again)) {
        free(text);
        text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(17));
    }
    json_decref(again);
    return text;
}

struct str record_dump(struct arena *arena, const json_t *object) {
    if (json_object_size(object) == 0)
        return STR_EMPTY;
    char *text = dump_with_fewest_digits(object);
    struct str copy = arena_str(arena, str_from(text));
    free(text);
    return copy;
}

/* A string, or what a number or truth value is called; false for null. */
static bool value_text(struct arena *arena, const json_t *value, struct str *out) {
    switch (json_typeof(value)) {
    case JSON_STRING:
        *out = record_json_str(value);
        return true;
    case JSON_INTEGER:
        *out = arena_printf(arena, "%lld", (long long)json_integer_value(value));
        return true;
    case JSON_REAL:
        *out = arena_printf(arena, "%.15g", json_real_value(value));
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        *out = json_is_true(value) ? STR("true") : STR("false");
        return true;
    default:
        return false;
    }
}

static enum err_code add_value(struct arena *arena, struct document *doc, enum field_id field, const char *key,
                               const json_t *value, struct err *e) {
    struct str text;
    if (json_is_object(value) || json_is_array(value))
        return err_set(e, ERR_INPUT, "Its \"%s\" holds %s; a text or a list of texts belongs there.", key,
                       json_is_object(value) ? "an object" : "a list of lists");
    if (value_text(arena, value, &text))
        document_add(arena, doc, field, text);
    return ERR_OK;
}

enum err_code record_add(struct arena *arena, struct document *doc, enum field_id field, const char *key,
                         const json_t *value, struct err *e) {
    if (!json_is_array(value))
        return add_value(arena, doc, field, key, value, e);
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < json_array_size(value) && !code; i++)
        code = add_value(arena, doc, field, key, json_array_get(value, i), e);
    return code;
}

/* ---- from bytes to members ---- */

static struct str without_mark(struct str bytes) {
    return str_starts(bytes, BYTE_ORDER_MARK) ? str_slice(bytes, BYTE_ORDER_MARK.n, bytes.n) : bytes;
}

static enum err_code not_json(const json_error_t *error, struct err *e) {
    struct buf why;
    buf_init(&why);
    utf8_clean(&why, str_from(error->text), NULL);
    if (error->line > 1)
        err_set(e, ERR_INPUT, "It is not JSON: %s (its line %d, column %d).", why.data, error->line, error->column);
    else
        err_set(e, ERR_INPUT, "It is not JSON: %s (column %d).", why.data, error->column);
    buf_fini(&why);
    return ERR_INPUT;
}

static void remark_mends(struct arena *arena, struct document *doc, const struct record_mends *mends) {
    if (mends->invalid)
        document_remark(arena, doc, "%zu bytes that are no UTF-8 were replaced.", mends->invalid);
    if (mends->halves)
        document_remark(arena, doc, "%zu half characters (lone surrogates) were replaced.", mends->halves);
    if (mends->nuls)
        document_remark(arena, doc, "%zu NUL characters were left out.", mends->nuls);
    if (mends->too_large)
        document_remark(arena, doc, "%zu numbers are too large for a number and are kept as text.", mends->too_large);
}

/* The JSON value, mended where that helps; NULL with *error of the last try. */
static json_t *load(struct arena *arena, struct str json, struct document *doc, json_error_t *error) {
    json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, error);
    if (root)
        return root;
    struct buf mended;
    buf_init(&mended);
    struct record_mends mends = record_mend(&mended, json);
    if (mends.invalid || mends.halves || mends.nuls || mends.too_large)
        root = json_loadb(mended.data, mended.n, JSON_REJECT_DUPLICATES, error);
    if (root)
        remark_mends(arena, doc, &mends);
    buf_fini(&mended);
    return root;
}

/* ---- from members to fields ---- */

/* Fields leave `root`; what they held is in the document then. */
static enum err_code take_fields(struct arena *arena, json_t *root, struct document *doc, struct err *e) {
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(root, next, key, value) {
        const struct field *field = field_find(str_from(key));
        if (!field)
            continue;
        enum err_code code = record_add(arena, doc, field->id, key, value, e);
        if (code)
            return code;
        json_object_del(root, key);
    }
    return ERR_OK;
}

/* After take_fields, because a first value must be there before "title_more" is read. */
static enum err_code take_set_aside(struct arena *arena, json_t *root, struct document *doc, struct err *e) {
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(root, next, key, value) {
        const struct field *field = record_field_before(key, RECORD_UNRECOGNISED);
        field = field ? field : record_field_before(key, RECORD_MORE);
        if (!field)
            continue;
        enum err_code code = record_add(arena, doc, field->id, key, value, e);
        if (code)
            return code;
        json_object_del(root, key);
    }
    return ERR_OK;
}

/* What is no text, or belongs to no value, stays with the unknown fields. */
static void take_from(struct arena *arena, json_t *root, struct document *doc) {
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(root, next, key, value) {
        const struct field *field = record_field_before(key, RECORD_FROM);
        if (!field || !json_is_string(value) || doc->field[field->id].n == 0)
            continue;
        doc->from[field->id] = arena_str(arena, record_json_str(value));
        json_object_del(root, key);
    }
}

void record_take_origins(struct arena *arena, json_t *root, struct document *doc) {
    const json_t *guessed = json_object_get(root, RECORD_GUESSED);
    size_t i, taken = 0;
    const json_t *name;
    take_from(arena, root, doc);
    json_array_foreach(guessed, i, name) {
        const struct field *field = json_is_string(name) ? field_find(record_json_str(name)) : NULL;
        if (field && doc->field[field->id].n) {
            doc->guessed[field->id] = true;
            taken++;
        }
    }
    if (guessed && taken == json_array_size(guessed))
        json_object_del(root, RECORD_GUESSED);
}

/* A language that was detected once is detected again, by whatever detects better now. */
static void forget_detected(struct document *doc) {
    if (!str_eq_c(doc->from[FIELD_LANG], DOCUMENT_DETECTED))
        return;
    doc->field[FIELD_LANG] = (struct strs){0};
    doc->from[FIELD_LANG] = STR_EMPTY;
}

/* A record with a text of its own is whole: "file" is then just something its maker wanted to keep. */
static enum err_code take_file(struct arena *arena, json_t *root, const struct document *doc, struct str *file,
                               struct err *e) {
    const json_t *value = json_object_get(root, "file");
    if (!value || document_get(doc, FIELD_TEXT).n)
        return ERR_OK;
    if (!json_is_string(value) && !json_is_null(value))
        return err_set(e, ERR_INPUT, "Its \"file\" is not a path: a text belongs there.");
    if (json_is_string(value))
        *file = arena_str(arena, record_json_str(value));
    json_object_del(root, "file");
    return ERR_OK;
}

static enum err_code read_object(struct arena *arena, json_t *root, struct document *doc, struct str *file,
                                 struct err *e) {
    enum err_code code = record_is_ftm(root) ? record_read_ftm(arena, root, doc, e) : ERR_OK;
    if (!code)
        code = take_fields(arena, root, doc, e);
    if (!code)
        code = take_set_aside(arena, root, doc, e);
    if (!code)
        code = take_file(arena, root, doc, file, e);
    if (!code) {
        record_take_origins(arena, root, doc);
        forget_detected(doc);
    }
    if (!code)
        doc->extra = record_dump(arena, root);
    return code;
}

enum err_code record_parse(struct arena *arena, struct str json, struct document *doc, struct str *file,
                           struct err *e) {
    json_error_t error;
    *file = STR_EMPTY;
    json = without_mark(json);
    /* jansson passes over a NUL byte behind a number. */
    const char *nul = json.n ? memchr(json.p, '\0', json.n) : NULL;
    if (nul)
        return err_set(e, ERR_INPUT, "It is not JSON: there is a NUL byte in it (byte %zu).",
                       (size_t)(nul - json.p) + 1);
    json_t *root = load(arena, json, doc, &error);
    if (!root)
        return not_json(&error, e);
    enum err_code code = json_is_object(root) ? read_object(arena, root, doc, file, e)
                                              : err_set(e, ERR_INPUT, "It is a JSON list, not an object with fields.");
    json_decref(root);
    return code;
}
