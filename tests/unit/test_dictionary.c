/* Dictionaries of queries across languages: what a dictd entry and a transducer say, how translations are ranked, what
 * is found by stem, that damaged files are refused, and what a query's word becomes (searcher/word_across.c). All files
 * are written here by hand. */
#include "corpus/base/file.h"
#include "corpus/dictionary_format.h"
#include "corpus/dictionary_write.h"
#include "indexer/dictionaries.h"
#include "indexer/transducer.h"
#include "searcher/search.h"
#include "searcher/word_across.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct tokens *tokens;
static struct buf heard; /* what a look-up or a reader gave, "a|b|c" */
static struct err e;
static char folder[] = "/tmp/rastro-dictionary.XXXXXX";

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    tokens = tokens_new();
    buf_init(&heard);
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state) {
    (void)state;
    buf_fini(&heard);
    tokens_free(&tokens);
    arena_free(&arena);
    return file_remove_tree(folder, &e);
}

static const struct language *language(const char *name) {
    const struct language *found = language_find(str_from(name));
    assert_non_null(found);
    return found;
}

static const char *path_of(const char *name) {
    return arena_printf(arena, "%s/%s", folder, name).p;
}

/* Thousands of times: so without the care of file_replace. */
static void write_file(const char *name, const char *bytes, size_t n) {
    unlink(path_of(name)); /* a file cut short and written anew is flushed by some file systems */
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

/* ---- reading entries ---- */

static void hear_pair(void *context, struct str head, struct str text, uint32_t order) {
    (void)context;
    buf_addf(&heard, "%s%.*s:%.*s:%u", heard.n ? "|" : "", STR_FMT(head), STR_FMT(text), order);
}

static void expect_entry(const char *entry, const char *expected) {
    buf_clear(&heard);
    dictd_entry(str_from(entry), STR("x"), hear_pair, NULL);
    assert_string_equal(heard.data, expected);
}

static void test_entries(void **state) {
    (void)state;
    expect_entry("police /pəliːs/\npolicía\n", "x:policía:0");
    expect_entry("inquiry\n1. examen, keuring\n2. enquête\n", "x:examen:0|x:keuring:1|x:enquête:2");
    expect_entry(
        "station /s/\nBahnhof <masc>Bhf.,  /b/\n      \"at the station\"  - am Bahnhof\n   Synonyms: {x}\n see: {y}\n",
        "x:Bahnhof:0|x:Bhf:1");
    expect_entry("embassy //x// <n>\nsuurlähetystö\norganization representing a foreign state\n", "x:suurlähetystö:0");
    expect_entry(
        "Botschaft <n>\n1. embajada, mensaje\nMitteilung\n2. embajada 2.\nVertretung im Ausland\n 3.\nGebäude\n",
        "x:embajada:0|x:mensaje:1|x:embajada:2");
    expect_entry(" [news1] 警察\n1. (noun (common))\n (nouns with no)\npolice\n", "x:police:0");
    expect_entry("a\n(remark) [unclosed tail\nsecond\n", "x:second:0");
    expect_entry("a\nсловник، قاموس、辞書；x\n", "x:словник:0|x:قاموس:1|x:辞書:2|x:x:3");
    expect_entry("a\none two three four five, either/or, Staats…, 100 %\n", "x:100 %:0");
    expect_entry("only a head line", "");
    expect_entry("", "");
    expect_entry("a\n<\n>\n((((\n{}\n12.\n.\n,,,\n", "");
}

static void expect_index(const char *index, enum err_code code, const char *expected) {
    static const char entries[] = "police\npolicía\nstation\nestación\n"; /* 16 bytes, 18 bytes */
    buf_clear(&heard);
    write_file("t.index", index, strlen(index));
    write_file("t.dict", entries, sizeof entries - 1);
    assert_int_equal(dictd_read(path_of("t.index"), path_of("t.dict"), hear_pair, NULL, &e), code);
    assert_string_equal(heard.data, expected);
}

static void test_indexes(void **state) {
    (void)state;
    expect_index("police\tA\tQ\nstation\tQ\tS\n", ERR_OK, "police:policía:0|station:estación:0");
    expect_index("00databaseinfo\tA\tQ\npolice\tA\tQ\tPOLICE", ERR_OK, "POLICE:policía:0");
    expect_index("", ERR_OK, "");
    expect_index("police\tA\tz\n", ERR_CORRUPT, "");
    expect_index("police\tzzzzzzzz\tQ\n", ERR_CORRUPT, "");
    expect_index("police\tzzzzzzzzzzzzzzz\tQ\n", ERR_CORRUPT, "");
    expect_index("police\tA\n", ERR_CORRUPT, "");
    expect_index("police\t\xFF\tQ\n", ERR_CORRUPT, "");
    assert_int_equal(dictd_read(path_of("none"), path_of("t.dict"), hear_pair, NULL, &e), ERR_NOT_FOUND);
}

/* ---- transducers ---- */

/* Numbers below 64 are one byte, as here: tags n and v; the pairs of symbols, each raised by 2, so that -1 is <n>. The
 * transducer spells "ab<n> : xy<n>", "ab<v> : x z<v>" and, in a cycle, "c c c ...". */
static const struct {
    int left, right;
} symbols[] = {{0, 0}, {'a', 'x'}, {'b', 'y'}, {-1, -1}, {-2, -2}, {'b', ' '}, {0, 'z'}, {'c', 'c'}};

static void number(struct buf *out, unsigned n) {
    if (n >= 64)
        buf_add_byte(out, (char)(0x40 | n >> 8));
    buf_add_byte(out, (char)n);
}

static void text(struct buf *out, const char *string) {
    number(out, (unsigned)strlen(string));
    for (; *string; string++)
        number(out, (unsigned char)*string);
}

static void make_transducer(struct buf *out, const char *name) {
    static const char features[8];
    /* number of transitions, then the symbol (after the one before) and the distance to the state it leads to */
    static const unsigned char states[] = {2, 1, 1, 6, 0, /* 0: a to 1, c to 0 */
                                           2, 2, 1, 3, 2, /* 1: b:y to 2, b:' ' to 3 */
                                           1, 3, 3,       /* 2: <n> to 5 */
                                           1, 6, 1,       /* 3: :z to 4 */
                                           1, 4, 1,       /* 4: <v> to 5 */
                                           0};
    buf_add_c(out, "LTTB");
    buf_add(out, features, sizeof features);
    number(out, 0);
    number(out, 2);
    text(out, "n");
    text(out, "v");
    number(out, sizeof symbols / sizeof *symbols);
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        number(out, (unsigned)(symbols[i].left + 2));
        number(out, (unsigned)(symbols[i].right + 2));
    }
    number(out, 1);
    text(out, name);
    buf_add_c(out, "LTTD");
    buf_add(out, features, sizeof features);
    number(out, 0); /* the first state */
    number(out, 1);
    number(out, 5); /* the final one */
    number(out, 6);
    buf_add(out, states, sizeof states);
}

