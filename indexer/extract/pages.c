/* Cuts the text into pages and lines, and puts together what the other files of the room make of them. */
#include "indexer/extract/pages.h"

#include "corpus/base/buf.h"

#include <string.h>

static size_t count_byte(struct str s, char byte) {
    size_t n = 0;
    for (const char *at = s.p; n < s.n && (at = memchr(at, byte, (size_t)(s.p + s.n - at))); at++)
        n++;
    return n;
}

static struct str trim_end(struct str line) {
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\t'))
        line.n--;
    return line;
}

static struct page page_of(struct arena *arena, struct str text) {
    struct page page = {.n = 0};
    size_t room = count_byte(text, '\n') + 1;
    page.lines = arena_array(arena, room, sizeof *page.lines);
    page.dropped = arena_array(arena, room, sizeof *page.dropped);
    while (text.n) {
        struct str line;
        str_cut(text, '\n', &line, &text);
        page.lines[page.n++] = trim_end(line);
    }
    return page;
}

static bool is_empty(struct str page) {
    for (size_t i = 0; i < page.n; i++)
        if (page.p[i] > ' ' || (unsigned char)page.p[i] >= 0x80)
            return false;
    return true;
}

static struct str raw_of(struct arena *arena, struct str text, const struct page *pages, size_t n) {
    bool is_cleaned = false;
    for (size_t i = 0; i < n && !is_cleaned; i++)
        for (size_t k = 0; k < pages[i].n && !is_cleaned; k++)
            is_cleaned = pages[i].dropped[k];
    if (!is_cleaned)
        return STR_EMPTY;
    struct buf raw;
    buf_init(&raw);
    struct str page;
    while (text.n) {
        str_cut(text, '\f', &page, &text);
        buf_add_str(&raw, page);
        buf_add_c(&raw, text.n ? "\n\n" : "");
    }
    struct str copy = arena_str(arena, buf_str(&raw));
    buf_fini(&raw);
    return copy;
}

void pages_clean(struct arena *arena, struct str text, enum pages_kind kind, struct pages *out) {
    size_t room = count_byte(text, '\f') + 1, n = 0;
    struct page *pages = arena_array(arena, room, sizeof *pages);
    *out = (struct pages){.empty = arena_array(arena, room, sizeof *out->empty)};
    struct str rest = text, one;
    while (rest.n) {
        str_cut(rest, '\f', &one, &rest);
        if (is_empty(one))
            out->empty[out->empty_count++] = n + 1;
        pages[n++] = page_of(arena, one);
    }
    pages_drop_edges(arena, pages, n);
    out->raw = raw_of(arena, text, pages, n);
    for (size_t i = 0; kind == PAGES_OF_TEXT && i < n; i++)
        pages_unfold_columns(arena, &pages[i]);
    out->text = pages_join(arena, pages, n, kind, text);
    out->count = n;
}
