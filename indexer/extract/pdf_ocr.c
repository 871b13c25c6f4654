/* pdftoppm gives a gray picture on its standard output, tesseract a table of words, each with its line, paragraph and
 * how sure it is. */
#include "indexer/extract/pdf_ocr.h"

#include "corpus/base/buf.h"
#include "indexer/confine/tool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define DOTS_PER_INCH "200"
#define PICTURE_MAX ((size_t)64 << 20)
#define TEXT_MAX ((size_t)4 << 20)
/* A file whose first pages give nothing has no pictures of text, however many pages it has. */
#define FRUITLESS_MAX 8u
#define FRUITLESS_SECONDS 2
/* Of so many points of a page with text one at least is darker than this. */
#define INK 20000u
#define DARK 140
/* A reader is ended after some multiple of its computing time; the last page must be done before. */
#define PATIENCE 3
#define PATIENCE_WITHOUT_LIMIT 600
/* Columns of tesseract's table. */
enum column { LEVEL, PAGE, BLOCK, PARAGRAPH, LINE, WORD, LEFT, TOP, WIDTH, HEIGHT, CONFIDENCE, TEXT, COLUMNS };
#define LEVEL_OF_WORDS "5"

struct reading {
    struct arena *arena;
    struct buf text;
    struct str block, paragraph, line; /* of the word before */
    uint64_t confidence, words;
};

static bool run(struct arena *arena, const char *const *argv, struct str bytes, size_t most, struct str *out) {
    struct tool_result result;
    struct err e;
    if (tool_run(arena, argv, bytes, most, &result, &e) || result.exit_status || result.cut)
        return false;
    *out = result.out;
    return true;
}

/* All that are installed, joined by '+'; without those that are no languages. */
static struct str find_languages(struct arena *arena) {
    static const char *const ARGV[] = {"tesseract", "--list-langs", NULL};
    struct str list, line;
    struct buf joined;
    if (!run(arena, ARGV, STR_EMPTY, TEXT_MAX, &list))
        return STR_EMPTY;
    buf_init(&joined);
    str_cut(list, '\n', &line, &list); /* says how many there are */
    while (list.n) {
        str_cut(list, '\n', &line, &list);
        if (line.n == 0 || str_eq_c(line, "osd") || str_eq_c(line, "equ"))
            continue;
        buf_add_c(&joined, joined.n ? "+" : "");
        buf_add_str(&joined, line);
    }
    struct str languages = arena_str(arena, buf_str(&joined));
    buf_fini(&joined);
    return languages;
}

static void add_word(struct reading *r, const struct str *cells) {
    bool same_paragraph = str_eq(cells[BLOCK], r->block) && str_eq(cells[PARAGRAPH], r->paragraph);
    bool same_line = same_paragraph && str_eq(cells[LINE], r->line);
    if (r->text.n)
        buf_add_c(&r->text, same_line ? " " : same_paragraph ? "\n" : "\n\n");
    buf_add_str(&r->text, cells[TEXT]);
    r->block = cells[BLOCK];
    r->paragraph = cells[PARAGRAPH];
    r->line = cells[LINE];
    struct str whole, fraction;
    uint64_t confidence = 0;
    str_cut(cells[CONFIDENCE], '.', &whole, &fraction);
    str_to_u64(whole, &confidence);
    r->confidence += confidence < 100 ? confidence : 100;
    r->words++;
}

static struct str read_table(struct reading *r, struct str table) {
    struct str line, cells[COLUMNS];
    buf_clear(&r->text);
    while (table.n) {
        str_cut(table, '\n', &line, &table);
        size_t n = 0;
        for (bool more = true; more && n < COLUMNS; n++)
            more = str_cut(line, '\t', &cells[n], &line);
        if (n == COLUMNS && str_eq_c(cells[LEVEL], LEVEL_OF_WORDS) && str_trim(cells[TEXT]).n)
            add_word(r, cells);
    }
    return arena_str(r->arena, buf_str(&r->text));
}

/* An empty page, as between chapters, is not worth the time. */
static bool has_ink(struct str picture) {
    size_t dark = 0, least = picture.n / INK;
    for (size_t i = 0; i < picture.n && dark <= least; i++)
        dark += (unsigned char)picture.p[i] < DARK;
    return dark > least;
}

/* The picture is dropped as soon as it is read: pages of a long file do not add up. */
static bool read_page(struct reading *r, struct str pdf, uint64_t page, const char *languages, struct str *text) {
    struct arena *own = arena_new();
    const char *number = arena_printf(own, "%llu", (unsigned long long)page).p;
    const char *const draw[] = {"pdftoppm", "-q", "-r",   DOTS_PER_INCH, "-gray", "-f",
                                number,     "-l", number, "/dev/stdin",  NULL};
    const char *const read[] = {
        "env", "OMP_THREAD_LIMIT=1", "tesseract", "/dev/stdin", "stdout", "-l", languages, "tsv", NULL};
    struct str picture, table;
    bool is_read =
        run(own, draw, pdf, PICTURE_MAX, &picture) && has_ink(picture) && run(own, read, picture, TEXT_MAX, &table);
    if (is_read)
        *text = read_table(r, table);
    arena_free(&own);
    return is_read;
}

static time_t now(void) {
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec;
}

static time_t time_there_is(void) {
    struct rlimit limit;
    bool is_limited = getrlimit(RLIMIT_CPU, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return is_limited ? (time_t)limit.rlim_cur * PATIENCE : PATIENCE_WITHOUT_LIMIT;
}

void pdf_ocr_read(struct arena *arena, struct str pdf, const uint64_t *pages, size_t n, struct pdf_ocr *out) {
    *out = (struct pdf_ocr){.texts = arena_array(arena, n + 1, sizeof *out->texts), .languages = find_languages(arena)};
    out->is_missing = out->languages.n == 0;
    if (out->is_missing)
        return;
    struct reading r = {.arena = arena};
    time_t begin = now(), longest = 0;
    buf_init(&r.text);
    for (; out->read < n; out->read++) {
        time_t page_begin = now();
        out->is_late = page_begin - begin + longest >= time_there_is();
        bool is_fruitless = r.words == 0 && (out->read >= FRUITLESS_MAX || page_begin - begin > FRUITLESS_SECONDS);
        if (out->is_late || is_fruitless)
            break;
        r.block = r.paragraph = r.line = STR_EMPTY;
        if (!read_page(&r, pdf, pages[out->read], out->languages.p, &out->texts[out->read]))
            out->texts[out->read] = STR_EMPTY;
        time_t took = now() - page_begin + 1;
        longest = took > longest ? took : longest;
    }
    out->confidence = r.words ? (unsigned)(r.confidence / r.words) : 0;
    buf_fini(&r.text);
}
