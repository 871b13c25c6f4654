/* Files in, documents out, in the order in which the files came, while several readers work at a time.
 *
 *   extraction_file --> [ file | file | file | ... ] --> extraction_next
 *                          |      |
 *                        reader  reader     one confined process for each file or member of a file (confine/)
 *
 * What a reader finds stands in the queue before its file; a member found (an attachment, a page of an archive) becomes a
 * file in the queue itself, with a reader of its own. Whatever is before the first unfinished file can be taken out. The
 * queue is bounded: a reader that is ahead of its turn is not listened to while too much waits, and so waits itself.
 *
 * Limits against archives that unfold without end hold for everything that comes out of one file. */
#ifndef INDEXER_EXTRACT_EXTRACTION_H
#define INDEXER_EXTRACT_EXTRACTION_H

#include "corpus/document.h"
#include "indexer/confine/confine.h"

/* What one file may cost; each is named in the sentence that says it was reached.
 * X(name, default, least, most, what it is) */
#define EXTRACTION_LIMITS(X)                                                                                           \
    X(seconds, 6, 1, 3600, "of computing for one file, and as many more as it has megabytes")                          \
    X(memory, 512, 64, 65536, "megabytes for one reader")                                                              \
    X(depth, 6, 1, 50, "files in files in files")                                                                      \
    X(members, 200000, 1, 100000000, "files in all that come out of one")                                              \
    X(ratio, 200, 1, 1000000, "times the size of a file may come out of it, beyond the first 64 MB")                   \
    X(total, 16384, 1, 100000000, "megabytes that may come out of one file")

struct extraction_limits {
#define X(name, usual, least, most, what) unsigned name;
    EXTRACTION_LIMITS(X)
#undef X
};

/* Sets one from "seconds=60". ERR_USAGE with the names when it is none of them. */
enum err_code extraction_limit(struct extraction_limits *limits, struct str written, struct err *e);

struct extraction_options {
    unsigned jobs; /* readers at work at a time */
    struct extraction_limits limits;
};

/* One for each processor; the limits as the man page has them. */
struct extraction_options extraction_defaults(void);

struct extraction;

struct extraction *extraction_new(struct confine *confine, const struct extraction_options *options);
void extraction_free(struct extraction **extraction);

/* ---- in ---- */

/* While this is false, take something out first. */
bool extraction_has_room(const struct extraction *extraction);

/* Memory for what is put in next: it goes with it. */
struct arena *extraction_arena(struct extraction *extraction);

struct extraction_file {
    const char *path;             /* as the user wrote it, or the way there from what the user wrote */
    const char *shown;            /* the manifest that named it; else the path again */
    uint64_t line;                /* of the manifest */
    const struct document *given; /* what is known of it already, or NULL */
    struct str url;               /* where it was fetched from, if that is known */
    bool found;                   /* in a folder: then one in no format that is read is left aside, not rejected */
    int fd;                       /* is taken over */
};
void extraction_add_file(struct extraction *extraction, struct arena *arena, const struct extraction_file *file);
/* A document that needs no reader, and an input that could not be read: they keep their place in the order. */
void extraction_add_document(struct extraction *extraction, struct arena *arena, const char *path, uint64_t line,
                             const struct document *document);
void extraction_add_failure(struct extraction *extraction, struct arena *arena, const char *path, uint64_t line,
                            const struct err *why, bool ignored);

/* ---- out ---- */

enum extraction_kind { EXTRACTION_DOCUMENT, EXTRACTION_REJECTED, EXTRACTION_IGNORED, EXTRACTION_END };

struct extraction_result {
    enum extraction_kind kind;
    const char *path;
    uint64_t line;       /* in a file of records its line; in a file of many documents which of them; else 0 */
    struct arena *arena; /* in which the document lives */
    struct document document;
    struct err why;
};

/* The next result in order; good until the next call. END: all that was put in has come out. ERR_IO: no reader can be
 * started, or a stop was asked for. */
enum err_code extraction_next(struct extraction *extraction, struct extraction_result *result, struct err *e);

#endif
