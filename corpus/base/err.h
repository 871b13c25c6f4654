/* What went wrong in the world, as a code and one whole sentence.
 *
 * Our own bugs are asserts (kept on in release). The world (input, disk, index, user) fails with a code and a filled
 * `struct err`; each floor on the way up may put its context before the sentence. Only the two mains and the daemon
 * print. The table below is the only place that knows exit statuses and HTTP statuses. */
#ifndef CORPUS_BASE_ERR_H
#define CORPUS_BASE_ERR_H

#include "corpus/base/str.h"

#include <stdarg.h>

/* X(code, exit status, HTTP status, what it means) */
#define ERR_LIST(X)                                                                                                    \
    X(OK, 0, 200, "All is well.")                                                                                      \
    X(INPUT, 1, 400, "A document or record could not be accepted.")                                                    \
    X(USAGE, 2, 400, "The request itself is not understood.")                                                          \
    X(NOT_FOUND, 3, 404, "What was asked for does not exist.")                                                         \
    X(IO, 3, 500, "A file or folder could not be read or written.")                                                    \
    X(FULL, 3, 507, "The disk is full.")                                                                               \
    X(CORRUPT, 3, 500, "The index or one of its files is damaged.")                                                    \
    X(CONTRACT, 3, 500, "The index was made by another version of the analysis.")                                      \
    X(ENGINE, 3, 500, "The search engine refused.")                                                                    \
    X(NETWORK, 3, 502, "A remote part of the index could not be reached.")                                             \
    X(LIMIT, 3, 400, "A stated limit was reached.")                                                                    \
    X(MEMORY, 3, 500, "Out of memory.")                                                                                \
    X(LOCKED, 4, 503, "Another run is at work on this collection.")

enum err_code {
#define X(code, exit_status, http_status, meaning) ERR_##code,
    ERR_LIST(X)
#undef X
        ERR_COUNT
};

#define ERR_TEXT_MAX 1024

struct err {
    enum err_code code;
    char text[ERR_TEXT_MAX]; /* a whole sentence, cut at a character boundary when longer */
};

/* Both give the code back, so that `return err_set(e, ERR_IO, "…")` reads well. `e` may be NULL. */
enum err_code err_set(struct err *e, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Puts context before the sentence already there: "FILE, line 3: SENTENCE". The code stays.
 * Where `e` is NULL nobody kept the code, and ERR_IO stands for it. */
enum err_code err_wrap(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* From errno: "WHAT: No space left on device." ENOSPC and EDQUOT become ERR_FULL, ENOENT ERR_NOT_FOUND, else ERR_IO. */
enum err_code err_errno(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
void err_clear(struct err *e);

const char *err_name(enum err_code code); /* "CORRUPT" */
int err_exit_status(enum err_code code);
int err_http_status(enum err_code code);

#endif
