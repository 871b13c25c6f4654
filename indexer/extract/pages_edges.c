/* Running heads and feet, and page numbers.
 *
 * A line is one when, but for its numbers, it stands near the same edge of most pages between the first and the last
 * that have it: so the head of a chapter is found as well as that of the whole. Numbers alone must count the pages.
 * What would take away most of the text is no furniture. */
#include "indexer/extract/pages.h"

#include "corpus/base/buf.h"
#include "corpus/base/strmap.h"

#include <ctype.h>
#include <string.h>

/* Lines from an edge that are looked at, and the longest that can be a running head. */
#define ZONE 4u
#define LINE_MAX_BYTES 300u
/* Fewer pages prove nothing. */
#define LEAST_PAGES 3u

enum edge { HEAD, FOOT, EDGES };

/* Where a line is met: by its key, per edge. */
struct seen {
    size_t first, last, pages;
};

/* Signs, and the bytes of dashes and bullets. */
static bool decorates_number(char c) {
    unsigned char byte = (unsigned char)c;
    return (byte && strchr(" -./|[]()*_", c)) || (byte >= 0x80 && byte < 0xE3);
}

/* A line that is nothing but a number, with what decorates it: "- 12 -", "12 / 80"; "Page 12" is none. */
static bool is_number(struct str line, unsigned long *number) {
    bool any = false;
    *number = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (isdigit((unsigned char)c) && *number < 100000 && (!any || isdigit((unsigned char)line.p[i - 1]))) {
            *number = *number * 10 + (unsigned long)(c - '0');
            any = true;
        } else if (any && isdigit((unsigned char)c)) {
            break; /* "12 / 80": the first one counts */
        } else if (!decorates_number(c)) {
            return false;
        }
    }
    return any;
}

/* The line with each number as '#', and runs of spaces as one. */
static struct str key_of(struct arena *arena, struct str line, enum edge edge) {
    char *key = arena_alloc(arena, line.n + 2);
    size_t n = 0;
    key[n++] = edge == HEAD ? 'h' : 'f';
    for (size_t i = 0; i < line.n; i++) {
        char c = isdigit((unsigned char)line.p[i]) ? '#' : line.p[i] == '\t' ? ' ' : line.p[i];
        if ((c == '#' || c == ' ') && key[n - 1] == c)
            continue;
        key[n++] = c;
    }
    return (struct str){key, n};
}

/* The lines near an edge that are not empty, from the edge on; gives how many. */
static size_t zone_of(const struct page *page, enum edge edge, size_t zone[ZONE]) {
    size_t n = 0;
    for (size_t i = 0; i < page->n && n < ZONE; i++) {
        size_t at = edge == HEAD ? i : page->n - 1 - i;
        struct str line = str_trim(page->lines[at]);
        if (line.n && line.n <= LINE_MAX_BYTES)
            zone[n++] = at;
        else if (line.n)
            break;
    }
    return n;
}

static void note(struct strmap *map, struct seen *seen, size_t *count, struct str key, size_t page) {
    bool is_new;
    uint64_t *at = strmap_put(map, key, &is_new);
    if (is_new) {
        *at = (*count)++;
        seen[*at] = (struct seen){.first = page, .last = page, .pages = 1};
        return;
    }
    struct seen *s = &seen[*at];
    s->pages += s->last != page;
    s->last = page;
}

/* On two of five pages between its first and its last; left and right pages may have heads of their own. */
static bool is_running(const struct seen *s) {
    size_t between = s->last - s->first + 1;
    return s->pages >= LEAST_PAGES && 5 * s->pages >= 2 * between;
}

static void drop_repeated(struct arena *arena, struct page *pages, size_t n) {
    struct strmap *map = strmap_new();
    struct seen *seen = arena_array(arena, n * EDGES * ZONE, sizeof *seen);
    size_t count = 0, zone[ZONE];
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < n; i++)
            for (int edge = HEAD; edge < EDGES; edge++) {
                size_t lines = zone_of(&pages[i], (enum edge)edge, zone);
                for (size_t k = 0; k < lines; k++) {
                    struct str line = str_trim(pages[i].lines[zone[k]]);
                    unsigned long number;
                    if (is_number(line, &number))
                        continue;
                    struct str key = key_of(arena, line, (enum edge)edge);
                    if (round == 0)
                        note(map, seen, &count, key, i);
                    else
                        pages[i].dropped[zone[k]] |= is_running(&seen[*strmap_get(map, key)]);
                }
            }
    strmap_free(&map);
}

/* A number at the edge of page i, behind what is dropped already; 0 when there is none. */
static unsigned long number_at(const struct page *page, enum edge edge, size_t *line) {
    size_t zone[ZONE], lines = zone_of(page, edge, zone);
    for (size_t k = 0; k < lines; k++) {
        unsigned long number;
        *line = zone[k];
        if (is_number(str_trim(page->lines[zone[k]]), &number))
            return number;
        if (!page->dropped[zone[k]])
            return 0;
    }
    return 0;
}

/* Whether the pages around have the numbers that go with this one. */
static bool counts_pages(const struct page *pages, size_t n, size_t i, enum edge edge, unsigned long number) {
    size_t line;
    for (size_t step = 1; step <= 2; step++) {
        if (i >= step && number > step && number_at(&pages[i - step], edge, &line) == number - step)
            return true;
        if (i + step < n && number_at(&pages[i + step], edge, &line) == number + step)
            return true;
    }
    return false;
}

static void drop_numbers(struct page *pages, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (int edge = HEAD; edge < EDGES; edge++) {
            size_t line;
            unsigned long number = number_at(&pages[i], (enum edge)edge, &line);
            if (number && counts_pages(pages, n, i, (enum edge)edge, number))
                pages[i].dropped[line] = true;
        }
}

/* Where most of the text would go, it is the text that repeats: slides, forms, lists of one line a page. */
static bool drops_too_much(const struct page *pages, size_t n) {
    size_t dropped = 0, kept = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < pages[i].n; k++)
            *(pages[i].dropped[k] ? &dropped : &kept) += str_trim(pages[i].lines[k]).n;
    return dropped > kept;
}

static void keep_all(struct page *pages, size_t n) {
    for (size_t i = 0; i < n; i++)
        memset(pages[i].dropped, 0, pages[i].n * sizeof *pages[i].dropped);
}

void pages_drop_edges(struct arena *arena, struct page *pages, size_t n) {
    if (n >= LEAST_PAGES)
        drop_repeated(arena, pages, n);
    drop_numbers(pages, n);
    if (drops_too_much(pages, n))
        keep_all(pages, n);
}
