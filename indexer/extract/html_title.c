/* What is the page called? Not what the site is called: "Title | Site" and "Site: Title" lose the part that is the
 * site's name, its host, or not in the heading. */
#include "indexer/extract/html.h"

#include <string.h>

#define SITES_MAX 8u
#define HEADINGS_MAX 24u
#define AGREES 0.3         /* share of a heading's words that must be in what the page says of its title */
#define HEADING_WORDS 25.0 /* more words are no title */
#define PARTS_MAX 4        /* how often a part may go */
#define SITE_WORDS 5u      /* more words behind a bar are no site's name */
#define TITLE_BYTES 2000u  /* longer ones are not looked at */

struct namer {
    struct html_about *about;
    struct str sites[SITES_MAX], headings[HEADINGS_MAX]; /* bare */
    struct str heading_texts[HEADINGS_MAX];
    size_t n_sites, n_headings;
};

struct str html_page_title(struct arena *arena, const struct html_tree *tree) {
    for (size_t i = 0; i < tree->n; i++)
        if (tree->v[i].tag == GUMBO_TAG_TITLE)
            return html_inner_text(arena, tree, i);
    return STR_EMPTY;
}

static void add_site(struct namer *n, struct str site) {
    struct str bare = html_bare(n->about->arena, site);
    if (bare.n > 2 && n->n_sites < SITES_MAX)
        n->sites[n->n_sites++] = bare;
}

static void add_heading(struct namer *n, struct str text) {
    struct str bare = text.n < TITLE_BYTES ? html_bare(n->about->arena, text) : STR_EMPTY;
    if (bare.n < 2 || n->n_headings == HEADINGS_MAX)
        return;
    n->heading_texts[n->n_headings] = text;
    n->headings[n->n_headings++] = bare;
}

static bool is_heading(const struct namer *n, struct str part) {
    struct str bare = html_bare(n->about->arena, part);
    for (size_t i = 0; i < n->n_headings; i++)
        if (str_eq(n->headings[i], bare))
            return true;
    return false;
}

static bool contains(struct str in, struct str what) {
    return what.n && memmem(in.p, in.n, what.p, what.n);
}

static bool is_site(const struct namer *n, struct str part) {
    struct str bare = html_bare(n->about->arena, part);
    for (size_t i = 0; i < n->n_sites; i++)
        if (bare.n > 2 && (str_eq(bare, n->sites[i]) || (2 * bare.n > n->sites[i].n && contains(n->sites[i], bare)) ||
                           (n->sites[i].n > 3 && bare.n < 3 * n->sites[i].n && contains(bare, n->sites[i]))))
            return true;
    return false;
}

static const struct {
    struct str mark;
    bool bar; /* what is behind it is a site's name even when nobody else says so */
} marks[] = {
    {{" | ", 3}, true},
    {{" \xC2\xBB ", 4}, true},
    {{" :: ", 4}, true},
    {{"|", 1}, true},
    {{"\xEF\xBD\x9C", 3}, true},
    {{" - ", 3}, false},
    {{" \xE2\x80\x93 ", 5}, false},
    {{" \xE2\x80\x94 ", 5}, false},
    {{" \xE2\x80\xA2 ", 5}, false},
    {{" \xC2\xB7 ", 4}, false},
    {{" / ", 3}, false},
    {{": ", 2}, false},
    {{"_", 1}, false},
    {{"-", 1}, false},
    {{" > ", 3}, false},
    {{" \xE2\x80\xBA ", 5}, false},
    {{"\xE2\x80\x94", 3}, false},
    {{" \xE2\x80\x94", 4}, false},
};

static size_t find_last(struct str in, struct str what) {
    for (size_t i = in.n; i-- > 0;)
        if (i + what.n <= in.n && memcmp(in.p + i, what.p, what.n) == 0)
            return i;
    return in.n;
}

static size_t find_first(struct str in, struct str what) {
    const char *at = memmem(in.p, in.n, what.p, what.n);
    return at ? (size_t)(at - in.p) : in.n;
}

/* Takes the site's name off one end; false when there is none. Of a heading, what stands before a colon is its own. */
static bool drop_part(const struct namer *n, struct str *title, bool heading) {
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t at = find_last(*title, marks[i].mark);
        if (at == title->n || at == 0)
            continue;
        struct str left = str_trim(str_slice(*title, 0, at));
        struct str right = str_trim(str_slice(*title, at + marks[i].mark.n, title->n));
        bool short_one = marks[i].bar && html_count_words(right) <= SITE_WORDS && html_count_words(left) > 1 && left.n > right.n;
        if (left.n && !is_site(n, left) && (is_site(n, right) || (!heading && is_heading(n, left)) || short_one)) {
            *title = left;
            return true;
        }
        at = find_first(*title, marks[i].mark);
        left = str_trim(str_slice(*title, 0, at));
        right = str_trim(str_slice(*title, at + marks[i].mark.n, title->n));
        if (right.n && !heading && (is_heading(n, right) || (is_site(n, left) && left.n < right.n))) {
            *title = right;
            return true;
        }
    }
    return false;
}

