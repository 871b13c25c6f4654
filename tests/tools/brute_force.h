/* Does a document match? Decided by reading all its tokens, after the rules that searcher/query_plan.h and corpus/term.h
 * state for people:
 *
 *   a word       a token with its folded form, or, in a document of language L, with the stem that some written form of
 *                the word has in L; written forms are those of title, summary and text anywhere in the collection, and the
 *                one typed. Words that begin with the stem which the typed one has in L without its accents, and have that
 *                stem too, lend theirs as well (comisaria: comisarías)
 *   a phrase     tokens next to each other in one text with these folded forms; so is a word of a writing without spaces
 *   word*        a token whose folded form begins so
 *   =word        a token written just so
 *   values       equality of normal forms; dates: the whole of what the document's date can mean lies in the range
 *
 * Knows no engine term and no column. Neighbours: shelf.h (the documents), slow_count.c. */
#ifndef TESTS_TOOLS_BRUTE_FORCE_H
#define TESTS_TOOLS_BRUTE_FORCE_H

#include "tests/tools/shelf.h"

enum cond_kind { COND_WORD, COND_PHRASE, COND_PREFIX, COND_EXACT, COND_VALUE, COND_DATE, COND_AND, COND_OR, COND_NOT };

struct wanted_stem {
    const struct language *language;
    uint32_t stem;
};

struct wanted {
    uint32_t folded;
    bool is_piece;
    struct wanted_stem *stems;
    size_t stem_count;
};

struct cond {
    enum cond_kind kind;
    const struct field *field; /* of words: only there; NULL: title, summary, text */
    struct wanted *words;      /* WORD, PHRASE */
    size_t word_count;
    struct str text;           /* PREFIX: folded; VALUE: normal form */
    uint32_t surface;          /* EXACT */
    struct date range;
    struct cond **child;
    size_t child_count;
};

/* ---- what is wanted ---- */

static inline void wanted_add(struct shelf *shelf, struct wanted *wanted, struct str stem,
                              const struct language *language) {
    uint32_t number = shelf_number(shelf, stem);
    for (size_t i = 0; i < wanted->stem_count; i++)
        if (wanted->stems[i].language == language && wanted->stems[i].stem == number)
            return;
    if (number == 0)
        return;
    /* A power of two is full. */
    if ((wanted->stem_count & (wanted->stem_count - 1)) == 0) {
        struct wanted_stem *grown = arena_array(shelf->arena, 2 * wanted->stem_count + 1, sizeof *grown);
        if (wanted->stem_count)
            memcpy(grown, wanted->stems, wanted->stem_count * sizeof *grown);
        wanted->stems = grown;
    }
    wanted->stems[wanted->stem_count++] = (struct wanted_stem){language, number};
}

static inline void wanted_add_stem(struct shelf *shelf, struct wanted *wanted, struct str surface,
                                   const struct language *language) {
    struct buf stem;
    buf_init(&stem);
    tokens_stem(shelf->collection->tokens, surface, language, &stem);
    wanted_add(shelf, wanted, buf_str(&stem), language);
    buf_fini(&stem);
}

static inline void wanted_add_bare_stem(struct shelf *shelf, struct wanted *wanted, struct str surface,
                                        const struct language *language) {
    struct buf stem;
    buf_init(&stem);
    if (tokens_stem_bare(shelf->collection->tokens, surface, language, &stem))
        wanted_add(shelf, wanted, buf_str(&stem), language);
    buf_fini(&stem);
}

/* The stems of a written form, in every language of the collection. */
static inline void wanted_add_stems(struct shelf *shelf, struct wanted *wanted, struct str surface) {
    const struct manifest *manifest = &shelf->collection->manifest;
    for (size_t l = 0; l < manifest->language_count; l++)
        wanted_add_stem(shelf, wanted, surface, manifest->languages[l].language);
}

static inline bool has_letters(struct str s, size_t wanted) {
    size_t letters = 0;
    for (size_t i = 0; i < s.n; i++)
        letters += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return letters >= wanted;
}

