/* What may a process that reads strangers' bytes still do? Next to nothing, and never again.
 *
 *   no new privileges, no root      setuid programs change nothing; a root indexer's readers are nobody
 *   resource limits                 computing time, memory, files, processes, no core
 *   Landlock                        no file, where the kernel can (landlock.h)
 *   seccomp                         a list of system calls; any other one fails with EPERM, so that a library that looks for
 *                                   a file goes on without it; what only an attacker calls (ptrace, bpf, mount ...) ends the
 *                                   process with SIGSYS
 *
 * A cage for a reader with tools also lets it start processes, open files for reading (Landlock: below /usr) and execute
 * (Landlock: the named programs). Under AddressSanitizer memory is not limited, since its shadow takes terabytes of
 * address space, and standard error stays open for its reports; everything else is the same. */
#ifndef INDEXER_CONFINE_CAGE_H
#define INDEXER_CONFINE_CAGE_H

#include "corpus/base/err.h"

struct cage {
    const char *tools; /* names of programs in /usr/bin, separated by spaces; "" for none */
    unsigned seconds;  /* of computing, for this process and for each tool */
    size_t memory;     /* bytes of address space beyond what the process has now */
};

/* Once, before cage_close, in a process that starts others: what takes long and is the same for all. False where the
 * kernel or libseccomp cannot. */
bool cage_prepare(void);

/* Shuts the calling process in. Only `keep` and the standard descriptors stay open, the latter on /dev/null; the
 * environment is emptied. On failure the process must end. */
enum err_code cage_close(const struct cage *cage, int keep, struct err *e);

/* For a process that is about to become a tool: it can start threads, but no process. */
bool cage_close_tool(void);

/* The descriptors and the environment alone: for the process that starts readers. */
void cage_close_descriptors(int keep);

#endif
