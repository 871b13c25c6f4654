/* A slice of bytes that somebody else owns.
 *
 * `struct str` is how text travels in Rastro: a pointer and a length, never a terminating NUL to rely on, never the
 * owner. What owns the bytes is an arena, a buf, a mapped file or the caller. Knows nothing of Unicode: see utf8.h for
 * bytes and corpus/tokens.h for words. */
#ifndef CORPUS_BASE_STR_H
#define CORPUS_BASE_STR_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p;
    size_t n;
};

/* A list of slices; `v` lives where the maker says (mostly an arena). */
struct strs {
    struct str *v;
    size_t n;
};

#define STR_EMPTY ((struct str){"", 0})
/* A slice of a string literal. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For printf("%.*s", STR_FMT(s)); printf stops at a NUL in the slice, and at 2 GB. */
#define STR_FMT(s) (int)((s).n < INT_MAX ? (s).n : INT_MAX), (s).p

struct str str_from(const char *c_string); /* NULL gives the empty slice */
struct str str_slice(struct str s, size_t from, size_t to);
struct str str_trim(struct str s); /* ASCII white space off both ends */

bool str_eq(struct str a, struct str b);
bool str_eq_c(struct str a, const char *b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_is_one_of(struct str s, const char *const *list, size_t n);
/* Byte order, as memcmp, the shorter first. */
int str_cmp(struct str a, struct str b);
/* The same for qsort over an array of struct str. */
int str_cmp_qsort(const void *a, const void *b);

/* Splits at the first `separator`: the part before it goes to *head, the part after it to *tail. False (and *head = s,
 * *tail empty) when there is none. */
bool str_cut(struct str s, char separator, struct str *head, struct str *tail);

/* A whole decimal number; false when it is not one or does not fit. */
bool str_to_u64(struct str s, uint64_t *out);

uint64_t str_hash(struct str s);

#endif
