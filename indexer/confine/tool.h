/* Runs a program over bytes: pdftotext, antiword. For readers whose row in formats.def is TOOL and names the program.
 *
 * The program finds the bytes as a file on its standard input (/dev/stdin where it wants a name; it can seek in it), and
 * nothing else: the cage of the reader, no environment but LC_ALL, no further process. */
#ifndef INDEXER_CONFINE_TOOL_H
#define INDEXER_CONFINE_TOOL_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

struct tool_result {
    struct str out;        /* its standard output */
    struct str complaints; /* the beginning of its standard error */
    int exit_status;       /* 128 + N when signal N ended it */
    bool cut;              /* it had more to say than `most` bytes and was stopped */
};

/* `argv` begins with the bare name and ends with NULL. ERR_LIMIT when the computing time ran out; ERR_NOT_FOUND when the
 * program is not installed; ERR_IO when it could not be started. That it failed is no error here: see exit_status. */
enum err_code tool_run(struct arena *arena, const char *const *argv, struct str bytes, size_t most,
                       struct tool_result *result, struct err *e);

#endif
