/* A word that is met again costs one look into the slots and one at its entry, mostly a cache line each. So a slot is
 * eight bytes, everything of a word lies together, and a form that is the word itself or the beginning of another form
 * takes no room:
 *
 *   slots   [ 7C31 entry | 0 | 09E2 entry | ... ]    16 bits of the hash, 48 of the address; linear probing
 *   entry   en | 6 | folded 0-6 | surface 0-6 | stem 0-4 | arrest
 *           de | 7 | folded 7-13 | surface 0-7 | stem 7-11 | Häuser hauser
 *
 * A general map from strings to pointers to words of pointers took four to six cache lines and half of the time. The
 * words of strangers are the keys, so the hash is seeded (strmap.h). */
#include "corpus/tokens_memory.h"

#include "corpus/base/arena.h"
#include "corpus/base/strmap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define FIRST_SLOTS 2048
#define GROWTH 4

#define TAG_SHIFT 48
#define ADDRESS (((uint64_t)1 << TAG_SHIFT) - 1)

struct form {
    uint16_t at, n; /* in the bytes of the entry */
};

struct entry {
    uint16_t language, key_n, bytes_n;
    struct form folded, surface, stem;
    char bytes[]; /* the key and what forms it is not */
};

struct generation {
    uint64_t *slots; /* 0: free */
    size_t n_slots;  /* a power of two; at most four in five are taken */
    size_t count;    /* also of words that have no slot */
    struct arena *arena;
};

struct memory {
    struct generation young, old;
    uint64_t seed;
};

static void generation_init(struct generation *generation) {
    *generation = (struct generation){.n_slots = FIRST_SLOTS, .arena = arena_new()};
    generation->slots = mem_array(FIRST_SLOTS, sizeof(uint64_t));
}

static void generation_fini(struct generation *generation) {
    free(generation->slots);
    arena_free(&generation->arena);
}

static void generation_clear(struct generation *generation) {
    memset(generation->slots, 0, generation->n_slots * sizeof *generation->slots);
    arena_reset(generation->arena);
    generation->count = 0;
}

struct memory *memory_new(void) {
    struct memory *memory = mem_alloc(sizeof *memory);
    generation_init(&memory->young);
    generation_init(&memory->old);
    memory->seed = strmap_seed();
    return memory;
}

void memory_free(struct memory **memory) {
    if (!*memory)
        return;
    generation_fini(&(*memory)->young);
    generation_fini(&(*memory)->old);
    free(*memory);
    *memory = NULL;
}

/* ---- slots ---- */

static uint64_t hash_of(const struct memory *memory, struct str bytes, unsigned language) {
    return XXH3_64bits_withSeed(bytes.p, bytes.n, memory->seed + language);
}

static bool is_of(const struct entry *entry, struct str bytes, unsigned language) {
    return entry->key_n == bytes.n && entry->language == language && memcmp(entry->bytes, bytes.p, bytes.n) == 0;
}

static struct entry *entry_at(uint64_t slot) {
    return (struct entry *)(uintptr_t)(slot & ADDRESS);
}

static struct entry *find(const struct generation *generation, uint64_t hash, struct str bytes, unsigned language) {
    size_t mask = generation->n_slots - 1;
    for (size_t i = hash & mask; generation->slots[i]; i = (i + 1) & mask)
        if (((generation->slots[i] ^ hash) & ~ADDRESS) == 0 && is_of(entry_at(generation->slots[i]), bytes, language))
            return entry_at(generation->slots[i]);
    return NULL;
}

static void put(struct generation *generation, uint64_t hash, struct entry *entry) {
    uint64_t address = (uint64_t)(uintptr_t)entry;
    assert((address & ~ADDRESS) == 0);
    size_t mask = generation->n_slots - 1, i = hash & mask;
    while (generation->slots[i])
        i = (i + 1) & mask;
    generation->slots[i] = (hash & ~ADDRESS) | address;
}

