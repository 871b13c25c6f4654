/* Is this the first part of a word that a line's end breaks?
 *
 *   investi-\ngación   investi<U+00AD>\fgación   INVESTI-\r\n  GACIÓN      but not Jean-\nLuc, COVID-\n19
 *
 * Whether the hyphen was put there by a typesetter or is the word's own (well-\nknown) no rule knows; so both parts stay
 * words, and what they make together is one more (struct token). Knows bytes, no tokens. */
#ifndef CORPUS_TOKENS_BROKEN_H
#define CORPUS_TOKENS_BROKEN_H

#include "corpus/base/str.h"

/* Whether a hyphen may stand at byte `end`, by its first byte: almost never, and so asked first. */
static inline bool broken_may_be(struct str text, size_t end) {
    return end < text.n && (text.p[end] == '-' || text.p[end] == '\xC2' || text.p[end] == '\xE2');
}

/* Where the second part of the word that ends at byte `end` begins; 0 when it is not broken there. Asked where broken_may_be. */
size_t broken_second(struct str text, size_t start, size_t end);

#endif
