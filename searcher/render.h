/* A result as something to read: text for people, JSON for programs. Renderers only read; nothing is searched here. */
#ifndef SEARCHER_RENDER_H
#define SEARCHER_RENDER_H

#include "searcher/search.h"

/* Version of the JSON answer, as schemas/result.schema.json states it. */
#define RENDER_JSON_VERSION 1

struct render_style {
    bool colour;    /* escape sequences of a terminal; without, matches stand between asterisks */
    unsigned width; /* columns; 0: do not wrap */
};

/* The answer to a query. Control and bidi-override characters of documents are made visible and harmless. */
void render_text(struct buf *out, const struct search_result *result, struct render_style style);
/* One document, whole. */
void render_document_text(struct buf *out, const struct document *doc, struct render_style style);

/* The same as JSON, after schemas/result.schema.json and schemas/record.schema.json, with a line feed at the end. */
void render_json(struct buf *out, const struct search_result *result);
void render_document_json(struct buf *out, const struct document *doc);

#endif
