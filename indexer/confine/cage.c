/* The order matters: descriptors and limits first, then root is given up, then Landlock, which needs system calls that
 * seccomp refuses, and seccomp at the end. */
#include "indexer/confine/cage.h"

#include "indexer/confine/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534
/* The input of a tool is a file in memory. */
#define TOOL_FILE_MAX ((rlim_t)256 << 20)
#define FILES_PURE 8u
#define FILES_TOOL 64u

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

#define CLONE_FORBIDDEN                                                                                                \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |       \
     CLONE_PARENT | CLONE_PTRACE)

/* What a parser and its libraries need once everything is loaded. */
static const int allowed[] = {
    SCMP_SYS(read),          SCMP_SYS(readv),        SCMP_SYS(write),        SCMP_SYS(writev),
    SCMP_SYS(close),         SCMP_SYS(lseek),        SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(madvise),       SCMP_SYS(brk),          SCMP_SYS(futex),        SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack),  SCMP_SYS(getpid),
    SCMP_SYS(gettid),        SCMP_SYS(getuid),       SCMP_SYS(geteuid),      SCMP_SYS(getgid),
    SCMP_SYS(getegid),       SCMP_SYS(exit),         SCMP_SYS(exit_group),   SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),  SCMP_SYS(gettimeofday), SCMP_SYS(time),         SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),       SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
};

/* What starting a tool, the dynamic loader and the tool itself need more. */
static const int allowed_with_tools[] = {
    SCMP_SYS(mmap),           SCMP_SYS(mprotect),      SCMP_SYS(execve),        SCMP_SYS(fork),
    SCMP_SYS(vfork),          SCMP_SYS(wait4),         SCMP_SYS(waitid),        SCMP_SYS(pipe2),
    SCMP_SYS(dup),            SCMP_SYS(dup2),          SCMP_SYS(dup3),          SCMP_SYS(poll),
    SCMP_SYS(ppoll),          SCMP_SYS(fcntl),         SCMP_SYS(fstat),         SCMP_SYS(newfstatat),
    SCMP_SYS(stat),           SCMP_SYS(lstat),         SCMP_SYS(statx),         SCMP_SYS(access),
    SCMP_SYS(faccessat),      SCMP_SYS(faccessat2),    SCMP_SYS(readlink),      SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),     SCMP_SYS(getcwd),        SCMP_SYS(pread64),       SCMP_SYS(ioctl),
    SCMP_SYS(arch_prctl),     SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
    SCMP_SYS(prlimit64),      SCMP_SYS(getrlimit),     SCMP_SYS(uname),         SCMP_SYS(memfd_create),
    SCMP_SYS(ftruncate),      SCMP_SYS(prctl),         SCMP_SYS(seccomp),       SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_setaffinity), SCMP_SYS(getppid),    SCMP_SYS(getpgrp),       SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(close_range),  SCMP_SYS(fadvise64),     SCMP_SYS(getrusage),
    SCMP_SYS(times),
};

/* No reader, tool or library has any business with these. */
static const int deadly[] = {
    SCMP_SYS(ptrace),        SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(bpf),
    SCMP_SYS(mount),         SCMP_SYS(umount2),          SCMP_SYS(pivot_root),        SCMP_SYS(setns),
    SCMP_SYS(unshare),       SCMP_SYS(init_module),      SCMP_SYS(finit_module),      SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),    SCMP_SYS(perf_event_open),  SCMP_SYS(userfaultfd),       SCMP_SYS(keyctl),
    SCMP_SYS(add_key),       SCMP_SYS(request_key),      SCMP_SYS(io_uring_setup),    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at), SCMP_SYS(reboot),       SCMP_SYS(swapon),            SCMP_SYS(chroot),
    SCMP_SYS(pidfd_getfd),   SCMP_SYS(mknodat),
};

/* Stands for the number of the process in the program that is made once for all readers. */
#define OWN_PID 0x5AFE7EADu
#define STEPS_MAX 1024

/* Making a program takes longer than all the rest of starting a reader. */
static struct program {
    struct sock_filter steps[STEPS_MAX];
    unsigned short n;
} programs[2]; /* without tools, with tools */

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A call that this machine does not have needs no rule, so what is given back for it does not matter. */
static bool add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int failed = seccomp_rule_add(filter, action, calls[i], 0);
        if (failed && failed != -EDOM && failed != -EFAULT)
            return false;
    }
    return true;
}

/* Memory that can be executed is for the loader of tools only. */
static bool add_pure(scmp_filter_ctx filter) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

