/* A run of tokens next to each other: a phrase, or a word whose parts the tokeniser takes apart. Where a writing has no
 * spaces, what is typed in one piece may be several words, which no document has next to each other. */
#include "searcher/plan_leaf.h"

static enum err_code add_phrase(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                                struct err *e) {
    leaf_add_folded_mark(leaf, tokens, n);
    return leaf_add_phrase(leaf, tokens, n, out, e);
}

static size_t capped(struct leaf *leaf, size_t n) {
    if (n <= QUERY_PHRASE_MAX)
        return n;
    leaf_warn(leaf, "this is longer than a phrase can be; only its beginning is searched.");
    return QUERY_PHRASE_MAX;
}

enum err_code leaf_add_run(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out, struct err *e) {
    n = capped(leaf, n);
    leaf_rank_run(leaf, tokens, n);
    leaf_near_run(leaf, tokens, n);
    return add_phrase(leaf, tokens, n, out, e);
}

/* ---- words that stand together nowhere ---- */

static size_t word_end(const struct token *tokens, size_t n, size_t at) {
    do
        at++;
    while (at < n && !tokens[at].word_begins);
    return at;
}

static size_t word_count(const struct token *tokens, size_t n) {
    size_t words = 0, pieces = 0;
    for (size_t i = 0; i < n; i++) {
        words += tokens[i].word_begins;
        pieces += tokens[i].kind == TOKEN_PIECE;
    }
    return pieces ? words : 1;
}

static bool stop_at_first(void *context, uint32_t docid) {
    bool *found = context;
    (void)docid;
    *found = true;
    return false;
}

enum err_code leaf_has_phrase(struct leaf *leaf, const struct token *tokens, size_t n, bool *found, struct err *e) {
    struct parts phrase = {0};
    struct xc_error why;
    *found = false;
    enum err_code code = leaf_add_phrase(leaf, tokens, n, &phrase, e);
    if (!code && collection_each_match(leaf->planner->collection, phrase.v[0], stop_at_first, found, NULL, &why))
        code = collection_engine_error(e, &why);
    parts_free(&phrase);
    return code;
}

/* 的, の: asked of both languages, since a query's is not known. */
static bool is_function_word(const struct leaf *leaf, const struct token *token) {
    struct function_words *words = leaf->planner->collection->function_words;
    const struct str folded = token->word.n ? token->word : token->folded;
    return function_words_have(words, language_find(STR("zh")), folded) ||
           function_words_have(words, language_find(STR("ja")), folded);
}

static void tell(struct leaf *leaf, const struct token *tokens, size_t n, bool with_function_words) {
    struct buf text;
    buf_init(&text);
    buf_add_c(&text, "no document has this as it is written; its words are searched:");
    for (size_t at = 0, end; at < n; at = end) {
        end = word_end(tokens, n, at);
        if (!with_function_words && is_function_word(leaf, &tokens[at]))
            continue;
        buf_add_byte(&text, ' ');
        buf_add_str(&text, str_slice(leaf->node->text, tokens[at].start, tokens[end - 1].end));
    }
    buf_add_byte(&text, '.');
    leaf_warn(leaf, text.data);
    buf_fini(&text);
}

static enum err_code add_each_word(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                                   struct err *e) {
    bool only_function_words = true;
    enum err_code code = ERR_OK;
    for (size_t at = 0; at < n; at = word_end(tokens, n, at))
        only_function_words &= is_function_word(leaf, &tokens[at]);
    for (size_t at = 0, end; at < n && !code; at = end) {
        end = word_end(tokens, n, at);
        if (only_function_words || !is_function_word(leaf, &tokens[at]))
            code = add_phrase(leaf, tokens + at, end - at, out, e);
    }
    tell(leaf, tokens, n, only_function_words);
    return code;
}

enum err_code leaf_add_run_or_words(struct leaf *leaf, const struct token *tokens, size_t n, struct parts *out,
                                    struct err *e) {
    bool found = true;
    n = capped(leaf, n);
    enum err_code code = ERR_OK;
    if (!leaf->planner->left_out && word_count(tokens, n) > 1)
        code = leaf_has_phrase(leaf, tokens, n, &found, e);
    if (code)
        return code;
    leaf_rank_run(leaf, tokens, n);
    return found ? add_phrase(leaf, tokens, n, out, e) : add_each_word(leaf, tokens, n, out, e);
}
