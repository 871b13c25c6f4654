/* What can be measured of each block: itself, what stands around it in the tree, what stands before and after it in the
 * page. What each thing weighs is in html_features.def; what is made of the sum, in html_choose.c. */
#include "indexer/extract/html.h"

#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"

#include <math.h>
#include <string.h>

#define PROSE_WORDS 12.0  /* a block of prose has at least so many words ... */
#define PROSE_LINKS 0.4   /* ... and at most this share of them in links */
#define CORE_SHARE 0.6    /* the core has at least this share of the prose */
#define ARTICLE_SHARE 0.5 /* so does an <article> that counts */
#define HINT_SHARE 0.4    /* an element with more of the page's prose hints at nothing bad */
#define GROUP_WORDS 30.0  /* a group has at least so many words */
#define BODY_MIN 400u     /* bytes of an articleBody worth looking at */
#define BODY_MAX 200000u  /* ... and of one that it would take too long to look through, ... */
#define BODY_BLOCKS 5000u /* ... as would more blocks */
#define TITLE_MAX 1000u   /* bytes of a title that is compared */
#define SAME_PREFIX 48u   /* bytes by which a block is looked for in it */

struct sums {
    double words, linked, prose;
    uint32_t prose_blocks, blocks;
};

struct meter {
    struct arena *arena;
    const struct html_page *page;
    const struct html_tree *tree;
    const struct html_blocks *blocks;
    struct sums *sums;          /* of each node */
    unsigned *around;           /* of each node: hints of it and of the elements around it */
    bool *prose;                /* of each block */
    uint64_t *shape;            /* of each block: by the name and class of its node and the node's parent */
    size_t core, article, main; /* nodes; 0: none */
    struct html_features *out;
};

static double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

/* Comments and the like are prose too, but none that should say where the article is. */
static bool is_outside(const struct meter *m, size_t node) {
    const unsigned bad = 1u << HTML_HINT_COMMENT | 1u << HTML_HINT_CONSENT | 1u << HTML_HINT_RELATED |
                         1u << HTML_HINT_FOOT | 1u << HTML_HINT_SIDE | 1u << HTML_HINT_SIGNUP;
    for (; node; node = m->tree->v[node].parent) {
        const struct html_node *at = &m->tree->v[node];
        if (at->tag == GUMBO_TAG_NAV || at->tag == GUMBO_TAG_ASIDE || at->tag == GUMBO_TAG_FOOTER ||
            at->tag == GUMBO_TAG_FORM)
            return share(m->sums[node].words, m->sums[0].words) < HINT_SHARE;
        if ((at->hints & bad) && share(m->sums[node].words, m->sums[0].words) < HINT_SHARE)
            return true;
    }
    return false;
}

static void add_up(struct meter *m) {
    for (size_t i = 0; i < m->blocks->n; i++) {
        const struct html_block *b = &m->blocks->v[i];
        struct sums *s = &m->sums[b->node];
        s->words += b->words;
        s->linked += b->linked;
        s->blocks++;
    }
    for (size_t i = m->tree->n; i-- > 1;) {
        struct sums *up = &m->sums[m->tree->v[i].parent], *s = &m->sums[i];
        up->words += s->words;
        up->linked += s->linked;
        up->blocks += s->blocks;
    }
    for (size_t i = 0; i < m->blocks->n; i++) {
        const struct html_block *b = &m->blocks->v[i];
        m->prose[i] = b->words >= PROSE_WORDS && b->linked <= PROSE_LINKS * b->words && !is_outside(m, b->node);
        if (m->prose[i]) {
            m->sums[b->node].prose += b->words;
            m->sums[b->node].prose_blocks++;
        }
    }
    for (size_t i = m->tree->n; i-- > 1;) {
        struct sums *up = &m->sums[m->tree->v[i].parent], *s = &m->sums[i];
        up->prose += s->prose;
        up->prose_blocks += s->prose_blocks;
    }
}

static size_t find_core(const struct meter *m) {
    double wanted = CORE_SHARE * m->sums[0].prose;
    size_t core = 0;
    for (size_t i = 1; i < m->tree->n && wanted > 0; i++)
        if (html_is_inside(m->tree, i, core) && m->sums[i].prose >= wanted)
            core = i;
    return core;
}

