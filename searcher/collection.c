/* Opening costs a few file opens: databases and columns are mapped or read as they are asked. Documents that a later
 * run has replaced are hidden twice over: in a set for the engine's queries, and here by a look into the manifest. */
#include "searcher/collection.h"

#include "corpus/contract.h"
#include "corpus/record.h"
#include "corpus/term.h"

#include <stdlib.h>

static enum err_code open_engine(struct collection *c, struct err *e) {
    const size_t n = c->manifest.segment_count;
    const char **paths = arena_array(c->arena, n + 1, sizeof *paths);
    struct xc_error why;
    for (size_t s = 0; s < n; s++) {
        const char *segment = generation_segment_path(c->arena, c->path, c->manifest.segments[s].number, false);
        paths[s] = arena_printf(c->arena, "%s/engine", segment).p;
    }
    return xc_db_open(&c->db, n ? paths : NULL, n, &why) ? collection_engine_error(e, &why) : ERR_OK;
}

static void read_languages(struct collection *c, struct collection_segment *segment) {
    const uint32_t n = columns_value_count(segment->columns, FIELD_LANG);
    segment->languages = arena_array(c->arena, (size_t)n + 1, sizeof(struct language *));
    for (uint32_t value = 0; value < n; value++) {
        const struct language *language = language_find(columns_key(segment->columns, FIELD_LANG, value));
        segment->languages[value] = language ? language : language_unknown();
    }
}

static enum err_code open_stores(struct collection *c, struct err *e) {
    c->segments = arena_array(c->arena, c->manifest.segment_count + 1, sizeof *c->segments);
    for (size_t s = 0; s < c->manifest.segment_count; s++) {
        const struct manifest_segment *segment = &c->manifest.segments[s];
        const char *path = generation_segment_path(c->arena, c->path, segment->number, false);
        enum err_code code = textstore_open(&c->segments[s].texts, arena_printf(c->arena, "%s/text", path).p, e);
        if (!code)
            code = columns_open(&c->segments[s].columns, arena_printf(c->arena, "%s/columns", path).p, e);
        if (!code)
            code = run_table_open(&c->segments[s].runs, arena_printf(c->arena, "%s/runs", path).p, e);
        if (!code && (textstore_count(c->segments[s].texts) != segment->documents ||
                      columns_documents(c->segments[s].columns) != segment->documents))
            code =
                err_set(e, ERR_CORRUPT,
                        "%s does not hold the %u documents that it should. Go back to an earlier generation, or build "
                        "the collection anew with \"rastro-index\".",
                        path, segment->documents);
        if (code)
            return code;
        read_languages(c, &c->segments[s]);
    }
    return ERR_OK;
}

/* The engine's number of a segment's document: shards take turns. */
static uint32_t docid_of(const struct collection *c, size_t segment, uint32_t local) {
    return (local - 1) * (uint32_t)c->manifest.segment_count + (uint32_t)segment + 1;
}

static enum err_code hide(struct collection *c, struct err *e) {
    struct xc_error why;
    for (size_t s = 0; s < c->manifest.segment_count; s++) {
        const struct manifest_segment *segment = &c->manifest.segments[s];
        if (segment->hidden_count && c->hidden == NULL && xc_docset_new(&c->hidden, c->db, &why))
            return collection_engine_error(e, &why);
        for (uint32_t i = 0; i < segment->hidden_count; i++)
            xc_docset_add(c->hidden, docid_of(c, s, segment->hidden[i]));
    }
    return ERR_OK;
}

static void measure(struct collection *c) {
    uint64_t words = 0, documents = 0;
    for (size_t s = 0; s < c->manifest.segment_count; s++) {
        const uint32_t n = columns_documents(c->segments[s].columns);
        const uint32_t *lengths = columns_lengths(c->segments[s].columns);
        documents += n;
        for (uint32_t d = 0; d < n; d++)
            words += lengths[d];
    }
    c->average_length = words ? (double)words / (double)documents : 1;
}

enum err_code collection_open(struct collection **collection, const char *path, struct err *e) {
    struct collection *c = mem_alloc(sizeof *c);
    c->arena = arena_new();
    c->path = mem_strdup(str_from(path));
    c->tokens = tokens_new();
    c->function_words = function_words_new(c->tokens);
    enum err_code code = generation_read(c->arena, path, &c->manifest, e);
    if (code == ERR_NOT_FOUND)
        code =
            err_set(e, code, "There is no collection at %s. Make one with \"rastro-index --collection %s add FOLDER\".",
                    path, path);
    if (!code && c->manifest.number > 0)
        code = contract_check(c->manifest.contract, e);
    if (!code)
        code = open_engine(c, e);
    if (!code)
        code = open_stores(c, e);
    if (!code)
        code = hide(c, e);
    if (code)
        collection_close(&c);
    else
        measure(c);
    *collection = c;
    return code;
}

