/* The rows of languages.def and the way from a written name, code or tag to its row. */
#include "schemas/names.h"
#include "schemas/schema.h"

#include <assert.h>
#include <pthread.h>

enum { LTR = false, RTL = true }; /* as languages.def writes them */

static const struct language languages[] = {
#define X(code, iso3, name, stemmer, script, direction, aliases)                                                       \
    {code, iso3, name, stemmer, script, direction, aliases},
#include "schemas/languages.def"
#undef X
};

#define LANGUAGE_COUNT (sizeof languages / sizeof *languages)

static struct strmap *names; /* lives as long as the process */
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static void make_names(void) {
    names = strmap_new();
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        names_add(names, str_from(languages[i].code), i);
        names_add(names, str_from(languages[i].iso3), i);
        names_add(names, str_from(languages[i].name), i);
        names_add_list(names, languages[i].aliases, '|', i);
    }
}

/* What names the language where more is said than that; empty when it is not said in one of these ways:
 *   zh-Hant-TW, en_US.UTF-8      tags and locales: the code before the first sign
 *   Portuguese (Brazil)          a region or script in brackets
 *   Bokmål, Norwegian; Norwegian Bokmål    several names, as ISO 639-2 lists them */
static struct str first_part(struct str written) {
    for (size_t i = 0; i < written.n; i++) {
        switch (written.p[i]) {
        case '(':
        case ';':
            return str_slice(written, 0, i);
        case '-':
        case '_':
        case '.':
        case '@':
            if (i == 2 || i == 3)
                return str_slice(written, 0, i);
            break;
        default:
            break;
        }
    }
    return STR_EMPTY;
}

const struct language *language_find(struct str written) {
    size_t row;
    written = str_trim(written);
    pthread_once(&names_once, make_names);
    if (names_find(names, written, &row) || names_find(names, first_part(written), &row))
        return &languages[row];
    return NULL;
}

size_t language_count(void) {
    return LANGUAGE_COUNT;
}

const struct language *language_at(size_t i) {
    assert(i < LANGUAGE_COUNT);
    return &languages[i];
}

size_t language_index(const struct language *language) {
    assert(language >= languages && language < languages + LANGUAGE_COUNT);
    return (size_t)(language - languages);
}

const struct language *language_unknown(void) {
    return &languages[0];
}
