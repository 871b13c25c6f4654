/* In which languages and stems does the index have a word?
 *
 * A word typed without its accents must reach the stem of the word with them (investigacion: investigación, es
 * investig), and stems are made from words as they are written. So all the ways in which the index has the word written
 * are stemmed, in each language of the collection, and the stems that some document has are given. */
#ifndef SEARCHER_WORD_FORMS_H
#define SEARCHER_WORD_FORMS_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/marks.h"

/* Of a word written in more ways than this (only hostile text does it), the first ones are taken. */
#define WORD_WAYS_MAX 4096

/* The stems of a TOKEN_WORD of a query that terms of `field` have, each once; in the arena. *capped tells that
 * WORD_WAYS_MAX bit. */
enum err_code word_forms_stems(struct arena *arena, struct collection *collection, const struct field *field,
                               const struct token *typed, struct mark_stem **stems, size_t *n, bool *capped,
                               struct err *e);

#endif
