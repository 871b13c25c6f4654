/* A leaf by the kind of its field: texts and names are read as words, the others as whole values. Stars, ~ and ^ are
 * met here, since what they may mean depends on the field. */
#include "searcher/query_leaf.h"

#include "corpus/base/utf8.h"
#include "searcher/query_dates.h"
#include "searcher/query_join.h"
#include "searcher/query_prose.h"

#include <string.h>
#include <strings.h>

#define FUZZY_EDITS_MAX 2
/* A word of so many letters is long: ~ alone allows it two edits. */
#define FUZZY_LONG 6

/* A leaf on its way. */
struct reading {
    const struct lex *lex;
    const struct lex_item *item;
    struct leaf_scope scope;
    size_t from, to; /* the letters left of it */
    bool beginning;  /* it stands for every word that begins so */
    uint32_t edits;  /* so many letters may be others */
    double weight;   /* 0: none was given */
};

static struct query_node *leaf_new(const struct reading *r, enum query_kind kind, struct str text) {
    struct query_node *node = arena_alloc(r->lex->arena, sizeof *node);
    node->kind = kind;
    node->field = r->scope.field;
    node->text = text;
    node->column = r->item->column;
    return node;
}

/* Words, phrases and patterns weigh what stands behind their ^. */
static struct query_node *words_new(const struct reading *r, enum query_kind kind, struct str text) {
    struct query_node *node = leaf_new(r, kind, text);
    node->weight = r->weight;
    return node;
}

static char sign(const struct reading *r, size_t at) {
    return r->lex->letters.v[at].sign;
}

static size_t column(const struct reading *r, size_t at) {
    return r->lex->letters.v[at].column;
}

static struct str text_of(const struct reading *r) {
    return lex_text(r->lex, r->from, r->to);
}

static bool has_words(const struct reading *r) {
    for (size_t i = r->from; i < r->to; i++)
        if (!letter_escapes(r->lex->letters.v[i].c) && sign(r, i) != SIGN_BLANK)
            return true;
    return false;
}

/* ---- what stands behind or within a word ---- */

/* The edits that ~ allows: as many as it says, else one in a short word and two in a long one. Older programs write the
 * likeness that words must have, ~0.8. */
static uint32_t edits_of(const struct reading *r, double tilde) {
    const uint32_t usual = r->to - r->from < FUZZY_LONG ? 1 : FUZZY_EDITS_MAX;
    if (tilde < 0)
        return usual;
    if (tilde == 0)
        return 0;
    const uint32_t edits = tilde < 1 ? usual : tilde > FUZZY_EDITS_MAX ? FUZZY_EDITS_MAX : (uint32_t)tilde;
    if (edits != tilde)
        lex_warn(r->lex, "The ~ at column %zu is read as ~%u: at most %d letters may differ.", column(r, r->to), edits,
                 FUZZY_EDITS_MAX);
    return edits;
}

static void read_weight(struct reading *r, const struct suffix *suffix, size_t at) {
    r->weight = suffix->weight;
    if (suffix->has_caret && suffix->weight == 0)
        lex_warn(r->lex, "The ^ at column %zu is passed over; a weight is written ^2 or ^0.5.", column(r, at));
}

/* word~2 and word^2.5. */
static void read_suffix(struct reading *r) {
    struct suffix suffix;
    const size_t at = suffix_find(&r->lex->letters, r->from, r->to);
    if (at == r->to)
        return;
    suffix_read(&r->lex->letters, at, r->to, &suffix);
    r->to = at;
    read_weight(r, &suffix, at);
    r->edits = suffix.has_tilde ? edits_of(r, suffix.tilde) : 0;
}

static bool is_wildcard_sign(const struct letter *letter) {
    return letter->sign == '*' || (letter->c == '?' && letter->sign == '?');
}

bool leaf_is_wildcard(const struct letters *letters, size_t from, size_t to, size_t at) {
    if (!is_wildcard_sign(&letters->v[at]))
        return false;
    if (letters->v[at].sign == '?' && !prose_is_letter(letters, from, to, at))
        return false;
    for (; from < to; from++)
        if (!is_wildcard_sign(&letters->v[from]) && !letter_in_word(letters->v[from].c))
            return false;
    return true;
}

