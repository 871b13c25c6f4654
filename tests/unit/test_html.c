/* Web pages (indexer/extract/html*.c): small pages of our own in several scripts, good, old, broken and hostile. Real
 * pages are measured by make eval-extract. */
#include "indexer/extract/extract.h"
#include "indexer/extract/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a page is extracted, and what came out is kept ---- */

struct keeper {
    struct extract_sink sink;
    struct arena *arena;
    struct extract_document doc;
    size_t documents;
};

static struct str copy(struct keeper *k, struct str s) {
    return arena_str(k->arena, s);
}

static bool keep_document(struct extract_sink *sink, const struct extract_document *doc) {
    struct keeper *k = (struct keeper *)sink;
    k->documents++;
    k->doc = (struct extract_document){.text = copy(k, doc->text), .raw = copy(k, doc->raw)};
    for (size_t i = 0; i < doc->values.n; i++) {
        const struct extract_value *v = &doc->values.v[i];
        if (v->field < FIELD_COUNT)
            extract_value(k->arena, &k->doc, v->field, copy(k, v->value), copy(k, v->from).p);
    }
    for (size_t i = 0; i < doc->remarks.n; i++)
        arena_push(k->arena, &k->doc.remarks, copy(k, doc->remarks.v[i]));
    return true;
}

static bool no_member(struct extract_sink *sink, const struct extract_input *member) {
    (void)sink;
    (void)member;
    return false;
}

static enum err_code extract(struct keeper *k, struct str page) {
    if (!k->arena)
        *k = (struct keeper){.sink = {keep_document, no_member}, .arena = arena_new()};
    k->documents = 0;
    struct extract_input input = {.bytes = page,
                                  .name = STR("page.html"),
                                  .media_type = STR("text/html"),
                                  .charset = STR_EMPTY,
                                  .url = STR("https://news.example.org/2021/03/page.html"),
                                  .captured = STR("2024-01-02")};
    struct err e = {0};
    enum err_code code = extract_html(&input, k->arena, &k->sink, &e);
    if (code == ERR_OK)
        assert_int_equal(k->documents, 1);
    return code;
}

static void close_keeper(struct keeper *k) {
    arena_free(&k->arena);
}

