/* A web page becomes a document: what it says of itself, its content, and the whole text before cleaning. */
#include "indexer/extract/html.h"

#include "indexer/extract/charset.h"

#include <strings.h>

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
    sink->document(sink, &doc);
    html_tree_free(&tree);
    return ERR_OK;
}
