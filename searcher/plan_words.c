/* Every engine query made here is owned by the `parts` it was put into; on failure the caller frees what is there. */
#include "searcher/plan_words.h"

#include "corpus/base/utf8.h"
#include "corpus/term.h"
#include "searcher/exact_words.h"
#include "searcher/query_parse.h"
#include "searcher/word_across.h"
#include "searcher/word_forms.h"
#include "searcher/word_translit.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(QUERY_PHRASE_MAX <= MARK_SLOTS_MAX, "a phrase fits a mark");

/* What a single character of a writing without spaces counts, a word of the dictionary, and a pair of characters. */
#define PIECE_WEIGHT 0.4
#define PIECE_WORD_WEIGHT 0.7
#define PAIR_WEIGHT 0.4

/* One leaf at work. */
struct leaf {
    struct planner *planner;
    const struct query_node *node;
    const struct field *field;      /* whose terms are asked for */
    const struct field *mark_field; /* NULL: title, summary and text */
    struct token *tokens;           /* their slices copied to the arena */
    size_t n;
    struct buf term;
};

/* ---- parts ---- */

void parts_add(struct arena *arena, struct parts *parts, struct xc_query *query) {
    /* A power of two is full. */
    if ((parts->n & (parts->n - 1)) == 0) {
        struct xc_query **v = arena_array(arena, parts->n ? 2 * parts->n : 1, sizeof(struct xc_query *));
        if (parts->n)
            memcpy(v, parts->v, parts->n * sizeof(struct xc_query *));
        parts->v = v;
    }
    parts->v[parts->n++] = query;
}

void parts_free(struct parts *parts) {
    for (size_t i = 0; i < parts->n; i++)
        xc_query_free(&parts->v[i]);
    parts->n = 0;
}

/* Adds the term in leaf->term. */
static enum err_code add_term(struct leaf *leaf, struct parts *parts, struct err *e) {
    struct xc_query *query;
    struct xc_error why;
    if (xc_query_term(&query, engine_bytes(buf_str(&leaf->term)), &why))
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, parts, query);
    return ERR_OK;
}

/* Adds what `from` makes together; `from` is freed in any case. */
static enum err_code add_joined(struct leaf *leaf, enum xc_op op, struct parts *from, struct parts *to, struct err *e) {
    struct xc_query *query = NULL;
    struct xc_error why;
    enum xc_code code = XC_OK;
    if (from->n == 1) {
        query = from->v[0];
        from->n = 0;
    } else {
        code = xc_query_join(&query, op, from->v, from->n, 0, &why);
    }
    parts_free(from);
    if (code)
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, to, query);
    return ERR_OK;
}

/* ---- marks ---- */

static struct mark_slot *add_mark(struct leaf *leaf, size_t slots) {
    struct planner *p = leaf->planner;
    struct mark_slot *v = arena_array(p->arena, slots, sizeof *v);
    if (p->left_out)
        return v;
    struct mark *marks = arena_array(p->arena, p->marks.n + 1, sizeof *marks);
    if (p->marks.n)
        memcpy(marks, p->marks.v, p->marks.n * sizeof *marks);
    marks[p->marks.n++] = (struct mark){leaf->mark_field, v, slots};
    p->marks.v = marks;
    return v;
}

static struct mark_slot *add_folded_mark(struct leaf *leaf, const struct token *tokens, size_t n) {
    struct mark_slot *slots = add_mark(leaf, n);
    for (size_t i = 0; i < n; i++)
        slots[i].folded = tokens[i].folded;
    return slots;
}

static void warn(struct leaf *leaf, const char *what) {
    struct planner *p = leaf->planner;
    arena_push(
        p->arena, p->warnings,
        arena_printf(p->arena, "\"%.*s\" (column %zu): %s", STR_FMT(leaf->node->text), leaf->node->column, what));
}

/* ---- what orders the answer ---- */