static bool has(struct str text, const char *part) {
    return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static void assert_text(struct keeper *k, const char *page, const char *text) {
    assert_int_equal(extract(k, str_from(page)), ERR_OK);
    if (!str_eq_c(k->doc.text, text))
        fail_msg("of %s\ncame: \"%.*s\"\n not: \"%s\"", page, STR_FMT(k->doc.text), text);
}

/* ---- content ---- */

#define MENU "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav>"
#define FOOT "<footer><p><a href=/i>Imprint</a> <a href=/p>Privacy</a> © 2024</footer>"

static const struct {
    const char *page;
    const char *in[4], *out[4];
} articles[] = {
    {"<title>Kontoret</title>" MENU "<article><h1>Kontoret som ingen kjente</h1>"
     "<p>Politiet i byen sier at de aldri har hørt om kontoret, som skal ha vært i drift siden 2018, og at de nå "
     "undersøker saken.</p>"
     "<h2>Hva skjedde</h2>"
     "<p>Naboene forteller at det kom folk dit hver dag, og at ingen av dem snakket om hva de gjorde der inne i "
     "huset.</p>"
     "<blockquote>Vi trodde at det var en forening, og vi spurte aldri noen om hva de holdt på med, sier en "
     "nabo.</blockquote>"
     "<ul><li>Kontoret lå i andre etasje, og det hadde ikke noe skilt på døren.</li><li>Leien ble betalt kontant hver "
     "måned i seks år.</li></ul>"
     "<aside class=newsletter><p>Få nyhetene på e-post. <a href=/n>Meld deg på</a></p></aside>"
     "<div class=related-posts><h3>Les også</h3><ul><li><a href=/1>Statsministeren svarer</a><li><a href=/2>Kommunen "
     "taper</a></ul></div>"
     "</article><section id=comments><p>Ola: Jeg har alltid visst at det var noe rart med det huset der borte, og jeg "
     "sa det.</p></section>" FOOT,
     {"aldri har hørt om kontoret", "Hva skjedde", "Vi trodde at det", "Leien ble betalt"},
     {"Sport", "Meld deg på", "Statsministeren", "Imprint"}},
    {"<title>مكاتب</title>" MENU "<div class=content><h1>مكاتب الشرطة في الخارج</h1>"
     "<p>قالت منظمة حقوقية إن المكاتب تعمل منذ سنوات في عشرات المدن، وإن السلطات المحلية لم تكن تعلم بوجودها حتى نشر "
     "التقرير.</p>"
     "<p>وأضافت المنظمة أن عددا من السكان تلقوا مكالمات هاتفية تطلب منهم العودة إلى بلادهم، وأن بعضهم عاد بالفعل خلال "
     "العام الماضي.</p>"
     "<p>ولم ترد السفارة على الأسئلة التي أرسلت إليها، لكن متحدثا باسم الوزارة نفى وجود أي مكتب من هذا النوع في "
     "البلاد.</p></div>"
     "<div class=share><a href=f>فيسبوك</a> <a href=t>تويتر</a></div>" FOOT,
     {"قالت منظمة حقوقية", "وأضافت المنظمة", "ولم ترد السفارة", NULL},
     {"فيسبوك", "Home", "Imprint", NULL}},
    {"<title>海外警务站</title>" MENU "<main><h1>海外警务站引发关注</h1>"
     "<p>据一家人权组织发表的报告，这些站点已经在数十个城市运作多年，而当地政府在报告发表之前对此一无所知。</p>"
     "<p>报告说，一些居民接到电话，要求他们回国接受调查；其中有些人在过去一年里已经回国，家人也受到了压力。</p>"
     "<p>大使馆没有回答记者的提问，外交部发言人则表示，这些地方只是为侨民办理驾驶证等手续的服务中心。</p></main>"
     "<div class=sidebar><h3>热门</h3><ul><li><a href=1>天气</a></li><li><a href=2>体育新闻</a></li></ul></div>" FOOT,
     {"据一家人权组织", "报告说", "大使馆没有回答", NULL},
     {"体育新闻", "Sport", NULL, NULL}},
    {"<title>Участки</title>" MENU
     "<table width=100%><tr><td width=20%><a href=1>Политика</a><br><br><a href=2>Спорт</a>"
     "<br><br><a href=3>Общество</a><br><br><a href=4>Культура</a><br><br><a href=5>Архив номеров</a></td>"
     "<td><font size=5>Полицейские участки за рубежом</font><br><br>"
     "Правозащитная организация сообщила, что участки работают много лет в десятках городов, а местные власти о них не "
     "знали.<br><br>"
     "Некоторые жители получали звонки с требованием вернуться на родину, и часть из них действительно вернулась за "
     "последний год.<br><br>"
     "Посольство на вопросы не ответило, но представитель министерства сказал, что никаких участков в стране нет и не "
     "было."
     "</td></tr></table>" FOOT,
     {"Правозащитная организация", "Некоторые жители", "Посольство на вопросы", NULL},
     {"Спорт", "Imprint", NULL, NULL}},
};

static void articles_lose_their_furniture(void **state) {
    (void)state;
    struct keeper k = {0};
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++) {
        assert_int_equal(extract(&k, str_from(articles[i].page)), ERR_OK);
        for (size_t j = 0; j < 4 && articles[i].in[j]; j++)
            if (!has(k.doc.text, articles[i].in[j]))
                fail_msg("page %zu lost \"%s\": %.*s", i, articles[i].in[j], STR_FMT(k.doc.text));
        for (size_t j = 0; j < 4 && articles[i].out[j]; j++) {
            if (has(k.doc.text, articles[i].out[j]))
                fail_msg("page %zu kept \"%s\": %.*s", i, articles[i].out[j], STR_FMT(k.doc.text));
            assert_true(has(k.doc.raw, articles[i].out[j]));
        }
    }
    close_keeper(&k);
}

static void captions_stay_with_their_pictures(void **state) {
    (void)state;
    struct keeper k = {0};
    static const char page[] =
        "<title>Kontoret</title>" MENU "<article><h1>Kontoret</h1>"
        "<p>Politiet i byen sier at de aldri har hørt om kontoret, som skal ha vært i drift siden 2018, og nå undersøker de saken.</p>"
        "<figure><img data-src=a.jpg alt=''><figcaption>Huset i Storgata, sett fra elven i mars 2021</figcaption></figure>"
        "<p>Naboene forteller at det kom folk dit hver dag, og at ingen av dem snakket om hva de gjorde der inne i huset.</p>"
        "<p>Leien ble betalt kontant hver måned i seks år, og ingen i kommunen spurte hvem som egentlig sto bak det hele.</p>"
        "</article><aside><figure><figcaption>Annonse: kjøp ny bil i dag, billig</figcaption></figure></aside>" FOOT;
    assert_int_equal(extract(&k, str_from(page)), ERR_OK);
    assert_true(has(k.doc.text, "Huset i Storgata"));
    assert_false(has(k.doc.text, "Annonse"));
    close_keeper(&k);
}

