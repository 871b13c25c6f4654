/* One walk over the words that begin alike. The distance is Damerau's, each letter moved once at most (optimal string
 * alignment), row by row, and given up once a whole row is too far. */
#include "searcher/spelling.h"

#include "corpus/base/utf8.h"
#include "corpus/term.h"

#include <string.h>

#define LETTERS_MAX TOKEN_FORM_MAX

struct letters {
    uint32_t v[LETTERS_MAX];
    size_t n;
};

static struct letters letters_of(struct str s) {
    struct letters letters = {.n = 0};
    for (size_t at = 0; at < s.n && letters.n < LETTERS_MAX;)
        letters.v[letters.n++] = utf8_next(s, &at);
    return letters;
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* The next row of distances, from the two before it; gives its lowest. */
static unsigned next_row(const struct letters *a, const struct letters *b, size_t i, const unsigned *second,
                         const unsigned *last, unsigned *row) {
    unsigned lowest = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b->n; j++) {
        const bool same = a->v[i - 1] == b->v[j - 1];
        row[j] = least(last[j - 1] + !same, least(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && a->v[i - 1] == b->v[j - 2] && a->v[i - 2] == b->v[j - 1])
            row[j] = least(row[j], second[j - 2] + 1);
        lowest = least(lowest, row[j]);
    }
    return lowest;
}

static unsigned slips_between(const struct letters *a, const struct letters *b, unsigned most) {
    unsigned rows[3][LETTERS_MAX + 1];
    if (a->n > b->n + most || b->n > a->n + most)
        return most + 1;
    for (size_t j = 0; j <= b->n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a->n; i++)
        if (next_row(a, b, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]) > most)
            return most + 1;
    return least(rows[a->n % 3][b->n], most + 1);
}

unsigned spelling_slips(struct str a, struct str b, unsigned most) {
    const struct letters x = letters_of(a), y = letters_of(b);
    return slips_between(&x, &y, most);
}

static bool is_better(const struct spelling *a, const struct spelling *b) {
    return a->slips != b->slips ? a->slips < b->slips : a->docs > b->docs;
}

static void keep(struct arena *arena, struct spelling *near, size_t *n, struct spelling new) {
    size_t at = *n;
    if (*n == SPELLING_MAX) {
        if (!is_better(&new, &near[SPELLING_MAX - 1]))
            return;
        at = SPELLING_MAX - 1;
    } else {
        ++*n;
    }
    for (; at > 0 && is_better(&new, &near[at - 1]); at--)
        near[at] = near[at - 1];
    new.form = arena_str(arena, new.form);
    near[at] = new;
}

enum err_code spelling_near(struct arena *arena, struct collection *collection, const struct field *field,
                            struct str folded, struct spelling near[static SPELLING_MAX], size_t *n, struct err *e) {
    const struct letters typed = letters_of(folded);
    const unsigned most = typed.n > SPELLING_SHORT ? 2 : 1;
    const size_t prefix = strlen(field->prefix);
    struct xc_walk *walk = NULL;
    struct xc_entry entry;
    struct xc_error why;
    struct buf beginning;
    size_t first = 0;
    *n = 0;
    if (typed.n < 3)
        return ERR_OK;
    utf8_next(folded, &first);
    buf_init(&beginning);
    term_word(&beginning, field, str_slice(folded, 0, first));
    enum xc_code code = xc_walk_terms(collection->db, engine_bytes(buf_str(&beginning)), &walk, &why);
    while (!code && !(code = xc_walk_next(walk, &entry, &why)) && entry.valid) {
        struct str form = {entry.text.p + prefix, entry.text.n - prefix};
        const struct letters letters = letters_of(form);
        const unsigned slips = slips_between(&typed, &letters, most);
        if (slips > 0 && slips <= most)
            keep(arena, near, n, (struct spelling){form, slips, entry.docs});
    }
    xc_walk_free(&walk);
    buf_fini(&beginning);
    return code ? collection_engine_error(e, &why) : ERR_OK;
}
