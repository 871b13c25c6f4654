/* Which countries is a text about? (indexer/facts/countries.c) Texts written for this test, in many languages, and the
 * names that are no countries. `make eval-facts` measures on many more. */
#include "indexer/facts/countries.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct tokens *tokens;
static struct countries *countries;
static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    tokens = tokens_new();
    countries = countries_new(tokens);
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    countries_free(&countries);
    tokens_free(&tokens);
    arena_free(&arena);
    return 0;
}

struct row {
    const char *language, *title, *text;
    const char *about; /* codes, by prominence, or with a "~" in front only what must be among them; "" for none */
};

static void codes_of(const struct row *row, struct buf *out, struct country_list *list) {
    struct date unknown = {0};
    countries_find(countries, arena, str_from(row->title), str_from(row->text), language_find(str_from(row->language)),
                   unknown, list);
    for (size_t i = 0; i < list->about; i++)
        buf_addf(out, "%s%s", i ? " " : "", list->v[i].country->code);
}

static void check_rows(const struct row *rows, size_t n) {
    unsigned wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct country_list list;
        struct buf got;
        buf_init(&got);
        codes_of(&rows[i], &got, &list);
        if (strcmp(got.data, rows[i].about) != 0) {
            print_message("# %s «%s» «%s»: «%s», not «%s»\n", rows[i].language, rows[i].title, rows[i].text, got.data,
                          rows[i].about);
            wrong++;
        }
        buf_fini(&got);
        arena_reset(arena);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void languages(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "Police office opens", "Spanish police opened an office in Madrid. Spain said nothing.", "ES"},
        {"es", "Abre una comisaría", "La policía española abrió una oficina en Madrid.", "ES"},
        {"es", "Oficina cerrada", "El gobierno neerlandés cerró la oficina de Róterdam, en los Países Bajos.", "NL"},
        {"pt", "Escritório fechado", "A polícia alemã fechou o escritório em Berlim, na Alemanha.", "DE"},
        {"fr", "Bureau fermé", "La police japonaise a fermé le bureau de Tokyo, au Japon.", "JP"},
        {"it", "Ufficio chiuso", "La polizia francese ha chiuso l'ufficio di Parigi.", "FR"},
        {"de", "Büro geschlossen", "Die polnische Polizei hat das Büro in Warschau geschlossen. Polen schweigt.", "PL"},
        {"nl", "Kantoor gesloten", "De Duitse politie sloot het kantoor in Duitsland.", "DE"},
        {"ru", "Отделение закрыто", "Полиция Испании закрыла отделение в Мадриде. Испанские власти молчат.", "ES"},
        {"ru", "Суд", "Французский суд вынес решение. Во Франции его обсуждают.", "FR"},
        {"uk", "Відділення закрито", "Поліція Іспанії закрила відділення в Мадриді.", "ES"},
        {"pl", "Biuro zamknięte", "Hiszpańska policja zamknęła biuro w Madrycie. Hiszpania milczy.", "ES"},
        {"cs", "Kancelář zavřena", "Španělská policie zavřela kancelář v Madridu. Španělsko mlčí.", "ES"},
        {"hr", "Ured zatvoren", "Policija u Španjolskoj zatvorila je ured. Španjolska šuti.", "ES"},
        {"bg", "Затворен офис", "Полицията в Испания затвори офиса. Испания мълчи.", "ES"},
        {"el", "Το γραφείο έκλεισε", "Η αστυνομία της Ισπανίας έκλεισε το γραφείο στη Μαδρίτη.", "ES"},
        {"tr", "Büro kapatıldı", "İspanya polisi bürosunu kapattı. İspanya'da kimse konuşmuyor.", "ES"},
        {"hu", "Bezárt iroda", "A rendőrség Spanyolországban bezárta az irodát. Spanyolország hallgat.", "ES"},
        {"fi", "Toimisto suljettiin", "Poliisi sulki toimiston Espanjassa. Espanja vaikenee.", "ES"},
        {"sv", "Kontoret stängt", "Polisen i Spanien stängde kontoret. Spanien tiger.", "ES"},
        {"ar", "إغلاق مكتب", "أغلقت الشرطة في إسبانيا المكتب. الحكومة الإسبانية صامتة.", "ES"},
        {"fa", "دفتر بسته شد", "پلیس اسپانیا دفتر را بست. دولت اسپانیا ساکت است.", "ES"},
        {"he", "המשרד נסגר", "המשטרה סגרה את המשרד. ספרד שותקת, ספרד לא מגיבה.", "ES"},
        {"hi", "दफ़्तर बंद", "स्पेन की पुलिस ने दफ़्तर बंद किया। स्पेन चुप है।", "ES"},
        {"zh", "办公室关闭", "西班牙警方关闭了办公室。西班牙政府没有回应。", "ES"},
        {"zh", "辦公室關閉", "西班牙警方關閉了辦公室。西班牙政府沒有回應。", "ES"}, /* in traditional characters */
        {"ja", "事務所閉鎖", "スペインの警察は事務所を閉鎖した。スペイン政府は沈黙している。", "ES"},
        {"ko", "사무소 폐쇄", "스페인 경찰이 사무소를 폐쇄했다. 스페인은 침묵하고 있다.", "ES"},
        {"th", "ปิดสำนักงาน", "ตำรวจสเปนปิดสำนักงาน รัฐบาลสเปนไม่ตอบ", "ES"},
        {"id", "Kantor ditutup", "Polisi Spanyol menutup kantor itu. Pemerintah Spanyol diam.", "ES"},
        {"sw", "Ofisi yafungwa", "Polisi wa Uhispania walifunga ofisi. Uhispania haikusema kitu.", "ES"},
    };
    CHECK_ROWS(rows);
}

