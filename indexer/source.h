/* Everything that a run is asked to read, one input after the other.
 *
 *   paths --> folders, walked --> files of records, line by line; other files, opened
 *
 * An input is one record or one file; or a file or folder that could not be read, or is left aside, with the reason. What
 * is asked for never vanishes: each file ends up in some input. Memory does not grow with the size of a file. In a folder
 * the files of records come first, because a record may claim a file (a manifest row), which is then not read a second
 * time on its own. What stands in a record is known in corpus/record.h, what in a file, by the readers (extract/). */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

enum source_kind {
    SOURCE_RECORD,  /* `bytes` is one line of JSON */
    SOURCE_FILE,    /* `fd` is a regular file, and the receiver's to close */
    SOURCE_REFUSED, /* could not be read: `why` */
    SOURCE_IGNORED  /* is not read on purpose: `why` */
};

struct source_input {
    enum source_kind kind;
    const char *path; /* begins as the user wrote it; "-" is standard input */
    uint64_t line;    /* 0: the whole file */
    struct str bytes;
    int fd;
    bool found; /* in a folder, not named by the user */
    struct err why;
};

/* Beyond the largest text: JSON writes some characters with more bytes than the text has. A longer line is refused, and
 * passed over without being held in memory. */
#define SOURCE_LINE_MAX ((size_t)80 << 20)

struct source;

/* The folder of the collection itself is left aside when it lies within a path. The paths must stay in place. */
struct source *source_new(char *const *paths, size_t path_count, const char *collection);
void source_free(struct source **source);
/* What the input points to is good until the next call. False: all was read. */
bool source_next(struct source *source, struct source_input *input);
/* Opens the file that the record just given names, beside it; the path is put into the arena. */
enum err_code source_open_claimed(struct source *source, struct arena *arena, struct str name, int *fd, const char **path,
                                  struct err *e);

#endif
