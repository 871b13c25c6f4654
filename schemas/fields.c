/* The rows of fields.def and the way from a written name to its row. */
#include "corpus/base/strmap.h"
#include "schemas/schema.h"

#include <assert.h>
#include <pthread.h>

/* The flags as fields.def writes them. */
enum {
    MANY = FIELD_IS_MANY,
    FACET = FIELD_IS_FACET,
    FILTER = FIELD_IS_FILTER,
    SORT = FIELD_IS_SORT,
    BARE = FIELD_IS_BARE,
    DERIVED = FIELD_IS_DERIVED,
    PLACE = FIELD_IS_PLACE
};

static const struct field fields[FIELD_COUNT] = {
#define X(id, name, prefix, slot, kind, table, flags, weight, aliases, help, example)                                  \
    {FIELD_##id, name, prefix, slot, FIELD_KIND_##kind, CODES_##table, flags, weight, aliases, help, example},
#include "schemas/fields.def"
#undef X
};

/* Longest name or alias; a longer written name is no field's. */
#define FIELD_NAME_MAX 32

static struct strmap *names; /* lower-case name -> enum field_id; lives as long as the process */
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static void add_name(struct str name, enum field_id id) {
    bool is_new;
    assert(name.n <= FIELD_NAME_MAX);
    *strmap_put(names, name, &is_new) = id;
    assert(is_new && "two fields have the same name");
}

static void make_names(void) {
    names = strmap_new();
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        add_name(str_from(fields[i].name), fields[i].id);
        struct str rest = str_from(fields[i].aliases), alias;
        while (rest.n > 0) {
            str_cut(rest, ' ', &alias, &rest);
            add_name(alias, fields[i].id);
        }
    }
}

const struct field *field_row(enum field_id id) {
    assert((unsigned)id < FIELD_COUNT);
    return &fields[id];
}

/* Stricter than the names of languages and countries (schemas/names.h): "The text" in a record is a field of the
 * record's own, to be kept and not to be mixed up with ours. */
const struct field *field_find(struct str name) {
    char lower[FIELD_NAME_MAX];
    if (name.n > sizeof lower)
        return NULL;
    for (size_t i = 0; i < name.n; i++)
        lower[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + ('a' - 'A') : name.p[i]);
    pthread_once(&names_once, make_names);
    const uint64_t *id = strmap_get(names, (struct str){lower, name.n});
    return id ? &fields[*id] : NULL;
}
