/* Dates, and what becomes of values that are put into a document (corpus/date.c, document.c, document_finish.c). */
#include "corpus/document.h"
#include "corpus/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_str(struct str got, const char *want) {
    if (!str_eq_c(got, want))
        fail_msg("got \"%.*s\" (%zu bytes), expected \"%s\"", STR_FMT(got), got.n, want);
}

/* ---- dates ---- */

static void dates_keep_their_precision(void **state) {
    (void)state;
    static const struct {
        const char *written;
        uint32_t first, last;
        const char *normal;
    } rows[] = {
        {"2021", 20210101, 20211231, "2021"},
        {" 2021-05 ", 20210501, 20210531, "2021-05"},
        {"2021-05-03", 20210503, 20210503, "2021-05-03"},
        {"2021/05/03", 20210503, 20210503, "2021-05-03"},
        {"2021.05.03", 20210503, 20210503, "2021-05-03"},
        {"2021/05", 20210501, 20210531, "2021-05"},
        {"20210503", 20210503, 20210503, "2021-05-03"},
        {"2021-05-03T23:59:60.123+05:30", 20210503, 20210503, "2021-05-03"},
        {"2021-05-03 07:08 UTC", 20210503, 20210503, "2021-05-03"},
        {"20210503T070809Z", 20210503, 20210503, "2021-05-03"},
        {"2021-05-03Z", 20210503, 20210503, "2021-05-03"},
        {"2021-05-03+02:00", 20210503, 20210503, "2021-05-03"},
        {"2020-02", 20200201, 20200229, "2020-02"},
        {"2000-02-29", 20000229, 20000229, "2000-02-29"},
        {"1900-02", 19000201, 19000228, "1900-02"},
        {"1000", 10000101, 10001231, "1000"},
        {"2999-12-31", 29991231, 29991231, "2999-12-31"},
    };
    struct buf normal;
    buf_init(&normal);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct date date = {0}, again = {0};
        if (!date_parse(str_from(rows[i].written), &date))
            fail_msg("%s was not read", rows[i].written);
        assert_int_equal(date.first, rows[i].first);
        assert_int_equal(date.last, rows[i].last);
        buf_clear(&normal);
        date_format(&normal, date);
        assert_str(buf_str(&normal), rows[i].normal);
        assert_true(date_parse(buf_str(&normal), &again));
        assert_memory_equal(&date, &again, sizeof date);
    }
    buf_clear(&normal);
    date_format(&normal, (struct date){0});
    assert_str(buf_str(&normal), "");
    buf_fini(&normal);
}

static void other_writing_is_no_date(void **state) {
    (void)state;
    static const char *const rows[] = {
        "",
        "NA",
        "03/05/2021",
        "3 May 2021",
        "202",
        "20215",
        "202105",
        "2021-",
        "2021-5",
        "2021-05-3",
        "2021-13",
        "2021-00",
        "2021-05-00",
        "2021-04-31",
        "1900-02-29",
        "2021-02-29",
        "2021-05/03",
        "2021-05-03x",
        "2021-05-03T",
        "2021-05-03 ten",
        "2021-05-03T25:00",
        "0999",
        "3000",
        "2021-05-03/2021-06",
        "٢٠٢١",
        "２０２１",
        "2021年5月3日",
        "-2021",
        "202105033",
        "1620000000",
        "2021-05-03\\n1",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct date date;
        if (date_parse(str_from(rows[i]), &date))
            fail_msg("%s was read as %u..%u", rows[i], date.first, date.last);
    }
    struct date date;
    assert_false(date_parse(STR("2021\0"
                                "05"),
                            &date));
    assert_false(date_parse(STR("2021-05-03T10\0"), &date));
}

static void every_day_of_the_range_comes_back(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text);
    unsigned days = 0;
    for (uint32_t month = 100000; month <= 299999; month++) {
        for (uint32_t day = month * 100; month % 100 <= 13 && day <= month * 100 + 32; day++) {
            struct date date;
            buf_clear(&text);
            buf_addf(&text, "%u", day);
            if (!date_parse(buf_str(&text), &date))
                continue;
            assert_int_equal(date.first, day);
            assert_int_equal(date.last, day);
            days++;
        }
    }
    assert_int_equal(days, 2000 * 365 + 485); /* 485 leap days: 500 fours less 20 hundreds and 5 four hundreds */
    buf_fini(&text);
}

