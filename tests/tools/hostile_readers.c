/* Readers that were taken over by what they read, N of them, each beside a good neighbour: every neighbour must come out
 * whole and in order, every hostile one must end with its reason, and nothing may be left behind.
 *
 *   hostile_readers N [JOBS]
 *
 * The readers run in the real cage under the real extraction; only what they do inside is ours: a file's text says how to
 * misbehave. */
#include "corpus/base/utf8.h"
#include "indexer/confine/frames.h"
#include "indexer/extract/extraction.h"

#include <dirent.h>
#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool send(int fd, const void *bytes, size_t n) {
    return write(fd, bytes, n) == (ssize_t)n;
}

static void send_text(int fd, const char *text) {
    const struct extract_document doc = {.text = str_from(text)};
    frames_write_document(fd, &doc);
}

static void send_member(int fd, const char *name, struct str bytes) {
    const struct extract_input member = {.name = str_from(name), .bytes = bytes};
    frames_write_member(fd, &member);
}

static void crash(int fd) {
    (void)fd;
    raise(SIGSEGV);
}

static void give_up(int fd) {
    (void)fd;
    abort();
}

static void say_nothing(int fd) {
    (void)fd;
    _exit(0);
}

static void compute_for_ever(int fd) {
    (void)fd;
    for (volatile unsigned i = 0;; i++)
        continue;
}

static void wait_for_ever(int fd) {
    int word = 1;
    (void)fd;
    for (;;)
        syscall(SYS_futex, &word, FUTEX_WAIT, 1, NULL, NULL, 0);
}

static void close_and_compute(int fd) {
    close(fd);
    compute_for_ever(fd);
}

static void eat_memory(int fd) {
    (void)fd;
    for (;;) {
        char *piece = malloc(1 << 20);
        if (piece == NULL)
            abort();
        memset(piece, 1, 1 << 20);
    }
}

static void send_garbage(int fd) {
    uint32_t random = (uint32_t)getpid();
    for (int i = 0; i < 100000; i++) {
        random = random * 1664525 + 1013904223;
        if (!send(fd, &random, sizeof random))
            _exit(0);
    }
}

static void promise_too_much(int fd) {
    send(fd, "D\377\377\377\377", 5);
    send_garbage(fd);
}

static void stop_halfway(int fd) {
    send(fd, "D\100\0\0\0\1\0\0\0", 9);
}

static void count_too_far(int fd) {
    send(fd, "D\4\0\0\0\377\377\377\377", 9);
}

static void reach_too_far(int fd) {
    send(fd, "M\4\0\0\0\377\377\377\177", 9);
}

static void try_what_is_forbidden(int fd) {
    (void)fd;
    ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}

static void fork_for_ever(int fd) {
    (void)fd;
    for (;;)
        if (syscall(SYS_clone, 17, NULL, NULL, NULL, NULL) < 0)
            crash(fd);
}

/* A file that contains itself. */
static void nest(int fd) {
    send_member(fd, "again.txt", STR("nest"));
    frames_write_end(fd, ERR_OK, "");
}

static void unfold(int fd) {
    static char zeros[1 << 20];
    for (;;)
        send_member(fd, "zeros.bin", (struct str){zeros, sizeof zeros});
}

/* Well-formed frames with strange content: must come out harmless. */
static void send_oddities(int fd) {
    struct arena *arena = arena_new();
    struct extract_document doc = {.text = STR("A text\0 with \033[31m odd \xFF\xFE bytes."), .raw = STR("\xC3")};
    extract_value(arena, &doc, FIELD_TITLE, STR("\033]0;title\007 \xE2\x80\xAE reversed"), "html: \033[31m\xFF");
    extract_value(arena, &doc, FIELD_ID, STR("somebody-elses"), "html: id");
    extract_value(arena, &doc, FIELD_PATH, STR("/etc/passwd"), "html: path");
    extract_value(arena, &doc, FIELD_YEAR, STR("1999"), "html: year");
    extract_extra(arena, &doc, "country_from", STR("given"), "html");
    extract_extra(arena, &doc, "a\"b", STR("c"), "html");
    extract_extra(arena, &doc, "note", STR("\xFFquote\""), "html");
    extract_remark(arena, &doc, "A remark\n\033[31m.");
    frames_write_document(fd, &doc);
    frames_write_end(fd, ERR_OK, "");
}

static const struct behaviour {
    const char *name;
    void (*behave)(int fd);
    bool slow;
} behaviours[] = {
    {"crash", crash, false},
    {"give up", give_up, false},
    {"say nothing", say_nothing, false},
    {"garbage", send_garbage, false},
    {"promise too much", promise_too_much, false},
    {"stop halfway", stop_halfway, false},
    {"count too far", count_too_far, false},
    {"reach too far", reach_too_far, false},
    {"forbidden", try_what_is_forbidden, false},
    {"fork", fork_for_ever, false},
    {"nest", nest, false},
    {"oddities", send_oddities, false},
    {"memory", eat_memory, true},
    {"unfold", unfold, true},
    {"compute", compute_for_ever, true},
    {"close and compute", close_and_compute, true},
    {"wait", wait_for_ever, true},
};
#define BEHAVIOURS (sizeof behaviours / sizeof *behaviours)
#define QUICK 12u

