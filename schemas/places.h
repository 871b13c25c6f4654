/* Which words tell of which country? The rows of places.def and places_peoples.def, as they are written there; what is
 * made of them is indexer/facts/gazetteer.h's business. */
#ifndef SCHEMAS_PLACES_H
#define SCHEMAS_PLACES_H

#include <stddef.h>

enum place_kind {
    PLACE_NAME,
    PLACE_PEOPLE,
    PLACE_CITY,
    PLACE_REGION,
    PLACE_BODY,
    PLACE_MARKET,
    PLACE_MONEY,
    PLACE_FORM, /* of a company */
    PLACE_FIRM,
    PLACE_EXCHANGE, /* a stock exchange, by the letters that its shares' codes end in: <SIEG.F> */
    PLACE_KIND_COUNT
};

struct place_row {
    const char *code; /* "-" for none */
    enum place_kind kind;
    const char *language; /* "*" for any */
    const char *names;    /* separated by '|'; marks before a name: see places.def */
};

size_t place_row_count(void);
const struct place_row *place_row_at(size_t i);

#endif
