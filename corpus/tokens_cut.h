/* Where do words begin and end?
 *
 * Word breaking as in ICU (root rules, with its dictionaries for Chinese, Japanese, Thai, Lao, Khmer and Burmese) gives
 * segments (tokens_segment.h); each is then read once more by rules that do not ask for the language, because a query's
 * is not known:
 *
 *   apart      at ' ’ . : _ and every other sign between letters: l'élection -> l élection, U.S.A -> u s a,
 *              example.org -> example org, don't -> don t, Türkiye'nin -> türkiye nin, foo_bar -> foo bar
 *   together   signs that are letters of a word: the apostrophe between Cyrillic letters (об'єкт), geresh and gershayim
 *              in Hebrew (צה"ל), the middle dot between two l (col·lecció), Armenian marks of tone (ինչո՞ւ); and what
 *              parts digits: 3,5 1.000 1'000 1⁄2
 *   left out   what is set behind a word without a space and is none: the blessing in محمدﷺ, the era in ۲۰۲۲ء
 *   pieces     one character each (with its combining signs) of the scripts written without spaces
 *
 * Works on the units of a chunk, knows nothing of bytes, folding or stems. */
#ifndef CORPUS_TOKENS_CUT_H
#define CORPUS_TOKENS_CUT_H

#include "corpus/tokens_chunk.h"
#include "corpus/tokens_segment.h"

struct cutter {
    struct segmenter segmenter;
    const struct chunk *chunk;
    int32_t segment, segment_end; /* the one that is being read */
    int32_t at;
    bool in_pieces; /* the unit before `at` was a piece of the same segment */
};

struct span {
    int32_t from, to; /* units of the chunk */
    bool is_piece;
    bool word_begins;
    int32_t word_end; /* of a piece where word_begins: where the dictionary's word ends */
};

void cutter_init(struct cutter *cutter);
void cutter_fini(struct cutter *cutter);
/* Starts on a chunk, which must stay as it is until the last cutter_next. */
void cutter_begin(struct cutter *cutter, const struct chunk *chunk);
bool cutter_next(struct cutter *cutter, struct span *span);

#endif
