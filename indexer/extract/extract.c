/* What every extractor needs to fill a document. */
#include "indexer/extract/extract.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(struct arena *arena, struct extract_values *all, struct extract_value value) {
    if (value.value.n == 0)
        return;
    all->v = arena_grow(arena, all->v, all->n, sizeof *all->v);
    all->v[all->n++] = value;
}

void extract_value(struct arena *arena, struct extract_document *doc, enum field_id field, struct str value,
                   const char *from) {
    add(arena, &doc->values, (struct extract_value){field, STR_EMPTY, value, str_from(from)});
}

void extract_extra(struct arena *arena, struct extract_document *doc, const char *name, struct str value,
                   const char *from) {
    add(arena, &doc->values, (struct extract_value){FIELD_COUNT, str_from(name), value, str_from(from)});
}

void extract_remark(struct arena *arena, struct extract_document *doc, const char *format, ...) {
    char sentence[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    if (n > 0)
        arena_push(arena, &doc->remarks, arena_str(arena, str_from(sentence)));
}
