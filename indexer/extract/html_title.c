/* What the page is called. */
#include "indexer/extract/html.h"

struct str html_page_title(struct arena *arena, const struct html_tree *tree) {
    for (size_t i = 0; i < tree->n; i++)
        if (tree->v[i].tag == GUMBO_TAG_TITLE)
            return html_inner_text(arena, tree, i);
    return STR_EMPTY;
}
