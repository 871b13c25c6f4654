/* Which documents do the request's filters leave?
 *
 * Several values of one field are alternatives, different fields must all hold, excluded values must not. Hidden documents
 * (replaced or removed by a later run) are left out here, always. */
#ifndef SEARCHER_FILTERS_H
#define SEARCHER_FILTERS_H

#include "searcher/query_tree.h"
#include "searcher/search.h"

struct filters {
    struct xc_query *chosen[FIELD_COUNT];   /* any of the field's chosen values, or NULL */
    struct xc_query *excluded[FIELD_COUNT]; /* any of the field's excluded values, or NULL */
    struct strs active[FIELD_COUNT];        /* the keys of the chosen values, for facets */
    struct xc_query *hidden;                /* or NULL */
};

/* Values that no table knows are searched literally (and so find nothing), with a warning. */
enum err_code filters_make(struct arena *arena, struct collection *collection, const struct search_request *request,
                           struct query *query, struct filters *out, struct err *e);
/* `base` under all filters but those of the field `without` (NULL: under all). */
enum err_code filters_apply(const struct filters *filters, const struct field *without, struct xc_query *base,
                            struct xc_query **out, struct err *e);
bool filters_any(const struct filters *filters, const struct field *field);
void filters_fini(struct filters *filters);

#endif
