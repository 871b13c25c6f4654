/* The last steps of every document, whatever it came from: what can be told from all of it together. */
#ifndef INDEXER_COMPLETE_H
#define INDEXER_COMPLETE_H

#include "corpus/document.h"
#include "corpus/language.h"
#include "indexer/facts/facts.h"

/* Settles the document (limits, language), adds what its text tells of itself (facts/), and seals it (hash, id). ERR_INPUT
 * with a sentence when it cannot be accepted. Without `facts` (NULL) nothing is guessed but the language. */
enum err_code complete_document(struct arena *arena, struct document *doc, struct language_detector *detector,
                                struct facts *facts, struct err *e);

#endif
