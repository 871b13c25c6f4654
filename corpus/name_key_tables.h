/* The tables behind name_key.h, for name_key.c and name_key_ranges.c: what letters sound like (name_key.def), and how
 * far any two sounds are apart, so that comparing two words reads one table.
 *
 * A sound is two sets of phones: those that its letters mostly stand for and those they seldom do. */
#ifndef CORPUS_NAME_KEY_TABLES_H
#define CORPUS_NAME_KEY_TABLES_H

#include "corpus/name_key.h"

#define NAME_LETTERS_MAX 8      /* of one row */
#define NAME_CODE_POINTS 0x1200 /* letters of the tables are below */
#define NAME_VOWELS 0x1Fu       /* as a set of phones */
#define NAME_SYLLABLES 0xAC00   /* Hangul: 588 for each leading letter, 28 for each leading letter and vowel */
#define NAME_SYLLABLES_END 0xD7A4
#define NAME_LEADS 0x1100

struct name_sound {
    uint32_t likely, seldom;
    bool quiet; /* often left out */
};

/* A row of name_key.def. */
struct name_unit {
    enum name_script script;
    uint32_t letters[NAME_LETTERS_MAX];
    uint8_t letter_count, sound_count;
    bool at_start, at_end;
    uint8_t sounds[3];
    int next; /* of those that begin with the same letter; -1 none */
};

struct name_keys {
    struct name_unit *units;
    size_t unit_count;
    int first[NAME_CODE_POINTS]; /* the unit that begins with this letter; -1 none */
    struct name_sound sounds[256];
    size_t sound_count;
    uint8_t apart[256][256]; /* in hundredths of a wrong consonant */
    uint8_t drop[256];       /* what it costs that only one of two words has it */
};

uint32_t name_phone(char name); /* as a set of one */

#endif
