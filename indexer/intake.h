/* Everything that a run is asked to read, as documents in order: the source (what is there), the extraction (what is in it)
 * and what is known beside a file, joined. What comes out is not yet complete: see complete.h. */
#ifndef INDEXER_INTAKE_H
#define INDEXER_INTAKE_H

#include "indexer/extract/extraction.h"

struct intake_options {
    char *const *paths;
    size_t path_count;
    const char *collection; /* its folder is left aside; may be NULL */
    struct extraction_options extraction;
};

struct intake;

/* The options' lists must stay in place. */
struct intake *intake_new(const struct intake_options *options, struct confine *confine);
void intake_free(struct intake **intake);
/* One more file, before those of the paths: `fd` is taken over. */
void intake_add(struct intake *intake, const char *path, struct str url, int fd);
/* As extraction_next. */
enum err_code intake_next(struct intake *intake, struct extraction_result *result, struct err *e);

#endif
