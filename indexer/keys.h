/* Which whole values does a document have, as filters and facets know them?
 *
 * A key is what two spellings of one value share: the code of a country, the folded form of an author. The terms, the
 * engine's value slots and the columns of a document are all made from one struct keys, so they cannot disagree.
 *
 * In the engine's slots the keys of a field stand one behind the other, separated by KEYS_SEPARATOR, which no clean text
 * contains. Dates stand in SLOT_DATE_FIRST, SLOT_DATE_LAST and SLOT_DATE_RISING (see schemas/schema.h). */
#ifndef INDEXER_KEYS_H
#define INDEXER_KEYS_H

#include "corpus/document.h"
#include "corpus/tokens.h"

#define KEYS_SEPARATOR '\x1f'
/* What SLOT_DATE_RISING holds for a document without a date, so that it comes last in rising order too. */
#define KEYS_UNDATED "99999999"

/* The generation in which a document's id was served first, as eight decimal digits. It survives changes of the document
 * and merges of segments, and lets the ledger be made anew from the segments alone. */
enum { SLOT_FIRST_SEEN = 6 };

struct keys {
    struct strs key[FIELD_COUNT];   /* no key twice; in the order of the document's values */
    struct strs label[FIELD_COUNT]; /* how each was written first */
};

/* For the fields of the kinds CODE, NAME and KEYWORD. Lives in the arena. */
void keys_make(struct arena *arena, struct tokens *tokens, const struct document *doc, struct keys *out);

#endif