static void text_is_paragraphs(void **state) {
    (void)state;
    struct keeper k = {0};
    assert_text(&k, "<p>One\n  two&nbsp;three.<p>F&uuml;nf &amp; six&#x2026; &lt;7&gt;",
                "One two three.\n\nFünf & six… <7>");
    assert_text(&k, "<div>first line<br>second line<br><br>next paragraph</div>",
                "first line\nsecond line\n\nnext paragraph");
    assert_text(&k, "<dl><dt>Asilo<dd>Protección de un Estado.</dl>", "Asilo\n\nProtección de un Estado.");
    assert_text(&k, "<table><tr><th>País<th>Año<tr><td>España<td>2021</table>", "País | Año\n\nEspaña | 2021");
    assert_text(&k, "<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>を読む</p>", "漢字を読む");
    assert_text(&k, "<pre>a  b\n  c</pre>", "a b\nc");
    assert_text(&k, "<p>so<b>me</b>thing soft\xC2\xADly</p>", "something softly");
    assert_text(&k, "<p>seen by all<span style='display: none'>hidden</span><span hidden>too</span></p>",
                "seen by all");
    assert_text(&k,
                "<p>seen</p><noscript>Please turn on scripts.</noscript><script>x</script><style>p{}</style><!-- c -->",
                "seen");
    close_keeper(&k);
}

static void every_page_gives_a_document(void **state) {
    (void)state;
    struct keeper k = {0};
    assert_text(&k, "", "");
    assert_text(&k, "just words", "just words");
    assert_text(&k, "<html><head><title>t</title></head></html>", "");
    assert_text(&k, "<p>cut <b", "cut");
    assert_text(&k, "<p>a < b and 3<4", "a < b and 3<4");
    assert_text(&k, "<frameset><frame src=a></frameset>", "");
    char binary[4096];
    for (size_t i = 0; i < sizeof binary; i++)
        binary[i] = (char)(i * 2654435761u >> 13);
    assert_int_equal(extract(&k, (struct str){binary, sizeof binary}), ERR_OK);
    close_keeper(&k);
}

static void xhtml_ends_its_empty_elements(void **state) {
    (void)state;
    struct keeper k = {0};
    assert_text(&k,
                "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><script "
                "src=\"x\"/><title>T</title></head>"
                "<body><div id=\"a\"/><p>Texto <![CDATA[con < y &]]> señales</p></body></html>",
                "Texto con < y & señales");
    close_keeper(&k);
}

/* ---- fields ---- */

/* The values of a field, joined by " + ", each with where it comes from: "Ana Lima <- html: author". */
static struct str values(struct keeper *k, enum field_id field, bool from) {
    struct buf out;
    buf_init(&out);
    for (size_t i = 0; i < k->doc.values.n; i++) {
        const struct extract_value *v = &k->doc.values.v[i];
        if (v->field != field)
            continue;
        buf_add_c(&out, out.n ? " + " : "");
        buf_add_str(&out, v->value);
        if (from)
            buf_addf(&out, " <- %.*s", STR_FMT(v->from));
    }
    struct str all = copy(k, buf_str(&out));
    buf_fini(&out);
    return all;
}

#define PROSE                                                                                                          \
    "<p>The mayor said that nobody had asked the city for leave, and that the lawyers were looking at the papers.</p>" \
    "<p>A neighbour told us that people came and went every day, and that the shutters were always down at noon.</p>"

