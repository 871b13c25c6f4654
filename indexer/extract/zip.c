/* One pass over the ZIP; parts that nobody wants are passed over unread. */
#include "indexer/extract/zip.h"

#include "corpus/base/buf.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <strings.h>

#define BLOCK 65536u

static enum err_code read_part(struct archive *archive, struct zip_part *part, struct arena *arena, struct err *e) {
    struct buf bytes;
    buf_init(&bytes);
    la_ssize_t n;
    while ((n = archive_read_data(archive, buf_reserve(&bytes, BLOCK), BLOCK)) > 0 && bytes.n <= ZIP_PART_MAX)
        bytes.n += (size_t)n;
    part->is_damaged = n < 0;
    bool too_large = bytes.n > ZIP_PART_MAX;
    if (!too_large)
        part->bytes = arena_str(arena, buf_str(&bytes));
    buf_fini(&bytes);
    return too_large
               ? err_set(e, ERR_LIMIT, "Its part %.*s is larger than %zu MB.", STR_FMT(part->name), ZIP_PART_MAX >> 20)
               : ERR_OK;
}

static void push(struct zip *zip, struct arena *arena, struct zip_part part) {
    if ((zip->n & (zip->n - 1)) == 0) {
        struct zip_part *more = arena_array(arena, zip->n ? 2 * zip->n : 1, sizeof *more);
        if (zip->n)
            memcpy(more, zip->parts, zip->n * sizeof *more);
        zip->parts = more;
    }
    zip->parts[zip->n++] = part;
}

static const char *name_of(struct archive_entry *entry) {
    const char *name = archive_entry_pathname_utf8(entry);
    return name ? name : archive_entry_pathname(entry);
}

static enum err_code take(struct zip *zip, struct archive *archive, struct archive_entry *entry, struct arena *arena,
                          size_t *total, struct err *e) {
    struct zip_part part = {.name = arena_str(arena, str_from(name_of(entry)))};
    part.is_encrypted = archive_entry_is_encrypted(entry) == 1;
    zip->is_encrypted |= part.is_encrypted;
    if (!part.is_encrypted) {
        enum err_code code = read_part(archive, &part, arena, e);
        if (code)
            return code;
    }
    *total += part.bytes.n;
    if (*total > ZIP_WANTED_MAX)
        return err_set(e, ERR_LIMIT, "Its parts unpack to more than %zu MB.", ZIP_WANTED_MAX >> 20);
    push(zip, arena, part);
    return ERR_OK;
}

static enum err_code read_all(struct zip *zip, struct archive *archive, struct arena *arena, zip_wanted_fn *wanted,
                              struct err *e) {
    struct archive_entry *entry;
    size_t total = 0, seen = 0;
    int status;
    while ((status = archive_read_next_header(archive, &entry)) >= ARCHIVE_WARN) {
        if (status == ARCHIVE_EOF)
            return ERR_OK;
        if (++seen > ZIP_PARTS_MAX)
            return err_set(e, ERR_LIMIT, "It has more than %u parts.", ZIP_PARTS_MAX);
        const char *name = name_of(entry);
        if (!name || archive_entry_filetype(entry) != AE_IFREG || !wanted(str_from(name)))
            continue;
        enum err_code code = take(zip, archive, entry, arena, &total, e);
        if (code)
            return code;
    }
    zip->is_damaged = true;
    return seen ? ERR_OK : err_set(e, ERR_INPUT, "It cannot be opened as a ZIP file, which this format is inside.");
}

enum err_code zip_read(struct zip *zip, struct arena *arena, struct str bytes, zip_wanted_fn *wanted, struct err *e) {
    *zip = (struct zip){0};
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    archive_read_set_options(archive, "hdrcharset=UTF-8");
    enum err_code code = archive_read_open_memory(archive, bytes.p, bytes.n) == ARCHIVE_OK
                             ? read_all(zip, archive, arena, wanted, e)
                             : err_set(e, ERR_INPUT, "It cannot be opened as a ZIP file, which this format is inside.");
    archive_read_free(archive);
    return code;
}

const struct zip_part *zip_find(const struct zip *zip, struct str name) {
    for (size_t i = 0; i < zip->n; i++)
        if (zip->parts[i].name.n == name.n && strncasecmp(zip->parts[i].name.p, name.p, name.n) == 0)
            return zip->parts[i].is_encrypted ? NULL : &zip->parts[i];
    return NULL;
}

/* Takes the last step off a path: "a/b/" of "a/b/c". */
static size_t folder_length(const char *path, size_t n) {
    while (n && path[n - 1] != '/')
        n--;
    return n;
}

struct str zip_resolve(struct arena *arena, struct str from, struct str target) {
    char *path = arena_alloc(arena, from.n + target.n + 1);
    size_t n = 0;
    if (!str_starts(target, STR("/"))) {
        n = folder_length(from.p, from.n);
        memcpy(path, from.p, n);
    }
    struct str step;
    while (target.n) {
        bool is_folder = str_cut(target, '/', &step, &target);
        if (str_eq_c(step, ".."))
            n = n ? folder_length(path, n - 1) : 0;
        else if (step.n && !str_eq_c(step, ".")) {
            memcpy(path + n, step.p, step.n);
            n += step.n;
            if (is_folder)
                path[n++] = '/';
        }
    }
    return (struct str){path, n};
}
