/* A growing run of bytes with one owner.
 *
 * For building terms, JSON, messages. Always followed by a NUL that is not counted, so `data` is a C string as long as
 * no NUL was added. Running out of memory aborts with a message (see arena.h). */
#ifndef CORPUS_BASE_BUF_H
#define CORPUS_BASE_BUF_H

#include "corpus/base/str.h"

#include <stdarg.h>

struct buf {
    char *data; /* never NULL after buf_init */
    size_t n;
    size_t room;
};

void buf_init(struct buf *b);
void buf_fini(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
/* The bytes added may not be the buf's own: it may move while it grows. */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_add_str(struct buf *b, struct str s);
void buf_add_c(struct buf *b, const char *c_string);
void buf_add_byte(struct buf *b, char c);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* Makes room for `n` more bytes and gives the place where they go; the caller then adds to b->n. When it adds less than
 * `n`, the NUL is back only with the next buf_add (of nothing, if need be). */
char *buf_reserve(struct buf *b, size_t n);

/* The bytes as a slice, good until the next change of the buf. */
struct str buf_str(const struct buf *b);

#endif
