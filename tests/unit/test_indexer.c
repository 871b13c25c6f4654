/* Whole runs of the indexer (indexer/job.h) on small collections in a scratch folder, and the rules of merging. What is
 * served is read back from the published segments, not from what the run says of itself. */
#include "corpus/base/buf.h"
#include "corpus/base/file.h"
#include "indexer/job.h"
#include "indexer/lock.h"
#include "indexer/merge.h"
#include "indexer/segment.h"
#include "indexer/served.h"
#include "indexer/stop.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- running, and looking at what came of it ---- */

/* "new changed unchanged duplicate rejected ignored", or the sentence of the failure. */
static const char *run(const char *collection, char *path) {
    struct job_options options = {.intake = {.collection = collection, .paths = &path, .path_count = 1},
                                  .progress = PROGRESS_NEVER};
    options.intake.extraction = extraction_defaults();
    struct report *report = report_new(&path, 1);
    enum err_code code = job_run(&options, report, &e);
    struct str told = code ? arena_str(arena, str_from(e.text)) : STR_EMPTY;
    for (enum outcome o = 0; !code && o < OUTCOME_COUNT; o++)
        told = arena_printf(arena, "%.*s%s%llu", STR_FMT(told), o ? " " : "", (unsigned long long)report_count(report, o));
    report_free(&report);
    return told.p;
}

static const char *add(const char *records) {
    put("in.jsonl", str_from(records));
    return run("c", "in.jsonl");
}

static struct manifest manifest(void) {
    struct manifest m;
    if (generation_read(arena, "c", &m, &e))
        fail_msg("%s", e.text);
    assert_int_equal(generation_verify("c", &m, &e), ERR_OK);
    return m;
}

/* Every served document as "ID@FIRST_SEEN:TITLE", sorted, and checks that the manifest counts them. */
static const char *served(void) {
    struct manifest m = manifest();
    struct strs all = {NULL, 0};
    struct str joined = STR_EMPTY;
    for (size_t i = 0; i < m.segment_count; i++) {
        struct served *walk = NULL;
        struct served_document row;
        bool more = true;
        assert_int_equal(served_open(&walk, "c", &m.segments[i], &e), ERR_OK);
        while (served_next(walk, arena, &row, &more, &e) == ERR_OK && more)
            arena_push(arena, &all, arena_printf(arena, "%.*s@%u:%.*s", STR_FMT(document_get(&row.document, FIELD_ID)),
                                                 row.first_seen, STR_FMT(document_get(&row.document, FIELD_TITLE))));
        assert_false(more);
        served_close(&walk);
    }
    assert_int_equal(all.n, m.documents);
    if (all.n > 1)
        qsort(all.v, all.n, sizeof *all.v, str_cmp_qsort);
    for (size_t i = 0; i < all.n; i++)
        joined = arena_printf(arena, "%.*s%s%.*s", STR_FMT(joined), i ? " " : "", STR_FMT(all.v[i]));
    return joined.p;
}

static bool is_there(const char *path) {
    return file_exists(path);
}

/* ---- outcomes ---- */

#define ES "{\"id\":\"es\",\"title\":\"Málaga\",\"text\":\"Las comisarías de Málaga.\",\"lang\":\"es\"}\n"
#define RU "{\"id\":\"ru\",\"title\":\"Полиция\",\"text\":\"Документ о полиции.\",\"lang\":\"ru\"}\n"
#define ZH "{\"id\":\"zh\",\"title\":\"警务\",\"text\":\"海外警务服务站\",\"lang\":\"zh\",\"country\":[\"CN\",\"ES\"]}\n"

static void new_then_unchanged(void **state) {
    (void)state;
    assert_string_equal(add(ES RU ZH), "3 0 0 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@1:Полиция zh@1:警务");
    assert_int_equal(manifest().number, 1);
    assert_int_equal(manifest().language_count, 3);
    assert_string_equal(add(ZH ES RU), "0 0 3 0 0 0");
    assert_int_equal(manifest().number, 1);
    assert_true(is_there("c/reports/000001.json") && is_there("c/reports/000002.json"));
}

