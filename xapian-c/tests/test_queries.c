/* Tests of queries: what matches. Logic against the numbers of the documents, phrases, ranges, patterns. */
#include "xapian-c/tests/means.h"

#include <math.h>

static uint32_t seed;

static uint32_t chance(uint32_t n) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

/* A query without parts, and what it must match. Not `free`: one that can stand in a group of synonyms. */
static struct xc_query *random_leaf(struct xc_db *db, bool free, bool *match) {
    struct xc_query *q;
    char a[16], b[16];
    uint32_t x = chance(DOCS + 20), y = chance(DOCS + 20), d = divisors[chance(DIVISORS)];
    switch (free ? chance(7) : 2 + chance(5)) {
    case 6:
        OK(xc_query_all(&q, &why));
        memset(match + 1, true, DOCS);
        return q;
    case 2:
        OK(xc_query_nothing(&q, &why));
        memset(match + 1, false, DOCS);
        return q;
    case 1:
        snprintf(a, sizeof a, "%04u", x);
        snprintf(b, sizeof b, "%04u", y);
        bool low = chance(3), high = chance(3);
        for (uint32_t i = 1; i <= DOCS; i++)
            match[i] = i % 5 && (!low || i >= x) && (!high || i <= y);
        return range(0, low ? a : NULL, high ? b : NULL);
    case 0:
        for (uint32_t i = 1; i <= DOCS; i++)
            match[i] = chance(4) == 0;
        return docset_query(db, match);
    case 4:
        snprintf(a, sizeof a, "Q%u", x % 25);
        OK(xc_query_prefix(&q, bytes(a), 0, &why));
        for (uint32_t i = 1; i <= DOCS; i++) {
            snprintf(b, sizeof b, "Q%u", i);
            match[i] = strncmp(b, a, strlen(a)) == 0;
        }
        return q;
    case 5:
        snprintf(a, sizeof a, "Q*%u?", x % 10);
        OK(xc_query_wildcard(&q, db, bytes(a), 0, &why));
        for (uint32_t i = 1; i <= DOCS; i++)
            match[i] = i / 10 % 10 == x % 10 && i >= 10;
        return q;
    default:
        snprintf(a, sizeof a, "m%u", d);
        for (uint32_t i = 1; i <= DOCS; i++)
            match[i] = i % d == 0;
        return term(a);
    }
}

static bool joined(enum xc_op op, const bool parts[][DOCS + 1], size_t n, uint32_t i) {
    size_t yes = 0;
    for (size_t p = 0; p < n; p++)
        yes += parts[p][i];
    switch (op) {
    case XC_AND:
    case XC_FILTER:
        return yes == n;
    case XC_AND_NOT:
        return parts[0][i] && yes == 1;
    case XC_AND_MAYBE:
        return parts[0][i];
    case XC_XOR:
        return yes % 2;
    default:
        return yes > 0;
    }
}

static struct xc_query *random_query(struct xc_db *db, unsigned depth, bool free, bool *match) {
    static const enum xc_op ops[] = {XC_AND, XC_OR, XC_AND_NOT, XC_AND_MAYBE, XC_FILTER, XC_SYNONYM, XC_XOR, XC_MAX};
    if (depth == 0 || chance(5) == 0)
        return random_leaf(db, free, match);
    enum xc_op op = ops[chance(free ? COUNT(ops) : COUNT(ops) - 2)];
    size_t n = 1 + chance(4);
    bool parts[4][DOCS + 1];
    struct xc_query *handles[4], *q, *scaled;
    for (size_t p = 0; p < n; p++)
        handles[p] = random_query(db, depth - 1, free && op != XC_SYNONYM, parts[p]);
    OK(xc_query_join(&q, op, handles, n, 0, &why));
    for (size_t p = 0; p < n; p++)
        xc_query_free(&handles[p]);
    for (uint32_t i = 1; i <= DOCS; i++)
        match[i] = joined(op, parts, n, i);
    if (chance(6))
        return q;
    OK(xc_query_scale(&scaled, q, chance(3) * 0.5, &why));
    xc_query_free(&q);
    return scaled;
}

