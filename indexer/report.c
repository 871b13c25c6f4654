/* The counts of a run, and its lines for people. The JSON is in report_json.c. */
#include "indexer/report_parts.h"

#include "corpus/base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define KINDS_NAMED 5u
#define KIND_MAX 200u

struct report *report_new(char *const *paths, size_t path_count) {
    struct report *report = mem_alloc(sizeof *report);
    report->paths = paths;
    report->path_count = path_count;
    report->arena = arena_new();
    report->ignored_kinds = strmap_new();
    report->remark_kinds = strmap_new();
    clock_gettime(CLOCK_REALTIME, &report->started);
    clock_gettime(CLOCK_MONOTONIC, &report->started_ticks);
    return report;
}

void report_free(struct report **report) {
    if (*report == NULL)
        return;
    arena_free(&(*report)->arena);
    strmap_free(&(*report)->ignored_kinds);
    strmap_free(&(*report)->remark_kinds);
    free(*report);
    *report = NULL;
}

double report_seconds(const struct report *report) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - report->started_ticks.tv_sec) +
           (double)(now.tv_nsec - report->started_ticks.tv_nsec) / 1e9;
}

static void name_rejected(struct report *report, const char *path, uint64_t line, struct str reason) {
    if (report->named.n == REPORT_NAMED)
        return;
    struct buf text;
    buf_init(&text);
    utf8_printable(&text, strcmp(path, "-") == 0 ? STR("standard input") : str_from(path), false);
    if (line)
        buf_addf(&text, ":%llu", (unsigned long long)line);
    buf_add_c(&text, ": ");
    utf8_printable(&text, reason, false);
    arena_push(report->arena, &report->named, arena_str(report->arena, buf_str(&text)));
    buf_fini(&text);
}

void report_add(struct report *report, enum outcome outcome, const char *path, uint64_t line, struct str reason) {
    report->counts[outcome]++;
    if (outcome == OUTCOME_REJECTED)
        name_rejected(report, path, line, reason);
    if (outcome == OUTCOME_IGNORED)
        ++*strmap_put(report->ignored_kinds, str_slice(reason, 0, reason.n < KIND_MAX ? reason.n : KIND_MAX), NULL);
}

/* What a remark is about, without its particulars: a leading number and what stands between quotes are left out. */
static void add_kind(struct buf *kind, struct str remark) {
    size_t i = 0;
    while (i < remark.n && remark.p[i] >= '0' && remark.p[i] <= '9')
        i++;
    if (i)
        buf_add_c(kind, "N");
    while (i < remark.n && kind->n < KIND_MAX) {
        buf_add_byte(kind, remark.p[i]);
        const char *last = remark.p[i] == '"' ? memrchr(remark.p + i + 1, '"', remark.n - i - 1) : NULL;
        i++;
        if (last) {
            buf_add_c(kind, "...\"");
            i = (size_t)(last - remark.p) + 1;
        }
    }
    kind->n = utf8_floor(buf_str(kind), kind->n);
}

void report_remarks(struct report *report, struct strs remarks) {
    struct buf kind;
    buf_init(&kind);
    for (size_t i = 0; i < remarks.n; i++) {
        buf_clear(&kind);
        add_kind(&kind, remarks.v[i]);
        ++*strmap_put(report->remark_kinds, buf_str(&kind), NULL);
    }
    buf_fini(&kind);
    report->remarks += remarks.n;
}

void report_published(struct report *report, uint32_t generation, uint32_t documents, uint32_t segments_merged,
                      bool is_new) {
    report->ending = is_new ? ENDING_PUBLISHED : ENDING_UNCHANGED;
    report->generation = generation;
    report->documents = documents;
    report->segments_merged = segments_merged;
}

void report_failed(struct report *report, const struct err *e) {
    report->ending = ENDING_FAILED;
    report->error = arena_str(report->arena, str_from(e->text));
}

void report_warn(struct report *report, const char *sentence) {
    arena_push(report->arena, &report->warnings, arena_str(report->arena, str_from(sentence)));
}

uint64_t report_count(const struct report *report, enum outcome outcome) {
    return report->counts[outcome];
}

