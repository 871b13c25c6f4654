/* Which patterns of a table are in a word (corpus/language_trie.h), beside a plain search for each of them. */
#include "corpus/base/arena.h"
#include "corpus/base/buf.h"
#include "corpus/language_trie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    enum trie_place place;
    const char *letters;
} patterns[] = {
    {TRIE_WHOLE, "što"},  {TRIE_WHOLE, "a"},   {TRIE_BEGIN, "evrop"}, {TRIE_BEGIN, "ev"},   {TRIE_END, "ovati"},
    {TRIE_END, "i"},      {TRIE_WITHIN, "ij"}, {TRIE_WITHIN, "nhl"},  {TRIE_WITHIN, "ропе"}, {TRIE_WHOLE, "европе"},
    {TRIE_BEGIN, "евро"}, {TRIE_END, "пе"},    {TRIE_WITHIN, "а"},    {TRIE_BEGIN, "а"},    {TRIE_END, "а"},
};
#define PATTERN_COUNT (sizeof patterns / sizeof *patterns)

static bool is_in(size_t i, struct str word) {
    struct str letters = str_from(patterns[i].letters);
    switch (patterns[i].place) {
    case TRIE_WHOLE:
        return str_eq(word, letters);
    case TRIE_BEGIN:
        return str_starts(word, letters) && word.n > letters.n;
    case TRIE_END:
        return str_ends(word, letters) && word.n > letters.n;
    default:
        return word.n > letters.n + 1 && memmem(word.p + 1, word.n - 2, letters.p, letters.n);
    }
}

static struct trie *make_trie(void) {
    struct trie *trie = trie_new();
    for (size_t i = 0; i < PATTERN_COUNT; i++)
        trie_add(trie, patterns[i].place, str_from(patterns[i].letters), UINT64_C(1) << i);
    return trie;
}

static void as_a_plain_search_finds(void **state) {
    (void)state;
    static const char *const words[] = {"",      "a",       "što",    "štoviše", "evropa", "evropi", "evrop", "kupovati",
                                        "ovati", "prijati", "inhloko", "nhloko", "ij",     "bijo",   "европе", "европеец",
                                        "аа",    "ааа",     "а"};
    struct trie *trie = make_trie();
    assert_int_equal(trie_patterns(trie), PATTERN_COUNT);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        struct trie_found found[PATTERN_COUNT + 1];
        struct str word = str_from(words[w]);
        size_t n = trie_find(trie, word, found, PATTERN_COUNT + 1);
        uint64_t rows = 0, want = 0;
        for (size_t i = 0; i < n; i++) {
            size_t pattern = (size_t)__builtin_ctzll(found[i].rows);
            assert_int_equal(found[i].place, patterns[pattern].place);
            assert_true(found[i].pattern < PATTERN_COUNT);
            rows |= found[i].rows;
        }
        for (size_t i = 0; i < PATTERN_COUNT; i++)
            want |= (uint64_t)is_in(i, word) << i;
        if (rows != want)
            fail_msg("%s: %#llx, not %#llx", words[w], (unsigned long long)rows, (unsigned long long)want);
    }
    trie_free(&trie);
    assert_null(trie);
}

static void rows_come_together_and_room_is_kept(void **state) {
    (void)state;
    struct trie *trie = trie_new();
    struct trie_found found[3];
    trie_add(trie, TRIE_WITHIN, STR("a"), 1);
    trie_add(trie, TRIE_WITHIN, STR("a"), 4);
    assert_int_equal(trie_patterns(trie), 1);
    assert_int_equal(trie_find(trie, STR("baaaaac"), found, 3), 3);
    assert_int_equal(found[2].rows, 5);
    assert_int_equal(trie_find(trie, STR("\xFF\x00\xFE"), found, 3), 0);
    trie_free(&trie);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_a_plain_search_finds),
        cmocka_unit_test(rows_come_together_and_room_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
