/* Nodes become blocks: what a reader sees as one paragraph, heading, item or cell, with what can be counted in it.
 *
 * A block ends where a block element begins or ends, and at two line breaks in a row. Words are only estimated here, by
 * white space and by scripts that are written without it; the words of the index are corpus/tokens.h's. */
#include "indexer/extract/html.h"

#include "corpus/base/utf8.h"

#include <string.h>

struct maker {
    struct arena *arena;
    const struct html_tree *tree;
    struct html_blocks *out;
    size_t room;
    struct buf text;
    struct html_block now;
    unsigned breaks;     /* line breaks since the last letter */
    bool space, in_word; /* white space since the last letter; the last character was a word's */
    uint32_t last;       /* the last character of the text that is no white space or quotation mark */
};

static bool is_inline(GumboTag tag) {
    static const GumboTag tags[] = {
        GUMBO_TAG_A,    GUMBO_TAG_SPAN,   GUMBO_TAG_B,       GUMBO_TAG_I,     GUMBO_TAG_EM,   GUMBO_TAG_STRONG,
        GUMBO_TAG_FONT, GUMBO_TAG_BIG,    GUMBO_TAG_SUB,     GUMBO_TAG_SMALL, GUMBO_TAG_SUP,  GUMBO_TAG_U,
        GUMBO_TAG_S,    GUMBO_TAG_STRIKE, GUMBO_TAG_DEL,     GUMBO_TAG_INS,   GUMBO_TAG_MARK, GUMBO_TAG_CODE,
        GUMBO_TAG_KBD,  GUMBO_TAG_SAMP,   GUMBO_TAG_VAR,     GUMBO_TAG_TT,    GUMBO_TAG_Q,    GUMBO_TAG_CITE,
        GUMBO_TAG_DFN,  GUMBO_TAG_ABBR,   GUMBO_TAG_ACRONYM, GUMBO_TAG_TIME,  GUMBO_TAG_DATA, GUMBO_TAG_BDI,
        GUMBO_TAG_BDO,  GUMBO_TAG_RUBY,   GUMBO_TAG_RT,      GUMBO_TAG_WBR,   GUMBO_TAG_NOBR, GUMBO_TAG_IMG,
        GUMBO_TAG_META, GUMBO_TAG_LINK,   GUMBO_TAG_LABEL,   GUMBO_TAG_INPUT, GUMBO_TAG_BR};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (tags[i] == tag)
            return true;
    return false;
}

/* Scripts that are written without spaces between words: Thai to Burmese, Khmer, Chinese, Japanese. */
static bool is_spaceless(uint32_t c) {
    return (c >= 0x0E00 && c < 0x0F00) || (c >= 0x1000 && c < 0x10A0) || (c >= 0x1780 && c < 0x1800) ||
           (c >= 0x3040 && c < 0x3100) || (c >= 0x3400 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0x20000 && c < 0x32000);
}

static bool is_white(uint32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x3000;
}

static bool is_one_of(uint32_t c, const uint32_t *set, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (set[i] == c)
            return true;
    return false;
}
#define IS_ONE_OF(c, set) is_one_of(c, set, sizeof(set) / sizeof(set)[0])

static bool ends_sentence(uint32_t c) {
    static const uint32_t ends[] = {'.',    '!',    '?',    ':',    ';',    0x2026, 0x3002, 0xFF01,
                                    0xFF1F, 0xFF0E, 0xFF1A, 0x061F, 0x06D4, 0x0964, 0x0965, 0x0589,
                                    0x1362, 0x104B, 0x17D4, 0x203D, 0x0387, 0x037E};
    return IS_ONE_OF(c, ends);
}

static bool is_comma(uint32_t c) {
    static const uint32_t commas[] = {',', 0x3001, 0xFF0C, 0x060C, 0x1363, 0x055D, 0x104A};
    return IS_ONE_OF(c, commas);
}

/* Marks that close a quotation or a bracket behind the end of a sentence. */
static bool is_closing(uint32_t c) {
    static const uint32_t closing[] = {'"',    '\'',   ')',    ']',    0xBB,   0xAB,   0x2019,
                                       0x201D, 0x201C, 0x203A, 0x300D, 0x300F, 0xFF09, 0x3011};
    return IS_ONE_OF(c, closing);
}

static bool is_separator(uint32_t c) {
    static const uint32_t separators[] = {'|', '/', '>', 0xBB, 0x203A, 0x2022, 0xB7, 0x2192, 0x25B6, 0xA9};
    return IS_ONE_OF(c, separators);
}

static void count(struct maker *m, uint32_t c, bool linked) {
    struct html_block *b = &m->now;
    bool wordly = c >= 0x80 ? !is_closing(c) && !is_separator(c) && !ends_sentence(c) && !is_comma(c) && c > 0xBF
                            : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    double word = is_spaceless(c) ? 0.5 : wordly && !m->in_word ? 1.0 : 0.0;
    m->in_word = wordly && !is_spaceless(c);
    b->words += word;
    b->linked += linked ? word : 0.0;
    b->chars++;
    b->digits += c >= '0' && c <= '9';
    b->commas += is_comma(c);
    b->separators += is_separator(c);
    if (!is_closing(c))
        m->last = c;
}

