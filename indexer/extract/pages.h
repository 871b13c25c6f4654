/* Text that was laid out for paper becomes text for reading.
 *
 * Lines come as a printer or pdftotext writes them, pages parted by form feeds. What repeats at the edges of pages
 * (running heads, page numbers) goes; lines that were one paragraph become one; words cut at a line's end become whole;
 * columns that stand side by side, parted by spaces, come one after the other. Nothing is known of fonts or places on
 * the page. */
#ifndef INDEXER_EXTRACT_PAGES_H
#define INDEXER_EXTRACT_PAGES_H

#include "corpus/base/arena.h"

struct pages {
    struct str text; /* paragraphs, an empty line between two */
    struct str raw;  /* the lines as they were, pages parted by empty lines; empty when no line was dropped */
    size_t count;    /* pages */
    uint64_t *empty; /* numbers, from 1, of the pages without a single letter or digit */
    size_t empty_count;
};

/* How lines become paragraphs. */
enum pages_kind {
    PAGES_OF_PDF, /* of pdftotext: empty lines part blocks, which may hold several paragraphs */
    PAGES_OF_TEXT /* typed: empty lines part paragraphs; a line is broken only where all around it are */
};

/* `text` is UTF-8. */
void pages_clean(struct arena *arena, struct str text, enum pages_kind kind, struct pages *out);

/* ---- between the files of this room ---- */

struct page {
    struct str *lines; /* without the spaces at their ends; empty ones are kept */
    bool *dropped;
    size_t n;
};

/* Marks the lines of running heads and feet, and page numbers. */
void pages_drop_edges(struct arena *arena, struct page *pages, size_t n);
/* A page whose lines stand in columns side by side: the lines of the first column, then of the next. */
void pages_unfold_columns(struct arena *arena, struct page *page);
/* Joins the lines that are left to paragraphs. */
struct str pages_join(struct arena *arena, const struct page *pages, size_t n, enum pages_kind kind, struct str whole);

#endif
