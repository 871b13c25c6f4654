/* How much each of the query's words weighs, when all are known: the language of a query shows only in all its words
 * together. */
#include "searcher/plan_leaf.h"

/* What a function word counts beside other words. */
#define FUNCTION_WEIGHT 0.1

static bool same_terms(const struct ranked_word *a, const struct ranked_word *b, enum ranked_kind kind) {
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a->term_count && a->terms[i].kind != kind)
            i++;
        while (j < b->term_count && b->terms[j].kind != kind)
            j++;
        if (i == a->term_count || j == b->term_count)
            return i == a->term_count && j == b->term_count;
        if (!str_eq(a->terms[i].term, b->terms[j].term))
            return false;
    }
}

static bool has_forms(const struct ranked_word *word) {
    for (size_t i = 0; i < word->term_count; i++)
        if (word->terms[i].kind == RANKED_FORM)
            return true;
    return false;
}

/* Words with the same stems, and words that are the same, are one word that was asked for more than once. */
static void unite_words(struct ranked_words *words) {
    size_t kept = 0;
    for (size_t i = 0; i < words->n; i++) {
        const struct ranked_word *word = &words->v[i];
        const enum ranked_kind kind = has_forms(word) ? RANKED_FORM : RANKED_EXACT;
        size_t k = 0;
        while (k < kept && !(words->v[k].is_pair == word->is_pair && has_forms(&words->v[k]) == has_forms(word) &&
                             same_terms(&words->v[k], word, kind)))
            k++;
        if (k < kept)
            words->v[k].weight += word->weight;
        else
            words->v[kept++] = *word;
    }
    words->n = kept;
}

static size_t count_in(struct function_words *words, const struct language *language, const struct str *folded,
                       size_t n) {
    size_t have = 0;
    for (size_t i = 0; i < n; i++)
        have += function_words_have(words, language, folded[i]);
    return have;
}

/* Whether no other language has as many of the query's words among its function words. */
static bool is_the_only(struct function_words *words, const struct language *language, const struct str *folded,
                        size_t n, const struct language *const *among, size_t among_count) {
    const size_t most = count_in(words, language, folded, n);
    for (size_t l = 0; l < among_count; l++)
        if (among[l] != language && count_in(words, among[l], folded, n) >= most)
            return false;
    return true;
}

/* Function words, in the language that the query seems to be in, weigh next to nothing. */
static void weigh_function_words(struct planner *p) {
    struct function_words *words = p->collection->function_words;
    const struct manifest *manifest = &p->collection->manifest;
    const struct language **among = arena_array(p->arena, manifest->language_count + 1, sizeof(struct language *));
    struct str *folded = arena_array(p->arena, p->ranked.n + 1, sizeof *folded);
    for (size_t l = 0; l < manifest->language_count; l++)
        among[l] = manifest->languages[l].language;
    for (size_t w = 0; w < p->ranked.n; w++)
        folded[w] = p->ranked.v[w].folded;
    const struct language *language =
        function_words_language(words, folded, p->ranked.n, among, manifest->language_count);
    for (size_t w = 0; language && w < p->ranked.n; w++) {
        struct ranked_word *word = &p->ranked.v[w];
        word->function = function_words_have(words, language, word->folded);
        if (word->is_pair)
            word->function = (word->function + function_words_have(words, language, word->second)) / 2;
        word->weight *= word->function == 1 ? FUNCTION_WEIGHT : 1 - word->function;
    }
    if (language && is_the_only(words, language, folded, p->ranked.n, among, manifest->language_count))
        p->ranked.language = language;
}

void plan_weigh(struct planner *planner) {
    weigh_function_words(planner);
    unite_words(&planner->ranked);
}
