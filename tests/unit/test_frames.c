/* What readers say (indexer/confine/frames.h): it comes out as it went in, and no bytes whatever do harm. */
#include "indexer/confine/frames.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;

/* The bytes of one document, one member and an end. */
static struct buf written(void) {
    struct extract_document doc = {.key = STR("guid-1"), .text = STR("El texto.\n\n文本"), .raw = STR("Menu\n\nEl texto.\n\n文本")};
    const struct extract_input member = {STR("%PDF-1.4\0"), STR("dir/a.pdf"), STR("application/pdf"), STR("utf-8"),
                                         STR("https://example.org/a"), STR("2022-10-04")};
    struct buf all;
    int ends[2];
    extract_value(arena, &doc, FIELD_TITLE, STR("Título"), "html: og:title");
    extract_value(arena, &doc, FIELD_AUTHOR, STR("王芳"), "html: author");
    extract_extra(arena, &doc, "message_id", STR("<1@example.org>"), "mail: Message-ID");
    extract_remark(arena, &doc, "Page %d has no text layer.", 3);
    assert_int_equal(pipe(ends), 0);
    assert_true(frames_write_document(ends[1], &doc));
    assert_true(frames_write_member(ends[1], &member));
    assert_true(frames_write_end(ends[1], ERR_INPUT, "It is cut off."));
    close(ends[1]);
    buf_init(&all);
    ssize_t n = read(ends[0], buf_reserve(&all, 8192), 8192);
    assert_true(n > 0);
    all.n = (size_t)n;
    close(ends[0]);
    return all;
}

/* The frames of these bytes, as if a reader had said them. */
static void fill(struct frames *frames, struct str bytes) {
    int ends[2];
    bool ended = false;
    frames_init(frames);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes.p, bytes.n), (ssize_t)bytes.n);
    close(ends[1]);
    assert_true(frames_fill(frames, ends[0], &ended) && ended);
    close(ends[0]);
}

static void assert_str(struct str got, const char *want) {
    if (!str_eq_c(got, want))
        fail_msg("%.*s, not %s", STR_FMT(got), want);
}

static void frames_come_back(void **state) {
    (void)state;
    struct buf bytes = written();
    struct frames frames;
    struct frame f;
    fill(&frames, buf_str(&bytes));
    assert_int_equal(frames_next(&frames, arena, &f), FRAMES_ONE);
    assert_int_equal(f.kind, FRAME_DOCUMENT);
    assert_int_equal(f.document.values.n, 3);
    assert_int_equal(f.document.values.v[0].field, FIELD_TITLE);
    assert_str(f.document.values.v[0].value, "Título");
    assert_str(f.document.values.v[1].from, "html: author");
    assert_int_equal(f.document.values.v[2].field, FIELD_COUNT);
    assert_str(f.document.values.v[2].name, "message_id");
    assert_str(f.document.key, "guid-1");
    assert_str(f.document.text, "El texto.\n\n文本");
    assert_str(f.document.raw, "Menu\n\nEl texto.\n\n文本");
    assert_str(f.document.remarks.v[0], "Page 3 has no text layer.");
    assert_int_equal(frames_next(&frames, arena, &f), FRAMES_ONE);
    assert_int_equal(f.kind, FRAME_MEMBER);
    assert_int_equal(f.member.bytes.n, 9);
    assert_str(f.member.name, "dir/a.pdf");
    assert_str(f.member.captured, "2022-10-04");
    assert_int_equal(frames_next(&frames, arena, &f), FRAMES_ONE);
    assert_int_equal(f.kind, FRAME_END);
    assert_int_equal(f.end.code, ERR_INPUT);
    assert_string_equal(f.end.text, "It is cut off.");
    assert_int_equal(frames_next(&frames, arena, &f), FRAMES_NONE);
    frames_fini(&frames);
    buf_fini(&bytes);
}

/* Reads all frames of the bytes, touching every slice that comes out; gives the last answer. */
static enum frames_got read_all(struct str bytes, size_t *count) {
    struct frames frames;
    struct frame f;
    enum frames_got got;
    uint64_t touched = 0;
    arena_reset(arena);
    fill(&frames, bytes);
    for (*count = 0; (got = frames_next(&frames, arena, &f)) == FRAMES_ONE; ++*count) {
        touched += str_hash(f.document.text) + str_hash(f.document.raw) + str_hash(f.document.key) + str_hash(f.member.bytes) +
                   str_hash(f.member.name) + strlen(f.end.text);
        for (size_t i = 0; i < f.document.values.n; i++)
            touched += str_hash(f.document.values.v[i].value) + str_hash(f.document.values.v[i].from) +
                       str_hash(f.document.values.v[i].name);
        for (size_t i = 0; i < f.document.remarks.n; i++)
            touched += str_hash(f.document.remarks.v[i]);
    }
    frames_fini(&frames);
    assert_true(touched != 1);
    return got;
}

static void frames_that_are_cut_wait_for_more(void **state) {
    (void)state;
    struct buf bytes = written();
    size_t count;
    for (size_t n = 0; n < bytes.n; n++) {
        assert_int_equal(read_all(str_slice(buf_str(&bytes), 0, n), &count), FRAMES_NONE);
        assert_true(count < 3);
    }
    buf_fini(&bytes);
}

static void changed_frames_do_no_harm(void **state) {
    (void)state;
    struct buf bytes = written();
    size_t count, nonsense = 0;
    uint32_t random = 1;
    for (size_t i = 0; i < bytes.n; i++) {
        for (int change = 0; change < 4; change++) {
            char old = bytes.data[i];
            random = random * 1664525 + 1013904223;
            bytes.data[i] = change == 0 ? (char)0xFF : change == 1 ? 0 : change == 2 ? (char)(old + 1) : (char)(random >> 24);
            nonsense += read_all(buf_str(&bytes), &count) == FRAMES_NONSENSE;
            bytes.data[i] = old;
        }
    }
    assert_true(nonsense > 100);
    buf_fini(&bytes);
}

static void impossible_numbers_are_nonsense(void **state) {
    (void)state;
    static const struct {
        const char *what;
        struct str bytes;
    } rows[] = {
        {"an unknown kind", STR("X\0\0\0\0")},
        {"a frame of 4 GB", STR("D\377\377\377\377")},
        {"more values than there may be", STR("D\4\0\0\0\377\377\377\377")},
        {"a string behind its frame", STR("M\4\0\0\0\5\0\0\0abcde")},
        {"a field that the table has not", STR("D\24\0\0\0\1\0\0\0\376\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")},
        {"an error that is none", STR("E\10\0\0\0\377\0\0\0\0\0\0\0")},
        {"bytes left over", STR("E\11\0\0\0\0\0\0\0\0\0\0\0x")},
        {"an empty frame", STR("D\0\0\0\0")},
    };
    size_t count;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (read_all(rows[i].bytes, &count) != FRAMES_NONSENSE || count)
            fail_msg("%s", rows[i].what);
}

static void nobody_listening_ends_the_writer(void **state) {
    (void)state;
    const struct extract_document doc = {.text = STR("x")};
    int full = open("/dev/full", O_WRONLY);
    assert_false(frames_write_document(full, &doc));
    assert_false(frames_write_end(full, ERR_OK, ""));
    close(full);
}

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(frames_come_back),
        TEST(frames_that_are_cut_wait_for_more),
        TEST(changed_frames_do_no_harm),
        TEST(impossible_numbers_are_nonsense),
        TEST(nobody_listening_ends_the_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
