/* A query as understood: the tree between what a person typed and what the engine is asked.
 *
 * Made by query_parse.c, read by query_plan.c and printed for the person. Knows fields but no terms, no languages, no
 * engine. Everything lives in the request's arena. */
#ifndef SEARCHER_QUERY_TREE_H
#define SEARCHER_QUERY_TREE_H

#include "corpus/base/arena.h"
#include "corpus/date.h"
#include "schemas/schema.h"

enum query_kind {
    QUERY_ALL,    /* every document: *:* or an empty query */
    QUERY_WORDS,  /* text without operators that may hold one word or, in writings without spaces, several */
    QUERY_PHRASE, /* words next to each other, in order */
    QUERY_PREFIX, /* word*: every word that begins so */
    QUERY_PATTERN, /* every word that fits a pattern: wom?n, *ism, word~1, /regular expression/ */
    QUERY_VALUE,  /* a field's whole value: country:ES, tag:extradition */
    QUERY_HAS,    /* any value of a field: country:* */
    QUERY_DATE,   /* dates within first..last, inclusive */
    QUERY_NEAR,   /* all children close to each other; they are words, phrases, patterns, and ORs of these */
    QUERY_AND,    /* all children; at least one is not a QUERY_NOT */
    QUERY_OR,     /* any child */
    QUERY_NOT     /* not its only child; stands only directly below a QUERY_AND, or at the root */
};

/* The largest distance that can be asked for: two fields of a document lie further apart. */
#define QUERY_DISTANCE_MAX 99

enum query_pattern {
    QUERY_WILDCARD, /* * any run of letters, ? one */
    QUERY_FUZZY,    /* as typed, but for `edits` letters */
    QUERY_REGEX     /* between slashes, for whole words */
};

struct query_node {
    enum query_kind kind;
    const struct field *field; /* words, phrases, patterns: NULL where no field was named; VALUE, HAS, DATE: the field */
    struct str text;           /* words, phrases, patterns: as typed, without operators; VALUE: a code in normal form, */
                               /* anything else as typed: the planner folds names and keywords */
    bool exact;                /* =word: case and accents as typed */
    enum query_pattern pattern; /* PATTERN */
    uint32_t edits;            /* of QUERY_FUZZY: 1 or 2 */
    struct date range;         /* DATE: first 0 and last 0 are open ends */
    uint32_t between;          /* PHRASE, NEAR: so many other words may stand between its words, in all */
    bool any_order;            /* PHRASE, NEAR */
    uint32_t distance;         /* NEAR: as typed, for printing */
    double weight;             /* words, phrases, patterns: word^2; 0 where nothing was said */
    struct query_node **child;
    size_t child_count;
    size_t column;             /* where it begins in the typed query, in characters from 1 */
};

struct query {
    struct str text;          /* as typed, cleaned */
    struct query_node *root;  /* never NULL */
    struct strs warnings;     /* sentences, each naming the column: what could not be read and what was done instead */
};

/* Adds the tree in the query language itself, fully explicit: `police AND ("overseas stations" OR title:oficina)`.
 * Parsing it again gives the same tree. */
struct buf;
void query_print(struct buf *out, const struct query_node *node);

#endif
