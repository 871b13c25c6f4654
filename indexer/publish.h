/* What a run builds, until it is served.
 *
 *   publish_begin -> publish_add, publish_hide ... -> publish_finish
 *
 * A new segment is begun with the first document that needs one; documents of older segments that it replaces are hidden.
 * publish_finish makes of both the next generation. Until its last step nobody sees any of it. */
#ifndef INDEXER_PUBLISH_H
#define INDEXER_PUBLISH_H

#include "indexer/ledger.h"
#include "indexer/lock.h"
#include "indexer/segment.h"

struct hiding {
    uint32_t *docids;
    size_t count, room;
};

struct publish {
    const char *collection;
    const struct manifest *served; /* the generation that this one follows */
    struct hiding *hiding;         /* one for each of its segments: what is hidden in addition */
    struct segment *segment;       /* NULL: nothing new so far */
    uint32_t merged;               /* how many old segments it took in */
};

/* `served` must stay in place. */
void publish_begin(struct publish *publish, const char *collection, const struct manifest *served);
/* As segment_add; tells also in which segment. */
enum err_code publish_add(struct publish *publish, const struct document *doc, uint32_t first_seen, uint32_t *segment,
                          uint32_t *docid, struct err *e);
void publish_hide(struct publish *publish, uint32_t segment, uint32_t docid);
uint32_t publish_documents(const struct publish *publish); /* in the new segment */

/* Merge, close, check, make durable, name, switch. Needs a segment. After ERR_OK `next` is served; after a failure nothing
 * has changed. The ledger learns where merged documents are; the lock is only kept from the checking child. */
enum err_code publish_finish(struct publish *publish, struct ledger *ledger, struct lock *lock, struct arena *arena,
                             struct manifest *next, struct err *e);
/* Removes what was built and is not served. */
void publish_close(struct publish *publish);

#endif
