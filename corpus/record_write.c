/* Documents as JSON text: what `show` and search results give out, and what record_parse reads back.
 *
 * Written by hand and not by a library, because the order of fields and the bytes must not depend on a library's mood:
 * the same document always gives the same line. Nothing of a document is left out but its remarks. */
#include "corpus/base/utf8.h"
#include "corpus/record_parts.h"

#include <string.h>

static const char *short_escape(unsigned char c) {
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

static bool is_plain(unsigned char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

static size_t plain_run(struct str s, size_t at) {
    size_t from = at;
    while (at < s.n && is_plain((unsigned char)s.p[at]))
        at++;
    return at - from;
}

/* Invalid bytes become U+FFFD here, whatever came before: a reader of our JSON must never meet them. */
static size_t write_special(struct buf *out, struct str s, size_t at) {
    size_t end = at;
    uint32_t character = utf8_next(s, &end);
    const char *escape = character < 0x80 ? short_escape((unsigned char)character) : NULL;
    if (escape)
        buf_add_c(out, escape);
    else if (character < 0x80 || character == 0x2028 || character == 0x2029)
        buf_addf(out, "\\u%04x", (unsigned)character);
    else
        utf8_put(out, character);
    return end - at;
}

void record_write_string(struct buf *out, struct str s) {
    buf_add_byte(out, '"');
    for (size_t at = 0; at < s.n;) {
        size_t run = plain_run(s, at);
        buf_add(out, s.p + at, run);
        at += run;
        if (at < s.n)
            at += write_special(out, s, at);
    }
    buf_add_byte(out, '"');
}

static void write_key(struct buf *out, const char *name, const char *ending) {
    if (out->data[out->n - 1] != '{')
        buf_add_byte(out, ',');
    buf_addf(out, "\"%s%s\":", name, ending);
}

static void write_list(struct buf *out, const struct strs *values) {
    buf_add_byte(out, '[');
    for (size_t i = 0; i < values->n; i++) {
        buf_add_c(out, i ? "," : "");
        record_write_string(out, values->v[i]);
    }
    buf_add_byte(out, ']');
}

static void write_field(struct buf *out, const struct field *field, const struct strs *values) {
    if (values->n == 0)
        return;
    write_key(out, field->name, "");
    if (field->flags & FIELD_IS_MANY)
        write_list(out, values);
    else
        record_write_string(out, values->v[0]);
}

static void write_set_aside(struct buf *out, const struct field *field, const char *ending, const struct strs *values) {
    if (values->n == 0)
        return;
    write_key(out, field->name, ending);
    write_list(out, values);
}

/* "title_from":"html: og:title", of what nobody gave; then which fields are guesses. */
static void write_origins(struct buf *out, const struct document *doc) {
    struct strs guessed = {0};
    struct str names[FIELD_COUNT];
    guessed.v = names;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        if (doc->field[id].n == 0)
            continue;
        if (doc->from[id].n && !str_eq_c(doc->from[id], DOCUMENT_GIVEN)) {
            write_key(out, field_row(id)->name, RECORD_FROM);
            record_write_string(out, doc->from[id]);
        }
        if (doc->guessed[id])
            names[guessed.n++] = str_from(field_row(id)->name);
    }
    if (guessed.n == 0)
        return;
    write_key(out, RECORD_GUESSED, "");
    write_list(out, &guessed);
}

void record_write(struct buf *out, const struct document *doc, enum record_part part) {
    buf_add_byte(out, '{');
    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        if (id != FIELD_TEXT || part == RECORD_WHOLE)
            write_field(out, field_row(id), &doc->field[id]);
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        write_set_aside(out, field_row(id), RECORD_UNRECOGNISED, &doc->unrecognised[id]);
        write_set_aside(out, field_row(id), RECORD_MORE, &doc->more[id]);
    }
    write_origins(out, doc);
    if (doc->extra.n) {
        buf_add_c(out, out->data[out->n - 1] == '{' ? "" : ",");
        buf_add_str(out, str_slice(doc->extra, 1, doc->extra.n - 1));
    }
    buf_add_byte(out, '}');
}
