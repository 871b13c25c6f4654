/* Documents as JSON: what is read from records and FollowTheMoney entities, that writing and reading come back to the
 * same document, that packed documents survive damage (corpus/record*.c). Files of ../shared/data are used when there.
 */
#include "corpus/base/file.h"
#include "corpus/base/utf8.h"
#include "corpus/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <jansson.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct fixture {
    struct arena *arena;
    struct document doc;
    struct str file;
    struct buf out;
    struct err err;
};

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new();
    buf_init(&f->out);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    buf_fini(&f->out);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static void assert_str(struct str got, const char *want) {
    if (!str_eq_c(got, want))
        fail_msg("got \"%.*s\" (%zu bytes), expected \"%s\"", STR_FMT(got), got.n, want);
}

static enum err_code parse_bytes(struct fixture *f, struct str json) {
    f->doc = (struct document){0};
    return record_parse(f->arena, json, &f->doc, &f->file, &f->err);
}

static void parse(struct fixture *f, const char *json) {
    if (parse_bytes(f, str_from(json)) != ERR_OK)
        fail_msg("%s: %s", json, f->err.text);
}

static const char *written(struct fixture *f, enum record_part part) {
    buf_clear(&f->out);
    record_write(&f->out, &f->doc, part);
    return f->out.data;
}

static void assert_refused(struct fixture *f, const char *json, const char *part) {
    if (parse_bytes(f, str_from(json)) != ERR_INPUT)
        fail_msg("%s was accepted", json);
    if (!strstr(f->err.text, part))
        fail_msg("%s: \"%s\" does not say \"%s\"", json, f->err.text, part);
}

static bool remarked(const struct document *doc, const char *part) {
    for (size_t i = 0; i < doc->remarks.n; i++)
        if (memmem(doc->remarks.v[i].p, doc->remarks.v[i].n, part, strlen(part)))
            return true;
    return false;
}

/* ---- reading ---- */

static void records_become_documents(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *json, *written;
    } rows[] = {
        {"{\"id\": \"1\", \"title\": \"Las comisarías\", \"country\": [\"ES\", \"NL\"], \"lang\": \"es\", "
         "\"source_type\": \"gov\"}",
         "{\"id\":\"1\",\"title\":\"Las "
         "comisarías\",\"lang\":\"es\",\"country\":[\"ES\",\"NL\"],\"source_type\":\"government\"}"},
        /* aliases, case, single values for lists, numbers for text */
        {"{\"Headline\": \"保护卫士\", \"LANGUAGE\": \"zho\", \"countries\": \"China\", \"published\": 2021, \"tag\": "
         "7, \"id\": -12}",
         "{\"id\":\"-12\",\"title\":\"保护卫士\",\"lang\":\"zh\",\"country\":[\"CN\"],\"date\":\"2021\",\"tags\":["
         "\"7\"]}"},
        {"{\"title\": true, \"id\": 1.5, \"source\": null, \"author\": [null, \"Ana\", 3], \"tags\": []}",
         "{\"id\":\"1.5\",\"title\":\"true\",\"author\":[\"Ana\",\"3\"]}"},
        /* lists for fields that take one */
        {"{\"title\": [\"Один\", \"Два\"], \"text\": [\"a\", \"b\"], \"lang\": [\"ru\", \"en\"]}",
         "{\"title\":\"Один\",\"text\":\"a\",\"lang\":\"ru\",\"title_more\":[\"Два\"],\"lang_more\":[\"en\"]}"},
        /* what the tables do not know */
        {"{\"title\": \"x\", \"country\": [\"Freedonia\", \"FR\"], \"date\": \"NA\"}",
         "{\"title\":\"x\",\"country\":[\"FR\"],\"country_unrecognised\":[\"Freedonia\"],\"date_unrecognised\":[\"NA\"]"
         "}"},
        /* unknown fields: order and numbers as they came */
        {"{\"zeta\": 0.1, \"title\": \"x\", \"alpha\": [1, 2.50, 1e3, {\"b\": null}], \"ocr\": true, \"n\": "
         "9007199254740993}",
         "{\"title\":\"x\",\"zeta\":0.1,\"alpha\":[1,2.5,1000.0,{\"b\":null}],\"ocr\":true,\"n\":9007199254740993}"},
        {"{\"title\": \"x\", \"pi\": 3.1415926535897931}", "{\"title\":\"x\",\"pi\":3.1415926535897931}"},
        {"{}", "{}"},
        {"{\"extra only\": 1}", "{\"extra only\":1}"},
        {"\xEF\xBB\xBF{\"title\": \"mark\"}", "{\"title\":\"mark\"}"},
        {" \n{\"title\":\n\"x\"}\r\n", "{\"title\":\"x\"}"},
        /* what a page must not be told literally */
        {"{\"title\": \"</script>&\\u2028\\\"\\\\\", \"url\": \"http://e.org/?a=1&b=2\"}",
         "{\"title\":\"\\u003c/script\\u003e\\u0026 \\\"\\\\\",\"url\":\"http://e.org/?a=1\\u0026b=2\"}"},
        {"{\"text\": \"a\\tb\\nc\\u2029d\\u200b\"}", "{\"text\":\"a\\tb\\nc\\u2029d\xE2\x80\x8B\"}"},
        /* read again in case the tables have learned it */
        {"{\"title\": \"x\", \"country_unrecognised\": [\"Freedonia\", \"Spain\"], \"title_more\": [\"y\"]}",
         "{\"title\":\"x\",\"country\":[\"ES\"],\"title_more\":[\"y\"],\"country_unrecognised\":[\"Freedonia\"]}"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        parse(f, rows[i].json);
        if (i == 3)
            f->doc.field[FIELD_TEXT].n = 1; /* joined by document_finish only */
        assert_string_equal(written(f, RECORD_WHOLE), rows[i].written);
        assert_int_equal(f->file.n, 0);
    }
}

