/* A file within a file: what is known of it, and whether one more may come at all. */
#include "indexer/extract/extraction_parts.h"

#include "corpus/base/utf8.h"

#include <stdlib.h>

/* Bytes that may come out of any file, however small. */
#define FREE_BYTES (64 * MEGABYTE)
#define MEMBER_NAME_MAX 1000u

/* What stands between a container and its member; a stranger's name becomes one that harms no terminal. */
static const char *member_path(struct arena *arena, const struct task *task, const struct extract_input *member) {
    struct buf name;
    if (task->format->flags & FORMAT_WRAPS)
        return arena_str(arena, str_from(task->file.path)).p;
    buf_init(&name);
    utf8_printable(&name, str_slice(member->name, 0, member->name.n < MEMBER_NAME_MAX ? member->name.n : MEMBER_NAME_MAX),
                   false);
    const char *path = name.n ? arena_printf(arena, "%s/%s", task->file.path, name.data).p
                              : arena_printf(arena, "%s/%u", task->file.path, task->members + 1).p;
    buf_fini(&name);
    return path;
}

/* What is known of a file in another skin stays known of it; what comes out of an archive is something else. */
static void pass_on(const struct task *task, struct task *inner, struct arena *arena) {
    bool wraps = (task->format->flags & FORMAT_WRAPS) != 0;
    inner->file.given = task->file.given;
    inner->inherited = task->inherited || !wraps;
    inner->depth = task->depth + 1;
    inner->parent = arena_str(arena, task->latest.n ? task->latest : task->parent);
    inner->carrier = wraps ? task->carrier : task->format->name;
    free(inner->root);
    inner->root = task->root;
    inner->root->tasks++;
}

static struct task *member_task(struct arena *arena, const struct task *task, const struct extract_input *member,
                                const char *path, int fd) {
    bool wraps = (task->format->flags & FORMAT_WRAPS) != 0;
    const struct extraction_file file = {.path = path,
                                         .shown = wraps ? task->file.shown : path,
                                         .line = wraps ? task->file.line : 0,
                                         .url = member->url.n || !wraps ? member->url : task->input.url,
                                         .found = wraps && task->file.found,
                                         .fd = fd};
    struct task *inner = task_new(arena, &file);
    inner->input.name = arena_str(arena, member->name);
    inner->input.media_type = arena_str(arena, member->media_type);
    inner->input.charset = arena_str(arena, member->charset);
    inner->input.captured = arena_str(arena, member->captured);
    pass_on(task, inner, arena);
    return inner;
}

/* ERR_LIMIT with the sentence when this member is one too many. */
static enum err_code count_member(const struct extraction *x, struct extraction_root *root, size_t bytes, struct err *e) {
    const struct extraction_limits *limits = &x->options.limits;
    root->members++;
    root->bytes += bytes;
    if (root->members > limits->members)
        return err_set(e, ERR_LIMIT, "More than %u files come out of it, which is the limit (members); what came before "
                                     "is taken.", limits->members);
    if (root->bytes > limits->total * MEGABYTE)
        return err_set(e, ERR_LIMIT, "More than %u MB come out of it, which is the limit (total); what came before is taken.",
                       limits->total);
    if (root->bytes > FREE_BYTES && root->bytes - FREE_BYTES > root->size * limits->ratio)
        return err_set(e, ERR_LIMIT, "More than %u times its size comes out of it, which is the limit (ratio); what came "
                                     "before is taken.", limits->ratio);
    return ERR_OK;
}

bool task_take_member(struct extraction *x, struct item *item, struct arena *arena, const struct extract_input *member) {
    struct task *task = item->task;
    const char *path = member_path(arena, task, member);
    struct err why;
    int fd;
    task->members++;
    if (count_member(x, task->root, member->bytes.n, &why)) {
        extraction_reject(x, item, &why, false);
        extraction_keep_arena(x, arena);
        return false;
    }
    if (task->depth >= x->options.limits.depth)
        err_set(&why, ERR_LIMIT, "It lies in more than %u files in one another, which is the limit (depth).",
                x->options.limits.depth);
    else if (confine_memory_file(member->bytes, &fd, &why) == ERR_OK) {
        extraction_insert(x, item, arena, member_task(arena, task, member, path, fd), member->bytes.n);
        return true;
    }
    extraction_insert_failure(x, item, path, 0, &why);
    extraction_keep_arena(x, arena);
    return true;
}
