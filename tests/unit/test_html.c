/* Web pages (indexer/extract/html*.c): small pages of our own in several scripts, good, old, broken and hostile. Real pages are
 * measured by make eval-extract. */
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
     "<p>Politiet i byen sier at de aldri har hørt om kontoret, som skal ha vært i drift siden 2018, og at de nå undersøker saken.</p>"
     "<h2>Hva skjedde</h2>"
     "<p>Naboene forteller at det kom folk dit hver dag, og at ingen av dem snakket om hva de gjorde der inne i huset.</p>"
     "<blockquote>Vi trodde at det var en forening, og vi spurte aldri noen om hva de holdt på med, sier en nabo.</blockquote>"
     "<ul><li>Kontoret lå i andre etasje, og det hadde ikke noe skilt på døren.</li><li>Leien ble betalt kontant hver måned i seks år.</li></ul>"
     "<aside class=newsletter><p>Få nyhetene på e-post. <a href=/n>Meld deg på</a></p></aside>"
     "<div class=related-posts><h3>Les også</h3><ul><li><a href=/1>Statsministeren svarer</a><li><a href=/2>Kommunen taper</a></ul></div>"
     "</article><section id=comments><p>Ola: Jeg har alltid visst at det var noe rart med det huset der borte, og jeg sa det.</p></section>" FOOT,
     {"aldri har hørt om kontoret", "Hva skjedde", "Vi trodde at det", "Leien ble betalt"},
     {"Sport", "Meld deg på", "Statsministeren", "Imprint"}},
    {"<title>مكاتب</title>" MENU "<div class=content><h1>مكاتب الشرطة في الخارج</h1>"
     "<p>قالت منظمة حقوقية إن المكاتب تعمل منذ سنوات في عشرات المدن، وإن السلطات المحلية لم تكن تعلم بوجودها حتى نشر التقرير.</p>"
     "<p>وأضافت المنظمة أن عددا من السكان تلقوا مكالمات هاتفية تطلب منهم العودة إلى بلادهم، وأن بعضهم عاد بالفعل خلال العام الماضي.</p>"
     "<p>ولم ترد السفارة على الأسئلة التي أرسلت إليها، لكن متحدثا باسم الوزارة نفى وجود أي مكتب من هذا النوع في البلاد.</p></div>"
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
    {"<title>Участки</title>" MENU "<table width=100%><tr><td width=20%><a href=1>Политика</a><br><br><a href=2>Спорт</a>"
     "<br><br><a href=3>Общество</a><br><br><a href=4>Культура</a><br><br><a href=5>Архив номеров</a></td>"
     "<td><font size=5>Полицейские участки за рубежом</font><br><br>"
     "Правозащитная организация сообщила, что участки работают много лет в десятках городов, а местные власти о них не знали.<br><br>"
     "Некоторые жители получали звонки с требованием вернуться на родину, и часть из них действительно вернулась за последний год.<br><br>"
     "Посольство на вопросы не ответило, но представитель министерства сказал, что никаких участков в стране нет и не было."
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

static void text_is_paragraphs(void **state) {
    (void)state;
    struct keeper k = {0};
    assert_text(&k, "<p>One\n  two&nbsp;three.<p>F&uuml;nf &amp; six&#x2026; &lt;7&gt;",
                "One two three.\n\nFünf & six… <7>");
    assert_text(&k, "<div>first line<br>second line<br><br>next paragraph</div>", "first line\nsecond line\n\nnext paragraph");
    assert_text(&k, "<dl><dt>Asilo<dd>Protección de un Estado.</dl>", "Asilo\n\nProtección de un Estado.");
    assert_text(&k, "<table><tr><th>País<th>Año<tr><td>España<td>2021</table>", "País | Año\n\nEspaña | 2021");
    assert_text(&k, "<pre>a  b\n  c</pre>", "a b\nc");
    assert_text(&k, "<p>so<b>me</b>thing soft\xC2\xADly</p>", "something softly");
    assert_text(&k, "<p>seen by all<span style='display: none'>hidden</span><span hidden>too</span></p>", "seen by all");
    assert_text(&k, "<p>seen</p><noscript>Please turn on scripts.</noscript><script>x</script><style>p{}</style><!-- c -->", "seen");
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
    assert_text(&k, "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><script src=\"x\"/><title>T</title></head>"
                    "<body><div id=\"a\"/><p>Texto <![CDATA[con < y &]]> señales</p></body></html>",
                "Texto con < y & señales");
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
        cmocka_unit_test(articles_lose_their_furniture),
        cmocka_unit_test(text_is_paragraphs),
        cmocka_unit_test(every_page_gives_a_document),
        cmocka_unit_test(xhtml_ends_its_empty_elements),
        cmocka_unit_test(deep_and_wide_pages_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
