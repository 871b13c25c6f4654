/* Writing columns: values get their numbers as they come, each field in memory of its own (4 bytes a document and
 * value), and all is written at the end. Reading is columns.c's. */
#include "corpus/base/strmap.h"
#include "corpus/store/columns.h"
#include "corpus/store/columns_format.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct column {
    struct strmap *numbers; /* key -> number; NULL while the field has no value yet */
    struct buf first;       /* u32, one a document, and one more */
    struct buf of;          /* u32 */
    struct buf ends;        /* u32, two a value, after a 0 */
    struct buf strings;
    size_t begun; /* bytes of `of` before the document at hand */
};

struct columns_writer {
    struct column column[FIELD_COUNT];
    struct buf lengths; /* u32, one a document */
    struct buf dates;   /* u32, two a document */
    uint32_t documents;
};

struct columns_writer *columns_create(void) {
    struct columns_writer *writer = mem_alloc(sizeof *writer);
    buf_init(&writer->lengths);
    buf_init(&writer->dates);
    return writer;
}

void columns_abandon(struct columns_writer **writer) {
    if (!*writer)
        return;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        struct column *column = &(*writer)->column[i];
        if (!column->numbers)
            continue;
        strmap_free(&column->numbers);
        buf_fini(&column->first);
        buf_fini(&column->of);
        buf_fini(&column->ends);
        buf_fini(&column->strings);
    }
    buf_fini(&(*writer)->lengths);
    buf_fini(&(*writer)->dates);
    free(*writer);
    *writer = NULL;
}

/* A field that is first used by a later document has none before it. */
static void begin_column(struct column *column, uint32_t documents) {
    column->numbers = strmap_new();
    buf_init(&column->first);
    buf_init(&column->of);
    buf_init(&column->ends);
    buf_init(&column->strings);
    for (uint32_t d = 0; d <= documents; d++)
        bytes_add_u32(&column->first, 0);
    bytes_add_u32(&column->ends, 0);
}

static uint32_t number_of(struct column *column, struct str key, struct str label) {
    bool is_new;
    uint64_t *number = strmap_put(column->numbers, key, &is_new);
    if (is_new) {
        *number = strmap_count(column->numbers) - 1;
        buf_add_str(&column->strings, key);
        bytes_add_u32(&column->ends, (uint32_t)column->strings.n);
        buf_add_str(&column->strings, label);
        bytes_add_u32(&column->ends, (uint32_t)column->strings.n);
    }
    return (uint32_t)*number;
}

/* The numbers of one document are few; they are kept in order as they come. */
static void insert_number(struct column *column, uint32_t number) {
    size_t at = column->begun;
    while (at < column->of.n && bytes_u32(column->of.data + at) < number)
        at += sizeof number;
    if (at < column->of.n && bytes_u32(column->of.data + at) == number)
        return;
    bytes_add_u32(&column->of, number);
    char *place = column->of.data + at;
    memmove(place + sizeof number, place, column->of.n - sizeof number - at);
    memcpy(place, &number, sizeof number);
}

void columns_add(struct columns_writer *writer, enum field_id field, struct str key, struct str label) {
    struct column *column = &writer->column[field];
    if (!column->numbers)
        begin_column(column, writer->documents);
    insert_number(column, number_of(column, key, label));
}

void columns_next(struct columns_writer *writer, uint32_t length, struct date date) {
    assert(writer->documents < UINT32_MAX);
    writer->documents++;
    bytes_add_u32(&writer->lengths, length);
    bytes_add_u32(&writer->dates, date.first);
    bytes_add_u32(&writer->dates, date.last);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        struct column *column = &writer->column[i];
        if (!column->numbers)
            continue;
        column->begun = column->of.n;
        bytes_add_u32(&column->first, (uint32_t)(column->of.n / sizeof(uint32_t)));
    }
}

/* ---- the file ---- */

struct output {
    const char *path;
    FILE *file;
    XXH3_state_t *sum;
};

