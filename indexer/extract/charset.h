/* In which charset are these bytes written?
 *
 * Decides and converts, for every format that is text: pages, feeds, plain text, tables. In order: a byte-order mark; UTF-16
 * and UTF-32 by where their zero bytes stand; UTF-8 where the bytes are UTF-8, whatever they say of themselves; then what
 * the server said, then what the document says (<?xml encoding>, <meta charset>), unless the bytes contradict it; then a
 * guess over the first 64 KB (uchardet); then windows-1252. Labels are read as the WHATWG Encoding Standard does: the name of
 * an old charset means its superset in use (iso-8859-1 is windows-1252, gb2312 is gb18030). ICU converts. */
#ifndef INDEXER_EXTRACT_CHARSET_H
#define INDEXER_EXTRACT_CHARSET_H

#include "corpus/base/arena.h"

struct charset_text {
    struct str text;     /* UTF-8 without a byte-order mark; in the arena, or a part of the bytes */
    const char *charset; /* "windows-1251"; static or in the arena */
    const char *why;     /* "byte-order mark", "server", "document", "zero bytes", "valid UTF-8", "guess",
                          * "default"; static */
    size_t replaced;     /* byte sequences that stand for no character there and became U+FFFD */
};

/* `told`: by a server or a mail, or empty. */
void charset_decode(struct arena *arena, struct str bytes, struct str told, struct charset_text *out);

/* ---- its parts ---- */

/* The converter's name of a label: "windows-1254" for " ISO-8859-9 "; NULL when nobody knows it. In the arena or static. */
const char *charset_find(struct arena *arena, struct str label);
/* Converts what `charset` (from charset_find) can: false when ICU has no such converter. */
bool charset_convert(struct arena *arena, struct str bytes, const char *charset, struct str *text, size_t *replaced);
/* What the document says in its first kilobytes; the empty slice when it says nothing. */
struct str charset_declared(struct str bytes);

#endif