static struct ranked_word *rank(struct leaf *leaf, struct str shown, struct str folded, double weight, size_t terms) {
    struct planner *p = leaf->planner;
    struct ranked_word word = {.shown = shown, .folded = folded, .weight = weight};
    word.terms = arena_array(p->arena, terms, sizeof *word.terms);
    word.places = arena_array(p->arena, 2 * terms, sizeof *word.places);
    struct ranked_word *v = arena_array(p->arena, p->ranked.n + 1, sizeof *v);
    if (p->ranked.n)
        memcpy(v, p->ranked.v, p->ranked.n * sizeof *v);
    v[p->ranked.n] = word;
    if (p->left_out)
        return &v[p->ranked.n];
    p->ranked.v = v;
    return &v[p->ranked.n++];
}

/* Adds the term in leaf->term. */
static void rank_term(struct leaf *leaf, struct ranked_word *word, enum ranked_kind kind) {
    word->terms[word->term_count++] =
        (struct ranked_term){.term = arena_str(leaf->planner->arena, buf_str(&leaf->term)), .kind = kind};
}

/* The word's places are those of the term in leaf->term, in documents of the language. */
static void rank_place(struct leaf *leaf, struct ranked_word *word, const struct language *language) {
    if (leaf->mark_field == NULL)
        word->places[word->place_count++] =
            (struct ranked_place){arena_str(leaf->planner->arena, buf_str(&leaf->term)), language};
}

/* Two neighbouring characters. */
static void rank_pair(struct leaf *leaf, const struct token pair[static 2], struct str within) {
    struct ranked_word *word = rank(leaf, pair[0].surface, within, PAIR_WEIGHT, 2);
    word->is_pair = word->is_piece = true;
    word->second = pair[1].word.n ? pair[1].word : within;
    for (size_t i = 0; i < 2; i++) {
        term_word(&leaf->term, leaf->field, pair[i].folded);
        rank_term(leaf, word, RANKED_EXACT);
    }
}

static void rank_piece_word(struct leaf *leaf, struct str folded) {
    struct ranked_word *word = rank(leaf, folded, folded, PIECE_WORD_WEIGHT, 1);
    word->is_piece = true;
    term_piece_word(&leaf->term, leaf->field, folded);
    rank_term(leaf, word, RANKED_EXACT);
}

/* Words of a run count as they are folded; in a writing without spaces those of the dictionary do, and characters and
 * their pairs a little, for names that the dictionary cuts wrongly. */
static void rank_run(struct leaf *leaf, const struct token *tokens, size_t n) {
    struct str within = STR_EMPTY; /* the dictionary's word at hand */
    for (size_t i = 0; i < n; i++) {
        const bool piece = tokens[i].kind == TOKEN_PIECE;
        within = tokens[i].word.n ? tokens[i].word : within;
        struct ranked_word *word =
            rank(leaf, tokens[i].surface, piece ? within : tokens[i].folded, piece ? PIECE_WEIGHT : 1, 1);
        word->is_piece = piece;
        term_word(&leaf->term, leaf->field, tokens[i].folded);
        rank_term(leaf, word, RANKED_EXACT);
        rank_place(leaf, word, NULL);
        if (piece && tokens[i].word.n)
            rank_piece_word(leaf, tokens[i].word);
    }
}

/* In a writing without spaces a pair may lie across two of the dictionary's words, so pairs are taken from the whole
 * leaf. */
static void rank_pairs(struct leaf *leaf) {
    struct str within = STR_EMPTY;
    for (size_t i = 0; i + 1 < leaf->n; i++) {
        const struct token *token = &leaf->tokens[i];
        within = token->word.n ? token->word : within;
        if (token[0].kind == TOKEN_PIECE && token[1].kind == TOKEN_PIECE && token[1].joined)
            rank_pair(leaf, token, within);
    }
}

/* A form that the word reaches by translation or in another script, as a term. */
static void term_more(struct leaf *leaf, const struct word_more *more) {
    if (more->language)
        term_stem(&leaf->term, leaf->field, more->language, more->form);
    else
        term_word(&leaf->term, leaf->field, more->form);
}

