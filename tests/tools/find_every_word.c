/* Two properties that prove the shared room, through the real searcher:
 *
 *   each word of each document, and each two neighbouring words as a phrase, finds that document;
 *   each highlighted span of the answers, analysed again, is made of tokens of the query, and an answer shows one at least.
 *
 *   find_every_word COLLECTION [DOCUMENTS [SEED]]     DOCUMENTS at most, chosen by SEED; 0 or none: all
 *
 * Words come from crude_words.h, which shares nothing with the analysis, and for writings without spaces also from its
 * dictionary. All words and phrases are tried; spans are looked at for SPANS_A_DOCUMENT of them, since showing a hit costs
 * more than finding it. Prints TAP, how much was tried, and the first counter-examples. */
#include "tests/tools/brute_force.h"
#include "tests/tools/chance.h"
#include "tests/tools/crude_words.h"

#include "searcher/search.h"

#include <inttypes.h>

#define SPANS_A_DOCUMENT 60
#define EXAMPLES_SHOWN 20
#define QUERY_MAX 4000 /* bytes; the searcher takes a little more */

struct property {
    const char *name;
    uint64_t tried, failed;
};

enum { WORDS, PHRASES, SHOWN, SPANS, PROPERTIES };

struct bench {
    struct shelf shelf;
    uint64_t seed;
    struct property property[PROPERTIES];
    struct arena *arena; /* of one document */
    struct arena *query; /* of one query */
};

/* ---- counter-examples ---- */

static void fail(struct bench *b, int which, const struct shelf_document *doc, struct str query, const char *what) {
    if (b->property[which].failed++ < EXAMPLES_SHOWN)
        printf("# %s: «%.*s» in %.*s (%s): %s\n", b->property[which].name, STR_FMT(query), STR_FMT(doc->id),
               doc->language->code, what);
}

/* ---- highlighted spans ---- */

static bool is_explained(const struct shelf *shelf, const struct cond *cond, const struct token *token,
                         const struct language *language) {
    struct shelf_token again = {.folded = shelf_number(shelf, token->folded), .stem = shelf_number(shelf, token->stem)};
    for (size_t i = 0; i < cond->word_count; i++)
        if (token_is(cond, &cond->words[i], &again, language))
            return true;
    return false;
}

/* A span is its tokens from edge to edge, and each is one of the query's. */
static bool span_is_of_query(struct bench *b, const struct cond *cond, struct str span, const struct language *language) {
    struct token token;
    size_t tokens = 0, end = 0;
    tokens_begin(b->shelf.collection->tokens, span, language);
    while (tokens_next(b->shelf.collection->tokens, &token)) {
        if ((tokens++ == 0 && token.start != 0) || !is_explained(&b->shelf, cond, &token, language))
            return false;
        end = token.end;
    }
    return tokens > 0 && end == span.n;
}

static size_t check_snippet(struct bench *b, const struct shelf_document *doc, struct str query, const struct cond *cond,
                            const struct snippet *snippet) {
    for (size_t i = 0; i < snippet->span_count; i++) {
        struct snippet_span at = snippet->spans[i];
        struct str span = str_slice(snippet->text, at.start, at.end);
        struct str why = arena_printf(b->query, "«%.*s» is highlighted in the %s", STR_FMT(span), snippet->field->name);
        b->property[SPANS].tried++;
        if (!span_is_of_query(b, cond, span, doc->language))
            fail(b, SPANS, doc, query, why.p);
    }
    return snippet->span_count;
}

static void check_spans(struct bench *b, const struct shelf_document *doc, struct str query, const struct cond *cond,
                        const struct search_hit *hit) {
    size_t spans = check_snippet(b, doc, query, cond, &hit->title);
    for (size_t i = 0; i < hit->snippet_count; i++)
        spans += check_snippet(b, doc, query, cond, &hit->snippets[i]);
    b->property[SHOWN].tried++;
    if (spans == 0)
        fail(b, SHOWN, doc, query, "nothing is highlighted");
}

/* ---- finding ---- */

/* Whether the document is among the answers; `words` is the query without quotes. */
static void find(struct bench *b, int which, const struct shelf_document *doc, struct str words, bool quoted, bool show) {
    struct search_filter filter = {.field = field_row(FIELD_ID), .value = doc->id};
    struct search_request request = search_request_default();
    struct search_result result;
    struct err e;
    request.text = quoted ? arena_printf(b->query, "\"%.*s\"", STR_FMT(words)) : words;
    request.filters = &filter;
    request.filter_count = 1;
    request.limit = show;
    b->property[which].tried++;
    if (search_run(b->query, b->shelf.collection, &request, &result, &e))
        shelf_die(e.text);
    if (result.total != 1 || result.words_matched != result.words_asked)
        fail(b, which, doc, request.text, "does not find its document");
    else if (show && !str_eq(document_get(&result.hits[0].document, FIELD_ID), doc->id))
        fail(b, which, doc, request.text, "finds another document");
    else if (show)
        check_spans(b, doc, request.text, cond_words(&b->shelf, NULL, words, quoted), &result.hits[0]);
    arena_reset(b->query);
}

/* ---- the words of one document ---- */

/* What to ask, each once: the bytes of a query, after a letter that says what it is. */
static void wish(struct strmap *wishes, char kind, struct str words) {
    struct buf wished;
    if (words.n == 0 || words.n > QUERY_MAX)
        return;
    buf_init(&wished);
    buf_add_byte(&wished, kind);
    buf_add_str(&wished, words);
    strmap_put(wishes, buf_str(&wished), NULL);
    buf_fini(&wished);
}

