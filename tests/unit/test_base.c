/* Slices, buffers, arenas, the hash table, errors and UTF-8 (corpus/base), on words of several scripts and on bytes no
 * honest file holds. Files and folders have a program of their own: test_base_file.c. */
#include "corpus/base/arena.h"
#include "corpus/base/buf.h"
#include "corpus/base/err.h"
#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
/* STR, where a constant is wanted. */
#define BYTES(literal)                                                                                                 \
    { "" literal, sizeof(literal) - 1 }

static void assert_str(struct str got, struct str want) {
    if (!str_eq(got, want))
        fail_msg("got \"%.*s\" (%zu bytes), expected \"%.*s\" (%zu bytes)", STR_FMT(got), got.n, STR_FMT(want), want.n);
}

static void str_trims_ascii_space_only(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", ""},
        {" \t\r\n\v\f", ""},
        {"  Málaga ", "Málaga"},
        {"القاهرة\n", "القاهرة"},
        {"\t北京 上海", "北京 上海"},
        {"\xC2\xA0Киев\xC2\xA0", "\xC2\xA0Киев\xC2\xA0"}, /* no-break spaces stay */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(str_trim(str_from(rows[i].in)), str_from(rows[i].out));
    assert_str(str_trim((struct str){NULL, 0}), STR_EMPTY);
}

static void str_compares_bytes(void **state) {
    (void)state;
    /* Each row sorts after the row before it. */
    static const struct str rows[] = {BYTES(""),   BYTES("\0"),       BYTES("a"),   BYTES("a\0"),
                                      BYTES("ab"), BYTES("\xC3\xA1"), BYTES("\xFF")};
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t j = 0; j < COUNT(rows); j++) {
            int order = str_cmp(rows[i], rows[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(str_eq(rows[i], rows[j]), i == j);
            assert_int_equal(str_cmp_qsort(&rows[i], &rows[j]), order);
            if (i != j)
                assert_int_not_equal(str_hash(rows[i]), str_hash(rows[j]));
        }
    }
    assert_true(str_eq((struct str){NULL, 0}, STR("")));
    assert_true(str_eq_c(STR("Łódź"), "Łódź"));
    assert_true(str_eq_c(STR_EMPTY, NULL));
}

static void str_starts_and_ends(void **state) {
    (void)state;
    struct str name = STR("отчёт.pdf");
    assert_true(str_starts(name, STR("отчёт")));
    assert_true(str_starts(name, STR_EMPTY));
    assert_true(str_ends(name, STR(".pdf")));
    assert_true(str_ends(name, (struct str){NULL, 0}));
    assert_true(str_ends(name, name));
    assert_false(str_ends(STR("pdf"), STR(".pdf")));
    assert_false(str_starts(STR(""), STR("a")));
}

