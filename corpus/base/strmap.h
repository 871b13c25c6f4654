/* A hash table from byte strings to pointers or numbers.
 *
 * Open addressing; keys are copied; the whole table is emptied or freed at once, single keys are never removed. Order
 * of iteration is the order in which keys were first added, so everything printed from it is deterministic. */
#ifndef CORPUS_BASE_STRMAP_H
#define CORPUS_BASE_STRMAP_H

#include "corpus/base/str.h"

struct strmap;

struct strmap *strmap_new(void);
void strmap_free(struct strmap **map);
void strmap_clear(struct strmap *map);
size_t strmap_count(const struct strmap *map);

/* The value's place: added as 0 when the key is new (then *is_new, if wanted, is true). Good until the next add. */
uint64_t *strmap_put(struct strmap *map, struct str key, bool *is_new);
/* NULL when the key is absent. */
uint64_t *strmap_get(const struct strmap *map, struct str key);

/* A number drawn by chance for this process: for the hash of any table whose keys come from strangers. */
uint64_t strmap_seed(void);

/* The i-th key added, 0 <= i < count, and its value's place. */
struct str strmap_key(const struct strmap *map, size_t i);
uint64_t *strmap_value(struct strmap *map, size_t i);

#endif
