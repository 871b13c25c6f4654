/* Hyphen, white space with a line's end in it, and a letter of the same case as the one before. */
#include "corpus/tokens_broken.h"

#include "corpus/base/utf8.h"

#include <unicode/uchar.h>

#define SOFT_HYPHEN 0xAD
#define HYPHEN 0x2010
/* White space between the parts: a line's end and an indent, or the foot of a page. */
#define BREAK_MAX 64

static bool ends_line(uint32_t c) {
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Where the white space that begins at `at` ends, or 0 when it ends no line. */
static size_t line_end(struct str text, size_t at) {
    bool ends = false;
    for (size_t next = at, from = at; next < text.n && next - from <= BREAK_MAX; at = next) {
        uint32_t c = utf8_next(text, &next);
        if (c == UTF8_BAD || !u_isUWhiteSpace((UChar32)c))
            return ends ? at : 0;
        ends |= ends_line(c);
    }
    return 0;
}

static uint32_t last_of(struct str text, size_t start, size_t end) {
    size_t at = utf8_floor(str_slice(text, start, end), end - start - 1);
    struct str last = str_slice(text, start + at, end);
    at = 0;
    return utf8_next(last, &at);
}

static bool is_capital(uint32_t c) {
    return u_isupper((UChar32)c) || u_istitle((UChar32)c);
}

size_t broken_second(struct str text, size_t start, size_t end) {
    size_t at = end;
    uint32_t c = utf8_next(text, &at);
    if (c != '-' && c != SOFT_HYPHEN && c != HYPHEN)
        return 0;
    const size_t second = line_end(text, at);
    if (second == 0)
        return 0;
    at = second;
    const uint32_t first = utf8_next(text, &at), last = last_of(text, start, end);
    return first != UTF8_BAD && last != UTF8_BAD && u_isalpha((UChar32)first) && u_isalpha((UChar32)last) &&
                   is_capital(first) == is_capital(last)
               ? second
               : 0;
}
