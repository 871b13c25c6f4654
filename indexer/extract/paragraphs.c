/* Gaps are noted, and written only when something follows; of two gaps the wider one stays. */
#include "indexer/extract/paragraphs.h"

#include <string.h>

#define SPACE " "
#define LINE "\n"
#define CELL " | "
#define PARAGRAPH "\n\n"

void paragraphs_init(struct paragraphs *paragraphs) {
    *paragraphs = (struct paragraphs){0};
    buf_init(&paragraphs->text);
}

void paragraphs_fini(struct paragraphs *paragraphs) {
    buf_fini(&paragraphs->text);
}

static int width(const char *gap) {
    return !gap ? 0 : strcmp(gap, SPACE) == 0 ? 1 : strcmp(gap, LINE) == 0 ? 2 : strcmp(gap, CELL) == 0 ? 3 : 4;
}

static void note_gap(struct paragraphs *paragraphs, const char *gap) {
    if (width(gap) > width(paragraphs->gap))
        paragraphs->gap = gap;
}

static void write_gap(struct paragraphs *paragraphs) {
    if (paragraphs->gap && paragraphs->text.n)
        buf_add_c(&paragraphs->text, paragraphs->gap);
    paragraphs->gap = NULL;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void paragraphs_add(struct paragraphs *paragraphs, struct str words) {
    for (size_t at = 0; at < words.n;) {
        size_t from = at;
        while (at < words.n && !is_space(words.p[at]))
            at++;
        if (at > from) {
            write_gap(paragraphs);
            buf_add(&paragraphs->text, words.p + from, at - from);
        }
        if (at < words.n)
            paragraphs_space(paragraphs);
        while (at < words.n && is_space(words.p[at]))
            at++;
    }
}

void paragraphs_space(struct paragraphs *paragraphs) {
    note_gap(paragraphs, SPACE);
}

/* An empty line is the end of a paragraph. */
void paragraphs_line(struct paragraphs *paragraphs) {
    if (width(paragraphs->gap) == width(LINE))
        paragraphs_end(paragraphs);
    else
        note_gap(paragraphs, LINE);
}

void paragraphs_end(struct paragraphs *paragraphs) {
    note_gap(paragraphs, paragraphs->rows ? LINE : PARAGRAPH);
}

void paragraphs_row_begin(struct paragraphs *paragraphs) {
    paragraphs_end(paragraphs);
    paragraphs->rows++;
}

void paragraphs_cell_end(struct paragraphs *paragraphs) {
    note_gap(paragraphs, CELL);
}

void paragraphs_row_end(struct paragraphs *paragraphs) {
    if (paragraphs->rows)
        paragraphs->rows--;
    if (paragraphs->gap)
        paragraphs->gap = LINE;
    paragraphs_end(paragraphs);
}

struct str paragraphs_text(const struct paragraphs *paragraphs, struct arena *arena) {
    return arena_str(arena, buf_str(&paragraphs->text));
}