static void changed_keeps_its_first_appearance(void **state) {
    (void)state;
    add(ES RU ZH);
    assert_string_equal(add(ES "{\"id\":\"ru\",\"title\":\"Новая\",\"text\":\"Новый текст.\",\"lang\":\"ru\"}\n"), "0 1 1 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@1:Новая zh@1:警务");
    assert_string_equal(add(RU), "0 1 0 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@1:Полиция zh@1:警务");
    assert_int_equal(manifest().number, 3);
    assert_int_equal(manifest().languages[0].documents, 1);
}

static void one_end_for_each_input(void **state) {
    (void)state;
    assert_string_equal(add(ES "not json\n" RU ES "{\"id\":\"ru\",\"title\":\"other\"}\n{\"id\":\"x\"}\n\n" ZH), "3 0 0 1 3 0");
    assert_string_equal(served(), "es@1:Málaga ru@1:Полиция zh@1:警务");
    struct str report;
    assert_int_equal(file_read(arena, "c/reports/000001.json", 1 << 20, &report, &e), ERR_OK);
    assert_non_null(strstr(report.p, "\"line\": 2, \"outcome\": \"rejected\""));
    assert_non_null(strstr(report.p, "in.jsonl:3.\"]"));
    assert_non_null(strstr(report.p, "the same as "));
    assert_non_null(strstr(report.p, "\"seen\": 7,"));
    assert_string_equal(add(ES), "0 0 1 0 0 0");
}

static void nothing_usable_publishes_nothing(void **state) {
    (void)state;
    assert_string_equal(add("[]\n{}\n"), "0 0 0 0 2 0");
    assert_int_equal(manifest().number, 0);
    assert_string_equal(run("c", "nowhere"), "0 0 0 0 1 0");
    assert_string_equal(add(""), "0 0 0 0 0 0");
    assert_string_equal(add(ES), "1 0 0 0 0 0");
}

/* 500,001 different words: more than one document may have. */
static void a_document_too_rich_is_rejected_alone(void **state) {
    (void)state;
    struct buf all;
    buf_init(&all);
    buf_add_c(&all, ES "{\"id\":\"rich\",\"text\":\"");
    for (int i = 0; i < 500001; i++)
        buf_addf(&all, "w%d ", i);
    buf_add_c(&all, "\"}\n" RU);
    assert_string_equal(add(all.data), "2 0 0 0 1 0");
    assert_string_equal(served(), "es@1:Málaga ru@1:Полиция");
    buf_fini(&all);
}

static void a_manifest_names_texts(void **state) {
    (void)state;
    assert_int_equal(file_make_dirs("in/docs", &e), ERR_OK);
    put("in/docs/a.txt", STR("Título\n\nEl texto de a.\n"));
    put("in/docs/b.txt", STR("Own first line\n\nText of b.\n"));
    put("in/docs/c.txt", STR("Alone\n\nNobody names me.\n"));
    put("in/m.jsonl", STR("{\"id\":\"a\",\"file\":\"a.txt\"}\n{\"id\":\"b\",\"title\":\"Given\",\"file\":\"docs/b.txt\"}\n"
                      "{\"id\":\"d\",\"title\":\"D\",\"file\":\"../secret.txt\"}\n"));
    assert_string_equal(run("c", "in"), "3 0 0 0 1 0");
    const char *all = served();
    assert_non_null(strstr(all, "a@1:Título b@1:Given file:"));
    assert_non_null(strstr(all, "@1:Alone"));
    struct manifest m = manifest();
    struct served *walk = NULL;
    struct served_document row;
    bool more;
    assert_int_equal(served_open(&walk, "c", &m.segments[0], &e), ERR_OK);
    assert_int_equal(served_next(walk, arena, &row, &more, &e), ERR_OK);
    assert_true(str_eq_c(document_get(&row.document, FIELD_TEXT), "El texto de a."));
    assert_int_equal(served_next(walk, arena, &row, &more, &e), ERR_OK);
    assert_true(str_eq_c(document_get(&row.document, FIELD_TEXT), "Own first line\n\nText of b."));
    served_close(&walk);
    assert_string_equal(run("c", "in"), "0 0 3 0 1 0");
}

/* ---- the ledger is only a memory ---- */