static size_t find_element(const struct meter *m, GumboTag tag) {
    size_t best = 0;
    for (size_t i = 1; i < m->tree->n; i++) {
        bool is = m->tree->v[i].tag == tag ||
                  (tag == GUMBO_TAG_MAIN && str_eq_c(html_attribute(&m->tree->v[i], "role"), "main"));
        if (is && m->sums[i].prose > m->sums[best].prose * (best != 0) &&
            m->sums[i].prose > ARTICLE_SHARE * m->sums[0].prose)
            best = i;
    }
    return best;
}

/* Hints of a node and of what is around it; bad ones of elements that hold most of the page do not count. */
static void look_around(struct meter *m) {
    const unsigned good = 1u << HTML_HINT_CONTENT;
    for (size_t i = 1; i < m->tree->n; i++) {
        const struct html_node *node = &m->tree->v[i];
        unsigned own = node->hints;
        if (share(m->sums[i].words, m->sums[0].words) >= HINT_SHARE)
            own &= good;
        m->around[i] = m->around[node->parent] | own;
    }
}

/* ---- one block ---- */

static void set(struct html_features *f, enum html_feature which, double value) {
    f->v[which] = (float)value;
}

static void measure_itself(const struct html_block *b, struct html_features *f) {
    double links = share(b->linked, b->words);
    set(f, HTML_F_BIAS, 1);
    set(f, HTML_F_WORDS_3, b->words <= 3);
    set(f, HTML_F_WORDS_9, b->words > 3 && b->words < 10);
    set(f, HTML_F_WORDS_24, b->words >= 10 && b->words < 25);
    set(f, HTML_F_WORDS_59, b->words >= 25 && b->words < 60);
    set(f, HTML_F_WORDS_MANY, b->words >= 60);
    set(f, HTML_F_LOG_WORDS, log(1 + b->words));
    set(f, HTML_F_LINK_ALL, links > 0.9);
    set(f, HTML_F_LINK_SHARE, links);
    set(f, HTML_F_LINK_SHORT, links > 0.9 && b->words < 10);
    set(f, HTML_F_SENTENCE, b->ends_sentence);
    set(f, HTML_F_SENTENCE_SHORT, b->ends_sentence && b->words < 10);
    set(f, HTML_F_COMMAS, fmin(2, share(10.0 * (double)b->commas, b->words)));
    set(f, HTML_F_DIGITS, share((double)b->digits, (double)b->chars));
    set(f, HTML_F_SEPARATORS, b->separators > 0);
}

static void measure_kind(const struct html_block *b, struct html_features *f) {
    bool long_one = b->words >= 10;
    set(f, HTML_F_PARAGRAPH, b->kind == HTML_PARAGRAPH);
    set(f, HTML_F_PARAGRAPH_LONG, b->kind == HTML_PARAGRAPH && long_one);
    set(f, HTML_F_HEADING_1, b->kind == HTML_HEADING && b->level == 1);
    set(f, HTML_F_HEADING_2, b->kind == HTML_HEADING && b->level == 2);
    set(f, HTML_F_HEADING_3, b->kind == HTML_HEADING && b->level > 2);
    set(f, HTML_F_ITEM, b->kind == HTML_ITEM);
    set(f, HTML_F_ITEM_SENTENCE, b->kind == HTML_ITEM && b->ends_sentence);
    set(f, HTML_F_CELL, b->kind == HTML_CELL);
    set(f, HTML_F_QUOTE, b->kind == HTML_QUOTE);
    set(f, HTML_F_PRE, b->kind == HTML_PRE);
    set(f, HTML_F_CAPTION, b->kind == HTML_CAPTION);
    set(f, HTML_F_TERM, b->kind == HTML_TERM);
    set(f, HTML_F_OTHER_SHORT, b->kind == HTML_OTHER && !long_one);
    set(f, HTML_F_OTHER_LONG, b->kind == HTML_OTHER && long_one);
}

/* The node in whose place the elements around the block are looked at: its list, where it is an item. */
static void measure_list(const struct meter *m, const struct html_block *b, struct html_features *f) {
    size_t list = b->node;
    while (list && m->tree->v[list].tag != GUMBO_TAG_UL && m->tree->v[list].tag != GUMBO_TAG_OL)
        list = m->tree->v[list].parent;
    const struct sums *s = &m->sums[list];
    if (b->kind != HTML_ITEM || list == 0)
        return;
    set(f, HTML_F_LIST_LINKS, share(s->linked, s->words));
    set(f, HTML_F_LIST_LONG, log(1 + share(s->words, s->blocks)));
}

