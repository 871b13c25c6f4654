/* The text store (corpus/store/textstore.h): what is written comes back, and a damaged file is refused or gives the
 * same records, whatever byte is hit. */
#include "corpus/base/file.h"
#include "corpus/store/textstore.h"
#include "corpus/store/textstore_format.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>


static void write_store(const char *path, struct strs records) {
    struct textstore_writer *writer = NULL;
    assert_int_equal(textstore_create(&writer, path, &e), ERR_OK);
    for (size_t i = 0; i < records.n; i++)
        if (textstore_add(writer, records.v[i], &e))
            fail_msg("%s", e.text);
    assert_int_equal(textstore_finish(&writer, &e), ERR_OK);
    assert_null(writer);
}

static struct textstore *open_store(const char *path) {
    struct textstore *store = NULL;
    if (textstore_open(&store, path, &e))
        fail_msg("%s", e.text);
    return store;
}

static void assert_record(struct textstore *store, uint32_t docid, struct str want) {
    struct str got;
    if (textstore_get(store, docid, arena, &got, &e))
        fail_msg("%s", e.text);
    assert_true(str_eq(got, want));
}

static void assert_store(const char *path, struct strs records) {
    struct textstore *store = open_store(path);
    assert_int_equal(textstore_count(store), records.n);
    for (size_t i = 0; i < records.n; i++)
        assert_record(store, (uint32_t)i + 1, records.v[i]);
    textstore_close(&store);
    assert_null(store);
}

/* ---- round trips ---- */

static void words_of_the_world(void **state) {
    (void)state;
    struct strs records = {NULL, 0};
    arena_push(arena, &records, STR("Las comisarías de Málaga."));
    arena_push(arena, &records, STR(""));
    arena_push(arena, &records, STR("海外警务服务站"));
    arena_push(arena, &records, STR("with\0zeros\xff inside"));
    arena_push(arena, &records, STR("الشرطة"));
    arena_push(arena, &records, STR(""));
    write_store("text", records);
    assert_store("text", records);
}

static void empty_stores(void **state) {
    (void)state;
    struct str got;
    struct strs records = {NULL, 0};
    write_store("none", records);
    assert_store("none", records);
    arena_push(arena, &records, STR_EMPTY);
    arena_push(arena, &records, STR_EMPTY);
    write_store("empty", records);
    assert_store("empty", records);
    struct textstore *store = open_store("empty");
    assert_int_equal(textstore_get(store, 0, arena, &got, &e), ERR_CORRUPT);
    assert_int_equal(textstore_get(store, 3, arena, &got, &e), ERR_CORRUPT);
    assert_string_equal(e.text, "The text store empty has 2 documents; number 3 was asked for.");
    textstore_close(&store);
    textstore_close(&store);
}

/* Bytes that do not compress, and differ from record to record. */
static struct str noise(size_t n, uint32_t seed) {
    char *bytes = arena_alloc(arena, n + 1);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
    return (struct str){bytes, n};
}

static void many_documents_in_any_order(void **state) {
    (void)state;
    struct strs records = {NULL, 0};
    for (uint32_t i = 0; i < 5000; i++)
        arena_push(arena, &records,
                   i % 3 ? arena_printf(arena, "%0*u", (int)(i * 7 % 900), i) : noise(i * 13 % 700, i));
    write_store("text", records);
    assert_store("text", records);
    struct textstore *store = open_store("text");
    for (uint32_t i = 0, at = 0; i < 5000; i++, at = (at + 1777) % 5000)
        assert_record(store, at + 1, records.v[at]);
    textstore_close(&store);
}

