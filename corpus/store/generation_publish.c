/* Making a generation the one that is served; see generation.h for the order of the steps. What is written here is
 * small: the manifest and CURRENT. The segments were built, checked and made durable by whoever calls. */
#include "corpus/store/generation_parts.h"

#include "corpus/store/manifest.h"

#include <assert.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the files of a segment ---- */

struct listing {
    struct arena *arena;
    const char *folder;
    struct manifest_segment *segment;
    size_t room;
    struct err *e;
};

static void add_file(struct listing *list, struct str name, struct file_sum sum) {
    struct manifest_segment *segment = list->segment;
    if (segment->file_count == list->room) {
        struct manifest_file *old = segment->files;
        list->room = list->room ? 2 * list->room : 16;
        segment->files = arena_array(list->arena, list->room, sizeof *old);
        for (size_t i = 0; i < segment->file_count; i++)
            segment->files[i] = old[i];
    }
    segment->files[segment->file_count++] = (struct manifest_file){name, sum};
}

static enum err_code list_folder(struct listing *list, const char *below);

static enum err_code list_entry(struct listing *list, struct str name) {
    struct stat st;
    struct file_sum sum;
    const char *path = generation_path(list->arena, list->folder, name.p);
    if (!manifest_name_fits(name))
        return err_set(list->e, ERR_IO, "The folder %s holds a file whose name cannot be written into a manifest.",
                       list->folder);
    if (lstat(path, &st) != 0)
        return err_errno(list->e, "%s could not be examined", path);
    if (S_ISDIR(st.st_mode))
        return list_folder(list, name.p);
    if (!S_ISREG(st.st_mode)) /* a link least of all: what it names could change */
        return err_set(list->e, ERR_IO, "%s is not a regular file, so it cannot be part of a collection.", path);
    enum err_code code = file_checksum(path, &sum, list->e);
    if (!code)
        add_file(list, name, sum);
    return code;
}

/* `below` is relative to the segment's folder, "" for itself. */
static enum err_code list_folder(struct listing *list, const char *below) {
    struct strs names = {NULL, 0};
    const char *path = *below ? generation_path(list->arena, list->folder, below) : list->folder;
    enum err_code code = file_list(list->arena, path, &names, list->e);
    for (size_t i = 0; i < names.n && !code; i++)
        code = list_entry(list, *below ? arena_printf(list->arena, "%s/%.*s", below, STR_FMT(names.v[i])) : names.v[i]);
    return code;
}

enum err_code generation_list_files(struct arena *arena, const char *segment_path, struct manifest_segment *segment,
                                    struct err *e) {
    struct listing list = {.arena = arena, .folder = segment_path, .segment = segment, .e = e};
    segment->files = NULL;
    segment->file_count = 0;
    return list_folder(&list, "");
}

/* ---- publishing ---- */

/* Somebody may go back to an earlier generation while a run is at work, with an editor and without asking for the lock.
 * What they chose is not overwritten. */
static enum err_code check_current(struct arena *arena, const char *collection, const struct manifest *manifest,
                                   struct err *e) {
    uint32_t current;
    enum err_code code = generation_current(arena, collection, &current, e);
    if (!code && manifest->number - 1 != current)
        code = err_set(e, ERR_IO,
                       "%s was changed while the run was at work (it names generation %" PRIu32 ", not %" PRIu32
                       "), so nothing was published. Run it again.",
                       generation_current_path(arena, collection), current, manifest->number - 1);
    return code;
}

static enum err_code write_manifest(const char *path, const struct manifest *manifest, struct err *e) {
    struct buf text;
    buf_init(&text);
    manifest_write(&text, manifest);
    enum err_code code = text.n <= GENERATION_MANIFEST_MAX
                             ? file_replace(path, buf_str(&text), e)
                             : err_set(e, ERR_LIMIT,
                                       "%s would have %zu bytes; the limit is %zu. Index the sources into a "
                                       "new collection.",
                                       path, text.n, GENERATION_MANIFEST_MAX);
    buf_fini(&text);
    return code;
}

static enum err_code switch_to(struct arena *arena, const char *collection, uint32_t number, struct err *e) {
    struct str line = arena_printf(arena, "%06" PRIu32 "\n", number);
    return file_replace(generation_current_path(arena, collection), line, e);
}

/* Where there is no CURRENT the newest manifest is served, so one that failed must not stay. If CURRENT names it after
 * all, only the last fsync has failed. */
static void withdraw(struct arena *arena, const char *collection, uint32_t number) {
    uint32_t current;
    bool named = file_exists(generation_current_path(arena, collection)) &&
                 (generation_current(arena, collection, &current, NULL) || current == number);
    if (!named && unlink(generation_manifest_path(arena, collection, number)) == 0)
        file_sync_dir(generation_path(arena, collection, "generations"), NULL);
}

enum err_code generation_publish(const char *collection, const struct manifest *manifest, struct err *e) {
    assert(manifest->number > 0);
    struct arena *arena = arena_new();
    enum err_code code = check_current(arena, collection, manifest, e);
    if (!code) {
        code = write_manifest(generation_manifest_path(arena, collection, manifest->number), manifest, e);
        if (!code)
            code = switch_to(arena, collection, manifest->number, e);
        if (code)
            withdraw(arena, collection, manifest->number);
    }
    arena_free(&arena);
    return code;
}
