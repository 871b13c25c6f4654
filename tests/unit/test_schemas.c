/* The tables of schemas/: every row is found by each of its names, no two rows share one, what people write in
 * documents is understood, what is nobody's name is not, and the two JSON schemas name the same fields as fields.def.
 */
#include "corpus/stem_light.h"
#include "schemas/names.h"
#include "schemas/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <libstemmer.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_code(enum code_table table, struct str written, const char *want) {
    struct str got = code_find(table, written);
    if (!str_eq_c(got, want))
        fail_msg("\"%.*s\" is \"%.*s\", not \"%s\"", STR_FMT(written), STR_FMT(got), want);
}

/* Every name of a `separator`-separated list gives `want`, and none says again what `code`, `name` or another says. */
static void assert_aliases(enum code_table table, const char *list, char separator, const char *code, const char *name,
                           const char *want) {
    struct strmap *own = strmap_new();
    names_add(own, str_from(code), 0);
    names_add(own, str_from(name), 0);
    for (struct str rest = str_from(list), alias; rest.n > 0;) {
        str_cut(rest, separator, &alias, &rest);
        assert_true(str_eq(alias, str_trim(alias)));
        assert_code(table, alias, want);
        if (!names_add(own, alias, 0))
            fail_msg("the alias \"%.*s\" of %s says what another of its names says already", STR_FMT(alias), want);
    }
    strmap_free(&own);
}

/* ---- fields ---- */

static void fields_are_found_by_all_their_names(void **state) {
    (void)state;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = field_row((enum field_id)i);
        assert_int_equal(field->id, i);
        assert_ptr_equal(field_find(str_from(field->name)), field);
        for (struct str rest = str_from(field->aliases), alias; rest.n > 0;) {
            str_cut(rest, ' ', &alias, &rest);
            assert_ptr_equal(field_find(alias), field);
        }
    }
    assert_int_equal(field_find(STR("TITLE"))->id, FIELD_TITLE);
    assert_int_equal(field_find(STR("Source_Type"))->id, FIELD_SOURCE_TYPE);
    assert_int_equal(field_find(STR("bodyText"))->id, FIELD_TEXT);
    static const char *const none[] = {
        "",       "titles",      "title ",
        "ti",     "source type", "the_title",
        "título", "заголовок",   "a-field-name-that-is-longer-than-any-field-of-ours-will-ever-be"};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_null(field_find(str_from(none[i])));
    assert_null(field_find((struct str){"title\0", 6}));
    assert_null(field_find((struct str){NULL, 0}));
}

static void field_prefixes_and_slots_are_nobody_elses(void **state) {
    (void)state;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *a = field_row((enum field_id)i);
        assert_true(a->slot == -1 || a->slot >= SLOT_DATE_FIRST);
        assert_true(a->slot != SLOT_DATE_LAST && a->slot != SLOT_DATE_RISING);
        assert_int_equal(a->slot == SLOT_DATE_FIRST, a->id == FIELD_DATE);
        for (size_t j = 0; j < i; j++) {
            const struct field *b = field_row((enum field_id)j);
            assert_string_not_equal(a->name, b->name);
            assert_string_not_equal(a->prefix, b->prefix);
            assert_true(a->slot == -1 || a->slot != b->slot);
        }
    }
}

/* What the rest of the program takes for granted about a row. */
static void field_rows_make_sense(void **state) {
    (void)state;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = field_row((enum field_id)i);
        bool text = field->kind == FIELD_KIND_TEXT, plain = field->kind == FIELD_KIND_PLAIN;
        assert_int_equal(field->table != CODES_NONE, field->kind == FIELD_KIND_CODE);
        assert_int_equal((field->flags & FIELD_IS_BARE) != 0, text);
        assert_int_equal((field->flags & FIELD_IS_FILTER) != 0, !plain);
        assert_int_equal((field->flags & FIELD_IS_SORT) != 0, field->kind == FIELD_KIND_DATE);
        if (field->flags & FIELD_IS_FACET)
            assert_true(field->slot >= 0);
        assert_int_equal(*field->prefix == '\0', field->id == FIELD_TEXT);
        assert_true(strspn(field->prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(field->prefix));
        assert_true(strspn(field->name, "abcdefghijklmnopqrstuvwxyz_") == strlen(field->name));
        assert_true(field->weight >= 1 && *field->help);
        assert_int_equal(*field->example == '\0', plain);
        struct str named, value;
        if (!plain) {
            assert_true(str_cut(str_from(field->example), ':', &named, &value) && value.n > 0);
            assert_ptr_equal(field_find(named), field);
            if (field->table != CODES_NONE)
                assert_true(code_find(field->table, value).n > 0);
        }
    }
}

