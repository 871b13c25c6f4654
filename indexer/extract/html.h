/* The parts of extract_html, in the order in which a page goes through them.
 *
 *   bytes --charset--> UTF-8 --html_source--> plain markup --html_tree--> nodes --html_blocks--> blocks
 *                                  |                          |                       |
 *                                JSON-LD                      '---- html_meta        html_features, html_choose:
 *                                  '------------------------------> fields           which are the content?
 *
 * A node is an element or a run of text, in document order. A block is what a reader sees as one paragraph, heading,
 * list item or cell. Which blocks are content is decided by what can be measured in any language: length, links,
 * punctuation, elements, the neighbours, and the English words that class and id are made of all over the world. No
 * rule knows a site. */
#ifndef INDEXER_EXTRACT_HTML_H
#define INDEXER_EXTRACT_HTML_H

#include "corpus/base/buf.h"
#include "indexer/extract/extract.h"

#include <gumbo.h>

/* ---- html_source.c ---- */

struct html_source {
    struct str markup;   /* without scripts, styles and comments; no deeper and no wider than the limits */
    struct strs json_ld; /* what stood in <script type="application/ld+json"> */
    bool cut;            /* the limits took tags away */
};

/* `xml`: the page is XHTML, where <div/> is an empty element. */
void html_source_prepare(struct arena *arena, struct str text, bool xml, struct html_source *out);

/* ---- html_tree.c ---- */

#define HTML_TEXT GUMBO_TAG_LAST /* a node's tag when it is a run of text */

struct html_node {
    const GumboNode *gumbo;
    uint32_t parent; /* of the root: itself */
    uint32_t end;    /* the node behind the last one inside it */
    GumboTag tag;
    unsigned hints; /* bits by enum html_hint, of this element alone */
    bool hidden;    /* not to be read, with all that is in it */
    bool veiled;    /* its style or attribute hides it; not always believed */
};

struct html_tree {
    struct html_node *v;
    size_t n;
    struct arena *memory; /* gumbo's */
};

/* False when the page is built so that its tree takes more than the limit: see HTML_TREE_MAX. */
#define HTML_TREE_MAX (300u << 20)
bool html_tree_parse(struct arena *arena, struct str markup, struct html_tree *out);
void html_tree_free(struct html_tree *tree);

/* The value, or the empty slice. */
struct str html_attribute(const struct html_node *node, const char *name);
bool html_has_attribute(const struct html_node *node, const char *name);
/* The text inside a node, white space folded, in the arena. */
struct str html_inner_text(struct arena *arena, const struct html_tree *tree, size_t node);
bool html_is_inside(const struct html_tree *tree, size_t node, size_t ancestor);

/* ---- html_hints.c ---- */

#define HTML_HINTS(X)                                                                                                  \
    X(NAV)                                                                                                             \
    X(TOC)                                                                                                             \
    X(COMMENT)                                                                                                         \
    X(RELATED)                                                                                                         \
    X(CARD)                                                                                                            \
    X(SHARE)                                                                                                           \
    X(AD)                                                                                                              \
    X(CONSENT)                                                                                                         \
    X(SIGNUP)                                                                                                          \
    X(SIDE)                                                                                                            \
    X(FOOT)                                                                                                            \
    X(HEAD)                                                                                                            \
    X(BYLINE)                                                                                                          \
    X(DATE)                                                                                                            \
    X(TAGS)                                                                                                            \
    X(CAPTION)                                                                                                         \
    X(LEAD)                                                                                                            \
    X(CONTENT)                                                                                                         \
    X(UNSEEN)

enum html_hint {
#define X(name) HTML_HINT_##name,
    HTML_HINTS(X)
#undef X
        HTML_HINT_COUNT
};

/* What an attribute (class, id, role, itemprop) hints at, as bits. */
unsigned html_hints_of(struct str attribute);

/* ---- html_blocks.c ---- */

enum html_kind {
    HTML_OTHER,
    HTML_PARAGRAPH,
    HTML_HEADING,
    HTML_ITEM,
    HTML_CELL,
    HTML_QUOTE,
    HTML_PRE,
    HTML_CAPTION,
    HTML_TERM
};