static void text_is_left_out_on_request(void **state) {
    struct fixture *f = *state;
    parse(f, "{\"title\":\"x\",\"text\":\"long\",\"k\":1}");
    assert_string_equal(written(f, RECORD_WITHOUT_TEXT), "{\"title\":\"x\",\"k\":1}");
}

static void a_manifest_row_names_its_file(void **state) {
    struct fixture *f = *state;
    parse(f, "{\"file\":\"docs/a b.txt\",\"title\":\"x\"}");
    assert_str(f->file, "docs/a b.txt");
    assert_string_equal(written(f, RECORD_WHOLE), "{\"title\":\"x\"}");
    parse(f, "{\"file\":null,\"title\":\"x\"}");
    assert_int_equal(f->file.n, 0);
    parse(f, "{\"file\":\"original.pdf\",\"text\":\"has its own\"}");
    assert_int_equal(f->file.n, 0);
    assert_string_equal(written(f, RECORD_WHOLE), "{\"text\":\"has its own\",\"file\":\"original.pdf\"}");
    assert_refused(f, "{\"file\":[\"a\"],\"title\":\"x\"}", "\"file\" is not a path");
}

static void what_cannot_be_a_record_is_refused(void **state) {
    struct fixture *f = *state;
    assert_refused(f, "", "not JSON");
    assert_refused(f, "[]", "a JSON list, not an object");
    assert_refused(f, "\"text\"", "not JSON");
    assert_refused(f, "{\"title\": \"x\"", "column 13");
    assert_refused(f, "{\"title\": \"x\"} {\"title\": \"y\"}", "column");
    assert_refused(f, "{\n\"title\": x}", "its line 2, column 10");
    assert_refused(f, "{\"title\": \"x\", \"title\": \"y\"}", "duplicate");
    assert_refused(f, "{\"title\": \"a\x01\"}", "control character");
    assert_refused(f, "{\"title\": \"a\tb\"}", "control character");
    assert_refused(f, "{\"author\": {\"name\": \"Ana\"}}", "\"author\" holds an object");
    assert_refused(f, "{\"Headline\": {}}", "\"Headline\" holds an object");
    assert_refused(f, "{\"tags\": [[\"a\"]]}", "\"tags\" holds a list of lists");
    assert_refused(f, "{\"tags\": [{\"a\": 1}]}", "\"tags\" holds an object");
    assert_refused(f, "{\"title_more\": {\"a\": 1}}", "\"title_more\" holds an object");
    assert_int_equal(parse_bytes(f, STR("{\"title\": \"a\0b\"}")), ERR_INPUT);
    assert_int_equal(parse_bytes(f, STR("{\"title\": \"a\"}\0")), ERR_INPUT);
    assert_int_equal(parse_bytes(f, STR("{\"title\": 12\0}")), ERR_INPUT);
    assert_non_null(strstr(f->err.text, "NUL byte in it (byte 13)"));
}

static void deep_nesting_is_refused(void **state) {
    struct fixture *f = *state;
    char *deep = malloc(200001);
    memset(deep, '[', 200000);
    memcpy(deep, "{\"a\":", 5);
    deep[200000] = '\0';
    assert_refused(f, deep, "depth");
    free(deep);
}

