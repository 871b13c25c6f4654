/* Tests of documents, of what may be in them, and of walks. */
#include "xapian-c/tests/means.h"

/* ---- Documents ------------------------------------------------------------------------------------------------------
 */

static void documents_are_read_back(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++)
        for (uint32_t i = 1; i <= DOCS; i++) {
            struct xc_doc *doc;
            struct xc_bytes data, number, category, none;
            char text[32];
            OK(xc_doc_read(shapes[s], i, &doc, &why));
            OK(xc_doc_data(doc, &data, &why));
            OK(xc_doc_value(doc, 0, &number, &why));
            OK(xc_doc_value(doc, 1, &category, &why));
            OK(xc_doc_value(doc, 7, &none, &why));
            snprintf(text, sizeof text, "document %u", i); /* all of them are still good */
            assert_true(same(data, text));
            snprintf(text, sizeof text, "%04u", i);
            assert_true(same(number, i % 5 ? text : ""));
            snprintf(text, sizeof text, "c%u", i % 3);
            assert_true(same(category, i % 4 ? text : ""));
            assert_true(same(none, ""));
            xc_doc_free(&doc);
        }
    struct xc_doc *doc;
    FAILS(XC_NOT_FOUND, xc_doc_read(shapes[SINGLE], DOCS + 1, &doc, &why));
    assert_null(doc);
    FAILS(XC_INVALID, xc_doc_read(shapes[SINGLE], 0, &doc, &why));
}

static void any_byte_survives(void **state) {
    (void)state;
    const char *path = in_folder("bytes");
    char all[256];
    for (size_t i = 0; i < sizeof all; i++)
        all[i] = (char)i;
    struct xc_bytes term_bytes = {all, 244}, value = {all, 256}, got; /* one NUL: costs two */
    struct xc_writer *writer;
    struct xc_doc *doc;
    OK(xc_writer_open(&writer, path, XC_CREATE, XC_NO_SYNC, &why));
    OK(xc_doc_new(&doc, &why));
    OK(xc_doc_add_term(doc, term_bytes, 1, (const uint32_t[]){1}, 1, &why));
    OK(xc_doc_set_value(doc, 3, value, &why));
    OK(xc_doc_set_data(doc, value, &why));
    OK(xc_doc_value(doc, 3, &got, &why)); /* also before it is written */
    assert_int_equal(got.n, 256);
    OK(xc_writer_add(writer, doc, NULL, &why));
    xc_doc_free(&doc);
    OK(xc_writer_set_metadata(writer, "bytes", value, &why));
    OK(xc_writer_close(&writer, &why));

    struct xc_db *db = open_one(path);
    char *text;
    size_t n;
    struct xc_query *q;
    OK(xc_db_metadata(db, "bytes", &text, &n, &why));
    assert_int_equal(n, 256);
    assert_memory_equal(text, all, 256);
    assert_int_equal(text[256], 0);
    free(text);
    OK(xc_query_term(&q, term_bytes, &why));
    assert_int_equal(total(db, q), 1);
    OK(xc_doc_read(db, 1, &doc, &why));
    OK(xc_doc_value(doc, 3, &got, &why));
    assert_int_equal(got.n, 256);
    assert_memory_equal(got.p, all, 256);
    xc_doc_free(&doc);
    xc_db_close(&db);
}

