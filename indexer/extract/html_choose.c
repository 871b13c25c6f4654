/* Which blocks are the content? The weighted sums of html_features.def say how likely each one is; then the sequence of
 * yes and no is taken that is likeliest as a whole, where changing from one to the other costs something, and more
 * between two blocks of the same element than across a border: articles come in runs. */
#include "indexer/extract/html.h"

#include <math.h>

#define CHANGE_WITHIN 1.5 /* in logarithms of odds */
#define CHANGE_ACROSS 0.5
#define CAPTION_WORDS 4.0 /* fewer are the name of an agency */

static const float weights[HTML_F_COUNT] = {
#define X(name, weight, meaning) weight,
#include "indexer/extract/html_features.def"
#undef X
};

static double odds(const struct html_features *f) {
    double sum = 0;
    for (size_t i = 0; i < HTML_F_COUNT; i++)
        sum += (double)(f->v[i] * weights[i]);
    return sum;
}

/* A caption is short, full of names and no sentence, and looks like furniture; but it goes with its picture: a picture
 * that stands in the content, between two blocks that are content, keeps it. */
static void keep_captions(const struct html_page *page, bool *chosen) {
    const struct html_blocks *blocks = page->blocks;
    for (size_t i = 1; i + 1 < blocks->n; i++)
        if (!chosen[i] && blocks->v[i].kind == HTML_CAPTION && blocks->v[i].words >= CAPTION_WORDS && chosen[i - 1] &&
            chosen[i + 1])
            chosen[i] = true;
}

bool *html_choose(struct arena *arena, const struct html_page *page, const struct html_features *features) {
    size_t n = page->blocks->n;
    bool *chosen = arena_array(arena, n + 1, sizeof *chosen);
    bool(*from)[2] = arena_array(arena, n + 1, sizeof *from); /* where the best way to "no" and to "yes" came from */
    double no = 0, yes = 0;
    for (size_t i = 0; i < n; i++) {
        bool same =
            i && page->tree->v[page->blocks->v[i].node].parent == page->tree->v[page->blocks->v[i - 1].node].parent;
        double change = i == 0 ? 0 : same ? CHANGE_WITHIN : CHANGE_ACROSS, gain = odds(&features[i]);
        from[i][0] = yes - change > no;
        from[i][1] = yes >= no - change;
        double next_no = from[i][0] ? yes - change : no;
        yes = (from[i][1] ? yes : no - change) + gain;
        no = next_no;
    }
    bool state = yes > no;
    for (size_t i = n; i-- > 0;) {
        chosen[i] = state;
        state = from[i][state];
    }
    keep_captions(page, chosen);
    return chosen;
}
