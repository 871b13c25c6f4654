/* The tree as a person could have typed it, every operator and parenthesis written out. A backslash stands before a
 * sign that would be read as one; + before a word that would be read as an operator.
 *
 * Parsing it again gives the same tree, as long as it is no longer than a query may be: fields named once for a group
 * are named for each of its words here. */
#include "corpus/base/utf8.h"
#include "searcher/query_dates.h"
#include "searcher/query_leaf.h"
#include "searcher/query_lex.h"
#include "searcher/query_parse.h"

#include <assert.h>
#include <string.h>

struct printer {
    struct buf *out;
    struct arena *arena;
    bool for_reader; /* parentheses that are not needed, but make it clearer */
};

/* A text as its characters. */
struct text {
    struct letters letters;
    bool named;     /* a field stands before it */
    bool beginning; /* a * stands behind it */
};

/* ---- words ---- */

static char sign_of(const struct text *text, size_t at) {
    return at < text->letters.n ? text->letters.v[at].sign : SIGN_BLANK;
}

static bool is_operator(const struct text *text) {
    struct operator operator;
    return operator_read(&text->letters, 0, text->letters.n, &operator);
}

/* Whether the colon at `at` would make a field of what stands before it. */
static bool ends_field_name(const struct text *text, size_t at) {
    char name[64];
    if (text->named || at >= sizeof name)
        return false;
    for (size_t i = 0; i < at; i++)
        name[i] = sign_of(text, i);
    return field_find((struct str){name, at}) != NULL;
}

static bool needs_escape(const struct text *text, size_t at) {
    const char sign = sign_of(text, at);
    const struct letter *v = text->letters.v;
    switch (sign) {
    case SIGN_QUOTE:
        return !(at > 0 && at + 1 < text->letters.n && letter_is_gershayim(v[at - 1].c, v[at].c, v[at + 1].c));
    case '(':
    case ')':
    case '*':
        return true;
    case '/': /* as in /regex/ */
        return at == 0 && text->letters.n > 2 && sign_of(text, text->letters.n - 1) == '/';
    case '~':
    case '^':
        return at > 0 && suffix_find(&text->letters, 0, text->letters.n) <= at;
    case '&':
    case '|':
        return sign_of(text, at + 1) == sign || (at > 0 && sign_of(text, at - 1) == sign);
    case '?':
        return leaf_is_wildcard(&text->letters, 0, text->letters.n + text->beginning, at);
    case ':':
        return ends_field_name(text, at);
    case '-':
    case '+':
    case '=':
    case '!':
    case SIGN_DASH:
    case SIGN_SINGLE:
        return at == 0;
    default:
        return v[at].c == '\\';
    }
}

static struct text text_read(struct arena *arena, struct str s) {
    struct text text = {.named = false};
    /* One letter more than there are, for what may stand behind. */
    text.letters.v = arena_array(arena, s.n + 1, sizeof *text.letters.v);
    for (size_t at = 0; at < s.n; text.letters.n++) {
        struct letter *letter = &text.letters.v[text.letters.n];
        letter->c = utf8_next(s, &at);
        letter->sign = letter_sign(letter->c);
    }
    return text;
}

static void print_words(struct printer *p, const struct query_node *node) {
    struct text text = text_read(p->arena, node->text);
    const bool wildcards = node->kind == QUERY_PATTERN && node->pattern == QUERY_WILDCARD;
    text.named = node->field != NULL;
    text.beginning = node->kind == QUERY_PREFIX;
    text.letters.v[text.letters.n] = (struct letter){.c = '*', .sign = '*'};
    if (node->exact)
        buf_add_byte(p->out, '=');
    else if (!text.named && node->kind == QUERY_WORDS && is_operator(&text))
        buf_add_byte(p->out, '+');
    for (size_t i = 0; i < text.letters.n; i++) {
        const bool stands_for_others = wildcards && (sign_of(&text, i) == '*' || sign_of(&text, i) == '?');
        if (!stands_for_others && needs_escape(&text, i))
            buf_add_byte(p->out, '\\');
        utf8_put(p->out, text.letters.v[i].c);
    }
    if (text.beginning)
        buf_add_byte(p->out, '*');
}

static void print_pattern(struct printer *p, const struct query_node *node) {
    if (node->pattern == QUERY_REGEX) {
        buf_addf(p->out, "/%.*s/", STR_FMT(node->text));
        return;
    }
    print_words(p, node);
    if (node->pattern == QUERY_FUZZY)
        buf_addf(p->out, "~%u", node->edits);
}