static void a_document_is_used_again(void **state) {
    (void)state;
    const char *path = in_folder("again");
    struct xc_writer *writer;
    struct xc_doc *doc;
    struct xc_bytes got;
    uint32_t id;
    OK(xc_writer_open(&writer, path, XC_CREATE, XC_NO_SYNC, &why));
    OK(xc_doc_new(&doc, &why));
    OK(xc_doc_add_term(doc, bytes("one"), 2, NULL, 0, &why));
    OK(xc_doc_add_term(doc, bytes("one"), 3, (const uint32_t[]){9, 4}, 2, &why)); /* adds to it */
    OK(xc_doc_set_value(doc, 0, bytes("first"), &why));
    OK(xc_doc_set_value(doc, 0, bytes("second"), &why)); /* replaces it */
    OK(xc_doc_set_value(doc, 1, bytes("x"), &why));
    OK(xc_doc_set_value(doc, 1, bytes(""), &why)); /* removes it */
    OK(xc_doc_value(doc, 0, &got, &why));
    assert_true(same(got, "second"));
    OK(xc_writer_add(writer, doc, &id, &why));
    assert_int_equal(id, 1);
    xc_doc_clear(doc);
    OK(xc_doc_value(doc, 0, &got, &why));
    assert_true(same(got, ""));
    OK(xc_doc_add_term(doc, bytes("two"), 1, NULL, 0, &why));
    OK(xc_writer_add(writer, doc, &id, &why));
    assert_int_equal(id, 2);
    xc_doc_free(&doc);
    OK(xc_writer_close(&writer, &why));

    struct xc_db *db = open_one(path);
    struct xc_walk *walk;
    struct xc_entry entry;
    OK(xc_walk_doc_terms(db, 1, &walk, &why));
    OK(xc_walk_next(walk, &entry, &why));
    assert_true(same(entry.text, "one") && entry.wdf == 5);
    OK(xc_walk_next(walk, &entry, &why));
    assert_false(entry.valid);
    xc_walk_free(&walk);
    OK(xc_walk_positions(db, 1, bytes("one"), &walk, &why));
    OK(xc_walk_next(walk, &entry, &why));
    assert_int_equal(entry.position, 4);
    OK(xc_walk_next(walk, &entry, &why));
    assert_int_equal(entry.position, 9);
    xc_walk_free(&walk);
    OK(xc_walk_doc_values(db, 1, &walk, &why));
    OK(xc_walk_next(walk, &entry, &why));
    assert_true(entry.valid && entry.slot == 0 && same(entry.text, "second"));
    OK(xc_walk_next(walk, &entry, &why));
    assert_false(entry.valid);
    xc_walk_free(&walk);
    assert_int_equal(total(db, term("one")), 1);
    assert_int_equal(total(db, term("two")), 1);
    xc_db_close(&db);
}

/* What the limits allow must also survive the commit; what they do not allow must not disturb the writer. */
static void limits_hold(void **state) {
    (void)state;
    const char *path = in_folder("limits");
    char *big = malloc(XC_DATA_MAX + 1);
    assert_non_null(big);
    char long_key[XC_TERM_MAX + 2] = "";
    struct xc_writer *writer;
    struct xc_doc *doc;
    struct xc_query *q;
    OK(xc_writer_open(&writer, path, XC_CREATE, XC_NO_SYNC, &why));
    OK(xc_doc_new(&doc, &why));

    OK(xc_doc_add_term(doc, many(big, 't', XC_TERM_MAX), 1, (const uint32_t[]){UINT32_MAX - 1}, 1, &why));
    OK(xc_doc_add_term(doc, many(big, '\0', XC_TERM_MAX / 2), 1, (const uint32_t[]){1}, 1, &why));
    FAILS(XC_TOO_LONG, xc_doc_add_term(doc, many(big, 't', XC_TERM_MAX + 1), 1, NULL, 0, &why));
    SAYS("246 bytes and 245");
    FAILS(XC_TOO_LONG, xc_doc_add_term(doc, many(big, '\0', XC_TERM_MAX / 2 + 1), 1, NULL, 0, &why));
    SAYS("NUL");
    FAILS(XC_INVALID, xc_doc_add_term(doc, bytes(""), 1, NULL, 0, &why));
    OK(xc_doc_set_value(doc, 0, many(big, 'v', XC_VALUE_MAX), &why));
    FAILS(XC_TOO_LONG, xc_doc_set_value(doc, 0, many(big, 'v', XC_VALUE_MAX + 1), &why));
    OK(xc_doc_set_value(doc, UINT32_MAX - 1, bytes("v"), &why));
    FAILS(XC_INVALID, xc_doc_set_value(doc, UINT32_MAX, bytes("v"), &why));
    unsigned noise = 1;
    for (size_t i = 0; i < XC_DATA_MAX; i++) /* nothing that zlib could make smaller */
        big[i] = (char)((noise = noise * 1103515245 + 12345) >> 16);
    OK(xc_doc_set_data(doc, (struct xc_bytes){big, XC_DATA_MAX}, &why));
    FAILS(XC_TOO_LONG, xc_doc_set_data(doc, (struct xc_bytes){big, XC_DATA_MAX + 1}, &why));
    OK(xc_writer_add(writer, doc, NULL, &why));
    OK(xc_writer_set_metadata(writer, "big", (struct xc_bytes){big, XC_DATA_MAX}, &why));
    FAILS(XC_TOO_LONG, xc_writer_set_metadata(writer, "big", (struct xc_bytes){big, XC_DATA_MAX + 1}, &why));

    memset(long_key, 'k', XC_TERM_MAX + 1);
    FAILS(XC_TOO_LONG, xc_writer_set_metadata(writer, long_key, bytes("x"), &why));
    FAILS(XC_TOO_LONG, xc_writer_add_spelling(writer, bytes(long_key), 1, &why));
    FAILS(XC_TOO_LONG, xc_writer_replace(writer, bytes(long_key), doc, NULL, &why));
    FAILS(XC_TOO_LONG, xc_writer_delete(writer, bytes(long_key), &why));
    FAILS(XC_TOO_LONG, xc_query_term(&q, bytes(long_key), &why));
    FAILS(XC_TOO_LONG, xc_query_prefix(&q, bytes(long_key), 0, &why));
    FAILS(XC_TOO_LONG, xc_query_wildcard(&q, shapes[SINGLE], bytes(long_key), 0, &why));
    long_key[XC_TERM_MAX] = '\0';
    OK(xc_writer_set_metadata(writer, long_key, bytes("x"), &why));
    OK(xc_writer_add_spelling(writer, bytes(long_key), 1, &why));
    xc_doc_free(&doc);
    OK(xc_writer_close(&writer, &why));

    struct xc_db *db = open_one(path);
    char *text;
    size_t n;
    OK(xc_db_metadata(db, "big", &text, &n, &why));
    assert_int_equal(n, XC_DATA_MAX);
    free(text);
    OK(xc_query_term(&q, many(big, 't', XC_TERM_MAX), &why));
    assert_int_equal(total(db, q), 1);
    OK(xc_query_term(&q, many(big, '\0', XC_TERM_MAX / 2), &why));
    assert_int_equal(total(db, q), 1);
    xc_db_close(&db);
    free(big);
    remove_tree(path);
}

