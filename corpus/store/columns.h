/* The columns: for each facet field, the values of each document as small numbers, memory-mapped.
 *
 * Counting facets over all matches means reading one small number a document and field; the engine's value streams do
 * this four times slower. Each field has a dictionary of its values: `key` is what filters compare (a code, or the
 * folded value), `label` how it was written first. Values of the field of document d are the numbers
 * of[first[d] .. first[d + 1]), rising. The engine holds the same values in its slots, for remote shards and as the
 * tests' oracle.
 *
 *   +--------+----------------+---------+-------+-----------------------------------------------+-----+----------+
 *   | header | rows of fields | lengths | dates | first | of | ends of the strings | the strings | ... | checksum |
 *   +--------+----------------+---------+-------+-----------------------------------------------+-----+----------+
 *   header   "RastCols", version, number of documents, number of fields
 *   row      the field's name, how many values, how many numbers in `of`, how many bytes of strings
 *   lengths  how long each document is, for ranking
 *   dates    first and last day that each document's date can mean (corpus/date.h), for counting by month or week
 *   strings  key and label of value 0, of value 1 ...; filled up to four bytes
 *   checksum XXH3 of all before it; all numbers are little-endian, 32 bits (the checksum 64) */
#ifndef CORPUS_STORE_COLUMNS_H
#define CORPUS_STORE_COLUMNS_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"
#include "corpus/date.h"
#include "schemas/schema.h"

struct columns_writer;
struct columns_writer *columns_create(void);
/* The values of the next document, in any order, then columns_next with its length (in words as ranking counts them) and date.
 * Labels may repeat the key; a key that the document has already is nothing new. */
void columns_add(struct columns_writer *writer, enum field_id field, struct str key, struct str label);
void columns_next(struct columns_writer *writer, uint32_t length, struct date date);
/* Writes the file and fsyncs it; frees the writer, also on failure. */
enum err_code columns_finish(struct columns_writer **writer, const char *path, struct err *e);
void columns_abandon(struct columns_writer **writer);

struct columns;
/* Checks checksum and bounds of everything, so that reading needs no more checks. NULL in *columns after a failure. */
enum err_code columns_open(struct columns **columns, const char *path, struct err *e);
void columns_close(struct columns **columns);
uint32_t columns_documents(const struct columns *columns);
/* The lengths of documents 1, 2, 3 ... Good while the columns are open. */
const uint32_t *columns_lengths(const struct columns *columns);
/* The date of one document, 1 <= docid <= columns_documents; first 0 when it has none. */
struct date columns_date(const struct columns *columns, uint32_t docid);

uint32_t columns_value_count(const struct columns *columns, enum field_id field);
struct str columns_key(const struct columns *columns, enum field_id field, uint32_t value);
struct str columns_label(const struct columns *columns, enum field_id field, uint32_t value);
/* The values of one document, 1 <= docid <= columns_documents; *n may be 0. Good while the columns are open. */
const uint32_t *columns_values(const struct columns *columns, enum field_id field, uint32_t docid, uint32_t *n);

#endif
