/* One pass over the tokens of each part, in an array that is kept from document to document. */
#include "indexer/facts/mentions.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define FIRST_ROOM 1024u

struct mentions {
    struct tokens *tokens; /* lent */
    struct gazetteer *gazetteer;
    struct token *read; /* of the part at hand */
    size_t n, room;
    struct mention_list list;
};

struct mentions *mentions_new(struct tokens *tokens) {
    struct mentions *mentions = mem_alloc(sizeof *mentions);
    mentions->tokens = tokens;
    mentions->gazetteer = gazetteer_new(tokens);
    return mentions;
}

void mentions_free(struct mentions **mentions) {
    if (!*mentions)
        return;
    gazetteer_free(&(*mentions)->gazetteer);
    free((*mentions)->read);
    free((*mentions)->list.v);
    free(*mentions);
    *mentions = NULL;
}

struct mention_list *mentions_list(const struct mentions *mentions) {
    return (struct mention_list *)&mentions->list;
}

static void read_tokens(struct mentions *mentions, struct str text, const struct language *language) {
    mentions->n = 0;
    tokens_begin(mentions->tokens, text, language);
    for (;; mentions->n++) {
        if (mentions->n == mentions->room) {
            mentions->room = mentions->room ? 2 * mentions->room : FIRST_ROOM;
            mentions->read = mem_realloc(mentions->read, mentions->room, sizeof *mentions->read);
        }
        if (!tokens_next(mentions->tokens, &mentions->read[mentions->n]))
            return;
    }
}

/* ---- names of people ---- */

static bool is_capitalised(const struct token *token) {
    size_t at = 0;
    uint32_t c = token->surface.n ? utf8_next(token->surface, &at) : UTF8_BAD;
    return c != UTF8_BAD && u_isUUppercase((UChar32)c);
}

static bool is_in_capitals(const struct token *token) {
    for (size_t at = 0; at < token->surface.n;) {
        uint32_t c = utf8_next(token->surface, &at);
        if (c != UTF8_BAD && !u_isUUppercase((UChar32)c))
            return false;
    }
    return true;
}

static bool is_only_space(struct str text, size_t from, size_t to) {
    struct str gap = str_slice(text, from, to);
    return gap.n > 0 && str_trim(gap).n == 0 && !memchr(gap.p, '\n', gap.n);
}

/* Words that stand with a capital before the name of a country, where a sentence begins or in a title. */
static const char *const no_names[] = {
    "in",      "of",      "from",    "to",        "the",      "and",      "for",     "with",    "by",        "at",
    "on",      "as",      "north",   "south",     "east",     "west",     "new",     "de",      "en",        "el",
    "la",      "le",      "a",       "northern",  "southern", "western",  "eastern", "central", "says",      "when",
    "if",      "but",     "while",   "near",      "via",      "greater",  "visit",   "since",   "after",     "before",
    "against", "between", "inside",  "que",       "los",      "para",     "por",     "der",     "die",       "das",
    "und",     "von",     "dans",    "pour",      "sur",      "un",       "per",     "di",      "that",      "this",
    "today",   "only",    "both",    "like",      "how",      "why",      "king",    "queen",   "president", "minister",
    "friday",  "monday",  "tuesday", "wednesday", "thursday", "saturday", "sunday",  "than",    "into",      "upon",
    "through", "under",   "over",    "not",       "its",      "his",      "their",
};

/* Whether the token may be the other part of a person's name. */
static bool is_name_part(const struct token *token) {
    if (!is_capitalised(token) || token->surface.n < 3)
        return false;
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++)
        if (str_eq_c(token->folded, no_names[i]))
            return false;
    return true;
}

static bool names_country(const struct mentions *mentions, const struct language *language, struct str text,
                          size_t at) {
    size_t length;
    return gazetteer_find(mentions->gazetteer, language, text, &mentions->read[at], 1, &length) != NULL;
}

/* Michael Jordan, Chad Smith: another capitalised word stands beside it, with no sign between. Where all words have
 * capitals nothing can be told, so a title or a line in capitals is left alone. */
