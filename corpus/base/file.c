/* Files and folders: system calls with the interruptions, the short writes and the sentences they need.
 *
 * Reading takes regular files only: a FIFO or a device that a stranger left in a folder is refused, not waited for.
 * Publishing (file_replace, file_rename) is done when the folder is on the disk too. Trees are walked from the
 * descriptor of each folder, never through a link. The neighbours are arena.h, where what is read lies, and err.h. What
 * the files mean is known in corpus/store/ and above; paths inside a container are the indexer's care. */
#include "corpus/base/file.h"

#include "corpus/base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define CHUNK ((size_t)64 * 1024)

static int open_again(int folder, const char *path, int flags) {
    int fd;
    do
        fd = openat(folder, path, flags | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static enum err_code open_regular(const char *path, int *fd, size_t *size, struct err *e) {
    struct stat st;
    *size = 0;
    *fd = open_again(AT_FDCWD, path, O_RDONLY | O_NONBLOCK);
    if (*fd < 0)
        return err_errno(e, "%s could not be opened", path);
    enum err_code code = ERR_OK;
    if (fstat(*fd, &st) != 0)
        code = err_errno(e, "%s could not be examined", path);
    else if (!S_ISREG(st.st_mode))
        code = err_set(e, ERR_IO, "%s is not a regular file.", path);
    if (code)
        close(*fd);
    else
        *size = (size_t)st.st_size;
    return code;
}

static ssize_t read_again(int fd, void *to, size_t n) {
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

enum err_code file_map_open(struct file_map *map, const char *path, struct err *e) {
    int fd;
    size_t size;
    map->bytes = STR_EMPTY;
    enum err_code code = open_regular(path, &fd, &size, e);
    if (code)
        return code;
    if (size > 0) {
        void *p = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
        if (p == MAP_FAILED)
            code = err_errno(e, "%s could not be mapped into memory", path);
        else
            map->bytes = (struct str){p, size};
    }
    close(fd);
    return code;
}

void file_map_close(struct file_map *map) {
    if (map->bytes.n)
        munmap((void *)map->bytes.p, map->bytes.n);
    map->bytes = STR_EMPTY;
}

static enum err_code too_large(const char *path, size_t cap, struct err *e) {
    return err_set(e, ERR_LIMIT, "%s is larger than the %zu bytes allowed here.", path, cap);
}

/* Reads to the end whatever the size said: a file may grow meanwhile, and those of /proc claim to be empty. */
static enum err_code read_whole(int fd, const char *path, size_t cap, struct buf *into, struct err *e) {
    for (;;) {
        ssize_t got = read_again(fd, buf_reserve(into, CHUNK), CHUNK);
        if (got < 0)
            return err_errno(e, "%s could not be read", path);
        if (got == 0)
            return ERR_OK;
        into->n += (size_t)got;
        if (into->n > cap)
            return too_large(path, cap, e);
    }
}

enum err_code file_read(struct arena *arena, const char *path, size_t cap, struct str *out, struct err *e) {
    int fd;
    size_t size;
    enum err_code code = open_regular(path, &fd, &size, e);
    if (code)
        return code;
    if (size > cap) {
        close(fd);
        return too_large(path, cap, e);
    }
    struct buf whole;
    buf_init(&whole);
    buf_reserve(&whole, size + CHUNK);
    code = read_whole(fd, path, cap, &whole, e);
    close(fd);
    if (!code)
        *out = arena_str(arena, buf_str(&whole));
    buf_fini(&whole);
    return code;
}

static enum err_code checksum_rest(int fd, const char *path, XXH3_state_t *state, uint64_t *size, struct err *e) {
    char bytes[CHUNK];
    ssize_t got;
    while ((got = read_again(fd, bytes, sizeof bytes)) > 0) {
        XXH3_64bits_update(state, bytes, (size_t)got);
        *size += (uint64_t)got;
    }
    return got < 0 ? err_errno(e, "%s could not be read", path) : ERR_OK;
}

enum err_code file_checksum(const char *path, struct file_sum *out, struct err *e) {
    int fd;
    size_t size;
    enum err_code code = open_regular(path, &fd, &size, e);
    if (code)
        return code;
    XXH3_state_t *state = XXH3_createState();
    if (state) {
        struct file_sum sum = {0};
        XXH3_64bits_reset(state);
        code = checksum_rest(fd, path, state, &sum.size, e);
        sum.xxh3 = XXH3_64bits_digest(state);
        if (!code)
            *out = sum;
    } else {
        code = err_set(e, ERR_MEMORY, "There is not enough memory to check %s.", path);
    }
    XXH3_freeState(state);
    close(fd);
    return code;
}

bool file_exists(const char *path) {
    struct stat st;
    return stat(path, &st) == 0;
}

/* The path without slashes at its end; a link named with one would be followed. "/" stays. */
static struct str without_last_slashes(const char *path) {
    struct str s = str_from(path);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    return s;
}

/* The folder a path lies in: "a/b" in "a", "b" in ".", "/b" in "/". Freed by the caller. */
static char *folder_of(const char *path) {
    struct str s = without_last_slashes(path);
    const char *slash = s.n ? memrchr(s.p, '/', s.n) : NULL;
    if (!slash)
        return mem_strdup(STR("."));
    return mem_strdup(str_slice(s, 0, slash == s.p ? 1 : (size_t)(slash - s.p)));
}

/* Some network file systems have nothing to sync for a folder and say EINVAL: they keep names in their own way. */
static int sync_folder(int fd) {
    return fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
}

enum err_code file_sync_dir(const char *path, struct err *e) {
    int fd = open_again(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return err_errno(e, "The folder %s could not be opened", path);
    enum err_code code = ERR_OK;
    if (sync_folder(fd) != 0)
        code = err_errno(e, "The folder %s could not be written to the disk", path);
    close(fd);
    return code;
}

enum err_code file_rename(const char *from, const char *to, struct err *e) {
    if (rename(from, to) != 0)
        return err_errno(e, "%s could not be renamed to %s", from, to);
    char *folder = folder_of(to);
    enum err_code code = file_sync_dir(folder, e);
    free(folder);
    return code;
}

static bool write_all(int fd, struct str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/* Closes in every case. */
static enum err_code write_to_disk(int fd, const char *path, struct str bytes, struct err *e) {
    enum err_code code = ERR_OK;
    if (!write_all(fd, bytes) || fsync(fd) != 0)
        code = err_errno(e, "%s could not be written", path);
    if (close(fd) != 0 && !code)
        code = err_errno(e, "%s could not be written", path);
    return code;
}

enum err_code file_replace(const char *path, struct str bytes, struct err *e) {
    struct buf beside;
    buf_init(&beside);
    buf_addf(&beside, "%s.XXXXXX", path);
    enum err_code code;
    int fd = mkostemp(beside.data, O_CLOEXEC);
    if (fd < 0) {
        code = err_errno(e, "%s could not be written", path);
    } else {
        code = write_to_disk(fd, path, bytes, e);
        if (!code && rename(beside.data, path) != 0)
            code = err_errno(e, "%s could not be replaced", path);
        if (code)
            unlink(beside.data);
    }
    if (!code) {
        char *folder = folder_of(path);
        code = file_sync_dir(folder, e);
        free(folder);
    }
    buf_fini(&beside);
    return code;
}

static enum err_code make_dir(const char *path, struct err *e) {
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return ERR_OK;
    if (errno != EEXIST)
        return err_errno(e, "The folder %s could not be made", path);
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return ERR_OK;
    return err_set(e, ERR_IO, "The folder %s could not be made: a file of that name is there.", path);
}

enum err_code file_make_dirs(const char *path, struct err *e) {
    enum err_code code = ERR_OK;
    char *part = mem_strdup(without_last_slashes(path));
    for (char *slash = strchr(part, '/'); slash && !code; slash = strchr(slash + 1, '/')) {
        if (slash == part)
            continue;
        *slash = '\0';
        code = make_dir(part, e);
        *slash = '/';
    }
    if (!code)
        code = make_dir(part, e);
    free(part);
    return code;
}

/* The names in an open folder, sorted; false with errno. */
static bool read_names(struct arena *arena, DIR *folder, struct strs *names) {
    *names = (struct strs){0};
    struct dirent *entry;
    while ((errno = 0, entry = readdir(folder))) {
        struct str name = str_from(entry->d_name);
        if (!str_eq_c(name, ".") && !str_eq_c(name, ".."))
            arena_push(arena, names, arena_str(arena, name));
    }
    if (errno)
        return false;
    if (names->n)
        qsort(names->v, names->n, sizeof *names->v, str_cmp_qsort);
    return true;
}

enum err_code file_list(struct arena *arena, const char *path, struct strs *names, struct err *e) {
    DIR *folder = opendir(path);
    if (!folder)
        return err_errno(e, "The folder %s could not be opened", path);
    enum err_code code = ERR_OK;
    if (!read_names(arena, folder, names))
        code = err_errno(e, "The folder %s could not be read", path);
    closedir(folder);
    return code;
}

/* One walk, bottom up. `path` is only for sentences: everything is reached from the folder above it. */
struct walk {
    struct arena *arena;
    struct buf path;
    int (*visit)(int folder, const char *name, mode_t mode); /* 0, or -1 and errno */
    const char *verb;                                        /* "removed" */
    struct err *e;
};

static enum err_code walk_failed(struct walk *w) {
    return err_errno(w->e, "%s could not be %s", w->path.data, w->verb);
}

static enum err_code walk_entry(struct walk *w, int folder, const char *name);

static enum err_code walk_names(struct walk *w, DIR *folder) {
    struct strs names;
    if (!read_names(w->arena, folder, &names))
        return walk_failed(w);
    size_t here = w->path.n;
    for (size_t i = 0; i < names.n; i++) {
        buf_addf(&w->path, "/%s", names.v[i].p);
        enum err_code code = walk_entry(w, dirfd(folder), names.v[i].p);
        if (code)
            return code;
        w->path.n = here;
        w->path.data[here] = '\0';
    }
    return ERR_OK;
}

static enum err_code walk_folder(struct walk *w, int above, const char *name) {
    int fd = open_again(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (fd < 0)
        return walk_failed(w);
    DIR *folder = fdopendir(fd);
    enum err_code code = folder ? walk_names(w, folder) : walk_failed(w);
    if (folder)
        closedir(folder);
    else
        close(fd);
    return code;
}

static enum err_code walk_entry(struct walk *w, int folder, const char *name) {
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return walk_failed(w);
    enum err_code code = S_ISDIR(st.st_mode) ? walk_folder(w, folder, name) : ERR_OK;
    if (!code && w->visit(folder, name, st.st_mode) != 0)
        code = walk_failed(w);
    return code;
}

static enum err_code walk_tree(const char *path, int (*visit)(int, const char *, mode_t), const char *verb,
                               struct err *e) {
    struct walk w = {.arena = arena_new(), .visit = visit, .verb = verb, .e = e};
    buf_init(&w.path);
    buf_add_str(&w.path, without_last_slashes(path));
    struct str root = arena_str(w.arena, buf_str(&w.path));
    enum err_code code = walk_entry(&w, AT_FDCWD, root.p);
    buf_fini(&w.path);
    arena_free(&w.arena);
    return code;
}

static int remove_entry(int folder, const char *name, mode_t mode) {
    return unlinkat(folder, name, S_ISDIR(mode) ? AT_REMOVEDIR : 0);
}

enum err_code file_remove_tree(const char *path, struct err *e) {
    struct stat st;
    char *name = mem_strdup(without_last_slashes(path));
    bool absent = lstat(name, &st) != 0 && errno == ENOENT;
    free(name);
    return absent ? ERR_OK : walk_tree(path, remove_entry, "removed", e);
}

static int sync_entry(int folder, const char *name, mode_t mode) {
    if (!S_ISREG(mode) && !S_ISDIR(mode))
        return 0;
    int fd = open_again(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return -1;
    int result = S_ISDIR(mode) ? sync_folder(fd) : fsync(fd);
    int number = errno;
    close(fd);
    errno = number;
    return result;
}

/* A collection may itself be reached through a link, which the walk would not follow: hence the real path. */
enum err_code file_sync_tree(const char *path, struct err *e) {
    char *real = realpath(path, NULL);
    if (!real)
        return err_errno(e, "%s could not be opened", path);
    enum err_code code = walk_tree(real, sync_entry, "written to the disk", e);
    free(real);
    return code;
}