static const struct {
    enum field_id field;
    const char *page, *value;
} fields[] = {
    /* titles */
    {FIELD_TITLE, "<title>The hidden office | Daily Example</title>" PROSE, "The hidden office <- html: title"},
    {FIELD_TITLE,
     "<title>Daily Example: The hidden office</title><meta property=og:site_name content='Daily Example'>" PROSE,
     "The hidden office <- html: title"},
    {FIELD_TITLE, "<title>La oficina oculta - News - Example</title><h1>La oficina oculta</h1>" PROSE,
     "La oficina oculta <- html: heading"},
    {FIELD_TITLE, "<title>x</title><meta property=og:title content='Police &amp;amp; people'>" PROSE,
     "Police & people <- html: og:title"},
    {FIELD_TITLE,
     "<title>News</title><h1>News</h1><h1>海外警务站引发关注</h1><meta property=og:title "
     "content='海外警务站引发关注_新华网'>" PROSE,
     "海外警务站引发关注 <- html: heading"},
    {FIELD_TITLE, "<title>The hidden office</title><h1>THE HIDDEN OFFICE</h1>" PROSE,
     "The hidden office <- html: heading"},
    {FIELD_TITLE, "<h2>Nur eine Überschrift</h2>" PROSE, "Nur eine Überschrift <- html: heading"},
    {FIELD_TITLE, PROSE, ""},
    /* authors */
    {FIELD_AUTHOR, "<meta name=author content='Ana Lima'>" PROSE, "Ana Lima <- html: author"},
    {FIELD_AUTHOR, "<meta name=author content=admin>" PROSE, ""},
    {FIELD_AUTHOR, "<meta property=article:author content='https://www.facebook.com/ana'>" PROSE, ""},
    {FIELD_AUTHOR,
     "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ana Lima\"},"
     "{\"@type\":\"NewsArticle\",\"headline\":\"x\ny\",\"author\":[{\"@id\":\"#a\"},{\"name\":\"Олена "
     "Шевченко\"}]}]}</script>" PROSE,
     "Ana Lima <- html: JSON-LD + Олена Шевченко <- html: JSON-LD"},
    {FIELD_AUTHOR, "<h1>The office</h1><p>By Ana Lima and Wei Chen | 12 March 2021</p>" PROSE,
     "Ana Lima <- html: byline + Wei Chen <- html: byline"},
    {FIELD_AUTHOR, "<h1>Kontoret</h1><div>Skrevet av</div><div>Kari Nordmann</div>" PROSE,
     "Kari Nordmann <- html: byline"},
    {FIELD_AUTHOR, "<h1>警务站</h1><p>作者：王小明</p>" PROSE, "王小明 <- html: byline"},
    {FIELD_AUTHOR, "<h1>المكتب</h1><p>بقلم سامي خليل</p>" PROSE, "سامي خليل <- html: byline"},
    {FIELD_AUTHOR, "<h1>Офис</h1><p>Автор: Иван Петров</p>" PROSE, "Иван Петров <- html: byline"},
    {FIELD_AUTHOR, "<h1>The office</h1><a href=/autor/ana-lima>Ana Lima</a>" PROSE,
     "Ana Lima <- html: link to the author"},
    {FIELD_AUTHOR,
     "<h1>The office</h1>" PROSE "<div id=comments><span class=author-name>Troll Person</span> 3 April 2021</div>", ""},
    /* dates */
    {FIELD_DATE, "<meta property=article:published_time content='2021-03-12T08:00:00+01:00'>" PROSE,
     "2021-03-12 <- html: article:published_time"},
    {FIELD_DATE, "<html lang=es><h1>La oficina</h1><p class=fecha-date>12 de marzo de 2021</p>" PROSE,
     "2021-03-12 <- html: date element"},
    {FIELD_DATE, "<html lang=zh><h1>警务站</h1><p>2021年3月12日 来源：新华社</p>" PROSE,
     "2021-03-12 <- html: line near the title"},
    {FIELD_DATE, "<html lang=de><h1>Das Büro</h1><time datetime=2021-03>März 2021</time>" PROSE,
     "2021-03 <- html: time"},
    {FIELD_DATE, "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":\"2021\"}</script>" PROSE,
     "2021 <- html: JSON-LD datePublished"},
    {FIELD_DATE,
     "<meta property=article:published_time content=2021-03-12><meta property=article:modified_time content=2023-01-05>"
     "<h1>The office</h1><p>January 5, 2023</p>" PROSE,
     "2021-03-12 <- html: article:published_time"},
    {FIELD_DATE, "<h1>The office</h1>" PROSE PROSE PROSE PROSE "<p>Posted on 12 March 2021</p>",
     "2021-03-12 <- html: line that tells of publication"},
    {FIELD_DATE,
     "<h1>The office</h1>" PROSE "<div id=comments><time datetime=2022-05-05>May 5</time></div><p>© 2019 Example</p>",
     "2021-03 <- html: address"},
    {FIELD_DATE, "<meta name=date content=1970-01-01><h1>The office</h1>" PROSE, "2021-03 <- html: address"},
    {FIELD_DATE, "<meta name=date content=2031-01-01><h1>The office</h1>" PROSE,
     "2021-03 <- html: address"}, /* after it was captured */
    {FIELD_DATE, "<h1>The office</h1><p>1537 readers</p>" PROSE, "2021-03 <- html: address"},
    /* the others */
    {FIELD_SOURCE, "<meta property=og:site_name content='Daily Example'>" PROSE, "Daily Example <- html: og:site_name"},
    {FIELD_LANG, "<html lang=en-GB>" PROSE, "en-GB <- html: lang"},
    {FIELD_LANG, "<html lang=fr>" PROSE, ""}, /* it is English */
    {FIELD_URL, "<link rel=canonical href=/2021/03/office.html>" PROSE,
     "https://news.example.org/2021/03/office.html <- html: canonical"},
    {FIELD_URL, "<link rel=canonical href=https://news.example.org/>" PROSE, ""}, /* the front page is not this one */
    {FIELD_URL, "<link rel=canonical href=javascript:x>" PROSE, ""},
    {FIELD_SUMMARY, "<meta name=description content='What it is about.'>" PROSE,
     "What it is about. <- html: description"},
    {FIELD_TAGS, "<meta name=keywords content='policía, España，中国'>" PROSE,
     "policía <- html: keywords + España <- html: keywords + 中国 <- html: keywords"},
    {FIELD_LICENSE, "<a rel=license href=https://creativecommons.org/licenses/by/4.0/>CC</a>" PROSE,
     "https://creativecommons.org/licenses/by/4.0/ <- html: rel=license"},
};

