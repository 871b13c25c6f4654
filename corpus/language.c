/* CLD2 reads letters in groups of four and is good at running text; scripts are counted here, for short texts and for
 * what CLD2 is not sure of. It takes nothing but what Unicode allows for interchange: the sample is cleaned before. */
#include "corpus/language.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"
#include "corpus/language_cld2.h"

#include <assert.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define PART_BYTES (21u << 10)
#define LETTERS_ENOUGH 20
/* What a script must have of all letters to decide. */
#define SHARE_ENOUGH 0.6
/* A guess that CLD2 does not stand by is right in texts of some length when most of the text speaks for it: names and
 * foreign words trouble it in Russian news and Spanish sports pages. Half the confidence then. */
#define LETTERS_LONG 200
#define PERCENT_ENOUGH 50

struct language_detector {
    struct buf sample;
};

struct language_detector *language_detector_new(void) {
    struct language_detector *detector = mem_alloc(sizeof *detector);
    buf_init(&detector->sample);
    return detector;
}

void language_detector_free(struct language_detector **detector) {
    if (!*detector)
        return;
    buf_fini(&(*detector)->sample);
    free(*detector);
    *detector = NULL;
}

/* ---- the sample ---- */

static void add_part(struct buf *sample, struct str text, size_t from, size_t to) {
    utf8_clean(sample, str_slice(text, utf8_floor(text, from), utf8_floor(text, to)), NULL);
    buf_add_byte(sample, '\n');
}

/* The 66 codes that stand for no character, and never will, become spaces. */
static void blank_noncharacters(struct buf *sample) {
    struct str s = buf_str(sample);
    for (size_t at = 0; at < s.n;) {
        size_t start = at;
        uint32_t c = utf8_next(s, &at);
        if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
            while (start < at)
                sample->data[start++] = ' ';
    }
}

static void take_sample(struct buf *sample, struct str text) {
    buf_clear(sample);
    if (text.n <= 3 * PART_BYTES) {
        add_part(sample, text, 0, text.n);
    } else {
        size_t middle = text.n / 2 - PART_BYTES / 2;
        add_part(sample, text, 0, PART_BYTES);
        add_part(sample, text, middle, middle + PART_BYTES);
        add_part(sample, text, text.n - PART_BYTES, text.n);
    }
    blank_noncharacters(sample);
}

/* ---- scripts ---- */

/* Scripts that one living language has for itself, or nearly. Kana are counted as one, with the Chinese characters that
 * stand between them. */
static const struct {
    UScriptCode script;
    const char *language;
} own_scripts[] = {
    {USCRIPT_HAN, "zh"},       {USCRIPT_HIRAGANA, "ja"}, {USCRIPT_HANGUL, "ko"},    {USCRIPT_THAI, "th"},
    {USCRIPT_LAO, "lo"},       {USCRIPT_KHMER, "km"},    {USCRIPT_MYANMAR, "my"},   {USCRIPT_GREEK, "el"},
    {USCRIPT_GEORGIAN, "ka"},  {USCRIPT_ARMENIAN, "hy"}, {USCRIPT_HEBREW, "he"},    {USCRIPT_TAMIL, "ta"},
    {USCRIPT_TELUGU, "te"},    {USCRIPT_KANNADA, "kn"},  {USCRIPT_MALAYALAM, "ml"}, {USCRIPT_SINHALA, "si"},
    {USCRIPT_GUJARATI, "gu"},  {USCRIPT_GURMUKHI, "pa"}, {USCRIPT_ORIYA, "or"},     {USCRIPT_THAANA, "dv"},
};

#define OWN_COUNT (sizeof own_scripts / sizeof *own_scripts)
enum { OWN_HAN, OWN_KANA };

struct script_count {
    size_t letters; /* of all scripts */
    size_t own[OWN_COUNT];
};

static void count_letter(struct script_count *count, UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    count->letters++;
    if (script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_ARABIC)
        return;
    if (script == USCRIPT_KATAKANA)
        script = USCRIPT_HIRAGANA;
    for (size_t i = 0; i < OWN_COUNT; i++)
        if (own_scripts[i].script == script)
            count->own[i]++;
}

static struct script_count count_scripts(struct str sample) {
    struct script_count count = {0};
    for (size_t at = 0; at < sample.n;) {
        uint32_t c = utf8_next(sample, &at);
        if (c != UTF8_BAD && u_isalpha((UChar32)c))
            count_letter(&count, (UChar32)c);
    }
    if (count.own[OWN_KANA]) {
        count.own[OWN_KANA] += count.own[OWN_HAN];
        count.own[OWN_HAN] = 0;
    }
    return count;
}

static struct language_guess guess_none(void) {
    return (struct language_guess){language_unknown(), 0};
}

static struct language_guess guess_by_script(const struct script_count *count) {
    size_t best = 0;
    for (size_t i = 1; i < OWN_COUNT; i++)
        if (count->own[i] > count->own[best])
            best = i;
    double share = count->letters ? (double)count->own[best] / (double)count->letters : 0;
    if (share < SHARE_ENOUGH)
        return guess_none();
    const struct language *language = language_find(str_from(own_scripts[best].language));
    assert(language); /* the table of languages has all that are named above */
    return (struct language_guess){language, share};
}

struct language_guess language_detect(struct language_detector *detector, struct str text) {
    take_sample(&detector->sample, text);
    struct str sample = buf_str(&detector->sample);
    struct script_count count = count_scripts(sample);
    if (count.letters < LETTERS_ENOUGH)
        return guess_by_script(&count);
    struct cld2_guess guess = cld2_detect(sample.p, sample.n);
    const struct language *language = language_find(str_from(guess.code));
    bool likely = guess.reliable || (count.letters >= LETTERS_LONG && guess.percent >= PERCENT_ENOUGH);
    if (!likely || !language || language == language_unknown())
        return guess_by_script(&count);
    return (struct language_guess){language, guess.percent / (guess.reliable ? 100.0 : 200.0)};
}
