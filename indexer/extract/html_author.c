/* Who wrote it? First what the page says to machines, then what it shows: a line near the title that begins as bylines
 * do, a link to an author's page, an element that hints at an author. When all it says is the name of the site, a name
 * that it shows is better. What a name is, knows html_names.c. */
#include "indexer/extract/html.h"

#include <string.h>
#include <strings.h>

#define AUTHORS_MAX 20u
#define LINE_WORDS 21.0   /* more words are no byline */
#define ELEMENT_BYTES 120u
#define ELEMENT_NODES 60u /* an element with more nodes is no name */

struct writer {
    struct html_about *about;
    struct strs names;
    const char *from;
};

static bool is_there(const struct strs *names, struct str name) {
    for (size_t i = 0; i < names->n; i++)
        if (str_eq(names->v[i], name))
            return true;
    return false;
}

static void add_names(struct writer *w, struct str line, const char *from) {
    struct strs names = html_names_split(w->about->arena, html_unescape(w->about->arena, line));
    for (size_t i = 0; i < names.n && w->names.n < AUTHORS_MAX; i++)
        if (!is_there(&w->names, names.v[i]))
            arena_push(w->about->arena, &w->names, names.v[i]);
    if (names.n)
        w->from = from;
}

/* A longer text in an element is about the author. */
static void add_short(struct writer *w, struct str text, const char *from) {
    if (text.n <= ELEMENT_BYTES)
        add_names(w, text, from);
}

/* ---- what the page says ---- */

static void from_json_ld(struct writer *w) {
    for (size_t i = 0; i < w->about->said->authors.n; i++)
        add_names(w, w->about->said->authors.v[i], "html: JSON-LD");
}

static void from_metas(struct writer *w) {
    static const char *const names[] = {"author",
                                        "article:author",
                                        "parsely-author",
                                        "sailthru.author",
                                        "citation_author",
                                        "dc.creator",
                                        "dcterms.creator",
                                        "article:author_name",
                                        "byl",
                                        "og:article:author",
                                        "cxenseparse:author"};
    const struct html_metas *metas = &w->about->metas;
    for (size_t k = 0; k < sizeof names / sizeof names[0] && w->names.n == 0; k++)
        for (size_t i = 0; i < metas->n; i++)
            if (metas->v[i].name.n == strlen(names[k]) &&
                strncasecmp(metas->v[i].name.p, names[k], metas->v[i].name.n) == 0)
                add_names(w, metas->v[i].content, arena_printf(w->about->arena, "html: %s", names[k]).p);
}

/* A card of two rows says who wrote it and how long it takes to read, in any language; one row says what it is about.
 */
static void from_card(struct writer *w) {
    static const char *const data[] = {"twitter:data1", NULL}, *const label[] = {"twitter:label1", NULL},
                             *const second[] = {"twitter:label2", NULL};
    const char *which;
    struct str first = html_metas_find(&w->about->metas, label, &which);
    if (html_metas_find(&w->about->metas, second, &which).n || html_names_opener(&first))
        add_names(w, html_metas_find(&w->about->metas, data, &which), "html: twitter:data1");
}

static bool says(const struct html_node *node, const char *attribute, const char *value) {
    struct str given = html_attribute(node, attribute);
    return given.n && memmem(given.p, given.n, value, strlen(value));
}

/* rel=author, itemprop=author: said to machines, but around what readers see. */
static void from_marked(struct writer *w) {
    const struct html_tree *tree = w->about->tree;
    for (size_t i = 0; i < tree->n && w->names.n == 0; i++) {
        const struct html_node *node = &tree->v[i];
        if (node->tag == HTML_TEXT || node->end - i > ELEMENT_NODES || html_is_foreign(w->about, node->parent) ||
            !(says(node, "rel", "author") || says(node, "itemprop", "author")))
            continue;
        size_t name = i;
        for (size_t k = i; k < node->end && name == i; k++)
            if (says(&tree->v[k], "itemprop", "name"))
                name = k;
        struct str content = html_attribute(&tree->v[name], "content");
        add_names(w, content.n ? content : html_inner_text(w->about->arena, tree, name), "html: author");
    }
}

/* ---- what the page shows ---- */

static bool is_near(const struct html_about *about, size_t i) {
    const struct html_block *b = &about->blocks->v[i];
    return i != about->heading && b->words <= LINE_WORDS && !html_is_foreign(about, b->node);
}

