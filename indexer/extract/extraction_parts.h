/* What the rooms of the extraction share: extraction.c (the queue), extraction_task.c (a file and its reader),
 * extraction_member.c (a file within a file), extraction_records.c (records within an archive), extraction_document.c (what a
 * reader found becomes a document). For them only. */
#ifndef INDEXER_EXTRACT_EXTRACTION_PARTS_H
#define INDEXER_EXTRACT_EXTRACTION_PARTS_H

#include "indexer/confine/frames.h"
#include "indexer/extract/extraction.h"
#include "indexer/extract/formats.h"
#include "indexer/source_lines.h"

#define MEGABYTE ((uint64_t)1 << 20)

/* What has come out of one file that the user gave, over all its members. */
struct extraction_root {
    unsigned tasks; /* that still count on it */
    uint64_t size, members, bytes;
};

/* A file, or a member of one. */
struct task {
    struct extraction_file file;
    struct extract_input input; /* what is known of it; its bytes are the descriptor's */
    struct extraction_root *root;
    unsigned depth;
    uint64_t size;
    struct str hash;     /* of the bytes */
    struct str parent;   /* id of the document that it belongs to; empty for a file of its own */
    const char *carrier; /* name of the format that it came out of; NULL for a file of its own */
    bool inherited;      /* `file.given` was given with what it came out of */
    const struct format *format;

    struct confine_reader reader; /* pid 0: none yet */
    struct lines *lines;          /* of a file of records, which needs no reader */
    struct frames frames;
    bool silent;             /* the reader has closed its end */
    int64_t patience;        /* milliseconds that may still be waited for it */
    unsigned documents, members;
    struct str latest;       /* id of its last own document */
};

/* Arenas that are kept for the next item. */
#define SPARES 8u

struct item {
    struct item *prev, *next;
    struct arena *arena;
    struct task *task; /* NULL: a result */
    size_t held;       /* bytes */
    struct extraction_result result;
};

struct extraction {
    struct confine *confine;
    struct extraction_options options;
    struct item *first, *last;
    size_t items, tasks, held;
    struct arena *spare[SPARES];
    size_t spares;
    struct item *given; /* out, until the next call */
};

/* ---- extraction.c ---- */

/* Puts a new item before `place`, or at the end when that is NULL. `task` is NULL for a result, which the caller fills. */
struct item *extraction_insert(struct extraction *x, struct item *place, struct arena *arena, struct task *task, size_t held);
void extraction_remove(struct extraction *x, struct item *item);
/* Turns a task's item into its last word. */
void extraction_reject(struct extraction *x, struct item *item, const struct err *why, bool ignored);
/* A result of its own, about something that could not be read. */
void extraction_insert_failure(struct extraction *x, struct item *place, const char *path, uint64_t line,
                               const struct err *why);
/* For an arena that was not put in after all. */
void extraction_keep_arena(struct extraction *x, struct arena *arena);
/* May the reader of this item be listened to now? */
bool extraction_listens(const struct extraction *x, const struct item *item);

/* ---- extraction_task.c ---- */

struct task *task_new(struct arena *arena, const struct extraction_file *file);
void task_free(struct task **task);
/* Looks at the file and starts its reader; what needs none is at its end at once. An error ends the run. */
enum err_code task_start(struct extraction *x, struct item *item, struct err *e);
bool task_is_started(const struct task *task);
/* Takes what the reader has said, as far as it is listened to. */
void task_advance(struct extraction *x, struct item *item);
/* More time has passed than was left for it. */
void task_overdue(struct extraction *x, struct item *item);

/* ---- extraction_member.c ---- */

/* Puts the member into the queue before its container. False when the container was ended for it. */
bool task_take_member(struct extraction *x, struct item *item, struct arena *arena, const struct extract_input *member);

/* ---- extraction_records.c ---- */

void task_open_records(struct task *task);
/* As many as there is room for: each waits with memory of its own. */
void task_take_records(struct extraction *x, struct item *item);

/* ---- extraction_document.c ---- */

/* The document, with its id where it is made of what the file is and not of what it says. */
void task_document(struct arena *arena, const struct task *task, const struct extract_document *found,
                   struct document *doc);

#endif
