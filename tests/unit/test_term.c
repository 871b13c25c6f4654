/* The scheme of terms: what each kind looks like, that no two kinds can be mistaken for one another, that none grows
 * too long (corpus/term.c). */
#include "corpus/base/utf8.h"
#include "corpus/term.h"
#include "corpus/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct buf term;

static int set_up(void **state) {
    (void)state;
    buf_init(&term);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    buf_fini(&term);
    return 0;
}

static void assert_term(const char *want) {
    assert_string_equal(term.data, want);
    assert_int_equal(term.n, strlen(want));
}

static void words_and_stems(void **state) {
    (void)state;
    const struct field *text = field_row(FIELD_TEXT), *title = field_row(FIELD_TITLE);
    const struct language *spanish = language_find(STR("es"));
    term_word(&term, text, STR("malaga"));
    assert_term("malaga");
    term_stem(&term, text, spanish, STR("malag"));
    assert_term("Zes:malag");
    term_piece_word(&term, text, STR("保护"));
    assert_term("XW保护");
    term_surface(&term, STR("malaga"), STR("Málaga"));
    assert_term("XEmalaga\tMálaga");
    term_surface_prefix(&term, STR("malaga"));
    assert_term("XEmalaga\t");
    term_surface_beginning(&term, STR("mala"));
    assert_term("XEmala");
    struct str folded, surface;
    assert_true(term_surface_parts(STR("XEmalaga\tMálaga"), &folded, &surface));
    assert_true(str_eq_c(folded, "malaga") && str_eq_c(surface, "Málaga"));
    assert_false(term_surface_parts(STR("XEmalaga"), &folded, &surface));
    assert_false(term_surface_parts(STR("XNmalaga"), &folded, &surface));
    term_never_plain(&term, STR("malaga"));
    assert_term("XNmalaga");
    term_word(&term, title, STR("malaga"));
    assert_term("Smalaga");
    term_stem(&term, title, spanish, STR("malag"));
    assert_term("SZes:malag");
    term_piece_word(&term, title, STR("保护"));
    assert_term("SXW保护");
    term_word(&term, field_row(FIELD_SUMMARY), STR("محكمة"));
    assert_term("XSUمحكمة");
}

static void terms_are_read_back(void **state) {
    (void)state;
    const struct field *field;
    const struct language *language, *catalan = language_find(STR("ca"));
    struct str form;
    const enum field_id fields[] = {FIELD_TEXT, FIELD_TITLE, FIELD_SUMMARY, FIELD_SOURCE, FIELD_AUTHOR};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct field *written = field_row(fields[i]);
        term_word(&term, written, STR("محكمة"));
        assert_true(term_word_parts(buf_str(&term), &field, &language, &form));
        assert_true(field == written && language == NULL && str_eq_c(form, "محكمة"));
        term_stem(&term, written, catalan, STR("a:b"));
        assert_true(term_word_parts(buf_str(&term), &field, &language, &form));
        assert_true(field == written && language == catalan && str_eq_c(form, "a:b"));
        term_piece_word(&term, written, STR("保护"));
        assert_true(term_word_parts(buf_str(&term), &field, &language, &form));
        assert_true(field == written && language == NULL && str_eq_c(form, "保护"));
    }
    const char *others[] = {"XEmalaga\tMálaga", "XNmalaga", "NES", "A=naira", "Kx", "XST:ngo", "Q1", "Zqq:stem", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(term_word_parts(str_from(others[i]), &field, &language, &form));
}

