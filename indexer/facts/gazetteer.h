/* Which country do these words name?
 *
 * All names of countries in the language of a text (ICU's, in every language it knows; for English also those of
 * countries.def), the cities that have a time zone, the names of languages, and the rows of schemas/places.def. Names
 * are looked up as runs of tokens, folded and by stems, so that inflected forms are found (Испании, Deutschen, España);
 * what is written with a capital must have one in the text. The longest name wins: "South Sudan" is not Sudan,
 * "Nigeria" not Niger, "New Mexico" not Mexico.
 *
 * A language is read when it is first asked for, in a few milliseconds. Which countries a document is about, and how
 * sure that is: countries.h. */
#ifndef INDEXER_FACTS_GAZETTEER_H
#define INDEXER_FACTS_GAZETTEER_H

#include "corpus/tokens.h"
#include "schemas/places.h"

enum place_mark {
    PLACE_UNSURE = 1,  /* counts only beside a sure word for the same country */
    PLACE_SURNAME = 2, /* also a person's: (Jack) London */
    PLACE_GIVEN = 4,   /* also a given name: Chad (Smith), and a surname */
    PLACE_SHARED = 8   /* several countries'; goes to this one when none of them has a sure word */
};

struct place {
    const struct country *country; /* NULL: the words name no country */
    enum place_kind kind;
    unsigned marks;
    const struct place *next; /* another country of the same name, or NULL */
};

struct gazetteer;

struct gazetteer *gazetteer_new(struct tokens *tokens);
void gazetteer_free(struct gazetteer **gazetteer);

/* The longest name that the `n` tokens of `text` begin with, and in *length how many it takes; NULL when there is none.
 */
const struct place *gazetteer_find(struct gazetteer *gazetteer, const struct language *language, struct str text,
                                   const struct token *tokens, size_t n, size_t *length);
/* A stock exchange by its letters: T in <7203.T> is Tokyo. NULL when unknown. */
const struct place *gazetteer_exchange(const struct gazetteer *gazetteer, struct str letters);

#endif