static void test_transducer(void **state) {
    struct buf file;
    (void)state;
    buf_init(&file);
    make_transducer(&file, "main@standard");
    write_file("t.bin", file.data, file.n);
    buf_clear(&heard);
    assert_int_equal(transducer_read(path_of("t.bin"), hear_pair, NULL, &e), ERR_OK);
    assert_string_equal(heard.data, "ab:xy:0|ab:x z:3");
    for (size_t n = 0; n < file.n; n++) {
        write_file("t.bin", file.data, n);
        assert_int_equal(transducer_read(path_of("t.bin"), hear_pair, NULL, &e), ERR_CORRUPT);
    }
    for (size_t i = 0; i < file.n; i++) { /* any byte may be any other: no crash, an end */
        char kept = file.data[i];
        for (int value = 0; value < 256; value += 5) {
            file.data[i] = (char)value;
            write_file("t.bin", file.data, file.n);
            buf_clear(&heard);
            transducer_read(path_of("t.bin"), hear_pair, NULL, &e);
        }
        file.data[i] = kept;
    }
    buf_clear(&file);
    make_transducer(&file, "regexp@standard");
    write_file("t.bin", file.data, file.n);
    buf_clear(&heard);
    assert_int_equal(transducer_read(path_of("t.bin"), hear_pair, NULL, &e), ERR_OK);
    assert_string_equal(heard.data, "");
    buf_fini(&file);
}

/* ---- writing and looking up ---- */

static struct dictionary_writer *writer;

static void begin(const char *from, const char *to) {
    writer = dictionary_writer_new(tokens, language(from), language(to));
}

static void add(const char *head, const char *written, uint32_t order, enum dictionary_source source) {
    dictionary_writer_add(writer, str_from(head), str_from(written), order, source);
}

static struct dictionary_pair save(void) {
    struct dictionary_pair about;
    assert_int_equal(dictionary_writer_save(writer, folder, &about, &e), ERR_OK);
    dictionary_writer_free(&writer);
    return about;
}

static struct token token_of(const char *word) {
    struct token token;
    tokens_begin(tokens, str_from(word), language_unknown());
    assert_true(tokens_next(tokens, &token));
    return token;
}

static bool hear_translation(void *context, const struct dictionary_translation *translation) {
    (void)context;
    buf_addf(&heard, "%s%.*s%s%s", heard.n ? "|" : "", STR_FMT(translation->text), translation->reversed ? "<" : "",
             translation->by_stem ? "~" : "");
    return translation->rank < 5;
}

