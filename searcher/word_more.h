/* One more form that a query's word may match: a translation, a name in another script.
 *
 * What is asked for besides the word itself, ranked below it and shown in the explanation. Makers: word_across.h; the
 * planner puts them into the word's query. */
#ifndef SEARCHER_WORD_MORE_H
#define SEARCHER_WORD_MORE_H

#include "schemas/schema.h"

struct word_more {
    const struct language *language; /* `form` is a stem of this language; NULL: a folded form, of any language */
    struct str form;
    double share;   /* of the word's own weight, 0 to 1 */
    struct str why; /* for people: "comisaría, Spanish for station" */
};

struct word_mores {
    struct word_more *v; /* in the arena */
    size_t n;
};

/* Some languages: those that a query reaches by translation (--across), those that documents it may match are in. In a
 * room of its own, so that request and planner need not know each other. */
struct word_languages {
    const struct language **v;
    size_t n;
    bool all; /* --across: every language that some dictionary leads into */
};

#endif
