/* The table of documents anew from the segments: after the ledger was lost, put aside as damaged, or left behind by a run
 * that ended between the switch of generations and its commit. Reads every served record once. What became of inputs in
 * the past cannot be known from the segments and is not invented. */
#include "indexer/ledger.h"
#include "indexer/served.h"

static enum err_code read_segment(struct ledger *ledger, const char *collection, const struct manifest_segment *segment,
                                  struct arena *arena, struct err *e) {
    struct served *served = NULL;
    struct served_document row = {0};
    bool more = true;
    enum err_code code = served_open(&served, collection, segment, e);
    while (!code) {
        arena_reset(arena);
        code = served_next(served, arena, &row, &more, e);
        if (code || !more)
            break;
        struct ledger_document document = {.id = document_get(&row.document, FIELD_ID), .hash = row.document.hash,
                                           .segment = segment->number, .docid = row.docid,
                                           .first_seen = row.first_seen};
        code = ledger_put(ledger, &document, e);
    }
    served_close(&served);
    return code;
}

enum err_code ledger_rebuild(struct ledger *ledger, const char *collection, const struct manifest *manifest,
                             struct err *e) {
    struct arena *arena = arena_new();
    enum err_code code = ledger_clear(ledger, e);
    for (size_t i = 0; !code && i < manifest->segment_count; i++)
        code = read_segment(ledger, collection, &manifest->segments[i], arena, e);
    arena_free(&arena);
    return code ? err_wrap(e, "The ledger could not be made anew from the collection") : ERR_OK;
}
