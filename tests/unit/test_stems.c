/* Stemming: the rows of tests/tables/stems.txt, and what must hold for every stemmer of our own whatever the word. */
#include "corpus/base/file.h"
#include "corpus/stem_light.h"
#include "corpus/tokens.h"
#include "corpus/tokens_utf16.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TABLE "tests/tables/stems.txt"

static struct tokens *tokens;
static struct arena *arena;
static struct buf wanted, got;
static unsigned wrong;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    tokens = tokens_new();
    buf_init(&wanted);
    buf_init(&got);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tokens_free(&tokens);
    buf_fini(&wanted);
    buf_fini(&got);
    arena_free(&arena);
    return 0;
}

static void stem(const char *word, const struct language *language, struct buf *out) {
    buf_clear(out);
    tokens_stem(tokens, str_from(word), language, out);
}

static void compare(const char *word, char *others, bool same, const struct language *language) {
    char *save = NULL;
    for (char *other = strtok_r(others, " ", &save); other; other = strtok_r(NULL, " ", &save)) {
        stem(other, language, &got);
        if (str_eq(buf_str(&got), buf_str(&wanted)) == same)
            continue;
        print_message("# %s: %s/%s and %s/%s must%s share a stem\n", language->code, word, wanted.data, other, got.data,
                      same ? "" : " not");
        wrong++;
    }
}

static void row_check(char *row) {
    char *save = NULL, *code = strtok_r(row, "\t", &save), *word = strtok_r(NULL, "\t", &save);
    char *mates = strtok_r(NULL, "\t", &save), *strangers = strtok_r(NULL, "\t", &save);
    const struct language *language = language_find(str_from(code));
    if (!strangers || !language || !*language->stemmer) {
        print_message("# not a row: %s\n", code);
        wrong++;
        return;
    }
    stem(word, language, &wanted);
    assert_true(wanted.n > 0);
    compare(word, mates, true, language);
    compare(word, strangers, false, language);
}

static void every_row(void **state) {
    (void)state;
    struct str table;
    struct err err;
    assert_int_equal(file_read(arena, TABLE, 1 << 20, &table, &err), ERR_OK);
    char *text = mem_strdup(table), *save = NULL;
    unsigned rows = 0;
    for (char *row = strtok_r(text, "\n", &save); row; row = strtok_r(NULL, "\n", &save)) {
        if (*row == '#')
            continue;
        row_check(row);
        rows++;
    }
    free(text);
    print_message("# %u rows\n", rows);
    assert_true(rows > 500);
    assert_int_equal(wrong, 0);
}

/* Words of one to twelve letters, made of those that the language's own words have. */
static void make_word(struct utf16 *word, struct str letters, unsigned seed) {
    struct utf16 all = {NULL, 0, 0};
    utf16_set(&all, letters);
    word->n = 0;
    for (unsigned i = 0; i <= seed % 12; i++) {
        seed = seed * 1103515245U + 12345U;
        utf16_put(word, all.v[(seed >> 16) % (unsigned)all.n]);
    }
    utf16_fini(&all);
}

static void any_word_keeps_a_stem(void **state) {
    (void)state;
    static const char *const alphabets[] = {
        "aeiousnmtrldkčěäöüəşñłąęóýáí", "аеиоіуястнрлкмйвьцыўїє", "ابتدرسعفقكلمنهويیےںہ", "אבהוילמנרשתםןץ",
        "은는이가을를의에서하다들",     "ািীেরটাগুলোদক",           "აეიოუსმნრდლბთ",        "-'.1"};
    struct utf16 word = {NULL, 0, 0};
    for (size_t i = 0; stem_light_name(i); i++) {
        struct stem_light *stemmer = stem_light_new(stem_light_name(i));
        for (unsigned n = 0; n < 20000; n++) {
            make_word(&word, str_from(alphabets[n % (sizeof alphabets / sizeof *alphabets)]), n);
            int32_t left = stem_light_word(stemmer, word.v, word.n);
            assert_in_range(left, 1, word.n);
        }
        stem_light_free(&stemmer);
        assert_null(stemmer);
    }
    utf16_fini(&word);
}

static void what_is_no_stemmer_of_ours(void **state) {
    (void)state;
    assert_null(stem_light_new("spanish"));
    assert_null(stem_light_new(""));
    UChar nothing[1] = {0};
    struct stem_light *stemmer = stem_light_new("light-he");
    assert_int_equal(stem_light_word(stemmer, nothing, 0), 0);
    UChar mark[1] = {0x05B8};
    assert_int_equal(stem_light_word(stemmer, mark, 1), 0);
    stem_light_free(&stemmer);
}

static void the_identity_covers_the_tables(void **state) {
    (void)state;
    assert_true(stem_light_fingerprint() == stem_light_fingerprint());
    assert_true(stem_light_fingerprint() != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(any_word_keeps_a_stem),
        cmocka_unit_test(what_is_no_stemmer_of_ours),
        cmocka_unit_test(the_identity_covers_the_tables),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
