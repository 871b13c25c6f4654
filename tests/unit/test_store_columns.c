/* The columns (corpus/store/columns.h) against a plain model of what was added, and against damage: a changed byte is
 * always refused, a forged file is refused or stays within its bounds. */
#include "corpus/base/file.h"
#include "corpus/store/columns.h"
#include "corpus/store/columns_format.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>


static const struct date no_date = {0, 0};

static void finish(struct columns_writer **writer, const char *path) {
    if (columns_finish(writer, path, &e))
        fail_msg("%s", e.text);
    assert_null(*writer);
}

static struct columns *open_columns(const char *path) {
    struct columns *columns = NULL;
    if (columns_open(&columns, path, &e))
        fail_msg("%s", e.text);
    return columns;
}

/* "key=label key=label" of one document. */
static const char *values(const struct columns *columns, enum field_id field, uint32_t docid) {
    uint32_t n;
    struct str out = STR_EMPTY;
    const uint32_t *of = columns_values(columns, field, docid, &n);
    for (uint32_t i = 0; i < n; i++)
        out = arena_printf(arena, "%.*s%s%.*s=%.*s", STR_FMT(out), i ? " " : "",
                           STR_FMT(columns_key(columns, field, of[i])), STR_FMT(columns_label(columns, field, of[i])));
    return out.p;
}

/* ---- round trips ---- */

static void values_come_back(void **state) {
    (void)state;
    struct columns_writer *writer = columns_create();
    columns_add(writer, FIELD_LANG, STR("es"), STR("es"));
    columns_add(writer, FIELD_COUNTRY, STR("ES"), STR("Spain"));
    columns_add(writer, FIELD_COUNTRY, STR("CN"), STR("China"));
    columns_add(writer, FIELD_COUNTRY, STR("ES"), STR("España")); /* nothing new: the first label stays */
    columns_next(writer, 250, (struct date){20210501, 20210531});
    columns_next(writer, 0, no_date); /* a document without any */
    columns_add(writer, FIELD_COUNTRY, STR("CN"), STR("China"));
    columns_add(writer, FIELD_COUNTRY, STR("ES"), STR("ES"));
    columns_add(writer, FIELD_AUTHOR, STR("redaccion"), STR("Redacción")); /* a field that begins late */
    columns_add(writer, FIELD_AUTHOR, STR(""), STR(""));
    columns_next(writer, 1, no_date);
    finish(&writer, "columns");
    struct columns *columns = open_columns("columns");
    assert_int_equal(columns_documents(columns), 3);
    assert_int_equal(columns_lengths(columns)[0], 250);
    assert_int_equal(columns_date(columns, 1).first, 20210501);
    assert_int_equal(columns_date(columns, 1).last, 20210531);
    assert_int_equal(columns_date(columns, 2).first, 0);
    assert_int_equal(columns_lengths(columns)[1], 0);
    assert_int_equal(columns_lengths(columns)[2], 1);
    assert_string_equal(values(columns, FIELD_LANG, 1), "es=es");
    assert_string_equal(values(columns, FIELD_COUNTRY, 1), "ES=Spain CN=China");
    assert_string_equal(values(columns, FIELD_COUNTRY, 2), "");
    assert_string_equal(values(columns, FIELD_COUNTRY, 3), "ES=Spain CN=China");
    assert_string_equal(values(columns, FIELD_AUTHOR, 1), "");
    assert_string_equal(values(columns, FIELD_AUTHOR, 3), "redaccion=Redacción =");
    assert_int_equal(columns_value_count(columns, FIELD_COUNTRY), 2);
    assert_int_equal(columns_value_count(columns, FIELD_SOURCE), 0);
    assert_string_equal(values(columns, FIELD_SOURCE, 3), "");
    columns_close(&columns);
    columns_close(&columns);
    assert_null(columns);
}

static void empty_columns(void **state) {
    (void)state;
    struct columns_writer *writer = columns_create();
    finish(&writer, "none");
    struct columns *columns = open_columns("none");
    assert_int_equal(columns_documents(columns), 0);
    columns_close(&columns);

    writer = columns_create();
    columns_next(writer, 1, no_date);
    finish(&writer, "bare");
    columns = open_columns("bare");
    assert_int_equal(columns_documents(columns), 1);
    assert_string_equal(values(columns, FIELD_LANG, 1), "");
    columns_close(&columns);

    writer = columns_create();
    columns_add(writer, FIELD_LANG, STR("es"), STR("es"));
    columns_abandon(&writer);
    columns_abandon(&writer);
    assert_null(writer);
}