static void near_json_is_mended(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *json, *written, *remark;
    } rows[] = {
        {"{\"title\": \"Espa\xF1"
         "a\"}",
         "{\"title\":\"Espa\xEF\xBF\xBD"
         "a\"}",
         "1 bytes that are no UTF-8 were replaced"},
        {"{\"k\xFF\": \"\xE6\xB0\", \"title\": \"x\"}",
         "{\"title\":\"x\",\"k\xEF\xBF\xBD\":\"\xEF\xBF\xBD\xEF\xBF\xBD\"}", "no UTF-8"},
        {"{\"title\": \"cut \\ud83d\", \"k\": \"\\uDE00 \\ud83d\\ude00\"}",
         "{\"title\":\"cut \xEF\xBF\xBD\",\"k\":\"\xEF\xBF\xBD \xF0\x9F\x98\x80\"}", "2 half characters"},
        {"{\"title\": \"\\ud83d\\ud83d\\ude00\\uD83Dx\"}", "{\"title\":\"\xEF\xBF\xBD\xF0\x9F\x98\x80\xEF\xBF\xBDx\"}",
         "2 half characters"},
        {"{\"title\": \"C\\u0000string\", \"k\": \"\\\\u0000\"}", "{\"title\":\"Cstring\",\"k\":\"\\\\u0000\"}",
         "1 NUL"},
        {"{\"title\": \"x\", \"simhash\": 18446744073709551615, \"n\": [-9223372036854775809, 1e400, "
         "9223372036854775807]}",
         "{\"title\":\"x\",\"simhash\":\"18446744073709551615\",\"n\":[\"-9223372036854775809\",\"1e400\","
         "9223372036854775807]}",
         "3 numbers are too large"},
        {"{\"title\": 123456789012345678901234567890}", "{\"title\":\"123456789012345678901234567890\"}", "too large"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        parse(f, rows[i].json);
        assert_string_equal(written(f, RECORD_WHOLE), rows[i].written);
        assert_true(remarked(&f->doc, rows[i].remark));
    }
    assert_refused(f,
                   "{\"title\": \"Espa\xF1"
                   "a}",
                   "not JSON");
    assert_refused(f, "{\"title\": \xF1}", "not JSON");
    assert_refused(f, "{\"title\": \"\\\xF1\"}", "not JSON");
    assert_refused(f, "{\"title\": \"\\u00", "not JSON");
    assert_refused(f, "{\"title\": \"\xF1\\", "not JSON");
    assert_refused(f, "{\"k\": 01844674407370955161500}", "not JSON");
    assert_refused(f, "{1e999 : 1}", "not JSON");
    assert_refused(f, "{\"k\": -}", "not JSON");
    assert_refused(f, "{\"k\": 1.e999}", "not JSON");
}

