/* Are the searcher's counts exact? Compares it with a count made the slow way.
 *
 *   slow_count COLLECTION COUNT [SEED]
 *
 * Makes COUNT queries of all classes (trials.h) from the words and values of the collection's own documents,
 * every language as likely as any other, and answers each twice: by search_run, and by reading every token of every stored
 * document (brute_force.h). Compared are the total, all ids, how many words matched when none has all, and of the facets
 * country, source_type, lang, year and source every value, count, active flag, order, and how many have none; a facet's
 * own filter does not narrow it. Prints TAP, one line a class; the same seed gives the same queries. */
#include "tests/tools/trials.h"

#define DIFFERENCES_SHOWN 5
#define PAGE 1000

struct bench {
    struct dice dice;
    bool *matches;      /* of one trial, a document each; filters not applied */
    size_t differences; /* of one class */
};

/* ---- the slow answer ---- */

/* The filters of one field: any of the chosen values, none of the excluded ones. */
static bool passes_field(const struct trial *trial, const struct shelf_document *doc, const struct field *field) {
    bool asked = false, has = false;
    for (size_t i = 0; i < trial->filters; i++) {
        if (trial->filter[i].field != field)
            continue;
        bool here = shelf_has(doc->keys[field->id], trial->key[i]);
        if (trial->filter[i].exclude && here)
            return false;
        asked |= !trial->filter[i].exclude;
        has |= !trial->filter[i].exclude && here;
    }
    return has || !asked;
}

static bool passes(const struct trial *trial, const struct shelf_document *doc, const struct field *without) {
    for (size_t i = 0; i < trial->filters; i++)
        if (trial->filter[i].field != without && !passes_field(trial, doc, trial->filter[i].field))
            return false;
    return true;
}

static uint32_t count_passing(const struct bench *b, const struct trial *trial) {
    uint32_t total = 0;
    for (size_t d = 0; d < b->dice.shelf.n; d++)
        total += b->matches[d] && passes(trial, &b->dice.shelf.documents[d], NULL);
    return total;
}

static size_t words_held(const struct bench *b, const struct cond *all, const struct shelf_document *doc) {
    size_t words = 0;
    for (size_t i = 0; i < all->child_count; i++) {
        bool holds = cond_holds(&b->dice.shelf, all->child[i], doc);
        if (cond_is_word(all->child[i]))
            words += holds;
        else if (!holds)
            return 0;
    }
    return words;
}

/* No document has all words: b->matches become those with as many as the best that passes the filters. */
static size_t match_most(struct bench *b, const struct trial *trial) {
    size_t most = 0;
    for (size_t d = 0; d < b->dice.shelf.n; d++) {
        size_t words = words_held(b, trial->cond, &b->dice.shelf.documents[d]);
        if (words > most && passes(trial, &b->dice.shelf.documents[d], NULL))
            most = words;
    }
    for (size_t d = 0; d < b->dice.shelf.n && most > 0; d++)
        b->matches[d] = words_held(b, trial->cond, &b->dice.shelf.documents[d]) >= most;
    return most;
}

static size_t words_asked(const struct cond *cond) {
    size_t words = 0;
    for (size_t i = 0; cond->kind == COND_AND && i < cond->child_count; i++)
        words += cond_is_word(cond->child[i]);
    return words;
}

/* Fills in b->matches (the filters not yet applied) and gives how many of the words the matches have. */
static size_t match_slowly(struct bench *b, const struct trial *trial) {
    size_t asked = words_asked(trial->cond);
    for (size_t d = 0; d < b->dice.shelf.n; d++)
        b->matches[d] = cond_holds(&b->dice.shelf, trial->cond, &b->dice.shelf.documents[d]);
    if (asked < 2 || count_passing(b, trial) > 0)
        return asked;
    size_t most = match_most(b, trial);
    return most ? most : asked;
}

/* ---- comparing ---- */

