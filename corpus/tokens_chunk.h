/* A piece of the text, made ready to be cut into words.
 *
 * Texts are worked through in chunks of some 32 KB, so that memory does not grow with the text and a line of 100 MB
 * costs no more than one of 100 bytes. A chunk ends after white space, in writing without spaces after its full stop or
 * comma, and where there is neither at its full length, between two characters.
 *
 * The units of a chunk are the text for ICU's eyes: without ignorable characters, in NFC, full-width and half-width
 * forms unified, Chinese simplified (fold_for_cutting). Hence texts that differ only in these are cut alike. `at` leads
 * back:
 *
 *   text    p o l i c <U+00AD> e      C A F E ´     units  p o l i c e      C A F É
 *   byte    0 1 2 3 4 5        7      0 1 2 3 4     at     0 1 2 3 4 7 (8)  0 1 2 3 (6) */
#ifndef CORPUS_TOKENS_CHUNK_H
#define CORPUS_TOKENS_CHUNK_H

#include "corpus/fold.h"

struct chunk {
    struct utf16 units;
    uint32_t *at;    /* for each unit, and for the end, the byte in the text after `from` where it comes from */
    size_t from, to; /* bytes of the text */
    bool has_ignorables;
    struct utf16 plain; /* scratch: the units before NFC, and their places */
    uint32_t *plain_at;
    size_t room; /* of at and plain_at */
};

#define CHUNK_BYTES (32u << 10)

void chunk_fini(struct chunk *chunk);
/* The chunk of `text` that begins at byte `from`; false at the end of the text. */
bool chunk_read(struct chunk *chunk, const struct fold *fold, struct str text, size_t from);

/* Units i-1 and i come from one place of the text: no token ends between them. */
bool chunk_is_inside(const struct chunk *chunk, int32_t i);
/* The byte of the text where unit `i` begins. */
size_t chunk_start(const struct chunk *chunk, int32_t i);
/* The byte of the text where what comes before unit `i` ends, ignorable characters left out. */
size_t chunk_end(const struct chunk *chunk, struct str text, int32_t i);

#endif
