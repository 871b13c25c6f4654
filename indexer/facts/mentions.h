/* Where does a text name a country?
 *
 * Walks the tokens of a title and a text, asks the gazetteer at each, and leaves out what is a person's name. What the
 * names mean, where several countries have them, is settled by countries.c. */
#ifndef INDEXER_FACTS_MENTIONS_H
#define INDEXER_FACTS_MENTIONS_H

#include "indexer/facts/countries.h"

#define MENTIONS_LEAD_TOKENS 60u

struct mention {
    const struct place *place;
    const struct country *country; /* set by countries.c; NULL when it means none */
    enum country_part part;
    bool person;      /* part of a person's name, as far as one can see */
    size_t at;        /* token of the title or of the text */
    struct str words; /* as written */
};

struct mention_list {
    struct mention *v;
    size_t n, room;
    size_t tokens; /* of the text */
};

struct mentions;

struct mentions *mentions_new(struct tokens *tokens);
void mentions_free(struct mentions **mentions);
/* Title and text must stay as long as the list is used. */
void mentions_read(struct mentions *mentions, struct str title, struct str text, const struct language *language);
/* Of the last text read; countries.c may set `country` in it. */
struct mention_list *mentions_list(const struct mentions *mentions);

#endif
