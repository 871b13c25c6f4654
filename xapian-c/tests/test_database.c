/* Tests of errors, and of a database as a whole: its numbers, spellings, compaction, check. */
#include "xapian-c/tests/means.h"

#include <math.h>

/* ---- Errors ---------------------------------------------------------------------------------------------------------
 */

static void codes_have_names(void **state) {
    (void)state;
    assert_string_equal(xc_code_name(XC_OK), "XC_OK");
    assert_string_equal(xc_code_name(XC_LOCKED), "XC_LOCKED");
    assert_string_equal(xc_code_name(XC_INTERNAL), "XC_INTERNAL");
    assert_string_equal(xc_code_name((enum xc_code)15), "XC_?");
    assert_true(strncmp(xc_xapian_version(), "1.", 2) == 0);
}

static void failures_are_sentences(void **state) {
    (void)state;
    struct xc_db *db = (struct xc_db *)&why;
    const char *missing = in_folder("missing");
    FAILS(XC_NOT_FOUND, xc_db_open(&db, &missing, 1, &why));
    assert_null(db);
    SAYS("Cannot open the database \"");
    SAYS("/missing\": it is not there (DatabaseNotFoundError: ");
    assert_int_equal(why.text[strlen(why.text) - 1], '.');
    assert_int_equal(xc_db_open(&db, &missing, 1, NULL), XC_NOT_FOUND);

    /* A sentence that is too long is cut between two characters, here of three bytes each. */
    for (size_t shift = 0; shift < 3; shift++) {
        char name[1000] = "";
        memset(name, '/', shift + 1);
        for (size_t i = 0; i < 250; i++)
            memcpy(name + shift + 1 + 3 * i, "中", 4);
        const char *path = name;
        xc_db_open(&db, &path, 1, &why);
        size_t n = strlen(why.text);
        assert_in_range(n, XC_ERROR_TEXT - 6, XC_ERROR_TEXT - 1);
        assert_string_equal(why.text + n - 6, "中...");
    }
}

static void missing_arguments_are_refused(void **state) {
    (void)state;
    uint32_t n;
    char *text;
    struct xc_query *q;
    struct xc_matches *m;
    struct xc_search search = {0};
    FAILS(XC_INVALID, xc_db_open(NULL, NULL, 0, &why));
    FAILS(XC_INVALID, xc_db_doc_count(NULL, &n, &why));
    SAYS("no database was given");
    FAILS(XC_INVALID, xc_db_metadata(shapes[SINGLE], NULL, &text, NULL, &why));
    FAILS(XC_INVALID, xc_db_metadata(shapes[SINGLE], "", &text, NULL, &why));
    assert_null(text);
    FAILS(XC_INVALID, xc_search_run(shapes[SINGLE], &search, &m, &why));
    assert_null(m);
    FAILS(XC_INVALID, xc_query_term(&q, bytes(""), &why));
    SAYS("empty");
    FAILS(XC_INVALID, xc_query_join(&q, XC_AND, NULL, 2, 0, &why));
    FAILS(XC_INVALID, xc_query_join(&q, XC_AND, &(struct xc_query *){NULL}, 1, 0, &why));
    FAILS(XC_INVALID, xc_query_join(&q, (enum xc_op)15, NULL, 0, 0, &why));
    FAILS(XC_INVALID, xc_writer_commit(NULL, &why));
    FAILS(XC_INVALID, xc_walk_next(NULL, NULL, &why));
    FAILS(XC_INVALID, xc_doc_add_term(NULL, bytes("x"), 1, NULL, 0, &why));
    FAILS(XC_INVALID, xc_db_term_freq(shapes[SINGLE], bytes(""), &n, NULL, &why));

    /* A length without bytes, where bytes may be empty otherwise. */
    struct xc_bytes lost = {NULL, 5};
    struct xc_doc *doc;
    struct xc_walk *walk;
    FAILS(XC_INVALID, xc_walk_terms(shapes[SINGLE], lost, &walk, &why));
    FAILS(XC_INVALID, xc_walk_postings(shapes[SINGLE], lost, &walk, &why));
    FAILS(XC_INVALID, xc_query_prefix(&q, lost, 0, &why));
    FAILS(XC_INVALID, xc_query_wildcard(&q, shapes[SINGLE], lost, 0, &why));
    OK(xc_doc_new(&doc, &why));
    FAILS(XC_INVALID, xc_doc_set_value(doc, 0, lost, &why));
    FAILS(XC_INVALID, xc_doc_set_data(doc, lost, &why));
    xc_doc_free(&doc);

    /* What frees takes NULL twice over. */
    xc_db_close(NULL);
    xc_query_free(&(struct xc_query *){NULL});
    xc_walk_free(&(struct xc_walk *){NULL});
    xc_doc_free(NULL);
    xc_matches_free(NULL);
    xc_docset_free(NULL);
    xc_writer_abandon(NULL);
    OK(xc_writer_close(&(struct xc_writer *){NULL}, &why));
}

