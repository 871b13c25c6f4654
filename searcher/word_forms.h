/* In which languages and stems does the index have a word?
 *
 * A word typed without its accents must reach the stem of the word with them (comisaria: comisaría, es comis), and stems
 * are made from words as they are written. So two kinds of written words of the index lend their stems to the typed one:
 *
 *   the same word     every way in which its folded form is written: Málaga, MÁLAGA for malaga
 *   its other forms   in a language L: words that have the same stem in L when both are read without accents
 *                     (comisarias and comisaria: comisari), so comisaria finds a document that has only comisarías
 *
 * Where a language's endings have marks (й ї ў), the word as it would be written with them lends its stem, too: толстои
 * reaches толстого. Of all those stems, in each of the languages asked about, the ones that some document has are given. */
#ifndef SEARCHER_WORD_FORMS_H
#define SEARCHER_WORD_FORMS_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/marks.h"
#include "searcher/word_more.h"

/* Of more written words than this the first ones are taken. */
#define WORD_WAYS_MAX 4096
/* Other forms are looked for from stems of this many letters on. */
#define WORD_FORMS_LETTERS 4

/* The stems of a TOKEN_WORD of a query that terms of `field` have, each once; in the arena. *capped tells that
 * WORD_WAYS_MAX bit. */
enum err_code word_forms_stems(struct arena *arena, struct collection *collection, const struct field *field,
                               const struct word_languages *languages, const struct token *typed,
                               struct mark_stem **stems, size_t *n, bool *capped, struct err *e);

#endif
