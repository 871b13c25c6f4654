/* Terms get numbers as they appear (the order of the hash table); each occurrence is one row (term, position) of a log.
 * At the end the log is dealt out by term in one counting pass, which keeps the positions of each term rising.
 *
 *   log         (0,1) (1,2) (2,3) (0,101) ...          term number, position
 *   positions   [ 1 101 | 2 | 3 | ... ]                entry.first says where each term's begin */
#include "indexer/postings.h"

#include "corpus/base/strmap.h"
#include "corpus/term.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Half an occurrence. */
#define LEAD_MORE (TERM_OCCURRENCE / 2)

struct entry {
    uint32_t wdf;
    uint32_t positions; /* how many */
    uint32_t first;     /* where they begin in the dealt-out array */
    uint32_t last;      /* the last of them */
    bool is_word;       /* a folded word or piece of the body */
    bool is_piece;
    bool plain;         /* it also stands there written just as it is folded */
};

struct occurrence {
    uint32_t entry, position;
};

struct postings {
    struct strmap *terms;
    struct entry *entries; /* as many as terms */
    size_t entry_room;
    struct occurrence *log;
    uint32_t *positions;
    size_t log_count, log_room;
    uint32_t length;
    struct buf term;
};

/* Where one text is read to. */
struct target {
    const struct field *field; /* whose prefix its words get */
    uint32_t weight;
    uint32_t lead; /* so many words at its beginning count LEAD_MORE */
    bool surfaces;
};

struct postings *postings_new(void) {
    struct postings *p = mem_alloc(sizeof *p);
    p->terms = strmap_new();
    buf_init(&p->term);
    return p;
}

void postings_free(struct postings **postings) {
    struct postings *p = *postings;
    if (p == NULL)
        return;
    strmap_free(&p->terms);
    buf_fini(&p->term);
    free(p->entries);
    free(p->log);
    free(p->positions);
    free(p);
    *postings = NULL;
}

/* Emptying costs as much as the table is large; after a giant the ordinary documents start small again. */
static void forget(struct postings *p) {
    if (strmap_count(p->terms) > POSTINGS_TERMS_MAX / 10) {
        strmap_free(&p->terms);
        p->terms = strmap_new();
    } else {
        strmap_clear(p->terms);
    }
    p->log_count = 0;
    p->length = 0;
}

static bool is_full(const struct postings *p) {
    return strmap_count(p->terms) > POSTINGS_TERMS_MAX;
}

/* The entry of the term that stands in p->term. */
static uint32_t entry_of(struct postings *p) {
    bool is_new;
    assert(p->term.n > 0 && p->term.n <= TERM_MAX && memchr(p->term.data, 0, p->term.n) == NULL);
    uint64_t *number = strmap_put(p->terms, buf_str(&p->term), &is_new);
    if (!is_new)
        return (uint32_t)*number;
    size_t i = strmap_count(p->terms) - 1;
    if (i >= p->entry_room) {
        p->entry_room = p->entry_room ? 2 * p->entry_room : 1024;
        p->entries = mem_realloc(p->entries, p->entry_room, sizeof *p->entries);
    }
    p->entries[i] = (struct entry){0};
    *number = i;
    return (uint32_t)i;
}

/* Two forms that stand at one place may have one stem. */
static void add_occurrence(struct postings *p, uint32_t entry, uint32_t position) {
    if (p->entries[entry].positions > 0 && p->entries[entry].last == position)
        return;
    if (p->log_count == p->log_room) {
        p->log_room = p->log_room ? 2 * p->log_room : 4096;
        p->log = mem_realloc(p->log, p->log_room, sizeof *p->log);
        p->positions = mem_realloc(p->positions, p->log_room, sizeof *p->positions);
    }
    p->log[p->log_count++] = (struct occurrence){entry, position};
    p->entries[entry].positions++;
    p->entries[entry].last = position;
}

static uint32_t weight_of(const struct target *target, const struct token *token) {
    return TERM_OCCURRENCE * target->weight + (token->position <= target->lead ? LEAD_MORE : 0);
}