/* ---- Databases ------------------------------------------------------------------------------------------------------
 */

static void a_database_tells_about_itself(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_db *db = shapes[s];
        uint32_t n;
        uint64_t occurrences;
        double average;
        char *text;
        size_t size;
        assert_int_equal(xc_db_shard_count(db), shape_counts[s]);
        OK(xc_db_doc_count(db, &n, &why));
        assert_int_equal(n, DOCS);
        OK(xc_db_last_docid(db, &n, &why));
        assert_int_equal(n, DOCS);
        OK(xc_db_term_freq(db, bytes("m7"), &n, &occurrences, &why));
        assert_int_equal(n, DOCS / 7);
        assert_int_equal(occurrences, DOCS / 7);
        OK(xc_db_term_freq(db, bytes("all"), &n, NULL, &why));
        assert_int_equal(n, DOCS);
        OK(xc_db_term_freq(db, bytes("nowhere"), &n, &occurrences, &why));
        assert_int_equal(n + occurrences, 0);
        OK(xc_db_doc_length(db, 210, &n, &why)); /* all, m2, m3, m5, m7 and three words twice */
        assert_int_equal(n, 11);
        FAILS(XC_NOT_FOUND, xc_db_doc_length(db, DOCS + 9, &n, &why));
        OK(xc_db_average_length(db, &average, &why));
        double sum = DOCS * 7 + DOCS / 2 + DOCS / 3 + DOCS / 5 + DOCS / 7;
        assert_true(fabs(average - sum / DOCS) < 1e-9);
        OK(xc_db_metadata(db, "made by", &text, &size, &why));
        assert_string_equal(text, "xapian_c_test");
        assert_int_equal(size, 13);
        free(text);
        OK(xc_db_metadata(db, "nothing", &text, &size, &why));
        assert_string_equal(text, "");
        assert_int_equal(size, 0);
        free(text);
        OK(xc_db_uuid(db, &text, &why));
        assert_int_equal(strlen(text), shape_counts[s] * 37 - 1);
        free(text);
    }
}

static void expect_nothing(struct xc_walk **walk) {
    struct xc_entry entry;
    OK(xc_walk_skip(*walk, bytes("y"), 7, &why));
    OK(xc_walk_next(*walk, &entry, &why));
    assert_false(entry.valid);
    xc_walk_free(walk);
}

static void a_database_without_shards_is_empty(void **state) {
    (void)state;
    struct xc_db *db;
    uint32_t n;
    uint64_t occurrences;
    double average;
    char *text;
    struct xc_walk *walk;
    OK(xc_db_open(&db, NULL, 0, &why));
    assert_int_equal(xc_db_shard_count(db), 0);
    OK(xc_db_doc_count(db, &n, &why));
    assert_int_equal(n, 0);
    OK(xc_db_last_docid(db, &n, &why));
    assert_int_equal(n, 0);
    OK(xc_db_average_length(db, &average, &why));
    assert_true(average == 0);
    OK(xc_db_term_freq(db, bytes("x"), &n, &occurrences, &why));
    assert_int_equal(n + occurrences, 0);
    OK(xc_db_metadata(db, "x", &text, NULL, &why));
    free(text);
    OK(xc_db_uuid(db, &text, &why));
    free(text);
    OK(xc_db_suggest(db, bytes("word"), 2, &text, NULL, &why));
    free(text);
    OK(xc_walk_terms(db, bytes("x"), &walk, &why));
    expect_nothing(&walk);
    OK(xc_walk_postings(db, bytes("x"), &walk, &why));
    expect_nothing(&walk);
    OK(xc_walk_metadata_keys(db, bytes("x"), &walk, &why));
    expect_nothing(&walk);
    OK(xc_walk_values(db, 0, &walk, &why));
    expect_nothing(&walk);
    OK(xc_walk_spellings(db, &walk, &why));
    expect_nothing(&walk);
    struct xc_doc *doc;
    FAILS(XC_NOT_FOUND, xc_doc_read(db, 1, &doc, &why));
    assert_null(doc);
    FAILS(XC_NOT_FOUND, xc_db_doc_length(db, 1, &n, &why));
    assert_int_equal(total(db, term("all")), 0);
    struct xc_docset *set;
    struct xc_query *q;
    OK(xc_docset_new(&set, db, &why));
    OK(xc_query_docset(&q, set, &why));
    assert_true(xc_query_is_empty(q));
    xc_query_free(&q);
    xc_docset_free(&set);
    OK(xc_query_wildcard(&q, db, bytes("*"), 0, &why));
    assert_int_equal(total(db, q), 0);

    OK(xc_db_add_path(db, shape_paths[SINGLE][0], &why));
    assert_int_equal(total(db, term("all")), DOCS);
    FAILS(XC_NOT_FOUND, xc_db_add_path(db, in_folder("missing"), &why));
    assert_int_equal(xc_db_shard_count(db), 1);
    assert_int_equal(total(db, term("all")), DOCS);
    xc_db_close(&db);
    assert_null(db);
}

