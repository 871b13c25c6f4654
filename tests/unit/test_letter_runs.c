/* Runs of letters (corpus/letter_runs.c) and the table of how many documents have them (corpus/store/run_table.c):
 * round trips, and that no damaged file is taken for a whole one. */
#include "corpus/base/file.h"
#include "corpus/store/run_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct err e;
static char folder[] = "/tmp/rastro-runs.XXXXXX";

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return file_remove_tree(folder, &e) != ERR_OK;
}

static size_t runs_of(const char *word, uint32_t runs[static LETTER_RUNS_MAX]) {
    return letter_runs(str_from(word), runs);
}

static size_t shared(const char *a, const char *b) {
    uint32_t x[LETTER_RUNS_MAX], y[LETTER_RUNS_MAX];
    const size_t n = runs_of(a, x), m = runs_of(b, y);
    size_t both = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            both += x[i] == y[j];
    return both;
}

static void words_have_their_runs(void **state) {
    (void)state;
    static const struct {
        const char *word;
        size_t runs;
    } rows[] = {
        {"police", 5}, {"", 1}, {"a", 1}, {"ab", 1}, {"abc", 2}, {"полиция", 6}, {"شرطه", 3}, {"aaaaaaaa", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t runs[LETTER_RUNS_MAX];
        const size_t n = runs_of(rows[i].word, runs);
        assert_int_equal(n, rows[i].runs);
        for (size_t k = 1; k < n; k++)
            assert_true(runs[k] > runs[k - 1]);
    }
}

static void a_family_shares_runs(void **state) {
    (void)state;
    assert_int_equal(shared("polizeistation", "polizei"), 5);
    assert_int_equal(shared("bahnstation", "polizeistation"), 5);
    assert_int_equal(shared("police", "malice"), 2);
    assert_int_equal(shared("police", "zebra"), 0);
    assert_int_equal(shared("путину", "путиным"), 3);
}

static void the_longest_word(void **state) {
    (void)state;
    uint32_t runs[LETTER_RUNS_MAX];
    char word[3 * TOKEN_FORM_MAX];
    for (size_t i = 0; i < sizeof word; i++)
        word[i] = (char)('a' + i * i % 26);
    assert_true(letter_runs((struct str){word, sizeof word}, runs) <= LETTER_RUNS_MAX);
    assert_true(letter_runs((struct str){"\xff\xfe\x80", 3}, runs) > 0);
}

static void write_table(const char *path) {
    struct run_table_writer *writer = run_table_create();
    run_table_add(writer, STR("police"));
    run_table_add(writer, STR("policeman")); /* its runs in this document again: counted once */
    run_table_next(writer);
    run_table_add(writer, STR("police"));
    run_table_next(writer);
    run_table_next(writer); /* a document without words */
    if (run_table_finish(&writer, path, &e))
        fail_msg("%s", e.text);
    assert_null(writer);
}

static void counts_come_back(void **state) {
    (void)state;
    struct run_table *table = NULL;
    uint32_t runs[LETTER_RUNS_MAX];
    write_table("runs");
    assert_int_equal(run_table_open(&table, "runs", &e), ERR_OK);
    for (size_t i = 0, n = runs_of("police", runs); i < n; i++)
        assert_int_equal(run_table_documents(table, runs[i]), 2);
    for (size_t i = 0, n = runs_of("zebra", runs); i < n; i++)
        assert_int_equal(run_table_documents(table, runs[i]), 0);
    run_table_close(&table);
    run_table_close(&table);
    assert_null(table);
}

static void damaged_tables_are_refused(void **state) {
    (void)state;
    struct run_table *table = NULL;
    struct str whole;
    write_table("runs");
    assert_int_equal(file_read(arena, "runs", SIZE_MAX, &whole, &e), ERR_OK);
    for (size_t at = 0; at < whole.n; at += at < 64 || at + 64 > whole.n ? 1 : 9973) {
        char *bytes = memcpy(arena_alloc(arena, whole.n), whole.p, whole.n);
        bytes[at] ^= 0x40;
        assert_int_equal(file_replace("damaged", (struct str){bytes, whole.n}, &e), ERR_OK);
        assert_int_equal(run_table_open(&table, "damaged", &e), ERR_CORRUPT);
        assert_null(table);
    }
    assert_int_equal(file_replace("damaged", str_slice(whole, 0, whole.n - 1), &e), ERR_OK);
    assert_int_equal(run_table_open(&table, "damaged", &e), ERR_CORRUPT);
    assert_int_equal(run_table_open(&table, "missing", &e), ERR_NOT_FOUND);
    assert_null(table);
    struct run_table_writer *writer = run_table_create();
    assert_int_equal(run_table_finish(&writer, "nowhere/runs", &e), ERR_NOT_FOUND);
    assert_null(writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_their_runs),      cmocka_unit_test(a_family_shares_runs),
        cmocka_unit_test(the_longest_word),           cmocka_unit_test(counts_come_back),
        cmocka_unit_test(damaged_tables_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