static void placeholders_are_told_apart(void **state) {
    (void)state;
    struct date date;
    assert_true(date_parse(STR("1970-01-01T00:00:00Z"), &date) && date_is_placeholder(date));
    assert_true(date_parse(STR("1900-01-01"), &date) && date_is_placeholder(date));
    assert_true(date_parse(STR("1970"), &date) && !date_is_placeholder(date));
    assert_true(date_parse(STR("1970-01"), &date) && !date_is_placeholder(date));
    assert_true(date_parse(STR("1970-01-02"), &date) && !date_is_placeholder(date));
}

/* ---- documents ---- */

struct fixture {
    struct arena *arena;
    struct document doc;
    struct err err;
};

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new();
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    arena_free(&f->arena);
    free(f);
    return 0;
}

static void add(struct fixture *f, enum field_id field, const char *written) {
    document_add(f->arena, &f->doc, field, str_from(written));
}

static enum err_code finish(struct fixture *f) {
    return document_finish(f->arena, &f->doc, NULL, &f->err);
}

static void fresh(struct fixture *f) {
    f->doc = (struct document){0};
}

static void assert_values(const struct strs *list, size_t n, const char *const *want) {
    assert_int_equal(list->n, n);
    for (size_t i = 0; i < n; i++)
        assert_str(list->v[i], want[i]);
}

static bool remarked(const struct document *doc, const char *part) {
    for (size_t i = 0; i < doc->remarks.n; i++)
        if (memmem(doc->remarks.v[i].p, doc->remarks.v[i].n, part, strlen(part)))
            return true;
    return false;
}

