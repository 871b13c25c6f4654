/* Generations (corpus/store/generation.h) on made-up segments in a scratch folder: what is published is read back, what
 * is damaged is refused with a next step, and neither a failed publication nor pruning takes away what is served. */
#include "corpus/store/generation.h"
#include "corpus/store/manifest.h"
#include "corpus/store/manifest_format.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>


/* Each test starts beside an empty collection "c". */
static int enter_collection(void **state) {
    return enter_scratch(state) || file_make_dirs("c/generations", &e) || file_make_dirs("c/segments", &e);
}

/* The names in a folder of the collection, with a space between. */
static const char *names(const char *folder) {
    struct strs list = {NULL, 0};
    struct str joined = STR_EMPTY;
    assert_int_equal(file_list(arena, generation_path(arena, "c", folder), &list, &e), ERR_OK);
    for (size_t i = 0; i < list.n; i++)
        joined = arena_printf(arena, "%.*s%s%.*s", STR_FMT(joined), i ? " " : "", STR_FMT(list.v[i]));
    return joined.p;
}

/* ---- making generations ---- */

/* A folder with three files, listed. */
static struct manifest_segment make_segment(uint32_t number, uint32_t documents) {
    struct manifest_segment segment = {.number = number, .documents = documents};
    const char *path = generation_segment_path(arena, "c", number, false);
    assert_int_equal(file_make_dirs(generation_path(arena, path, "engine"), &e), ERR_OK);
    put(generation_path(arena, path, "engine/postlist"), arena_printf(arena, "postings of %u", number));
    put(generation_path(arena, path, "columns"), STR_EMPTY);
    put(generation_path(arena, path, "text"), STR("Las comisarías de Málaga."));
    if (generation_list_files(arena, path, &segment, &e))
        fail_msg("%s", e.text);
    return segment;
}

/* Generation `number` with segments from..to of ten documents each. */
static struct manifest make_manifest(uint32_t number, uint32_t from, uint32_t to) {
    struct manifest m = {.number = number,
                         .created = STR("2026-11-23T02:10:00Z"),
                         .program = STR("rastro 0.1.0"),
                         .contract = STR("schema 1; \"tokens\" 1; é"),
                         .segments = arena_array(arena, 8, sizeof *m.segments),
                         .languages = arena_array(arena, 2, sizeof *m.languages),
                         .language_count = 2};
    for (uint32_t s = from; s <= to; s++)
        m.segments[m.segment_count++] = make_segment(s, 10);
    m.documents = (uint32_t)m.segment_count * 10;
    m.languages[0] = (struct manifest_language){language_find(STR("es")), m.documents - 3};
    m.languages[1] = (struct manifest_language){language_unknown(), 3};
    return m;
}

static void hide(struct manifest *m, size_t segment, const uint32_t *numbers, uint32_t n) {
    m->segments[segment].hidden = arena_array(arena, n, sizeof *numbers);
    m->segments[segment].hidden_count = n;
    memcpy(m->segments[segment].hidden, numbers, n * sizeof *numbers);
    m->documents -= n;
    m->languages[0].documents -= n;
}

static void publish(const struct manifest *m) {
    if (generation_publish("c", m, &e))
        fail_msg("%s", e.text);
}

static void publish_new(uint32_t number, uint32_t from, uint32_t to) {
    struct manifest m = make_manifest(number, from, to);
    publish(&m);
}

static struct manifest read_served(void) {
    struct manifest m;
    if (generation_read(arena, "c", &m, &e))
        fail_msg("%s", e.text);
    return m;
}

static uint32_t served(void) {
    return read_served().number;
}

static enum err_code read_code(void) {
    struct manifest m;
    return generation_read(arena, "c", &m, &e);
}

static void assert_same(const struct manifest *a, const struct manifest *b) {
    struct buf x, y;
    buf_init(&x);
    buf_init(&y);
    manifest_write(&x, a);
    manifest_write(&y, b);
    assert_string_equal(x.data, y.data);
    buf_fini(&x);
    buf_fini(&y);
}

/* ---- publishing and reading ---- */

static void nothing_is_published_yet(void **state) {
    (void)state;
    struct manifest m = {.number = 9};
    assert_int_equal(generation_read(arena, "c", &m, &e), ERR_OK);
    assert_int_equal(m.number, 0);
    assert_int_equal(m.segment_count, 0);
    assert_int_equal(rmdir("c/generations"), 0);
    assert_int_equal(served(), 0);
    assert_int_equal(generation_read(arena, "missing", &m, &e), ERR_NOT_FOUND);
    assert_string_equal(e.text,
                        "There is no collection at missing. \"rastro-index --collection missing add FOLDER\" makes "
                        "one.");
}