static void check_answer(struct xc_matches *m, const bool *match, const struct seen *seen, uint32_t most) {
    uint32_t want = 0, lower, upper, counts[3] = {0}, wanted[3] = {0};
    for (uint32_t i = 1; i <= DOCS; i++) {
        want += match[i];
        assert_int_equal(seen->doc[i], match[i]);
        wanted[i % 3] += match[i] && i % 4;
    }
    xc_matches_total(m, &lower, NULL, &upper);
    assert_int_equal(lower, want);
    assert_int_equal(upper, want);
    assert_int_equal(xc_matches_counted(m), want);
    OK(xc_matches_counts(m, 0, add_count, counts, &why));
    for (size_t c = 0; c < 3; c++)
        assert_int_equal(counts[c], wanted[c]);
    assert_int_equal(xc_matches_count(m), want < most ? want : most);
    for (size_t i = 0; i < xc_matches_count(m); i++)
        assert_true(match[xc_matches_hit(m, i).docid]);
}

/* Random queries match exactly what logic says, in one shard and in three, in every order, page size and with all
 * the ways of counting on; and the order is the same in both shapes. */
static void random_queries_are_exact(void **state) {
    (void)state;
    for (uint32_t round = 0; round < 400; round++) {
        uint32_t order[SHAPES][DOCS], found[SHAPES];
        for (size_t s = 0; s < SHAPES; s++) {
            bool match[DOCS + 1];
            struct seen seen = {0};
            seed = round;
            struct xc_query *q = random_query(shapes[s], 3, true, match);
            struct xc_search search = {.query = q,
                                       .exact = true,
                                       .sort = (enum xc_sort)chance(XC_SORT_DOCID + 1),
                                       .sort_descending = chance(2),
                                       .max_items = chance(2) ? DOCS : chance(20),
                                       .on_match = see,
                                       .on_match_context = &seen,
                                       .count_slots = (const uint32_t[]){1},
                                       .count_slot_count = 1};
            struct xc_matches *m = run(shapes[s], &search);
            check_answer(m, match, &seen, search.max_items);
            found[s] = (uint32_t)xc_matches_count(m);
            for (uint32_t i = 0; i < found[s]; i++)
                order[s][i] = xc_matches_hit(m, i).docid;
            xc_matches_free(&m);

            search.on_match = NULL; /* watching changes nothing */
            search.count_slot_count = 0;
            m = run(shapes[s], &search);
            assert_int_equal(xc_matches_count(m), found[s]);
            for (uint32_t i = 0; i < found[s]; i++)
                assert_int_equal(xc_matches_hit(m, i).docid, order[s][i]);
            xc_matches_free(&m);
            xc_query_free(&q);
        }
        assert_int_equal(found[SINGLE], found[SHARDED]);
    }
}

static void phrases_and_nearness(void **state) {
    (void)state;
    static const struct {
        enum xc_op op;
        uint32_t window;
        const char *words[3];
        uint32_t first, second, third; /* digits from the right; 4: any */
    } cases[] = {{XC_PHRASE, 0, {"w1", "w2"}, 0, 0, 0}, {XC_PHRASE, 0, {"w2", "w1", "w3"}, 0, 0, 0},
                 {XC_PHRASE, 3, {"w1", "w2"}, 0, 0, 0}, {XC_NEAR, 0, {"w1", "w2"}, 0, 0, 0},
                 {XC_NEAR, 3, {"w1", "w2"}, 0, 0, 0},   {XC_NEAR, 0, {"w3", "w1", "w2"}, 0, 0, 0},
                 {XC_PHRASE, 20, {"w3", "w0"}, 0, 0, 0}};
    for (size_t s = 0; s < SHAPES; s++)
        for (size_t c = 0; c < COUNT(cases); c++) {
            size_t n = cases[c].words[2] ? 3 : 2;
            struct xc_query *parts[3], *q;
            for (size_t i = 0; i < n; i++)
                parts[i] = term(cases[c].words[i]);
            OK(xc_query_join(&q, cases[c].op, parts, n, cases[c].window, &why));
            for (size_t i = 0; i < n; i++)
                xc_query_free(&parts[i]);
            uint32_t want = 0, window = cases[c].window ? cases[c].window : (uint32_t)n;
            for (uint32_t i = 1; i <= DOCS; i++) {
                /* The words at 1, 2, 3, 11, 12, 13; try all places for all parts. */
                uint32_t words[6] = {i % 4, i / 4 % 4, i / 16 % 4, i % 4, i / 4 % 4, i / 16 % 4};
                static const uint32_t at[6] = {1, 2, 3, 11, 12, 13};
                bool found = false;
                for (size_t a = 0; a < 6; a++)
                    for (size_t b = 0; b < 6; b++)
                        for (size_t d = 0; d < (n == 3 ? 6u : 1u); d++) {
                            size_t place[3] = {a, b, d};
                            uint32_t low = UINT32_MAX, high = 0;
                            bool good = true;
                            for (size_t p = 0; p < n; p++) {
                                good &= words[place[p]] == (uint32_t)(cases[c].words[p][1] - '0');
                                good &= cases[c].op == XC_NEAR || p == 0 || place[p] > place[p - 1];
                                low = at[place[p]] < low ? at[place[p]] : low;
                                high = at[place[p]] > high ? at[place[p]] : high;
                            }
                            found |= good && high - low < window;
                        }
                want += found;
            }
            assert_int_equal(total(shapes[s], q), want);
        }
}

