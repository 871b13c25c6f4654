/* Bytes that must become well-formed UTF-8, and single characters of it.
 *
 * Cleans what collected files bring (invalid sequences, NUL, control characters, byte-order marks) before anything
 * else sees it, and makes text harmless for a terminal. It does not fold, split or normalise: corpus/tokens.h does. */
#ifndef CORPUS_BASE_UTF8_H
#define CORPUS_BASE_UTF8_H

#include "corpus/base/buf.h"

#define UTF8_BAD 0xFFFFFFFFu

bool utf8_valid(struct str s);

/* The character at *at, which moves behind it; UTF8_BAD (and one byte on) where the bytes are not well-formed. */
static inline uint32_t utf8_next(struct str s, size_t *at);
/* Adds a character; surrogates and numbers beyond U+10FFFF become U+FFFD. */
void utf8_put(struct buf *out, uint32_t character);

/* Adds `s` made fit to be stored: invalid sequences become U+FFFD; NUL and other control characters (C0 but tab and
 * line feed, DEL, C1) are dropped; CR LF, CR, vertical tab, form feed and U+0085 become LF; a leading byte-order mark goes. `replaced`, when not NULL,
 * is raised by the number of invalid sequences. */
void utf8_clean(struct buf *out, struct str s, size_t *replaced);

/* Adds `s` made harmless on a terminal: control characters and bidirectional overrides, embeddings and isolates
 * (U+202A..E, U+2066..9, U+200E/F, U+061C) become visible escapes such as <U+202E>; line feeds (and U+2028, U+2029, as
 * line feeds) stay only when `keep_lines`, else they become spaces, as tabs always do; invalid sequences become U+FFFD.
 */
void utf8_printable(struct buf *out, struct str s, bool keep_lines);
/* Whether a character stays as it is there: no control character, line end or override. */
bool utf8_is_harmless(uint32_t character);

/* What utf8_next does, for characters of all lengths. */
uint32_t utf8_next_any(struct str s, size_t *at);

/* The most common ones are told here: ASCII, two bytes, and three bytes from U+1000 to U+CFFF. */
static inline uint32_t utf8_next(struct str s, size_t *at) {
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.n - *at;
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    if (left >= 2 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
        *at += 2;
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    if (left >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *at += 3;
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    return utf8_next_any(s, at);
}

/* The last place <= at that does not cut a character. */
size_t utf8_floor(struct str s, size_t at);

#endif
