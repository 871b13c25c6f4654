/* Many queries at once: a file of them goes in, a TREC run comes out.
 *
 *   in    id<TAB>query, one a line; a byte-order mark, CR LF and blank lines are fine
 *   out   id Q0 DOCUMENT RANK SCORE rastro, as trec_eval and its kin read it: best first, ranks from 1 (or offset + 1)
 *
 * Columns of a run are cut at white space, so white space and control characters within an id are written as the %XX of
 * their bytes: "annual report" becomes annual%20report. Each query goes through the one door like anybody's, operators
 * and all. Prints nothing itself. */
#ifndef SEARCHER_BATCH_H
#define SEARCHER_BATCH_H

#include "searcher/search.h"

#define BATCH_LIMIT_DEFAULT 1000
#define BATCH_LINE_MAX 65536 /* bytes; a longer row is left out */

/* Where a batch's words go. */
struct batch_output {
    void *context;
    /* The lines of one query's answer; a failure ends the batch. */
    enum err_code (*answer)(void *context, struct str lines, struct err *e);
    /* A whole sentence with file and line: a row left out, or how a query was understood where that is not plain. */
    void (*note)(void *context, struct str sentence);
};

/* Answers the queries in the file (- for standard input), each with `request` and its own text; facets and highlights
 * are not asked for. ERR_USAGE for an order that a run's scores cannot tell. ERR_INPUT, after all other rows were
 * answered, when rows were left out: without a tab, id or query, not UTF-8, with further columns, with an id that was
 * there before. */
enum err_code batch_run(struct collection *collection, const struct search_request *request, const char *path,
                        const struct batch_output *output, struct err *e);

/* Adds the lines of one answer. */
void batch_print(struct buf *out, struct str id, const struct search_result *result);

#endif
