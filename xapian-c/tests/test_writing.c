/* Tests of writing: modes, locks, and that a batch is there whole or not at all. */
#include "xapian-c/tests/means.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void open_modes(void **state) {
    (void)state;
    const char *path = in_folder("modes");
    struct xc_writer *writer = (struct xc_writer *)&why;
    FAILS(XC_NOT_FOUND, xc_writer_open(&writer, path, XC_OPEN, 0, &why));
    assert_null(writer);
    writer = open_writer(path, XC_CREATE, 0);
    add_documents(writer, 1, 2);
    OK(xc_writer_close(&writer, &why));
    assert_null(writer);
    FAILS(XC_INVALID, xc_writer_open(&writer, path, XC_CREATE, 0, &why));
    SAYS("exists");
    writer = open_writer(path, XC_OPEN, 0);
    add_documents(writer, 3, 3);
    OK(xc_writer_close(&writer, &why));
    assert_int_equal(count_in(path), 3);
    writer = open_writer(path, XC_CREATE_OR_OPEN, 0);
    OK(xc_writer_close(&writer, &why));
    assert_int_equal(count_in(path), 3);
    writer = open_writer(path, XC_OVERWRITE, 0);
    xc_writer_abandon(&writer);
    assert_int_equal(count_in(path), 0);
    OK(xc_writer_open(&writer, in_folder("synced"), XC_CREATE, 0, &why));
    OK(xc_writer_close(&writer, &why));
    FAILS(XC_IO, xc_writer_open(&writer, in_folder("no/such/folder"), XC_CREATE, 0, &why));
    FAILS(XC_INVALID, xc_writer_open(&writer, path, XC_OPEN, 64, &why));
    FAILS(XC_INVALID, xc_writer_open(&writer, NULL, XC_OPEN, 0, &why));
}

/* A child holds the lock until it is told to let go. */
static void locks(void **state) {
    (void)state;
    const char *path = in_folder("locked");
    write_documents(path, 1, 1, 1);
    int ready[2], go[2];
    assert_int_equal(pipe(ready) + pipe(go), 0);
    pid_t child = fork();
    if (child == 0) {
        struct xc_writer *held;
        char byte = 'x';
        if (xc_writer_open(&held, path, XC_OPEN, XC_NO_SYNC, NULL) != XC_OK || write(ready[1], &byte, 1) != 1 ||
            read(go[0], &byte, 1) != 1)
            _exit(1);
        usleep(100000);
        xc_writer_abandon(&held);
        _exit(0);
    }
    char byte;
    struct xc_writer *writer;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    FAILS(XC_LOCKED, xc_writer_open(&writer, path, XC_OPEN, 0, &why));
    SAYS("another writer");
    assert_null(writer);
    assert_int_equal(count_in(path), 1); /* readers are not kept out */
    assert_int_equal(write(go[1], "x", 1), 1);
    OK(xc_writer_open(&writer, path, XC_OPEN, XC_WAIT_LOCK, &why));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    FAILS(XC_LOCKED, xc_writer_open(&(struct xc_writer *){NULL}, path, XC_OPEN, 0, &why)); /* in one process too */
    OK(xc_writer_close(&writer, &why));
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(go[i]);
    }
}

/* libxapian by itself would commit after 10,000 documents, and once more when the writer goes. */
static void nothing_is_committed_by_accident(void **state) {
    (void)state;
    const char *path = in_folder("accident");
    struct xc_writer *writer = open_writer(path, XC_CREATE, 0);
    struct xc_doc *doc;
    OK(xc_doc_new(&doc, &why));
    OK(xc_doc_add_term(doc, bytes("x"), 1, NULL, 0, &why));
    for (int i = 0; i < 10500; i++)
        OK(xc_writer_add(writer, doc, NULL, &why));
    OK(xc_writer_set_metadata(writer, "key", bytes("value"), &why));
    assert_int_equal(count_in(path), 0);
    xc_writer_abandon(&writer);
    assert_null(writer);
    assert_int_equal(count_in(path), 0);

    writer = open_writer(path, XC_OPEN, 0);
    OK(xc_writer_add(writer, doc, NULL, &why));
    assert_int_equal(count_in(path), 0);
    OK(xc_writer_commit(writer, &why));
    assert_int_equal(count_in(path), 1);
    OK(xc_writer_add(writer, doc, NULL, &why));
    xc_writer_abandon(&writer);
    assert_int_equal(count_in(path), 1);
    xc_doc_free(&doc);
}