static void a_lost_ledger_is_made_anew(void **state) {
    (void)state;
    add(ES RU);
    add(ZH "{\"id\":\"ru\",\"title\":\"Новая\",\"lang\":\"ru\"}\n");
    assert_int_equal(unlink("c/ledger.sqlite"), 0);
    assert_string_equal(add(ES ZH "{\"id\":\"ru\",\"title\":\"Новая\",\"lang\":\"ru\"}\n"), "0 0 3 0 0 0");
    assert_int_equal(unlink("c/ledger.sqlite"), 0);
    assert_string_equal(add(RU), "0 1 0 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@1:Полиция zh@2:警务");
}

static void a_damaged_ledger_is_put_aside(void **state) {
    (void)state;
    add(ES RU);
    put("c/ledger.sqlite", STR("this is no database, but it is longer than a hundred bytes, which is what SQLite wants to see "
                           "before it judges a header at all"));
    assert_string_equal(add(ES RU), "0 0 2 0 0 0");
    assert_true(is_there("c/ledger.sqlite.damaged"));
}

/* A run that is cut off between the switch of generations and the ledger's commit leaves the older ledger. */
static void a_ledger_left_behind_is_made_anew(void **state) {
    (void)state;
    struct str before;
    add(ES);
    assert_int_equal(file_read(arena, "c/ledger.sqlite", 1 << 24, &before, &e), ERR_OK);
    add(RU ZH);
    assert_int_equal(file_replace("c/ledger.sqlite", before, &e), ERR_OK);
    assert_string_equal(add(ES RU ZH), "0 0 3 0 0 0");
    assert_int_equal(manifest().number, 2);
}

/* ---- going back ---- */

static void going_back_forgets_what_came_after(void **state) {
    (void)state;
    struct str later;
    add(ES);
    add(RU);
    assert_int_equal(file_read(arena, "c/ledger.sqlite", 1 << 24, &later, &e), ERR_OK);
    put("c/generations/CURRENT", STR("1\n"));
    assert_string_equal(add(ES RU), "1 0 1 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@2:Полиция");
    put("c/generations/CURRENT", STR("1\n"));
    assert_string_equal(add(ZH), "1 0 0 0 0 0");
    assert_string_equal(served(), "es@1:Málaga zh@2:警务");
    /* Cut off before its ledger was written: the one that is left describes another generation 2. */
    assert_int_equal(file_replace("c/ledger.sqlite", later, &e), ERR_OK);
    assert_string_equal(add(ES RU ZH), "1 0 2 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@3:Полиция zh@2:警务");
}

/* A run was killed after its segment got its name, and a damaged older manifest keeps it from being pruned. */
static void a_segment_left_behind_is_passed_over(void **state) {
    (void)state;
    add(ES);
    add(RU);
    put("c/generations/000001", STR("damaged"));
    assert_int_equal(file_make_dirs("c/segments/000003/engine", &e), ERR_OK);
    assert_string_equal(add(ZH), "1 0 0 0 0 0");
    assert_string_equal(served(), "es@1:Málaga ru@2:Полиция zh@3:警务");
    assert_true(is_there("c/segments/000004"));
    assert_false(is_there("c/segments/000003") || is_there("c/generations/000001"));
}

/* ---- nothing is published ---- */

static void a_second_run_is_told_who_is_at_work(void **state) {
    (void)state;
    struct lock lock;
    add(ES);
    assert_int_equal(lock_take(&lock, "c", &e), ERR_OK);
    const char *told = add(RU);
    assert_non_null(strstr(told, "Another run is at work"));
    assert_non_null(strstr(told, arena_printf(arena, "process %ld", (long)getpid()).p));
    assert_int_equal(e.code, ERR_LOCKED);
    lock_release(&lock);
    assert_string_equal(add(RU), "1 0 0 0 0 0");
}

static void other_folders_are_left_alone(void **state) {
    (void)state;
    assert_int_equal(file_make_dirs("c", &e), ERR_OK);
    put("c/letter", STR("precious"));
    assert_non_null(strstr(add(ES), "not a collection"));
    struct strs names;
    assert_int_equal(file_list(arena, "c", &names, &e), ERR_OK);
    assert_int_equal(names.n, 1);
}

static void another_contract_is_refused(void **state) {
    (void)state;
    add(ES);
    struct manifest m = manifest();
    m.number++;
    m.contract = STR("schema 0; tokens 0; icu 1");
    assert_int_equal(generation_publish("c", &m, &e), ERR_OK);
    add(RU);
    assert_int_equal(e.code, ERR_CONTRACT);
    assert_int_equal(manifest().number, 2);
}