static void rank_word(struct leaf *leaf, const struct token *token, const struct mark_stem *stems, size_t n,
                      const struct word_mores *mores) {
    struct ranked_word *word = rank(leaf, token->surface, token->folded, 1, n + 1 + mores->n);
    term_word(&leaf->term, leaf->field, token->folded);
    rank_term(leaf, word, RANKED_EXACT);
    rank_place(leaf, word, NULL);
    for (size_t i = 0; i < n; i++) {
        term_stem(&leaf->term, leaf->field, stems[i].language, stems[i].stem);
        rank_term(leaf, word, RANKED_FORM);
        rank_place(leaf, word, stems[i].language);
        /* A stem that is a word itself has its places there (indexer/postings.h). */
        term_word(&leaf->term, leaf->field, stems[i].stem);
        if (!str_eq(stems[i].stem, token->folded))
            rank_place(leaf, word, stems[i].language);
    }
    for (size_t i = 0; i < mores->n; i++) {
        term_more(leaf, &mores->v[i]);
        rank_term(leaf, word, RANKED_MORE);
        word->terms[word->term_count - 1].share = mores->v[i].share;
        word->terms[word->term_count - 1].why = mores->v[i].why;
    }
}

/* ---- a word ---- */

/* What the word reaches beyond its own forms, where that was asked for. */
static enum err_code find_more(struct leaf *leaf, const struct token *token, struct word_mores *mores, struct err *e) {
    struct planner *p = leaf->planner;
    enum err_code code = ERR_OK;
    if (p->left_out)
        return ERR_OK;
    if (p->request->translit)
        code = word_translit(p->arena, p->collection, token, &mores->v, &mores->n, e);
    if (code || p->dictionary == NULL)
        return code;
    struct word_mores across = {0};
    code = word_across(p->arena, p->dictionary, p->collection->tokens, token, &p->request->across, &across, e);
    struct word_more *both = arena_array(p->arena, mores->n + across.n + 1, sizeof *both);
    for (size_t i = 0; i < mores->n + across.n; i++)
        both[i] = i < mores->n ? mores->v[i] : across.v[i - mores->n];
    *mores = (struct word_mores){both, mores->n + across.n};
    return code;
}

/* Matches of these are highlighted as the word's own are. */
static void mark_more(struct leaf *leaf, struct mark_slot *slot, const struct word_mores *mores) {
    struct arena *arena = leaf->planner->arena;
    struct mark_stem *stems = arena_array(arena, slot->stem_count + mores->n + 1, sizeof *stems);
    if (slot->stem_count)
        memcpy(stems, slot->stems, slot->stem_count * sizeof *stems);
    slot->stems = stems;
    slot->others = arena_array(arena, mores->n + 1, sizeof *slot->others);
    for (size_t i = 0; i < mores->n; i++) {
        if (mores->v[i].language)
            stems[slot->stem_count++] = (struct mark_stem){mores->v[i].language, mores->v[i].form};
        else
            slot->others[slot->other_count++] = mores->v[i].form;
    }
}

static enum err_code add_word(struct leaf *leaf, const struct token *token, struct parts *out, struct err *e) {
    struct planner *p = leaf->planner;
    struct mark_slot *slot = add_folded_mark(leaf, token, 1);
    struct parts group = {0};
    struct word_mores mores = {0};
    bool capped;
    enum err_code code =
        word_forms_stems(p->arena, p->collection, leaf->field, token, &slot->stems, &slot->stem_count, &capped, e);
    if (!code && capped)
        warn(leaf, "the word is written in very many ways; only some of them lead to its other forms.");
    if (!code)
        code = find_more(leaf, token, &mores, e);
    if (!code)
        rank_word(leaf, token, slot->stems, slot->stem_count, &mores);
    term_word(&leaf->term, leaf->field, token->folded);
    if (!code)
        code = add_term(leaf, &group, e);
    for (size_t i = 0; i < slot->stem_count && !code; i++) {
        term_stem(&leaf->term, leaf->field, slot->stems[i].language, slot->stems[i].stem);
        code = add_term(leaf, &group, e);
    }
    for (size_t i = 0; i < mores.n && !code; i++) {
        term_more(leaf, &mores.v[i]);
        code = add_term(leaf, &group, e);
    }
    mark_more(leaf, slot, &mores);
    if (!code)
        return add_joined(leaf, XC_SYNONYM, &group, out, e);
    parts_free(&group);
    return code;
}