static void strip_leading_stars(struct reading *r) {
    const size_t first = r->from;
    while (r->from < r->to && sign(r, r->from) == '*')
        r->from++;
    if (r->from > first)
        lex_warn(r->lex, "The * at column %zu is passed over; it stands only within or behind a word of letters.",
                 column(r, first));
}

/* comisar* asks for a beginning. In what is no word of letters alone (Jean-*ierre), the beginning finds more than was
 * asked for, and what was asked for among it. */
static void find_beginning(struct reading *r) {
    const size_t to = r->to;
    size_t cut = r->from, behind;
    while (cut < to && sign(r, cut) != '*')
        cut++;
    if (cut == to)
        return;
    for (behind = cut; behind < to && sign(r, behind) == '*'; behind++)
        continue;
    r->to = cut;
    r->beginning = true;
    if (behind < to) {
        struct str beginning = lex_shown(r->lex, r->from, r->to);
        lex_warn(r->lex, "The * at column %zu is read as the end of the word: %.*s* is searched.", column(r, cut),
                 STR_FMT(beginning));
    }
}

/* Whether there is a * or ? that only a pattern can mean: wom?n, wo*n, *ism; comisar* is a beginning. */
static bool is_pattern(const struct reading *r) {
    size_t end = r->to;
    while (end > r->from && sign(r, end - 1) == '*')
        end--;
    for (size_t i = r->from; i < end; i++)
        if (leaf_is_wildcard(&r->lex->letters, r->from, r->to, i))
            return true;
    return false;
}

/* ---- words ---- */

static struct query_node *nothing_in(const struct reading *r) {
    struct str text = lex_shown(r->lex, r->item->from, r->item->to);
    if (text.n == 0)
        lex_warn(r->lex, "The phrase at column %zu is empty; it is passed over.", r->item->column);
    else
        lex_warn(r->lex, "\"%.*s\" at column %zu has no word in it; it is passed over.", STR_FMT(text),
                 r->item->column);
    return NULL;
}

/* The letters between the slashes; those that a backslash stood before have it again, if they mean something else then. */
static struct str regex_of(const struct reading *r) {
    struct buf pattern;
    buf_init(&pattern);
    for (size_t i = r->from; i < r->to; i++) {
        const struct letter *letter = &r->lex->letters.v[i];
        if (letter->sign == SIGN_NONE && letter_escapes(letter->c))
            buf_add_byte(&pattern, '\\');
        utf8_put(&pattern, letter->c);
    }
    struct str text = arena_str(r->lex->arena, buf_str(&pattern));
    buf_fini(&pattern);
    return text;
}

static bool is_everything(const struct reading *r) {
    return lex_is(r->lex, r->from, r->to, "*") || lex_is(r->lex, r->from, r->to, "*:*");
}

/* Whether a document has any value is known of the fields that are counted, and of dates. */
static bool knows_any(const struct field *field) {
    return field->flags & FIELD_IS_FACET || field->kind == FIELD_KIND_DATE;
}

static struct query_node *everything(const struct reading *r) {
    if (r->scope.field == NULL)
        return leaf_new(r, QUERY_ALL, STR_EMPTY);
    if (knows_any(r->scope.field))
        return leaf_new(r, QUERY_HAS, STR_EMPTY);
    lex_warn(r->lex, "The * at column %zu is passed over; whether a document has any %s cannot be asked.",
             r->item->column, r->scope.field->name);
    return NULL;
}

/* country:none and date:undated. */
static bool is_none(const struct reading *r) {
    const struct str typed = lex_narrow(r->lex, r->from, r->to);
    const bool undated = typed.n == strlen("undated") && strncasecmp(typed.p, "undated", typed.n) == 0;
    return (typed.n == strlen("none") && strncasecmp(typed.p, "none", typed.n) == 0) ||
           (undated && r->scope.field->kind == FIELD_KIND_DATE);
}

static struct query_node *none(const struct reading *r) {
    return query_join_not(r->lex->arena, leaf_new(r, QUERY_HAS, STR_EMPTY));
}

/* Signs between spaces, as people write them: police & justice, 3 + 4, how ? Nothing is lost with them. */
static bool is_passed_over(const struct reading *r) {
    if (r->scope.field || r->scope.exact)
        return false;
    for (size_t i = r->from; i < r->to; i++)
        if (!letter_is_mark(r->lex->letters.v[i].c))
            return false;
    return true;
}

