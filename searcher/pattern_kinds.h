/* The two kinds of pattern that need a memory of their own. For pattern.c only. */
#ifndef SEARCHER_PATTERN_KINDS_H
#define SEARCHER_PATTERN_KINDS_H

#include "searcher/pattern.h"

struct fuzzy;
struct fuzzy *fuzzy_new(struct str folded, unsigned edits);
void fuzzy_free(struct fuzzy **fuzzy);
struct pattern_fit fuzzy_try(struct fuzzy *fuzzy, struct str word);

struct regex;
enum err_code regex_new(struct regex **regex, struct str written, struct tokens *tokens, struct err *e);
void regex_free(struct regex **regex);
/* Adds what all words that fit begin with. */
void regex_beginning(struct str written, struct tokens *tokens, struct buf *out);
bool regex_fits(struct regex *regex, struct str word);
bool regex_gave_up(const struct regex *regex);

#endif
