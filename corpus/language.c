/* Three opinions: CLD2, which reads letters in groups of four and is good at running text; the small words and letters
 * of language_words.def, which overrule it when they are clearly for another; scripts, for short texts and for what
 * neither knows. CLD2 takes nothing but what Unicode allows for interchange: the sample is cleaned before. */
#include "corpus/language.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"
#include "corpus/language_cld2.h"
#include "corpus/language_words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define PART_BYTES ((size_t)21 << 10)
/* Below this a text is short; below this nothing is guessed from letters at all; up to this it may be a title. */
#define LETTERS_ENOUGH 20
#define LETTERS_FEW 12
#define LETTERS_TITLE 60
/* Up to here words may overrule CLD2 when it names no neighbour: one or two sentences. In a longer text it errs less
 * than they do, above all when the text is in two languages, unless it is itself in doubt. */
#define LETTERS_SENTENCE 400
/* What of the text must be in the language, and be more when CLD2 is in doubt: a list of names is in none. */
#define PERCENT_ENOUGH 40
#define PERCENT_IN_DOUBT 50
/* What a script must have of all letters to decide. */
#define SHARE_ENOUGH 0.6
/* The confidence in what only one of two says. */
#define IN_DOUBT 0.5

/* Bits (language_words.h) by which the words must be ahead to be heard: before another guess of CLD2, without any
 * guess, before a guess that CLD2 is itself in doubt of, and to second a guess about a short text. Found by trying, on
 * the odd sentences of 75 languages: make eval-langid. */
#define BITS_OVERRULE 7
#define BITS_ALONE 3
#define BITS_IN_DOUBT 3
#define BITS_NEIGHBOUR_IN_DOUBT 2
/* And the same for a longer text, such as a Spanish paragraph with more English names than Spanish words. */
#define BITS_LONGER 20
#define BITS_SECOND 1
/* What an expected language is ahead of the others by, as soon as one of its words or letters is met. */
#define BITS_EXPECTED 4

struct language_detector {
    struct buf sample;
    struct language_words *words;
    uint64_t expected; /* rows of the words, as bits */
};

struct language_detector *language_detector_new(void) {
    struct language_detector *detector = mem_alloc(sizeof *detector);
    buf_init(&detector->sample);
    detector->words = language_words_new();
    return detector;
}

void language_detector_free(struct language_detector **detector) {
    if (!*detector)
        return;
    buf_fini(&(*detector)->sample);
    language_words_free(&(*detector)->words);
    free(*detector);
    *detector = NULL;
}

void language_detector_expect(struct language_detector *detector, const struct language *const *languages, size_t n) {
    detector->expected = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_bokmal = strcmp(languages[i]->code, "nb") == 0; /* told as "no" */
        int row = language_words_row(detector->words, is_bokmal ? language_find(STR("no")) : languages[i]);
        if (row >= 0)
            detector->expected |= UINT64_C(1) << row;
    }
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
    {USCRIPT_HAN, "zh"},      {USCRIPT_HIRAGANA, "ja"}, {USCRIPT_HANGUL, "ko"},    {USCRIPT_THAI, "th"},
    {USCRIPT_LAO, "lo"},      {USCRIPT_KHMER, "km"},    {USCRIPT_MYANMAR, "my"},   {USCRIPT_GREEK, "el"},
    {USCRIPT_GEORGIAN, "ka"}, {USCRIPT_ARMENIAN, "hy"}, {USCRIPT_HEBREW, "he"},    {USCRIPT_TAMIL, "ta"},
    {USCRIPT_TELUGU, "te"},   {USCRIPT_KANNADA, "kn"},  {USCRIPT_MALAYALAM, "ml"}, {USCRIPT_SINHALA, "si"},
    {USCRIPT_GUJARATI, "gu"}, {USCRIPT_GURMUKHI, "pa"}, {USCRIPT_ORIYA, "or"},     {USCRIPT_THAANA, "dv"},
    {USCRIPT_BENGALI, "bn"},  {USCRIPT_ETHIOPIC, "am"},
};

#define OWN_COUNT (sizeof own_scripts / sizeof *own_scripts)
enum { OWN_HAN, OWN_KANA };

struct script_count {
    size_t letters; /* of all scripts */
    size_t arabic;
    size_t own[OWN_COUNT];
};

