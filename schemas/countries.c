/* The rows of countries.def and the way from a written name or code to its row. */
#include "schemas/names.h"
#include "schemas/schema.h"

#include <assert.h>
#include <pthread.h>

static const struct country countries[] = {
#define X(code, iso3, name, aliases) {code, iso3, name, aliases},
#include "schemas/countries.def"
#undef X
};

#define COUNTRY_COUNT (sizeof countries / sizeof *countries)

static struct strmap *names; /* lives as long as the process */
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static void make_names(void) {
    names = strmap_new();
    for (size_t i = 0; i < COUNTRY_COUNT; i++) {
        names_add(names, str_from(countries[i].code), i);
        names_add(names, str_from(countries[i].iso3), i);
        names_add(names, str_from(countries[i].name), i);
        names_add_list(names, countries[i].aliases, '|', i);
    }
}

const struct country *country_find(struct str written) {
    size_t row;
    pthread_once(&names_once, make_names);
    return names_find(names, written, &row) ? &countries[row] : NULL;
}

size_t country_count(void) {
    return COUNTRY_COUNT;
}

const struct country *country_at(size_t i) {
    assert(i < COUNTRY_COUNT);
    return &countries[i];
}

size_t country_index(const struct country *country) {
    assert(country >= countries && country < countries + COUNTRY_COUNT);
    return (size_t)(country - countries);
}