static void ftm_entities_are_records_too(void **state) {
    struct fixture *f = *state;
    parse(f, "{\"id\":\"a1\",\"schema\":\"Article\",\"caption\":\"C\",\"properties\":{\"fileName\":[\"a.html\"],"
             "\"title\":[\"Заголовок\",\"Второй\"],\"name\":[\"Заголовок\"],\"author\":[\"A\",\"B\"],"
             "\"publishedAt\":[\"2021-05-03\"],\"date\":[\"2021-05-04\"],\"bodyText\":[\"Текст.\"],"
             "\"summary\":[\"S\"],\"language\":[\"rus\"],\"country\":[\"ru\",\"ua\",\"zz\"],\"sourceUrl\":[\"https://"
             "e.org/1\"],"
             "\"publisher\":[\"P\"],\"keywords\":[\"k\"],\"topics\":[\"crime\"],\"mimeType\":[\"text/html\"]}}");
    assert_string_equal(written(f, RECORD_WHOLE), "{\"id\":\"a1\",\"title\":\"Заголовок\",\"summary\":\"S\",\"text\":"
                                                  "\"Текст.\",\"lang\":\"ru\",\"country\":[\"RU\",\"UA\"],"
                                                  "\"source_type\":\"news\",\"source\":\"P\",\"author\":[\"A\",\"B\"],"
                                                  "\"date\":\"2021-05-03\",\"url\":\"https://e.org/1\","
                                                  "\"tags\":[\"k\",\"crime\"],\"title_more\":[\"Второй\"],\"country_"
                                                  "unrecognised\":[\"zz\"],\"date_more\":[\"2021-05-04\"],"
                                                  "\"caption\":\"C\",\"ftm\":{\"schema\":\"Article\",\"properties\":{"
                                                  "\"fileName\":[\"a.html\"],\"mimeType\":[\"text/html\"]}}}");

    parse(f, "{\"id\":\"c\",\"schema\":\"Company\",\"properties\":{\"name\":\"OOO Ромашка\",\"country\":[]}}");
    assert_string_equal(written(f, RECORD_WHOLE),
                        "{\"id\":\"c\",\"title\":\"OOO Ромашка\",\"ftm\":{\"schema\":\"Company\",\"properties\":{}}}");

    /* neither of these is an entity */
    parse(f, "{\"title\":\"x\",\"schema\":\"Article\"}");
    assert_string_equal(written(f, RECORD_WHOLE), "{\"title\":\"x\",\"schema\":\"Article\"}");
    parse(f, "{\"title\":\"x\",\"schema\":1,\"properties\":{\"title\":[\"y\"]}}");
    assert_string_equal(written(f, RECORD_WHOLE), "{\"title\":\"x\",\"schema\":1,\"properties\":{\"title\":[\"y\"]}}");
    assert_refused(f, "{\"schema\":\"Article\",\"properties\":{\"title\":[{\"a\":1}]}}", "\"title\" holds an object");

    /* an entity that has a member "ftm" of its own loses nothing */
    parse(f, "{\"ftm\":1,\"schema\":\"Article\",\"properties\":{\"name\":[\"x\"],\"parent\":[\"p\"]}}");
    assert_string_equal(written(f, RECORD_WHOLE),
                        "{\"title\":\"x\",\"source_type\":\"news\",\"ftm\":1,\"schema\":\"Article\","
                        "\"properties\":{\"parent\":[\"p\"]}}");
}

/* ---- writing, packing ---- */

static void strings_are_safe_in_json(void **state) {
    struct fixture *f = *state;
    char every[256];
    for (size_t i = 0; i < sizeof every; i++)
        every[i] = (char)i;
    buf_clear(&f->out);
    record_write_string(&f->out, (struct str){every, sizeof every});
    assert_true(utf8_valid(buf_str(&f->out)));
    for (size_t i = 0; i < f->out.n; i++)
        assert_true((unsigned char)f->out.data[i] >= 0x20 && !strchr("<>&\x7F", f->out.data[i]));
    json_t *read = json_loadb(f->out.data, f->out.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    assert_non_null(read);
    assert_int_equal(json_string_length(read), 128 + 128 * 3);
    assert_memory_equal(json_string_value(read), every, 128);
    json_decref(read);
}

static void assert_same_lists(const struct strs *a, const struct strs *b) {
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++)
        assert_true(str_eq(a->v[i], b->v[i]));
}

static void assert_same_document(const struct document *a, const struct document *b) {
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        assert_same_lists(&a->field[id], &b->field[id]);
        assert_same_lists(&a->unrecognised[id], &b->unrecognised[id]);
        assert_same_lists(&a->more[id], &b->more[id]);
    }
    assert_memory_equal(&a->date, &b->date, sizeof a->date);
    assert_true(str_eq(a->extra, b->extra));
    assert_true(str_eq(a->raw, b->raw));
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        assert_true(str_eq(a->from[id], b->from[id]));
        assert_int_equal(a->guessed[id], b->guessed[id]);
    }
    assert_true(str_eq(a->hash, b->hash));
    assert_true(str_eq(a->from[FIELD_LANG], b->from[FIELD_LANG]));
    assert_true(a->lang_confidence - b->lang_confidence < 0.0006 && b->lang_confidence - a->lang_confidence < 0.0006);
}

/* Packs and unpacks; writes and reads again. Both give the same document back. */
static void assert_comes_back(struct fixture *f) {
    struct document unpacked, again = {0};
    struct str file;
    buf_clear(&f->out);
    record_pack(&f->out, &f->doc);
    struct str packed = arena_str(f->arena, buf_str(&f->out));
    if (record_unpack(f->arena, packed, &unpacked, &f->err) != ERR_OK)
        fail_msg("%s", f->err.text);
    assert_same_document(&f->doc, &unpacked);

    struct str line = arena_str(f->arena, str_from(written(f, RECORD_WHOLE)));
    if (record_parse(f->arena, line, &again, &file, &f->err) || document_finish(f->arena, &again, NULL, &f->err))
        fail_msg("%.*s: %s", STR_FMT(line), f->err.text);
    f->doc = again;
    assert_string_equal(written(f, RECORD_WHOLE), line.p);
}

