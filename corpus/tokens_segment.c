/* The rules are those of UAX 29 by their numbers (WB4 ...), without those for what is no word: line ends, white space,
 * flags and families of emoji. */
#include "corpus/tokens_segment.h"

#include "corpus/tokens_class.h"

#include <assert.h>

void segmenter_init(struct segmenter *segmenter) {
    UErrorCode status = U_ZERO_ERROR;
    *segmenter = (struct segmenter){.icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status)};
    assert(U_SUCCESS(status)); /* the data is part of the library */
}

void segmenter_fini(struct segmenter *segmenter) {
    ubrk_close(segmenter->icu);
    segmenter->icu = NULL;
}

void segmenter_begin(struct segmenter *segmenter, const UChar *units, int32_t n) {
    segmenter->units = units;
    segmenter->n = n;
    segmenter->at = segmenter->region = segmenter->region_end = 0;
}

/* ---- by rules ---- */

#define SET(class) (1u << (class))
#define LETTERS (SET(BREAK_LETTER) | SET(BREAK_HEBREW))
#define WORDLY (LETTERS | SET(BREAK_NUMERIC) | SET(BREAK_CONNECTS))

static bool is_in(enum break_class class, unsigned set) {
    return (SET(class) & set) != 0;
}

/* WB6, 7b, 12: `sign` between two such is a part of the segment; gives those that must come after it. */
static unsigned wanted_after(enum break_class before, enum break_class sign) {
    unsigned both = SET(BREAK_MID_NUM_LET) | SET(BREAK_SINGLE_QUOTE);
    if (before == BREAK_HEBREW && sign == BREAK_DOUBLE_QUOTE)
        return SET(BREAK_HEBREW);
    if (is_in(before, LETTERS) && is_in(sign, both | SET(BREAK_MID_LETTER)))
        return LETTERS;
    if (before == BREAK_NUMERIC && is_in(sign, both | SET(BREAK_MID_NUM)))
        return SET(BREAK_NUMERIC);
    return 0;
}

/* WB4: the first character from *i on that does not go with the one before it; *i moves behind it. */
static enum break_class next_class(const struct segmenter *segmenter, int32_t *from, int32_t *i) {
    do {
        *from = *i;
        if (*i == segmenter->n)
            return BREAK_OTHER;
        enum break_class class = class_break(class_next(segmenter->units, i, segmenter->n));
        if (class != BREAK_EXTEND)
            return class;
    } while (true);
}

/* Where the segment from `i` on ends, or -1 when a dictionary may have a say. */
static int32_t segment_end(const struct segmenter *segmenter, int32_t i) {
    int32_t from;
    enum break_class before = class_break(class_next(segmenter->units, &i, segmenter->n));
    for (;;) {
        if (is_in(before, WORDLY)) {
            int32_t end = class_inner_end(segmenter->units, i, segmenter->n);
            if (end > i)
                before = class_break(class_of(segmenter->units[end - 1]));
            i = end;
        }
        if (before == BREAK_DICTIONARY)
            return -1;
        enum break_class next = next_class(segmenter, &from, &i);
        if (next == BREAK_DICTIONARY)
            return -1;
        if (is_in(before, WORDLY) && is_in(next, WORDLY)) { /* WB5, 8, 9, 10, 13a, 13b */
            before = next;
            continue;
        }
        unsigned wanted = wanted_after(before, next);
        if (!wanted)
            return from;
        int32_t behind_sign = from, behind = i;
        enum break_class after = next_class(segmenter, &behind_sign, &behind);
        if (after == BREAK_DICTIONARY)
            return -1;
        if (is_in(after, wanted)) {
            before = after;
            i = behind;
        } else if (before == BREAK_HEBREW && next == BREAK_SINGLE_QUOTE) { /* WB7a */
            return behind_sign;
        } else {
            return from;
        }
    }
}

/* The last of the spaces and signs from `i` on, each a segment of its own, or the first of a word right after them:
 * they go with that word, for which they make no difference. */
static int32_t skip_signs(const struct segmenter *segmenter, int32_t i) {
    for (; i + 1 < segmenter->n; i++) {
        unsigned class = class_of(segmenter->units[i]), next = class_of(segmenter->units[i + 1]);
        bool is_sign = class_break(class) == BREAK_OTHER && !(class & (CLASS_BASE | CLASS_MARK));
        if (!is_sign || U16_IS_SURROGATE(segmenter->units[i + 1]))
            return i;
        if (!(next & CLASS_INNER) && class_break(next) != BREAK_OTHER)
            return i;
    }
    return i;
}

static int32_t end_by_rules(const struct segmenter *segmenter, int32_t i) {
    int32_t start = skip_signs(segmenter, i), end = segment_end(segmenter, start);
    return end < 0 && start > i ? start : end;
}

/* ---- by ICU ---- */

/* A character before which there is a break whatever is around it; after a piece, also a sign of numbers. */
static bool is_stop(unsigned before, unsigned class) {
    return class_break(class) == BREAK_OTHER || (class_break(class) == BREAK_MID_NUM && (before & CLASS_PIECE));
}

/* The end of the region that begins with the segment at `from`: before a stop that no dictionary follows at once. */
static int32_t region_end(const struct segmenter *segmenter, int32_t from) {
    int32_t i = from, stop = -1;
    unsigned before = class_next(segmenter->units, &i, segmenter->n);
    while (i < segmenter->n) {
        int32_t start = i;
        unsigned class = class_next(segmenter->units, &i, segmenter->n);
        if (stop >= 0 && class_break(class) != BREAK_DICTIONARY)
            return stop;
        stop = is_stop(before, class) ? start : -1;
        before = class;
    }
    return stop >= 0 ? stop : segmenter->n;
}

static void give_icu(struct segmenter *segmenter, int32_t from, int32_t to) {
    UErrorCode status = U_ZERO_ERROR;
    segmenter->region = from;
    segmenter->region_end = to;
    ubrk_setText(segmenter->icu, segmenter->units + from, to - from, &status);
    assert(U_SUCCESS(status));
    ubrk_first(segmenter->icu);
}

bool segmenter_next(struct segmenter *segmenter, int32_t *end) {
    int32_t at = segmenter->at;
    if (at == segmenter->n)
        return false;
    if (at == segmenter->region_end) {
        *end = segmenter->asks_icu_always ? -1 : end_by_rules(segmenter, at);
        if (*end >= 0) {
            segmenter->at = segmenter->region_end = *end;
            return true;
        }
        give_icu(segmenter, at, segmenter->asks_icu_always ? segmenter->n : region_end(segmenter, at));
    }
    *end = segmenter->at = segmenter->region + ubrk_next(segmenter->icu);
    return true;
}