static struct query_node *read_pattern(struct reading *r, enum query_pattern pattern) {
    if (pattern != QUERY_REGEX && !has_words(r))
        return nothing_in(r);
    struct query_node *node = words_new(r, QUERY_PATTERN, pattern == QUERY_REGEX ? regex_of(r) : text_of(r));
    node->pattern = pattern;
    node->edits = pattern == QUERY_FUZZY ? r->edits : 0;
    if (r->scope.exact)
        lex_warn(r->lex, "= and a pattern do not go together; the = before column %zu is passed over.",
                 r->item->column);
    if (r->edits && pattern == QUERY_WILDCARD)
        lex_warn(r->lex, "* or ? and ~ do not go together; the ~ behind column %zu is passed over.", r->item->column);
    return node;
}

static struct query_node *read_word(struct reading *r) {
    if (is_everything(r))
        return everything(r);
    if (is_passed_over(r))
        return NULL;
    read_suffix(r);
    if (is_pattern(r))
        return read_pattern(r, QUERY_WILDCARD);
    strip_leading_stars(r);
    find_beginning(r);
    if (r->edits && !r->beginning)
        return read_pattern(r, QUERY_FUZZY);
    if (!has_words(r))
        return nothing_in(r);
    struct query_node *node = words_new(r, r->beginning ? QUERY_PREFIX : QUERY_WORDS, text_of(r));
    if (r->edits)
        lex_warn(r->lex, "* and ~ do not go together; the ~ behind column %zu is passed over.", r->item->column);
    if (r->beginning && r->scope.exact)
        lex_warn(r->lex, "= and * do not go together; the = before column %zu is passed over.", r->item->column);
    node->exact = r->scope.exact && !r->beginning;
    return node;
}

static struct query_node *read_phrase(struct reading *r) {
    const struct suffix *suffix = &r->item->suffix;
    if (!has_words(r))
        return nothing_in(r);
    for (size_t i = r->from; i < r->to; i++) {
        if (sign(r, i) != '*')
            continue;
        lex_warn(r->lex, "The * at column %zu is passed over; in a phrase every word is searched whole.", column(r, i));
        break;
    }
    read_weight(r, suffix, r->to);
    struct query_node *node = words_new(r, QUERY_PHRASE, text_of(r));
    node->exact = r->scope.exact;
    if (suffix->has_tilde && r->scope.exact)
        lex_warn(r->lex, "= and ~ do not go together; the ~ behind column %zu is passed over.", r->item->column);
    else if (suffix->tilde > 0) {
        node->between = suffix->tilde > QUERY_DISTANCE_MAX ? QUERY_DISTANCE_MAX : (uint32_t)suffix->tilde;
        node->any_order = true;
    } else if (suffix->has_tilde && suffix->tilde < 0)
        lex_warn(r->lex, "The ~ behind column %zu is passed over; \"a b\"~8 lets up to 8 other words stand between.",
                 r->item->column);
    return node;
}

static struct query_node *read_text(struct reading *r) {
    if (r->item->kind == LEX_REGEX) {
        read_weight(r, &r->item->suffix, r->to);
        return read_pattern(r, QUERY_REGEX);
    }
    return r->item->kind == LEX_PHRASE ? read_phrase(r) : read_word(r);
}

/* ---- whole values ---- */

static struct query_node *no_value(const struct reading *r) {
    lex_warn(r->lex, "There is no value for %s: at column %zu; it is passed over.", r->scope.field->name,
             r->item->column);
    return NULL;
}

/* Dates, or those left when the punctuation behind them is not theirs: "in date:2019..2021, and". */
static bool read_dates(const struct reading *r, struct date *range) {
    struct lex_item item = *r->item;
    while (!query_dates_read(r->lex, &item, range)) {
        if (item.to == item.from || !letter_is_punctuation(r->lex->letters.v[item.to - 1].c))
            return false;
        item.to--;
    }
    return true;
}