static void paths(void **state) {
    (void)state;
    assert_string_equal(generation_segment_path(arena, "a/b", 12, false), "a/b/segments/000012");
    assert_string_equal(generation_segment_path(arena, "c", 1234567, true), "c/segments/1234567.tmp");
    assert_string_equal(generation_path(arena, "c", "reports/1"), "c/reports/1");
}

static void published_is_read(void **state) {
    (void)state;
    static const uint32_t first[] = {1, 2, 3, 7, 9, 10}, second[] = {5};
    struct manifest m = make_manifest(1, 1, 3);
    hide(&m, 0, first, 6);
    hide(&m, 2, second, 1);
    publish(&m);
    struct manifest got = read_served();
    assert_same(&m, &got);
    assert_int_equal(got.documents, 23);
    assert_int_equal(got.segments[0].hidden_count, 6);
    assert_memory_equal(got.segments[0].hidden, first, sizeof first);
    assert_null(got.segments[1].hidden);
    assert_ptr_equal(got.languages[1].language, language_unknown());
    assert_true(str_eq(got.contract, m.contract));
    assert_int_equal(got.segments[0].file_count, 3);
    assert_true(str_eq_c(got.segments[0].files[1].name, "engine/postlist"));
    assert_int_equal(generation_verify("c", &got, &e), ERR_OK);
    assert_true(str_eq(get("c/generations/CURRENT"), STR("000001\n")));
    assert_non_null(strstr(get("c/generations/000001").p, "\"hidden\": \"1-3,7,9-10\""));
    assert_string_equal(names("generations"), "000001 CURRENT");
    publish_new(2, 1, 4);
    assert_int_equal(served(), 2);
    struct stat st;
    assert_int_equal(stat("c/generations/000002", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void segments_may_hold_nothing_but_files(void **state) {
    (void)state;
    struct manifest_segment segment = {0};
    assert_int_equal(file_make_dirs("empty", &e), ERR_OK);
    assert_int_equal(generation_list_files(arena, "empty", &segment, &e), ERR_OK);
    assert_int_equal(segment.file_count, 0);
    assert_int_equal(generation_list_files(arena, "missing", &segment, &e), ERR_NOT_FOUND);
    for (int i = 0; i < 40; i++)
        put(arena_printf(arena, "empty/%02d", i).p, STR("x"));
    assert_int_equal(generation_list_files(arena, "empty", &segment, &e), ERR_OK);
    assert_int_equal(segment.file_count, 40);
    assert_true(str_eq_c(segment.files[39].name, "39"));
    assert_int_equal(symlink("00", "empty/link"), 0);
    assert_int_equal(generation_list_files(arena, "empty", &segment, &e), ERR_IO);
    assert_string_equal(e.text, "empty/link is not a regular file, so it cannot be part of a collection.");
    assert_int_equal(rename("empty/link", "empty/\xff"), 0);
    assert_int_equal(generation_list_files(arena, "empty", &segment, &e), ERR_IO);
}

static void going_back_is_writing_a_number(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    publish_new(2, 1, 2);
    put("c/generations/CURRENT", STR(" 1\r\n")); /* as an editor may leave it */
    assert_int_equal(served(), 1);
    struct manifest late = make_manifest(3, 1, 3);
    assert_int_equal(generation_publish("c", &late, &e), ERR_IO);
    assert_non_null(strstr(e.text, "names generation 1, not 2"));
    assert_int_equal(served(), 1);
    assert_string_equal(names("generations"), "000001 000002 CURRENT");
    struct manifest second;
    put("c/generations/CURRENT", STR("2"));
    second = read_served();
    put("c/generations/CURRENT", STR("1"));
    publish_new(2, 1, 3);
    struct manifest again = read_served();
    assert_int_equal(again.number, 2);
    assert_int_equal(again.segment_count, 3);
    assert_true(generation_identity(&again) != generation_identity(&second));
    assert_int_equal(generation_identity(&(struct manifest){0}), 0);
}

/* ---- CURRENT ---- */

static void without_current_the_newest_is_served(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    publish_new(2, 1, 2);
    put("c/generations/notes", STR("somebody's"));
    assert_int_equal(unlink("c/generations/CURRENT"), 0);
    assert_int_equal(served(), 2);
    publish_new(3, 1, 3);
    assert_int_equal(served(), 3);
}

static void a_damaged_current_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",         "\n",
        "x",        "0",
        "000000\n", "-1",
        "1 2",      "99999999999",
        "1\x01",    "0000000000000000000000000000000000000000000000000000000000000000000000001"};
    publish_new(1, 1, 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put("c/generations/CURRENT", str_from(bad[i]));
        assert_int_equal(read_code(), ERR_CORRUPT);
        assert_non_null(strstr(e.text, "Write the highest number"));
    }
    put("c/generations/CURRENT", STR("7"));
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_non_null(strstr(e.text, "c/generations/000007 is missing"));
    assert_non_null(strstr(e.text, "generations/CURRENT"));
    assert_int_equal(unlink("c/generations/CURRENT"), 0);
    assert_int_equal(mkdir("c/generations/CURRENT", 0700), 0);
    assert_int_equal(read_code(), ERR_IO);
}

/* An empty folder of manifests beside segments is a loss, not an empty collection. */
static void lost_manifests_are_told(void **state) {
    (void)state;
    make_segment(1, 10);
    assert_int_equal(served(), 0); /* a first run that was cut off leaves this */
    make_segment(2, 10);
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_non_null(strstr(e.text, "The manifests of c are lost"));
}

/* ---- damage ---- */

static void every_flipped_byte_is_refused(void **state) {
    (void)state;
    struct manifest m = make_manifest(1, 1, 2), got;
    publish(&m);
    struct str whole = get("c/generations/000001");
    char *copy = (char *)arena_str(arena, whole).p;
    for (size_t i = 0; i < whole.n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            copy[i] = (char)(whole.p[i] ^ 1 << bit);
            assert_int_equal(manifest_read(arena, "M", (struct str){copy, whole.n}, &got, &e), ERR_CORRUPT);
        }
        copy[i] = whole.p[i];
        assert_int_equal(manifest_read(arena, "M", str_slice(whole, 0, i), &got, &e), ERR_CORRUPT);
    }
    assert_true(str_starts(str_from(e.text), STR("M is damaged: its checksum is wrong. ")));
    copy[5] ^= 1;
    put("c/generations/000001", (struct str){copy, whole.n});
    assert_int_equal(read_code(), ERR_CORRUPT);
    put("c/generations/000001", STR_EMPTY);
    assert_int_equal(read_code(), ERR_CORRUPT);
}

