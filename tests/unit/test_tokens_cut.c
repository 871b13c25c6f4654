/* Words are cut by our own rules where no dictionary has a say (corpus/tokens_segment.h): the spans must be those that
 * ICU's word breaking of the whole text gives. Tried on all characters there are between others of all kinds, on
 * strings drawn by chance, on the rows of tests/tables/tokens.txt and on the shared data's sample (RASTRO_SHARED_DATA,
 * or ../shared/data; skipped when it is absent). */
#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens_cut.h"
#include "tests/tools/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static struct arena *arena;
static struct fold fold;
static struct chunk chunk;
static struct cutter quick, plain; /* the plain one asks ICU for all of the text */
static unsigned failures;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    fold_init(&fold);
    cutter_init(&quick);
    cutter_init(&plain);
    plain.segmenter.asks_icu_always = true;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    cutter_fini(&quick);
    cutter_fini(&plain);
    chunk_fini(&chunk);
    fold_fini(&fold);
    arena_free(&arena);
    return 0;
}

static bool spans_are_equal(const struct span *a, const struct span *b) {
    return a->from == b->from && a->to == b->to && a->is_piece == b->is_piece && a->word_begins == b->word_begins &&
           (!a->is_piece || a->word_end == b->word_end);
}

static void compare_chunk(struct str text) {
    cutter_begin(&quick, &chunk);
    cutter_begin(&plain, &chunk);
    for (;;) {
        struct span a, b;
        bool more = cutter_next(&quick, &a), more_plain = cutter_next(&plain, &b);
        if (!more && !more_plain)
            return;
        if (more == more_plain && spans_are_equal(&a, &b))
            continue;
        size_t at = chunk_start(&chunk, more ? a.from : b.from);
        struct str near = str_slice(text, utf8_floor(text, at < 30 ? 0 : at - 30), at + 30 < text.n ? at + 30 : text.n);
        if (++failures <= 20)
            print_message("# near byte %zu: «%.*s»\n", at, STR_FMT(near));
        return;
    }
}

static void compare(struct str text) {
    for (size_t at = 0; chunk_read(&chunk, &fold, text, at); at = chunk.to)
        compare_chunk(text);
}

/* ---- characters ---- */

/* One of each class of word breaking, and neighbours that Unicode, ICU or we treat apart. */
static const char *const kinds[] = {
    "a",      "é",      "ж",  "1",      "٣", "'",      "\"",   ".",      ",",      ":",  "·",  "l",  "_",  "@",
    "-",      " ",      "\n", "\u0301", "ש", "״",      "׳",    "ب",      "ء",      "²",  "Ⅳ",  "保", "か", "ー",
    "ｶ",      "ﾞ",      "한", "ก",      "ำ", "\u0E34", "က",    "၁",      "\u1031", "。", "、", "👍",  "🇩",  "\u200B",
    "\u200D", "\u302A", "⁄",  "՛",      "՟", "ŉ",      "\xFF", "\u3099", "々",     "〇", "Ⓐ",  "ﷺ",
};
#define KINDS (sizeof kinds / sizeof *kinds)

static void every_character_among_others(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text);
    failures = 0;
    for (uint32_t c = 1; c <= 0x10FFFF; c += SANITIZED ? 7 : 1) {
        if (c == 0x30000)
            c = 0xE0000;
        if (c == 0xE0200)
            break;
        buf_clear(&text);
        for (size_t i = c % 4; i < KINDS; i += 4) {
            buf_add_c(&text, kinds[i]);
            utf8_put(&text, c);
            buf_add_c(&text, kinds[(i * 7 + c) % KINDS]);
            utf8_put(&text, c);
            buf_add_byte(&text, i % 3 ? ' ' : ';');
        }
        compare(buf_str(&text));
    }
    buf_fini(&text);
    assert_int_equal(failures, 0);
}

static void every_three_kinds(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text);
    failures = 0;
    for (size_t i = 0; i < KINDS * KINDS * KINDS; i++) {
        buf_clear(&text);
        buf_add_c(&text, kinds[i % KINDS]);
        buf_add_c(&text, kinds[i / KINDS % KINDS]);
        buf_add_c(&text, kinds[i / KINDS / KINDS]);
        compare(buf_str(&text));
    }
    buf_fini(&text);
    assert_int_equal(failures, 0);
}

static void kinds_by_chance(void **state) {
    (void)state;
    struct buf text;
    uint64_t seed = 20260101;
    buf_init(&text);
    failures = 0;
    for (unsigned round = 0; round < (SANITIZED ? 5000 : 100000); round++) {
        buf_clear(&text);
        for (unsigned i = 0; i < 20; i++)
            buf_add_c(&text, kinds[chance_choose(&seed, KINDS)]);
        compare(buf_str(&text));
    }
    buf_fini(&text);
    assert_int_equal(failures, 0);
}

/* ---- texts ---- */

static struct str read_whole(const char *path) {
    struct str text;
    struct err e;
    if (file_read(arena, path, SIZE_MAX, &text, &e))
        fail_msg("%s", e.text);
    return text;
}

static void every_row(void **state) {
    (void)state;
    failures = 0;
    compare(read_whole("tests/tables/tokens.txt"));
    assert_int_equal(failures, 0);
}

static void real_documents(void **state) {
    (void)state;
    const char *shared = getenv("RASTRO_SHARED_DATA");
    const char *folder = arena_printf(arena, "%s/sample/docs", shared ? shared : "../shared/data").p;
    if (!file_exists(folder)) {
        print_message("# no shared data: set RASTRO_SHARED_DATA to its folder\n");
        skip();
    }
    struct strs names;
    struct err e;
    assert_int_equal(file_list(arena, folder, &names, &e), ERR_OK);
    failures = 0;
    for (size_t i = 0; i < names.n; i += SANITIZED ? 10 : 1)
        compare(read_whole(arena_printf(arena, "%s/%.*s", folder, STR_FMT(names.v[i])).p));
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_among_others),
        cmocka_unit_test(every_three_kinds),
        cmocka_unit_test(kinds_by_chance),
        cmocka_unit_test(every_row),
        cmocka_unit_test(real_documents),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