static struct query_node *read_one_code(struct reading *r) {
    const struct field *field = r->scope.field;
    const struct str code = lex_code(r->lex, field, r->from, r->to);
    struct date range;
    if (code.n > 0)
        return leaf_new(r, QUERY_VALUE, code);
    const struct str typed = lex_narrow(r->lex, r->from, r->to);
    if (typed.n == 0)
        return no_value(r);
    if (is_none(r))
        return none(r);
    /* year:2019..2021 is what date:2019..2021 is. */
    if (field->table == CODES_YEAR && read_dates(r, &range)) {
        struct query_node *node = leaf_new(r, QUERY_DATE, STR_EMPTY);
        node->field = field_row(FIELD_DATE);
        node->range = range;
        return node;
    }
    struct str shown = lex_shown(r->lex, r->from, r->to);
    lex_warn(r->lex, "\"%.*s\" at column %zu is not a %s that is known here; nothing has it.", STR_FMT(shown),
             r->item->column, field->name);
    return leaf_new(r, QUERY_VALUE, typed);
}

/* country:ES,PT is either of them, when each is a code; "Korea, South" is one. */
static bool is_list(const struct reading *r) {
    size_t from = r->from, parts = 0;
    for (size_t i = r->from; i <= r->to; i++) {
        if (i < r->to && sign(r, i) != ',')
            continue;
        if (lex_code(r->lex, r->scope.field, from, i).n == 0)
            return false;
        from = i + 1;
        parts++;
    }
    return parts > 1 && lex_code(r->lex, r->scope.field, r->from, r->to).n == 0;
}

static struct query_node *read_code(struct reading *r) {
    struct query_children values = {0};
    const size_t to = r->to;
    if (!is_list(r))
        return read_one_code(r);
    for (size_t i = r->from; i <= to; i++) {
        if (i < to && sign(r, i) != ',')
            continue;
        r->to = i;
        query_children_add(r->lex->arena, &values, read_one_code(r));
        r->from = i + 1;
    }
    return query_join_or(r->lex->arena, &values);
}

static struct query_node *read_date(struct reading *r) {
    struct date range;
    if (is_none(r))
        return none(r);
    if (!read_dates(r, &range)) {
        struct str text = lex_shown(r->lex, r->from, r->to);
        lex_warn(r->lex,
                 "\"%.*s\" at column %zu is not a date or a range of dates and is passed over; write 2021, 2021-05, "
                 "2021-05-03, 2019..2021 or 2020.. .",
                 STR_FMT(text), r->item->column);
        return NULL;
    }
    struct query_node *node = leaf_new(r, QUERY_DATE, STR_EMPTY);
    node->range = range;
    return node;
}

/* Keywords and hosts, which are compared folded, and ids and addresses, which are compared as they are. */
static struct query_node *read_value(struct reading *r) {
    const enum field_kind kind = r->scope.field->kind;
    if (kind == FIELD_KIND_KEYWORD && r->item->kind == LEX_WORD) {
        read_suffix(r);
        if (r->edits || r->weight > 0)
            lex_warn(r->lex, "The %c at column %zu is passed over; %s is compared whole, and weighs nothing.",
                     sign(r, r->to), column(r, r->to), r->scope.field->name);
        while (r->to > r->from && sign(r, r->to - 1) == '*')
            r->to--;
        if (r->to < r->item->to && sign(r, r->to) == '*')
            lex_warn(r->lex, "The * at column %zu is passed over; %s is compared whole.", column(r, r->to),
                     r->scope.field->name);
    }
    struct str text = text_of(r);
    return text.n > 0 ? leaf_new(r, QUERY_VALUE, text) : no_value(r);
}

struct query_node *query_leaf(const struct lex *lex, const struct lex_item *item, struct leaf_scope scope) {
    struct reading r = {.lex = lex, .item = item, .scope = scope, .from = item->from, .to = item->to};
    /* text:word is what word alone is. */
    if (scope.field && scope.field->id == FIELD_TEXT)
        r.scope.field = NULL;
    if (r.scope.field == NULL)
        return read_text(&r);
    if (item->kind == LEX_WORD && is_everything(&r))
        return everything(&r);
    switch (r.scope.field->kind) {
    case FIELD_KIND_TEXT:
        return read_text(&r);
    case FIELD_KIND_NAME:
        return scope.exact ? read_value(&r) : read_text(&r);
    case FIELD_KIND_CODE:
        return read_code(&r);
    case FIELD_KIND_DATE:
        return read_date(&r);
    case FIELD_KIND_ID:
    case FIELD_KIND_KEYWORD:
    case FIELD_KIND_URL:
    case FIELD_KIND_PLAIN:
        return read_value(&r);
    }
    return NULL;
}
