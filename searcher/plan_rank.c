/* Which words order the answer? Beside the queries that decide what matches, each leaf tells its words to ranking.h,
 * with all their terms and where their places are found. */
#include "searcher/plan_leaf.h"
#include "searcher/word_list.h"

#include <string.h>

/* What a single character of a writing without spaces counts, a word of the dictionary, and a pair of characters. */
#define PIECE_WEIGHT 0.4
#define PIECE_WORD_WEIGHT 0.7
#define PAIR_WEIGHT 0.4
/* Of a prefix or a pattern so many words order the answer, those in the most documents. */
#define RANKED_LIST_MAX 200
/* What a word with one letter changed counts. */
#define FUZZY_SHARE 0.5

static struct ranked_word *rank(struct leaf *leaf, struct str shown, struct str folded, double weight, size_t terms) {
    struct planner *p = leaf->planner;
    const double asked = leaf->node->weight > 0 ? leaf->node->weight : 1;
    struct ranked_word word = {.shown = shown, .folded = folded, .weight = weight * asked};
    word.terms = arena_array(p->arena, terms, sizeof *word.terms);
    word.places = arena_array(p->arena, 2 * terms, sizeof *word.places);
    p->ranked.v = arena_grow(p->arena, p->ranked.v, p->ranked.n, sizeof *p->ranked.v);
    struct ranked_word *place = &p->ranked.v[p->ranked.n];
    *place = word;
    p->ranked.n += !p->left_out;
    return place;
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
void leaf_rank_run(struct leaf *leaf, const struct token *tokens, size_t n) {
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
void leaf_rank_pairs(struct leaf *leaf) {
    struct str within = STR_EMPTY;
    for (size_t i = 0; i + 1 < leaf->n; i++) {
        const struct token *token = &leaf->tokens[i];
        within = token->word.n ? token->word : within;
        if (token[0].kind == TOKEN_PIECE && token[1].kind == TOKEN_PIECE && token[1].joined)
            rank_pair(leaf, token, within);
    }
}

/* A form that the word reaches by translation or in another script, as a term. */
void leaf_term_more(struct leaf *leaf, const struct word_more *more) {
    if (more->language)
        term_stem(&leaf->term, leaf->field, more->language, more->form);
    else
        term_word(&leaf->term, leaf->field, more->form);
}

/* Words that only look like the one that was typed count less than it. */
static double fuzzy_share(unsigned edits) {
    return edits == 1 ? FUZZY_SHARE : FUZZY_SHARE * FUZZY_SHARE;
}

void leaf_rank_list(struct leaf *leaf, const struct word_list *list) {
    const size_t n = list->n < RANKED_LIST_MAX ? list->n : RANKED_LIST_MAX;
    struct ranked_word *word = rank(leaf, leaf->node->text, leaf->node->text, 1, n + 1);
    for (size_t i = 0; i < n; i++) {
        term_word(&leaf->term, leaf->field, list->v[i].folded);
        rank_term(leaf, word, list->v[i].edits ? RANKED_MORE : RANKED_EXACT);
        struct ranked_term *term = &word->terms[word->term_count - 1];
        if (list->v[i].edits) {
            term->share = fuzzy_share(list->v[i].edits);
            term->why = arena_printf(leaf->planner->arena, "%.*s, %u letter%s from %.*s", STR_FMT(list->v[i].folded),
                                     list->v[i].edits, list->v[i].edits == 1 ? "" : "s", STR_FMT(leaf->node->text));
        }
    }
}

void leaf_rank_word(struct leaf *leaf, const struct token *token, const struct mark_stem *stems, size_t n,
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
        leaf_term_more(leaf, &mores->v[i]);
        rank_term(leaf, word, RANKED_MORE);
        word->terms[word->term_count - 1].share = mores->v[i].share;
        word->terms[word->term_count - 1].why = mores->v[i].why;
    }
}
