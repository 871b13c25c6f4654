/* The growing buffer: doubles its memory, keeps a NUL behind the bytes.
 *
 * Stands on mem_realloc (arena.h), which aborts when memory runs out, so no caller here has a failure to handle. Knows
 * nothing of UTF-8 (utf8.h adds characters) and does not notice when it is handed a slice of its own bytes: a caller
 * copies those first. */
#include "corpus/base/buf.h"

#include "corpus/base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

void buf_init(struct buf *b) {
    *b = (struct buf){.data = mem_alloc(FIRST_ROOM), .room = FIRST_ROOM};
    b->data[0] = '\0';
}

void buf_fini(struct buf *b) {
    free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b) {
    b->n = 0;
    b->data[0] = '\0';
}

/* Room for `n` more bytes and the NUL. A sum too large for size_t asks for everything there is, and so aborts. */
static void grow(struct buf *b, size_t n) {
    size_t need;
    if (__builtin_add_overflow(b->n, n, &need) || __builtin_add_overflow(need, 1, &need))
        need = SIZE_MAX;
    if (need <= b->room)
        return;
    size_t room = b->room > SIZE_MAX / 2 ? SIZE_MAX : b->room * 2;
    if (room < need)
        room = need;
    b->data = mem_realloc(b->data, room, 1);
    b->room = room;
}

char *buf_reserve(struct buf *b, size_t n) {
    assert(b->data);
    grow(b, n);
    b->data[b->n + n] = '\0';
    return b->data + b->n;
}

void buf_add(struct buf *b, const void *bytes, size_t n) {
    char *place = buf_reserve(b, n);
    if (n)
        memcpy(place, bytes, n);
    b->n += n;
}

void buf_add_str(struct buf *b, struct str s) {
    buf_add(b, s.p, s.n);
}

void buf_add_c(struct buf *b, const char *c_string) {
    buf_add_str(b, str_from(c_string));
}

void buf_add_byte(struct buf *b, char c) {
    buf_add(b, &c, 1);
}

void buf_addf(struct buf *b, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vaddf(b, format, args);
    va_end(args);
}

void buf_vaddf(struct buf *b, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(b->data + b->n, b->room - b->n, format, args);
    assert(n >= 0);
    if ((size_t)n >= b->room - b->n)
        vsnprintf(buf_reserve(b, (size_t)n), (size_t)n + 1, format, again);
    va_end(again);
    b->n += (size_t)n;
}

struct str buf_str(const struct buf *b) {
    return (struct str){b->data, b->n};
}
