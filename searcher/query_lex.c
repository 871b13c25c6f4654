/* Letters to items, one pass, no memory but the item before. A word ends at a blank, a parenthesis, a quotation mark,
 * && or
 * ||; so apostrophes, hyphens, dots and ampersands within one stay there (l’élection, Jean-Pierre, U.S.A, AT&T), and
 * corpus/ tokens decides what they mean. Signs before a word are signs only there: COVID-19 leaves nothing out. */
#include "searcher/query_lex.h"

#include <stdarg.h>
#include <string.h>

void lex_warn(const struct lex *lex, const char *format, ...) {
    struct strs *warnings = &lex->query->warnings;
    if (warnings->n > QUERY_WARNINGS_MAX)
        return;
    if (warnings->n == QUERY_WARNINGS_MAX) {
        arena_push(lex->arena, warnings, STR("There is more in this query that could not be read as it stands."));
        return;
    }
    struct buf text;
    va_list args;
    buf_init(&text);
    va_start(args, format);
    buf_vaddf(&text, format, args);
    va_end(args);
    arena_push(lex->arena, warnings, arena_str(lex->arena, buf_str(&text)));
    buf_fini(&text);
}

void lex_begin(struct lex *lex, struct arena *arena, struct query *query) {
    *lex = (struct lex){.arena = arena, .query = query, .last = {.kind = LEX_END}};
    letters_read(arena, query->text, &lex->letters);
}

struct str lex_text(const struct lex *lex, size_t from, size_t to) {
    return letters_text(lex->arena, &lex->letters, from, to);
}

bool lex_is(const struct lex *lex, size_t from, size_t to, const char *signs) {
    if (to - from != strlen(signs))
        return false;
    for (size_t i = from; i < to; i++)
        if (lex->letters.v[i].sign != signs[i - from])
            return false;
    return true;
}

/* ---- single letters ---- */

static char sign_at(const struct lex *lex, size_t at) {
    return at < lex->letters.n ? lex->letters.v[at].sign : SIGN_BLANK;
}

static size_t column_at(const struct lex *lex, size_t at) {
    return at < lex->letters.n ? lex->letters.v[at].column : 0;
}

/* Whether a sign here would have nothing to stand before: "police - overseas", "(a -)". */
static bool nothing_at(const struct lex *lex, size_t at) {
    char sign = sign_at(lex, at);
    return sign == SIGN_BLANK || sign == ')';
}

static bool is_double(const struct lex *lex, size_t at) {
    char sign = sign_at(lex, at);
    return (sign == '&' || sign == '|') && sign_at(lex, at + 1) == sign;
}

static bool ends_word(const struct lex *lex, size_t at) {
    char sign = sign_at(lex, at);
    return sign == SIGN_BLANK || sign == '(' || sign == ')' || sign == SIGN_QUOTE || is_double(lex, at);
}

static size_t word_end(const struct lex *lex, size_t from) {
    while (!ends_word(lex, from))
        from++;
    return from;
}

/* ---- what other search programs know ---- */

/* /regex/: the slashes go, and what stands between them becomes plain letters. A path such as /usr/bin/ loses nothing.
 */
static void meet_regex(struct lex *lex, size_t from) {
    struct letters *letters = &lex->letters;
    size_t end = from + 1;
    while (sign_at(lex, end) != SIGN_BLANK && !(sign_at(lex, end) == '/' && nothing_at(lex, end + 1)))
        end++;
    if (sign_at(lex, end) != '/' || end == from + 1)
        return;
    lex_warn(lex, "What stands between slashes at column %zu is searched as words; patterns are not known here.",
             column_at(lex, from));
    letters->v[from].sign = letters->v[end].sign = SIGN_BLANK;
    for (size_t i = from + 1; i < end; i++)
        letters->v[i].sign = SIGN_NONE;
}

/* [a TO b]: where `to` and the bracket at the end are; false when it is another bracket. */
static bool find_range(const struct lex *lex, size_t from, size_t *to, size_t *end) {
    size_t at = from + 1;
    while (sign_at(lex, at) == SIGN_BLANK && at < lex->letters.n)
        at++;
    while (sign_at(lex, at) != SIGN_BLANK)
        at++;
    if (!lex_is(lex, at, at + 4 <= lex->letters.n ? at + 4 : at, " TO "))
        return false;
    *to = at + 1;
    for (at += 4; at < lex->letters.n; at++) {
        char sign = sign_at(lex, at);
        if (sign == ']' || sign == '}') {
            *end = at;
            return true;
        }
        if (sign == SIGN_BLANK && sign_at(lex, at + 1) != ']' && sign_at(lex, at + 1) != '}')
            return false;
    }
    return false;
}

/* A range in brackets where no date is asked for: its brackets and TO go, its ends are words. */
static void meet_range(struct lex *lex, size_t from) {
    size_t to, end;
    if (!find_range(lex, from, &to, &end))
        return;
    lex_warn(lex, "The range in brackets at column %zu is searched as two words; only dates have ranges.",
             column_at(lex, from));
    lex->letters.v[from].sign = lex->letters.v[end].sign = SIGN_BLANK;
    lex->letters.v[to].sign = lex->letters.v[to + 1].sign = SIGN_BLANK;
}

