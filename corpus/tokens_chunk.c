/* NFC is made by hand, one combining sequence after the other, because ICU's C interface does not say which unit comes
 * from where. Most texts are in NFC already, and then nothing is done. */
#include "corpus/tokens_chunk.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens_class.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void chunk_fini(struct chunk *chunk) {
    utf16_fini(&chunk->units);
    utf16_fini(&chunk->plain);
    free(chunk->at);
    free(chunk->plain_at);
}

/* Room for `n` units, their places and the place of the end. */
static void make_room(struct chunk *chunk, size_t n) {
    utf16_reserve(&chunk->units, (int32_t)n);
    if (n + 1 <= chunk->room)
        return;
    chunk->room = n + 1;
    chunk->at = mem_realloc(chunk->at, chunk->room, sizeof *chunk->at);
    chunk->plain_at = mem_realloc(chunk->plain_at, chunk->room, sizeof *chunk->plain_at);
}

/* ---- where a chunk ends ---- */

static bool ends_phrase(struct str text, size_t at) {
    unsigned char c = (unsigned char)text.p[at - 1];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
        return true;
    struct str before = str_slice(text, at < 3 ? 0 : at - 3, at);
    return str_eq(before, STR("\u3002")) || str_eq(before, STR("\u3001")) || str_eq(before, STR("\uFF0C"));
}

/* A character that leans on the one before it, or the rest of one. */
static bool leans(struct str text, size_t at) {
    if (((unsigned char)text.p[at] & 0xC0) == 0x80)
        return true;
    uint32_t c = utf8_next(text, &at);
    return c != UTF8_BAD && (class_of((UChar32)c) & CLASS_MARK) != 0;
}

static size_t chunk_limit(struct str text, size_t from) {
    if (text.n - from <= CHUNK_BYTES)
        return text.n;
    size_t limit = from + CHUNK_BYTES;
    for (size_t at = limit; at > from; at--)
        if (ends_phrase(text, at))
            return at;
    for (size_t at = limit; at > limit - CHUNK_BYTES / 8; at--)
        if (!leans(text, at))
            return at;
    return limit;
}

/* ---- bytes to units ---- */

static void put(struct chunk *chunk, UChar32 c, size_t at) {
    struct utf16 *units = &chunk->units;
    int32_t first = units->n;
    U16_APPEND_UNSAFE(units->v, units->n, c);
    for (int32_t i = first; i < units->n; i++)
        chunk->at[i] = (uint32_t)at;
}

/* Thai and Lao am, written as a ring and a long a, perhaps with a tone between: as the one letter that it is, so that
 * both writings have as many pieces. True when `c` was the last part of one. */
static bool joins_am(struct chunk *chunk, UChar32 c) {
    if (c != 0x0E32 && c != 0x0EB2)
        return false;
    UChar ring = c == 0x0E32 ? 0x0E4D : 0x0ECD;
    UChar *v = chunk->units.v;
    int32_t n = chunk->units.n;
    if (n >= 1 && v[n - 1] == ring) {
        v[n - 1] = (UChar)(c + 1);
        return true;
    }
    if (n >= 2 && v[n - 2] == ring && (class_of(v[n - 1]) & CLASS_STACKS)) {
        v[n - 2] = v[n - 1];
        v[n - 1] = (UChar)(c + 1);
        chunk->at[n - 1] = chunk->at[n - 2];
        return true;
    }
    return false;
}

/* Gives whether it is one that NFC could touch. */
static bool put_awkward(struct chunk *chunk, UChar32 c, size_t at, unsigned *marks) {
    if (utf16_is_ignorable(c)) {
        chunk->has_ignorables = true;
        return false;
    }
    if (utf16_is_overload(c, marks) || joins_am(chunk, c))
        return false;
    UChar32 stands_for = fold_for_cutting(c);
    put(chunk, stands_for, at);
    return (class_of(stands_for) & CLASS_LOOSE) != 0;
}

static size_t decode_ascii(struct chunk *chunk, struct str bytes, size_t at) {
    UChar *unit = chunk->units.v + chunk->units.n;
    uint32_t *place = chunk->at + chunk->units.n;
    for (; at < bytes.n && (unsigned char)bytes.p[at] < 0x80; at++) {
        *unit++ = (UChar)bytes.p[at];
        *place++ = (uint32_t)at;
    }
    chunk->units.n = (int32_t)(unit - chunk->units.v);
    return at;
}

