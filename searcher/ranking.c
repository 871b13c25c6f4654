/* Word after word, each over the postings of all its terms, into one array of scores a document: reading postings in
 * order is what the engine is best at, and no word needs to know of another. The arrays are as long as the collection,
 * and only the places that a word touched are cleared behind it. */
#include "searcher/ranking.h"

#include "corpus/term.h"
#include "searcher/closeness.h"
#include "searcher/letters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define K1 1.2
#define B 0.75
/* Of an occurrence, the part that only the form just as typed has. */
#define EXACT_PART 0.25
#define RARITY_POWER 1.2
#define DENSITY_POWER 0.4
/* Added to every length, in words: the shortest texts are not as much better as they are shorter. */
#define LENGTH_FLOOR 40.0

/* What documents in the query's language count; from 1.2 to 1.4 it measures alike. */
#define LANGUAGE_PRIOR 1.2

/* What one word has in one document. */
struct tally {
    float exact, forms, more;
};

struct ranker {
    struct collection *collection;
    double documents, average_length;
    uint32_t last;         /* document number */
    struct tally *tallies; /* [docid], of the word at hand */
    uint32_t *touched;
    size_t touched_count;
    double *scores; /* [docid] */
    double *rarity; /* [word] */
    struct ranked_record *record; /* or NULL */
    struct xc_error why;
};

static enum xc_code begin(struct ranker *r, struct collection *collection, size_t words,
                          struct ranked_record *record) {
    uint32_t documents = 0;
    *r = (struct ranker){
        .collection = collection, .average_length = collection->average_length, .record = record};
    enum xc_code code = xc_db_doc_count(collection->db, &documents, &r->why);
    if (!code)
        code = xc_db_last_docid(collection->db, &r->last, &r->why);
    r->documents = documents;
    r->tallies = mem_array((size_t)r->last + 1, sizeof *r->tallies);
    r->touched = mem_array((size_t)r->last + 1, sizeof *r->touched);
    r->scores = mem_array((size_t)r->last + 1, sizeof *r->scores);
    r->rarity = mem_array(words + 1, sizeof *r->rarity);
    return code;
}

static void end(struct ranker *r) {
    free(r->tallies);
    free(r->touched);
    free(r->scores);
    free(r->rarity);
}

static void note(struct ranker *r, const struct ranked_term *term, uint32_t docid, double occurrences) {
    struct tally *tally = &r->tallies[docid];
    const float n = (float)occurrences;
    if (tally->exact + tally->forms + tally->more == 0)
        r->touched[r->touched_count++] = docid;
    switch (term->kind) {
    case RANKED_EXACT:
        tally->exact += n;
        break;
    case RANKED_FORM:
        tally->forms += n;
        break;
    case RANKED_MORE:
        if (tally->more < (float)term->share) /* however often it stands there, it stays below the word itself */
            tally->more = (float)term->share;
        break;
    }
}

static enum xc_code tally_term(struct ranker *r, const struct ranked_term *term) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    enum xc_code code = xc_walk_postings(r->collection->db, engine_bytes(term->term), &walk, &r->why);
    while (!code && !(code = xc_walk_next(walk, &entry, &r->why)) && entry.valid)
        note(r, term, entry.docid, term_occurrences(entry.wdf));
    xc_walk_free(&walk);
    return code;
}

static bool note_pair(void *context, uint32_t docid) {
    struct ranker *r = context;
    static const struct ranked_term pair = {.kind = RANKED_EXACT};
    note(r, &pair, docid, 1);
    return true;
}

/* Where two characters stand next to each other only their places tell. */
static enum xc_code tally_pair(struct ranker *r, const struct ranked_word *word) {
    struct xc_query *parts[2] = {NULL, NULL}, *phrase = NULL;
    enum xc_code code = xc_query_term(&parts[0], engine_bytes(word->terms[0].term), &r->why);
    if (!code)
        code = xc_query_term(&parts[1], engine_bytes(word->terms[1].term), &r->why);
    if (!code)
        code = xc_query_join(&phrase, XC_PHRASE, parts, 2, 0, &r->why);
    if (!code)
        code = collection_each_match(r->collection, phrase, note_pair, r, NULL, &r->why);
    xc_query_free(&phrase);
    xc_query_free(&parts[0]);
    xc_query_free(&parts[1]);
    return code;
}

