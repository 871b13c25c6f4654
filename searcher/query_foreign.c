/* Each finds one piece of another language at the place where the lexer stands, warns, and changes signs of the
 * letters, or moves on, so that what comes nearest is read. What is too common in plain text to be taken for an
 * operator (AT&T, "Note:", 10:30, /usr/bin) is left alone. */
#include "searcher/query_foreign.h"

#include <string.h>

void foreign_slashes(struct lex *lex, size_t close) {
    lex->letters.v[close].sign = SIGN_BLANK;
    for (size_t i = lex->at + 1; i < close; i++)
        lex->letters.v[i].sign = SIGN_NONE;
    lex->at++;
}

/* [a TO b]: where `to` and the bracket at the end are; false when it is another bracket. */
bool foreign_find_range(const struct lex *lex, size_t from, size_t *to, size_t *end) {
    size_t at = from + 1;
    while (lex_sign_at(lex, at) == SIGN_BLANK && at < lex->letters.n)
        at++;
    while (lex_sign_at(lex, at) != SIGN_BLANK)
        at++;
    if (!lex_is(lex, at, at + 4 <= lex->letters.n ? at + 4 : at, " TO "))
        return false;
    *to = at + 1;
    for (at += 4; at < lex->letters.n; at++) {
        char sign = lex_sign_at(lex, at);
        if (sign == ']' || sign == '}') {
            *end = at;
            return true;
        }
        if (sign == SIGN_BLANK && lex_sign_at(lex, at + 1) != ']' && lex_sign_at(lex, at + 1) != '}')
            return false;
    }
    return false;
}

/* A range in brackets where no date is asked for: its brackets and TO go, its ends are words. */
void foreign_range(struct lex *lex, size_t from) {
    size_t to, end;
    if (!foreign_find_range(lex, from, &to, &end))
        return;
    lex_warn(lex, "The range in brackets at column %zu is searched as two words; only dates have ranges.",
             lex_column_at(lex, from));
    lex->letters.v[from].sign = lex->letters.v[end].sign = SIGN_BLANK;
    lex->letters.v[to].sign = lex->letters.v[to + 1].sign = SIGN_BLANK;
}

/* 10:30, https://x.org, C:\Users, "Note: ...", "by a permutation:," are no fields. */
static bool begins_value(const struct lex *lex, size_t at) {
    const char sign = lex_sign_at(lex, at);
    return at < lex->letters.n &&
           (letter_in_word(lex->letters.v[at].c) || (sign != SIGN_NONE && strchr("(\"=-+*[{<>", sign)));
}

void foreign_field(const struct lex *lex, size_t from, size_t to) {
    size_t colon = from;
    while (colon < to && (letter_in_word(lex->letters.v[colon].c) || lex_sign_at(lex, colon) == '_') &&
           !(lex_sign_at(lex, colon) >= '0' && lex_sign_at(lex, colon) <= '9'))
        colon++;
    if (colon == from || lex_sign_at(lex, colon) != ':' || !begins_value(lex, colon + 1))
        return;
    struct str name = lex_shown(lex, from, colon);
    const struct field *field = field_find(name);
    lex_warn(lex, "\"%.*s\" at column %zu is %s; it is searched as words.", STR_FMT(name), lex_column_at(lex, from),
             field ? "a field that is kept but not searched" : "no field that is known here");
}

/* a XOR b: searched as the words they are. */
void foreign_operator(const struct lex *lex, size_t from, size_t to) {
    if (lex_is(lex, from, to, "XOR"))
        lex_warn(lex, "XOR at column %zu is searched as a word; as an operator it is not known here.",
                 lex_column_at(lex, from));
}

/* Nobody types one for a minus, while – is what some keyboards make of it. */
static bool is_long_dash(uint32_t c) {
    return c == 0x2014 || c == 0x2015; /* — ― */
}

/* Signs at the beginning of a word that mean nothing here. Whether there was one. */
bool foreign_skip_sign(struct lex *lex) {
    const size_t at = lex->at;
    const char sign = lex_sign_at(lex, at);
    size_t behind = at;
    while (lex_sign_at(lex, behind) == '-' || lex_sign_at(lex, behind) == SIGN_DASH)
        behind++;
    if (behind > at && (behind > at + 1 || sign == SIGN_DASH) && !lex_nothing_at(lex, behind)) {
        if (!is_long_dash(lex->letters.v[at].c) && begins_value(lex, behind))
            lex_warn(lex, "The dash at column %zu is passed over; one - right before a word leaves it out.",
                     lex_column_at(lex, at));
        lex->at = behind;
        return true;
    }
    if (sign == '!' && !lex_nothing_at(lex, at + 1)) {
        if (begins_value(lex, at + 1))
            lex_warn(lex, "The ! at column %zu is passed over; NOT or - leaves a word out.", lex_column_at(lex, at));
        lex->at++;
        return true;
    }
    return false;
}
