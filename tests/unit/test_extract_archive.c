/* Archives, tables and texts: members with harmless names and within limits; rows as documents; front matter. */
#include "tests/unit/extracted.h"

static const struct named_text FILES[] = {
    {"a/one.txt", "first"}, {"../../etc/passwd", "second"}, {"C:\\x\\ключ.txt", "third"}, {"__MACOSX/._a", "litter"}, {NULL, NULL}};

static void test_zip_and_tar(void **state) {
    static const char *const FORMATS[] = {"zip", "ustar", "7zip"};
    for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++) {
        struct extracted *x = extracted_from_bytes(*state, extract_archive, archive_of(*state, FORMATS[i], FILES));
        if (x->code)
            fail_msg("%s: %s", FORMATS[i], x->err.text);
        assert_int_equal(x->member_count, 3);
        assert_says(x->members[0].name, "a/one.txt");
        assert_says(x->members[0].bytes, "first");
        assert_says(x->members[1].name, "etc/passwd");
        assert_true(str_ends(x->members[2].name, STR("ключ.txt")));
        assert_false(str_starts(x->members[2].name, STR("C:")));
    }
}

static void test_cut_off(void **state) {
    struct str whole = archive_of(*state, "ustar", FILES);
    struct extracted *x = extracted_from_bytes(*state, extract_archive, str_slice(whole, 0, 1200));
    assert_true(x->member_count >= 1);
    assert_refused(x, "cut off");
    assert_refused(extracted_from_text(*state, extract_archive, "no archive at all"), "archive");
}

static struct str gzip(struct arena *arena, struct str bytes) {
    struct str out = {arena_alloc(arena, bytes.n + 4096), 0};
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_raw(archive);
    archive_write_add_filter_gzip(archive);
    archive_write_set_bytes_in_last_block(archive, 1);
    archive_write_open_memory(archive, (char *)out.p, bytes.n + 4096, &out.n);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(archive, entry);
    archive_write_data(archive, bytes.p, bytes.n);
    archive_entry_free(entry);
    archive_write_close(archive);
    archive_write_free(archive);
    return out;
}

static void test_gzip(void **state) {
    struct extract_input input = {.bytes = gzip(*state, STR("a;b\n1;2\n")), .name = STR("folder/table.csv.gz"), .url = STR("http://x.example/table.csv.gz")};
    struct extracted *x = extracted_from(*state, extract_archive, &input);
    assert_int_equal(x->code, ERR_OK);
    assert_int_equal(x->member_count, 1);
    assert_says(x->members[0].name, "folder/table.csv");
    assert_says(x->members[0].bytes, "a;b\n1;2\n");
    assert_says(x->members[0].url, "http://x.example/table.csv.gz");
    /* A bomb is stopped. */
    size_t n = (size_t)20 << 20;
    char *same = arena_alloc(*state, n);
    memset(same, 'a', n);
    input.bytes = gzip(*state, (struct str){same, n});
    x = extracted_from(*state, extract_archive, &input);
    assert_int_equal(x->member_count, 0);
    assert_refused(x, "times its size");
}

/* A ZIP of one stored file, with the flag that says it is encrypted. */
static void test_encrypted(void **state) {
    static const char ZIP[] = "PK\3\4\24\0\1\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\4\0\0\0\5\0\0\0a.txt0123456789abcdef"
                              "PK\1\2\24\0\24\0\1\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\4\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a.txt"
                              "PK\5\6\0\0\0\0\1\0\1\0\63\0\0\0\63\0\0\0\0\0";
    struct extracted *x = extracted_from_bytes(*state, extract_archive, (struct str){ZIP, sizeof ZIP - 1});
    assert_int_equal(x->member_count, 0);
    assert_refused(x, "password: a.txt");
}

