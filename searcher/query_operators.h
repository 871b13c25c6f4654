/* Which words of a query are operators?
 *
 *   AND OR NOT         in capitals, anywhere
 *   and or not         as people write them, where the rest of the query shows that it is one and no prose: it has a
 *                      parenthesis, a quotation mark, a field, a sign (-word) or an operator in capitals; and and or also
 *                      in queries of a few words that ask nothing (police or polizei)
 *   NEAR NEAR/5 near/5 ADJ/3 W/5   within so many words of each other; ADJ in this order
 *
 * Reads letters only. Neighbours: query_lex.h, which knows what stands around a word; query_prose.h, what is prose. */
#ifndef SEARCHER_QUERY_OPERATORS_H
#define SEARCHER_QUERY_OPERATORS_H

#include "searcher/query_letters.h"

/* How far from each other words may be where NEAR names no number. */
#define OPERATOR_DISTANCE_DEFAULT 10

enum operator_kind { OPERATOR_AND, OPERATOR_OR, OPERATOR_NOT, OPERATOR_NEAR };

struct operator {
    enum operator_kind kind;
    bool small;        /* AND, OR, NOT: not all in capitals */
    uint32_t distance; /* NEAR: how many words further the next one may be */
    bool in_order;     /* NEAR: ADJ */
};

/* Whether the word of letters from..to is one. */
bool operator_read(const struct letters *letters, size_t from, size_t to, struct operator *out);

/* What a query shows of itself, by which operators that are not in capitals are judged. */
enum operator_habit {
    OPERATOR_HABIT_PROSE, /* none is meant */
    OPERATOR_HABIT_BRIEF, /* and, or */
    OPERATOR_HABIT_QUERY  /* and, or, not */
};
enum operator_habit operator_habit_of(const struct letters *letters);

#endif
