/* For the unit tests of extractors: a sink that keeps what it is given, and ZIP files made of strings. */
#ifndef TESTS_UNIT_EXTRACTED_H
#define TESTS_UNIT_EXTRACTED_H

#include "corpus/base/buf.h"
#include "indexer/extract/extract.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>

#define EXTRACTED_MAX 64

typedef enum err_code extractor(const struct extract_input *, struct arena *, struct extract_sink *, struct err *);

struct extracted {
    struct extract_sink sink;
    struct arena *arena;
    struct extract_document docs[EXTRACTED_MAX];
    size_t doc_count;
    struct extract_input members[EXTRACTED_MAX];
    size_t member_count;
    size_t wanted; /* documents and members after which no more is wanted; 0: all */
    enum err_code code;
    struct err err;
};

static inline bool extracted_wants_more(const struct extracted *x) {
    return x->wanted == 0 || x->doc_count + x->member_count < x->wanted;
}

static inline bool extracted_document(struct extract_sink *sink, const struct extract_document *doc) {
    struct extracted *x = (struct extracted *)sink;
    assert_true(x->doc_count < EXTRACTED_MAX);
    struct extract_document *copy = &x->docs[x->doc_count++];
    *copy = (struct extract_document){.text = arena_str(x->arena, doc->text), .raw = arena_str(x->arena, doc->raw)};
    for (size_t i = 0; i < doc->values.n; i++) {
        const struct extract_value *v = &doc->values.v[i];
        const char *from = arena_str(x->arena, v->from).p;
        if (v->field == FIELD_COUNT)
            extract_extra(x->arena, copy, arena_str(x->arena, v->name).p, arena_str(x->arena, v->value), from);
        else
            extract_value(x->arena, copy, v->field, arena_str(x->arena, v->value), from);
    }
    for (size_t i = 0; i < doc->remarks.n; i++)
        extract_remark(x->arena, copy, "%.*s", STR_FMT(doc->remarks.v[i]));
    return extracted_wants_more(x);
}

static inline bool extracted_member(struct extract_sink *sink, const struct extract_input *member) {
    struct extracted *x = (struct extracted *)sink;
    assert_true(x->member_count < EXTRACTED_MAX);
    x->members[x->member_count++] =
        (struct extract_input){arena_str(x->arena, member->bytes),      arena_str(x->arena, member->name),
                               arena_str(x->arena, member->media_type), arena_str(x->arena, member->charset),
                               arena_str(x->arena, member->url),        arena_str(x->arena, member->captured)};
    return extracted_wants_more(x);
}

/* The arena must live as long as what is looked at afterwards. */
static inline struct extracted *extracted_from(struct arena *arena, extractor *extract,
                                               const struct extract_input *input) {
    struct extracted *x = arena_alloc(arena, sizeof *x);
    *x = (struct extracted){.sink = {extracted_document, extracted_member}, .arena = arena};
    x->code = extract(input, arena, &x->sink, &x->err);
    return x;
}

static inline struct extracted *extracted_from_bytes(struct arena *arena, extractor *extract, struct str bytes) {
    struct extract_input input = {.bytes = bytes};
    return extracted_from(arena, extract, &input);
}

static inline struct extracted *extracted_from_text(struct arena *arena, extractor *extract, const char *text) {
    return extracted_from_bytes(arena, extract, str_from(text));
}

/* All values of a field, or of an extra, joined by '|'. */
static inline struct str extracted_value(const struct extracted *x, size_t doc, enum field_id field,
                                         const char *extra) {
    struct buf all;
    buf_init(&all);
    for (size_t i = 0; doc < x->doc_count && i < x->docs[doc].values.n; i++) {
        const struct extract_value *v = &x->docs[doc].values.v[i];
        if (v->field != field || (field == FIELD_COUNT && !str_eq_c(v->name, extra)))
            continue;
        buf_add_c(&all, all.n ? "|" : "");
        buf_add_str(&all, v->value);
    }
    struct str joined = arena_str(x->arena, buf_str(&all));
    buf_fini(&all);
    return joined;
}

static inline void assert_says(struct str got, const char *want) {
    if (!str_eq_c(got, want))
        fail_msg("got \"%.*s\", expected \"%s\"", STR_FMT(got), want);
}

static inline void assert_field(const struct extracted *x, size_t doc, enum field_id field, const char *want) {
    assert_says(extracted_value(x, doc, field, ""), want);
}

static inline void assert_extra(const struct extracted *x, size_t doc, const char *name, const char *want) {
    assert_says(extracted_value(x, doc, FIELD_COUNT, name), want);
}

/* One document with that text. */
static inline void assert_one_text(const struct extracted *x, const char *want) {
    if (x->code)
        fail_msg("%s", x->err.text);
    assert_int_equal(x->doc_count, 1);
    assert_says(x->docs[0].text, want);
}

static inline void assert_refused(const struct extracted *x, const char *part) {
    assert_int_not_equal(x->code, ERR_OK);
    if (!strstr(x->err.text, part))
        fail_msg("\"%s\" does not say \"%s\"", x->err.text, part);
}

struct named_text {
    const char *name, *text;
};

/* An archive of these files; the list ends with a NULL. `format` is libarchive's: "zip", "ustar". */
static inline struct str archive_of(struct arena *arena, const char *format, const struct named_text *files) {
    enum { ROOM = 1 << 20 };
    struct str bytes = {arena_alloc(arena, ROOM), 0};
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format_by_name(archive, format), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(archive, 1);
    assert_int_equal(archive_write_open_memory(archive, (char *)bytes.p, ROOM, &bytes.n), ARCHIVE_OK);
    for (; files->name; files++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname_utf8(entry, files->name);
        archive_entry_set_size(entry, (la_int64_t)strlen(files->text));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, files->text, strlen(files->text)), strlen(files->text));
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return bytes;
}

static inline struct str zip_of(struct arena *arena, const struct named_text *files) {
    return archive_of(arena, "zip", files);
}

/* A test's arena. */
static inline int extracted_set_up(void **state) {
    setlocale(LC_CTYPE, "C.UTF-8"); /* as the indexer does; libarchive needs it for names */
    *state = arena_new();
    return 0;
}

static inline int extracted_tear_down(void **state) {
    struct arena *arena = *state;
    arena_free(&arena);
    return 0;
}

#define EXTRACTED_TEST(f) cmocka_unit_test_setup_teardown(f, extracted_set_up, extracted_tear_down)

#endif
