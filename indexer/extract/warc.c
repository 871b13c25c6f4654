/* Web archives, WARC and ARC, plain and gzip: each page or document that a server gave is a member.
 *
 * libarchive's reader loses addresses and media types, hence this one, on zlib. Requests, pictures, scripts and answers
 * other than 2xx are passed over. Where a record is broken, reading goes on at the next one that begins as one should.
 */
#include "indexer/extract/extract.h"
#include "indexer/extract/http.h"
#include "indexer/extract/stream.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LINE_MOST ((size_t)64 << 10)
#define HEADERS_MOST ((size_t)1 << 20)
#define RECORD_MAX ((size_t)96 << 20)

struct warc {
    struct stream stream;
    struct arena *arena;
    struct extract_sink *sink;
    size_t records, members, cut, too_large;
    bool is_damaged, wants_more;
};

/* What a record says of its content. */
struct record {
    struct str url, date, media_type;
    bool is_page;   /* of a kind that may hold a document */
    bool is_answer; /* with the header lines of HTTP */
    uint64_t length;
};

static bool begins(struct str s, const char *word) {
    size_t n = strlen(word);
    return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

/* Kinds of files that are no documents; what a server calls otherwise may be one. */
static bool is_other_kind(struct str media_type) {
    static const char *const KINDS[] = {"image/",
                                        "video/",
                                        "audio/",
                                        "font/",
                                        "text/css",
                                        "text/javascript",
                                        "application/javascript",
                                        "application/x-javascript",
                                        "text/dns",
                                        "application/json",
                                        "application/font",
                                        "application/x-font",
                                        "application/x-shockwave-flash",
                                        "application/vnd.ms-fontobject",
                                        "application/warc-fields"};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (begins(media_type, KINDS[i]))
            return true;
    return false;
}

static void give(struct warc *w, const struct record *record, struct extract_input member) {
    member.url = record->url;
    member.name = record->url;
    member.captured = record->date;
    if (member.bytes.n == 0 || is_other_kind(member.media_type))
        return;
    w->members++;
    w->wants_more = w->sink->member(w->sink, &member);
}

static void read_content(struct warc *w, const struct record *record, struct str content) {
    struct http http;
    if (!record->is_answer) {
        struct extract_input member = {.bytes = content};
        http_content_type(record->media_type, &member.media_type, &member.charset);
        give(w, record, member);
        return;
    }
    if (!http_read(&http, w->arena, content)) {
        w->is_damaged = true;
        return;
    }
    if (http.status < 200 || http.status > 299)
        return;
    struct extract_input member = {.bytes = http.body, .media_type = http.media_type, .charset = http.charset};
    if (http.coding.n)
        member.media_type = arena_printf(w->arena, "application/x-%.*s", STR_FMT(http.coding));
    give(w, record, member);
}

/* Some programs count the empty line behind the last record. */
static void note_length(struct warc *w, const struct record *record, size_t n) {
    w->cut += n + 2 < record->length;
}

/* Takes `length` bytes of content. */
static void take_content(struct warc *w, const struct record *record) {
    w->records++;
    if (!record->is_page || record->length > RECORD_MAX) {
        w->too_large += record->is_page;
        note_length(w, record, stream_skip(&w->stream, record->length));
        return;
    }
    stream_need(&w->stream, record->length);
    size_t n = w->stream.view.n < record->length ? w->stream.view.n : record->length;
    note_length(w, record, n);
    read_content(w, record, str_slice(w->stream.view, 0, n));
    stream_skip(&w->stream, n);
}

/* <urn:uuid:...> and <http://...> without their brackets; blanks, which no address has, as they are meant. */
static struct str clean_url(struct arena *arena, struct str url) {
    if (url.n > 1 && url.p[0] == '<' && url.p[url.n - 1] == '>')
        url = str_slice(url, 1, url.n - 1);
    struct buf clean;
    buf_init(&clean);
    for (size_t i = 0; i < url.n; i++)
        if (url.p[i] == ' ')
            buf_add_c(&clean, "%20");
        else if ((unsigned char)url.p[i] > ' ')
            buf_add_byte(&clean, url.p[i]);
    struct str copy = arena_str(arena, buf_str(&clean));
    buf_fini(&clean);
    return copy;
}

/* Header lines up to the empty one, into `block`. */
static bool read_headers(struct warc *w, struct buf *block) {
    struct str line;
    while (stream_line(&w->stream, LINE_MOST, &line) && block->n < HEADERS_MOST) {
        if (line.n == 0)
            return true;
        buf_add_str(block, line);
        buf_add_byte(block, '\n');
    }
    return false;
}

/* Kinds of records that hold what a server gave, or was made of it. */
static void judge_kind(struct record *record, struct str kind, struct str media_type) {
    bool is_http = begins(media_type, "application/http");
    record->is_answer = is_http;
    record->is_page = begins(kind, "response") || begins(kind, "resource") || begins(kind, "conversion");
    record->is_page &=
        !begins(record->url, "dns:") && !begins(record->url, "whois:") && !begins(record->url, "metadata:");
    if (begins(kind, "response") && begins(record->url, "http"))
        record->is_answer = true;
    record->media_type = media_type;
}

static bool read_warc_record(struct warc *w) {
    struct buf block;
    struct record record = {0};
    buf_init(&block);
    bool is_whole = read_headers(w, &block);
    struct str headers = buf_str(&block);
    is_whole &= str_to_u64(http_header(headers, "Content-Length"), &record.length);
    record.url = clean_url(w->arena, http_header(headers, "WARC-Target-URI"));
    record.date = http_header(headers, "WARC-Date");
    judge_kind(&record, http_header(headers, "WARC-Type"), http_header(headers, "Content-Type"));
    if (is_whole)
        take_content(w, &record);
    buf_fini(&block);
    return is_whole;
}

static bool is_digits(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

/* Takes the last word off a line. */
static struct str pop_word(struct str *line) {
    const char *space = line->n ? memrchr(line->p, ' ', line->n) : NULL;
    size_t from = space ? (size_t)(space - line->p) + 1 : 0;
    struct str word = str_slice(*line, from, line->n);
    *line = str_slice(*line, 0, space ? from - 1 : 0);
    return word;
}

/* "http://www.example.org/ 10.0.0.1 20210312101500 text/html 1234"; addresses may have blanks, so from the end on. */
static bool read_arc_line(struct warc *w, struct str line, struct record *record) {
    struct str length = pop_word(&line), media_type = pop_word(&line), date = pop_word(&line);
    pop_word(&line);
    if (!is_digits(length) || !str_to_u64(length, &record->length) || !is_digits(date) || date.n < 8 || line.n == 0 ||
        !memmem(line.p, line.n, ":", 1))
        return false;
    record->url = clean_url(w->arena, line);
    record->media_type = arena_str(w->arena, media_type);
    record->date = date.n < 14 ? arena_printf(w->arena, "%.4s-%.2s-%.2s", date.p, date.p + 4, date.p + 6)
                               : arena_printf(w->arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", date.p, date.p + 4,
                                              date.p + 6, date.p + 8, date.p + 10, date.p + 12);
    record->is_answer = begins(record->url, "http");
    record->is_page = !begins(record->url, "filedesc:") && !begins(record->url, "dns:");
    return true;
}

/* One record that begins at the next line; lines that begin none are passed over. */
static void read_record(struct warc *w, struct str line) {
    struct record record = {0};
    if (begins(line, "WARC/"))
        w->is_damaged |= !read_warc_record(w);
    else if (read_arc_line(w, line, &record))
        take_content(w, &record);
    else
        w->is_damaged = true;
}

static enum err_code judge(const struct warc *w, struct err *e) {
    if (w->records == 0)
        return err_set(e, ERR_INPUT, "There is no record of a web archive in it.");
    if (w->too_large)
        return err_set(e, ERR_LIMIT, "%zu of its %zu records are larger than %zu MB and were left out.", w->too_large,
                       w->records, RECORD_MAX >> 20);
    if (w->cut || w->stream.is_damaged)
        return err_set(e, ERR_INPUT, "The web archive is cut off after %zu records; what came before was read.",
                       w->records);
    if (w->members == 0)
        return err_set(e, ERR_INPUT,
                       "No record of the web archive (it has %zu) is a page or document that a server gave.",
                       w->records);
    if (w->is_damaged)
        return err_set(e, ERR_INPUT, "The web archive is damaged in places; %zu records could be read.", w->records);
    return ERR_OK;
}

enum err_code extract_warc(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct warc w = {.sink = sink, .wants_more = true};
    struct str line;
    (void)arena;
    stream_init(&w.stream, input->bytes);
    while (w.wants_more && stream_need(&w.stream, 1)) {
        w.arena = arena_new(); /* of one record */
        if (!stream_line(&w.stream, LINE_MOST, &line))
            w.is_damaged |= stream_skip(&w.stream, LINE_MOST) > 0;
        else if (line.n)
            read_record(&w, arena_str(w.arena, line));
        arena_free(&w.arena);
    }
    enum err_code code = w.wants_more ? judge(&w, e) : ERR_OK;
    stream_fini(&w.stream);
    return code;
}