/* The text with the first `from` replaced by `to`, and its checksum made right. */
static struct str forged(struct str text, const char *from, const char *to) {
    const char *place = strstr(text.p, from);
    if (!place)
        fail_msg("the manifest has no %s", from);
    size_t before = (size_t)(place - text.p), at;
    struct str after = str_slice(text, before + strlen(from), text.n);
    struct str out = arena_printf(arena, "%.*s%s%.*s", (int)before, text.p, to, STR_FMT(after));
    if (manifest_find_sum(out, &at)) {
        char digits[MANIFEST_SUM_DIGITS + 1];
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)manifest_sum(out, at));
        memcpy((char *)out.p + at, digits, MANIFEST_SUM_DIGITS);
    }
    return out;
}

static void what_makes_no_sense_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *from, *to;
        enum err_code code;
    } rows[] = {
        {"rastro 0.1.0", "rastro 0.1.1", ERR_OK},
        {"\"manifest\": 1,", "\"manifest\": 2,", ERR_CONTRACT},
        {"\"manifest\": 1,", "\"manifest\": 0,", ERR_CORRUPT},
        {"\"manifest\": 1,", "\"manifest\": \"1\",", ERR_CORRUPT},
        {"\"manifest\": 1,", "", ERR_CORRUPT},
        {"\"manifest\": 1,", "\"manifest\": 1, \"manifest\": 1,", ERR_CORRUPT},
        {"{\n", "[\n", ERR_CORRUPT},
        {"\"generation\": 1", "\"generation\": 0", ERR_CORRUPT},
        {"\"generation\": 1", "\"generation\": 4294967296", ERR_CORRUPT},
        {"\"created\": \"", "\"created\": 1, \"c\": \"", ERR_CORRUPT},
        {"\"documents\": 13", "\"documents\": 14", ERR_CORRUPT},
        {"\"documents\": 13", "\"documents\": -1", ERR_CORRUPT},
        {"\"documents\": 13", "\"documents\": 1.5", ERR_CORRUPT},
        {"\"es\", \"documents\": 10", "\"es\", \"documents\": 9", ERR_CORRUPT},
        {"\"code\": \"es\"", "\"code\": \"q9\"", ERR_CONTRACT},
        {"\"code\": \"es\"", "\"code\": \"Spanish\"", ERR_CONTRACT},
        {"\"code\": \"es\"", "\"code\": null", ERR_CORRUPT},
        {"\"languages\": [", "\"languages\": 1, \"x\": [", ERR_CORRUPT},
        {"\"segments\": [", "\"segments\": 1, \"x\": [", ERR_CORRUPT},
        {"{\"number\": 1", "{\"number\": 0", ERR_CORRUPT},
        {"{\"number\": 1", "{\"number\": 2", ERR_CORRUPT},
        {"{\"number\": 1", "{\"number\": 3", ERR_CORRUPT},
        {"1-3,7,9-11", "1-3,7,9-8", ERR_CORRUPT},
        {"1-3,7,9-11", "1-3,3,9-11", ERR_CORRUPT},
        {"1-3,7,9-11", "0-2,7,9-11", ERR_CORRUPT},
        {"1-3,7,9-11", "1-3,7,10-13", ERR_CORRUPT},
        {"1-3,7,9-11", "1-3,7,9-10,", ERR_CORRUPT},
        {"1-3,7,9-11", ",1-3,7,9-10", ERR_CORRUPT},
        {"1-3,7,9-11", "1-3,7,9-4294967297", ERR_CORRUPT},
        {"1-3,7,9-11", "1-4294967295", ERR_CORRUPT},
        {"1-3,7,9-11", "1,2,3,4,5,6-7", ERR_OK},
        {"\"name\": \"columns\"", "\"name\": \"\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"/etc/passwd\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"../columns\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"a/../../columns\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"a//b\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"a/\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"a\\u0000b\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"a\\u001bb\"", ERR_CORRUPT},
        {"\"name\": \"columns\"", "\"name\": \"..columns/.x\"", ERR_OK},
        {"\"size\": 0", "\"size\": -5", ERR_CORRUPT},
        {"\"xxh3\": \"", "\"xxh3\": \"0", ERR_CORRUPT},
        {"\"xxh3\": \"", "\"xxh3\": \"g", ERR_CORRUPT},
        {"\"files\": [", "\"files\": [7, ", ERR_CORRUPT},
        {"\"files\": [", "\"files\": {}, \"f\": [", ERR_CORRUPT},
    };
    static const uint32_t hidden[] = {1, 2, 3, 7, 9, 10, 11};
    struct manifest m = make_manifest(1, 1, 2), got;
    m.segments[0].documents = 11;
    m.segments[1].documents = 9;
    hide(&m, 0, hidden, 7);
    publish(&m);
    struct str whole = get("c/generations/000001");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum err_code code = manifest_read(arena, "M", forged(whole, rows[i].from, rows[i].to), &got, &e);
        if (code != rows[i].code)
            fail_msg("%s -> %s: %s", rows[i].from, rows[i].to, code ? e.text : "accepted");
        assert_true(!code || str_starts(str_from(e.text), STR("M ")));
    }
    put("c/generations/000001", forged(whole, "\"manifest\": 1,", "\"manifest\": 2,"));
    assert_int_equal(read_code(), ERR_CONTRACT);
    assert_string_equal(e.text,
                        "c/generations/000001 was written by a later version of Rastro (form 2; this program reads "
                        "1). Use that version, or index the sources into a new collection.");
    put("c/generations/000001", forged(whole, "\"generation\": 1", "\"generation\": 2"));
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_non_null(strstr(e.text, "it is the manifest of generation 2"));
}

