/* gumbo's tree lives in the arena and is walked without recursion: strangers nest as deep as they like. */
#include "indexer/extract/markup.h"

#include <ctype.h>
#include <gumbo.h>
#include <string.h>

static void *arena_give(void *arena, size_t n) {
    return arena_alloc(arena, n);
}

static void arena_keep(void *arena, void *memory) {
    (void)arena;
    (void)memory;
}

enum role { INLINE, BLOCK, ROW, CELL, LINE, NO_TEXT };

static enum role role_of(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
        return NO_TEXT;
    case GUMBO_TAG_BR:
        return LINE;
    case GUMBO_TAG_TR:
        return ROW;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return CELL;
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_BODY:
        return BLOCK;
    default:
        return INLINE;
    }
}

struct walk {
    struct paragraphs *out;
    struct arena *arena;
    struct str *heading;
    size_t heading_from;
};

static bool is_heading(GumboTag tag) {
    return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3;
}

/* Tables that lay out a page hold whole texts in a cell: their rows are no rows. */
static bool is_layout(const GumboNode *row) {
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        for (unsigned k = 0; k < cell->v.element.children.length; k++) {
            const GumboNode *child = cell->v.element.children.data[k];
            if (child->type == GUMBO_NODE_ELEMENT && role_of(child->v.element.tag) == BLOCK)
                return true;
        }
    }
    return false;
}

static void enter(struct walk *w, const GumboNode *node) {
    GumboTag tag = node->v.element.tag;
    switch (role_of(tag)) {
    case BLOCK:
        paragraphs_end(w->out);
        break;
    case ROW:
        if (is_layout(node))
            paragraphs_end(w->out);
        else
            paragraphs_row_begin(w->out);
        break;
    case LINE:
        paragraphs_line(w->out);
        break;
    default:
        break;
    }
    if (is_heading(tag))
        w->heading_from = w->out->text.n;
}

static void leave(struct walk *w, const GumboNode *node) {
    GumboTag tag = node->v.element.tag;
    if (is_heading(tag) && w->heading && w->heading->n == 0 && w->out->rows == 0)
        *w->heading = arena_str(w->arena, str_trim(str_slice(buf_str(&w->out->text), w->heading_from, w->out->text.n)));
    switch (role_of(tag)) {
    case BLOCK:
        paragraphs_end(w->out);
        break;
    case CELL:
        if (node->parent->type == GUMBO_NODE_ELEMENT && !is_layout(node->parent))
            paragraphs_cell_end(w->out);
        else
            paragraphs_end(w->out);
        break;
    case ROW:
        if (is_layout(node))
            paragraphs_end(w->out);
        else
            paragraphs_row_end(w->out);
        break;
    default:
        break;
    }
}

static bool has_children(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.children.length &&
           role_of(node->v.element.tag) != NO_TEXT;
}

static bool is_text(const GumboNode *node) {
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

/* The node after `node` and all within it, leaving elements on the way up; NULL at the end. */
static const GumboNode *step_over(struct walk *w, const GumboNode *node, const GumboNode *root) {
    while (node != root) {
        const GumboNode *parent = node->parent;
        size_t next = node->index_within_parent + 1;
        if (next < parent->v.element.children.length)
            return parent->v.element.children.data[next];
        leave(w, parent);
        node = parent;
    }
    return NULL;
}

static void walk(struct walk *w, const GumboNode *root) {
    for (const GumboNode *node = root; node;) {
        if (is_text(node))
            paragraphs_add(w->out, str_from(node->v.text.text));
        else if (node->type == GUMBO_NODE_ELEMENT && role_of(node->v.element.tag) != NO_TEXT)
            enter(w, node);
        if (has_children(node)) {
            node = node->v.element.children.data[0];
            continue;
        }
        if (node->type == GUMBO_NODE_ELEMENT && role_of(node->v.element.tag) != NO_TEXT)
            leave(w, node);
        node = step_over(w, node, root);
    }
}

void markup_add(struct paragraphs *out, struct arena *arena, struct str html, struct str *heading) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = arena_give;
    options.deallocator = arena_keep;
    options.userdata = arena;
    options.max_errors = 0;
    GumboOutput *output = gumbo_parse_with_options(&options, html.p, html.n);
    struct walk w = {.out = out, .arena = arena, .heading = heading};
    unsigned rows = out->rows;
    walk(&w, output->root);
    out->rows = rows;
    paragraphs_end(out);
}

struct str markup_text(struct arena *arena, struct str html) {
    struct paragraphs out;
    paragraphs_init(&out);
    markup_add(&out, arena, html, NULL);
    struct str text = paragraphs_text(&out, arena);
    paragraphs_fini(&out);
    return text;
}

bool markup_is_html(struct str text) {
    for (size_t i = 0; i + 2 < text.n; i++) {
        unsigned char next = (unsigned char)text.p[i + 1];
        if (text.p[i] == '<' && (isalpha(next) || next == '/' || next == '!') && memchr(text.p + i, '>', text.n - i))
            return true;
        if (text.p[i] == '&' && (isalpha(next) || next == '#')) {
            size_t k = i + 1;
            while (k < text.n && k < i + 10 && (isalnum((unsigned char)text.p[k]) || text.p[k] == '#'))
                k++;
            if (k < text.n && text.p[k] == ';')
                return true;
        }
    }
    return false;
}