static void documents_come_back(void **state) {
    struct fixture *f = *state;
    static const char *const rows[] = {
        "{\"id\":\"1\",\"title\":\"Las "
        "comisarías\",\"text\":\"Uno.\\n\\nDos.\",\"lang\":\"es\",\"country\":[\"ES\",\"CN\"],"
        "\"date\":\"2022-09\",\"url\":\"https://news.example.org/1\",\"author\":[\"王芳\"],\"topic\":\"x\",\"n\":0.1}",
        "{\"title\":[\"a\",\"b\"],\"country\":[\"Freedonia\"],\"year\":1999,\"host\":\"h\",\"date\":\"1970-01-01\","
        "\"lang\":\"tlh\"}",
        "{\"summary\":\"محكمة العدل\",\"deep\":{\"a\":[{\"b\":\"</script>\\u2028\"}]},\"file\":null}",
        "{\"text\":\"保護衛士\\ufffe\\uffff\",\"tags\":[\"\\u202eevil\"],\"e\\u0001\":\"\\u001b[31m\"}",
        "{\"id\":\"2\",\"title\":\"t\",\"country\":[\"ES\"],\"path\":\"a.eml/b.pdf\",\"title_from\":\"pdf: info\","
        "\"country_from\":\"text: Madrid\",\"guessed\":[\"country\"],\"date_from\":\"no date\"}",
        "{\"id\":\"ftm\",\"schema\":\"Pages\",\"properties\":{\"name\":[\"n\",\"m\"],\"parent\":[\"p\"]}}",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        parse(f, rows[i]);
        assert_int_equal(document_finish(f->arena, &f->doc, NULL, &f->err), ERR_OK);
        f->doc.lang_confidence = 0.987654;
        f->doc.raw = i % 2 ? STR("Menu\n\nДокумент") : STR_EMPTY;
        assert_comes_back(f);
    }
}

/* Whatever the file holds, unpacking reads a well-formed document or says that it is damaged. */
static void damaged_packs_are_told(void **state) {
    struct fixture *f = *state;
    parse(f, "{\"id\":\"1\",\"title\":\"Ж\",\"text\":\"Текст.\",\"date\":\"2022\",\"country\":[\"ES\",\"Freedonia\"],"
             "\"k\":[1.5]}");
    assert_int_equal(document_finish(f->arena, &f->doc, NULL, &f->err), ERR_OK);
    struct buf packed;
    buf_init(&packed);
    record_pack(&packed, &f->doc);
    struct document doc;
    for (size_t n = 0; n < packed.n; n++) {
        char *cut = malloc(n ? n : 1); /* so that the sanitizer sees one byte too far */
        memcpy(cut, packed.data, n);
        enum err_code code = record_unpack(f->arena, (struct str){cut, n}, &doc, &f->err);
        assert_true(code == ERR_OK || code == ERR_CORRUPT);
        free(cut);
    }
    size_t refused = 0;
    for (size_t i = 0; i < packed.n; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            packed.data[i] = (char)(packed.data[i] ^ (1 << bit));
            enum err_code code = record_unpack(f->arena, buf_str(&packed), &doc, &f->err);
            assert_true(code == ERR_OK || code == ERR_CORRUPT);
            refused += code != ERR_OK;
            if (code == ERR_OK) {
                assert_true(utf8_valid(str_from(written(f, RECORD_WHOLE))));
                assert_non_null(document_language(&doc));
            }
            packed.data[i] = (char)(packed.data[i] ^ (1 << bit));
        }
    }
    assert_true(refused > packed.n);
    buf_fini(&packed);
}

/* ---- files of ../shared/data, where present ---- */

static struct str shared_path(struct fixture *f, const char *below) {
    const char *folder = getenv("RASTRO_SHARED_DATA");
    struct str path = arena_printf(f->arena, "%s/%s", folder ? folder : "../shared/data", below);
    if (!file_exists(path.p)) {
        print_message("skipped: %s is not there\n", path.p);
        skip();
    }
    return path;
}

