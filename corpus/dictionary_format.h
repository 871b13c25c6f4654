/* The numbers of a dictionary's file, for its reader and its writer only. Little-endian, made in one go, never changed:
 *
 *   header   magic, u32 version, u32 keys, u32 rows, u32 bytes of text, from and to (ISO 639-3, 4 bytes each, a NUL
 *            behind), u64 fingerprint of the analysis (tokens_identity) that made the keys
 *   keys     u32 text, u32 length, u32 first row, u32 rows each; sorted by their text
 *   rows     u32 text, u16 length, u8 sources that agree, u8 flags each; those of one key best first
 *   text     what all of them say, each string once
 *   u64      XXH3 of all before
 *
 * A key is a folded head word, and its rows are translations; or DICTIONARY_STEM and a stem, and its rows are the head
 * words that have the stem. No folded form begins with that byte. */
#ifndef CORPUS_DICTIONARY_FORMAT_H
#define CORPUS_DICTIONARY_FORMAT_H

#include "corpus/store/bytes.h"
#include "corpus/tokens.h"

#include <xxhash.h>

#define DICTIONARY_MAGIC "RastDict"
#define DICTIONARY_MAGIC_BYTES 8
#define DICTIONARY_VERSION 1

#define DICTIONARY_HEADER 40
#define DICTIONARY_KEY 16
#define DICTIONARY_ROW 8
#define DICTIONARY_CHECKSUM 8

#define DICTIONARY_STEM '\1'
#define DICTIONARY_REVERSED 1 /* flag: only from a dictionary of the other direction */

static inline uint64_t dictionary_fingerprint(void) {
    struct buf identity;
    buf_init(&identity);
    tokens_identity(&identity);
    uint64_t sum = XXH3_64bits(identity.data, identity.n);
    buf_fini(&identity);
    return sum;
}

#endif