static void expect(const char *word, const char *from, const char *to, const char *expected) {
    struct dictionary *dictionary;
    struct token token = token_of(word);
    buf_clear(&heard);
    assert_int_equal(dictionary_open(&dictionary, folder, &e), ERR_OK);
    assert_int_equal(dictionary_each_translation(dictionary, tokens, &token, from ? language(from) : NULL, language(to),
                                                 hear_translation, NULL, &e),
                     ERR_OK);
    assert_string_equal(heard.data, expected);
    dictionary_close(&dictionary);
}

static void make_pairs(void) {
    begin("en", "es");
    add("Police", "póliza", 0, DICTIONARY_FREEDICT);
    add("police", "policía", 1, DICTIONARY_FREEDICT);
    add("the police", "Policía", 0, DICTIONARY_APERTIUM_REVERSED);
    add("station", "estación", 0, DICTIONARY_FREEDICT);
    add("station", "comisaría", 1, DICTIONARY_FREEDICT);
    add("station", "estación de servicio", 2, DICTIONARY_FREEDICT);
    add("to investigate", "investigar", 0, DICTIONARY_APERTIUM);
    add("investigation", "investigación", 0, DICTIONARY_APERTIUM);
    add("police station", "comisaría", 0, DICTIONARY_FREEDICT);
    add("radio", "Radio", 0, DICTIONARY_FREEDICT);
    add("bad\xFF", "malo", 0, DICTIONARY_FREEDICT);
    add("arrest", "take# prisoner_now", 0, DICTIONARY_APERTIUM);
    struct dictionary_pair about = save();
    assert_int_equal(about.heads, 5);
    assert_int_equal(about.translations, 8);
    begin("fr", "es");
    add("police", "policía", 0, DICTIONARY_FREEDICT);
    save();
    begin("ar", "en");
    add("الشُّرْطَة", "Police", 0, DICTIONARY_FREEDICT);
    save();
    begin("ja", "en");
    add("警察", "police", 0, DICTIONARY_FREEDICT);
    save();
    begin("de", "en");
    add("die Polizei", "the police", 0, DICTIONARY_FREEDICT_REVERSED);
    save();
    begin("en", "ja");
    add("police", "警察", 0, DICTIONARY_FREEDICT);
    save();
}

static void test_look_up(void **state) {
    (void)state;
    make_pairs();
    expect("POLICE", "en", "es", "policía|póliza"); /* two sources agree; the first writing that is not reversed */
    expect("police", NULL, "es", "policía|póliza|policía");
    expect("police", "de", "es", "");
    expect("station", "en", "es", "estación|comisaría|estación de servicio");
    expect("stations", NULL, "es", "estación~|comisaría~|estación de servicio~");
    expect("investigations", "en", "es", "investigación~");
    expect("investigates", "en", "es", "investigar~");
    expect("radio", "en", "es", ""); /* says nothing new */
    expect("arrest", "en", "es", "take prisoner now");
    expect("الشرطة", NULL, "en", "Police");
    expect("شرطة", NULL, "en", "Police~");
    expect("警察", NULL, "en", "police");
    expect("polizei", NULL, "en", "police<");
}

static void test_pairs(void **state) {
    struct dictionary *dictionary;
    (void)state;
    assert_int_equal(dictionary_open(&dictionary, folder, &e), ERR_OK);
    assert_int_equal(dictionary_pair_count(dictionary), 6);
    struct dictionary_pair pair = dictionary_pair_at(dictionary, 3); /* by file: ara-eng deu-eng eng-jpn eng-spa */
    assert_ptr_equal(pair.from, language("en"));
    assert_ptr_equal(pair.to, language("es"));
    assert_int_equal(pair.heads, 5);
    assert_int_equal(pair.translations, 8);
    dictionary_close(&dictionary);
    assert_int_equal(dictionary_open(&dictionary, "/nowhere/at/all", &e), ERR_NOT_FOUND);
    assert_null(dictionary);
}

/* ---- a query's words ---- */

static void expect_across(const char *word, const char *languages, const char *expected) {
    struct dictionary *dictionary;
    struct search_request request = search_request_default();
    struct token token = token_of(word);
    struct word_mores more = {NULL, 0};
    buf_clear(&heard);
    assert_int_equal(search_request_across(arena, &request, str_from(languages), &e), ERR_OK);
    assert_int_equal(dictionary_open(&dictionary, folder, &e), ERR_OK);
    assert_int_equal(word_across(arena, dictionary, tokens, &token, &request.across, &more, &e), ERR_OK);
    for (size_t i = 0; i < more.n; i++)
        buf_addf(&heard, "%s%s:%.*s %.2f (%.*s)", i ? "|" : "", more.v[i].language ? more.v[i].language->code : "-",
                 STR_FMT(more.v[i].form), more.v[i].share, STR_FMT(more.v[i].why));
    assert_string_equal(heard.data, expected);
    dictionary_close(&dictionary);
}

