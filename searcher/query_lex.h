/* Where do the words, phrases and operators of a query begin and end?
 *
 * Reads the letters of a query and gives one item after the other. What other search programs know and this one does
 * not (&&, !word, a XOR b) is met here, warned of, and made into what comes nearest; signs that are none in plain prose
 * are let be. Neighbours: query_letters.h and query_prose.h below, query_parse.c (items to tree) and
 * query_leaf.h (one word or phrase) above. */
#ifndef SEARCHER_QUERY_LEX_H
#define SEARCHER_QUERY_LEX_H

#include "searcher/query_letters.h"
#include "searcher/query_operators.h"
#include "searcher/query_suffix.h"
#include "searcher/query_tree.h"

/* More would not be read by anyone. */
#define QUERY_WARNINGS_MAX 20

enum lex_kind {
    LEX_END,
    LEX_OPEN,  /* ( */
    LEX_CLOSE, /* ) */
    LEX_AND,
    LEX_OR,
    LEX_NEAR, /* NEAR, NEAR/5, ADJ/3, W/5 */
    LEX_NOT,
    LEX_EXCLUDE, /* - right before what it leaves out */
    LEX_REQUIRE, /* + */
    LEX_EXACT,   /* = */
    LEX_FIELD,   /* title: */
    LEX_WORD,
    LEX_PHRASE,
    LEX_REGEX /* /wom[ae]n/ */
};

struct lex_item {
    enum lex_kind kind;
    size_t from, to; /* WORD: its letters; PHRASE, REGEX: those between its marks; FIELD: its name */
    size_t column;
    const struct field *field; /* FIELD */
    struct suffix suffix;      /* CLOSE, PHRASE, REGEX */
    struct operator operator;  /* AND, OR, NOT, NEAR, where they are words */
    bool glued;                /* nothing between it and the item before */
};

struct lex {
    struct arena *arena;
    struct query *query; /* where warnings go */
    struct letters letters;
    size_t at;
    struct lex_item last;         /* the item given before */
    const struct field *value_of; /* what was given last are the signs before a value: title:, title:= */
    bool capitals;                /* AND, OR and NOT are words: see query_prose.h */
    enum operator_habit habit;    /* whether and, or, not are operators: see query_operators.h */
};

/* `query->text` is the text. */
void lex_begin(struct lex *lex, struct arena *arena, struct query *query);
void lex_next(struct lex *lex, struct lex_item *out);

struct str lex_text(const struct lex *lex, size_t from, size_t to);
/* The same in the narrow forms of full-width signs. */
struct str lex_narrow(const struct lex *lex, size_t from, size_t to);
/* The code of a field's value, such as ES for "Spain,", whatever its width; empty when it is none that is known. */
struct str lex_code(const struct lex *lex, const struct field *field, size_t from, size_t to);
/* The same, cut to bearable length, for showing it in a warning. */
#define LEX_SHOWN_MAX 80
struct str lex_shown(const struct lex *lex, size_t from, size_t to);
/* Whether letters from..to are these signs, in whatever width they were written: ＡＮＤ. */
bool lex_is(const struct lex *lex, size_t from, size_t to, const char *signs);

/* Behind the last letter there are blanks. */
static inline char lex_sign_at(const struct lex *lex, size_t at) {
    return at < lex->letters.n ? lex->letters.v[at].sign : SIGN_BLANK;
}

static inline size_t lex_column_at(const struct lex *lex, size_t at) {
    return at < lex->letters.n ? lex->letters.v[at].column : 0;
}

/* Whether a sign here would have nothing to stand before: "police - overseas", "(a -)". */
static inline bool lex_nothing_at(const struct lex *lex, size_t at) {
    char sign = lex_sign_at(lex, at);
    return sign == SIGN_BLANK || sign == ')';
}

/* Adds a warning to the query, unless there are QUERY_WARNINGS_MAX already. */
void lex_warn(const struct lex *lex, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
