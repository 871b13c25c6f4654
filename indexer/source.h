/* Everything that a run is asked to read, one input after the other.
 *
 *   paths --> folders, walked --> files --> records (one a line), whole texts
 *
 * An input is one record or one text; or a file or folder that could not be read, or is left aside, with the reason. What
 * is asked for never vanishes: each file ends up in some input. Memory does not grow with the size of a file. In a folder
 * the files of records come first, because a record may claim a text file (a manifest row), which is then not read a
 * second time on its own. What stands in an input is known in corpus/record.h. */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

enum source_kind {
    SOURCE_RECORD,  /* `bytes` is one line of JSON */
    SOURCE_TEXT,    /* `bytes` is a text file */
    SOURCE_REFUSED, /* could not be read: `why` */
    SOURCE_IGNORED  /* is not read on purpose: `why` */
};

struct source_input {
    enum source_kind kind;
    const char *path; /* begins as the user wrote it; "-" is standard input */
    uint64_t line;    /* 0: the whole file */
    struct str bytes;
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
/* The text file that the record just given names, beside it. */
enum err_code source_read_claimed(struct source *source, struct arena *arena, struct str name, struct str *bytes,
                                  struct err *e);

#endif