static void values_take_the_form_of_their_field(void **state) {
    struct fixture *f = *state;
    static const struct {
        enum field_id field;
        const char *written, *normal;
    } rows[] = {
        {FIELD_TITLE, " Las\n comisarías\t chinas ", "Las comisarías chinas"},
        {FIELD_TITLE, "海外　警察", "海外 警察"}, /* U+3000 */
        {FIELD_AUTHOR, "\xC2\xA0عكاظ (جدة)", "عكاظ (جدة)"},
        {FIELD_TITLE,
         "a\x01"
         "b\x1B[31mc\x7F",
         "ab[31mc"},
        {FIELD_TITLE, "caf\xE9 noir", "caf\xEF\xBF\xBD noir"},
        {FIELD_TEXT, "\n\n One\r\n\r\n  two\tthree \n", "One\n\n  two\tthree"},
        {FIELD_TEXT, "\xE2\x80\x8BЗа\fграницей", "\xE2\x80\x8BЗа\nграницей"},
        {FIELD_LANG, "Spanish", "es"},
        {FIELD_LANG, "rus", "ru"},
        {FIELD_LANG, "en-GB", "en"},
        {FIELD_COUNTRY, "nl", "NL"},
        {FIELD_COUNTRY, "Spain", "ES"},
        {FIELD_SOURCE_TYPE, "gov", "government"},
        {FIELD_SOURCE_TYPE, "Article", "news"},
        {FIELD_DATE, "2021-05-03T10:00:00Z", "2021-05-03"},
        {FIELD_URL, " https://News.example.org/A?b=c#d ", "https://News.example.org/A?b=c#d"},
        {FIELD_TAGS, "ley  de extranjería", "ley de extranjería"},
        {FIELD_ID, "bsnlp-123\n", "bsnlp-123"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        fresh(f);
        add(f, rows[i].field, rows[i].written);
        assert_int_equal(f->doc.field[rows[i].field].n, 1);
        assert_str(document_get(&f->doc, rows[i].field), rows[i].normal);
    }
}

static void invalid_bytes_are_remarked(void **state) {
    struct fixture *f = *state;
    add(f, FIELD_TITLE, "caf\xE9 \xFF");
    assert_true(remarked(&f->doc, "2 invalid byte sequences in title"));
}

static void what_is_not_known_is_set_aside(void **state) {
    struct fixture *f = *state;
    add(f, FIELD_COUNTRY, "Freedonia");
    add(f, FIELD_COUNTRY, "ES");
    add(f, FIELD_LANG, "tlh-Qaak!");
    add(f, FIELD_SOURCE_TYPE, "blarg");
    add(f, FIELD_DATE, "NA");
    add(f, FIELD_DATE, "1970-01-01");
    assert_values(&f->doc.field[FIELD_COUNTRY], 1, (const char *[]){"ES"});
    assert_values(&f->doc.unrecognised[FIELD_COUNTRY], 1, (const char *[]){"Freedonia"});
    assert_values(&f->doc.unrecognised[FIELD_SOURCE_TYPE], 1, (const char *[]){"blarg"});
    assert_values(&f->doc.unrecognised[FIELD_DATE], 2, (const char *[]){"NA", "1970-01-01"});
    assert_int_equal(f->doc.field[FIELD_DATE].n, 0);
    assert_int_equal(f->doc.date.first, 0);
    assert_int_equal(f->doc.field[FIELD_LANG].n, 0);
    assert_true(remarked(&f->doc, "country \"Freedonia\" is not known and is kept as country_unrecognised."));
    assert_true(remarked(&f->doc, "date \"NA\" is not read as a date"));
    assert_true(remarked(&f->doc, "date \"1970-01-01\" is what programs write"));
    assert_int_equal(f->doc.remarks.n, 5);
}

static void a_remark_shows_only_the_beginning(void **state) {
    struct fixture *f = *state;
    struct buf name;
    buf_init(&name);
    for (int i = 0; i < 3000; i++)
        buf_add_c(&name, "国");
    document_add(f->arena, &f->doc, FIELD_COUNTRY, buf_str(&name));
    assert_int_equal(f->doc.remarks.n, 1);
    assert_in_range(f->doc.remarks.v[0].n, 80, 200);
    assert_int_equal(f->doc.unrecognised[FIELD_COUNTRY].v[0].n, 9000);
    buf_fini(&name);
}

static void several_values(void **state) {
    struct fixture *f = *state;
    add(f, FIELD_COUNTRY, "ES");
    add(f, FIELD_COUNTRY, "Spain");
    add(f, FIELD_COUNTRY, "NL");
    add(f, FIELD_AUTHOR, "王芳");
    add(f, FIELD_AUTHOR, " 王芳 ");
    add(f, FIELD_TITLE, "Première");
    add(f, FIELD_TITLE, "Première");
    add(f, FIELD_TITLE, "Seconde");
    add(f, FIELD_LANG, "fr");
    add(f, FIELD_LANG, "de");
    add(f, FIELD_DATE, "2021");
    add(f, FIELD_DATE, "2022");
    add(f, FIELD_TEXT, "One.\n");
    add(f, FIELD_TEXT, "");
    add(f, FIELD_TEXT, "Two.");
    add(f, FIELD_SUMMARY, "a");
    add(f, FIELD_SUMMARY, "b");
    assert_int_equal(finish(f), ERR_OK);
    assert_values(&f->doc.field[FIELD_COUNTRY], 2, (const char *[]){"ES", "NL"});
    assert_values(&f->doc.field[FIELD_AUTHOR], 1, (const char *[]){"王芳"});
    assert_values(&f->doc.field[FIELD_TITLE], 1, (const char *[]){"Première"});
    assert_values(&f->doc.more[FIELD_TITLE], 1, (const char *[]){"Seconde"});
    assert_values(&f->doc.field[FIELD_LANG], 1, (const char *[]){"fr"});
    assert_values(&f->doc.more[FIELD_LANG], 1, (const char *[]){"de"});
    assert_int_equal(f->doc.date.last, 20211231);
    assert_values(&f->doc.more[FIELD_DATE], 1, (const char *[]){"2022"});
    assert_values(&f->doc.field[FIELD_TEXT], 1, (const char *[]){"One.\n\nTwo."});
    assert_values(&f->doc.field[FIELD_SUMMARY], 1, (const char *[]){"a b"});
    assert_true(str_eq_c(f->doc.from[FIELD_LANG], "given"));
    assert_int_equal(f->doc.remarks.n, 0);
}

static void host_and_year_are_derived(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *url, *host;
    } rows[] = {
        {"https://user:pw@News.Example.ORG:8080/1?x=http://other.org/", "news.example.org"},
        {"http://aawsat.com/home/article/410431/حكومة", "aawsat.com"},
        {"https://пример.рф", "пример.рф"},
        {"http://[2001:DB8::1]:80/", "[2001:db8::1]"},
        {"http://a.org\\@b.org/", "a.org"},
        {"http://example.org./", "example.org"},
        {"//no.scheme/", ""},
        {"news.example.org/1", ""},
        {"http://", ""},
        {"http:///x", ""},
        {"mailto:someone@example.org", ""},
        {"://", ""},
        {"http://[", "["},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        fresh(f);
        add(f, FIELD_TITLE, "x");
        add(f, FIELD_URL, rows[i].url);
        add(f, FIELD_DATE, "2021-05");
        assert_int_equal(finish(f), ERR_OK);
        assert_str(document_get(&f->doc, FIELD_HOST), rows[i].host);
        assert_str(document_get(&f->doc, FIELD_YEAR), "2021");
    }
}