static void str_cuts_at_the_first_separator(void **state) {
    (void)state;
    static const struct {
        const char *in, *head, *tail;
        bool found;
    } rows[] = {
        {"país:España:x", "país", "España:x", true},
        {"国家", "国家", "", false},
        {":", "", "", true},
        {"a:", "a", "", true},
        {"", "", "", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str head, tail;
        assert_int_equal(str_cut(str_from(rows[i].in), ':', &head, &tail), rows[i].found);
        assert_str(head, str_from(rows[i].head));
        assert_str(tail, str_from(rows[i].tail));
    }
}

static void str_reads_whole_numbers(void **state) {
    (void)state;
    static const struct {
        const char *in;
        bool good;
        uint64_t number;
    } rows[] = {
        {"0", true, 0},
        {"007", true, 7},
        {"18446744073709551615", true, UINT64_MAX},
        {"18446744073709551616", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"12a", false, 0},
        {"٣", false, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t number = 42;
        assert_int_equal(str_to_u64(str_from(rows[i].in), &number), rows[i].good);
        assert_int_equal(number, rows[i].good ? rows[i].number : 42);
    }
}

static void buf_keeps_its_nul(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b);
    assert_string_equal(b.data, "");
    buf_add_c(&b, "Äthiopien");
    buf_add_byte(&b, '/');
    buf_add_str(&b, STR("ኢትዮጵያ"));
    buf_add(&b, NULL, 0);
    buf_addf(&b, "/%d/%s", 2024, "");
    assert_string_equal(b.data, "Äthiopien/ኢትዮጵያ/2024/");
    buf_add(&b, "\0x", 2);
    assert_int_equal(b.data[b.n], '\0');
    buf_clear(&b);
    assert_string_equal(b.data, "");
    assert_int_equal(b.n, 0);
    buf_fini(&b);
    assert_null(b.data);
}

static void buf_grows(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b);
    for (int i = 0; i < 100000; i++) {
        buf_addf(&b, "%06d", i);
        assert_true(b.n < b.room && b.data[b.n] == '\0');
    }
    assert_str(str_slice(buf_str(&b), 599994, 600000), STR("099999"));
    memset(buf_reserve(&b, 1 << 20), 'x', 1 << 20);
    b.n += 1 << 20;
    assert_int_equal(strlen(b.data), 600000 + (1 << 20));
    buf_fini(&b);
}

/* The format may fill the room exactly, and one byte less or more. */
static void buf_formats_around_its_room(void **state) {
    (void)state;
    for (int n = 60; n < 70; n++) {
        struct buf b;
        buf_init(&b);
        buf_addf(&b, "%*s", n, "x");
        assert_int_equal(b.n, n);
        assert_int_equal(strlen(b.data), n);
        buf_fini(&b);
    }
}

static void arena_aligns_and_zeroes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int round = 0; round < 3; round++) {
        for (size_t n = 0; n < 3000; n += 7) {
            arena_str(arena, STR("ß"));
            unsigned char *p = arena_alloc(arena, n);
            assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xAA, n);
        }
        arena_reset(arena);
    }
    arena_free(&arena);
    assert_null(arena);
    arena_free(&arena);
}

static void arena_gives_distinct_memory(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 16000, 17000, 65000, 65536, 70000, 3, 1 << 20, 5};
    unsigned char *given[COUNT(sizes)];
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        given[i] = arena_alloc(arena, sizes[i]);
        memset(given[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(given[i][j], i + 1);
    arena_free(&arena);
}

static void arena_holds_text_and_lists(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str copy = arena_str(arena, STR("Αθήνα"));
    assert_string_equal(copy.p, "Αθήνα");
    assert_str(arena_str(arena, (struct str){NULL, 0}), STR_EMPTY);
    assert_str(arena_printf(arena, "%s: %d", "東京", 7), STR("東京: 7"));
    struct strs list = {0};
    for (int i = 0; i < 1000; i++)
        arena_push(arena, &list, arena_printf(arena, "%d", i));
    assert_int_equal(list.n, 1000);
    for (int i = 0; i < 1000; i++)
        assert_str(list.v[i], arena_printf(arena, "%d", i));
    uint64_t *numbers = arena_array(arena, 1000, sizeof *numbers);
    assert_int_equal(numbers[999], 0);
    arena_free(&arena);
}

static void mem_copies(void **state) {
    (void)state;
    char *copy = mem_strdup(STR("Düsseldorf"));
    assert_string_equal(copy, "Düsseldorf");
    copy = mem_realloc(copy, 2, 100);
    assert_string_equal(copy, "Düsseldorf");
    free(copy);
    int *numbers = mem_array(0, sizeof *numbers);
    assert_non_null(numbers);
    free(numbers);
}

/* A product that overflows ends the program with a sentence, seen here from outside. */
static void mem_overflow_aborts(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        volatile size_t n = SIZE_MAX / 2;
        mem_array(n, 3);
        _exit(0);
    }
    close(ends[1]);
    char said[200] = "";
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(said, "not enough memory for 18446744073709551615 bytes"));
}

