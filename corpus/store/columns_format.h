/* The numbers of the columns' file, for its reader and its writer only; columns.h has the drawing. */
#ifndef CORPUS_STORE_COLUMNS_FORMAT_H
#define CORPUS_STORE_COLUMNS_FORMAT_H

#include "corpus/store/bytes.h"

#include <xxhash.h>

#define COLUMNS_MAGIC "RastCols"
#define COLUMNS_MAGIC_BYTES 8
#define COLUMNS_VERSION 2

#define COLUMNS_HEADER 20 /* magic, u32 version, u32 documents, u32 fields */
#define COLUMNS_NAME 24   /* a field's name, NULs behind it */
#define COLUMNS_ROW 36    /* name, u32 values, u32 numbers, u32 bytes of strings */
#define COLUMNS_CHECKSUM 8

/* Bytes of padding that bring the next part to a multiple of four. */
static inline size_t columns_padding(size_t n) {
    return (4 - n % 4) % 4;
}

#endif
