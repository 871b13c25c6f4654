/* Tables: the first row names the fields as records do (schemas/fields.def), each further row is a document.
 *
 * Columns with other names are kept as they are. Where no column is the text, the cells of those are it, each with its
 * name, so that a table of whatever kind can be searched. Several values in a cell of a field that takes them stand
 * between semicolons. */
#include "indexer/extract/csv.h"
#include "indexer/extract/charset.h"
#include "indexer/extract/extract.h"

#include "corpus/base/buf.h"

#include <string.h>

#define FROM "table: column"

struct table {
    struct arena *arena; /* of the table: its head */
    struct strs names;
    const struct field **fields; /* of each column; NULL: the field table does not know it */
    bool has_text;
};

static struct str fold_name(struct arena *arena, struct str name) {
    struct str copy = arena_str(arena, str_trim(name));
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == ' ' || copy.p[i] == '-')
            ((char *)copy.p)[i] = '_';
    return copy;
}

static void read_head(struct table *t, const struct strs *cells) {
    t->fields = arena_array(t->arena, cells->n + 1, sizeof(struct field *));
    for (size_t i = 0; i < cells->n; i++) {
        struct str name = arena_str(t->arena, str_trim(cells->v[i]));
        if (name.n == 0)
            name = arena_printf(t->arena, "column_%zu", i + 1);
        arena_push(t->arena, &t->names, name);
        t->fields[i] = field_find(fold_name(t->arena, name));
        t->has_text |= t->fields[i] && t->fields[i]->id == FIELD_TEXT;
    }
}

static void add_values(struct arena *arena, struct extract_document *doc, const struct field *field, struct str cell) {
    struct str one, rest = cell;
    if (!(field->flags & FIELD_IS_MANY)) {
        extract_value(arena, doc, field->id, cell, FROM);
        return;
    }
    while (rest.n) {
        str_cut(rest, ';', &one, &rest);
        extract_value(arena, doc, field->id, str_trim(one), FROM);
    }
}

static void add_cell(struct table *t, struct arena *arena, struct extract_document *doc, size_t i, struct str cell,
                     struct buf *text) {
    const struct field *field = i < t->names.n ? t->fields[i] : NULL;
    struct str name = i < t->names.n ? t->names.v[i] : arena_printf(arena, "column_%zu", i + 1);
    if (cell.n == 0)
        return;
    if (field && field->id == FIELD_TEXT) {
        buf_add_c(text, text->n ? "\n\n" : "");
        buf_add_str(text, cell);
    } else if (field) {
        add_values(arena, doc, field, cell);
    } else {
        extract_extra(arena, doc, name.p, cell, FROM);
        if (!t->has_text)
            buf_addf(text, "%s%.*s: %.*s", text->n ? "\n\n" : "", STR_FMT(name), STR_FMT(cell));
    }
}

static bool give_row(struct table *t, struct arena *arena, const struct strs *cells, uint64_t line,
                     struct extract_sink *sink) {
    struct extract_document doc = {0};
    struct buf text;
    buf_init(&text);
    for (size_t i = 0; i < cells->n; i++)
        add_cell(t, arena, &doc, i, str_trim(cells->v[i]), &text);
    doc.text = buf_str(&text);
    if (cells->n > t->names.n)
        extract_remark(arena, &doc, "The row at line %llu has %zu cells where the head has %zu.",
                       (unsigned long long)line, cells->n, t->names.n);
    bool wants_more = sink->document(sink, &doc);
    buf_fini(&text);
    return wants_more;
}

enum err_code extract_csv(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                          struct err *e) {
    struct charset_text decoded;
    struct table t = {.arena = arena};
    struct csv csv;
    struct strs cells;
    charset_decode(arena, input->bytes, input->charset, &decoded);
    csv_begin(&csv, decoded.text);
    if (!csv_next(&csv, arena, &cells))
        return err_set(e, ERR_INPUT, "There is no row in the table.");
    read_head(&t, &cells);
    size_t rows = 0;
    bool wants_more = true;
    while (wants_more) {
        struct arena *own = arena_new(); /* of one row */
        uint64_t line = csv.line;
        bool is_row = csv_next(&csv, own, &cells);
        wants_more = is_row && give_row(&t, own, &cells, line, sink);
        rows += is_row;
        arena_free(&own);
    }
    return rows ? ERR_OK : err_set(e, ERR_INPUT, "The table has a head, but no row below it.");
}
