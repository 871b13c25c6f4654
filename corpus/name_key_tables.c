/* Reads name_key.def. How far two phones are apart is written here by hand, and tuned on tests/tables/names.txt. */
#include "corpus/name_key_tables.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Prices in hundredths of a wrong consonant. The rest of a likely phone standing for a seldom one, of two seldom ones.
 */
#define SELDOM 12
#define BOTH_SELDOM 30
#define WRONG 100
#define WRONG_KIND 130 /* a vowel for a consonant */
#define OTHER_VOWEL 40

static const char phones[] = "aeioupbfvwmntdTDszSZcCJkgxGhlry";
#define PHONES ((int)sizeof phones - 1)

struct near {
    char a, b;
    uint8_t apart;
};

/* Phones that listeners, or alphabets, take for one another. Vowels that are not here are OTHER_VOWEL apart. */
static const struct near nears[] = {
    {'a', 'e', 25}, {'a', 'o', 20}, {'e', 'i', 15}, {'o', 'u', 15}, {'e', 'o', 30}, {'a', 'u', 20}, {'i', 'y', 4},
    {'u', 'w', 8},  {'i', 'u', 60}, {'e', 'u', 60}, {'v', 'w', 8},  {'e', 'y', 20}, {'o', 'w', 15}, {'u', 'v', 40},
    {'p', 'b', 45}, {'t', 'd', 45}, {'k', 'g', 40}, {'f', 'v', 25}, {'s', 'z', 30}, {'S', 'Z', 35}, {'C', 'J', 40},
    {'S', 's', 40}, {'Z', 'z', 40}, {'J', 'Z', 15}, {'c', 's', 30}, {'c', 'C', 40}, {'C', 'S', 35}, {'T', 't', 15},
    {'T', 's', 25}, {'D', 'd', 15}, {'D', 'z', 20}, {'x', 'h', 5},  {'x', 'k', 35}, {'G', 'g', 10}, {'G', 'h', 40},
    {'G', 'r', 50}, {'g', 'h', 45}, {'J', 'y', 45}, {'J', 'g', 40}, {'J', 'z', 35}, {'n', 'm', 50}, {'c', 'z', 30},
    {'b', 'v', 50}, {'p', 'f', 50}};

static const struct {
    enum name_script script;
    const char *letters, *sounds;
} rows[] = {
#define X(script, letters, sounds) {NAME_##script, letters, sounds},
#include "corpus/name_key.def"
#undef X
};
#define UNITS ((int)(sizeof rows / sizeof *rows))

uint32_t name_phone(char name) {
    const char *at = strchr(phones, name);
    assert(at);
    return UINT32_C(1) << (at - phones);
}

/* Reads one sound, "uo/w?", and gives its number. */
static uint8_t sound_read(struct name_keys *keys, const char **written) {
    struct name_sound sound = {0};
    uint32_t *set = &sound.likely;
    for (; **written && **written != ' '; ++*written) {
        if (**written == '/')
            set = &sound.seldom;
        else if (**written == '?')
            sound.quiet = true;
        else
            *set |= name_phone(**written);
    }
    for (size_t i = 0; i < keys->sound_count; i++) {
        const struct name_sound *old = &keys->sounds[i];
        if (old->likely == sound.likely && old->seldom == sound.seldom && old->quiet == sound.quiet)
            return (uint8_t)i;
    }
    assert(keys->sound_count < 255);
    keys->sounds[keys->sound_count] = sound;
    return (uint8_t)keys->sound_count++;
}

static void unit_read_letters(struct name_unit *unit, const char *written) {
    struct str letters = str_from(written);
    for (size_t at = 0; at < letters.n;) {
        uint32_t letter = utf8_next(letters, &at);
        if (letter == '^') {
            unit->at_start = true;
        } else if (letter == '$') {
            unit->at_end = true;
        } else {
            assert(letter < NAME_CODE_POINTS && unit->letter_count < NAME_LETTERS_MAX);
            unit->letters[unit->letter_count++] = letter;
        }
    }
    assert(unit->letter_count > 0);
}

