/* A scratch folder for tests that write files: each test begins in an empty folder of its own, with an arena and an error,
 * and the folder is gone behind it. Files are named relative to it. Included once by a test program; makes no test itself. */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include "corpus/base/arena.h"
#include "corpus/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct err e;

static int enter_scratch(void **state) {
    char *scratch = mem_strdup(STR("/tmp/rastro-test-XXXXXX"));
    *state = scratch;
    arena = arena_new();
    err_clear(&e);
    return mkdtemp(scratch) && chdir(scratch) == 0 ? 0 : -1;
}

static int leave_scratch(void **state) {
    int failed = chdir("/") != 0 || file_remove_tree(*state, &e) != ERR_OK || file_exists(*state);
    free(*state);
    arena_free(&arena);
    return failed;
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)

/* Tests of damage write thousands of copies, so nothing may wait for the disk: no fsync, and a new file each time, because
 * some file systems flush one that was emptied and written again. */
static inline void put(const char *path, struct str bytes) {
    unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static inline struct str get(const char *path) {
    const size_t cap = (size_t)64 << 20;
    struct str bytes;
    if (file_read(arena, path, cap, &bytes, &e))
        fail_msg("%s", e.text);
    return bytes;
}

#endif
