/* Builds one segment: an engine database, its text store and its columns, in step, under segments/NNNNNN.tmp.
 *
 *   document --> postings, keys --> engine/    terms, positions, value slots
 *            --> packed record  --> text       what is shown
 *            --> keys           --> columns    what is counted
 *
 * All three number the documents 1, 2, 3 ... in the order in which they come. Nothing here is served: publishing is
 * job.c's. What the engine would choke on (and then drop its whole batch) is refused before it sees the document. */
#ifndef INDEXER_SEGMENT_H
#define INDEXER_SEGMENT_H

#include "corpus/document.h"
#include "corpus/tokens.h"

/* The keys of one field of one document, together, in the engine's slot. */
#define SEGMENT_VALUE_MAX (64u << 10)

struct segment;

enum err_code segment_create(struct segment **segment, const char *collection, uint32_t number, struct err *e);
/* ERR_INPUT: the document cannot be indexed, and the segment is as before. Any other failure: abandon the segment. */
enum err_code segment_add(struct segment *segment, const struct document *doc, uint32_t first_seen, uint32_t *docid,
                          struct err *e);
uint32_t segment_number(const struct segment *segment);
uint32_t segment_documents(const struct segment *segment);
/* Where it is being built; good until it is freed. */
const char *segment_path(const struct segment *segment);
/* Closes all files, complete but not yet durable (file_sync_tree does that). The handle stays, for its path and counts. */
enum err_code segment_finish(struct segment *segment, struct err *e);
void segment_free(struct segment **segment); /* abandons what was not finished; removes nothing */

/* Reads a finished segment the hard way, in a child process (libxapian can crash on damaged files): the engine's own
 * check, the three counts, every record, every column. `in_child` is called in the child first. */
enum err_code segment_verify(const char *path, uint32_t documents, void (*in_child)(void *context), void *context,
                             struct err *e);

#endif
