/* Which words of a text did the query match?
 *
 * A mark is a run of one or more slots; it matches a run of neighbouring tokens of which each fits its slot. A word is a
 * mark of one slot; a phrase, and a word in a writing without spaces, is a mark of several. The planner makes marks beside
 * the engine's query from the same forms, so that what is highlighted is exactly what matched.
 *
 * Knows tokens and no engine. Neighbours: query_plan.h (makes them), snippet.h (shows what they match), exact_words.h. */
#ifndef SEARCHER_MARKS_H
#define SEARCHER_MARKS_H

#include "corpus/base/arena.h"
#include "corpus/tokens.h"

/* Slots of one mark. */
#define MARK_SLOTS_MAX 64

struct mark_stem {
    const struct language *language;
    struct str stem;
};

struct mark_slot {
    struct str folded;       /* fits a token with this folded form; empty: not by form */
    bool prefix;             /* ... or that begins with it */
    struct str surface;      /* not empty: only a token with this surface fits */
    struct mark_stem *stems; /* or a token with one of these stems, in a text of that language */
    size_t stem_count;
    struct str *others; /* or a token with one of these folded forms, which are in byte order */
    size_t other_count;
};

struct mark {
    const struct field *field; /* only in this field; NULL: in title, summary and text */
    struct mark_slot *slots;
    size_t slot_count; /* 1..MARK_SLOTS_MAX */
};

struct marks {
    struct mark *v;
    size_t n;
};

/* One matched token. */
struct mark_match {
    size_t start, end;   /* bytes of the text */
    size_t mark;         /* its number in the marks */
    size_t gap, gap_end; /* the hyphen and line's end inside a broken word (investi-\ngación); gap 0: none */
};

struct mark_matches {
    struct mark_match *v; /* in the arena, sorted by start, then end */
    size_t n;
};

/* What the marks match in a text of `field`; no more is read once there are `enough` matches. */
struct mark_matches marks_find(struct arena *arena, struct tokens *tokens, const struct marks *marks, struct str text,
                               const struct language *language, const struct field *field, size_t enough);

#endif
