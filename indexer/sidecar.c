/* A sidecar lies where its file lies, so it comes from whom the file comes from: it is opened as carefully. */
#include "indexer/sidecar.h"

#include "corpus/record.h"
#include "indexer/open.h"

#define ENDING STR(".meta.json")
#define SIDECAR_MAX ((size_t)2 << 20)

bool sidecar_describes(struct str name, struct str *described) {
    if (!str_ends(name, ENDING) || name.n == ENDING.n)
        return false;
    *described = str_slice(name, 0, name.n - ENDING.n);
    return true;
}

bool sidecar_read(struct arena *arena, const char *path, bool follow, struct document *doc) {
    struct str name = arena_printf(arena, "%s.meta.json", path), json = STR_EMPTY, file;
    struct document described = {0};
    struct stat st;
    struct err e;
    int fd;
    enum err_code code = open_file(name.p, follow, &fd, &st, &e);
    if (code == ERR_NOT_FOUND)
        return false;
    if (!code)
        code = open_read(arena, fd, SIDECAR_MAX, &json, &e);
    if (!code)
        code = record_parse(arena, json, &described, &file, &e);
    if (code)
        document_remark(arena, doc, "What is said of it in %s could not be read: %s", name.p, e.text);
    else
        *doc = described;
    return true;
}
