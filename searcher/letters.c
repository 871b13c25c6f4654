/* The words of a document are its terms without a prefix. They sort behind all prefixed ones, because prefixes are
 * capital letters and folded words have none, but for numbers; those have no runs to share. */
#include "searcher/letters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WEIGHT 0.5
/* The first byte behind the capital letters. */
#define BEHIND_PREFIXES "["

/* A run of the query. */
struct run {
    uint32_t number;
    double weight;      /* all words that have it together, times its rarity */
    double occurrences; /* in the document at hand */
};

struct letters {
    struct collection *collection;
    struct run *runs; /* by number */
    size_t n;
    bool has_place[LETTER_RUNS_TABLE]; /* a first look that most runs of a document do not pass */
};

static uint32_t documents_with(const struct collection *collection, uint32_t run) {
    uint32_t documents = 0;
    for (size_t s = 0; s < collection->manifest.segment_count; s++)
        documents += run_table_documents(collection->segments[s].runs, run);
    return documents;
}

static int run_order(const void *a, const void *b) {
    const struct run *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void add_word(struct letters *l, const struct ranked_word *word) {
    uint32_t runs[LETTER_RUNS_MAX];
    const size_t n = letter_runs(word->folded, runs);
    l->runs = mem_realloc(l->runs, l->n + n, sizeof *l->runs);
    for (size_t i = 0; i < n; i++)
        l->runs[l->n++] = (struct run){.number = runs[i], .weight = word->weight / sqrt((double)n)};
}

static void unite(struct letters *l) {
    size_t kept = 0;
    if (l->n > 1)
        qsort(l->runs, l->n, sizeof *l->runs, run_order);
    for (size_t i = 0; i < l->n; i++) {
        if (kept > 0 && l->runs[kept - 1].number == l->runs[i].number)
            l->runs[kept - 1].weight += l->runs[i].weight;
        else
            l->runs[kept++] = l->runs[i];
    }
    l->n = kept;
}

struct letters *letters_new(struct collection *collection, const struct ranked_words *words, double documents) {
    struct letters *l = mem_alloc(sizeof *l);
    l->collection = collection;
    for (size_t w = 0; w < words->n; w++)
        if (!words->v[w].is_piece && !words->v[w].is_pair && words->v[w].function == 0 && words->v[w].place_count)
            add_word(l, &words->v[w]);
    unite(l);
    for (size_t i = 0; i < l->n; i++) {
        const double have = documents_with(collection, l->runs[i].number);
        l->runs[i].weight *= WEIGHT * ranking_rarity(documents, have < documents ? have : documents);
        l->has_place[l->runs[i].number % LETTER_RUNS_TABLE] = true;
    }
    return l;
}

void letters_free(struct letters **letters) {
    if (*letters == NULL)
        return;
    free((*letters)->runs);
    free(*letters);
    *letters = NULL;
}

static void note_word(struct letters *l, struct str folded, uint32_t occurrences) {
    uint32_t runs[LETTER_RUNS_MAX];
    for (size_t i = 0, n = letter_runs(folded, runs); i < n; i++) {
        if (!l->has_place[runs[i] % LETTER_RUNS_TABLE])
            continue;
        const struct run wanted = {.number = runs[i]};
        struct run *run = bsearch(&wanted, l->runs, l->n, sizeof *l->runs, run_order);
        if (run)
            run->occurrences += occurrences;
    }
}

static enum xc_code note_words(struct letters *l, uint32_t docid, struct xc_error *why) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    enum xc_code code = xc_walk_doc_terms(l->collection->db, docid, &walk, why);
    if (!code)
        code = xc_walk_skip(walk, engine_bytes(STR(BEHIND_PREFIXES)), 0, why);
    while (!code && !(code = xc_walk_next(walk, &entry, why)) && entry.valid)
        note_word(l, (struct str){entry.text.p, entry.text.n}, entry.wdf);
    xc_walk_free(&walk);
    return code;
}

enum xc_code letters_of(struct letters *l, uint32_t docid, double length, double *worth, struct xc_error *why) {
    *worth = 0;
    if (l->n == 0)
        return XC_OK;
    enum xc_code code = note_words(l, docid, why);
    for (size_t i = 0; i < l->n; i++) {
        *worth += l->runs[i].weight * ranking_saturation(l->runs[i].occurrences, length);
        l->runs[i].occurrences = 0;
    }
    return code;
}
