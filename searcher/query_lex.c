/* Letters to items, one pass, no memory but the item before. A word ends at a blank, a parenthesis, a quotation mark,
 * && or ||; so apostrophes, hyphens, dots and ampersands within one stay there (l’élection, Jean-Pierre, U.S.A, AT&T),
 * and corpus/tokens decides what they mean. Signs before a word are signs only there: COVID-19 leaves nothing out. */
#include "searcher/query_lex.h"

#include "corpus/base/utf8.h"
#include "searcher/query_foreign.h"
#include "searcher/query_prose.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

/* How many signs of a sentence may stand behind a code: ("in country:ES?"). */
#define SIGNS_BEHIND_MAX 4

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
    lex->capitals = prose_is_capitals(&lex->letters);
    lex->habit = operator_habit_of(&lex->letters);
}

struct str lex_text(const struct lex *lex, size_t from, size_t to) {
    return letters_text(lex->arena, &lex->letters, from, to);
}

/* With full-width letters as ASCII, since codes are compared as such: country：ＥＳ. */
struct str lex_narrow(const struct lex *lex, size_t from, size_t to) {
    struct letters narrow = {arena_array(lex->arena, to - from + 1, sizeof(struct letter)), 0};
    for (; from < to; from++) {
        struct letter letter = lex->letters.v[from];
        if (letter.c >= 0xFF01 && letter.c <= 0xFF5E)
            letter.c -= 0xFEE0;
        narrow.v[narrow.n++] = letter;
    }
    return letters_text(lex->arena, &narrow, 0, narrow.n);
}

struct str lex_code(const struct lex *lex, const struct field *field, size_t from, size_t to) {
    struct str code = code_find(field->table, lex_narrow(lex, from, to));
    for (int i = 0; i < SIGNS_BEHIND_MAX && code.n == 0 && to > from; i++) {
        if (!letter_is_punctuation(lex->letters.v[to - 1].c))
            break;
        code = code_find(field->table, lex_narrow(lex, from, --to));
    }
    return code;
}

struct str lex_shown(const struct lex *lex, size_t from, size_t to) {
    struct str text = lex_text(lex, from, to);
    const size_t kept = utf8_floor(text, LEX_SHOWN_MAX);
    return kept < text.n ? arena_printf(lex->arena, "%.*s…", (int)kept, text.p) : text;
}

bool lex_is(const struct lex *lex, size_t from, size_t to, const char *signs) {
    if (to - from != strlen(signs))
        return false;
    for (size_t i = from; i < to; i++)
        if (lex->letters.v[i].sign != signs[i - from])
            return false;
    return true;
}

/* ---- ends ---- */

static bool is_double(const struct lex *lex, size_t at) {
    char sign = lex_sign_at(lex, at);
    return (sign == '&' || sign == '|') && lex_sign_at(lex, at + 1) == sign;
}

static bool ends_word(const struct lex *lex, size_t at) {
    char sign = lex_sign_at(lex, at);
    return sign == SIGN_BLANK || sign == '(' || sign == ')' || sign == SIGN_QUOTE || is_double(lex, at);
}

static size_t word_end(const struct lex *lex, size_t from) {
    while (!ends_word(lex, from))
        from++;
    return from;
}

static bool follows_operand(const struct lex *lex) {
    return lex->last.kind == LEX_PHRASE || lex->last.kind == LEX_REGEX || lex->last.kind == LEX_CLOSE || lex->last.kind == LEX_WORD;
}

static bool is_sign_item(enum lex_kind kind) {
    return kind == LEX_FIELD || kind == LEX_EXCLUDE || kind == LEX_REQUIRE || kind == LEX_EXACT;
}

/* Whether what stands here is the value of a field of addresses or ids, which may have any signs in it. */
static bool takes_address(const struct lex *lex, bool glued) {
    const struct field *field = glued ? lex->value_of : NULL;
    return field && (field->kind == FIELD_KIND_URL || field->kind == FIELD_KIND_ID);
}

/* ---- items ---- */

static void skip_blanks(struct lex *lex) {
    while (lex->at < lex->letters.n && lex_sign_at(lex, lex->at) == SIGN_BLANK)
        lex->at++;
}