static void meet_unknown_field(const struct lex *lex, size_t from, size_t to) {
    size_t colon = from;
    while (colon < to && (letter_in_word(lex->letters.v[colon].c) || sign_at(lex, colon) == '_') &&
           !(sign_at(lex, colon) >= '0' && sign_at(lex, colon) <= '9'))
        colon++;
    /* 10:30, https://x.org, C:\Users, "Note: ..." are no fields. */
    bool has_name = colon > from && colon < to && sign_at(lex, colon) == ':';
    char behind = has_name ? sign_at(lex, colon + 1) : SIGN_BLANK;
    if (behind == SIGN_BLANK || behind == ')' || behind == '/' ||
        (colon + 1 < to && lex->letters.v[colon + 1].c == '\\'))
        return;
    struct str name = lex_text(lex, from, colon);
    const struct field *field = field_find(name);
    lex_warn(lex, "\"%.*s\" at column %zu is %s; it is searched as words.", STR_FMT(name), column_at(lex, from),
             field ? "a field that is kept but not searched" : "no field that is known here");
}

/* ---- items ---- */

static void skip_blanks(struct lex *lex) {
    while (lex->at < lex->letters.n && sign_at(lex, lex->at) == SIGN_BLANK)
        lex->at++;
}

/* Signs at the beginning of a word that mean nothing here. Whether there was one. */
static bool skip_idle_sign(struct lex *lex) {
    const size_t at = lex->at;
    const char sign = sign_at(lex, at);
    size_t behind = at;
    while (sign_at(lex, behind) == '-' || sign_at(lex, behind) == SIGN_DASH)
        behind++;
    if (behind > at && (behind > at + 1 || sign == SIGN_DASH) && !nothing_at(lex, behind)) {
        lex_warn(lex, "The dash at column %zu is passed over; one - right before a word leaves it out.",
                 column_at(lex, at));
        lex->at = behind;
        return true;
    }
    if (sign == '!' && !nothing_at(lex, at + 1)) {
        lex_warn(lex, "The ! at column %zu is passed over; NOT or - leaves a word out.", column_at(lex, at));
        lex->at++;
        return true;
    }
    return false;
}

static bool read_sign(struct lex *lex, struct lex_item *item) {
    static const struct {
        char sign;
        enum lex_kind kind;
    } signs[] = {{'-', LEX_EXCLUDE}, {'+', LEX_REQUIRE}, {'=', LEX_EXACT}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (sign_at(lex, lex->at) == signs[i].sign && !nothing_at(lex, lex->at + 1)) {
            item->kind = signs[i].kind;
            lex->at++;
            return true;
        }
    }
    return false;
}

static bool read_operator(struct lex *lex, struct lex_item *item) {
    static const struct {
        const char *word;
        enum lex_kind kind;
    } words[] = {{"AND", LEX_AND}, {"OR", LEX_OR}, {"NOT", LEX_NOT}};
    if (is_double(lex, lex->at)) {
        bool and = sign_at(lex, lex->at) == '&';
        lex_warn(lex, "%s at column %zu is read as %s.", and? "&&" : "||", item->column, and? "AND" : "OR");
        item->kind = and? LEX_AND : LEX_OR;
        lex->at += 2;
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t end = word_end(lex, lex->at);
        if (lex_is(lex, lex->at, end, words[i].word)) {
            item->kind = words[i].kind;
            lex->at = end;
            return true;
        }
    }
    return false;
}

