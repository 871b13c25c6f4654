/* What does a FreeDict dictionary say? Reads the format of dictd: an index (word, place and length of its entry in base
 * 64, tabs between) and the entries, in one file that may be compressed (.dict.dz, gzip).
 *
 * An entry is text for people; of each sense the first line that holds more than remarks is the translations:
 *
 *   station /steiʃən/                        the head line, left out
 *   1. station, stationsgebouw               -> station; stationsgebouw
 *      Synonyms: {railway station}           three spaces or more: examples, synonyms, notes
 *   2. halte <f>, statie                     -> halte; statie
 *   place where a vehicle may stop           a second line of a sense explains it
 *    see: {stations} */
#ifndef INDEXER_DICTD_H
#define INDEXER_DICTD_H

#include "corpus/base/err.h"

/* One translation: `order` is its place in the entry, from 0. */
typedef void word_pair_fn(void *context, struct str head, struct str text, uint32_t order);

/* Each translation of one entry's text. */
void dictd_entry(struct str entry, struct str head, word_pair_fn *fn, void *context);
/* Each of a whole dictionary; ERR_CORRUPT when the index points outside the entries. */
enum err_code dictd_read(const char *index_path, const char *entries_path, word_pair_fn *fn, void *context,
                         struct err *e);

#endif