static void whole_values(void **state) {
    (void)state;
    static const struct {
        enum field_id field;
        const char *value, *term;
    } rows[] = {
        {FIELD_COUNTRY, "ES", "NES"},
        {FIELD_LANG, "es", "Les"},
        {FIELD_YEAR, "2021", "Y2021"},
        {FIELD_SOURCE_TYPE, "ngo", "XST:ngo"},
        {FIELD_SOURCE_COUNTRY, "NL", "XSC:NL"},
        {FIELD_AUTHOR, "naira trindade", "A=naira trindade"},
        {FIELD_SOURCE, "el pais", "XSO=el pais"},
        {FIELD_TAGS, "экстрадиция", "Kэкстрадиция"},
        {FIELD_HOST, "news.example.org", "Hnews.example.org"},
        {FIELD_URL, "https://News.example.org/1", "Uhttps://News.example.org/1"},
        {FIELD_DATE, "202105", "D202105"},
        {FIELD_ID, "es-comisarias-2022", "Qes-comisarias-2022"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        term_value(&term, field_row(rows[i].field), str_from(rows[i].value));
        assert_term(rows[i].term);
    }
    term_id(&term, STR("es-comisarias-2022"));
    assert_term("Qes-comisarias-2022");
}

/* A term is a prefix of capital ASCII letters, then the rest; a folded form never begins with one. So two kinds of term
 * can only meet when their fixed beginnings are equal, or one goes on where the other's form may begin. */
static void no_two_kinds_begin_alike(void **state) {
    (void)state;
    char kinds[16 * FIELD_COUNT][32];
    size_t n = 0;
    snprintf(kinds[n++], sizeof kinds[0], "XE");
    snprintf(kinds[n++], sizeof kinds[0], "XN");
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *field = field_row(id);
        bool words = field->kind == FIELD_KIND_TEXT || field->kind == FIELD_KIND_NAME;
        bool whole = field->kind != FIELD_KIND_TEXT && field->kind != FIELD_KIND_PLAIN;
        if (words) {
            snprintf(kinds[n++], sizeof kinds[0], "%s", field->prefix);
            snprintf(kinds[n++], sizeof kinds[0], "%sZ", field->prefix);
            snprintf(kinds[n++], sizeof kinds[0], "%sXW", field->prefix);
        }
        if (whole) {
            term_value(&term, field, STR(""));
            assert_true(!words || strcmp(term.data, field->prefix) != 0);
            snprintf(kinds[n++], sizeof kinds[0], "%s", term.data);
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            size_t length = strlen(kinds[i]);
            if (i == j || strncmp(kinds[i], kinds[j], length) != 0)
                continue;
            char next = kinds[j][length];
            if (next == '\0')
                fail_msg("two kinds of term begin with \"%s\"", kinds[i]);
            /* A country code goes on in capitals after "N", a folded form never does. */
            if (strcmp(kinds[i], "N") == 0 || (next != '=' && !(next >= 'A' && next <= 'Z')))
                fail_msg("\"%s\" goes on as \"%s\" does", kinds[i], kinds[j]);
        }
    }
}

static void the_longest_forms_fit(void **state) {
    (void)state;
    char form[TOKEN_FORM_MAX];
    memset(form, 'x', sizeof form);
    struct str longest = {form, sizeof form};
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        term_word(&term, field_row(id), longest);
        assert_true(term.n <= TERM_MAX);
        term_piece_word(&term, field_row(id), longest);
        for (size_t i = 0; i < language_count(); i++)
            term_stem(&term, field_row(id), language_at(i), longest);
        assert_true(term.n <= TERM_MAX);
    }
    term_surface(&term, longest, longest);
    assert_int_equal(term.n, 2 + 2 * TOKEN_FORM_MAX + 1);
}

static void long_values_are_cut_and_stay_apart(void **state) {
    (void)state;
    struct buf value;
    buf_init(&value);
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *field = field_row(id);
        if (field->kind == FIELD_KIND_TEXT || field->kind == FIELD_KIND_PLAIN)
            continue;
        term_value(&term, field, STR(""));
        size_t fixed = term.n;
        for (size_t n = 200; n < 260; n++) {
            buf_clear(&value);
            while (value.n < n)
                buf_add_c(&value, value.n % 3 ? "x" : "法");
            term_value(&term, field, buf_str(&value));
            assert_true(utf8_valid(buf_str(&term)));
            if (fixed + value.n <= TERM_MAX)
                assert_true(str_eq(str_slice(buf_str(&term), fixed, term.n), buf_str(&value)));
            else
                assert_in_range(term.n, TERM_MAX - 3, TERM_MAX);
        }
        char *first = strdup(term.data);
        term_value(&term, field, buf_str(&value));
        assert_string_equal(first, term.data);
        value.data[value.n - 1] ^= 1; /* the last byte, long after the cut */
        term_value(&term, field, buf_str(&value));
        assert_string_not_equal(first, term.data);
        assert_int_equal(strncmp(first, term.data, 200), 0);
        free(first);
    }
    buf_fini(&value);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_stems),
        cmocka_unit_test(terms_are_read_back),
        cmocka_unit_test(whole_values),
        cmocka_unit_test(no_two_kinds_begin_alike),
        cmocka_unit_test(the_longest_forms_fit),
        cmocka_unit_test(long_values_are_cut_and_stay_apart),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
