/* Which words of the index fit a pattern?
 *
 *   wom?n *ism pol*ía   wildcards: ? is any one letter, * any run of them
 *   madrit~1            fuzzy: at most so many letters changed, added, left out, or swapped with their neighbour
 *   /wom[ae]n/          a regular expression (ICU's, as Unicode TR 18 has them) that the whole word fits
 *
 * Patterns are compared with words as the index has them, folded: without accents, in lower case, in simplified
 * characters; what is literal in the pattern is folded in the same way, so that /Málag.+/ fits malaguena. Knows no index:
 * word_list.h walks the words. Behind this header: pattern_fuzzy.c, pattern_regex.c (pattern_kinds.h). */
#ifndef SEARCHER_PATTERN_H
#define SEARCHER_PATTERN_H

#include "corpus/base/err.h"
#include "corpus/tokens.h"
#include "searcher/query_tree.h"

struct pattern;

/* Of a PATTERN node; `folded` is its word in folded form, for the fuzzy. ERR_USAGE with a sentence when it is no regular
 * expression. */
enum err_code pattern_new(struct pattern **pattern, const struct query_node *node, struct str folded,
                          struct tokens *tokens, struct err *e);
void pattern_free(struct pattern **pattern);

/* All words that fit begin with this; empty when they need not have a beginning in common. */
struct str pattern_beginning(const struct pattern *pattern);

struct pattern_fit {
    bool fits;
    unsigned edits; /* fuzzy: how many letters differ */
    size_t skip;    /* not 0: no word that begins with these bytes of this one fits */
};
/* Words are best given in rising order: a fuzzy pattern remembers what it knows of their common beginning. */
struct pattern_fit pattern_try(struct pattern *pattern, struct str word);
/* Whether some word took too long: a regular expression that tries very many ways. Such a word does not count as one
 * that fits. */
bool pattern_gave_up(const struct pattern *pattern);

#endif
