/* Tests of searching: weights, orders, pages, collapsing, cutoffs, counts, callbacks, expansion. */
#include "xapian-c/tests/means.h"

#include <math.h>

/* ---- Searching ------------------------------------------------------------------------------------------------------
 */

static void weightings(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++)
        for (int kind = XC_BM25; kind <= XC_COORD; kind++) {
            struct xc_query *q = join(XC_OR, 0, 2, term("m7"), term("m2"));
            struct xc_search search = {
                .query = q, .weight = xc_weight_default((enum xc_weight_kind)kind), .weight_set = true, .max_items = 5};
            struct xc_matches *m = run(shapes[s], &search);
            assert_int_equal(xc_matches_count(m), 5);
            struct xc_hit hit = xc_matches_hit(m, 0);
            if (kind != XC_BOOL) {
                assert_int_equal(hit.docid % 14, 0);
                assert_true(hit.weight > 0);
                assert_int_equal(hit.percent, 100);
            }
            assert_true(hit.weight == xc_matches_max_weight(m));
            xc_matches_free(&m);
            search.weight.kind = (enum xc_weight_kind)7;
            FAILS(XC_INVALID, xc_search_run(shapes[s], &search, &m, &why));
            xc_query_free(&q);
        }
    /* The parameters arrive: without length normalisation and idf alone, all holders of one word weigh the same. */
    struct xc_query *q = term("m7");
    struct xc_search search = {.query = q, .weight = xc_weight_default(XC_BM25), .weight_set = true, .max_items = DOCS};
    search.weight.b = 0;
    struct xc_matches *m = run(shapes[SINGLE], &search);
    assert_true(xc_matches_hit(m, 0).weight == xc_matches_hit(m, DOCS / 7 - 1).weight);
    xc_matches_free(&m);
    search.weight.b = 1;
    m = run(shapes[SINGLE], &search);
    assert_true(xc_matches_hit(m, 0).weight > xc_matches_hit(m, DOCS / 7 - 1).weight);
    xc_matches_free(&m);
    /* Default and explicit default are one. */
    search.weight = xc_weight_default(XC_BM25);
    m = run(shapes[SINGLE], &search);
    search.weight_set = false;
    struct xc_matches *plain = run(shapes[SINGLE], &search);
    assert_true(xc_matches_max_weight(m) == xc_matches_max_weight(plain));
    xc_matches_free(&plain);
    xc_matches_free(&m);
    xc_query_free(&q);
}

/* The same weights and percentages in one shard and in three, watched or not. */
static void weights_do_not_depend_on_shards(void **state) {
    (void)state;
    struct xc_query *q = join(XC_OR, 0, 3, term("m7"), term("m3"), term("w2"));
    struct xc_matches *m[SHAPES];
    for (size_t s = 0; s < SHAPES; s++) {
        struct seen seen = {0};
        struct xc_search search = {
            .query = q, .exact = true, .max_items = DOCS, .on_match = see, .on_match_context = &seen};
        m[s] = run(shapes[s], &search);
    }
    assert_int_equal(xc_matches_count(m[SINGLE]), xc_matches_count(m[SHARDED]));
    for (size_t i = 0; i < xc_matches_count(m[SINGLE]); i++) {
        struct xc_hit a = xc_matches_hit(m[SINGLE], i), b = xc_matches_hit(m[SHARDED], i);
        assert_int_equal(a.docid, b.docid);
        assert_true(fabs(a.weight - b.weight) < 1e-9);
        assert_int_equal(a.percent, b.percent);
        assert_int_equal(a.rank, i);
    }
    assert_int_equal(xc_matches_hit(m[SINGLE], 9999).docid, 0);
    xc_matches_free(&m[SINGLE]);
    xc_matches_free(&m[SHARDED]);
    xc_query_free(&q);
}

static void expect_hits(struct xc_db *db, const struct xc_search *search, const uint32_t *want, size_t n) {
    struct xc_matches *m = run(db, search);
    assert_int_equal(xc_matches_count(m), n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(xc_matches_hit(m, i).docid, want[i]);
        assert_int_equal(xc_matches_hit(m, i).rank, search->first + i);
    }
    xc_matches_free(&m);
}

