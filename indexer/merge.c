/* See merge.h: the rules and what they cost. */
#include "indexer/merge.h"

#include "indexer/served.h"
#include "indexer/stop.h"

static uint32_t served_count(const struct manifest_segment *segment) {
    return segment->documents - segment->hidden_count;
}

/* The smallest that is not taken yet; `count` when there is none. */
static size_t smallest(const struct manifest_segment *segments, size_t count, const bool *take) {
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        if (!take[i] && (best == count || served_count(&segments[i]) < served_count(&segments[best])))
            best = i;
    return best;
}

void merge_choose(const struct manifest_segment *segments, size_t count, uint32_t documents, bool *take) {
    uint64_t size = documents;
    size_t left = count + 1; /* and the new one */
    for (size_t i = 0; i < count; i++) {
        take[i] = segments[i].hidden_count > segments[i].documents / 3;
        size += take[i] ? served_count(&segments[i]) : 0;
        left -= take[i];
    }
    if (left <= MERGE_SEGMENTS)
        return;
    for (size_t i = smallest(segments, count, take); i < count; i = smallest(segments, count, take)) {
        if (served_count(&segments[i]) > 2 * size)
            return;
        take[i] = true;
        size += served_count(&segments[i]);
    }
}

static enum err_code take_one(struct segment *into, struct ledger *ledger, const struct served_document *row,
                              struct err *e) {
    uint32_t docid;
    struct str id = document_get(&row->document, FIELD_ID);
    enum err_code code = segment_add(into, &row->document, row->first_seen, &docid, e);
    if (code == ERR_INPUT) /* it was accepted before, so this is no fault of the document */
        return err_set(e, ERR_CORRUPT, "Document \"%.*s\" could not be written again while merging segments.",
                       STR_FMT(id));
    return code ? code : ledger_move(ledger, id, segment_number(into), docid, e);
}

enum err_code merge_take_in(struct segment *into, struct ledger *ledger, const char *collection,
                            const struct manifest_segment *from, struct err *e) {
    struct arena *arena = arena_new();
    struct served *served = NULL;
    struct served_document row;
    bool more = true;
    enum err_code code = served_open(&served, collection, from, e);
    while (!code) {
        arena_reset(arena);
        code = served_next(served, arena, &row, &more, e);
        if (code || !more)
            break;
        code = stop_asked() ? err_set(e, ERR_IO, "Stopped on request.") : take_one(into, ledger, &row, e);
    }
    served_close(&served);
    arena_free(&arena);
    return code;
}
