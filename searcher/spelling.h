/* Which words of the index are spelled nearly like one that it does not have?
 *
 * Compared are folded forms, so accents and capitals make no difference: a letter more, less or other, or two that
 * changed places, count one. A word of up to SPELLING_SHORT letters may be one such slip away, a longer one two; the
 * first letter must be right. Nothing is added to the index for this: its words with that letter are read through,
 * some ten thousand in some ten milliseconds, so it is asked only where a query found nothing. Neighbours:
 * explain_help.c asks; word_translit.h knows names that sound alike. */
#ifndef SEARCHER_SPELLING_H
#define SEARCHER_SPELLING_H

#include "corpus/base/err.h"
#include "searcher/collection.h"

#define SPELLING_MAX 3
#define SPELLING_SHORT 4

struct spelling {
    struct str form; /* folded; in the arena */
    unsigned slips;
    uint32_t docs; /* as the engine counts them, hidden ones among them: to choose by, not to show */
};

/* The nearest ones, of equals the more frequent first. None for a word of fewer than three letters. */
enum err_code spelling_near(struct arena *arena, struct collection *collection, const struct field *field,
                            struct str folded, struct spelling near[static SPELLING_MAX], size_t *n, struct err *e);

/* How many slips lie between two words, or `most` + 1 when it is more than `most`. */
unsigned spelling_slips(struct str a, struct str b, unsigned most);

#endif
