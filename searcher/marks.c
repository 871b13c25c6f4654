/* Matching runs of tokens is done by Shift-And: each mark keeps a word of bits in which bit i says "the last i + 1
 * tokens fit the first i + 1 slots", so a text is read once whatever the marks are, with no list of its tokens. */
#include "searcher/marks.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The last tokens, by their number. */
struct trail {
    struct token at[MARK_SLOTS_MAX];
    size_t count;
};

_Static_assert(MARK_SLOTS_MAX <= TOKENS_WHOLES, "the trail keeps what is still given out");

struct forms {
    struct str folded, surface, stem;
};

static bool forms_fit(const struct mark_slot *slot, const struct forms *forms, const struct language *language) {
    if (slot->surface.n)
        return str_eq(slot->surface, forms->surface);
    if (slot->folded.n &&
        (slot->prefix ? str_starts(forms->folded, slot->folded) : str_eq(forms->folded, slot->folded)))
        return true;
    if (slot->other_count &&
        bsearch(&forms->folded, slot->others, slot->other_count, sizeof *slot->others, str_cmp_qsort))
        return true;
    for (size_t i = 0; forms->stem.n && i < slot->stem_count; i++)
        if (slot->stems[i].language == language && str_eq(slot->stems[i].stem, forms->stem))
            return true;
    return false;
}

static bool fits_itself(const struct mark_slot *slot, const struct token *token, const struct language *language) {
    const struct forms forms = {token->folded, token->surface, token->stem};
    return forms_fit(slot, &forms, language);
}

/* ... or as a part of a word that a line's end breaks. */
static bool slot_fits(const struct mark_slot *slot, const struct token *token, const struct language *language) {
    if (fits_itself(slot, token, language))
        return true;
    if (token->whole == NULL)
        return false;
    const struct forms whole = {token->whole->folded, token->whole->surface, token->whole->stem};
    return forms_fit(slot, &whole, language);
}

static uint64_t slots_that_fit(const struct mark *mark, const struct token *token, const struct language *language) {
    uint64_t fit = 0;
    for (size_t i = 0; i < mark->slot_count; i++)
        if (slot_fits(&mark->slots[i], token, language))
            fit |= UINT64_C(1) << i;
    return fit;
}

static void add_match(struct arena *arena, struct mark_matches *list, struct mark_match match) {
    list->v = arena_grow(arena, list->v, list->n, sizeof *list->v);
    list->v[list->n++] = match;
}

static void add_run(struct arena *arena, struct mark_matches *found, const struct trail *trail,
                    const struct mark *mark, size_t number, const struct language *language) {
    for (size_t slot = 0; slot < mark->slot_count; slot++) {
        const struct token *token = &trail->at[(trail->count - mark->slot_count + slot) % MARK_SLOTS_MAX];
        const struct token_whole *whole = token->whole;
        if (fits_itself(&mark->slots[slot], token, language))
            add_match(arena, found, (struct mark_match){.start = token->start, .end = token->end, .mark = number});
        else if (token->part == 1 || mark->slot_count > 1) /* a word alone is matched by its first part already */
            add_match(arena, found,
                      (struct mark_match){whole->start, whole->end, number, whole->gap, whole->gap_end});
    }
}

static int match_order(const void *a, const void *b) {
    const struct mark_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

struct mark_matches marks_find(struct arena *arena, struct tokens *tokens, const struct marks *marks, struct str text,
                               const struct language *language, const struct field *field, size_t enough) {
    struct mark_matches found = {0};
    uint64_t *state = arena_array(arena, marks->n + 1, sizeof *state);
    struct trail trail = {.count = 0};
    struct token token;
    if (marks->n == 0)
        return found;
    tokens_begin(tokens, text, language);
    while (found.n < enough && tokens_next(tokens, &token)) {
        trail.at[trail.count++ % MARK_SLOTS_MAX] = token;
        for (size_t m = 0; m < marks->n; m++) {
            const struct mark *mark = &marks->v[m];
            if (mark->field && mark->field != field)
                continue;
            assert(mark->slot_count > 0 && mark->slot_count <= MARK_SLOTS_MAX);
            state[m] = (state[m] << 1 | 1) & slots_that_fit(mark, &token, language);
            if (state[m] >> (mark->slot_count - 1) & 1)
                add_run(arena, &found, &trail, mark, m, language);
        }
    }
    if (found.n > 1)
        qsort(found.v, found.n, sizeof *found.v, match_order);
    return found;
}