/* ---- languages ---- */

static void languages_are_found_by_all_their_names(void **state) {
    (void)state;
    for (size_t i = 0; i < language_count(); i++) {
        const struct language *language = language_at(i);
        assert_int_equal(language_index(language), i);
        assert_ptr_equal(language_find(str_from(language->code)), language);
        assert_ptr_equal(language_find(str_from(language->iso3)), language);
        assert_ptr_equal(language_find(str_from(language->name)), language);
        assert_aliases(CODES_LANGUAGE, language->aliases, '|', language->code, language->name, language->code);
        assert_true(str_eq_c(code_label(CODES_LANGUAGE, str_from(language->code)), language->name));
        assert_in_range(strlen(language->code), 2, 3);
        assert_int_equal(strlen(language->iso3), 3);
        assert_int_equal(strlen(language->script), 4);
        if (strlen(language->code) == 3)
            assert_string_equal(language->code, language->iso3);
    }
    assert_int_equal(language_index(language_unknown()), 0);
    assert_string_equal(language_unknown()->code, "und");
    assert_string_equal(language_unknown()->stemmer, "");
}

static void languages_in_two_letters_are_all_there(void **state) {
    (void)state;
    /* All codes of ISO 639-1 in order, with sh, which the standard withdrew and documents still have. */
    static const char standard[] =
        "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
        "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io "
        "is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn "
        "mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se "
        "sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi "
        "vo wa wo xh yi yo za zh zu";
    size_t n = 0;
    for (struct str rest = str_from(standard), code; rest.n > 0; n++) {
        str_cut(rest, ' ', &code, &rest);
        assert_true(str_eq_c(code, language_at(n + 1)->code)); /* behind und */
    }
    assert_int_equal(n, 184);
    for (size_t i = n + 1; i < language_count(); i++)
        assert_int_equal(strlen(language_at(i)->code), 3);
}

static bool stemmer_exists(const char *algorithm) {
    struct stem_light *light = stem_light_new(algorithm);
    struct sb_stemmer *snowball = sb_stemmer_new(algorithm, "UTF_8");
    bool exists = light || snowball;
    stem_light_free(&light);
    sb_stemmer_delete(snowball);
    return exists;
}

static bool stemmer_is_used(const char *algorithm) {
    for (size_t i = 0; i < language_count(); i++)
        if (strcmp(language_at(i)->stemmer, algorithm) == 0)
            return true;
    return false;
}

static void language_stemmers_exist(void **state) {
    (void)state;
    for (size_t i = 0; i < language_count(); i++) {
        const struct language *language = language_at(i);
        if (*language->stemmer && !stemmer_exists(language->stemmer))
            fail_msg("there is no stemmer \"%s\", which %s asks for", language->stemmer, language->name);
    }
    /* No algorithm is forgotten: each is some language's, but porter, an older English one. */
    for (const char **name = sb_stemmer_list(); *name; name++)
        if (strcmp(*name, "porter") != 0 && !stemmer_is_used(*name))
            fail_msg("no language uses the stemmer \"%s\"", *name);
    for (size_t i = 0; stem_light_name(i); i++)
        if (!stemmer_is_used(stem_light_name(i)))
            fail_msg("no language uses the stemmer \"%s\"", stem_light_name(i));
    assert_string_equal(language_find(STR("nn"))->stemmer, "norwegian");
    assert_string_equal(language_find(STR("pl"))->stemmer, "light-pl");
    assert_string_equal(language_find(STR("bs"))->stemmer, "light-hr");
    assert_string_equal(language_find(STR("sw"))->stemmer, "");
}

