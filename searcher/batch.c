/* See batch.h. A row is read, checked, answered and given out before the next one is read, so that a batch of any
 * length needs the memory of one query, and one that comes through a pipe is answered as it comes. */
#include "searcher/batch.h"

#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

struct batch {
    struct collection *collection;
    struct search_request request;
    const struct batch_output *output;
    struct str path; /* as notes name it */
    FILE *in;
    struct buf line;
    bool too_long;
    uint64_t number; /* of the line, from 1 */
    uint64_t rows, left_out;
    struct strmap *seen; /* ids as written in the run */
    struct arena *arena; /* of one query */
    struct buf id, lines;
};

struct row {
    struct str id, query;
};

/* ---- reading ---- */

/* The next line without its end; false at the end of the file. */
static bool read_line(struct batch *batch) {
    int c = getc(batch->in);
    if (c == EOF)
        return false;
    buf_clear(&batch->line);
    batch->too_long = false;
    for (; c != EOF && c != '\n'; c = getc(batch->in)) {
        batch->too_long = batch->line.n == BATCH_LINE_MAX;
        if (!batch->too_long)
            buf_add_byte(&batch->line, (char)c);
    }
    batch->number++;
    return true;
}

static struct str line_text(const struct batch *batch) {
    struct str line = buf_str(&batch->line), mark = STR("\xEF\xBB\xBF");
    if (batch->number == 1 && str_starts(line, mark))
        line = str_slice(line, mark.n, line.n);
    if (str_ends(line, STR("\r")))
        line = str_slice(line, 0, line.n - 1);
    return line;
}

static const char *split_row(struct str line, struct row *row) {
    if (!utf8_valid(line))
        return "is not UTF-8";
    if (!str_cut(line, '\t', &row->id, &row->query))
        return "has no tab between its id and its query";
    row->id = str_trim(row->id);
    row->query = str_trim(row->query);
    if (row->id.n == 0)
        return "has no id before its tab";
    if (row->query.n == 0)
        return "has no query behind its tab";
    if (memchr(row->query.p, '\t', row->query.n))
        return "has more columns than an id and a query";
    return NULL;
}

/* ---- writing ---- */

static void put_id(struct buf *out, struct str id) {
    for (size_t at = 0, from = 0; at < id.n; from = at) {
        uint32_t c = utf8_next(id, &at);
        bool splits = c != UTF8_BAD && (u_isUWhiteSpace((UChar32)c) || u_charType((UChar32)c) == U_CONTROL_CHAR);
        for (; splits && from < at; from++)
            buf_addf(out, "%%%02X", (unsigned char)id.p[from]);
        buf_add(out, id.p + from, at - from);
    }
}

void batch_print(struct buf *out, struct str id, const struct search_result *result) {
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct search_hit *hit = &result->hits[i];
        put_id(out, id);
        buf_add_c(out, " Q0 ");
        put_id(out, document_get(&hit->document, FIELD_ID));
        buf_addf(out, " %zu %.6f rastro\n", result->offset + i + 1, hit->score);
    }
}

static void note(struct batch *batch, struct str what) {
    struct str sentence = arena_printf(batch->arena, "%.*s, line %llu: %.*s", STR_FMT(batch->path),
                                       (unsigned long long)batch->number, STR_FMT(what));
    batch->output->note(batch->output->context, sentence);
}

static void leave_out(struct batch *batch, const char *why) {
    batch->left_out++;
    note(batch, arena_printf(batch->arena, "The row %s; it is left out.", why));
}

/* ---- answering ---- */

/* A run has no place for how a query was understood, so what is not plain is said beside it. */
static void note_understanding(struct batch *batch, const struct search_result *result) {
    for (size_t i = 0; i < result->warnings.n; i++)
        note(batch, result->warnings.v[i]);
    if (result->words_matched < result->words_asked)
        note(batch, arena_printf(batch->arena, "No document has all %u words; those with %u of them are given.",
                                 result->words_asked, result->words_matched));
}

static enum err_code answer_row(struct batch *batch, const struct row *row, struct err *e) {
    struct search_result result;
    batch->request.text = row->query;
    enum err_code code = search_run(batch->arena, batch->collection, &batch->request, &result, e);
    if (code)
        return err_wrap(e, "%.*s, line %llu", STR_FMT(batch->path), (unsigned long long)batch->number);
    note_understanding(batch, &result);
    buf_clear(&batch->lines);
    batch_print(&batch->lines, row->id, &result);
    return batch->output->answer(batch->output->context, buf_str(&batch->lines), e);
}

static bool is_new(struct batch *batch, struct str id) {
    bool new;
    buf_clear(&batch->id);
    put_id(&batch->id, id);
    strmap_put(batch->seen, buf_str(&batch->id), &new);
    return new;
}

static enum err_code do_line(struct batch *batch, struct err *e) {
    struct row row;
    struct str line = line_text(batch);
    if (str_trim(line).n == 0)
        return ERR_OK;
    batch->rows++;
    const char *wrong = batch->too_long ? "is too long" : split_row(line, &row);
    if (!wrong && !is_new(batch, row.id))
        wrong = "has an id that was there before";
    if (!wrong)
        return answer_row(batch, &row, e);
    leave_out(batch, wrong);
    return ERR_OK;
}

static enum err_code do_lines(struct batch *batch, struct err *e) {
    enum err_code code = ERR_OK;
    while (!code && read_line(batch)) {
        code = do_line(batch, e);
        arena_reset(batch->arena);
    }
    if (!code && ferror(batch->in))
        code = err_errno(e, "%.*s could not be read", STR_FMT(batch->path));
    if (!code && batch->left_out)
        code = err_set(e, ERR_INPUT, "%.*s: %llu of %llu rows were left out; the others are answered.",
                       STR_FMT(batch->path), (unsigned long long)batch->left_out, (unsigned long long)batch->rows);
    return code;
}

static enum err_code open_input(struct batch *batch, const char *path, struct err *e) {
    if (strcmp(path, "-") == 0) {
        batch->path = STR("standard input");
        batch->in = stdin;
        return ERR_OK;
    }
    batch->path = str_from(path);
    batch->in = fopen(path, "re");
    return batch->in ? ERR_OK : err_errno(e, "The queries in %s could not be read", path);
}

static void batch_init(struct batch *batch, struct collection *collection, const struct search_request *request,
                       const struct batch_output *output) {
    *batch = (struct batch){.collection = collection, .request = *request, .output = output};
    batch->request.facet_count = 0;
    batch->request.highlights = 0;
    batch->request.ids_only = true;
    batch->seen = strmap_new();
    batch->arena = arena_new();
    buf_init(&batch->line);
    buf_init(&batch->id);
    buf_init(&batch->lines);
}

static void batch_fini(struct batch *batch) {
    if (batch->in && batch->in != stdin)
        fclose(batch->in);
    strmap_free(&batch->seen);
    arena_free(&batch->arena);
    buf_fini(&batch->line);
    buf_fini(&batch->id);
    buf_fini(&batch->lines);
}

enum err_code batch_run(struct collection *collection, const struct search_request *request, const char *path,
                        const struct batch_output *output, struct err *e) {
    struct batch batch;
    if (request->sort != SEARCH_SORT_SCORE)
        return err_set(e, ERR_USAGE, "A run is ordered by its scores; leave --sort out.");
    batch_init(&batch, collection, request, output);
    enum err_code code = open_input(&batch, path, e);
    if (!code)
        code = do_lines(&batch, e);
    batch_fini(&batch);
    return code;
}
