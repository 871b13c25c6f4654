/* Archives are written by many programs: chunks that are none, gzip that is none, are taken as they are. */
#include "indexer/extract/http.h"

#include "indexer/extract/stream.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool begins(struct str s, const char *word) {
    size_t n = strlen(word);
    return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

struct str http_header(struct str block, const char *name) {
    size_t n = strlen(name);
    struct str line;
    while (block.n) {
        str_cut(block, '\n', &line, &block);
        if (begins(line, name) && line.n > n && line.p[n] == ':')
            return str_trim(str_slice(line, n + 1, line.n));
    }
    return STR_EMPTY;
}

void http_content_type(struct str value, struct str *media_type, struct str *charset) {
    struct str rest, parameter;
    *charset = STR_EMPTY;
    str_cut(value, ';', media_type, &rest);
    *media_type = str_trim(*media_type);
    while (rest.n) {
        str_cut(rest, ';', &parameter, &rest);
        parameter = str_trim(parameter);
        if (!begins(parameter, "charset="))
            continue;
        *charset = str_trim(str_slice(parameter, 8, parameter.n));
        if (charset->n > 1 && charset->p[0] == '"')
            *charset = str_slice(*charset, 1, charset->n - (charset->p[charset->n - 1] == '"'));
    }
}

/* The length of a chunk that begins here; false when the line is none. */
static bool chunk_size(struct str *rest, size_t *size) {
    struct str line;
    bool any = false;
    if (!str_cut(*rest, '\n', &line, rest))
        return false;
    *size = 0;
    for (size_t i = 0; i < line.n && isxdigit((unsigned char)line.p[i]) && *size <= HTTP_BODY_MAX; i++) {
        char c = line.p[i];
        *size = *size * 16 + (size_t)(isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10);
        any = true;
    }
    return any;
}

/* Chunks put together; false when the body does not begin with one. */
static bool join_chunks(struct http *http, struct arena *arena) {
    struct buf whole;
    struct str rest = http->body, line;
    size_t size, chunks = 0;
    buf_init(&whole);
    bool is_chunk = chunk_size(&rest, &size);
    for (; is_chunk && size; is_chunk = chunk_size(&rest, &size)) {
        size_t n = size < rest.n ? size : rest.n;
        buf_add(&whole, rest.p, n);
        rest = str_slice(rest, n, rest.n);
        chunks++;
        if (n < size)
            break;
        str_cut(rest, '\n', &line, &rest);
    }
    bool ended = is_chunk && size == 0;
    http->is_damaged |= chunks && !ended;
    if (chunks)
        http->body = arena_str(arena, buf_str(&whole));
    buf_fini(&whole);
    return chunks > 0;
}

static void decompress(struct http *http, struct arena *arena) {
    struct buf whole;
    buf_init(&whole);
    bool is_whole = stream_inflate(&whole, http->body, HTTP_BODY_MAX);
    http->is_damaged |= whole.n && !is_whole;
    if (whole.n)
        http->body = arena_str(arena, buf_str(&whole));
    buf_fini(&whole);
}

static void decode_body(struct http *http, struct arena *arena, struct str head) {
    if (begins(http_header(head, "Transfer-Encoding"), "chunked"))
        join_chunks(http, arena);
    struct str coding = http_header(head, "Content-Encoding");
    if (begins(coding, "gzip") || begins(coding, "x-gzip") || begins(coding, "deflate"))
        decompress(http, arena);
    else if (coding.n && !begins(coding, "identity") && !begins(coding, "none") && !memchr(coding.p, '/', coding.n))
        http->coding = coding;
}

/* Where the header lines end and the body begins. */
static size_t head_length(struct str bytes, size_t *gap) {
    const char *crlf = memmem(bytes.p, bytes.n, "\r\n\r\n", 4), *lf = memmem(bytes.p, bytes.n, "\n\n", 2);
    const char *end = crlf && (!lf || crlf < lf) ? crlf : lf;
    *gap = end && end == crlf ? 4 : 2;
    return end ? (size_t)(end - bytes.p) : bytes.n;
}

bool http_read(struct http *http, struct arena *arena, struct str bytes) {
    *http = (struct http){.body = STR_EMPTY, .coding = STR_EMPTY};
    if (!begins(bytes, "HTTP/") && !begins(bytes, "ICY "))
        return false;
    size_t gap, n = head_length(bytes, &gap);
    struct str head = str_slice(bytes, 0, n), line, version, status;
    if (n + gap <= bytes.n)
        http->body = str_slice(bytes, n + gap, bytes.n);
    str_cut(head, '\n', &line, &head);
    str_cut(line, ' ', &version, &status);
    for (size_t i = 0; i < status.n && i < 3 && isdigit((unsigned char)status.p[i]); i++)
        http->status = 10 * http->status + (unsigned)(status.p[i] - '0');
    http_content_type(http_header(head, "Content-Type"), &http->media_type, &http->charset);
    decode_body(http, arena, head);
    return true;
}
