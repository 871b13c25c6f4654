/* Reading inputs (indexer/source*.h, indexer/open.h) in a scratch folder: lines of any length, damaged gzip, folders with
 * all that strangers leave in them, text files that records name. Everything that is there must come out as some input. */
#include "corpus/base/buf.h"
#include "corpus/base/file.h"
#include "indexer/open.h"
#include "indexer/source.h"
#include "indexer/source_lines.h"
#include "tests/unit/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

static void make_folder(const char *path) {
    assert_int_equal(file_make_dirs(path, &e), ERR_OK);
}

/* ---- lines ---- */

static struct lines *open_lines(const char *path, size_t cap) {
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    return lines_new(fd, cap);
}

/* All that comes out of a file, as "NUMBER=LINE|", with L for a long line, B for a break. */
static const char *all_lines(const char *path, size_t cap) {
    struct lines *lines = open_lines(path, cap);
    struct buf out;
    struct str line;
    uint64_t number;
    enum lines_got got;
    buf_init(&out);
    while ((got = lines_next(lines, &line, &number, &e)) != LINES_END) {
        buf_addf(&out, "%llu=", (unsigned long long)number);
        if (got == LINES_LINE)
            buf_add_str(&out, line);
        buf_add_c(&out, got == LINES_LONG ? "L|" : got == LINES_BROKEN ? "B|" : "|");
    }
    lines_free(&lines);
    struct str kept = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return kept.p;
}

static void lines_plain(void **state) {
    (void)state;
    put("a", STR("\xEF\xBB\xBFone\r\n\n  \t\ndrei — три\n四\r\nno end"));
    assert_string_equal(all_lines("a", 100), "1=one|4=drei — три|5=四|6=no end|");
    put("b", STR(""));
    assert_string_equal(all_lines("b", 100), "");
    put("c", STR("\n\n\n"));
    assert_string_equal(all_lines("c", 100), "");
    put("d", STR("x\0y\n\xEF\xBB\xBFz"));
    assert_true(strncmp(all_lines("d", 100), "1=x", 3) == 0);
}

static void write_gzip(const char *path, struct str bytes) {
    gzFile file = gzopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, bytes.p, (unsigned)bytes.n), (int)bytes.n);
    assert_int_equal(gzclose(file), Z_OK);
}

static struct str random_lines(size_t count) {
    struct buf all;
    uint32_t seed = 7;
    buf_init(&all);
    for (size_t i = 0; i < count; i++) {
        buf_addf(&all, "%zu", i);
        for (size_t n = (seed >> 8) % 3000; n > 0; n--) {
            seed = seed * 1664525 + 1013904223;
            buf_addf(&all, "%c", 'a' + (int)(seed >> 24) % 26);
        }
        buf_add_c(&all, "\n");
    }
    struct str kept = arena_str(arena, buf_str(&all));
    buf_fini(&all);
    return kept;
}

/* 2,000 lines, 3 MB: many of them cross the end of a read buffer. */
static void lines_across_buffers(void **state) {
    (void)state;
    struct str all = random_lines(2000), rest = all, want, got;
    uint64_t number;
    write_gzip("a.gz", all);
    struct lines *lines = open_lines("a.gz", 1 << 20);
    for (uint64_t i = 1; i <= 2000; i++) {
        assert_true(str_cut(rest, '\n', &want, &rest));
        assert_int_equal(lines_next(lines, &got, &number, &e), LINES_LINE);
        assert_int_equal(number, i);
        assert_true(str_eq(got, want));
    }
    assert_int_equal(lines_next(lines, &got, &number, &e), LINES_END);
    lines_free(&lines);
}

/* A gzip file that was cut off gives every whole line before the cut, then says so. */
static void lines_cut_gzip(void **state) {
    (void)state;
    struct str whole, line, all = random_lines(2000);
    uint64_t number = 0, last = 0;
    enum lines_got got;
    write_gzip("a.gz", all);
    assert_int_equal(file_read(arena, "a.gz", 1 << 24, &whole, &e), ERR_OK);
    put("cut.gz", str_slice(whole, 0, whole.n / 2));
    struct lines *lines = open_lines("cut.gz", 1 << 20);
    while ((got = lines_next(lines, &line, &number, &e)) == LINES_LINE)
        assert_int_equal(number, ++last);
    assert_int_equal(got, LINES_BROKEN);
    assert_true(last > 500 && last < 1500);
    assert_non_null(strstr(e.text, "cut off"));
    assert_int_equal(lines_next(lines, &line, &number, &e), LINES_END);
    lines_free(&lines);
    char *damaged = (char *)arena_str(arena, whole).p;
    memset(damaged + whole.n / 2, 0x55, 64);
    put("damaged.gz", (struct str){damaged, whole.n});
    assert_non_null(strstr(all_lines("damaged.gz", 1 << 20), "B|"));
}

/* A line beyond the cap is passed over in no more memory than the cap; its neighbours are read. One that is many times as
 * long is no line but an attack, and nothing behind it is read. */
