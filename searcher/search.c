/* The whole answer as one readable function: understand, plan, filter, match, count, show. When no document has all the
 * words, those with most of them are the answer, and the result says so.
 *
 * Every count is exact: the engine looks at every match (xapian's estimates are never shown as counts). */
#include "searcher/search.h"

#include "searcher/cross.h"
#include "searcher/expansion.h"
#include "searcher/explain.h"
#include "searcher/facets.h"
#include "searcher/filters.h"
#include "searcher/most_words.h"
#include "searcher/query_any.h"
#include "searcher/query_parse.h"
#include "searcher/query_plan.h"
#include "searcher/snippet.h"

#include <stdlib.h>

/* One search at work: what the stages below hand on to each other. */
struct run {
    struct arena *arena;
    struct collection *collection;
    const struct search_request *request;
    struct search_result *result;
    struct query query;
    struct plan plan;
    struct filters filters;
    struct xc_query *base; /* what is searched, without filters: the plan's query, or that of most words */
    struct ranked *page;   /* the documents to show, in order */
    size_t page_count;
    size_t own_words;             /* of the plan's ranked ones, before --expand adds its own */
    struct ranked_record *record; /* of the page; NULL: nobody asked, or it is not ranked */
};

/* The matching documents, as the engine finds them. */
struct matched {
    struct facet_counter *counter; /* or NULL */
    uint32_t *docids;
    size_t n, room;
};

static bool add_matched(void *context, uint32_t docid) {
    struct matched *matched = context;
    if (matched->n == matched->room) {
        matched->room = matched->room ? 2 * matched->room : 1024;
        matched->docids = mem_realloc(matched->docids, matched->room, sizeof *matched->docids);
    }
    matched->docids[matched->n++] = docid;
    return matched->counter == NULL || facet_counter_match(matched->counter, docid);
}

static struct collection_page page_by_date(const struct search_request *request) {
    const bool falling = request->sort == SEARCH_SORT_DATE_FALLING;
    return (struct collection_page){.slot = falling ? SLOT_DATE_FIRST : SLOT_DATE_RISING,
                                    .falling = falling,
                                    .first = request->offset,
                                    .wanted = request->limit};
}

/* The facets that the main match counts: those that no filter of their own narrows. */
static size_t facets_of_main(const struct run *run, const struct search_facet_request **facets, size_t *at) {
    size_t n = 0;
    for (size_t i = 0; i < run->request->facet_count; i++) {
        if (filters_any(&run->filters, run->request->facets[i].field))
            continue;
        at[n] = i;
        facets[n++] = &run->request->facets[i];
    }
    return n;
}

/* Every document that matches `base`, under all filters but those of the field `without`: told to `fn`. */
static enum err_code match(struct run *run, struct xc_query *base, const struct field *without, xc_match_fn fn,
                           void *context, struct collection_page *page, struct err *e) {
    struct xc_error engine;
    struct xc_query *query;
    enum err_code code = filters_apply(&run->filters, without, base, &query, e);
    if (code)
        return code;
    enum xc_code failed = collection_each_match(run->collection, query, fn, context, page, &engine);
    xc_query_free(&query);
    return failed ? collection_engine_error(e, &engine) : ERR_OK;
}

/* The facets numbered at[0..n), counted over every document that passes the filters: what shares are shares of. */
static enum err_code add_shares_of(struct run *run, struct xc_query *everything, const struct field *without,
                                   const size_t *at, size_t n, struct err *e) {
    struct search_facet_request *whole = arena_array(run->arena, n, sizeof *whole);
    const struct search_facet_request **facets = arena_array(run->arena, n, sizeof(void *));
    for (size_t i = 0; i < n; i++) {
        const struct search_facet_request *asked = &run->request->facets[at[i]];
        whole[i] = (struct search_facet_request){.field = asked->field, .interval = asked->interval};
        facets[i] = &whole[i];
    }
    struct facet_counter *counter = facet_counter_new(run->arena, run->collection, facets, n);
    enum err_code code = match(run, everything, without, facet_counter_match, counter, NULL, e);
    for (size_t i = 0; i < n && !code; i++) {
        struct facet all;
        facet_counter_result(run->arena, counter, i, (struct strs){0}, &all);
        facet_add_shares(&run->result->facets[at[i]], &all);
    }
    return code;
}

/* All facets without a filter of their own in one go, the others one by one, as they are counted themselves. */
static enum err_code add_shares(struct run *run, struct err *e) {
    const size_t facet_count = run->request->facet_count;
    const struct search_facet_request **facets = arena_array(run->arena, facet_count + 1, sizeof(void *));
    size_t *at = arena_array(run->arena, facet_count + 1, sizeof *at);
    const size_t n = facets_of_main(run, facets, at);
    struct xc_query *everything;
    struct xc_error engine;
    if (xc_query_all(&everything, &engine))
        return collection_engine_error(e, &engine);
    enum err_code code = n ? add_shares_of(run, everything, NULL, at, n, e) : ERR_OK;
    for (size_t i = 0; i < facet_count && !code; i++)
        if (filters_any(&run->filters, run->request->facets[i].field))
            code = add_shares_of(run, everything, run->request->facets[i].field, &i, 1, e);
    xc_query_free(&everything);
    return code;
}

