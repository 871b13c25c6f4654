/* Buffers grow and are kept: one set of them serves all words of all texts. */
#include "corpus/tokens_utf16.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens_class.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#define REPLACEMENT 0xFFFD
#define MARKS_MAX 30

void utf16_fini(struct utf16 *s) {
    free(s->v);
    *s = (struct utf16){NULL, 0, 0};
}

void utf16_reserve(struct utf16 *s, int32_t more) {
    assert(more >= 0 && more < INT32_MAX / 4 - s->n);
    int32_t need = s->n + more;
    if (need <= s->room)
        return;
    s->room = 2 * need;
    s->v = mem_realloc(s->v, (size_t)s->room, sizeof *s->v);
}

void utf16_put(struct utf16 *s, UChar32 c) {
    utf16_reserve(s, 2);
    U16_APPEND_UNSAFE(s->v, s->n, c);
}

bool utf16_is_ignorable(UChar32 c) {
    return c >= 0xAD && (class_of(c) & CLASS_IGNORABLE) != 0;
}

bool utf16_is_overload(UChar32 c, unsigned *run) {
    if (c < 0x300 || !(class_of(c) & CLASS_STACKS)) {
        *run = 0;
        return false;
    }
    return ++*run > MARKS_MAX;
}

void utf16_set(struct utf16 *out, struct str s) {
    out->n = 0;
    utf16_reserve(out, (int32_t)s.n);
    unsigned marks = 0;
    for (size_t at = 0; at < s.n;) {
        if ((unsigned char)s.p[at] < 0x80) {
            marks = 0;
            out->v[out->n++] = (UChar)s.p[at++];
            continue;
        }
        uint32_t next = utf8_next(s, &at);
        UChar32 c = next == UTF8_BAD ? REPLACEMENT : (UChar32)next;
        if (!utf16_is_ignorable(c) && !utf16_is_overload(c, &marks))
            U16_APPEND_UNSAFE(out->v, out->n, c);
    }
}

/* In NFC and NFKC, which is told by looking at each character. */
static bool is_firm(const struct utf16 *s) {
    for (int32_t i = 0; i < s->n;)
        if (!(class_next(s->v, &i, s->n) & CLASS_FIRM))
            return false;
    return true;
}

static void copy(const struct utf16 *s, struct utf16 *out) {
    if (s->n)
        memcpy(out->v, s->v, (size_t)s->n * sizeof *s->v);
    out->n = s->n;
}

void utf16_normalize(const UNormalizer2 *form, const struct utf16 *s, struct utf16 *out) {
    assert(s != out);
    out->n = 0;
    utf16_reserve(out, s->n + 16);
    UErrorCode status = U_ZERO_ERROR;
    if (form != unorm2_getNFKCCasefoldInstance(&status) && is_firm(s)) {
        copy(s, out);
        return;
    }
    int32_t n = unorm2_normalize(form, s->v, s->n, out->v, out->room, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        utf16_reserve(out, n);
        n = unorm2_normalize(form, s->v, s->n, out->v, out->room, &status);
    }
    assert(U_SUCCESS(status));
    out->n = n;
}

/* Letter by letter, without the two that need more: the final sigma and the capital dotted i. */
static bool lower_simply(const struct utf16 *s, struct utf16 *out) {
    for (int32_t i = 0; i < s->n; i++) {
        UChar c = s->v[i];
        if (U16_IS_SURROGATE(c) || c == 0x0130 || c == 0x03A3)
            return false;
        out->v[i] = c < 0x80 ? (UChar)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) : (UChar)u_tolower(c);
    }
    out->n = s->n;
    return true;
}

void utf16_lower(const char *locale, const struct utf16 *s, struct utf16 *out) {
    assert(s != out);
    out->n = 0;
    utf16_reserve(out, s->n + 16);
    if (!*locale && lower_simply(s, out))
        return;
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = u_strToLower(out->v, out->room, s->v, s->n, locale, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        utf16_reserve(out, n);
        n = u_strToLower(out->v, out->room, s->v, s->n, locale, &status);
    }
    assert(U_SUCCESS(status));
    out->n = n;
}

void utf16_to_utf8(const struct utf16 *s, struct buf *out) {
    char *to = buf_reserve(out, 3 * (size_t)s->n);
    size_t n = 0;
    for (int32_t i = 0; i < s->n;) {
        UChar32 c;
        U16_NEXT(s->v, i, s->n, c);
        if (U_IS_SURROGATE(c))
            c = REPLACEMENT;
        U8_APPEND_UNSAFE(to, n, c);
    }
    to[n] = '\0';
    out->n += n;
}
