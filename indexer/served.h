/* Walks over the documents of one segment that are still served, as documents and not as engine rows.
 *
 * For those who rebuild something from what is published: the ledger after a loss, one segment out of several. */
#ifndef INDEXER_SERVED_H
#define INDEXER_SERVED_H

#include "corpus/document.h"
#include "corpus/store/generation.h"

struct served;

struct served_document {
    struct document document;
    uint32_t docid;      /* in its segment */
    uint32_t first_seen; /* generation */
};

/* The hidden list of `segment` decides; it must stay in place. */
enum err_code served_open(struct served **served, const char *collection, const struct manifest_segment *segment,
                          struct err *e);
/* The document lives in the arena. *more false: there are none left. */
enum err_code served_next(struct served *served, struct arena *arena, struct served_document *out, bool *more,
                          struct err *e);
void served_close(struct served **served);

#endif