static void missing_and_changed_files_are_met(void **state) {
    (void)state;
    publish_new(1, 1, 2);
    struct manifest m = read_served();
    put("c/segments/000002/text", STR("Las comisarías de Malága."));
    assert_int_equal(read_code(), ERR_OK);
    assert_int_equal(generation_verify("c", &m, &e), ERR_CORRUPT);
    assert_string_equal(e.text, "c/segments/000002/text is damaged: its checksum is wrong. " MANIFEST_NEXT_STEP);
    put("c/segments/000002/text", STR("short"));
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_non_null(strstr(e.text, "c/segments/000002/text is damaged: it should be a file of 27 bytes."));
    assert_int_equal(unlink("c/segments/000002/text"), 0);
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_non_null(strstr(e.text, "c/segments/000002/text is missing."));
    assert_int_equal(generation_verify("c", &m, &e), ERR_CORRUPT);
    assert_int_equal(symlink("../000001/text", "c/segments/000002/text"), 0);
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_int_equal(unlink("c/segments/000002/text"), 0);
    assert_int_equal(mkdir("c/segments/000002/text", 0700), 0);
    assert_int_equal(read_code(), ERR_CORRUPT);
    assert_int_equal(file_remove_tree("c/segments", &e), ERR_OK);
    assert_int_equal(read_code(), ERR_CORRUPT);
}

