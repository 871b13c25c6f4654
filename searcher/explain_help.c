/* Where no document has what was asked: which questions near it find something? Each is counted before it is offered.
 */
#include "searcher/explain.h"

#include "corpus/base/utf8.h"
#include "searcher/query_any.h"
#include "searcher/query_join.h"
#include "searcher/spelling.h"

/* Words without a document for which others are looked for. */
#define HELP_WORDS_MAX 8
/* A word is shortened by so many letters, as long as so many are left. */
#define HELP_SHORTER 3
#define HELP_LETTERS 4

struct helper {
    const struct explain *of;
    struct explanation *out;
    size_t room;
    struct explain_change nearest[HELP_WORDS_MAX]; /* of each word the best spelling */
    size_t nearest_count, tried;                   /* words */
};

static struct str printed(struct arena *arena, const struct query_node *node) {
    struct buf text;
    buf_init(&text);
    query_print(&text, node);
    struct str kept = arena_str(arena, buf_str(&text));
    buf_fini(&text);
    return kept;
}

static void offer(struct helper *h, struct explained_help help) {
    struct explanation *out = h->out;
    if (help.documents == 0)
        return;
    if (out->help_count == h->room) {
        const struct explained_help *old = out->help;
        h->room = h->room ? 2 * h->room : 8;
        out->help = arena_array(h->of->arena, h->room, sizeof *out->help);
        for (size_t i = 0; i < out->help_count; i++)
            out->help[i] = old[i];
    }
    out->help[out->help_count++] = help;
}

/* Whether anything is asked for but to leave out. */
static bool asks(const struct query_node *node) {
    bool some = !explain_is_inner(node) && node->kind != QUERY_ALL;
    for (size_t i = 0; explain_is_inner(node) && node->kind != QUERY_NOT && i < node->child_count; i++)
        some |= asks(node->child[i]);
    return some;
}

/* Counts the changed question and offers it. */
static enum err_code offer_changed(struct helper *h, const struct explain_changes *changes, struct explained_help help,
                                   struct err *e) {
    struct explain_changed changed;
    enum err_code code = explain_change(h->of, h->of->query->root, changes, &changed, e);
    if (!code && changed.node && changed.query && asks(changed.node)) {
        help.query = printed(h->of->arena, changed.node);
        code = explain_count(h->of, h->of->filters, changed.query, &help.documents, e);
        if (!code)
            offer(h, help);
    }
    xc_query_free(&changed.query);
    return code;
}

/* ---- another word ---- */

/* `instead` takes the place of `node`. What the first spelling of a word asks for is kept. */
static enum err_code try(struct helper *h, const struct query_node *node, struct query_node *instead,
                         enum explained_help_kind kind, struct err *e) {
    struct search_request request = *h->of->request;
    struct query alone = {.root = instead};
    struct plan plan;
    request.explain = false;
    enum err_code code = query_plan(h->of->arena, h->of->collection, &request, &alone, &plan, e);
    if (code)
        return code;
    struct explain_change one = {node, instead, plan.query};
    plan.query = NULL;
    plan_fini(&plan);
    const struct explained_help help = {
        .kind = kind, .of = printed(h->of->arena, node), .instead = printed(h->of->arena, instead)};
    code = offer_changed(h, &(struct explain_changes){&one, 1}, help, e);
    if (kind == HELP_SPELLING && (h->nearest_count == 0 || h->nearest[h->nearest_count - 1].node != node))
        h->nearest[h->nearest_count++] = one;
    else
        xc_query_free(&one.query);
    return code;
}

static struct query_node *leaf_like(struct helper *h, const struct query_node *node, struct str text) {
    struct query_node *leaf = arena_alloc(h->of->arena, sizeof *leaf);
    *leaf = *node;
    leaf->text = text;
    return leaf;
}

