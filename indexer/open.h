/* The few ways to open what strangers collected. */
#ifndef INDEXER_OPEN_H
#define INDEXER_OPEN_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

#include <sys/stat.h>

/* The two functions below give a descriptor of a regular file, never of a pipe or a device, and never wait for one. */

/* `follow`: the last part of the path may be a link (a path that the user typed). */
enum err_code open_file(const char *path, bool follow, int *fd, struct stat *st, struct err *e);
/* A file that a manifest in `folder` names: relative to that folder, else to its sub-folder docs/. The name comes from a
 * stranger: it may not lead out of the folder, by .. or an absolute path or a link. */
enum err_code open_beneath(const char *folder, struct str name, int *fd, struct stat *st, struct err *e);

/* All of a file, read from its descriptor, which is closed. ERR_INPUT beyond `most` bytes. */
enum err_code open_read(struct arena *arena, int fd, size_t most, struct str *out, struct err *e);

#endif