static void behave(uint32_t kind, const struct extract_input *input, int out_fd) {
    (void)kind;
    for (size_t i = 0; i < BEHAVIOURS; i++)
        if (str_eq_c(input->bytes, behaviours[i].name))
            behaviours[i].behave(out_fd);
    if (str_starts(input->bytes, STR("good"))) {
        send_text(out_fd, arena_str(arena_new(), input->bytes).p);
        frames_write_end(out_fd, ERR_OK, "");
    }
}

static const char *no_tools(uint32_t kind) {
    (void)kind;
    return "";
}

/* ---- the parent ---- */

/* The slow ones come once in a hundred. */
static const struct behaviour *behaviour_of(unsigned i) {
    unsigned slow = (unsigned)BEHAVIOURS - QUICK;
    return i % 20 == 19 && i / 20 % 5 < slow ? &behaviours[QUICK + i / 20 % slow] : &behaviours[i % QUICK];
}

static void add(struct extraction *x, unsigned i, const char *text) {
    struct err e;
    char path[64];
    int fd;
    if (confine_memory_file(str_from(text), &fd, &e)) {
        puts(e.text);
        exit(2);
    }
    snprintf(path, sizeof path, "%u.txt", i);
    const struct extraction_file file = {.path = path, .shown = path, .fd = fd};
    extraction_add_file(x, extraction_arena(x), &file);
}

static bool fail(unsigned i, const char *what, const struct extraction_result *result) {
    printf("not ok - %u (%s): %s: kind %d, %s, %s\n", i, behaviour_of(i / 2)->name, what, (int)result->kind, result->path,
           result->why.text);
    return false;
}

static bool is_harmless(const struct document *doc) {
    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        for (size_t i = 0; i < doc->field[id].n; i++)
            if (!utf8_valid(doc->field[id].v[i]) || !utf8_valid(doc->from[id]) ||
                (doc->from[id].n && memchr(doc->from[id].p, 033, doc->from[id].n)))
                return false;
    return str_eq_c(doc->extra, "{\"note\":\"\xEF\xBF\xBDquote\\\"\"}") && utf8_valid(doc->raw) &&
           !str_eq_c(document_get(doc, FIELD_ID), "somebody-elses") &&
           !str_eq_c(document_get(doc, FIELD_PATH), "/etc/passwd") && doc->more[FIELD_YEAR].n == 0;
}

static bool check_good(unsigned i, const struct extraction_result *result) {
    char want[32];
    snprintf(want, sizeof want, "good %u", i);
    bool whole = result->kind == EXTRACTION_DOCUMENT && str_eq_c(document_get(&result->document, FIELD_TEXT), want);
    return whole || fail(i, "the neighbour is not whole", result);
}

static bool check_hostile(unsigned i, const struct extraction_result *result, bool *last) {
    char own[32];
    snprintf(own, sizeof own, "%u.txt", i);
    *last = strcmp(result->path, own) == 0 || result->kind == EXTRACTION_REJECTED;
    if (behaviour_of(i / 2)->behave == send_oddities)
        return (result->kind == EXTRACTION_DOCUMENT && is_harmless(&result->document)) || fail(i, "not harmless", result);
    return result->kind == EXTRACTION_IGNORED || (result->kind == EXTRACTION_REJECTED && result->why.text[0]) ||
           fail(i, "not rejected", result);
}

static unsigned open_descriptors(void) {
    unsigned n = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        n++;
    if (folder)
        closedir(folder);
    return n;
}

static bool run(struct confine *confine, unsigned count, unsigned jobs) {
    struct extraction_options options = extraction_defaults();
    struct extraction_result result;
    struct err e;
    unsigned put = 0;
    bool good = true;
    options.jobs = jobs;
    options.limits.seconds = 1;
    options.limits.memory = 128;
    struct extraction *x = extraction_new(confine, &options);
    for (unsigned i = 0; i < 2 * count && good; i++) {
        char text[32];
        for (; put < 2 * count && extraction_has_room(x); put++) {
            snprintf(text, sizeof text, "good %u", put);
            add(x, put, put % 2 ? text : behaviour_of(put / 2)->name);
        }
        for (bool last = false; !last && good;) {
            if (extraction_next(x, &result, &e)) {
                printf("not ok - %s\n", e.text);
                return false;
            }
            last = true;
            good = i % 2 ? check_good(i, &result) : check_hostile(i, &result, &last);
        }
    }
    good = good && extraction_next(x, &result, &e) == ERR_OK && result.kind == EXTRACTION_END;
    extraction_free(&x);
    return good;
}

int main(int argc, char **argv) {
    static const struct confine_role role = {NULL, no_tools, behave};
    struct confine *confine;
    struct rusage usage;
    struct err e;
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100, before = open_descriptors();
    if (confine_start(&confine, &role, &e)) {
        puts(e.text);
        return 2;
    }
    bool good = run(confine, count, argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 4);
    confine_stop(&confine);
    printf("%s - %u hostile readers, each between good ones\n", good ? "ok" : "not ok", count);
    bool clean = waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD && open_descriptors() == before;
    printf("%s - no process and no descriptor is left\n", clean ? "ok" : "not ok");
    getrusage(RUSAGE_SELF, &usage);
    printf("# the parent's memory: %ld MB\n", usage.ru_maxrss >> 10);
    return good && clean ? 0 : 1;
}
