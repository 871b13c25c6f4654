/* zlib, with its window kept here: what was read is dropped when more is asked for. */
#include "indexer/extract/stream.h"

#include <limits.h>
#include <string.h>

#define CHUNK ((size_t)64 << 10)
#define ANY_HEADER (15 + 32) /* zlib or gzip, as the bytes say */
#define NO_HEADER (-15)

void stream_init(struct stream *stream, struct str bytes) {
    *stream = (struct stream){.plain = bytes, .view = bytes};
    buf_init(&stream->window);
    stream->is_gzip = str_starts(bytes, STR("\x1F\x8B"));
    if (!stream->is_gzip)
        return;
    stream->view = STR_EMPTY;
    stream->has_ended = stream->is_damaged = inflateInit2(&stream->z, ANY_HEADER) != Z_OK;
}

void stream_fini(struct stream *stream) {
    if (stream->is_gzip)
        inflateEnd(&stream->z);
    buf_fini(&stream->window);
}

static void give_input(z_stream *z, struct str *rest) {
    size_t n = rest->n < INT_MAX ? rest->n : INT_MAX;
    z->next_in = (Bytef *)rest->p;
    z->avail_in = (uInt)n;
}

/* One more chunk into the window. */
static void inflate_chunk(struct stream *s) {
    give_input(&s->z, &s->plain);
    size_t before = s->z.avail_in;
    s->z.next_out = (Bytef *)buf_reserve(&s->window, CHUNK);
    s->z.avail_out = CHUNK;
    int status = inflate(&s->z, Z_NO_FLUSH);
    s->window.n += CHUNK - s->z.avail_out;
    s->plain = str_slice(s->plain, before - s->z.avail_in, s->plain.n);
    if (status == Z_STREAM_END && str_starts(s->plain, STR("\x1F\x8B"))) {
        inflateReset(&s->z);
        return;
    }
    s->has_ended = status != Z_OK || (s->plain.n == 0 && s->z.avail_out);
    s->is_damaged |= status != Z_STREAM_END && s->has_ended;
}

static void drop_read(struct stream *s) {
    if (s->at < CHUNK)
        return;
    memmove(s->window.data, s->window.data + s->at, s->window.n - s->at);
    s->window.n -= s->at;
    s->at = 0;
}

bool stream_need(struct stream *stream, size_t n) {
    if (!stream->is_gzip)
        return stream->view.n >= n;
    if (stream->view.n < n)
        drop_read(stream);
    while (stream->window.n - stream->at < n && !stream->has_ended)
        inflate_chunk(stream);
    stream->view = (struct str){stream->window.data + stream->at, stream->window.n - stream->at};
    return stream->view.n >= n;
}

size_t stream_skip(struct stream *stream, size_t n) {
    size_t skipped = 0;
    while (skipped < n && stream_need(stream, 1)) {
        size_t step = stream->view.n < n - skipped ? stream->view.n : n - skipped;
        stream->at += step;
        stream->view = str_slice(stream->view, step, stream->view.n);
        skipped += step;
    }
    return skipped;
}

bool stream_line(struct stream *stream, size_t most, struct str *line) {
    const char *end = NULL;
    size_t want = 1;
    bool more;
    do {
        more = stream_need(stream, want);
        end = stream->view.n ? memchr(stream->view.p, '\n', stream->view.n) : NULL;
        want = stream->view.n + 1;
    } while (!end && more && want <= most);
    if (stream->view.n == 0 || (!end && more))
        return false;
    size_t n = end ? (size_t)(end - stream->view.p) : stream->view.n;
    *line = str_slice(stream->view, 0, n);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    n += end != NULL;
    stream->at += n;
    stream->view = str_slice(stream->view, n, stream->view.n);
    return true;
}

static bool inflate_all(struct buf *out, struct str bytes, size_t most, int header) {
    z_stream z = {0};
    size_t begin = out->n;
    int status = inflateInit2(&z, header);
    while (status == Z_OK && out->n - begin <= most) {
        give_input(&z, &bytes);
        size_t before = z.avail_in;
        z.next_out = (Bytef *)buf_reserve(out, CHUNK);
        z.avail_out = CHUNK;
        status = inflate(&z, Z_NO_FLUSH);
        out->n += CHUNK - z.avail_out;
        bytes = str_slice(bytes, before - z.avail_in, bytes.n);
        if (bytes.n == 0 && z.avail_out && status == Z_OK)
            break;
    }
    inflateEnd(&z);
    bool fits = out->n - begin <= most;
    out->n = fits ? out->n : begin + most;
    return status == Z_STREAM_END && fits;
}

bool stream_inflate(struct buf *out, struct str bytes, size_t most) {
    size_t begin = out->n;
    if (inflate_all(out, bytes, most, ANY_HEADER))
        return true;
    /* Servers say "deflate" and leave its header out. */
    return out->n == begin && inflate_all(out, bytes, most, NO_HEADER);
}
