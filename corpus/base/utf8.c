/* Reading, writing and cleaning UTF-8.
 *
 * `decode` is the one place that knows what is well-formed (Unicode, table 3-7): no overlong forms, no surrogates,
 * nothing beyond U+10FFFF. An invalid sequence ends where the standard's maximal subpart ends, as in browsers and ICU,
 * so that a cut character costs one U+FFFD and not three. Converting other encodings is done before (indexer), folding
 * and splitting after (corpus/tokens.h). */
#include "corpus/base/utf8.h"

#define REPLACEMENT 0xFFFDu
#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

/* The character at p, of n >= 1 bytes, and how many bytes it has; UTF8_BAD and those of the invalid sequence. */
static uint32_t decode(const char *p, size_t n, size_t *length) {
    unsigned char lead = (unsigned char)p[0];
    *length = 1;
    if (lead < 0x80)
        return lead;
    if (lead < 0xC2 || lead > 0xF4)
        return UTF8_BAD;
    size_t more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    /* The second byte alone tells overlong forms, surrogates and numbers too large. */
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    uint32_t character = lead & (0x3Fu >> more);
    for (; *length <= more; (*length)++) {
        if (*length == n)
            return UTF8_BAD;
        unsigned char byte = (unsigned char)p[*length];
        if (byte < low || byte > high)
            return UTF8_BAD;
        character = character << 6 | (byte & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    return character;
}

bool utf8_valid(struct str s) {
    for (size_t at = 0, length; at < s.n; at += length)
        if (decode(s.p + at, s.n - at, &length) == UTF8_BAD)
            return false;
    return true;
}

uint32_t utf8_next_any(struct str s, size_t *at) {
    size_t length;
    uint32_t character = decode(s.p + *at, s.n - *at, &length);
    *at += character == UTF8_BAD ? 1 : length;
    return character;
}

void utf8_put(struct buf *out, uint32_t character) {
    if (character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
        character = REPLACEMENT;
    if (character < 0x80) {
        buf_add_byte(out, (char)character);
        return;
    }
    char bytes[4];
    size_t n = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3F));
    bytes[0] = (char)((0xF00u >> n & 0xF0) | character);
    buf_add(out, bytes, n);
}

static bool is_c1(uint32_t character) {
    return character >= 0x80 && character <= 0x9F;
}

static bool is_kept_ascii(unsigned char byte) {
    return (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n';
}

/* How many bytes from `at` on are fit to be stored as they are. */
static size_t kept_run(struct str s, size_t at) {
    size_t from = at;
    while (at < s.n) {
        if (is_kept_ascii((unsigned char)s.p[at])) {
            at++;
            continue;
        }
        size_t length;
        uint32_t character = decode(s.p + at, s.n - at, &length);
        if (character < 0x80 || character == UTF8_BAD || is_c1(character))
            break;
        at += length;
    }
    return at - from;
}

/* Control characters that end a line or a page: dropped, they would glue two words into one. */
static bool ends_line(uint32_t character) {
    return character == '\r' || character == '\v' || character == '\f' || character == 0x85;
}

/* Deals with what ended a run, at the head of `s`; gives its length. */
static size_t clean_one(struct buf *out, struct str s, size_t *replaced) {
    size_t length;
    uint32_t character = decode(s.p, s.n, &length);
    if (character == UTF8_BAD) {
        utf8_put(out, REPLACEMENT);
        if (replaced)
            (*replaced)++;
    } else if (ends_line(character)) {
        buf_add_byte(out, '\n');
        if (character == '\r' && s.n > 1 && s.p[1] == '\n')
            length = 2;
    }
    return length;
}

void utf8_clean(struct buf *out, struct str s, size_t *replaced) {
    buf_reserve(out, s.n);
    size_t at = str_starts(s, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.n : 0;
    while (at < s.n) {
        size_t run = kept_run(s, at);
        buf_add(out, s.p + at, run);
        at += run;
        if (at < s.n)
            at += clean_one(out, str_slice(s, at, s.n), replaced);
    }
}

static bool is_control(uint32_t character) {
    return character < 0x20 || character == 0x7F || is_c1(character);
}

static bool turns_direction(uint32_t character) {
    return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) ||
           character == 0x200E || character == 0x200F || character == 0x061C;
}

static bool breaks_line(uint32_t character) {
    return character == '\n' || character == 0x2028 || character == 0x2029;
}

bool utf8_is_harmless(uint32_t character) {
    return !is_control(character) && !turns_direction(character) && !breaks_line(character);
}

void utf8_printable(struct buf *out, struct str s, bool keep_lines) {
    for (size_t at = 0, length; at < s.n; at += length) {
        uint32_t character = decode(s.p + at, s.n - at, &length);
        if (breaks_line(character) && keep_lines)
            buf_add_byte(out, '\n');
        else if (breaks_line(character) || character == '\t')
            buf_add_byte(out, ' ');
        else if (!utf8_is_harmless(character))
            buf_addf(out, "<U+%04X>", (unsigned)character);
        else
            utf8_put(out, character);
    }
}

size_t utf8_floor(struct str s, size_t at) {
    if (at >= s.n)
        return s.n;
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        size_t start = at - back, length;
        if (((unsigned char)s.p[start] & 0xC0) == 0x80)
            continue;
        return decode(s.p + start, s.n - start, &length) != UTF8_BAD && length > back ? start : at;
    }
    return at;
}
