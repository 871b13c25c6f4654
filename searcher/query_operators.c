/* Small letters are judged by the whole query, before any of it is read. */
#include "searcher/query_operators.h"

#include "searcher/query_tree.h"

#include <string.h>

/* A query of more words in small letters is prose until something says otherwise. */
#define WORDS_FEW 6

static char sign_within(const struct letters *letters, size_t at, size_t to) {
    return at < to ? letters->v[at].sign : SIGN_BLANK;
}

/* Whether from..to is this word in capitals, or (`small`) in any case. */
static bool is_word(const struct letters *letters, size_t from, size_t to, const char *word, bool small) {
    if (to - from != strlen(word))
        return false;
    for (; from < to; from++, word++) {
        const char sign = letters->v[from].sign;
        if (sign != *word && !(small && sign >= 'a' && sign <= 'z' && sign - 'a' == *word - 'A'))
            return false;
    }
    return true;
}

static bool read_near(const struct letters *letters, size_t from, size_t to, struct operator *out) {
    static const struct {
        const char *name;
        bool in_order, needs_slash;
    } names[] = {{"NEAR", false, false}, {"ADJ", true, false}, {"near", false, true},
                 {"adj", true, true},    {"W", false, true},   {"w", false, true}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = from + strlen(names[i].name);
        if (at > to || !is_word(letters, from, at, names[i].name, false))
            continue;
        const bool slash = sign_within(letters, at, to) == '/';
        const size_t digits = at += slash;
        *out = (struct operator){.kind = OPERATOR_NEAR, .in_order = names[i].in_order};
        for (; sign_within(letters, at, to) >= '0' && sign_within(letters, at, to) <= '9'; at++) {
            out->distance = 10 * out->distance + (uint32_t)(letters->v[at].sign - '0');
            out->distance = out->distance < QUERY_DISTANCE_MAX ? out->distance : QUERY_DISTANCE_MAX;
        }
        if (at < to || (at == digits && slash) || (names[i].needs_slash && !slash))
            continue;
        out->distance = at == digits ? OPERATOR_DISTANCE_DEFAULT : out->distance;
        return true;
    }
    return false;
}

bool operator_read(const struct letters *letters, size_t from, size_t to, struct operator *out) {
    static const struct {
        const char *word;
        enum operator_kind kind;
    } words[] = {{"AND", OPERATOR_AND}, {"OR", OPERATOR_OR}, {"NOT", OPERATOR_NOT}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!is_word(letters, from, to, words[i].word, true))
            continue;
        *out = (struct operator){.kind = words[i].kind, .small = !is_word(letters, from, to, words[i].word, false)};
        return true;
    }
    return read_near(letters, from, to, out);
}

/* ---- is it a query or prose? ---- */

static bool is_blank(const struct letters *letters, size_t at) {
    return sign_within(letters, at, letters->n) == SIGN_BLANK;
}

/* country:ES */
static bool begins_with_field(const struct letters *letters, size_t from, size_t to) {
    char name[32];
    size_t n = 0;
    for (; from < to && n < sizeof name && sign_within(letters, from, to) != ':'; from++)
        name[n++] = letters->v[from].sign;
    return from + 1 < to && letters->v[from].sign == ':' && field_find((struct str){name, n}) != NULL;
}

static bool is_written(const struct letters *letters, size_t from, size_t to) {
    struct operator operator;
    const char first = letters->v[from].sign;
    for (size_t i = from; i < to; i++)
        if (letters->v[i].sign == '(' || letters->v[i].sign == SIGN_QUOTE)
            return true;
    if ((first == '-' || first == '+') && to > from + 1 && letter_in_word(letters->v[from + 1].c))
        return true;
    return begins_with_field(letters, from, to) || (operator_read(letters, from, to, &operator) && !operator.small);
}

enum operator_habit operator_habit_of(const struct letters *letters) {
    size_t words = 0;
    bool asks = false;
    for (size_t at = 0, end; at < letters->n; at = end + 1) {
        for (end = at; !is_blank(letters, end);)
            end++;
        if (end == at)
            continue;
        if (is_written(letters, at, end))
            return OPERATOR_HABIT_QUERY;
        words++;
        asks |= letters->v[end - 1].sign == '?' || letters->v[end - 1].c == 0x061F || letters->v[end - 1].c == 0xFF1F;
    }
    return words <= WORDS_FEW && !asks ? OPERATOR_HABIT_BRIEF : OPERATOR_HABIT_PROSE;
}
