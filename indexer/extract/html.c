/* A web page becomes a document: what it says of itself, its content, and the whole text before cleaning. */
#include "indexer/extract/html.h"

#include "indexer/extract/charset.h"

#include <strings.h>

#define TOP_BEFORE 8u   /* blocks before the title in which its author and date may stand */
#define TOP_AFTER 30u   /* ... and after it, */
#define TOP_PROSE 120.0 /* but not behind so many words of sentences */

static bool is_xml(const struct extract_input *input, struct str text) {
    return str_starts(str_trim(str_slice(text, 0, text.n < 200 ? text.n : 200)), STR("<?xml")) ||
           (input->media_type.n >= 21 && strncasecmp(input->media_type.p, "application/xhtml+xml", 21) == 0);
}

static void read_content(struct arena *arena, const struct html_page *page, struct extract_document *doc) {
    const struct html_features *features = html_features_measure(arena, page);
    const bool *chosen = html_choose(arena, page, features);
    size_t dropped = 0;
    for (size_t i = 0; i < page->blocks->n; i++)
        dropped += !chosen[i];
    doc->text = html_text(arena, page, dropped == page->blocks->n ? NULL : chosen);
    if (dropped && dropped < page->blocks->n)
        doc->raw = html_text(arena, page, NULL);
}

static bool is_in_menu(const struct html_tree *tree, size_t node) {
    for (; node; node = tree->v[node].parent)
        if (tree->v[node].tag == GUMBO_TAG_NAV)
            return true;
    return false;
}

/* The first heading outside of menus, of this level or above, that has the title's words, or just the first. */
static size_t find_heading(const struct html_about *about, unsigned level, bool same) {
    struct str title = html_bare(about->arena, about->title);
    for (size_t i = 0; i < about->blocks->n; i++) {
        const struct html_block *b = &about->blocks->v[i];
        if (b->kind == HTML_HEADING && b->level <= level && !is_in_menu(about->tree, b->node) &&
            (!same || str_eq(html_bare(about->arena, b->text), title)))
            return i;
    }
    return about->blocks->n;
}

/* The first block outside of menus with the title's words that is no heading for machines, only for eyes. */
static size_t find_same(const struct html_about *about) {
    struct str title = html_bare(about->arena, about->title);
    for (size_t i = 0; i < about->blocks->n; i++)
        if (about->blocks->v[i].text.n < 4 * about->title.n + 16 &&
            !is_in_menu(about->tree, about->blocks->v[i].node) &&
            str_eq(html_bare(about->arena, about->blocks->v[i].text), title))
            return i;
    return about->blocks->n;
}

/* Author and date stand around the title and before the first prose that follows it. */
static void find_top(struct html_about *about) {
    const struct html_blocks *blocks = about->blocks;
    size_t at = find_heading(about, 1, true);
    if (at == blocks->n)
        at = find_heading(about, 6, true);
    if (at == blocks->n)
        at = find_same(about);
    if (at == blocks->n)
        at = find_heading(about, 1, false);
    about->heading = at = at == blocks->n ? 0 : at;
    about->top = at > TOP_BEFORE ? at - TOP_BEFORE : 0;
    about->first_prose = at + 1;
    for (double words = 0; about->first_prose < blocks->n && about->first_prose < at + TOP_AFTER;
         about->first_prose++) {
        const struct html_block *b = &blocks->v[about->first_prose];
        words += b->ends_sentence ? b->words - b->linked : 0;
        if (words > TOP_PROSE)
            break;
    }
    if (about->first_prose > blocks->n)
        about->first_prose = blocks->n;
}

bool html_is_foreign(const struct html_about *about, size_t node) {
    const unsigned bad = 1u << HTML_HINT_COMMENT | 1u << HTML_HINT_RELATED | 1u << HTML_HINT_CARD;
    size_t title = about->blocks->n ? about->blocks->v[about->heading].node : 0;
    for (; node && !html_is_inside(about->tree, title, node); node = about->tree->v[node].parent) {
        const struct html_node *at = &about->tree->v[node];
        if ((at->hints & bad) || at->tag == GUMBO_TAG_NAV || at->tag == GUMBO_TAG_ASIDE || at->tag == GUMBO_TAG_FOOTER)
            return true;
    }
    return false;
}

static void add_fields(struct arena *arena, const struct extract_input *input, const struct html_page *page,
                       const struct html_json_ld *said, struct extract_document *doc) {
    struct html_about about = {
        .arena = arena, .input = input, .tree = page->tree, .blocks = page->blocks, .said = said, .doc = doc};
    html_metas_read(arena, page->tree, &about.metas);
    html_title_add(&about);
    find_top(&about);
    html_meta_add(&about);
    html_author_add(&about);
    html_date_add(&about);
}

enum err_code extract_html(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct charset_text decoded;
    charset_decode(arena, input->bytes, input->charset, &decoded);
    struct html_source source;
    html_source_prepare(arena, decoded.text, is_xml(input, decoded.text), &source);
    struct html_tree tree;
    if (!html_tree_parse(arena, source.markup, &tree)) {
        html_tree_free(&tree);
        return err_set(e, ERR_INPUT, "The page is built so that reading it would take more than %u MB.",
                       HTML_TREE_MAX >> 20);
    }
    struct html_blocks blocks;
    html_blocks_make(arena, &tree, &blocks);
    struct html_json_ld said;
    html_json_ld_read(arena, &source.json_ld, &said);
    struct extract_document doc = {0};
    struct html_page page = {
        .tree = &tree, .blocks = &blocks, .body = said.body, .title = html_page_title(arena, &tree)};
    read_content(arena, &page, &doc);
    add_fields(arena, input, &page, &said, &doc);
    if (decoded.replaced)
        extract_remark(arena, &doc, "%zu places of the page are no characters of its charset, %s.", decoded.replaced,
                       decoded.charset);
    sink->document(sink, &doc);
    html_tree_free(&tree);
    return ERR_OK;
}