static void a_longer_name_is_another(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "Abuja", "Nigeria said Nigerian police would stay. Nigeria borders the sea.", "NG"},
        {"en", "Niamey", "Niger said that Nigerien police would stay in Niamey.", "NE"},
        {"en", "Port Moresby", "Papua New Guinea said Papua New Guinean police would stay.", "PG"},
        {"en", "Malabo", "Equatorial Guinea said Equatorial Guinean police would stay in Malabo.", "GQ"},
        {"en", "Bissau", "Guinea-Bissau said police would stay in Bissau. Guinea-Bissau is small.", "GW"},
        {"en", "Conakry", "Guinea said that Guinean police would stay in Conakry.", "GN"},
        {"en", "Juba", "South Sudan said South Sudanese police would stay in Juba.", "SS"},
        {"en", "Khartoum", "Sudan said that Sudanese police would stay in Khartoum.", "SD"},
        {"en", "Pyongyang", "North Korea said North Korean police would stay in Pyongyang.", "KP"},
        {"en", "Seoul", "Korea said that Korean police would stay in Seoul.", "KR"},
        {"en", "Kinshasa", "The Congo said that Congolese police would stay in Kinshasa.", "CD"},
        {"en", "Brazzaville", "The Congo said that Congolese police would stay in Brazzaville.", "CG"},
        {"en", "Santo Domingo", "Dominican police stay. The Dominican Republic said nothing.", "DO"},
        {"en", "Roseau", "Dominica said that police would stay in Roseau. Dominica is an island.", "DM"},
        {"en", "Apia", "Samoa said that Samoan police would stay in Apia.", "WS"},
        {"en", "Pago Pago", "American Samoa said that police would stay in Pago Pago. American Samoa is small.", "AS"},
        {"en", "Belfast", "Police in Northern Ireland closed an office in Belfast. Northern Ireland is quiet.", "GB"},
        {"en", "Dublin", "Irish police closed an office in Dublin. Ireland is quiet.", "IE"},
        {"en", "Santa Fe", "Police in New Mexico closed an office. New Mexico is quiet.", "US"},
        {"en", "Skopje", "North Macedonia said that Macedonian police would stay in Skopje.", "MK"},
        {"en", "Palikir", "Micronesia said that Micronesian police would stay. Micronesia is far.", "FM"},
    };
    CHECK_ROWS(rows);
}

static void no_country(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "A player retires", "Michael Jordan said he would stop. Fans of Jordan wept. Jordan smiled.", ""},
        {"en", "A drummer", "Chad Smith plays the drums. His friends call him Chad, and Chad likes it.", ""},
        {"en", "Dinner", "We ate turkey with sauce from a dish of fine china. The turkey was dry.", ""},
        {"en", "Dinner", "Roast turkey again, and a turkey sandwich on the day after.", ""},
        {"en", "A cow", "The jersey he wore was old, and Jersey cows are brown.", ""},
        {"en", "A writer", "Jack London wrote about dogs, and readers love London still.", ""},
        {"en", "Let us go", "They told us to polish the shoes, and we did as they told us.", ""},
        {"en", "A hall", "The committee met in the hall, and nothing came of it.", ""},
        {"es", "Cena", "Comimos chile con carne y tomamos un café.", ""},
        {"ru", "Дом", "Мало людей, много домов. Мало кто помнит, чей это дом.", ""},
        {"", "", "", ""},
    };
    CHECK_ROWS(rows);
}