/* A facet with a filter of its own is counted without that filter, so that its other values can still be chosen. */
static enum err_code count_alone(struct run *run, size_t i, struct err *e) {
    const struct search_facet_request *request = &run->request->facets[i];
    struct facet_counter *counter = facet_counter_new(run->arena, run->collection, &request, 1);
    enum err_code code = match(run, run->base, request->field, facet_counter_match, counter, NULL, e);
    if (!code)
        facet_counter_result(run->arena, counter, 0, run->filters.active[request->field->id], &run->result->facets[i]);
    return code;
}

/* The wanted page of the answer, in the engine's order (by date). */
static void take_ordered(struct run *run, const struct xc_matches *ordered) {
    run->page_count = xc_matches_count(ordered);
    run->page = arena_array(run->arena, run->page_count + 1, sizeof *run->page);
    for (size_t i = 0; i < run->page_count; i++)
        run->page[i] = (struct ranked){xc_matches_hit(ordered, i).docid, 0};
}

/* The words that mark the first results join the query's own. */
static enum err_code expand(struct run *run, const struct matched *matched, struct err *e) {
    struct ranked *first;
    size_t n;
    enum err_code code = ranking_best(run->arena, run->collection, &run->plan.ranked, matched->docids, matched->n,
                                      EXPANSION_DOCUMENTS, &first, &n, NULL, e);
    return code ? code : expansion_add(run->arena, run->collection, first, n, &run->plan.ranked, e);
}

/* Ranks once more, to note what the scores of the page are made of. */
static enum err_code record_page(struct run *run, const struct matched *matched, size_t wanted, struct err *e) {
    struct ranked *best;
    size_t n;
    run->record = arena_alloc(run->arena, sizeof *run->record);
    *run->record = ranking_record(run->arena, &run->plan.ranked, run->page, run->page_count);
    return ranking_best(run->arena, run->collection, &run->plan.ranked, matched->docids, matched->n, wanted, &best, &n,
                        run->record, e);
}

/* The wanted page of the answer, best first. */
static enum err_code take_best(struct run *run, const struct matched *matched, struct err *e) {
    const size_t offset = run->request->offset, wanted = offset + run->request->limit;
    struct ranked *best;
    size_t n;
    if (run->request->limit == 0 || offset >= matched->n)
        return ERR_OK;
    enum err_code code = run->request->expand ? expand(run, matched, e) : ERR_OK;
    if (!code)
        code = ranking_best(run->arena, run->collection, &run->plan.ranked, matched->docids, matched->n, wanted, &best,
                            &n, NULL, e);
    if (code)
        return code;
    run->page = best + offset;
    run->page_count = n - offset;
    return run->request->explain ? record_page(run, matched, wanted, e) : ERR_OK;
}

static enum err_code count_cross(struct run *run, const struct matched *matched, struct err *e) {
    struct cross_counter *counter;
    enum err_code code = cross_counter_new(run->arena, run->collection, run->request->cross, &counter, e);
    if (code)
        return code;
    for (size_t i = 0; i < matched->n; i++)
        cross_counter_add(counter, matched->docids[i]);
    run->result->cross = arena_alloc(run->arena, sizeof *run->result->cross);
    cross_counter_result(run->arena, counter, run->result->cross);
    return ERR_OK;
}

/* The main match: total, page, and the facets without filters of their own. */
static enum err_code match_main(struct run *run, struct err *e) {
    const size_t facet_count = run->request->facet_count;
    const struct search_facet_request **facets = arena_array(run->arena, facet_count + 1, sizeof(void *));
    size_t *at = arena_array(run->arena, facet_count + 1, sizeof *at);
    size_t n = facets_of_main(run, facets, at);
    struct matched matched = {.counter = n ? facet_counter_new(run->arena, run->collection, facets, n) : NULL};
    struct collection_page by_date = page_by_date(run->request);
    const bool is_by_score = run->request->sort == SEARCH_SORT_SCORE;
    enum err_code code = match(run, run->base, NULL, add_matched, &matched, is_by_score ? NULL : &by_date, e);
    for (size_t i = 0; i < n && !code; i++)
        facet_counter_result(run->arena, matched.counter, i, (struct strs){0}, &run->result->facets[at[i]]);
    run->result->total = (uint32_t)matched.n;
    if (!code && run->request->cross[0])
        code = count_cross(run, &matched, e);
    if (!code && is_by_score)
        code = take_best(run, &matched, e);
    else if (!code)
        take_ordered(run, by_date.matches);
    xc_matches_free(&by_date.matches);
    free(matched.docids);
    return code;
}

