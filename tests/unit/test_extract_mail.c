/* Mails and mailboxes: headers in any charset, bodies, attachments, saved pages, broken mails. */
#include "tests/unit/extracted.h"

static void test_headers_and_body(void **state) {
    struct extracted *x = extracted_from_text(
        *state, extract_mail,
        "From: =?UTF-8?B?0JDQvdCw?= <ana@example.org>, bare@example.org\r\nTo: desk@example.com\r\n"
        "Subject: =?iso-8859-1?Q?Comisar=EDas?= chinas\r\nDate: Wed, 05 Oct 2022 00:30:00 +0200\r\n"
        "Message-ID: <1@example.org>\r\nContent-Type: text/plain; charset=windows-1252\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nLa polic=EDa =96 dos=\r\nlineas.\r\n");
    assert_one_text(x, "La policía – doslineas.");
    assert_field(x, 0, FIELD_TITLE, "Comisarías chinas");
    assert_field(x, 0, FIELD_AUTHOR, "Ана|bare@example.org");
    assert_field(x, 0, FIELD_DATE, "2022-10-05");
    assert_extra(x, 0, "from", "Ана <ana@example.org>|bare@example.org");
    assert_extra(x, 0, "to", "desk@example.com");
    assert_extra(x, 0, "message_id", "1@example.org");
    assert_int_equal(x->docs[0].remarks.n, 0);
}

#define HEAD "From: a@example.org\nTo: b@example.org\nMessage-ID: <2@example.org>\nSubject: s\nMIME-Version: 1.0\n"

static void test_alternatives(void **state) {
    struct extracted *x = extracted_from_text(*state, extract_mail,
                                              HEAD "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
                                                   "Please use a mail program that shows HTML.\n--x\nContent-Type: text/html; charset=utf-8\n\n"
                                                   "<style>p{}</style><p>第一段，海外警务服务站的志愿者。</p><p>第二段，由外交部发言人说明。</p>\n--x--\n");
    assert_one_text(x, "第一段，海外警务服务站的志愿者。\n\n第二段，由外交部发言人说明。");
    x = extracted_from_text(*state, extract_mail,
                            HEAD "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
                                 "All that is said.\n--x\nContent-Type: text/html\n\n<p>All said.</p>\n--x--\n");
    assert_one_text(x, "All that is said.");
}

static void test_attachments(void **state) {
    struct extracted *x = extracted_from_text(
        *state, extract_mail,
        HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee the files.\n"
             "--x\nContent-Type: application/pdf; name=\"=?UTF-8?Q?=C3=A9t=C3=A9.pdf?=\"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n"
             "--x\nContent-Type: text/plain; charset=koi8-r\nContent-Disposition: attachment; filename=notes.txt\n\nnotes\n"
             "--x\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: c@example.org\n\ninner body\n--x--\n");
    assert_one_text(x, "See the files.");
    assert_int_equal(x->member_count, 3);
    assert_says(x->members[0].name, "été.pdf");
    assert_says(x->members[0].media_type, "application/pdf");
    assert_says(x->members[0].bytes, "%PDF-");
    assert_says(x->members[1].name, "notes.txt");
    assert_says(x->members[1].charset, "koi8-r");
    assert_says(x->members[2].name, "inner.eml");
    assert_says(x->members[2].media_type, "message/rfc822");
}

/* A page saved by a browser is a web page, not a mail. */
static void test_saved_page(void **state) {
    struct extracted *x = extracted_from_text(
        *state, extract_mail,
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://news.example.org/1\nSubject: A page\nMIME-Version: 1.0\n"
        "Content-Type: multipart/related; boundary=x; type=\"text/html\"\n\n--x\nContent-Type: text/html; charset=utf-8\n"
        "Content-Location: https://news.example.org/1\n\n<p>page</p>\n--x\nContent-Type: image/png\nContent-Location: https://news.example.org/a.png\n\nx\n--x--\n");
    assert_int_equal(x->doc_count, 0);
    assert_int_equal(x->member_count, 1);
    assert_says(x->members[0].url, "https://news.example.org/1");
    assert_says(x->members[0].media_type, "text/html");
}

static void test_broken(void **state) {
    /* No last boundary, no charset, nesting without end. */
    struct extracted *x = extracted_from_text(*state, extract_mail,
                                              HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nL\xEDnea\n--x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nmore");
    assert_int_equal(x->doc_count, 1);
    assert_true(str_starts(x->docs[0].text, STR("Línea")));
    x = extracted_from_text(*state, extract_mail, HEAD "Content-Type: multipart/encrypted; boundary=x\n\n--x\n\n--x--\n");
    assert_int_equal(x->docs[0].remarks.n, 1);
    struct buf deep;
    buf_init(&deep);
    buf_add_c(&deep, HEAD);
    for (int i = 0; i < 5000; i++)
        buf_addf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    x = extracted_from_bytes(*state, extract_mail, buf_str(&deep));
    assert_int_equal(x->code, ERR_OK);
    buf_fini(&deep);
}

static void test_mbox(void **state) {
    struct extracted *x = extracted_from_text(*state, extract_mbox,
                                              "From a@example.org Mon Mar  1 10:00:00 2021\nSubject: one\n\nFrom here on\n>From there\n\n"
                                              "From nobody at all\n\nFrom b@example.org Mon Mar  1 10:00:00 2021\nSubject: two\n\nbody\n");
    assert_int_equal(x->member_count, 2);
    assert_says(x->members[0].bytes, "Subject: one\n\nFrom here on\nFrom there\n\nFrom nobody at all\n\n");
    assert_says(x->members[1].bytes, "Subject: two\n\nbody\n");
    assert_says(x->members[1].media_type, "message/rfc822");
    assert_refused(extracted_from_text(*state, extract_mbox, "\n\n"), "no mail");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        EXTRACTED_TEST(test_headers_and_body), EXTRACTED_TEST(test_alternatives), EXTRACTED_TEST(test_attachments),
        EXTRACTED_TEST(test_saved_page),       EXTRACTED_TEST(test_broken),       EXTRACTED_TEST(test_mbox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