static void measure_elements(const struct meter *m, const struct html_block *b, struct html_features *f) {
    for (size_t i = b->node; i; i = m->tree->v[i].parent) {
        GumboTag tag = m->tree->v[i].tag;
        bool small = share(m->sums[i].words, m->sums[0].words) < HINT_SHARE;
        if (tag == GUMBO_TAG_NAV)
            set(f, HTML_F_IN_NAV, 1);
        else if (tag == GUMBO_TAG_ASIDE && small)
            set(f, HTML_F_IN_ASIDE, 1);
        else if (tag == GUMBO_TAG_FOOTER && small)
            set(f, HTML_F_IN_FOOTER, 1);
        else if (tag == GUMBO_TAG_HEADER && small)
            set(f, HTML_F_IN_HEADER, 1);
        else if ((tag == GUMBO_TAG_FORM && small) || tag == GUMBO_TAG_BUTTON || tag == GUMBO_TAG_LABEL)
            set(f, HTML_F_IN_FORM, 1);
        else if (tag == GUMBO_TAG_FIGURE)
            set(f, HTML_F_IN_FIGURE, 1);
        else if (tag == GUMBO_TAG_DETAILS || tag == GUMBO_TAG_SUMMARY)
            set(f, HTML_F_IN_DETAILS, 1);
        else if (tag == GUMBO_TAG_ARTICLE && i != m->article && m->article && !html_is_inside(m->tree, m->article, i))
            set(f, HTML_F_IN_OTHER_ARTICLE, 1);
    }
}

static void measure_hints(const struct meter *m, const struct html_block *b, struct html_features *f) {
    static const struct {
        enum html_hint hint;
        enum html_feature feature;
    } pairs[] = {
#define X(name) {HTML_HINT_##name, HTML_F_HINT_##name},
        HTML_HINTS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        set(f, pairs[i].feature, m->around[b->node] >> pairs[i].hint & 1);
    if (!f->v[HTML_F_IN_CORE])
        set(f, HTML_F_HINT_CONTENT, 0);
    size_t near = b->node;
    while (near && !m->tree->v[near].hints)
        near = m->tree->v[near].parent;
    bool bad =
        near && !(m->tree->v[near].hints & (1u << HTML_HINT_CONTENT | 1u << HTML_HINT_LEAD | 1u << HTML_HINT_CAPTION));
    set(f, HTML_F_NEAR_HINT, bad && share(m->sums[near].words, m->sums[0].words) < HINT_SHARE);
}

static void measure_core(const struct meter *m, const struct html_block *b, struct html_features *f) {
    size_t steps = 0, at = b->node;
    while (at && !html_is_inside(m->tree, m->core, at) && at != m->core) {
        at = m->tree->v[at].parent;
        steps++;
    }
    bool inside = html_is_inside(m->tree, b->node, m->core);
    set(f, HTML_F_IN_CORE, inside);
    set(f, HTML_F_CORE_CHILD, inside && steps <= 2);
    if (!inside) {
        size_t up = 0;
        for (size_t i = m->core; i != at && i; i = m->tree->v[i].parent)
            up++;
        set(f, HTML_F_OUT_OF_CORE, up < 10 ? (double)up : 10.0);
        set(f, HTML_F_CORE_BEFORE, b->node < m->core);
        set(f, HTML_F_CORE_AFTER, b->node >= m->tree->v[m->core].end);
    }
    set(f, HTML_F_IN_MAIN, m->main && html_is_inside(m->tree, b->node, m->main));
    set(f, HTML_F_OUT_OF_MAIN, m->main && !html_is_inside(m->tree, b->node, m->main));
    set(f, HTML_F_IN_ARTICLE, m->article && html_is_inside(m->tree, b->node, m->article));
    set(f, HTML_F_OUT_OF_ARTICLE, m->article && !html_is_inside(m->tree, b->node, m->article));
}

/* Behind this node and its like the page branches off from the core: its children, or what stands beside it. */
static size_t branch_of(const struct meter *m, size_t node) {
    while (node) {
        size_t up = m->tree->v[node].parent;
        if (up == m->core || html_is_inside(m->tree, m->core, up))
            break;
        node = up;
    }
    return node;
}

static void measure_branch(const struct meter *m, const struct html_block *b, struct html_features *f) {
    const struct sums *s = &m->sums[branch_of(m, b->node)];
    set(f, HTML_F_BRANCH_PROSE, log(1 + s->prose));
    set(f, HTML_F_BRANCH_LINKS, share(s->linked, s->words));
    bool core = f->v[HTML_F_IN_CORE] > 0;
    set(f, HTML_F_CORE_SENTENCE, core && b->ends_sentence);
    set(f, HTML_F_CORE_WORDS_3, core && b->words <= 3);
    set(f, HTML_F_CORE_LINK_ALL, core && b->linked > 0.9 * b->words);
    set(f, HTML_F_CORE_ITEM, core && b->kind == HTML_ITEM);
    set(f, HTML_F_CORE_HEADING, core && b->kind == HTML_HEADING);
}

static void measure_group(const struct meter *m, const struct html_block *b, struct html_features *f) {
    size_t group = m->tree->v[b->node].parent;
    set(f, HTML_F_SIBLINGS_PROSE, log(1 + (double)m->sums[group].prose_blocks));
    while (group && m->sums[group].words - b->words < GROUP_WORDS)
        group = m->tree->v[group].parent;
    const struct sums *s = &m->sums[group];
    set(f, HTML_F_GROUP_LINKS, share(s->linked, s->words));
    set(f, HTML_F_GROUP_PROSE, log(1 + s->prose));
    measure_list(m, b, f);
}

static const struct html_block *neighbour(const struct meter *m, size_t i, int by) {
    static const struct html_block nothing;
    long at = (long)i + by;
    return at < 0 || at >= (long)m->blocks->n ? &nothing : &m->blocks->v[at];
}

static void measure_neighbours(const struct meter *m, size_t i, struct html_features *f) {
    static const struct {
        int by;
        enum html_feature feature;
    } sizes[] = {{-1, HTML_F_PREV_WORDS}, {1, HTML_F_NEXT_WORDS}, {-2, HTML_F_PREV2_WORDS}, {2, HTML_F_NEXT2_WORDS}};
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const struct html_block *b = neighbour(m, i, sizes[k].by);
        set(f, sizes[k].feature, log(1 + b->words - b->linked));
    }
    const struct html_block *prev = neighbour(m, i, -1), *next = neighbour(m, i, 1);
    set(f, HTML_F_PREV_LINKS, share(prev->linked, prev->words));
    set(f, HTML_F_NEXT_LINKS, share(next->linked, next->words));
    bool before = false, after = false, links = false;
    for (size_t k = 1; k <= 3; k++) {
        before = before || (i >= k && m->prose[i - k]);
        after = after || (i + k < m->blocks->n && m->prose[i + k]);
        const struct html_block *b = neighbour(m, i, (int)k);
        links = links || share(b->linked, b->words) > 0.8;
    }
    bool heading = m->blocks->v[i].kind == HTML_HEADING;
    set(f, HTML_F_PREV_PROSE, before);
    set(f, HTML_F_NEXT_PROSE, after);
    set(f, HTML_F_HEADING_PROSE, heading && after);
    set(f, HTML_F_HEADING_LINKS, heading && links);
}

