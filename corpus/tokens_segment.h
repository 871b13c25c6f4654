/* Where does a segment of the text end, as ICU's word breaking (root rules) has it?
 *
 * For writing with spaces the rules of UAX 29 are followed here, with tokens_class.h for the properties, which together
 * with it made the analysis of English and Polish news twice as fast and of Arabic more. Only where a character of
 * Chinese, Japanese, Thai, Lao, Khmer, Burmese or Korean stands near is ICU asked, whose dictionaries have a say there;
 * and then for a region of the text between two breaks that are certain: after it, a sign or white space.
 *
 *   Bei "保護衛士" sagte er   rules: Bei, ␣, ", ... ␣, sagte, ␣, er; ICU is given 保護衛士 and gives 保護, 衛士
 *
 * Where no letters or digits are, the segments may be others than ICU's: no word depends on it. */
#ifndef CORPUS_TOKENS_SEGMENT_H
#define CORPUS_TOKENS_SEGMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/ubrk.h>

struct segmenter {
    UBreakIterator *icu;
    const UChar *units;
    int32_t n;
    int32_t at;                 /* where the segment begins that is asked for next */
    int32_t region, region_end; /* what ICU was given last; `at` is in it while it is asked */
    bool asks_icu_always;       /* for tests, which compare */
};

void segmenter_init(struct segmenter *segmenter);
void segmenter_fini(struct segmenter *segmenter);
/* Starts on a text, which must stay as it is until the last segmenter_next. */
void segmenter_begin(struct segmenter *segmenter, const UChar *units, int32_t n);
/* Where the segment after the last one ends; false at the end of the text. */
bool segmenter_next(struct segmenter *segmenter, int32_t *end);

#endif