static void only_words_can_stand_in_phrases(void **state) {
    (void)state;
    struct xc_db *db = shapes[SHARDED];
    /* Terms and OR of terms can, ... */
    uint32_t either = total(db, join(XC_PHRASE, 0, 2, join(XC_OR, 0, 2, term("w1"), term("w2")), term("w3")));
    uint32_t both = total(db, join(XC_OR, 0, 2, join(XC_PHRASE, 0, 2, term("w1"), term("w3")),
                                   join(XC_PHRASE, 0, 2, term("w2"), term("w3"))));
    assert_int_equal(either, both);
    /* ... synonyms, patterns and the rest cannot. */
    struct xc_query *parts[2] = {join(XC_SYNONYM, 0, 2, term("w1"), term("w2")), term("w3")}, *q;
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_PHRASE, parts, 2, 0, &why));
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_NEAR, parts, 2, 0, &why));
    assert_null(q);
    xc_query_free(&parts[0]);
    OK(xc_query_prefix(&parts[0], bytes("w"), 0, &why));
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_PHRASE, parts, 2, 0, &why));
    xc_query_free(&parts[0]);
    bool member[DOCS + 1] = {0};
    member[3] = true;
    parts[0] = docset_query(db, member); /* a set has no positions: never a phrase */
    OK(xc_query_join(&q, XC_PHRASE, parts, 2, 0, &why));
    assert_int_equal(total(db, q), 0);
    /* Nor can a set be one of several synonyms. */
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_SYNONYM, parts, 2, 0, &why));
    xc_query_free(&parts[0]);
    parts[0] = join(XC_OR, 0, 2, term("w1"), range(0, NULL, "0100"));
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_SYNONYM, parts, 2, 0, &why));
    xc_query_free(&parts[0]);
    parts[0] = join(XC_MAX, 0, 2, term("w1"), term("w2"));
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_SYNONYM, parts, 2, 0, &why));
    xc_query_free(&parts[0]);
    parts[0] = join(XC_AND, 0, 2, term("w1"), term("w2"));
    FAILS(XC_UNSUPPORTED, xc_query_join(&q, XC_PHRASE, parts, 2, 0, &why));
    xc_query_free(&parts[0]);
    xc_query_free(&parts[1]);
}

static void value_ranges(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        struct xc_db *db = shapes[s];
        const uint32_t with = DOCS - DOCS / 5;
        assert_int_equal(total(db, range(0, NULL, NULL)), with);
        assert_int_equal(total(db, range(0, "", NULL)), with);
        assert_int_equal(total(db, range(0, NULL, "9")), with);
        assert_int_equal(total(db, range(0, NULL, "")), 0);
        assert_int_equal(total(db, range(0, "0007", "0007")), 1);
        assert_int_equal(total(db, range(0, "0007", "0013")), 6);
        assert_int_equal(total(db, range(0, "0013", "0007")), 0);
        assert_int_equal(total(db, range(0, "0007", NULL)), with - 5);
        assert_int_equal(total(db, range(0, NULL, "0007")), 6);
        assert_int_equal(total(db, range(9, NULL, NULL)), 0);
        assert_int_equal(total(db, join(XC_AND, 0, 2, term("m5"), range(0, NULL, NULL))), 0);
        assert_int_equal(total(db, join(XC_AND_NOT, 0, 2, term("m5"), range(0, NULL, NULL))), DOCS / 5);
        assert_int_equal(total(db, join(XC_FILTER, 0, 2, term("m2"), range(0, NULL, "0012"))), 5);
    }
    struct xc_query *q;
    FAILS(XC_INVALID, xc_query_value_range(&q, UINT32_MAX, bytes(NULL), bytes("x"), &why));
}

