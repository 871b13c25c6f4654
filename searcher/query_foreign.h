/* What do people type who know other search programs?
 *
 * [a TO b], !word, a XOR b, a field that does not exist here. None of it is an error and none of it is misread in
 * silence: a warning says what was done instead. (&& and || are met in query_lex.c, since they have a meaning here.)
 * Neighbour: query_lex.h, the only one who calls. */
#ifndef SEARCHER_QUERY_FOREIGN_H
#define SEARCHER_QUERY_FOREIGN_H

#include "searcher/query_lex.h"

/* At the beginning of /boat-tail/, which is no regular expression: takes its slashes off, the other one at `close`, and
 * makes plain letters of what stands between them. */
void foreign_slashes(struct lex *lex, size_t close);
/* [a TO b] at letter `from`: where TO and the bracket at the end are; false when it is another bracket. */
bool foreign_find_range(const struct lex *lex, size_t from, size_t *to, size_t *end);
/* The same where no date is asked for: makes two words of it. */
void foreign_range(struct lex *lex, size_t from);
/* Whether the lexer was moved past a sign that means nothing at the beginning of a word: ! or a dash. */
bool foreign_skip_sign(struct lex *lex);
/* Warn of what looks like a field or an operator in the word from..to, and is none here. */
void foreign_field(const struct lex *lex, size_t from, size_t to);
void foreign_operator(const struct lex *lex, size_t from, size_t to);

#endif
