/* An ending is put back as a whole; else one letter is changed at most, the last one that can have lost its mark: stems fold
 * the others anyway. */
#include "corpus/stem_bare.h"

#include <string.h>
#include <unicode/ustring.h>

static const struct {
    const char *language;
    UChar bare, marked;
} letters[] = {
    {"ru", u'и', u'й'}, {"uk", u'и', u'й'}, {"uk", u'і', u'ї'}, {"be", u'и', u'й'},
    {"be", u'у', u'ў'}, {"bg", u'и', u'й'}, {"kk", u'и', u'й'},
};

#define LETTERS (sizeof letters / sizeof *letters)

/* Whole endings, of which the stemmer knows only the marked form, and which no other word has: investigacion. */
static const struct {
    const char *language;
    const UChar *bare, *marked; /* of one length */
} endings[] = {
    {"es", u"ion", u"ión"}, {"gl", u"ion", u"ión"}, {"ca", u"cio", u"ció"},
    {"ca", u"sio", u"sió"}, {"pt", u"cao", u"ção"}, {"pt", u"coes", u"ções"},
};

static bool is_vowel(UChar c) {
    static const UChar vowels[] = u"аеёиоуыэюяієїәөүұ";
    return u_strchr(vowels, c) != NULL;
}

/* What `c` may be without its mark, or 0. */
static UChar marked(const struct language *language, UChar c) {
    for (size_t i = 0; i < LETTERS; i++)
        if (letters[i].bare == c && strcmp(letters[i].language, language->code) == 0)
            return letters[i].marked;
    return 0;
}

static bool is_marked(UChar c) {
    for (size_t i = 0; i < LETTERS; i++)
        if (letters[i].marked == c)
            return true;
    return false;
}

static bool restore_ending(const struct language *language, UChar *word, int32_t n) {
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const int32_t length = u_strlen(endings[i].bare);
        if (n <= length || strcmp(endings[i].language, language->code) != 0 ||
            u_memcmp(word + n - length, endings[i].bare, length) != 0)
            continue;
        u_memcpy(word + n - length, endings[i].marked, length);
        return true;
    }
    return false;
}

bool stem_bare_restore(const struct language *language, UChar *word, int32_t n) {
    int32_t last = 0;
    if (restore_ending(language, word, n))
        return true;
    for (int32_t i = 0; i < n; i++) {
        if (is_marked(word[i]))
            return false;
        if (i > 0 && is_vowel(word[i - 1]) && marked(language, word[i]))
            last = i;
    }
    if (last > 0)
        word[last] = marked(language, word[last]);
    return last > 0;
}
