/* One run of the indexer: from paths to a published generation. See job.c, which is meant to be read first. */
#ifndef INDEXER_JOB_H
#define INDEXER_JOB_H

#include "corpus/base/err.h"
#include "indexer/intake.h"
#include "indexer/progress.h"
#include "indexer/report.h"

struct job_options {
    struct intake_options intake;
    const char *report_also; /* a second place for the report, or NULL */
    enum progress_wish progress;
};

/* Whatever comes back, the report says what happened. ERR_OK also when inputs were rejected; any other code: nothing was
 * published, and what is served is as it was. */
enum err_code job_run(const struct job_options *options, struct report *report, struct err *e);

#endif
