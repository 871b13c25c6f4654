/* Is a value called so, in any language?
 *
 * Espa, Spain and İspanya all lead to the country ES: countries and languages are known by their names in every language of
 * the table, from ICU; other values by what they are. A name fits when one of its words begins with what is searched. */
#ifndef SEARCHER_FACET_NAMES_H
#define SEARCHER_FACET_NAMES_H

#include "corpus/tokens.h"
#include "searcher/search.h"

struct facet_names;
/* `search` must stay in place. */
struct facet_names *facet_names_new(struct tokens *tokens, const struct field *field, struct str search);
void facet_names_free(struct facet_names **names);
bool facet_names_fit(struct facet_names *names, const struct facet_value *value);

#endif
