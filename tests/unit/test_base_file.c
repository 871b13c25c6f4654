/* Files and folders (corpus/base/file.h) in a scratch folder of the test's own: what is refused, what a failure leaves
 * behind, and that no link is followed. */
#include "corpus/base/buf.h"
#include "corpus/base/file.h"
#include "tests/unit/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define CAP ((size_t)1 << 20)

static void replace(const char *path, struct str bytes) {
    if (file_replace(path, bytes, &e) != ERR_OK)
        fail_msg("%s", e.text);
}

static void assert_holds(const char *path, struct str want) {
    struct str got;
    if (file_read(arena, path, CAP, &got, &e) != ERR_OK)
        fail_msg("%s", e.text);
    assert_true(str_eq(got, want));
}

static void assert_names(const char *folder, const char *want) {
    struct strs names;
    struct buf joined;
    assert_int_equal(file_list(arena, folder, &names, &e), ERR_OK);
    buf_init(&joined);
    for (size_t i = 0; i < names.n; i++)
        buf_addf(&joined, "%s%.*s", i ? " " : "", STR_FMT(names.v[i]));
    assert_string_equal(joined.data, want);
    buf_fini(&joined);
}

static void replaces_and_reads(void **state) {
    (void)state;
    replace("новости.txt", STR("старое"));
    replace("новости.txt", STR("новое\0и ещё"));
    assert_holds("новости.txt", STR("новое\0и ещё"));
    replace("empty", STR_EMPTY);
    assert_holds("empty", STR_EMPTY);
    assert_names(".", "empty новости.txt");
    struct stat st;
    assert_int_equal(stat("empty", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(file_exists("empty"));
    assert_false(file_exists("нет"));
}

static void refuses_what_is_too_large(void **state) {
    (void)state;
    struct str got;
    replace("ten", STR("0123456789"));
    assert_int_equal(file_read(arena, "ten", 10, &got, &e), ERR_OK);
    assert_int_equal(file_read(arena, "ten", 9, &got, &e), ERR_LIMIT);
    assert_string_equal(e.text, "ten is larger than the 9 bytes allowed here.");
    /* A file of /proc claims to be empty: the cap must hold while reading, too. */
    assert_int_equal(file_read(arena, "/proc/self/status", CAP, &got, &e), ERR_OK);
    assert_true(str_starts(got, STR("Name:")));
    assert_int_equal(file_read(arena, "/proc/self/status", 10, &got, &e), ERR_LIMIT);
}

static void refuses_what_is_no_file(void **state) {
    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    static const struct {
        const char *path;
        enum err_code code;
    } rows[] = {
        {"fifo", ERR_IO},           {"folder", ERR_IO}, {"/dev/zero", ERR_IO}, {"dangling", ERR_NOT_FOUND},
        {"missing", ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str got;
        struct file_map map;
        struct file_sum sum;
        assert_int_equal(file_read(arena, rows[i].path, CAP, &got, &e), rows[i].code);
        assert_non_null(strstr(e.text, rows[i].path));
        assert_int_equal(file_map_open(&map, rows[i].path, &e), rows[i].code);
        file_map_close(&map);
        assert_int_equal(file_checksum(rows[i].path, &sum, NULL), rows[i].code);
    }
    assert_string_equal(e.text, "missing could not be opened: No such file or directory.");
}

static void reads_through_links(void **state) {
    (void)state;
    replace("真実", STR("事実"));
    assert_int_equal(symlink("真実", "link"), 0);
    assert_holds("link", STR("事実"));
}

static void maps_files(void **state) {
    (void)state;
    struct file_map map;
    replace("map", STR("خريطة"));
    replace("empty", STR_EMPTY);
    assert_int_equal(file_map_open(&map, "map", &e), ERR_OK);
    assert_true(str_eq(map.bytes, STR("خريطة")));
    replace("map", STR("changed")); /* the old content stays mapped */
    assert_true(str_eq(map.bytes, STR("خريطة")));
    file_map_close(&map);
    assert_int_equal(map.bytes.n, 0);
    file_map_close(&map);
    assert_int_equal(file_map_open(&map, "empty", &e), ERR_OK);
    assert_true(str_eq(map.bytes, STR_EMPTY));
    file_map_close(&map);
}

static void sums_files(void **state) {
    (void)state;
    struct buf large;
    buf_init(&large);
    for (int i = 0; i < 50000; i++)
        buf_addf(&large, "%d ", i);
    replace("large", buf_str(&large));
    replace("empty", STR_EMPTY);
    struct file_sum sum;
    assert_int_equal(file_checksum("large", &sum, &e), ERR_OK);
    assert_int_equal(sum.size, large.n);
    assert_int_equal(sum.xxh3, str_hash(buf_str(&large)));
    assert_int_equal(file_checksum("empty", &sum, &e), ERR_OK);
    assert_int_equal(sum.size, 0);
    assert_int_equal(sum.xxh3, 0x2D06800538D394C2); /* XXH3 of nothing, from its specification */
    buf_fini(&large);
}

/* A size limit of the process stands in for a full disk: the write stops half way. */
static void failed_replacement_leaves_the_old(void **state) {
    (void)state;
    static char bytes[100000];
    struct rlimit old, small;
    replace("CURRENT", STR("000007"));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){.rlim_cur = 5000, .rlim_max = old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum err_code code = file_replace("CURRENT", (struct str){bytes, sizeof bytes}, &e);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(code, ERR_IO);
    assert_string_equal(e.text, "CURRENT could not be written: File too large.");
    assert_holds("CURRENT", STR("000007"));
    assert_names(".", "CURRENT");

    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(file_replace("folder", STR("x"), &e), ERR_IO);
    assert_int_equal(file_replace("missing/file", STR("x"), &e), ERR_NOT_FOUND);
    assert_string_equal(e.text, "missing/file could not be written: No such file or directory.");
    assert_names(".", "CURRENT folder");
}

static void replacing_a_link_keeps_its_target(void **state) {
    (void)state;
    replace("target", STR("keep"));
    assert_int_equal(symlink("target", "link"), 0);
    replace("link", STR("new"));
    assert_holds("target", STR("keep"));
    assert_holds("link", STR("new"));
}

static void makes_folders(void **state) {
    char *absolute = NULL;
    assert_true(asprintf(&absolute, "%s/x//y/", (char *)*state) > 0);
    assert_int_equal(file_make_dirs("ሀ/b/ç", &e), ERR_OK);
    assert_int_equal(file_make_dirs("ሀ/b/ç/", &e), ERR_OK);
    assert_int_equal(file_make_dirs(absolute, &e), ERR_OK);
    assert_int_equal(file_make_dirs("/", &e), ERR_OK);
    assert_names("ሀ/b", "ç");
    assert_names("x", "y");
    struct stat st;
    assert_int_equal(stat("ሀ", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    replace("file", STR("x"));
    assert_int_equal(file_make_dirs("file", &e), ERR_IO);
    assert_string_equal(e.text, "The folder file could not be made: a file of that name is there.");
    assert_int_equal(file_make_dirs("file/below", &e), ERR_IO);
    assert_int_equal(file_make_dirs("", &e), ERR_NOT_FOUND);
    free(absolute);
}

static void renames(void **state) {
    (void)state;
    replace("a", STR("A"));
    assert_int_equal(file_make_dirs("there", &e), ERR_OK);
    assert_int_equal(file_rename("a", "there/b", &e), ERR_OK);
    assert_holds("there/b", STR("A"));
    assert_int_equal(file_rename("there/", "elsewhere/", &e), ERR_OK);
    assert_holds("elsewhere/b", STR("A"));
    assert_int_equal(file_rename("a", "c", &e), ERR_NOT_FOUND);
    assert_string_equal(e.text, "a could not be renamed to c: No such file or directory.");
}

static void lists_in_byte_order(void **state) {
    (void)state;
    static const char *const names[] = {"b", "a", "é", "B", ".hidden", "北", "10", "9"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        replace(names[i], STR_EMPTY);
    assert_names(".", ".hidden 10 9 B a b é 北");
    struct strs list;
    assert_int_equal(file_list(arena, "a", &list, &e), ERR_IO);
    assert_int_equal(file_list(arena, "missing", &list, &e), ERR_NOT_FOUND);
}

static void removes_trees_but_follows_no_link(void **state) {
    (void)state;
    assert_int_equal(file_make_dirs("tree/a/b/c", &e), ERR_OK);
    assert_int_equal(file_make_dirs("outside", &e), ERR_OK);
    replace("outside/keep", STR("safe"));
    replace("tree/a/b/file", STR("x"));
    assert_int_equal(mkfifo("tree/fifo", 0600), 0);
    assert_int_equal(symlink("../../outside", "tree/a/out"), 0);
    assert_int_equal(symlink("nowhere", "tree/dangling"), 0);
    assert_int_equal(symlink("outside", "link"), 0);
    assert_int_equal(file_remove_tree("tree/", &e), ERR_OK);
    assert_int_equal(file_remove_tree("link/", &e), ERR_OK);
    assert_int_equal(file_remove_tree("missing/", &e), ERR_OK);
    assert_names(".", "outside");
    assert_holds("outside/keep", STR("safe"));
    assert_int_equal(file_remove_tree("outside/keep", &e), ERR_OK);
    assert_names("outside", "");
    assert_int_equal(file_remove_tree("/proc/self/status", &e), ERR_IO);
    assert_true(str_starts(str_from(e.text), STR("/proc/self/status could not be removed: ")));
}

static void syncs_trees(void **state) {
    (void)state;
    assert_int_equal(file_make_dirs("tree/a/b", &e), ERR_OK);
    replace("tree/a/b/file", STR("x"));
    assert_int_equal(mkfifo("tree/fifo", 0600), 0);
    assert_int_equal(symlink("nowhere", "tree/dangling"), 0);
    assert_int_equal(symlink("tree", "link"), 0);
    assert_int_equal(file_sync_tree("tree/", &e), ERR_OK);
    assert_int_equal(file_sync_tree("link", &e), ERR_OK);
    assert_int_equal(file_sync_tree("tree/a/b/file", &e), ERR_OK);
    assert_int_equal(file_sync_dir("tree", &e), ERR_OK);
    assert_int_equal(file_sync_dir("tree/a/b/file", &e), ERR_IO);
    assert_int_equal(file_sync_tree("missing", &e), ERR_NOT_FOUND);
    assert_string_equal(e.text, "missing could not be opened: No such file or directory.");
}

int main(void) {
    const struct CMUnitTest file[] = {
        IN_SCRATCH(replaces_and_reads),
        IN_SCRATCH(refuses_what_is_too_large),
        IN_SCRATCH(refuses_what_is_no_file),
        IN_SCRATCH(reads_through_links),
        IN_SCRATCH(maps_files),
        IN_SCRATCH(sums_files),
        IN_SCRATCH(failed_replacement_leaves_the_old),
        IN_SCRATCH(replacing_a_link_keeps_its_target),
        IN_SCRATCH(makes_folders),
        IN_SCRATCH(renames),
        IN_SCRATCH(lists_in_byte_order),
        IN_SCRATCH(removes_trees_but_follows_no_link),
        IN_SCRATCH(syncs_trees),
    };
    return cmocka_run_group_tests(file, NULL, NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}
