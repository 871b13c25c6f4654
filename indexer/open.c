/* openat2 keeps a name beneath its folder, whatever links are in the way or are swapped in meanwhile. Where the kernel or a
 * container does not have it (before Linux 5.6), the name is walked part by part and no link at all is followed. */
#include "indexer/open.h"

#include "corpus/base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define NAME_MAX_BYTES 4096u

static enum err_code only_regular(int *fd, struct stat *st, struct err *e) {
    enum err_code code = ERR_OK;
    if (fstat(*fd, st) != 0)
        code = err_errno(e, "It could not be examined");
    else if (!S_ISREG(st->st_mode))
        code = err_set(e, ERR_INPUT, "It is not a regular file.");
    if (code) {
        close(*fd);
        *fd = -1;
    }
    return code;
}

enum err_code open_file(const char *path, bool follow, int *fd, struct stat *st, struct err *e) {
    *fd = open(path, OPEN_FLAGS | (follow ? 0 : O_NOFOLLOW));
    if (*fd < 0)
        return err_errno(e, "It could not be opened");
    return only_regular(fd, st, e);
}

/* One part of a name after the other, from the folder's descriptor, which is closed. */
static int walk_beneath(int folder, const char *name) {
    char part[NAME_MAX_BYTES + 1];
    while (folder >= 0) {
        size_t n = strcspn(name, "/");
        memcpy(part, name, n);
        part[n] = 0;
        name += n + strspn(name + n, "/");
        int next = openat(folder, n ? part : ".", OPEN_FLAGS | O_NOFOLLOW | (*name ? O_DIRECTORY : 0));
        int why = errno;
        close(folder);
        errno = why;
        if (*name == 0)
            return next;
        folder = next;
    }
    return -1;
}

static int beneath(const char *folder_path, const char *name) {
    struct open_how how = {.flags = OPEN_FLAGS, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    int folder = open(folder_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -1;
    int fd = (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return walk_beneath(folder, name);
    int why = errno;
    close(folder);
    errno = why;
    return fd;
}

static bool has_parent_part(struct str name) {
    struct str part;
    for (bool more = true; more;) {
        more = str_cut(name, '/', &part, &name);
        if (str_eq_c(part, ".."))
            return true;
    }
    return false;
}

static enum err_code check_name(struct str name, struct err *e) {
    if (name.n == 0 || name.n > NAME_MAX_BYTES || memchr(name.p, 0, name.n))
        return err_set(e, ERR_INPUT, "Its \"file\" is no usable file name.");
    if (name.p[0] == '/' || has_parent_part(name))
        return err_set(e, ERR_INPUT, "Its \"file\" (%.*s) would lead out of the manifest's folder, which is not allowed.",
                       STR_FMT(name));
    return ERR_OK;
}

enum err_code open_beneath(const char *folder, struct str name, int *fd, struct stat *st, struct err *e) {
    char with_docs[sizeof "docs/" + NAME_MAX_BYTES];
    enum err_code code = check_name(name, e);
    if (code)
        return code;
    size_t docs = strlen("docs/");
    memcpy(with_docs, "docs/", docs);
    memcpy(with_docs + docs, name.p, name.n);
    with_docs[docs + name.n] = 0;
    *fd = beneath(folder, with_docs + docs);
    if (*fd < 0 && errno == ENOENT)
        *fd = beneath(folder, with_docs);
    if (*fd < 0 && (errno == EXDEV || errno == ELOOP))
        return err_set(e, ERR_INPUT, "Its \"file\" (%.*s) is a link that leads out of the manifest's folder.",
                       STR_FMT(name));
    code = *fd < 0 ? err_errno(e, "It could not be opened") : only_regular(fd, st, e);
    return code ? err_wrap(e, "Its \"file\" (%.*s)", STR_FMT(name)) : ERR_OK;
}

enum err_code open_read(struct arena *arena, int fd, size_t most, struct str *out, struct err *e) {
    enum { CHUNK = 64 * 1024 };
    struct buf whole;
    enum err_code code = ERR_OK;
    buf_init(&whole);
    for (;;) {
        ssize_t n = read(fd, buf_reserve(&whole, CHUNK), CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            code = err_errno(e, "It could not be read");
        if (n <= 0)
            break;
        whole.n += (size_t)n;
        if (whole.n > most) {
            code = err_set(e, ERR_INPUT, "It is larger than %zu bytes, which is the limit.", most);
            break;
        }
    }
    close(fd);
    if (!code)
        *out = arena_str(arena, buf_str(&whole));
    buf_fini(&whole);
    return code;
}