/* What is found at a token's place. */
struct forms {
    struct str folded, surface, stem;
    uint32_t position, weight; /* 0: counted already */
};

static uint32_t add_forms(struct postings *p, const struct target *target, const struct language *language,
                          const struct forms *forms) {
    term_word(&p->term, target->field, forms->folded);
    uint32_t word = entry_of(p);
    p->entries[word].wdf += forms->weight;
    add_occurrence(p, word, forms->position);
    if (forms->stem.n) {
        term_stem(&p->term, target->field, language, forms->stem);
        uint32_t stem = entry_of(p);
        p->entries[stem].wdf += forms->weight;
        if (!str_eq(forms->stem, forms->folded))
            add_occurrence(p, stem, forms->position);
    }
    return word;
}

static void add_surface(struct postings *p, uint32_t word, const struct forms *forms, bool is_piece) {
    p->entries[word].is_word = true;
    p->entries[word].is_piece = is_piece;
    if (str_eq(forms->surface, forms->folded)) {
        p->entries[word].plain = true;
        return;
    }
    term_surface(&p->term, forms->folded, forms->surface);
    entry_of(p);
}

static void add_token(struct postings *p, const struct target *target, const struct language *language,
                      const struct token *token, uint32_t position) {
    const bool is_piece = token->kind == TOKEN_PIECE;
    const uint32_t weight = weight_of(target, token);
    const struct forms forms = {token->folded, token->surface, token->stem, position, weight};
    const uint32_t word = add_forms(p, target, language, &forms);
    if (is_piece && token->word_begins && token->word.n) {
        term_piece_word(&p->term, target->field, token->word);
        p->entries[entry_of(p)].wdf += weight;
    }
    if (!target->surfaces)
        return;
    add_surface(p, word, &forms, is_piece);
    p->length += target->weight;
}

/* A word that a line's end breaks counts once, and stands at the places of both its parts. */
static void add_whole(struct postings *p, const struct target *target, const struct language *language,
                      const struct token *token, uint32_t position) {
    const struct token_whole *whole = token->whole;
    const uint32_t weight = token->part == 1 ? weight_of(target, token) : 0;
    const struct forms forms = {whole->folded, whole->surface, whole->stem, position, weight};
    const uint32_t word = add_forms(p, target, language, &forms);
    if (target->surfaces)
        add_surface(p, word, &forms, false);
}

/* Reads one text into one target, or two in one go. Gives the position after which the next text may begin. */
static uint32_t add_text(struct postings *p, struct tokens *tokens, struct str text, const struct language *language,
                         const struct target *targets, size_t target_count, uint32_t before) {
    struct token token;
    uint32_t last = before;
    tokens_begin(tokens, text, language);
    while (!is_full(p) && tokens_next(tokens, &token)) {
        if (token.folded.n == 0)
            continue;
        last = before + token.position;
        for (size_t t = 0; t < target_count; t++) {
            add_token(p, &targets[t], language, &token, last);
            if (token.whole)
                add_whole(p, &targets[t], language, &token, last);
        }
    }
    return last + POSTINGS_GAP;
}

/* In table order: title, summary, text. What is not found under a prefix of its own (the text) has none. */
static void add_bare_fields(struct postings *p, struct tokens *tokens, const struct document *doc) {
    const struct field *body = field_row(FIELD_TEXT);
    uint32_t position = 0;
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        if (!(field->flags & FIELD_IS_BARE))
            continue;
        const uint32_t lead = field == body ? POSTINGS_LEAD : 0;
        struct target targets[] = {{body, field->weight, lead, true}, {field, 1, 0, false}};
        for (size_t v = 0; v < doc->field[f].n; v++)
            position = add_text(p, tokens, doc->field[f].v[v], document_language(doc), targets, field == body ? 1 : 2,
                                position);
    }
}