static void records_about_and_far_above_a_block(void **state) {
    (void)state;
    static const size_t sizes[] = {1, TEXTSTORE_BLOCK - 1, TEXTSTORE_BLOCK, TEXTSTORE_BLOCK + 1, 5, 5000000, 0, 2};
    struct strs records = {NULL, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        arena_push(arena, &records, noise(sizes[i], (uint32_t)i));
    char *zeros = arena_alloc(arena, 20 << 20); /* compresses as far as zlib can */
    arena_push(arena, &records, (struct str){zeros, 20 << 20});
    write_store("text", records);
    assert_store("text", records);
}

/* ---- what is refused ---- */

static void refuses_a_record_beyond_the_limit(void **state) {
    (void)state;
    struct textstore_writer *writer = NULL;
    assert_int_equal(textstore_create(&writer, "text", &e), ERR_OK);
    assert_int_equal(textstore_add(writer, (struct str){"", (size_t)TEXTSTORE_RECORD_MAX + 1}, &e), ERR_LIMIT);
    textstore_abandon(&writer);
    textstore_abandon(&writer);
    assert_null(writer);
}

static void refuses_what_is_no_store(void **state) {
    (void)state;
    struct textstore *store = NULL;
    struct textstore_writer *writer = NULL;
    assert_int_equal(textstore_open(&store, "missing", &e), ERR_NOT_FOUND);
    assert_null(store);
    put("empty", STR_EMPTY);
    assert_int_equal(textstore_open(&store, "empty", &e), ERR_CORRUPT);
    assert_string_equal(e.text,
                        "The text store empty is damaged: it is too short. Restore the collection from a copy, or "
                        "index its sources again.");
    put("letter", STR("A letter of some length, which is longer than a header and a footer together."));
    assert_int_equal(textstore_open(&store, "letter", &e), ERR_CORRUPT);
    assert_int_equal(textstore_create(&writer, "nowhere/text", &e), ERR_NOT_FOUND);
    assert_null(writer);

    assert_int_equal(textstore_create(&writer, "abandoned", &e), ERR_OK);
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(textstore_add(writer, noise(1000, i), &e), ERR_OK);
    textstore_abandon(&writer);
    assert_int_equal(textstore_open(&store, "abandoned", &e), ERR_CORRUPT);
}

/* A size limit of the process stands in for a full disk. */
static void a_full_disk_is_told(void **state) {
    (void)state;
    struct rlimit old, small;
    struct textstore_writer *writer = NULL;
    enum err_code code = ERR_OK;
    struct textstore *store = NULL;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){.rlim_cur = 50000, .rlim_max = old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(textstore_create(&writer, "text", &e), ERR_OK);
    setrlimit(RLIMIT_FSIZE, &small);
    for (uint32_t i = 0; i < 100 && !code; i++)
        code = textstore_add(writer, noise(1000, i), &e);
    if (!code)
        code = textstore_finish(&writer, &e);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    textstore_abandon(&writer);
    assert_int_equal(code, ERR_IO);
    assert_string_equal(e.text, "text could not be written: File too large.");
    assert_int_equal(textstore_open(&store, "text", &e), ERR_CORRUPT);
}

/* ---- damage ---- */

static struct strs small_records(void) {
    struct strs records = {NULL, 0};
    arena_push(arena, &records, noise(TEXTSTORE_BLOCK + 20, 7)); /* stored, not compressed: a block of its own */
    arena_push(arena, &records, STR("Документ о полиции. Документ о полиции."));
    arena_push(arena, &records, STR(""));
    arena_push(arena, &records, STR("警务 警务 警务"));
    return records;
}

/* Every record is refused or as it was. Tells how many were refused, or -1 when the store does not open. */
static int refused(const char *path, struct strs records) {
    struct textstore *store = NULL;
    int bad = 0;
    enum err_code code = textstore_open(&store, path, &e);
    if (code) {
        assert_int_equal(code, ERR_CORRUPT);
        assert_non_null(strstr(e.text, "index its sources again"));
        return -1;
    }
    assert_int_equal(textstore_count(store), records.n);
    for (size_t i = 0; i < records.n; i++) {
        struct str got;
        struct arena *passing = arena_new();
        code = textstore_get(store, (uint32_t)i + 1, passing, &got, &e);
        assert_true(code == ERR_OK || code == ERR_CORRUPT);
        assert_true(code || str_eq(got, records.v[i]));
        bad += code != ERR_OK;
        arena_free(&passing);
    }
    textstore_close(&store);
    return bad;
}

static void every_flipped_byte_is_met(void **state) {
    (void)state;
    struct strs records = small_records();
    write_store("text", records);
    struct str whole = get("text");
    char *copy = (char *)arena_str(arena, whole).p;
    static const char masks[] = {1, 0x40, (char)0xff};
    size_t silent = 0;
    for (size_t i = 0; i < whole.n; i += i >= 300 && i + 600 < whole.n ? 97 : 1) /* the noise is all alike */
        for (size_t m = 0; m < sizeof masks; m++) {
            copy[i] = (char)(whole.p[i] ^ masks[m]);
            put("damaged", (struct str){copy, whole.n});
            silent += refused("damaged", records) == 0;
            copy[i] = whole.p[i];
        }
    assert_true(silent <= 4); /* only the bits that fill up the last byte of a zlib stream mean nothing */
}

static void every_truncation_is_refused(void **state) {
    (void)state;
    struct strs records = small_records();
    write_store("text", records);
    struct str whole = get("text");
    for (size_t n = 0; n < whole.n; n += n < 300 || n + 600 > whole.n ? 1 : 97) {
        put("damaged", str_slice(whole, 0, n));
        assert_int_equal(refused("damaged", records), -1);
    }
    char *copy = arena_alloc(arena, whole.n + 1);
    memcpy(copy, whole.p, whole.n);
    put("longer", (struct str){copy, whole.n + 1});
    assert_int_equal(refused("longer", records), -1);
}

/* Directories that pass their checksum and are wrong all the same: nothing outside the file is read, nothing beyond
 * reason is allocated. */
static void a_forged_directory_leads_nowhere(void **state) {
    (void)state;
    static const uint32_t values[] = {0, 1, 15, 16, 17, 0x7fffffff, 0x80000000, 0xffffffff};
    struct strs records = small_records();
    write_store("text", records);
    struct str whole = get("text");
    size_t footer = whole.n - TEXT_FOOTER, directory = (size_t)bytes_u64(whole.p + footer);
    for (size_t i = directory; i + 4 <= footer + TEXT_SUMMED; i += 4)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            char *copy = (char *)arena_str(arena, whole).p;
            memcpy(copy + i, &values[v], 4);
            uint64_t sum = textstore_checksum((struct str){copy, TEXT_HEADER},
                                              (struct str){copy + directory, footer + TEXT_SUMMED - directory});
            memcpy(copy + footer + TEXT_SUMMED, &sum, sizeof sum);
            put("forged", (struct str){copy, whole.n});
            struct textstore *store = NULL;
            if (textstore_open(&store, "forged", &e))
                continue;
            for (uint32_t d = 1; d <= textstore_count(store); d++) {
                struct str got = STR_EMPTY;
                struct arena *passing = arena_new();
                if (textstore_get(store, d, passing, &got, &e) == ERR_OK)
                    assert_true(got.n <= 2 * TEXTSTORE_BLOCK);
                arena_free(&passing);
            }
            textstore_close(&store);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(words_of_the_world),
        IN_SCRATCH(empty_stores),
        IN_SCRATCH(many_documents_in_any_order),
        IN_SCRATCH(records_about_and_far_above_a_block),
        IN_SCRATCH(refuses_a_record_beyond_the_limit),
        IN_SCRATCH(refuses_what_is_no_store),
        IN_SCRATCH(a_full_disk_is_told),
        IN_SCRATCH(every_flipped_byte_is_met),
        IN_SCRATCH(every_truncation_is_refused),
        IN_SCRATCH(a_forged_directory_leads_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
