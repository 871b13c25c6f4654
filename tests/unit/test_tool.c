/* Running a program over bytes (indexer/confine/tool.h), outside the cage: what goes in, comes out, fails, is cut. */
#include "indexer/confine/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct tool_result result;
static struct err e;

static enum err_code run(struct str bytes, size_t most, const char *const *argv) {
    return tool_run(arena, argv, bytes, most, &result, &e);
}

static void bytes_go_through(void **state) {
    (void)state;
    struct str bytes = STR("Málaga\0保護衛士\n");
    assert_int_equal(run(bytes, 100, (const char *const[]){"cat", NULL}), ERR_OK);
    assert_true(str_eq(result.out, bytes));
    assert_int_equal(result.exit_status, 0);
    assert_int_equal(run(bytes, 100, (const char *const[]){"cat", "/dev/stdin", NULL}), ERR_OK);
    assert_true(str_eq(result.out, bytes));
    assert_int_equal(run(STR_EMPTY, 100, (const char *const[]){"cat", NULL}), ERR_OK);
    assert_int_equal(result.out.n, 0);
}

/* A megabyte does not fit into a pipe; what is not read must not stop the other side. */
static void large_bytes_go_through(void **state) {
    (void)state;
    size_t n = (size_t)5 << 20;
    char *bytes = arena_alloc(arena, n);
    memset(bytes, 'x', n);
    assert_int_equal(run((struct str){bytes, n}, n, (const char *const[]){"cat", NULL}), ERR_OK);
    assert_int_equal(result.out.n, n);
    assert_false(result.cut);
    assert_int_equal(run((struct str){bytes, n}, n - 1, (const char *const[]){"cat", NULL}), ERR_OK);
    assert_int_equal(result.out.n, n - 1);
    assert_true(result.cut);
    assert_int_equal(run((struct str){bytes, n}, 10, (const char *const[]){"true", NULL}), ERR_OK);
}

static void endless_output_is_cut(void **state) {
    (void)state;
    assert_int_equal(run(STR_EMPTY, 1000, (const char *const[]){"yes", NULL}), ERR_OK);
    assert_true(result.cut);
    assert_int_equal(result.out.n, 1000);
}

/* Some programs complain of every byte of a damaged file. */
static void endless_complaints_hold_nothing_up(void **state) {
    (void)state;
    static const char SCRIPT[] = "i=0; while [ $i -lt 20000 ]; do echo complaint >&2; i=$((i+1)); done; echo done";
    assert_int_equal(run(STR_EMPTY, 100, (const char *const[]){"sh", "-c", SCRIPT, NULL}), ERR_OK);
    assert_true(str_eq_c(result.out, "done\n"));
    assert_true(result.complaints.n > 1000 && result.complaints.n < 10000);
}

static void failures_are_told(void **state) {
    (void)state;
    assert_int_equal(run(STR_EMPTY, 100, (const char *const[]){"no-such-program-here", NULL}), ERR_NOT_FOUND);
    assert_non_null(strstr(e.text, "no-such-program-here"));
    assert_int_equal(run(STR_EMPTY, 100, (const char *const[]){"cat", "/nowhere/at/all", NULL}), ERR_OK);
    assert_int_equal(result.exit_status, 1);
    assert_non_null(strstr(result.complaints.p, "/nowhere/at/all"));
}

static void a_tool_starts_no_process(void **state) {
    (void)state;
    assert_int_equal(run(STR_EMPTY, 100, (const char *const[]){"sh", "-c", "/usr/bin/true; echo $?; echo done", NULL}), ERR_OK);
    assert_null(strstr(result.out.p, "0\ndone"));
    assert_int_equal(run(STR_EMPTY, 100, (const char *const[]){"env", NULL}), ERR_OK);
    assert_true(str_eq_c(result.out, "LC_ALL=C.UTF-8\n"));
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
        TEST(bytes_go_through),  TEST(large_bytes_go_through),   TEST(endless_output_is_cut),
        TEST(endless_complaints_hold_nothing_up), TEST(failures_are_told), TEST(a_tool_starts_no_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
