/* Tries from inside a reader what no reader may do, and prints what became of each try.
 *
 *   escape pure|tool [no-landlock]   a line a try: "refused: open a file" or "ALLOWED: ..."; status 0 when all were refused
 *   escape landlock              prints the version of the kernel's Landlock
 *   escape control                   the same tries outside the cage: most of them succeed, or they prove nothing */
#include "indexer/confine/confine.h"
#include "indexer/confine/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRATCH "/tmp/rastro-escape"
#define TOO_MUCH ((size_t)700 << 20)

/* Each gives true when it got through. */
static bool opens_a_file(void) {
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool creates_a_file(void) {
    return open(SCRATCH "-new", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool makes_a_socket(void) {
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool connects(void) {
    const struct sockaddr_un address = {AF_UNIX, "/run/systemd/journal/socket"};
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    return fd >= 0 && (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 || errno != EPERM);
}

static bool forks(void) {
    pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool executes(void) {
    static char name[] = "id";
    char *argv[] = {name, NULL};
    execve("/usr/bin/id", argv, argv + 1); /* when it works nothing is written, which counts as allowed */
    return false;
}

static bool traces_its_parent(void) {
    return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0;
}

static bool signals_its_parent(void) {
    return kill(getppid(), 0) == 0;
}

static bool signals_by_thread(void) {
    return syscall(SYS_tgkill, getppid(), getppid(), 0) == 0;
}

static bool reads_its_parents_memory(void) {
    char byte;
    struct iovec here = {&byte, 1}, there = {&byte, 1};
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0) == 1;
}

static bool loads_bpf(void) {
    char attributes[128] = {1, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 1};
    return syscall(SYS_bpf, 0, attributes, sizeof attributes) >= 0;
}

static bool mounts(void) {
    return mount("none", "/mnt", "tmpfs", 0, NULL) == 0;
}

static bool looks_into_proc(void) {
    return openat(AT_FDCWD, "/proc/1/environ", O_RDONLY) >= 0 || openat(AT_FDCWD, "/proc/self/maps", O_RDONLY) >= 0;
}

static bool makes_code(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool becomes_root(void) {
    return setuid(0) == 0;
}

static bool deletes(void) {
    return unlink(SCRATCH) == 0;
}

static bool renames(void) {
    return rename(SCRATCH, SCRATCH "-2") == 0;
}

static bool makes_a_folder(void) {
    return mkdir(SCRATCH "-folder", 0700) == 0;
}

static bool changes_rights(void) {
    return chmod(SCRATCH, 0777) == 0;
}

static bool starts_io_uring(void) {
    char parameters[256] = {0};
    return syscall(SYS_io_uring_setup, 4, parameters) >= 0;
}

static bool leaves_its_namespace(void) {
    return syscall(SYS_unshare, 0x10000000 /* CLONE_NEWUSER */) == 0;
}

static bool raises_its_limits(void) {
    const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_CPU, &more) == 0 && setrlimit(RLIMIT_NOFILE, &(struct rlimit){4096, 4096}) == 0;
}

#ifndef __SANITIZE_ADDRESS__
static bool takes_too_much_memory(void) {
    return mmap(NULL, TOO_MUCH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
#endif

static bool shares_memory(void) {
    return syscall(SYS_shmget, 77, 4096, 01600) >= 0;
}

static bool finds_open_files(void) {
    char byte;
    for (int fd = 4; fd < 64; fd++)
        if (read(fd, &byte, 0) == 0)
            return true;
    return false;
}

static bool finds_an_environment(void) {
    extern char **environ;
    return environ && environ[0];
}

static bool leaves_its_group(void) {
    return setsid() >= 0 || setpgid(0, getppid()) == 0;
}

static const struct attempt {
    const char *name;
    bool (*gets_through)(void);
    bool tool_may, needs_landlock; /* a reader with tools may; without Landlock it could */
} attempts[] = {
    {"open a file", opens_a_file, false, true},
    {"create a file", creates_a_file, false, false},
    {"make a socket", makes_a_socket, false, false},
    {"connect", connects, false, false},
    {"fork", forks, true, false},
    {"execute another program", executes, false, true},
    {"trace its parent", traces_its_parent, false, false},
    {"signal its parent", signals_its_parent, false, false},
    {"signal its parent's thread", signals_by_thread, false, false},
    {"read its parent's memory", reads_its_parents_memory, false, false},
    {"load a BPF program", loads_bpf, false, false},
    {"mount", mounts, false, false},
    {"look into /proc", looks_into_proc, false, true},
    {"make code", makes_code, true, false},
    {"become root", becomes_root, false, false},
    {"delete a file", deletes, false, false},
    {"rename a file", renames, false, false},
    {"make a folder", makes_a_folder, false, false},
    {"change rights", changes_rights, false, false},
    {"start io_uring", starts_io_uring, false, false},
    {"leave its namespace", leaves_its_namespace, false, false},
    {"raise its limits", raises_its_limits, false, false},
#ifndef __SANITIZE_ADDRESS__ /* under which a cage cannot limit memory */
    {"take 700 MB", takes_too_much_memory, false, false},
#endif
    {"share memory", shares_memory, false, false},
    {"find files left open", finds_open_files, false, false},
    {"find an environment", finds_an_environment, false, false},
    {"leave its group", leaves_its_group, false, false},
};
#define ATTEMPTS (sizeof attempts / sizeof *attempts)
#define WITH_TOOLS 1000u

static const char *tools_of(uint32_t kind) {
    return kind >= WITH_TOOLS ? "cat" : "";
}

static void attempt(uint32_t kind, const struct extract_input *input, int out_fd) {
    (void)input;
    if (!attempts[kind % WITH_TOOLS].gets_through() && write(out_fd, "r", 1) != 1)
        _exit(1);
}

/* A kernel without Landlock: its first call is not known. */
static void forget_landlock(void) {
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 444, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
        abort();
}

static bool is_refused(struct confine *confine, uint32_t kind) {
    const struct confine_order order = {.kind = kind, .seconds = 5, .memory = (size_t)512 << 20};
    struct confine_reader reader;
    struct err e;
    char said = 0;
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (confine_spawn(confine, &order, input, &reader, &e)) {
        fprintf(stderr, "%s\n", e.text);
        exit(2);
    }
    struct pollfd fd = {.fd = reader.fd, .events = POLLIN};
    poll(&fd, 1, 5000);
    bool refused = read(reader.fd, &said, 1) == 1 && said == 'r';
    enum confine_end end = confine_end(&reader, 1000);
    close(input);
    return refused || end == CONFINE_FORBIDDEN;
}

static int try_all(bool tools, bool landlock) {
    static const struct confine_role role = {NULL, tools_of, attempt};
    struct confine *confine;
    struct err e;
    int got_through = 0;
    if (confine_start(&confine, &role, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 2;
    }
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        if ((tools && attempts[i].tool_may) || (tools && !landlock && attempts[i].needs_landlock))
            continue;
        bool refused = is_refused(confine, i + (tools ? WITH_TOOLS : 0));
        got_through += !refused;
        printf("%s: %s\n", refused ? "refused" : "ALLOWED", attempts[i].name);
    }
    confine_stop(&confine);
    return got_through ? 1 : 0;
}

static int try_outside(void) {
    for (size_t i = 0; i < ATTEMPTS; i++) {
        int status = 0;
        close(open(SCRATCH, O_WRONLY | O_CREAT, 0600));
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
            _exit(attempts[i].gets_through() ? 0 : 1);
        }
        waitpid(pid, &status, 0);
        printf("%s: %s\n", status ? "refused" : "ALLOWED", attempts[i].name);
        rename(SCRATCH "-2", SCRATCH);
        rmdir(SCRATCH "-folder");
        umount("/mnt");
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "landlock") == 0)
        return printf("%d\n", landlock_version()) < 0;
    bool landlock = argc < 3 || strcmp(argv[2], "no-landlock") != 0;
    close(open(SCRATCH, O_WRONLY | O_CREAT, 0666));
    if (!landlock)
        forget_landlock();
    int status = argc < 2 || strcmp(argv[1], "control") == 0 ? try_outside()
                                                             : try_all(strcmp(argv[1], "tool") == 0, landlock);
    unlink(SCRATCH);
    unlink(SCRATCH "-new");
    return status;
}