/* The stems of the other forms of the word that are written somewhere, in one language. */
static inline void wanted_add_other_forms(struct shelf *shelf, struct wanted *wanted, struct str folded,
                                          const struct language *language) {
    struct buf bare, theirs;
    buf_init(&bare);
    buf_init(&theirs);
    tokens_stem(shelf->collection->tokens, folded, language, &bare);
    struct str stem = buf_str(&bare);
    for (size_t i = has_letters(stem, 4) ? shelf_written_from(shelf, stem) : shelf->written_count;
         i < shelf->written_count; i++) {
        const struct shelf_form *form = &shelf->by_text[i];
        struct str other = shelf_form_text(shelf, form->folded);
        if (!str_starts(other, stem))
            break;
        buf_clear(&theirs);
        if (form->surface != form->folded && tokens_stem(shelf->collection->tokens, other, language, &theirs) &&
            str_eq(buf_str(&theirs), stem))
            wanted_add_stem(shelf, wanted, shelf_form_text(shelf, form->surface), language);
    }
    buf_fini(&bare);
    buf_fini(&theirs);
}

static inline struct wanted wanted_of(struct shelf *shelf, const struct token *token, bool with_stems) {
    struct wanted wanted = {.folded = shelf_number(shelf, token->folded), .is_piece = token->kind == TOKEN_PIECE};
    size_t first = shelf_written_at(shelf, wanted.folded), last = first;
    if (!with_stems || wanted.is_piece)
        return wanted;
    while (wanted.folded && last < shelf->written_count && shelf->written[last].folded == wanted.folded)
        last++;
    struct str typed = arena_str(shelf->arena, token->surface);
    wanted_add_stems(shelf, &wanted, typed);
    for (size_t i = first; i < last; i++)
        wanted_add_stems(shelf, &wanted, shelf_form_text(shelf, shelf->written[i].surface));
    struct str folded = arena_str(shelf->arena, token->folded);
    for (size_t l = 0; l < shelf->collection->manifest.language_count; l++) {
        const struct language *language = shelf->collection->manifest.languages[l].language;
        wanted_add_bare_stem(shelf, &wanted, typed, language);
        wanted_add_other_forms(shelf, &wanted, folded, language);
    }
    return wanted;
}

static inline struct cond *cond_new(struct shelf *shelf, enum cond_kind kind, const struct field *field) {
    struct cond *cond = arena_alloc(shelf->arena, sizeof *cond);
    cond->kind = kind;
    cond->field = field;
    return cond;
}

/* WORD for one token of a writing with spaces, else PHRASE; `typed` has at least one token. */
static inline struct cond *cond_words(struct shelf *shelf, const struct field *field, struct str typed, bool quoted) {
    struct cond *cond = cond_new(shelf, COND_PHRASE, field);
    struct token token, tokens[64];
    tokens_begin(shelf->collection->tokens, typed, language_unknown());
    while (cond->word_count < 64 && tokens_next(shelf->collection->tokens, &token))
        tokens[cond->word_count++] = token;
    if (cond->word_count == 0)
        shelf_die("A word of a document has no token in a query.");
    if (cond->word_count == 1 && !quoted)
        cond->kind = COND_WORD;
    /* wanted_of asks the same tokens for stems, which leaves the slices of the text begun alone. */
    cond->words = arena_array(shelf->arena, cond->word_count, sizeof *cond->words);
    for (size_t i = 0; i < cond->word_count; i++)
        cond->words[i] = wanted_of(shelf, &tokens[i], cond->kind == COND_WORD);
    return cond;
}

static inline struct str first_folded(struct shelf *shelf, struct str typed, struct str *surface) {
    struct token token;
    tokens_begin(shelf->collection->tokens, typed, language_unknown());
    if (!tokens_next(shelf->collection->tokens, &token))
        shelf_die("A word of a document has no token in a query.");
    *surface = arena_str(shelf->arena, token.surface);
    return arena_str(shelf->arena, token.folded);
}

static inline struct cond *cond_prefix(struct shelf *shelf, const struct field *field, struct str typed) {
    struct cond *cond = cond_new(shelf, COND_PREFIX, field);
    struct str surface;
    cond->text = first_folded(shelf, typed, &surface);
    return cond;
}

static inline struct cond *cond_exact(struct shelf *shelf, struct str typed) {
    struct cond *cond = cond_new(shelf, COND_EXACT, NULL);
    struct str surface;
    first_folded(shelf, typed, &surface);
    cond->surface = shelf_number(shelf, surface);
    return cond;
}

static inline struct cond *cond_value(struct shelf *shelf, const struct field *field, struct str key) {
    struct cond *cond = cond_new(shelf, COND_VALUE, field);
    cond->text = key;
    return cond;
}

