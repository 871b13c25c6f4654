/* Dates in prose (indexer/facts/date_text.c), in many languages and scripts, and what must not be taken for one.
 * Sentences written for this test. */
#include "indexer/facts/date_find.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *language, *text, *date; /* "" when there is none in it */
};

static bool parse(struct str text, const struct language *language, struct date *out) {
    return date_text_parse(text, language, out);
}

static bool find(struct str text, const struct language *language, struct date *out) {
    struct str where = STR_EMPTY;
    bool found = date_find(text, language, out, &where);
    assert_true(found == (where.n > 0));
    return found;
}

static void check_rows(const struct row *rows, size_t n,
                       bool (*read)(struct str, const struct language *, struct date *)) {
    unsigned wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct date date = {0};
        struct buf got;
        buf_init(&got);
        bool found = read(str_from(rows[i].text), language_find(str_from(rows[i].language)), &date);
        date_format(&got, date);
        assert_true(found == (date.first != 0));
        if (strcmp(got.data, rows[i].date) != 0) {
            print_message("# %s «%s»: «%s», not «%s»\n", rows[i].language, rows[i].text, got.data, rows[i].date);
            wrong++;
        }
        buf_fini(&got);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_ROWS(rows, read) check_rows(rows, sizeof(rows) / sizeof *(rows), read)

static void in_words(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"es", "Madrid, 12 de marzo de 2021", "2021-03-12"},
        {"es", "Publicado el viernes 1 de setiembre del 2017 a las 10:43", "2017-09-01"},
        {"es", "mar, 12 de octubre de 2021", "2021-10-12"},
        {"pt", "Lisboa, 12 de março de 2021, 10h43", "2021-03-12"},
        {"fr", "Publié le 1er août 2019 à 12 h 05", "2019-08-01"},
        {"it", "Roma, 3 febbraio 2020", "2020-02-03"},
        {"ro", "București, 12 martie 2021", "2021-03-12"},
        {"ca", "Barcelona, 12 de març de 2021", "2021-03-12"},
        {"de", "Berlin, den 12. März 2021", "2021-03-12"},
        {"de", "Wien, 5. Jänner 2022, 11:20 Uhr", "2022-01-05"},
        {"nl", "vrijdag 12 mrt. 2021", "2021-03-12"},
        {"sv", "den 12 mars 2021", "2021-03-12"},
        {"da", "12. maj 2021", "2021-05-12"},
        {"fi", "12. maaliskuuta 2021", "2021-03-12"},
        {"et", "12. märts 2021", "2021-03-12"},
        {"en", "March 12, 2021", "2021-03-12"},
        {"en", "Friday, 12th of March 2021", "2021-03-12"},
        {"en", "Updated: Sept. 3, 2015, 4:10 p.m.", "2015-09-03"},
        {"en", "12-Mar-2021", "2021-03-12"},
        {"ru", "Москва, 12 марта 2021 года", "2021-03-12"},
        {"uk", "Київ, 12 березня 2021 р.", "2021-03-12"},
        {"bg", "12 март 2021 г.", "2021-03-12"},
        {"sr", "Београд, 12. март 2021.", "2021-03-12"},
        {"sr", "Beograd, 12. mart 2021.", "2021-03-12"},
        {"hr", "Zagreb, 3. listopada 2021.", "2021-10-03"},
        {"pl", "Warszawa, 3 listopada 2021 r.", "2021-11-03"},
        {"cs", "Praha 3. listopadu 2021", "2021-11-03"},
        {"sk", "12. marca 2021", "2021-03-12"},
        {"sl", "12. marec 2021", "2021-03-12"},
        {"hu", "Budapest, 2021. március 12.", "2021-03-12"},
        {"lt", "2021 m. kovo 12 d.", "2021-03-12"},
        {"lv", "2021. gada 12. marts", "2021-03-12"},
        {"el", "Αθήνα, 12 Μαρτίου 2021", "2021-03-12"},
        {"tr", "12 Mart 2021 Cuma", "2021-03-12"},
        {"kk", "12 наурыз 2021", "2021-03-12"},
        {"ka", "12 მარტი, 2021", "2021-03-12"},
        {"hy", "12 մարտի, 2021", "2021-03-12"},
        {"ar", "الرياض، ١٢ مارس ٢٠٢١", "2021-03-12"},
        {"ar", "بغداد 12 آذار 2021", "2021-03-12"},
        {"ar", "الجزائر 12 جانفي 2021", "2021-01-12"},
        {"he", "12 במרץ 2021", "2021-03-12"},
        {"he", "12 מרץ 2021", "2021-03-12"},
        {"fa", "۲۲ اسفند ۱۳۹۹", "2021-03-12"},
        {"fa", "۱۲ مارس ۲۰۲۱", "2021-03-12"},
        {"ur", "12 مارچ 2021", "2021-03-12"},
        {"hi", "12 मार्च 2021", "2021-03-12"},
        {"bn", "১২ মার্চ ২০২১", "2021-03-12"},
        {"ta", "12 மார்ச், 2021", "2021-03-12"},
        {"th", "12 มีนาคม 2564", "2021-03-12"},
        {"th", "12 มี.ค. 2021", "2021-03-12"},
        {"vi", "Thứ Sáu, 12 tháng 3 năm 2021", "2021-03-12"},
        {"id", "Jakarta, 12 Maret 2021", "2021-03-12"},
        {"sw", "12 Machi 2021", "2021-03-12"},
        {"so", "12 Maarso 2021", "2021-03-12"},
        {"ha", "12 Maris 2021", "2021-03-12"},
        {"am", "12 ማርች 2021", "2021-03-12"},
        {"zh", "新华社北京2021年3月12日电", "2021-03-12"},
        {"zh", "二〇二一年三月三十一日", "2021-03-31"},
        {"zh", "民國110年3月12日", "2021-03-12"},
        {"zh", "2021年三月十二日", "2021-03-12"},
        {"ja", "令和3年3月12日（金）", "2021-03-12"},
        {"ja", "2021年3月12日 10時43分", "2021-03-12"},
        {"ko", "서울, 2021년 3월 12일", "2021-03-12"},
        {"ko", "2021. 3. 12.", "2021-03-12"},
    };
    CHECK_ROWS(rows, parse);
}