/* ---- a run of tokens next to each other ---- */

static enum err_code add_phrase(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                                struct err *e) {
    struct parts row = {0};
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < n && !code; i++) {
        term_word(&leaf->term, leaf->field, tokens[i].folded);
        code = add_term(leaf, &row, e);
    }
    if (!code)
        return add_joined(leaf, XC_PHRASE, &row, out, e);
    parts_free(&row);
    return code;
}

static enum err_code add_run(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                             struct err *e) {
    if (n > QUERY_PHRASE_MAX) {
        warn(leaf, "this is longer than a phrase can be; only its beginning is searched.");
        n = QUERY_PHRASE_MAX;
    }
    add_folded_mark(leaf, tokens, n);
    rank_run(leaf, tokens, n);
    return add_phrase(leaf, tokens, n, out, e);
}

static bool is_apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0x2018 || c == 0xFF07;
}

/* l’élection, dell'interno: the article is no part of the word, and stands differently before another one. */
static bool is_elided(const struct leaf *leaf, size_t i) {
    const struct token *token = &leaf->tokens[i];
    if (i + 1 == leaf->n || !token[1].joined ||
        !function_words_elided(leaf->planner->collection->function_words, token->folded))
        return false;
    for (size_t at = token->end; at < token[1].start;)
        if (is_apostrophe(utf8_next(leaf->node->text, &at)))
            return true;
    return false;
}

/* Tokens that are written together are one word to a reader. Where any word will do, a row of them is as many words as
 * it has, in a writing without spaces those of the dictionary. */
static bool goes_on(const struct leaf *leaf, const struct token *token) {
    return leaf->planner->request->match == SEARCH_MATCH_ANY ? !token->word_begins : token->joined;
}

static enum err_code add_words(struct leaf *leaf, struct parts *out, struct err *e) {
    enum err_code code = ERR_OK;
    for (size_t first = 0, end; first < leaf->n && !code; first = end) {
        first += is_elided(leaf, first);
        for (end = first + 1; end < leaf->n && goes_on(leaf, &leaf->tokens[end]);)
            end++;
        const struct token *tokens = &leaf->tokens[first];
        if (end - first == 1 && tokens->kind == TOKEN_WORD)
            code = add_word(leaf, tokens, out, e);
        else
            code = add_run(leaf, tokens, end - first, out, e);
    }
    return code;
}

/* ---- word* ---- */

static enum err_code add_prefix_of_one(struct leaf *leaf, struct parts *out, struct err *e) {
    struct xc_query *query;
    struct xc_error why;
    term_word(&leaf->term, leaf->field, leaf->tokens[0].folded);
    if (xc_query_prefix(&query, engine_bytes(buf_str(&leaf->term)), 0, &why))
        return collection_engine_error(e, &why);
    parts_add(leaf->planner->arena, out, query);
    return ERR_OK;
}

struct frequent {
    struct str folded;
    uint32_t docs;
};

static int frequent_order(const void *a, const void *b) {
    const struct frequent *x = a, *y = b;
    if (x->docs != y->docs)
        return x->docs > y->docs ? -1 : 1;
    return str_cmp(x->folded, y->folded);
}