static void strmap_keeps_order_and_keys(void **state) {
    (void)state;
    static const char *const words[] = {"málaga", "القاهرة", "北京", "", "киев", "málaga", "北京"};
    struct strmap *map = strmap_new();
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT(words); i++) {
            char own[32];
            snprintf(own, sizeof own, "%s", words[i]);
            bool is_new;
            ++*strmap_put(map, str_from(own), &is_new);
            assert_int_equal(is_new, i < 5);
        }
        assert_int_equal(strmap_count(map), 5);
        for (size_t i = 0; i < 5; i++)
            assert_str(strmap_key(map, i), str_from(words[i]));
        assert_int_equal(*strmap_value(map, 0), 2);
        assert_int_equal(*strmap_get(map, STR("北京")), 2);
        assert_int_equal(*strmap_get(map, (struct str){NULL, 0}), 1);
        assert_null(strmap_get(map, STR("Киев")));
        strmap_clear(map);
        assert_int_equal(strmap_count(map), 0);
        assert_null(strmap_get(map, STR("北京")));
    }
    strmap_free(&map);
    assert_null(map);
    strmap_free(&map);
}

static void strmap_holds_many(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct strmap *map = strmap_new();
    char word[32];
    struct str first = {0};
    for (int i = 0; i < MANY; i++) {
        snprintf(word, sizeof word, "слово-%d", i);
        *strmap_put(map, str_from(word), NULL) = (uint64_t)i;
        if (i == 0)
            first = strmap_key(map, 0);
    }
    assert_int_equal(strmap_count(map), MANY);
    assert_ptr_equal(strmap_key(map, 0).p, first.p);
    for (int i = 0; i < MANY; i++) {
        snprintf(word, sizeof word, "слово-%d", i);
        assert_int_equal(*strmap_get(map, str_from(word)), i);
        assert_str(strmap_key(map, (size_t)i), str_from(word));
    }
    assert_null(strmap_get(map, STR("слово-100000")));
    assert_null(strmap_get(map, STR("слово-1\0")));
    strmap_free(&map);
}

static void err_says_one_sentence(void **state) {
    (void)state;
    struct err e;
    assert_int_equal(err_set(&e, ERR_INPUT, "The date \"%s\" is not one.", "31 de febrero"), ERR_INPUT);
    assert_string_equal(e.text, "The date \"31 de febrero\" is not one.");
    assert_int_equal(err_wrap(&e, "%s, line %d", "нови́ны.jsonl", 3), ERR_INPUT);
    assert_string_equal(e.text, "нови́ны.jsonl, line 3: The date \"31 de febrero\" is not one.");
    assert_int_equal(err_set(&e, ERR_CORRUPT, "Again: %s", e.text), ERR_CORRUPT);
    assert_string_equal(e.text, "Again: нови́ны.jsonl, line 3: The date \"31 de febrero\" is not one.");
    err_clear(&e);
    assert_int_equal(e.code, ERR_OK);
    assert_string_equal(e.text, "");
    assert_int_equal(err_set(NULL, ERR_LIMIT, "Nobody hears."), ERR_LIMIT);
    assert_int_not_equal(err_wrap(NULL, "Nobody hears"), ERR_OK);
}

/* However many bytes stand before it, the last character is whole, and as much is kept as fits. */
static void err_cuts_between_characters(void **state) {
    (void)state;
    static const char *const letters[] = {"a", "é", "語", "😀"};
    for (size_t l = 0; l < COUNT(letters); l++) {
        for (int before = 0; before < 5; before++) {
            struct buf long_text;
            buf_init(&long_text);
            buf_addf(&long_text, "%.*s", before, "xxxxx");
            while (long_text.n < (size_t)3 * ERR_TEXT_MAX)
                buf_add_c(&long_text, letters[l]);
            struct err e;
            err_set(&e, ERR_IO, "%s", long_text.data);
            size_t n = strlen(e.text);
            assert_true(utf8_valid(str_from(e.text)));
            assert_true(n < ERR_TEXT_MAX && n + strlen(letters[l]) >= ERR_TEXT_MAX);
            err_wrap(&e, "é");
            assert_true(utf8_valid(str_from(e.text)));
            assert_true(str_starts(str_from(e.text), STR("é: ")));
            buf_fini(&long_text);
        }
    }
}

