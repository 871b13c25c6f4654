/* Putting values into a document, each in the normal form of its field.
 *
 * Whoever reads a format (corpus/record.c, an extractor) hands over values as they were written, in any order and more
 * often than the field allows; the rules of what becomes of them stand here. What can only be known when all values are
 * there (language, id, hash, limits) is in document_finish.c. */
#include "corpus/document.h"

#include "corpus/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

#define SHOWN_MAX 80

struct str document_get(const struct document *doc, enum field_id field) {
    return doc->field[field].n ? doc->field[field].v[0] : STR_EMPTY;
}

const struct language *document_language(const struct document *doc) {
    const struct language *language = language_find(document_get(doc, FIELD_LANG));
    return language ? language : language_unknown();
}

void document_remark(struct arena *arena, struct document *doc, const char *format, ...) {
    char text[ERR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct str s = str_from(text);
    if (doc->remarks.n <= DOCUMENT_VALUES_MAX)
        arena_push(arena, &doc->remarks, arena_str(arena, str_slice(s, 0, utf8_floor(s, s.n))));
}

static bool has_value(const struct strs *list, struct str value) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], value))
            return true;
    return false;
}

/* A list past its limit is refused by document_finish; until then a stranger's million values must not be compared with
 * one another. */
static void push_new(struct arena *arena, struct strs *list, struct str value) {
    if (list->n > DOCUMENT_VALUES_MAX || !has_value(list, value))
        arena_push(arena, list, value);
}

/* Adds `s` with every run of white space as one space and none at the ends. */
static void fold_spaces(struct buf *out, struct str s) {
    bool pending = false;
    size_t begin = out->n;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        bool space = u_isUWhiteSpace((UChar32)utf8_next(s, &at));
        if (!space) {
            if (pending && out->n > begin)
                buf_add_byte(out, ' ');
            buf_add(out, s.p + from, at - from);
        }
        pending = space;
    }
}

/* Text keeps its lines; only white space before the first and behind the last character goes. */
static struct str trim_text(struct str s) {
    size_t first = s.n, end = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        if (!u_isUWhiteSpace((UChar32)utf8_next(s, &at))) {
            first = from < first ? from : first;
            end = at;
        }
    }
    return end ? str_slice(s, first, end) : STR_EMPTY;
}

/* Valid UTF-8 without control characters, in the arena, white space as the field wants it. */
static struct str clean_value(struct arena *arena, struct document *doc, const struct field *field,
                              struct str written) {
    struct buf cleaned, folded;
    buf_init(&cleaned);
    buf_init(&folded);
    size_t replaced = 0;
    utf8_clean(&cleaned, written, &replaced);
    if (replaced)
        document_remark(arena, doc, "%zu invalid byte sequences in %s were replaced.", replaced, field->name);
    struct str value;
    if (field->id == FIELD_TEXT) {
        value = trim_text(buf_str(&cleaned));
    } else {
        fold_spaces(&folded, buf_str(&cleaned));
        value = buf_str(&folded);
    }
    value = arena_str(arena, value);
    buf_fini(&folded);
    buf_fini(&cleaned);
    return value;
}

static bool takes_several(const struct field *field) {
    return (field->flags & FIELD_IS_MANY) || field->id == FIELD_SUMMARY || field->id == FIELD_TEXT;
}

/* Whether the value stands in the field now; else it is one more than the field takes. */
static bool put(struct arena *arena, struct document *doc, const struct field *field, struct str value) {
    struct strs *values = &doc->field[field->id];
    if (values->n == 0 || takes_several(field)) {
        push_new(arena, values, value);
        return true;
    }
    if (!has_value(values, value))
        push_new(arena, &doc->more[field->id], value);
    return false;
}

/* The beginning of a value, for a sentence. */
static struct str shown(struct arena *arena, struct str value) {
    if (value.n <= SHOWN_MAX)
        return value;
    return arena_printf(arena, "%.*s...", STR_FMT(str_slice(value, 0, utf8_floor(value, SHOWN_MAX))));
}

static void set_aside(struct arena *arena, struct document *doc, const struct field *field, struct str value,
                      const char *why) {
    struct str start = shown(arena, value);
    document_remark(arena, doc, "%s \"%.*s\" %s and is kept as %s_unrecognised.", field->name, STR_FMT(start), why,
                    field->name);
    push_new(arena, &doc->unrecognised[field->id], value);
}

static void add_code(struct arena *arena, struct document *doc, const struct field *field, struct str value) {
    struct str code = code_find(field->table, value);
    if (code.n == 0)
        set_aside(arena, doc, field, value, "is not known");
    else if (field->id == FIELD_LANG && str_eq_c(code, language_unknown()->code))
        return; /* "und" says that nobody knows: as if nothing had been given */
    else
        put(arena, doc, field, arena_str(arena, code));
}

static void add_date(struct arena *arena, struct document *doc, const struct field *field, struct str value) {
    struct date date;
    if (!date_parse(value, &date)) {
        set_aside(arena, doc, field, value, "is not read as a date (2021, 2021-05 and 2021-05-03 are)");
    } else if (date_is_placeholder(date)) {
        set_aside(arena, doc, field, value, "is what programs write when they know no date");
    } else {
        struct buf normal;
        buf_init(&normal);
        date_format(&normal, date);
        if (put(arena, doc, field, arena_str(arena, buf_str(&normal))))
            doc->date = date;
        buf_fini(&normal);
    }
}

static void add(struct arena *arena, struct document *doc, enum field_id id, struct str written) {
    const struct field *field = field_row(id);
    struct str value = clean_value(arena, doc, field, written);
    if (value.n == 0)
        return;
    if (field->flags & FIELD_IS_DERIVED)
        push_new(arena, &doc->more[id], value);
    else if (field->kind == FIELD_KIND_CODE)
        add_code(arena, doc, field, value);
    else if (field->kind == FIELD_KIND_DATE)
        add_date(arena, doc, field, value);
    else
        put(arena, doc, field, value);
}

/* Values of one field may come from several places: each is named once. */
static void name_origin(struct arena *arena, struct document *doc, enum field_id id, struct str from) {
    struct str *known = &doc->from[id];
    if (id == FIELD_ID) /* given or made, it is only a name */
        return;
    if (known->n == 0)
        *known = from;
    else if (memmem(known->p, known->n, from.p, from.n) == NULL && known->n < DOCUMENT_VALUE_MAX)
        *known = arena_printf(arena, "%.*s; %.*s", STR_FMT(*known), STR_FMT(from));
}

void document_add_from(struct arena *arena, struct document *doc, enum field_id id, struct str written,
                       struct str from) {
    size_t n = doc->field[id].n;
    add(arena, doc, id, written);
    if (doc->field[id].n > n)
        name_origin(arena, doc, id, from);
}

void document_add(struct arena *arena, struct document *doc, enum field_id id, struct str written) {
    document_add_from(arena, doc, id, written, STR(DOCUMENT_GIVEN));
}

void document_guess(struct arena *arena, struct document *doc, enum field_id id, struct str written, struct str from) {
    if (doc->field[id].n && !doc->guessed[id])
        return;
    doc->guessed[id] = true;
    document_add_from(arena, doc, id, written, from);
    doc->guessed[id] = doc->field[id].n > 0;
}
