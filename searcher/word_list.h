/* Which words of the index begin so, or fit a pattern?
 *
 * Walks the folded words of a field. What it costs has limits with names; when one bites, the list says so. Neighbours:
 * pattern.h (which words fit), plan_prefix.c and plan_pattern.c (what is asked with them). */
#ifndef SEARCHER_WORD_LIST_H
#define SEARCHER_WORD_LIST_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/pattern.h"

/* So many words of the index are looked at for one pattern, in their order, and so many that fit are kept: those in the
 * most documents. */
#define WORD_LIST_LOOKED_AT_MAX 2000000
#define WORD_LIST_KEPT_MAX 10000

struct listed_word {
    struct str folded; /* in the arena */
    uint32_t documents;
    unsigned edits;
};

struct word_list {
    struct listed_word *v; /* those in the most documents first */
    size_t n;
    size_t fitting; /* n, or more when only WORD_LIST_KEPT_MAX were kept */
    bool cut_off;   /* WORD_LIST_LOOKED_AT_MAX bit */
};

/* `pattern` NULL: every word that begins so. */
enum err_code word_list_find(struct arena *arena, const struct collection *collection, const struct field *field,
                             struct str beginning, struct pattern *pattern, struct word_list *out, struct err *e);

#endif
