/* The words of a document are its terms without a prefix. They sort behind all prefixed ones, because prefixes are
 * capital letters and folded words have none, but for numbers; those have no runs to share. */
#include "searcher/letters.h"

#include "corpus/term.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RUN 0.36
#define KIN 0.3
#define KIN_MIN 0.35
/* The first byte behind the capital letters. */
#define BEHIND_PREFIXES "["

/* A run of one of the query's words. */
struct use {
    uint32_t number;
    uint32_t word;   /* its place in `words` */
    double weight;   /* of the run alone */
    double part;     /* of all that the word has, by rarity */
};

/* A run of the query, with all its uses. */
struct run {
    uint32_t number;
    size_t first, n; /* in `uses` */
    double weight;
    double occurrences; /* in the document at hand */
};

/* A word of the query. */
struct kin {
    double weight;
    double shared; /* with the document's word at hand: the part of its runs, by rarity, */
    unsigned runs; /* and how many */
    double occurrences; /* of all words like it, in the document at hand */
};

struct letters {
    struct collection *collection;
    struct use *uses; /* by number */
    struct run *runs;
    struct kin *words;
    size_t use_count, run_count, word_count;
    bool has_place[LETTER_RUNS_TABLE]; /* a first look that most runs of a document do not pass */
};

static double run_rarity(const struct collection *collection, uint32_t run, double documents) {
    double have = 0;
    for (size_t s = 0; s < collection->manifest.segment_count; s++)
        have += run_table_documents(collection->segments[s].runs, run);
    return ranking_rarity(documents, have < documents ? have : documents);
}

static int use_order(const void *a, const void *b) {
    const struct use *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

static int run_order(const void *a, const void *b) {
    const struct run *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void add_word(struct letters *l, const struct ranked_word *word, double rarity, double documents) {
    uint32_t runs[LETTER_RUNS_MAX];
    const size_t n = letter_runs(word->folded, runs);
    double all = 0;
    l->uses = mem_realloc(l->uses, l->use_count + n, sizeof *l->uses);
    struct use *uses = l->uses + l->use_count;
    for (size_t i = 0; i < n; i++) {
        const double rare = run_rarity(l->collection, runs[i], documents);
        uses[i] = (struct use){.number = runs[i],
                               .word = (uint32_t)l->word_count,
                               .weight = RUN * word->weight * rare / sqrt((double)n),
                               .part = rare};
        all += rare;
    }
    for (size_t i = 0; i < n; i++)
        uses[i].part = all > 0 ? uses[i].part / all : 0;
    l->words[l->word_count++] = (struct kin){.weight = KIN * word->weight * rarity};
    l->use_count += n;
}

static void unite(struct letters *l) {
    l->runs = mem_array(l->use_count + 1, sizeof *l->runs);
    if (l->use_count > 1)
        qsort(l->uses, l->use_count, sizeof *l->uses, use_order);
    for (size_t i = 0; i < l->use_count; i++) {
        if (i == 0 || l->uses[i].number != l->uses[i - 1].number)
            l->runs[l->run_count++] = (struct run){.number = l->uses[i].number, .first = i};
        struct run *run = &l->runs[l->run_count - 1];
        run->weight += l->uses[i].weight;
        run->n++;
        l->has_place[run->number % LETTER_RUNS_TABLE] = true;
    }
}

struct letters *letters_new(struct collection *collection, const struct ranked_words *words, const double *rarity,
                            double documents) {
    struct letters *l = mem_alloc(sizeof *l);
    l->collection = collection;
    l->words = mem_array(words->n + 1, sizeof *l->words);
    for (size_t w = 0; w < words->n; w++)
        if (!words->v[w].is_piece && !words->v[w].is_pair && words->v[w].function == 0 && words->v[w].place_count)
            add_word(l, &words->v[w], rarity[w], documents);
    unite(l);
    return l;
}

void letters_free(struct letters **letters) {
    if (*letters == NULL)
        return;
    free((*letters)->uses);
    free((*letters)->runs);
    free((*letters)->words);
    free(*letters);
    *letters = NULL;
}

/* The query's words that the document's word at hand, of so many runs, is like get its occurrences. */
static void note_kin(struct letters *l, size_t runs, double occurrences) {
    for (size_t w = 0; w < l->word_count; w++) {
        struct kin *word = &l->words[w];
        if (word->runs == 0)
            continue;
        const double likeness = sqrt(word->shared * word->runs / (double)runs);
        if (likeness >= KIN_MIN)
            word->occurrences += likeness * occurrences;
        word->shared = 0;
        word->runs = 0;
    }
}

static void note_word(struct letters *l, struct str folded, double occurrences) {
    uint32_t runs[LETTER_RUNS_MAX];
    const size_t n = letter_runs(folded, runs);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!l->has_place[runs[i] % LETTER_RUNS_TABLE])
            continue;
        const struct run wanted = {.number = runs[i]};
        struct run *run = bsearch(&wanted, l->runs, l->run_count, sizeof *l->runs, run_order);
        if (run == NULL)
            continue;
        run->occurrences += occurrences;
        for (const struct use *use = l->uses + run->first; use < l->uses + run->first + run->n; use++) {
            l->words[use->word].shared += use->part;
            l->words[use->word].runs++;
        }
        any = true;
    }
    if (any)
        note_kin(l, n, occurrences);
}

static enum xc_code note_words(struct letters *l, uint32_t docid, struct xc_error *why) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    enum xc_code code = xc_walk_doc_terms(l->collection->db, docid, &walk, why);
    if (!code)
        code = xc_walk_skip(walk, engine_bytes(STR(BEHIND_PREFIXES)), 0, why);
    while (!code && !(code = xc_walk_next(walk, &entry, why)) && entry.valid)
        note_word(l, (struct str){entry.text.p, entry.text.n}, term_occurrences(entry.wdf));
    xc_walk_free(&walk);
    return code;
}

enum xc_code letters_of(struct letters *l, uint32_t docid, double length, double *worth, struct xc_error *why) {
    *worth = 0;
    if (l->run_count == 0)
        return XC_OK;
    enum xc_code code = note_words(l, docid, why);
    for (size_t i = 0; i < l->run_count; i++) {
        *worth += l->runs[i].weight * ranking_saturation(l->runs[i].occurrences, length);
        l->runs[i].occurrences = 0;
    }
    for (size_t w = 0; w < l->word_count; w++) {
        *worth += l->words[w].weight * ranking_saturation(l->words[w].occurrences, length);
        l->words[w].occurrences = 0;
    }
    return code;
}
