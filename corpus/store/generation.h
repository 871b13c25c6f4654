/* Where a collection lies, and which of its segments are served.
 *
 *   COLLECTION/segments/000012/{engine/, text, columns, runs}   immutable: a database, texts, columns, letter runs
 *   COLLECTION/generations/000007                         manifest: segments, hidden documents, counts, checksums
 *   COLLECTION/generations/CURRENT                        the number of the generation served
 *
 * A generation names segments and, for each, the documents that later ones have replaced or removed ("hidden").
 * Everything published is immutable; publishing is: build the segment under segments/NNNNNN.tmp, verify it, fsync it,
 * rename it; write the manifest beside, fsync, rename; replace CURRENT. A reader that opened a generation sees that one
 * and nothing else until it closes it.
 *
 * A manifest is JSON that ends in its own checksum (XXH3 of the file with sixteen zeros in its place). Going back to an
 * earlier generation is writing its number into CURRENT. */
#ifndef CORPUS_STORE_GENERATION_H
#define CORPUS_STORE_GENERATION_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"
#include "corpus/base/file.h"
#include "schemas/schema.h"

#define MANIFEST_VERSION 1

struct manifest_file {
    struct str name; /* relative to the segment's folder, "engine/postlist.glass" */
    struct file_sum sum;
};

struct manifest_segment {
    uint32_t number;
    uint32_t documents; /* numbered 1..documents in the segment */
    uint32_t *hidden;   /* rising numbers of those not served any more */
    uint32_t hidden_count;
    struct manifest_file *files;
    size_t file_count;
};

struct manifest_language {
    const struct language *language;
    uint32_t documents; /* served ones */
};

struct manifest {
    uint32_t number;    /* the generation's; 0: an empty collection, nothing was published yet */
    struct str created; /* 2026-11-23T02:10:00Z */
    struct str program; /* "rastro 0.1.0" */
    struct str contract;
    struct manifest_segment *segments; /* oldest first */
    size_t segment_count;
    struct manifest_language *languages; /* of the served documents, by number of documents falling */
    size_t language_count;
    uint32_t documents; /* served: of all segments, without the hidden ones */
};

/* Paths inside a collection, in the arena, NUL-terminated. */
const char *generation_segment_path(struct arena *arena, const char *collection, uint32_t number, bool temporary);
const char *generation_path(struct arena *arena, const char *collection, const char *below);

/* The manifest that CURRENT names; where there is no CURRENT (a first run was cut off just before it, or it got lost),
 * the newest one. A collection folder without any gives number 0 (ERR_CORRUPT where segments above the first show that
 * there were some), a missing folder ERR_NOT_FOUND. A manifest that is damaged, or names files that are missing or of
 * another size, is ERR_CORRUPT with the next step named; one of a later program's form is ERR_CONTRACT. Checksums of
 * the files are compared only by generation_verify. */
enum err_code generation_read(struct arena *arena, const char *collection, struct manifest *out, struct err *e);
/* A number that no other manifest has: going back and publishing again gives two generations the same number, never the
 * same identity. 0 where nothing was published yet. */
uint64_t generation_identity(const struct manifest *manifest);
/* Compares every file of every segment with its checksum. */
enum err_code generation_verify(const char *collection, const struct manifest *manifest, struct err *e);
/* Fills in files and checksums of a built segment folder. */
enum err_code generation_list_files(struct arena *arena, const char *segment_path, struct manifest_segment *segment,
                                    struct err *e);
/* Writes the manifest (its segments in place, synced and listed) and switches CURRENT to it. Refuses when its number is
 * not one above the current one: somebody has gone back to an earlier generation meanwhile. After a failure the
 * generation before is served still, unless only the last step, making the switch durable, failed: generation_read
 * tells. */
enum err_code generation_publish(const char *collection, const struct manifest *manifest, struct err *e);
/* Removes temporary folders and files, and the segments and manifests that neither the current generation nor the
 * `keep - 1` before it name; generations above `current`, which a rollback left, too. Removes nothing when one of those
 * to be kept cannot be read. Failures are not fatal. Only for who holds the collection's lock. */
void generation_prune(const char *collection, uint32_t current, unsigned keep);

#endif