/* Files only for reading. What clone3 is asked for lies in memory, where no filter sees it; glibc then takes clone. */
static bool add_tools(scmp_filter_ctx filter) {
    const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    return add_all(filter, SCMP_ACT_ALLOW, allowed_with_tools, COUNT(allowed_with_tools)) &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, writing, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_FORBIDDEN, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

/* What seccomp_load would load, in memory. */
static bool export(scmp_filter_ctx filter, struct program *out) {
    struct stat st;
    int fd = memfd_create("filter", MFD_CLOEXEC);
    bool whole = fd >= 0 && seccomp_export_bpf(filter, fd) == 0 && fstat(fd, &st) == 0 &&
                 (size_t)st.st_size <= sizeof out->steps && pread(fd, out->steps, (size_t)st.st_size, 0) == st.st_size;
    out->n = whole ? (unsigned short)((size_t)st.st_size / sizeof *out->steps) : 0;
    if (fd >= 0)
        close(fd);
    return whole;
}

static bool prepare(bool tools) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool made = filter && add_all(filter, SCMP_ACT_ALLOW, allowed, COUNT(allowed)) &&
                add_all(filter, SCMP_ACT_KILL_PROCESS, deadly, COUNT(deadly)) &&
                seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, /* abort() */
                                 SCMP_A0(SCMP_CMP_EQ, OWN_PID)) == 0 &&
                (tools ? add_tools(filter) : add_pure(filter)) && export(filter, &programs[tools]);
    seccomp_release(filter);
    return made;
}

bool cage_prepare(void) {
    return prepare(false) && prepare(true);
}

/* The process may signal itself, whose number was not known when the program was made. */
static bool close_calls(bool tools) {
    struct program *program = &programs[tools];
    struct sock_fprog filter = {program->n, program->steps};
    for (size_t i = 0; i < program->n; i++)
        if (program->steps[i].code == (BPF_JMP | BPF_JEQ | BPF_K) && program->steps[i].k == OWN_PID)
            program->steps[i].k = (uint32_t)getpid();
    return program->n && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

bool cage_close_tool(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool closed = filter && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                             SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0 &&
                  seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fork), 0) == 0 &&
                  seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(vfork), 0) == 0 &&
                  seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return closed;
}

/* ---- descriptors, limits, root ---- */

void cage_close_descriptors(int keep) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; fd <= (SANITIZED ? STDOUT_FILENO : STDERR_FILENO); fd++)
        dup2(null, fd);
    if (keep > STDERR_FILENO + 1)
        close_range(STDERR_FILENO + 1, (unsigned)keep - 1, 0);
    close_range((unsigned)keep + 1, ~0u, 0);
    clearenv();
}

static bool limit(int resource, rlim_t soft, rlim_t hard) {
    const struct rlimit limits = {soft, hard};
    return setrlimit(resource, &limits) == 0;
}

/* Pages of address space the process has. */
static rlim_t address_space(void) {
    char text[64] = "";
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fgets(text, sizeof text, file) == NULL)
            text[0] = 0;
        fclose(file);
    }
    return (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* The kernel sends SIGXCPU at the soft limit and SIGKILL at the hard one. */
static bool set_limits(const struct cage *cage) {
    bool tools = *cage->tools != 0;
    rlim_t files = tools ? FILES_TOOL : FILES_PURE, file_size = tools ? TOOL_FILE_MAX : 0;
    rlim_t memory = address_space() + cage->memory;
    return limit(RLIMIT_CPU, cage->seconds, cage->seconds + 1) && (SANITIZED || limit(RLIMIT_AS, memory, memory)) &&
           limit(RLIMIT_FSIZE, file_size, file_size) && limit(RLIMIT_NOFILE, files, files) && limit(RLIMIT_CORE, 0, 0) &&
           limit(RLIMIT_MEMLOCK, 0, 0) && limit(RLIMIT_MSGQUEUE, 0, 0) && (tools || limit(RLIMIT_NPROC, 0, 0));
}

/* Inside a container that has no such user root stays root, with the rest of the cage around it. */
static bool give_up_root(void) {
    if (geteuid() != 0)
        return true;
    return setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0
               ? true
               : errno == EINVAL || errno == EPERM;
}

enum err_code cage_close(const struct cage *cage, int keep, struct err *e) {
    pid_t parent = getppid();
    cage_close_descriptors(keep);
    if (!set_limits(cage))
        return err_errno(e, "The limits of a reader could not be set");
    if (!give_up_root() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
        return err_errno(e, "A reader could not give up its rights");
    /* after the change of user, which takes it back; a parent that is gone by now sends nothing */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) || getppid() != parent)
        return err_set(e, ERR_IO, "The indexer is gone.");
    landlock_close(cage->tools);
    if (!close_calls(*cage->tools != 0))
        return err_set(e, ERR_IO, "The reader could not be confined: this kernel has no seccomp.");
    return ERR_OK;
}
