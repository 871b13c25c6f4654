/* From what a reader found to a document. Nothing of it is believed: values are cleaned as every record's are, names and
 * origins are cut to size, ids are made here.
 *
 *   given with the file (sidecar, manifest)   wins, field by field
 *   address it was fetched from               a web archive's, or the user's
 *   what the file says, in its own order      the first that can be taken
 *
 * The id: the given one, else made from the given address, else from the key by which its source names it (a feed's guid),
 * else from the bytes. Bytes that came with an address or a parent count together with those, so that an attachment sent
 * twice is two documents, and a page of an archive is the same as that page in a folder. Rows of a table have only their
 * content. An address that a page claims for itself makes no id: many pages claim the same one. */
#include "corpus/base/utf8.h"
#include "corpus/record.h"
#include "indexer/extract/extraction_parts.h"

#include <string.h>

#define ORIGIN_MAX 400u
#define NAME_MAX_BYTES 64u
#define REMARK_MAX 600u

static struct str cleaned(struct arena *arena, struct str s, size_t most) {
    struct buf out;
    buf_init(&out);
    utf8_printable(&out, str_slice(s, 0, s.n < most ? s.n : most), false);
    struct str kept = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return kept;
}

/* ---- given ---- */

/* Of what was given with an archive or a mailbox, what is true of everything in it. */
static bool is_inherited(enum field_id id) {
    static const enum field_id fields[] = {FIELD_SOURCE,      FIELD_SOURCE_TYPE, FIELD_SOURCE_COUNTRY, FIELD_COUNTRY,
                                           FIELD_TAGS,        FIELD_LICENSE};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i] == id)
            return true;
    return false;
}

static void copy_list(struct arena *arena, struct strs *to, const struct strs *from) {
    for (size_t i = 0; i < from->n; i++)
        arena_push(arena, to, arena_str(arena, from->v[i]));
}

static void add_given(struct arena *arena, const struct task *task, struct document *doc) {
    const struct document *given = task->file.given;
    bool whole = !task->inherited && task->documents == 0;
    if (given == NULL)
        return;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        if (!whole && !is_inherited(id))
            continue;
        copy_list(arena, &doc->field[id], &given->field[id]);
        copy_list(arena, &doc->unrecognised[id], &given->unrecognised[id]);
        copy_list(arena, &doc->more[id], &given->more[id]);
        doc->from[id] = arena_str(arena, given->from[id]);
        doc->guessed[id] = given->guessed[id];
    }
    if (!whole)
        return;
    doc->date = given->date;
    doc->extra = arena_str(arena, given->extra);
    copy_list(arena, &doc->remarks, &given->remarks);
}

/* ---- found ---- */

/* The table of fields and the marks that a record sets beside them are ours. */
static bool is_free_name(struct str name) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    static const char *const endings[] = {"_from", "_more", "_unrecognised"};
    if (name.n == 0 || name.n > NAME_MAX_BYTES || field_find(name) || str_eq_c(name, "guessed") || str_eq_c(name, "file"))
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == 0 || !strchr(letters, name.p[i]))
            return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(name, str_from(endings[i])))
            return false;
    return true;
}

struct extras {
    struct buf json;
    struct strs names;
};

static void add_extra(struct arena *arena, struct extras *extras, const struct extract_value *value) {
    if (!is_free_name(value->name))
        return;
    for (size_t i = 0; i < extras->names.n; i++)
        if (str_eq(extras->names.v[i], value->name))
            return;
    arena_push(arena, &extras->names, value->name);
    buf_add_c(&extras->json, extras->json.n > 1 ? "," : "");
    record_write_string(&extras->json, value->name);
    buf_add_byte(&extras->json, ':');
    record_write_string(&extras->json, cleaned(arena, value->value, DOCUMENT_VALUE_MAX));
}

/* Ids are nobody's to give but the user's, which a table may be; places are ours to know; the text comes by itself. */
static bool is_taken(const struct task *task, enum field_id id) {
    if (id == FIELD_ID)
        return task->format->id == FORMAT_CSV;
    return id != FIELD_TEXT && !(field_row(id)->flags & (FIELD_IS_DERIVED | FIELD_IS_PLACE));
}

static void add_value(struct arena *arena, const struct task *task, const struct extract_value *value, const bool *given,
                      struct document *doc) {
    enum field_id id = value->field;
    bool several = (field_row(id)->flags & FIELD_IS_MANY) != 0;
    if (!is_taken(task, id) || given[id] || (doc->field[id].n && !several))
        return;
    document_add_from(arena, doc, id, value->value, cleaned(arena, value->from, ORIGIN_MAX));
}

static void add_found(struct arena *arena, const struct task *task, const struct extract_document *found,
                      struct document *doc) {
    struct extras extras = {0};
    bool given[FIELD_COUNT];
    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        given[id] = doc->field[id].n > 0;
    buf_init(&extras.json);
    buf_add_str(&extras.json, doc->extra.n ? str_slice(doc->extra, 0, doc->extra.n - 1) : STR("{"));
    for (size_t i = 0; i < found->values.n; i++) {
        if (found->values.v[i].field == FIELD_COUNT)
            add_extra(arena, &extras, &found->values.v[i]);
        else
            add_value(arena, task, &found->values.v[i], given, doc);
    }
    buf_add_byte(&extras.json, '}');
    if (extras.json.n > 2)
        doc->extra = arena_str(arena, buf_str(&extras.json));
    buf_fini(&extras.json);
    for (size_t i = 0; i < found->remarks.n; i++)
        document_remark(arena, doc, "%s", cleaned(arena, found->remarks.v[i], REMARK_MAX).p);
}

