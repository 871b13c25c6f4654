/* What a run has to say when it is over: a few lines for people, a JSON file for programs.
 *
 * Counts are kept here while the run goes on; single inputs are not, because there may be millions: the JSON reads them
 * back from the ledger. Kept in COLLECTION/reports/NNNNNN.json, one a run, numbered in order. */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include "corpus/base/buf.h"
#include "indexer/ledger.h"

#define REPORT_VERSION 1
/* How many rejected inputs the lines for people name. */
#define REPORT_NAMED 20u

struct report;

struct report *report_new(char *const *paths, size_t path_count);
void report_free(struct report **report);

/* One input has come to its end. `reason` for REJECTED and IGNORED; path and line name it. */
void report_add(struct report *report, enum outcome outcome, const char *path, uint64_t line, struct str reason);
void report_remarks(struct report *report, struct strs remarks);
/* How the run ended: with this generation served, of so many documents, new or as before; or with an error. */
void report_published(struct report *report, uint32_t generation, uint32_t documents, uint32_t segments_merged,
                      bool is_new);
void report_failed(struct report *report, const struct err *e);
/* Something that went wrong beside the run itself and changes nothing of its result. */
void report_warn(struct report *report, const char *sentence);

uint64_t report_count(const struct report *report, enum outcome outcome);
/* new + changed + unchanged + duplicate + rejected */
uint64_t report_seen(const struct report *report);

/* Writes the JSON into the collection's folder, and to `also` when that is not NULL. `ledger` may be NULL: then no single
 * inputs are named. */
enum err_code report_save(struct report *report, struct ledger *ledger, const char *collection, const char *also,
                          struct err *e);
/* The lines for people. Everything in them is fit for a terminal. */
void report_text(const struct report *report, struct buf *out);

/* The path of the newest report, in the arena; NULL when there is none. */
const char *report_newest(struct arena *arena, const char *collection);

/* Adds "47,784". */
void report_add_number(struct buf *out, uint64_t number);

#endif
