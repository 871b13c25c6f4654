/* RTF: unrtf makes HTML of it in a cage of its own, and markup.h paragraphs of that. */
#include "indexer/confine/tool.h"
#include "indexer/extract/mail_date.h"
#include "indexer/extract/markup.h"
#include "indexer/extract/properties.h"

#include "corpus/base/utf8.h"

#include <stdio.h>
#include <string.h>

#define FROM "rtf: info"
#define OUTPUT_MAX ((size_t)96 << 20)

/* What stands between two strings; empty when it is not there. */
static struct str between(struct str s, const char *open, const char *close) {
    const char *from = memmem(s.p, s.n, open, strlen(open));
    if (!from)
        return STR_EMPTY;
    struct str rest = str_slice(s, (size_t)(from - s.p) + strlen(open), s.n);
    const char *to = memmem(rest.p, rest.n, close, strlen(close));
    return str_slice(rest, 0, to ? (size_t)(to - rest.p) : 0);
}

static bool starts(struct str s, const char *word) {
    return str_starts(s, str_from(word));
}

/* "&#55296;&#57136;" is one character: RTF has it in two halves, and unrtf leaves them so. Gives the bytes read. */
static size_t put_pair(struct buf *out, struct str s) {
    unsigned high = 0, low = 0;
    int n = 0;
    char head[20] = {0};
    memcpy(head, s.p, s.n < sizeof head - 1 ? s.n : sizeof head - 1);
    bool is_pair = sscanf(head, "&#%5u;&#%5u;%n", &high, &low, &n) == 2 && n && high >= 0xD800 && high < 0xDC00 &&
                   low >= 0xDC00 && low < 0xE000;
    if (is_pair)
        utf8_put(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    return is_pair ? (size_t)n : 0;
}

/* In unrtf's HTML a line's end is that of a paragraph, and any space may be one that does not break. */
static struct str mend_html(struct arena *arena, struct str html) {
    struct buf out;
    buf_init(&out);
    while (html.n) {
        size_t n = 0;
        while (n < html.n && html.p[n] != '<' && html.p[n] != '&')
            n++;
        buf_add(&out, html.p, n);
        html = str_slice(html, n, html.n);
        n = put_pair(&out, html);
        if (n == 0 && starts(html, "<br>")) {
            buf_add_c(&out, "<p>");
            n = 4;
        } else if (n == 0 && starts(html, "&nbsp;")) {
            buf_add_byte(&out, ' ');
            n = 6;
        } else if (n == 0 && html.n) {
            buf_add_byte(&out, html.p[0]);
            n = 1;
        }
        html = str_slice(html, n, html.n);
    }
    struct str copy = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return copy;
}

static void read_info(struct arena *arena, struct extract_document *doc, struct str html) {
    struct str head = between(html, "<head>", "</head>");
    properties_title(arena, doc, markup_text(arena, between(head, "<title>", "</title>")), FROM);
    properties_author(arena, doc, markup_text(arena, between(head, "name=\"author\" content=\"", "\">")), FROM);
    properties_dates(arena, doc, mail_date_day(arena, between(head, "<!--creation date: ", "-->")),
                     mail_date_day(arena, between(head, "<!--revision date: ", "-->")), FROM);
}

enum err_code extract_rtf(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                          struct err *e) {
    static const char *const ARGV[] = {"unrtf", "--html", "--nopict", "/dev/stdin", NULL};
    struct tool_result result;
    enum err_code code = tool_run(arena, ARGV, input->bytes, OUTPUT_MAX, &result, e);
    if (code)
        return code;
    const char *body = memmem(result.out.p, result.out.n, "<body", 5);
    if (!body)
        return err_set(e, ERR_INPUT, "It is damaged: unrtf could read nothing of it.");
    struct extract_document doc = {0};
    size_t at = (size_t)(body - result.out.p);
    read_info(arena, &doc, str_slice(result.out, 0, at));
    doc.text = markup_text(arena, mend_html(arena, str_slice(result.out, at, result.out.n)));
    properties_title_of_text(arena, &doc, "rtf: first paragraph");
    properties_remarks(arena, &doc, result.cut || result.exit_status != 0);
    sink->document(sink, &doc);
    return ERR_OK;
}
