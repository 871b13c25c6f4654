/* The iterator: chunk by chunk, span by span, each span looked up in the memory of words. The parts do the work. */
#include "corpus/tokens.h"

#include "corpus/base/arena.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens_broken.h"
#include "corpus/tokens_cut.h"
#include "corpus/tokens_word.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

struct tokens {
    struct fold fold;
    struct chunk chunk;
    struct cutter cutter;
    struct words *words;
    struct str text;
    const struct language *language;
    size_t last_end; /* of the token before, in the text */
    uint32_t position;
    struct token ahead; /* already read, when has_ahead */
    bool has_ahead;
    struct buf united; /* scratch */
    struct token_whole wholes[TOKENS_WHOLES];
    unsigned whole; /* the place of the next one */
};

struct tokens *tokens_new(void) {
    struct tokens *tokens = mem_alloc(sizeof *tokens);
    fold_init(&tokens->fold);
    cutter_init(&tokens->cutter);
    tokens->words = words_new();
    buf_init(&tokens->united);
    tokens_begin(tokens, STR_EMPTY, language_unknown());
    return tokens;
}

void tokens_free(struct tokens **tokens) {
    if (!*tokens)
        return;
    words_free(&(*tokens)->words);
    cutter_fini(&(*tokens)->cutter);
    chunk_fini(&(*tokens)->chunk);
    buf_fini(&(*tokens)->united);
    fold_fini(&(*tokens)->fold);
    free(*tokens);
    *tokens = NULL;
}

static bool next_chunk(struct tokens *tokens) {
    if (!chunk_read(&tokens->chunk, &tokens->fold, tokens->text, tokens->chunk.to))
        return false;
    cutter_begin(&tokens->cutter, &tokens->chunk);
    return true;
}

void tokens_begin(struct tokens *tokens, struct str text, const struct language *language) {
    tokens->text = text;
    tokens->language = language;
    tokens->position = 0;
    tokens->last_end = 0;
    tokens->has_ahead = false;
    tokens->chunk.from = tokens->chunk.to = 0;
    tokens->chunk.units.n = 0;
    cutter_begin(&tokens->cutter, &tokens->chunk);
}

/* A sign that keeps words together, in any of its writings: the apostrophes of Hawaiʻi and l’élection, ＡＴ＆Ｔ. The
 * full-width colon is left out: Chinese sentences have it where English ones have a colon and a space. */
static bool is_connector(UChar32 c) {
    switch (c == 0xFF1A ? c : fold_for_cutting(c)) {
    case '\'':
    case '.':
    case ':':
    case '_':
    case '-':
    case '&':
    case '@':
    case 0x00B7: /* middle dot */
    case 0x02BC: /* apostrophe as a letter */
    case 0x05BE: /* Hebrew hyphen */
    case 0x2010: /* hyphen */
    case 0x2011: /* one that does not break */
        return true;
    default:
        return false;
    }
}

/* Whether what stands between two tokens leaves them written together. */
static bool is_joined(struct str between) {
    if (between.n == 1 && between.p[0] == ' ')
        return false;
    unsigned connectors = 0;
    for (size_t at = 0; at < between.n;) {
        uint32_t next = utf8_next(between, &at);
        UChar32 c = next == UTF8_BAD ? 0xFFFD : (UChar32)next;
        if (is_connector(c))
            connectors++;
        else if (!utf16_is_ignorable(c) && c != 0x200B)
            return false;
    }
    return connectors <= 1;
}

static struct str span_bytes(const struct tokens *tokens, int32_t from, int32_t to) {
    return str_slice(tokens->text, chunk_start(&tokens->chunk, from), chunk_end(&tokens->chunk, tokens->text, to));
}

