/* Reading places is the cost: a look into the engine's table a word and form, some microseconds each. A form of a
 * language is looked for only in documents of that language. */
#include "searcher/closeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define K 0.6
#define B 0.75
#define ANY 0.7
#define SIDE_BY_SIDE 0.6
/* In short texts everything is close: where documents have few words, closeness says less. */
#define SHORT_TEXT 100.0
/* A character of a writing without spaces is no word. */
#define PIECE 0.3
/* Of a document with more places than this only the first ones of each word are looked at. */
#define PLACES_MAX 4096

struct place {
    uint32_t position;
    uint32_t word; /* its number among those that take part */
};

struct closeness {
    struct collection *collection;
    const struct ranked_word **words; /* those that take part, in the query's order */
    double *rarity;
    size_t n;
    struct place *places;
    size_t place_count;
    double *pairs; /* [a * n + b], a < b: gathered in the document at hand */
    double scale;
};

struct closeness *closeness_new(struct collection *collection, const struct ranked_words *words, const double *rarity) {
    struct closeness *c = mem_alloc(sizeof *c);
    c->collection = collection;
    c->words = mem_array(words->n + 1, sizeof(struct ranked_word *));
    c->rarity = mem_array(words->n + 1, sizeof *c->rarity);
    for (size_t i = 0; i < words->n; i++) {
        if (rarity[i] <= 0 || words->v[i].place_count == 0)
            continue;
        c->rarity[c->n] = rarity[i] * (words->v[i].is_piece ? PIECE : 1);
        c->words[c->n++] = &words->v[i];
    }
    c->places = mem_array(PLACES_MAX, sizeof *c->places);
    c->pairs = mem_array(c->n * c->n + 1, sizeof *c->pairs);
    c->scale = fmin(1, collection->average_length / (collection->average_length + SHORT_TEXT));
    return c;
}

void closeness_free(struct closeness **closeness) {
    struct closeness *c = *closeness;
    if (c == NULL)
        return;
    free(c->words);
    free(c->rarity);
    free(c->places);
    free(c->pairs);
    free(c);
    *closeness = NULL;
}

static enum xc_code read_places(struct closeness *c, uint32_t docid, uint32_t word, struct str term, size_t room,
                                struct xc_error *why) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    enum xc_code code = xc_walk_positions(c->collection->db, docid, engine_bytes(term), &walk, why);
    while (!code && c->place_count < room && !(code = xc_walk_next(walk, &entry, why)) && entry.valid)
        c->places[c->place_count++] = (struct place){entry.position, word};
    xc_walk_free(&walk);
    return code;
}

static enum xc_code read_words(struct closeness *c, uint32_t docid, struct xc_error *why) {
    const struct language *language = collection_language(c->collection, docid);
    enum xc_code code = XC_OK;
    c->place_count = 0;
    for (uint32_t w = 0; w < c->n && !code; w++) {
        const size_t room = PLACES_MAX * ((size_t)w + 1) / c->n;
        for (size_t t = 0; t < c->words[w]->place_count && !code; t++) {
            const struct ranked_place *place = &c->words[w]->places[t];
            if (place->language == NULL || place->language == language)
                code = read_places(c, docid, w, place->term, room, why);
        }
    }
    return code;
}

static int place_order(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    if (x->position != y->position)
        return x->position < y->position ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

/* A form that was typed stands under its stem, too. */
static void sort_places(struct closeness *c) {
    size_t kept = 0;
    if (c->place_count > 1)
        qsort(c->places, c->place_count, sizeof *c->places, place_order);
    for (size_t i = 0; i < c->place_count; i++)
        if (kept == 0 || place_order(&c->places[kept - 1], &c->places[i]) != 0)
            c->places[kept++] = c->places[i];
    c->place_count = kept;
}

static void gather_pairs(struct closeness *c) {
    for (size_t i = 0; i < c->place_count; i++) {
        for (size_t lag = 1; lag <= CLOSENESS_LAG && i + lag < c->place_count; lag++) {
            const struct place *a = &c->places[i], *b = &c->places[i + lag];
            const uint32_t distance = b->position - a->position;
            if (distance > CLOSENESS_WINDOW)
                break;
            if (distance == 0 || a->word == b->word)
                continue;
            const size_t low = a->word < b->word ? a->word : b->word, high = a->word < b->word ? b->word : a->word;
            c->pairs[low * c->n + high] += 1.0 / distance;
        }
    }
}

/* Adds up the pairs, and clears them for the next document. */
static double add_up(struct closeness *c, double length) {
    double worth = 0;
    for (size_t a = 0; a < c->n; a++) {
        for (size_t b = a + 1; b < c->n; b++) {
            double *pair = &c->pairs[a * c->n + b];
            if (*pair == 0)
                continue;
            const double saturated = *pair * (1 + K) / (*pair + K * (1 - B + B * length));
            worth += (ANY + (b == a + 1 ? SIDE_BY_SIDE : 0)) * sqrt(c->rarity[a] * c->rarity[b]) * saturated;
            *pair = 0;
        }
    }
    return worth * c->scale;
}

enum xc_code closeness_of(struct closeness *c, uint32_t docid, double length, double *worth, struct xc_error *why) {
    *worth = 0;
    if (c->n < 2)
        return XC_OK;
    enum xc_code code = read_words(c, docid, why);
    if (code)
        return code;
    sort_places(c);
    gather_pairs(c);
    *worth = add_up(c, length);
    return XC_OK;
}