/* ---- Walks ----------------------------------------------------------------------------------------------------------
 */

/* The next entry must have this text and these numbers. */
static void expect_term(struct xc_walk *walk, const char *text, uint32_t docs) {
    struct xc_entry entry;
    OK(xc_walk_next(walk, &entry, &why));
    assert_true(entry.valid);
    assert_true(same(entry.text, text));
    assert_int_equal(entry.docs, docs);
}

static void expect_end(struct xc_walk *walk) {
    struct xc_entry entry;
    for (int i = 0; i < 2; i++) {
        OK(xc_walk_next(walk, &entry, &why));
        assert_false(entry.valid);
        OK(xc_walk_skip(walk, bytes(""), 0, &why));
    }
}

static void walking_over_terms(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_walk *walk;
        OK(xc_walk_terms(shapes[s], bytes("m"), &walk, &why));
        for (size_t d = 0; d < DIVISORS; d++) {
            char text[8];
            snprintf(text, sizeof text, "m%u", divisors[d]);
            expect_term(walk, text, DOCS / divisors[d]);
        }
        expect_end(walk);
        xc_walk_free(&walk);

        OK(xc_walk_terms(shapes[s], bytes("m"), &walk, &why));
        OK(xc_walk_skip(walk, bytes("m4"), 0, &why));
        OK(xc_walk_skip(walk, bytes("m3"), 0, &why)); /* never back */
        expect_term(walk, "m5", DOCS / 5);
        OK(xc_walk_skip(walk, bytes("m5"), 0, &why)); /* was given out */
        expect_term(walk, "m7", DOCS / 7);
        OK(xc_walk_skip(walk, bytes("a"), 0, &why));
        expect_end(walk);
        xc_walk_free(&walk);

        OK(xc_walk_terms(shapes[s], bytes("m"), &walk, &why));
        OK(xc_walk_skip(walk, bytes("a"), 0, &why)); /* not before the prefix either */
        expect_term(walk, "m2", DOCS / 2);
        OK(xc_walk_skip(walk, bytes("w"), 0, &why)); /* nor behind it */
        expect_end(walk);
        xc_walk_free(&walk);
    }
}

static void walking_over_postings(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_walk *walk;
        struct xc_entry entry;
        OK(xc_walk_postings(shapes[s], bytes("m7"), &walk, &why));
        for (uint32_t i = 7; i <= DOCS; i += 7) {
            OK(xc_walk_next(walk, &entry, &why));
            assert_true(entry.valid && entry.docid == i && entry.wdf == 1);
        }
        expect_end(walk);
        xc_walk_free(&walk);
        OK(xc_walk_postings(shapes[s], bytes("m7"), &walk, &why));
        OK(xc_walk_skip(walk, bytes(""), 100, &why));
        OK(xc_walk_next(walk, &entry, &why));
        assert_int_equal(entry.docid, 105);
        OK(xc_walk_skip(walk, bytes(""), 9999, &why));
        expect_end(walk);
        xc_walk_free(&walk);
        OK(xc_walk_postings(shapes[s], bytes(""), &walk, &why)); /* all documents */
        for (uint32_t i = 1; i <= DOCS; i++) {
            OK(xc_walk_next(walk, &entry, &why));
            assert_int_equal(entry.docid, i);
        }
        expect_end(walk);
        xc_walk_free(&walk);
        OK(xc_walk_postings(shapes[s], bytes("nowhere"), &walk, &why));
        expect_end(walk);
        xc_walk_free(&walk);
    }
}

