/* The paths are taken in rounds: files of records, folders, single files; for the same reason as inside a folder: a record
 * may claim a file. A claimed file is remembered by device and inode, so that it is recognised under any path. */
#include "indexer/source.h"

#include "corpus/base/strmap.h"
#include "indexer/extract/formats.h"
#include "indexer/open.h"
#include "indexer/source_folder.h"
#include "indexer/source_lines.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum round { ROUND_RECORDS, ROUND_FOLDERS, ROUND_OTHERS, ROUND_COUNT };

struct source {
    char *const *paths;
    enum round *rounds; /* of each path; judged once, so that each is taken once */
    size_t path_count, next_path;
    enum round round;
    struct stat collection;
    bool collection_known;
    struct walk *walk;
    struct lines *lines;
    char *path; /* of `lines` */
    struct strmap *claimed;
};

static enum round round_of(const char *path) {
    struct stat st;
    if (strcmp(path, "-") == 0)
        return ROUND_RECORDS;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return ROUND_FOLDERS;
    return format_of_name(str_from(path)) == format_row(FORMAT_RECORDS) ? ROUND_RECORDS : ROUND_OTHERS;
}

struct source *source_new(char *const *paths, size_t path_count, const char *collection) {
    struct source *s = mem_alloc(sizeof *s);
    s->paths = paths;
    s->path_count = path_count;
    s->rounds = mem_array(path_count, sizeof *s->rounds);
    for (size_t i = 0; i < path_count; i++)
        s->rounds[i] = round_of(paths[i]);
    s->collection_known = stat(collection, &s->collection) == 0;
    s->claimed = strmap_new();
    return s;
}

static void close_lines(struct source *s) {
    lines_free(&s->lines);
    free(s->path);
    s->path = NULL;
}

void source_free(struct source **source) {
    if (*source == NULL)
        return;
    close_lines(*source);
    walk_free(&(*source)->walk);
    strmap_free(&(*source)->claimed);
    free((*source)->rounds);
    free(*source);
    *source = NULL;
}

static struct str identity(const struct stat *st, char (*room)[sizeof st->st_dev + sizeof st->st_ino]) {
    memcpy(*room, &st->st_dev, sizeof st->st_dev);
    memcpy(*room + sizeof st->st_dev, &st->st_ino, sizeof st->st_ino);
    return (struct str){*room, sizeof *room};
}

static bool is_claimed(const struct source *s, const struct stat *st) {
    char room[sizeof st->st_dev + sizeof st->st_ino];
    return strmap_get(s->claimed, identity(st, &room)) != NULL;
}

static void claim(struct source *s, const struct stat *st) {
    char room[sizeof st->st_dev + sizeof st->st_ino];
    strmap_put(s->claimed, identity(st, &room), NULL);
}

/* ---- the lines of the file at hand ---- */

static bool next_line(struct source *s, struct source_input *input) {
    *input = (struct source_input){.kind = SOURCE_RECORD, .path = s->path};
    switch (lines_next(s->lines, &input->bytes, &input->line, &input->why)) {
    case LINES_LINE:
        return true;
    case LINES_LONG:
    case LINES_BROKEN:
        input->kind = SOURCE_REFUSED;
        return true;
    case LINES_END:
        break;
    }
    close_lines(s);
    return false;
}

/* True when there is already something to say: that it cannot be opened. */
static bool begin_lines(struct source *s, const char *path, bool follow, struct source_input *input) {
    struct stat st;
    int fd;
    bool standard_input = strcmp(path, "-") == 0;
    *input = (struct source_input){.kind = SOURCE_REFUSED, .path = path};
    if (standard_input)
        fd = dup(STDIN_FILENO);
    else if (open_file(path, follow, &fd, &st, &input->why))
        return true;
    if (fd < 0) {
        err_errno(&input->why, "Standard input could not be read");
        return true;
    }
    s->path = mem_strdup(str_from(path));
    s->lines = lines_new(fd, SOURCE_LINE_MAX);
    return false;
}

/* False when a record has claimed it: there is nothing to say. */
static bool open_whole(struct source *s, const char *path, bool found, struct source_input *input) {
    struct stat st;
    *input = (struct source_input){.kind = SOURCE_REFUSED, .path = path, .found = found};
    if (open_file(path, !found, &input->fd, &st, &input->why))
        return true;
    if (is_claimed(s, &st)) {
        close(input->fd);
        return false;
    }
    input->kind = SOURCE_FILE;
    return true;
}

/* ---- what the walk finds ---- */

static bool next_found(struct source *s, struct source_input *input) {
    struct found found;
    if (!walk_next(s->walk, &found)) {
        walk_free(&s->walk);
        return false;
    }
    switch (found.kind) {
    case FOUND_RECORDS:
        return begin_lines(s, found.path, false, input);
    case FOUND_FILE:
        return open_whole(s, found.path, true, input);
    default:
        *input = (struct source_input){.kind = found.kind == FOUND_IGNORED ? SOURCE_IGNORED : SOURCE_REFUSED,
                                       .path = found.path, .why = found.why};
        return true;
    }
}

/* ---- the paths as given ---- */

static bool take_path(struct source *s, const char *path, struct source_input *input) {
    switch (s->round) {
    case ROUND_RECORDS:
        return begin_lines(s, path, true, input);
    case ROUND_FOLDERS:
        s->walk = walk_new(path, s->collection_known ? &s->collection : NULL);
        return false;
    default:
        return open_whole(s, path, false, input);
    }
}

/* The next path of this round, or of the next ones. */
static const char *next_path(struct source *s) {
    for (; s->round < ROUND_COUNT; s->round++, s->next_path = 0)
        while (s->next_path < s->path_count) {
            size_t i = s->next_path++;
            if (s->rounds[i] == s->round)
                return s->paths[i];
        }
    return NULL;
}

bool source_next(struct source *s, struct source_input *input) {
    const char *path;
    for (;;) {
        if (s->lines) {
            if (next_line(s, input))
                return true;
        } else if (s->walk) {
            if (next_found(s, input))
                return true;
        } else {
            if ((path = next_path(s)) == NULL)
                return false;
            if (take_path(s, path, input))
                return true;
        }
    }
}

/* ---- the files that records name ---- */

enum err_code source_open_claimed(struct source *s, struct arena *arena, struct str name, int *fd, const char **path,
                                  struct err *e) {
    struct stat st;
    if (s->path == NULL || strcmp(s->path, "-") == 0)
        return err_set(e, ERR_INPUT, "It names a file (\"file\"), but a record from standard input has no folder in which "
                                     "to look for it.");
    const char *slash = strrchr(s->path, '/');
    size_t n = slash ? (size_t)(slash - s->path) + 1 : 0;
    struct str folder = n ? arena_str(arena, (struct str){s->path, n}) : STR("./");
    enum err_code code = open_beneath(folder.p, name, fd, &st, e);
    if (code)
        return code;
    claim(s, &st);
    *path = arena_printf(arena, "%.*s%.*s", STR_FMT(n ? folder : STR_EMPTY), STR_FMT(name)).p;
    return ERR_OK;
}