static void names_that_need_a_second_word(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "Atlanta", "Voters in Georgia went to the polls. Georgia counted all night in Atlanta.", "US"},
        {"en", "Tbilisi", "Georgia said that Georgian police would stay in Tbilisi.", "GE"},
        {"en", "Amman", "Jordan said that Jordanian police would stay in Amman.", "JO"},
        {"en", "N'Djamena", "Chad said that Chadian police would stay in N'Djamena.", "TD"},
        {"en", "Ankara", "Turkey said that Turkish police would stay in Ankara.", "TR"},
        {"en", "Beijing", "China said that Chinese police would stay in Beijing.", "CN"},
        {"en", "Muscat", "Oman said that Omani police would stay in Muscat.", "OM"},
        {"en", "Bamako", "Mali said that Malian police would stay in Bamako.", "ML"},
        {"en", "Saint Helier", "Jersey said police would stay. Jersey is an island.", ""}, /* not sure enough */
    };
    CHECK_ROWS(rows);
}

static void prominence(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "Chinese police offices in Spain and the Netherlands",
         "Chinese police run offices in Spain and the Netherlands, a report says. Spain is looking into the Spanish "
         "offices, "
         "and Dutch police have closed those in the Netherlands. China denies it. A tourist from Norway took a "
         "picture.",
         "ES CN NL"},
        {"en", "U.S. troops leave",
         "The United States said American troops would leave. The U.S. had sent them from Washington years ago.", "US"},
    };
    struct country_list list;
    struct buf got;
    buf_init(&got);
    codes_of(&rows[0], &got, &list);
    assert_int_equal(list.about, 3); /* which three; in which order is the weights' affair */
    assert_null(strstr(got.data, "NO"));
    assert_non_null(strstr(got.data, "CN"));
    assert_non_null(strstr(got.data, "ES"));
    assert_non_null(strstr(got.data, "NL"));
    buf_fini(&got);
    check_rows(rows + 1, 1);
}

static void words_that_gave_it(void **state) {
    (void)state;
    struct date unknown = {0};
    struct country_list list;
    countries_find(countries, arena, STR("An office in Spain"),
                   STR("Spanish police opened it in Madrid, and Madrid knew."), language_find(STR("en")), unknown,
                   &list);
    assert_int_equal(list.about, 1);
    assert_string_equal(list.v[0].why.p, "title: Spain; text: Spanish, Madrid");
}

static void states_of_their_time(void **state) {
    (void)state;
    static const struct {
        struct date date;
        const char *code;
    } rows[] = {{{19870301, 19870301}, "SU"}, {{20150301, 20150301}, "RU"}, {{0, 0}, "RU"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct country_list list;
        countries_find(countries, arena, STR("Moscow"), STR("The office in Moscow is closed, Moscow radio said."),
                       language_find(STR("en")), rows[i].date, &list);
        assert_int_equal(list.about, 1);
        assert_string_equal(list.v[0].country->code, rows[i].code);
    }
}

static void any_bytes(void **state) {
    (void)state;
    struct date unknown = {0};
    struct country_list list;
    countries_find(countries, arena, STR("\xFF<\xC3(Spain"), STR("<.T> (.) \xE2\x80 <7203.T"), language_find(STR("en")),
                   unknown, &list);
    countries_find(countries, arena, STR(""), STR("Toyota <7203.T> rose, and Siemens (SIEG.DE) fell."),
                   language_unknown(), unknown, &list);
    assert_true(list.n >= 2);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages),
        cmocka_unit_test(a_longer_name_is_another),
        cmocka_unit_test(no_country),
        cmocka_unit_test(names_that_need_a_second_word),
        cmocka_unit_test(prominence),
        cmocka_unit_test(words_that_gave_it),
        cmocka_unit_test(states_of_their_time),
        cmocka_unit_test(any_bytes),
    };
    return cmocka_run_group_tests_name("facts_countries", tests, set_up, tear_down);
}
