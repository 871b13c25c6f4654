/* Writing a text store: records gather into a block, full blocks are compressed and written, the directory waits in
 * memory (some 15 bytes a document) and comes last. Reading is textstore.c's. */
#include "corpus/store/textstore.h"
#include "corpus/store/textstore_format.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

/* Level 1 compresses nearly twice as fast as 6, to 0.49 instead of 0.45 of the size; both inflate alike. */
#define LEVEL 1

struct textstore_writer {
    char *path;
    FILE *file;
    z_stream zip;
    struct buf block; /* records waiting, raw */
    struct buf packed;
    struct buf block_rows;
    struct buf doc_rows;
    uint64_t at; /* bytes written */
    uint32_t blocks;
    uint32_t documents;
};

static enum err_code put(struct textstore_writer *w, struct str bytes, struct err *e) {
    if (fwrite(bytes.p, 1, bytes.n, w->file) != bytes.n)
        return err_errno(e, "%s could not be written", w->path);
    w->at += bytes.n;
    return ERR_OK;
}

static struct str header(char bytes[TEXT_HEADER]) {
    const uint32_t version = TEXT_VERSION;
    static const char magic[TEXT_MAGIC_BYTES] = {TEXT_MAGIC};
    memset(bytes, 0, TEXT_HEADER);
    memcpy(bytes, magic, sizeof magic);
    memcpy(bytes + TEXT_MAGIC_BYTES, &version, sizeof version);
    return (struct str){bytes, TEXT_HEADER};
}

static enum err_code open_file(struct textstore_writer *w, struct err *e) {
    char bytes[TEXT_HEADER];
    int fd = open(w->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    w->file = fd < 0 ? NULL : fdopen(fd, "wb");
    if (w->file)
        return put(w, header(bytes), e);
    enum err_code code = err_errno(e, "%s could not be created", w->path);
    if (fd >= 0)
        close(fd);
    return code;
}

enum err_code textstore_create(struct textstore_writer **writer, const char *path, struct err *e) {
    struct textstore_writer *w = mem_alloc(sizeof *w);
    w->path = mem_strdup(str_from(path));
    buf_init(&w->block);
    buf_init(&w->packed);
    buf_init(&w->block_rows);
    buf_init(&w->doc_rows);
    *writer = w;
    enum err_code code = ERR_OK;
    if (deflateInit(&w->zip, LEVEL) != Z_OK)
        code = err_set(e, ERR_MEMORY, "There is not enough memory to write %s.", path);
    if (!code)
        code = open_file(w, e);
    if (code)
        textstore_abandon(writer);
    return code;
}

void textstore_abandon(struct textstore_writer **writer) {
    struct textstore_writer *w = *writer;
    if (!w)
        return;
    if (w->file)
        fclose(w->file);
    deflateEnd(&w->zip);
    buf_fini(&w->doc_rows);
    buf_fini(&w->block_rows);
    buf_fini(&w->packed);
    buf_fini(&w->block);
    free(w->path);
    free(w);
    *writer = NULL;
}

static bool compress_block(struct textstore_writer *w) {
    z_stream *zip = &w->zip;
    buf_clear(&w->packed);
    size_t room = deflateBound(zip, w->block.n);
    zip->next_in = (Bytef *)w->block.data;
    zip->avail_in = (uInt)w->block.n;
    zip->next_out = (Bytef *)buf_reserve(&w->packed, room);
    zip->avail_out = (uInt)room;
    bool done = deflate(zip, Z_FINISH) == Z_STREAM_END;
    w->packed.n = room - zip->avail_out;
    return deflateReset(zip) == Z_OK && done;
}

static enum err_code flush_block(struct textstore_writer *w, struct err *e) {
    if (w->block.n == 0)
        return ERR_OK;
    if (!compress_block(w))
        return err_set(e, ERR_IO, "A block of %s could not be compressed.", w->path);
    bytes_add_u64(&w->block_rows, w->at);
    bytes_add_u32(&w->block_rows, (uint32_t)w->packed.n);
    bytes_add_u32(&w->block_rows, (uint32_t)w->block.n);
    w->blocks++;
    buf_clear(&w->block);
    return put(w, buf_str(&w->packed), e);
}

enum err_code textstore_add(struct textstore_writer *w, struct str record, struct err *e) {
    if (record.n > TEXTSTORE_RECORD_MAX)
        return err_set(e, ERR_LIMIT, "A record has %zu bytes; the text store takes %u.", record.n,
                       TEXTSTORE_RECORD_MAX);
    if (w->documents == UINT32_MAX)
        return err_set(e, ERR_LIMIT, "%s is full: it takes %u documents.", w->path, UINT32_MAX);
    enum err_code code = w->block.n + record.n > TEXTSTORE_BLOCK ? flush_block(w, e) : ERR_OK;
    if (code)
        return code;
    bytes_add_u32(&w->doc_rows, w->blocks); /* the block to come; for empty records there may never be one */
    bytes_add_u32(&w->doc_rows, (uint32_t)w->block.n);
    bytes_add_u32(&w->doc_rows, (uint32_t)record.n);
    w->documents++;
    buf_add_str(&w->block, record);
    return ERR_OK;
}

static enum err_code put_directory(struct textstore_writer *w, struct err *e) {
    char first[TEXT_HEADER];
    struct buf tail;
    buf_init(&tail);
    buf_add_str(&tail, buf_str(&w->block_rows));
    buf_add_str(&tail, buf_str(&w->doc_rows));
    bytes_add_u64(&tail, w->at);
    bytes_add_u32(&tail, w->documents);
    bytes_add_u32(&tail, w->blocks);
    bytes_add_u64(&tail, textstore_checksum(header(first), buf_str(&tail)));
    buf_add(&tail, TEXT_END_MAGIC, TEXT_MAGIC_BYTES);
    enum err_code code = put(w, buf_str(&tail), e);
    buf_fini(&tail);
    return code;
}

enum err_code textstore_finish(struct textstore_writer **writer, struct err *e) {
    struct textstore_writer *w = *writer;
    enum err_code code = flush_block(w, e);
    if (!code)
        code = put_directory(w, e);
    if (!code && (fflush(w->file) != 0 || fsync(fileno(w->file)) != 0))
        code = err_errno(e, "%s could not be written", w->path);
    FILE *file = w->file;
    w->file = NULL;
    if (fclose(file) != 0 && !code)
        code = err_errno(e, "%s could not be written", w->path);
    textstore_abandon(writer);
    return code;
}