/* libxapian makes its files durable but not their names in the folder, so that a power cut can bring back an old state
 * whose blocks are overwritten. This stands in for the C library's fsync; libxapian itself uses fdatasync. */
static unsigned folders_synced, others_synced;
int fsync(int fd) {
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        folders_synced++;
    else
        others_synced++;
    return (int)syscall(SYS_fsync, fd);
}

static void a_commit_is_durable(void **state) {
    (void)state;
    struct xc_writer *writer;
    folders_synced = others_synced = 0;
    OK(xc_writer_open(&writer, in_folder("durable"), XC_CREATE, 0, &why));
    assert_int_equal(folders_synced, 2); /* itself, and the one that has got a new folder */
    add_documents(writer, 1, 2);
    OK(xc_writer_commit(writer, &why));
    assert_int_equal(folders_synced, 3);
    OK(xc_writer_close(&writer, &why));
    assert_int_equal(folders_synced, 4);
    writer = open_writer(in_folder("hasty"), XC_CREATE, 0); /* XC_NO_SYNC */
    OK(xc_writer_close(&writer, &why));
    assert_int_equal(folders_synced, 4);
    assert_int_equal(others_synced, 0);

    FILE *stub = fopen(in_folder("stub"), "w");
    assert_non_null(stub);
    fputs("auto durable\n", stub);
    fclose(stub);
    FAILS(XC_UNSUPPORTED, xc_writer_open(&writer, in_folder("stub"), XC_OPEN, 0, &why));
    SAYS("folder");
    assert_null(writer);
}

static void replacing_and_deleting(void **state) {
    (void)state;
    const char *path = in_folder("replacing");
    struct xc_writer *writer = open_writer(path, XC_CREATE, 0);
    struct xc_doc *doc;
    uint32_t id;
    add_documents(writer, 1, 10);
    OK(xc_doc_new(&doc, &why));
    fill(doc, 4);
    OK(xc_doc_set_data(doc, bytes("four"), &why));
    OK(xc_writer_replace(writer, bytes("Q4"), doc, &id, &why));
    assert_int_equal(id, 4);
    fill(doc, 11);
    OK(xc_writer_replace(writer, bytes("Q11"), doc, &id, &why));
    assert_int_equal(id, 11);
    OK(xc_writer_delete(writer, bytes("Q7"), &why));
    OK(xc_writer_delete(writer, bytes("Q700"), &why)); /* nothing to delete */
    OK(xc_writer_set_metadata(writer, "key", bytes("value"), &why));
    OK(xc_writer_commit(writer, &why));
    OK(xc_writer_set_metadata(writer, "key", bytes(""), &why)); /* removes it */
    OK(xc_writer_close(&writer, &why));
    xc_doc_free(&doc);

    struct xc_db *db = open_one(path);
    struct xc_bytes data;
    uint32_t n;
    char *text;
    OK(xc_db_doc_count(db, &n, &why));
    assert_int_equal(n, 10);
    OK(xc_doc_read(db, 4, &doc, &why));
    OK(xc_doc_data(doc, &data, &why));
    assert_true(same(data, "four"));
    xc_doc_free(&doc);
    FAILS(XC_NOT_FOUND, xc_doc_read(db, 7, &doc, &why));
    OK(xc_db_metadata(db, "key", &text, NULL, &why));
    assert_string_equal(text, "");
    free(text);
    xc_db_close(&db);
}

/* A step that fails inside libxapian makes it drop the steps before. Then nothing more may be added as if nothing had
 * happened, and the next commit may not succeed. */
