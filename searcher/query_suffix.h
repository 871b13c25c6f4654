/* What stands behind a word, a phrase or a parenthesis: police~2, "police office"~8, (a OR b)^1.5
 *
 * Reads signs only; what ~ means (letters that may differ, words that may stand between) depends on what it stands
 * behind. Neighbours: query_lex.h and query_leaf.h, which ask, and query_print.c, which must know what would be read. */
#ifndef SEARCHER_QUERY_SUFFIX_H
#define SEARCHER_QUERY_SUFFIX_H

#include "searcher/query_letters.h"

/* Weights are kept between these, with so many digits behind the point. */
#define SUFFIX_WEIGHT_MIN 0.01
#define SUFFIX_WEIGHT_MAX 100.0
#define SUFFIX_WEIGHT_DIGITS 4
/* A larger number behind ~ is read as this. */
#define SUFFIX_TILDE_MAX 10000

struct suffix {
    bool has_tilde;
    double tilde;  /* the number behind ~; -1 when there is none */
    bool has_caret;
    double weight; /* the number behind ^; 0 when there is none */
};

/* Reads ~, ~2, ^2.5 and any row of these that begins at letter `at` and ends before `to`; gives where it ends. */
size_t suffix_read(const struct letters *letters, size_t at, size_t to, struct suffix *suffix);
/* Where the suffix of the word from..to begins; `to` when it has none. Numbers have none: 10^5, 5~7. */
size_t suffix_find(const struct letters *letters, size_t from, size_t to);
/* A weight within its bounds, and no finer than it is printed. */
double suffix_weight(double weight);
/* Whether from..to is a number. */
bool suffix_is_number(const struct letters *letters, size_t from, size_t to);

#endif
