/* The table becomes a tree of patterns (language_trie.h) and a list of letters, each with the set of its languages as
 * bits of a number. */
#include "corpus/language_words.h"

#include "corpus/base/arena.h"
#include "corpus/base/buf.h"
#include "corpus/base/utf8.h"
#include "corpus/language_trie.h"
#include "corpus/tokens.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_LOOKED 1000
/* Letters below this have a place in the list: all of Latin, Greek, Cyrillic, Arabic, Devanagari. */
#define LETTERS_END 0x2000
#define FOUND_MAX 32
/* What a letter or a part says beside a whole word: names bring their letters along, and parts stand in other words. */
#define LETTER_SHARE 0.5
#define PART_SHARE 0.5

static const struct {
    const char *code, *words, *letters;
} rows[] = {
#define X(code, words, letters) {code, words, letters},
#include "corpus/language_words.def"
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
static_assert(ROW_COUNT <= LANGUAGE_ROWS_MAX, "a word's languages are bits of one number");

#define RECENT 1024
struct recent {
    const char *place;
    unsigned times;
};

struct language_words {
    struct tokens *tokens;
    struct trie *patterns;
    uint64_t letters[LETTERS_END];
    /* How often each was met in the text. */
    unsigned char *met_patterns;
    unsigned char met_letters[LETTERS_END];
    struct recent recent[RECENT];
    const struct language *languages[ROW_COUNT];
    struct buf lower;
};

/* Words count in any case: "Les" as "les". What folding changes besides case are accents, and with them the number of
 * bytes (là la); then the word keeps them. */
static struct str word_key(struct language_words *words, const struct token *token) {
    if (token->folded.n == token->surface.n)
        return token->folded;
    buf_clear(&words->lower);
    tokens_lower(words->tokens, token->surface, &words->lower);
    return buf_str(&words->lower);
}

static enum trie_place place_of(struct str written) {
    static const enum trie_place places[2][2] = {{TRIE_WHOLE, TRIE_BEGIN}, {TRIE_END, TRIE_WITHIN}};
    return places[str_starts(written, STR("-"))][str_ends(written, STR("-"))];
}

static void add_words(struct language_words *words, struct str rest, uint64_t row) {
    struct str written;
    struct token token;
    while (rest.n) {
        str_cut(rest, ' ', &written, &rest);
        tokens_begin(words->tokens, written, language_unknown());
        while (tokens_next(words->tokens, &token))
            trie_add(words->patterns, place_of(written), word_key(words, &token), row);
    }
}

static void add_row(struct language_words *words, size_t row) {
    words->languages[row] = language_find(str_from(rows[row].code));
    assert(words->languages[row]); /* the table of languages has all that are named */
    add_words(words, str_from(rows[row].words), UINT64_C(1) << row);
    struct str letters = str_from(rows[row].letters);
    for (size_t at = 0; at < letters.n;) {
        uint32_t letter = utf8_next(letters, &at);
        assert(letter < LETTERS_END);
        words->letters[letter] |= UINT64_C(1) << row;
    }
}

struct language_words *language_words_new(void) {
    struct language_words *words = mem_alloc(sizeof *words);
    words->tokens = tokens_new();
    words->patterns = trie_new();
    buf_init(&words->lower);
    for (size_t row = 0; row < ROW_COUNT; row++)
        add_row(words, row);
    words->met_patterns = mem_alloc(trie_patterns(words->patterns));
    return words;
}

void language_words_free(struct language_words **words) {
    if (!*words)
        return;
    tokens_free(&(*words)->tokens);
    trie_free(&(*words)->patterns);
    free((*words)->met_patterns);
    buf_fini(&(*words)->lower);
    free(*words);
    *words = NULL;
}

/* Each counts when it is first met, half when it is met again, then no more: one letter in the wrong code page, one
 * line repeated, must not outvote the rest. */
static void weigh(uint64_t found, double share, unsigned char *met, struct language_evidence *out) {
    if (*met > 1)
        return;
    share /= 1 + (*met)++;
    double bits = share * log2((double)LANGUAGE_ROWS_MAX / __builtin_popcountll(found));
    for (uint64_t rest = found; rest; rest &= rest - 1)
        out->bits[__builtin_ctzll(rest)] += bits;
}

static void weigh_letters(struct language_words *words, struct str surface, struct language_evidence *out) {
    for (size_t at = 0; at < surface.n;) {
        uint32_t letter = utf8_next(surface, &at);
        if (letter >= 0x80 && letter < LETTERS_END && words->letters[letter])
            weigh(words->letters[letter], LETTER_SHARE, &words->met_letters[letter], out);
    }
}

/* A word met for the third time says nothing new, nor do its parts and letters. Its bytes are in the same place again,
 * as tokens.h remembers words; a place taken by another word in the meantime costs time, no more. */
static bool is_worn(struct language_words *words, const struct token *token) {
    struct recent *recent = &words->recent[(uintptr_t)token->folded.p / sizeof(void *) % RECENT];
    if (recent->place != token->folded.p)
        *recent = (struct recent){token->folded.p, 0};
    return recent->times++ > 1;
}

/* The parts of a word that is in the table as a whole say nothing more. */
static void weigh_word(struct language_words *words, struct str key, struct language_evidence *out) {
    struct trie_found found[FOUND_MAX];
    size_t n = trie_find(words->patterns, key, found, FOUND_MAX);
    bool is_whole = false;
    for (size_t i = 0; i < n; i++)
        is_whole |= found[i].place == TRIE_WHOLE;
    for (size_t i = 0; i < n; i++)
        if (is_whole == (found[i].place == TRIE_WHOLE))
            weigh(found[i].rows, is_whole ? 1 : PART_SHARE, &words->met_patterns[found[i].pattern], out);
}

void language_words_weigh(struct language_words *words, struct str text, struct language_evidence *out) {
    struct token token;
    *out = (struct language_evidence){{0}};
    memset(words->met_patterns, 0, trie_patterns(words->patterns));
    memset(words->met_letters, 0, sizeof words->met_letters);
    memset(words->recent, 0, sizeof words->recent);
    tokens_begin(words->tokens, text, language_unknown());
    for (unsigned n = 0; n < WORDS_LOOKED && tokens_next(words->tokens, &token); n++) {
        if (token.kind != TOKEN_WORD || is_worn(words, &token))
            continue;
        weigh_word(words, word_key(words, &token), out);
        weigh_letters(words, token.surface, out);
    }
}

int language_words_row(const struct language_words *words, const struct language *language) {
    for (size_t row = 0; row < ROW_COUNT; row++)
        if (words->languages[row] == language)
            return (int)row;
    return -1;
}

const struct language *language_words_language(const struct language_words *words, int row) {
    assert(row >= 0 && (size_t)row < ROW_COUNT);
    return words->languages[row];
}

int language_words_best(const struct language_evidence *evidence) {
    int best = 0;
    for (int row = 1; (size_t)row < ROW_COUNT; row++)
        if (evidence->bits[row] > evidence->bits[best])
            best = row;
    return best;
}
