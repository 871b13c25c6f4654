/* Reading a text store. The directory is checked against its checksum when the file is opened; blocks carry zlib's own;
 * every place read from the file is still compared with the file's bounds, because a checksum only meets accidents. */
#include "corpus/store/textstore.h"

#include "corpus/base/file.h"
#include "corpus/store/textstore_format.h"

#include <stdlib.h>
#include <zlib.h>

/* zlib cannot compress further than 1032 to 1; a row that claims more would only make us allocate. */
#define RATIO_MAX 1040u

struct textstore {
    struct file_map map;
    char *path;
    uint64_t directory; /* where blocks end and the directory begins */
    uint32_t blocks;
    uint32_t documents;
    z_stream zip;
    struct buf block;      /* the block inflated last */
    uint32_t block_number; /* its number; `blocks` when there is none */
};

static enum err_code damaged(const struct textstore *store, const char *what, struct err *e) {
    return err_set(e, ERR_CORRUPT,
                   "The text store %s is damaged: %s. Restore the collection from a copy, or index its sources again.",
                   store->path, what);
}

static enum err_code check(struct textstore *store, struct err *e) {
    struct str file = store->map.bytes;
    if (file.n < TEXT_HEADER + TEXT_FOOTER)
        return damaged(store, "it is too short", e);
    const char *footer = file.p + file.n - TEXT_FOOTER;
    if (memcmp(file.p, TEXT_MAGIC, TEXT_MAGIC_BYTES) != 0 || bytes_u32(file.p + TEXT_MAGIC_BYTES) != TEXT_VERSION)
        return damaged(store, "its beginning is not that of a text store", e);
    if (memcmp(footer + TEXT_FOOTER - TEXT_MAGIC_BYTES, TEXT_END_MAGIC, TEXT_MAGIC_BYTES) != 0)
        return damaged(store, "its end is missing", e);
    store->directory = bytes_u64(footer);
    store->documents = bytes_u32(footer + 8);
    store->blocks = bytes_u32(footer + 12);
    store->block_number = store->blocks;
    uint64_t rows = (uint64_t)store->blocks * TEXT_BLOCK_ROW + (uint64_t)store->documents * TEXT_DOC_ROW;
    if (store->directory < TEXT_HEADER || store->directory > file.n - TEXT_FOOTER ||
        rows != file.n - TEXT_FOOTER - store->directory)
        return damaged(store, "its directory does not fit", e);
    struct str summed = str_slice(file, store->directory, file.n - TEXT_FOOTER + TEXT_SUMMED);
    if (textstore_checksum(str_slice(file, 0, TEXT_HEADER), summed) != bytes_u64(footer + TEXT_SUMMED))
        return damaged(store, "the checksum of its directory is wrong", e);
    return ERR_OK;
}

enum err_code textstore_open(struct textstore **out, const char *path, struct err *e) {
    struct textstore *store = mem_alloc(sizeof *store);
    store->path = mem_strdup(str_from(path));
    buf_init(&store->block);
    enum err_code code = file_map_open(&store->map, path, e);
    if (!code)
        code = check(store, e);
    if (!code && inflateInit(&store->zip) != Z_OK)
        code = err_set(e, ERR_MEMORY, "There is not enough memory to open %s.", path);
    if (code)
        textstore_close(&store);
    *out = store;
    return code;
}

void textstore_close(struct textstore **store) {
    struct textstore *s = *store;
    if (!s)
        return;
    inflateEnd(&s->zip);
    buf_fini(&s->block);
    file_map_close(&s->map);
    free(s->path);
    free(s);
    *store = NULL;
}

uint32_t textstore_count(const struct textstore *store) {
    return store->documents;
}

static bool inflate_block(struct textstore *store, struct str packed, uint32_t raw) {
    z_stream *zip = &store->zip;
    buf_clear(&store->block);
    zip->next_in = (Bytef *)packed.p;
    zip->avail_in = (uInt)packed.n;
    zip->next_out = (Bytef *)buf_reserve(&store->block, raw);
    zip->avail_out = raw;
    bool done = inflate(zip, Z_FINISH) == Z_STREAM_END;
    bool exact = zip->avail_in == 0 && zip->avail_out == 0;
    store->block.n = exact ? raw : 0;
    return inflateReset(zip) == Z_OK && done && exact;
}

static enum err_code load_block(struct textstore *store, uint32_t number, struct err *e) {
    if (number == store->block_number)
        return ERR_OK;
    const char *row = store->map.bytes.p + store->directory + (uint64_t)number * TEXT_BLOCK_ROW;
    uint64_t at = bytes_u64(row);
    uint32_t packed = bytes_u32(row + 8), raw = bytes_u32(row + 12);
    if (at < TEXT_HEADER || at > store->directory || packed > store->directory - at ||
        raw > (uint64_t)packed * RATIO_MAX || raw > TEXTSTORE_RECORD_MAX)
        return damaged(store, "a row of its directory points outside", e);
    store->block_number = store->blocks;
    if (!inflate_block(store, str_slice(store->map.bytes, at, at + packed), raw))
        return damaged(store, "a block of it cannot be decompressed", e);
    store->block_number = number;
    return ERR_OK;
}

enum err_code textstore_get(struct textstore *store, uint32_t docid, struct arena *arena, struct str *record,
                            struct err *e) {
    if (docid < 1 || docid > store->documents)
        return err_set(e, ERR_CORRUPT, "The text store %s has %u documents; number %u was asked for.", store->path,
                       store->documents, docid);
    const char *row = store->map.bytes.p + store->directory + (uint64_t)store->blocks * TEXT_BLOCK_ROW +
                      (uint64_t)(docid - 1) * TEXT_DOC_ROW;
    uint32_t block = bytes_u32(row), at = bytes_u32(row + 4), n = bytes_u32(row + 8);
    *record = STR_EMPTY;
    if (n == 0)
        return ERR_OK;
    if (block >= store->blocks)
        return damaged(store, "a document of it has no block", e);
    enum err_code code = load_block(store, block, e);
    if (code)
        return code;
    if (at > store->block.n || n > store->block.n - at)
        return damaged(store, "a document of it points outside its block", e);
    *record = arena_str(arena, str_slice(buf_str(&store->block), at, (size_t)at + n));
    return ERR_OK;
}