static void err_knows_errno(void **state) {
    (void)state;
    struct err e;
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "x", 1), -1);
    assert_int_equal(err_errno(&e, "%s could not be written", "索引"), ERR_FULL);
    close(fd);
    assert_string_equal(e.text, "索引 could not be written: No space left on device.");
    static const struct {
        int number;
        enum err_code code;
    } rows[] = {{EDQUOT, ERR_FULL}, {ENOENT, ERR_NOT_FOUND}, {EACCES, ERR_IO}, {EIO, ERR_IO}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        errno = rows[i].number;
        assert_int_equal(err_errno(&e, "x"), rows[i].code);
        errno = rows[i].number;
        assert_int_equal(err_errno(NULL, "x"), rows[i].code);
    }
}

static void err_table_is_whole(void **state) {
    (void)state;
    for (int code = 0; code < ERR_COUNT; code++) {
        assert_true(strlen(err_name(code)) > 0);
        assert_int_equal(err_exit_status(code) == 0, code == ERR_OK);
        assert_int_equal(err_http_status(code) == 200, code == ERR_OK);
    }
    assert_string_equal(err_name(ERR_NOT_FOUND), "NOT_FOUND");
    assert_int_equal(err_exit_status(ERR_LOCKED), 4);
    assert_int_equal(err_http_status(ERR_FULL), 507);
}

/* Every character there is, and every number that is none, goes out and comes back. */
static void utf8_puts_and_reads_back(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b);
    for (uint32_t c = 0; c <= 0x110002; c++) {
        bool is_character = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        size_t at = 0;
        buf_clear(&b);
        utf8_put(&b, c);
        if (!utf8_valid(buf_str(&b)) || utf8_next(buf_str(&b), &at) != (is_character ? c : 0xFFFD) || at != b.n)
            fail_msg("U+%04X", (unsigned)c);
    }
    buf_clear(&b);
    utf8_put(&b, UTF8_BAD);
    assert_string_equal(b.data, "\uFFFD");
    buf_fini(&b);
}

