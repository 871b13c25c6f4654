/* The bytes of a file, plain or gzip of any number of members, read from front to back in bounded memory. */
#ifndef INDEXER_EXTRACT_STREAM_H
#define INDEXER_EXTRACT_STREAM_H

#include "corpus/base/buf.h"

#include <zlib.h>

struct stream {
    struct str view;  /* what is there from the place that is read at; good until the next call */
    bool is_damaged;  /* the compression was broken or cut off; what came before is whole */
    struct str plain; /* of the rest below only stream.c knows */
    bool is_gzip, has_ended;
    z_stream z;
    struct buf window;
    size_t at;
};

void stream_init(struct stream *stream, struct str bytes);
void stream_fini(struct stream *stream);
/* Whether `n` bytes are there; `view` then has at least as many, else all there are. */
bool stream_need(struct stream *stream, size_t n);
/* Goes on by `n` bytes, or to the end; gives how many. */
size_t stream_skip(struct stream *stream, size_t n);
/* The next line without its line feed and carriage return; goes on behind it. False at the end, and (without going on)
 * when there is none within `most` bytes. */
bool stream_line(struct stream *stream, size_t most, struct str *line);

/* All of a zlib, gzip or bare deflate run, at most `most` bytes, added to `out`; false when it was broken or longer. */
bool stream_inflate(struct buf *out, struct str bytes, size_t most);

#endif