/* Every word of the index that begins like the last token. */
static enum err_code list_words(struct leaf *leaf, struct frequent **words, size_t *n, struct err *e) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    struct xc_error why;
    size_t room = 0;
    const size_t prefix = strlen(leaf->field->prefix);
    term_word(&leaf->term, leaf->field, leaf->tokens[leaf->n - 1].folded);
    enum xc_code code = xc_walk_terms(leaf->planner->collection->db, engine_bytes(buf_str(&leaf->term)), &walk, &why);
    while (!code && !(code = xc_walk_next(walk, &entry, &why)) && entry.valid) {
        if (*n == room) {
            room = room ? 2 * room : 64;
            *words = mem_realloc(*words, room, sizeof **words);
        }
        struct str folded = {entry.text.p + prefix, entry.text.n - prefix};
        (*words)[(*n)++] = (struct frequent){arena_str(leaf->planner->arena, folded), entry.docs};
    }
    xc_walk_free(&walk);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}

/* Jean-Pi*: the engine has no phrase with a prefix in it, so each word that the last token may become is tried. */
static enum err_code add_prefix_run(struct leaf *leaf, struct parts *out, struct err *e) {
    struct frequent *words = NULL;
    struct parts any = {0};
    size_t n = 0;
    enum err_code code = list_words(leaf, &words, &n, e);
    if (n > 1)
        qsort(words, n, sizeof *words, frequent_order);
    if (n > PLAN_RUN_PREFIX_MAX) {
        warn(leaf, "very many words begin like its last part; only the most frequent ones are searched.");
        n = PLAN_RUN_PREFIX_MAX;
    }
    struct token *last = &leaf->tokens[leaf->n - 1];
    const struct str typed = last->folded;
    for (size_t i = 0; i < n && !code; i++) {
        last->folded = words[i].folded;
        code = add_phrase(leaf, leaf->tokens, leaf->n, &any, e);
    }
    last->folded = typed;
    free(words);
    if (!code && any.n == 0)
        return add_phrase(leaf, leaf->tokens, leaf->n, out, e);
    if (!code)
        return add_joined(leaf, XC_OR, &any, out, e);
    parts_free(&any);
    return code;
}

/* A word too long for the index is there by its beginning and a hash of the whole (tokens.h): so is a long prefix. */
static struct str uncut(struct str folded) {
    struct str beginning, hash;
    str_cut(folded, '#', &beginning, &hash);
    return beginning;
}

static enum err_code add_prefix(struct leaf *leaf, struct parts *out, struct err *e) {
    if (leaf->n > QUERY_PHRASE_MAX || leaf->planner->prefixes == PLAN_PREFIXES_MAX) {
        warn(leaf, "there are too many words with * in this query; this one is searched without it.");
        return add_words(leaf, out, e);
    }
    leaf->planner->prefixes++;
    leaf->tokens[leaf->n - 1].folded = uncut(leaf->tokens[leaf->n - 1].folded);
    add_folded_mark(leaf, leaf->tokens, leaf->n)[leaf->n - 1].prefix = true;
    return leaf->n == 1 ? add_prefix_of_one(leaf, out, e) : add_prefix_run(leaf, out, e);
}

/* ---- =word ---- */

/* A document that has the token written just so somewhere in title, summary or text. */
static enum err_code add_written(struct leaf *leaf, const struct token *token, struct parts *out, struct err *e) {
    struct parts pair = {0};
    if (!str_eq(token->surface, token->folded)) {
        term_surface(&leaf->term, token->folded, token->surface);
        return add_term(leaf, out, e);
    }
    term_word(&leaf->term, field_row(FIELD_TEXT), token->folded);
    enum err_code code = add_term(leaf, &pair, e);
    term_never_plain(&leaf->term, token->folded);
    if (!code)
        code = add_term(leaf, &pair, e);
    if (!code)
        return add_joined(leaf, XC_AND_NOT, &pair, out, e);
    parts_free(&pair);
    return code;
}

/* Surfaces are known of what is found without naming a field; of a name's words only the stored text knows. */
static bool has_surfaces(const struct leaf *leaf) {
    return leaf->field->flags & FIELD_IS_BARE;
}