static struct str joined(struct arena *arena, struct str title, struct str text) {
    struct buf whole;
    buf_init(&whole);
    buf_add_str(&whole, title);
    buf_add_c(&whole, "\n\n");
    buf_add_str(&whole, text);
    struct str kept = arena_str(arena, buf_str(&whole));
    buf_fini(&whole);
    return kept;
}

/* The first line of a text file is its title only where none was given, or the same one; else it belongs to the text. */
static struct str text_of(struct arena *arena, const struct task *task, const struct extract_document *found) {
    struct str given = task->file.given && !task->inherited ? document_get(task->file.given, FIELD_TITLE) : STR_EMPTY;
    if (task->format->id != FORMAT_TEXT || given.n == 0)
        return found->text;
    for (size_t i = 0; i < found->values.n; i++) {
        const struct extract_value *value = &found->values.v[i];
        struct document own = {0};
        if (value->field != FIELD_TITLE)
            continue;
        document_add(arena, &own, FIELD_TITLE, value->value);
        if (!str_eq(document_get(&own, FIELD_TITLE), given))
            return joined(arena, value->value, found->text);
    }
    return found->text;
}

/* A scan without a text layer is known by its name at least. */
static void add_name(struct arena *arena, const struct task *task, struct document *doc) {
    struct str name = str_from(task->file.path), extension;
    const char *slash = strrchr(name.p, '/');
    if (task->format->id != FORMAT_PDF || document_get(doc, FIELD_TITLE).n || document_get(doc, FIELD_TEXT).n)
        return;
    name = slash ? str_from(slash + 1) : name;
    extension = format_extension(arena, name);
    if (extension.p[0] == '.')
        name.n -= extension.n;
    document_add_from(arena, doc, FIELD_TITLE, name, STR("file name"));
}

static void add_texts(struct arena *arena, const struct task *task, const struct extract_document *found,
                      struct document *doc) {
    struct document before = {0};
    if (document_get(doc, FIELD_TEXT).n == 0)
        document_add_from(arena, doc, FIELD_TEXT, text_of(arena, task, found), STR(DOCUMENT_GIVEN));
    if (found->raw.n == 0)
        return;
    document_add(arena, &before, FIELD_TEXT, found->raw);
    doc->raw = document_get(&before, FIELD_TEXT);
}

/* ---- where it is ---- */

static void add_place(struct arena *arena, const struct task *task, struct document *doc) {
    struct str type, more, types = str_from(task->format->media_types);
    str_cut(types, ' ', &type, &more);
    if (doc->field[FIELD_MEDIA_TYPE].n == 0)
        document_add(arena, doc, FIELD_MEDIA_TYPE, type);
    if (doc->field[FIELD_PATH].n == 0)
        document_add(arena, doc, FIELD_PATH, str_from(task->file.path));
    if (doc->field[FIELD_PARENT].n == 0)
        document_add(arena, doc, FIELD_PARENT, task->parent);
    if (doc->field[FIELD_CAPTURED].n == 0)
        document_add(arena, doc, FIELD_CAPTURED, task->input.captured);
    if (doc->field[FIELD_URL].n == 0 && task->input.url.n)
        document_add_from(arena, doc, FIELD_URL, task->input.url,
                          task->carrier ? arena_printf(arena, "%s: address", task->carrier) : STR(DOCUMENT_GIVEN));
}

/* ---- its id ---- */

/* Of the second document of a file that is no list the number counts too. */
static struct str made_id(struct arena *arena, const struct task *task, const struct extract_document *found) {
    if (found->key.n)
        return document_make_id(arena, task->format->name, (struct str[]){found->key}, 1);
    if (task->format->flags & FORMAT_MANY)
        return STR_EMPTY;
    const struct str parts[] = {task->hash, task->input.url, task->parent, task->parent.n ? task->input.name : STR_EMPTY,
                                task->documents ? arena_printf(arena, "%u", task->documents) : STR_EMPTY};
    return document_make_id(arena, "file", parts, sizeof parts / sizeof *parts);
}

static bool has_given_address(const struct task *task, const struct document *doc) {
    return doc->field[FIELD_URL].n && str_eq_c(doc->from[FIELD_URL], DOCUMENT_GIVEN) && task->documents == 0;
}

static void add_id(struct arena *arena, const struct task *task, const struct extract_document *found,
                   struct document *doc) {
    if (doc->field[FIELD_ID].n)
        return;
    doc->id_is_made = !has_given_address(task, doc);
    document_add(arena, doc, FIELD_ID,
                 doc->id_is_made ? made_id(arena, task, found) : document_id_of_address(arena, document_get(doc, FIELD_URL)));
}

void task_document(struct arena *arena, const struct task *task, const struct extract_document *found,
                   struct document *doc) {
    *doc = (struct document){0};
    add_given(arena, task, doc);
    add_place(arena, task, doc);
    add_found(arena, task, found, doc);
    add_texts(arena, task, found, doc);
    add_name(arena, task, doc);
    add_id(arena, task, found, doc);
}
