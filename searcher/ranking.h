/* How well does a document answer the words of a query?
 *
 * The engine says which documents match; here they are put in order. A document's score is the sum over the query's words
 * of weight x rarity x saturation:
 *
 *   tf          occurrences of all forms of the word, those just as typed a little more
 *   rarity      log(1 + (N - n + 1/2) / (n + 1/2)) to the power of 1.2, n of N documents having any form of the word
 *   saturation  tf * (K1 + 1) / (tf + K1 * (1 - B + B * length))                 (BM25, Robertson and others 1994)
 *
 * and for the best RANKING_CLOSE documents, in a second look, of what the closeness of the words is worth (closeness.h).
 * That only ever adds, so documents behind them never belong before them.
 *
 * Occurrences count three in a title, two in a summary and at the beginning of the text (indexer/postings.h). The numbers
 * in ranking.c and closeness.c are one set for every language and collection, chosen by cross-validation over those of
 * `make eval`. Neighbours: plan_words.h makes the words, search.c asks. Knows no filters, facets or texts. */
#ifndef SEARCHER_RANKING_H
#define SEARCHER_RANKING_H

#include "corpus/base/err.h"
#include "searcher/collection.h"

/* How many documents get the second look. */
#define RANKING_CLOSE 200

/* How a term of the index stands for a word of the query. */
enum ranked_kind {
    RANKED_EXACT, /* the folded form that was typed */
    RANKED_FORM,  /* another form of it: a stem */
    RANKED_MORE   /* something further off, by its share */
};

struct ranked_term {
    struct str term;
    enum ranked_kind kind;
    double share;   /* RANKED_MORE: what it counts, be it there once or often */
    struct str why; /* RANKED_MORE: how it came here, for explanations */
};

/* Where the word's places in a document are found. */
struct ranked_place {
    struct str term;
    const struct language *language; /* only in documents of this language; NULL: in all */
};

struct ranked_word {
    struct str shown;  /* as typed, for explanations */
    struct str folded; /* what function words are known by */
    struct ranked_term *terms;
    size_t term_count;
    struct ranked_place *places; /* none when its closeness to others says nothing */
    size_t place_count;
    double weight; /* of the word in the query: 1; function words next to nothing */
    bool function; /* it is one of those */
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