/* ---- things that need the whole page ---- */

static uint64_t shape_of(const struct html_node *node) {
    uint64_t class = str_hash(html_attribute(node, "class"));
    return (class ^ (uint64_t)node->tag * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
}

/* How much of the core's prose shares the block's parent, and its shape. */
static void measure_company(const struct meter *m) {
    double *by_parent = arena_array(m->arena, m->tree->n, sizeof *by_parent), all = 0;
    struct strmap *by_shape = strmap_new();
    for (size_t i = 0; i < m->blocks->n; i++) {
        const struct html_block *b = &m->blocks->v[i];
        const struct html_node *node = &m->tree->v[b->node];
        m->shape[i] = shape_of(node) ^ (shape_of(&m->tree->v[node->parent]) >> 7);
        if (!m->prose[i] || !html_is_inside(m->tree, b->node, m->core))
            continue;
        all += b->words;
        by_parent[node->parent] += b->words;
        *strmap_put(by_shape, (struct str){(const char *)&m->shape[i], sizeof m->shape[i]}, NULL) += (uint64_t)b->words;
    }
    for (size_t i = 0; i < m->blocks->n; i++) {
        const struct html_block *b = &m->blocks->v[i];
        const uint64_t *alike = strmap_get(by_shape, (struct str){(const char *)&m->shape[i], sizeof m->shape[i]});
        set(&m->out[i], HTML_F_PARENT_SHARE, share(by_parent[m->tree->v[b->node].parent], all));
        set(&m->out[i], HTML_F_SHAPE_SHARE, share(alike ? (double)*alike : 0, all));
    }
    strmap_free(&by_shape);
}

static void measure_order(const struct meter *m) {
    double all = 0, core = 0, seen = 0, seen_core = 0;
    for (size_t i = 0; i < m->blocks->n; i++) {
        double words = m->prose[i] ? m->blocks->v[i].words : 0;
        all += words;
        core += html_is_inside(m->tree, m->blocks->v[i].node, m->core) ? words : 0;
    }
    for (size_t i = 0; i < m->blocks->n; i++) {
        double words = m->prose[i] ? m->blocks->v[i].words : 0, before = share(seen, all);
        set(&m->out[i], HTML_F_BEFORE_PROSE, seen == 0 && words == 0);
        set(&m->out[i], HTML_F_AFTER_PROSE, seen >= all && all > 0);
        set(&m->out[i], HTML_F_AFTER_SHARE, before * before);
        set(&m->out[i], HTML_F_AFTER_ALL, core > 0 && seen_core >= 0.97 * core);
        seen += words;
        seen_core += html_is_inside(m->tree, m->blocks->v[i].node, m->core) ? words : 0;
    }
}

static void measure_repetition(const struct meter *m) {
    struct strmap *times = strmap_new();
    for (size_t i = 0; i < m->blocks->n; i++)
        ++*strmap_put(times, m->blocks->v[i].text, NULL);
    for (size_t i = 0; i < m->blocks->n; i++)
        set(&m->out[i], HTML_F_REPEATED, *strmap_get(times, m->blocks->v[i].text) > 1);
    strmap_free(&times);
}

static void measure_title(const struct meter *m) {
    struct str title = m->page->title.n <= TITLE_MAX ? html_bare(m->arena, m->page->title) : STR_EMPTY;
    for (size_t i = 0; i < m->blocks->n && title.n > 8; i++) {
        struct str text = m->blocks->v[i].text;
        if (text.n > 2 * m->page->title.n + 64)
            continue;
        text = html_bare(m->arena, text);
        bool is = text.n > 8 && (str_starts(title, text) || str_starts(text, title)) && text.n <= 2 * title.n;
        set(&m->out[i], HTML_F_IS_TITLE, is);
    }
    size_t first = 0;
    while (first < m->blocks->n && m->out[first].v[HTML_F_IS_TITLE] == 0 && m->out[first].v[HTML_F_HEADING_1] == 0)
        first++;
    for (size_t i = 0; first < m->blocks->n && i < first; i++)
        set(&m->out[i], HTML_F_BEFORE_TITLE, 1);
}

static void measure_body(const struct meter *m) {
    bool fits = m->page->body.n >= BODY_MIN && m->page->body.n <= BODY_MAX && m->blocks->n <= BODY_BLOCKS;
    struct str body = fits ? html_bare(m->arena, m->page->body) : STR_EMPTY;
    for (size_t i = 0; i < m->blocks->n && body.n; i++) {
        struct str text = html_bare(m->arena, m->blocks->v[i].text);
        struct str key = str_slice(text, 0, text.n < SAME_PREFIX ? text.n : SAME_PREFIX);
        bool has = key.n && memmem(body.p, body.n, key.p, key.n);
        set(&m->out[i], HTML_F_BODY_HAS, has);
        set(&m->out[i], HTML_F_BODY_LACKS, !has);
    }
}

struct html_features *html_features_measure(struct arena *arena, const struct html_page *page) {
    struct meter m = {.arena = arena, .page = page, .tree = page->tree, .blocks = page->blocks};
    m.sums = arena_array(arena, m.tree->n, sizeof *m.sums);
    m.around = arena_array(arena, m.tree->n, sizeof *m.around);
    m.prose = arena_array(arena, m.blocks->n + 1, sizeof *m.prose);
    m.shape = arena_array(arena, m.blocks->n + 1, sizeof *m.shape);
    m.out = arena_array(arena, m.blocks->n + 1, sizeof *m.out);
    add_up(&m);
    look_around(&m);
    m.core = find_core(&m);
    m.main = find_element(&m, GUMBO_TAG_MAIN);
    m.article = find_element(&m, GUMBO_TAG_ARTICLE);
    for (size_t i = 0; i < m.blocks->n; i++) {
        const struct html_block *b = &m.blocks->v[i];
        struct html_features *f = &m.out[i];
        measure_itself(b, f);
        measure_kind(b, f);
        measure_elements(&m, b, f);
        measure_core(&m, b, f);
        measure_hints(&m, b, f);
        measure_branch(&m, b, f);
        measure_group(&m, b, f);
        measure_neighbours(&m, i, f);
    }
    measure_order(&m);
    measure_company(&m);
    measure_repetition(&m);
    measure_title(&m);
    measure_body(&m);
    return m.out;
}