static bool is_cut(struct str title) {
    return str_ends(title, STR("...")) || str_ends(title, STR("\xE2\x80\xA6"));
}

/* The heading that goes on where a title was cut. */
static struct str complete(const struct namer *n, struct str title) {
    struct str bare = html_bare(n->about->arena, title);
    for (size_t i = 0; i < n->n_headings; i++)
        if (str_starts(n->headings[i], bare))
            return n->heading_texts[i];
    return title;
}

static void collect(struct namer *n) {
    static const char *const sites[] = {"og:site_name", "application-name", "apple-mobile-web-app-title",
                                        "publisher",    "dc.publisher",     NULL};
    struct html_about *about = n->about;
    for (size_t i = 0; sites[i]; i++) {
        const char *one[] = {sites[i], NULL}, *which;
        add_site(n, html_metas_find(&about->metas, one, &which));
    }
    add_site(n, about->said->publisher);
    struct str host = html_host(about->input->url), rest;
    add_site(n, host);
    str_cut(host, '.', &host, &rest);
    add_site(n, host);
    for (size_t i = 0; i < about->blocks->n; i++)
        if (about->blocks->v[i].kind == HTML_HEADING && about->blocks->v[i].level <= 2 &&
            !is_site(n, about->blocks->v[i].text))
            add_heading(n, about->blocks->v[i].text);
}

/* Capitals only, as some pages write their headings; of Latin letters, for no other script is known here. */
static bool is_shouted(struct str s) {
    size_t upper = 0, lower = 0;
    for (size_t i = 0; i < s.n; i++) {
        upper += s.p[i] >= 'A' && s.p[i] <= 'Z';
        lower += s.p[i] >= 'a' && s.p[i] <= 'z';
    }
    return upper > 3 && lower == 0;
}

static struct str first_heading(const struct html_about *about, unsigned level) {
    for (size_t i = 0; i < about->blocks->n; i++)
        if (about->blocks->v[i].kind == HTML_HEADING && about->blocks->v[i].level <= level)
            return about->blocks->v[i].text;
    return STR_EMPTY;
}

/* How many of the words of `text` stand in `said` (bare): 0 to 1. */
static double share_known(const struct namer *n, struct str text, struct str said) {
    double words = 0, known = 0;
    while (text.n) {
        struct str word;
        str_cut(text, ' ', &word, &text);
        word = html_bare(n->about->arena, word);
        words += word.n > 0;
        known += contains(said, word);
    }
    return words > 0 ? known / words : 0;
}

/* 0 to 1, in both directions: a heading of one word that is also in the title agrees little. */
static double agreement(const struct namer *n, struct str heading, struct str title) {
    struct arena *arena = n->about->arena;
    double there = share_known(n, heading, html_bare(arena, title)),
           back = share_known(n, title, html_bare(arena, heading));
    return there + back > 0 ? 2 * there * back / (there + back) : 0;
}

static void drop_parts(const struct namer *n, struct str *title, bool heading) {
    for (int i = 0; i < PARTS_MAX && title->n < TITLE_BYTES && drop_part(n, title, heading); i++)
        continue;
}

/* The <h1> that agrees best; its letters as the title writes them where it is all in capitals. */
static struct str pick_heading(const struct namer *n, struct str title) {
    const struct html_about *about = n->about;
    struct str best = STR_EMPTY;
    double most = 0;
    for (size_t i = 0; i < about->blocks->n; i++) {
        const struct html_block *b = &about->blocks->v[i];
        if (b->kind != HTML_HEADING || b->level != 1 || b->words > HEADING_WORDS || b->text.n >= TITLE_BYTES ||
            is_site(n, b->text))
            continue;
        double agrees = agreement(n, b->text, title);
        if (agrees > most && agrees >= AGREES) {
            best = b->text;
            most = agrees;
        }
    }
    drop_parts(n, &best, true);
    return best.n && str_eq(html_bare(about->arena, best), html_bare(about->arena, title)) && is_shouted(best) ? title
                                                                                                               : best;
}

void html_title_add(struct html_about *about) {
    static const char *const names[] = {"og:title", "citation_title", NULL};
    struct namer n = {.about = about};
    collect(&n);
    const char *which, *from = "html: title";
    struct str title = html_metas_find(&about->metas, names, &which);
    if (title.n)
        from = arena_printf(about->arena, "html: %s", which).p;
    else
        title = html_page_title(about->arena, about->tree);
    if (!is_heading(&n, title))
        drop_parts(&n, &title, false);
    if (is_cut(title))
        title = complete(&n, title);
    struct str heading = pick_heading(&n, title);
    if (heading.n == 0 && (title.n == 0 || is_site(&n, title)))
        heading = about->said->title.n ? about->said->title : first_heading(about, 6);
    if (heading.n) {
        title = heading;
        from = "html: heading";
    }
    about->title = title;
    extract_value(about->arena, about->doc, FIELD_TITLE, title, from);
}
