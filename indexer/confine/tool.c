/* A child of the reader: bytes in a memory file as standard input, two pipes back. Both are read until they end, or until
 * there is more than was asked for; then they are closed, and what writes on is ended by SIGPIPE. */
#include "indexer/confine/tool.h"

#include "corpus/base/buf.h"
#include "indexer/confine/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDER "/usr/bin/"
#define CHUNK ((size_t)64 << 10)
#define COMPLAINTS_MAX 4096u
#define CANNOT_START 127
#define SIGNALLED 128

struct pipes {
    int out[2], complaints[2];
};

static enum err_code put_in_memory(struct str bytes, int *fd, struct err *e) {
    *fd = memfd_create("input", MFD_CLOEXEC);
    while (*fd >= 0 && bytes.n) {
        ssize_t n = write(*fd, bytes.p, bytes.n);
        if (n <= 0)
            break;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    if (*fd >= 0 && bytes.n == 0 && lseek(*fd, 0, SEEK_SET) == 0)
        return ERR_OK;
    err_errno(e, "The file is too large for its reader");
    if (*fd >= 0)
        close(*fd);
    return e->code;
}

static _Noreturn void become(const char *path, const char *const *argv, int input, const struct pipes *pipes) {
    static char locale[] = "LC_ALL=C.UTF-8";
    char *environment[] = {locale, NULL};
    dup2(input, STDIN_FILENO);
    dup2(pipes->out[1], STDOUT_FILENO);
    dup2(pipes->complaints[1], STDERR_FILENO);
    signal(SIGPIPE, SIG_DFL);
    if (cage_close_tool())
        execve(path, (char *const *)argv, environment);
    _exit(CANNOT_START);
}

/* False when the pipe has ended, or `out` has more than `most` bytes. */
static bool take(int fd, struct buf *out, size_t most) {
    ssize_t n = read(fd, buf_reserve(out, CHUNK), CHUNK);
    if (n < 0)
        return errno == EINTR;
    out->n += (size_t)n;
    return n > 0 && out->n <= most;
}

static void take_all(int out_fd, int complaints_fd, size_t most, struct buf *out, struct buf *complaints) {
    struct pollfd fds[] = {{.fd = out_fd, .events = POLLIN}, {.fd = complaints_fd, .events = POLLIN}};
    while (fds[0].fd >= 0 && poll(fds, 2, -1) >= 0) {
        if (fds[0].revents && !take(out_fd, out, most))
            fds[0].fd = -1;
        if (fds[1].fd >= 0 && fds[1].revents && !take(complaints_fd, complaints, SIZE_MAX))
            fds[1].fd = -1;
        /* What is not wanted is read all the same: a program that cannot complain would wait for ever. */
        if (complaints->n > COMPLAINTS_MAX)
            complaints->n = COMPLAINTS_MAX;
    }
}

static enum err_code judge(const char *name, int status, struct tool_result *result, struct err *e) {
    result->exit_status = WIFSIGNALED(status) ? SIGNALLED + WTERMSIG(status) : WEXITSTATUS(status);
    if (result->exit_status == SIGNALLED + SIGXCPU || (result->exit_status == SIGNALLED + SIGKILL && !result->cut))
        return err_set(e, ERR_LIMIT, "%s needed too much time and was stopped.", name);
    if (result->exit_status == CANNOT_START)
        return err_set(e, ERR_NOT_FOUND, "%s could not be started; install the packages that packages.txt names.", name);
    return ERR_OK;
}

static void close_both(int fds[2]) {
    close(fds[0]);
    close(fds[1]);
}

static enum err_code open_pipes(struct pipes *pipes, struct err *e) {
    if (pipe2(pipes->out, O_CLOEXEC))
        return err_errno(e, "A pipe could not be made");
    if (pipe2(pipes->complaints, O_CLOEXEC) == 0)
        return ERR_OK;
    err_errno(e, "A pipe could not be made");
    close_both(pipes->out);
    return e->code;
}

/* The reading ends are closed first, so that a program that writes on ends. */
static enum err_code listen_to(pid_t child, const struct pipes *pipes, const char *name, struct arena *arena, size_t most,
                               struct tool_result *result, struct err *e) {
    struct buf out, complaints;
    int status = 0;
    buf_init(&out);
    buf_init(&complaints);
    take_all(pipes->out[0], pipes->complaints[0], most, &out, &complaints);
    close(pipes->out[0]);
    close(pipes->complaints[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    result->cut = out.n > most;
    result->out = arena_str(arena, str_slice(buf_str(&out), 0, result->cut ? most : out.n));
    result->complaints = arena_str(arena, buf_str(&complaints));
    buf_fini(&out);
    buf_fini(&complaints);
    return judge(name, status, result, e);
}

enum err_code tool_run(struct arena *arena, const char *const *argv, struct str bytes, size_t most,
                       struct tool_result *result, struct err *e) {
    struct pipes pipes;
    int input;
    const char *path = arena_printf(arena, FOLDER "%s", argv[0]).p;
    *result = (struct tool_result){.out = STR_EMPTY, .complaints = STR_EMPTY};
    enum err_code code = put_in_memory(bytes, &input, e);
    if (code)
        return code;
    code = open_pipes(&pipes, e);
    pid_t child = code ? -1 : fork();
    if (child == 0)
        become(path, argv, input, &pipes);
    if (!code) {
        close(pipes.out[1]);
        close(pipes.complaints[1]);
    }
    if (!code && child < 0) {
        code = err_errno(e, "%s could not be started", argv[0]);
        close(pipes.out[0]);
        close(pipes.complaints[0]);
    } else if (!code) {
        code = listen_to(child, &pipes, argv[0], arena, most, result, e);
    }
    close(input);
    return code;
}