static void lines_too_long(void **state) {
    (void)state;
    struct buf all;
    buf_init(&all);
    buf_add_c(&all, "before\n");
    for (size_t i = 0; i < 100000; i++)
        buf_add_c(&all, "0123456789");
    buf_add_c(&all, "\nafter\n");
    put("a", buf_str(&all));
    assert_string_equal(all_lines("a", 100000), "1=before|2=L|3=after|");
    assert_string_equal(all_lines("a", 1000), "1=before|1=B|");
    assert_string_equal(all_lines("a", 999999), "1=before|2=L|3=after|");
    assert_int_equal(strlen(all_lines("a", 1000000)), strlen("1=before|2=|3=after|") + 1000000);
    buf_fini(&all);
}

/* ---- names ---- */

static void make_beneath(void) {
    make_folder("m/docs/deep");
    put("outside.txt", STR("secret"));
    put("m/here.txt", STR("here"));
    put("m/docs/there.txt", STR("there"));
    put("m/docs/deep/down.txt", STR("down"));
    put("m/page.pdf", STR("%PDF"));
    assert_int_equal(mkfifo("m/pipe.txt", 0600), 0);
    make_folder("m/folder.txt");
    assert_int_equal(symlink("../outside.txt", "m/leads-out.txt"), 0);
    assert_int_equal(symlink("..", "m/up"), 0);
    assert_int_equal(symlink("docs/there.txt", "m/leads-in.txt"), 0);
}

/* The content of a file named by a manifest in m/, or "!" and the reason. */
static const char *beneath(const char *name) {
    struct stat st;
    struct str bytes;
    int fd;
    if (open_beneath("m", str_from(name), &fd, &st, &e) || open_read(arena, fd, 1000, &bytes, &e))
        return arena_printf(arena, "!%s", e.text).p;
    return bytes.p;
}

static void assert_refused(const char *name, const char *part) {
    const char *got = beneath(name);
    if (got[0] != '!' || !strstr(got, part))
        fail_msg("%s: %s", name, got);
}

static void check_beneath(void) {
    assert_string_equal(beneath("here.txt"), "here");
    assert_string_equal(beneath("there.txt"), "there");
    assert_string_equal(beneath("docs/there.txt"), "there");
    assert_string_equal(beneath("deep/down.txt"), "down");
    assert_string_equal(beneath("./docs//deep/./down.txt"), "down");
    assert_refused("../outside.txt", "lead out");
    assert_refused("docs/../../outside.txt", "lead out");
    assert_refused("/etc/passwd.txt", "lead out");
    assert_refused("leads-out.txt", "link");
    assert_refused("up/outside.txt", "up/outside.txt");
    assert_refused("pipe.txt", "not a regular file");
    assert_refused("folder.txt", "not a regular file");
    assert_string_equal(beneath("page.pdf"), "%PDF");
    assert_refused("missing.txt", "missing.txt");
    assert_refused("", "no usable");
}

static void names_stay_beneath(void **state) {
    (void)state;
    make_beneath();
    check_beneath();
    assert_string_equal(beneath("leads-in.txt"), "there");
}