static void in_numbers(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "2021-03-12T10:00:00Z", "2021-03-12"},
        {"de", "12.03.2021, 10:43", "2021-03-12"},
        {"cs", "12. 3. 2021", "2021-03-12"},
        {"es", "03/05/2021", "2021-05-03"},
        {"pt", "Atualizado em 03/05/2021 08h12", "2021-05-03"},
        {"en", "03/25/2021", "2021-03-25"},
        {"en", "25/03/2021", "2021-03-25"},
        {"en", "03/03/2021", "2021-03-03"},
        {"ru", "12.03.2021 10:43", "2021-03-12"},
        {"ar", "٢٠٢١/٣/١٢", "2021-03-12"},
        {"fa", "۱۳۹۹/۱۲/۲۲", "2021-03-12"},
        {"zh", "2021/3/12 08:00", "2021-03-12"},
        {"ja", "2021.3.12", "2021-03-12"},
        {"nl", "12-03-2021", "2021-03-12"},
        {"und", "12.03.2021", "2021-03-12"},
    };
    CHECK_ROWS(rows, parse);
}

static void partial(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "Report, March 2021", "2021-03"}, {"es", "marzo de 2021", "2021-03"},    {"zh", "2021年3月", "2021-03"},
        {"ru", "Март 2021", "2021-03"},          {"vi", "Tháng 3 năm 2021", "2021-03"},
    };
    CHECK_ROWS(rows, parse);
}

static void another_language_than_said(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"es", "March 12, 2021", "2021-03-12"},
        {"und", "12 de marzo de 2021", "2021-03-12"},
        {"und", "12 марта 2021", "2021-03-12"},
        {"und", "12 березня 2021", "2021-03-12"},
        {"und", "03/05/2021", ""},
        {"nosuch", "12 mars 2021", "2021-03-12"},
    };
    CHECK_ROWS(rows, parse);
}

static void none_rather_than_wrong(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "", ""},
        {"en", "03/05/2021", ""},       /* May or March */
        {"en", "12 March", ""},         /* of which year? */
        {"en", "12-14 March 2021", ""}, /* a meeting of three days */
        {"en", "12–14 March 2021", ""},
        {"en", "March 12-14, 2021", ""},
        {"en", "March-May 2021", ""},
        {"en", "January 1, 1970", ""},
        {"de", "01.01.1970", ""},
        {"de", "31.02.2021", ""},
        {"en", "February 30, 2021", ""},
        {"de", "12.03.21", ""},
        {"en", "You may call 2021 5555", ""},
        {"en", "192.168.2.2021", ""},
        {"en", "tel. 12-03-2021-44", ""},
        {"en", "In 2021 the march of 12 people ended.", ""},
        {"en", "Resolution 12/03/20211", ""},
        {"fa", "اسفند ۱۳۹۹", ""}, /* from the middle of one of our months to that of the next */
        {"ar", "١٤٤٢/٧/٢٨", ""},  /* another calendar */
        {"es", "12 de marzo", ""},
        {"zh", "3月12日", ""},
        {"zh", "2021年度", ""},
        {"ja", "第3年3月12日", ""},
    };
    CHECK_ROWS(rows, parse);
}

