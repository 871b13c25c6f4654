/* The letters and digits that fold the same whatever is around them: all of Latin, Cyrillic, Arabic, Hangul, Chinese
 * but for marks, which go with a letter, and a few letters that join with their neighbours.
 *
 * A word of such letters only is folded by putting together what its letters fold to: some nanoseconds a letter, where
 * normalising it takes ICU more than half a microsecond. Each letter is folded the long way when it is first met, and
 * its forms are kept in a table of the struct fold; its slices stay good as long as that. */
#ifndef CORPUS_FOLD_ALONE_H
#define CORPUS_FOLD_ALONE_H

#include "corpus/fold.h"

#define ALONE_END 0x10000 /* characters beyond are always folded the long way */
#define ALONE_FORM_MAX 3

struct fold_alone {
    uint8_t folded_n; /* 0: not met yet; UINT8_MAX: does not fold alone */
    uint8_t surface_n;
    char folded[ALONE_FORM_MAX], surface[ALONE_FORM_MAX]; /* UTF-8 */
};

void fold_alone_find(struct fold *fold, UChar32 c);

/* NULL when it is of the others. */
static inline const struct fold_alone *fold_alone(struct fold *fold, UChar32 c) {
    if (c >= ALONE_END)
        return NULL;
    if (fold->alone[c].folded_n == 0)
        fold_alone_find(fold, c);
    return fold->alone[c].folded_n <= ALONE_FORM_MAX ? &fold->alone[c] : NULL;
}

/* Adds the folded form of `s`, or nothing and gives false when there is another character in it. */
bool fold_add_alone(struct fold *fold, const struct utf16 *s, struct buf *out);

#endif
