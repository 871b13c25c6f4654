/* Words that say nothing about what a text is about: the lists are whole and clean, and tell a question's language
 * (corpus/function_words.c). */
#include "corpus/function_words.h"

#include "corpus/base/strmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct tokens *tokens;
static struct function_words *words;

static const struct {
    const char *code, *words;
} rows[] = {
#define X(code, words) {code, words},
#include "corpus/function_words.def"
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
#define QUESTION_MAX 40

static int set_up(void **state) {
    (void)state;
    tokens = tokens_new();
    words = function_words_new(tokens);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    function_words_free(&words);
    tokens_free(&tokens);
    return 0;
}

static const struct language *language(const char *code) {
    const struct language *found = language_find(str_from(code));
    assert_non_null(found);
    return found;
}

/* The folded words of a text, as ranking asks for them. */
static size_t fold_words(const char *text, struct str *out) {
    struct token token;
    size_t n = 0;
    tokens_begin(tokens, str_from(text), language_unknown());
    while (tokens_next(tokens, &token) && n < QUESTION_MAX)
        if (token.word_begins)
            out[n++] = token.kind == TOKEN_PIECE ? token.word : token.folded;
    return n;
}

static void every_language_that_is_named_has_a_list(void **state) {
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        assert_true(function_words_known(words, language(rows[i].code)));
        assert_string_equal(language(rows[i].code)->code, rows[i].code);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(rows[i].code, rows[k].code);
    }
    assert_false(function_words_known(words, language_unknown()));
    assert_false(function_words_have(words, language_unknown(), STR("the")));
}

/* One entry: a single token, or the pieces of one word; not met before in its list once folded. */
static void check_entry(const char *code, struct str entry, struct strmap *met) {
    struct token token;
    struct buf folded;
    size_t count = 0;
    bool pieces = false, is_new;
    buf_init(&folded);
    tokens_begin(tokens, entry, language(code));
    for (; tokens_next(tokens, &token); count++) {
        pieces = pieces || token.kind == TOKEN_PIECE;
        buf_add_str(&folded, token.folded);
    }
    if (count == 0 || (count > 1 && !pieces))
        fail_msg("%s: \"%.*s\" is %zu tokens", code, STR_FMT(entry), count);
    strmap_put(met, buf_str(&folded), &is_new);
    if (!is_new)
        fail_msg("%s: \"%.*s\" is in the list twice", code, STR_FMT(entry));
    assert_true(function_words_have(words, language(code), buf_str(&folded)));
    buf_fini(&folded);
}

static void every_entry_is_one_word_once(void **state) {
    (void)state;
    struct strmap *met = strmap_new();
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct str entry, rest = str_from(rows[i].words);
        strmap_clear(met);
        while (rest.n > 0) {
            str_cut(rest, ' ', &entry, &rest);
            check_entry(rows[i].code, entry, met);
        }
    }
    strmap_free(&met);
}

static void what_stands_before_an_apostrophe(void **state) {
    (void)state;
    static const char *const in[] = {"l", "d", "qu", "jusqu", "dell", "all", "nell", "sull"};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(function_words_elided(words, str_from(in[i])));
    static const char *const out[] = {"", "o", "eau", "acqua", "sant", "grand", "the", "saint", "rock"};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        assert_false(function_words_elided(words, str_from(out[i])));
}

static const struct language *asked_in(const char *question, const struct language *const *among, size_t n) {
    struct str folded[QUESTION_MAX];
    return function_words_language(words, folded, fold_words(question, folded), among, n);
}

static void the_first_of_equals(void **state) {
    (void)state;
    const struct language *both[] = {language("es"), language("pt")}, *turned[] = {both[1], both[0]};
    assert_ptr_equal(asked_in("ministros de defesa", both, 2), language("es"));
    assert_ptr_equal(asked_in("ministros de defesa", turned, 2), language("pt"));
    assert_ptr_equal(asked_in("quem são os ministros da defesa", both, 2), language("pt"));
    assert_null(asked_in("protesta", both, 2));
    assert_null(asked_in("", both, 2));
    assert_null(asked_in("de la", both, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_that_is_named_has_a_list),
        cmocka_unit_test(every_entry_is_one_word_once),
        cmocka_unit_test(what_stands_before_an_apostrophe),
        cmocka_unit_test(the_first_of_equals),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
