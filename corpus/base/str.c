/* Slices: comparing, trimming, cutting, hashing, reading a number.
 *
 * Works on bytes only and never allocates. Everything beside it in corpus/base stands on it. Case, accents and words
 * are the business of corpus/tokens.h, well-formedness that of utf8.h. */
#include "corpus/base/str.h"

#include <assert.h>
#include <string.h>
#include <xxhash.h>

struct str str_from(const char *c_string) {
    return c_string ? (struct str){c_string, strlen(c_string)} : STR_EMPTY;
}

struct str str_slice(struct str s, size_t from, size_t to) {
    assert(from <= to && to <= s.n);
    return from == to ? STR_EMPTY : (struct str){s.p + from, to - from};
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
    size_t from = 0, to = s.n;
    while (from < to && is_space(s.p[from]))
        from++;
    while (to > from && is_space(s.p[to - 1]))
        to--;
    return str_slice(s, from, to);
}

/* memcmp may not be given NULL, and a slice of nothing may hold it. */
static bool same_bytes(const char *a, const char *b, size_t n) {
    return n == 0 || memcmp(a, b, n) == 0;
}

bool str_eq(struct str a, struct str b) {
    return a.n == b.n && same_bytes(a.p, b.p, a.n);
}

bool str_eq_c(struct str a, const char *b) {
    return str_eq(a, str_from(b));
}

bool str_starts(struct str s, struct str prefix) {
    return s.n >= prefix.n && same_bytes(s.p, prefix.p, prefix.n);
}

bool str_ends(struct str s, struct str suffix) {
    if (suffix.n == 0)
        return true;
    return s.n >= suffix.n && same_bytes(s.p + (s.n - suffix.n), suffix.p, suffix.n);
}

bool str_is_one_of(struct str s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eq_c(s, list[i]))
            return true;
    return false;
}

int str_cmp(struct str a, struct str b) {
    size_t shorter = a.n < b.n ? a.n : b.n;
    int order = shorter ? memcmp(a.p, b.p, shorter) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

int str_cmp_qsort(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool str_cut(struct str s, char separator, struct str *head, struct str *tail) {
    const char *found = s.n ? memchr(s.p, separator, s.n) : NULL;
    size_t at = found ? (size_t)(found - s.p) : s.n;
    *head = str_slice(s, 0, at);
    *tail = found ? str_slice(s, at + 1, s.n) : STR_EMPTY;
    return found != NULL;
}

bool str_to_u64(struct str s, uint64_t *out) {
    uint64_t number = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(s.p[i] - '0'), &number))
            return false;
    }
    if (s.n == 0)
        return false;
    *out = number;
    return true;
}

uint64_t str_hash(struct str s) {
    return XXH3_64bits(s.p, s.n);
}
