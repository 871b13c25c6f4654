/* When do two written names mean the same row of a table?
 *
 * When they are equal letter by letter, but for what people vary without meaning anything by it: the case of ASCII
 * letters; space, '_', '-', comma, brackets between words; dots and apostrophes; '&' for "and"; the word "the". So
 * "U.S.A." is USA and "Congo, the Democratic Republic of the" is "Congo (Democratic Republic of)". What else varies
 * is in the tables: the other order ("Republic of Korea"), the other spelling ("Cote d'Ivoire"). Never fuzzy: a wrong
 * country is worse than one reported as not understood. Accents and other scripts are compared byte by byte; folding
 * is corpus/tokens.h, a floor up.
 *
 * Only for the tables of this folder; each keeps one map from names to row numbers, made on first use. */
#ifndef SCHEMAS_NAMES_H
#define SCHEMAS_NAMES_H

#include "corpus/base/strmap.h"

/* Longest name in its normal form; longer ones are in no table. */
#define NAMES_KEY_MAX 96

/* Adds a name of row `row`. False when the row has it already; that another row has it is a mistake in the table. */
bool names_add(struct strmap *names, struct str written, size_t row);
/* Adds every name of a list ("" has none). */
void names_add_list(struct strmap *names, const char *list, char separator, size_t row);
bool names_find(const struct strmap *names, struct str written, size_t *row);

#endif
