/* A file on its way: looked at, given to a reader, listened to, ended. What goes wrong with it is said in its own last word
 * and stops nothing else. */
#include "indexer/extract/extraction_parts.h"

#include "corpus/base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define CHUNK ((size_t)256 << 10)
/* A reader is waited for so many times as long as it may compute: the machine may be busy. */
#define PATIENCE 4
/* Milliseconds between a reader's last word and its end. */
#define FAREWELL 2000u

struct task *task_new(struct arena *arena, const struct extraction_file *file) {
    struct task *task = mem_alloc(sizeof *task);
    task->file = *file;
    task->file.path = arena_str(arena, str_from(file->path)).p;
    task->file.shown = arena_str(arena, str_from(file->shown)).p;
    task->input.name = str_from(task->file.path);
    task->input.url = arena_str(arena, file->url);
    task->root = mem_alloc(sizeof *task->root);
    task->root->tasks = 1;
    frames_init(&task->frames);
    return task;
}

void task_free(struct task **task) {
    struct task *t = *task;
    if (t == NULL)
        return;
    if (t->reader.pid)
        confine_end(&t->reader, 0);
    if (t->file.fd >= 0)
        close(t->file.fd);
    lines_free(&t->lines);
    if (--t->root->tasks == 0)
        free(t->root);
    frames_fini(&t->frames);
    free(t);
    *task = NULL;
}

/* ---- looking ---- */

static enum err_code read_part(int fd, off_t at, size_t most, struct buf *out, struct err *e) {
    ssize_t n;
    buf_clear(out);
    do
        n = pread(fd, buf_reserve(out, most), most, at);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return err_errno(e, "It could not be read");
    out->n = (size_t)n;
    return ERR_OK;
}

static enum err_code hash_file(struct task *task, struct arena *arena, struct buf *part, struct err *e) {
    XXH3_state_t *state = XXH3_createState();
    enum err_code code = state == NULL ? err_set(e, ERR_MEMORY, "There is no memory left.") : ERR_OK;
    if (!code)
        XXH3_128bits_reset(state);
    task->size = 0;
    do {
        code = code ? code : read_part(task->file.fd, (off_t)task->size, CHUNK, part, e);
        if (code)
            break;
        XXH3_128bits_update(state, part->data, part->n);
        task->size += part->n;
    } while (part->n);
    if (!code) {
        XXH128_hash_t hash = XXH3_128bits_digest(state);
        task->hash = arena_printf(arena, "%016llx%016llx", (unsigned long long)hash.high64, (unsigned long long)hash.low64);
    }
    XXH3_freeState(state);
    return code;
}

/* By its two ends, its name and its type. */
static enum err_code recognise(struct task *task, struct err *e) {
    struct buf head, tail;
    buf_init(&head);
    buf_init(&tail);
    off_t tail_at = task->size > SNIFF_TAIL ? (off_t)(task->size - SNIFF_TAIL) : 0;
    enum err_code code = read_part(task->file.fd, 0, SNIFF_HEAD, &head, e);
    if (!code)
        code = read_part(task->file.fd, tail_at, SNIFF_TAIL, &tail, e);
    const struct sniff_view view = {buf_str(&head), buf_str(&tail)};
    if (!code)
        task->format = format_recognise(&view, task->input.name, task->input.media_type);
    buf_fini(&head);
    buf_fini(&tail);
    return code;
}

/* ERR_INPUT with the reason when no reader can be given this file. */
static enum err_code look(struct task *task, struct arena *arena, struct err *e) {
    struct buf part;
    buf_init(&part);
    enum err_code code = hash_file(task, arena, &part, e);
    buf_fini(&part);
    if (!code && task->size == 0)
        code = err_set(e, ERR_INPUT, "It is empty.");
    if (!code)
        code = recognise(task, e);
    if (!code && task->depth == 0)
        task->root->size = task->size;
    return code;
}

/* In a folder or an archive lies much that is no document. */
static void leave_aside(struct extraction *x, struct item *item) {
    struct err why;
    bool ignored = item->task->file.found || item->task->depth > 0;
    struct str extension = format_extension(item->arena, item->task->input.name);
    if (ignored)
        err_set(&why, ERR_INPUT, "not a format that is read yet (%.*s)", STR_FMT(extension));
    else
        err_set(&why, ERR_INPUT, "This format is not read yet (%.*s). \"rastro-index formats\" lists those that are.",
                STR_FMT(extension));
    extraction_reject(x, item, &why, ignored);
}

/* ---- starting ---- */

static unsigned seconds_for(const struct extraction *x, const struct task *task) {
    return x->options.limits.seconds + (unsigned)(task->size / MEGABYTE);
}

