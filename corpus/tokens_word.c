/* A word is analysed by bytes where all its letters fold alone (fold_alone.h), which are nearly all words, and by ICU
 * where one does not. */
#include "corpus/tokens_word.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"
#include "corpus/fold_alone.h"
#include "corpus/stem_bare.h"
#include "corpus/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define HASH_DIGITS 16
#define NO_LANGUAGE UINT16_MAX

struct words {
    struct memory *memory;
    struct fold fold;
    struct stemmers *stemmers;
    struct utf16 clean, normal;
    struct buf folded, surface, stem; /* of the word in work */
};

struct words *words_new(void) {
    struct words *words = mem_alloc(sizeof *words);
    words->memory = memory_new();
    fold_init(&words->fold);
    words->stemmers = stemmers_new();
    buf_init(&words->folded);
    buf_init(&words->surface);
    buf_init(&words->stem);
    return words;
}

void words_free(struct words **words) {
    if (!*words)
        return;
    memory_free(&(*words)->memory);
    fold_fini(&(*words)->fold);
    stemmers_free(&(*words)->stemmers);
    utf16_fini(&(*words)->clean);
    utf16_fini(&(*words)->normal);
    buf_fini(&(*words)->folded);
    buf_fini(&(*words)->surface);
    buf_fini(&(*words)->stem);
    free(*words);
    *words = NULL;
}

/* The form in `bytes`, made fit for TOKEN_FORM_MAX: a longer one keeps its beginning and ends in a hash of the whole.
 */
static struct str form_fit(struct buf *bytes) {
    struct str form = buf_str(bytes);
    if (form.n > TOKEN_FORM_MAX) {
        unsigned long long hash = XXH3_64bits(form.p, form.n);
        bytes->n = utf8_floor(form, TOKEN_FORM_MAX - HASH_DIGITS - 1);
        buf_addf(bytes, "#%016llx", hash);
    }
    return buf_str(bytes);
}

static bool has_stem(struct str surface, const struct language *language) {
    bool is_cut = surface.n > TOKEN_FORM_MAX || memchr(surface.p, '#', surface.n);
    return !is_cut && *language->stemmer;
}

bool words_stem(struct words *words, struct str surface, const struct language *language, struct buf *out) {
    if (!has_stem(surface, language))
        return false;
    utf16_set(&words->clean, surface);
    return stemmers_stem(words->stemmers, &words->fold, &words->clean, language, out);
}

bool words_stem_bare(struct words *words, struct str surface, const struct language *language, struct buf *out) {
    if (!has_stem(surface, language))
        return false;
    utf16_set(&words->normal, surface);
    utf16_lower("", &words->normal, &words->clean);
    return stem_bare_restore(language, words->clean.v, words->clean.n) &&
           stemmers_stem(words->stemmers, &words->fold, &words->clean, language, out);
}

static void analyse_any(struct words *words, struct str bytes, struct word *word) {
    utf16_set(&words->clean, bytes);
    utf16_normalize(words->fold.nfc, &words->clean, &words->normal);
    buf_clear(&words->surface);
    utf16_to_utf8(&words->normal, &words->surface);
    word->surface = form_fit(&words->surface);
    buf_clear(&words->folded);
    fold_add_plain(&words->fold, &words->clean, FOLD_WORD, &words->folded);
    word->folded = form_fit(&words->folded);
}

/* What analyse_any gives, or false where a letter does not fold alone. */
static bool analyse_alone(struct words *words, struct str bytes, struct word *word, bool *has_letter) {
    size_t n = 0;
    bool letter = false;
    buf_clear(&words->folded);
    char *to = buf_reserve(&words->folded, ALONE_FORM_MAX * bytes.n);
    for (size_t at = 0; at < bytes.n;) {
        uint32_t c = utf8_next(bytes, &at);
        const struct fold_alone *alone = c == UTF8_BAD ? NULL : fold_alone(&words->fold, (UChar32)c);
        if (!alone)
            return false;
        memcpy(to + n, alone->folded, ALONE_FORM_MAX);
        n += alone->folded_n;
        letter |= c > '9';
    }
    *word = (struct word){.folded = {to, n}, .surface = bytes};
    *has_letter = letter;
    return n <= TOKEN_FORM_MAX;
}

static void analyse(struct words *words, struct str bytes, const struct language *language, struct word *word) {
    bool has_letter = true;
    if (bytes.n > TOKEN_FORM_MAX || !analyse_alone(words, bytes, word, &has_letter))
        analyse_any(words, bytes, word);
    word->stem = STR_EMPTY;
    buf_clear(&words->stem);
    if (language && has_letter && words_stem(words, word->surface, language, &words->stem))
        word->stem = form_fit(&words->stem);
}

/* A single letter that folds alone, as most pieces are. */
static bool letter_get(struct words *words, struct str bytes, struct word *word) {
    size_t at = 0;
    uint32_t c = utf8_next(bytes, &at);
    const struct fold_alone *alone = c == UTF8_BAD || at < bytes.n ? NULL : fold_alone(&words->fold, (UChar32)c);
    if (!alone)
        return false;
    *word = (struct word){
        .folded = {alone->folded, alone->folded_n},
        .surface = {alone->surface, alone->surface_n},
        .stem = STR_EMPTY,
    };
    return true;
}

void words_get(struct words *words, struct str bytes, const struct language *language, struct word *word) {
    if (!language && letter_get(words, bytes, word))
        return;
    unsigned number = language ? (unsigned)language_index(language) : NO_LANGUAGE;
    if (memory_find(words->memory, bytes, number, word))
        return;
    analyse(words, bytes, language, word);
    memory_add(words->memory, bytes, number, word);
}

void words_lower(struct words *words, struct str surface, struct buf *out) {
    utf16_set(&words->clean, surface);
    utf16_lower("", &words->clean, &words->normal);
    utf16_to_utf8(&words->normal, out);
}

void words_fold_value(struct words *words, struct str value, struct buf *out) {
    utf16_set(&words->clean, value);
    fold_add(&words->fold, &words->clean, FOLD_VALUE, out);
}