/* ---- failed publications ---- */

static enum err_code publish_on_a_full_disk(const struct manifest *m, rlim_t bytes) {
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){.rlim_cur = bytes, .rlim_max = old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    enum err_code code = generation_publish("c", m, &e);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    return code;
}

static void a_failed_publication_changes_nothing(void **state) {
    (void)state;
    struct manifest m = make_manifest(1, 1, 1);
    assert_int_equal(publish_on_a_full_disk(&m, 10), ERR_IO);
    assert_string_equal(names("generations"), "");
    assert_int_equal(served(), 0);
    publish(&m);
    m = make_manifest(2, 1, 2);
    assert_int_equal(publish_on_a_full_disk(&m, 10), ERR_IO);
    assert_string_equal(e.text, "c/generations/000002 could not be written: File too large.");
    assert_int_equal(served(), 1);
    publish(&m);
    assert_int_equal(served(), 2);
    assert_string_equal(names("generations"), "000001 000002 CURRENT");
}

/* The manifest can be written, CURRENT cannot: a folder is in its place. */
static void a_failed_switch_withdraws_the_manifest(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    assert_int_equal(unlink("c/generations/CURRENT"), 0);
    assert_int_equal(file_make_dirs("c/generations/CURRENT", &e), ERR_OK);
    struct manifest m = make_manifest(2, 1, 2);
    assert_int_equal(generation_publish("c", &m, &e), ERR_IO);
    assert_string_equal(names("generations"), "000001 CURRENT");
    assert_int_equal(rmdir("c/generations/CURRENT"), 0);
    publish(&m);
    assert_int_equal(served(), 2);
}

/* ---- pruning ---- */

static void pruning_keeps_the_last_two(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    publish_new(2, 1, 2);
    publish_new(3, 3, 3); /* merged */
    generation_prune("c", 3, 2);
    assert_string_equal(names("generations"), "000002 000003 CURRENT");
    assert_string_equal(names("segments"), "000001 000002 000003");
    publish_new(4, 3, 4);
    generation_prune("c", 4, 2);
    assert_string_equal(names("generations"), "000003 000004 CURRENT");
    assert_string_equal(names("segments"), "000003 000004");
    generation_prune("c", 4, 1);
    assert_string_equal(names("generations"), "000004 CURRENT");
    assert_int_equal(generation_verify("c", &(struct manifest){0}, &e), ERR_OK);
    struct manifest m = read_served();
    assert_int_equal(generation_verify("c", &m, &e), ERR_OK);
}

static void pruning_clears_what_killed_runs_left(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    make_segment(2, 10); /* named by nobody yet */
    assert_int_equal(file_make_dirs("c/segments/000003.tmp/engine", &e), ERR_OK);
    put("c/generations/000002.a1B2c3", STR("half a manifest"));
    put("c/generations/CURRENT.a1B2c3", STR(""));
    generation_prune("c", 1, 2);
    assert_string_equal(names("generations"), "000001 CURRENT");
    assert_string_equal(names("segments"), "000001");
}

static void pruning_leaves_what_is_not_ours(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    put("c/generations/README.", STR("mine"));
    put("c/generations/7", STR("mine"));
    put("c/generations/000001.backup", STR("mine"));
    assert_int_equal(file_make_dirs("c/segments/old", &e), ERR_OK);
    assert_int_equal(file_make_dirs("c/segments/0000002", &e), ERR_OK);
    assert_int_equal(file_make_dirs("c/segments/x.tmp", &e), ERR_OK);
    generation_prune("c", 1, 1);
    assert_string_equal(names("generations"), "000001 000001.backup 7 CURRENT README.");
    assert_string_equal(names("segments"), "0000002 000001 old x.tmp");
}