/* Which authors the model gives to a document: some none, some one, some forty. */
static uint32_t author_count(uint32_t document) {
    return document % 97 == 0 ? 40 : document % 4;
}

static uint32_t author(uint32_t document, uint32_t i) {
    return (document * 2654435761u + i * 40503u) % 3001;
}

static void many_documents(void **state) {
    (void)state;
    const uint32_t documents = 20000;
    struct columns_writer *writer = columns_create();
    for (uint32_t d = 1; d <= documents; d++) {
        struct arena *passing = arena_new();
        for (uint32_t i = 0; i < author_count(d); i++)
            columns_add(writer, FIELD_AUTHOR, arena_printf(passing, "a%u", author(d, i)),
                        arena_printf(passing, "Автор %u", author(d, i)));
        columns_add(writer, FIELD_YEAR, arena_printf(passing, "%u", 1900 + d % 120), STR(""));
        columns_next(writer, d * 7, (struct date){20200101 + d % 28, 20200101 + d % 28});
        arena_free(&passing);
    }
    finish(&writer, "columns");
    struct columns *columns = open_columns("columns");
    assert_int_equal(columns_documents(columns), documents);
    assert_int_equal(columns_value_count(columns, FIELD_YEAR), 120);
    for (uint32_t d = 1; d <= documents; d++) {
        uint32_t n, want = 0;
        bool seen[3001] = {false};
        char label[40];
        for (uint32_t i = 0; i < author_count(d); i++) {
            want += !seen[author(d, i)];
            seen[author(d, i)] = true;
        }
        const uint32_t *of = columns_values(columns, FIELD_AUTHOR, d, &n);
        assert_int_equal(n, want);
        for (uint32_t i = 0; i < n; i++) {
            struct str key = columns_key(columns, FIELD_AUTHOR, of[i]);
            uint64_t number;
            assert_true(i == 0 || of[i] > of[i - 1]);
            assert_true(str_to_u64(str_slice(key, 1, key.n), &number) && seen[number]);
            snprintf(label, sizeof label, "Автор %u", (unsigned)number);
            assert_true(str_eq_c(columns_label(columns, FIELD_AUTHOR, of[i]), label));
        }
        assert_int_equal(columns_lengths(columns)[d - 1], d * 7);
        assert_int_equal(columns_date(columns, d).last, 20200101 + d % 28);
        of = columns_values(columns, FIELD_YEAR, d, &n);
        assert_int_equal(n, 1);
        assert_int_equal(of[0], (d - 1) % 120);
    }
    columns_close(&columns);
}

/* ---- what is refused ---- */

static void refuses_what_is_no_columns(void **state) {
    (void)state;
    struct columns *columns = NULL;
    assert_int_equal(columns_open(&columns, "missing", &e), ERR_NOT_FOUND);
    assert_null(columns);
    put("empty", STR_EMPTY);
    assert_int_equal(columns_open(&columns, "empty", &e), ERR_CORRUPT);
    assert_string_equal(e.text,
                        "The columns empty are damaged: the file is too short. Restore the collection from a copy, "
                        "or index its sources again.");
    struct columns_writer *writer = columns_create();
    assert_int_equal(columns_finish(&writer, "nowhere/columns", &e), ERR_NOT_FOUND);
    assert_null(writer);
}

static void write_small(const char *path) {
    struct columns_writer *writer = columns_create();
    for (uint32_t d = 0; d < 5; d++) {
        columns_add(writer, FIELD_LANG, d % 2 ? STR("es") : STR("zh"), STR("label"));
        columns_add(writer, FIELD_COUNTRY, STR("ES"), STR("Spain"));
        if (d == 3)
            columns_add(writer, FIELD_COUNTRY, STR("CN"), STR("China"));
        columns_next(writer, 1, no_date);
    }
    finish(&writer, path);
}

