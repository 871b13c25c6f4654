/* Between report.c and report_json.c only: what a report holds. */
#ifndef INDEXER_REPORT_PARTS_H
#define INDEXER_REPORT_PARTS_H

#include "corpus/base/strmap.h"
#include "indexer/report.h"

#include <time.h>

enum ending { ENDING_FAILED, ENDING_UNCHANGED, ENDING_PUBLISHED };

struct report {
    struct arena *arena;
    char *const *paths;
    size_t path_count;
    struct timespec started, started_ticks;
    uint64_t counts[OUTCOME_COUNT];
    uint64_t remarks;
    struct strmap *ignored_kinds, *remark_kinds; /* sentence -> how many */
    struct strs named;                           /* the first rejected inputs, fit for a terminal */
    struct strs warnings;
    enum ending ending;
    struct str error;
    uint32_t generation, documents, segments_merged;
    const char *saved; /* where the JSON is */
};

double report_seconds(const struct report *report);

#endif
