/* Near-JSON made JSON.
 *
 * Collected records are cut by byte counts, glued from several encodings and written by programs with wider numbers
 * than ours. A strict reader would lose the whole document for one byte. Four things are mended, each counted, so that
 * the document can say so; whatever is wrong beyond them stays wrong and is refused by the JSON reader:
 *
 *   {"title": "Espa<F1>a"}               an invalid byte becomes U+FFFD, within strings or not
 *   {"title": "cut emoji \ud83d"}        half of a surrogate pair becomes \ufffd
 *   {"title": "C\u0000string"}           an escaped NUL goes
 *   {"simhash": 18446744073709551615}    a number past 64 bits (or past 1e308) becomes a string */
#include "corpus/base/utf8.h"
#include "corpus/record_parts.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPED_N 6 /* bytes of \uXXXX */

/* The number in "\uXXXX" at `at`; false when there is no such escape. */
static bool escaped_unit(struct str s, size_t at, unsigned *unit) {
    if (s.n - at < ESCAPED_N || s.p[at] != '\\' || s.p[at + 1] != 'u')
        return false;
    *unit = 0;
    for (size_t i = at + 2; i < at + ESCAPED_N; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!isxdigit(c))
            return false;
        *unit = *unit << 4 | (unsigned)(isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return true;
}

/* Deals with the backslash at `at` inside a string; gives how many bytes it took. */
static size_t mend_escape(struct buf *out, struct str s, size_t at, struct record_mends *mends) {
    unsigned unit, low;
    size_t n = 2;
    if (escaped_unit(s, at, &unit)) {
        n = ESCAPED_N;
        bool high_half = unit >= 0xD800 && unit < 0xDC00;
        if (high_half && escaped_unit(s, at + n, &low) && low >= 0xDC00 && low < 0xE000) {
            n += ESCAPED_N;
        } else if (unit >= 0xD800 && unit < 0xE000) {
            buf_add_c(out, "\\ufffd");
            mends->halves++;
            return n;
        } else if (unit == 0) {
            mends->nuls++;
            return n;
        }
    } else if (at + 1 == s.n || (unsigned char)s.p[at + 1] >= 0x80) {
        n = 1;
    }
    buf_add(out, s.p + at, n);
    return n;
}

static size_t count_digits(struct str s, size_t at) {
    size_t from = at;
    while (at < s.n && isdigit((unsigned char)s.p[at]))
        at++;
    return at - from;
}

/* RFC 8259, section 6: is this whole token a number? */
static bool is_number(struct str s) {
    size_t at = s.n && s.p[0] == '-' ? 1 : 0;
    size_t digits = count_digits(s, at);
    if (digits == 0 || (s.p[at] == '0' && digits > 1))
        return false;
    at += digits;
    if (at < s.n && s.p[at] == '.') {
        digits = count_digits(s, at + 1);
        if (digits == 0)
            return false;
        at += 1 + digits;
    }
    if (at < s.n && (s.p[at] | 0x20) == 'e') {
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        digits = count_digits(s, at);
        if (digits == 0)
            return false;
        at += digits;
    }
    return at == s.n;
}

/* `number` is followed by a NUL. */
static bool overflows(struct str number) {
    if (memchr(number.p, '.', number.n) || memchr(number.p, 'e', number.n) || memchr(number.p, 'E', number.n))
        return isinf(strtod(number.p, NULL));
    errno = 0;
    strtoll(number.p, NULL, 10);
    return errno == ERANGE;
}

/* A number that stands as a name, before a colon, is no JSON: quotes would hide that. */
static bool is_name(struct str s, size_t end) {
    while (end < s.n && s.p[end] && strchr(" \t\r\n", s.p[end]))
        end++;
    return end < s.n && s.p[end] == ':';
}

static size_t mend_number(struct buf *out, struct str s, size_t at, struct record_mends *mends) {
    size_t end = at;
    while (end < s.n && s.p[end] && strchr("0123456789+-.eE", s.p[end]))
        end++;
    struct buf number;
    buf_init(&number);
    buf_add(&number, s.p + at, end - at);
    bool quote = is_number(buf_str(&number)) && overflows(buf_str(&number)) && !is_name(s, end);
    buf_fini(&number);
    buf_add_c(out, quote ? "\"" : "");
    buf_add(out, s.p + at, end - at);
    buf_add_c(out, quote ? "\"" : "");
    mends->too_large += quote;
    return end - at;
}

static size_t mend_character(struct buf *out, struct str s, size_t at, struct record_mends *mends) {
    size_t end = at;
    uint32_t character = utf8_next(s, &end);
    mends->invalid += character == UTF8_BAD;
    utf8_put(out, character);
    return end - at;
}

struct record_mends record_mend(struct buf *out, struct str json) {
    struct record_mends mends = {0};
    bool in_string = false;
    for (size_t at = 0; at < json.n;) {
        unsigned char c = (unsigned char)json.p[at];
        if (in_string && c == '\\') {
            at += mend_escape(out, json, at, &mends);
        } else if (!in_string && (c == '-' || isdigit(c))) {
            at += mend_number(out, json, at, &mends);
        } else if (c >= 0x80) {
            at += mend_character(out, json, at, &mends);
        } else {
            in_string ^= c == '"';
            buf_add_byte(out, (char)c);
            at++;
        }
    }
    return mends;
}
