/* Tests of what goes wrong with a database: damage, a writer that overtakes a reader. */
#include "xapian-c/tests/means.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void truncate_file(const char *db, const char *name, off_t size) {
    char path[5000];
    snprintf(path, sizeof path, "%s/%s", db, name);
    assert_int_equal(truncate(path, size), 0);
}

static void damaged_databases_are_told(void **state) {
    (void)state;
    static const struct {
        const char *file;
        off_t size;
        enum xc_code code;
    } cases[] = {{"iamglass", 0, XC_CORRUPT},
                 {"iamglass", 20, XC_CORRUPT},
                 {"iamglass", 40, XC_CORRUPT},
                 {"postlist.glass", 0, XC_CORRUPT},
                 {"postlist.glass", 5000, XC_CORRUPT}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *path = in_folder("damaged");
        copy_database(shape_paths[SINGLE][0], path);
        assert_int_equal(open_and_search(path), XC_OK);
        truncate_file(path, cases[i].file, cases[i].size);
        FAILS(cases[i].code, open_and_search(path));
        remove_tree(path);
    }
    const char *path = in_folder("damaged");
    copy_database(shape_paths[SINGLE][0], path);
    FILE *f = fopen(in_folder("damaged/iamglass"), "r+b");
    assert_non_null(f);
    fseek(f, 14, SEEK_SET); /* behind the magic: the format's version */
    fputs("\x7f\x7f", f);
    fclose(f);
    FAILS(XC_VERSION, open_and_search(path));
    unlink(in_folder("damaged/iamglass"));
    FAILS(XC_NOT_FOUND, open_and_search(path));
    remove_tree(path);

    f = fopen(in_folder("text"), "w");
    assert_non_null(f);
    fputs("This is no database.\n", f);
    fclose(f);
    FAILS(XC_CORRUPT, open_and_search(in_folder("text")));
    fclose(fopen(in_folder("empty"), "w")); /* to libxapian a list of no databases, so one without documents */
    FAILS(XC_NOT_FOUND, open_and_search(in_folder("empty")));
    size_t problems;
    FAILS(XC_CORRUPT, xc_db_check(in_folder("text"), &problems, NULL, &why));
}

static void a_reader_is_told_that_it_was_overtaken(void **state) {
    (void)state;
    const char *path = in_folder("overtaken");
    write_documents(path, 1, 1000, 1);
    struct xc_db *db = open_one(path);
    struct xc_writer *writer;
    struct xc_doc *doc;
    OK(xc_writer_open(&writer, path, XC_OPEN, XC_NO_SYNC, &why));
    OK(xc_doc_new(&doc, &why));
    for (uint32_t i = 0; i < 4; i++) {
        for (uint32_t d = 1; d <= 1000; d++) {
            char id[16];
            snprintf(id, sizeof id, "Q%u", d);
            fill(doc, d);
            OK(xc_doc_add_term(doc, bytes("new"), i + 1, NULL, 0, &why));
            OK(xc_writer_replace(writer, bytes(id), doc, NULL, &why));
        }
        OK(xc_writer_commit(writer, &why));
    }
    xc_doc_free(&doc);
    OK(xc_writer_close(&writer, &why));
    struct xc_query *q = term("w1");
    struct xc_search search = {.query = q, .exact = true};
    struct xc_matches *m;
    FAILS(XC_MODIFIED, xc_search_run(db, &search, &m, &why));
    SAYS("opened anew");
    xc_query_free(&q);
    xc_db_close(&db);
    assert_int_equal(open_and_search(path), XC_OK);
}

#ifndef __SANITIZE_ADDRESS__ /* which ends the program when memory does */
/* In a child, whose memory is limited to what it has and a little more. */
static enum xc_code store_without_memory(void) {
    struct xc_bytes big = {calloc(1, XC_DATA_MAX), XC_DATA_MAX};
    struct rlimit limit = {0};
    struct xc_doc *doc;
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || !big.p)
        return XC_INTERNAL;
    int got = fscanf(f, "%lu", &pages);
    fclose(f);
    if (got != 1 || xc_doc_new(&doc, NULL) != XC_OK)
        return XC_INTERNAL;
    limit.rlim_cur = limit.rlim_max = pages * (unsigned long)sysconf(_SC_PAGESIZE) + XC_DATA_MAX / 2;
    if (setrlimit(RLIMIT_AS, &limit) != 0)
        return XC_INTERNAL;
    enum xc_code code = xc_doc_set_data(doc, big, &why);
    return strstr(why.text, "not enough memory") ? code : XC_INTERNAL;
}

static void memory_runs_out(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0)
        _exit((int)store_without_memory());
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), XC_MEMORY);
}
#endif

int damage_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_databases_are_told),
        cmocka_unit_test(a_reader_is_told_that_it_was_overtaken),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(memory_runs_out),
#endif
    };
    return cmocka_run_group_tests_name("xapian-c: damage", tests, make_folder, remove_folder);
}