/* The documents whose stored text has it just so, as a condition on `candidates`. */
static enum err_code add_checked(struct leaf *leaf, struct parts *candidates, struct err *e) {
    struct xc_query *all = NULL, *checked = NULL;
    struct xc_error why;
    struct mark mark = {leaf->mark_field, arena_array(leaf->planner->arena, leaf->n, sizeof *mark.slots), leaf->n};
    for (size_t i = 0; i < leaf->n; i++)
        mark.slots[i].surface = leaf->tokens[i].surface;
    if (xc_query_join(&all, XC_FILTER, candidates->v, candidates->n, 0, &why))
        return collection_engine_error(e, &why);
    enum err_code code = exact_words_query(leaf->planner->collection, all, &mark, &checked, e);
    xc_query_free(&all);
    if (!code)
        parts_add(leaf->planner->arena, candidates, checked);
    return code;
}

static enum err_code add_exact(struct leaf *leaf, struct parts *out, struct err *e) {
    struct parts all = {0};
    if (leaf->n > QUERY_PHRASE_MAX) {
        warn(leaf, "this is longer than a phrase can be; only its beginning is searched.");
        leaf->n = QUERY_PHRASE_MAX;
    }
    struct mark_slot *slots = add_mark(leaf, leaf->n);
    rank_run(leaf, leaf->tokens, leaf->n);
    enum err_code code = add_phrase(leaf, leaf->tokens, leaf->n, &all, e);
    for (size_t i = 0; i < leaf->n && !code; i++) {
        slots[i].surface = leaf->tokens[i].surface;
        if (has_surfaces(leaf))
            code = add_written(leaf, &leaf->tokens[i], &all, e);
    }
    if (!code && (leaf->n > 1 || leaf->mark_field))
        code = add_checked(leaf, &all, e);
    if (!code)
        return add_joined(leaf, XC_FILTER, &all, out, e);
    parts_free(&all);
    return code;
}

/* ---- the leaf ---- */

/* The slices of a token are the tokeniser's; marks are read long after it has gone on to other texts. */
static struct token keep(struct arena *arena, struct token token) {
    token.folded = arena_str(arena, token.folded);
    token.surface = arena_str(arena, token.surface);
    token.stem = arena_str(arena, token.stem);
    token.word = arena_str(arena, token.word);
    return token;
}

static void read_tokens(struct leaf *leaf) {
    struct planner *p = leaf->planner;
    struct token token;
    size_t room = 0;
    tokens_begin(p->collection->tokens, leaf->node->text, language_unknown());
    while (tokens_next(p->collection->tokens, &token)) {
        if (token.folded.n == 0)
            continue;
        if (leaf->n == room) {
            room = room ? 2 * room : 8;
            struct token *grown = arena_array(p->arena, room, sizeof *grown);
            if (leaf->n)
                memcpy(grown, leaf->tokens, leaf->n * sizeof *grown);
            leaf->tokens = grown;
        }
        leaf->tokens[leaf->n++] = keep(p->arena, token);
    }
}

static enum err_code add_leaf(struct leaf *leaf, struct parts *out, struct err *e) {
    if (leaf->n == 0) {
        warn(leaf, "there is no letter and no digit in this to search for; it was left out.");
        return ERR_OK;
    }
    rank_pairs(leaf);
    if (leaf->node->exact)
        return add_exact(leaf, out, e);
    if (leaf->node->kind == QUERY_PREFIX)
        return add_prefix(leaf, out, e);
    return leaf->node->kind == QUERY_PHRASE ? add_run(leaf, leaf->tokens, leaf->n, out, e) : add_words(leaf, out, e);
}

enum err_code plan_words(struct planner *planner, const struct query_node *node, struct parts *out, struct err *e) {
    const struct field *body = field_row(FIELD_TEXT);
    struct leaf leaf = {.planner = planner, .node = node, .field = node->field ? node->field : body};
    leaf.mark_field = leaf.field == body ? NULL : leaf.field;
    buf_init(&leaf.term);
    read_tokens(&leaf);
    enum err_code code = add_leaf(&leaf, out, e);
    buf_fini(&leaf.term);
    return code;
}
