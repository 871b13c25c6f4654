/* The few ways to open what strangers collected. */
#ifndef INDEXER_FORMAT_H
#define INDEXER_FORMAT_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

#include <sys/stat.h>

/* The two functions below give a descriptor of a regular file, never of a pipe or a device, and never wait for one. */

/* `follow`: the last part of the path may be a link (a path that the user typed). */
enum err_code format_open(const char *path, bool follow, int *fd, struct stat *st, struct err *e);
/* A file that a manifest in `folder` names: relative to that folder, else to its sub-folder docs/. The name comes from a
 * stranger: it may not lead out of the folder, by .. or an absolute path or a link. */
enum err_code format_open_beneath(const char *folder, struct str name, int *fd, struct stat *st, struct err *e);

/* All of a text file, read from its descriptor, which is closed. ERR_INPUT beyond DOCUMENT_TEXT_MAX. */
enum err_code format_read_text(struct arena *arena, int fd, struct str *out, struct err *e);

#endif
