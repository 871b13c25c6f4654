/* The rows of source_types.def and the way from what people write to its row. */
#include "schemas/names.h"
#include "schemas/schema.h"

#include <assert.h>
#include <pthread.h>

static const struct source_type source_types[] = {
#define X(code, label, aliases) {code, label, aliases},
#include "schemas/source_types.def"
#undef X
};

#define SOURCE_TYPE_COUNT (sizeof source_types / sizeof *source_types)

static struct strmap *names; /* lives as long as the process */
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static void make_names(void) {
    names = strmap_new();
    for (size_t i = 0; i < SOURCE_TYPE_COUNT; i++) {
        names_add(names, str_from(source_types[i].code), i);
        names_add(names, str_from(source_types[i].label), i);
        names_add_list(names, source_types[i].aliases, ' ', i);
    }
}

const struct source_type *source_type_find(struct str written) {
    size_t row;
    pthread_once(&names_once, make_names);
    return names_find(names, written, &row) ? &source_types[row] : NULL;
}

size_t source_type_count(void) {
    return SOURCE_TYPE_COUNT;
}

const struct source_type *source_type_at(size_t i) {
    assert(i < SOURCE_TYPE_COUNT);
    return &source_types[i];
}