static void languages_know_what_people_write(void **state) {
    (void)state;
    static const struct {
        const char *written, *code;
    } rows[] = {
        /* clang-format off */
        /* codes of the three parts of ISO 639, and withdrawn ones */
        {"es", "es"}, {"ES", "es"}, {" spa\n", "es"}, {"ger", "de"}, {"deu", "de"}, {"fre", "fr"}, {"dut", "nl"},
        {"chi", "zh"}, {"zho", "zh"}, {"cmn", "zh"}, {"per", "fa"}, {"prs", "fa"}, {"cze", "cs"}, {"rum", "ro"},
        {"gre", "el"}, {"alb", "sq"}, {"arm", "hy"}, {"baq", "eu"}, {"bur", "my"}, {"geo", "ka"}, {"ice", "is"},
        {"mac", "mk"}, {"mao", "mi"}, {"may", "ms"}, {"slo", "sk"}, {"tib", "bo"}, {"wel", "cy"}, {"arb", "ar"},
        {"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"mo", "ro"}, {"jw", "jv"}, {"nob", "nb"}, {"nno", "nn"},
        {"nor", "no"}, {"kmr", "ku"}, {"ckb", "ckb"}, {"yue", "yue"}, {"swh", "sw"}, {"bih", "bho"}, {"hbs", "sh"},
        /* tags and locales */
        {"zh-Hant", "zh"}, {"zh-Hant-TW", "zh"}, {"zh_CN", "zh"}, {"pt-BR", "pt"}, {"en_GB", "en"},
        {"en_US.UTF-8", "en"}, {"es-419", "es"}, {"sr-Latn", "sr"}, {"sr@latin", "sr"}, {"zh-yue", "yue"},
        {"zh-min-nan", "nan"}, {"iw-IL", "he"}, {"xx-Cher", "und"},
        /* names */
        {"English", "en"}, {"ENGLISH", "en"}, {"Spanish", "es"}, {"Castilian", "es"}, {"Spanish; Castilian", "es"},
        {"Farsi", "fa"}, {"Persian (Farsi)", "fa"}, {"Dari", "fa"}, {"Flemish", "nl"}, {"Dutch; Flemish", "nl"},
        {"Chinese (Simplified)", "zh"}, {"Chinese (Traditional)", "zh"}, {"Simplified Chinese", "zh"},
        {"Mandarin", "zh"}, {"Cantonese", "yue"}, {"Chinese (Cantonese)", "yue"}, {"Portuguese (Brazil)", "pt"},
        {"Brazilian Portuguese", "pt"}, {"Norwegian Bokmål", "nb"}, {"Norwegian (Bokmål)", "nb"}, {"Bokmal", "nb"},
        {"Bokmål, Norwegian; Norwegian Bokmål", "nb"}, {"Nynorsk", "nn"}, {"Norwegian", "no"}, {"(English)", "en"},
        {"Slovene", "sl"}, {"Moldovan", "ro"}, {"Greek, Modern (1453-)", "el"}, {"Modern Greek", "el"},
        {"Sorani", "ckb"}, {"Kurdish (Sorani)", "ckb"}, {"Kurmanji", "ku"}, {"Uighur", "ug"}, {"Pashtu", "ps"},
        {"Burmese", "my"}, {"Khmer", "km"}, {"Haitian Creole", "ht"}, {"Kiswahili", "sw"}, {"Bahasa Indonesia", "id"},
        {"serbo croatian", "sh"}, {"Serbo-Croatian", "sh"}, {"Tonga (Tonga Islands)", "to"},
        {"Tonga (Zambia)", "toi"}, {"Ndebele, South; South Ndebele", "nr"}, {"Māori", "mi"}, {"Unknown", "und"},
        {"Undetermined", "und"}, {"Multiple languages", "und"}, {"zxx", "und"},
        /* clang-format on */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_code(CODES_LANGUAGE, str_from(rows[i].written), rows[i].code);
}

static void languages_are_not_guessed(void **state) {
    (void)state;
    static const char *const none[] = {
        /* clang-format off */
        "", " ", "-", "()", "Englisch", "englis", "eng1", "q", "qqq", "Klingon", "中文", "русский", "es es",
        "english spanish", "Tonga", "New York", "the", "\xFF\xFE",
        "a name in brackets that is longer than any name of a language can be, by far, truly",
        /* clang-format on */
    };
    for (size_t i = 0; i < COUNT(none); i++) {
        assert_null(language_find(str_from(none[i])));
        assert_code(CODES_LANGUAGE, str_from(none[i]), "");
    }
    assert_true(str_eq_c(code_label(CODES_LANGUAGE, STR("qqq")), "qqq"));
    assert_null(language_find((struct str){"e\0s", 3}));
    assert_null(language_find((struct str){NULL, 0}));
}

static void languages_written_right_to_left(void **state) {
    (void)state;
    static const char *const right_to_left[] = {"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "ks"};
    for (size_t i = 0; i < COUNT(right_to_left); i++)
        assert_true(language_find(str_from(right_to_left[i]))->right_to_left);
    for (size_t i = 0; i < language_count(); i++) {
        static const char scripts[] = "Arab Hebr Thaa Syrc Nkoo Avst Rohg";
        const struct language *language = language_at(i);
        assert_int_equal(language->right_to_left, strstr(scripts, language->script) != NULL);
    }
}

/* ---- countries ---- */

static void countries_are_found_by_all_their_names(void **state) {
    (void)state;
    for (size_t i = 0; i < country_count(); i++) {
        const struct country *country = country_at(i);
        assert_code(CODES_COUNTRY, str_from(country->code), country->code);
        assert_code(CODES_COUNTRY, str_from(country->iso3), country->code);
        assert_code(CODES_COUNTRY, str_from(country->name), country->code);
        assert_aliases(CODES_COUNTRY, country->aliases, '|', country->code, country->name, country->code);
        assert_true(str_eq_c(code_label(CODES_COUNTRY, str_from(country->code)), country->name));
        assert_int_equal(strlen(country->iso3), 3);
        assert_true(strspn(country->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(country->code));
        char lower[8];
        size_t n = strlen(country->code);
        for (size_t k = 0; k <= n; k++)
            lower[k] = (char)(country->code[k] ? country->code[k] | 0x20 : '\0');
        assert_code(CODES_COUNTRY, str_from(lower), country->code); /* as FollowTheMoney writes them */
    }
}

static void countries_of_iso_3166_are_all_there(void **state) {
    (void)state;
    /* All alpha-2 codes of ISO 3166-1 in order, 249. */
    static const char standard[] =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW "
        "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI "
        "FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN "
        "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
        "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF "
        "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
        "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE "
        "YT ZA ZM ZW";
    size_t n = 0;
    for (struct str rest = str_from(standard), code; rest.n > 0; n++) {
        str_cut(rest, ' ', &code, &rest);
        assert_true(n < country_count());
        assert_true(str_eq_c(code, country_at(n)->code));
    }
    assert_int_equal(n, 249);
    static const char *const beside[] = {"EU", "XK", "AN", "CS", "CSXX", "DD", "SU", "YD", "YU"};
    assert_int_equal(country_count(), n + COUNT(beside));
    for (size_t i = 0; i < COUNT(beside); i++)
        assert_string_equal(country_at(n + i)->code, beside[i]);
}

static void countries_know_what_people_write(void **state) {
    (void)state;
    static const struct {
        const char *written, *code;
    } rows[] = {
        /* clang-format off */
        {"Spain", "ES"}, {"spain", "ES"}, {"SPAIN", "ES"}, {"esp", "ES"}, {" es ", "ES"}, {"España", "ES"},
        {"UK", "GB"}, {"U.K.", "GB"}, {"Great Britain", "GB"}, {"England", "GB"}, {"gb-sct", "GB"},
        {"United Kingdom of Great Britain and Northern Ireland (the)", "GB"}, {"The United Kingdom", "GB"},
        {"USA", "US"}, {"U.S.A.", "US"}, {"U.S.", "US"}, {"United States of America", "US"},
        {"the United States", "US"}, {"United States of America (the)", "US"}, {"Russia", "RU"},
        {"Russian Federation", "RU"}, {"South Korea", "KR"}, {"Republic of Korea", "KR"},
        {"KOREA, REPUBLIC OF", "KR"}, {"Korea (the Republic of)", "KR"}, {"North Korea", "KP"}, {"DPRK", "KP"},
        {"D.P.R.K.", "KP"}, {"Korea (the Democratic People's Republic of)", "KP"},
        {"Democratic People’s Republic of Korea", "KP"}, {"Ivory Coast", "CI"}, {"Côte d'Ivoire", "CI"},
        {"Côte d’Ivoire", "CI"}, {"cote d'ivoire", "CI"}, {"CÔTE D'IVOIRE", "CI"}, {"Czechia", "CZ"},
        {"Czech Republic", "CZ"}, {"Burma", "MM"}, {"Myanmar", "MM"}, {"Holland", "NL"}, {"The Netherlands", "NL"},
        {"Netherlands, The", "NL"}, {"Palestine", "PS"}, {"State of Palestine", "PS"},
        {"Palestinian Territories", "PS"}, {"Turkey", "TR"}, {"Türkiye", "TR"}, {"TÜRKİYE", "TR"}, {"Turkiye", "TR"},
        {"Cape Verde", "CV"}, {"Cabo Verde", "CV"}, {"Swaziland", "SZ"}, {"Eswatini", "SZ"}, {"Macedonia", "MK"},
        {"FYROM", "MK"}, {"Vatican", "VA"}, {"Holy See", "VA"}, {"Syria", "SY"}, {"Syrian Arab Republic", "SY"},
        {"Iran", "IR"}, {"Iran, Islamic Republic of", "IR"}, {"Iran (Islamic Republic of)", "IR"}, {"Laos", "LA"},
        {"Lao People's Democratic Republic", "LA"}, {"Vietnam", "VN"}, {"Viet Nam", "VN"}, {"Viet-Nam", "VN"},
        {"Taiwan", "TW"}, {"Taiwan, Province of China", "TW"}, {"DR Congo", "CD"}, {"D.R. Congo", "CD"},
        {"DRC", "CD"}, {"Democratic Republic of the Congo", "CD"}, {"Congo, the Democratic Republic of the", "CD"},
        {"Congo (Kinshasa)", "CD"}, {"Zaire", "CD"}, {"Congo", "CG"}, {"Congo-Brazzaville", "CG"},
        {"Republic of Congo", "CG"}, {"China", "CN"}, {"PRC", "CN"}, {"P.R. China", "CN"},
        {"People's Republic of China", "CN"}, {"Republic of China", "TW"}, {"Hong Kong SAR", "HK"}, {"Macao", "MO"},
        {"Bosnia & Herzegovina", "BA"}, {"Bosnia-Herzegovina", "BA"}, {"Trinidad & Tobago", "TT"},
        {"trinidad-tobago", "TT"}, {"St. Kitts & Nevis", "KN"}, {"St Lucia", "LC"}, {"Guinea Bissau", "GW"},
        {"East Timor", "TL"}, {"Timor Leste", "TL"}, {"Brunei Darussalam", "BN"}, {"The Gambia", "GM"},
        {"Bahamas (the)", "BS"}, {"Moldova, Republic of", "MD"}, {"us-virgin-islands", "VI"},
        {"U.S. Virgin Islands", "VI"}, {"kampuchea", "KH"}, {"antigua", "AG"}, {"Yemen_Arab_Republic", "YE"},
        {"EU", "EU"}, {"European Union", "EU"}, {"EUE", "EU"}, {"Kosovo", "XK"}, {"xk", "XK"}, {"XKX", "XK"},
        {"Soviet Union", "SU"}, {"USSR", "SU"}, {"U.S.S.R.", "SU"}, {"suhh", "SU"}, {"Yugoslavia", "YU"},
        {"CSK", "CS"}, {"Czechoslovakia", "CS"}, {"SCG", "CSXX"}, {"csxx", "CSXX"}, {"GDR", "DD"},
        {"West Germany", "DE"}, {"YMD", "YD"}, {"ROM", "RO"}, {"ge-ab", "GE"}, {"cy-trnc", "CY"}, {"Réunion", "RE"},
        {"Curaçao", "CW"}, {"São Tomé and Príncipe", "ST"}, {"Åland", "AX"}, {"Viet\u00A0Nam", "VN"},
        {"Guinea\u2011Bissau", "GW"},
        /* clang-format on */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_code(CODES_COUNTRY, str_from(rows[i].written), rows[i].code);
}

static void countries_are_not_guessed(void **state) {
    (void)state;
    static const char *const none[] = {
        /* clang-format off */
        "", " ", "the", "Spian", "Spai", "Spain Spain", "E S", "ZZ", "QQ", "Korea", "Virgin Islands", "es-MX",
        "pt-BR", "Испания", "中国", "Madrid", "Spain, France", "ESPN", "\xC3", "---",
        /* clang-format on */
    };
    for (size_t i = 0; i < COUNT(none); i++)
        assert_code(CODES_COUNTRY, str_from(none[i]), "");
    assert_true(str_eq_c(code_label(CODES_COUNTRY, STR("ZZ")), "ZZ"));
}

/* A name just as long as a normal form may be, one byte more, and far more: nothing is cut and then taken for a name.
 */
static void names_of_any_length_are_safe(void **state) {
    (void)state;
    static char name[1 << 20];
    memset(name, 'x', sizeof name);
    struct strmap *names = strmap_new();
    size_t row = 99;
    assert_true(names_add(names, (struct str){name, NAMES_KEY_MAX}, 7));
    assert_false(names_add(names, (struct str){name, NAMES_KEY_MAX}, 7));
    assert_true(names_find(names, (struct str){name, NAMES_KEY_MAX}, &row));
    assert_int_equal(row, 7);
    assert_false(names_find(names, (struct str){name, NAMES_KEY_MAX - 1}, &row));
    assert_false(names_find(names, (struct str){name, NAMES_KEY_MAX + 1}, &row));
    assert_false(names_find(names, (struct str){name, sizeof name}, &row));
    for (size_t i = 0; i < sizeof name; i++)
        name[i] = "the "[i % 4];
    /* nothing but the word that does not count */
    assert_false(names_find(names, (struct str){name, sizeof name}, &row));
    for (size_t i = 0; i < 8; i++)
        name[sizeof name - 8 + i] = "Spain   "[i];
    assert_code(CODES_COUNTRY, (struct str){name, sizeof name}, "ES");
    strmap_free(&names);
}

/* ---- source types ---- */

static void source_types_know_what_people_write(void **state) {
    (void)state;
    static const struct {
        const char *code, *label;
    } labels[] = {{"news", "News"},
                  {"ngo", "NGO"},
                  {"government", "Government"},
                  {"intergovernmental", "Intergovernmental"},
                  {"other", "Other"}};
    assert_int_equal(source_type_count(), COUNT(labels));
    for (size_t i = 0; i < COUNT(labels); i++) {
        const struct source_type *type = source_type_at(i);
        assert_string_equal(type->code, labels[i].code);
        assert_true(str_eq_c(code_label(CODES_SOURCE_TYPE, str_from(type->code)), labels[i].label));
        assert_code(CODES_SOURCE_TYPE, str_from(type->label), type->code);
        assert_aliases(CODES_SOURCE_TYPE, type->aliases, ' ', type->code, type->label, type->code);
    }
    static const struct {
        const char *written, *code;
    } rows[] = {
        /* clang-format off */
        {"article", "news"}, {"Newspaper", "news"}, {"news_agency", "news"}, {"News Agency", "news"},
        {"report", "ngo"}, {"Civil society", "ngo"}, {"non-governmental", "ngo"}, {"N.G.O.", "ngo"}, {"NGOs", "ngo"},
        {"gov", "government"}, {"statement", "government"}, {"State", "government"}, {"Ministry", "government"},
        {"igo", "intergovernmental"}, {"IGO", "intergovernmental"}, {"U.N.", "intergovernmental"},
        {"international organisation", "intergovernmental"}, {"blog", "other"}, {"OTHER", "other"}, {"", ""},
        {"newz", ""}, {"press release", ""}, {"новости", ""}, {"news article report", ""},
        /* clang-format on */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_code(CODES_SOURCE_TYPE, str_from(rows[i].written), rows[i].code);
}

static void years_are_themselves(void **state) {
    (void)state;
    assert_code(CODES_YEAR, STR(" 2022 "), "2022");
    assert_code(CODES_YEAR, STR("1000"), "1000");
    assert_code(CODES_YEAR, STR("2999"), "2999");
    static const char *const none[] = {"", "0999", "3000", "22", "20222", "202a", "+202", "2022-05", "٢٠٢٢"};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_code(CODES_YEAR, str_from(none[i]), "");
    assert_true(str_eq_c(code_label(CODES_YEAR, STR("2022")), "2022"));
    assert_code(CODES_NONE, STR("es"), "");
    assert_true(str_eq_c(code_label(CODES_NONE, STR("es")), "es"));
}

/* ---- the two JSON schemas ---- */

static json_t *read_schema(const char *path) {
    json_error_t error;
    json_t *schema = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!schema)
        fail_msg("%s, line %d: %s", path, error.line, error.text);
    return schema;
}

static void assert_member(const json_t *part, const char *key, const char *want) {
    const char *got = json_string_value(json_object_get(part, key));
    if (!got || strcmp(got, want) != 0)
        fail_msg("%s is %s, not %s", key, got ? got : "absent", want);
}

static void assert_refers(const json_t *part, const char *folder, const char *name) {
    char want[64];
    snprintf(want, sizeof want, "#/%s/%s", folder, name);
    assert_member(part, "$ref", want);
}

static void assert_described(const char *path, const char *name, const json_t *part) {
    if (!json_string_length(json_object_get(part, "description")))
        fail_msg("%s does not say what \"%s\" is", path, name);
}

static void record_schema_has_the_fields(void **state) {
    (void)state;
    static const char path[] = "schemas/record.schema.json";
    json_t *schema = read_schema(path), *properties = json_object_get(schema, "properties");
    size_t names = 1; /* file */
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = field_row((enum field_id)i);
        const json_t *part = json_object_get(properties, field->name);
        if (field->flags & FIELD_IS_DERIVED) {
            assert_null(part);
            continue;
        }
        names++;
        assert_non_null(part);
        assert_described(path, field->name, part);
        const json_t *first = json_array_get(json_object_get(part, "allOf"), 0);
        assert_refers(first, "definitions", field->flags & FIELD_IS_MANY ? "values" : "value");
        for (struct str rest = str_from(field->aliases), alias; rest.n > 0; names++) {
            str_cut(rest, ' ', &alias, &rest);
            char name[64];
            snprintf(name, sizeof name, "%.*s", STR_FMT(alias));
            assert_refers(json_object_get(properties, name), "properties", field->name);
        }
    }
    assert_described(path, "file", json_object_get(properties, "file"));
    assert_int_equal(json_object_size(properties), names);
    assert_true(json_is_true(json_object_get(schema, "additionalProperties")));
    json_decref(schema);
}

static void result_schema_has_the_fields(void **state) {
    (void)state;
    static const char path[] = "schemas/result.schema.json";
    static const char *const beside[] = {"score", "title_spans", "highlight", "lang_from", "lang_confidence",
                                         "guessed", "explanation"};
    json_t *schema = read_schema(path), *definitions = json_object_get(schema, "definitions");
    json_t *properties = json_object_get(json_object_get(definitions, "result"), "properties");
    json_t *facet_names = json_object_get(
        json_object_get(json_object_get(json_object_get(schema, "properties"), "facets"), "propertyNames"), "enum");
    size_t facets = 0;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = field_row((enum field_id)i);
        const json_t *part = json_object_get(properties, field->name);
        if (field->id == FIELD_TEXT) {
            assert_true(json_is_false(part)); /* only `show` gives the whole text */
        } else {
            assert_non_null(part);
            assert_described(path, field->name, part);
            assert_member(part, "type", field->flags & FIELD_IS_MANY ? "array" : "string");
        }
        if (field->flags & FIELD_IS_FACET) {
            const char *name = json_string_value(json_array_get(facet_names, facets++));
            assert_non_null(name);
            assert_string_equal(name, field->name);
        }
    }
    assert_string_equal(json_string_value(json_array_get(facet_names, facets)), "date"); /* counted by month or year */
    assert_int_equal(json_array_size(facet_names), facets + 1);
    for (size_t i = 0; i < COUNT(beside); i++)
        assert_non_null(json_object_get(properties, beside[i]));
    assert_int_equal(json_object_size(properties), FIELD_COUNT + COUNT(beside));

    json_t *types = json_object_get(json_object_get(properties, "source_type"), "enum");
    assert_int_equal(json_array_size(types), source_type_count());
    for (size_t i = 0; i < source_type_count(); i++)
        assert_string_equal(json_string_value(json_array_get(types, i)), source_type_at(i)->code);
    json_decref(schema);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_by_all_their_names),
        cmocka_unit_test(field_prefixes_and_slots_are_nobody_elses),
        cmocka_unit_test(field_rows_make_sense),
        cmocka_unit_test(languages_are_found_by_all_their_names),
        cmocka_unit_test(languages_in_two_letters_are_all_there),
        cmocka_unit_test(language_stemmers_exist),
        cmocka_unit_test(languages_know_what_people_write),
        cmocka_unit_test(languages_are_not_guessed),
        cmocka_unit_test(languages_written_right_to_left),
        cmocka_unit_test(countries_are_found_by_all_their_names),
        cmocka_unit_test(countries_of_iso_3166_are_all_there),
        cmocka_unit_test(countries_know_what_people_write),
        cmocka_unit_test(countries_are_not_guessed),
        cmocka_unit_test(names_of_any_length_are_safe),
        cmocka_unit_test(source_types_know_what_people_write),
        cmocka_unit_test(years_are_themselves),
        cmocka_unit_test(record_schema_has_the_fields),
        cmocka_unit_test(result_schema_has_the_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
