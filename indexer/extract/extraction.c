/* The queue, in the order of the output. A task that is being read stands where its last word will stand:
 *
 *   first                                               last
 *   [document] [document] [mail.eml, reading] [page.html, reading] [next.pdf, not yet]
 *                        ^ what it finds goes here
 */
#include "indexer/extract/extraction_parts.h"

#include "indexer/stop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HELD_MAX ((size_t)128 << 20)
#define ITEMS_MAX 500u
/* Files and members whose descriptors are open, beyond those that are read. */
#define TASKS_AHEAD 4u
#define READERS_MAX 256u

struct extraction_options extraction_defaults(void) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return (struct extraction_options){
        .jobs = processors < 1 ? 1 : processors > 64 ? 64 : (unsigned)processors,
#define X(name, usual, least, most, what) .limits.name = (usual),
        EXTRACTION_LIMITS(X)
#undef X
    };
}

enum err_code extraction_limit(struct extraction_limits *limits, struct str written, struct err *e) {
    struct str name, number;
    uint64_t n = 0;
    bool whole = str_cut(written, '=', &name, &number) && str_to_u64(number, &n);
#define X(field, usual, least, most, what)                                                                             \
    if (whole && str_eq_c(name, #field) && n >= (least) && n <= (most)) {                                              \
        limits->field = (unsigned)n;                                                                                   \
        return ERR_OK;                                                                                                 \
    }
    EXTRACTION_LIMITS(X)
#undef X
    return err_set(e, ERR_USAGE,
                   "\"%.*s\" is no limit; write NAME=NUMBER with one of"
#define X(name, usual, least, most, what) " " #name
                   EXTRACTION_LIMITS(X)
#undef X
                   ".", STR_FMT(written));
}

struct extraction *extraction_new(struct confine *confine, const struct extraction_options *options) {
    struct extraction *x = mem_alloc(sizeof *x);
    x->confine = confine;
    x->options = *options;
    return x;
}

struct arena *extraction_arena(struct extraction *x) {
    return x->spares ? x->spare[--x->spares] : arena_new();
}

void extraction_keep_arena(struct extraction *x, struct arena *arena) {
    if (x->spares < SPARES) {
        arena_reset(arena);
        x->spare[x->spares++] = arena;
    } else {
        arena_free(&arena);
    }
}

/* ---- the queue ---- */

struct item *extraction_insert(struct extraction *x, struct item *place, struct arena *arena, struct task *task,
                               size_t held) {
    struct item *item = mem_alloc(sizeof *item);
    item->arena = item->result.arena = arena;
    item->task = task;
    x->tasks += task != NULL;
    item->held = held;
    item->next = place;
    item->prev = place ? place->prev : x->last;
    if (item->prev)
        item->prev->next = item;
    else
        x->first = item;
    if (place)
        place->prev = item;
    else
        x->last = item;
    x->items++;
    x->held += held;
    return item;
}

static void take_out(struct extraction *x, struct item *item) {
    if (item->prev)
        item->prev->next = item->next;
    else
        x->first = item->next;
    if (item->next)
        item->next->prev = item->prev;
    else
        x->last = item->prev;
    x->items--;
    x->held -= item->held;
}

static void end_task(struct extraction *x, struct item *item) {
    x->tasks -= item->task != NULL;
    task_free(&item->task);
}

static void free_item(struct extraction *x, struct item *item) {
    end_task(x, item);
    extraction_keep_arena(x, item->arena);
    free(item);
}

void extraction_remove(struct extraction *x, struct item *item) {
    take_out(x, item);
    free_item(x, item);
}

void extraction_reject(struct extraction *x, struct item *item, const struct err *why, bool ignored) {
    struct task *task = item->task;
    uint64_t line = task->documents ? task->documents + 1 : task->file.line; /* the document that did not come */
    item->result = (struct extraction_result){.kind = ignored ? EXTRACTION_IGNORED : EXTRACTION_REJECTED,
                                              .path = task->file.shown, .line = line, .arena = item->arena, .why = *why};
    if (task->file.path != task->file.shown && strcmp(task->file.path, task->file.shown) != 0)
        err_wrap(&item->result.why, "Its \"file\" (%s)", task->file.path);
    end_task(x, item);
}

void extraction_insert_failure(struct extraction *x, struct item *place, const char *path, uint64_t line,
                               const struct err *why) {
    struct arena *arena = extraction_arena(x);
    extraction_insert(x, place, arena, NULL, 0)->result = (struct extraction_result){
        .kind = EXTRACTION_REJECTED, .path = arena_str(arena, str_from(path)).p, .line = line, .arena = arena, .why = *why};
}

void extraction_free(struct extraction **extraction) {
    struct extraction *x = *extraction;
    if (x == NULL)
        return;
    for (struct item *item = x->first, *next; item; item = next) {
        next = item->next;
        free_item(x, item);
    }
    if (x->given)
        free_item(x, x->given);
    while (x->spares)
        arena_free(&x->spare[--x->spares]);
    free(x);
    *extraction = NULL;
}

static bool is_full(const struct extraction *x) {
    return x->items >= ITEMS_MAX || x->held >= HELD_MAX || x->tasks >= 2 * x->options.jobs + TASKS_AHEAD;
}

bool extraction_has_room(const struct extraction *x) {
    bool ready = x->first && x->first->task == NULL;
    return !ready && !is_full(x);
}

bool extraction_listens(const struct extraction *x, const struct item *item) {
    return item == x->first || !is_full(x);
}

/* ---- in ---- */

void extraction_add_file(struct extraction *x, struct arena *arena, const struct extraction_file *file) {
    extraction_insert(x, NULL, arena, task_new(arena, file), 0);
}

void extraction_add_document(struct extraction *x, struct arena *arena, const char *path, uint64_t line,
                             const struct document *document) {
    struct item *item = extraction_insert(x, NULL, arena, NULL, document_get(document, FIELD_TEXT).n);
    item->result = (struct extraction_result){
        .kind = EXTRACTION_DOCUMENT, .path = path, .line = line, .arena = arena, .document = *document};
}

void extraction_add_failure(struct extraction *x, struct arena *arena, const char *path, uint64_t line,
                            const struct err *why, bool ignored) {
    struct item *item = extraction_insert(x, NULL, arena, NULL, 0);
    item->result = (struct extraction_result){.kind = ignored ? EXTRACTION_IGNORED : EXTRACTION_REJECTED,
                                              .path = path,
                                              .line = line,
                                              .arena = arena,
                                              .why = *why};
}

/* ---- readers at work ---- */

/* A reader that has given out a member waits more than it works, so it does not count. */
static enum err_code start_readers(struct extraction *x, struct err *e) {
    unsigned working = 0;
    struct item *next;
    enum err_code code = ERR_OK;
    for (const struct item *item = x->first; item; item = item->next)
        working += item->task && task_is_started(item->task) && item->task->members == 0;
    for (struct item *item = x->first; item && !code; item = next) {
        next = item->next;
        if (item->task == NULL || task_is_started(item->task) || (working >= x->options.jobs && item != x->first))
            continue;
        code = task_start(x, item, e);
        working++;
    }
    return code;
}

static void advance_readers(struct extraction *x) {
    struct item *next;
    for (struct item *item = x->first; item; item = next) {
        next = item->next;
        if (item->task && task_is_started(item->task))
            task_advance(x, item);
    }
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

struct waiting {
    struct pollfd fds[READERS_MAX];
    struct item *items[READERS_MAX];
    size_t n;
    int64_t patience; /* the least of all */
};

static void gather(struct extraction *x, struct waiting *w) {
    w->n = 0;
    w->patience = INT32_MAX;
    for (struct item *item = x->first; item && w->n < READERS_MAX; item = item->next) {
        if (item->task == NULL || item->task->reader.pid == 0 || item->task->silent || !extraction_listens(x, item))
            continue;
        w->fds[w->n] = (struct pollfd){.fd = item->task->reader.fd, .events = POLLIN};
        w->items[w->n++] = item;
        if (item->task->patience < w->patience)
            w->patience = item->task->patience;
    }
}

/* Only time spent waiting for a reader counts against it. */
static void spend(struct extraction *x, const struct waiting *w, int64_t milliseconds) {
    for (size_t i = 0; i < w->n; i++) {
        struct task *task = w->items[i]->task;
        task->patience -= milliseconds;
        if (task->patience <= 0 && w->fds[i].revents == 0)
            task_overdue(x, w->items[i]);
    }
}

static void listen_once(struct extraction *x, bool wait) {
    struct waiting w;
    gather(x, &w);
    if (w.n == 0)
        return;
    int64_t begun = now();
    if (poll(w.fds, w.n, wait ? (int)(w.patience < 0 ? 0 : w.patience) + 1 : 0) < 0)
        return;
    for (size_t i = 0; i < w.n; i++)
        if (w.fds[i].revents && !frames_fill(&w.items[i]->task->frames, w.fds[i].fd, &w.items[i]->task->silent))
            w.items[i]->task->silent = true;
    spend(x, &w, now() - begun);
}

/* One round. Waits only when nothing is ready. */
static enum err_code work(struct extraction *x, struct err *e) {
    enum err_code code = start_readers(x, e);
    if (code)
        return code;
    advance_readers(x);
    listen_once(x, x->first && x->first->task && x->first->task->reader.pid);
    advance_readers(x);
    return ERR_OK;
}

enum err_code extraction_next(struct extraction *x, struct extraction_result *result, struct err *e) {
    if (x->given)
        free_item(x, x->given);
    x->given = NULL;
    do {
        enum err_code code = stop_asked() ? err_set(e, ERR_IO, "Stopped on request.") : work(x, e);
        if (code)
            return code;
    } while (x->first && x->first->task);
    *result = (struct extraction_result){.kind = EXTRACTION_END};
    if (x->first == NULL)
        return ERR_OK;
    x->given = x->first;
    take_out(x, x->given);
    *result = x->given->result;
    return ERR_OK;
}
