/* What extract_html makes of pages, without a confined child: for measuring, never for strangers' files.
 *
 *   extract_pages LIST              LIST: a line "FILE<tab>URL" a page (.gz or not); prints one JSON object a page
 *   extract_pages --features LIST   prints what was measured of each block instead
 *   extract_pages --repeat N LIST   extracts every page N times and prints pages and bytes a second */
#include "indexer/extract/charset.h"
#include "indexer/extract/html.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

static struct str read_page(struct arena *arena, const char *path) {
    struct buf bytes;
    buf_init(&bytes);
    gzFile file = gzopen(path, "rb");
    for (int n = 1; file && n > 0; bytes.n += n > 0 ? (size_t)n : 0)
        n = gzread(file, buf_reserve(&bytes, 1u << 16), 1u << 16);
    if (file)
        gzclose(file);
    struct str page = arena_str(arena, buf_str(&bytes));
    buf_fini(&bytes);
    return page;
}

struct printer {
    struct extract_sink sink;
    const char *file;
    bool quiet;
};

static json_t *string(struct str s) {
    json_t *made = json_stringn(s.p, s.n);
    return made ? made : json_string("");
}

static bool print_document(struct extract_sink *sink, const struct extract_document *doc) {
    struct printer *printer = (struct printer *)sink;
    if (printer->quiet)
        return true;
    json_t *object = json_object(), *values = json_array();
    json_object_set_new(object, "file", json_string(printer->file));
    for (size_t i = 0; i < doc->values.n; i++) {
        const struct extract_value *v = &doc->values.v[i];
        json_t *row = json_object();
        json_object_set_new(row, "field",
                            v->field < FIELD_COUNT ? json_string(field_row(v->field)->name) : string(v->name));
        json_object_set_new(row, "value", string(v->value));
        json_object_set_new(row, "from", string(v->from));
        json_array_append_new(values, row);
    }
    json_object_set_new(object, "values", values);
    json_object_set_new(object, "text", string(doc->text));
    json_object_set_new(object, "raw", string(doc->raw));
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
    return true;
}

static bool ignore_member(struct extract_sink *sink, const struct extract_input *member) {
    (void)sink;
    (void)member;
    return true;
}

static void print_features(struct arena *arena, const char *file, struct str bytes) {
    struct charset_text decoded;
    struct html_source source;
    struct html_tree tree;
    struct html_blocks blocks;
    struct html_json_ld said;
    charset_decode(arena, bytes, STR_EMPTY, &decoded);
    html_source_prepare(arena, decoded.text, false, &source);
    if (!html_tree_parse(arena, source.markup, &tree))
        exit(1);
    html_blocks_make(arena, &tree, &blocks);
    html_json_ld_read(arena, &source.json_ld, &said);
    struct html_page page = {
        .tree = &tree, .blocks = &blocks, .body = said.body, .title = html_page_title(arena, &tree)};
    const struct html_features *f = html_features_measure(arena, &page);
    for (size_t i = 0; i < blocks.n; i++) {
        json_t *row = json_object(), *v = json_array();
        json_object_set_new(row, "file", json_string(file));
        json_object_set_new(row, "text", string(blocks.v[i].text));
        json_object_set_new(row, "parent", json_integer(tree.v[blocks.v[i].node].parent));
        json_object_set_new(row, "words", json_real(blocks.v[i].words));
        json_object_set_new(row, "links", json_real(blocks.v[i].linked));
        for (size_t k = 0; k < HTML_F_COUNT; k++)
            json_array_append_new(v, json_real((double)f[i].v[k]));
        json_object_set_new(row, "f", v);
        json_dumpf(row, stdout, JSON_COMPACT | JSON_REAL_PRECISION(5));
        putchar('\n');
        json_decref(row);
    }
    html_tree_free(&tree);
}

static void extract(struct arena *arena, struct printer *printer, struct str bytes, const char *url) {
    struct extract_input input = {.bytes = bytes,
                                  .name = str_from(printer->file),
                                  .media_type = STR("text/html"),
                                  .charset = STR_EMPTY,
                                  .url = str_from(url),
                                  .captured = STR_EMPTY};
    struct err e = {0};
    if (extract_html(&input, arena, &printer->sink, &e) != ERR_OK)
        fprintf(stderr, "%s: %s\n", printer->file, e.text);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    bool features = argc == 3 && strcmp(argv[1], "--features") == 0;
    long repeat = argc == 4 && strcmp(argv[1], "--repeat") == 0 ? strtol(argv[2], NULL, 10) : 0;
    FILE *list = argc > 1 ? fopen(argv[argc - 1], "r") : NULL;
    if (!list) {
        fprintf(stderr, "usage: extract_pages [--features | --repeat N] LIST\n");
        return 2;
    }
    struct printer printer = {.sink = {print_document, ignore_member}, .quiet = repeat > 0};
    struct arena *arena = arena_new(), *scratch = arena_new();
    char line[8192];
    size_t pages = 0, bytes = 0;
    double seconds = 0;
    while (fgets(line, sizeof line, list)) {
        line[strcspn(line, "\n")] = '\0';
        char *url = strchr(line, '\t');
        if (url)
            *url++ = '\0';
        printer.file = line;
        struct str page = read_page(arena, line);
        double started = now();
        for (long i = 0; i < (repeat ? repeat : 1); i++, pages++, bytes += page.n) {
            if (features)
                print_features(scratch, line, page);
            else
                extract(scratch, &printer, page, url);
            arena_reset(scratch);
        }
        seconds += now() - started;
        arena_reset(arena);
    }
    if (repeat)
        printf("%zu pages, %.1f MB, %.2f s: %.0f pages/s, %.1f MB/s\n", pages, (double)bytes / 1e6, seconds,
               (double)pages / seconds, (double)bytes / 1e6 / seconds);
    fclose(list);
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}
