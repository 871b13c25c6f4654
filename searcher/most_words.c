/* One pass over the matches of each word, with one byte a document; exact, and as cheap as the words are rare. Ranking
 * among the chosen documents is the ordinary one. Rejected: an OR ranked by weight, which puts a document that has one
 * rare word before one that has three common ones, and cannot say how many words it shows. */
#include "searcher/most_words.h"

struct tally {
    uint8_t *words; /* [docid - 1] */
    uint8_t most;   /* over the documents that pass the filters */
};

static bool count_word(void *context, uint32_t docid) {
    struct tally *tally = context;
    tally->words[docid - 1]++;
    return true;
}

static bool see_most(void *context, uint32_t docid) {
    struct tally *tally = context;
    if (tally->words[docid - 1] > tally->most)
        tally->most = tally->words[docid - 1];
    return true;
}

static enum err_code each_match(struct collection *collection, struct xc_query *query, xc_match_fn fn,
                                struct tally *tally, struct err *e) {
    struct xc_error engine;
    enum xc_code code = collection_each_match(collection, query, fn, tally, NULL, &engine);
    return code ? collection_engine_error(e, &engine) : ERR_OK;
}

/* Any of the words; under the query's other conditions. */
static enum err_code any_word(const struct plan *plan, struct xc_query **out, struct err *e) {
    struct xc_error engine;
    if (xc_query_join(out, XC_OR, plan->words, plan->word_count, 0, &engine))
        return collection_engine_error(e, &engine);
    if (plan->others == NULL)
        return ERR_OK;
    struct xc_query *parts[] = {*out, plan->others}, *both;
    enum xc_code code = xc_query_join(&both, XC_FILTER, parts, 2, 0, &engine);
    xc_query_free(out);
    if (code)
        return collection_engine_error(e, &engine);
    *out = both;
    return ERR_OK;
}

static enum err_code tally_words(struct collection *collection, const struct plan *plan, const struct filters *filters,
                                 struct xc_query *any, struct tally *tally, struct err *e) {
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < plan->word_count && !code; i++)
        code = each_match(collection, plan->words[i], count_word, tally, e);
    struct xc_query *seen = NULL;
    if (!code)
        code = filters_apply(filters, NULL, any, &seen, e);
    if (!code)
        code = each_match(collection, seen, see_most, tally, e);
    xc_query_free(&seen);
    return code;
}

static enum err_code keep_most(struct collection *collection, const struct tally *tally, uint32_t last,
                               struct xc_query *any, struct xc_query **out, struct err *e) {
    struct xc_docset *set = NULL;
    struct xc_query *chosen = NULL;
    struct xc_error engine;
    enum xc_code code = xc_docset_new(&set, collection->db, &engine);
    if (!code) {
        for (uint32_t d = 1; d <= last; d++)
            if (tally->words[d - 1] >= tally->most)
                xc_docset_add(set, d);
        code = xc_query_docset(&chosen, set, &engine);
    }
    if (!code) {
        struct xc_query *parts[] = {any, chosen};
        code = xc_query_join(out, XC_FILTER, parts, 2, 0, &engine);
    }
    xc_query_free(&chosen);
    xc_docset_free(&set);
    return code ? collection_engine_error(e, &engine) : ERR_OK;
}

enum err_code most_words_query(struct arena *arena, struct collection *collection, const struct plan *plan,
                               const struct filters *filters, struct xc_query **out, uint32_t *matched, struct err *e) {
    struct xc_error engine;
    struct xc_query *any = NULL;
    uint32_t last;
    *out = NULL;
    *matched = 0;
    if (xc_db_last_docid(collection->db, &last, &engine))
        return collection_engine_error(e, &engine);
    struct tally tally = {.words = arena_alloc(arena, (size_t)last + 1)};
    enum err_code code = any_word(plan, &any, e);
    if (!code)
        code = tally_words(collection, plan, filters, any, &tally, e);
    if (!code && tally.most > 0) {
        code = keep_most(collection, &tally, last, any, out, e);
        *matched = tally.most;
    }
    xc_query_free(&any);
    return code;
}
