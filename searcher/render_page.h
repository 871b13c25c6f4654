/* What the renderers of text are made of: tones, widths, numbers. For the rooms render_text*.c only. */
#ifndef SEARCHER_RENDER_PAGE_H
#define SEARCHER_RENDER_PAGE_H

#include "searcher/render.h"

enum tone { TONE_PLAIN, TONE_TITLE, TONE_MATCH, TONE_QUIET, TONE_NOTE };

struct page {
    struct buf *out;
    struct render_style style;
};

/* From here on, until the next one. */
void page_tone(struct page *page, enum tone which);
/* Text of documents and queries, made harmless. */
void page_safe(struct page *page, struct str s);
void page_toned(struct page *page, enum tone which, struct str s);
/* As page_safe, then blanks up to so many columns. */
void page_padded(struct page *page, struct str s, size_t columns);
/* Columns on the terminal. */
size_t page_width(struct str s);
/* A number as people write it: 47,784. */
void page_number(struct buf *out, uint64_t number);
/* "1 document", "47,784 documents". */
void page_documents(struct page *page, uint32_t documents);

/* render_text_facets.c: what was counted. */
void page_facet(struct page *page, const struct facet *facet);
void page_cross(struct page *page, const struct cross *cross);

/* render_text_explained.c: the explanation before the results, and of one of them. */
void page_explanation(struct page *page, const struct explanation *explanation);
void page_explained_hit(struct page *page, const struct explanation *explanation, const struct search_hit *hit);

#endif