static void orders_and_pages(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_query *q = term("m7");
        struct xc_search search = {.query = q, .max_items = 3, .sort = XC_SORT_DOCID};
        expect_hits(shapes[s], &search, (const uint32_t[]){7, 14, 21}, 3);
        search.first = 2;
        expect_hits(shapes[s], &search, (const uint32_t[]){21, 28, 35}, 3);
        search.sort_descending = true;
        search.first = 0;
        expect_hits(shapes[s], &search, (const uint32_t[]){238, 231, 224}, 3);
        search.first = 33;
        expect_hits(shapes[s], &search, (const uint32_t[]){7}, 1);
        search.first = 9999;
        expect_hits(shapes[s], &search, NULL, 0);
        search.first = UINT32_MAX;
        search.max_items = UINT32_MAX;
        expect_hits(shapes[s], &search, NULL, 0);
        search.first = 0;
        search.max_items = 3;

        search.sort = XC_SORT_VALUE; /* slot 0 is the number itself, missing for multiples of 5 */
        search.sort_descending = false;
        expect_hits(shapes[s], &search, (const uint32_t[]){35, 70, 105}, 3);
        search.sort_descending = true;
        expect_hits(shapes[s], &search, (const uint32_t[]){238, 231, 224}, 3);
        search.sort = XC_SORT_VALUE_THEN_RELEVANCE;
        search.sort_slot = 1;
        struct xc_matches *m = run(shapes[s], &search);
        assert_int_equal(xc_matches_hit(m, 0).docid % 3, 2);
        xc_matches_free(&m);
        search.sort = XC_SORT_RELEVANCE_THEN_VALUE;
        search.sort_slot = 0;
        search.weight = xc_weight_default(XC_BOOL);
        search.weight_set = true;
        expect_hits(shapes[s], &search, (const uint32_t[]){238, 231, 224}, 3);
        search.sort = (enum xc_sort)7;
        struct xc_matches *none;
        FAILS(XC_INVALID, xc_search_run(shapes[s], &search, &none, &why));
        xc_query_free(&q);
    }
}

/* How many different values slot 1 has among the multiples of 2 and 3, plus those without. */
static void collapsing(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++)
        for (uint32_t max = 0; max <= 3; max++)
            for (uint32_t items = 0; items <= DOCS; items += 24) {
                uint32_t lower, estimate, upper, groups[3] = {0}, want = 0;
                for (uint32_t i = 1; i <= DOCS; i++)
                    if (i % 2 == 0 || i % 3 == 0)
                        want += i % 4 == 0 || groups[i % 3]++ < (max ? max : 1);
                struct xc_query *q = join(XC_OR, 0, 2, term("m2"), term("m3"));
                struct xc_search search = {.query = q,
                                           .exact = true,
                                           .max_items = items,
                                           .collapse = true,
                                           .collapse_slot = 1,
                                           .collapse_max = max,
                                           .count_slots = (const uint32_t[]){1, 0},
                                           .count_slot_count = 2};
                struct xc_matches *m = run(shapes[s], &search);
                xc_matches_total(m, &lower, &estimate, &upper);
                assert_int_equal(lower, want);
                assert_int_equal(estimate, want);
                assert_int_equal(upper, want);
                assert_int_equal(xc_matches_count(m), want < items ? want : items);
                assert_int_equal(xc_matches_counted(m), DOCS / 2 + DOCS / 3 - DOCS / 6); /* before collapsing */
                uint32_t folded = 0;
                for (size_t i = 0; i < xc_matches_count(m); i++)
                    folded += xc_matches_hit(m, i).collapse_count;
                if (max <= 1 && items >= want)
                    assert_int_equal(folded, DOCS / 2 + DOCS / 3 - DOCS / 6 - want);
                xc_matches_free(&m);
                xc_query_free(&q);
            }
}

