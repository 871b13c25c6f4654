/* What the extractors find in files, unconfined and without a pipeline, for people who work on them.
 *
 *   extract_one [--raw] FILE...    prints one JSON object a document: file (of a member: FILE!MEMBER), format, fields
 * with where each comes from, text, raw (with --raw), remarks; or file and error */
#include "corpus/base/file.h"
#include "indexer/extract/formats.h"

#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 6

struct printer {
    struct extract_sink sink;
    struct str path;
    const char *format;
    int depth;
};

static bool with_raw;

static json_t *text(struct str s) {
    json_t *string = s.n ? json_stringn(s.p, s.n) : json_string("");
    return string ? string : json_string("(not UTF-8)");
}

static void print(json_t *object) {
    json_dumpf(object, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(object);
}

static bool print_document(struct extract_sink *sink, const struct extract_document *doc) {
    struct printer *p = (struct printer *)sink;
    json_t *object = json_object(), *fields = json_array(), *remarks = json_array();
    json_object_set_new(object, "file", text(p->path));
    json_object_set_new(object, "format", json_string(p->format));
    for (size_t i = 0; i < doc->values.n; i++) {
        const struct extract_value *v = &doc->values.v[i];
        const char *name = v->field < FIELD_COUNT ? field_row(v->field)->name : v->name.p;
        json_array_append_new(fields, json_pack("[s,o,o]", name, text(v->value), text(v->from)));
    }
    json_object_set_new(object, "fields", fields);
    for (size_t i = 0; i < doc->remarks.n; i++)
        json_array_append_new(remarks, text(doc->remarks.v[i]));
    json_object_set_new(object, "remarks", remarks);
    json_object_set_new(object, "text", text(doc->text));
    if (with_raw)
        json_object_set_new(object, "raw", text(doc->raw));
    print(object);
    return true;
}

static void extract(struct str path, const struct extract_input *input, int depth);

static bool print_member(struct extract_sink *sink, const struct extract_input *member) {
    struct printer *p = (struct printer *)sink;
    struct arena *arena = arena_new();
    extract(arena_printf(arena, "%.*s!%.*s", STR_FMT(p->path), STR_FMT(member->name)), member, p->depth + 1);
    arena_free(&arena);
    return true;
}

static void extract(struct str path, const struct extract_input *input, int depth) {
    struct sniff_view view = sniff_view_of(input->bytes);
    const struct format *format = format_recognise(&view, input->name, input->media_type);
    struct err e = {.text = "No format."};
    struct printer p = {{print_document, print_member}, path, format ? format->name : "none", depth};
    struct arena *arena = arena_new();
    if (!format || !format->extract || depth > DEPTH_MAX || format->extract(input, arena, &p.sink, &e))
        print(json_pack("{s:o,s:s,s:o,s:o,s:o,s:i}", "file", text(path), "format", p.format, "error",
                        text(str_from(e.text)), "url", text(input->url), "media_type", text(input->media_type), "bytes",
                        (int)input->bytes.n));
    arena_free(&arena);
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8"); /* as the indexer does; libarchive needs it for names */
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--raw") == 0) {
            with_raw = true;
            continue;
        }
        struct file_map map;
        struct err e;
        if (file_map_open(&map, argv[i], &e)) {
            fprintf(stderr, "%s\n", e.text);
            continue;
        }
        struct extract_input input = {.bytes = map.bytes, .name = str_from(argv[i])};
        extract(input.name, &input, 0);
        fflush(stdout);
        file_map_close(&map);
    }
    return 0;
}