struct html_block {
    struct str text; /* white space folded; lines where <br> or <pre> has them */
    uint32_t node;   /* the nearest block element around it */
    enum html_kind kind;
    unsigned level; /* of a heading: 1 to 6 */
    double words;   /* about so many; two characters of Chinese, Japanese or Thai count one */
    double linked;  /* of them in links */
    size_t chars, digits, commas, separators;
    bool ends_sentence;
};

struct html_blocks {
    struct html_block *v;
    size_t n;
};

void html_blocks_make(struct arena *arena, const struct html_tree *tree, struct html_blocks *out);

/* ---- html_features.c, html_choose.c ---- */

enum html_feature {
#define X(name, weight, meaning) HTML_F_##name,
#include "indexer/extract/html_features.def"
#undef X
    HTML_F_COUNT
};

struct html_features {
    float v[HTML_F_COUNT];
};

/* What the page says of itself that helps: its title, and the text that its JSON-LD gives. */
struct html_page {
    const struct html_tree *tree;
    const struct html_blocks *blocks;
    struct str title;
    struct str body; /* articleBody */
};

/* One for each block, in the arena. */
struct html_features *html_features_measure(struct arena *arena, const struct html_page *page);
/* For each block: is it content? In the arena. */
bool *html_choose(struct arena *arena, const struct html_page *page, const struct html_features *features);

/* ---- html_jsonld.c ---- */

/* What the page's JSON-LD says of the article on it; empty where it says nothing. */
struct html_json_ld {
    struct str title, body, date, modified, publisher, language, url, summary, license;
    struct strs authors, tags;
};
void html_json_ld_read(struct arena *arena, const struct strs *scripts, struct html_json_ld *out);

/* ---- html_meta.c ---- */

/* <meta>, in order: its name, property, itemprop or http-equiv, and its content. */
struct html_meta {
    struct str name, content;
};
struct html_metas {
    struct html_meta *v;
    size_t n;
};
void html_metas_read(struct arena *arena, const struct html_tree *tree, struct html_metas *out);
/* The content of the first of `names` (a list that ends with NULL) that has one, and which it was. */
struct str html_metas_find(const struct html_metas *metas, const char *const *names, const char **which);

/* Everything that is known when fields are filled. */
struct html_about {
    struct arena *arena;
    const struct extract_input *input;
    const struct html_tree *tree;
    const struct html_blocks *blocks;
    struct html_metas metas;
    const struct html_json_ld *said;
    const struct language *language; /* NULL when unknown */
    struct str title;                /* as html_title_add found it */
    size_t heading;                  /* the block of the title */
    size_t top, first_prose; /* blocks between which author and date stand: around the title, before the prose */
    struct extract_document *doc;
};

/* Language, publisher, address, summary, tags, licence. */
void html_meta_add(struct html_about *about);
/* Whether a node belongs to something else than the article whose title stands in about->heading: a comment, another
 * article's teaser, a menu. */
bool html_is_foreign(const struct html_about *about, size_t node);
/* Only letters, digits and their marks, so that two ways of writing the same are alike; ASCII letters in lower case. */
struct str html_bare(struct arena *arena, struct str text);
/* What stands between blanks in a text whose white space is folded. */
size_t html_count_words(struct str text);
/* Character references that were written twice ("&amp;amp;"), or in JSON, become characters. */
struct str html_unescape(struct arena *arena, struct str text);
/* "news.example.org" of an address. */
struct str html_host(struct str url);

/* ---- html_title.c ---- */

/* What stands in <title>, site and all. */
struct str html_page_title(struct arena *arena, const struct html_tree *tree);
/* The title without the site's name. */
void html_title_add(struct html_about *about);

/* ---- html_names.c ---- */

/* Takes "By " or "作者：" off the front; false when the line does not begin so. */
bool html_names_opener(struct str *line);
/* The names in a byline; none when what stands there can be no name. */
struct strs html_names_split(struct arena *arena, struct str line);

/* ---- html_author.c, html_date.c ---- */

void html_author_add(struct html_about *about);
void html_date_add(struct html_about *about);

/* ---- html_text.c ---- */

/* The blocks chosen (all where `chosen` is NULL), as paragraphs with an empty line between them. */
struct str html_text(struct arena *arena, const struct html_page *page, const bool *chosen);

#endif