static void a_failed_step_spoils_the_writer(void **state) {
    (void)state;
    const char *path = in_folder("spoilt");
    struct xc_writer *writer = open_writer(path, XC_CREATE, XC_NO_TERMLIST);
    struct xc_doc *doc;
    add_documents(writer, 1, 3);
    OK(xc_writer_commit(writer, &why));
    add_documents(writer, 4, 20);
    OK(xc_doc_new(&doc, &why));
    fill(doc, 2);
    FAILS(XC_UNSUPPORTED, xc_writer_replace(writer, bytes("Q2"), doc, NULL, &why));
    FAILS(XC_INVALID, xc_writer_add(writer, doc, NULL, &why));
    SAYS("abandon");
    FAILS(XC_INVALID, xc_writer_delete(writer, bytes("Q2"), &why));
    FAILS(XC_INVALID, xc_writer_set_metadata(writer, "key", bytes("value"), &why));
    FAILS(XC_INVALID, xc_writer_add_spelling(writer, bytes("word"), 1, &why));
    FAILS(XC_INVALID, xc_writer_commit(writer, &why));
    FAILS(XC_INVALID, xc_writer_close(&writer, &why));
    assert_null(writer);
    assert_int_equal(count_in(path), 3);

    writer = open_writer(path, XC_OPEN, XC_NO_TERMLIST);
    FAILS(XC_UNSUPPORTED, xc_writer_delete(writer, bytes("Q2"), &why));
    FAILS(XC_INVALID, xc_writer_add(writer, doc, NULL, &why));
    xc_writer_abandon(&writer);
    assert_int_equal(count_in(path), 3);

    writer = open_writer(path, XC_OPEN, XC_NO_TERMLIST); /* what is refused before libxapian sees it does no harm */
    add_documents(writer, 4, 5);
    FAILS(XC_INVALID, xc_writer_replace(writer, bytes(""), doc, NULL, &why));
    FAILS(XC_INVALID, xc_writer_add(writer, NULL, NULL, &why));
    OK(xc_writer_close(&writer, &why));
    assert_int_equal(count_in(path), 5);
    xc_doc_free(&doc);

    struct xc_db *db = open_one(path);
    struct xc_walk *walk;
    FAILS(XC_UNSUPPORTED, xc_walk_doc_terms(db, 1, &walk, &why));
    assert_int_equal(total(db, term("all")), 5);
    xc_db_close(&db);
}

/* A disk that is full: files may not grow, then they may again, while the writer is still there. */
static void a_failed_commit_leaves_the_last_one(void **state) {
    (void)state;
    const char *path = in_folder("full");
    write_documents(path, 1, 50, 1);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 16384;
    struct xc_writer *writer = open_writer(path, XC_OPEN, 0);
    add_documents(writer, 51, 2000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum xc_code code = xc_writer_commit(writer, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    FAILS(XC_IO, code);
    FAILS(XC_INVALID, xc_writer_commit(writer, &why));
    xc_writer_abandon(&writer);
    assert_int_equal(count_in(path), 50);
    size_t problems;
    OK(xc_db_check(path, &problems, NULL, &why));
    assert_int_equal(problems, 0);
    writer = open_writer(path, XC_OPEN, 0);
    add_documents(writer, 51, 60);
    OK(xc_writer_close(&writer, &why));
    assert_int_equal(count_in(path), 60);
    signal(SIGXFSZ, SIG_DFL);
}

int writing_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_modes),
        cmocka_unit_test(locks),
        cmocka_unit_test(nothing_is_committed_by_accident),
        cmocka_unit_test(a_commit_is_durable),
        cmocka_unit_test(replacing_and_deleting),
        cmocka_unit_test(a_failed_step_spoils_the_writer),
        cmocka_unit_test(a_failed_commit_leaves_the_last_one),
    };
    return cmocka_run_group_tests_name("xapian-c: writing", tests, make_folder, remove_folder);
}
