/* What gazetteer.c (looking up) and gazetteer_fill.c (filling) share; nobody else includes it. */
#ifndef INDEXER_FACTS_GAZETTEER_PARTS_H
#define INDEXER_FACTS_GAZETTEER_PARTS_H

#include "indexer/facts/gazetteer.h"

#include "corpus/base/arena.h"
#include "corpus/base/strmap.h"

#define NAME_TOKENS_MAX 16u
#define GAZETTEER_FILTER 65536u /* bits */

enum name_case { NAME_ANY_CASE, NAME_CAPITAL, NAME_ALL_CAPITALS };

/* A name in one of its forms. */
struct gazetteer_name {
    struct place place;
    struct gazetteer_name *other; /* the same run of tokens, written in another case or found by stem */
    size_t n;                     /* tokens */
    unsigned char cases[NAME_TOKENS_MAX];
    bool by_stem;
};

/* Of one language. A key is the forms of the tokens with a space between; its value is a struct gazetteer_name *, or 0
 * where it is only the beginning of longer ones. */
struct gazetteer_names {
    struct strmap *map;
    unsigned char first[GAZETTEER_FILTER / 8]; /* bits of first_bit over the first form of each name */
};

/* A zone of ICU's that is called after a city: "Europe/Madrid". */
struct gazetteer_zone {
    struct str id;
    const struct country *country;
};

struct gazetteer {
    struct tokens *tokens; /* lent */
    struct arena *arena;
    struct gazetteer_names **of;  /* by language_index; NULL where not yet read */
    struct strmap *exchanges;     /* letters to struct place * */
    struct gazetteer_zone *zones; /* in the arena */
    size_t zone_count;
    struct buf key;
};

/* Nearly all words begin no name; this tells so without a look into the map, which is too large for a processor's
 * cache. */
size_t gazetteer_first_bit(struct str form);
enum name_case name_case_of(struct str surface);
/* The names of a language, read now if need be. */
const struct gazetteer_names *gazetteer_fill(struct gazetteer *gazetteer, const struct language *language);
void gazetteer_fill_exchanges(struct gazetteer *gazetteer);

#endif