static void test_across(void **state) {
    (void)state;
    expect_across("police", "es",
                  "es:polic 0.50 (policía, Spanish for police)|es:poliz 0.46 (póliza, Spanish for police)");
    expect_across("stations", "Spanish, de",
                  "es:estacion 0.50 (estación, Spanish for station)|es:comis 0.46 (comisaría, Spanish for station)");
    expect_across("polizei", "all", "en:polic 0.50 (police, English for polizei)");
    expect_across("police", "ja", ""); /* would need a phrase */
    expect_across("nothing", "all", "");
}

static void test_languages(void **state) {
    struct search_request request = search_request_default();
    struct strs warnings = {NULL, 0};
    struct dictionary *dictionary;
    (void)state;
    assert_int_equal(search_request_across(arena, &request, STR("es,zh"), &e), ERR_OK);
    assert_int_equal(search_request_across(arena, &request, STR("Chinese"), &e), ERR_OK);
    assert_int_equal(request.across.n, 2);
    assert_false(request.across.all);
    assert_int_equal(search_request_across(arena, &request, STR("all"), &e), ERR_OK);
    assert_true(request.across.all);
    assert_int_equal(search_request_across(arena, &request, STR("es,klingonish"), &e), ERR_USAGE);
    assert_non_null(strstr(e.text, "\"klingonish\" is none"));
    assert_int_equal(search_request_across(arena, &request, STR(""), &e), ERR_USAGE);
    assert_int_equal(search_request_across(arena, &request, STR("und"), &e), ERR_USAGE);
    assert_int_equal(dictionary_open(&dictionary, folder, &e), ERR_OK);
    word_across_missing(arena, dictionary, &request.across, &warnings);
    assert_int_equal(warnings.n, 1);
    assert_true(str_starts(warnings.v[0], STR("No dictionary leads into Chinese")));
    dictionary_close(&dictionary);
}

/* ---- damage ---- */

static enum err_code look_up_all(void) {
    static const char *const words[] = {"police", "stations", "zzz", "arrest"};
    struct dictionary *dictionary;
    enum err_code code = dictionary_open(&dictionary, path_of("damaged"), &e);
    for (size_t i = 0; i < sizeof words / sizeof *words && !code; i++) {
        struct token token = token_of(words[i]);
        code =
            dictionary_each_translation(dictionary, tokens, &token, NULL, language("es"), hear_translation, NULL, &e);
    }
    dictionary_close(&dictionary);
    return code;
}

static void damage(struct buf *file, size_t i, char value, bool sum_again) {
    char kept = file->data[i];
    size_t n = file->n - DICTIONARY_CHECKSUM;
    uint64_t sum = XXH3_64bits(file->data, n);
    file->data[i] = value;
    uint64_t new_sum = XXH3_64bits(file->data, n);
    if (sum_again)
        memcpy(file->data + n, &new_sum, sizeof new_sum);
    write_file("damaged/eng-spa.rdic", file->data, file->n);
    enum err_code code = look_up_all();
    if (!sum_again && value != kept)
        assert_true(code == ERR_CORRUPT || code == ERR_CONTRACT);
    file->data[i] = kept;
    memcpy(file->data + n, &sum, sizeof sum);
}

/* Each byte changed is refused; with the checksum made to hold again, as a hostile hand could, nothing crashes. */
static void test_damage(void **state) {
    struct str bytes;
    struct buf file;
    (void)state;
    assert_int_equal(file_make_dirs(path_of("damaged"), &e), ERR_OK);
    assert_int_equal(file_read(arena, path_of("eng-spa.rdic"), 1 << 20, &bytes, &e), ERR_OK);
    buf_init(&file);
    buf_add_str(&file, bytes);
    for (size_t i = 0; i < file.n; i++) {
        damage(&file, i, (char)(file.data[i] ^ 0x41), false);
        damage(&file, i, (char)0xFF, true);
        damage(&file, i, (char)(file.data[i] + 1), true);
    }
    for (size_t n = 0; n < file.n; n++) {
        write_file("damaged/eng-spa.rdic", file.data, n);
        assert_int_equal(look_up_all(), ERR_CORRUPT);
    }
    buf_fini(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries), cmocka_unit_test(test_indexes),   cmocka_unit_test(test_transducer),
        cmocka_unit_test(test_look_up), cmocka_unit_test(test_pairs),     cmocka_unit_test(test_across),
        cmocka_unit_test(test_damage),  cmocka_unit_test(test_languages),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
