/* Names across scripts (corpus/name_key.c): pairs that are one name, pairs that are not, the whole table of names held
 * to its shares, and what a reader of a vocabulary may skip. */
#include "corpus/base/file.h"
#include "tests/tools/names_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The floors under what names_score prints; raise them when the tables get better. */
#define FOUND_ACROSS 0.90
#define FOUND_WITHIN 0.85
#define RIGHT_ACROSS 0.97
#define RIGHT_WITHIN 0.97

static struct arena *arena;
static struct names_table table;

static int set_up(void **state) {
    struct str text;
    struct err e;
    (void)state;
    arena = arena_new();
    if (file_read(arena, "tests/tables/names.txt", SIZE_MAX, &text, &e)) {
        print_error("%s\n", e.text);
        return -1;
    }
    names_table_read(arena, text, &table);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    names_table_fini(&table);
    arena_free(&arena);
    return 0;
}

static bool same(const char *a, const char *b, unsigned *apart) {
    struct name_key x, y;
    *apart = NAME_APART;
    return name_key_make(table.keys, str_from(a), &x) && name_key_make(table.keys, str_from(b), &y) &&
           name_key_same(table.keys, &x, &y, apart);
}

/* All words are folded already. */
static const char *const one_name[][2] = {
    {"putin", "путин"},          {"putin", "بوتين"},          {"putin", "פוטין"},          {"putin", "πουτιν"},
    {"putin", "პუტინი"},         {"putin", "պուտին"},         {"putin", "पुतिन"},           {"putin", "푸틴"},
    {"putin", "poutine"},        {"путін", "путин"},          {"بوتين", "پوتين"},          {"путин", "بوتين"},
    {"зеленськии", "зеленскии"}, {"zelensky", "selenskyj"},   {"zelenskyy", "зеленськии"}, {"زيلينسكي", "zelensky"},
    {"muhammad", "محمد"},        {"mohammed", "мухаммед"},    {"хаменеи", "khamenei"},     {"خامنيي", "хаменеи"},
    {"erdogan", "اردوغان"},      {"ердоган", "erdogan"},      {"merkel", "меркель"},       {"merkel", "ميركل"},
    {"navalny", "навальныи"},    {"nawalny", "навальныи"},    {"نافالني", "навальныи"},    {"lukaschenko", "лукашенко"},
    {"sisi", "السيسي"},          {"السيسي", "сиси"},          {"assad", "الاسد"},          {"gaddafi", "القذافي"},
    {"khrushchev", "хрущев"},    {"chruschtschow", "хрущев"}, {"litvinenko", "ליטביננקו"}, {"kyiv", "киев"}};

static const char *const two_names[][2] = {
    {"putin", "بيتين"}, {"putin", "патон"},   {"merkel", "markel"},     {"merkel", "миракль"}, {"trump", "طرب"},
    {"bush", "баш"},    {"iran", "ирландия"}, {"austria", "австралия"}, {"obama", "обман"},    {"modi", "мода"},
    {"putin", "putan"}, {"london", "linden"}, {"berlin", "برلمان"},     {"macron", "micron"},  {"havel", "гавань"}};

static void pairs(void **state) {
    (void)state;
    unsigned apart;
    for (size_t i = 0; i < sizeof one_name / sizeof *one_name; i++)
        if (!same(one_name[i][0], one_name[i][1], &apart))
            fail_msg("%s and %s are one name", one_name[i][0], one_name[i][1]);
    for (size_t i = 0; i < sizeof two_names / sizeof *two_names; i++)
        if (same(two_names[i][0], two_names[i][1], &apart))
            fail_msg("%s and %s are two names", two_names[i][0], two_names[i][1]);
}

static void no_keys(void **state) {
    (void)state;
    static const char *const words[] = {
        "",
        "a",
        "2021",
        "covid19",
        "путin",
        "警察",
        "プーチン",
        "ปูติน",
        "\xFF\xFE",
        "xvii2",
        "donaudampfschifffahrtselektrizitatenhauptbetriebswerkbauunterbeamtengesellschaft"};
    struct name_key key;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(name_key_make(table.keys, str_from(words[i]), &key));
}

static void share_at_least(const char *what, const struct names_count *count, double found, double right) {
    double recall = (double)count->found / count->wanted;
    double precision = (double)count->found / (count->found + count->wrong);
    print_message("# %s: %.1f %% of %u pairs found, %.1f %% of those found are right\n", what, 100 * recall,
                  count->wanted, 100 * precision);
    assert_true(recall >= found);
    assert_true(precision >= right);
}

static void whole_table(void **state) {
    (void)state;
    struct names_score score = names_score_table(&table, NULL, NULL);
    assert_true(table.names >= 170);
    share_at_least("across scripts", &score.across, FOUND_ACROSS, RIGHT_ACROSS);
    share_at_least("within one script", &score.within, FOUND_WITHIN, RIGHT_WITHIN);
}

static void either_way_round(void **state) {
    (void)state;
    for (size_t i = 0; i + 1 < table.n; i++) {
        const struct name_key *a = &table.v[i].key, *b = &table.v[i + 1].key;
        if (!table.v[i].has_key || !table.v[i + 1].has_key)
            continue;
        assert_int_equal(name_key_distance(table.keys, a, b), name_key_distance(table.keys, b, a));
        assert_int_equal(name_key_distance(table.keys, a, a), 0);
    }
}

static bool in_ranges(struct str word, const struct name_range *ranges, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct str from = {ranges[i].from, ranges[i].from_n}, to = {ranges[i].to, ranges[i].to_n};
        if (str_cmp(word, from) >= 0 && (str_cmp(word, to) <= 0 || str_starts(word, to)))
            return true;
    }
    return false;
}

static void rising(const struct name_range *ranges, size_t n) {
    for (size_t i = 1; i < n; i++)
        assert_true(str_cmp((struct str){ranges[i - 1].from, ranges[i - 1].from_n},
                            (struct str){ranges[i].from, ranges[i].from_n}) < 0);
}

/* Nearly every writing that would be taken lies where a reader looks. */
static void ranges(void **state) {
    (void)state;
    unsigned taken = 0, seen = 0;
    for (size_t i = 0; i < table.n; i++) {
        struct name_range *list;
        size_t n = table.v[i].has_key ? name_key_ranges(table.keys, &table.v[i].key, &list) : 0;
        rising(list, n);
        for (size_t j = 0; n && j < table.n; j++) {
            unsigned apart;
            if (table.v[j].has_key && table.v[j].name == table.v[i].name && j != i &&
                name_key_same(table.keys, &table.v[i].key, &table.v[j].key, &apart)) {
                taken++;
                seen += in_ranges(table.v[j].folded, list, n);
            }
        }
        if (n)
            free(list);
    }
    print_message("# %u of %u writings lie in the ranges\n", seen, taken);
    assert_true(seen >= 0.98 * taken);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs), cmocka_unit_test(no_keys),
                                       cmocka_unit_test(whole_table), cmocka_unit_test(either_way_round),
                                       cmocka_unit_test(ranges)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