static bool read_field(struct lex *lex, struct lex_item *item) {
    size_t end = lex->at;
    char sign;
    while ((sign = sign_at(lex, end)) == '_' || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z'))
        end++;
    if (end == lex->at || sign != ':')
        return false;
    /* Names are compared as ASCII, however wide they were typed. */
    struct buf name;
    buf_init(&name);
    for (size_t i = lex->at; i < end; i++)
        buf_add_byte(&name, sign_at(lex, i));
    const struct field *field = field_find(buf_str(&name));
    buf_fini(&name);
    if (field == NULL || !(field->flags & FIELD_IS_FILTER))
        return false;
    *item = (struct lex_item){LEX_FIELD, lex->at, end, item->column, field, item->glued};
    lex->at = end + 1;
    return true;
}

static bool read_phrase(struct lex *lex, struct lex_item *item, bool within) {
    const struct letters *letters = &lex->letters;
    const size_t open = lex->at;
    const bool single = sign_at(lex, open) == SIGN_SINGLE;
    if (single ? within : sign_at(lex, open) != SIGN_QUOTE || !quote_opens(letters->v[open].c, within))
        return false;
    size_t close = quote_find_close(letters, open);
    if (close == letters->n && single) /* ‘okina: an apostrophe */
        return false;
    if (close == letters->n)
        lex_warn(lex, "The quotation mark at column %zu is never closed; the phrase ends with the query.",
                 item->column);
    item->kind = LEX_PHRASE;
    item->from = open + 1;
    item->to = close;
    lex->at = close < letters->n ? close + 1 : close;
    return true;
}

/* "a b"~10, "a b"^2, "a b"*: what other programs let stand behind a phrase. */
static void skip_phrase_suffix(struct lex *lex) {
    const size_t from = lex->at;
    const char sign = sign_at(lex, from);
    if (sign != '~' && sign != '^' && sign != '*')
        return;
    for (lex->at++; (sign_at(lex, lex->at) >= '0' && sign_at(lex, lex->at) <= '9') || sign_at(lex, lex->at) == '.';)
        lex->at++;
    struct str suffix = lex_text(lex, from, lex->at);
    lex_warn(lex, "\"%.*s\" at column %zu is passed over; the words of the phrase are searched next to each other.",
             STR_FMT(suffix), column_at(lex, from));
}

/* An address or id is taken as it stands up to the next blank, with the parentheses that are closed in it. */
static size_t address_end(const struct lex *lex, size_t at) {
    size_t depth = 0;
    for (; sign_at(lex, at) != SIGN_BLANK; at++) {
        char sign = sign_at(lex, at);
        if (sign == ')' && depth == 0)
            break;
        depth += (sign == '(') - (size_t)(sign == ')');
    }
    return at;
}

static void read_word(struct lex *lex, struct lex_item *item) {
    const struct field *field = item->glued && lex->last.kind == LEX_FIELD ? lex->last.field : NULL;
    bool dates = field && (field->kind == FIELD_KIND_DATE || field->table == CODES_YEAR);
    const char first = sign_at(lex, lex->at);
    size_t to, end = word_end(lex, lex->at);
    if (field && (field->kind == FIELD_KIND_URL || field->kind == FIELD_KIND_ID))
        end = address_end(lex, lex->at);
    else if (dates && (first == '[' || first == '{') && find_range(lex, lex->at, &to, &end))
        end++;
    else if (field == NULL)
        meet_unknown_field(lex, lex->at, end);
    if (end == lex->at) /* a sign that means nothing where it stands */
        end++;
    item->kind = LEX_WORD;
    item->from = lex->at;
    item->to = lex->at = end;
}

static bool follows_operand(const struct lex *lex) {
    return lex->last.kind == LEX_PHRASE || lex->last.kind == LEX_CLOSE || lex->last.kind == LEX_WORD;
}

static bool is_sign_item(enum lex_kind kind) {
    return kind == LEX_FIELD || kind == LEX_EXCLUDE || kind == LEX_REQUIRE || kind == LEX_EXACT;
}

/* Past what is no item at all, with warnings; sets whether the item is glued to the one before. */
static void find_beginning(struct lex *lex, bool *glued) {
    for (;;) {
        const size_t before = lex->at;
        skip_blanks(lex);
        if (lex->at > before || before == 0)
            *glued = false;
        if (lex->at == lex->letters.n)
            return;
        const bool within = *glued && follows_operand(lex);
        const uint32_t c = lex->letters.v[lex->at].c;
        if (sign_at(lex, lex->at) == SIGN_QUOTE && !quote_opens(c, within)) {
            lex_warn(lex, "The quotation mark at column %zu closes nothing; it is passed over.",
                     column_at(lex, lex->at));
            lex->at++;
            continue;
        }
        if (!within && sign_at(lex, lex->at) == '/')
            meet_regex(lex, lex->at);
        if (!*glued && (sign_at(lex, lex->at) == '[' || sign_at(lex, lex->at) == '{'))
            meet_range(lex, lex->at);
        if (sign_at(lex, lex->at) == SIGN_BLANK || (!within && skip_idle_sign(lex)))
            continue;
        return;
    }
}

void lex_next(struct lex *lex, struct lex_item *out) {
    struct lex_item item = {.kind = LEX_END, .glued = true};
    if (lex->last.kind == LEX_PHRASE)
        skip_phrase_suffix(lex);
    find_beginning(lex, &item.glued);
    item.column = column_at(lex, lex->at);
    const bool within = item.glued && follows_operand(lex);
    const bool signed_word = item.glued && is_sign_item(lex->last.kind);
    const bool value = item.glued && lex->last.kind == LEX_FIELD;
    const char sign = sign_at(lex, lex->at);
    if (lex->at == lex->letters.n) {
        item.column = lex->letters.n ? lex->letters.v[lex->letters.n - 1].column + 1 : 1;
    } else if (sign == '(' || sign == ')') {
        item.kind = sign == '(' ? LEX_OPEN : LEX_CLOSE;
        lex->at++;
    } else if (!(read_phrase(lex, &item, within) || (!within && read_sign(lex, &item)) ||
                 (!signed_word && read_operator(lex, &item)) || (!value && !within && read_field(lex, &item)))) {
        read_word(lex, &item);
    }
    lex->last = *out = item;
}
