/* How many slips lie between two words (searcher/spelling.c): a table, and that it is a distance. */
#include "searcher/spelling.h"
#include "tests/tools/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void words(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned slips;
    } rows[] = {
        {"police", "police", 0},
        {"polcie", "police", 1},
        {"polise", "police", 1},
        {"polic", "police", 1},
        {"policce", "police", 1},
        {"oversaes", "overseas", 1},
        {"plocie", "police", 2},
        {"полицыя", "полиция", 1},
        {"комисарят", "комиссариат", 3},
        {"شرطه", "شرطة", 1},
        {"ab", "", 2},
        {"", "", 0},
        {"abc", "cab", 2},
        {"ca", "abc", 3}, /* a letter that has moved is not moved again */
        {"kitten", "sitting", 3},
        {"경찰서", "경찰청", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct str a = str_from(rows[i].a), b = str_from(rows[i].b);
        if (spelling_slips(a, b, 9) != rows[i].slips)
            fail_msg("%s, %s: %u, not %u", rows[i].a, rows[i].b, spelling_slips(a, b, 9), rows[i].slips);
        assert_int_equal(spelling_slips(b, a, 9), rows[i].slips);
        for (unsigned most = 0; most < 4; most++)
            assert_int_equal(spelling_slips(a, b, most), rows[i].slips <= most ? rows[i].slips : most + 1);
    }
}

/* A word changed n times is at most n slips away. */
static void slips_of_chance(void **state) {
    (void)state;
    uint64_t seed = 63;
    for (int round = 0; round < 3000; round++) {
        char word[40] = "", typed[40];
        size_t n = 4 + chance_choose(&seed, 12);
        for (size_t i = 0; i < n; i++)
            word[i] = (char)('a' + chance_choose(&seed, 6));
        memcpy(typed, word, sizeof word);
        const unsigned slips = (unsigned)chance_choose(&seed, 4);
        for (unsigned s = 0; s < slips; s++) {
            const size_t at = chance_choose(&seed, n);
            if (chance_choose(&seed, 2)) {
                typed[at] = (char)('a' + chance_choose(&seed, 6));
            } else {
                memmove(typed + at, typed + at + 1, n - at);
                n--;
            }
        }
        assert_true(spelling_slips(str_from(word), str_from(typed), 9) <= slips);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(slips_of_chance)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