double ranking_rarity(double documents, double have) {
    return pow(log(1 + (documents - have + 0.5) / (have + 0.5)), RARITY_POWER);
}

/* What counts as occurrences; the forms of a stem have those just as typed among them. */
static void count(const struct tally *tally, double occurrences[static 3]) {
    const double others = tally->forms > tally->exact ? tally->forms - tally->exact : 0;
    occurrences[RANKED_EXACT] = tally->exact;
    occurrences[RANKED_FORM] = (1 - EXACT_PART) * others;
    occurrences[RANKED_MORE] = tally->more;
}

static double relative_length(const struct ranker *r, uint32_t docid) {
    return (collection_length(r->collection, docid) + LENGTH_FLOOR) / (r->average_length + LENGTH_FLOOR);
}

double ranking_saturation(double occurrences, double length) {
    return occurrences * (K1 + 1) / (occurrences + K1 * (1 - B + B * length));
}

static double occurrences(const struct ranker *r, uint32_t docid) {
    double of[3];
    count(&r->tallies[docid], of);
    return of[RANKED_EXACT] + of[RANKED_FORM] + of[RANKED_MORE];
}

static double saturation(const struct ranker *r, uint32_t docid) {
    return ranking_saturation(occurrences(r, docid), relative_length(r, docid));
}

/* The rarity of the word at hand, raised where the documents that have it have it often. */
static double rarity_touched(const struct ranker *r) {
    double all = 0;
    for (size_t i = 0; i < r->touched_count; i++)
        all += occurrences(r, r->touched[i]);
    const double n = (double)r->touched_count, density = all > n ? all / n : 1;
    return ranking_rarity(r->documents, n) * pow(2 * density / (1 + density), DENSITY_POWER);
}

/* Before the tallies of the word are cleared. */
static void record_word(struct ranker *r, size_t w, double weight, double rarity) {
    r->record->rarity[w] = rarity;
    for (size_t i = 0; i < r->record->n; i++) {
        struct ranked_share *share = &r->record->v[i].words[w];
        count(&r->tallies[r->record->v[i].docid], share->occurrences);
        share->saturation = saturation(r, r->record->v[i].docid);
        share->worth = weight * share->saturation;
    }
}

static enum xc_code score_word(struct ranker *r, const struct ranked_words *words, size_t w) {
    const struct ranked_word *word = &words->v[w];
    enum xc_code code = XC_OK;
    r->touched_count = 0;
    for (size_t t = 0; !word->is_pair && t < word->term_count && !code; t++)
        code = tally_term(r, &word->terms[t]);
    if (word->is_pair)
        code = tally_pair(r, word);
    const double rarity = rarity_touched(r), weight = word->weight * rarity;
    r->rarity[w] = word->function > 0 ? 0 : rarity;
    if (r->record)
        record_word(r, w, weight, rarity);
    for (size_t i = 0; i < r->touched_count; i++) {
        uint32_t docid = r->touched[i];
        r->scores[docid] += weight * saturation(r, docid);
        r->tallies[docid] = (struct tally){0};
    }
    return code;
}

/* ---- the second look ---- */

static double prior(const struct ranker *r, const struct ranked_words *words, uint32_t docid) {
    return words->language && collection_language(r->collection, docid) == words->language ? LANGUAGE_PRIOR : 1;
}

static void record_second_look(struct ranked_record *record, uint32_t docid, double close, double shared) {
    for (size_t i = 0; record && i < record->n; i++) {
        if (record->v[i].docid == docid) {
            record->v[i].closeness = close;
            record->v[i].letters = shared;
        }
    }
}

