/* Every served document of a collection, read once from the text store and kept in memory as tokens: what the slow oracles
 * of the tests count over. Uses corpus/ only: no engine, no columns, no query planner, so that it can disagree with them.
 *
 * Forms (folded, surface, stem) are numbers from 1, the same number for the same bytes; 0 is none. The tools are single
 * programs, so their shared parts are headers. Neighbours: brute_force.h (who matches), the tools. */
#ifndef TESTS_TOOLS_SHELF_H
#define TESTS_TOOLS_SHELF_H

#include "corpus/base/strmap.h"
#include "searcher/collection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shelf_token {
    uint32_t folded, surface, stem;
    uint32_t whole_folded, whole_surface, whole_stem; /* of a word that a line's end breaks */
    bool is_piece;
};

/* One value of one field that is read word by word. */
struct shelf_text {
    const struct field *field;
    struct shelf_token *tokens;
    size_t n;
};

struct shelf_document {
    uint32_t docid;
    struct str id;
    const struct language *language;
    struct shelf_text *texts;
    size_t text_count;
    struct strs keys[FIELD_COUNT]; /* of the fields CODE, NAME and KEYWORD: what filters compare */
    struct date date;
};

struct shelf_form {
    uint32_t folded, surface;
};

struct shelf {
    struct arena *arena;
    struct collection *collection;
    struct strmap *forms;
    struct shelf_document *documents;
    size_t n;
    struct shelf_form *written; /* every way in which a word is written in title, summary or text, by folded form */
    struct shelf_form *by_text; /* the same, by the bytes of the folded form */
    size_t written_count;
};

static inline _Noreturn void shelf_die(const char *what) {
    fprintf(stderr, "Bail out! %s\n", what);
    exit(2);
}

/* The number of a form; 0 for one that no document has. */
static inline uint32_t shelf_number(const struct shelf *shelf, struct str form) {
    const uint64_t *number = form.n ? strmap_get(shelf->forms, form) : NULL;
    return number ? (uint32_t)*number : 0;
}

static inline struct str shelf_form_text(const struct shelf *shelf, uint32_t number) {
    return strmap_key(shelf->forms, number - 1);
}

static inline uint32_t shelf_intern(struct shelf *shelf, struct str form) {
    bool is_new;
    if (form.n == 0)
        return 0;
    uint64_t *number = strmap_put(shelf->forms, form, &is_new);
    if (is_new)
        *number = strmap_count(shelf->forms);
    return (uint32_t)*number;
}

static inline void shelf_read_text(struct shelf *shelf, struct strmap *written, struct shelf_text *out, struct str text,
                                   const struct language *language) {
    struct token token;
    size_t room = 0;
    struct shelf_token *tokens = NULL;
    tokens_begin(shelf->collection->tokens, text, language);
    while (tokens_next(shelf->collection->tokens, &token)) {
        if (out->n == room) {
            room = room ? 2 * room : 256;
            tokens = mem_realloc(tokens, room, sizeof *tokens);
        }
        struct shelf_token *kept = &tokens[out->n++];
        *kept = (struct shelf_token){.folded = shelf_intern(shelf, token.folded),
                                     .surface = shelf_intern(shelf, token.surface),
                                     .stem = shelf_intern(shelf, token.stem),
                                     .whole_folded = shelf_intern(shelf, token.whole ? token.whole->folded : STR_EMPTY),
                                     .whole_surface = shelf_intern(shelf, token.whole ? token.whole->surface : STR_EMPTY),
                                     .whole_stem = shelf_intern(shelf, token.whole ? token.whole->stem : STR_EMPTY),
                                     .is_piece = token.kind == TOKEN_PIECE};
        struct shelf_form form = {kept->folded, kept->surface}, whole = {kept->whole_folded, kept->whole_surface};
        if (out->field->flags & FIELD_IS_BARE)
            strmap_put(written, (struct str){(const char *)&form, sizeof form}, NULL);
        if (out->field->flags & FIELD_IS_BARE && token.whole)
            strmap_put(written, (struct str){(const char *)&whole, sizeof whole}, NULL);
    }
    out->tokens = arena_array(shelf->arena, out->n + 1, sizeof *tokens);
    if (out->n)
        memcpy(out->tokens, tokens, out->n * sizeof *tokens);
    free(tokens);
}

/* The value as filters know it. */
static inline struct str shelf_key(struct shelf *shelf, const struct field *field, struct str value) {
    if (field->kind == FIELD_KIND_CODE)
        return arena_str(shelf->arena, value);
    struct buf folded;
    buf_init(&folded);
    tokens_fold_value(shelf->collection->tokens, value, &folded);
    struct str key = arena_str(shelf->arena, buf_str(&folded));
    buf_fini(&folded);
    return key;
}

static inline bool shelf_has(struct strs keys, struct str key) {
    for (size_t i = 0; i < keys.n; i++)
        if (str_eq(keys.v[i], key))
            return true;
    return false;
}