/* In a child: runs it with the process spoiled in some way, and gives back its error code. */
static int code_in_child(void (*spoil)(void), const char *records) {
    put("in.jsonl", str_from(records));
    pid_t child = fork();
    if (child == 0) {
        stop_listen();
        err_clear(&e);
        spoil();
        run("c", "in.jsonl");
        _exit((int)e.code);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void ask_to_stop(void) {
    raise(SIGTERM);
}

static void shrink_disk(void) {
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){20 << 10, 20 << 10});
}

static void assert_untouched(void) {
    assert_string_equal(served(), "es@1:Málaga");
    assert_int_equal(manifest().number, 1);
    assert_false(is_there("c/segments/000002.tmp") || is_there("c/segments/000002"));
    assert_string_equal(add(ES RU), "1 0 1 0 0 0");
}

static void a_stopped_run_changes_nothing(void **state) {
    (void)state;
    add(ES);
    assert_int_not_equal(code_in_child(ask_to_stop, RU ZH), ERR_OK);
    assert_untouched();
}

static void a_full_disk_changes_nothing(void **state) {
    (void)state;
    struct buf all;
    uint32_t seed = 3;
    add(ES);
    buf_init(&all);
    for (int i = 0; i < 200; i++) {
        buf_addf(&all, "{\"id\":\"%d\",\"text\":\"", i);
        for (int w = 0; w < 100; w++)
            buf_addf(&all, "w%x ", seed = seed * 1664525 + 1013904223);
        buf_add_c(&all, "\"}\n");
    }
    assert_int_not_equal(code_in_child(shrink_disk, all.data), ERR_OK);
    assert_untouched();
    buf_fini(&all);
}

/* ---- verifying ---- */

static void do_nothing(void *context) {
    (void)context;
}

static void damage(const char *path, size_t keep) {
    struct str bytes;
    assert_int_equal(file_read(arena, path, 1 << 24, &bytes, &e), ERR_OK);
    assert_int_equal(file_replace(path, str_slice(bytes, 0, keep < bytes.n ? keep : bytes.n / 2), &e), ERR_OK);
}

static void a_damaged_segment_does_not_pass(void **state) {
    (void)state;
    static const char *const files[] = {"text", "columns", "engine/postlist.glass", "engine/iamglass"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(file_remove_tree("c", &e), ERR_OK);
        add(ES RU ZH);
        assert_int_equal(segment_verify("c/segments/000001", 3, do_nothing, NULL, &e), ERR_OK);
        assert_int_equal(segment_verify("c/segments/000001", 2, do_nothing, NULL, &e), ERR_CORRUPT);
        damage(arena_printf(arena, "c/segments/000001/%s", files[i]).p, 60);
        if (segment_verify("c/segments/000001", 3, do_nothing, NULL, &e) == ERR_OK)
            fail_msg("a damaged %s passes", files[i]);
    }
}

/* ---- merging ---- */

static void many_small_runs_stay_few_segments(void **state) {
    (void)state;
    for (int i = 1; i <= 25; i++) {
        assert_string_equal(add(arena_printf(arena, "{\"id\":\"d%02d\",\"title\":\"T%d\"}\n", i, i).p), "1 0 0 0 0 0");
        assert_true(manifest().segment_count <= MERGE_SEGMENTS + 1);
    }
    struct str want = STR_EMPTY;
    for (int i = 1; i <= 25; i++)
        want = arena_printf(arena, "%.*s%sd%02d@%d:T%d", STR_FMT(want), i > 1 ? " " : "", i, i, i);
    assert_string_equal(served(), want.p);
    assert_string_equal(add("{\"id\":\"d01\",\"title\":\"T1\"}\n{\"id\":\"d25\",\"title\":\"T25\"}\n"), "0 0 2 0 0 0");
}

static void a_segment_mostly_hidden_is_taken_in(void **state) {
    (void)state;
    add(ES RU ZH);
    add("{\"id\":\"es\",\"title\":\"Dos\",\"lang\":\"es\"}\n{\"id\":\"ru\",\"title\":\"Два\",\"lang\":\"ru\"}\n");
    assert_int_equal(manifest().segment_count, 1);
    assert_string_equal(served(), "es@1:Dos ru@1:Два zh@1:警务");
    assert_string_equal(add(ZH), "0 0 1 0 0 0");
}