static void cutoffs(void **state) {
    (void)state;
    struct xc_query *q = join(XC_OR, 0, 2, term("m7"), term("m2"));
    struct xc_search search = {.query = q, .exact = true, .max_items = DOCS, .percent_cutoff = 90};
    struct xc_matches *m = run(shapes[SINGLE], &search);
    assert_in_range(xc_matches_count(m), 1, DOCS / 2);
    for (size_t i = 0; i < xc_matches_count(m); i++)
        assert_in_range(xc_matches_hit(m, i).percent, 90, 100);
    uint32_t lower, upper;
    xc_matches_total(m, &lower, NULL, &upper);
    assert_int_equal(lower, xc_matches_count(m));
    assert_int_equal(upper, lower);
    double best = xc_matches_max_weight(m);
    xc_matches_free(&m);
    search.percent_cutoff = 0;
    search.weight_cutoff = best * 0.9;
    m = run(shapes[SINGLE], &search);
    xc_matches_total(m, &lower, NULL, &upper);
    assert_int_equal(lower, upper);
    assert_int_equal(lower, xc_matches_count(m));
    for (size_t i = 0; i < xc_matches_count(m); i++)
        assert_true(xc_matches_hit(m, i).weight >= best * 0.9);
    xc_matches_free(&m);
    search.percent_cutoff = 101;
    FAILS(XC_INVALID, xc_search_run(shapes[SINGLE], &search, &m, &why));
    search.percent_cutoff = 50;
    search.sort = XC_SORT_VALUE;
    FAILS(XC_UNSUPPORTED, xc_search_run(shapes[SINGLE], &search, &m, &why));
    xc_query_free(&q);
}

static void bounds_when_not_exact(void **state) {
    (void)state;
    struct xc_query *q = join(XC_OR, 0, 2, term("m7"), term("m2"));
    const uint32_t truth = DOCS / 2 + DOCS / 7 - DOCS / 14;
    for (uint32_t at_least = 0; at_least <= DOCS; at_least += 60) {
        struct xc_search search = {.query = q, .max_items = 3, .check_at_least = at_least, .time_limit = 10};
        struct xc_matches *m = run(shapes[SINGLE], &search);
        uint32_t lower, estimate, upper;
        xc_matches_total(m, &lower, &estimate, &upper);
        assert_true(lower <= truth && truth <= upper && lower <= estimate && estimate <= upper);
        assert_true(lower >= 3);
        xc_matches_free(&m);
    }
    xc_query_free(&q);
}

static bool stop_at_five(void *context, uint32_t docid) {
    (void)docid;
    return ++*(uint32_t *)context < 5;
}

static void watching_can_stop(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_query *q = term("all");
        uint32_t calls = 0, lower;
        struct xc_search search = {
            .query = q, .exact = true, .max_items = 3, .on_match = stop_at_five, .on_match_context = &calls};
        struct xc_matches *m = run(shapes[s], &search);
        assert_int_equal(calls, 5);
        xc_matches_total(m, &lower, NULL, NULL);
        assert_int_equal(lower, DOCS);
        assert_int_equal(xc_matches_counted(m), 0);
        uint32_t counts[3];
        FAILS(XC_INVALID, xc_matches_counts(m, 0, add_count, counts, &why));
        xc_matches_free(&m);
        xc_query_free(&q);
    }
}

enum { TERMS_TEXT = 200 };

static void note_term(void *context, struct xc_bytes t, uint32_t count) {
    char *text = context;
    size_t n = strlen(text);
    snprintf(text + n, TERMS_TEXT - n, "%.*s*%u ", (int)t.n, t.p, count);
}

static void matching_terms(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_query *q =
            join(XC_OR, 0, 4, term("w3"), term("m2"), join(XC_AND, 0, 2, term("w1"), term("all")), term("nowhere"));
        struct xc_search search = {.query = q, .max_items = 1};
        struct xc_matches *m = run(shapes[s], &search);
        char text[TERMS_TEXT] = "";
        OK(xc_matches_terms(m, 5, note_term, text, &why));
        assert_string_equal(text, "all*1 w1*4 ");
        text[0] = '\0';
        OK(xc_matches_terms(m, 12, note_term, text, &why));
        assert_string_equal(text, "all*1 m2*1 w3*2 ");
        FAILS(XC_NOT_FOUND, xc_matches_terms(m, 999, note_term, text, &why));
        xc_matches_free(&m);
        xc_query_free(&q);

        /* Terms of a pattern are told, those of a prefix are not: libxapian expands it too late. */
        OK(xc_query_wildcard(&q, shapes[s], bytes("m?"), 0, &why));
        search.query = q;
        m = run(shapes[s], &search);
        text[0] = '\0';
        OK(xc_matches_terms(m, 42, note_term, text, &why));
        assert_string_equal(text, "m2*1 m3*1 m7*1 ");
        xc_matches_free(&m);
        xc_query_free(&q);
        OK(xc_query_prefix(&q, bytes("m"), 0, &why));
        search.query = q;
        m = run(shapes[s], &search);
        text[0] = '\0';
        OK(xc_matches_terms(m, 42, note_term, text, &why));
        assert_string_equal(text, "");
        xc_matches_free(&m);
        xc_query_free(&q);
    }
}

