/* How many of the served documents have which value? Counted from the columns of every segment, hidden documents left out:
 * for the languages in a manifest, and for `status`. */
#ifndef INDEXER_CENSUS_H
#define INDEXER_CENSUS_H

#include "corpus/store/generation.h"
#include "schemas/schema.h"

struct census;

struct census_row {
    struct str key, label;
    uint32_t documents;
};
struct census_table {
    struct census_row *rows; /* by number of documents falling, then by key */
    size_t count;
    uint32_t without;        /* documents that have no value */
};

/* The manifest must stay in place. */
enum err_code census_open(struct census **census, const char *collection, const struct manifest *manifest,
                          struct err *e);
void census_close(struct census **census);
/* In the arena; good also after closing. */
void census_count(const struct census *census, struct arena *arena, enum field_id field, struct census_table *out);

/* Fills in the manifest's languages from its segments, and its number of documents. */
enum err_code census_fill_manifest(struct arena *arena, const char *collection, struct manifest *manifest,
                                   struct err *e);

#endif
