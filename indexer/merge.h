/* Which old segments does a new one take in, and taking them in.
 *
 * Every segment costs each query a little, and hidden documents cost space and time for nothing. A merge reads the served
 * documents of some old segments from their text stores and writes them once more, through the same writer, behind the
 * documents of the run: they are analysed again, so a merge costs what indexing them cost (megabytes a second, not the
 * hundreds that copying would give), and in return there is one way of writing and no second one to be tested.
 *
 * The rules keep that cost bounded:
 *   - A segment of which more than a third is hidden is taken in: every two documents rewritten were paid for by a change.
 *   - Above MERGE_SEGMENTS segments the smallest are taken in as long as each is at most twice as large as all that is
 *     already in the new one. So a document moves at most once each time the segment around it grows by half: some 1.7
 *     times log2(corpus / run) moves in its life. Where nothing may be taken in, each segment is more than twice as large
 *     as all smaller ones together, so there are never more than MERGE_SEGMENTS + log3(documents) of them. */
#ifndef INDEXER_MERGE_H
#define INDEXER_MERGE_H

#include "corpus/store/generation.h"
#include "indexer/ledger.h"
#include "indexer/segment.h"

#define MERGE_SEGMENTS 8u

/* take[i] for each of the segments, whose hidden lists already hold this run's changes; `documents` are in the new one. */
void merge_choose(const struct manifest_segment *segments, size_t count, uint32_t documents, bool *take);

/* Writes the served documents of one segment into the new one and tells the ledger where they are now. */
enum err_code merge_take_in(struct segment *into, struct ledger *ledger, const char *collection,
                            const struct manifest_segment *from, struct err *e);

#endif
