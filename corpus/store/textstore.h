/* The text store: every document's packed record, in zlib blocks, beside the engine's database.
 *
 * Written once, in order of document number (1, 2, 3 ...), then memory-mapped and never changed.
 *
 *   +--------+---------+---------+-----+---------+-------------+--------+
 *   | header | block 0 | block 1 | ... | block n | directory   | footer |
 *   +--------+---------+---------+-----+---------+-------------+--------+
 *   header     "RastText", version
 *   block      zlib stream of some whole records, about TEXTSTORE_BLOCK bytes before compression (a longer record has a
 *              block of its own)
 *   directory  a row a block: its place, its length, its length before compression; then a row a document: its block,
 *              its place and length inside it
 *   footer     where the directory begins, how many documents and blocks, XXH3 of header + directory + footer,
 * "TextRast"
 *
 * A B-tree is bad at this: text is written once and read ten documents at a time. The engine's own document data stays
 * empty. */
#ifndef CORPUS_STORE_TEXTSTORE_H
#define CORPUS_STORE_TEXTSTORE_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

#define TEXTSTORE_BLOCK (16u << 10)
#define TEXTSTORE_RECORD_MAX (1u << 30) /* bytes of one record; far above what document_finish lets pass */

struct textstore_writer;
enum err_code textstore_create(struct textstore_writer **writer, const char *path, struct err *e);
/* Documents are numbered as they come, from 1. After a failure only textstore_abandon makes sense. */
enum err_code textstore_add(struct textstore_writer *writer, struct str record, struct err *e);
/* Writes the directory, fsyncs, closes and frees, also on failure. */
enum err_code textstore_finish(struct textstore_writer **writer, struct err *e);
void textstore_abandon(struct textstore_writer **writer); /* closes without finishing; the file stays unreadable */

struct textstore;
/* Checks header, directory and footer: whatever else the file holds, reading it later stays within its bounds. One
 * thread at a time. */
enum err_code textstore_open(struct textstore **store, const char *path, struct err *e);
void textstore_close(struct textstore **store);
uint32_t textstore_count(const struct textstore *store);
/* The record of a document, inflated into the arena. Neighbours of the last one read cost no second inflate. */
enum err_code textstore_get(struct textstore *store, uint32_t docid, struct arena *arena, struct str *record,
                            struct err *e);

#endif
