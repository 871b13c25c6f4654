/* A file of records within an archive: the indexer reads it itself, as it reads those in folders, but no faster than what
 * came before it is taken out. A record here names no file: there is no folder in which to look for it. */
#include "indexer/extract/extraction_parts.h"

#include "corpus/record.h"

static void insert_record(struct extraction *x, struct item *place, struct str line, uint64_t number) {
    struct arena *arena = extraction_arena(x);
    struct extraction_result result = {.kind = EXTRACTION_DOCUMENT, .line = number, .arena = arena};
    struct str file;
    result.path = arena_str(arena, str_from(place->task->file.shown)).p;
    if (record_parse(arena, line, &result.document, &file, &result.why))
        result.kind = EXTRACTION_REJECTED;
    else if (file.n)
        document_remark(arena, &result.document, "Its \"file\" (%.*s) lies in an archive and was not read.", STR_FMT(file));
    extraction_insert(x, place, arena, NULL, line.n)->result = result;
}

void task_open_records(struct task *task) {
    task->lines = lines_new(task->file.fd, DOCUMENT_TEXT_MAX);
    task->file.fd = -1; /* the lines close it */
}

void task_take_records(struct extraction *x, struct item *item) {
    struct str line;
    struct err why;
    uint64_t number;
    while (extraction_listens(x, item)) {
        enum lines_got got = lines_next(item->task->lines, &line, &number, &why);
        if (got == LINES_LINE) {
            insert_record(x, item, line, number);
        } else if (got == LINES_END) {
            extraction_remove(x, item);
            return;
        } else {
            extraction_insert_failure(x, item, item->task->file.shown, number, &why);
        }
    }
}
