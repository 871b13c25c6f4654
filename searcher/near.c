/* The places of all operands in one document are sorted. Then, from each place on, one place of each operand is looked for
 * behind it that lies near enough, none over another: a search with going back, because operands may share words (police
 * NEAR "police station") and the nearest place is not always the right one. */
#include "searcher/near.h"

#include <assert.h>
#include <stdlib.h>

/* So many places are tried in one document: a word that stands there thousands of times, asked for many times. */
#define STEPS_MAX 1000000

/* Where an operand stands: positions first..last. */
struct span {
    uint32_t first, last;
    size_t operand;
};

struct search {
    struct collection *collection;
    const struct near *near;
    struct xc_docset *found;
    struct span *spans; /* of the document at hand */
    size_t n, room;
    uint32_t steps;   /* taken in the document at hand */
    size_t looked_at;
    bool cut_off, gave_up;
    enum xc_code code;
    struct xc_error why;
};

static void add_span(struct search *s, struct span span) {
    if (s->n == s->room) {
        s->room = s->room ? 2 * s->room : 256;
        s->spans = mem_realloc(s->spans, s->room, sizeof *s->spans);
    }
    s->spans[s->n++] = span;
}

/* Keeps, of the spans from `from` on, those that go on with this term right behind them. */
static enum xc_code go_on(struct search *s, uint32_t docid, struct str term, size_t from) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = false};
    size_t kept = from;
    enum xc_code code = xc_walk_positions(s->collection->db, docid, engine_bytes(term), &walk, &s->why);
    if (!code)
        code = xc_walk_next(walk, &entry, &s->why);
    for (size_t i = from; i < s->n && !code && entry.valid; i++) {
        while (!code && entry.valid && entry.position <= s->spans[i].last)
            code = xc_walk_next(walk, &entry, &s->why);
        if (!code && entry.valid && entry.position == s->spans[i].last + 1)
            s->spans[kept++] = (struct span){s->spans[i].first, entry.position, s->spans[i].operand};
    }
    s->n = kept;
    xc_walk_free(&walk);
    return code;
}

static enum xc_code add_place(struct search *s, uint32_t docid, const struct near_place *place, size_t operand) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    const size_t from = s->n;
    enum xc_code code = xc_walk_positions(s->collection->db, docid, engine_bytes(place->terms[0]), &walk, &s->why);
    while (!code && !(code = xc_walk_next(walk, &entry, &s->why)) && entry.valid)
        add_span(s, (struct span){entry.position, entry.position, operand});
    xc_walk_free(&walk);
    for (size_t t = 1; t < place->n && !code && s->n > from; t++)
        code = go_on(s, docid, place->terms[t], from);
    return code;
}

static enum xc_code read_places(struct search *s, uint32_t docid) {
    const struct language *language = collection_language(s->collection, docid);
    enum xc_code code = XC_OK;
    s->n = 0;
    for (size_t o = 0; o < s->near->n; o++) {
        const struct near_operand *operand = &s->near->operands[o];
        const size_t before = s->n;
        for (size_t p = 0; p < operand->n && !code; p++)
            if (operand->v[p].language == NULL || operand->v[p].language == language)
                code = add_place(s, docid, &operand->v[p], o);
        if (code || s->n == before)
            break;
    }
    return code;
}

static int span_order(const void *a, const void *b) {
    const struct span *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->operand < y->operand ? -1 : x->operand > y->operand;
}

/* What was chosen so far, from left to right. */
struct chosen {
    uint64_t operands; /* a bit each */
    size_t n;
    uint32_t first, last, covered; /* positions; how many belong to operands */
};

static bool may_follow(const struct near *near, const struct chosen *chosen, const struct span *span) {
    if (chosen->n > 0 && span->first <= chosen->last)
        return false;
    return near->any_order ? !(chosen->operands >> span->operand & 1) : span->operand == chosen->n;
}

/* Whether spans from number `i` on complete what was chosen. */
static bool complete(struct search *s, size_t i, struct chosen chosen) {
    if (chosen.n == s->near->n)
        return true;
    for (; i < s->n && s->steps < STEPS_MAX; i++) {
        const struct span *span = &s->spans[i];
        struct chosen next = chosen;
        s->steps++;
        if (chosen.n > 0 && span->first > chosen.last + 1 + s->near->between)
            return false;
        if (!may_follow(s->near, &chosen, span))
            continue;
        next.operands |= UINT64_C(1) << span->operand;
        next.first = chosen.n ? chosen.first : span->first;
        next.last = span->last;
        next.covered += span->last - span->first + 1;
        next.n++;
        if (next.last - next.first + 1 - next.covered <= s->near->between && complete(s, i + 1, next))
            return true;
    }
    return false;
}

static bool is_near(struct search *s) {
    s->steps = 0;
    if (s->n > 1)
        qsort(s->spans, s->n, sizeof *s->spans, span_order);
    const bool found = complete(s, 0, (struct chosen){0});
    s->gave_up |= s->steps >= STEPS_MAX;
    return found;
}

static bool look_at(void *context, uint32_t docid) {
    struct search *s = context;
    s->cut_off = s->looked_at++ == NEAR_DOCUMENTS_MAX;
    if (s->cut_off)
        return false;
    s->code = read_places(s, docid);
    if (s->code)
        return false;
    if (is_near(s))
        xc_docset_add(s->found, docid);
    return true;
}

enum err_code near_query(struct collection *collection, struct xc_query *candidates, const struct near *near,
                         struct xc_query **out, bool *cut_off, struct err *e) {
    struct search s = {.collection = collection, .near = near};
    assert(near->n <= NEAR_OPERANDS_MAX);
    enum xc_code code = xc_docset_new(&s.found, collection->db, &s.why);
    if (!code)
        code = collection_each_match(collection, candidates, look_at, &s, NULL, &s.why);
    if (s.code)
        code = s.code;
    if (!code)
        code = xc_query_docset(out, s.found, &s.why);
    *cut_off = s.cut_off || s.gave_up;
    xc_docset_free(&s.found);
    free(s.spans);
    return code ? collection_engine_error(e, &s.why) : ERR_OK;
}