/* Between straight quotation marks; a backslash before those within it, and before stars, which have been warned of. */
static void print_quoted(struct printer *p, struct str s) {
    struct text text = text_read(p->arena, s);
    const struct letter *v = text.letters.v;
    buf_add_byte(p->out, '"');
    for (size_t i = 0; i < text.letters.n; i++) {
        const bool gershayim = i > 0 && i + 1 < text.letters.n && letter_is_gershayim(v[i - 1].c, v[i].c, v[i + 1].c);
        const bool straight = v[i].c == '"' || v[i].c == 0xFF02;
        if ((straight && !gershayim) || v[i].sign == '*' || v[i].c == '\\')
            buf_add_byte(p->out, '\\');
        utf8_put(p->out, v[i].c);
    }
    buf_add_byte(p->out, '"');
}

/* ---- leaves ---- */

static bool is_plain_value(struct str s) {
    for (size_t at = 0; at < s.n;) {
        const bool first = at == 0;
        uint32_t c = utf8_next(s, &at);
        if (!letter_in_word(c) && (first || !(c == '.' || c == '-' || c == '_')))
            return false;
    }
    return true;
}

static void print_value(struct printer *p, const struct query_node *node) {
    assert(node->field);
    if (node->field->kind == FIELD_KIND_NAME)
        buf_add_byte(p->out, '=');
    if (is_plain_value(node->text))
        buf_add_str(p->out, node->text);
    else
        print_quoted(p, node->text);
}

/* Behind a number ^ would be part of it: (2019)^2. */
static bool is_number(struct printer *p, const struct query_node *node) {
    const struct text text = text_read(p->arena, node->text);
    return node->kind == QUERY_WORDS && suffix_is_number(&text.letters, 0, text.letters.n);
}

static void print_leaf(struct printer *p, const struct query_node *node) {
    const bool parentheses = node->weight > 0 && is_number(p, node);
    if (parentheses)
        buf_add_byte(p->out, '(');
    if (node->field)
        buf_addf(p->out, "%s:", node->field->name);
    switch (node->kind) {
    case QUERY_ALL:
        buf_add_c(p->out, "*:*");
        break;
    case QUERY_WORDS:
    case QUERY_PREFIX:
        print_words(p, node);
        break;
    case QUERY_PATTERN:
        print_pattern(p, node);
        break;
    case QUERY_PHRASE:
        if (node->exact)
            buf_add_byte(p->out, '=');
        print_quoted(p, node->text);
        if (node->between)
            buf_addf(p->out, "~%u", node->between);
        break;
    case QUERY_HAS:
        buf_add_byte(p->out, '*');
        break;
    case QUERY_VALUE:
        print_value(p, node);
        break;
    case QUERY_DATE:
        query_dates_print(p->out, node->range);
        break;
    case QUERY_NEAR:
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NOT:
        assert(!"a leaf");
    }
    if (parentheses)
        buf_add_byte(p->out, ')');
    if (node->weight > 0)
        buf_addf(p->out, "^%.7g", node->weight);
}

/* ---- the tree ---- */

static unsigned height(const struct query_node *node) {
    unsigned most = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        unsigned of_child = height(node->child[i]);
        most = of_child > most ? of_child : most;
    }
    return most + 1;
}

/* An OR within an AND must stand in parentheses. An AND within an OR need not; it does for the reader's sake, as long
 * as that cannot make more of them than a query may have. */
static bool needs_parentheses(const struct query_node *child, const struct query_node *parent, bool for_reader) {
    if (child->kind == QUERY_OR || (child->kind == QUERY_NEAR && parent->kind == QUERY_NOT))
        return true;
    return child->kind == QUERY_AND && (for_reader || parent->kind == QUERY_NOT);
}

static void print_node(struct printer *p, const struct query_node *node) {
    if (node->child_count == 0) {
        print_leaf(p, node);
        return;
    }
    if (node->kind == QUERY_NOT)
        buf_add_c(p->out, "NOT ");
    for (size_t i = 0; i < node->child_count; i++) {
        const bool parentheses = needs_parentheses(node->child[i], node, p->for_reader);
        if (i > 0 && node->kind == QUERY_NEAR)
            buf_addf(p->out, " %s/%u ", node->any_order ? "NEAR" : "ADJ", node->distance);
        else if (i > 0)
            buf_add_c(p->out, node->kind == QUERY_AND ? " AND " : " OR ");
        if (parentheses)
            buf_add_byte(p->out, '(');
        print_node(p, node->child[i]);
        if (parentheses)
            buf_add_byte(p->out, ')');
    }
}

void query_print(struct buf *out, const struct query_node *node) {
    struct printer printer = {out, arena_new(), height(node) <= QUERY_DEPTH_MAX};
    print_node(&printer, node);
    arena_free(&printer.arena);
}