/* JSONTestSuite: y_ must be read, n_ must not, i_ may do either. As a whole file, and as a member of a record. */
static void the_json_test_suite(void **state) {
    struct fixture *f = *state;
    struct str folder = shared_path(f, "hostile/json");
    struct strs names;
    size_t accepted = 0, refused = 0;
    assert_int_equal(file_list(f->arena, folder.p, &names, &f->err), ERR_OK);
    for (size_t i = 0; i < names.n; i++) {
        struct str path = arena_printf(f->arena, "%s/%.*s", folder.p, STR_FMT(names.v[i])), bytes;
        if (!str_ends(names.v[i], STR(".json")))
            continue;
        assert_int_equal(file_read(f->arena, path.p, 1 << 20, &bytes, &f->err), ERR_OK);
        char kind = names.v[i].p[0];
        enum err_code code = parse_bytes(f, bytes);
        assert_true(code == ERR_OK || code == ERR_INPUT);
        if (kind == 'n' && code == ERR_OK)
            fail_msg("%.*s was accepted", STR_FMT(names.v[i]));
        if (kind == 'y' && code && !strstr(f->err.text, "list") && !strstr(f->err.text, "not JSON"))
            fail_msg("%.*s: %s", STR_FMT(names.v[i]), f->err.text);

        struct buf member;
        buf_init(&member);
        buf_add_c(&member, "{\"title\":\"x\",\"k\":");
        buf_add_str(&member, bytes);
        buf_add_c(&member, "}");
        code = parse_bytes(f, buf_str(&member));
        buf_fini(&member);
        accepted += !code;
        refused += code != ERR_OK;
        if (kind == 'n' && code == ERR_OK)
            fail_msg("%.*s was accepted as a member", STR_FMT(names.v[i]));
        if (kind == 'y' && code && !strstr(f->err.text, "duplicate"))
            fail_msg("%.*s was refused as a member: %s", STR_FMT(names.v[i]), f->err.text);
        if (code == ERR_OK) {
            assert_int_equal(document_finish(f->arena, &f->doc, NULL, &f->err), ERR_OK);
            assert_comes_back(f);
        }
    }
    print_message("%zu accepted, %zu refused\n", accepted, refused);
    assert_true(accepted > 90 && refused > 180);
}

static size_t check_rows(struct fixture *f, const char *path, unsigned every) {
    static char line[4 << 20];
    gzFile in = gzopen(path, "rb");
    size_t rows = 0;
    assert_non_null(in);
    while (gzgets(in, line, sizeof line)) {
        if (rows++ % every)
            continue;
        arena_reset(f->arena);
        parse(f, line);
        if (f->file.n)
            document_add(f->arena, &f->doc, FIELD_TEXT, STR("The text of the file."));
        if (document_finish(f->arena, &f->doc, NULL, &f->err) != ERR_OK)
            fail_msg("%s, line %zu: %s", path, rows, f->err.text);
        for (size_t i = 0; i < f->doc.remarks.n; i++)
            if (!memmem(f->doc.remarks.v[i].p, f->doc.remarks.v[i].n, "date", 4))
                fail_msg("%s, line %zu: %.*s", path, rows, STR_FMT(f->doc.remarks.v[i]));
        assert_comes_back(f);
    }
    gzclose(in);
    return rows;
}

static void real_records_come_back(void **state) {
    struct fixture *f = *state;
    char manifest[4096];
    snprintf(manifest, sizeof manifest, "%s", shared_path(f, "sample/metadata.jsonl").p);
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", shared_path(f, "load").p);
    assert_int_equal(check_rows(f, manifest, 1), 1188);

    struct arena *names_arena = arena_new();
    struct strs names;
    size_t rows = 0;
    assert_int_equal(file_list(names_arena, folder, &names, &f->err), ERR_OK);
    for (size_t i = 0; i < names.n; i++)
        if (str_ends(names.v[i], STR(".jsonl.gz")))
            rows += check_rows(f, arena_printf(names_arena, "%s/%.*s", folder, STR_FMT(names.v[i])).p, 20);
    arena_free(&names_arena);
    assert_int_equal(rows, 47784);
}

#define WITH_DOCUMENT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(records_become_documents),      WITH_DOCUMENT(text_is_left_out_on_request),
        WITH_DOCUMENT(a_manifest_row_names_its_file), WITH_DOCUMENT(what_cannot_be_a_record_is_refused),
        WITH_DOCUMENT(deep_nesting_is_refused),       WITH_DOCUMENT(near_json_is_mended),
        WITH_DOCUMENT(ftm_entities_are_records_too),  WITH_DOCUMENT(strings_are_safe_in_json),
        WITH_DOCUMENT(documents_come_back),
        WITH_DOCUMENT(damaged_packs_are_told),        WITH_DOCUMENT(the_json_test_suite),
        WITH_DOCUMENT(real_records_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
