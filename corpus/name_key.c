/* Words become keys letter by letter, the longest row that fits first; two keys are compared by an edit distance that
 * stops as soon as it is over what may still count as one name. */
#include "corpus/name_key_tables.h"

#include "corpus/base/utf8.h"

#define WORD_LETTERS_MAX 64

/* What it adds to a distance that one word has the Arabic article and the other not. */
#define ARTICLE 3
/* Vowels inside a word that the other script leaves out: i, o and u, which are written in foreign names, and others. */
#define UNWRITTEN_I_O_U 10
#define UNWRITTEN 6

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* A syllable of Hangul as its letters; any other character as itself. */
static size_t take_apart(uint32_t c, uint32_t *letters) {
    if (c < NAME_SYLLABLES || c >= NAME_SYLLABLES_END) {
        letters[0] = c;
        return 1;
    }
    uint32_t syllable = c - NAME_SYLLABLES;
    letters[0] = NAME_LEADS + syllable / 588;
    letters[1] = 0x1161 + syllable % 588 / 28;
    letters[2] = 0x11A7 + syllable % 28;
    return syllable % 28 ? 3 : 2;
}

/* 0 when the word is too long, or no well-formed text. */
static size_t word_letters(struct str word, uint32_t *letters) {
    size_t n = 0;
    for (size_t at = 0; at < word.n;) {
        uint32_t c = utf8_next(word, &at);
        if (c == UTF8_BAD || n + 3 > WORD_LETTERS_MAX)
            return 0;
        n += take_apart(c, letters + n);
    }
    return n;
}

static bool unit_fits(const struct name_unit *unit, const uint32_t *letters, size_t n, size_t at) {
    if (unit->letter_count > n - at || (unit->at_start && at > 0) || (unit->at_end && at + unit->letter_count < n))
        return false;
    for (size_t i = 1; i < unit->letter_count; i++)
        if (unit->letters[i] != letters[at + i])
            return false;
    return true;
}

/* The longest unit that fits here, and of equal ones the one that is bound to its place. */
static const struct name_unit *unit_at(const struct name_keys *keys, const uint32_t *letters, size_t n, size_t at) {
    const struct name_unit *best = NULL;
    int best_worth = 0;
    if (letters[at] >= NAME_CODE_POINTS)
        return NULL;
    for (int i = keys->first[letters[at]]; i >= 0; i = keys->units[i].next) {
        const struct name_unit *unit = &keys->units[i];
        int worth = 4 * unit->letter_count + unit->at_start + unit->at_end;
        if (worth > best_worth && unit_fits(unit, letters, n, at)) {
            best = unit;
            best_worth = worth;
        }
    }
    return best;
}

static bool leaves_vowels_out(enum name_script script) {
    return script == NAME_ARABIC || script == NAME_HEBREW || script == NAME_DEVANAGARI;
}

/* Doubled letters count once, and so do i and y side by side (Zelenskyy, Зеленский). But where vowels are left out, two
 * equal letters have one between them (ליטביננקו, Litvinenko), unless a sign says that they have none (अब्बास). */
static bool sound_add(const struct name_keys *keys, struct name_key *key, uint8_t number, bool after_sign) {
    const uint32_t i_y = name_phone('i') | name_phone('y');
    if (key->n > 0) {
        uint8_t *last = &key->sounds[key->n - 1];
        const struct name_sound *a = &keys->sounds[*last], *b = &keys->sounds[number];
        bool both_i = !((a->likely | b->likely) & ~i_y);
        if ((*last == number && (after_sign || !leaves_vowels_out(key->script))) || both_i) {
            if (a->quiet && !b->quiet)
                *last = number;
            return true;
        }
    }
    if (key->n == NAME_KEY_SOUNDS_MAX)
        return false;
    key->sounds[key->n++] = number;
    return true;
}

static bool is_article(enum name_script script, const uint32_t *letters, size_t n) {
    return script == NAME_ARABIC && n >= 5 && letters[0] == 0x0627 && letters[1] == 0x0644;
}

bool name_key_make(const struct name_keys *keys, struct str folded, struct name_key *out) {
    uint32_t letters[WORD_LETTERS_MAX];
    size_t n = word_letters(folded, letters);
    bool after_sign = false;
    *out = (struct name_key){0};
    for (size_t at = 0; at < n;) {
        const struct name_unit *unit = unit_at(keys, letters, n, at);
        if (!unit || (at > 0 && unit->script != out->script))
            return false;
        out->script = unit->script;
        for (size_t i = 0; i < unit->sound_count; i++)
            if (!sound_add(keys, out, unit->sounds[i], after_sign))
                return false;
        after_sign = unit->sound_count == 0;
        at += unit->letter_count;
        if (at == 2 && is_article(out->script, letters, n))
            out->article = out->n;
    }
    return out->n >= 2;
}

