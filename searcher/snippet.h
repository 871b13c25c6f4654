/* Where in a document is what the query found?
 *
 * Reads a field's text with the same tokens that indexed it, finds the runs of tokens that fit the query's marks, and cuts
 * out the pieces of text that show most of them. Offsets only: how a match is shown is for the renderers. */
#ifndef SEARCHER_SNIPPET_H
#define SEARCHER_SNIPPET_H

#include "searcher/marks.h"
#include "searcher/search.h"

/* About how wide a snippet is, in terminal columns (a Chinese character takes two). */
#define SNIPPET_COLUMNS 220

/* The whole of a short field (the title) with its matches. */
void snippet_whole(struct arena *arena, struct tokens *tokens, const struct marks *marks, const struct document *doc,
                   const struct field *field, struct snippet *out);
/* At most `most` snippets of summary and text, in reading order; the best by how many different marks they show, then by
 * how many matches. A document in which nothing is to be marked gives its beginning. Returns their number. */
size_t snippet_choose(struct arena *arena, struct tokens *tokens, const struct marks *marks, const struct document *doc,
                      size_t most, struct snippet *out);

#endif