/* A size limit of the process stands in for a full disk. */
static void a_full_disk_is_told(void **state) {
    (void)state;
    struct rlimit old, small;
    struct columns_writer *writer = columns_create();
    for (uint32_t i = 0; i < 5000; i++) {
        columns_add(writer, FIELD_LANG, STR("es"), STR("es"));
        columns_next(writer, 1, no_date);
    }
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){.rlim_cur = 10000, .rlim_max = old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    enum err_code code = columns_finish(&writer, "columns", &e);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(code, ERR_IO);
    assert_string_equal(e.text, "columns could not be written: File too large.");
    assert_null(writer);
}

static void every_flipped_byte_is_refused(void **state) {
    (void)state;
    static const char masks[] = {1, 0x40, (char)0xff};
    struct columns *columns = NULL;
    write_small("columns");
    struct str whole = get("columns");
    char *copy = (char *)arena_str(arena, whole).p;
    for (size_t i = 0; i < whole.n; i++)
        for (size_t m = 0; m < sizeof masks; m++) {
            copy[i] = (char)(whole.p[i] ^ masks[m]);
            put("damaged", (struct str){copy, whole.n});
            assert_int_equal(columns_open(&columns, "damaged", &e), ERR_CORRUPT);
            assert_null(columns);
            copy[i] = whole.p[i];
        }
}

static void every_other_length_is_refused(void **state) {
    (void)state;
    struct columns *columns = NULL;
    write_small("columns");
    struct str whole = get("columns");
    for (size_t n = 0; n < whole.n; n++) {
        put("damaged", str_slice(whole, 0, n));
        assert_int_equal(columns_open(&columns, "damaged", &e), ERR_CORRUPT);
    }
    char *longer = arena_alloc(arena, whole.n + 8);
    memcpy(longer, whole.p, whole.n);
    put("damaged", (struct str){longer, whole.n + 8});
    assert_int_equal(columns_open(&columns, "damaged", &e), ERR_CORRUPT);
}

/* Everything that a caller may ask for. */
static void walk(const struct columns *columns, size_t file_bytes) {
    for (enum field_id field = 0; field < FIELD_COUNT; field++) {
        size_t bytes = 0;
        uint32_t count = columns_value_count(columns, field), n;
        for (uint32_t v = 0; v < count; v++)
            bytes += columns_key(columns, field, v).n + columns_label(columns, field, v).n;
        assert_true(bytes <= file_bytes);
        for (uint32_t d = 1; d <= columns_documents(columns); d++) {
            const uint32_t *of = columns_values(columns, field, d, &n);
            assert_true(n <= count);
            for (uint32_t i = 0; i < n; i++)
                assert_true(of[i] < count && (i == 0 || of[i] > of[i - 1]));
        }
    }
}

/* Files that pass their checksum and are wrong all the same. */
static void forged_files_stay_in_bounds(void **state) {
    (void)state;
    static const uint32_t numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 0x40000000, 0x7fffffff, 0x80000000, 0xffffffff};
    write_small("columns");
    struct str whole = get("columns");
    size_t opened = 0;
    for (size_t i = 0; i + COLUMNS_CHECKSUM + 4 <= whole.n; i += 4)
        for (size_t v = 0; v < sizeof numbers / sizeof *numbers; v++) {
            char *copy = (char *)arena_str(arena, whole).p;
            struct columns *columns = NULL;
            memcpy(copy + i, &numbers[v], 4);
            uint64_t sum = XXH3_64bits(copy, whole.n - COLUMNS_CHECKSUM);
            memcpy(copy + whole.n - COLUMNS_CHECKSUM, &sum, sizeof sum);
            put("forged", (struct str){copy, whole.n});
            if (columns_open(&columns, "forged", &e) == ERR_OK) {
                walk(columns, whole.n);
                opened++;
            }
            columns_close(&columns);
        }
    assert_true(opened > 0); /* some say the same, or name other strings */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(values_come_back),
        IN_SCRATCH(empty_columns),
        IN_SCRATCH(many_documents),
        IN_SCRATCH(refuses_what_is_no_columns),
        IN_SCRATCH(a_full_disk_is_told),
        IN_SCRATCH(every_flipped_byte_is_refused),
        IN_SCRATCH(every_other_length_is_refused),
        IN_SCRATCH(forged_files_stay_in_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
