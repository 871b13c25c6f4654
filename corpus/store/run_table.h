/* The run table: in how many documents of a segment stands each run of four letters?
 *
 * Ranking weighs a run by its rarity (searcher/letters.h), and no posting list tells it. Counts are kept by place, a run's
 * number modulo LETTER_RUNS_TABLE, where several runs may meet; measured, that costs ranking nothing. 256 KB a segment.
 *
 *   +--------+--------------------------------+----------+
 *   | header | counts: LETTER_RUNS_TABLE u32s | checksum |
 *   +--------+--------------------------------+----------+
 *   header   "RastRuns", version, zero
 *   checksum XXH3 of all before it; all numbers are little-endian */
#ifndef CORPUS_STORE_RUN_TABLE_H
#define CORPUS_STORE_RUN_TABLE_H

#include "corpus/base/err.h"
#include "corpus/letter_runs.h"

struct run_table_writer;
struct run_table_writer *run_table_create(void);
/* One more word of the document at hand; run_table_next ends the document. */
void run_table_add(struct run_table_writer *writer, struct str folded);
void run_table_next(struct run_table_writer *writer);
/* Writes the file and fsyncs it; frees the writer, also on failure. */
enum err_code run_table_finish(struct run_table_writer **writer, const char *path, struct err *e);
void run_table_abandon(struct run_table_writer **writer);

struct run_table;
/* Checks size and checksum. NULL in *table after a failure. */
enum err_code run_table_open(struct run_table **table, const char *path, struct err *e);
void run_table_close(struct run_table **table);
/* In how many documents the run stands; rather too many than too few. */
uint32_t run_table_documents(const struct run_table *table, uint32_t run);

#endif
