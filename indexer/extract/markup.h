/* All text of a piece of HTML that is content already: an entry of a feed, a chapter of a book, the body of a mail.
 *
 * Nothing is judged to be menu or notice (a web page's main content is extract_html's business); scripts, styles,
 * hidden inputs and the like are no text. gumbo parses. */
#ifndef INDEXER_EXTRACT_MARKUP_H
#define INDEXER_EXTRACT_MARKUP_H

#include "indexer/extract/paragraphs.h"

/* `html` is UTF-8. Adds to `out`, which ends with the end of a paragraph. `heading`, when not NULL and empty, becomes
 * the first <h1>, <h2> or <h3>; in the arena. */
void markup_add(struct paragraphs *out, struct arena *arena, struct str html, struct str *heading);
/* The same as a text of its own. */
struct str markup_text(struct arena *arena, struct str html);
/* Whether text that may be either looks like HTML: it has tags or entities. */
bool markup_is_html(struct str text);

#endif
