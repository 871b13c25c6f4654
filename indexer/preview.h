/* What would be indexed? Reads files as a run does and shows each document instead of indexing it; nothing is written and
 * no collection is needed. */
#ifndef INDEXER_PREVIEW_H
#define INDEXER_PREVIEW_H

#include "corpus/base/buf.h"
#include "indexer/intake.h"

enum preview_format { PREVIEW_TEXT, PREVIEW_JSON };

struct preview_options {
    struct intake_options intake; /* a collection, if one is named, only tells its settings; a path "-" is one file on standard input when `url` is given, else records */
    const char *url;              /* where that file was fetched from; or NULL */
    enum preview_format format;
};

/* Called with one document or one reason at a time, ready to print: in JSON a line, {"path", "error"} where nothing could be
 * read, {"path", "ignored"} where nothing is meant to be. An error that it gives back ends the whole. */
typedef enum err_code (*preview_fn)(void *context, struct str shown, struct err *e);

/* *rejected: how many inputs could not be read. */
enum err_code preview_run(const struct preview_options *options, preview_fn show, void *context, uint64_t *rejected,
                          struct err *e);

#endif