static void long_texts(void **state) {
    (void)state;
    char text[DATE_TEXT_MAX + 64];
    struct date date = {.first = 7};
    memset(text, ' ', sizeof text);
    memcpy(text, "12 March 2021", strlen("12 March 2021"));
    assert_false(date_text_parse((struct str){text, DATE_TEXT_MAX + 1}, language_find(STR("en")), &date));
    assert_int_equal(date.first, 7);
    assert_true(date_text_parse((struct str){text, DATE_TEXT_MAX}, NULL, &date));
    assert_int_equal(date.first, 20210312);
    assert_false(date_text_parse(STR("\xFF\xC3 12 \xE0 March"), NULL, &date));
}

static void day_of_publication(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "March 12, 2021\n\nThe council met behind closed doors.", "2021-03-12"},
        {"en", "By Ana Pardo\nPublished 12 March 2021, 10:43 GMT\nUpdated 14 March 2021\n\nThe council met.",
         "2021-03-12"},
        {"en", "MADRID, 12 March 2021 (Wire) - The council met on 3 March 2021 and again later.", "2021-03-12"},
        {"en", "Annual report\nMarch 2021\n\nThe year was hard.", "2021-03"},
        {"es", "Valencia, 12 de marzo de 2021.- El consistorio abrió una oficina.", "2021-03-12"},
        {"es", "El consistorio abrió una oficina.\n\nMadrid, a 12 de marzo de 2021", "2021-03-12"},
        {"de", "Das Ministerium teilt mit, dass das Büro schließt.\n\nBerlin, den 12. März 2021", "2021-03-12"},
        {"de", "Pressemitteilung vom 12.03.2021\nDas Büro schließt.", "2021-03-12"},
        {"fr", "Publié le 1er août 2019 à 12 h 05\nLe bureau a fermé.", "2019-08-01"},
        {"ru", "12 марта 2021, 10:43\nВ городе закрыли отделение.", "2021-03-12"},
        {"zh", "发布时间：2021-03-12\n市政府说，办公室已经关闭。", "2021-03-12"},
        {"zh", "新华社北京2021年3月12日电 市政府说，办公室已经关闭。", "2021-03-12"},
        {"ja", "2021年3月12日\n事務所は閉鎖された。", "2021-03-12"},
        {"ar", "الرياض، ١٢ مارس ٢٠٢١\nأغلق المكتب أبوابه.", "2021-03-12"},
        {"th", "12 มีนาคม 2564\nสำนักงานปิดแล้ว", "2021-03-12"},
        {"tr", "12 Mart 2021 Cuma\nBüro kapandı.", "2021-03-12"},
        /* about something else */
        {"en", "The office opened on 12 March 2021 above a shop.", ""},
        {"en", "Elections of 12 March 2021\n\nNobody came.", ""},
        {"en", "12 March 2021 was a cold day in the valley.\nNobody came.", ""},
        {"en", "Updated 14 March 2021\n\nThe council met.", ""},
        {"en", "Retrieved 14 March 2021\n\nThe council met.", ""},
        {"en", "12 March 2021\n14 March 2021\n\nTwo days, and which?", ""},
        {"en", "January 1, 1970\n\nThe council met.", ""},
        {"en", "Closing date: 14 March 2021\n\nWe look for a cook.", ""},
        {"es", "Actualizado: 14 de marzo de 2021\n\nEl consistorio se reunió.", ""},
        {"de", "Am 12. März 2021 schloss das Büro, und niemand wusste, warum.", ""},
        {"en", "", ""},
    };
    CHECK_ROWS(rows, find);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_words),
        cmocka_unit_test(in_numbers),
        cmocka_unit_test(partial),
        cmocka_unit_test(another_language_than_said),
        cmocka_unit_test(none_rather_than_wrong),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(day_of_publication),
    };
    return cmocka_run_group_tests_name("facts_date", tests, NULL, NULL);
}
