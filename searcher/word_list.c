/* The folded words of a field are its terms behind those with a further prefix, which are capital letters or '='. The
 * words of a body have no prefix at all, and numbers among them sort before the capitals. */
#include "searcher/word_list.h"

#include "corpus/term.h"

#include <stdlib.h>
#include <string.h>

/* No byte of a word is larger: behind all words that begin in one way. */
#define BEHIND_ALL "\xFF"

static bool is_word(struct str rest) {
    return rest.n > 0 && !(rest.p[0] >= 'A' && rest.p[0] <= 'Z') && rest.p[0] != '=';
}

static int frequency_order(const void *a, const void *b) {
    const struct listed_word *x = a, *y = b;
    if (x->documents != y->documents)
        return x->documents > y->documents ? -1 : 1;
    return str_cmp(x->folded, y->folded);
}

/* A list that is full keeps the words in the most documents; sorting at twice the size keeps that cheap. */
static void keep_most(struct word_list *list) {
    if (list->n > 1)
        qsort(list->v, list->n, sizeof *list->v, frequency_order);
    if (list->n > WORD_LIST_KEPT_MAX)
        list->n = WORD_LIST_KEPT_MAX;
}

static void add(struct arena *arena, struct word_list *list, struct str folded, uint32_t documents, unsigned edits) {
    const size_t room = (size_t)2 * WORD_LIST_KEPT_MAX;
    list->fitting++;
    if (list->v == NULL)
        list->v = mem_array(room, sizeof *list->v);
    if (list->n == room)
        keep_most(list);
    list->v[list->n++] = (struct listed_word){arena_str(arena, folded), documents, edits};
}

static enum xc_code skip(struct xc_walk *walk, struct str term, size_t from, struct buf *target, struct xc_error *why) {
    buf_clear(target);
    buf_add(target, term.p, from);
    buf_add_c(target, BEHIND_ALL);
    return xc_walk_skip(walk, engine_bytes(buf_str(target)), 0, why);
}

static enum xc_code look(struct arena *arena, struct xc_walk *walk, size_t prefix, struct pattern *pattern,
                         struct word_list *list, struct xc_error *why) {
    struct xc_entry entry;
    struct buf target;
    enum xc_code code = XC_OK;
    size_t looked_at = 0;
    buf_init(&target);
    while (!code && !(code = xc_walk_next(walk, &entry, why)) && entry.valid && !list->cut_off) {
        const struct str term = {entry.text.p, entry.text.n}, word = str_slice(term, prefix, term.n);
        if (!is_word(word)) {
            if (word.n > 0)
                code = skip(walk, term, prefix + 1, &target, why);
            continue;
        }
        const struct pattern_fit fit = pattern ? pattern_try(pattern, word) : (struct pattern_fit){.fits = true};
        if (fit.fits)
            add(arena, list, word, entry.docs, fit.edits);
        else if (fit.skip)
            code = skip(walk, term, prefix + fit.skip, &target, why);
        list->cut_off = ++looked_at == WORD_LIST_LOOKED_AT_MAX;
    }
    buf_fini(&target);
    return code;
}

enum err_code word_list_find(struct arena *arena, const struct collection *collection, const struct field *field,
                             struct str beginning, struct pattern *pattern, struct word_list *out, struct err *e) {
    struct xc_walk *walk = NULL;
    struct xc_error why;
    struct buf term;
    struct word_list list = {0};
    buf_init(&term);
    term_word(&term, field, beginning);
    enum xc_code code = xc_walk_terms(collection->db, engine_bytes(buf_str(&term)), &walk, &why);
    if (!code)
        code = look(arena, walk, strlen(field->prefix), pattern, &list, &why);
    xc_walk_free(&walk);
    buf_fini(&term);
    keep_most(&list);
    *out = list;
    out->v = arena_array(arena, list.n + 1, sizeof *out->v);
    if (list.n)
        memcpy(out->v, list.v, list.n * sizeof *out->v);
    free(list.v);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}
