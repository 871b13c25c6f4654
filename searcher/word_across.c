/* Translations of a query's words, from dictionaries that lead out of any language: in which one a query is written,
 * its few words do not tell. */
#include "searcher/word_across.h"

#include "corpus/base/file.h"

#include <stdlib.h>
#include <string.h>

/* The best translation counts half of the word itself, the further ones less. */
#define SHARE_FIRST 0.5
#define SHARE_STEP 0.04
#define SHARE_LAST 0.3

/* ---- opening ---- */

static struct str folder_for(struct arena *arena, const char *collection_path) {
    const char *named = getenv("RASTRO_DICTIONARIES");
    if (named && *named)
        return arena_str(arena, str_from(named));
    struct str own = arena_printf(arena, "%s/dictionaries", collection_path);
    return file_exists(own.p) ? own : dictionary_installed(arena);
}

enum err_code word_across_open(struct dictionary **out, const char *collection_path, struct err *e) {
    struct arena *arena = arena_new();
    struct str folder = folder_for(arena, collection_path);
    *out = NULL;
    enum err_code code =
        folder.n ? dictionary_open(out, folder.p, e)
                 : err_set(e, ERR_NOT_FOUND,
                           "There are no dictionaries to search across languages with. Make them: rastro-index "
                           "dictionaries --to %s/dictionaries.",
                           collection_path);
    arena_free(&arena);
    return code;
}

/* ---- languages ---- */

static bool leads_into(const struct dictionary *dictionary, const struct language *language) {
    for (size_t i = 0; i < dictionary_pair_count(dictionary); i++)
        if (dictionary_pair_at(dictionary, i).to == language)
            return true;
    return false;
}

void word_across_missing(struct arena *arena, const struct dictionary *dictionary,
                         const struct word_languages *languages, struct strs *warnings) {
    for (size_t i = 0; i < languages->n; i++)
        if (!leads_into(dictionary, languages->v[i]))
            arena_push(arena, warnings,
                       arena_printf(arena, "No dictionary leads into %s; the words are not translated into it.",
                                    languages->v[i]->name));
}

/* ---- one language ---- */

struct candidate {
    struct word_more more;
    double worth; /* the order among candidates */
};

struct search {
    struct arena *arena;
    struct tokens *tokens;
    const struct token *token;
    struct candidate *v;
    size_t n, room;
};

/* The form under which a translation's documents are found; false for what is not one word. */
static bool read_form(struct search *search, const struct dictionary_translation *translation, struct word_more *more) {
    struct token token, second;
    tokens_begin(search->tokens, translation->text, translation->to);
    if (!tokens_next(search->tokens, &token) || token.kind != TOKEN_WORD || tokens_next(search->tokens, &second))
        return false;
    bool stemmed = token.stem.n > 0;
    more->language = stemmed ? translation->to : NULL;
    more->form = arena_str(search->arena, stemmed ? token.stem : token.folded);
    return !str_eq(token.folded, search->token->folded);
}

static struct candidate *candidate_of(struct search *search, const struct word_more *more) {
    for (size_t i = 0; i < search->n; i++)
        if (search->v[i].more.language == more->language && str_eq(search->v[i].more.form, more->form))
            return &search->v[i];
    if (search->n == search->room) {
        struct candidate *old = search->v;
        search->room = search->room ? 2 * search->room : 16;
        search->v = arena_array(search->arena, search->room, sizeof *search->v);
        if (search->n)
            memcpy(search->v, old, search->n * sizeof *old);
    }
    search->v[search->n] = (struct candidate){.more = *more};
    return &search->v[search->n++];
}

/* Several dictionaries that give one form (police is English and French) make it worth more. */
static bool gather(void *context, const struct dictionary_translation *translation) {
    struct search *search = context;
    struct word_more more = {.share = 0};
    if (!read_form(search, translation, &more))
        return true;
    struct candidate *candidate = candidate_of(search, &more);
    if (candidate->worth == 0)
        candidate->more.why = arena_printf(search->arena, "%.*s, %s for %.*s", STR_FMT(translation->text),
                                           translation->to->name, STR_FMT(translation->head));
    candidate->worth += (double)translation->agree / (1 + (double)translation->rank);
    return true;
}

static int by_worth(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? 1 : -1;
    return str_cmp(x->more.form, y->more.form);
}

static enum err_code into(struct search *search, struct dictionary *dictionary, const struct language *language,
                          struct word_mores *out, struct err *e) {
    search->n = 0;
    enum err_code code =
        dictionary_each_translation(dictionary, search->tokens, search->token, NULL, language, gather, search, e);
    if (code || search->n == 0)
        return code;
    qsort(search->v, search->n, sizeof *search->v, by_worth);
    size_t kept = search->n < WORD_ACROSS_MAX ? search->n : WORD_ACROSS_MAX;
    struct word_more *v = arena_array(search->arena, out->n + kept, sizeof *v);
    if (out->n)
        memcpy(v, out->v, out->n * sizeof *v);
    for (size_t i = 0; i < kept; i++) {
        double share = SHARE_FIRST - SHARE_STEP * (double)i;
        v[out->n + i] = search->v[i].more;
        v[out->n + i].share = share > SHARE_LAST ? share : SHARE_LAST;
    }
    out->v = v;
    out->n += kept;
    return ERR_OK;
}

static bool is_asked_for(const struct word_languages *languages, const struct language *language) {
    for (size_t i = 0; i < languages->n; i++)
        if (languages->v[i] == language)
            return true;
    return languages->all;
}

enum err_code word_across(struct arena *arena, struct dictionary *dictionary, struct tokens *tokens,
                          const struct token *token, const struct word_languages *languages, struct word_mores *out,
                          struct err *e) {
    struct search search = {.arena = arena, .tokens = tokens, .token = token};
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < language_count() && !code; i++) {
        const struct language *language = language_at(i);
        if (is_asked_for(languages, language) && leads_into(dictionary, language))
            code = into(&search, dictionary, language, out, e);
    }
    return code;
}