static enum err_code put(struct output *out, struct str bytes, struct err *e) {
    XXH3_64bits_update(out->sum, bytes.p, bytes.n);
    if (fwrite(bytes.p, 1, bytes.n, out->file) != bytes.n)
        return err_errno(e, "%s could not be written", out->path);
    return ERR_OK;
}

static enum err_code put_head(struct output *out, const struct columns_writer *writer, struct err *e) {
    struct buf head;
    uint32_t fields = 0;
    buf_init(&head);
    for (size_t i = 0; i < FIELD_COUNT; i++)
        fields += writer->column[i].numbers != NULL;
    buf_add(&head, COLUMNS_MAGIC, COLUMNS_MAGIC_BYTES);
    bytes_add_u32(&head, COLUMNS_VERSION);
    bytes_add_u32(&head, writer->documents);
    bytes_add_u32(&head, fields);
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct column *column = &writer->column[id];
        if (!column->numbers)
            continue;
        struct str name = str_from(field_row(id)->name);
        assert(name.n < COLUMNS_NAME);
        memcpy(memset(buf_reserve(&head, COLUMNS_NAME), 0, COLUMNS_NAME), name.p, name.n);
        head.n += COLUMNS_NAME;
        bytes_add_u32(&head, (uint32_t)strmap_count(column->numbers));
        bytes_add_u32(&head, (uint32_t)(column->of.n / sizeof(uint32_t)));
        bytes_add_u32(&head, (uint32_t)column->strings.n);
    }
    enum err_code code = put(out, buf_str(&head), e);
    buf_fini(&head);
    return code;
}

static enum err_code put_column(struct output *out, const struct column *column, struct err *e) {
    if (column->strings.n > UINT32_MAX || column->of.n / sizeof(uint32_t) > UINT32_MAX)
        return err_set(e, ERR_LIMIT, "%s cannot be written: one field has more than 4 GB of values.", out->path);
    enum err_code code = put(out, buf_str(&column->first), e);
    if (!code)
        code = put(out, buf_str(&column->of), e);
    if (!code)
        code = put(out, buf_str(&column->ends), e);
    if (!code)
        code = put(out, buf_str(&column->strings), e);
    if (!code)
        code = put(out, (struct str){"\0\0\0", columns_padding(column->strings.n)}, e);
    return code;
}

static enum err_code put_all(struct output *out, const struct columns_writer *writer, struct err *e) {
    enum err_code code = put_head(out, writer, e);
    if (!code)
        code = put(out, buf_str(&writer->lengths), e);
    if (!code)
        code = put(out, buf_str(&writer->dates), e);
    for (size_t i = 0; i < FIELD_COUNT && !code; i++)
        if (writer->column[i].numbers)
            code = put_column(out, &writer->column[i], e);
    if (code)
        return code;
    uint64_t sum = XXH3_64bits_digest(out->sum);
    code = put(out, (struct str){(const char *)&sum, sizeof sum}, e);
    if (!code && (fflush(out->file) != 0 || fsync(fileno(out->file)) != 0))
        code = err_errno(e, "%s could not be written", out->path);
    return code;
}

static enum err_code write_file(const char *path, const struct columns_writer *writer, struct err *e) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct output out = {path, fd < 0 ? NULL : fdopen(fd, "wb"), NULL};
    if (!out.file) {
        enum err_code code = err_errno(e, "%s could not be created", path);
        if (fd >= 0)
            close(fd);
        return code;
    }
    out.sum = XXH3_createState();
    assert(out.sum && "a few hundred bytes can be had");
    XXH3_64bits_reset(out.sum);
    enum err_code code = put_all(&out, writer, e);
    XXH3_freeState(out.sum);
    if (fclose(out.file) != 0 && !code)
        code = err_errno(e, "%s could not be written", path);
    return code;
}

enum err_code columns_finish(struct columns_writer **writer, const char *path, struct err *e) {
    enum err_code code = write_file(path, *writer, e);
    columns_abandon(writer);
    return code;
}