static void count_letter(struct script_count *count, UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    count->letters++;
    count->arabic += script == USCRIPT_ARABIC;
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
        if (c != UTF8_BAD && u_hasBinaryProperty((UChar32)c, UCHAR_ALPHABETIC))
            count_letter(&count, (UChar32)c);
    }
    /* One の in a Chinese title is fashion, one in ten characters is Japanese. */
    if (10 * count.own[OWN_KANA] >= count.own[OWN_HAN]) {
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

/* What the words say about CLD2's guess. */
struct opinion {
    const struct language *language; /* theirs; NULL without any word or letter of the table */
    double lead;                     /* bits that it is ahead of the next one */
    double over_guess; /* bits that it is ahead of the guess; as lead when the guess is not in the table */
    bool knows_guess;
    bool misses_guess; /* which is in the table, and nothing of whose was met */
};

static void add_expectation(struct language_evidence *evidence, uint64_t expected) {
    for (size_t row = 0; row < LANGUAGE_ROWS_MAX; row++)
        if (expected >> row & 1 && evidence->bits[row] > 0)
            evidence->bits[row] += BITS_EXPECTED;
}

/* In Latin letters, which names of all the world are written in. */
static bool is_missing(const struct language *guess, int row, double bits) {
    return row >= 0 && bits <= 0 && strcmp(guess->script, "Latn") == 0;
}

static struct opinion ask_words(struct language_detector *detector, struct str sample, const struct language *guess) {
    struct language_words *words = detector->words;
    struct language_evidence evidence;
    language_words_weigh(words, sample, &evidence);
    add_expectation(&evidence, detector->expected);
    int best = language_words_best(&evidence), row = guess ? language_words_row(words, guess) : -1;
    double most = evidence.bits[best];
    if (most <= 0)
        return (struct opinion){.knows_guess = row >= 0, .misses_guess = is_missing(guess, row, 0)};
    double of_guess = row >= 0 ? evidence.bits[row] : 0;
    evidence.bits[best] = 0;
    return (struct opinion){
        .language = language_words_language(words, best),
        .lead = most - evidence.bits[language_words_best(&evidence)],
        .over_guess = most - of_guess,
        .knows_guess = row >= 0,
        .misses_guess = is_missing(guess, row, of_guess),
    };
}

/* Neighbours between which CLD2 errs most, and which the table parts by words chosen for it: the bits by which the
 * words must be ahead are few where CLD2 does little better than chance (it takes Serbian in Latin letters for
 * Bosnian). Bokmål is the commoner Norwegian by far. */
static const struct neighbours {
    const char *codes;
    double bits;
    const char *usual;
} neighbours[] = {
    {"hr bs sr", 2, ""},          {"no nn da sv", 5, "no"},  {"id ms", 4, ""}, {"cs sk", 4, ""}, {"mk sr", 2, ""},
    {"mk sr bg ru uk be", 4, ""}, {"es gl pt ca oc", 4, ""}, {"zu xh", 6, ""}, {"st tn", 6, ""},
};

/* The first group that both are in, or NULL. */
static const struct neighbours *neighbours_of(const struct language *a, const struct language *b) {
    for (size_t i = 0; i < sizeof neighbours / sizeof *neighbours; i++)
        if (strstr(neighbours[i].codes, a->code) && strstr(neighbours[i].codes, b->code))
            return &neighbours[i];
    return NULL;
}

/* Whether the words can change anything: not in a longer text, of a language without neighbours, that CLD2 is sure of.
 */
static bool are_heard(const struct language *guess, bool reliable, size_t letters) {
    return !guess || !reliable || letters <= LETTERS_SENTENCE || neighbours_of(guess, guess);
}

static bool overrules(const struct opinion *opinion, const struct language *guess, bool reliable, size_t letters) {
    if (!opinion->language || opinion->language == guess)
        return false;
    if (!guess)
        return opinion->lead >= BITS_ALONE;
    if (!opinion->knows_guess)
        return !reliable && opinion->lead >= BITS_OVERRULE;
    const struct neighbours *group = neighbours_of(opinion->language, guess);
    if (group) {
        bool easily = !reliable || strcmp(group->usual, opinion->language->code) == 0;
        return opinion->over_guess >= (easily ? BITS_NEIGHBOUR_IN_DOUBT : group->bits);
    }
    if (letters > LETTERS_SENTENCE)
        return !reliable && opinion->over_guess >= BITS_LONGER;
    return opinion->over_guess >= (reliable ? BITS_OVERRULE : BITS_IN_DOUBT);
}

/* CLD2 has one Kurdish for two languages with a script each. */
static const struct language *known(const char *code, const struct script_count *count) {
    bool is_sorani = strcmp(code, "ku") == 0 && 2 * count->arabic > count->letters;
    const struct language *language = language_find(str_from(is_sorani ? "ckb" : code));
    return language == language_unknown() ? NULL : language;
}

/* A title without any small word, letter or part of the language that CLD2 reads in it is a name or a term: "Complex
 * Arithmetic (Algorithm 186)" is no Irish. */
static bool misses(const struct opinion *opinion, bool reliable, size_t letters) {
    return opinion->misses_guess && letters < (reliable ? LETTERS_ENOUGH : LETTERS_TITLE);
}

/* A short text is mostly a name: it is in a language only when its script says so, or when CLD2 is sure of its own
 * accord and the words do not gainsay it, or when they second it. */
static struct language_guess guess_short(const struct script_count *count, const struct cld2_guess *cld2,
                                         const struct language *guess, const struct opinion *opinion) {
    struct language_guess by_script = guess_by_script(count);
    if (by_script.confidence > 0 || !guess || count->letters < LETTERS_FEW ||
        misses(opinion, cld2->reliable, count->letters))
        return by_script;
    bool seconded = opinion->language == guess && opinion->lead >= BITS_SECOND;
    return cld2->reliable || seconded ? (struct language_guess){guess, IN_DOUBT} : by_script;
}

struct language_guess language_detect(struct language_detector *detector, struct str text) {
    take_sample(&detector->sample, text);
    struct str sample = buf_str(&detector->sample);
    struct script_count count = count_scripts(sample);
    struct cld2_guess cld2 = cld2_detect(sample.p, sample.n);
    const struct language *guess = known(cld2.code, &count);
    struct opinion opinion = {0};
    if (are_heard(guess, cld2.reliable, count.letters))
        opinion = ask_words(detector, sample, guess);
    if (count.letters < LETTERS_ENOUGH)
        return guess_short(&count, &cld2, guess, &opinion);
    if (overrules(&opinion, guess, cld2.reliable, count.letters))
        return (struct language_guess){opinion.language, IN_DOUBT};
    if (misses(&opinion, cld2.reliable, count.letters))
        return guess_by_script(&count);
    if (!guess || cld2.percent < (cld2.reliable ? PERCENT_ENOUGH : PERCENT_IN_DOUBT))
        return guess_by_script(&count);
    return (struct language_guess){guess, cld2.percent / 100.0 * (cld2.reliable ? 1 : IN_DOUBT)};
}
