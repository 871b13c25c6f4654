/* A text that grows paragraph by paragraph: an empty line between two, white space runs folded, nothing empty.
 *
 * For the readers of formats that mark their paragraphs (Word, OpenDocument, EPUB, feeds). A row of a table is one
 * paragraph, its cells parted by " | "; paragraphs within a cell are lines of it. */
#ifndef INDEXER_EXTRACT_PARAGRAPHS_H
#define INDEXER_EXTRACT_PARAGRAPHS_H

#include "corpus/base/arena.h"
#include "corpus/base/buf.h"

struct paragraphs {
    struct buf text;
    const char *gap; /* what stands before the next letter: NULL, " ", "\n", " | ", "\n\n" */
    unsigned rows;   /* rows of tables that are open, one in the other */
};

void paragraphs_init(struct paragraphs *paragraphs);
void paragraphs_fini(struct paragraphs *paragraphs);

/* Words of the paragraph at hand; UTF-8. Two adds join without a space. */
void paragraphs_add(struct paragraphs *paragraphs, struct str words);
void paragraphs_space(struct paragraphs *paragraphs);
void paragraphs_line(struct paragraphs *paragraphs);
void paragraphs_end(struct paragraphs *paragraphs);

void paragraphs_row_begin(struct paragraphs *paragraphs);
void paragraphs_cell_end(struct paragraphs *paragraphs);
void paragraphs_row_end(struct paragraphs *paragraphs);

/* The text so far, in the arena. */
struct str paragraphs_text(const struct paragraphs *paragraphs, struct arena *arena);

#endif
