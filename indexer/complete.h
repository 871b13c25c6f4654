/* The last steps of every document, whatever it came from: what can be told from all of it together. */
#ifndef INDEXER_COMPLETE_H
#define INDEXER_COMPLETE_H

#include "corpus/document.h"
#include "corpus/language.h"

/* Settles the document (limits, language), adds what its text tells of itself (facts/), and seals it (hash, id). ERR_INPUT
 * with a sentence when it cannot be accepted. */
enum err_code complete_document(struct arena *arena, struct document *doc, struct language_detector *detector,
                                struct err *e);

#endif