static void a_derived_field_that_was_given_is_kept_when_it_differs(void **state) {
    struct fixture *f = *state;
    add(f, FIELD_TITLE, "x");
    add(f, FIELD_DATE, "2021-05");
    add(f, FIELD_YEAR, "2021");
    add(f, FIELD_HOST, "Guardian");
    add(f, FIELD_YEAR, "1999");
    assert_int_equal(finish(f), ERR_OK);
    assert_values(&f->doc.field[FIELD_YEAR], 1, (const char *[]){"2021"});
    assert_values(&f->doc.more[FIELD_YEAR], 1, (const char *[]){"1999"});
    assert_int_equal(f->doc.field[FIELD_HOST].n, 0);
    assert_values(&f->doc.more[FIELD_HOST], 1, (const char *[]){"Guardian"});
}

static void ids_are_given_or_made(void **state) {
    struct fixture *f = *state;
    char first[64];
    add(f, FIELD_ID, "my-id");
    add(f, FIELD_TITLE, "x");
    assert_int_equal(finish(f), ERR_OK);
    assert_str(document_get(&f->doc, FIELD_ID), "my-id");

    fresh(f);
    add(f, FIELD_ID, " \n");
    add(f, FIELD_TITLE, "x");
    add(f, FIELD_URL, "https://example.org/1");
    assert_int_equal(finish(f), ERR_OK);
    assert_int_equal(document_get(&f->doc, FIELD_ID).n, 4 + 32);
    assert_true(str_starts(document_get(&f->doc, FIELD_ID), STR("url:")));
    snprintf(first, sizeof first, "%.*s", STR_FMT(document_get(&f->doc, FIELD_ID)));

    fresh(f); /* another version of the page has the same id and another hash */
    add(f, FIELD_TITLE, "x, corrected");
    add(f, FIELD_URL, "https://example.org/1");
    assert_int_equal(finish(f), ERR_OK);
    assert_str(document_get(&f->doc, FIELD_ID), first);

    static const char *const contents[][3] = {
        {"a", "", "b"}, {"ab", "", ""}, {"", "", "ab"}, {"", "ab", ""}, {"a", "b", ""}};
    struct strs ids = {0};
    for (size_t i = 0; i < COUNT(contents); i++) {
        fresh(f);
        add(f, FIELD_TITLE, contents[i][0]);
        add(f, FIELD_SUMMARY, contents[i][1]);
        add(f, FIELD_TEXT, contents[i][2]);
        add(f, FIELD_TAGS, i % 2 ? "odd" : "even");
        assert_int_equal(finish(f), ERR_OK);
        struct str id = document_get(&f->doc, FIELD_ID);
        assert_true(str_starts(id, STR("text:")) && id.n == 5 + 32);
        for (size_t j = 0; j < ids.n; j++)
            assert_false(str_eq(ids.v[j], id));
        arena_push(f->arena, &ids, id);
    }
}

