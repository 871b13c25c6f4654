/* Most languages have no row, and most words none of the letters: a bit for each decides. */
#include "corpus/stem_respell.h"

#include "corpus/base/str.h"

#include <string.h>
#include <unicode/ustring.h>
#include <xxhash.h>

enum where { ANYWHERE, NOT_LAST, NOT_ENDING, OF_STEM };

struct row {
    const char *languages;
    enum where where;
    UChar from[3], to;
};

static const struct row rows[] = {
#define X(languages, where, from, to) {languages, where, from, to},
#include "corpus/stem_respell.def"
#undef X
};

#define ROWS (sizeof rows / sizeof *rows)

/* What is left of Scandinavian endings behind their first letter: sofa-en, radio-erne, bero-ende. */
static const UChar *const endings[] = {u"n",  u"t",  u"r",   u"ns",  u"ts",  u"rs",  u"ne",
                                       u"na", u"nd", u"rne", u"rna", u"nde", u"rnes"};

static bool is_of(const struct row *row, const char *code) {
    struct str rest = str_from(row->languages), one;
    while (rest.n > 0) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq(one, str_from(code)))
            return true;
    }
    return false;
}

static bool is_vowel(UChar c) {
    static const UChar vowels[] = u"aeiouyäöü";
    return u_strchr(vowels, c) != NULL;
}

static bool is_ending(const UChar *rest, int32_t n) {
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (u_strlen(endings[i]) == n && u_memcmp(endings[i], rest, n) == 0)
            return true;
    return false;
}

/* A vowel with an e behind it is two when another stands before it (neue, Mauer), and so is the ue of Quelle. */
static bool is_two(const UChar *word, int32_t at) {
    return at > 0 && word[at + 1] == 'e' && (is_vowel(word[at - 1]) || (word[at - 1] == 'q' && word[at] == 'u'));
}

static bool fits(const struct row *row, const UChar *word, int32_t n, int32_t at) {
    if (row->from[0] != word[at])
        return false;
    if (!row->from[1])
        return true;
    if (at + 1 >= n || row->from[1] != word[at + 1] || is_two(word, at))
        return false;
    switch (row->where) {
    case NOT_LAST: /* Statue, Statuen, but gruen */
        return at + 3 < n || (at + 2 < n && (word[n - 1] != 'n' || (at > 0 && word[at - 1] == 'r')));
    case NOT_ENDING: /* Tromsoe, but noe */
        return at + 2 < n ? !is_ending(word + at + 2, n - at - 2) : at > 1;
    default:
        return true;
    }
}

static const struct row *row_for(const struct language *language, bool is_stem, const UChar *word, int32_t n,
                                 int32_t at) {
    for (const struct row *row = rows; row < rows + ROWS; row++)
        if (fits(row, word, n, at) && (row->where == OF_STEM) == is_stem && is_of(row, language->code))
            return row;
    return NULL;
}

static bool is_among(uint64_t letters, UChar c) {
    return letters >> (c & 63) & 1;
}

static int32_t respell(const struct language *language, uint64_t letters, bool is_stem, UChar *word, int32_t n) {
    int32_t kept = 0;
    for (int32_t at = 0; at < n && letters;) {
        const struct row *row = is_among(letters, word[at]) ? row_for(language, is_stem, word, n, at) : NULL;
        at += row && row->from[1] ? 2 : 1;
        word[kept++] = row ? row->to : word[at - 1];
    }
    return letters ? kept : n;
}

uint64_t stem_respell_letters(const struct language *language) {
    uint64_t letters = 0;
    for (const struct row *row = rows; row < rows + ROWS; row++)
        if (is_of(row, language->code))
            letters |= UINT64_C(1) << (row->from[0] & 63);
    return letters;
}

int32_t stem_respell_word(const struct language *language, uint64_t letters, UChar *word, int32_t n) {
    return respell(language, letters, false, word, n);
}

int32_t stem_respell_stem(const struct language *language, uint64_t letters, UChar *stem, int32_t n) {
    return respell(language, letters, true, stem, n);
}

uint64_t stem_respell_fingerprint(void) {
    XXH64_hash_t hash = 0;
    for (const struct row *row = rows; row < rows + ROWS; row++) {
        hash = XXH3_64bits_withSeed(row->languages, strlen(row->languages), hash + row->to + 65536 * (uint64_t)row->where);
        hash = XXH3_64bits_withSeed(row->from, sizeof row->from, hash);
    }
    return hash;
}
