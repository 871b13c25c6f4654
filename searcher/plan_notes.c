/* What each node of the tree asks for by itself, so that an explanation can count it without planning it a second time.
 */
#include "searcher/plan_words.h"

#include <string.h>

enum err_code plan_note(struct planner *p, const struct query_node *node, struct xc_query *const *parts, size_t n,
                        struct err *e) {
    struct plan_notes *notes = &p->notes;
    struct xc_query *query;
    struct xc_error why;
    if (!p->request->explain || n == 0)
        return ERR_OK;
    if (xc_query_join(&query, XC_AND, parts, n, 0, &why))
        return collection_engine_error(e, &why);
    notes->v = arena_grow(p->arena, notes->v, notes->n, sizeof *notes->v);
    notes->v[notes->n++] = (struct plan_note){node, query};
    return ERR_OK;
}

struct xc_query *plan_noted(const struct plan_notes *notes, const struct query_node *node) {
    for (size_t i = 0; i < notes->n; i++)
        if (notes->v[i].node == node)
            return notes->v[i].query;
    return NULL;
}

void plan_notes_free(struct plan_notes *notes) {
    for (size_t i = 0; i < notes->n; i++)
        xc_query_free(&notes->v[i].query);
    notes->n = 0;
}
