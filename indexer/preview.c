/* The same rooms as a run in the same order, up to the document that is complete. */
#include "indexer/preview.h"

#include "corpus/base/utf8.h"
#include "corpus/record.h"
#include "indexer/complete.h"
#include "indexer/confine/reader.h"
#include "indexer/open.h"
#include "indexer/settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STDIN_MAX ((size_t)512 << 20)

struct preview {
    const struct preview_options *options;
    struct confine *confine;
    struct intake *intake;
    struct language_detector *detector;
    struct facts *facts; /* NULL when the collection wants no guesses */
    struct arena *arena;
    struct buf out;
    char **paths; /* without the "-" that was a file */
};

/* ---- showing ---- */

static void show_json(struct preview *p, const struct extraction_result *result, const char *why) {
    if (why == NULL) {
        record_write(&p->out, &result->document, RECORD_WHOLE);
    } else {
        buf_add_c(&p->out, "{\"path\":");
        record_write_string(&p->out, str_from(result->path));
        if (result->line)
            buf_addf(&p->out, ",\"line\":%llu", (unsigned long long)result->line);
        buf_addf(&p->out, ",\"%s\":", result->kind == EXTRACTION_IGNORED ? "ignored" : "error");
        record_write_string(&p->out, str_from(why));
        buf_add_byte(&p->out, '}');
    }
    buf_add_byte(&p->out, '\n');
}

static void show_values(struct buf *out, const struct document *doc, enum field_id id) {
    buf_addf(out, "%-15s ", field_row(id)->name);
    for (size_t i = 0; i < doc->field[id].n; i++) {
        buf_add_c(out, i ? "; " : "");
        utf8_printable(out, doc->field[id].v[i], false);
    }
    if (doc->from[id].n && !str_eq_c(doc->from[id], DOCUMENT_GIVEN)) {
        buf_add_c(out, doc->guessed[id] ? "  (a guess, from " : "  (");
        utf8_printable(out, doc->from[id], false);
        buf_add_c(out, ")");
    }
    buf_add_byte(out, '\n');
}

static void show_document(struct buf *out, const struct document *doc) {
    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        if (id != FIELD_TEXT && doc->field[id].n)
            show_values(out, doc, id);
    if (doc->extra.n) {
        buf_addf(out, "%-15s ", "other fields");
        utf8_printable(out, doc->extra, false);
        buf_add_byte(out, '\n');
    }
    for (size_t i = 0; i < doc->remarks.n; i++) {
        buf_addf(out, "%-15s ", "remark");
        utf8_printable(out, doc->remarks.v[i], false);
        buf_add_byte(out, '\n');
    }
    buf_add_byte(out, '\n');
    utf8_printable(out, document_get(doc, FIELD_TEXT), true);
    buf_add_c(out, "\n\n");
}

static void show_text(struct preview *p, const struct extraction_result *result, const char *why) {
    if (why == NULL) {
        show_document(&p->out, &result->document);
        return;
    }
    utf8_printable(&p->out, str_from(result->path), false);
    if (result->line)
        buf_addf(&p->out, ":%llu", (unsigned long long)result->line);
    buf_add_c(&p->out, ": ");
    utf8_printable(&p->out, str_from(why), false);
    buf_add_c(&p->out, "\n\n");
}

/* ---- reading ---- */

/* Standard input may be a pipe; a reader wants a file. */
static enum err_code add_standard_input(struct preview *p, struct err *e) {
    struct str bytes;
    int fd, in = dup(STDIN_FILENO);
    if (in < 0)
        return err_errno(e, "Standard input could not be read");
    enum err_code code = open_read(p->arena, in, STDIN_MAX, &bytes, e);
    if (code)
        return err_wrap(e, "Standard input");
    code = confine_memory_file(bytes, &fd, e);
    if (!code)
        intake_add(p->intake, "-", str_from(p->options->url), fd);
    return code;
}

static enum err_code begin(struct preview *p, struct err *e) {
    struct intake_options intake = p->options->intake;
    struct settings settings = {0};
    bool from_stdin = false;
    p->paths = mem_array(intake.path_count + 1, sizeof(char *));
    intake.path_count = 0;
    for (size_t i = 0; i < p->options->intake.path_count; i++) {
        if (p->options->url && strcmp(intake.paths[i], "-") == 0)
            from_stdin = true;
        else
            p->paths[intake.path_count++] = intake.paths[i];
    }
    intake.paths = p->paths;
    enum err_code code = confine_start(&p->confine, &reader_role, e);
    if (code)
        return code;
    p->detector = language_detector_new();
    if (intake.collection)
        code = settings_read(p->arena, intake.collection, &settings, e);
    if (code)
        return code;
    language_detector_expect(p->detector, settings.languages, settings.language_count);
    p->intake = intake_new(&intake, p->confine);
    code = facts_open(&p->facts, &settings, e);
    if (code)
        return code;
    return from_stdin ? add_standard_input(p, e) : ERR_OK;
}

static enum err_code show_all(struct preview *p, preview_fn show, void *context, uint64_t *rejected, struct err *e) {
    struct extraction_result result;
    struct err why;
    for (;;) {
        enum err_code code = intake_next(p->intake, &result, e);
        if (code || result.kind == EXTRACTION_END)
            return code;
        why = result.why;
        if (result.kind == EXTRACTION_DOCUMENT &&
            complete_document(result.arena, &result.document, p->detector, p->facts, &why))
            result.kind = EXTRACTION_REJECTED;
        *rejected += result.kind == EXTRACTION_REJECTED;
        buf_clear(&p->out);
        (p->options->format == PREVIEW_JSON ? show_json : show_text)(
            p, &result, result.kind == EXTRACTION_DOCUMENT ? NULL : why.text);
        code = show(context, buf_str(&p->out), e);
        if (code)
            return code;
    }
}

enum err_code preview_run(const struct preview_options *options, preview_fn show, void *context, uint64_t *rejected,
                          struct err *e) {
    struct preview p = {.options = options, .arena = arena_new()};
    buf_init(&p.out);
    *rejected = 0;
    enum err_code code = begin(&p, e);
    if (!code)
        code = show_all(&p, show, context, rejected, e);
    intake_free(&p.intake);
    confine_stop(&p.confine);
    language_detector_free(&p.detector);
    facts_close(&p.facts);
    buf_fini(&p.out);
    arena_free(&p.arena);
    free(p.paths);
    return code;
}
