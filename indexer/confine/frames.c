/* Long texts are not gathered into one buffer before they are written: a reader has little memory. */
#include "indexer/confine/frames.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define HEAD 5u
#define CHUNK ((size_t)256 << 10)
/* A field of its own name, that the table does not have. */
#define NO_FIELD 0xFFFFu

/* ---- writing ---- */

static bool write_all(int fd, struct str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static void put_u32(struct buf *out, size_t number) {
    for (unsigned i = 0; i < 4; i++)
        buf_add_byte(out, (char)(number >> 8 * i & 0xFF));
}

static void put_str(struct buf *out, struct str s) {
    put_u32(out, s.n);
    buf_add_str(out, s);
}

/* The head and the small part, then one or two long strings. */
static bool write_frame(int fd, char kind, const struct buf *small, const struct str *long_ones, size_t count) {
    struct buf head;
    size_t n = small->n;
    for (size_t i = 0; i < count; i++)
        n += 4 + long_ones[i].n;
    if (n > FRAMES_MAX)
        return false;
    buf_init(&head);
    buf_add_byte(&head, kind);
    put_u32(&head, n);
    buf_add_str(&head, buf_str(small));
    bool written = true;
    for (size_t i = 0; i < count && written; i++) {
        put_u32(&head, long_ones[i].n);
        written = write_all(fd, buf_str(&head)) && write_all(fd, long_ones[i]);
        buf_clear(&head);
    }
    written = written && write_all(fd, buf_str(&head));
    buf_fini(&head);
    return written;
}

bool frames_write_document(int fd, const struct extract_document *document) {
    struct buf small;
    buf_init(&small);
    put_u32(&small, document->values.n);
    for (size_t i = 0; i < document->values.n; i++) {
        const struct extract_value *value = &document->values.v[i];
        put_u32(&small, value->field < FIELD_COUNT ? value->field : NO_FIELD);
        put_str(&small, value->name);
        put_str(&small, value->value);
        put_str(&small, value->from);
    }
    put_u32(&small, document->remarks.n);
    for (size_t i = 0; i < document->remarks.n; i++)
        put_str(&small, document->remarks.v[i]);
    put_str(&small, document->key);
    const struct str texts[] = {document->text, document->raw};
    bool written = write_frame(fd, 'D', &small, texts, 2);
    buf_fini(&small);
    return written;
}

bool frames_write_member(int fd, const struct extract_input *member) {
    struct buf small;
    buf_init(&small);
    put_str(&small, member->name);
    put_str(&small, member->media_type);
    put_str(&small, member->charset);
    put_str(&small, member->url);
    put_str(&small, member->captured);
    bool written = write_frame(fd, 'M', &small, &member->bytes, 1);
    buf_fini(&small);
    return written;
}

bool frames_write_end(int fd, enum err_code code, const char *sentence) {
    struct buf small;
    buf_init(&small);
    put_u32(&small, code);
    put_str(&small, code ? str_from(sentence) : STR_EMPTY);
    bool written = write_frame(fd, 'E', &small, NULL, 0);
    buf_fini(&small);
    return written;
}

/* ---- reading ---- */

void frames_init(struct frames *frames) {
    buf_init(&frames->bytes);
    frames->at = 0;
}

void frames_fini(struct frames *frames) {
    buf_fini(&frames->bytes);
}

size_t frames_held(const struct frames *frames) {
    return frames->bytes.n - frames->at;
}

/* What was taken makes room; after a giant its memory is given back. */
static void make_room(struct frames *frames) {
    struct buf *bytes = &frames->bytes;
    if (frames->at == 0)
        return;
    size_t left = bytes->n - frames->at;
    if (left == 0 && bytes->room > 16 * CHUNK) {
        buf_fini(bytes);
        buf_init(bytes);
    } else {
        memmove(bytes->data, bytes->data + frames->at, left);
        bytes->n = left;
    }
    frames->at = 0;
}

bool frames_fill(struct frames *frames, int fd, bool *ended) {
    make_room(frames);
    *ended = false;
    for (unsigned round = 0; round < 16; round++) {
        ssize_t n = read(fd, buf_reserve(&frames->bytes, CHUNK), CHUNK);
        if (n > 0)
            frames->bytes.n += (size_t)n;
        *ended = n == 0;
        if (n < 0 && errno != EINTR)
            return errno == EAGAIN;
        if (n == 0)
            break;
    }
    return true;
}

struct cursor {
    struct str rest;
    bool nonsense;
};

static uint32_t get_u32(struct cursor *c) {
    uint32_t number = 0;
    if (c->rest.n < 4) {
        c->nonsense = true;
        return 0;
    }
    for (unsigned i = 0; i < 4; i++)
        number |= (uint32_t)(unsigned char)c->rest.p[i] << 8 * i;
    c->rest = str_slice(c->rest, 4, c->rest.n);
    return number;
}

static uint32_t get_count(struct cursor *c, uint32_t most) {
    uint32_t n = get_u32(c);
    c->nonsense |= n > most;
    return c->nonsense ? 0 : n;
}

static struct str get_str(struct cursor *c) {
    uint32_t n = get_u32(c);
    if (c->nonsense || n > c->rest.n) {
        c->nonsense = true;
        return STR_EMPTY;
    }
    struct str s = str_slice(c->rest, 0, n);
    c->rest = str_slice(c->rest, n, c->rest.n);
    return s;
}

static void get_value(struct cursor *c, struct extract_value *value) {
    uint32_t field = get_u32(c);
    c->nonsense |= field >= FIELD_COUNT && field != NO_FIELD;
    value->field = field < FIELD_COUNT ? (enum field_id)field : FIELD_COUNT;
    value->name = get_str(c);
    value->value = get_str(c);
    value->from = get_str(c);
}

static void get_document(struct cursor *c, struct arena *arena, struct extract_document *doc) {
    size_t n = get_count(c, FRAMES_VALUES_MAX);
    doc->values.v = arena_array(arena, n + 1, sizeof *doc->values.v);
    for (; doc->values.n < n && !c->nonsense; doc->values.n++)
        get_value(c, &doc->values.v[doc->values.n]);
    n = get_count(c, FRAMES_REMARKS_MAX);
    for (size_t i = 0; i < n && !c->nonsense; i++)
        arena_push(arena, &doc->remarks, get_str(c));
    doc->key = get_str(c);
    doc->text = get_str(c);
    doc->raw = get_str(c);
}

static void get_member(struct cursor *c, struct extract_input *member) {
    member->name = get_str(c);
    member->media_type = get_str(c);
    member->charset = get_str(c);
    member->url = get_str(c);
    member->captured = get_str(c);
    member->bytes = get_str(c);
}

static void get_end(struct cursor *c, struct err *end) {
    uint32_t code = get_u32(c);
    struct str sentence = get_str(c);
    c->nonsense |= code >= ERR_COUNT;
    if (code && !c->nonsense)
        err_set(end, (enum err_code)code, "%.*s", STR_FMT(sentence));
}

enum frames_got frames_next(struct frames *frames, struct arena *arena, struct frame *frame) {
    struct cursor c = {.rest = str_slice(buf_str(&frames->bytes), frames->at, frames->bytes.n)};
    *frame = (struct frame){0};
    if (c.rest.n < HEAD)
        return FRAMES_NONE;
    char kind = c.rest.p[0];
    c.rest = str_slice(c.rest, 1, c.rest.n);
    uint32_t length = get_u32(&c);
    if (length > FRAMES_MAX || !strchr("DME", kind) || kind == 0)
        return FRAMES_NONSENSE;
    if (c.rest.n < length)
        return FRAMES_NONE;
    c.rest = str_slice(c.rest, 0, length);
    frame->kind = kind == 'D' ? FRAME_DOCUMENT : kind == 'M' ? FRAME_MEMBER : FRAME_END;
    if (kind == 'D')
        get_document(&c, arena, &frame->document);
    else if (kind == 'M')
        get_member(&c, &frame->member);
    else
        get_end(&c, &frame->end);
    frames->at += HEAD + length;
    return c.nonsense || c.rest.n ? FRAMES_NONSENSE : FRAMES_ONE;
}
