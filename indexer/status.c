/* Facts are gathered once (struct facts) and then written in one of two ways. The counts are those of the columns, so they
 * are what facets count; the last run is told by its own report. */
#include "indexer/status.h"

#include "corpus/base/utf8.h"
#include "corpus/record.h"
#include "indexer/census.h"
#include "indexer/report.h"

#include <ftw.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* How many rows of a table people are shown; programs get all. */
#define ROWS_SHOWN 12u

static const enum field_id tables[] = {FIELD_LANG, FIELD_COUNTRY, FIELD_SOURCE_TYPE};
#define TABLE_COUNT (sizeof tables / sizeof *tables)

struct facts {
    struct arena *arena;
    const char *collection;
    struct manifest manifest;
    struct census_table counted[TABLE_COUNT];
    uint64_t bytes;
    json_t *last_run; /* NULL: there was none */
};

/* nftw takes no context. */
static uint64_t bytes_on_disk;

static int add_bytes(const char *path, const struct stat *st, int kind, struct FTW *place) {
    (void)path, (void)place;
    if (kind != FTW_NS)
        bytes_on_disk += (uint64_t)st->st_blocks * 512;
    return 0;
}

/* Files may go while it is looking: that is what a run does. */
static uint64_t measure(const char *collection) {
    bytes_on_disk = 0;
    nftw(collection, add_bytes, 16, FTW_PHYS);
    return bytes_on_disk;
}

static enum err_code gather(struct facts *facts, struct err *e) {
    struct census *census = NULL;
    enum err_code code = generation_read(facts->arena, facts->collection, &facts->manifest, e);
    if (!code)
        code = census_open(&census, facts->collection, &facts->manifest, e);
    for (size_t i = 0; !code && i < TABLE_COUNT; i++)
        census_count(census, facts->arena, tables[i], &facts->counted[i]);
    census_close(&census);
    if (code)
        return code;
    facts->bytes = measure(facts->collection);
    const char *report = report_newest(facts->arena, facts->collection);
    facts->last_run = report ? json_load_file(report, 0, NULL) : NULL;
    return ERR_OK;
}

static struct str label_of(const struct field *field, struct str key) {
    return field->kind == FIELD_KIND_CODE ? code_label(field->table, key) : key;
}

/* ---- for people ---- */

