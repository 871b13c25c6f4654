/* Feeds: RSS and Atom, entries as documents, broken and wrongly declared ones. */
#include "tests/unit/extracted.h"

#include "indexer/extract/mail_date.h"

static void test_rss(void **state) {
    struct extracted *x = extracted_from_text(
        *state, extract_feed,
        "<?xml version='1.0'?><rss xmlns:dc='dc' xmlns:content='c'><channel><title>Diario de Ejemplo</title><language>es</language>"
        "<image><title>logo</title></image>"
        "<item><title>Las &quot;comisar&iacute;as&quot; &amp;amp; el Congreso</title><link>https://diario.example.org/1</link>"
        "<pubDate>Wed, 05 Oct 2022 23:30:00 +0200</pubDate><dc:creator>Ana López</dc:creator><category>Internacional</category>"
        "<description>Resumen</description><content:encoded><![CDATA[<p>Uno&nbsp;dos</p><p>Tres</p>]]></content:encoded></item>"
        "<item><guid>https://diario.example.org/2</guid><author>redaccion@example.org (Redacción)</author>"
        "<description>&lt;b&gt;Solo&lt;/b&gt; descripción</description><pubDate>no date</pubDate></item>"
        "<item><guid isPermaLink='false'>https://x.example/3</guid></item></channel></rss>");
    assert_int_equal(x->code, ERR_OK);
    assert_int_equal(x->doc_count, 2);
    assert_says(x->docs[0].text, "Uno\xC2\xA0" "dos\n\nTres");
    assert_field(x, 0, FIELD_TITLE, "Las \"comisarías\" & el Congreso");
    assert_field(x, 0, FIELD_URL, "https://diario.example.org/1");
    assert_field(x, 0, FIELD_DATE, "2022-10-05");
    assert_field(x, 0, FIELD_AUTHOR, "Ana López");
    assert_field(x, 0, FIELD_TAGS, "Internacional");
    assert_field(x, 0, FIELD_SUMMARY, "Resumen");
    assert_field(x, 0, FIELD_SOURCE, "Diario de Ejemplo");
    assert_field(x, 0, FIELD_LANG, "es");
    assert_says(x->docs[1].text, "Solo descripción");
    assert_field(x, 1, FIELD_URL, "https://diario.example.org/2");
    assert_field(x, 1, FIELD_AUTHOR, "Redacción");
    assert_field(x, 1, FIELD_DATE, "");
}

static void test_atom(void **state) {
    struct extracted *x = extracted_from_text(
        *state, extract_feed,
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>海外警务</title>"
        "<entry><title type='html'>A &lt;i&gt;title&lt;/i&gt;</title><id>urn:1</id><link rel='self' href='https://x.example/self'/>"
        "<link href='https://x.example/1'/><published>2021-03-12T10:00:00Z</published><updated>2022-01-01</updated>"
        "<author><name>王小明</name><email>w@example.org</email></author><category term='警务'/>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>保護衛士</p><p>說</p></div></content></entry></feed>");
    assert_one_text(x, "保護衛士\n\n說");
    assert_field(x, 0, FIELD_TITLE, "A title");
    assert_field(x, 0, FIELD_URL, "https://x.example/1");
    assert_field(x, 0, FIELD_DATE, "2021-03-12");
    assert_field(x, 0, FIELD_AUTHOR, "王小明");
    assert_field(x, 0, FIELD_LANG, "");
    assert_extra(x, 0, "guid", "urn:1");
}

/* RSS 1.0, in a charset of its own, not closed: what is whole comes, and the first entry says that something is wrong. */
static void test_broken(void **state) {
    struct extracted *x = extracted_from_text(
        *state, extract_feed,
        "<?xml version='1.0' encoding='windows-1251'?><rdf:RDF xmlns:rdf='r' xmlns:dc='d'><channel><title>x</title></channel>"
        "<item rdf:about='http://x.example/1'><title>\xCF\xEE\xEB\xE8\xF6\xE8\xFF & \xE7\xE0\xEA\xEE\xED</title><dc:date>2005-01-02T03:04</dc:date>"
        "<description>\xF2\xE5\xEA\xF1\xF2</description></item><item><title>\xE2\xF2\xEE\xF0");
    assert_int_equal(x->code, ERR_OK);
    assert_int_equal(x->doc_count, 2);
    assert_says(x->docs[0].text, "текст");
    assert_int_equal(x->docs[0].remarks.n, 1);
    assert_field(x, 0, FIELD_DATE, "2005-01-02");
    assert_field(x, 0, FIELD_URL, "http://x.example/1");
    assert_refused(extracted_from_text(*state, extract_feed, "<rss><channel><title>x</title></channel></rss>"), "no entry");
    assert_refused(extracted_from_text(*state, extract_feed, "nothing"), "XML");
}

/* Some feeds give the address of the site for each entry; entries are not lost by it. */
static void test_one_address_for_all(void **state) {
    struct extracted *x = extracted_from_text(*state, extract_feed,
                                              "<rss><channel><item><title>a</title><link>http://x.example/</link></item>"
                                              "<item><title>b</title><link>http://x.example/</link></item></channel></rss>");
    assert_int_equal(x->doc_count, 2);
    assert_field(x, 0, FIELD_URL, "http://x.example/");
    assert_field(x, 1, FIELD_URL, "");
    assert_extra(x, 1, "link", "http://x.example/");
}

static void test_dates(void **state) {
    static const struct {
        const char *written, *day;
    } ROWS[] = {
        {"Tue, 1 Mar 2022 23:30:00 +0100", "2022-03-01"}, {"01 Mar 99 10:00 GMT", "1999-03-01"},
        {" 2022-03-01T23:30:00Z ", "2022-03-01"},         {"Tue, 99 Foo", ""},
        {"2022-13-01", ""},                               {"yesterday", ""},
        {"", ""},                                         {"Thu, 1 Jan 1970 00:00:00 GMT", ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        assert_says(mail_date_day(*state, str_from(ROWS[i].written)), ROWS[i].day);
}

static void test_stops_when_told(void **state) {
    struct extracted x = {.sink = {extracted_document, extracted_member}, .arena = *state, .wanted = 1};
    struct extract_input input = {.bytes = STR("<rss><channel><item><title>a</title></item><item><title>b</title></item></channel></rss>")};
    assert_int_equal(extract_feed(&input, *state, &x.sink, &x.err), ERR_OK);
    assert_int_equal(x.doc_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {EXTRACTED_TEST(test_rss), EXTRACTED_TEST(test_atom), EXTRACTED_TEST(test_broken), EXTRACTED_TEST(test_one_address_for_all),
                                       EXTRACTED_TEST(test_dates), EXTRACTED_TEST(test_stops_when_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