static const struct {
    struct str in;
    const char *clean;
    size_t replaced;
} clean_rows[] = {
    {STR("page one\fpage two\vthree\xC2\x85" "four"), "page one\npage two\nthree\nfour", 0},
    {BYTES(""), "", 0},
    {BYTES("A\0B\x01\x1F\x7F\x43\tD\nE"), "ABC\tD\nE", 0},
    {BYTES("a\r\nb\rc\r\r\nd\n\re\r"), "a\nb\nc\n\nd\n\ne\n", 0},
    {BYTES("\xEF\xBB\xBFПравда"), "Правда", 0},
    {BYTES("a\xEF\xBB\xBF"), "a\xEF\xBB\xBF", 0},
    {BYTES("\xEF\xBB"), "\uFFFD", 1},
    {BYTES("\xC2\x80\xC2\x9F\xC2\xA0"), "\xC2\xA0", 0}, /* C1 goes, the no-break space stays */
    {BYTES("M\xE1laga"), "M\uFFFDlaga", 1},                     /* Latin-1 */
    {BYTES("\xC0\xAF"), "\uFFFD\uFFFD", 2},                     /* overlong "/" */
    {BYTES("\xE0\x80\xAF"), "\uFFFD\uFFFD\uFFFD", 3},           /* overlong, three bytes */
    {BYTES("\xF0\x82\x82\xAC"), "\uFFFD\uFFFD\uFFFD\uFFFD", 4}, /* overlong euro sign */
    {BYTES("\xED\xA0\xBD\xED\xB8\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 6}, /* CESU-8 surrogates */
    {BYTES("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD", 4},                     /* U+110000 */
    {BYTES("\xFE\xFF\xF8"), "\uFFFD\uFFFD\uFFFD", 3},
    {BYTES("\xE5\x8C"), "\uFFFD", 1},       /* 北 cut short: one mark for one letter */
    {BYTES("\xF0\x9F\x98."), "\uFFFD.", 1}, /* 😀 cut short */
    {BYTES("\x80\xBF"), "\uFFFD\uFFFD", 2},
    {BYTES("\xE5\x8C\xE5\x8C\x97"), "\uFFFD北", 1},
    /* the example of the Unicode standard, table 3-8 */
    {BYTES("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"), "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd", 6},
    {BYTES("español, 中文, العربية, हिन्दी, 😀"), "español, 中文, العربية, हिन्दी, 😀", 0},
};

static void utf8_cleans(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(clean_rows); i++) {
        struct buf b;
        size_t replaced = 100;
        buf_init(&b);
        utf8_clean(&b, clean_rows[i].in, &replaced);
        assert_str(buf_str(&b), str_from(clean_rows[i].clean));
        assert_int_equal(replaced, 100 + clean_rows[i].replaced);
        assert_int_equal(utf8_valid(clean_rows[i].in), clean_rows[i].replaced == 0);
        utf8_clean(&b, clean_rows[i].in, NULL);
        assert_int_equal(b.n, 2 * strlen(clean_rows[i].clean));
        buf_fini(&b);
    }
}

/* Bytes at random (from a fixed seed): what comes out is well-formed, and cleaning it again changes nothing. */
static void utf8_clean_settles(void **state) {
    (void)state;
    uint32_t seed = 2024;
    struct buf once, twice;
    buf_init(&once);
    buf_init(&twice);
    for (int round = 0; round < 5000; round++) {
        char bytes[64];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        /* A mark behind the mark would go the second time only. */
        bytes[0] = 'x';
        struct str raw = {bytes, sizeof bytes};
        size_t replaced = 0;
        buf_clear(&once);
        buf_clear(&twice);
        utf8_clean(&once, raw, &replaced);
        assert_int_equal(replaced == 0, utf8_valid(raw));
        assert_true(utf8_valid(buf_str(&once)));
        utf8_clean(&twice, buf_str(&once), &replaced);
        assert_str(buf_str(&twice), buf_str(&once));
        for (size_t at = 0; at <= raw.n; at++)
            assert_true(utf8_floor(raw, at) <= at);
        for (size_t at = 0; at < raw.n;)
            utf8_next(raw, &at);
    }
    buf_fini(&once);
    buf_fini(&twice);
}

static void utf8_next_moves_one_byte_on_bad_ones(void **state) {
    (void)state;
    struct str s = STR("é\xE5\x8C!");
    static const uint32_t want[] = {0xE9, UTF8_BAD, UTF8_BAD, '!'};
    size_t at = 0;
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(utf8_next(s, &at), want[i]);
    assert_int_equal(at, s.n);
}

static void utf8_prints_harmlessly(void **state) {
    (void)state;
    static const struct {
        struct str in;
        const char *lines, *line; /* with line feeds kept, and without */
    } rows[] = {
        {BYTES(""), "", ""},
        {BYTES("Málaga\n北京\t!"), "Málaga\n北京 !", "Málaga 北京 !"},
        {BYTES("\x1B[31mrojo\a\0\x7F"), "<U+001B>[31mrojo<U+0007><U+0000><U+007F>",
         "<U+001B>[31mrojo<U+0007><U+0000><U+007F>"},
        {BYTES("\xC2\x9B[2J\r"), "<U+009B>[2J<U+000D>", "<U+009B>[2J<U+000D>"},
        {BYTES("\u202Efdp.exe"), "<U+202E>fdp.exe", "<U+202E>fdp.exe"},
        {BYTES("\u202A\u2066\u2069\u200E\u200F\u061C"), "<U+202A><U+2066><U+2069><U+200E><U+200F><U+061C>",
         "<U+202A><U+2066><U+2069><U+200E><U+200F><U+061C>"},
        {BYTES("a\u2028b\u2029c"), "a\nb\nc", "a b c"},
        {BYTES("M\xE1laga"), "M\uFFFDlaga", "M\uFFFDlaga"},
        {BYTES("العربية"), "العربية", "العربية"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf b;
        buf_init(&b);
        utf8_printable(&b, rows[i].in, true);
        assert_str(buf_str(&b), str_from(rows[i].lines));
        buf_clear(&b);
        utf8_printable(&b, rows[i].in, false);
        assert_str(buf_str(&b), str_from(rows[i].line));
        buf_fini(&b);
    }
}

static void utf8_floors(void **state) {
    (void)state;
    static const struct {
        const char *in;
        size_t at, floor;
    } rows[] = {
        {"abc", 2, 2},
        {"abc", 9, 3},
        {"", 0, 0},
        {"é!", 1, 0},
        {"é!", 2, 2},
        {"語", 1, 0},
        {"語", 2, 0},
        {"語", 3, 3},
        {"a😀", 4, 1},
        {"a😀", 5, 5},
        {"a\x80\x80\x80\x80\x80", 5, 5}, /* no character there to be cut */
        {"\xE5\x8Cx", 1, 1},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(utf8_floor(str_from(rows[i].in), rows[i].at), rows[i].floor);
}

int main(void) {
    const struct CMUnitTest str[] = {
        cmocka_unit_test(str_trims_ascii_space_only), cmocka_unit_test(str_compares_bytes),
        cmocka_unit_test(str_starts_and_ends),        cmocka_unit_test(str_cuts_at_the_first_separator),
        cmocka_unit_test(str_reads_whole_numbers),
    };
    const struct CMUnitTest memory[] = {
        cmocka_unit_test(buf_keeps_its_nul),
        cmocka_unit_test(buf_grows),
        cmocka_unit_test(buf_formats_around_its_room),
        cmocka_unit_test(arena_aligns_and_zeroes),
        cmocka_unit_test(arena_gives_distinct_memory),
        cmocka_unit_test(arena_holds_text_and_lists),
        cmocka_unit_test(mem_copies),
        cmocka_unit_test(mem_overflow_aborts),
    };
    const struct CMUnitTest strmap[] = {
        cmocka_unit_test(strmap_keeps_order_and_keys),
        cmocka_unit_test(strmap_holds_many),
    };
    const struct CMUnitTest err[] = {
        cmocka_unit_test(err_says_one_sentence),
        cmocka_unit_test(err_cuts_between_characters),
        cmocka_unit_test(err_knows_errno),
        cmocka_unit_test(err_table_is_whole),
    };
    const struct CMUnitTest utf8[] = {
        cmocka_unit_test(utf8_puts_and_reads_back), cmocka_unit_test(utf8_cleans),
        cmocka_unit_test(utf8_clean_settles),       cmocka_unit_test(utf8_next_moves_one_byte_on_bad_ones),
        cmocka_unit_test(utf8_prints_harmlessly),   cmocka_unit_test(utf8_floors),
    };
    int failed = cmocka_run_group_tests(str, NULL, NULL);
    failed += cmocka_run_group_tests(memory, NULL, NULL);
    failed += cmocka_run_group_tests(strmap, NULL, NULL);
    failed += cmocka_run_group_tests(err, NULL, NULL);
    failed += cmocka_run_group_tests(utf8, NULL, NULL);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
