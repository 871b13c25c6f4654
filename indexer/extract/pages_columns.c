/* Typed columns that stand side by side, parted by spaces: the left one first, then the right one.
 *
 * A page has columns when in most of its lines words begin at one place behind three spaces and more, and what stands
 * left and right of it is prose: the cells of a table are shorter, and stay in their line. */
#include "indexer/extract/pages.h"

#include <string.h>

/* Where a column may begin, in bytes from the beginning of a line. */
#define PLACES 200u
#define LEAST_LINES 8u
#define GAP 3u
#define PROSE 20u

/* Where the first word behind a wide gap within the line begins; 0 when there is none. */
static size_t right_begins(struct str line, size_t after) {
    size_t spaces = 0;
    bool any = false;
    for (size_t i = 0; i < line.n && i < PLACES; i++) {
        if (line.p[i] == ' ') {
            spaces++;
            continue;
        }
        if (any && spaces >= GAP && i > after)
            return i;
        spaces = 0;
        any = true;
    }
    return 0;
}

static size_t count_continuation_bytes(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) == 0x80;
    return n;
}

/* A place in characters as a place in bytes of this line; its end where it is shorter. */
static size_t byte_at(struct str line, size_t characters) {
    size_t i = 0;
    for (; i < line.n && characters; i++)
        characters -= i + 1 == line.n || ((unsigned char)line.p[i + 1] & 0xC0) != 0x80;
    return i;
}

/* The place, in characters, at which most lines have a right column. */
static size_t common_place(const struct page *page) {
    unsigned votes[PLACES + 1] = {0}, lines = 0, best = 0;
    for (size_t i = 0; i < page->n; i++) {
        struct str line = page->lines[i];
        lines += str_trim(line).n > 0;
        size_t at = right_begins(line, PROSE);
        votes[at - count_continuation_bytes(str_slice(line, 0, at))]++;
    }
    for (unsigned i = PROSE; i <= PLACES; i++)
        best = votes[i] > votes[best] || best == 0 ? i : best;
    return lines >= LEAST_LINES && 2 * votes[best] >= lines ? best : 0;
}

/* Whether nothing crosses the place in most lines, and both sides are long enough to be prose. */
static bool parts_prose(const struct page *page, size_t place) {
    size_t both = 0, left_bytes = 0, right_bytes = 0, crossed = 0;
    for (size_t i = 0; i < page->n; i++) {
        struct str line = page->lines[i];
        size_t at = byte_at(line, place);
        struct str left = str_trim(str_slice(line, 0, at)), right = str_trim(str_slice(line, at, line.n));
        if (left.n == 0 || right.n == 0)
            continue;
        crossed += at < 2 || line.p[at - 1] != ' ' || line.p[at - 2] != ' ';
        both++;
        left_bytes += left.n;
        right_bytes += right.n;
    }
    return both >= LEAST_LINES / 2 && 10 * crossed <= both && left_bytes >= PROSE * both && right_bytes >= PROSE * both;
}

void pages_unfold_columns(struct arena *arena, struct page *page) {
    size_t place = common_place(page);
    if (!place || !parts_prose(page, place))
        return;
    struct page unfolded = {.lines = arena_array(arena, 2 * page->n + 1, sizeof *unfolded.lines),
                            .dropped = arena_array(arena, 2 * page->n + 1, sizeof *unfolded.dropped)};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < page->n; i++) {
            struct str line = page->lines[i];
            size_t at = byte_at(line, place);
            bool crosses = at < line.n && at > 1 && (line.p[at - 1] != ' ' || line.p[at - 2] != ' ');
            struct str part =
                side == 0 ? str_slice(line, 0, crosses ? line.n : at) : str_slice(line, crosses ? line.n : at, line.n);
            unfolded.dropped[unfolded.n] = page->dropped[i];
            unfolded.lines[unfolded.n++] = part;
        }
        if (side == 0)
            unfolded.lines[unfolded.n++] = STR_EMPTY;
    }
    *page = unfolded;
}
