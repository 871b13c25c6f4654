/* Habits of writing, one a function. The words that join the parts of compounds are those of languages that write
 * compounds in one word and leave out what two of them share; English "police and -overseas" is no such thing. */
#include "searcher/query_prose.h"

#include "corpus/base/utf8.h"
#include "searcher/query_operators.h"

#include <string.h>
#include <unicode/uchar.h>

#define CAPITALS_MIN 5

static char sign_at(const struct letters *letters, size_t at) {
    return at < letters->n ? letters->v[at].sign : SIGN_BLANK;
}

static bool is_word_at(const struct letters *letters, size_t at) {
    return at < letters->n && letter_in_word(letters->v[at].c);
}

/* ---- words between blanks ---- */

struct span {
    size_t from, to;
};

/* The next at or behind `at`; empty at the end. */
static struct span span_behind(const struct letters *letters, size_t at) {
    while (at < letters->n && sign_at(letters, at) == SIGN_BLANK)
        at++;
    struct span span = {at, at};
    while (sign_at(letters, span.to) != SIGN_BLANK)
        span.to++;
    return span;
}

/* The one that ends before `at`; empty at the beginning. */
static struct span span_before(const struct letters *letters, size_t at) {
    while (at > 0 && sign_at(letters, at - 1) == SIGN_BLANK)
        at--;
    struct span span = {at, at};
    while (span.from > 0 && sign_at(letters, span.from - 1) != SIGN_BLANK)
        span.from--;
    return span;
}

/* ---- capitals ---- */

static bool is_operator(const struct letters *letters, struct span span) {
    struct operator operator;
    return operator_read(letters, span.from, span.to, &operator) && !operator.small;
}

/* False when the span has what rules capitals out; else sets whether there are any in it. */
static bool read_case(const struct letters *letters, struct span span, bool *capital) {
    *capital = false;
    for (size_t i = span.from; i < span.to; i++) {
        const char sign = sign_at(letters, i);
        if (u_islower((UChar32)letters->v[i].c) || sign == '(' || sign == ')' || sign == SIGN_QUOTE)
            return false;
        *capital |= u_isupper((UChar32)letters->v[i].c) != 0;
    }
    return true;
}

bool prose_is_capitals(const struct letters *letters) {
    size_t operators = 0, words = 0;
    for (struct span span = span_behind(letters, 0); span.to > span.from; span = span_behind(letters, span.to)) {
        bool capital;
        if (!read_case(letters, span, &capital))
            return false;
        if (is_operator(letters, span))
            operators++;
        else
            words += capital;
    }
    return words >= CAPITALS_MIN && words > 2 * operators;
}

/* ---- hyphens ---- */

static bool is_text(const struct letters *letters, struct span span, const char *text) {
    const struct str want = str_from(text);
    size_t at = 0;
    while (at < want.n && span.from < span.to && utf8_next(want, &at) == letters->v[span.from].c)
        span.from++;
    return at == want.n && span.from == span.to;
}

static bool joins_compounds(const struct letters *letters, struct span span) {
    static const char *const words[] = {
        "und", "oder",  "sowie", "bzw.", "beziehungsweise", /* German */
        "en",  "of",                                        /* Dutch */
        "och", "eller", "og",                               /* Swedish, Danish, Norwegian */
        "ja",  "tai",   "sekä",                             /* Finnish */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_text(letters, span, words[i]))
            return true;
    return false;
}

/* Kunden- */
static bool ends_with_hyphen(const struct letters *letters, struct span span) {
    return span.to - span.from > 1 && sign_at(letters, span.to - 1) == '-' && is_word_at(letters, span.to - 2);
}

bool prose_is_hyphen(const struct letters *letters, size_t at) {
    if (at == 0 || sign_at(letters, at - 1) != SIGN_BLANK || !is_word_at(letters, at + 1))
        return false;
    const struct span last = span_before(letters, at), other = span_before(letters, last.from);
    if (ends_with_hyphen(letters, last) || (is_word_at(letters, last.from) && ends_with_hyphen(letters, other)))
        return true;
    return other.to > other.from && joins_compounds(letters, last) && u_islower((UChar32)letters->v[at + 1].c);
}

/* ---- quotation marks and apostrophes ---- */

static bool is_digit_at(const struct letters *letters, size_t at) {
    return at < letters->n && u_isdigit((UChar32)letters->v[at].c);
}

bool prose_is_end(const struct letters *letters, size_t at) {
    const char sign = sign_at(letters, at + 1);
    return sign != SIGN_NONE && strchr(" ),.;:!?-/]", sign) != NULL;
}

bool prose_is_inch(const struct letters *letters, size_t at) {
    const uint32_t c = letters->v[at].c;
    if ((c != '"' && c != 0x201D) || at == 0 || !is_digit_at(letters, at - 1))
        return false;
    const uint32_t next = at + 1 < letters->n ? letters->v[at + 1].c : ' ';
    return prose_is_end(letters, at) || is_digit_at(letters, at + 1) || next == 'x' || next == 0xD7 /* × */;
}

bool prose_is_year(const struct letters *letters, size_t at) {
    if (!is_digit_at(letters, at + 1) || !is_digit_at(letters, at + 2))
        return false;
    return !is_word_at(letters, at + (sign_at(letters, at + 3) == 's' ? 4 : 3));
}

/* ---- questions ---- */

/* Scripts without spaces: Han, kana, Thai, Lao, Khmer, Burmese. Hangul is written with spaces. */
static bool is_unspaced(uint32_t c) {
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_COMPLEX_CONTEXT:
        return letter_in_word(c);
    default:
        return false;
    }
}

bool prose_is_letter(const struct letters *letters, size_t from, size_t to, size_t at) {
    size_t next = at + 1;
    while (next < to && letters->v[next].sign == '?')
        next++;
    if (next == to)
        return false;
    const uint32_t before = at > from ? letters->v[at - 1].c : 'a', behind = letters->v[next].c;
    return !is_unspaced(before) && !is_unspaced(behind) && !(u_isupper((UChar32)behind) && u_islower((UChar32)before));
}