static inline void shelf_read_keys(struct shelf *shelf, struct shelf_document *out, const struct document *doc) {
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        if (field->kind != FIELD_KIND_CODE && field->kind != FIELD_KIND_NAME && field->kind != FIELD_KIND_KEYWORD)
            continue;
        for (size_t v = 0; v < doc->field[f].n; v++) {
            struct str key = shelf_key(shelf, field, doc->field[f].v[v]);
            if (!shelf_has(out->keys[f], key))
                arena_push(shelf->arena, &out->keys[f], key);
        }
    }
    /* The year is counted from the date itself, not from the field derived from it. */
    out->keys[FIELD_YEAR] = (struct strs){0};
    if (doc->date.first && doc->date.first / 10000 == doc->date.last / 10000)
        arena_push(shelf->arena, &out->keys[FIELD_YEAR], arena_printf(shelf->arena, "%u", doc->date.first / 10000));
}

static inline void shelf_read(struct shelf *shelf, struct strmap *written, uint32_t docid, struct arena *scratch) {
    struct shelf_document *out = &shelf->documents[shelf->n++];
    struct document doc;
    struct err e;
    if (collection_document(shelf->collection, docid, scratch, &doc, &e))
        shelf_die(e.text);
    *out = (struct shelf_document){.docid = docid,
                                   .id = arena_str(shelf->arena, document_get(&doc, FIELD_ID)),
                                   .language = document_language(&doc),
                                   .date = doc.date};
    size_t texts = 0;
    for (int f = 0; f < FIELD_COUNT; f++)
        texts += doc.field[f].n;
    out->texts = arena_array(shelf->arena, texts + 1, sizeof *out->texts);
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        if (field->kind != FIELD_KIND_TEXT && field->kind != FIELD_KIND_NAME)
            continue;
        for (size_t v = 0; v < doc.field[f].n; v++) {
            struct shelf_text *text = &out->texts[out->text_count++];
            text->field = field;
            shelf_read_text(shelf, written, text, doc.field[f].v[v], out->language);
        }
    }
    shelf_read_keys(shelf, out, &doc);
}

static inline int shelf_text_order(const void *a, const void *b, void *shelf) {
    const struct shelf_form *x = a, *y = b;
    return str_cmp(shelf_form_text(shelf, x->folded), shelf_form_text(shelf, y->folded));
}

static inline int shelf_form_order(const void *a, const void *b) {
    const struct shelf_form *x = a, *y = b;
    if (x->folded != y->folded)
        return x->folded < y->folded ? -1 : 1;
    return x->surface < y->surface ? -1 : x->surface > y->surface;
}

static inline void shelf_sort_written(struct shelf *shelf, struct strmap *written) {
    shelf->written_count = strmap_count(written);
    shelf->written = arena_array(shelf->arena, shelf->written_count + 1, sizeof *shelf->written);
    for (size_t i = 0; i < shelf->written_count; i++)
        memcpy(&shelf->written[i], strmap_key(written, i).p, sizeof *shelf->written);
    qsort(shelf->written, shelf->written_count, sizeof *shelf->written, shelf_form_order);
    shelf->by_text = arena_array(shelf->arena, shelf->written_count + 1, sizeof *shelf->by_text);
    if (shelf->written_count)
        memcpy(shelf->by_text, shelf->written, shelf->written_count * sizeof *shelf->by_text);
    qsort_r(shelf->by_text, shelf->written_count, sizeof *shelf->by_text, shelf_text_order, shelf);
}

/* The place in shelf->by_text of the first form that does not come before `beginning`. */
static inline size_t shelf_written_from(const struct shelf *shelf, struct str beginning) {
    size_t low = 0, high = shelf->written_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(shelf_form_text(shelf, shelf->by_text[middle].folded), beginning) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The place in shelf->written of the first way in which a folded form is written; others follow it. */
static inline size_t shelf_written_at(const struct shelf *shelf, uint32_t folded) {
    size_t low = 0, high = shelf->written_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shelf->written[middle].folded < folded)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static inline bool shelf_is_hidden(const struct manifest_segment *segment, uint32_t local) {
    for (uint32_t i = 0; i < segment->hidden_count; i++)
        if (segment->hidden[i] == local)
            return true;
    return false;
}

/* Opens a collection and reads all of it; ends the program with a sentence when that fails. */
static inline void shelf_open(struct shelf *shelf, const char *path) {
    struct err e;
    *shelf = (struct shelf){.arena = arena_new(), .forms = strmap_new()};
    if (collection_open(&shelf->collection, path, &e))
        shelf_die(e.text);
    const struct manifest *manifest = &shelf->collection->manifest;
    struct strmap *written = strmap_new();
    struct arena *scratch = arena_new();
    size_t room = 0;
    for (size_t s = 0; s < manifest->segment_count; s++)
        room += manifest->segments[s].documents;
    shelf->documents = arena_array(shelf->arena, room + 1, sizeof *shelf->documents);
    for (size_t s = 0; s < manifest->segment_count; s++) {
        const struct manifest_segment *segment = &manifest->segments[s];
        for (uint32_t local = 1; local <= segment->documents; local++) {
            if (shelf_is_hidden(segment, local))
                continue;
            shelf_read(shelf, written, (local - 1) * (uint32_t)manifest->segment_count + (uint32_t)s + 1, scratch);
            arena_reset(scratch);
        }
    }
    shelf_sort_written(shelf, written);
    strmap_free(&written);
    arena_free(&scratch);
}

static inline void shelf_close(struct shelf *shelf) {
    collection_close(&shelf->collection);
    strmap_free(&shelf->forms);
    arena_free(&shelf->arena);
}

#endif
