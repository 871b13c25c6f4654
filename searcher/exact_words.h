/* Which documents have some words written just so, next to each other?
 *
 * The index knows for each document how a word is written somewhere in it, but not where. For one word anywhere in the
 * document that is the answer; for several words in a row, or words of one field, the candidates' stored texts are
 * read. */
#ifndef SEARCHER_EXACT_WORDS_H
#define SEARCHER_EXACT_WORDS_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/marks.h"

/* *out: those of the documents of `candidates` in which `mark` matches. */
enum err_code exact_words_query(struct collection *collection, struct xc_query *candidates, const struct mark *mark,
                                struct xc_query **out, struct err *e);

#endif
