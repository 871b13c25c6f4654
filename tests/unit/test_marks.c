/* Which tokens of a text fit a query's marks: words, stems of the right language, prefixes, phrases, exact writing,
 * fields (searcher/marks.c). What is expected is written as the text itself with the matched tokens in brackets. */
#include "searcher/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ALL SIZE_MAX

static struct arena *arena;
static struct tokens *tokens;
static struct mark_slot slots[MARK_SLOTS_MAX];
static struct mark mark;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    tokens = tokens_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tokens_free(&tokens);
    arena_free(&arena);
    return 0;
}

static void begin(const struct field *field) {
    memset(slots, 0, sizeof slots);
    mark = (struct mark){field, slots, 0};
}

/* One slot more, by its folded form. */
static struct mark_slot *folded(const char *form) {
    slots[mark.slot_count].folded = str_from(form);
    return &slots[mark.slot_count++];
}

/* The text with brackets around what matches. */
static void assert_marked(const char *text, const char *lang, enum field_id field, size_t enough, const char *want) {
    const struct marks marks = {&mark, mark.slot_count > 0};
    struct str s = str_from(text), got = STR_EMPTY;
    struct mark_matches found =
        marks_find(arena, tokens, &marks, s, language_find(str_from(lang)), field_row(field), enough);
    size_t at = 0;
    for (size_t i = 0; i < found.n; i++) {
        struct mark_match match = found.v[i];
        assert_true(match.start < match.end && match.end <= s.n && match.mark == 0);
        if (match.start < at) /* the same token again: it belongs to two overlapping runs */
            continue;
        got = arena_printf(arena, "%.*s%.*s[%.*s]", STR_FMT(got), STR_FMT(str_slice(s, at, match.start)),
                           STR_FMT(str_slice(s, match.start, match.end)));
        at = match.end;
    }
    got = arena_printf(arena, "%.*s%.*s", STR_FMT(got), STR_FMT(str_slice(s, at, s.n)));
    assert_string_equal(got.p, want);
}

static void a_word_in_any_writing(void **state) {
    (void)state;
    begin(NULL);
    folded("malaga");
    assert_marked("Málaga, MÁLAGA; Ma\u0301laga - malagueño", "es", FIELD_TEXT, ALL,
                  "[Málaga], [MÁLAGA]; [Ma\u0301laga] - malagueño");
    assert_marked("", "es", FIELD_TEXT, ALL, "");
}

static void a_stem_only_in_its_language(void **state) {
    (void)state;
    struct mark_stem stem = {language_find(STR("es")), STR("investig")};
    begin(NULL);
    folded("investigacion")->stems = &stem;
    slots[0].stem_count = 1;
    assert_marked("La investigación y las investigaciones", "es", FIELD_TEXT, ALL,
                  "La [investigación] y las [investigaciones]");
    assert_marked("Two investigaciones", "de", FIELD_TEXT, ALL, "Two investigaciones");
}

static void a_prefix(void **state) {
    (void)state;
    begin(NULL);
    folded("comisar")->prefix = true;
    assert_marked("La comisaría, los comisarios, una Comisión", "es", FIELD_TEXT, ALL,
                  "La [comisaría], los [comisarios], una Comisión");
}

static void phrases(void **state) {
    (void)state;
    begin(NULL);
    folded("a");
    folded("b");
    folded("a");
    assert_marked("a b a b a c a b", "und", FIELD_TEXT, ALL, "[a] [b] [a] [b] [a] c a b");
    begin(NULL);
    folded("保");
    folded("护");
    assert_marked("保護衛士，卫士保", "zh", FIELD_TEXT, ALL, "[保][護]衛士，卫士保");
}

static void written_just_so(void **state) {
    (void)state;
    begin(NULL);
    slots[0].surface = STR("Málaga");
    mark.slot_count = 1;
    assert_marked("Málaga malaga MÁLAGA Ma\u0301laga", "es", FIELD_TEXT, ALL, "[Málaga] malaga MÁLAGA [Ma\u0301laga]");
}

static void only_in_its_field(void **state) {
    (void)state;
    begin(field_row(FIELD_TITLE));
    folded("police");
    assert_marked("police", "en", FIELD_TITLE, ALL, "[police]");
    assert_marked("police", "en", FIELD_TEXT, ALL, "police");
}

static void no_more_than_enough(void **state) {
    (void)state;
    begin(NULL);
    folded("x");
    assert_marked("x x x x", "und", FIELD_TEXT, 2, "[x] [x] x x");
}

static void the_longest_run(void **state) {
    (void)state;
    struct buf text, want;
    buf_init(&text);
    buf_init(&want);
    begin(NULL);
    for (size_t i = 0; i < MARK_SLOTS_MAX; i++) {
        folded(i % 2 ? "b" : "a");
        buf_addf(&text, "%s%s", i ? " " : "", i % 2 ? "B" : "A");
        buf_addf(&want, "%s[%s]", i ? " " : "", i % 2 ? "B" : "A");
    }
    assert_marked(text.data, "und", FIELD_TEXT, ALL, want.data);
    text.data[text.n - 1] = 'C';
    assert_marked(text.data, "und", FIELD_TEXT, ALL, text.data);
    buf_fini(&text);
    buf_fini(&want);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_in_any_writing),
        cmocka_unit_test(a_stem_only_in_its_language),
        cmocka_unit_test(a_prefix),
        cmocka_unit_test(phrases),
        cmocka_unit_test(written_just_so),
        cmocka_unit_test(only_in_its_field),
        cmocka_unit_test(no_more_than_enough),
        cmocka_unit_test(the_longest_run),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
