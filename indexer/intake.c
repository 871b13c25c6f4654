/* The source is asked only while the extraction has room, so that memory stays bounded whatever is read. */
#include "indexer/intake.h"

#include "corpus/record.h"
#include "indexer/sidecar.h"
#include "indexer/source.h"

#include <stdlib.h>
#include <string.h>

struct intake {
    struct source *source; /* NULL when all of it was read */
    struct extraction *extraction;
};

struct intake *intake_new(const struct intake_options *options, struct confine *confine) {
    struct intake *in = mem_alloc(sizeof *in);
    in->source = source_new(options->paths, options->path_count, options->collection ? options->collection : "");
    in->extraction = extraction_new(confine, &options->extraction);
    return in;
}

void intake_free(struct intake **intake) {
    if (*intake == NULL)
        return;
    source_free(&(*intake)->source);
    extraction_free(&(*intake)->extraction);
    free(*intake);
    *intake = NULL;
}

void intake_add(struct intake *in, const char *path, struct str url, int fd) {
    const struct extraction_file file = {.path = path, .shown = path, .url = url, .fd = fd};
    extraction_add_file(in->extraction, extraction_arena(in->extraction), &file);
}

/* A row of a manifest: what it says is known of the file that it names. */
static enum err_code add_claimed(struct intake *in, struct arena *arena, const struct source_input *input,
                                 struct str name, const struct document *given, struct err *e) {
    struct extraction_file file = {.shown = input->path, .line = input->line, .given = given};
    enum err_code code = source_open_claimed(in->source, arena, name, &file.fd, &file.path, e);
    if (!code)
        extraction_add_file(in->extraction, arena, &file);
    return code;
}

static void add_record(struct intake *in, struct arena *arena, const struct source_input *input) {
    struct document *doc = arena_alloc(arena, sizeof *doc);
    const char *path = arena_str(arena, str_from(input->path)).p;
    struct str file;
    struct err why;
    enum err_code code = record_parse(arena, input->bytes, doc, &file, &why);
    if (!code && file.n)
        code = add_claimed(in, arena, input, file, doc, &why);
    else if (!code)
        extraction_add_document(in->extraction, arena, path, input->line, doc);
    if (code)
        extraction_add_failure(in->extraction, arena, path, input->line, &why, false);
}

static void add_file(struct intake *in, struct arena *arena, const struct source_input *input) {
    struct document *given = arena_alloc(arena, sizeof *given);
    bool described = sidecar_read(arena, input->path, !input->found, given);
    const struct extraction_file file = {.path = input->path,
                                         .shown = input->path,
                                         .given = described ? given : NULL,
                                         .found = input->found,
                                         .fd = input->fd};
    extraction_add_file(in->extraction, arena, &file);
}

static void add(struct intake *in, const struct source_input *input) {
    struct arena *arena = extraction_arena(in->extraction);
    switch (input->kind) {
    case SOURCE_RECORD:
        add_record(in, arena, input);
        break;
    case SOURCE_FILE:
        add_file(in, arena, input);
        break;
    case SOURCE_REFUSED:
    case SOURCE_IGNORED:
        extraction_add_failure(in->extraction, arena, arena_str(arena, str_from(input->path)).p, input->line, &input->why,
                               input->kind == SOURCE_IGNORED);
        break;
    }
}

enum err_code intake_next(struct intake *in, struct extraction_result *result, struct err *e) {
    struct source_input input;
    while (in->source && extraction_has_room(in->extraction)) {
        if (source_next(in->source, &input))
            add(in, &input);
        else
            source_free(&in->source);
    }
    return extraction_next(in->extraction, result, e);
}