static void fields_come_from_where_they_are_said(void **state) {
    (void)state;
    struct keeper k = {0};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        assert_int_equal(extract(&k, str_from(fields[i].page)), ERR_OK);
        struct str got = values(&k, fields[i].field, true);
        if (!str_eq_c(got, fields[i].value))
            fail_msg("of %s\ncame: %.*s\n not: %s", fields[i].page, STR_FMT(got), fields[i].value);
    }
    close_keeper(&k);
}

/* ---- hostile pages ---- */

static void add_times(struct buf *b, const char *what, size_t n) {
    for (size_t i = 0; i < n; i++)
        buf_add_c(b, what);
}

static void deep_and_wide_pages_are_read(void **state) {
    (void)state;
    struct keeper k = {0};
    static const struct {
        const char *open, *inner, *close;
    } rows[] = {
        {"<div>", "innermost", "</div>"},
        {"<table><tr><td>", "innermost", ""},
        {"<b>", "innermost", ""},
        {"<ul><li>", "innermost", "</li></ul>"},
        {"<a href=x>", "innermost", "</a>"},
        {"<blockquote><p>", "innermost", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf page;
        buf_init(&page);
        buf_add_c(&page, "<p>before</p>");
        add_times(&page, rows[i].open, 100000);
        buf_add_c(&page, rows[i].inner);
        add_times(&page, rows[i].close, 100000);
        buf_add_c(&page, "<p>after</p>");
        assert_int_equal(extract(&k, buf_str(&page)), ERR_OK);
        struct str all = k.doc.raw.n ? k.doc.raw : k.doc.text;
        assert_true(has(all, "before") && has(all, "innermost") && has(all, "after"));
        buf_fini(&page);
    }
    struct buf page;
    buf_init(&page);
    buf_add_c(&page, "<p ");
    for (size_t i = 0; i < 100000; i++)
        buf_addf(&page, "a%zu=1 ", i);
    buf_add_c(&page, ">kept</p>");
    assert_int_equal(extract(&k, buf_str(&page)), ERR_OK);
    assert_true(has(k.doc.text, "kept"));
    buf_fini(&page);
    close_keeper(&k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_lose_their_furniture),        cmocka_unit_test(captions_stay_with_their_pictures),
        cmocka_unit_test(text_is_paragraphs),
        cmocka_unit_test(every_page_gives_a_document),          cmocka_unit_test(xhtml_ends_its_empty_elements),
        cmocka_unit_test(fields_come_from_where_they_are_said), cmocka_unit_test(deep_and_wide_pages_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
