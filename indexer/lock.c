/* flock, not fcntl: the lock belongs to the open file and no other close in this process can lose it by accident. The
 * folder generations/ is made before anything else, so that a run killed at once leaves a folder that is still
 * recognised as a collection. */
#include "indexer/lock.h"

#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/store/generation.h"
#include "indexer/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static bool is_collection(struct strs names) {
    for (size_t i = 0; i < names.n; i++)
        if (str_eq_c(names.v[i], "generations") || str_eq_c(names.v[i], "rastro.conf"))
            return true;
    return names.n == 0;
}

static enum err_code make_folders(struct arena *arena, const char *collection, struct err *e) {
    static const char *const below[] = {"generations", "segments", "reports"};
    struct strs names = {NULL, 0};
    enum err_code code = file_make_dirs(collection, e);
    if (!code)
        code = file_list(arena, collection, &names, e);
    if (!code && !is_collection(names))
        return err_set(e, ERR_IO, "%s is a folder with other things in it, not a collection. Name an empty or a new "
                                     "folder with --collection.", collection);
    for (size_t i = 0; !code && i < sizeof below / sizeof *below; i++)
        code = file_make_dirs(generation_path(arena, collection, below[i]), e);
    return code;
}

static enum err_code tell_holder(int fd, const char *collection, struct err *e) {
    char text[128];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    struct str holder = str_trim((struct str){text, n > 0 ? (size_t)n : 0});
    if (holder.n == 0)
        holder = STR("another process");
    return err_set(e, ERR_LOCKED, "Another run is at work on %s (%.*s). Try again when it has ended.", collection,
                   STR_FMT(holder));
}

static void write_holder(int fd) {
    char text[128], started[MOMENT_SIZE];
    int n = snprintf(text, sizeof text, "process %ld, since %s\n", (long)getpid(), moment_now(started));
    /* Only a hint for people: on a full disk the lock holds all the same. */
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) != n)
        (void)ftruncate(fd, 0);
}

static enum err_code hold(struct lock *lock, const char *path, const char *collection, struct err *e) {
    lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock->fd < 0)
        return err_errno(e, "%s could not be opened", path);
    if (flock(lock->fd, LOCK_EX | LOCK_NB) == 0) {
        write_holder(lock->fd);
        return ERR_OK;
    }
    enum err_code code = errno == EWOULDBLOCK ? tell_holder(lock->fd, collection, e)
                                              : err_errno(e, "%s could not be locked", path);
    lock_forget(lock);
    return code;
}

enum err_code lock_take(struct lock *lock, const char *collection, struct err *e) {
    struct arena *arena = arena_new();
    lock->fd = -1;
    enum err_code code = make_folders(arena, collection, e);
    if (!code)
        code = hold(lock, generation_path(arena, collection, "lock"), collection, e);
    arena_free(&arena);
    return code;
}

void lock_forget(struct lock *lock) {
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}

void lock_release(struct lock *lock) {
    if (lock->fd >= 0 && ftruncate(lock->fd, 0) != 0)
        (void)lock->fd; /* the next holder writes over it */
    lock_forget(lock);
}
