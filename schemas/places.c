/* The rows of places.def and places_peoples.def, one list. */
#include "schemas/places.h"

#include <assert.h>

static const struct place_row rows[] = {
#define X(code, kind, language, names) {code, PLACE_##kind, language, names},
#include "schemas/places.def"
#include "schemas/places_peoples.def"
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

size_t place_row_count(void) {
    return ROW_COUNT;
}

const struct place_row *place_row_at(size_t i) {
    assert(i < ROW_COUNT);
    return &rows[i];
}
