/* Documents as JSON: reading what people and programs write, writing what we show.
 *
 * Reads Rastro records (schemas/record.schema.json) and FollowTheMoney entities. Unknown fields are kept. Also packs a
 * document for the text store: the metadata as JSON, the text raw beside it, so that showing ten results parses little. */
#ifndef CORPUS_RECORD_H
#define CORPUS_RECORD_H

#include "corpus/document.h"

/* One record. `file` receives the record's "file" (a manifest row: the text stands in that file), else empty. The caller
 * reads that file and adds its text before document_finish. ERR_INPUT with a sentence when it is no JSON object or a
 * known field has an impossible type; the column is named. */
enum err_code record_parse(struct arena *arena, struct str json, struct document *doc, struct str *file, struct err *e);

/* All fields in table order, then the unknown ones; values of MANY fields as arrays. No line feed at the end. */
enum record_part { RECORD_WHOLE, RECORD_WITHOUT_TEXT };
void record_write(struct buf *out, const struct document *doc, enum record_part part);

/* For the text store: what record_unpack reads back. Slices of the result point into `packed`, or the arena. */
void record_pack(struct buf *out, const struct document *doc);
enum err_code record_unpack(struct arena *arena, struct str packed, struct document *doc, struct err *e);

/* Adds a JSON string with its quotes; also escapes U+2028, U+2029, <, > and &, so that it is safe inside a page. */
void record_write_string(struct buf *out, struct str s);

#endif
