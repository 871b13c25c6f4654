/* Which documents have words close to each other?
 *
 * The engine knows places of terms, but not of "the stem polic in English documents, or the word itself in any": so it
 * only says which documents have all the words, and their places are compared here. Neighbours: plan_near.c, which asks;
 * closeness.h, which weighs what stands close together and decides nothing. */
#ifndef SEARCHER_NEAR_H
#define SEARCHER_NEAR_H

#include "corpus/base/err.h"
#include "searcher/collection.h"

/* So many documents are looked at for one NEAR, in their order. */
#define NEAR_DOCUMENTS_MAX 200000
/* A pattern close to something (polic* NEAR station) stands for so many words, those in the most documents. */
#define NEAR_WORDS_MAX 200

#define NEAR_OPERANDS_MAX 64

/* One way in which an operand stands in a document: terms next to each other. */
struct near_place {
    struct str *terms;
    size_t n;
    const struct language *language; /* only in documents of this language; NULL: in all */
};

struct near_operand {
    struct near_place *v;
    size_t n;
};

struct near {
    struct near_operand *operands;
    size_t n;
    uint32_t between; /* so many words that belong to no operand may stand between the first and the last, in all */
    bool any_order;
};

/* Those of the documents that match `candidates` in which all operands stand so. *cut_off tells that NEAR_DOCUMENTS_MAX
 * bit, or that in some document there were too many ways to try. */
enum err_code near_query(struct collection *collection, struct xc_query *candidates, const struct near *near,
                         struct xc_query **out, bool *cut_off, struct err *e);

#endif