static void describing_and_special_queries(void **state) {
    (void)state;
    struct xc_query *q, *scaled;
    char *text;
    OK(xc_query_nothing(&q, &why));
    assert_true(xc_query_is_empty(q));
    assert_int_equal(total(shapes[SHARDED], q), 0);
    assert_true(xc_query_is_empty(NULL));
    OK(xc_query_all(&q, &why));
    assert_false(xc_query_is_empty(q));
    assert_int_equal(total(shapes[SHARDED], q), DOCS);
    OK(xc_query_join(&q, XC_AND, NULL, 0, 0, &why));
    assert_true(xc_query_is_empty(q));
    xc_query_free(&q);
    assert_null(q);
    q = join(XC_AND, 0, 2, term("w1"), join(XC_PHRASE, 5, 2, term("w2"), term("w3")));
    OK(xc_query_describe(q, &text, &why));
    assert_string_equal(text, "Query((w1 AND (w2 PHRASE 5 w3)))");
    free(text);
    FAILS(XC_INVALID, xc_query_scale(&scaled, q, -1, &why));
    FAILS(XC_INVALID, xc_query_scale(&scaled, q, NAN, &why));
    FAILS(XC_INVALID, xc_query_scale(&scaled, q, INFINITY, &why));
    xc_query_free(&q);
    uint32_t elite = total(shapes[SINGLE], join(XC_ELITE_SET, 1, 3, term("m2"), term("m3"), term("m7")));
    assert_int_equal(elite, DOCS / 7); /* the rarest word weighs most */
    OK(xc_query_join(&q, XC_MAX, NULL, 0, 0, &why));
    assert_true(xc_query_is_empty(q));
    xc_query_free(&q);
}

/* libxapian follows a query by recursion: some ten thousand levels are the end of the stack. */
static void queries_are_not_too_deep(void **state) {
    (void)state;
    struct xc_query *q = term("m2"), *deeper = NULL;
    for (size_t depth = 1; depth < XC_DEPTH_MAX; depth++)
        q = join(depth % 2 ? XC_AND : XC_OR, 0, 2, q, term("all"));
    FAILS(XC_TOO_LONG, xc_query_join(&deeper, XC_AND, &q, 1, 0, &why));
    SAYS("deep");
    FAILS(XC_TOO_LONG, xc_query_scale(&deeper, q, 2, &why));
    assert_null(deeper);
    assert_int_equal(total(shapes[SINGLE], q), DOCS);
}

/* libxapian 1.4.22 reads freed memory when all parts of XOR or MAX end at the same document; valgrind sees it. */
static void parts_that_end_together(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        for (uint32_t items = 0; items <= DOCS; items += 60) {
            struct xc_query *q = join(XC_MAX, 0, 2, term("w1"), term("w1"));
            struct xc_search search = {.query = q, .exact = true, .max_items = items};
            struct xc_matches *m = run(shapes[s], &search);
            uint32_t lower;
            xc_matches_total(m, &lower, NULL, NULL);
            assert_int_equal(lower, 141);
            for (size_t i = 0; i < xc_matches_count(m); i++)
                assert_in_range(xc_matches_hit(m, i).docid, 1, DOCS);
            if (items)
                assert_int_equal(xc_matches_hit(m, 0).percent, 100);
            xc_matches_free(&m);
            xc_query_free(&q);
        }
        struct xc_db *db = shapes[s];
        struct xc_query *all;
        OK(xc_query_all(&all, &why));
        assert_int_equal(total(db, join(XC_AND_MAYBE, 0, 2, all, join(XC_MAX, 0, 2, term("m3"), term("m5")))), DOCS);
        assert_int_equal(total(db, join(XC_XOR, 0, 2, term("m2"), term("w0"))), 87);
        assert_int_equal(total(db, join(XC_XOR, 0, 2, term("m2"), term("m2"))), 0);
        assert_int_equal(total(db, join(XC_XOR, 0, 3, term("m2"), term("m2"), term("m2"))), DOCS / 2);
    }
}

