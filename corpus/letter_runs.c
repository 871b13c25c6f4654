/* A run's number mixes its four characters; two runs with one number are as rare as four billion numbers make them. */
#include "corpus/letter_runs.h"

#include "corpus/base/utf8.h"

#include <stdlib.h>

#define RUN 4
#define EDGE '_'

static uint32_t run_number(const uint32_t letters[static RUN]) {
    uint64_t mixed = 0;
    for (size_t i = 0; i < RUN; i++)
        mixed = (mixed ^ letters[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(mixed >> 32);
}

static int number_order(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static size_t each_once(uint32_t *runs, size_t n) {
    size_t kept = 0;
    if (n > 1)
        qsort(runs, n, sizeof *runs, number_order);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || runs[i] != runs[i - 1])
            runs[kept++] = runs[i];
    return kept;
}

size_t letter_runs(struct str folded, uint32_t runs[static LETTER_RUNS_MAX]) {
    uint32_t letters[LETTER_RUNS_MAX + RUN] = {EDGE};
    size_t length = 1, n = 0;
    for (size_t at = 0; at < folded.n && length < LETTER_RUNS_MAX - 1;)
        letters[length++] = utf8_next(folded, &at);
    letters[length++] = EDGE;
    while (length < RUN)
        letters[length++] = 0;
    for (size_t i = 0; i + RUN <= length; i++)
        runs[n++] = run_number(letters + i);
    return each_once(runs, n);
}
