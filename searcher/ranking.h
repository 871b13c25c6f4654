/* How well does a document answer the words of a query?
 *
 * The engine says which documents match; here they are put in order. A document's score is the sum over the query's
 * words of weight x rarity x saturation:
 *
 *   occurrences  tf = max(exact, forms) + EXACT_BONUS * exact + the shares of the more distant forms
 *   rarity       from in how many documents any form of the word stands
 *   saturation   tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length))        (BM25, Robertson and others
 * 1994)
 *
 * to which the best RANKING_CLOSE documents are given, in a second look, what the closeness of the words is worth
 * (closeness.h); it only ever adds, so that documents behind them never belong before them.
 *
 * Occurrences count three in a title and two in a summary, as schemas/fields.def says. Neighbours: plan_words.h makes
 * the words, search.c asks. Knows no filters, facets or texts. */
#ifndef SEARCHER_RANKING_H
#define SEARCHER_RANKING_H

#include "corpus/base/err.h"
#include "searcher/collection.h"

/* How a term of the index stands for a word of the query. */
enum ranked_kind {
    RANKED_EXACT, /* the folded form that was typed */
    RANKED_FORM,  /* another form of it: a stem */
    RANKED_MORE   /* something further off, by its share */
};

struct ranked_term {
    struct str term;
    enum ranked_kind kind;
    double share;   /* RANKED_MORE: what one occurrence counts */
    struct str why; /* RANKED_MORE: how it came here, for explanations */
};

struct ranked_word {
    struct str shown; /* as typed, for explanations */
    struct ranked_term *terms;
    size_t term_count;
    double weight; /* of the word in the query: 1; function words next to nothing */
};

struct ranked_words {
    struct ranked_word *v;
    size_t n;
};

struct ranked {
    uint32_t docid;
    double score;
};

/* The best `wanted` of the documents (all when they are fewer), best first, ties by number; *n tells how many. */
enum err_code ranking_best(struct arena *arena, struct collection *collection, const struct ranked_words *words,
                           const uint32_t *docids, size_t count, size_t wanted, struct ranked **best, size_t *n,
                           struct err *e);

#endif
