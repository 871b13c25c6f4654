/* An order is one packet on a socket of packets: a head of numbers, five strings, and two descriptors. */
#include "indexer/confine/confine.h"

#include "corpus/base/buf.h"
#include "indexer/confine/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STRINGS 5u
#define STRING_MAX 8192u
#define OUT_FD 3
#define PIPE_BYTES (1 << 20)

struct confine {
    int socket;
    pid_t starter;
};

struct head {
    uint32_t kind;
    unsigned seconds;
    size_t memory;
    uint32_t length[STRINGS];
};

struct packet {
    struct head head;
    char bytes[STRINGS * STRING_MAX];
};

/* ---- in the starter ---- */

static size_t packet_size(const struct packet *packet) {
    size_t n = 0;
    for (size_t i = 0; i < STRINGS; i++)
        n += packet->head.length[i];
    return sizeof packet->head + n;
}

static bool receive(int socket, struct packet *packet, int fds[2]) {
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {packet, sizeof *packet};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n;
    do
        n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    const struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
    if (n < (ssize_t)sizeof packet->head || passed == NULL || passed->cmsg_len != CMSG_LEN(2 * sizeof(int)))
        return false;
    memcpy(fds, CMSG_DATA(passed), 2 * sizeof(int));
    return (size_t)n == packet_size(packet);
}

/* False when the file cannot be mapped: the reader then finds nothing in it. */
static bool map_input(int fd, struct str *bytes) {
    struct stat st;
    *bytes = STR_EMPTY;
    if (fstat(fd, &st) || st.st_size <= 0)
        return false;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return false;
    *bytes = (struct str){p, (size_t)st.st_size};
    return true;
}

static _Noreturn void be_reader(const struct confine_role *role, const struct packet *packet, const int fds[2]) {
    struct extract_input input = {0};
    struct str *const strings[STRINGS] = {&input.name, &input.media_type, &input.charset, &input.url, &input.captured};
    const struct cage cage = {role->tools(packet->head.kind), packet->head.seconds, packet->head.memory};
    struct err e;
    size_t at = 0;
    setpgid(0, 0);
    for (size_t i = 0; i < STRINGS; at += packet->head.length[i], i++)
        *strings[i] = (struct str){packet->bytes + at, packet->head.length[i]};
    map_input(fds[0], &input.bytes);
    if (dup2(fds[1], OUT_FD) != OUT_FD || cage_close(&cage, OUT_FD, &e))
        _exit(1);
    role->read(packet->head.kind, &input, OUT_FD);
    _exit(0);
}

static _Noreturn void be_starter(const struct confine_role *role, int socket) {
    static struct packet packet;
    int fds[2];
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    setpgid(0, 0); /* a Ctrl-C is the indexer's business */
    signal(SIGPIPE, SIG_IGN);
    cage_close_descriptors(socket);
    if (!cage_prepare())
        _exit(1);
    if (role->warm)
        role->warm();
    while (receive(socket, &packet, fds)) {
        pid_t pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
        if (pid == 0) {
            if (socket == OUT_FD)
                close(socket);
            be_reader(role, &packet, fds);
        }
        if (pid < 0)
            pid = -errno;
        close(fds[0]);
        close(fds[1]);
        if (send(socket, &pid, sizeof pid, MSG_NOSIGNAL) != sizeof pid)
            break;
    }
    _exit(0);
}

/* ---- in the indexer ---- */

enum err_code confine_start(struct confine **confine, const struct confine_role *role, struct err *e) {
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets))
        return err_errno(e, "The process that starts readers could not be reached");
    pid_t pid = fork();
    if (pid == 0)
        be_starter(role, sockets[1]);
    close(sockets[1]);
    if (pid < 0) {
        close(sockets[0]);
        return err_errno(e, "The process that starts readers could not be started");
    }
    *confine = mem_alloc(sizeof **confine);
    (*confine)->socket = sockets[0];
    (*confine)->starter = pid;
    return ERR_OK;
}