uint64_t report_seen(const struct report *report) {
    uint64_t seen = 0;
    for (enum outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        seen += outcome == OUTCOME_IGNORED ? 0 : report->counts[outcome];
    return seen;
}

void report_add_number(struct buf *out, uint64_t number) {
    if (number >= 1000) {
        report_add_number(out, number / 1000);
        buf_addf(out, ",%03u", (unsigned)(number % 1000));
    } else {
        buf_addf(out, "%u", (unsigned)number);
    }
}

static void add_counted(struct buf *out, const char *before, uint64_t number, const char *after) {
    buf_add_c(out, before);
    report_add_number(out, number);
    buf_add_c(out, after);
}

static void add_sum(const struct report *report, struct buf *out) {
    add_counted(out, "", report_seen(report), " seen: ");
    add_counted(out, "", report->counts[OUTCOME_NEW] + report->counts[OUTCOME_CHANGED], " indexed");
    if (report->counts[OUTCOME_CHANGED])
        add_counted(out, " (", report->counts[OUTCOME_CHANGED], " of them changed)");
    add_counted(out, ", ", report->counts[OUTCOME_UNCHANGED], " unchanged");
    add_counted(out, ", ", report->counts[OUTCOME_DUPLICATE], " duplicate");
    add_counted(out, ", ", report->counts[OUTCOME_REJECTED], " rejected");
    if (report->remarks)
        add_counted(out, "; ", report->remarks, report->remarks == 1 ? " remark" : " remarks");
    buf_add_c(out, ".");
}

static void add_ending(const struct report *report, struct buf *out) {
    switch (report->ending) {
    case ENDING_FAILED:
        buf_add_c(out, " Nothing was published; what is served is as it was.\n");
        return;
    case ENDING_UNCHANGED:
        buf_addf(out, " Nothing new to publish: still generation %u, ", report->generation);
        break;
    case ENDING_PUBLISHED:
        buf_addf(out, " Generation %u, ", report->generation);
        break;
    }
    add_counted(out, "", report->documents, report->documents == 1 ? " document, " : " documents, ");
    buf_addf(out, "%.1f s.\n", report_seconds(report));
}

struct kind {
    struct str name;
    uint64_t count;
};

static int kind_order(const void *a, const void *b) {
    const struct kind *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_cmp(x->name, y->name);
}

/* "12 left aside: 9 not a format that is read yet (.pdf), 2 hidden, ..." */
static void add_ignored(const struct report *report, struct buf *out) {
    size_t n = strmap_count(report->ignored_kinds);
    if (n == 0)
        return;
    struct kind *kinds = mem_array(n, sizeof *kinds);
    for (size_t i = 0; i < n; i++)
        kinds[i] = (struct kind){strmap_key(report->ignored_kinds, i), *strmap_value(report->ignored_kinds, i)};
    qsort(kinds, n, sizeof *kinds, kind_order);
    add_counted(out, "", report->counts[OUTCOME_IGNORED], " left aside: ");
    for (size_t i = 0; i < n && i < KINDS_NAMED; i++) {
        add_counted(out, i ? ", " : "", kinds[i].count, " ");
        utf8_printable(out, kinds[i].name, false);
    }
    buf_add_c(out, n > KINDS_NAMED ? ", and other kinds; the report names each file.\n" : ".\n");
    free(kinds);
}

void report_text(const struct report *report, struct buf *out) {
    add_sum(report, out);
    add_ending(report, out);
    for (size_t i = 0; i < report->named.n; i++)
        buf_addf(out, "%.*s\n", STR_FMT(report->named.v[i]));
    uint64_t rejected = report->counts[OUTCOME_REJECTED];
    if (rejected > report->named.n)
        add_counted(out, "... and ", rejected - report->named.n, " more rejected.\n");
    add_ignored(report, out);
    for (size_t i = 0; i < report->warnings.n; i++) {
        utf8_printable(out, report->warnings.v[i], false);
        buf_add_byte(out, '\n');
    }
    if (report->saved && (rejected || report->counts[OUTCOME_IGNORED] || report->remarks)) {
        buf_add_c(out, "All of it is in ");
        utf8_printable(out, str_from(report->saved), false);
        buf_add_byte(out, '\n');
    }
}