/* Every handle keeps the database open for itself. */
static void handles_go_in_any_order(void **state) {
    (void)state;
    struct xc_db *db = open_one(shape_paths[SINGLE][0]);
    struct xc_query *q = term("w1");
    struct xc_search search = {.query = q, .max_items = 5};
    struct xc_matches *m = run(db, &search);
    struct xc_walk *walk;
    struct xc_entry entry;
    struct xc_doc *doc;
    struct xc_bytes data;
    char text[TERMS_TEXT] = "";
    OK(xc_walk_terms(db, bytes("m"), &walk, &why));
    OK(xc_doc_read(db, 5, &doc, &why));
    xc_db_close(&db);
    xc_query_free(&q);
    OK(xc_matches_terms(m, 5, note_term, text, &why));
    assert_string_equal(text, "w1*4 ");
    OK(xc_walk_next(walk, &entry, &why));
    assert_true(same(entry.text, "m2"));
    OK(xc_doc_data(doc, &data, &why));
    assert_true(same(data, "document 5"));
    xc_doc_free(&doc);
    xc_walk_free(&walk);
    xc_matches_free(&m);
}

/* ---- Expansion ------------------------------------------------------------------------------------------------------
 */

static bool keep_multiples(void *context, struct xc_bytes t) {
    ++*(uint32_t *)context;
    return t.p[0] == 'm';
}

struct expansion {
    char text[200];
    double last;
};

static void note_expansion(void *context, struct xc_bytes t, double weight) {
    struct expansion *x = context;
    assert_true(weight <= x->last && weight > 0);
    x->last = weight;
    size_t n = strlen(x->text);
    snprintf(x->text + n, sizeof x->text - n, "%.*s ", (int)t.n, t.p);
}

static void expansion(void **state) {
    (void)state;
    static const uint32_t chosen[] = {7, 14, 49, 77};
    for (size_t s = 0; s < SHAPES; s++) {
        struct expansion x = {"", INFINITY};
        uint32_t asked = 0;
        OK(xc_expand(shapes[s], chosen, COUNT(chosen), 1, keep_multiples, &asked, note_expansion, &x, &why));
        assert_string_equal(x.text, "m7 ");
        assert_true(asked > 4);
        x = (struct expansion){"", INFINITY};
        OK(xc_expand(shapes[s], chosen, COUNT(chosen), 3, NULL, NULL, note_expansion, &x, &why));
        assert_true(strlen(x.text) > 6);
        x = (struct expansion){"", INFINITY};
        OK(xc_expand(shapes[s], NULL, 0, 3, NULL, NULL, note_expansion, &x, &why));
        assert_string_equal(x.text, "");
        FAILS(XC_NOT_FOUND, xc_expand(shapes[s], (const uint32_t[]){999}, 1, 3, NULL, NULL, note_expansion, &x, &why));
    }
}

int search_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weightings),
        cmocka_unit_test(weights_do_not_depend_on_shards),
        cmocka_unit_test(orders_and_pages),
        cmocka_unit_test(collapsing),
        cmocka_unit_test(cutoffs),
        cmocka_unit_test(bounds_when_not_exact),
        cmocka_unit_test(watching_can_stop),
        cmocka_unit_test(matching_terms),
        cmocka_unit_test(handles_go_in_any_order),
        cmocka_unit_test(expansion),
    };
    return cmocka_run_group_tests_name("xapian-c: search", tests, make_folder, remove_folder);
}
