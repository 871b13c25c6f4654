/* How well does a document answer the words of a query?
 *
 * The engine says which documents match; here they are put in order. A document's score is the sum over the query's
 * words of weight x rarity x saturation:
 *
 *   tf          occurrences of all forms of the word, those just as typed a little more
 *   rarity      log(1 + (N - n + 1/2) / (n + 1/2)) to the power of 1.2, n of N documents having any form of the word,
 *               times (2 * density / (1 + density)) to the power of 0.4: a word that documents have often, where they
 *               have it, is what texts are about; density is how often, at least 1
 *   saturation  tf * (K1 + 1) / (tf + K1 * (1 - B + B * length))                 (BM25, Robertson and others 1994)
 *
 * and for the best RANKING_CLOSE documents, in a second look, of what the closeness of the words is worth (closeness.h)
 * and the runs of letters that they share with the document's words (letters.h). Both only ever add, so documents
 * behind them never belong before them. Where the query's own words tell its language, documents in it count
 * LANGUAGE_PRIOR times.
 *
 * Occurrences count three in a title, two in a summary, one and a half at the beginning of the text (indexer/postings.h). The
 * numbers in ranking.c and closeness.c are one set for every language and collection, chosen by cross-validation over
 * those of `make eval`. Neighbours: plan_words.h makes the words, search.c asks. Knows no filters, facets or texts. */
#ifndef SEARCHER_RANKING_H
#define SEARCHER_RANKING_H

#include "corpus/base/err.h"
#include "searcher/collection.h"

/* How many documents get the second look. */
#define RANKING_CLOSE 500

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
    struct str folded; /* what function words are known by; of a character, the dictionary's word that it is in */
    struct str second; /* of a pair: the same for its second character */
    struct ranked_term *terms;
    size_t term_count;
    struct ranked_place *places; /* none when its closeness to others says nothing */
    size_t place_count;
    bool is_pair;    /* both terms next to each other, in this order: two characters of a writing without spaces */
    bool is_piece;   /* a character of such a writing, or a word of it that the dictionary made */
    double weight;   /* of the word in the query: 1; function words next to nothing */
    double function; /* how much of it is function word: 0, a half or all of it */
};

struct ranked_words {
    struct ranked_word *v;
    size_t n;
    const struct language *language; /* of the query, where its function words tell it; else NULL */
};

struct ranked {
    uint32_t docid;
    double score;
};

/* What scores are made of, noted for a few documents while all are ranked; for explanations. */
struct ranked_share {      /* one word in one document */
    double occurrences[3]; /* how many count, by enum ranked_kind; forms without those just as typed */
    double saturation;     /* what they are worth together in a text of this length */
    double worth;          /* times weight and rarity: its part of the score */
};
struct ranked_parts {
    uint32_t docid;
    struct ranked_share *words; /* [word] */
    double closeness, letters;
    double language; /* what being in the query's language adds to all of it */
};
struct ranked_record {
    struct ranked_parts *v;
    size_t n;
    double *rarity; /* [word] */
};
struct ranked_record ranking_record(struct arena *arena, const struct ranked_words *words, const struct ranked *of,
                                    size_t n);

/* The two parts of a word's score, for the rooms beside: how rare what `have` of `documents` have is, and what so many
 * occurrences in a text of this relative length are worth. */
double ranking_rarity(double documents, double have);
double ranking_saturation(double occurrences, double length);

/* The best `wanted` of the documents (all when they are fewer), best first, ties by number; *n tells how many. `record`, or
 * NULL, says what the scores of its documents are made of: together just that score. */
enum err_code ranking_best(struct arena *arena, struct collection *collection, const struct ranked_words *words,
                           const uint32_t *docids, size_t count, size_t wanted, struct ranked **best, size_t *n,
                           struct ranked_record *record, struct err *e);

#endif
