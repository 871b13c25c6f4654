/* Starts readers: processes that look at a stranger's bytes and can do nothing else.
 *
 *   rastro-index ---- order, input, pipe ----> starter ---- clone ----> reader   one input, then it ends
 *        '<------------------------- frames over the pipe -------------------'
 *
 * The starter is forked before the indexer opens or allocates anything, so it is small (a fork of a large indexer takes a
 * hundred times as long) and holds no file, lock or database that a reader could inherit. Readers are made as children of
 * the indexer itself (CLONE_PARENT), which alone waits for them and ends them: no number of a process is ever used that
 * may mean another one by now. A reader serves one input only: what takes it over cannot touch the next document. */
#ifndef INDEXER_CONFINE_CONFINE_H
#define INDEXER_CONFINE_CONFINE_H

#include "indexer/extract/extract.h"

#include <sys/types.h>

/* What readers are for; `kind` is whatever the two agree on (a format). All are called in processes that the indexer's
 * state does not reach. */
struct confine_role {
    void (*warm)(void); /* once, in the starter; or NULL */
    const char *(*tools)(uint32_t kind);                                        /* for the cage */
    void (*read)(uint32_t kind, const struct extract_input *input, int out_fd); /* inside the cage */
};

struct confine;

enum err_code confine_start(struct confine **confine, const struct confine_role *role, struct err *e);
void confine_stop(struct confine **confine);

struct confine_order {
    uint32_t kind;
    unsigned seconds;           /* of computing */
    size_t memory;              /* bytes beyond what a fresh reader has */
    struct extract_input input; /* all but its bytes */
};

struct confine_reader {
    pid_t pid;
    int fd; /* what it says; does not block */
};

/* The bytes are those of `input_fd`, a regular file or a file in memory, which stays the caller's. */
enum err_code confine_spawn(struct confine *confine, const struct confine_order *order, int input_fd,
                            struct confine_reader *reader, struct err *e);

/* How a reader ended: after so many milliseconds it is killed if it still lives, with all that it started. */
enum confine_end {
    CONFINE_DONE,      /* by itself */
    CONFINE_TIME,      /* out of computing time */
    CONFINE_MEMORY,    /* it gave up, most often for want of memory */
    CONFINE_FORBIDDEN, /* it tried what it may not */
    CONFINE_CRASHED,
    CONFINE_KILLED     /* by this call */
};
enum confine_end confine_end(struct confine_reader *reader, unsigned patience);

/* A file in memory that can no longer change, with these bytes. */
enum err_code confine_memory_file(struct str bytes, int *fd, struct err *e);

#endif
