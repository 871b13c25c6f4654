/* Tests of sets of documents as conditions. */
#include "xapian-c/tests/means.h"

static void sets_hold_documents_once(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_docset *set;
        struct xc_query *q;
        OK(xc_docset_new(&set, shapes[s], &why));
        assert_int_equal(xc_docset_count(set), 0);
        OK(xc_query_docset(&q, set, &why));
        assert_int_equal(total(shapes[s], q), 0); /* an empty set matches nothing */
        static const uint32_t members[] = {9, 3, 9, 240, 1, 3, 500, 241};
        for (size_t i = 0; i < COUNT(members); i++)
            xc_docset_add(set, members[i]);
        assert_int_equal(xc_docset_count(set), 6);
        OK(xc_query_docset(&q, set, &why));
        xc_docset_add(set, 17);                   /* too late for q */
        assert_int_equal(total(shapes[s], q), 4); /* 241 and 500 are not there */
        OK(xc_query_docset(&q, set, &why));
        q = join(XC_AND_NOT, 0, 2, term("all"), q);
        assert_int_equal(total(shapes[s], q), DOCS - 5);
        xc_docset_add(set, 0);
        FAILS(XC_INVALID, xc_query_docset(&q, set, &why));
        xc_docset_free(&set);
        assert_null(set);
        assert_int_equal(xc_docset_count(NULL), 0);
    }
}

/* Only the first shard, whose documents have odd numbers, has anything to show. */
static bool see_any(void *context, uint32_t docid) {
    assert_int_equal(docid % 2, 1);
    ++*(uint32_t *)context;
    return true;
}

/* Numbers of deleted documents in a set never become hits. */
static void sets_have_no_deleted_documents(void **state) {
    (void)state;
    const char *path = in_folder("holes");
    struct xc_writer *writer = open_writer(path, XC_CREATE, 0);
    add_documents(writer, 1, 30);
    static const char *const gone[] = {"Q3", "Q4", "Q17", "Q30"};
    for (size_t i = 0; i < COUNT(gone); i++)
        OK(xc_writer_delete(writer, bytes(gone[i]), &why));
    OK(xc_writer_close(&writer, &why));
    const char *paths[2] = {shape_paths[SINGLE][0], path};
    struct xc_db *db;
    struct xc_docset *set;
    struct xc_query *q, *all;
    uint32_t calls = 0;
    OK(xc_db_open(&db, paths, 2, &why));
    OK(xc_docset_new(&set, db, &why));
    for (uint32_t i = 1; i <= 31; i++)
        xc_docset_add(set, 2 * i); /* all of the second shard, and one more */
    OK(xc_query_docset(&q, set, &why));
    assert_int_equal(total(db, q), 26);
    OK(xc_query_docset(&q, set, &why));
    OK(xc_query_all(&all, &why));
    q = join(XC_AND_NOT, 0, 2, all, q);
    struct xc_search search = {.query = q, .exact = true, .on_match = see_any, .on_match_context = &calls};
    struct xc_matches *m = run(db, &search);
    assert_int_equal(calls, DOCS);
    xc_matches_free(&m);
    assert_int_equal(total(db, q), DOCS);
    xc_docset_free(&set);
    xc_db_close(&db);
}

static void sets_know_their_database(void **state) {
    (void)state;
    struct xc_docset *set;
    struct xc_query *q;
    struct xc_matches *m;
    struct xc_db *db;
    OK(xc_docset_new(&set, shapes[SINGLE], &why));
    xc_docset_add(set, 1);
    OK(xc_query_docset(&q, set, &why));
    xc_docset_free(&set);
    struct xc_search search = {.query = q};
    FAILS(XC_INVALID, xc_search_run(shapes[SHARDED], &search, &m, &why));
    SAYS("another database");
    xc_query_free(&q);

    const char *twice[2] = {shape_paths[SINGLE][0], shape_paths[SINGLE][0]};
    OK(xc_db_open(&db, twice, 2, &why));
    FAILS(XC_INVALID, xc_docset_new(&set, db, &why));
    SAYS("uuid");
    struct seen seen = {0};
    q = term("all");
    search = (struct xc_search){.query = q, .exact = true, .on_match = see, .on_match_context = &seen};
    FAILS(XC_INVALID, xc_search_run(db, &search, &m, &why));
    assert_int_equal(total(db, q), 2 * DOCS); /* the rest works */
    xc_db_close(&db);

    const char *copy = in_folder("copy");
    copy_database(shape_paths[SHARDED][1], copy);
    const char *copied[2] = {shape_paths[SHARDED][1], copy};
    OK(xc_db_open(&db, copied, 2, &why));
    FAILS(XC_INVALID, xc_docset_new(&set, db, &why));
    xc_db_close(&db);

    /* A stub file that names three shards is as good as the three. */
    FILE *stub = fopen(in_folder("stub"), "w");
    assert_non_null(stub);
    for (size_t s = 0; s < 3; s++)
        fprintf(stub, "auto %s\n", shape_paths[SHARDED][s]);
    fclose(stub);
    db = open_one(in_folder("stub"));
    assert_int_equal(xc_db_shard_count(db), 3);
    bool member[DOCS + 1] = {0};
    member[4] = member[5] = member[6] = true;
    q = docset_query(db, member);
    search = (struct xc_search){.query = q, .exact = true, .on_match = see, .on_match_context = &seen};
    m = run(db, &search);
    assert_memory_equal(seen.doc, member, sizeof member);
    xc_matches_free(&m);
    xc_query_free(&q);
    xc_db_close(&db);
}

int docset_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_hold_documents_once),
        cmocka_unit_test(sets_have_no_deleted_documents),
        cmocka_unit_test(sets_know_their_database),
    };
    return cmocka_run_group_tests_name("xapian-c: docsets", tests, make_folder, remove_folder);
}
