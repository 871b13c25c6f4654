/* A manifest's text. For corpus/store/generation.c and its tests; everybody else asks for generations.
 *
 *   {
 *     "manifest": 1,
 *     "generation": 7,
 *     "created": "2026-11-23T02:10:00Z",
 *     "program": "rastro 0.1.0",
 *     "contract": "schema 1; tokens 1; ...",
 *     "documents": 1187,
 *     "languages": [{"code": "en", "documents": 700}, ...],
 *     "segments": [{"number": 12, "documents": 1188, "hidden": "7,20-31", "files": [
 *       {"name": "engine/postlist.glass", "size": 81920, "xxh3": "0123456789abcdef"}, ...]}],
 *     "checksum": "fedcba9876543210"
 *   } */
#ifndef CORPUS_STORE_MANIFEST_H
#define CORPUS_STORE_MANIFEST_H

#include "corpus/base/buf.h"
#include "corpus/store/generation.h"

/* What a person can do about a damaged generation. */
#define MANIFEST_NEXT_STEP                                                                                             \
    "Restore the collection from a copy, go back to an earlier generation by writing its number into "                 \
    "generations/CURRENT, or index the sources into a new collection."

/* Can a manifest name this file? UTF-8 without control characters, below the segment's folder, not too long. */
bool manifest_name_fits(struct str name);
/* Adds the text. */
void manifest_write(struct buf *out, const struct manifest *manifest);
/* ERR_CORRUPT or ERR_CONTRACT with a sentence that begins with `path`. Everything in the arena. */
enum err_code manifest_read(struct arena *arena, const char *path, struct str text, struct manifest *out,
                            struct err *e);

#endif
