/* Reads a file line by line, plain or gzip, in memory that does not grow with the file. */
#ifndef INDEXER_SOURCE_LINES_H
#define INDEXER_SOURCE_LINES_H

#include "corpus/base/err.h"

enum lines_got {
    LINES_LINE,
    LINES_LONG,   /* a line beyond the cap: passed over, `e` says so */
    LINES_BROKEN, /* reading failed behind the last whole line, `e` says why; the next call gives LINES_END */
    LINES_END
};

struct lines;
/* Takes over the descriptor. */
struct lines *lines_new(int fd, size_t cap);
void lines_free(struct lines **lines);
/* The line without its end (LF or CR LF) and without a byte-order mark at the start of the file; good until the next call.
 * Empty lines are counted and passed over. */
enum lines_got lines_next(struct lines *lines, struct str *line, uint64_t *number, struct err *e);

#endif
