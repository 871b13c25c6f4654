/* Reads a leaf's text with the tokens that read the documents, and plans its words; the rooms beside do prefixes, exact
 * words and what orders the answer (plan_leaf.h). */
#include "searcher/plan_leaf.h"

#include "corpus/base/utf8.h"
#include "searcher/word_across.h"
#include "searcher/word_forms.h"
#include "searcher/word_translit.h"

#include <stdlib.h>
#include <string.h>

/* ---- a word ---- */

/* What the word reaches beyond its own forms, where that was asked for. */
static enum err_code find_more(struct leaf *leaf, const struct token *token, struct word_mores *mores, struct err *e) {
    struct planner *p = leaf->planner;
    enum err_code code = ERR_OK;
    if (p->left_out)
        return ERR_OK;
    if (p->request->translit)
        code = word_translit(p->arena, p->collection, &p->languages, token, &mores->v, &mores->n, e);
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
    if (slot->other_count > 1)
        qsort(slot->others, slot->other_count, sizeof *slot->others, str_cmp_qsort);
}

static enum err_code add_word(struct leaf *leaf, const struct token *token, struct parts *out, struct err *e) {
    struct planner *p = leaf->planner;
    struct mark_slot *slot = leaf_add_folded_mark(leaf, token, 1);
    struct parts group = {0};
    struct word_mores mores = {0};
    bool capped;
    enum err_code code =
        word_forms_stems(p->arena, p->collection, leaf->field, &p->languages, token, &slot->stems,
                         &slot->stem_count, &capped, e);
    if (!code && capped)
        leaf_warn(leaf, "the word is written in very many ways; only some of them lead to its other forms.");
    if (!code)
        code = find_more(leaf, token, &mores, e);
    if (!code) {
        leaf_rank_word(leaf, token, slot->stems, slot->stem_count, &mores);
        leaf_near_word(leaf, token, slot->stems, slot->stem_count, &mores);
    }
    term_word(&leaf->term, leaf->field, token->folded);
    if (!code)
        code = leaf_add_term(leaf, &group, e);
    for (size_t i = 0; i < slot->stem_count && !code; i++) {
        term_stem(&leaf->term, leaf->field, slot->stems[i].language, slot->stems[i].stem);
        code = leaf_add_term(leaf, &group, e);
    }
    for (size_t i = 0; i < mores.n && !code; i++) {
        leaf_term_more(leaf, &mores.v[i]);
        code = leaf_add_term(leaf, &group, e);
    }
    mark_more(leaf, slot, &mores);
    if (!code)
        return leaf_add_joined(leaf, XC_SYNONYM, &group, out, e);
    parts_free(&group);
    return code;
}

/* ---- the words of a leaf ---- */

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

enum err_code leaf_add_group(struct leaf *leaf, size_t first, size_t *end, struct parts *out, struct err *e) {
    first += is_elided(leaf, first);
    for (*end = first + 1; *end < leaf->n && goes_on(leaf, &leaf->tokens[*end]);)
        ++*end;
    const struct token *tokens = &leaf->tokens[first];
    if (*end - first == 1 && tokens->kind == TOKEN_WORD)
        return add_word(leaf, tokens, out, e);
    return leaf->planner->near ? leaf_add_run(leaf, tokens, *end - first, out, e)
                               : leaf_add_run_or_words(leaf, tokens, *end - first, out, e);
}

enum err_code leaf_add_words(struct leaf *leaf, struct parts *out, struct err *e) {
    enum err_code code = ERR_OK;
    for (size_t first = 0; first < leaf->n && !code;)
        code = leaf_add_group(leaf, first, &first, out, e);
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
    tokens_begin(p->collection->tokens, leaf->node->text, language_unknown());
    while (tokens_next(p->collection->tokens, &token)) {
        if (token.folded.n == 0)
            continue;
        leaf->tokens = arena_grow(p->arena, leaf->tokens, leaf->n, sizeof *leaf->tokens);
        leaf->tokens[leaf->n++] = keep(p->arena, token);
    }
}

/* What stands in a NEAR is one thing at one place, however many words it has. */
static bool is_run(const struct leaf *leaf) {
    return leaf->node->kind == QUERY_PHRASE || (leaf->planner->near && leaf->n > 1);
}

/* Where any word will do, a phrase that no document has is as many words: a title in another case than it has there. */
static enum err_code add_run_or_words(struct leaf *leaf, struct parts *out, struct err *e) {
    const struct planner *p = leaf->planner;
    bool found = true;
    if (p->request->match == SEARCH_MATCH_ANY && !p->left_out && !p->near && leaf->n > 1 &&
        leaf->n <= QUERY_PHRASE_MAX) {
        enum err_code code = leaf_has_phrase(leaf, leaf->tokens, leaf->n, &found, e);
        if (code)
            return code;
    }
    if (found)
        return leaf_add_run(leaf, leaf->tokens, leaf->n, out, e);
    leaf_warn(leaf, "no document has these words next to each other; they are searched one by one.");
    return leaf_add_words(leaf, out, e);
}

static enum err_code add_leaf(struct leaf *leaf, struct parts *out, struct err *e) {
    const struct query_node *node = leaf->node;
    if (leaf->n == 0 && node->kind != QUERY_PATTERN) {
        leaf_warn(leaf, "there is no letter and no digit in this to search for; it was left out.");
        return ERR_OK;
    }
    leaf_rank_pairs(leaf);
    if (node->exact)
        return leaf_add_exact(leaf, out, e);
    if (node->kind == QUERY_PREFIX)
        return leaf_add_prefix(leaf, out, e);
    if (node->kind == QUERY_PATTERN)
        return leaf_add_pattern(leaf, out, e);
    if (node->between > 0 && leaf->n > 1)
        return leaf_add_loose_phrase(leaf, out, e);
    return is_run(leaf) ? add_run_or_words(leaf, out, e) : leaf_add_words(leaf, out, e);
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
