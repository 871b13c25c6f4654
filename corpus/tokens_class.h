/* What kind of character is this?
 *
 * Everything that reading, cutting and folding ask about a character again and again, in one number of two bytes that
 * is worked out by ICU's property tables when the character is first met and kept for the life of the process. One look
 * into an array takes the place of one to six calls of ICU.
 *
 *   class_of('e')    CLASS_LETTER | CLASS_BASE | CLASS_FIRM ...; class_break of it is BREAK_LETTER
 *   class_of(0x4FDD) 保: CLASS_PIECE, BREAK_DICTIONARY    class_of(0x301) ◌́: CLASS_MARK | CLASS_STACKS, BREAK_EXTEND
 *
 * The array covers all of Unicode (2 MB of addresses), but only the pages of characters met take memory. */
#ifndef CORPUS_TOKENS_CLASS_H
#define CORPUS_TOKENS_CLASS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <unicode/utf16.h>

/* What word breaking sees in it (UAX 29), as tokens_segment.c needs it. */
enum break_class {
    BREAK_OTHER,
    BREAK_EXTEND, /* goes with what is before it */
    BREAK_LETTER,
    BREAK_HEBREW,
    BREAK_NUMERIC,
    BREAK_MID_LETTER,
    BREAK_MID_NUM_LET,
    BREAK_MID_NUM,
    BREAK_SINGLE_QUOTE,
    BREAK_DOUBLE_QUOTE,
    BREAK_CONNECTS,  /* as '_' */
    BREAK_DICTIONARY /* left to ICU's dictionaries, or close to what is */
};

enum {
    CLASS_BREAK = 0x000F,     /* an enum break_class */
    CLASS_KNOWN = 0x0010,     /* set in all classes */
    CLASS_LETTER = 0x0020,    /* alphabetic */
    CLASS_MARK = 0x0040,      /* an accent, vowel sign or the like */
    CLASS_BASE = 0x0080,      /* letters and numbers, superscript and Roman ones too: what a token can begin with */
    CLASS_PIECE = 0x0100,     /* a letter of a script that is written without spaces */
    CLASS_DIGIT = 0x0200,     /* decimal, of any script */
    CLASS_IGNORABLE = 0x0400, /* there only for the typesetter; see utf16_is_ignorable */
    CLASS_STACKS = 0x0800,    /* has a combining class: is sorted among marks */
    CLASS_LOOSE = 0x1000,     /* NFC may change it or what is next to it */
    CLASS_FIRM = 0x2000,      /* neither NFC nor NFKC ever does, whatever is next to it */
    CLASS_AWKWARD = 0x4000,   /* cannot go into a chunk as it is: loose, ignorable, or stands there as another */
    CLASS_INNER = 0x8000,     /* a base that goes on with the word of any other such before it */
};

extern _Atomic uint16_t class_known[0x110000]; /* 0: not met yet */
unsigned class_find(UChar32 c);

static inline unsigned class_of(UChar32 c) {
    unsigned class = atomic_load_explicit(&class_known[c], memory_order_relaxed);
    return class ? class : class_find(c);
}

static inline enum break_class class_break(unsigned class) {
    return (enum break_class)(class & CLASS_BREAK);
}

/* Where a run of CLASS_INNER from `i` on ends, or a little before: at a character not met yet or beyond U+FFFF. */
static inline int32_t class_inner_end(const UChar *units, int32_t i, int32_t n) {
    while (i < n && (atomic_load_explicit(&class_known[units[i]], memory_order_relaxed) & CLASS_INNER))
        i++;
    return i;
}

/* The class of the character at unit *i, which moves behind it. `n` is where the text ends. */
static inline unsigned class_next(const UChar *units, int32_t *i, int32_t n) {
    UChar32 c = units[*i];
    if (U16_IS_SURROGATE(c))
        U16_NEXT(units, *i, n, c);
    else
        ++*i;
    return class_of(c);
}

#endif