/* The same without openat2, as on an old kernel: links are then refused altogether. */
static void names_stay_beneath_on_old_kernels(void **state) {
    (void)state;
    make_beneath();
    pid_t child = fork();
    if (child == 0) {
        struct sock_filter program[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog filter = {sizeof program / sizeof *program, program};
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
            _exit(77);
        check_beneath();
        assert_refused("leads-in.txt", "link");
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip();
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void reading_has_a_limit(void **state) {
    (void)state;
    struct str bytes;
    struct stat st;
    int fd;
    put("big.txt", STR("123456"));
    assert_int_equal(open_file("big.txt", false, &fd, &st, &e), ERR_OK);
    assert_int_equal(open_read(arena, fd, 6, &bytes, &e), ERR_OK);
    assert_true(str_eq_c(bytes, "123456"));
    assert_int_equal(open_file("big.txt", false, &fd, &st, &e), ERR_OK);
    assert_int_equal(open_read(arena, fd, 5, &bytes, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "5 bytes"));
}

/* ---- whole sources ---- */

static const char *const kinds[] = {"record", "file", "refused", "ignored"};

/* Everything a source gives, one input a line. Claims what `claim` names after the first record. */
static const char *inputs(char *const *paths, size_t count, const char *collection, bool claim) {
    struct source *source = source_new(paths, count, collection);
    struct source_input input;
    struct buf out;
    buf_init(&out);
    while (source_next(source, &input)) {
        buf_addf(&out, "%s %s", kinds[input.kind], input.path);
        if (input.line)
            buf_addf(&out, ":%llu", (unsigned long long)input.line);
        if (input.kind == SOURCE_FILE && open_read(arena, input.fd, 1000, &input.bytes, &e))
            fail_msg("%s", e.text);
        if (input.kind == SOURCE_RECORD || input.kind == SOURCE_FILE)
            buf_addf(&out, " [%.*s]", STR_FMT(input.bytes));
        buf_add_c(&out, "\n");
        if (claim && input.kind == SOURCE_RECORD) {
            struct str text;
            const char *path;
            int fd;
            if (source_open_claimed(source, arena, input.bytes, &fd, &path, &e) || open_read(arena, fd, 1000, &text, &e))
                buf_addf(&out, "  ! %s\n", e.text);
            else
                buf_addf(&out, "  + %.*s (%s)\n", STR_FMT(text), path);
        }
    }
    source_free(&source);
    struct str kept = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return kept.p;
}

static void folders_are_walked_in_order(void **state) {
    (void)state;
    make_folder("in/b/c");
    make_folder("in/collection/generations");
    make_folder("in/.git");
    put("in/z.jsonl", STR("{1}\n\n{2}\n"));
    put("in/a.txt", STR("A"));
    put("in/b/é.txt", STR("É"));
    put("in/b/c/新.txt", STR("新"));
    put("in/b/c/m.ndjson", STR("{3}"));
    put("in/a.txt.meta.json", STR("{}"));
    put("in/b/gone.pdf.meta.json", STR("{}"));
    put("in/scan.PDF", STR("%PDF"));
    put("in/.hidden.txt", STR("no"));
    assert_int_equal(mkfifo("in/p.txt", 0600), 0);
    assert_int_equal(symlink("/etc", "in/etc"), 0);
    assert_int_equal(symlink("a.txt", "in/link.txt"), 0);
    char *paths[] = {"in/"};
    assert_string_equal(inputs(paths, 1, "in/collection", false),
                        "record in/z.jsonl:1 [{1}]\n"
                        "record in/z.jsonl:3 [{2}]\n"
                        "ignored in/.git\n"
                        "ignored in/.hidden.txt\n"
                        "file in/a.txt [A]\n"
                        "ignored in/collection\n"
                        "ignored in/etc\n"
                        "ignored in/link.txt\n"
                        "ignored in/p.txt\n"
                        "file in/scan.PDF [%PDF]\n"
                        "ignored in/b/gone.pdf.meta.json\n"
                        "file in/b/é.txt [É]\n"
                        "record in/b/c/m.ndjson:1 [{3}]\n"
                        "file in/b/c/新.txt [新]\n");
}

static void paths_that_cannot_be_read(void **state) {
    (void)state;
    put("a.txt", STR("A"));
    put("b.docx", STR("PK"));
    put("r.jsonl", STR("{}"));
    make_folder("folder.jsonl");
    assert_int_equal(mkfifo("p.txt", 0600), 0);
    assert_int_equal(mkfifo("p.jsonl", 0600), 0);
    char *paths[] = {"nowhere", "nowhere.jsonl", "p.txt", "p.jsonl", "b.docx", "folder.jsonl", "a.txt", "r.jsonl"};
    assert_string_equal(inputs(paths, 8, "none", false), "refused nowhere.jsonl\n"
                                                         "refused p.jsonl\n"
                                                         "record r.jsonl:1 [{}]\n"
                                                         "refused nowhere\n"
                                                         "refused p.txt\n"
                                                         "file b.docx [PK]\n"
                                                         "file a.txt [A]\n");
}

/* What a record claims is not read a second time, under whatever path it is met: in docs/, or as a path of its own. */
static void claimed_texts_are_read_once(void **state) {
    (void)state;
    make_folder("in/docs");
    put("in/docs/one.txt", STR("Uno"));
    put("in/docs/two.txt", STR("Dos"));
    put("in/manifest.jsonl", STR("one.txt\nmissing.txt\n../x.txt\n"));
    char *paths[] = {"in/docs/one.txt", "in"};
    assert_string_equal(inputs(paths, 2, "none", true),
                        "record in/manifest.jsonl:1 [one.txt]\n"
                        "  + Uno (in/one.txt)\n"
                        "record in/manifest.jsonl:2 [missing.txt]\n"
                        "  ! Its \"file\" (missing.txt): It could not be opened: No such file or directory.\n"
                        "record in/manifest.jsonl:3 [../x.txt]\n"
                        "  ! Its \"file\" (../x.txt) would lead out of the manifest's folder, which is not allowed.\n"
                        "file in/docs/two.txt [Dos]\n");
    char *manifest_last[] = {"in/docs", "in/manifest.jsonl"};
    assert_string_equal(inputs(manifest_last, 2, "none", true) + strlen("record in/manifest.jsonl:1 [one.txt]\n  + Uno (in/one.txt)\n"),
                        "record in/manifest.jsonl:2 [missing.txt]\n"
                        "  ! Its \"file\" (missing.txt): It could not be opened: No such file or directory.\n"
                        "record in/manifest.jsonl:3 [../x.txt]\n"
                        "  ! Its \"file\" (../x.txt) would lead out of the manifest's folder, which is not allowed.\n"
                        "file in/docs/two.txt [Dos]\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(lines_plain),
        IN_SCRATCH(lines_across_buffers),
        IN_SCRATCH(lines_cut_gzip),
        IN_SCRATCH(lines_too_long),
        IN_SCRATCH(names_stay_beneath),
        IN_SCRATCH(names_stay_beneath_on_old_kernels),
        IN_SCRATCH(reading_has_a_limit),
        IN_SCRATCH(folders_are_walked_in_order),
        IN_SCRATCH(paths_that_cannot_be_read),
        IN_SCRATCH(claimed_texts_are_read_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
