/* Numbers in the files of the store: little-endian, at any place. For the rooms of corpus/store and for dictionaries only.
 *
 * Columns are mapped and read as they lie, so the machine itself must be little-endian; one check here says so for all.
 */
#ifndef CORPUS_STORE_BYTES_H
#define CORPUS_STORE_BYTES_H

#include "corpus/base/buf.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "the store's files are little-endian and are mapped as they lie");

static inline void bytes_add_u32(struct buf *out, uint32_t n) {
    buf_add(out, &n, sizeof n);
}

static inline void bytes_add_u64(struct buf *out, uint64_t n) {
    buf_add(out, &n, sizeof n);
}

static inline uint32_t bytes_u32(const char *p) {
    uint32_t n;
    memcpy(&n, p, sizeof n);
    return n;
}

static inline uint64_t bytes_u64(const char *p) {
    uint64_t n;
    memcpy(&n, p, sizeof n);
    return n;
}

#endif
