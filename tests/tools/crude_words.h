/* The words of a text as a splitter sees them that knows nothing of corpus/tokens: runs of letters, marks and digits, told
 * apart by ICU's character properties alone (no break iterator, no folding).
 *
 * A sign is a part of a word where people read it so: between two digits (3,5 1.000), an apostrophe between Cyrillic
 * letters (об'єкт), the signs of Hebrew abbreviations (צה"ל), the middle dot of l·l, Armenian marks of tone.
 *
 * In writings without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) a run is no word; each character of it, with
 * the marks that belong to it, and each pair and triple of neighbours is given instead, as a phrase. Digits are words of
 * their own there: "2021年" is 2021 and 年. */
#ifndef TESTS_TOOLS_CRUDE_WORDS_H
#define TESTS_TOOLS_CRUDE_WORDS_H

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

struct crude_unit {
    size_t start, end;
    bool spaced;  /* a word; else one character of a writing without spaces */
    bool touches; /* nothing stands between it and the unit before */
};

struct crude_units {
    struct crude_unit *v;
    size_t n;
};

/* The Arabic tatweel only makes a word longer. */
static inline bool crude_is_mark(uint32_t c) {
    return c == 0x0640 || (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) ||
           (u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && c != 0x200B);
}

static inline bool crude_is_letter(uint32_t c) {
    return (u_isalpha((UChar32)c) || u_isdigit((UChar32)c)) && c != 0x0640 &&
           !u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static inline bool crude_extends(uint32_t c) {
    int32_t kind = u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return crude_is_mark(c) || kind == U_GCB_EXTEND || kind == U_GCB_SPACING_MARK || kind == U_GCB_ZWJ;
}

/* Whether a letter belongs to a writing without spaces; what all writings share goes with the letter before it. */
static inline bool crude_is_unspaced(uint32_t c, bool before) {
    UErrorCode status = U_ZERO_ERROR;
    if (u_isdigit((UChar32)c))
        return false;
    switch (uscript_getScript((UChar32)c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
        return before;
    default:
        return false;
    }
}

static inline bool crude_is_script(uint32_t c, UScriptCode script) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript((UChar32)c, &status) == script;
}

/* Whether the sign `c` between two letters or digits is a part of their word. */
static inline bool crude_joins(uint32_t before, uint32_t c, uint32_t next) {
    bool apostrophe = c == '\'' || c == 0x2018 || c == 0x2019;
    if (u_isdigit((UChar32)before) && u_isdigit((UChar32)next))
        return apostrophe || c == '.' || c == ',' || c == 0x066B || c == 0x066C;
    if (crude_is_script(before, USCRIPT_HEBREW) && crude_is_script(next, USCRIPT_HEBREW))
        return apostrophe || c == '"' || c == 0x05F3 || c == 0x05F4;
    if (crude_is_script(before, USCRIPT_CYRILLIC) && crude_is_script(next, USCRIPT_CYRILLIC))
        return apostrophe;
    if (c == 0x00B7)
        return u_tolower((UChar32)before) == 'l' && u_tolower((UChar32)next) == 'l';
    return c >= 0x055B && c <= 0x055F;
}

static inline struct crude_unit *crude_add(struct arena *arena, struct crude_units *units, struct crude_unit unit) {
    /* A power of two is full. */
    if ((units->n & (units->n - 1)) == 0) {
        struct crude_unit *v = arena_array(arena, units->n ? 2 * units->n : 1, sizeof *v);
        for (size_t i = 0; i < units->n; i++)
            v[i] = units->v[i];
        units->v = v;
    }
    units->v[units->n] = unit;
    return &units->v[units->n++];
}

static inline struct crude_units crude_split(struct arena *arena, struct str text) {
    struct crude_units units = {0};
    bool in_run = false, unspaced = false;
    uint32_t letter = 0;
    for (size_t at = 0, start = 0; at < text.n; start = at) {
        uint32_t c = utf8_next(text, &at);
        size_t behind = at;
        uint32_t next = at < text.n ? utf8_next(text, &behind) : 0;
        if (c != UTF8_BAD && in_run && (crude_extends(c) || (!unspaced && crude_joins(letter, c, next)))) {
            units.v[units.n - 1].end = at;
        } else if (c != UTF8_BAD && crude_is_letter(c)) {
            bool was = unspaced;
            unspaced = crude_is_unspaced(c, in_run && unspaced);
            if (in_run && !unspaced && !was)
                units.v[units.n - 1].end = at;
            else
                crude_add(arena, &units, (struct crude_unit){start, at, !unspaced, in_run});
            letter = c;
            in_run = true;
        } else {
            in_run = false;
        }
    }
    return units;
}

#endif
