/* A run's number mixes its four characters; two runs with one number are as rare as four billion numbers make them. */
#include "corpus/letter_runs.h"

#include "corpus/base/utf8.h"

#define RUN 4
#define EDGE '_'

static uint32_t run_number(const uint32_t letters[static RUN]) {
    uint64_t mixed = 0;
    for (size_t i = 0; i < RUN; i++)
        mixed = (mixed ^ letters[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(mixed >> 32);
}

/* Puts a number in its place among those before it, unless it stands there. A word has few: nothing sorts them faster. */
static size_t add_once(uint32_t *runs, size_t n, uint32_t run) {
    size_t at = n;
    while (at > 0 && runs[at - 1] > run)
        at--;
    if (at > 0 && runs[at - 1] == run)
        return n;
    for (size_t i = n; i > at; i--)
        runs[i] = runs[i - 1];
    runs[at] = run;
    return n + 1;
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
        n = add_once(runs, n, run_number(letters + i));
    return n;
}