static enum err_code give_to_reader(struct extraction *x, struct task *task, struct err *e) {
    const struct confine_order order = {.kind = task->format->id,
                                        .seconds = seconds_for(x, task),
                                        .memory = (size_t)x->options.limits.memory << 20,
                                        .input = task->input};
    enum err_code code = confine_spawn(x->confine, &order, task->file.fd, &task->reader, e);
    task->patience = (int64_t)order.seconds * 1000 * PATIENCE;
    close(task->file.fd); /* the reader has its own */
    task->file.fd = -1;
    return code;
}

enum err_code task_start(struct extraction *x, struct item *item, struct err *e) {
    struct task *task = item->task;
    struct err why;
    if (look(task, item->arena, &why)) {
        extraction_reject(x, item, &why, false);
        return ERR_OK;
    }
    if (task->format == NULL) {
        leave_aside(x, item);
        return ERR_OK;
    }
    if (task->format->confinement == FORMAT_PARENT) {
        task_open_records(task);
        return ERR_OK;
    }
    return give_to_reader(x, task, e);
}

/* ---- ending ---- */

static void end_badly(struct extraction *x, struct item *item, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Its last word, from a sentence without its subject. */
static void end_badly(struct extraction *x, struct item *item, const char *format, ...) {
    struct err why;
    char what[256];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    err_set(&why, ERR_INPUT, "The reader of %s %s", item->task->format->label, what);
    extraction_reject(x, item, &why, false);
}

/* The pipe has ended before the last word. */
static void end_speechless(struct extraction *x, struct item *item) {
    switch (confine_end(&item->task->reader, FAREWELL)) {
    case CONFINE_TIME:
        end_badly(x, item, "was stopped after %u s of computing; the file is damaged, or made to do harm.",
                  seconds_for(x, item->task));
        break;
    case CONFINE_MEMORY:
        end_badly(x, item, "gave up: it may use %u MB of memory, and the file seems to need more.",
                  x->options.limits.memory);
        break;
    case CONFINE_FORBIDDEN:
        end_badly(x, item, "tried what no reader may do, and was stopped; the file is likely made to do harm.");
        break;
    case CONFINE_CRASHED:
        end_badly(x, item, "crashed; the file is damaged, or made to do harm.");
        break;
    case CONFINE_DONE:
    case CONFINE_KILLED:
        end_badly(x, item, "ended without an answer; the file is damaged, or made to do harm.");
        break;
    }
}

void task_overdue(struct extraction *x, struct item *item) {
    end_badly(x, item, "was stopped after %u s; the file is damaged, or made to do harm.",
              PATIENCE * seconds_for(x, item->task));
}

static void end_well(struct extraction *x, struct item *item, const struct err *end) {
    struct err why = *end;
    if (why.code == ERR_OK && item->task->documents + item->task->members == 0)
        err_set(&why, ERR_INPUT, "No document was found in it.");
    if (why.code) {
        struct buf sentence;
        buf_init(&sentence);
        utf8_printable(&sentence, str_from(why.text), false);
        err_set(&why, ERR_INPUT, "%s", sentence.data);
        buf_fini(&sentence);
        extraction_reject(x, item, &why, false);
    } else {
        extraction_remove(x, item);
    }
}

/* ---- what a reader says ---- */

static void take_document(struct extraction *x, struct item *item, struct arena *arena,
                          const struct extract_document *found) {
    struct task *task = item->task;
    struct extraction_result result = {.kind = EXTRACTION_DOCUMENT, .line = task->file.line, .arena = arena};
    result.path = arena_str(arena, str_from(task->file.shown)).p;
    task_document(arena, task, found, &result.document);
    task->documents++;
    if (task->documents > 1 || (task->format->flags & FORMAT_MANY))
        result.line = task->documents;
    task->latest = arena_str(item->arena, document_get(&result.document, FIELD_ID));
    extraction_insert(x, item, arena, NULL, found->text.n + found->raw.n)->result = result;
}

/* False when there is no more to take from this item. */
static bool take_frame(struct extraction *x, struct item *item) {
    struct frame frame;
    struct arena *arena = extraction_arena(x);
    enum frames_got got = frames_next(&item->task->frames, arena, &frame);
    if (got == FRAMES_ONE && frame.kind == FRAME_DOCUMENT) {
        take_document(x, item, arena, &frame.document);
        return true;
    }
    if (got == FRAMES_ONE && frame.kind == FRAME_MEMBER)
        return task_take_member(x, item, arena, &frame.member);
    extraction_keep_arena(x, arena);
    if (got == FRAMES_ONE)
        end_well(x, item, &frame.end);
    else if (got == FRAMES_NONSENSE)
        end_badly(x, item, "gave an answer that makes no sense, and was stopped; the file is likely made to do harm.");
    else if (item->task->silent)
        end_speechless(x, item);
    return false;
}

bool task_is_started(const struct task *task) {
    return task->reader.pid || task->lines;
}

void task_advance(struct extraction *x, struct item *item) {
    if (item->task->lines) {
        task_take_records(x, item);
        return;
    }
    while (extraction_listens(x, item) && take_frame(x, item))
        continue;
}
