/* What can be said of a document beyond what it says itself?
 *
 *   date            of a line or dateline of its text            date_find.h
 *   source type     of the address, the source's name, the text  sources.h
 *   source country  likewise
 *   country         what it is about, from title and text        countries.h
 *
 * Everything is added as a guess with the words that gave it (document_guess), so given metadata wins, a guess is seen
 * to be one, and a better guesser changes no document's hash. What cannot be told stays empty; for the type that is
 * "other" only where a rule says so. */
#ifndef INDEXER_FACTS_FACTS_H
#define INDEXER_FACTS_FACTS_H

#include "corpus/document.h"
#include "indexer/settings.h"

struct facts;

/* *out is NULL where the settings want no guesses. ERR_USAGE when a rule of theirs is not understood. */
enum err_code facts_open(struct facts **out, const struct settings *settings, struct err *e);
void facts_close(struct facts **facts);

/* Between document_settle (the language is known) and document_seal. */
void facts_add(struct facts *facts, struct arena *arena, struct document *doc);

#endif