/* "By NAME", or "Written by" and in the next block the name. */
static void from_bylines(struct writer *w) {
    const struct html_about *about = w->about;
    bool opened = false;
    for (size_t i = about->top; i < about->first_prose && w->names.n == 0; i++) {
        struct str line = str_trim(about->blocks->v[i].text);
        bool opens = html_names_opener(&line), alone = opens && line.n == 0;
        if (is_near(about, i) && (opens || opened))
            add_names(w, line, "html: byline");
        opened = alone;
    }
}

/* Whether an address leads to the page of an author. Paths are in English in most systems, whatever the language. */
static bool is_of_author(struct str address) {
    static const char *const parts[] = {"/author/",     "/authors/",   "/autor/",       "/autores/",      "/auteur/",
                                        "/auteurs/",    "/autore/",    "/contributor/", "/contributors/", "/people/",
                                        "/profile/",    "/profiles/",  "/userprofile/", "/writer/",       "/writers/",
                                        "/journalist/", "/columnist/", "_author="};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (memmem(address.p, address.n, parts[i], strlen(parts[i])))
            return true;
    return false;
}

static void from_links(struct writer *w) {
    const struct html_about *about = w->about;
    const struct html_tree *tree = about->tree;
    size_t from = about->blocks->n ? about->blocks->v[about->top].node : 0;
    size_t to = about->first_prose < about->blocks->n ? about->blocks->v[about->first_prose].node : tree->n;
    for (size_t i = from; i < to; i++)
        if (tree->v[i].tag == GUMBO_TAG_A && tree->v[i].end - i <= ELEMENT_NODES &&
            is_of_author(html_attribute(&tree->v[i], "href")) && !html_is_foreign(about, i))
            add_short(w, html_inner_text(about->arena, tree, i), "html: link to the author");
}

/* class="post-author-name": in the whole page, for the box about the author stands at its end. */
static void from_named_elements(struct writer *w) {
    const struct html_tree *tree = w->about->tree;
    for (size_t i = 0; i < tree->n && w->names.n == 0; i++) {
        const struct html_node *node = &tree->v[i];
        struct str class = node->tag == HTML_TEXT ? STR_EMPTY : html_attribute(node, "class");
        if (class.n && (node->hints & 1u << HTML_HINT_BYLINE) && memmem(class.p, class.n, "name", 4) &&
            node->end - i <= ELEMENT_NODES && !html_is_foreign(w->about, i))
            add_short(w, html_inner_text(w->about->arena, tree, i), "html: author element");
    }
}

static bool hints_at_author(const struct html_tree *tree, size_t node) {
    for (size_t steps = 0; node && steps < 4; steps++, node = tree->v[node].parent)
        if (tree->v[node].hints & 1u << HTML_HINT_BYLINE)
            return true;
    return false;
}

static void from_hinted_lines(struct writer *w) {
    const struct html_about *about = w->about;
    for (size_t i = about->top; i < about->first_prose && w->names.n == 0; i++) {
        const struct html_block *b = &about->blocks->v[i];
        if (is_near(about, i) && b->kind != HTML_HEADING && !b->ends_sentence && b->words > 1 && b->words < 5 &&
            hints_at_author(about->tree, b->node))
            add_names(w, b->text, "html: author element");
    }
}

static bool is_site(const struct html_about *about, const struct strs *names) {
    static const char *const sites[] = {"og:site_name", NULL};
    const char *which;
    struct arena *arena = about->arena;
    struct str site = html_bare(arena, html_metas_find(&about->metas, sites, &which)),
               host = html_bare(arena, html_host(about->input->url));
    struct str publisher = html_bare(arena, about->said->publisher),
               name = names->n == 1 ? html_bare(arena, names->v[0]) : STR_EMPTY;
    return name.n > 2 && (str_eq(name, site) || str_eq(name, publisher) || memmem(host.p, host.n, name.p, name.n));
}

static void ask(struct writer *w, void (*const *ways)(struct writer *), size_t n) {
    for (size_t i = 0; i < n && w->names.n == 0; i++)
        ways[i](w);
}

void html_author_add(struct html_about *about) {
    static void (*const said[])(struct writer *) = {from_json_ld, from_metas, from_card, from_marked};
    static void (*const shown[])(struct writer *) = {from_bylines, from_links, from_named_elements, from_hinted_lines};
    struct writer w = {.about = about}, seen = {.about = about};
    ask(&w, said, sizeof said / sizeof said[0]);
    if (w.names.n == 0 || is_site(about, &w.names)) {
        ask(&seen, shown, sizeof shown / sizeof shown[0]);
        w = seen.names.n ? seen : w;
    }
    for (size_t i = 0; i < w.names.n; i++)
        extract_value(about->arena, about->doc, FIELD_AUTHOR, w.names.v[i], w.from);
}