static void grow(const struct memory *memory, struct generation *generation) {
    struct generation larger = *generation;
    larger.n_slots *= GROWTH;
    larger.slots = mem_array(larger.n_slots, sizeof(uint64_t));
    for (size_t i = 0; i < generation->n_slots; i++) {
        struct entry *entry = entry_at(generation->slots[i]);
        if (entry)
            put(&larger, hash_of(memory, (struct str){entry->bytes, entry->key_n}, entry->language), entry);
    }
    free(generation->slots);
    *generation = larger;
}

/* The younger generation, with room for one word more. */
static struct generation *young_with_room(struct memory *memory) {
    if (memory->young.count == WORDS_REMEMBERED) {
        struct generation oldest = memory->old;
        memory->old = memory->young;
        memory->young = oldest;
        generation_clear(&memory->young);
    }
    if (++memory->young.count > memory->young.n_slots / 5 * 4)
        grow(memory, &memory->young);
    return &memory->young;
}

/* ---- entries ---- */

static struct str form_of(const struct entry *entry, struct form form) {
    return (struct str){entry->bytes + form.at, form.n};
}

static void word_of(const struct entry *entry, struct word *word) {
    word->folded = form_of(entry, entry->folded);
    word->surface = form_of(entry, entry->surface);
    word->stem = form_of(entry, entry->stem);
}

/* Where a form lies in the entry: where the one at `known` begins with it, or added at the end. */
static struct form form_place(struct entry *entry, struct str form, struct form known) {
    if (form.n <= known.n && memcmp(entry->bytes + known.at, form.p, form.n) == 0)
        return (struct form){known.at, (uint16_t)form.n};
    struct form place = {entry->bytes_n, (uint16_t)form.n};
    memcpy(entry->bytes + place.at, form.p, form.n);
    entry->bytes_n += place.n;
    return place;
}

static struct entry *entry_new(struct arena *arena, struct str key, unsigned language, const struct word *word) {
    size_t room = key.n + word->folded.n + word->surface.n + word->stem.n;
    struct entry *entry = arena_alloc(arena, sizeof *entry + room);
    entry->language = (uint16_t)language;
    entry->key_n = entry->bytes_n = (uint16_t)key.n;
    memcpy(entry->bytes, key.p, key.n);
    struct form whole = {0, entry->key_n};
    entry->folded = form_place(entry, word->folded, whole);
    entry->surface = form_place(entry, word->surface, whole);
    entry->stem = form_place(entry, word->stem, entry->folded);
    return entry;
}

static struct entry *entry_copy(struct arena *arena, const struct entry *from) {
    size_t size = sizeof *from + from->bytes_n;
    return memcpy(arena_alloc(arena, size), from, size);
}

bool memory_find(struct memory *memory, struct str bytes, unsigned language, struct word *word) {
    if (bytes.n > WORD_KEY_MAX)
        return false;
    uint64_t hash = hash_of(memory, bytes, language);
    struct entry *entry = find(&memory->young, hash, bytes, language);
    if (!entry) {
        /* A full younger generation becomes the old one with the next word, and the old one goes, this entry with it.
         */
        const bool stays = memory->old.count && memory->young.count < WORDS_REMEMBERED;
        const struct entry *before = stays ? find(&memory->old, hash, bytes, language) : NULL;
        if (!before)
            return false;
        struct generation *young = young_with_room(memory);
        entry = entry_copy(young->arena, before);
        put(young, hash, entry);
    }
    word_of(entry, word);
    return true;
}

void memory_add(struct memory *memory, struct str bytes, unsigned language, struct word *word) {
    bool is_found_again = bytes.n <= WORD_KEY_MAX;
    struct generation *young = young_with_room(memory);
    struct entry *entry = entry_new(young->arena, is_found_again ? bytes : STR_EMPTY, language, word);
    if (is_found_again)
        put(young, hash_of(memory, bytes, language), entry);
    word_of(entry, word);
}
