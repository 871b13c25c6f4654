/* The report as JSON, written as it is made: its list of inputs may be longer than memory. It gets its name only when it is
 * whole, so a report that exists can be read. */
#include "indexer/report_parts.h"

#include "corpus/base/file.h"
#include "corpus/record.h"
#include "indexer/moment.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_AT ((size_t)64 << 10)

struct sink {
    FILE *file;
    const char *path;
    struct buf pending;
    bool first; /* of a list */
};

static enum err_code flush(struct sink *sink, struct err *e) {
    size_t n = sink->pending.n;
    if (fwrite(sink->pending.data, 1, n, sink->file) != n)
        return err_errno(e, "%s could not be written", sink->path);
    buf_clear(&sink->pending);
    return ERR_OK;
}

static void add_key(struct buf *out, const char *key) {
    buf_addf(out, ",\n  \"%s\": ", key);
}

static void add_text(struct buf *out, const char *key, struct str value) {
    add_key(out, key);
    record_write_string(out, value);
}

static void add_count(struct buf *out, const char *key, uint64_t value) {
    add_key(out, key);
    buf_addf(out, "%llu", (unsigned long long)value);
}

static void add_list(struct buf *out, const char *key, struct strs list) {
    add_key(out, key);
    buf_add_c(out, "[");
    for (size_t i = 0; i < list.n; i++) {
        buf_add_c(out, i ? ", " : "");
        record_write_string(out, list.v[i]);
    }
    buf_add_c(out, "]");
}

static void add_kinds(struct buf *out, const char *key, struct strmap *kinds) {
    add_key(out, key);
    buf_add_c(out, "{");
    for (size_t i = 0; i < strmap_count(kinds); i++) {
        buf_add_c(out, i ? ",\n    " : "\n    ");
        record_write_string(out, strmap_key(kinds, i));
        buf_addf(out, ": %llu", (unsigned long long)*strmap_value(kinds, i));
    }
    buf_add_c(out, strmap_count(kinds) ? "\n  }" : "}");
}

static void add_head(struct report *report, struct buf *out) {
    static const char *const endings[] = {"failed", "unchanged", "published"};
    char moment[MOMENT_SIZE];
    struct strs paths = {NULL, 0};
    for (size_t i = 0; i < report->path_count; i++)
        arena_push(report->arena, &paths, str_from(report->paths[i]));
    buf_addf(out, "{\n  \"version\": %d", REPORT_VERSION);
    add_text(out, "program", STR("rastro-index " RASTRO_VERSION));
    add_list(out, "paths", paths);
    add_text(out, "started", str_from(moment_text(report->started.tv_sec, moment)));
    add_text(out, "ended", str_from(moment_now(moment)));
    add_key(out, "seconds");
    buf_addf(out, "%.3f", report_seconds(report));
    add_text(out, "result", str_from(endings[report->ending]));
    if (report->ending == ENDING_FAILED)
        add_text(out, "error", report->error);
    else {
        add_count(out, "generation", report->generation);
        add_count(out, "documents", report->documents);
        add_count(out, "segments_merged", report->segments_merged);
    }
    add_list(out, "warnings", report->warnings);
}

static void add_counts(struct report *report, struct buf *out) {
    add_count(out, "seen", report_seen(report));
    add_count(out, "indexed", report->counts[OUTCOME_NEW] + report->counts[OUTCOME_CHANGED]);
    for (enum outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        add_count(out, outcome_name(outcome), report->counts[outcome]);
    add_count(out, "remarks", report->remarks);
    add_kinds(out, "ignored_kinds", report->ignored_kinds);
    add_kinds(out, "remark_kinds", report->remark_kinds);
}

static void add_lines(struct buf *out, struct str lines) {
    struct str line;
    bool more, first = true;
    buf_add_c(out, "[");
    do {
        more = str_cut(lines, '\n', &line, &lines);
        buf_add_c(out, first ? "" : ", ");
        record_write_string(out, line);
        first = false;
    } while (more);
    buf_add_c(out, "]");
}

static enum err_code add_note(void *context, const struct ledger_note *note, struct err *e) {
    struct sink *sink = context;
    struct buf *out = &sink->pending;
    buf_add_c(out, sink->first ? "\n    {\"path\": " : ",\n    {\"path\": ");
    sink->first = false;
    record_write_string(out, note->path);
    if (note->line)
        buf_addf(out, ", \"line\": %llu", (unsigned long long)note->line);
    if (note->id.n) {
        buf_add_c(out, ", \"id\": ");
        record_write_string(out, note->id);
    }
    buf_addf(out, ", \"outcome\": \"%.*s\", \"notes\": ", STR_FMT(note->outcome));
    add_lines(out, note->notes);
    buf_add_c(out, "}");
    return out->n < FLUSH_AT ? ERR_OK : flush(sink, e);
}

static enum err_code write_all(struct report *report, struct ledger *ledger, struct sink *sink, struct err *e) {
    enum err_code code = ERR_OK;
    add_head(report, &sink->pending);
    add_counts(report, &sink->pending);
    add_key(&sink->pending, "inputs");
    buf_add_c(&sink->pending, "[");
    sink->first = true;
    if (ledger)
        code = ledger_each_note(ledger, add_note, sink, e);
    buf_add_c(&sink->pending, sink->first ? "]\n}\n" : "\n  ]\n}\n");
    return code ? code : flush(sink, e);
}

static enum err_code write_file(struct report *report, struct ledger *ledger, const char *path, struct err *e) {
    struct sink sink = {.file = fopen(path, "we"), .path = path};
    if (sink.file == NULL)
        return err_errno(e, "%s could not be written", path);
    buf_init(&sink.pending);
    enum err_code code = write_all(report, ledger, &sink, e);
    buf_fini(&sink.pending);
    if (fclose(sink.file) != 0 && !code)
        code = err_errno(e, "%s could not be written", path);
    return code;
}

/* Reports are numbered, not dated: clocks are set back. */
static uint64_t newest_number(struct arena *arena, const char *folder) {
    struct strs names = {NULL, 0};
    uint64_t newest = 0, number;
    struct str digits, rest;
    if (file_list(arena, folder, &names, NULL))
        return 0;
    for (size_t i = 0; i < names.n; i++)
        if (str_cut(names.v[i], '.', &digits, &rest) && str_eq_c(rest, "json") && str_to_u64(digits, &number) &&
            number > newest)
            newest = number;
    return newest;
}

static const char *numbered(struct arena *arena, const char *folder, uint64_t number) {
    return arena_printf(arena, "%s/%06llu.json", folder, (unsigned long long)number).p;
}

const char *report_newest(struct arena *arena, const char *collection) {
    const char *folder = generation_path(arena, collection, "reports");
    uint64_t number = newest_number(arena, folder);
    return number ? numbered(arena, folder, number) : NULL;
}

enum err_code report_save(struct report *report, struct ledger *ledger, const char *collection, const char *also,
                          struct err *e) {
    const char *folder = generation_path(report->arena, collection, "reports");
    const char *temporary = generation_path(report->arena, collection, "reports/report.tmp");
    const char *path = numbered(report->arena, folder, newest_number(report->arena, folder) + 1);
    enum err_code code = write_file(report, ledger, temporary, e);
    if (!code)
        code = file_rename(temporary, path, e);
    if (code)
        unlink(temporary);
    else
        report->saved = path;
    if (!code && also)
        code = write_file(report, ledger, also, e);
    return code;
}
