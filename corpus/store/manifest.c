/* Writing and reading manifests. What is read has been checked to the last number: rising hidden documents within their
 * segment, file names that stay below its folder, counts that agree. Whether the files are there is generation.c's
 * question. */
#include "corpus/store/manifest.h"

#include "corpus/base/buf.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define SUM_DIGITS 16
#define SUM_ZERO "0000000000000000"
#define SUM_KEY "\"checksum\": \""
#define SUM_END "\"\n}\n"
#define NAME_MAX_BYTES 255

/* ---- checksum ---- */

static void hex_of(char digits[SUM_DIGITS + 1], uint64_t sum) {
    snprintf(digits, SUM_DIGITS + 1, "%016" PRIx64, sum);
}

static bool hex_read(struct str digits, uint64_t *out) {
    *out = 0;
    for (size_t i = 0; i < digits.n; i++) {
        const char *place = digits.p[i] ? strchr("0123456789abcdef", digits.p[i]) : NULL;
        if (!place)
            return false;
        *out = *out << 4 | (uint64_t)(strchr("0123456789abcdef", *place) - &"0123456789abcdef"[0]);
    }
    return digits.n == SUM_DIGITS;
}

/* Where the digits stand in a manifest's text; false when it does not end as manifests do. */
static bool find_sum(struct str text, size_t *at) {
    static const struct str key = {SUM_KEY, sizeof SUM_KEY - 1}, end = {SUM_END, sizeof SUM_END - 1};
    if (text.n < key.n + SUM_DIGITS + end.n || !str_ends(text, end))
        return false;
    *at = text.n - end.n - SUM_DIGITS;
    return str_ends(str_slice(text, 0, *at), key);
}
