/* Rows and cells of a table written as text (RFC 4180, with what programs make of it). */
#ifndef INDEXER_EXTRACT_CSV_H
#define INDEXER_EXTRACT_CSV_H

#include "corpus/base/arena.h"

struct csv {
    struct str rest;
    char separator;
    uint64_t line; /* of the file, from 1, where the next row begins */
};

/* `text` is UTF-8. The separator is told by the first line: a tab, comma, semicolon or bar. */
void csv_begin(struct csv *csv, struct str text);
/* The cells of the next row that is not empty; in the arena, or parts of the text. False at the end. */
bool csv_next(struct csv *csv, struct arena *arena, struct strs *cells);

#endif
