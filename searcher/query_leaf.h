/* What does one word or phrase ask for, in its field?
 *
 * A word to be searched, its beginning, a pattern, a country's code, a keyword, a range of dates. Neighbours: query_lex.h (where
 * the word begins and ends), query_dates.h (dates), query_parse.c (how leaves are joined). */
#ifndef SEARCHER_QUERY_LEAF_H
#define SEARCHER_QUERY_LEAF_H

#include "searcher/query_lex.h"

/* What holds for a leaf from outside: title:=(a b). */
struct leaf_scope {
    const struct field *field; /* NULL: none named */
    bool exact;
};

/* The leaf of a LEX_WORD, LEX_PHRASE or LEX_REGEX; NULL, and a warning, when there is nothing to search for in it. */
struct query_node *query_leaf(const struct lex *lex, const struct lex_item *item, struct leaf_scope scope);

/* Whether the letter `at` of the word from..to is a ? or * that stands for other letters, as in wom?n, wo*n and *ism, and
 * not the end of a question or part of an address: all the others are letters of words, ? or *. */
bool leaf_is_wildcard(const struct letters *letters, size_t from, size_t to, size_t at);

#endif