static bool read_sign(struct lex *lex, struct lex_item *item) {
    static const struct {
        char sign;
        enum lex_kind kind;
    } signs[] = {{'-', LEX_EXCLUDE}, {'+', LEX_REQUIRE}, {'=', LEX_EXACT}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (lex_sign_at(lex, lex->at) == signs[i].sign && !lex_nothing_at(lex, lex->at + 1) &&
            !(signs[i].sign == '-' && prose_is_hyphen(&lex->letters, lex->at))) {
            item->kind = signs[i].kind;
            lex->at++;
            return true;
        }
    }
    return false;
}

/* Behind it something to join must follow; what stands before it the caller has seen. */
static bool is_between(const struct lex *lex, size_t end) {
    while (end < lex->letters.n && lex_sign_at(lex, end) == SIGN_BLANK)
        end++;
    return end < lex->letters.n && lex_sign_at(lex, end) != ')';
}

/* Between two things that it can join, in a query that is no prose; "and not" is enough to mean it. */
static bool is_small_operator(const struct lex *lex, const struct operator *operator, size_t end) {
    const bool is_not = operator->kind == OPERATOR_NOT, after_and = is_not && lex->last.kind == LEX_AND;
    const enum operator_habit needed = is_not && !after_and ? OPERATOR_HABIT_QUERY : OPERATOR_HABIT_BRIEF;
    return (follows_operand(lex) || after_and || (is_not && lex->last.kind == LEX_OR)) && is_between(lex, end) &&
           lex->habit >= needed;
}

static bool read_operator(struct lex *lex, struct lex_item *item) {
    static const enum lex_kind kinds[] = {
        [OPERATOR_AND] = LEX_AND, [OPERATOR_OR] = LEX_OR, [OPERATOR_NOT] = LEX_NOT, [OPERATOR_NEAR] = LEX_NEAR};
    const size_t end = word_end(lex, lex->at);
    if (is_double(lex, lex->at)) {
        bool is_and = lex_sign_at(lex, lex->at) == '&';
        lex_warn(lex, "%s at column %zu is read as %s.", is_and ? "&&" : "||", item->column, is_and ? "AND" : "OR");
        item->kind = is_and ? LEX_AND : LEX_OR;
        lex->at += 2;
        return true;
    }
    if (lex->capitals || !operator_read(&lex->letters, lex->at, end, &item->operator))
        return false;
    if (item->operator.small && !is_small_operator(lex, &item->operator, end))
        return false;
    item->kind = kinds[item->operator.kind];
    if (item->operator.small && item->kind != LEX_AND) { /* AND is what words are joined by in any case */
        const struct str written = lex_text(lex, lex->at, end);
        lex_warn(lex, "\"%.*s\" at column %zu is read as an operator; +%.*s is searched as a word.", STR_FMT(written),
                 item->column, STR_FMT(written));
    }
    lex->at = end;
    return true;
}

/* Whether a field is meant where a space is behind its colon, as in "title: police". In a question "the languages: Ada
 * and C" is more often a word; so only the field's own name does, and a code or date must look like one. */
static bool is_field_apart(const struct lex *lex, const struct field *field, struct str name, size_t at) {
    if (name.n != strlen(field->name) || strncasecmp(name.p, field->name, name.n) != 0)
        return false;
    while (at < lex->letters.n && lex_sign_at(lex, at) == SIGN_BLANK)
        at++;
    const char sign = lex_sign_at(lex, at);
    if (at == lex->letters.n || sign == '(' || sign == SIGN_QUOTE)
        return true;
    if (field->kind == FIELD_KIND_CODE && field->table != CODES_YEAR)
        return lex_code(lex, field, at, word_end(lex, at)).n > 0;
    if (field->kind == FIELD_KIND_CODE || field->kind == FIELD_KIND_DATE)
        return letter_is_digit(lex->letters.v[at].c) || (sign != SIGN_NONE && strchr(".[{<>", sign));
    return true;
}