static bool is_operator(struct str word) {
    return str_eq_c(word, "AND") || str_eq_c(word, "OR") || str_eq_c(word, "NOT");
}

static bool is_space_only(struct str s) {
    for (size_t at = 0; at < s.n;)
        if (!u_isUWhiteSpace((UChar32)utf8_next(s, &at)))
            return false;
    return s.n > 0;
}

static void wish_crude(struct bench *b, struct strmap *wishes, struct str text) {
    struct crude_units units = crude_split(b->arena, text);
    for (size_t i = 0; i < units.n; i++) {
        const struct crude_unit *u = &units.v[i];
        wish(wishes, u->spaced && !is_operator(str_slice(text, u->start, u->end)) ? 'w' : 'q',
             str_slice(text, u->start, u->end));
        if (u->spaced && i > 0 && u[-1].spaced && is_space_only(str_slice(text, u[-1].end, u->start)))
            wish(wishes, 'p', str_slice(text, u[-1].start, u->end));
        for (size_t back = 1; back <= 2 && back <= i && u[1 - (ptrdiff_t)back].touches; back++) {
            const struct crude_unit *first = u - back;
            if (u->spaced || first->spaced)
                break;
            wish(wishes, 'p', str_slice(text, first->start, u->end));
        }
    }
}

/* The dictionary's words in writings without spaces, as they stand there. */
static void wish_dictionary(struct bench *b, struct strmap *wishes, struct str text, const struct language *language) {
    struct token token;
    struct crude_unit word = {0};
    tokens_begin(b->shelf.collection->tokens, text, language);
    while (tokens_next(b->shelf.collection->tokens, &token)) {
        if (token.kind == TOKEN_PIECE && !token.word_begins) {
            word.end = token.end;
            continue;
        }
        wish(wishes, 'w', str_slice(text, word.start, word.end));
        word = token.kind == TOKEN_PIECE ? (struct crude_unit){.start = token.start, .end = token.end}
                                         : (struct crude_unit){0};
    }
    wish(wishes, 'w', str_slice(text, word.start, word.end));
}

static void ask_all(struct bench *b, const struct shelf_document *doc, struct strmap *wishes) {
    size_t n = strmap_count(wishes);
    for (size_t i = 0; i < n; i++) {
        struct str wished = strmap_key(wishes, i), words = str_slice(wished, 1, wished.n);
        bool show = chance_choose(&b->seed, n) < SPANS_A_DOCUMENT;
        find(b, wished.p[0] == 'p' ? PHRASES : WORDS, doc, words, wished.p[0] != 'w', show);
    }
}

static void check_document(struct bench *b, const struct shelf_document *from) {
    static const enum field_id fields[] = {FIELD_TITLE, FIELD_SUMMARY, FIELD_TEXT};
    struct strmap *wishes = strmap_new();
    struct document doc;
    struct err e;
    if (collection_document(b->shelf.collection, from->docid, b->arena, &doc, &e))
        shelf_die(e.text);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        wish_crude(b, wishes, document_get(&doc, fields[i]));
        wish_dictionary(b, wishes, document_get(&doc, fields[i]), from->language);
    }
    ask_all(b, from, wishes);
    strmap_free(&wishes);
    arena_reset(b->arena);
}

/* ---- all of it ---- */

/* Puts `wanted` documents, chosen by chance, first. */
static void shuffle(struct bench *b, size_t wanted) {
    for (size_t i = 0; i < wanted && i + 1 < b->shelf.n; i++) {
        size_t other = i + chance_choose(&b->seed, b->shelf.n - i);
        struct shelf_document kept = b->shelf.documents[i];
        b->shelf.documents[i] = b->shelf.documents[other];
        b->shelf.documents[other] = kept;
    }
}

static bool report(const struct bench *b) {
    bool failed = false;
    for (int i = 0; i < PROPERTIES; i++) {
        const struct property *p = &b->property[i];
        /* Nothing tried is nothing proved. */
        bool good = p->failed == 0 && p->tried > 0;
        failed |= !good;
        printf("%sok - %s: %" PRIu64 " tried, %" PRIu64 " failed\n", good ? "" : "not ", p->name, p->tried, p->failed);
    }
    return failed;
}

int main(int argc, char **argv) {
    struct bench b = {.seed = 20221123,
                      .property = {[WORDS] = {.name = "each word finds its document"},
                                   [PHRASES] = {.name = "each two neighbouring words find their document"},
                                   [SHOWN] = {.name = "each answer shows what matched"},
                                   [SPANS] = {.name = "each highlighted span is a token of the query"}}};
    uint64_t wanted = 0;
    if (argc < 2 || argc > 4 || (argc > 2 && !str_to_u64(str_from(argv[2]), &wanted)) ||
        (argc > 3 && !str_to_u64(str_from(argv[3]), &b.seed)))
        shelf_die("Usage: find_every_word COLLECTION [DOCUMENTS [SEED]]");
    shelf_open(&b.shelf, argv[1]);
    b.arena = arena_new();
    b.query = arena_new();
    size_t n = wanted && wanted < b.shelf.n ? (size_t)wanted : b.shelf.n;
    printf("# %zu of %zu documents, seed %" PRIu64 "\n", n, b.shelf.n, b.seed);
    if (n < b.shelf.n)
        shuffle(&b, n);
    for (size_t i = 0; i < n; i++)
        check_document(&b, &b.shelf.documents[i]);
    bool failed = report(&b);
    arena_free(&b.query);
    arena_free(&b.arena);
    shelf_close(&b.shelf);
    return failed;
}