/* The price of each sound of `key` when the other word does not have it. Vowels inside a word are free, nearly, where
 * the other script does not write them; at its ends every script does. */
static void drops(const struct name_keys *keys, const struct name_key *key, size_t from, bool bare, uint8_t *out) {
    const uint32_t a_e = name_phone('a') | name_phone('e');
    for (size_t i = from; i < key->n; i++) {
        bool inside = i > from && i + 1 < key->n;
        uint32_t likely = keys->sounds[key->sounds[i]].likely;
        bool vowel = !(likely & ~NAME_VOWELS);
        out[i - from] =
            bare && vowel && inside ? (likely & a_e ? UNWRITTEN : UNWRITTEN_I_O_U) : keys->drop[key->sounds[i]];
    }
}

struct side {
    const uint8_t *sounds;
    size_t n;
    uint8_t drop[NAME_KEY_SOUNDS_MAX];
};

/* The cheapest way from one run of sounds to the other, or a price beyond all as soon as it is clear that there is none
 * within `limit`. */
static unsigned edit(const struct name_keys *keys, const struct side *a, const struct side *b, unsigned limit) {
    unsigned row[NAME_KEY_SOUNDS_MAX + 1];
    row[0] = 0;
    for (size_t j = 0; j < b->n; j++)
        row[j + 1] = row[j] + b->drop[j];
    for (size_t i = 0; i < a->n; i++) {
        unsigned corner = row[0], lowest = row[0] += a->drop[i];
        const uint8_t *apart = keys->apart[a->sounds[i]];
        for (size_t j = 0; j < b->n; j++) {
            unsigned best = corner + apart[b->sounds[j]];
            corner = row[j + 1];
            best = least(best, least(corner + a->drop[i], row[j] + b->drop[j]));
            row[j + 1] = best;
            lowest = least(lowest, best);
        }
        if (lowest > limit)
            return NAME_KEY_SOUNDS_MAX * 2 * NAME_APART;
    }
    return row[b->n];
}

static unsigned distance_from(const struct name_keys *keys, const struct name_key *a, size_t a_from,
                              const struct name_key *b, size_t b_from, unsigned limit) {
    struct side x = {.sounds = a->sounds + a_from, .n = a->n - a_from};
    struct side y = {.sounds = b->sounds + b_from, .n = b->n - b_from};
    bool other = a->script != b->script;
    drops(keys, a, a_from, other && leaves_vowels_out(b->script), x.drop);
    drops(keys, b, b_from, other && leaves_vowels_out(a->script), y.drop);
    unsigned sounds = (unsigned)(x.n + y.n);
    if (sounds == 0) /* both are used up: nothing is left to differ */
        return 0;
    return edit(keys, &x, &y, (limit + 1) * sounds / 2) * 2 / sounds;
}

static unsigned distance(const struct name_keys *keys, const struct name_key *a, const struct name_key *b,
                         unsigned limit) {
    unsigned best = distance_from(keys, a, 0, b, 0, limit);
    if (a->article)
        best = least(best, ARTICLE + distance_from(keys, a, a->article, b, 0, limit));
    if (b->article)
        best = least(best, ARTICLE + distance_from(keys, a, 0, b, b->article, limit));
    return best;
}

unsigned name_key_distance(const struct name_keys *keys, const struct name_key *a, const struct name_key *b) {
    return distance(keys, a, b, 2 * NAME_APART);
}

unsigned name_key_tolerance(const struct name_key *a, const struct name_key *b) {
    unsigned shorter = (unsigned)least(a->n - a->article, b->n - b->article);
    bool bare = leaves_vowels_out(a->script) || leaves_vowels_out(b->script);
    if (a->script == b->script)
        return shorter < 4 ? 1 : 3;
    if (shorter < 5 && bare)
        return 4;
    return shorter < 4 ? 5 : shorter < 5 ? 7 : 9;
}

bool name_key_same(const struct name_keys *keys, const struct name_key *a, const struct name_key *b,
                   unsigned *distance_out) {
    unsigned limit = name_key_tolerance(a, b);
    *distance_out = distance(keys, a, b, limit);
    return *distance_out <= limit;
}
