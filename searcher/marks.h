/* Which words of a document did the query match?
 *
 * A mark is a run of one or more slots; it matches a run of neighbouring tokens of which each fits its slot. A word is a
 * mark of one slot; a phrase, and a word in a writing without spaces, is a mark of several. The planner makes marks beside
 * the engine's query from the same forms, so that what is highlighted is exactly what matched. */
#ifndef SEARCHER_MARKS_H
#define SEARCHER_MARKS_H

#include "corpus/base/arena.h"
#include "corpus/tokens.h"

struct mark_stem {
    const struct language *language;
    struct str stem;
};

struct mark_slot {
    struct str folded;         /* fits a token with this folded form; empty: not by form */
    bool prefix;               /* ... or that begins with it */
    struct str surface;        /* not empty: only a token with this surface fits */
    struct mark_stem *stems;   /* or a token with one of these stems, in a text of that language */
    size_t stem_count;
};

struct mark {
    const struct field *field; /* only in this field; NULL: in title, summary and text */
    struct mark_slot *slots;
    size_t slot_count;
};

struct marks {
    struct mark *v;
    size_t n;
};

bool mark_slot_fits(const struct mark_slot *slot, const struct token *token, const struct language *language);

#endif