/* When nothing has all the words: the documents with most of them. */
static enum err_code fall_back(struct run *run, struct err *e) {
    struct xc_query *most;
    uint32_t matched;
    enum err_code code = most_words_query(run->arena, run->collection, &run->plan, &run->filters, &most, &matched, e);
    if (code || most == NULL)
        return code;
    xc_query_free(&run->base);
    run->base = most;
    run->result->words_matched = matched;
    return match_main(run, e);
}

static enum err_code show_id(struct run *run, uint32_t docid, struct search_hit *hit, struct err *e) {
    struct str id;
    enum err_code code = collection_id(run->collection, docid, &id, e);
    if (!code)
        arena_push(run->arena, &hit->document.field[FIELD_ID], id);
    return code;
}

static enum err_code show_hit(struct run *run, struct ranked at, struct search_hit *hit, struct err *e) {
    hit->score = at.score;
    if (run->request->ids_only)
        return show_id(run, at.docid, hit, e);
    enum err_code code = collection_document(run->collection, at.docid, run->arena, &hit->document, e);
    if (code)
        return code;
    struct tokens *tokens = run->collection->tokens;
    snippet_whole(run->arena, tokens, &run->plan.marks, &hit->document, field_row(FIELD_TITLE), &hit->title);
    hit->snippets = arena_array(run->arena, run->request->highlights + 1, sizeof *hit->snippets);
    hit->snippet_count =
        snippet_choose(run->arena, tokens, &run->plan.marks, &hit->document, run->request->highlights, hit->snippets);
    return ERR_OK;
}

static enum err_code show_page(struct run *run, struct err *e) {
    struct search_result *result = run->result;
    enum err_code code = ERR_OK;
    result->hits = arena_array(run->arena, run->page_count + 1, sizeof *result->hits);
    for (; result->hit_count < run->page_count && !code; result->hit_count += !code)
        code = show_hit(run, run->page[result->hit_count], &result->hits[result->hit_count], e);
    return code;
}

static enum err_code answer(struct run *run, struct err *e) {
    enum err_code code = match_main(run, e);
    if (!code && run->result->total == 0 && run->plan.word_count > 1)
        code = fall_back(run, e);
    for (size_t i = 0; i < run->request->facet_count && !code; i++)
        if (filters_any(&run->filters, run->request->facets[i].field))
            code = count_alone(run, i, e);
    if (run->request->shares && !code)
        code = add_shares(run, e);
    return code ? code : show_page(run, e);
}

static enum err_code explain_answer(struct run *run, struct err *e) {
    const struct explain of = {.arena = run->arena,
                               .collection = run->collection,
                               .request = run->request,
                               .query = &run->query,
                               .warnings = &run->query.warnings,
                               .plan = &run->plan,
                               .filters = &run->filters,
                               .own_words = run->own_words,
                               .record = run->record};
    return explain(&of, run->result, e);
}

static void result_begin(struct run *run) {
    struct search_result *result = run->result;
    *result = (struct search_result){.generation = run->collection->manifest.number,
                                     .limit = run->request->limit,
                                     .offset = run->request->offset};
    result->facets = arena_array(run->arena, run->request->facet_count + 1, sizeof *result->facets);
    result->facet_count = run->request->facet_count;
}

/* What was understood, after all stages have had their say. */
static void result_query(struct run *run) {
    struct buf parsed;
    buf_init(&parsed);
    query_print(&parsed, run->query.root);
    run->result->text = run->query.text;
    run->result->parsed = arena_str(run->arena, buf_str(&parsed));
    run->result->warnings = run->query.warnings;
    buf_fini(&parsed);
}

enum err_code search_run(struct arena *arena, struct collection *collection, const struct search_request *request,
                         struct search_result *out, struct err *e) {
    struct run run = {.arena = arena, .collection = collection, .request = request, .result = out};
    result_begin(&run);
    query_parse(arena, request->text, &run.query);
    if (request->match == SEARCH_MATCH_ANY)
        query_any(arena, &run.query);
    enum err_code code = query_plan(arena, collection, request, &run.query, &run.plan, e);
    if (code)
        return code;
    out->words_asked = out->words_matched = (uint32_t)run.plan.word_count;
    run.own_words = run.plan.ranked.n;
    out->total_type = run.plan.partial ? "partial" : "eq";
    run.base = run.plan.query;
    run.plan.query = NULL;
    code = filters_make(arena, collection, request, &run.query, &run.filters, e);
    if (!code)
        code = answer(&run, e);
    if (!code && request->explain)
        code = explain_answer(&run, e);
    if (!code)
        result_query(&run);
    xc_query_free(&run.base);
    filters_fini(&run.filters);
    plan_fini(&run.plan);
    return code;
}
