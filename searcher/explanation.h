/* Why is an answer as it is?
 *
 * What was understood, which terms of the index each word reaches in which language, what each of them gave to each
 * result, and where nothing was found, what would help. Only what is known stands here: explain.h fills it in when the
 * request asks for it, renderers show it. Every number of documents is exact. */
#ifndef SEARCHER_EXPLANATION_H
#define SEARCHER_EXPLANATION_H

#include "schemas/schema.h"

/* ---- the query ---- */

/* A node of the tree; its children follow it, one level deeper. */
struct explained_node {
    unsigned depth;
    struct str text;    /* AND, OR, NOT, or what is searched for, as it could be typed */
    bool is_empty;      /* there is nothing in it to search for; it was passed over */
    uint32_t documents; /* that match it, under the request's filters */
    uint32_t in_all;    /* the same without filters */
};

/* How a word came to a term of the index. */
enum explained_way {
    EXPLAINED_TYPED,   /* the word as it was typed, folded; in every language */
    EXPLAINED_STEM,    /* its stem in a language */
    EXPLAINED_WRITTEN, /* the stem that it has as other documents write it: with accents, in another form */
    EXPLAINED_MORE     /* a translation, or another writing of a name */
};

struct explained_term {
    struct str form;
    const struct language *language; /* of a stem; NULL: in every language */
    enum explained_way way;
    double share;   /* EXPLAINED_MORE: what it counts, be it there once or often */
    struct str why; /* EXPLAINED_MORE: in words */
    uint32_t documents;
};

enum explained_kind {
    EXPLAINED_WORD,
    EXPLAINED_CHARACTER, /* of a writing without spaces */
    EXPLAINED_PAIR,      /* two of them next to each other */
    EXPLAINED_CUT,       /* a word that the dictionary sees in such a writing */
    EXPLAINED_ADDED      /* by --expand: a word that marks the first results */
};

/* A word that orders the answer. */
struct explained_word {
    enum explained_kind kind;
    struct str shown;
    const struct field *field; /* where it is looked for; FIELD_TEXT: anywhere */
    double weight, rarity;
    bool is_function_word; /* so it weighs next to nothing */
    struct explained_term *terms;
    size_t term_count;
    uint32_t documents; /* with any of the terms */
};

/* ---- a result ---- */

struct explained_occurrence {
    size_t term;          /* its number among the word's terms */
    double occurrences;   /* one in the title counts three (indexer/postings.h) */
    double worth;         /* its part of the word's; 0 where others count already */
};

struct explained_part {
    size_t word; /* its number */
    double occurrences, saturation;
    double worth; /* weight * rarity * saturation */
    struct explained_occurrence *terms;
    size_t term_count;
};

/* The score is the sum of all that is in here. */
struct explained_hit {
    struct explained_part *parts; /* by worth falling; words that the document does not have are left out */
    size_t part_count;
    double closeness; /* words standing near each other (closeness.h) */
    double letters;   /* runs of letters shared with the document's words (letters.h) */
    double language;  /* what being in the query's language adds to all of it */
};

/* ---- help ---- */

enum explained_help_kind {
    HELP_LEAVE_OUT, /* `query` has one word less: `of` */
    HELP_SPELLING,  /* `instead` is a word of the index that is spelled nearly like `of` */
    HELP_FORM,      /* `instead` asks less strictly than `of` */
    HELP_ANY,       /* the same query, --match any */
    HELP_FILTERS    /* the same query without filters */
};

/* Another question that finds something. */
struct explained_help {
    enum explained_help_kind kind;
    struct str of, instead; /* or empty */
    struct str query;       /* the whole of it, to be typed */
    uint32_t documents;     /* that it finds */
};

struct explanation {
    struct explained_node *nodes;
    size_t node_count;
    const struct language *language; /* the query's, where its function words tell it; else NULL */
    struct explained_word *words;
    size_t word_count;
    struct explained_help *help; /* none when the query found something as it was asked */
    size_t help_count;
};

#endif
