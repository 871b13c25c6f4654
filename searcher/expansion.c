/* A document's words are read from its terms: stems under their language's prefix, folded words where there are no
 * stems. */
#include "searcher/expansion.h"

#include "corpus/base/strmap.h"
#include "corpus/term.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_FLOOR 50.0
#define MOST_COMMON 0.2

/* A word of the first documents. */
struct candidate {
    struct str term;
    double weight;
    unsigned documents;
};

struct candidates {
    struct arena *arena;
    struct collection *collection;
    struct strmap *places; /* term -> its place in v */
    struct candidate *v;
    size_t n, room;
    struct xc_error why;
};

static void add(struct candidates *c, struct str term, double weight) {
    bool is_new;
    uint64_t *place = strmap_put(c->places, term, &is_new);
    if (is_new) {
        if (c->n == c->room) {
            c->room = c->room ? 2 * c->room : 1024;
            c->v = mem_realloc(c->v, c->room, sizeof *c->v);
        }
        *place = c->n;
        c->v[c->n++] = (struct candidate){.term = arena_str(c->arena, term)};
    }
    c->v[*place].weight += weight;
    c->v[*place].documents++;
}

/* Two characters at least, none of them an ASCII digit. */
static bool is_word(struct str form) {
    size_t letters = 0;
    for (size_t i = 0; i < form.n; i++) {
        if (isdigit((unsigned char)form.p[i]))
            return false;
        letters += ((unsigned char)form.p[i] & 0xC0) != 0x80;
    }
    return letters >= 2;
}

static enum xc_code read_terms(struct candidates *c, uint32_t docid, struct str prefix, double share) {
    const struct language *language = collection_language(c->collection, docid);
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    enum xc_code code = xc_walk_doc_terms(c->collection->db, docid, &walk, &c->why);
    if (!code)
        code = xc_walk_skip(walk, engine_bytes(prefix), 0, &c->why);
    while (!code && !(code = xc_walk_next(walk, &entry, &c->why)) && entry.valid) {
        struct str term = {entry.text.p, entry.text.n};
        const bool stems = prefix.p[0] == 'Z';
        if (stems && !str_starts(term, prefix))
            break;
        struct str form = stems ? str_slice(term, prefix.n, term.n) : term;
        if (is_word(form) && !function_words_have(c->collection->function_words, language, form))
            add(c, term, share * term_occurrences(entry.wdf));
    }
    xc_walk_free(&walk);
    return code;
}

static enum xc_code read_document(struct candidates *c, uint32_t docid, double share) {
    const struct language *language = collection_language(c->collection, docid);
    struct buf prefix;
    buf_init(&prefix);
    if (*language->stemmer)
        term_stem(&prefix, field_row(FIELD_TEXT), language, STR_EMPTY);
    else
        buf_add_byte(&prefix, '['); /* behind the capital letters of all prefixes */
    enum xc_code code =
        read_terms(c, docid, buf_str(&prefix), share / (collection_length(c->collection, docid) + LENGTH_FLOOR));
    buf_fini(&prefix);
    return code;
}

static enum xc_code read_documents(struct candidates *c, const struct ranked *first, size_t n) {
    enum xc_code code = XC_OK;
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += pow(first[i].score, 4);
    for (size_t i = 0; i < n && all > 0 && !code; i++)
        code = read_document(c, first[i].docid, pow(first[i].score, 4) / all);
    return code;
}

/* Those that say something, with their rarity in the weight; the rest gets none. */
static enum xc_code weigh(struct candidates *c, size_t first) {
    uint32_t documents = 0;
    enum xc_code code = xc_db_doc_count(c->collection->db, &documents, &c->why);
    for (size_t i = 0; i < c->n && !code; i++) {
        uint32_t have = 0;
        struct candidate *candidate = &c->v[i];
        code = xc_db_term_freq(c->collection->db, engine_bytes(candidate->term), &have, NULL, &c->why);
        const bool says = have >= 2 && have <= MOST_COMMON * documents && candidate->documents >= (first > 1 ? 2 : 1);
        candidate->weight *= says ? log(1 + (documents - have + 0.5) / (have + 0.5)) : 0;
    }
    return code;
}

static int weight_order(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return str_cmp(x->term, y->term);
}

/* How much the query's own words weigh together. */
static double query_mass(const struct ranked_words *words) {
    double mass = 0;
    for (size_t w = 0; w < words->n; w++)
        mass += words->v[w].function == 0 ? words->v[w].weight : 0;
    return mass;
}

static void add_words(struct candidates *c, struct ranked_words *words) {
    const double mass = query_mass(words);
    double all = 0;
    size_t kept = 0;
    if (c->n > 1)
        qsort(c->v, c->n, sizeof *c->v, weight_order);
    for (; kept < c->n && kept < EXPANSION_TERMS && c->v[kept].weight > 0; kept++)
        all += c->v[kept].weight;
    struct ranked_word *v = arena_array(c->arena, words->n + kept + 1, sizeof *v);
    if (words->n)
        memcpy(v, words->v, words->n * sizeof *v);
    for (size_t i = 0; i < kept; i++) {
        struct ranked_term *term = arena_alloc(c->arena, sizeof *term);
        *term = (struct ranked_term){.term = c->v[i].term, .kind = RANKED_EXACT};
        v[words->n++] = (struct ranked_word){.shown = c->v[i].term,
                                             .terms = term,
                                             .term_count = 1,
                                             .weight = EXPANSION_WEIGHT * mass * c->v[i].weight / all};
    }
    words->v = v;
}

enum err_code expansion_add(struct arena *arena, struct collection *collection, const struct ranked *first, size_t n,
                            struct ranked_words *words, struct err *e) {
    struct candidates c = {.arena = arena, .collection = collection, .places = strmap_new()};
    n = n < EXPANSION_DOCUMENTS ? n : EXPANSION_DOCUMENTS;
    enum xc_code code = read_documents(&c, first, n);
    if (!code)
        code = weigh(&c, n);
    if (!code)
        add_words(&c, words);
    strmap_free(&c.places);
    free(c.v);
    return code ? collection_engine_error(e, &c.why) : ERR_OK;
}