static void test_csv(void **state) {
    struct extracted *x = extracted_from_text(*state, extract_csv,
                                              "\xEF\xBB\xBFTitle;body;Authors;Published;Ref No\r\n"
                                              "\"Comisarías; \"\"chinas\"\"\";\"one\ntwo\";Ana; Luis ;2022-10-05;7\r\n"
                                              "\r\nZwei;Text;\"A; B\";;\r\nshort\r\n");
    assert_int_equal(x->code, ERR_OK);
    assert_int_equal(x->doc_count, 3);
    assert_field(x, 0, FIELD_TITLE, "Comisarías; \"chinas\"");
    assert_says(x->docs[0].text, "one\ntwo");
    assert_field(x, 0, FIELD_AUTHOR, "Ana");
    assert_int_equal(x->docs[0].remarks.n, 1);
    assert_field(x, 1, FIELD_AUTHOR, "A|B");
    assert_field(x, 2, FIELD_TITLE, "short");
    /* No column is the text: the others are. */
    x = extracted_from_text(*state, extract_csv, "Имя\tГод\nАнна\t2021\n");
    assert_one_text(x, "Имя: Анна\n\nГод: 2021");
    assert_extra(x, 0, "Имя", "Анна");
    x = extracted_from_text(*state, extract_csv, "title,text\nopen,\"never closed\nnext,row\n");
    assert_int_equal(x->doc_count, 2);
    assert_says(x->docs[1].text, "row");
    assert_refused(extracted_from_text(*state, extract_csv, "only,head\n"), "no row");
    assert_refused(extracted_from_text(*state, extract_csv, "\n\n"), "no row");
}

static void test_text(void **state) {
    struct extract_input input = {.bytes = STR("\xCF\xEE\xEB\xE8\xF6\xE8\xFF\n\n\xF2\xE5\xEA\xF1\xF2 \xE8 \xE5\xF9\xE5"), .charset = STR("windows-1251")};
    struct extracted *x = extracted_from(*state, extract_text, &input);
    assert_one_text(x, "текст и еще");
    assert_field(x, 0, FIELD_TITLE, "Полиция");
    input = (struct extract_input){.bytes = STR("---\ntitle: \"A: title\"\ndate: 2021-03-12\ntags: [one, two]\nlayout: x\n---\n# Heading\n\nText.\n"), .name = STR("a.md")};
    x = extracted_from(*state, extract_text, &input);
    assert_one_text(x, "Text.");
    assert_field(x, 0, FIELD_TITLE, "A: title");
    assert_field(x, 0, FIELD_TAGS, "one|two");
    assert_field(x, 0, FIELD_DATE, "2021-03-12");
    assert_refused(extracted_from_bytes(*state, extract_text, (struct str){"\1\2\3\4\5\6\7\1\2\3", 10}), "no text");
}

static void test_rtf_and_doc(void **state) {
    struct extracted *x = extracted_from_text(*state, extract_rtf,
                                              "{\\rtf1\\ansi\\ansicpg1251{\\info{\\title Offices}{\\author Ana}{\\creatim\\yr2022\\mo10\\dy5}}"
                                              "{\\fonttbl{\\f0\\fnil\\fcharset204 Arial;}}\\f0"
                                              "\\'cf\\'ee\\'eb\\'e8\\'f6\\'e8\\'ff\\par caf\\u233?\\par\\u-10179?\\u-8704?\\par}");
    assert_int_equal(x->code, ERR_OK);
    assert_says(x->docs[0].text, "Полиция\n\ncafé\n\n😀");
    assert_field(x, 0, FIELD_TITLE, "Offices");
    assert_field(x, 0, FIELD_AUTHOR, "Ana");
    assert_field(x, 0, FIELD_DATE, "2022-10-05");
    x = extracted_from_text(*state, extract_doc, "<?xml version='1.0'?><w:wordDocument xmlns:w='w'><w:body><w:p><w:r><w:t>2003</w:t></w:r></w:p></w:body></w:wordDocument>");
    assert_one_text(x, "2003");
    assert_refused(extracted_from_text(*state, extract_doc, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "Word");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        EXTRACTED_TEST(test_zip_and_tar), EXTRACTED_TEST(test_cut_off), EXTRACTED_TEST(test_gzip), EXTRACTED_TEST(test_encrypted),
        EXTRACTED_TEST(test_csv),         EXTRACTED_TEST(test_text),    EXTRACTED_TEST(test_rtf_and_doc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
