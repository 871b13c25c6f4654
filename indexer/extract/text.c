/* Plain text and Markdown: the first line as title where an empty line follows, then the text, with the breaks of lines
 * and pages undone that were made for paper (pages.h).
 *
 * Of Markdown the head in front ("---", title: ..., "---") gives the fields that it names, and the first heading the
 * title; its signs stay in the text. */
#include "indexer/extract/charset.h"
#include "indexer/extract/extract.h"
#include "indexer/extract/pages.h"
#include "indexer/extract/properties.h"

#include <string.h>

/* A longer first line is a paragraph, not a title. */
#define TITLE_LINE_MAX 512u
/* Control characters, in a hundred bytes, from which on it is no text. */
#define CONTROLS_MAX 5u
#define LOOK_AT ((size_t)64 << 10)

static bool cut_title(struct str bytes, struct str *title, struct str *rest) {
    struct str second;
    while (str_cut(bytes, '\n', title, rest) && str_trim(*title).n == 0)
        bytes = *rest;
    return str_cut(bytes, '\n', title, rest) && title->n <= TITLE_LINE_MAX && str_cut(*rest, '\n', &second, rest) &&
           str_trim(second).n == 0;
}

/* "## A heading ##" is "A heading". */
static struct str without_signs(struct str heading) {
    while (heading.n && heading.p[0] == '#')
        heading = str_slice(heading, 1, heading.n);
    while (heading.n && heading.p[heading.n - 1] == '#')
        heading.n--;
    return str_trim(heading);
}

static struct str unquoted(struct str value) {
    value = str_trim(value);
    bool is_quoted = value.n > 1 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0];
    return is_quoted ? str_slice(value, 1, value.n - 1) : value;
}

/* "key: value" and "key: [a, b]" up to the closing line; gives the text behind it, all of it where there is no head. */
static struct str read_front(struct arena *arena, struct extract_document *doc, struct str text) {
    struct str line, rest, name, value, one;
    if (!str_cut(text, '\n', &line, &rest) || !str_eq_c(str_trim(line), "---"))
        return text;
    const char *end = memmem(rest.p, rest.n, "\n---", 4);
    if (!end)
        return text;
    struct str front = str_slice(rest, 0, (size_t)(end - rest.p));
    while (front.n) {
        str_cut(front, '\n', &line, &front);
        const struct field *field = str_cut(line, ':', &name, &value) ? field_find(str_trim(name)) : NULL;
        value = unquoted(value);
        if (!field || field->id == FIELD_TEXT || (field->flags & FIELD_IS_DERIVED))
            continue;
        bool is_list = value.n > 1 && value.p[0] == '[' && value.p[value.n - 1] == ']';
        value = is_list ? str_slice(value, 1, value.n - 1) : value;
        while (value.n) {
            str_cut(value, is_list ? ',' : '\n', &one, &value);
            extract_value(arena, doc, field->id, unquoted(one), "markdown: front matter");
        }
    }
    rest = str_slice(rest, (size_t)(end - rest.p) + 4, rest.n);
    str_cut(rest, '\n', &line, &rest);
    return rest;
}

static bool is_markdown(const struct extract_input *input) {
    static const char *const ENDINGS[] = {".md", ".markdown", ".mdown"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++)
        if (str_ends(input->name, str_from(ENDINGS[i])))
            return true;
    return str_starts(input->media_type, STR("text/markdown")) || str_starts(input->media_type, STR("text/x-markdown"));
}

static bool is_binary(struct str text) {
    size_t controls = 0, n = text.n < LOOK_AT ? text.n : LOOK_AT;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        controls += c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1B && c != 0x1A;
    }
    return 100 * controls > CONTROLS_MAX * n;
}

enum err_code extract_text(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct extract_document doc = {0};
    struct charset_text decoded;
    struct pages pages;
    charset_decode(arena, input->bytes, input->charset, &decoded);
    struct str text = decoded.text, title, rest;
    if (is_binary(text))
        return err_set(e, ERR_INPUT, "It is no text: too many of its bytes are none of any writing.");
    bool markdown = is_markdown(input);
    if (markdown)
        text = read_front(arena, &doc, text);
    if (cut_title(text, &title, &rest)) {
        title = markdown ? without_signs(title) : str_trim(title);
        if (!properties_has(&doc, FIELD_TITLE))
            extract_value(arena, &doc, FIELD_TITLE, title, "text: first line");
        text = rest;
    }
    pages_clean(arena, text, PAGES_OF_TEXT, &pages);
    doc.text = pages.text;
    doc.raw = pages.raw;
    sink->document(sink, &doc);
    return ERR_OK;
}
