/* The records come from the text store, the first-seen stamps from the engine's value slot; both run side by side in order
 * of document number. */
#include "indexer/served.h"

#include "corpus/record.h"
#include "corpus/store/textstore.h"
#include "indexer/engine.h"
#include "indexer/keys.h"

#include <stdlib.h>

struct served {
    const struct manifest_segment *segment;
    struct textstore *texts;
    struct xc_db *db;
    struct xc_walk *stamps;
    struct xc_entry stamp; /* the one last read */
    uint32_t docid;        /* the one last looked at */
    uint32_t hidden;       /* how many of the hidden list are behind us */
};

static enum err_code engine_failed(struct err *e, const struct xc_error *why, const struct manifest_segment *segment) {
    engine_error(e, why, "The published documents could not be read back");
    return err_wrap(e, "Segment %u", segment->number);
}

enum err_code served_open(struct served **served, const char *collection, const struct manifest_segment *segment,
                          struct err *e) {
    struct arena *arena = arena_new();
    struct served *s = mem_alloc(sizeof *s);
    struct xc_error why;
    *served = s;
    s->segment = segment;
    const char *folder = generation_segment_path(arena, collection, segment->number, false);
    const char *engine = arena_printf(arena, "%s/engine", folder).p;
    enum err_code code = textstore_open(&s->texts, arena_printf(arena, "%s/text", folder).p, e);
    if (!code && (xc_db_open(&s->db, &engine, 1, &why) || xc_walk_values(s->db, SLOT_FIRST_SEEN, &s->stamps, &why) ||
                  xc_walk_next(s->stamps, &s->stamp, &why)))
        code = engine_failed(e, &why, segment);
    arena_free(&arena);
    return code;
}

void served_close(struct served **served) {
    struct served *s = *served;
    if (s == NULL)
        return;
    xc_walk_free(&s->stamps);
    xc_db_close(&s->db);
    textstore_close(&s->texts);
    free(s);
    *served = NULL;
}

/* Moves on to the next document that is not hidden. */
static bool step(struct served *s) {
    while (s->docid < s->segment->documents) {
        s->docid++;
        if (s->hidden == s->segment->hidden_count || s->segment->hidden[s->hidden] != s->docid)
            return true;
        s->hidden++;
    }
    return false;
}

static enum err_code read_stamp(struct served *s, uint32_t *first_seen, struct err *e) {
    struct xc_error why;
    uint64_t number;
    while (s->stamp.valid && s->stamp.docid < s->docid)
        if (xc_walk_next(s->stamps, &s->stamp, &why))
            return engine_failed(e, &why, s->segment);
    if (!s->stamp.valid || s->stamp.docid != s->docid || !str_to_u64(engine_str(s->stamp.text), &number))
        return err_set(e, ERR_CORRUPT, "Document %u of segment %u does not say when it was first seen. Make the "
                                       "collection anew from its sources.", s->docid, s->segment->number);
    *first_seen = (uint32_t)number;
    return ERR_OK;
}

enum err_code served_next(struct served *s, struct arena *arena, struct served_document *out, bool *more,
                          struct err *e) {
    struct str record;
    *more = step(s);
    if (!*more)
        return ERR_OK;
    out->docid = s->docid;
    enum err_code code = read_stamp(s, &out->first_seen, e);
    if (!code)
        code = textstore_get(s->texts, s->docid, arena, &record, e);
    return code ? code : record_unpack(arena, record, &out->document, e);
}