static bool read_field(struct lex *lex, struct lex_item *item) {
    size_t end = lex->at;
    char sign;
    while ((sign = lex_sign_at(lex, end)) == '_' || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z'))
        end++;
    if (end == lex->at || sign != ':')
        return false;
    /* Names are compared as ASCII, however wide they were typed. */
    struct buf name;
    buf_init(&name);
    for (size_t i = lex->at; i < end; i++)
        buf_add_byte(&name, lex_sign_at(lex, i));
    const struct field *field = field_find(buf_str(&name));
    bool is_field = field && (field->flags & FIELD_IS_FILTER);
    if (is_field && lex_sign_at(lex, end + 1) == SIGN_BLANK && !is_field_apart(lex, field, buf_str(&name), end + 1)) {
        const struct str shown = lex_shown(lex, lex->at, end + 1);
        lex_warn(lex,
                 "%.*s at column %zu is searched as a word; what is searched in a field stands right behind its colon.",
                 STR_FMT(shown), item->column);
        is_field = false;
    }
    buf_fini(&name);
    if (!is_field)
        return false;
    item->kind = LEX_FIELD;
    item->from = lex->at;
    item->to = end;
    item->field = field;
    lex->at = end + 1;
    return true;
}

static bool read_phrase(struct lex *lex, struct lex_item *item, bool within) {
    const struct letters *letters = &lex->letters;
    const size_t open = lex->at;
    const bool single = lex_sign_at(lex, open) == SIGN_SINGLE;
    if (single ? within || prose_is_year(letters, open) : lex_sign_at(lex, open) != SIGN_QUOTE)
        return false;
    const size_t close = quote_find_close(letters, open);
    if (close == letters->n) /* ‘okina: an apostrophe */
        return false;
    item->kind = LEX_PHRASE;
    item->from = open + 1;
    item->to = close;
    lex->at = suffix_read(letters, close + 1, letters->n, &item->suffix);
    if (lex_sign_at(lex, lex->at) == '*')
        lex_warn(lex, "The * at column %zu is passed over; the words of a phrase are searched whole.",
                 lex_column_at(lex, lex->at++));
    return true;
}

/* Signs that make a pattern of what stands between slashes; /usr/bin/ and /boat-tail/ are none. */
static bool has_pattern(const struct lex *lex, size_t from, size_t to) {
    for (; from < to; from++)
        if (lex->letters.v[from].c == '\\' ||
            (lex_sign_at(lex, from) != SIGN_NONE && strchr("[](){}.*+?|^$", lex_sign_at(lex, from))))
            return true;
    return false;
}

/* The slash that closes the one here, with a suffix behind it or not, and where that ends. */
static bool find_slash(const struct lex *lex, size_t *close, size_t *behind, struct suffix *suffix) {
    if (lex_sign_at(lex, lex->at) != '/')
        return false;
    for (size_t at = lex->at + 1; lex_sign_at(lex, at) != SIGN_BLANK; at++) {
        if (lex_sign_at(lex, at) != '/')
            continue;
        *close = at;
        *behind = suffix_read(&lex->letters, at + 1, lex->letters.n, suffix);
        if (at > lex->at + 1 && lex_nothing_at(lex, *behind))
            return true;
    }
    return false;
}

/* /wom[ae]n/, with ^2 behind it or not. */
static bool read_regex(struct lex *lex, struct lex_item *item) {
    const struct field *field = item->glued ? lex->value_of : NULL;
    size_t close, behind;
    if (field && field->kind != FIELD_KIND_TEXT && field->kind != FIELD_KIND_NAME)
        return false;
    if (!find_slash(lex, &close, &behind, &item->suffix))
        return false;
    item->kind = LEX_REGEX;
    item->from = lex->at + 1;
    item->to = close;
    lex->at = behind;
    return true;
}

/* Takes the slashes off what is no pattern. */
static void skip_slashes(struct lex *lex) {
    struct suffix suffix;
    size_t close, behind;
    if (find_slash(lex, &close, &behind, &suffix) && !has_pattern(lex, lex->at + 1, close))
        foreign_slashes(lex, close);
}

/* An address or id is taken as it stands up to the next blank, with the parentheses that are closed in it. */
static size_t address_end(const struct lex *lex, size_t at) {
    size_t depth = 0;
    for (; lex_sign_at(lex, at) != SIGN_BLANK; at++) {
        char sign = lex_sign_at(lex, at);
        if (sign == ')' && depth == 0)
            break;
        depth += (sign == '(') - (size_t)(sign == ')');
    }
    return at;
}

static void read_word(struct lex *lex, struct lex_item *item) {
    const struct field *field = item->glued ? lex->value_of : NULL;
    bool dates = field && (field->kind == FIELD_KIND_DATE || field->table == CODES_YEAR);
    const char first = lex_sign_at(lex, lex->at);
    size_t to, end = word_end(lex, lex->at);
    if (takes_address(lex, item->glued))
        end = address_end(lex, lex->at);
    else if (dates && (first == '[' || first == '{') && foreign_find_range(lex, lex->at, &to, &end))
        end++;
    if (field == NULL && !lex->capitals && !is_sign_item(item->glued ? lex->last.kind : LEX_END))
        foreign_operator(lex, lex->at, end);
    if (field == NULL)
        foreign_field(lex, lex->at, end);
    if (end == lex->at) /* a sign that means nothing where it stands */
        end++;
    item->kind = LEX_WORD;
    item->from = lex->at;
    item->to = lex->at = end;
}

/* Past a quotation mark that neither opens nor closes a phrase. */
static bool skip_quote(struct lex *lex, bool within) {
    const struct letters *letters = &lex->letters;
    const size_t at = lex->at;
    if (lex_sign_at(lex, at) != SIGN_QUOTE)
        return false;
    if (prose_is_inch(letters, at))
        lex->at++;
    else if (!quote_opens(letters->v[at].c, within) || (within && prose_is_end(letters, at)))
        lex_warn(lex, "The quotation mark at column %zu closes nothing; it is passed over.",
                 lex_column_at(lex, lex->at++));
    else if (quote_find_close(letters, at) == letters->n)
        lex_warn(lex,
                 "The quotation mark at column %zu is never closed; it is passed over and what follows is searched as "
                 "words.",
                 lex_column_at(lex, lex->at++));
    return lex->at > at;
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
        if (skip_quote(lex, within))
            continue;
        if (!within && !takes_address(lex, *glued))
            skip_slashes(lex);
        if (!*glued && (lex_sign_at(lex, lex->at) == '[' || lex_sign_at(lex, lex->at) == '{'))
            foreign_range(lex, lex->at);
        if (lex_sign_at(lex, lex->at) == SIGN_BLANK || (!within && foreign_skip_sign(lex)))
            continue;
        return;
    }
}