static struct str hash_of(struct fixture *f, const char *title, const char *lang, const char *country) {
    fresh(f);
    add(f, FIELD_ID, "1");
    add(f, FIELD_TITLE, title);
    add(f, FIELD_LANG, lang);
    add(f, FIELD_COUNTRY, country);
    assert_int_equal(finish(f), ERR_OK);
    assert_int_equal(f->doc.hash.n, 32);
    return f->doc.hash;
}

static void the_hash_tells_what_was_given(void **state) {
    struct fixture *f = *state;
    struct str plain = hash_of(f, "x", "", "");
    assert_true(str_eq(plain, hash_of(f, " x ", "und", "")));
    assert_false(str_eq(plain, hash_of(f, "y", "", "")));
    assert_false(str_eq(plain, hash_of(f, "x", "es", "")));
    assert_false(str_eq(plain, hash_of(f, "x", "", "ES")));
    assert_false(str_eq(plain, hash_of(f, "x", "", "Freedonia")));
    assert_true(str_eq(hash_of(f, "x", "", "Spain"), hash_of(f, "x", "", "ES")));

    fresh(f);
    add(f, FIELD_ID, "1");
    add(f, FIELD_TITLE, "x");
    f->doc.extra = STR("{\"ocr\":true}");
    assert_int_equal(finish(f), ERR_OK);
    assert_false(str_eq(plain, f->doc.hash));
}

/* Refused with a sentence that has `part`. */
static void assert_refused(struct fixture *f, const char *part) {
    assert_int_equal(finish(f), ERR_INPUT);
    if (!strstr(f->err.text, part))
        fail_msg("\"%s\" does not say \"%s\"", f->err.text, part);
}

static void add_long(struct fixture *f, enum field_id field, size_t n) {
    char *bytes = malloc(n);
    memset(bytes, 'x', n);
    document_add(f->arena, &f->doc, field, (struct str){bytes, n});
    free(bytes);
}

