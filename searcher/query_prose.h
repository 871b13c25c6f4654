/* What in a query is plain prose, though it looks like the query language?
 *
 * People paste titles and ask whole questions: REFLECTION OF LOW OR VERY LOW WAVES, Privatpersonen und -organisationen,
 * a 5" gun, the ‘60s, "What is it?Where is it?". Each function knows one such habit and looks at letters only. The
 * rules lean to prose only where the other reading is rare; what is not plain (word -word) stays an operator.
 * Neighbours: query_letters.h below, query_lex.h and query_leaf.h, which ask. */
#ifndef SEARCHER_QUERY_PROSE_H
#define SEARCHER_QUERY_PROSE_H

#include "searcher/query_letters.h"

/* Whether AND, OR and NOT are plain words, because all is in capitals: no lower-case letter, no parenthesis, no
 * quotation mark, and besides those three at least five words in capitals, more than two for each of those three. So
 * NATO AND UN and NATO OR UN OR EU OR US OR UK keep their operators, as does all text in scripts without capitals. */
bool prose_is_capitals(const struct letters *letters);

/* Whether the hyphen at `at`, which stands before a word, is a part of that word and leaves nothing out: Kunden- und
 * -organisationen, Kauf oder -miete. */
bool prose_is_hyphen(const struct letters *letters, size_t at);

/* Whether the quotation mark at `at` says inches: 5" gun. */
bool prose_is_inch(const struct letters *letters, size_t at);

/* Whether the quotation mark at `at` has a word's end on its right side, so that with a word on its left it opens
 * nothing: before God?" */
bool prose_is_end(const struct letters *letters, size_t at);

/* Whether the ‘ at `at` stands for a century: ‘60s. */
bool prose_is_year(const struct letters *letters, size_t at);

/* Whether the ? at `at` may stand for a letter, as in wom?n: not in 哪里?北京 and it?Where, where a question ends. */
bool prose_is_letter(const struct letters *letters, size_t from, size_t to, size_t at);

#endif
