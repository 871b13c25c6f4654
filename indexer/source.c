/* The paths are taken in rounds: files of records, folders, single files; for the same reason as inside a folder: a record
 * may claim a text file. A claimed file is remembered by device and inode, so that it is recognised under any path. */
#include "indexer/source.h"

#include "corpus/base/strmap.h"
#include "indexer/extract/formats.h"
#include "indexer/format.h"
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
    struct arena *arena; /* of the text last given */
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
    s->arena = arena_new();
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
    arena_free(&(*source)->arena);
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
    else if (format_open(path, follow, &fd, &st, &input->why))
        return true;
    if (fd < 0) {
        err_errno(&input->why, "Standard input could not be read");
        return true;
    }
    s->path = mem_strdup(str_from(path));
    s->lines = lines_new(fd, SOURCE_LINE_MAX);
    return false;
}

static bool read_text(struct source *s, const char *path, bool follow, struct source_input *input) {
    struct stat st;
    int fd;
    *input = (struct source_input){.kind = SOURCE_REFUSED, .path = path};
    arena_reset(s->arena);
    if (format_open(path, follow, &fd, &st, &input->why))
        return true;
    if (is_claimed(s, &st)) {
        close(fd);
        return false;
    }
    if (format_read_text(s->arena, fd, &input->bytes, &input->why) == ERR_OK)
        input->kind = SOURCE_TEXT;
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
    case FOUND_TEXT:
        return read_text(s, found.path, false, input);
    default:
        *input = (struct source_input){.kind = found.kind == FOUND_IGNORED ? SOURCE_IGNORED : SOURCE_REFUSED,
                                       .path = found.path, .why = found.why};
        return true;
    }
}

/* ---- the paths as given ---- */

static bool take_other(struct source *s, const char *path, struct source_input *input) {
    *input = (struct source_input){.kind = SOURCE_REFUSED, .path = path};
    if (format_of_name(str_from(path)) == format_row(FORMAT_TEXT))
        return read_text(s, path, true, input);
    if (access(path, F_OK) != 0)
        err_errno(&input->why, "It could not be opened");
    else
        err_set(&input->why, ERR_INPUT, "This format is not read yet. Records are read from .jsonl, .ndjson, .ijson and "
                                        ".ftm.json (also .gz), texts from .txt.");
    return true;
}

static bool take_path(struct source *s, const char *path, struct source_input *input) {
    switch (s->round) {
    case ROUND_RECORDS:
        return begin_lines(s, path, true, input);
    case ROUND_FOLDERS:
        s->walk = walk_new(path, s->collection_known ? &s->collection : NULL);
        return false;
    default:
        return take_other(s, path, input);
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

/* ---- the text files that records name ---- */

enum err_code source_read_claimed(struct source *s, struct arena *arena, struct str name, struct str *bytes,
                                  struct err *e) {
    struct stat st;
    int fd;
    if (s->path == NULL || strcmp(s->path, "-") == 0)
        return err_set(e, ERR_INPUT, "It names a text file (\"file\"), but a record from standard input has no folder "
                                     "in which to look for it.");
    const char *slash = strrchr(s->path, '/');
    size_t n = slash ? (size_t)(slash - s->path) + 1 : 0;
    struct str folder = n ? arena_str(arena, (struct str){s->path, n}) : STR("./");
    enum err_code code = format_open_beneath(folder.p, name, &fd, &st, e);
    if (code)
        return code;
    claim(s, &st);
    code = format_read_text(arena, fd, bytes, e);
    return code ? err_wrap(e, "Its \"file\" (%.*s)", STR_FMT(name)) : ERR_OK;
}
