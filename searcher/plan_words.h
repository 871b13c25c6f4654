/* What do a query's words ask of the engine?
 *
 * One leaf of the tree, its text read with the same tokens that indexed the documents, becomes engine queries and the
 * marks that highlight just what they match:
 *
 *   word            its folded form and its stems, as one synonym group
 *   several tokens  written together (l'élection, U.S.A, 保护卫士): their folded forms next to each other, and for
 *                   ranking the dictionary's words; these alone where a writing has no spaces and no document the run
 *   "phrase"        the folded forms next to each other, or with some words between
 *   word*           every word that begins so
 *   wom?n word~1    every word that fits
 *   =word           written just so
 *
 * Neighbours: query_plan.c (the tree), word_forms.h (stems), exact_words.h. */
#ifndef SEARCHER_PLAN_WORDS_H
#define SEARCHER_PLAN_WORDS_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/marks.h"
#include "searcher/query_tree.h"
#include "searcher/ranking.h"
#include "searcher/search.h"

/* Prefixes (word*) and patterns in one query; each reads many words of the index. */
#define PLAN_PREFIXES_MAX 8
/* A prefix inside a run of words (Jean-Pi*) tries this many of its words, the most frequent ones. */
#define PLAN_RUN_PREFIX_MAX 200

/* Queries that belong together, growing in the arena; the owner frees them with parts_free. */
struct parts {
    struct xc_query **v;
    size_t n;
};
void parts_add(struct arena *arena, struct parts *parts, struct xc_query *query);
void parts_free(struct parts *parts);

/* What single nodes of the tree ask of the engine, in the order of planning; kept when the request wants an explanation.
 * A node without a note has nothing to search for. */
struct plan_notes {
    struct plan_note {
        const struct query_node *node;
        struct xc_query *query;
    } *v;
    size_t n;
};

struct dictionary;
struct near_operand;
struct planner {
    struct arena *arena;
    struct collection *collection;
    const struct search_request *request;
    struct strs *warnings;
    struct marks marks;
    struct ranked_words ranked;
    bool left_out; /* below a NOT: nothing of it is highlighted, nor does it count for the order */
    struct word_languages languages; /* of the collection, those that a match can be in (plan_languages.c) */
    unsigned prefixes;
    struct plan_notes notes;
    struct near_operand *near; /* where the operand at hand of a NEAR stands, as it is planned; NULL: none is */
    bool partial;              /* a limit bit, so that documents that match may be missing; a warning says which */
    struct dictionary *dictionary; /* for --across; NULL: not asked for */
};

/* Adds the queries of a WORDS, PHRASE, PREFIX or PATTERN node, all of which (or any, as the request says) must hold: mostly one;
 * none, and a warning, when there is nothing in it to search for. */
enum err_code plan_words(struct planner *planner, const struct query_node *node, struct parts *out, struct err *e);

/* Finds out the planner's languages: what the request's filters and the root leave. */
void plan_languages(struct planner *planner, const struct query_node *root);

/* Notes what a node asks for: all of its parts. */
enum err_code plan_note(struct planner *planner, const struct query_node *node, struct xc_query *const *parts, size_t n,
                        struct err *e);
/* The node's query; NULL when it has nothing to search for. */
struct xc_query *plan_noted(const struct plan_notes *notes, const struct query_node *node);
void plan_notes_free(struct plan_notes *notes);

#endif