static enum xc_code look_again(struct ranker *r, const struct ranked_words *words, struct ranked *best, size_t n) {
    struct closeness *closeness = closeness_new(r->collection, words, r->rarity);
    struct letters *letters = letters_new(r->collection, words, r->rarity, r->documents);
    enum xc_code code = XC_OK;
    for (size_t i = 0; i < n && !code; i++) {
        double close, shared = 0, length = relative_length(r, best[i].docid);
        code = closeness_of(closeness, best[i].docid, length, &close, &r->why);
        if (!code)
            code = letters_of(letters, best[i].docid, length, &shared, &r->why);
        best[i].score += (close + shared) * prior(r, words, best[i].docid);
        record_second_look(r->record, best[i].docid, close, shared);
    }
    letters_free(&letters);
    closeness_free(&closeness);
    return code;
}

/* When all else is known. */
static void record_languages(struct ranker *r, const struct ranked_words *words) {
    for (size_t i = 0; i < r->record->n; i++) {
        struct ranked_parts *parts = &r->record->v[i];
        double sum = parts->closeness + parts->letters;
        for (size_t w = 0; w < words->n; w++)
            sum += parts->words[w].worth;
        parts->language = sum * (prior(r, words, parts->docid) - 1);
    }
}

struct ranked_record ranking_record(struct arena *arena, const struct ranked_words *words, const struct ranked *of,
                                    size_t n) {
    struct ranked_record record = {.v = arena_array(arena, n + 1, sizeof *record.v),
                                   .n = n,
                                   .rarity = arena_array(arena, words->n + 1, sizeof *record.rarity)};
    for (size_t i = 0; i < n; i++)
        record.v[i] =
            (struct ranked_parts){.docid = of[i].docid,
                                  .words = arena_array(arena, words->n + 1, sizeof *record.v[i].words)};
    return record;
}

/* ---- the best ---- */

static int ranked_order(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Moves the entry at `i` down to its place in a heap with the worst on top. */
static void sink(struct ranked *heap, size_t n, size_t i) {
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && ranked_order(&heap[child + 1], &heap[child]) > 0)
            child++;
        if (ranked_order(&heap[i], &heap[child]) >= 0)
            return;
        struct ranked above = heap[i];
        heap[i] = heap[child];
        heap[child] = above;
    }
}

static void prefer_language(struct ranker *r, const struct ranked_words *words, const uint32_t *docids, size_t count) {
    for (size_t i = 0; words->language && i < count; i++)
        r->scores[docids[i]] *= prior(r, words, docids[i]);
}

static void choose(const struct ranker *r, const uint32_t *docids, size_t count, struct ranked *best, size_t n) {
    for (size_t i = 0; i < n; i++)
        best[i] = (struct ranked){docids[i], r->scores[docids[i]]};
    for (size_t i = n / 2; i-- > 0;)
        sink(best, n, i);
    for (size_t i = n; n > 0 && i < count; i++) {
        struct ranked next = {docids[i], r->scores[docids[i]]};
        if (ranked_order(&next, &best[0]) < 0) {
            best[0] = next;
            sink(best, n, 0);
        }
    }
    if (n > 1)
        qsort(best, n, sizeof *best, ranked_order);
}

enum err_code ranking_best(struct arena *arena, struct collection *collection, const struct ranked_words *words,
                           const uint32_t *docids, size_t count, size_t wanted, struct ranked **best, size_t *n,
                           struct ranked_record *record, struct err *e) {
    struct ranker r;
    enum xc_code code = begin(&r, collection, words->n, record);
    for (size_t w = 0; w < words->n && !code; w++)
        code = score_word(&r, words, w);
    const size_t kept = wanted < RANKING_CLOSE ? RANKING_CLOSE : wanted, have = kept < count ? kept : count;
    const size_t close = have < RANKING_CLOSE ? have : RANKING_CLOSE;
    *best = arena_array(arena, have + 1, sizeof **best);
    *n = wanted < have ? wanted : have;
    if (!code) {
        prefer_language(&r, words, docids, count);
        choose(&r, docids, count, *best, have);
    }
    if (!code)
        code = look_again(&r, words, *best, close);
    if (!code && close > 1)
        qsort(*best, close, sizeof **best, ranked_order);
    if (!code && record)
        record_languages(&r, words);
    end(&r);
    return code ? collection_engine_error(e, &r.why) : ERR_OK;
}
