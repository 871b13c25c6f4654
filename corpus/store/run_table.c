/* Writing and reading the run table. Within a document each run counts once: the places that it has touched are marked,
 * and unmarked at its end. */
#include "corpus/store/run_table.h"

#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/store/bytes.h"

#include <stdlib.h>
#include <xxhash.h>

#define MAGIC "RastRuns"
#define MAGIC_BYTES 8
#define VERSION 1
#define HEADER 16 /* magic, u32 version, u32 zero */
#define COUNTS (LETTER_RUNS_TABLE * sizeof(uint32_t))
#define FILE_BYTES (HEADER + COUNTS + sizeof(uint64_t))

struct run_table_writer {
    uint32_t counts[LETTER_RUNS_TABLE];
    uint32_t seen_in[LETTER_RUNS_TABLE]; /* the last document that has touched the place, from 1 */
    uint32_t document;
};

struct run_table {
    struct file_map map;
    const uint32_t *counts;
};

struct run_table_writer *run_table_create(void) {
    struct run_table_writer *writer = mem_alloc(sizeof *writer);
    writer->document = 1;
    return writer;
}

void run_table_abandon(struct run_table_writer **writer) {
    free(*writer);
    *writer = NULL;
}

void run_table_add(struct run_table_writer *writer, struct str folded) {
    uint32_t runs[LETTER_RUNS_MAX];
    for (size_t i = 0, n = letter_runs(folded, runs); i < n; i++) {
        const uint32_t place = runs[i] % LETTER_RUNS_TABLE;
        writer->counts[place] += writer->seen_in[place] != writer->document;
        writer->seen_in[place] = writer->document;
    }
}

void run_table_next(struct run_table_writer *writer) {
    writer->document++;
}

enum err_code run_table_finish(struct run_table_writer **writer, const char *path, struct err *e) {
    struct buf out;
    buf_init(&out);
    buf_add(&out, MAGIC, MAGIC_BYTES);
    bytes_add_u32(&out, VERSION);
    bytes_add_u32(&out, 0);
    buf_add(&out, (*writer)->counts, COUNTS);
    bytes_add_u64(&out, XXH3_64bits(out.data, out.n));
    enum err_code code = file_replace(path, buf_str(&out), e);
    buf_fini(&out);
    run_table_abandon(writer);
    return code;
}

enum err_code run_table_open(struct run_table **out, const char *path, struct err *e) {
    struct run_table *table = mem_alloc(sizeof *table);
    enum err_code code = file_map_open(&table->map, path, e);
    const struct str file = table->map.bytes;
    if (!code && (file.n != FILE_BYTES || memcmp(file.p, MAGIC, MAGIC_BYTES) != 0 ||
                  bytes_u32(file.p + MAGIC_BYTES) != VERSION ||
                  XXH3_64bits(file.p, HEADER + COUNTS) != bytes_u64(file.p + HEADER + COUNTS)))
        code = err_set(e, ERR_CORRUPT,
                       "The run table %s is damaged. Restore the collection from a copy, or index its sources again.",
                       path);
    if (code)
        run_table_close(&table);
    else
        table->counts = (const uint32_t *)(const void *)(file.p + HEADER);
    *out = table;
    return code;
}

void run_table_close(struct run_table **table) {
    if (*table == NULL)
        return;
    file_map_close(&(*table)->map);
    free(*table);
    *table = NULL;
}

uint32_t run_table_documents(const struct run_table *table, uint32_t run) {
    return table->counts[run % LETTER_RUNS_TABLE];
}