static void fill(struct tokens *tokens, const struct span *span, struct str bytes, const struct word *word,
                 struct token *token) {
    size_t start = (size_t)(bytes.p - tokens->text.p);
    tokens->position++;
    *token = (struct token){
        .kind = span->is_piece ? TOKEN_PIECE : TOKEN_WORD,
        .folded = word->folded,
        .surface = word->surface,
        .stem = word->stem,
        .word = STR_EMPTY,
        .word_begins = span->word_begins,
        .part = 0, /* with all fields named, none is cleared first */
        .whole = NULL,
        .start = start,
        .end = start + bytes.n,
        .position = tokens->position,
        .joined = tokens->position > 1 && is_joined(str_slice(tokens->text, tokens->last_end, start)),
    };
    if (span->is_piece && span->word_begins) {
        struct str whole = span_bytes(tokens, span->from, span->word_end);
        struct word known = *word;
        if (whole.n > bytes.n)
            words_get(tokens->words, whole, NULL, &known);
        token->word = known.folded;
    }
    tokens->last_end = token->end;
}

static bool read_next(struct tokens *tokens, struct token *token) {
    for (;;) {
        struct span span;
        if (cutter_next(&tokens->cutter, &span)) {
            struct str bytes = span_bytes(tokens, span.from, span.to);
            struct word word;
            words_get(tokens->words, bytes, span.is_piece ? NULL : tokens->language, &word);
            if (word.folded.n == 0)
                continue;
            fill(tokens, &span, bytes, &word, token);
            return true;
        }
        if (!next_chunk(tokens))
            return false;
    }
}

/* Two parts of a broken word learn of each other. */
static void unite(struct tokens *tokens, struct token *first, struct token *second) {
    struct token_whole *whole = &tokens->wholes[tokens->whole++ % TOKENS_WHOLES];
    struct word word;
    buf_clear(&tokens->united);
    buf_add_str(&tokens->united, str_slice(tokens->text, first->start, first->end));
    buf_add_str(&tokens->united, str_slice(tokens->text, second->start, second->end));
    words_get(tokens->words, buf_str(&tokens->united), tokens->language, &word);
    *whole = (struct token_whole){.folded = word.folded,
                                  .surface = word.surface,
                                  .stem = word.stem,
                                  .start = first->start,
                                  .end = second->end,
                                  .gap = first->end,
                                  .gap_end = second->start};
    first->whole = second->whole = whole;
    first->part = 1;
    second->part = 2;
}

static void look_ahead(struct tokens *tokens, struct token *token) {
    size_t second = broken_second(tokens->text, token->start, token->end);
    if (second == 0 || token->kind != TOKEN_WORD || token->whole || !read_next(tokens, &tokens->ahead))
        return;
    tokens->has_ahead = true;
    if (tokens->ahead.kind == TOKEN_WORD && tokens->ahead.start == second)
        unite(tokens, token, &tokens->ahead);
}

bool tokens_next(struct tokens *tokens, struct token *token) {
    if (tokens->has_ahead)
        *token = tokens->ahead;
    else if (!read_next(tokens, token))
        return false;
    tokens->has_ahead = false;
    if (broken_may_be(tokens->text, token->end))
        look_ahead(tokens, token);
    return true;
}

bool tokens_stem(struct tokens *tokens, struct str surface, const struct language *language, struct buf *out) {
    return words_stem(tokens->words, surface, language, out);
}

bool tokens_stem_bare(struct tokens *tokens, struct str surface, const struct language *language, struct buf *out) {
    return words_stem_bare(tokens->words, surface, language, out);
}

void tokens_lower(struct tokens *tokens, struct str surface, struct buf *out) {
    words_lower(tokens->words, surface, out);
}

void tokens_fold_value(struct tokens *tokens, struct str value, struct buf *out) {
    words_fold_value(tokens->words, value, out);
}

void tokens_identity(struct buf *out) {
    UVersionInfo icu, unicode;
    char icu_text[U_MAX_VERSION_STRING_LENGTH], unicode_text[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(icu);
    u_getUnicodeVersion(unicode);
    u_versionToString(icu, icu_text);
    u_versionToString(unicode, unicode_text);
    buf_addf(out, "tokens %d; icu %s; unicode %s; snowball ", TOKENS_VERSION, icu_text, unicode_text);
    stemmers_fingerprint(out);
}
