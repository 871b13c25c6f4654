/* Web archives: what servers gave comes out with address and capture date, whatever way it was packed; broken ones. */
#include "tests/unit/extracted.h"

#include "indexer/extract/stream.h"

/* One record of WARC; the length is right unless `off` makes it another. */
static struct str record(struct arena *arena, const char *type, const char *url, const char *block, int off) {
    return arena_printf(arena,
                        "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2021-03-12T10:15:00Z\r\n"
                        "Content-Type: application/http; msgtype=%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
                        type, url, type, (int)strlen(block) + off, block);
}

static struct str gzip(struct arena *arena, struct str bytes) {
    z_stream z = {0};
    struct str out = {arena_alloc(arena, bytes.n + 1024), 0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)bytes.p;
    z.avail_in = (uInt)bytes.n;
    z.next_out = (Bytef *)out.p;
    z.avail_out = (uInt)(bytes.n + 1024);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.n = z.total_out;
    deflateEnd(&z);
    return out;
}

static struct str join(struct arena *arena, struct str a, struct str b) {
    char *both = arena_alloc(arena, a.n + b.n);
    memcpy(both, a.p, a.n);
    memcpy(both + a.n, b.p, b.n);
    return (struct str){both, a.n + b.n};
}

#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"koi8-r\"\r\n"

static void test_responses(void **state) {
    struct str all = join(*state, record(*state, "warcinfo", "", "software: x", 0),
                          join(*state, record(*state, "response", "<https://news.example.org/a b>", OK_HTML "\r\n<p>page</p>", 0),
                               join(*state, record(*state, "request", "https://news.example.org/", "GET / HTTP/1.1\r\n\r\n", 0),
                                    join(*state, record(*state, "response", "https://news.example.org/no", "HTTP/1.1 404 Not Found\r\n\r\n<p>no</p>", 0),
                                         record(*state, "response", "https://news.example.org/i", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx", 0)))));
    for (int packed = 0; packed < 2; packed++) {
        struct extracted *x = extracted_from_bytes(*state, extract_warc, packed ? gzip(*state, all) : all);
        assert_int_equal(x->code, ERR_OK);
        assert_int_equal(x->member_count, 1);
        assert_says(x->members[0].bytes, "<p>page</p>");
        assert_says(x->members[0].url, "https://news.example.org/a%20b");
        assert_says(x->members[0].captured, "2021-03-12T10:15:00Z");
        assert_says(x->members[0].media_type, "text/html");
        assert_says(x->members[0].charset, "koi8-r");
    }
}

/* As warc.gz is written: a gzip member a record. */
static void test_a_member_a_record(void **state) {
    struct str a = gzip(*state, record(*state, "response", "http://x.example/1", OK_HTML "\r\none", 0));
    struct str b = gzip(*state, record(*state, "response", "http://x.example/2", OK_HTML "\r\ntwo", 0));
    struct extracted *x = extracted_from_bytes(*state, extract_warc, join(*state, a, b));
    assert_int_equal(x->code, ERR_OK);
    assert_int_equal(x->member_count, 2);
    assert_says(x->members[1].bytes, "two");
    /* Cut off in the middle of the second. */
    x = extracted_from_bytes(*state, extract_warc, join(*state, a, str_slice(b, 0, b.n / 2)));
    assert_true(x->member_count >= 1);
    assert_refused(x, "cut off");
}

static void test_bodies(void **state) {
    struct extracted *x = extracted_from_bytes(
        *state, extract_warc,
        join(*state, record(*state, "response", "http://x.example/1", OK_HTML "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3;x=y\r\nefg\r\n0\r\n\r\n", 0),
             record(*state, "response", "http://x.example/2", OK_HTML "Transfer-Encoding: chunked\r\n\r\n<p>no chunks", 0)));
    assert_int_equal(x->member_count, 2);
    assert_says(x->members[0].bytes, "abcdefg");
    assert_says(x->members[1].bytes, "<p>no chunks");
    struct str body = gzip(*state, STR("<p>packed</p>"));
    struct str head = arena_printf(*state,
                                   "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/3\r\nContent-Length: %zu\r\n\r\n" OK_HTML
                                   "Content-Encoding: gzip\r\n\r\n",
                                   body.n + strlen(OK_HTML "Content-Encoding: gzip\r\n\r\n"));
    x = extracted_from_bytes(*state, extract_warc, join(*state, head, body));
    assert_says(x->members[0].bytes, "<p>packed</p>");
    /* What cannot be decoded is not called a page. */
    x = extracted_from_bytes(*state, extract_warc, record(*state, "response", "http://x.example/4", OK_HTML "Content-Encoding: br\r\n\r\nzz", 0));
    assert_says(x->members[0].media_type, "application/x-br");
}

static void test_arc(void **state) {
    struct extracted *x = extracted_from_text(*state, extract_warc,
                                              "filedesc://x.arc 0.0.0.0 20140216050221 text/plain 8\n1 0 test\n\n"
                                              "http://x.example/a b 10.0.0.1 20140216050221 text/html 46\n"
                                              "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>1\n\n"
                                              "http://x.example/2 10.0.0.1 20140216050221 text/html abc\n");
    assert_int_equal(x->member_count, 1);
    assert_says(x->members[0].url, "http://x.example/a%20b");
    assert_says(x->members[0].captured, "2014-02-16T05:02:21Z");
    assert_refused(x, "damaged");
}

/* A wrong length costs the records that it runs over; the next that begins as one should is read again. */
static void test_broken(void **state) {
    struct str good = record(*state, "response", "http://x.example/1", OK_HTML "\r\none", 0);
    struct extracted *x = extracted_from_bytes(*state, extract_warc, join(*state, join(*state, STR("noise\nWARC/1.0\r\nno length\r\n\r\n"), good), good));
    assert_int_equal(x->member_count, 2);
    assert_refused(x, "damaged");
    x = extracted_from_bytes(*state, extract_warc, record(*state, "response", "http://x.example/1", OK_HTML "\r\none", 5000));
    assert_int_equal(x->member_count, 1);
    assert_refused(x, "cut off");
    assert_refused(extracted_from_text(*state, extract_warc, "nothing of the kind"), "no record");
    assert_refused(extracted_from_bytes(*state, extract_warc, record(*state, "request", "http://x.example/", "GET / HTTP/1.1\r\n\r\n", 0)), "No record of");
    /* Megabytes of zeros, and a length beyond all: little memory, no end of time. */
    struct str bomb = gzip(*state, (struct str){arena_alloc(*state, 8 << 20), 8 << 20});
    assert_refused(extracted_from_bytes(*state, extract_warc, bomb), "no record");
    assert_refused(extracted_from_text(*state, extract_warc, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 18446744073709551615\r\n\r\nx"), "larger");
}

int main(void) {
    const struct CMUnitTest tests[] = {EXTRACTED_TEST(test_responses), EXTRACTED_TEST(test_a_member_a_record), EXTRACTED_TEST(test_bodies),
                                       EXTRACTED_TEST(test_arc), EXTRACTED_TEST(test_broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
