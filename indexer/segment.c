/* Writing in batches: the engine holds a batch in memory until it is committed, so a batch ends after a number of
 * postings and not of documents, which differ in size by a factor of a thousand. Nothing is fsynced on the way: the
 * folder is a temporary one, and is made durable as a whole before it gets its name. */
#include "indexer/segment.h"

#include "corpus/record.h"
#include "corpus/store/columns.h"
#include "corpus/store/generation.h"
#include "corpus/store/run_table.h"
#include "corpus/store/textstore.h"
#include "indexer/engine.h"
#include "indexer/keys.h"
#include "indexer/postings.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* Measured: a posting with its positions costs about 150 bytes in the engine's batch. */
#define BATCH_POSTINGS 2000000u

struct segment {
    uint32_t number, documents;
    size_t batch;                    /* postings since the last commit */
    struct arena *lasting, *passing; /* as long as the segment; as one document */
    const char *path;
    struct tokens *tokens;
    struct postings *postings;
    struct buf scratch;
    struct xc_writer *engine;
    struct xc_doc *engine_doc;
    struct textstore_writer *texts;
    struct columns_writer *columns;
    struct run_table_writer *runs;
};

static const char *below(const struct segment *s, const char *name) {
    return arena_printf(s->lasting, "%s/%s", s->path, name).p;
}

static enum err_code engine_failed(struct err *e, const struct xc_error *why) {
    return engine_error(e, why, "The new segment could not be written");
}

static enum err_code open_files(struct segment *s, struct err *e) {
    struct xc_error why;
    enum err_code code = file_remove_tree(s->path, e);
    if (!code)
        code = file_make_dirs(s->path, e);
    if (!code && xc_writer_open(&s->engine, below(s, "engine"), XC_CREATE, XC_NO_SYNC, &why))
        code = engine_failed(e, &why);
    if (!code && xc_doc_new(&s->engine_doc, &why))
        code = engine_failed(e, &why);
    return code ? code : textstore_create(&s->texts, below(s, "text"), e);
}

enum err_code segment_create(struct segment **segment, const char *collection, uint32_t number, struct err *e) {
    struct segment *s = mem_alloc(sizeof *s);
    *segment = s;
    s->number = number;
    s->lasting = arena_new();
    s->passing = arena_new();
    s->tokens = tokens_new();
    s->postings = postings_new();
    s->columns = columns_create();
    s->runs = run_table_create();
    buf_init(&s->scratch);
    s->path = generation_segment_path(s->lasting, collection, number, true);
    return open_files(s, e);
}

void segment_free(struct segment **segment) {
    struct segment *s = *segment;
    if (s == NULL)
        return;
    xc_doc_free(&s->engine_doc);
    xc_writer_abandon(&s->engine);
    textstore_abandon(&s->texts);
    columns_abandon(&s->columns);
    run_table_abandon(&s->runs);
    postings_free(&s->postings);
    tokens_free(&s->tokens);
    buf_fini(&s->scratch);
    arena_free(&s->passing);
    arena_free(&s->lasting);
    free(s);
    *segment = NULL;
}

uint32_t segment_number(const struct segment *s) {
    return s->number;
}

uint32_t segment_documents(const struct segment *s) {
    return s->documents;
}

const char *segment_path(const struct segment *s) {
    return s->path;
}

static void join_keys(struct buf *out, struct strs keys) {
    buf_clear(out);
    for (size_t i = 0; i < keys.n; i++) {
        if (i)
            buf_add_byte(out, KEYS_SEPARATOR);
        buf_add_str(out, keys.v[i]);
    }
}

static enum err_code check_keys(struct segment *s, const struct keys *keys, struct err *e) {
    for (int f = 0; f < FIELD_COUNT; f++) {
        join_keys(&s->scratch, keys->key[f]);
        if (s->scratch.n > SEGMENT_VALUE_MAX)
            return err_set(e, ERR_INPUT, "The values of the field %s have %zu bytes together; the limit is %u.",
                           field_row((enum field_id)f)->name, s->scratch.n, SEGMENT_VALUE_MAX);
    }
    return ERR_OK;
}

static enum xc_code set_number(struct segment *s, uint32_t slot, uint32_t number, struct xc_error *why) {
    buf_clear(&s->scratch);
    buf_addf(&s->scratch, "%08u", number);
    return xc_doc_set_value(s->engine_doc, slot, engine_bytes(buf_str(&s->scratch)), why);
}