void collection_close(struct collection **collection) {
    struct collection *c = *collection;
    if (c == NULL)
        return;
    for (size_t s = 0; c->segments && s < c->manifest.segment_count; s++) {
        textstore_close(&c->segments[s].texts);
        columns_close(&c->segments[s].columns);
        run_table_close(&c->segments[s].runs);
    }
    xc_docset_free(&c->hidden);
    xc_db_close(&c->db);
    function_words_free(&c->function_words);
    tokens_free(&c->tokens);
    arena_free(&c->arena);
    free(c->ids);
    free(c->path);
    free(c);
    *collection = NULL;
}

void collection_locate(const struct collection *c, uint32_t docid, size_t *segment, uint32_t *local) {
    const uint32_t n = (uint32_t)c->manifest.segment_count;
    *segment = (docid - 1) % n;
    *local = (docid - 1) / n + 1;
}

uint32_t collection_length(const struct collection *c, uint32_t docid) {
    size_t segment;
    uint32_t local;
    collection_locate(c, docid, &segment, &local);
    return columns_lengths(c->segments[segment].columns)[local - 1];
}

const struct language *collection_language(const struct collection *c, uint32_t docid) {
    size_t segment;
    uint32_t local, n;
    collection_locate(c, docid, &segment, &local);
    const uint32_t *values = columns_values(c->segments[segment].columns, FIELD_LANG, local, &n);
    return n ? c->segments[segment].languages[values[0]] : language_unknown();
}

enum xc_code collection_each_match(const struct collection *c, struct xc_query *query, xc_match_fn fn, void *context,
                                   struct collection_page *page, struct xc_error *why) {
    struct xc_matches *matches = NULL;
    struct xc_search search = {.query = query,
                               .exact = true,
                               .weight = xc_weight_default(XC_BOOL),
                               .weight_set = true,
                               .on_match = fn,
                               .on_match_context = context};
    if (page) {
        search.sort = XC_SORT_VALUE;
        search.sort_slot = page->slot;
        search.sort_descending = page->falling;
        search.first = page->first;
        search.max_items = page->wanted;
    }
    enum xc_code code = xc_search_run(c->db, &search, &matches, why);
    if (page)
        page->matches = matches;
    else
        xc_matches_free(&matches);
    return code;
}

enum err_code collection_document(struct collection *c, uint32_t docid, struct arena *arena, struct document *out,
                                  struct err *e) {
    size_t segment;
    uint32_t local;
    struct str record;
    collection_locate(c, docid, &segment, &local);
    enum err_code code = textstore_get(c->segments[segment].texts, local, arena, &record, e);
    return code ? code : record_unpack(arena, record, out, e);
}

enum err_code collection_id(struct collection *c, uint32_t docid, struct str *id, struct err *e) {
    struct document doc;
    struct xc_error why;
    uint32_t last;
    if (c->ids == NULL) {
        if (xc_db_last_docid(c->db, &last, &why))
            return collection_engine_error(e, &why);
        c->ids = mem_array((size_t)last + 1, sizeof *c->ids);
    }
    if (c->ids[docid].p == NULL) {
        struct arena *passing = arena_new();
        enum err_code code = collection_document(c, docid, passing, &doc, e);
        if (!code)
            c->ids[docid] = arena_str(c->arena, document_get(&doc, FIELD_ID));
        arena_free(&passing);
        if (code)
            return code;
    }
    *id = c->ids[docid];
    return ERR_OK;
}

static int number_order(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool is_hidden(const struct collection *c, uint32_t docid) {
    size_t segment;
    uint32_t local;
    collection_locate(c, docid, &segment, &local);
    const struct manifest_segment *s = &c->manifest.segments[segment];
    return s->hidden_count && bsearch(&local, s->hidden, s->hidden_count, sizeof local, number_order);
}

enum err_code collection_find(struct collection *c, struct str id, uint32_t *docid, struct err *e) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    struct xc_error why;
    struct buf term;
    *docid = 0;
    buf_init(&term);
    term_id(&term, id);
    enum xc_code code = xc_walk_postings(c->db, engine_bytes(buf_str(&term)), &walk, &why);
    while (!code && entry.valid && *docid == 0) {
        code = xc_walk_next(walk, &entry, &why);
        if (!code && entry.valid && !is_hidden(c, entry.docid))
            *docid = entry.docid;
    }
    xc_walk_free(&walk);
    buf_fini(&term);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

enum err_code collection_engine_error(struct err *e, const struct xc_error *engine) {
    switch (engine->code) {
    case XC_OK:
        return ERR_OK;
    case XC_NOT_FOUND:
    case XC_CORRUPT:
    case XC_VERSION:
    case XC_MODIFIED:
        return err_set(e, ERR_CORRUPT,
                       "The index could not be read: %s \"rastro-index status\" tells what is damaged; an earlier "
                       "generation may still be whole.",
                       engine->text);
    case XC_NETWORK:
        return err_set(e, ERR_NETWORK, "A remote part of the index did not answer: %s", engine->text);
    case XC_MEMORY:
        return err_set(e, ERR_MEMORY, "There was not enough memory for this question.");
    case XC_IO:
        return err_set(e, ERR_IO, "The index could not be read: %s", engine->text);
    default:
        return err_set(e, ERR_ENGINE, "The search engine refused: %s", engine->text);
    }
}