static void pruning_after_going_back(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    publish_new(2, 1, 2);
    publish_new(3, 1, 3);
    put("c/generations/CURRENT", STR("000002\n"));
    generation_prune("c", served(), 2);
    assert_string_equal(names("generations"), "000001 000002 CURRENT");
    assert_string_equal(names("segments"), "000001 000002");
    publish_new(3, 1, 3);
    assert_int_equal(served(), 3);
}

static void pruning_removes_nothing_when_in_doubt(void **state) {
    (void)state;
    publish_new(1, 1, 1);
    publish_new(2, 1, 2);
    publish_new(3, 3, 3);
    put("c/generations/000002", STR("damaged"));
    generation_prune("c", 3, 2);
    assert_string_equal(names("generations"), "000001 000002 000003 CURRENT");
    assert_string_equal(names("segments"), "000001 000002 000003");
    publish_new(4, 3, 4); /* with the next generation the damaged one is none of those to be kept */
    generation_prune("c", 4, 2);
    assert_string_equal(names("generations"), "000003 000004 CURRENT");
    assert_string_equal(names("segments"), "000003 000004");
    generation_prune("c", 9, 1); /* no such generation */
    assert_string_equal(names("segments"), "000003 000004");
    generation_prune("missing", 0, 1);
}

static void pruning_before_the_first_generation(void **state) {
    (void)state;
    make_segment(1, 10);
    assert_int_equal(file_make_dirs("c/segments/000002.tmp", &e), ERR_OK);
    generation_prune("c", served(), 2);
    assert_string_equal(names("segments"), "");
}

/* ---- a read-only place ---- */

static void set_modes(mode_t folders, mode_t files) {
    static const char *const below[] = {"c", "c/generations", "c/segments", "c/segments/000001",
                                        "c/segments/000001/engine"};
    static const char *const in[] = {"c/generations/CURRENT", "c/generations/000001", "c/segments/000001/text",
                                     "c/segments/000001/columns", "c/segments/000001/engine/postlist"};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_int_equal(chmod(in[i], files), 0);
    for (size_t i = sizeof below / sizeof *below; i > 0; i--)
        assert_int_equal(chmod(below[i - 1], folders), 0);
}

/* Modes do not hold root back, so root becomes nobody. The step that failed, 0 for none. */
static int use_read_only(const struct manifest *next) {
    struct manifest m;
    if (getuid() == 0 && setuid(65534) != 0)
        return 1;
    if (generation_read(arena, "c", &m, &e) || m.number != 1 || generation_verify("c", &m, &e))
        return 2;
    if (generation_publish("c", next, &e) != ERR_IO)
        return 3;
    generation_prune("c", 1, 1);
    return 0;
}

static void a_read_only_collection_is_read(void **state) {
    publish_new(1, 1, 1);
    struct manifest next = make_manifest(2, 1, 1);
    put("c/segments/000001/engine/postlist", STR("postings of 1"));
    set_modes(0555, 0444);
    assert_int_equal(chmod(*state, 0755), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(use_read_only(&next));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    set_modes(0700, 0600);
    assert_int_equal(served(), 1);
}

int main(void) {
#define IN_COLLECTION(test) cmocka_unit_test_setup_teardown(test, enter_collection, leave_scratch)
    const struct CMUnitTest tests[] = {
        IN_COLLECTION(nothing_is_published_yet),
        IN_COLLECTION(paths),
        IN_COLLECTION(published_is_read),
        IN_COLLECTION(segments_may_hold_nothing_but_files),
        IN_COLLECTION(going_back_is_writing_a_number),
        IN_COLLECTION(without_current_the_newest_is_served),
        IN_COLLECTION(a_damaged_current_is_refused),
        IN_COLLECTION(lost_manifests_are_told),
        IN_COLLECTION(every_flipped_byte_is_refused),
        IN_COLLECTION(what_makes_no_sense_is_refused),
        IN_COLLECTION(missing_and_changed_files_are_met),
        IN_COLLECTION(a_failed_publication_changes_nothing),
        IN_COLLECTION(a_failed_switch_withdraws_the_manifest),
        IN_COLLECTION(pruning_keeps_the_last_two),
        IN_COLLECTION(pruning_clears_what_killed_runs_left),
        IN_COLLECTION(pruning_leaves_what_is_not_ours),
        IN_COLLECTION(pruning_after_going_back),
        IN_COLLECTION(pruning_removes_nothing_when_in_doubt),
        IN_COLLECTION(pruning_before_the_first_generation),
        IN_COLLECTION(a_read_only_collection_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