static void differ(struct bench *b, const struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void differ(struct bench *b, const struct trial *trial, const char *format, ...) {
    va_list args;
    if (b->differences++ >= DIFFERENCES_SHOWN)
        return;
    printf("# %.*s", STR_FMT(buf_str(&trial->text)));
    for (size_t i = 0; i < trial->filters; i++)
        printf("  %s%s=%.*s", trial->filter[i].exclude ? "not " : "", trial->filter[i].field->name,
               STR_FMT(trial->key[i]));
    printf(": ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

static void search(struct bench *b, struct search_request *request, struct search_result *result) {
    struct err e;
    if (search_run(b->dice.arena, b->dice.shelf.collection, request, result, &e))
        shelf_die(e.text);
}

/* Every id, page by page, against the matches. */
static void compare_ids(struct bench *b, const struct trial *trial, struct search_request request) {
    struct strmap *found = strmap_new();
    struct search_result page;
    request.facet_count = 0;
    request.limit = PAGE;
    do {
        search(b, &request, &page);
        for (size_t i = 0; i < page.hit_count; i++)
            ++*strmap_put(found, document_get(&page.hits[i].document, FIELD_ID), NULL);
        request.offset += PAGE;
    } while (page.hit_count == PAGE);
    for (size_t d = 0; d < b->dice.shelf.n; d++) {
        const struct shelf_document *doc = &b->dice.shelf.documents[d];
        const uint64_t *times = strmap_get(found, doc->id);
        bool wanted = b->matches[d] && passes(trial, doc, NULL);
        if (wanted && times == NULL)
            differ(b, trial, "%.*s was not found", STR_FMT(doc->id));
        else if (!wanted && times)
            differ(b, trial, "%.*s was found and does not match", STR_FMT(doc->id));
        else if (times && *times != 1)
            differ(b, trial, "%.*s was found %llu times", STR_FMT(doc->id), (unsigned long long)*times);
    }
    strmap_free(&found);
}

static bool is_active(const struct trial *trial, const struct field *field, struct str key) {
    for (size_t i = 0; i < trial->filters; i++)
        if (trial->filter[i].field == field && !trial->filter[i].exclude && str_eq(trial->key[i], key))
            return true;
    return false;
}

static void compare_facet_values(struct bench *b, const struct trial *trial, const struct facet *facet,
                                 struct strmap *counts) {
    size_t with = 0;
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct facet_value *value = &facet->values[i], *before = i ? value - 1 : NULL;
        const uint64_t *count = strmap_get(counts, value->id);
        bool active = is_active(trial, facet->field, value->id);
        with += value->count > 0;
        if (value->count != (count ? *count : 0))
            differ(b, trial, "%s %.*s is counted %u times, not %llu", facet->field->name, STR_FMT(value->id),
                   value->count, (unsigned long long)(count ? *count : 0));
        if (value->active != active || (value->count == 0 && !active) || value->label.n == 0)
            differ(b, trial, "%s %.*s: active flag, empty value or label is wrong", facet->field->name,
                   STR_FMT(value->id));
        if (before && (before->count < value->count ||
                       (before->count == value->count && str_cmp(before->id, value->id) >= 0)))
            differ(b, trial, "%s %.*s stands in the wrong place", facet->field->name, STR_FMT(value->id));
    }
    if (with != strmap_count(counts) || facet->total != strmap_count(counts))
        differ(b, trial, "%s has %zu values shown, %u said and %zu counted", facet->field->name, with, facet->total,
               strmap_count(counts));
    for (size_t i = 0; i < trial->filters; i++) {
        bool shown = trial->filter[i].field != facet->field || trial->filter[i].exclude;
        for (size_t v = 0; v < facet->value_count && !shown; v++)
            shown = str_eq(facet->values[v].id, trial->key[i]);
        if (!shown)
            differ(b, trial, "%s: the chosen value %.*s is not shown", facet->field->name, STR_FMT(trial->key[i]));
    }
}

static void compare_facet(struct bench *b, const struct trial *trial, const struct facet *facet) {
    struct strmap *counts = strmap_new();
    uint32_t missing = 0;
    for (size_t d = 0; d < b->dice.shelf.n; d++) {
        const struct shelf_document *doc = &b->dice.shelf.documents[d];
        if (!b->matches[d] || !passes(trial, doc, facet->field))
            continue;
        struct strs keys = doc->keys[facet->field->id];
        for (size_t k = 0; k < keys.n; k++)
            ++*strmap_put(counts, keys.v[k], NULL);
        missing += keys.n == 0;
    }
    compare_facet_values(b, trial, facet, counts);
    if (facet->missing != missing)
        differ(b, trial, "%u matches are without %s, not %u", missing, facet->field->name, facet->missing);
    strmap_free(&counts);
}

static void compare(struct bench *b, struct trial *trial) {
    static const enum field_id counted[] = {FIELD_COUNTRY, FIELD_SOURCE_TYPE, FIELD_LANG, FIELD_YEAR, FIELD_SOURCE};
    struct search_facet_request facets[sizeof counted / sizeof *counted];
    struct search_request request = search_request_default();
    struct search_result result;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        facets[i] = (struct search_facet_request){.field = field_row(counted[i])};
    request.text = buf_str(&trial->text);
    request.filters = trial->filter;
    request.filter_count = trial->filters;
    request.facets = facets;
    request.facet_count = sizeof facets / sizeof *facets;
    request.limit = request.highlights = 0;
    search(b, &request, &result);
    size_t words = match_slowly(b, trial);
    uint32_t total = count_passing(b, trial);
    if (result.total != total || !str_eq_c(str_from(result.total_type), "eq"))
        differ(b, trial, "%u documents found, not %u", result.total, total);
    if (words >= 2 && result.words_matched != words)
        differ(b, trial, "%u words matched, not %zu", result.words_matched, words);
    for (size_t i = 0; i < result.warnings.n; i++)
        differ(b, trial, "a warning: %.*s", STR_FMT(result.warnings.v[i]));
    for (size_t i = 0; i < result.facet_count; i++)
        compare_facet(b, trial, &result.facets[i]);
    compare_ids(b, trial, request);
}

/* ---- all of it ---- */

/* Gives the number of differences of one class, and says how much was found, so that an empty test is seen. */
static size_t run_class(struct bench *b, size_t which, size_t count, uint64_t *found) {
    b->differences = 0;
    for (size_t i = 0; i < count; i++) {
        struct trial trial = {0};
        buf_init(&trial.text);
        classes[which].make(&b->dice, &trial);
        compare(b, &trial);
        *found += count_passing(b, &trial);
        buf_fini(&trial.text);
        arena_reset(b->dice.arena);
    }
    return b->differences;
}

int main(int argc, char **argv) {
    struct bench b = {0};
    uint64_t count, seed = 20221123;
    bool failed = false;
    if (argc < 3 || argc > 4 || !str_to_u64(str_from(argv[2]), &count) ||
        (argc == 4 && !str_to_u64(str_from(argv[3]), &seed)))
        shelf_die("Usage: slow_count COLLECTION COUNT [SEED]");
    dice_open(&b.dice, argv[1], seed);
    b.matches = arena_array(b.dice.shelf.arena, b.dice.shelf.n, sizeof *b.matches);
    printf("# %zu documents, %zu languages, %zu forms; seed %llu\n", b.dice.shelf.n,
           b.dice.shelf.collection->manifest.language_count, strmap_count(b.dice.shelf.forms), (unsigned long long)seed);
    for (size_t c = 0; c < CLASSES; c++) {
        uint64_t found = 0;
        size_t n = (size_t)count / CLASSES + (c < count % CLASSES), differences = run_class(&b, c, n, &found);
        failed |= differences > 0;
        printf("%sok - %s: %zu queries, %llu documents found, %zu differences\n", differences ? "not " : "",
               classes[c].name, n, (unsigned long long)found, differences);
    }
    dice_close(&b.dice);
    return failed;
}
