/* The table becomes one map: from a word, or a letter behind a mark, to the set of its languages as bits of a number.
 */
#include "corpus/language_words.h"

#include "corpus/base/arena.h"
#include "corpus/base/buf.h"
#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define WORDS_LOOKED 2000
/* A letter says less than a word: names bring theirs along. */
#define LETTER_SHARE 0.5

static const struct {
    const char *code, *words, *letters;
} rows[] = {
#define X(code, words, letters) {code, words, letters},
#include "corpus/language_words.def"
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
static_assert(ROW_COUNT <= LANGUAGE_ROWS_MAX, "a word's languages are bits of one number");

struct language_words {
    struct tokens *tokens;
    struct strmap *map;
    struct strmap *met; /* how often each was met in the text */
    const struct language *languages[ROW_COUNT];
    struct buf key;
};

/* Function words count in any case: "Les" as "les". What folding changes besides case are accents, and with them the
 * number of bytes (là la); then the word stays as it is written. */
static struct str word_key(const struct token *token) {
    return token->folded.n == token->surface.n ? token->folded : token->surface;
}

static struct str letter_key(struct buf *key, struct str letter) {
    buf_clear(key);
    buf_add_byte(key, '\t');
    buf_add_str(key, letter);
    return buf_str(key);
}

static void add_row(struct language_words *words, size_t row) {
    struct token token;
    words->languages[row] = language_find(str_from(rows[row].code));
    assert(words->languages[row]); /* the table of languages has all that are named */
    tokens_begin(words->tokens, str_from(rows[row].words), language_unknown());
    while (tokens_next(words->tokens, &token))
        *strmap_put(words->map, word_key(&token), NULL) |= UINT64_C(1) << row;
    struct str letters = str_from(rows[row].letters);
    for (size_t at = 0; at < letters.n;) {
        size_t from = at;
        utf8_next(letters, &at);
        *strmap_put(words->map, letter_key(&words->key, str_slice(letters, from, at)), NULL) |= UINT64_C(1) << row;
    }
}

struct language_words *language_words_new(void) {
    struct language_words *words = mem_alloc(sizeof *words);
    words->tokens = tokens_new();
    words->map = strmap_new();
    words->met = strmap_new();
    buf_init(&words->key);
    for (size_t row = 0; row < ROW_COUNT; row++)
        add_row(words, row);
    return words;
}

void language_words_free(struct language_words **words) {
    if (!*words)
        return;
    tokens_free(&(*words)->tokens);
    strmap_free(&(*words)->map);
    strmap_free(&(*words)->met);
    buf_fini(&(*words)->key);
    free(*words);
    *words = NULL;
}

/* A word counts when it is first met, half when it is met again, then no more: one letter in the wrong code page, one
 * line repeated, must not outvote the rest. */
static void weigh(struct language_words *words, struct str key, double share, struct language_evidence *out) {
    const uint64_t *found = strmap_get(words->map, key);
    if (!found)
        return;
    uint64_t times = (*strmap_put(words->met, key, NULL))++;
    if (times > 1)
        return;
    share /= (double)(1 + times);
    double bits = share * log2((double)LANGUAGE_ROWS_MAX / __builtin_popcountll(*found));
    for (size_t row = 0; row < ROW_COUNT; row++)
        if (*found >> row & 1)
            out->bits[row] += bits;
}

void language_words_weigh(struct language_words *words, struct str text, struct language_evidence *out) {
    struct token token;
    *out = (struct language_evidence){{0}};
    strmap_clear(words->met);
    tokens_begin(words->tokens, text, language_unknown());
    for (unsigned n = 0; n < WORDS_LOOKED && tokens_next(words->tokens, &token); n++) {
        if (token.kind != TOKEN_WORD)
            continue;
        weigh(words, word_key(&token), 1, out);
        for (size_t at = 0; at < token.surface.n;) {
            size_t from = at;
            if (utf8_next(token.surface, &at) >= 0x80)
                weigh(words, letter_key(&words->key, str_slice(token.surface, from, at)), LETTER_SHARE, out);
        }
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