static void write_spellings(const char *path) {
    struct xc_writer *writer;
    OK(xc_writer_open(&writer, path, XC_CREATE, XC_NO_SYNC, &why));
    OK(xc_writer_add_spelling(writer, bytes("election"), 10, &why));
    OK(xc_writer_add_spelling(writer, bytes("elector"), 3, &why));
    OK(xc_writer_add_spelling(writer, bytes("elector"), 4, &why));
    OK(xc_writer_add_spelling(writer, bytes("выборы"), 2, &why));
    OK(xc_writer_close(&writer, &why));
}

static void spellings_are_suggested(void **state) {
    (void)state;
    const char *path = in_folder("spelling");
    write_spellings(path);
    struct xc_db *db = open_one(path);
    char *text;
    size_t n;
    static const char *const cases[][2] = {
        {"electoin", "election"}, {"выбары", "выборы"}, {"zzzzzzzz", ""}, {"election", ""}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK(xc_db_suggest(db, bytes(cases[i][0]), 2, &text, &n, &why));
        assert_string_equal(text, cases[i][1]);
        assert_int_equal(n, strlen(cases[i][1]));
        free(text);
    }
    struct xc_walk *walk;
    struct xc_entry entry;
    OK(xc_walk_spellings(db, &walk, &why));
    OK(xc_walk_next(walk, &entry, &why));
    assert_true(same(entry.text, "election") && entry.docs == 10);
    OK(xc_walk_next(walk, &entry, &why));
    assert_true(same(entry.text, "elector") && entry.docs == 7);
    xc_walk_free(&walk);
    xc_db_close(&db);
}

static void compacting_and_checking(void **state) {
    (void)state;
    size_t problems = 99;
    char *report;
    const char *to = in_folder("compact");
    OK(xc_db_compact(shape_paths[SHARDED], 3, to, &why));
    assert_int_equal(count_in(to), DOCS);
    OK(xc_db_check(to, &problems, &report, &why));
    assert_int_equal(problems, 0);
    assert_non_null(strstr(report, "postlist"));
    free(report);
    OK(xc_db_check(to, &problems, NULL, &why));

    /* Shard after shard: document d of shard s follows the last one of the shard before. */
    struct xc_db *db = open_one(to);
    struct xc_doc *doc;
    struct xc_bytes data;
    OK(xc_doc_read(db, DOCS / 3 + 1, &doc, &why));
    OK(xc_doc_data(doc, &data, &why));
    assert_true(same(data, "document 2"));
    xc_doc_free(&doc);
    xc_db_close(&db);

    FAILS(XC_INVALID, xc_db_compact(shape_paths[SHARDED], 3, to, &why));
    SAYS("exists already");
    FAILS(XC_INVALID, xc_db_compact(NULL, 0, in_folder("compact2"), &why));
    const char *missing = in_folder("missing");
    FAILS(XC_NOT_FOUND, xc_db_compact(&missing, 1, in_folder("compact2"), &why));
    FAILS(XC_NOT_FOUND, xc_db_check(missing, &problems, NULL, &why));
}

int database_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_names),
        cmocka_unit_test(failures_are_sentences),
        cmocka_unit_test(missing_arguments_are_refused),
        cmocka_unit_test(a_database_tells_about_itself),
        cmocka_unit_test(a_database_without_shards_is_empty),
        cmocka_unit_test(spellings_are_suggested),
        cmocka_unit_test(compacting_and_checking),
    };
    return cmocka_run_group_tests_name("xapian-c: databases", tests, make_folder, remove_folder);
}
