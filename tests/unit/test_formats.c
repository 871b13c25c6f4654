/* The table of formats (indexer/extract/formats.h): every row makes sense, and files are recognised by what they are. */
#include "corpus/base/buf.h"
#include "indexer/extract/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void rows_make_sense(void **state) {
    (void)state;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct format *format = format_row((enum format_id)i);
        assert_int_equal(format->id, i);
        assert_true(format->name[0] && format->label[0] && format->help[0] && format->sniff);
        assert_true((format->confinement == FORMAT_PARENT) == (format->id == FORMAT_RECORDS));
        assert_true((format->confinement == FORMAT_TOOL) == (format->tools[0] != 0));
        assert_null(strpbrk(format->extensions, "ABCDEFGHIJKLMNOPQRSTUVWXYZ,;"));
        assert_null(strpbrk(format->media_types, "ABCDEFGHIJKLMNOPQRSTUVWXYZ,;"));
    }
}

static void formats_by_name(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *name;
        enum format_id format;
        const char *extension;
    } rows[] = {
        {"a.jsonl", FORMAT_RECORDS, ".jsonl"},
        {"A.JSONL.GZ", FORMAT_RECORDS, ".gz"},
        {"x.ndjson", FORMAT_RECORDS, ".ndjson"},
        {"e.ftm.json", FORMAT_RECORDS, ".json"},
        {"e.ijson.gz", FORMAT_RECORDS, ".gz"},
        {"新闻.txt", FORMAT_TEXT, ".txt"},
        {"a.Txt", FORMAT_TEXT, ".txt"},
        {"a.json", FORMAT_COUNT, ".json"},
        {"a.PNG", FORMAT_COUNT, ".png"},
        {"txt", FORMAT_COUNT, "no extension"},
        {".jsonl", FORMAT_COUNT, "no extension"},
        {"a.", FORMAT_COUNT, "no extension"},
        {"a.b/c", FORMAT_COUNT, "no extension"},
        {"a.txt/c", FORMAT_COUNT, "no extension"},
        {"a.thisisnoextensionatall", FORMAT_COUNT, "no extension"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct format *want = rows[i].format == FORMAT_COUNT ? NULL : format_row(rows[i].format);
        struct str extension = format_extension(arena, str_from(rows[i].name));
        if (format_of_name(str_from(rows[i].name)) != want || !str_eq_c(extension, rows[i].extension))
            fail_msg("%s: %.*s", rows[i].name, STR_FMT(extension));
    }
    arena_free(&arena);
}

/* ---- content ---- */

struct sniffed_row {
    const char *what;
    struct str bytes;
    enum sniffed (*sniff)(const struct sniff_view *view);
    enum sniffed want;
};

#define WORD "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"
#define ZIP(name) STR("PK\3\4......................" "\20\0\0\0" name "....PK\1\2")

