/* Optimal string alignment distance (Damerau 1964, Levenshtein 1966), row by row over the letters of a word of the index.
 * Words come in rising order, so the rows of the beginning that a word shares with the one before need not be made again;
 * and when neither of two neighbouring rows has a number within the limit, no word that begins so can come back under it. */
#include "searcher/pattern_kinds.h"

#include "corpus/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Longer words fit nothing. */
#define LETTERS_MAX 64

struct fuzzy {
    uint32_t typed[LETTERS_MAX];
    unsigned n, edits;
    uint32_t letters[LETTERS_MAX + 1]; /* of the word before: letters[d] made row d + 1 */
    unsigned known;                    /* so many of its letters have rows */
    uint8_t rows[LETTERS_MAX + 1][LETTERS_MAX + 1];
};

struct fuzzy *fuzzy_new(struct str folded, unsigned edits) {
    struct fuzzy *f = mem_alloc(sizeof *f);
    for (size_t at = 0; at < folded.n && f->n < LETTERS_MAX;)
        f->typed[f->n++] = utf8_next(folded, &at);
    f->edits = edits;
    for (unsigned i = 0; i <= f->n; i++)
        f->rows[0][i] = (uint8_t)i;
    return f;
}

void fuzzy_free(struct fuzzy **fuzzy) {
    free(*fuzzy);
    *fuzzy = NULL;
}

static uint8_t least(unsigned a, unsigned b) {
    return (uint8_t)(a < b ? a : b);
}

/* Makes row d + 1 from the rows before and letter d; gives its least number. */
static uint8_t make_row(struct fuzzy *f, unsigned d) {
    const uint8_t *above = f->rows[d];
    uint8_t *row = f->rows[d + 1], best;
    best = row[0] = (uint8_t)(d + 1);
    for (unsigned i = 1; i <= f->n; i++) {
        const bool same = f->typed[i - 1] == f->letters[d];
        row[i] = least(above[i - 1] + !same, least(above[i], row[i - 1]) + 1u);
        if (d > 0 && i > 1 && f->typed[i - 1] == f->letters[d - 1] && f->typed[i - 2] == f->letters[d])
            row[i] = least(row[i], f->rows[d - 1][i - 2] + 1u);
        best = least(best, row[i]);
    }
    return best;
}

static uint8_t least_of_row(const struct fuzzy *f, unsigned d) {
    uint8_t best = f->rows[d][0];
    for (unsigned i = 1; i <= f->n; i++)
        best = least(best, f->rows[d][i]);
    return best;
}

struct pattern_fit fuzzy_try(struct fuzzy *f, struct str word) {
    unsigned d = 0;
    size_t at = 0;
    bool shared = true;
    uint8_t before = 0;
    for (; at < word.n && d < LETTERS_MAX; d++) {
        const uint32_t letter = utf8_next(word, &at);
        shared = shared && d < f->known && f->letters[d] == letter;
        f->letters[d] = letter;
        const uint8_t best = shared ? least_of_row(f, d + 1) : make_row(f, d);
        if (best > f->edits && before > f->edits) {
            f->known = d + 1;
            return (struct pattern_fit){.skip = at};
        }
        before = best;
    }
    f->known = d;
    if (at < word.n)
        return (struct pattern_fit){0};
    const unsigned edits = f->rows[d][f->n];
    return (struct pattern_fit){.fits = edits <= f->edits, .edits = edits};
}
