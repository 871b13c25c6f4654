/* Three raw system calls: glibc has no wrappers. The rights are numbered here and not taken from the kernel's header,
 * which may be older than the running kernel. After Linux Documentation/userspace-api/landlock.rst. */
#include "indexer/confine/landlock.h"

#include "corpus/base/str.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum {
    FS_EXECUTE = 1 << 0,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_VERSION_1 = (1 << 13) - 1,
    FS_REFER = 1 << 13,     /* version 2 */
    FS_TRUNCATE = 1 << 14,  /* version 3 */
    FS_IOCTL_DEV = 1 << 15, /* version 5 */
    NET_TCP = 3,            /* bind and connect; version 4 */
    SCOPE_ALL = 3           /* abstract sockets and signals; version 6 */
};

enum { VERSION_FLAG = 1, RULE_PATH_BENEATH = 1 };

struct ruleset {
    uint64_t fs, net, scoped;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
    return version < 0 ? 0 : (int)version;
}

static struct ruleset known_to(int version) {
    struct ruleset all = {.fs = FS_VERSION_1};
    all.fs |= version >= 2 ? FS_REFER : 0;
    all.fs |= version >= 3 ? FS_TRUNCATE : 0;
    all.fs |= version >= 5 ? FS_IOCTL_DEV : 0;
    all.net = version >= 4 ? NET_TCP : 0;
    all.scoped = version >= 6 ? SCOPE_ALL : 0;
    return all;
}

/* A path that is not there needs no rule. */
static void allow(int ruleset, const char *path, uint64_t rights) {
    struct path_beneath rule = {rights, open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0)
        return;
    syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent);
}

static void allow_tools(int ruleset, struct str tools) {
    static const char *const folders[] = {"/usr", "/lib", "/lib64", "/etc/fonts"};
    static const char *const loaders[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};
    char path[PATH_MAX];
    struct str tool;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        allow(ruleset, folders[i], FS_READ_FILE | FS_READ_DIR);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        allow(ruleset, loaders[i], FS_READ_FILE | FS_EXECUTE);
    allow(ruleset, "/etc/ld.so.cache", FS_READ_FILE);
    while (tools.n) {
        str_cut(tools, ' ', &tool, &tools);
        snprintf(path, sizeof path, "/usr/bin/%.*s", STR_FMT(tool));
        allow(ruleset, path, FS_READ_FILE | FS_EXECUTE);
    }
}

bool landlock_close(const char *tools) {
    int version = landlock_version();
    struct ruleset all = known_to(version);
    if (version == 0)
        return false;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (ruleset < 0)
        return false;
    if (*tools)
        allow_tools(ruleset, str_from(tools));
    bool closed = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return closed;
}