static enum xc_code set_dates(struct segment *s, struct date date, struct xc_error *why) {
    enum xc_code code = XC_OK;
    if (date.first == 0)
        return xc_doc_set_value(s->engine_doc, SLOT_DATE_RISING, engine_bytes(STR(KEYS_UNDATED)), why);
    code = set_number(s, SLOT_DATE_FIRST, date.first, why);
    if (!code)
        code = set_number(s, SLOT_DATE_LAST, date.last, why);
    return code ? code : set_number(s, SLOT_DATE_RISING, date.first, why);
}

static enum xc_code set_values(struct segment *s, const struct document *doc, const struct keys *keys,
                               uint32_t first_seen, struct xc_error *why) {
    enum xc_code code = set_dates(s, doc->date, why);
    for (int f = 0; !code && f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        if (field->slot < 0 || keys->key[f].n == 0)
            continue;
        join_keys(&s->scratch, keys->key[f]);
        code = xc_doc_set_value(s->engine_doc, (uint32_t)field->slot, engine_bytes(buf_str(&s->scratch)), why);
    }
    return code ? code : set_number(s, SLOT_FIRST_SEEN, first_seen, why);
}

static enum xc_code set_terms(struct segment *s, struct xc_error *why) {
    enum xc_code code = XC_OK;
    for (size_t i = 0, n = postings_count(s->postings); !code && i < n; i++) {
        struct posting posting = postings_at(s->postings, i);
        code = xc_doc_add_term(s->engine_doc, engine_bytes(posting.term), posting.wdf, posting.positions,
                               posting.position_count, why);
    }
    return code;
}

static enum err_code add_to_engine(struct segment *s, const struct document *doc, const struct keys *keys,
                                   uint32_t first_seen, uint32_t *docid, struct err *e) {
    struct xc_error why;
    xc_doc_clear(s->engine_doc);
    enum xc_code code = set_terms(s, &why);
    if (!code)
        code = set_values(s, doc, keys, first_seen, &why);
    if (!code)
        code = xc_writer_add(s->engine, s->engine_doc, docid, &why);
    s->batch += postings_count(s->postings);
    if (!code && s->batch > BATCH_POSTINGS) {
        s->batch = 0;
        code = xc_writer_commit(s->engine, &why);
    }
    return code ? engine_failed(e, &why) : ERR_OK;
}

static void add_to_columns(struct segment *s, const struct document *doc, const struct keys *keys) {
    for (int f = 0; f < FIELD_COUNT; f++)
        for (size_t i = 0; i < keys->key[f].n && (field_row((enum field_id)f)->flags & FIELD_IS_FACET); i++)
            columns_add(s->columns, (enum field_id)f, keys->key[f].v[i], keys->label[f].v[i]);
    columns_next(s->columns, postings_length(s->postings), doc->date);
}

static void add_to_runs(struct segment *s) {
    for (size_t i = 0, n = postings_count(s->postings); i < n; i++) {
        struct posting posting = postings_at(s->postings, i);
        if (posting.is_word)
            run_table_add(s->runs, posting.term);
    }
    run_table_next(s->runs);
}

enum err_code segment_add(struct segment *s, const struct document *doc, uint32_t first_seen, uint32_t *docid,
                          struct err *e) {
    struct keys keys;
    arena_reset(s->passing);
    keys_make(s->passing, s->tokens, doc, &keys);
    enum err_code code = check_keys(s, &keys, e);
    if (!code)
        code = postings_make(s->postings, s->tokens, doc, &keys, e);
    if (!code)
        code = add_to_engine(s, doc, &keys, first_seen, docid, e);
    if (code)
        return code;
    assert(*docid == s->documents + 1);
    s->documents++;
    add_to_columns(s, doc, &keys);
    add_to_runs(s);
    buf_clear(&s->scratch);
    record_pack(&s->scratch, doc);
    return textstore_add(s->texts, buf_str(&s->scratch), e);
}

enum err_code segment_finish(struct segment *s, struct err *e) {
    struct xc_error why;
    enum err_code code = textstore_finish(&s->texts, e);
    if (!code)
        code = columns_finish(&s->columns, below(s, "columns"), e);
    if (!code)
        code = run_table_finish(&s->runs, below(s, "runs"), e);
    if (!code && xc_writer_close(&s->engine, &why))
        code = engine_failed(e, &why);
    return code;
}