static void add_size(struct buf *out, uint64_t bytes) {
    static const char *const units[] = {"KB", "MB", "GB", "TB"};
    double size = (double)bytes / 1024;
    size_t unit = 0;
    while (size >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1024;
        unit++;
    }
    buf_addf(out, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

static void add_row(struct buf *out, uint32_t count, struct str label) {
    struct buf number;
    buf_init(&number);
    report_add_number(&number, count);
    buf_addf(out, "  %12s  ", number.data);
    utf8_printable(out, label, false);
    buf_add_byte(out, '\n');
    buf_fini(&number);
}

static void add_table(struct buf *out, const struct field *field, const struct census_table *table) {
    uint32_t rest = 0;
    buf_addf(out, "\nBy %s:\n", field->id == FIELD_LANG ? "language" : field->id == FIELD_COUNTRY ? "country" : "source type");
    for (size_t i = 0; i < table->count; i++)
        if (i < ROWS_SHOWN)
            add_row(out, table->rows[i].documents, label_of(field, table->rows[i].key));
        else
            rest++;
    if (rest)
        buf_addf(out, "                %u more; --format json lists them\n", rest);
    if (table->without)
        add_row(out, table->without, STR("(none)"));
}

static uint64_t run_number(const json_t *run, const char *key) {
    return (uint64_t)json_integer_value(json_object_get(run, key));
}

static struct str run_text(const json_t *run, const char *key) {
    return str_from(json_string_value(json_object_get(run, key)));
}

static void add_run(struct buf *out, const json_t *run) {
    static const char *const ends[] = {"indexed", "unchanged", "duplicate", "rejected"};
    buf_add_c(out, "\nLast run: ");
    utf8_printable(out, run_text(run, "started"), false);
    buf_addf(out, ", %.1f s, ", json_number_value(json_object_get(run, "seconds")));
    report_add_number(out, run_number(run, "seen"));
    buf_add_c(out, " seen: ");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        buf_add_c(out, i ? ", " : "");
        report_add_number(out, run_number(run, ends[i]));
        buf_addf(out, " %s", ends[i]);
    }
    buf_add_c(out, ".\n");
    if (str_eq_c(run_text(run, "result"), "failed")) {
        buf_add_c(out, "It failed: ");
        utf8_printable(out, run_text(run, "error"), false);
        buf_add_byte(out, '\n');
    }
}

static void write_text(const struct facts *facts, struct buf *out) {
    const struct manifest *manifest = &facts->manifest;
    utf8_printable(out, str_from(facts->collection), false);
    buf_add_c(out, ": ");
    report_add_number(out, manifest->documents);
    buf_addf(out, manifest->documents == 1 ? " document, " : " documents, ");
    add_size(out, facts->bytes);
    if (manifest->number)
        buf_addf(out, " on disk; generation %u of %.*s, %zu segment%s.\n", manifest->number, STR_FMT(manifest->created),
                 manifest->segment_count, manifest->segment_count == 1 ? "" : "s");
    else
        buf_add_c(out, " on disk; nothing was published yet.\n");
    for (size_t i = 0; manifest->documents && i < TABLE_COUNT; i++)
        add_table(out, field_row(tables[i]), &facts->counted[i]);
    if (facts->last_run)
        add_run(out, facts->last_run);
}

/* ---- for programs ---- */

static void add_json_table(struct buf *out, const struct field *field, const struct census_table *table) {
    buf_addf(out, ",\n  \"%s\": {\"values\": [", field->name);
    for (size_t i = 0; i < table->count; i++) {
        buf_add_c(out, i ? ",\n    {\"id\": " : "\n    {\"id\": ");
        record_write_string(out, table->rows[i].key);
        buf_add_c(out, ", \"label\": ");
        record_write_string(out, label_of(field, table->rows[i].key));
        buf_addf(out, ", \"count\": %u}", table->rows[i].documents);
    }
    buf_addf(out, "], \"missing\": %u}", table->without);
}

/* The run's report without its list of inputs, which is long and stands in the file itself. */
static void add_json_run(struct buf *out, json_t *run) {
    buf_add_c(out, ",\n  \"last_run\": ");
    json_object_del(run, "inputs");
    char *text = json_dumps(run, JSON_COMPACT | JSON_REAL_PRECISION(15));
    buf_add_c(out, text ? text : "null");
    free(text);
}

static void write_json(const struct facts *facts, struct buf *out) {
    const struct manifest *manifest = &facts->manifest;
    buf_add_c(out, "{\n  \"version\": 1,\n  \"collection\": ");
    record_write_string(out, str_from(facts->collection));
    buf_addf(out, ",\n  \"documents\": %u,\n  \"generation\": %u", manifest->documents, manifest->number);
    buf_add_c(out, ",\n  \"created\": ");
    record_write_string(out, manifest->created);
    buf_addf(out, ",\n  \"segments\": %zu,\n  \"bytes\": %llu", manifest->segment_count,
             (unsigned long long)facts->bytes);
    for (size_t i = 0; i < TABLE_COUNT; i++)
        add_json_table(out, field_row(tables[i]), &facts->counted[i]);
    if (facts->last_run)
        add_json_run(out, facts->last_run);
    buf_add_c(out, "\n}\n");
}

enum err_code status_write(const char *collection, enum status_format format, struct buf *out, struct err *e) {
    struct facts facts = {.arena = arena_new(), .collection = collection};
    enum err_code code = gather(&facts, e);
    if (!code && format == STATUS_JSON)
        write_json(&facts, out);
    else if (!code)
        write_text(&facts, out);
    json_decref(facts.last_run);
    arena_free(&facts.arena);
    return code;
}