static void flush(struct maker *m) {
    if (m->text.n) {
        m->now.text = arena_str(m->arena, buf_str(&m->text));
        m->now.ends_sentence = ends_sentence(m->last);
        if (m->out->n == m->room) {
            m->room = m->room ? 2 * m->room : 256;
            struct html_block *more = arena_array(m->arena, m->room, sizeof *more);
            if (m->out->n)
                memcpy(more, m->out->v, m->out->n * sizeof *more);
            m->out->v = more;
        }
        m->out->v[m->out->n++] = m->now;
    }
    buf_clear(&m->text);
    m->now = (struct html_block){0};
    m->breaks = 0;
    m->space = m->in_word = false;
    m->last = 0;
}

/* Element by element outwards: the first that says what kind of block this is. */
static void find_kind(const struct html_tree *tree, struct html_block *b) {
    for (size_t i = b->node;; i = tree->v[i].parent) {
        GumboTag tag = tree->v[i].tag;
        if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) {
            b->kind = HTML_HEADING;
            b->level = (unsigned)(tag - GUMBO_TAG_H1) + 1;
        } else if (tag == GUMBO_TAG_P) {
            b->kind = HTML_PARAGRAPH;
        } else if (tag == GUMBO_TAG_LI) {
            b->kind = HTML_ITEM;
        } else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
            b->kind = HTML_CELL;
        } else if (tag == GUMBO_TAG_BLOCKQUOTE) {
            b->kind = HTML_QUOTE;
        } else if (tag == GUMBO_TAG_PRE) {
            b->kind = HTML_PRE;
        } else if (tag == GUMBO_TAG_FIGCAPTION || tag == GUMBO_TAG_CAPTION) {
            b->kind = HTML_CAPTION;
        } else if (tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD) {
            b->kind = HTML_TERM;
        }
        if (b->kind != HTML_OTHER || i == 0)
            return;
    }
}

static void begin(struct maker *m, size_t node) {
    const struct html_tree *tree = m->tree;
    while (node && (tree->v[node].tag == HTML_TEXT || is_inline(tree->v[node].tag)))
        node = tree->v[node].parent;
    m->now.node = (uint32_t)node;
    find_kind(tree, &m->now);
}

static void add_text(struct maker *m, size_t node, bool linked, bool pre) {
    struct str text = str_from(m->tree->v[node].gumbo->v.text.text);
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (is_white(c)) {
            if (pre && c == '\n')
                m->breaks++;
            m->space = true;
            m->in_word = false;
            continue;
        }
        if (c == 0xAD || c == 0x200B || c == 0xFEFF || c == 0x2060 || (c < 0x20) || (c >= 0x7F && c < 0xA0) ||
            c == UTF8_BAD)
            continue;
        if (m->text.n == 0)
            begin(m, node);
        else if (m->breaks)
            buf_add_byte(&m->text, '\n');
        else if (m->space)
            buf_add_byte(&m->text, ' ');
        m->breaks = 0;
        m->space = false;
        buf_add(&m->text, text.p + from, at - from);
        count(m, c, linked);
    }
}

static void add_break(struct maker *m) {
    m->in_word = false;
    if (++m->breaks >= 2)
        flush(m);
}

void html_blocks_make(struct arena *arena, const struct html_tree *tree, struct html_blocks *out) {
    *out = (struct html_blocks){0};
    struct maker m = {.arena = arena, .tree = tree, .out = out};
    buf_init(&m.text);
    uint32_t *open = arena_array(arena, tree->n + 1, sizeof *open);
    size_t n_open = 0, links = 0, pres = 0;
    for (size_t i = 0; i <= tree->n; i++) {
        while (n_open && (i == tree->n || tree->v[open[n_open - 1]].end <= i)) {
            GumboTag tag = tree->v[open[--n_open]].tag;
            links -= tag == GUMBO_TAG_A;
            pres -= tag == GUMBO_TAG_PRE;
            if (!is_inline(tag))
                flush(&m);
        }
        if (i == tree->n)
            break;
        const struct html_node *node = &tree->v[i];
        if (node->hidden) {
            if (!is_inline(node->tag))
                flush(&m);
            i = node->end - 1;
        } else if (node->tag == HTML_TEXT) {
            add_text(&m, i, links > 0, pres > 0);
        } else if (node->tag == GUMBO_TAG_BR) {
            add_break(&m);
        } else {
            links += node->tag == GUMBO_TAG_A;
            pres += node->tag == GUMBO_TAG_PRE;
            if (!is_inline(node->tag))
                flush(&m);
            open[n_open++] = (uint32_t)i;
        }
    }
    flush(&m);
    buf_fini(&m.text);
}