void lex_next(struct lex *lex, struct lex_item *out) {
    struct lex_item item = {.kind = LEX_END, .glued = true};
    find_beginning(lex, &item.glued);
    item.column = lex_column_at(lex, lex->at);
    const bool within = item.glued && follows_operand(lex);
    const bool signed_word = item.glued && is_sign_item(lex->last.kind);
    const bool value = item.glued && lex->value_of;
    const char sign = lex_sign_at(lex, lex->at);
    if (lex->at == lex->letters.n) {
        item.column = lex->letters.n ? lex->letters.v[lex->letters.n - 1].column + 1 : 1;
    } else if (sign == '(' || sign == ')') {
        item.kind = sign == '(' ? LEX_OPEN : LEX_CLOSE;
        lex->at++;
        if (sign == ')')
            lex->at = suffix_read(&lex->letters, lex->at, lex->letters.n, &item.suffix);
    } else if (!(read_phrase(lex, &item, within) || (!within && read_sign(lex, &item)) ||
                 (!signed_word && read_operator(lex, &item)) ||
                 (!value && read_field(lex, &item)) ||
                 (!within && read_regex(lex, &item)))) {
        read_word(lex, &item);
    }
    if (item.kind == LEX_FIELD)
        lex->value_of = item.field;
    else if (!value || !is_sign_item(item.kind))
        lex->value_of = NULL;
    lex->last = *out = item;
}
