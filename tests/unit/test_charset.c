/* Charsets (indexer/extract/charset.h): short texts of our own in many charsets, declared rightly, wrongly and not at all. */
#include "indexer/extract/charset.h"

#include "corpus/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#define BYTES(literal)                                                                                                 \
    { "" literal, sizeof(literal) - 1 }

/* clang-format off */
static const struct {
    const char *what;
    struct str bytes;
    const char *told, *charset, *why, *text;
} rows[] = {
    {"a page in Russian that says so", BYTES("<meta charset=\"windows-1251\"><p>\xCF\xEE\xEB\xE8\xF6\xE8\xFF \xE7\xE0 \xF0\xF3\xE1\xE5\xE6\xEE\xEC"), "", "windows-1251", "document",
     "<meta charset=\"windows-1251\"><p>Полиция за рубежом"},
    {"the server knows", BYTES("<p>\xF0\xCF\xCC\xC9\xC3\xC9\xD1 \xDA\xC1 \xD2\xD5\xC2\xC5\xD6\xCF\xCD"), "KOI8-R", "KOI8-R", "server",
     "<p>Полиция за рубежом"},
    {"XML says so", BYTES("<\?xml version=\"1.0\" encoding=\"Shift_JIS\"\?><p>\x8A""C\x8AO\x82\xCC\x8Cx\x8E@\x8F\x90"), "", "ibm-943_P15A-2003", "document",
     "<\?xml version=\"1.0\" encoding=\"Shift_JIS\"\?><p>海外の警察署"},
    {"valid UTF-8 that calls itself Latin-1", BYTES("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"><p>Comisar\xC3\xAD""as \xE4\xBF\x9D\xE6\x8A\xA4\xE5\x8D\xAB\xE5\xA3\xAB"), "iso-8859-1", "UTF-8", "valid UTF-8",
     "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"><p>Comisarías 保护卫士"},
    {"Latin-1 that calls itself UTF-8", BYTES("<meta charset=utf-8><p>Las comisar\xED""as chinas en Espa\xF1""a y la situaci\xF3n de las v\xED""ctimas, seg\xFAn el informe de la organizaci\xF3n"), "utf-8", "windows-1252", "guess",
     "<meta charset=utf-8><p>Las comisarías chinas en España y la situación de las víctimas, según el informe de la organización"},
    {"Latin-1 means windows-1252", BYTES("<meta charset=iso-8859-1><p>\x93""Comisar\xED""as\x94 \x96 as\xED"), "", "windows-1252", "document",
     "<meta charset=iso-8859-1><p>“Comisarías” – así"},
    {"gb2312 means gb18030", BYTES("<meta charset=gb2312><p>\xBA\xA3\xCD\xE2\xBE\xAF\xCE\xF1\xD5\xBE"), "", "gb18030", "document",
     "<meta charset=gb2312><p>海外警务站"},
    {"Arabic, nobody says", BYTES("\xDE\xC7\xE1\xCA \xC7\xE1\xD4\xD1\xD8\xC9 \xC5\xE4 \xC7\xE1\xE3\xD1\xC7\xDF\xD2 \xC7\xE1\xCA\xED \xDD\xCA\xCD\xCA \xDD\xED \xC7\xE1\xCE\xC7\xD1\xCC \xCA\xDA\xE3\xE1 \xE3\xE4\xD0 \xD3\xE4\xE6\xC7\xCA \xCF\xE6\xE4 \xC5\xD0\xE4 \xE3\xE4 \xC7\xE1\xCD\xDF\xE6\xE3\xC9"), "", "WINDOWS-1256", "guess",
     "قالت الشرطة إن المراكز التي فتحت في الخارج تعمل منذ سنوات دون إذن من الحكومة"},
    {"Russian under the default label", BYTES("<meta charset=iso-8859-1><p>\xCF\xF0\xE0\xE2\xE8\xF2\xE5\xEB\xFC\xF1\xF2\xE2\xEE \xF1\xEE\xEE\xE1\xF9\xE8\xEB\xEE, \xF7\xF2\xEE \xEF\xEE\xEB\xE8\xF6\xE5\xE9\xF1\xEA\xE8\xE5 \xF3\xF7\xE0\xF1\xF2\xEA\xE8 \xE7\xE0 \xF0\xF3\xE1\xE5\xE6\xEE\xEC \xF0\xE0\xE1\xEE\xF2\xE0\xFE\xF2 \xE1\xE5\xE7 \xF0\xE0\xE7\xF0\xE5\xF8\xE5\xED\xE8\xFF"), "", "WINDOWS-1251", "guess",
     "<meta charset=iso-8859-1><p>Правительство сообщило, что полицейские участки за рубежом работают без разрешения"},
    {"UTF-16 without a mark", BYTES("<\x00p\x00>\x00wm\x16Yf\x8B\xA1R \x00\x14  \x00M\x00\xE1\x00l\x00""a\x00g\x00""a\x00 \x00""1\x00""2\x00 \x00""d\x00""e\x00 \x00m\x00""a\x00r\x00z\x00o\x00<\x00/\x00p\x00>\x00\x0A\x00"), "", "UTF-16LE", "zero bytes",
     "<p>海外警务 — Málaga 12 de marzo</p>\n"},
    {"UTF-16 with a mark", BYTES("\xFE\xFF\x00<\x00p\x00>\x04:\x04>\x04<\x04V\x04""A\x04""0\x04@\x04V\x04""0\x04""B\x04""8\x00<\x00/\x00p\x00>"), "", "UTF-16BE", "byte-order mark",
     "<p>комісаріати</p>"},
    {"Turkish", BYTES("<meta charset=iso-8859-9><p>G\xF6r\xFC\xFEme \xFEimdi \xDDstanbul\x92""da"), "", "windows-1254", "document",
     "<meta charset=iso-8859-9><p>Görüşme şimdi İstanbul’da"},
    {"plain ASCII", BYTES("<p>police</p>"), "shift_jis", "UTF-8", "valid UTF-8",
     "<p>police</p>"},
};
/* clang-format on */

static void each_charset_is_found_and_read(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct charset_text got;
        charset_decode(arena, rows[i].bytes, str_from(rows[i].told), &got);
        if (strcasecmp(got.charset, rows[i].charset) != 0 || strcmp(got.why, rows[i].why) != 0 ||
            !str_eq_c(got.text, rows[i].text))
            fail_msg("%s: %s by %s: %.*s", rows[i].what, got.charset, got.why, STR_FMT(got.text));
        assert_int_equal(got.replaced, 0);
    }
    arena_free(&arena);
}

static void broken_bytes_are_counted_and_the_rest_stays(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct charset_text got;
    charset_decode(arena, STR("\xEF\xBB\xBFM\xC3\xA1laga \xFF!"), STR_EMPTY, &got);
    assert_true(str_eq_c(got.text, "Málaga \xEF\xBF\xBD!"));
    assert_int_equal(got.replaced, 1);
    /* Every run of bytes gives well-formed UTF-8, whatever it is said to be. */
    static const char *const told[] = {"", "utf-8", "gb18030", "iso-2022-jp", "utf-16", "utf-7", "no such charset", "hz"};
    for (unsigned seed = 0; seed < 400; seed++) {
        char bytes[97];
        unsigned next = seed * 2654435761u + 1;
        for (size_t i = 0; i < sizeof bytes; i++) {
            next = next * 1103515245u + 12345u;
            bytes[i] = (char)(next >> 16);
        }
        charset_decode(arena, (struct str){bytes, seed % sizeof bytes}, str_from(told[seed % 8]), &got);
        assert_true(utf8_valid(got.text));
    }
    arena_free(&arena);
}

static void labels_are_known_by_their_supersets(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(charset_find(arena, STR(" \"ISO-8859-1\" ")), "windows-1252");
    assert_string_equal(charset_find(arena, STR("x-sjis")), "ibm-943_P15A-2003");
    assert_null(charset_find(arena, STR("utf-7")));
    assert_null(charset_find(arena, STR("")));
    assert_null(charset_find(arena, STR("none-of-these")));
    assert_true(str_eq_c(charset_declared(STR("<META http-equiv=x content='text/html; Charset = koi8-r'>")), "koi8-r"));
    assert_true(str_eq_c(charset_declared(STR("<?xml version='1.0' encoding='Big5'?><a/>")), "Big5"));
    assert_int_equal(charset_declared(STR("<p>charset=big5</p>")).n, 0);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_charset_is_found_and_read),
        cmocka_unit_test(broken_bytes_are_counted_and_the_rest_stays),
        cmocka_unit_test(labels_are_known_by_their_supersets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
