/* Which countries is a document about?
 *
 * Collects what the gazetteer finds in its title and in the first COUNTRIES_TEXT_MAX bytes of its text, drops what only
 * looks like a country (Michael Jordan, Georgia without a word of Tbilisi), and weighs the rest: where it stands, how
 * often, what kind of word it is, and what share of all it has. A country mentioned in passing stays below the
 * threshold. The weights (country_weights.def) were fitted to articles whose countries editors had marked, and held
 * against others; `make eval-facts` measures.
 *
 * It guesses. That given metadata wins, and that guesses are marked as such, is facts.h's business. */
#ifndef INDEXER_FACTS_COUNTRIES_H
#define INDEXER_FACTS_COUNTRIES_H

#include "corpus/base/arena.h"
#include "corpus/date.h"
#include "indexer/facts/gazetteer.h"

#define COUNTRIES_TEXT_MAX (48u << 10)

enum country_part { PART_TITLE, PART_LEAD, PART_BODY, COUNTRY_PART_COUNT }; /* the lead is the text's first tokens */

/* What speaks for one country. */
struct country_evidence {
    const struct country *country;
    unsigned n[COUNTRY_PART_COUNT][PLACE_KIND_COUNT];
    double weight;      /* of all its mentions, roughly: for shares and for the order when scores are equal */
    double share;       /* of all mentions' weight, 0..1 */
    bool leads;         /* none has more weight */
    size_t first;       /* token of the first mention in the text; SIZE_MAX when only the title has it */
    size_t title_first; /* token of the first mention in the title, or SIZE_MAX */
    double score;       /* > 0: the document is about it */
    struct str why;     /* the words, the most telling first: "title: Spain; text: Madrid, Spanish" */
};

struct country_list {
    struct country_evidence *v; /* in the arena; by score, falling */
    size_t n;
    size_t about;  /* how many of them the document is about: the first ones */
    size_t tokens; /* of the text that was read */
};

struct countries;

struct countries *countries_new(struct tokens *tokens);
void countries_free(struct countries **countries);
/* `date` may be unknown (0); before 1992 Moscow is the Soviet Union's. */
void countries_find(struct countries *countries, struct arena *arena, struct str title, struct str text,
                    const struct language *language, struct date date, struct country_list *out);

#endif