/* Gives whether there was a character that NFC could touch. */
static bool decode(struct chunk *chunk, struct str bytes) {
    bool loose = false;
    unsigned marks = 0;
    for (size_t at = 0; at < bytes.n;) {
        if ((unsigned char)bytes.p[at] < 0x80) {
            marks = 0;
            at = decode_ascii(chunk, bytes, at);
            continue;
        }
        size_t start = at;
        uint32_t next = utf8_next(bytes, &at);
        UChar32 full = next == UTF8_BAD ? 0xFFFD : (UChar32)next;
        if (class_of(full) & CLASS_AWKWARD) {
            if (put_awkward(chunk, full, start, &marks))
                loose = true;
            continue;
        }
        marks = 0;
        put(chunk, full, start);
    }
    return loose;
}

/* ---- NFC with places ---- */

static bool is_hangul(UChar32 c) {
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7A3);
}

/* Where the combining sequence that begins at unit `i` ends. What has no boundary before it is a mark, or a Korean
 * vowel or final, which are letters and begin one of their own after anything but Korean. */
static int32_t sequence_end(const UNormalizer2 *nfc, const struct utf16 *s, int32_t i) {
    UChar32 before, c;
    U16_NEXT(s->v, i, s->n, before);
    while (i < s->n) {
        int32_t next = i;
        U16_NEXT(s->v, next, s->n, c);
        if (c < 0x300 || unorm2_hasBoundaryBefore(nfc, c) || (is_hangul(c) && !is_hangul(before)))
            break;
        i = next;
        before = c;
    }
    return i;
}

static void copy_sequence(struct chunk *chunk, const UNormalizer2 *nfc, int32_t from, int32_t to) {
    const struct utf16 *plain = &chunk->plain;
    struct utf16 *units = &chunk->units;
    UErrorCode status = U_ZERO_ERROR;
    int32_t first = units->n;
    if (to - from == 1 || unorm2_isNormalized(nfc, plain->v + from, to - from, &status)) {
        for (int32_t i = from; i < to; i++, units->n++) {
            units->v[units->n] = plain->v[i];
            chunk->at[units->n] = chunk->plain_at[i];
        }
        return;
    }
    status = U_ZERO_ERROR;
    units->n += unorm2_normalize(nfc, plain->v + from, to - from, units->v + first, units->room - first, &status);
    assert(U_SUCCESS(status)); /* make_room: three units for one are the most that NFC makes */
    for (int32_t i = first; i < units->n; i++)
        chunk->at[i] = chunk->plain_at[from];
}

static void normalize(struct chunk *chunk, const UNormalizer2 *nfc) {
    UErrorCode status = U_ZERO_ERROR;
    if (unorm2_spanQuickCheckYes(nfc, chunk->units.v, chunk->units.n, &status) == chunk->units.n)
        return;
    struct utf16 units = chunk->units;
    chunk->units = chunk->plain;
    chunk->plain = units;
    uint32_t *at = chunk->at;
    chunk->at = chunk->plain_at;
    chunk->plain_at = at;
    chunk->units.n = 0;
    make_room(chunk, 3 * (size_t)chunk->plain.n);
    for (int32_t i = 0; i < chunk->plain.n;) {
        int32_t end = sequence_end(nfc, &chunk->plain, i);
        copy_sequence(chunk, nfc, i, end);
        i = end;
    }
}

bool chunk_read(struct chunk *chunk, const struct fold *fold, struct str text, size_t from) {
    if (from >= text.n)
        return false;
    chunk->from = from;
    chunk->to = chunk_limit(text, from);
    chunk->units.n = 0;
    chunk->has_ignorables = false;
    make_room(chunk, chunk->to - from);
    if (decode(chunk, str_slice(text, from, chunk->to)))
        normalize(chunk, fold->nfc);
    chunk->at[chunk->units.n] = (uint32_t)(chunk->to - from);
    return true;
}

bool chunk_is_inside(const struct chunk *chunk, int32_t i) {
    return i > 0 && i < chunk->units.n && chunk->at[i] == chunk->at[i - 1];
}

size_t chunk_start(const struct chunk *chunk, int32_t i) {
    return chunk->from + chunk->at[i];
}

size_t chunk_end(const struct chunk *chunk, struct str text, int32_t i) {
    size_t end = chunk->from + chunk->at[i];
    while (chunk->has_ignorables && end > chunk->from && (unsigned char)text.p[end - 1] >= 0x80) {
        size_t start = end - 1;
        while (start > chunk->from && ((unsigned char)text.p[start] & 0xC0) == 0x80)
            start--;
        size_t at = start;
        uint32_t c = utf8_next(text, &at);
        if (c == UTF8_BAD || at != end || !utf16_is_ignorable((UChar32)c))
            break;
        end = start;
    }
    return end;
}
