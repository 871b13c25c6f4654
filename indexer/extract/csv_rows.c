/* A quote within a quoted cell is written twice; one that is never closed ends at the end of its line, not of the file.
 */
#include "indexer/extract/csv.h"

#include "corpus/base/buf.h"

#include <string.h>

/* A quoted cell may hold line feeds, but not a whole table. */
#define CELL_MAX ((size_t)64 << 20)

void csv_begin(struct csv *csv, struct str text) {
    static const char SEPARATORS[] = "\t;,|";
    struct str line, rest;
    size_t counts[sizeof SEPARATORS] = {0}, best = 2;
    bool quoted = false;
    str_cut(text, '\n', &line, &rest);
    /* Excel says which it is. */
    bool is_told = str_starts(line, STR("sep=")) && line.n >= 5;
    for (size_t i = 0; i < line.n; i++) {
        quoted ^= line.p[i] == '"';
        const char *at = quoted || !line.p[i] ? NULL : strchr(SEPARATORS, line.p[i]);
        if (at)
            counts[at - SEPARATORS]++;
    }
    for (size_t i = 0; i + 1 < sizeof SEPARATORS; i++)
        best = counts[i] > counts[best] ? i : best;
    *csv = (struct csv){is_told ? rest : text, is_told ? line.p[4] : SEPARATORS[best], is_told ? 2 : 1};
}

/* Where the quote that closes is; the end of the line when there is none. */
static size_t closing_quote(struct str s) {
    for (size_t at = 1; at < s.n && at < CELL_MAX; at++) {
        if (s.p[at] != '"')
            continue;
        if (at + 1 == s.n || s.p[at + 1] != '"')
            return at;
        at++;
    }
    const char *end = memchr(s.p, '\n', s.n);
    return end ? (size_t)(end - s.p) : s.n;
}

static struct str without_doubled_quotes(struct arena *arena, struct str s) {
    if (!memmem(s.p, s.n, "\"\"", 2))
        return s;
    char *plain = arena_alloc(arena, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        plain[n++] = s.p[i];
        i += s.p[i] == '"' && i + 1 < s.n && s.p[i + 1] == '"';
    }
    return (struct str){plain, n};
}

/* One cell from the head of csv->rest; what stands behind a closing quote belongs to it, as in some programs' files. */
static struct str next_cell(struct csv *csv, struct arena *arena) {
    struct str s = csv->rest, quoted = STR_EMPTY;
    size_t from = 0;
    if (s.n && s.p[0] == '"') {
        size_t close = closing_quote(s);
        quoted = without_doubled_quotes(arena, str_slice(s, 1, close ? close : 1));
        from = close < s.n && s.p[close] == '"' ? close + 1 : close;
    }
    size_t to = from;
    while (to < s.n && s.p[to] != csv->separator && s.p[to] != '\n')
        to++;
    struct str open = str_trim(str_slice(s, from, to));
    for (size_t i = 0; i < to; i++)
        csv->line += s.p[i] == '\n';
    csv->rest = str_slice(s, to, s.n);
    if (quoted.n && open.n)
        return arena_printf(arena, "%.*s%.*s", STR_FMT(quoted), STR_FMT(open));
    return quoted.n ? quoted : open;
}

/* Takes a row's line feed, or a separator; true when the row goes on. */
static bool goes_on(struct csv *csv) {
    if (csv->rest.n == 0)
        return false;
    bool is_separator = csv->rest.p[0] == csv->separator;
    csv->line += !is_separator;
    csv->rest = str_slice(csv->rest, 1, csv->rest.n);
    return is_separator;
}

bool csv_next(struct csv *csv, struct arena *arena, struct strs *cells) {
    bool is_empty = true;
    while (is_empty && csv->rest.n) {
        *cells = (struct strs){0};
        do {
            struct str cell = next_cell(csv, arena);
            is_empty &= cell.n == 0;
            arena_push(arena, cells, cell);
        } while (goes_on(csv));
    }
    return !is_empty;
}