static void units_read(struct name_keys *keys) {
    for (int c = 0; c < NAME_CODE_POINTS; c++)
        keys->first[c] = -1;
    for (int i = 0; i < UNITS; i++) {
        struct name_unit *unit = &keys->units[i];
        *unit = (struct name_unit){.script = rows[i].script};
        unit_read_letters(unit, rows[i].letters);
        for (const char *written = rows[i].sounds; *written; written += *written == ' ') {
            assert(unit->sound_count < 3);
            unit->sounds[unit->sound_count++] = sound_read(keys, &written);
        }
        unit->next = keys->first[unit->letters[0]];
        keys->first[unit->letters[0]] = i;
    }
}

static void phones_compare(uint8_t table[PHONES][PHONES]) {
    for (int a = 0; a < PHONES; a++) {
        for (int b = 0; b < PHONES; b++) {
            bool vowel_a = (UINT32_C(1) << a) & NAME_VOWELS, vowel_b = (UINT32_C(1) << b) & NAME_VOWELS;
            table[a][b] = a == b ? 0 : vowel_a != vowel_b ? WRONG_KIND : vowel_a ? OTHER_VOWEL : WRONG;
        }
    }
    for (size_t i = 0; i < sizeof nears / sizeof *nears; i++) {
        ptrdiff_t a = strchr(phones, nears[i].a) - phones, b = strchr(phones, nears[i].b) - phones;
        table[a][b] = table[b][a] = nears[i].apart;
    }
}

static unsigned sets_apart(uint8_t table[PHONES][PHONES], uint32_t a, uint32_t b) {
    unsigned best = WRONG_KIND;
    for (uint32_t i = a; i; i &= i - 1)
        for (uint32_t j = b; j; j &= j - 1)
            if (table[__builtin_ctz(i)][__builtin_ctz(j)] < best)
                best = table[__builtin_ctz(i)][__builtin_ctz(j)];
    return best;
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

static unsigned sounds_apart(uint8_t table[PHONES][PHONES], const struct name_sound *a, const struct name_sound *b) {
    unsigned best = sets_apart(table, a->likely, b->likely);
    best = least(best, SELDOM + sets_apart(table, a->likely, b->seldom));
    best = least(best, SELDOM + sets_apart(table, a->seldom, b->likely));
    return least(best, BOTH_SELDOM + sets_apart(table, a->seldom, b->seldom));
}

/* What it costs that a sound is written in one script and not in the other. */
static uint8_t drop_cost(const struct name_sound *sound) {
    uint32_t glide_y = name_phone('y');
    if (sound->quiet)
        return 10;
    if (!(sound->likely & ~NAME_VOWELS))
        return 30;
    if (sound->likely == (name_phone('i') | glide_y))
        return 25;
    if (sound->likely & NAME_VOWELS)
        return 60; /* و and ي, which are not written without need */
    return sound->likely == name_phone('h') ? 25 : WRONG;
}

struct name_keys *name_keys_new(void) {
    struct name_keys *keys = mem_alloc(sizeof *keys);
    uint8_t table[PHONES][PHONES];
    keys->unit_count = UNITS;
    keys->units = mem_array(keys->unit_count, sizeof *keys->units);
    units_read(keys);
    phones_compare(table);
    for (size_t a = 0; a < keys->sound_count; a++) {
        keys->drop[a] = drop_cost(&keys->sounds[a]);
        for (size_t b = 0; b < a; b++) /* no sound is apart from itself */
            keys->apart[a][b] = keys->apart[b][a] = (uint8_t)sounds_apart(table, &keys->sounds[a], &keys->sounds[b]);
    }
    return keys;
}

void name_keys_free(struct name_keys **keys) {
    if (*keys)
        free((*keys)->units);
    free(*keys);
    *keys = NULL;
}