static inline struct cond *cond_dates(struct shelf *shelf, uint32_t first, uint32_t last) {
    struct cond *cond = cond_new(shelf, COND_DATE, field_row(FIELD_DATE));
    cond->range = (struct date){first, last};
    return cond;
}

static inline struct cond *cond_join(struct shelf *shelf, enum cond_kind kind, struct cond *a, struct cond *b) {
    struct cond *cond = cond_new(shelf, kind, NULL);
    cond->child = arena_array(shelf->arena, 2, sizeof *cond->child);
    cond->child[cond->child_count++] = a;
    if (b)
        cond->child[cond->child_count++] = b;
    return cond;
}

/* ---- who has it ---- */

static inline bool token_has_stem(const struct shelf_token *token, const struct wanted *wanted,
                                  const struct language *language) {
    for (size_t i = 0; i < wanted->stem_count; i++)
        if (wanted->stems[i].language == language &&
            (wanted->stems[i].stem == token->stem || wanted->stems[i].stem == token->whole_stem))
            return true;
    return false;
}

static inline bool token_is(const struct cond *cond, const struct wanted *wanted, const struct shelf_token *token,
                            const struct language *language) {
    if (wanted->folded && (token->folded == wanted->folded || token->whole_folded == wanted->folded))
        return true;
    return cond->kind == COND_WORD && token_has_stem(token, wanted, language);
}

static inline bool text_has_run(const struct cond *cond, const struct shelf_text *text, const struct language *language) {
    for (size_t at = 0; at + cond->word_count <= text->n; at++) {
        size_t fit = 0;
        while (fit < cond->word_count && token_is(cond, &cond->words[fit], &text->tokens[at + fit], language))
            fit++;
        if (fit == cond->word_count)
            return true;
    }
    return false;
}

static inline bool form_starts(const struct shelf *shelf, uint32_t form, struct str beginning) {
    return form && str_starts(shelf_form_text(shelf, form), beginning);
}

static inline bool text_has(const struct shelf *shelf, const struct cond *cond, const struct shelf_text *text,
                            const struct language *language) {
    if (cond->kind == COND_WORD || cond->kind == COND_PHRASE)
        return text_has_run(cond, text, language);
    for (size_t i = 0; i < text->n; i++) {
        const struct shelf_token *token = &text->tokens[i];
        if (cond->kind == COND_EXACT && cond->surface &&
            (token->surface == cond->surface || token->whole_surface == cond->surface))
            return true;
        if (cond->kind == COND_PREFIX && (form_starts(shelf, token->folded, cond->text) ||
                                          form_starts(shelf, token->whole_folded, cond->text)))
            return true;
    }
    return false;
}

static inline bool date_lies_in(struct date date, struct date range) {
    return date.first && date.first >= range.first && (range.last == 0 || date.last <= range.last);
}

static inline bool any_text_has(const struct shelf *shelf, const struct cond *cond, const struct shelf_document *doc) {
    for (size_t i = 0; i < doc->text_count; i++) {
        const struct field *field = doc->texts[i].field;
        bool applies = cond->field ? cond->field == field : (field->flags & FIELD_IS_BARE) != 0;
        if (applies && text_has(shelf, cond, &doc->texts[i], doc->language))
            return true;
    }
    return false;
}

static inline bool cond_holds(const struct shelf *shelf, const struct cond *cond, const struct shelf_document *doc) {
    switch (cond->kind) {
    case COND_AND:
    case COND_OR:
        for (size_t i = 0; i < cond->child_count; i++)
            if (cond_holds(shelf, cond->child[i], doc) == (cond->kind == COND_OR))
                return cond->kind == COND_OR;
        return cond->kind == COND_AND;
    case COND_NOT:
        return !cond_holds(shelf, cond->child[0], doc);
    case COND_VALUE:
        return shelf_has(doc->keys[cond->field->id], cond->text);
    case COND_DATE:
        return date_lies_in(doc->date, cond->range);
    default:
        return any_text_has(shelf, cond, doc);
    }
}

/* A part of an AND that is a word, for the rule of most words: not a value, a date or a NOT. */
static inline bool cond_is_word(const struct cond *cond) {
    return cond->kind != COND_VALUE && cond->kind != COND_DATE && cond->kind != COND_NOT;
}

#endif