static void content_is_told(void **state) {
    (void)state;
    static const struct sniffed_row rows[] = {
        {"a PDF", STR("%PDF-1.4\n%\xE2\xE3"), sniff_pdf, SNIFFED_SURE},
        {"a PDF behind rubbish", STR("\0\1\2rubbish\n%PDF-1.4\n"), sniff_pdf, SNIFFED_SURE},
        {"a text about PDF", STR("A file begins with %PDF-1.4."), sniff_pdf, SNIFFED_MAYBE},
        {"RTF", STR("{\\rtf1\\ansi"), sniff_rtf, SNIFFED_SURE},
        {"Word", STR("\320\317\021\340\241\261\032\341......" WORD), sniff_doc, SNIFFED_SURE},
        {"OLE of another kind", STR("\320\317\021\340\241\261\032\341......"), sniff_doc, SNIFFED_MAYBE},
        {"a web page", STR("<!DOCTYPE html><p>x"), sniff_html, SNIFFED_SURE},
        {"a page behind comments", STR("\xEF\xBB\xBF \n<!-- <rss> -->\n<HTML lang=es>"), sniff_html, SNIFFED_SURE},
        {"XHTML", STR("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-'><html>"), sniff_html, SNIFFED_SURE},
        {"UTF-16", STR("\xFF\xFE<\0h\0t\0m\0l\0>\0"), sniff_html, SNIFFED_SURE},
        {"UTF-32", STR("\xFF\xFE\0\0<\0\0\0h\0\0\0t\0\0\0m\0\0\0l\0\0\0>\0\0\0"), sniff_html, SNIFFED_SURE},
        {"a piece of a page", STR("<div class=x>"), sniff_html, SNIFFED_MAYBE},
        {"a text about tags", STR("Write <html> first."), sniff_html, SNIFFED_NO},
        {"RSS", STR("<?xml version=\"1.0\"?><rss version=\"2.0\">"), sniff_feed, SNIFFED_SURE},
        {"RSS 1.0", STR("<?xml version=\"1.0\"?>\n<rdf:RDF xmlns"), sniff_feed, SNIFFED_SURE},
        {"Atom", STR("<feed xmlns=\"http://www.w3.org/2005/Atom\">"), sniff_feed, SNIFFED_SURE},
        {"no feed", STR("<html><feed>"), sniff_feed, SNIFFED_NO},
        {"a mail", STR("Received: from a\r\n\tby b\r\nFrom: a@b\r\nTo: c\r\nSubject: d\r\n\r\nx"), sniff_mail, SNIFFED_SURE},
        {"like a mail", STR("From: me\nSubject: you\n\nLetters"), sniff_mail, SNIFFED_MAYBE},
        {"no mail", STR("From: what we know\n\nnothing follows."), sniff_mail, SNIFFED_NO},
        {"a mailbox", STR("From a@b Mon Mar  1 10:00:00 2021\nFrom: a@b\nSubject: c\n\n"), sniff_mbox, SNIFFED_SURE},
        {"no mailbox", STR("From the sea to the hills\nit rains.\n"), sniff_mbox, SNIFFED_NO},
        {"WARC", STR("WARC/1.0\r\nWARC-Type: warcinfo"), sniff_warc, SNIFFED_SURE},
        {"ARC", STR("filedesc://live.arc 127.0.0.1"), sniff_warc, SNIFFED_SURE},
        {"gzip", STR("\037\213\010\0"), sniff_compressed, SNIFFED_MAYBE},
        {"an OpenDocument text", ZIP("mimetypeapplication/vnd.oasis.opendocument.text"), sniff_odt, SNIFFED_SURE},
        {"an EPUB", ZIP("mimetypeapplication/epub+zip"), sniff_epub, SNIFFED_SURE},
        {"an archive", ZIP("page.html"), sniff_archive, SNIFFED_SURE},
        {"a spreadsheet is no archive", ZIP("[Content_Types].xml"), sniff_archive, SNIFFED_NO},
        {"nothing", STR(""), sniff_html, SNIFFED_NO},
        {"less than a header", STR("PK\3\4"), sniff_docx, SNIFFED_NO},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sniff_view view = sniff_view_of(rows[i].bytes);
        if (rows[i].sniff(&view) != rows[i].want)
            fail_msg("%s: %d", rows[i].what, rows[i].sniff(&view));
    }
}

static void texts_are_told_from_others(void **state) {
    (void)state;
    static const struct {
        struct str bytes;
        bool text;
    } rows[] = {
        {STR("Málaga\t1\r\n"), true},     {STR("M\xE1laga"), true},    {STR("\xFF\xFE\x10\x04"), true},
        {STR("\x89PNG\r\n\x1A\n\0\0\0\15IHDR"), false}, {STR("GIF89a\1\0\1"), false}, {STR("\033$B%F"), true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sniff_view view = sniff_view_of(rows[i].bytes);
        if (sniff_is_text(&view) != rows[i].text)
            fail_msg("row %zu", i);
    }
}

/* A sniffer reads no byte that is not there, whatever the bytes are. */
static void any_bytes_are_safe(void **state) {
    (void)state;
    static const char *const seeds[] = {"PK\003\004mimetype", "PK\001\002[Content_Types].xml", "<!--", "<!doctype ", "<?",
                                        "From ", "From:", "\320\317\021\340\241\261\032\341W", "\xFF\xFE<", "%PDF-"};
    struct arena *arena = arena_new();
    uint32_t random = 1;
    for (size_t i = 0; i < 20000; i++) {
        struct buf bytes;
        buf_init(&bytes);
        for (size_t n = random % 90; n > 0; n--) {
            random = random * 1664525 + 1013904223;
            if (random >> 24 < 40)
                buf_add_c(&bytes, seeds[(random >> 8) % COUNT(seeds)]);
            else
                buf_add_byte(&bytes, (char)(random >> 16));
        }
        random = random * 1664525 + 1013904223;
        arena_reset(arena);
        struct sniff_view view = sniff_view_of(arena_str(arena, buf_str(&bytes)));
        format_recognise(&view, STR("x"), STR_EMPTY);
        buf_fini(&bytes);
    }
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_make_sense),          cmocka_unit_test(formats_by_name),
        cmocka_unit_test(content_is_told),          cmocka_unit_test(texts_are_told_from_others),
        cmocka_unit_test(any_bytes_are_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