static void write_words(const char *path, const char *const *words, size_t n) {
    struct xc_writer *writer = open_writer(path, XC_CREATE, 0);
    struct xc_doc *doc;
    OK(xc_doc_new(&doc, &why));
    for (size_t i = 0; i < n; i++) {
        xc_doc_clear(doc);
        OK(xc_doc_add_term(doc, bytes(words[i]), 1, NULL, 0, &why));
        OK(xc_writer_add(writer, doc, NULL, &why));
    }
    xc_doc_free(&doc);
    OK(xc_writer_close(&writer, &why));
}

static void patterns(void **state) {
    (void)state;
    static const char *const words[] = {"land", "finland", "poland", "landing", "Land",   "woman",    "women", "womn",
                                        "éé",   "eé",      "中国",   "中",      "中国人", "\xff\xfe", "a*b",   "aab"};
    static const struct {
        const char *pattern;
        uint32_t matches;
    } cases[] = {{"land", 1},   {"*land", 3}, {"land*", 2},   {"*land*", 4}, {"wom?n", 2}, {"wom*n", 3}, {"?", 1},
                 {"??", 4},     {"???", 3},   {"中?", 1},     {"中*", 3},    {"?国", 1},   {"*国*", 2},  {"*", 16},
                 {"", 0},       {"*?", 16},   {"?*?*?*?", 8}, {"*é", 2},     {"??é", 0},   {"a?b", 2},   {"a*b", 2},
                 {"**land", 3}, {"x*", 0},    {"*x", 0},      {"l*n*g", 1},  {"é*", 1},    {"*??国", 0}};
    const char *path = in_folder("patterns");
    write_words(path, words, COUNT(words));
    struct xc_db *db = open_one(path);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct xc_query *q;
        OK(xc_query_wildcard(&q, db, bytes(cases[i].pattern), 0, &why));
        uint32_t n = total(db, q);
        if (n != cases[i].matches)
            print_error("%s matches %u\n", cases[i].pattern, n);
        assert_int_equal(n, cases[i].matches);
    }
    xc_db_close(&db);
}

static void patterns_and_prefixes_keep_the_most_frequent(void **state) {
    (void)state;
    struct xc_db *db = shapes[SHARDED];
    struct xc_query *q;
    char *text;
    OK(xc_query_wildcard(&q, db, bytes("m*"), 2, &why));
    OK(xc_query_describe(q, &text, &why));
    assert_non_null(strstr(text, "m2"));
    assert_non_null(strstr(text, "m3"));
    assert_null(strstr(text, "m5"));
    free(text);
    assert_int_equal(total(db, q), DOCS / 2 + DOCS / 3 - DOCS / 6);
    OK(xc_query_prefix(&q, bytes("m"), 2, &why));
    assert_int_equal(total(shapes[SINGLE], q), DOCS / 2 + DOCS / 3 - DOCS / 6);
    /* A prefix is cut down in each shard by itself: m3 is nowhere but in the third, where all have it. */
    OK(xc_query_prefix(&q, bytes("m"), 1, &why));
    assert_int_equal(total(db, q), DOCS / 3 + DOCS / 3);
    OK(xc_query_prefix(&q, bytes("Q"), 0, &why));
    assert_int_equal(total(db, q), DOCS);
    OK(xc_query_wildcard(&q, db, bytes("Q??"), 0, &why));
    assert_int_equal(total(db, q), 90);
    OK(xc_query_wildcard(&q, db, bytes("Q??"), 7, &why)); /* all equally frequent: the first ones */
    OK(xc_query_describe(q, &text, &why));
    assert_non_null(strstr(text, "Q10"));
    assert_non_null(strstr(text, "Q16"));
    assert_null(strstr(text, "Q17"));
    free(text);
    assert_int_equal(total(db, q), 7);
}

int query_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_queries_are_exact),
        cmocka_unit_test(phrases_and_nearness),
        cmocka_unit_test(only_words_can_stand_in_phrases),
        cmocka_unit_test(value_ranges),
        cmocka_unit_test(describing_and_special_queries),
        cmocka_unit_test(queries_are_not_too_deep),
        cmocka_unit_test(parts_that_end_together),
        cmocka_unit_test(patterns),
        cmocka_unit_test(patterns_and_prefixes_keep_the_most_frequent),
    };
    return cmocka_run_group_tests_name("xapian-c: queries", tests, make_folder, remove_folder);
}
