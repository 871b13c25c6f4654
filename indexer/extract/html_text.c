/* Blocks as text: paragraphs with an empty line between them, the cells of a row on one line. */
#include "indexer/extract/html.h"

static size_t cell_of(const struct html_tree *tree, size_t node) {
    while (node && tree->v[node].tag != GUMBO_TAG_TD && tree->v[node].tag != GUMBO_TAG_TH)
        node = tree->v[node].parent;
    return node;
}

/* The cell that this block alone fills: 0 where there is none, as in tables that only lay out the page. */
static size_t filled_cell(const struct html_page *page, size_t i) {
    const struct html_block *b = &page->blocks->v[i];
    size_t cell = b->kind == HTML_CELL ? cell_of(page->tree, b->node) : 0;
    if (cell && ((i && html_is_inside(page->tree, b[-1].node, cell)) ||
                 (i + 1 < page->blocks->n && html_is_inside(page->tree, b[1].node, cell))))
        return 0;
    return cell;
}

static bool is_joined(const struct html_page *page, size_t before, size_t i) {
    size_t left = filled_cell(page, before), right = filled_cell(page, i);
    return left && right && page->tree->v[left].parent == page->tree->v[right].parent;
}

struct str html_text(struct arena *arena, const struct html_page *page, const bool *chosen) {
    struct buf out;
    buf_init(&out);
    size_t before = page->blocks->n;
    for (size_t i = 0; i < page->blocks->n; i++) {
        const struct html_block *b = &page->blocks->v[i];
        if (chosen && !chosen[i])
            continue;
        if (before < page->blocks->n)
            buf_add_c(&out, is_joined(page, before, i) ? " | " : "\n\n");
        buf_add_str(&out, b->text);
        before = i;
    }
    struct str text = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return text;
}
