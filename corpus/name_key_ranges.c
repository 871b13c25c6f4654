/* Where in a sorted vocabulary can a name's other writings stand? Every pair of letters (or longer row of the tables)
 * is taken with which such a writing can begin: its first sound near the name's first, its second one near the name's
 * second, or third where the second may be left out. Pairs rather than letters, because alef alone begins a third of
 * all Arabic words. */
#include "corpus/name_key_tables.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The first sounds of two writings are at most this far apart, and their second ones; within a script, where less is
 * forgiven, less. */
#define FIRST_APART 40
#define SECOND_APART 30
#define WITHIN_APART 15
/* A first sound that costs so little may be missing. */
#define QUIET 25

#define ARTICLE "\xD8\xA7\xD9\x84" /* ال */

struct finder {
    const struct name_keys *keys;
    const struct name_key *key;
    struct name_range *ranges;
    size_t n, room;
};

static void range_add(struct finder *f, struct str from, struct str to) {
    assert(from.n <= sizeof f->ranges->from && to.n <= sizeof f->ranges->to);
    if (f->n == f->room) {
        f->room = f->room ? 2 * f->room : 256;
        f->ranges = mem_realloc(f->ranges, f->room, sizeof *f->ranges);
    }
    struct name_range *range = &f->ranges[f->n++];
    *range = (struct name_range){.from_n = (uint8_t)from.n, .to_n = (uint8_t)to.n};
    memcpy(range->from, from.p, from.n);
    memcpy(range->to, to.p, to.n);
}

static void put_letters(struct buf *out, const struct name_unit *unit) {
    for (size_t i = 0; i < unit->letter_count; i++)
        utf8_put(out, unit->letters[i]);
}

/* One or two units as the beginning of words; Arabic words also with the article before it. */
static void add_beginning(struct finder *f, const struct name_unit *first, const struct name_unit *second) {
    struct buf text;
    buf_init(&text);
    if (first->script == NAME_ARABIC)
        buf_add_c(&text, ARTICLE);
    put_letters(&text, first);
    if (second)
        put_letters(&text, second);
    struct str whole = buf_str(&text);
    range_add(f, whole, whole);
    if (first->script == NAME_ARABIC) {
        struct str bare = str_slice(whole, strlen(ARTICLE), whole.n);
        range_add(f, bare, bare);
    }
    buf_fini(&text);
}

/* All syllables that begin with this letter. */
static void add_syllables(struct finder *f, uint32_t lead) {
    struct buf text;
    uint32_t from = NAME_SYLLABLES + (lead - NAME_LEADS) * 588;
    buf_init(&text);
    utf8_put(&text, from);
    size_t middle = text.n;
    utf8_put(&text, from + 587);
    range_add(f, str_slice(buf_str(&text), 0, middle), str_slice(buf_str(&text), middle, text.n));
    buf_fini(&text);
}

/* Whether the unit is a vowel that the name's script would not write. */
static bool is_unwritten(const struct finder *f, const struct name_unit *unit) {
    bool bare = f->key->script == NAME_ARABIC || f->key->script == NAME_HEBREW || f->key->script == NAME_DEVANAGARI;
    return bare && unit->script != f->key->script && unit->sound_count > 0 &&
           f->keys->sounds[unit->sounds[0]].likely & NAME_VOWELS;
}

static unsigned allowed(const struct finder *f, const struct name_unit *unit, unsigned apart) {
    return unit->script == f->key->script && apart > WITHIN_APART ? WITHIN_APART : apart;
}

/* Whether the unit may stand for the name's sound `at`, or for the next when that one may be missing. */
static bool stands_for(const struct finder *f, const struct name_unit *unit, size_t at, size_t more, unsigned apart) {
    if (unit->sound_count == 0)
        return true;
    for (size_t i = at; i < f->key->n && i <= at + more; i++) {
        const uint8_t *row = f->keys->apart[f->key->sounds[i]];
        if (row[unit->sounds[0]] <= apart)
            return true;
        if (f->keys->sounds[unit->sounds[0]].quiet && (unit->sound_count == 1 || row[unit->sounds[1]] <= apart))
            return true;
    }
    return false;
}

static void add_pairs(struct finder *f, const struct name_unit *first, size_t at) {
    for (size_t i = 0; i < f->keys->unit_count; i++) {
        const struct name_unit *second = &f->keys->units[i];
        bool doubled = second->letters[0] == first->letters[0];
        if (second->script == first->script && !second->at_start &&
            (doubled || is_unwritten(f, second) || stands_for(f, second, at + 1, 1, allowed(f, second, SECOND_APART))))
            add_beginning(f, first, second);
    }
}

static void add_unit(struct finder *f, const struct name_unit *unit, size_t at) {
    bool quiet = f->keys->drop[f->key->sounds[at]] <= QUIET;
    if (unit->at_end || !stands_for(f, unit, at, quiet, allowed(f, unit, FIRST_APART)))
        return;
    if (unit->script == NAME_HANGUL) {
        if (unit->letters[0] < NAME_LEADS + 19)
            add_syllables(f, unit->letters[0]);
    } else if (unit->letter_count > 1 || unit->sound_count > 1) {
        add_beginning(f, unit, NULL);
    } else {
        add_pairs(f, unit, at);
    }
}

static int compare(const void *a, const void *b) {
    const struct name_range *x = a, *y = b;
    return str_cmp((struct str){x->from, x->from_n}, (struct str){y->from, y->from_n});
}

/* Drops those that lie inside the one before. */
static size_t merge(struct name_range *ranges, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct str from = {ranges[i].from, ranges[i].from_n};
        struct str before = kept ? (struct str){ranges[kept - 1].to, ranges[kept - 1].to_n} : STR_EMPTY;
        if (kept == 0 || (!str_starts(from, before) && str_cmp(from, before) > 0))
            ranges[kept++] = ranges[i];
    }
    return kept;
}

size_t name_key_ranges(const struct name_keys *keys, const struct name_key *key, struct name_range **out) {
    struct finder f = {.keys = keys, .key = key};
    for (size_t i = 0; i < keys->unit_count; i++) {
        add_unit(&f, &keys->units[i], 0);
        if (key->article && key->article < key->n)
            add_unit(&f, &keys->units[i], key->article);
    }
    if (f.n)
        qsort(f.ranges, f.n, sizeof *f.ranges, compare);
    *out = f.ranges;
    return merge(f.ranges, f.n);
}
