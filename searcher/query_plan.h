/* What does the tree ask of the engine?
 *
 * Turns each word into one group: its folded form, and its stems in the languages that the collection holds, from every
 * way in which the index has it written (investigacion reaches what investigación reaches). Groups are synonyms, so
 * that a word counts once however many forms of it a document has. Makes the marks for the snippets at the same time.
 */
#ifndef SEARCHER_QUERY_PLAN_H
#define SEARCHER_QUERY_PLAN_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/marks.h"
#include "searcher/plan_words.h"
#include "searcher/query_tree.h"
#include "searcher/ranking.h"
#include "searcher/search.h"
#include "xapian-c/xapian_c.h"

struct plan {
    struct xc_query *query;  /* the whole query */
    struct xc_query **words; /* when the root is an AND of several: its positive parts, one by one, */
    size_t word_count;       /* for the answer with most of them when none has all; else 0 */
    struct xc_query *others; /* what of that AND is no word (values, dates, NOT) and must hold in any case, or NULL */
    bool partial;            /* a limit bit: documents that match may be missing, as a warning says */
    struct marks marks;
    struct ranked_words ranked; /* what the matches are ordered by */
    struct plan_notes notes;    /* for an explanation */
};

/* Of the request, how words are to be read is asked (match); its text is in the query. Warnings (a word with nothing to
 * search for, a cap that bit) are added to query->warnings. */
enum err_code query_plan(struct arena *arena, struct collection *collection, const struct search_request *request,
                         struct query *query, struct plan *out, struct err *e);
void plan_fini(struct plan *plan);

/* A field's whole value as the index knows it: names and keywords folded, everything else as it is. In the arena. */
struct str query_plan_key(struct arena *arena, struct collection *collection, const struct field *field,
                          struct str value);
/* A condition on one field's whole value, as VALUE nodes and filters use it; `value` is a key. */
enum err_code query_plan_value(const struct field *field, struct str value, struct xc_query **out, struct err *e);

#endif
