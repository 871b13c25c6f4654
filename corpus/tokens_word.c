/* Keys are the language's number and the word's bytes as they stand in the text. Words of more than KEY_MAX bytes are
 * rare and mostly no words (base64, rows of dashes and letters): they are not looked for, only analysed. */
#include "corpus/tokens_word.h"

#include "corpus/base/arena.h"
#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define KEY_MAX 160
#define HASH_DIGITS 16

struct generation {
    struct strmap *places; /* key -> struct word * */
    struct arena *arena;
    size_t count; /* also of those without a key */
};

struct words {
    struct generation young, old;
    struct fold fold;
    struct stemmers *stemmers;
    struct utf16 clean, normal;
    struct buf bytes;
};

static void generation_init(struct generation *generation) {
    *generation = (struct generation){.places = strmap_new(), .arena = arena_new()};
}

static void generation_fini(struct generation *generation) {
    strmap_free(&generation->places);
    arena_free(&generation->arena);
}

struct words *words_new(void) {
    struct words *words = mem_alloc(sizeof *words);
    generation_init(&words->young);
    generation_init(&words->old);
    fold_init(&words->fold);
    words->stemmers = stemmers_new();
    buf_init(&words->bytes);
    return words;
}

void words_free(struct words **words) {
    if (!*words)
        return;
    generation_fini(&(*words)->young);
    generation_fini(&(*words)->old);
    fold_fini(&(*words)->fold);
    stemmers_free(&(*words)->stemmers);
    utf16_fini(&(*words)->clean);
    utf16_fini(&(*words)->normal);
    buf_fini(&(*words)->bytes);
    free(*words);
    *words = NULL;
}

/* The younger generation, with room for one word more. */
static struct generation *young_with_room(struct words *words) {
    if (words->young.count == WORDS_REMEMBERED) {
        struct generation oldest = words->old;
        words->old = words->young;
        words->young = oldest;
        strmap_clear(oldest.places);
        arena_reset(oldest.arena);
        words->young.count = 0;
    }
    words->young.count++;
    return &words->young;
}

/* A form that fits TOKEN_FORM_MAX: a longer one keeps its beginning and ends in a hash of the whole. */
static struct str form_keep(struct arena *arena, struct str form) {
    if (form.n <= TOKEN_FORM_MAX)
        return arena_str(arena, form);
    size_t cut = utf8_floor(form, TOKEN_FORM_MAX - HASH_DIGITS - 1);
    return arena_printf(arena, "%.*s#%016llx", (int)cut, form.p, (unsigned long long)XXH3_64bits(form.p, form.n));
}

/* Both are set for all words that are plain, and for no others. */
static bool is_plain(struct str bytes, bool *has_upper, bool *has_letter) {
    bool upper = false, letter = false;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if (c >= 'A' && c <= 'Z')
            upper = letter = true;
        else if (c >= 'a' && c <= 'z')
            letter = true;
        else if (c < '0' || c > '9')
            return false;
    }
    *has_upper = upper;
    *has_letter = letter;
    return true;
}

/* What analyse_any gives, for ASCII letters and digits and without asking ICU. */
static void analyse_plain(struct arena *arena, struct str bytes, bool has_upper, struct word *word) {
    word->surface = arena_str(arena, bytes);
    word->folded = word->surface;
    if (!has_upper)
        return;
    char *lower = arena_alloc(arena, bytes.n + 1);
    for (size_t i = 0; i < bytes.n; i++)
        lower[i] = bytes.p[i] >= 'A' && bytes.p[i] <= 'Z' ? (char)(bytes.p[i] + 'a' - 'A') : bytes.p[i];
    word->folded = (struct str){lower, bytes.n};
}

bool words_stem(struct words *words, struct str surface, const struct language *language, struct buf *out) {
    bool is_cut = surface.n > TOKEN_FORM_MAX || memchr(surface.p, '#', surface.n);
    if (is_cut || !*language->stemmer)
        return false;
    utf16_set(&words->clean, surface);
    return stemmers_stem(words->stemmers, &words->fold, &words->clean, language, out);
}

static void analyse_any(struct words *words, struct arena *arena, struct str bytes, struct word *word) {
    utf16_set(&words->clean, bytes);
    utf16_normalize(words->fold.nfc, &words->clean, &words->normal);
    buf_clear(&words->bytes);
    utf16_to_utf8(&words->normal, &words->bytes);
    word->surface = form_keep(arena, buf_str(&words->bytes));
    buf_clear(&words->bytes);
    fold_add(&words->fold, &words->clean, FOLD_WORD, &words->bytes);
    struct str folded = buf_str(&words->bytes);
    word->folded = str_eq(folded, word->surface) ? word->surface : form_keep(arena, folded);
}

static void analyse(struct words *words, struct arena *arena, struct str bytes, const struct language *language,
                    struct word *word) {
    bool has_upper, has_letter = true;
    if (bytes.n <= TOKEN_FORM_MAX && is_plain(bytes, &has_upper, &has_letter))
        analyse_plain(arena, bytes, has_upper, word);
    else
        analyse_any(words, arena, bytes, word);
    word->stem = STR_EMPTY;
    buf_clear(&words->bytes);
    if (language && has_letter && words_stem(words, word->surface, language, &words->bytes)) {
        struct str stem = buf_str(&words->bytes);
        word->stem = str_eq(stem, word->folded) ? word->folded : form_keep(arena, stem);
    }
}

static size_t key_make(char key[static KEY_MAX], struct str bytes, const struct language *language) {
    uint16_t number = language ? (uint16_t)language_index(language) : UINT16_MAX;
    memcpy(key, &number, sizeof number);
    memcpy(key + sizeof number, bytes.p, bytes.n);
    return sizeof number + bytes.n;
}

static struct word *word_add(struct words *words, struct str bytes, const struct language *language) {
    struct arena *arena = words->young.arena;
    struct word *word = arena_alloc(arena, sizeof *word);
    analyse(words, arena, bytes, language, word);
    return word;
}

static struct word *word_copy(struct arena *arena, const struct word *from) {
    struct word *word = arena_alloc(arena, sizeof *word);
    word->folded = arena_str(arena, from->folded);
    word->surface = str_eq(from->surface, from->folded) ? word->folded : arena_str(arena, from->surface);
    word->stem = str_eq(from->stem, from->folded) ? word->folded : arena_str(arena, from->stem);
    return word;
}

const struct word *words_get(struct words *words, struct str bytes, const struct language *language) {
    if (bytes.n > KEY_MAX - sizeof(uint16_t)) {
        young_with_room(words);
        return word_add(words, bytes, language);
    }
    char room[KEY_MAX];
    struct str key = {room, key_make(room, bytes, language)};
    const uint64_t *found = strmap_get(words->young.places, key);
    if (found)
        return (const struct word *)(uintptr_t)*found;
    struct generation *young = young_with_room(words);
    const uint64_t *before = strmap_get(words->old.places, key);
    struct word *word =
        before ? word_copy(young->arena, (const struct word *)(uintptr_t)*before) : word_add(words, bytes, language);
    *strmap_put(young->places, key, NULL) = (uint64_t)(uintptr_t)word;
    return word;
}

void words_fold_value(struct words *words, struct str value, struct buf *out) {
    utf16_set(&words->clean, value);
    fold_add(&words->fold, &words->clean, FOLD_VALUE, out);
}