static void add_own_words(struct postings *p, struct tokens *tokens, const struct document *doc, const struct field *field) {
    struct target target = {field, field->weight, 0, false};
    uint32_t position = 0;
    for (size_t v = 0; v < doc->field[field->id].n; v++)
        position = add_text(p, tokens, doc->field[field->id].v[v], document_language(doc), &target, 1, position);
}

static void add_values(struct postings *p, const struct field *field, struct strs values) {
    for (size_t i = 0; i < values.n && !is_full(p); i++) {
        term_value(&p->term, field, values.v[i]);
        entry_of(p);
    }
}

/* D2021, D202105, D20210503: as many as both ends of the date have in common. */
static void add_date(struct postings *p, const struct field *field, struct date date) {
    static const uint32_t coarse[] = {10000, 100, 1};
    char digits[16];
    for (size_t i = 0; date.first && i < sizeof coarse / sizeof *coarse; i++) {
        if (date.first / coarse[i] != date.last / coarse[i])
            return;
        int n = snprintf(digits, sizeof digits, "%u", date.first / coarse[i]);
        term_value(&p->term, field, (struct str){digits, (size_t)n});
        entry_of(p);
    }
}

static void add_field(struct postings *p, struct tokens *tokens, const struct document *doc, const struct keys *keys,
                      const struct field *field) {
    switch (field->kind) {
    case FIELD_KIND_ID:
        term_id(&p->term, document_get(doc, field->id));
        entry_of(p);
        break;
    case FIELD_KIND_NAME:
        add_own_words(p, tokens, doc, field);
        add_values(p, field, keys->key[field->id]);
        break;
    case FIELD_KIND_CODE:
    case FIELD_KIND_KEYWORD:
        add_values(p, field, keys->key[field->id]);
        break;
    case FIELD_KIND_URL:
        add_values(p, field, doc->field[field->id]);
        break;
    case FIELD_KIND_DATE:
        add_date(p, field, doc->date);
        break;
    case FIELD_KIND_TEXT:
        if (!(field->flags & FIELD_IS_BARE))
            add_own_words(p, tokens, doc, field);
        break;
    case FIELD_KIND_PLAIN:
        break;
    }
}

/* For words that the document never has written as they fold: `=malaga` must leave it out. */
static void add_never_plain(struct postings *p) {
    for (size_t i = 0, n = strmap_count(p->terms); i < n; i++) {
        if (!p->entries[i].is_word || p->entries[i].plain)
            continue;
        term_never_plain(&p->term, strmap_key(p->terms, i));
        entry_of(p);
    }
}

static void deal_out(struct postings *p) {
    uint32_t place = 0;
    for (size_t i = 0, n = strmap_count(p->terms); i < n; i++) {
        p->entries[i].first = place;
        place += p->entries[i].positions;
        p->entries[i].positions = 0;
    }
    for (size_t i = 0; i < p->log_count; i++) {
        struct entry *entry = &p->entries[p->log[i].entry];
        p->positions[entry->first + entry->positions++] = p->log[i].position;
    }
}

enum err_code postings_make(struct postings *p, struct tokens *tokens, const struct document *doc,
                            const struct keys *keys, struct err *e) {
    forget(p);
    add_bare_fields(p, tokens, doc);
    for (int f = 0; f < FIELD_COUNT; f++)
        add_field(p, tokens, doc, keys, field_row((enum field_id)f));
    add_never_plain(p);
    if (is_full(p))
        return err_set(e, ERR_INPUT, "The document has more than %u different words and forms, which is the limit for "
                                     "one document.", POSTINGS_TERMS_MAX);
    deal_out(p);
    return ERR_OK;
}

uint32_t postings_length(const struct postings *p) {
    return p->length;
}

size_t postings_count(const struct postings *p) {
    return strmap_count(p->terms);
}

struct posting postings_at(const struct postings *p, size_t i) {
    const struct entry *entry = &p->entries[i];
    return (struct posting){strmap_key(p->terms, i), entry->wdf, p->positions + entry->first, entry->positions,
                            entry->is_word && !entry->is_piece};
}