void confine_stop(struct confine **confine) {
    if (*confine == NULL)
        return;
    close((*confine)->socket);
    while (waitpid((*confine)->starter, NULL, 0) < 0 && errno == EINTR)
        continue;
    free(*confine);
    *confine = NULL;
}

/* What is longer than a name or address can be is of no use to a reader. */
static size_t fill(struct packet *packet, const struct confine_order *order) {
    const struct extract_input *in = &order->input;
    const struct str strings[STRINGS] = {in->name, in->media_type, in->charset, in->url, in->captured};
    packet->head = (struct head){order->kind, order->seconds, order->memory, {0}};
    size_t at = 0;
    for (size_t i = 0; i < STRINGS; i++) {
        size_t n = strings[i].n <= STRING_MAX ? strings[i].n : 0;
        if (n)
            memcpy(packet->bytes + at, strings[i].p, n);
        packet->head.length[i] = (uint32_t)n;
        at += n;
    }
    return sizeof packet->head + at;
}

static bool send_order(int socket, const struct confine_order *order, int input_fd, int out_fd) {
    static struct packet packet;
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {&packet, fill(&packet, order)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    const int fds[2] = {input_fd, out_fd};
    memset(&control, 0, sizeof control);
    control.head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof fds), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.head), fds, sizeof fds);
    ssize_t n;
    do
        n = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n > 0;
}

static bool receive_pid(int socket, pid_t *pid) {
    ssize_t n;
    do
        n = recv(socket, pid, sizeof *pid, 0);
    while (n < 0 && errno == EINTR);
    return n == sizeof *pid;
}

enum err_code confine_spawn(struct confine *confine, const struct confine_order *order, int input_fd,
                            struct confine_reader *reader, struct err *e) {
    int ends[2];
    pid_t pid = 0;
    if (pipe2(ends, O_CLOEXEC))
        return err_errno(e, "A reader could not be started");
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES); /* fewer rounds, where it is allowed */
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    bool answered = send_order(confine->socket, order, input_fd, ends[1]) && receive_pid(confine->socket, &pid);
    close(ends[1]);
    *reader = (struct confine_reader){pid, ends[0]};
    if (answered && pid > 0)
        return ERR_OK;
    close(ends[0]);
    errno = answered ? -pid : EPIPE;
    return err_errno(e, "A reader could not be started");
}

/* Looked at without taking its number away, so that what it started can still be found by it. */
static bool has_ended(pid_t pid) {
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

enum confine_end confine_end(struct confine_reader *reader, unsigned patience) {
    int status = 0;
    bool ended = has_ended(reader->pid);
    close(reader->fd);
    for (; !ended && patience > 0; patience--) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        ended = has_ended(reader->pid);
    }
    kill(-reader->pid, SIGKILL);
    kill(reader->pid, SIGKILL);
    while (waitpid(reader->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    reader->pid = 0;
    reader->fd = -1;
    if (!ended)
        return CONFINE_KILLED;
    if (!WIFSIGNALED(status))
        return WEXITSTATUS(status) ? CONFINE_CRASHED : CONFINE_DONE;
    switch (WTERMSIG(status)) {
    case SIGXCPU:
    case SIGKILL: /* the kernel's, at the hard limit or for want of memory */
        return CONFINE_TIME;
    case SIGABRT:
        return CONFINE_MEMORY;
    case SIGSYS:
        return CONFINE_FORBIDDEN;
    default:
        return CONFINE_CRASHED;
    }
}

enum err_code confine_memory_file(struct str bytes, int *fd, struct err *e) {
    *fd = memfd_create("member", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (*fd < 0)
        return err_errno(e, "A file in memory could not be made");
    while (bytes.n) {
        ssize_t n = write(*fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            err_errno(e, "A file in memory could not be written");
            close(*fd);
            return e->code;
        }
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    fcntl(*fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
    return ERR_OK;
}