/* The words of a text, each a leaf of its own; what is written together stays so. */
static struct query_node *words_of(struct helper *h, const struct query_node *phrase) {
    struct query_children words = {0};
    struct token token;
    tokens_begin(h->of->collection->tokens, phrase->text, language_unknown());
    while (tokens_next(h->of->collection->tokens, &token)) {
        if (words.n > 0 && token.joined) {
            struct query_node *last = words.v[words.n - 1];
            last->text.n = (size_t)(phrase->text.p + token.end - last->text.p);
            continue;
        }
        struct query_node *leaf = leaf_like(h, phrase, str_slice(phrase->text, token.start, token.end));
        leaf->kind = QUERY_WORDS;
        leaf->exact = leaf->any_order = false;
        leaf->between = 0;
        query_children_add(h->of->arena, &words, leaf);
    }
    return query_join_and(h->of->arena, &words);
}

static enum err_code try_looser(struct helper *h, const struct query_node *node, struct err *e) {
    struct query_node *leaf;
    enum err_code code = ERR_OK;
    if (node->exact) {
        leaf = leaf_like(h, node, node->text);
        leaf->exact = false;
        code = try(h, node, leaf, HELP_FORM, e);
    }
    if (!code && node->field) {
        leaf = leaf_like(h, node, node->text);
        leaf->field = NULL;
        code = try(h, node, leaf, HELP_FORM, e);
    }
    if (!code && node->kind == QUERY_PHRASE && (leaf = words_of(h, node)))
        code = try(h, node, leaf, HELP_FORM, e);
    return code;
}

/* The longest beginning with which other words begin: policemna, policem*. */
static enum err_code try_beginning(struct helper *h, const struct query_node *node, struct err *e) {
    const size_t before = h->out->help_count;
    size_t letters = 0, ends[HELP_SHORTER + 1] = {0};
    enum err_code code = ERR_OK;
    for (size_t at = 0; at < node->text.n; letters++) {
        ends[letters % (HELP_SHORTER + 1)] = at;
        utf8_next(node->text, &at);
    }
    for (size_t less = 1; less <= HELP_SHORTER && letters >= less + HELP_LETTERS && !code; less++) {
        struct query_node *leaf =
            leaf_like(h, node, str_slice(node->text, 0, ends[(letters - less) % (HELP_SHORTER + 1)]));
        leaf->kind = QUERY_PREFIX;
        leaf->exact = false;
        code = try(h, node, leaf, HELP_FORM, e);
        if (h->out->help_count > before)
            break;
    }
    return code;
}

static enum err_code try_spellings(struct helper *h, const struct query_node *node, struct err *e) {
    const struct field *field = node->field ? node->field : field_row(FIELD_TEXT);
    struct tokens *tokens = h->of->collection->tokens;
    struct token token, second;
    struct spelling near[SPELLING_MAX];
    size_t n = 0;
    tokens_begin(tokens, node->text, language_unknown());
    if (!tokens_next(tokens, &token) || token.kind != TOKEN_WORD || tokens_next(tokens, &second))
        return ERR_OK;
    enum err_code code = spelling_near(h->of->arena, h->of->collection, field, token.folded, near, &n, e);
    for (size_t i = 0; i < n && !code; i++) {
        struct query_node *leaf = leaf_like(h, node, near[i].form);
        leaf->exact = false;
        code = try(h, node, leaf, HELP_SPELLING, e);
    }
    return code;
}

/* All words that have a near one at once, for a query with more than one slip. */
static enum err_code try_all_spellings(struct helper *h, struct err *e) {
    struct explained_help help = {.kind = HELP_SPELLING};
    for (size_t i = 0; i < h->nearest_count; i++) {
        struct str of = printed(h->of->arena, h->nearest[i].node),
                   instead = printed(h->of->arena, h->nearest[i].instead);
        const char *comma = i ? ", " : "";
        help.of = arena_printf(h->of->arena, "%.*s%s%.*s", STR_FMT(help.of), comma, STR_FMT(of));
        help.instead = arena_printf(h->of->arena, "%.*s%s%.*s", STR_FMT(help.instead), comma, STR_FMT(instead));
    }
    return h->nearest_count < 2 ? ERR_OK
                                : offer_changed(h, &(struct explain_changes){h->nearest, h->nearest_count}, help, e);
}

