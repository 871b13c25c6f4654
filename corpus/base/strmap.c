/* The hash table: entries in order of addition, and slots that point into them.
 *
 *   slots    [ . 2 . . 1 . 3 . ]     number of an entry + 1, 0 = free; linear probing; at most half full
 *   entries  [ málaga | قاهرة | 北京 ]
 *
 * Keys live in an arena, so their slices stay good when the entries move. The words of strangers are its keys, so the
 * hash is seeded anew in each process: who does not know the seed cannot write a document whose words all fall into one
 * slot. Hence str_hash, which is the same everywhere, is not used here. */
#include "corpus/base/strmap.h"

#include "corpus/base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <xxhash.h>

struct entry {
    struct str key;
    uint64_t hash;
    uint64_t value;
};

struct strmap {
    struct arena *keys;
    struct entry *entries;
    uint32_t *slots;
    size_t n;       /* entries in use; there is room for n_slots / 2 */
    size_t n_slots; /* a power of two */
    uint64_t seed;
};

#define FIRST_SLOTS 16
#define MAX_ENTRIES (UINT32_MAX - 1)

/* The kernel hands each process sixteen random bytes at its start: no file and no system call, which a confined child
 * may not have. They are hashed, as the C library keeps its stack guard in them. */
uint64_t strmap_seed(void) {
    return XXH3_64bits((const void *)getauxval(AT_RANDOM), 16);
}

struct strmap *strmap_new(void) {
    struct strmap *map = mem_alloc(sizeof *map);
    map->keys = arena_new();
    map->n_slots = FIRST_SLOTS;
    map->slots = mem_array(FIRST_SLOTS, sizeof *map->slots);
    map->entries = mem_array(FIRST_SLOTS / 2, sizeof *map->entries);
    map->seed = strmap_seed();
    return map;
}

void strmap_free(struct strmap **map) {
    if (!*map)
        return;
    arena_free(&(*map)->keys);
    free((*map)->entries);
    free((*map)->slots);
    free(*map);
    *map = NULL;
}

void strmap_clear(struct strmap *map) {
    arena_reset(map->keys);
    memset(map->slots, 0, map->n_slots * sizeof *map->slots);
    map->n = 0;
}

size_t strmap_count(const struct strmap *map) {
    return map->n;
}

static uint64_t hash_of(const struct strmap *map, struct str key) {
    return XXH3_64bits_withSeed(key.p, key.n, map->seed);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *find(const struct strmap *map, struct str key, uint64_t hash) {
    size_t mask = map->n_slots - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint32_t *slot = &map->slots[i];
        if (*slot == 0)
            return slot;
        const struct entry *entry = &map->entries[*slot - 1];
        if (entry->hash == hash && str_eq(entry->key, key))
            return slot;
    }
}

static void grow(struct strmap *map) {
    assert(map->n < MAX_ENTRIES / 2);
    map->n_slots *= 2;
    map->entries = mem_realloc(map->entries, map->n_slots / 2, sizeof *map->entries);
    free(map->slots);
    map->slots = mem_array(map->n_slots, sizeof *map->slots);
    for (size_t i = 0; i < map->n; i++)
        *find(map, map->entries[i].key, map->entries[i].hash) = (uint32_t)(i + 1);
}

uint64_t *strmap_put(struct strmap *map, struct str key, bool *is_new) {
    uint64_t hash = hash_of(map, key);
    uint32_t *slot = find(map, key, hash);
    bool absent = *slot == 0;
    if (absent) {
        if (map->n == map->n_slots / 2) {
            grow(map);
            slot = find(map, key, hash);
        }
        map->entries[map->n++] = (struct entry){.key = arena_str(map->keys, key), .hash = hash};
        *slot = (uint32_t)map->n;
    }
    if (is_new)
        *is_new = absent;
    return &map->entries[*slot - 1].value;
}

uint64_t *strmap_get(const struct strmap *map, struct str key) {
    uint32_t slot = *find(map, key, hash_of(map, key));
    return slot ? &map->entries[slot - 1].value : NULL;
}

struct str strmap_key(const struct strmap *map, size_t i) {
    assert(i < map->n);
    return map->entries[i].key;
}

uint64_t *strmap_value(struct strmap *map, size_t i) {
    assert(i < map->n);
    return &map->entries[i].value;
}
