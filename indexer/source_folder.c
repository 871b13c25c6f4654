/* One frame a folder that is being walked, the innermost on top. A frame lists its folder once, judges every name, and then
 * gives them out in three passes. */
#include "indexer/source_folder.h"

#include "corpus/base/file.h"
#include "indexer/extract/formats.h"
#include "indexer/sidecar.h"

#include <stdlib.h>
#include <string.h>

enum judgement { IS_RECORDS, IS_FILE, IS_FOLDER, IS_SIDECAR, IS_LONELY, IS_HIDDEN, IS_LINK, IS_SPECIAL, IS_ASIDE, IS_GONE };
enum pass { PASS_RECORDS, PASS_OTHERS, PASS_FOLDERS, PASS_COUNT };

struct frame {
    struct frame *below;
    struct arena *arena;
    const char *path;
    struct strs names;
    enum judgement *judged;
    size_t at;
    enum pass pass;
};

struct walk {
    struct frame *top;
    const char *root; /* until it was entered */
    const struct stat *aside;
    struct arena *given; /* the path last given out */
};

struct walk *walk_new(const char *path, const struct stat *aside) {
    struct walk *walk = mem_alloc(sizeof *walk);
    walk->root = path;
    walk->aside = aside;
    walk->given = arena_new();
    return walk;
}

static void pop(struct walk *walk) {
    struct frame *frame = walk->top;
    walk->top = frame->below;
    arena_free(&frame->arena);
    free(frame);
}

void walk_free(struct walk **walk) {
    if (*walk == NULL)
        return;
    while ((*walk)->top)
        pop(*walk);
    arena_free(&(*walk)->given);
    free(*walk);
    *walk = NULL;
}

static const char *join(struct arena *arena, const char *folder, struct str name) {
    size_t n = strlen(folder);
    return arena_printf(arena, "%s%s%.*s", folder, n && folder[n - 1] == '/' ? "" : "/", STR_FMT(name)).p;
}

static bool has_name(const struct strs *names, struct str name) {
    return bsearch(&name, names->v, names->n, sizeof *names->v, str_cmp_qsort) != NULL;
}

/* `names` are those of its folder. */
static enum judgement judge_file(const struct strs *names, struct str name) {
    struct str described;
    if (format_of_name(name) == format_row(FORMAT_RECORDS))
        return IS_RECORDS;
    if (!sidecar_describes(name, &described))
        return IS_FILE;
    return has_name(names, described) ? IS_SIDECAR : IS_LONELY;
}

static enum judgement judge(const struct walk *walk, const char *path, const struct strs *names, struct str name) {
    struct stat st;
    if (name.p[0] == '.')
        return IS_HIDDEN;
    if (lstat(path, &st) != 0)
        return IS_GONE;
    if (S_ISLNK(st.st_mode))
        return IS_LINK;
    if (S_ISREG(st.st_mode))
        return judge_file(names, name);
    if (!S_ISDIR(st.st_mode))
        return IS_SPECIAL;
    bool aside = walk->aside && walk->aside->st_dev == st.st_dev && walk->aside->st_ino == st.st_ino;
    return aside ? IS_ASIDE : IS_FOLDER;
}

static enum err_code push(struct walk *walk, const char *path, struct err *e) {
    struct frame *frame = mem_alloc(sizeof *frame);
    frame->arena = arena_new();
    frame->path = arena_str(frame->arena, str_from(path)).p;
    frame->below = walk->top;
    walk->top = frame;
    enum err_code code = file_list(frame->arena, path, &frame->names, e);
    if (code) {
        pop(walk);
        return code;
    }
    frame->judged = arena_array(frame->arena, frame->names.n + 1, sizeof *frame->judged);
    for (size_t i = 0; i < frame->names.n; i++) {
        arena_reset(walk->given);
        frame->judged[i] = judge(walk, join(walk->given, frame->path, frame->names.v[i]), &frame->names,
                                 frame->names.v[i]);
    }
    return ERR_OK;
}

static enum pass pass_of(enum judgement judged) {
    return judged == IS_RECORDS ? PASS_RECORDS : judged == IS_FOLDER ? PASS_FOLDERS : PASS_OTHERS;
}

/* The next name of the top frame that belongs to its pass; false when the frame has no more in any pass. */
static bool next_name(struct frame *frame, size_t *i) {
    for (; frame->pass < PASS_COUNT; frame->pass++, frame->at = 0)
        while (frame->at < frame->names.n) {
            *i = frame->at++;
            if (pass_of(frame->judged[*i]) == frame->pass)
                return true;
        }
    return false;
}

static void ignore(struct found *found, enum judgement judged) {
    found->kind = FOUND_IGNORED;
    err_set(&found->why, ERR_INPUT, "%s", judged == IS_HIDDEN    ? "hidden (the name begins with a dot)"
                                          : judged == IS_LINK    ? "a link, not followed"
                                          : judged == IS_SPECIAL ? "a pipe, socket or device"
                                          : judged == IS_LONELY  ? "describes a file that is not there"
                                                                 : "the collection itself");
}

/* True when there is something to give out: a folder that opens gives nothing by itself. */
static bool take(struct walk *walk, enum judgement judged, struct found *found) {
    switch (judged) {
    case IS_FOLDER:
        found->kind = FOUND_REFUSED;
        found->path = arena_str(walk->given, str_from(found->path)).p;
        return push(walk, found->path, &found->why) != ERR_OK;
    case IS_RECORDS:
        found->kind = FOUND_RECORDS;
        return true;
    case IS_FILE:
        found->kind = FOUND_FILE;
        return true;
    case IS_SIDECAR:
        return false;
    case IS_GONE:
        found->kind = FOUND_REFUSED;
        err_set(&found->why, ERR_INPUT, "It could not be examined; it may have been removed meanwhile.");
        return true;
    default:
        ignore(found, judged);
        return true;
    }
}

bool walk_next(struct walk *walk, struct found *found) {
    size_t i;
    *found = (struct found){0};
    if (walk->root) {
        found->kind = FOUND_REFUSED;
        found->path = walk->root;
        walk->root = NULL;
        if (push(walk, found->path, &found->why))
            return true;
    }
    while (walk->top) {
        struct frame *frame = walk->top;
        if (!next_name(frame, &i)) {
            pop(walk);
            continue;
        }
        arena_reset(walk->given);
        found->path = join(walk->given, frame->path, frame->names.v[i]);
        if (take(walk, frame->judged[i], found))
            return true;
    }
    return false;
}