static void every_limit_is_named(void **state) {
    struct fixture *f = *state;
    static const struct {
        enum field_id field;
        size_t limit;
        const char *named;
    } rows[] = {
        {FIELD_ID, DOCUMENT_ID_MAX, "id has 501 bytes; the limit is 500"},
        {FIELD_TITLE, DOCUMENT_PROSE_MAX, "title has 65537 bytes; the limit is 65536"},
        {FIELD_SUMMARY, DOCUMENT_PROSE_MAX, "summary has 65537 bytes"},
        {FIELD_TEXT, DOCUMENT_TEXT_MAX, "text has 67108865 bytes"},
        {FIELD_AUTHOR, DOCUMENT_VALUE_MAX, "author has 4097 bytes; the limit is 4096"},
        {FIELD_URL, DOCUMENT_VALUE_MAX, "url has 4097 bytes"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        fresh(f);
        if (rows[i].field != FIELD_TITLE)
            add(f, FIELD_TITLE, "x");
        add_long(f, rows[i].field, rows[i].limit);
        assert_int_equal(finish(f), ERR_OK);
        fresh(f);
        add(f, FIELD_COUNTRY, "ES");
        add_long(f, rows[i].field, rows[i].limit + 1);
        assert_refused(f, rows[i].named);
        arena_reset(f->arena);
    }
}

static void numbers_of_values_are_limited(void **state) {
    struct fixture *f = *state;
    static const struct {
        enum field_id field;
        const char *form, *named;
    } rows[] = {{FIELD_AUTHOR, "Author %u", "more than 1000 values of author"},
                {FIELD_TEXT, "Part %u", "more than 1000 values of text"},
                {FIELD_COUNTRY, "Atlantis %u", "more than 1000 values of country that could not be taken"},
                {FIELD_LICENSE, "Licence %u", "more than 1000 values of license that could not be taken"}};
    char value[32];
    for (size_t i = 0; i < COUNT(rows); i++) {
        fresh(f);
        add(f, FIELD_TITLE, "x");
        unsigned n = 0;
        for (; n < DOCUMENT_VALUES_MAX; n++) {
            snprintf(value, sizeof value, rows[i].form, n);
            add(f, rows[i].field, value);
        }
        struct document full = f->doc;
        assert_int_equal(finish(f), ERR_OK);
        f->doc = full;
        for (; n < 200 * DOCUMENT_VALUES_MAX; n++) { /* not quadratic: this would take minutes */
            snprintf(value, sizeof value, rows[i].form, n);
            add(f, rows[i].field, value);
        }
        assert_refused(f, rows[i].named);
        arena_reset(f->arena);
    }
}

static void unknown_fields_are_limited_together(void **state) {
    struct fixture *f = *state;
    char *bytes = malloc(DOCUMENT_EXTRA_MAX);
    memset(bytes, ' ', DOCUMENT_EXTRA_MAX);
    add(f, FIELD_TITLE, "x");
    f->doc.extra = (struct str){bytes, DOCUMENT_EXTRA_MAX};
    struct document full = f->doc;
    assert_int_equal(finish(f), ERR_OK);
    f->doc = full;
    add(f, FIELD_COUNTRY, "Freedonia");
    assert_refused(f, "unknown fields have 1048585 bytes together; the limit is 1048576");
    free(bytes);
}

static void what_has_no_letter_cannot_be_read(void **state) {
    struct fixture *f = *state;
    static const char *const empty[] = {"", " \n ", "\xEF\xBF\xBD \xEF\xBF\xBD", "—…!", "\xE2\x80\x8B", "\xFF\xFE"};
    for (size_t i = 0; i < COUNT(empty); i++) {
        fresh(f);
        add(f, FIELD_ID, "1");
        add(f, FIELD_AUTHOR, "Somebody");
        add(f, FIELD_TEXT, empty[i]);
        assert_refused(f, "nothing to read in it");
    }
    static const char *const readable[] = {"7", "ж", "法", "ا", "ไทย", "①"};
    for (size_t i = 0; i < COUNT(readable); i++) {
        fresh(f);
        add(f, i % 2 ? FIELD_TEXT : FIELD_SUMMARY, readable[i]);
        assert_int_equal(finish(f), ERR_OK);
    }
}

static void the_language_is_detected_when_none_was_given(void **state) {
    struct fixture *f = *state;
    struct language_detector *detect = language_detector_new();
    static const char spanish[] =
        "Las comisarías chinas en el extranjero han sido objeto de una investigación del Gobierno.";

    add(f, FIELD_TEXT, spanish);
    assert_int_equal(document_finish(f->arena, &f->doc, detect, &f->err), ERR_OK);
    assert_str(document_get(&f->doc, FIELD_LANG), "es");
    assert_true(str_eq_c(f->doc.from[FIELD_LANG], "detected"));
    assert_true(f->doc.lang_confidence > 0 && f->doc.lang_confidence <= 1);
    assert_string_equal(document_language(&f->doc)->code, "es");
    struct str detected = f->doc.hash;

    fresh(f); /* the hash does not depend on the detector */
    add(f, FIELD_TEXT, spanish);
    assert_int_equal(finish(f), ERR_OK);
    assert_true(str_eq(detected, f->doc.hash));
    assert_true(str_eq_c(f->doc.from[FIELD_LANG], ""));
    assert_ptr_equal(document_language(&f->doc), language_unknown());

    fresh(f); /* given metadata wins */
    add(f, FIELD_TEXT, spanish);
    add(f, FIELD_LANG, "fr");
    assert_int_equal(document_finish(f->arena, &f->doc, detect, &f->err), ERR_OK);
    assert_str(document_get(&f->doc, FIELD_LANG), "fr");
    assert_true(str_eq_c(f->doc.from[FIELD_LANG], "given"));
    language_detector_free(&detect);
}

static struct str hash_with(struct fixture *f, enum field_id field, const char *value, bool guess) {
    fresh(f);
    add(f, FIELD_TITLE, "A title");
    add(f, FIELD_AUTHOR, "Somebody");
    if (guess)
        document_guess(f->arena, &f->doc, field, str_from(value), STR("text: words"));
    else
        add(f, field, value);
    assert_int_equal(finish(f), ERR_OK);
    return f->doc.hash;
}

static void origins_are_kept_and_guesses_give_way(void **state) {
    struct fixture *f = *state;
    document_add_from(f->arena, &f->doc, FIELD_TITLE, STR("The title"), STR("html: og:title"));
    document_add_from(f->arena, &f->doc, FIELD_TITLE, STR("Another"), STR("html: title"));
    add(f, FIELD_SOURCE_COUNTRY, "NL");
    document_guess(f->arena, &f->doc, FIELD_SOURCE_COUNTRY, STR("ES"), STR("text: Madrid"));
    document_guess(f->arena, &f->doc, FIELD_COUNTRY, STR("ES"), STR("text: Madrid"));
    document_guess(f->arena, &f->doc, FIELD_COUNTRY, STR("CN"), STR("text: 中国"));
    document_guess(f->arena, &f->doc, FIELD_DATE, STR("no date"), STR("text: no date"));
    assert_str(f->doc.from[FIELD_TITLE], "html: og:title");
    assert_str(document_get(&f->doc, FIELD_SOURCE_COUNTRY), "NL");
    assert_str(f->doc.from[FIELD_SOURCE_COUNTRY], "given");
    assert_false(f->doc.guessed[FIELD_SOURCE_COUNTRY]);
    assert_int_equal(f->doc.field[FIELD_COUNTRY].n, 2);
    assert_str(f->doc.from[FIELD_COUNTRY], "text: Madrid; text: 中国");
    assert_true(f->doc.guessed[FIELD_COUNTRY]);
    assert_false(f->doc.guessed[FIELD_DATE]);
}

static void guesses_and_places_change_no_hash(void **state) {
    struct fixture *f = *state;
    struct str plain = hash_with(f, FIELD_TAGS, "", false);
    assert_false(str_eq(plain, hash_with(f, FIELD_COUNTRY, "ES", false)));
    assert_true(str_eq(plain, hash_with(f, FIELD_COUNTRY, "ES", true)));
    assert_true(str_eq(plain, hash_with(f, FIELD_PATH, "folder/mail.eml", false)));
    assert_true(str_eq(plain, hash_with(f, FIELD_CAPTURED, "2022-10-04", false)));
}

#define WITH_DOCUMENT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_keep_their_precision),
        cmocka_unit_test(other_writing_is_no_date),
        cmocka_unit_test(every_day_of_the_range_comes_back),
        cmocka_unit_test(placeholders_are_told_apart),
        WITH_DOCUMENT(values_take_the_form_of_their_field),
        WITH_DOCUMENT(invalid_bytes_are_remarked),
        WITH_DOCUMENT(what_is_not_known_is_set_aside),
        WITH_DOCUMENT(a_remark_shows_only_the_beginning),
        WITH_DOCUMENT(several_values),
        WITH_DOCUMENT(host_and_year_are_derived),
        WITH_DOCUMENT(a_derived_field_that_was_given_is_kept_when_it_differs),
        WITH_DOCUMENT(ids_are_given_or_made),
        WITH_DOCUMENT(the_hash_tells_what_was_given),
        WITH_DOCUMENT(every_limit_is_named),
        WITH_DOCUMENT(numbers_of_values_are_limited),
        WITH_DOCUMENT(unknown_fields_are_limited_together),
        WITH_DOCUMENT(what_has_no_letter_cannot_be_read),
        WITH_DOCUMENT(the_language_is_detected_when_none_was_given),
        WITH_DOCUMENT(origins_are_kept_and_guesses_give_way),
        WITH_DOCUMENT(guesses_and_places_change_no_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
