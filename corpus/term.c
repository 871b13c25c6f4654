/* Writing tokens and values as terms; the scheme stands in the header. */
#include "corpus/term.h"

#include "corpus/base/utf8.h"
#include "corpus/tokens.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <xxhash.h>

#define CUT_MARK_BYTES 17 /* '#' and 16 hex digits */

_Static_assert(2 * TOKEN_FORM_MAX + 3 <= TERM_MAX, "XE, folded form, tab and surface fit");

static void begin(struct buf *out, const char *prefix) {
    buf_clear(out);
    buf_add_c(out, prefix);
}

static void add_form(struct buf *out, struct str form) {
    buf_add_str(out, form);
    assert(out->n <= TERM_MAX && "tokens.h cuts forms so that word terms fit");
}

/* Xapian takes terms of 245 bytes; half of two long values must not look alike, so what is cut off leaves its hash. */
static void add_value(struct buf *out, struct str value) {
    if (out->n + value.n <= TERM_MAX) {
        buf_add_str(out, value);
        return;
    }
    size_t kept = utf8_floor(value, TERM_MAX - CUT_MARK_BYTES - out->n);
    buf_add_str(out, str_slice(value, 0, kept));
    buf_addf(out, "#%016" PRIx64, (uint64_t)XXH3_64bits(value.p, value.n));
}

void term_word(struct buf *out, const struct field *field, struct str folded) {
    begin(out, field->prefix);
    add_form(out, folded);
}

void term_stem(struct buf *out, const struct field *field, const struct language *language, struct str stem) {
    begin(out, field->prefix);
    buf_addf(out, "Z%s:", language->code);
    add_form(out, stem);
}

void term_piece_word(struct buf *out, const struct field *field, struct str word) {
    begin(out, field->prefix);
    buf_add_c(out, "XW");
    add_form(out, word);
}

void term_surface_beginning(struct buf *out, struct str folded) {
    begin(out, "XE");
    buf_add_str(out, folded);
}

void term_surface_prefix(struct buf *out, struct str folded) {
    term_surface_beginning(out, folded);
    buf_add_byte(out, '\t');
}

bool term_surface_parts(struct str term, struct str *folded, struct str *surface) {
    return str_starts(term, STR("XE")) && str_cut(str_slice(term, 2, term.n), '\t', folded, surface);
}

void term_surface(struct buf *out, struct str folded, struct str surface) {
    term_surface_prefix(out, folded);
    add_form(out, surface);
}

void term_never_plain(struct buf *out, struct str folded) {
    begin(out, "XN");
    add_form(out, folded);
}

static const struct field *field_of_words(struct str prefix) {
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        const bool has_words = field->kind == FIELD_KIND_TEXT || field->kind == FIELD_KIND_NAME;
        if (has_words && str_eq_c(prefix, field->prefix))
            return field;
    }
    return NULL;
}

bool term_word_parts(struct str term, const struct field **field, const struct language **language, struct str *form) {
    size_t n = 0;
    while (n < term.n && term.p[n] >= 'A' && term.p[n] <= 'Z')
        n++;
    struct str prefix = str_slice(term, 0, n), code;
    const bool is_stem = str_ends(prefix, STR("Z")), is_piece_word = str_ends(prefix, STR("XW"));
    *form = str_slice(term, n, term.n);
    *language = NULL;
    *field = field_of_words(str_slice(prefix, 0, n - (is_stem ? 1 : is_piece_word ? 2 : 0)));
    if (is_stem && str_cut(*form, ':', &code, form))
        *language = language_find(code);
    return *field && form->n && form->p[0] != '=' && (*language != NULL) == is_stem;
}

void term_value(struct buf *out, const struct field *field, struct str value) {
    begin(out, field->prefix);
    switch (field->kind) {
    case FIELD_KIND_NAME:
        buf_add_byte(out, '=');
        break;
    case FIELD_KIND_CODE:
    case FIELD_KIND_KEYWORD:
        if (strlen(field->prefix) > 1)
            buf_add_byte(out, ':');
        break;
    case FIELD_KIND_ID:
    case FIELD_KIND_URL:
    case FIELD_KIND_DATE:
        break;
    case FIELD_KIND_TEXT:
    case FIELD_KIND_PLAIN:
        assert(!"a field with terms of whole values");
    }
    add_value(out, value);
}

void term_id(struct buf *out, struct str id) {
    term_value(out, field_row(FIELD_ID), id);
}
