/* The numbers of the text store's file, for its reader and its writer only; textstore.h has the drawing. */
#ifndef CORPUS_STORE_TEXTSTORE_FORMAT_H
#define CORPUS_STORE_TEXTSTORE_FORMAT_H

#include "corpus/store/bytes.h"

#include <xxhash.h>

#define TEXT_MAGIC "RastText"
#define TEXT_END_MAGIC "TextRast"
#define TEXT_MAGIC_BYTES 8
#define TEXT_VERSION 1

#define TEXT_HEADER 16    /* magic, u32 version, u32 zero */
#define TEXT_BLOCK_ROW 16 /* u64 place, u32 length, u32 length before compression */
#define TEXT_DOC_ROW 12   /* u32 block, u32 place inside it, u32 length */
#define TEXT_FOOTER 32    /* u64 place of directory, u32 documents, u32 blocks, u64 checksum, magic */
#define TEXT_SUMMED 16    /* bytes of the footer that the checksum covers */

/* Over the header, then directory and footer, which lie together. */
static inline uint64_t textstore_checksum(struct str header, struct str directory_and_footer) {
    return XXH3_64bits_withSeed(directory_and_footer.p, directory_and_footer.n, XXH3_64bits(header.p, header.n));
}

#endif
