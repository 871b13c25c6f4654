/* A leaf by the kind of its field: texts and names are read as words, the others as whole values. Stars, ~ and ^ are
 * met here, since what they may mean depends on the field. */
#include "searcher/query_leaf.h"

#include "searcher/query_dates.h"
#include "searcher/query_prose.h"

/* A leaf on its way. */
struct reading {
    const struct lex *lex;
    const struct lex_item *item;
    struct leaf_scope scope;
    size_t from, to; /* the letters left of it */
    bool beginning;  /* it stands for every word that begins so */
};

static struct query_node *leaf_new(const struct reading *r, enum query_kind kind, struct str text) {
    struct query_node *node = arena_alloc(r->lex->arena, sizeof *node);
    node->kind = kind;
    node->field = r->scope.field;
    node->text = text;
    node->column = r->item->column;
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

bool leaf_is_number(const struct letters *letters, size_t from, size_t to) {
    while (from < to && (letter_is_digit(letters->v[from].c) || letters->v[from].sign == '.'))
        from++;
    return from == to;
}

/* word~2 and word^2.5: fuzziness and weights of other search programs. */
static void strip_suffix(struct reading *r) {
    size_t at = r->to;
    while (at > r->from && ((sign(r, at - 1) >= '0' && sign(r, at - 1) <= '9') || sign(r, at - 1) == '.'))
        at--;
    if (at == r->from || at - 1 == r->from || (sign(r, at - 1) != '~' && sign(r, at - 1) != '^'))
        return;
    if (leaf_is_number(&r->lex->letters, r->from, at - 1))
        return;
    struct str suffix = lex_shown(r->lex, at - 1, r->to);
    lex_warn(r->lex, "\"%.*s\" at column %zu is passed over; words are searched neither fuzzily nor with weights.",
             STR_FMT(suffix), column(r, at - 1));
    r->to = at - 1;
    strip_suffix(r);
}

bool leaf_is_wildcard(const struct letters *letters, size_t from, size_t to, size_t at) {
    if (letters->v[at].c != '?' || letters->v[at].sign != '?' || !prose_is_letter(letters, from, to, at))
        return false;
    for (; from < to; from++) {
        const struct letter *letter = &letters->v[from];
        if (letter->sign != '?' && letter->sign != '*' && !letter_in_word(letter->c))
            return false;
    }
    return true;
}

static void strip_leading_stars(struct reading *r) {
    const size_t first = r->from;
    while (r->from < r->to && sign(r, r->from) == '*')
        r->from++;
    if (r->from > first)
        lex_warn(r->lex, "The * at column %zu is passed over; it stands only at the end of a word.", column(r, first));
}

/* comisar* asks for a beginning. Of wom*n and wom?n, which are not known here, the beginning finds more than was asked
 * for, and what was asked for among it. */
static void find_beginning(struct reading *r) {
    const size_t to = r->to;
    size_t cut = r->from, behind;
    while (cut < to && sign(r, cut) != '*' && !leaf_is_wildcard(&r->lex->letters, r->from, to, cut))
        cut++;
    if (cut == to)
        return;
    for (behind = cut; behind < to && sign(r, behind) == '*'; behind++)
        continue;
    r->to = cut;
    r->beginning = true;
    if (behind < to) {
        struct str beginning = lex_shown(r->lex, r->from, r->to);
        lex_warn(r->lex, "The %c at column %zu is read as the end of the word: %.*s* is searched.", sign(r, cut),
                 column(r, cut), STR_FMT(beginning));
    }
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

static bool is_everything(const struct reading *r) {
    return lex_is(r->lex, r->from, r->to, "*") || lex_is(r->lex, r->from, r->to, "*:*");
}

static struct query_node *everything(const struct reading *r) {
    if (r->scope.field == NULL)
        return leaf_new(r, QUERY_ALL, STR_EMPTY);
    lex_warn(r->lex, "The * at column %zu is passed over; whether a document has any %s cannot be asked.",
             r->item->column, r->scope.field->name);
    return NULL;
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

static struct query_node *read_word(struct reading *r) {
    if (is_everything(r))
        return everything(r);
    if (is_passed_over(r))
        return NULL;
    strip_suffix(r);
    strip_leading_stars(r);
    find_beginning(r);
    if (!has_words(r))
        return nothing_in(r);
    struct query_node *node = leaf_new(r, r->beginning ? QUERY_PREFIX : QUERY_WORDS, text_of(r));
    if (r->beginning && r->scope.exact)
        lex_warn(r->lex, "= and * do not go together; the = before column %zu is passed over.", r->item->column);
    node->exact = r->scope.exact && !r->beginning;
    return node;
}

static struct query_node *read_phrase(struct reading *r) {
    if (!has_words(r))
        return nothing_in(r);
    for (size_t i = r->from; i < r->to; i++) {
        if (sign(r, i) != '*')
            continue;
        lex_warn(r->lex, "The * at column %zu is passed over; in a phrase every word is searched whole.", column(r, i));
        break;
    }
    struct query_node *node = leaf_new(r, QUERY_PHRASE, text_of(r));
    node->exact = r->scope.exact;
    return node;
}

static struct query_node *read_text(struct reading *r) {
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

static struct query_node *read_code(struct reading *r) {
    const struct field *field = r->scope.field;
    const struct str code = lex_code(r->lex, field, r->from, r->to);
    struct date range;
    if (code.n > 0)
        return leaf_new(r, QUERY_VALUE, code);
    const struct str typed = lex_narrow(r->lex, r->from, r->to);
    if (typed.n == 0)
        return no_value(r);
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

static struct query_node *read_date(struct reading *r) {
    struct date range;
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
        strip_suffix(r);
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
    struct reading r = {lex, item, scope, item->from, item->to, false};
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