/* Two hundred thousand documents in runs of every size, changes among them: few segments, and little written twice. */
static void merging_is_bounded(void **state) {
    (void)state;
    struct manifest_segment segments[64];
    bool take[64];
    size_t count = 0;
    uint64_t written = 0, new = 0;
    uint32_t seed = 11;
    for (int turn = 0; turn < 4000; turn++) {
        seed = seed * 1664525 + 1013904223;
        uint32_t size = 1 + (seed >> 20) % (turn % 50 == 0 ? 2000 : 20);
        if (count && turn % 3 == 0) { /* some of these replace documents of an older segment */
            struct manifest_segment *old = &segments[(seed >> 8) % count];
            uint32_t left = old->documents - old->hidden_count;
            old->hidden_count += size < left ? size : left - 1;
        }
        merge_choose(segments, count, size, take);
        size_t kept = 0;
        uint32_t total = size;
        for (size_t i = 0; i < count; i++)
            if (take[i])
                total += segments[i].documents - segments[i].hidden_count;
            else
                segments[kept++] = segments[i];
        segments[kept] = (struct manifest_segment){.documents = total};
        count = kept + 1;
        new += size;
        written += total;
        assert_true(count <= MERGE_SEGMENTS + 12);
    }
    assert_true(new > 100000);
    assert_true(written < 20 * new);
}

/* ---- what people read ---- */

static void the_lines_for_people(void **state) {
    (void)state;
    char *path = "in.jsonl";
    struct report *report = report_new(&path, 1);
    struct buf out;
    buf_init(&out);
    for (int i = 0; i < 1234; i++)
        report_add(report, OUTCOME_NEW, path, 1, STR_EMPTY);
    report_add(report, OUTCOME_CHANGED, path, 1, STR_EMPTY);
    for (uint64_t i = 1; i <= 30; i++)
        report_add(report, OUTCOME_REJECTED, "evil\x1b[2J\xE2\x80\xAE.jsonl", i, STR("No\nJSON."));
    report_add(report, OUTCOME_IGNORED, "a.pdf", 0, STR("not a format that is read yet (.pdf)"));
    report_published(report, 7, 47784, 0, true);
    report_text(report, &out);
    assert_non_null(strstr(out.data, "1,265 seen: 1,235 indexed (1 of them changed), 0 unchanged, 0 duplicate, 30 rejected. "
                                     "Generation 7, 47,784 documents, 0."));
    assert_non_null(strstr(out.data, ".jsonl:20: No JSON.\n... and 10 more rejected.\n"));
    assert_non_null(strstr(out.data, "1 left aside: 1 not a format that is read yet (.pdf).\n"));
    assert_null(strchr(out.data, 0x1b));
    assert_null(strstr(out.data, "\xE2\x80\xAE"));
    buf_fini(&out);
    report_free(&report);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(new_then_unchanged),
        IN_SCRATCH(changed_keeps_its_first_appearance),
        IN_SCRATCH(one_end_for_each_input),
        IN_SCRATCH(nothing_usable_publishes_nothing),
        IN_SCRATCH(a_document_too_rich_is_rejected_alone),
        IN_SCRATCH(a_manifest_names_texts),
        IN_SCRATCH(a_lost_ledger_is_made_anew),
        IN_SCRATCH(a_damaged_ledger_is_put_aside),
        IN_SCRATCH(a_ledger_left_behind_is_made_anew),
        IN_SCRATCH(going_back_forgets_what_came_after),
        IN_SCRATCH(a_segment_left_behind_is_passed_over),
        IN_SCRATCH(a_second_run_is_told_who_is_at_work),
        IN_SCRATCH(other_folders_are_left_alone),
        IN_SCRATCH(another_contract_is_refused),
        IN_SCRATCH(a_stopped_run_changes_nothing),
        IN_SCRATCH(a_full_disk_changes_nothing),
        IN_SCRATCH(a_damaged_segment_does_not_pass),
        IN_SCRATCH(many_small_runs_stay_few_segments),
        IN_SCRATCH(a_segment_mostly_hidden_is_taken_in),
        IN_SCRATCH(merging_is_bounded),
        IN_SCRATCH(the_lines_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
