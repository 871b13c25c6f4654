/* Reading a text takes some tens of microseconds a kilobyte, so the engine first leaves only documents that have all
 * the words, next to each other, and each written so somewhere. */
#include "searcher/exact_words.h"

#include <stdlib.h>

struct candidates {
    uint32_t *docids;
    size_t n, room;
};

static bool add_candidate(void *context, uint32_t docid) {
    struct candidates *c = context;
    if (c->n == c->room) {
        c->room = c->room ? 2 * c->room : 256;
        c->docids = mem_realloc(c->docids, c->room, sizeof *c->docids);
    }
    c->docids[c->n++] = docid;
    return true;
}

static bool field_has(struct arena *arena, struct tokens *tokens, const struct document *doc, const struct field *field,
                      const struct marks *marks) {
    for (size_t v = 0; v < doc->field[field->id].n; v++)
        if (marks_find(arena, tokens, marks, doc->field[field->id].v[v], document_language(doc), field, 1).n)
            return true;
    return false;
}

static bool document_has(struct arena *arena, struct tokens *tokens, const struct document *doc,
                         const struct marks *marks) {
    const struct field *only = marks->v[0].field;
    if (only)
        return field_has(arena, tokens, doc, only, marks);
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        if (field->flags & FIELD_IS_BARE && field_has(arena, tokens, doc, field, marks))
            return true;
    }
    return false;
}

static enum err_code choose(struct collection *collection, const struct candidates *candidates, struct mark mark,
                            struct xc_docset *set, struct err *e) {
    const struct marks marks = {&mark, 1};
    struct arena *passing = arena_new();
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < candidates->n && !code; i++) {
        struct document doc;
        arena_reset(passing);
        code = collection_document(collection, candidates->docids[i], passing, &doc, e);
        if (!code && document_has(passing, collection->tokens, &doc, &marks))
            xc_docset_add(set, candidates->docids[i]);
    }
    arena_free(&passing);
    return code;
}

enum err_code exact_words_query(struct collection *collection, struct xc_query *candidates, const struct mark *mark,
                                struct xc_query **out, struct err *e) {
    struct candidates found = {0};
    struct xc_docset *set = NULL;
    struct xc_error why;
    *out = NULL;
    enum err_code code = ERR_OK;
    if (collection_each_match(collection, candidates, add_candidate, &found, NULL, &why))
        code = collection_engine_error(e, &why);
    if (!code && xc_docset_new(&set, collection->db, &why))
        code = collection_engine_error(e, &why);
    if (!code)
        code = choose(collection, &found, *mark, set, e);
    if (!code && xc_query_docset(out, set, &why))
        code = collection_engine_error(e, &why);
    xc_docset_free(&set);
    free(found.docids);
    return code;
}