static bool is_person(const struct mentions *mentions, const struct language *language, struct str text, size_t at,
                      size_t length, const struct place *place) {
    const struct token *read = mentions->read;
    size_t after = at + length;
    if (!(place->marks & (PLACE_SURNAME | PLACE_GIVEN)) || !is_capitalised(&read[at]) || is_in_capitals(&read[at]))
        return false;
    if (at > 0 && is_only_space(text, read[at - 1].end, read[at].start) && is_name_part(&read[at - 1]) &&
        !names_country(mentions, language, text, at - 1))
        return true;
    return (place->marks & PLACE_GIVEN) && after < mentions->n &&
           is_only_space(text, read[after - 1].end, read[after].start) && is_name_part(&read[after]) &&
           !names_country(mentions, language, text, after);
}

/* ---- stock exchanges ---- */

static bool is_share_code(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.'))
            return false;
    return s.n > 0 && s.n <= 10;
}

/* <7203.T>, (SIEG.DE), <IBM>: a share's code, and behind the full stop the exchange's. One without it, between angle
 * brackets, is American. Gives how many tokens it takes. */
static const struct place *exchange_at(const struct mentions *mentions, struct str text, size_t at, size_t *length) {
    size_t start = mentions->read[at].start;
    char open = start ? text.p[start - 1] : ' ';
    char close = open == '<' ? '>' : ')';
    if (open != '<' && open != '(')
        return NULL;
    struct str rest = str_slice(text, start, text.n < start + 11 ? text.n : start + 11), code, tail;
    if (!str_cut(rest, close, &code, &tail) || !is_share_code(code))
        return NULL;
    struct str share, exchange;
    bool named = str_cut(code, '.', &share, &exchange);
    if (!named && (open == '(' || code.p[0] < 'A'))
        return NULL;
    *length = 1;
    while (at + *length < mentions->n && mentions->read[at + *length].end <= start + code.n)
        ++*length;
    return gazetteer_exchange(mentions->gazetteer, named ? exchange : STR("N"));
}

/* ---- the walk ---- */

static void add(struct mentions *mentions, struct mention mention) {
    struct mention_list *list = &mentions->list;
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : FIRST_ROOM;
        list->v = mem_realloc(list->v, list->room, sizeof *list->v);
    }
    list->v[list->n++] = mention;
}

/* "us" in a line of capitals is no country: LET US GO. */
static bool is_shouted(const struct mentions *mentions, size_t at, size_t length) {
    const struct token *token = &mentions->read[at];
    if (length > 1 || token->surface.n != 2)
        return false;
    bool before = at > 0 && token[-1].surface.n > 3 && is_in_capitals(&token[-1]);
    bool after = at + 1 < mentions->n && token[1].surface.n > 3 && is_in_capitals(&token[1]);
    return (before || after) && is_in_capitals(token);
}

static void read_part(struct mentions *mentions, struct str text, const struct language *language, bool title) {
    read_tokens(mentions, text, language);
    for (size_t at = 0; at < mentions->n;) {
        size_t length, left = mentions->n - at;
        const struct token *token = &mentions->read[at];
        const struct place *place = exchange_at(mentions, text, at, &length);
        if (!place)
            place = gazetteer_find(mentions->gazetteer, language, text, token, left, &length);
        if (place && place->country && !is_shouted(mentions, at, length)) {
            enum country_part part = title ? PART_TITLE : at < MENTIONS_LEAD_TOKENS ? PART_LEAD : PART_BODY;
            struct str words = str_slice(text, token->start, mentions->read[at + length - 1].end);
            bool person = is_person(mentions, language, text, at, length, place);
            add(mentions, (struct mention){place, NULL, part, person, at, words});
        }
        at += place ? length : 1;
    }
}

void mentions_read(struct mentions *mentions, struct str title, struct str text, const struct language *language) {
    mentions->list.n = 0;
    read_part(mentions, title, language, true);
    read_part(mentions, text, language, false);
    mentions->list.tokens = mentions->n;
}
