/* Where a collection lies, which generation is served, and whether it is whole. Only reads: publishing is
 * generation_publish.c's, pruning generation_prune.c's, the text of a manifest manifest.h's. */
#include "corpus/store/generation_parts.h"

#include "corpus/store/manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* CURRENT holds a number and a line feed; people may write it with an editor, when they go back to an earlier
 * generation. */
#define CURRENT_MAX 64

/* How often CURRENT is read again after it has changed under us. */
#define TURNS 3

/* ---- paths ---- */

const char *generation_path(struct arena *arena, const char *collection, const char *below) {
    return arena_printf(arena, "%s/%s", collection, below).p;
}

const char *generation_segment_path(struct arena *arena, const char *collection, uint32_t number, bool temporary) {
    return arena_printf(arena, "%s/segments/%06" PRIu32 "%s", collection, number, temporary ? ".tmp" : "").p;
}

const char *generation_manifest_path(struct arena *arena, const char *collection, uint32_t number) {
    return arena_printf(arena, "%s/generations/%06" PRIu32, collection, number).p;
}

const char *generation_current_path(struct arena *arena, const char *collection) {
    return generation_path(arena, collection, "generations/CURRENT");
}

bool generation_number_of(struct str name, uint32_t *number) {
    char canonical[16];
    uint64_t value;
    if (!str_to_u64(name, &value) || value == 0 || value > UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    snprintf(canonical, sizeof canonical, "%06" PRIu32, *number);
    return str_eq_c(name, canonical);
}

static int number_order(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

enum err_code generation_numbers(struct arena *arena, const char *collection, const char *folder, uint32_t **numbers,
                                 size_t *n, struct err *e) {
    struct strs names = {NULL, 0};
    *numbers = NULL;
    *n = 0;
    enum err_code code = file_list(arena, generation_path(arena, collection, folder), &names, e);
    if (code || names.n == 0)
        return code;
    *numbers = arena_array(arena, names.n, sizeof **numbers);
    for (size_t i = 0; i < names.n; i++)
        *n += generation_number_of(names.v[i], &(*numbers)[*n]);
    qsort(*numbers, *n, sizeof **numbers, number_order);
    return ERR_OK;
}

/* ---- which one is served ---- */

static enum err_code newest(struct arena *arena, const char *collection, uint32_t *number, struct err *e) {
    struct err why;
    uint32_t *numbers;
    size_t n;
    *number = 0;
    enum err_code code = generation_numbers(arena, collection, "generations", &numbers, &n, &why);
    if (code == ERR_NOT_FOUND && !file_exists(collection))
        return err_set(e, ERR_NOT_FOUND,
                       "There is no collection at %s. \"rastro-index --collection %s add FOLDER\" makes one.",
                       collection, collection);
    if (code && code != ERR_NOT_FOUND) {
        if (e)
            *e = why;
        return code;
    }
    *number = n ? numbers[n - 1] : 0;
    return ERR_OK;
}

enum err_code generation_current(struct arena *arena, const char *collection, uint32_t *number, struct err *e) {
    struct err why;
    struct str text = STR_EMPTY;
    uint64_t value;
    const char *path = generation_current_path(arena, collection);
    enum err_code code = file_read(arena, path, CURRENT_MAX, &text, &why);
    *number = 0;
    if (code == ERR_NOT_FOUND)
        return newest(arena, collection, number, e);
    if (code && code != ERR_LIMIT) {
        if (e)
            *e = why;
        return code;
    }
    if (!str_to_u64(str_trim(text), &value) || value == 0 || value > UINT32_MAX)
        return err_set(e, ERR_CORRUPT,
                       "%s is damaged: it does not hold the number of a generation. Write the highest "
                       "number of the files beside it into it, or remove it, which means the same.",
                       path);
    *number = (uint32_t)value;
    return ERR_OK;
}

/* ---- reading ---- */

enum err_code generation_load(struct arena *arena, const char *collection, uint32_t number, struct manifest *out,
                              struct err *e) {
    struct str text;
    const char *path = generation_manifest_path(arena, collection, number);
    *out = (struct manifest){0};
    enum err_code code = file_read(arena, path, GENERATION_MANIFEST_MAX, &text, e);
    if (code == ERR_NOT_FOUND)
        return err_set(e, ERR_CORRUPT, "%s is missing, but it is the generation to be served. " MANIFEST_NEXT_STEP,
                       path);
    if (code == ERR_LIMIT)
        return err_set(e, ERR_CORRUPT, "%s is damaged: it is too large. " MANIFEST_NEXT_STEP, path);
    if (code)
        return code;
    code = manifest_read(arena, path, text, out, e);
    if (!code && out->number != number)
        code =
            err_set(e, ERR_CORRUPT, "%s is damaged: it is the manifest of generation %" PRIu32 ". " MANIFEST_NEXT_STEP,
                    path, out->number);
    return code;
}

/* Calls `check` for every file that the manifest names; stops at the first failure. */
static enum err_code each_file(const char *collection, const struct manifest *manifest,
                               enum err_code (*check)(const char *path, const struct file_sum *want, struct err *e),
                               struct err *e) {
    enum err_code code = ERR_OK;
    struct arena *arena = arena_new();
    for (size_t s = 0; s < manifest->segment_count && !code; s++) {
        const struct manifest_segment *segment = &manifest->segments[s];
        arena_reset(arena);
        const char *folder = generation_segment_path(arena, collection, segment->number, false);
        for (size_t f = 0; f < segment->file_count && !code; f++) {
            const struct manifest_file *file = &segment->files[f];
            code = check(arena_printf(arena, "%s/%.*s", folder, STR_FMT(file->name)).p, &file->sum, e);
        }
    }
    arena_free(&arena);
    return code;
}

static enum err_code is_missing(const char *path, struct err *e) {
    return err_set(e, ERR_CORRUPT, "%s is missing. " MANIFEST_NEXT_STEP, path);
}

static enum err_code check_size(const char *path, const struct file_sum *want, struct err *e) {
    struct stat st;
    if (lstat(path, &st) != 0) {
        enum err_code code = err_errno(e, "%s could not be examined", path);
        return code == ERR_NOT_FOUND ? is_missing(path, e) : code;
    }
    if (S_ISREG(st.st_mode) && (uint64_t)st.st_size == want->size)
        return ERR_OK;
    return err_set(e, ERR_CORRUPT, "%s is damaged: it should be a file of %" PRIu64 " bytes. " MANIFEST_NEXT_STEP, path,
                   want->size);
}

static enum err_code check_sum(const char *path, const struct file_sum *want, struct err *e) {
    struct file_sum got;
    enum err_code code = file_checksum(path, &got, e);
    if (code == ERR_NOT_FOUND)
        return is_missing(path, e);
    if (!code && (got.size != want->size || got.xxh3 != want->xxh3))
        code = err_set(e, ERR_CORRUPT, "%s is damaged: its checksum is wrong. " MANIFEST_NEXT_STEP, path);
    return code;
}

static enum err_code load_whole(struct arena *arena, const char *collection, uint32_t number, struct manifest *out,
                                struct err *e) {
    enum err_code code = generation_load(arena, collection, number, out, e);
    return code ? code : each_file(collection, out, check_size, e);
}

/* A collection whose first run was cut off may have segment 1 without a manifest; with later segments there were
 * manifests once, and "no documents" would be a lie, which the next run would make true by pruning the segments. */
static enum err_code nothing_published(struct arena *arena, const char *collection, struct err *e) {
    uint32_t *segments;
    size_t n;
    if (generation_numbers(arena, collection, "segments", &segments, &n, NULL) || n == 0 || segments[n - 1] == 1)
        return ERR_OK;
    return err_set(
        e, ERR_CORRUPT,
        "The manifests of %s are lost: its segments are there, but %s/generations is empty. Restore that folder "
        "from a copy, or index the sources into a new collection.",
        collection, collection);
}

/* Runs may publish twice and prune while we read. Then CURRENT says something else than before, and that is the truth.
 */
enum err_code generation_read(struct arena *arena, const char *collection, struct manifest *out, struct err *e) {
    uint32_t number, now;
    *out = (struct manifest){0};
    enum err_code code = generation_current(arena, collection, &number, e);
    if (!code && number == 0)
        return nothing_published(arena, collection, e);
    if (code)
        return code;
    code = load_whole(arena, collection, number, out, e);
    for (int turn = 1; turn < TURNS && code == ERR_CORRUPT; turn++) {
        if (generation_current(arena, collection, &now, NULL) || now == number || now == 0)
            break;
        number = now;
        code = load_whole(arena, collection, number, out, e);
    }
    return code;
}

uint64_t generation_identity(const struct manifest *manifest) {
    struct buf text;
    if (manifest->number == 0)
        return 0;
    buf_init(&text);
    manifest_write(&text, manifest);
    uint64_t identity = str_hash(buf_str(&text));
    buf_fini(&text);
    return identity;
}

enum err_code generation_verify(const char *collection, const struct manifest *manifest, struct err *e) {
    return each_file(collection, manifest, check_sum, e);
}
