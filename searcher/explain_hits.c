/* What each word, and each of its terms, gave to each result shown. Ranking has noted the words; here their worth is
 * divided among the terms that the document has, by what these count as occurrences. */
#include "searcher/explain.h"

#include "corpus/term.h"

#include <stdlib.h>

/* A result, by the engine's number. */
struct place {
    uint32_t docid;
    size_t hit;
};

static int place_order(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* How often each result has one term: `occurrences[hit]`. */
static enum err_code count_term(const struct explain *of, struct str term, const struct place *places, size_t n,
                                double *occurrences, struct err *e) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    struct xc_error why;
    enum xc_code code = xc_walk_postings(of->collection->db, engine_bytes(term), &walk, &why);
    for (size_t i = 0; i < n && !code && entry.valid; i++) {
        if (entry.docid < places[i].docid) {
            code = xc_walk_skip(walk, engine_bytes(STR_EMPTY), places[i].docid, &why);
            if (!code)
                code = xc_walk_next(walk, &entry, &why);
        }
        if (!code && entry.valid && entry.docid == places[i].docid)
            occurrences[places[i].hit] = term_occurrences(entry.wdf);
    }
    xc_walk_free(&walk);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

/* Of the terms that count once and not more, the first of those that count most. */
static size_t best_of_more(const struct ranked_word *word, const struct explained_part *part) {
    size_t best = 0;
    for (size_t i = 1; i < part->term_count; i++) {
        const struct ranked_term *term = &word->terms[part->terms[i].term],
                                 *than = &word->terms[part->terms[best].term];
        if (term->kind == RANKED_MORE && (than->kind != RANKED_MORE || term->share > than->share))
            best = i;
    }
    return best;
}

static void divide(const struct ranked_word *word, const struct ranked_share *share, struct explained_part *part) {
    double all[3] = {0};
    for (size_t i = 0; i < part->term_count; i++)
        all[word->terms[part->terms[i].term].kind] += part->terms[i].occurrences;
    const size_t best = best_of_more(word, part);
    for (size_t i = 0; i < part->term_count && part->occurrences > 0; i++) {
        const enum ranked_kind kind = word->terms[part->terms[i].term].kind;
        const double of_kind = kind == RANKED_MORE ? i == best : part->terms[i].occurrences / all[kind];
        part->terms[i].worth = part->worth * share->occurrences[kind] / part->occurrences * of_kind;
    }
}

/* Room for every term; those that the document does not have are left out again. */
static void add_part(const struct explain *of, size_t w, const struct ranked_share *share, double *const *occurrences,
                     size_t hit, struct explained_hit *to) {
    const struct ranked_word *word = &of->plan->ranked.v[w];
    struct explained_part *part = &to->parts[to->part_count];
    if (share->worth == 0)
        return;
    *part = (struct explained_part){.word = w, .saturation = share->saturation, .worth = share->worth};
    for (size_t kind = 0; kind < 3; kind++)
        part->occurrences += share->occurrences[kind];
    part->terms = arena_array(of->arena, word->term_count + 1, sizeof *part->terms);
    for (size_t t = 0; t < word->term_count && !word->is_pair; t++)
        if (occurrences[t][hit] > 0)
            part->terms[part->term_count++] =
                (struct explained_occurrence){.term = t, .occurrences = occurrences[t][hit]};
    divide(word, share, part);
    to->part_count++;
}

static enum err_code add_word(const struct explain *of, size_t w, const struct place *places, size_t n,
                              struct explained_hit *hits, struct err *e) {
    const struct ranked_word *word = &of->plan->ranked.v[w];
    double **occurrences = arena_array(of->arena, word->term_count + 1, sizeof(double *));
    enum err_code code = ERR_OK;
    for (size_t t = 0; t < word->term_count && !code; t++) {
        occurrences[t] = arena_array(of->arena, n + 1, sizeof(double));
        code = count_term(of, word->terms[t].term, places, n, occurrences[t], e);
    }
    for (size_t i = 0; i < n && !code; i++)
        add_part(of, w, &of->record->v[i].words[w], occurrences, i, &hits[i]);
    return code;
}

static int worth_order(const void *a, const void *b) {
    const struct explained_part *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

enum err_code explain_hits(const struct explain *of, const struct explanation *explanation,
                           struct search_result *result, struct err *e) {
    const size_t n = result->hit_count;
    enum err_code code = ERR_OK;
    if (of->record == NULL || n == 0)
        return ERR_OK;
    struct place *places = arena_array(of->arena, n, sizeof *places);
    struct explained_hit *hits = arena_array(of->arena, n, sizeof *hits);
    for (size_t i = 0; i < n; i++) {
        const struct ranked_parts *parts = &of->record->v[i];
        places[i] = (struct place){parts->docid, i};
        hits[i] = (struct explained_hit){
            .closeness = parts->closeness, .letters = parts->letters, .language = parts->language};
        hits[i].parts = arena_array(of->arena, explanation->word_count + 1, sizeof *hits[i].parts);
        result->hits[i].explanation = &hits[i];
    }
    qsort(places, n, sizeof *places, place_order);
    for (size_t w = 0; w < explanation->word_count && !code; w++)
        code = add_word(of, w, places, n, hits, e);
    for (size_t i = 0; i < n; i++)
        if (hits[i].part_count > 1)
            qsort(hits[i].parts, hits[i].part_count, sizeof *hits[i].parts, worth_order);
    return code;
}
