/* One leaf of the query tree at work, and what planning it is made of. For the rooms plan_*.c only; plan_words.h says
 * what they do together. */
#ifndef SEARCHER_PLAN_LEAF_H
#define SEARCHER_PLAN_LEAF_H

#include "corpus/term.h"
#include "searcher/plan_words.h"
#include "searcher/query_parse.h"
#include "searcher/word_more.h"

struct leaf {
    struct planner *planner;
    const struct query_node *node;
    const struct field *field;      /* whose terms are asked for */
    const struct field *mark_field; /* NULL: title, summary and text */
    struct token *tokens;           /* their slices copied to the arena */
    size_t n;
    struct buf term;
};

/* ---- plan_leaf.c: engine queries and marks ---- */

/* Adds the term in leaf->term. */
enum err_code leaf_add_term(struct leaf *leaf, struct parts *parts, struct err *e);
/* Adds what `from` makes together; `from` is freed in any case. */
enum err_code leaf_add_joined(struct leaf *leaf, enum xc_op op, struct parts *from, struct parts *to, struct err *e);
/* Adds the tokens' folded forms next to each other. */
enum err_code leaf_add_phrase(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                              struct err *e);
/* Whether some document has the tokens' folded forms next to each other (plan_run.c). */
enum err_code leaf_has_phrase(struct leaf *leaf, const struct token *tokens, size_t n, bool *found, struct err *e);
/* A mark of so many empty slots; not kept below a NOT. */
struct mark_slot *leaf_add_mark(struct leaf *leaf, size_t slots);
/* The same, filled with the tokens' folded forms. */
struct mark_slot *leaf_add_folded_mark(struct leaf *leaf, const struct token *tokens, size_t n);
/* A warning about this leaf. */
void leaf_warn(struct leaf *leaf, const char *what);
/* A warning that documents may be missing. */
void leaf_warn_partial(struct leaf *leaf, const char *what);

/* ---- plan_rank.c: what orders the answer ---- */

void leaf_rank_word(struct leaf *leaf, const struct token *token, const struct mark_stem *stems, size_t n,
                    const struct word_mores *mores);
void leaf_rank_run(struct leaf *leaf, const struct token *tokens, size_t n);
void leaf_rank_pairs(struct leaf *leaf);
/* Words of the index that a prefix or a pattern stands for, as one word. */
struct word_list;
void leaf_rank_list(struct leaf *leaf, const struct word_list *list);
/* A form that the word reaches by translation or in another script, written to leaf->term. */
void leaf_term_more(struct leaf *leaf, const struct word_more *more);
/* When all leaves are planned: function words weigh next to nothing, words asked twice are one. */
void plan_weigh(struct planner *planner);

/* ---- plan_near.c: where the operands of a NEAR stand; nothing is done when none is planned ---- */

void leaf_near_word(struct leaf *leaf, const struct token *token, const struct mark_stem *stems, size_t n,
                    const struct word_mores *mores);
void leaf_near_run(struct leaf *leaf, const struct token *tokens, size_t n);
void leaf_near_list(struct leaf *leaf, const struct word_list *list);
/* A phrase with words between. */
enum err_code leaf_add_loose_phrase(struct leaf *leaf, struct parts *out, struct err *e);

/* ---- plan_prefix.c, plan_pattern.c, plan_exact.c, plan_run.c, plan_words.c ---- */

enum err_code leaf_add_pattern(struct leaf *leaf, struct parts *out, struct err *e);

enum err_code leaf_add_prefix(struct leaf *leaf, struct parts *out, struct err *e);
enum err_code leaf_add_exact(struct leaf *leaf, struct parts *out, struct err *e);
enum err_code leaf_add_run(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out, struct err *e);
/* The same; in a writing without spaces, where no document has the run, its words by the dictionary, and a warning. */
enum err_code leaf_add_run_or_words(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                                    struct err *e);
enum err_code leaf_add_words(struct leaf *leaf, struct parts *out, struct err *e);
/* The word, or the run of tokens written together, that begins at `first`; gives where it ends. */
enum err_code leaf_add_group(struct leaf *leaf, size_t first, size_t *end, struct parts *out, struct err *e);

#endif