static void walking_over_values_and_documents(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_walk *walk;
        struct xc_entry entry;
        char text[8];
        OK(xc_walk_values(shapes[s], 0, &walk, &why));
        for (uint32_t i = 1; i <= DOCS; i++)
            if (i % 5) {
                OK(xc_walk_next(walk, &entry, &why));
                snprintf(text, sizeof text, "%04u", i);
                assert_true(entry.docid == i && entry.slot == 0 && same(entry.text, text));
            }
        expect_end(walk);
        xc_walk_free(&walk);
        OK(xc_walk_values(shapes[s], 0, &walk, &why));
        OK(xc_walk_skip(walk, bytes(""), 25, &why));
        OK(xc_walk_next(walk, &entry, &why));
        assert_int_equal(entry.docid, 26);
        xc_walk_free(&walk);

        OK(xc_walk_doc_values(shapes[s], 7, &walk, &why));
        OK(xc_walk_next(walk, &entry, &why));
        assert_true(entry.docid == 7 && entry.slot == 0 && same(entry.text, "0007"));
        OK(xc_walk_next(walk, &entry, &why));
        assert_true(entry.docid == 7 && entry.slot == 1 && same(entry.text, "c1"));
        expect_end(walk);
        xc_walk_free(&walk);
        OK(xc_walk_doc_values(shapes[s], 7, &walk, &why));
        OK(xc_walk_skip(walk, bytes(""), 1, &why));
        OK(xc_walk_next(walk, &entry, &why));
        assert_int_equal(entry.slot, 1);
        xc_walk_free(&walk);

        static const char *const terms[] = {"Q6", "all", "m2", "m3", "w0", "w1", "w2"};
        static const uint32_t wdf[] = {0, 1, 1, 1, 2, 2, 2};
        OK(xc_walk_doc_terms(shapes[s], 6, &walk, &why));
        for (size_t i = 0; i < COUNT(terms); i++) {
            OK(xc_walk_next(walk, &entry, &why));
            assert_true(same(entry.text, terms[i]) && entry.wdf == wdf[i]);
        }
        expect_end(walk);
        xc_walk_free(&walk);
        FAILS(XC_NOT_FOUND, xc_walk_doc_terms(shapes[s], 999, &walk, &why));
        FAILS(XC_NOT_FOUND, xc_walk_doc_values(shapes[s], 999, &walk, &why));
        assert_null(walk);

        OK(xc_walk_positions(shapes[s], 5, bytes("w1"), &walk, &why)); /* 5 is 011 in base 4, read from the right */
        static const uint32_t positions[] = {1, 2, 11, 12};
        for (size_t i = 0; i < COUNT(positions); i++) {
            OK(xc_walk_next(walk, &entry, &why));
            assert_int_equal(entry.position, positions[i]);
        }
        expect_end(walk);
        xc_walk_free(&walk);
        OK(xc_walk_positions(shapes[s], 5, bytes("w1"), &walk, &why));
        OK(xc_walk_skip(walk, bytes(""), 3, &why));
        OK(xc_walk_next(walk, &entry, &why));
        assert_int_equal(entry.position, 11);
        xc_walk_free(&walk);
        OK(xc_walk_positions(shapes[s], 5, bytes("nowhere"), &walk, &why));
        expect_end(walk);
        xc_walk_free(&walk);

        OK(xc_walk_metadata_keys(shapes[s], bytes("made"), &walk, &why));
        expect_term(walk, "made by", 0);
        expect_end(walk);
        xc_walk_free(&walk);
    }
}

int document_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_read_back),
        cmocka_unit_test(any_byte_survives),
        cmocka_unit_test(a_document_is_used_again),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(walking_over_terms),
        cmocka_unit_test(walking_over_postings),
        cmocka_unit_test(walking_over_values_and_documents),
    };
    return cmocka_run_group_tests_name("xapian-c: documents", tests, make_folder, remove_folder);
}