/* For each word that no document of the collection has, outside of NOT. */
static enum err_code try_words(struct helper *h, const struct query_node *node, struct err *e) {
    struct xc_query *query = plan_noted(&h->of->plan->notes, node);
    uint32_t documents = 1;
    enum err_code code = ERR_OK;
    if (node->kind == QUERY_NOT)
        return ERR_OK;
    for (size_t i = 0; explain_is_inner(node) && i < node->child_count && !code; i++)
        code = try_words(h, node->child[i], e);
    const bool is_text = node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX;
    if (!code && is_text && query)
        code = explain_count(h->of, NULL, query, &documents, e);
    if (code || documents > 0 || h->tried++ >= HELP_WORDS_MAX)
        return code;
    if (node->kind == QUERY_WORDS)
        code = try_spellings(h, node, e);
    if (!code)
        code = try_looser(h, node, e);
    if (!code && (node->kind == QUERY_WORDS || node->kind == QUERY_PREFIX))
        code = try_beginning(h, node, e);
    return code;
}

/* ---- less ---- */

static enum err_code leave_out(struct helper *h, struct explain_change *gone, size_t n, struct err *e) {
    struct str of = printed(h->of->arena, gone[0].node);
    for (size_t i = 1; i < n; i++) {
        struct str next = printed(h->of->arena, gone[i].node);
        of = arena_printf(h->of->arena, "%.*s, %.*s", STR_FMT(of), STR_FMT(next));
    }
    return offer_changed(h, &(struct explain_changes){gone, n},
                         (struct explained_help){.kind = HELP_LEAVE_OUT, .of = of}, e);
}

/* Each part of an AND by itself, and all together that no document has. */
static enum err_code leave_parts_out(struct helper *h, struct err *e) {
    const struct query_node *root = h->of->query->root;
    struct explain_change *missing = arena_array(h->of->arena, root->child_count + 1, sizeof *missing);
    size_t n = 0;
    enum err_code code = ERR_OK;
    for (size_t i = 0; root->kind == QUERY_AND && i < root->child_count && !code; i++) {
        struct explain_change gone = {.node = root->child[i]};
        struct xc_query *query = plan_noted(&h->of->plan->notes, gone.node);
        uint32_t documents = 1;
        if (query)
            code = explain_count(h->of, h->of->filters, query, &documents, e);
        if (documents == 0)
            missing[n++] = gone;
        if (!code)
            code = leave_out(h, &gone, 1, e);
    }
    return code || n < 2 ? code : leave_out(h, missing, n, e);
}

static enum err_code match_any(struct helper *h, struct err *e) {
    struct search_request request = *h->of->request;
    struct query any = *h->of->query;
    struct plan plan;
    struct explained_help help = {.kind = HELP_ANY, .query = printed(h->of->arena, any.root)};
    if (request.match == SEARCH_MATCH_ANY || h->of->plan->word_count < 2)
        return ERR_OK;
    request.match = SEARCH_MATCH_ANY;
    request.explain = false;
    any.warnings = (struct strs){0};
    query_any(h->of->arena, &any);
    enum err_code code = query_plan(h->of->arena, h->of->collection, &request, &any, &plan, e);
    if (code)
        return code;
    code = explain_count(h->of, h->of->filters, plan.query, &help.documents, e);
    plan_fini(&plan);
    if (!code)
        offer(h, help);
    return code;
}

enum err_code explain_help(const struct explain *of, struct explanation *explanation, struct err *e) {
    struct helper h = {.of = of, .out = explanation};
    enum err_code code = try_words(&h, of->query->root, e);
    if (!code)
        code = try_all_spellings(&h, e);
    for (size_t i = 0; i < h.nearest_count; i++)
        xc_query_free(&h.nearest[i].query);
    if (h.tried > HELP_WORDS_MAX)
        arena_push(of->arena, of->warnings,
                   arena_printf(of->arena,
                                "Of the %zu words that no document has, other spellings were looked for of %d.",
                                h.tried, HELP_WORDS_MAX));
    if (!code)
        code = leave_parts_out(&h, e);
    if (!code)
        code = match_any(&h, e);
    if (!code && of->request->filter_count)
        offer(&h, (struct explained_help){.kind = HELP_FILTERS,
                                          .query = printed(of->arena, of->query->root),
                                          .documents = explanation->nodes[0].in_all});
    return code;
}
