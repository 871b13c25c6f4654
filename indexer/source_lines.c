/* A line that lies whole in the read buffer is given out in place; one that crosses its end is gathered in `partial`.
 *
 *   buffer   [ .....\n {"id":1...}\n {"id":2... ]      at ^ ... end
 *
 * zlib tells gzip from plain by the first bytes. It reports a stream that was cut off only when asked for more. */
#include "indexer/source_lines.h"

#include "corpus/base/arena.h"
#include "corpus/base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define BUFFER ((size_t)256 << 10)
/* A line of so many caps is no line: a few bytes of gzip can hold gigabytes. */
#define ENDLESS ((size_t)16)
/* After a giant line its memory is given back. */
#define PARTIAL_KEPT ((size_t)4 << 20)

struct lines {
    gzFile file;
    size_t cap;
    char *buffer;
    size_t at, end;
    struct buf partial;
    uint64_t number;
    bool over; /* nothing more can be read */
};

struct lines *lines_new(int fd, size_t cap) {
    struct lines *lines = mem_alloc(sizeof *lines);
    lines->cap = cap;
    lines->buffer = mem_alloc(BUFFER);
    buf_init(&lines->partial);
    lines->file = gzdopen(fd, "rb");
    if (lines->file == NULL)
        close(fd);
    else
        gzbuffer(lines->file, (unsigned)BUFFER / 2);
    return lines;
}

void lines_free(struct lines **lines) {
    if (*lines == NULL)
        return;
    if ((*lines)->file)
        gzclose_r((*lines)->file);
    buf_fini(&(*lines)->partial);
    free((*lines)->buffer);
    free(*lines);
    *lines = NULL;
}

static enum err_code read_failed(const struct lines *lines, struct err *e) {
    int zlib = Z_OK;
    const char *words = gzerror(lines->file, &zlib);
    if (zlib == Z_ERRNO)
        return err_errno(e, "Reading failed behind line %llu", (unsigned long long)lines->number);
    return err_set(e, ERR_INPUT, "The compressed file is damaged or was cut off behind line %llu (%s).",
                   (unsigned long long)lines->number, words);
}

/* Fills the buffer anew; at the end of the file it stays empty. */
static enum err_code fill(struct lines *lines, struct err *e) {
    lines->at = lines->end = 0;
    if (lines->over)
        return ERR_OK;
    if (lines->file == NULL) {
        lines->over = true;
        return err_set(e, ERR_IO, "It could not be read.");
    }
    int n = gzread(lines->file, lines->buffer, (unsigned)BUFFER);
    if (n > 0) {
        lines->end = (size_t)n;
        return ERR_OK;
    }
    lines->over = true;
    int zlib = Z_OK;
    gzerror(lines->file, &zlib);
    return n < 0 || zlib != Z_OK ? read_failed(lines, e) : ERR_OK;
}

static struct str without_end(struct str line) {
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

static struct str without_mark(const struct lines *lines, struct str line) {
    return lines->number == 1 && str_starts(line, STR("\xEF\xBB\xBF")) ? str_slice(line, 3, line.n) : line;
}

/* Adds what the buffer has of the line, unless the line is too long already; true when the line ends in it. */
static bool gather(struct lines *lines, size_t *length) {
    const char *from = lines->buffer + lines->at, *end = memchr(from, '\n', lines->end - lines->at);
    size_t n = end ? (size_t)(end - from) : lines->end - lines->at;
    lines->at += n + (end != NULL);
    *length += n;
    if (*length <= lines->cap)
        buf_add(&lines->partial, from, n);
    return end != NULL;
}

static void empty_partial(struct lines *lines) {
    if (lines->partial.room <= PARTIAL_KEPT) {
        buf_clear(&lines->partial);
        return;
    }
    buf_fini(&lines->partial);
    buf_init(&lines->partial);
}

/* The next line, empty or not. */
static enum lines_got next(struct lines *lines, struct str *line, struct err *e) {
    size_t length = 0;
    empty_partial(lines);
    if (lines->at == lines->end && fill(lines, e))
        return LINES_BROKEN;
    if (lines->at == lines->end)
        return LINES_END;
    lines->number++;
    const char *from = lines->buffer + lines->at, *end = memchr(from, '\n', lines->end - lines->at);
    if (end) {
        *line = (struct str){from, (size_t)(end - from)};
        lines->at += line->n + 1;
        return LINES_LINE;
    }
    while (!gather(lines, &length)) {
        if (length > ENDLESS * lines->cap) {
            lines->over = true;
            lines->number--;
            err_set(e, ERR_INPUT, "The line %llu has more than %zu MB, and nothing behind it was read.",
                    (unsigned long long)lines->number + 1, ENDLESS * lines->cap >> 20);
            return LINES_BROKEN;
        }
        if (fill(lines, e)) {
            lines->number--;
            return LINES_BROKEN;
        }
        if (lines->end == 0)
            break;
    }
    *line = buf_str(&lines->partial);
    if (length <= lines->cap)
        return LINES_LINE;
    err_set(e, ERR_INPUT, "The line has %zu MB; the limit for one record is %zu MB.", length >> 20, lines->cap >> 20);
    return LINES_LONG;
}

enum lines_got lines_next(struct lines *lines, struct str *line, uint64_t *number, struct err *e) {
    enum lines_got got;
    do {
        got = next(lines, line, e);
        if (got == LINES_LINE)
            *line = without_mark(lines, without_end(*line));
    } while (got == LINES_LINE && str_trim(*line).n == 0);
    *number = lines->number;
    return got;
}
