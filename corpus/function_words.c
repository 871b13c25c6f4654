/* Each list becomes a set of folded words when its language is first asked for; most processes meet two or three. */
#include "corpus/function_words.h"

#include "corpus/base/arena.h"
#include "corpus/base/strmap.h"

#include <stdlib.h>

static const struct {
    const char *codes, *words;
} rows[] = {
#define X(codes, words) {codes, words},
#include "corpus/function_words.def"
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

/* French, Italian, Catalan and Occitan in one: none of these is anything else before an apostrophe. */
static const char elided[] = "l d c j m n s t v qu jusqu lorsqu puisqu quoiqu presqu quelqu un dell all dall nell sull "
                             "coll gl degl agl dagl negl sugl quest quell nessun qualcun ciascun tutt anch com cos "
                             "dov quand senz";

struct list {
    bool looked_for;
    struct strmap *words; /* NULL where there is no row */
};

struct function_words {
    struct tokens *tokens;
    struct strmap *elided;
    struct list *lists; /* by language_index */
    struct buf word;
};

/* A word written without spaces is several tokens: its characters. */
static void add_word(struct function_words *words, struct strmap *map, struct str written,
                     const struct language *language) {
    struct token token;
    buf_clear(&words->word);
    tokens_begin(words->tokens, written, language);
    while (tokens_next(words->tokens, &token))
        buf_add_str(&words->word, token.folded);
    strmap_put(map, buf_str(&words->word), NULL);
}

static struct strmap *map_new(struct function_words *words, const char *written, const struct language *language) {
    struct strmap *map = strmap_new();
    struct str word, rest = str_from(written);
    while (rest.n > 0) {
        str_cut(rest, ' ', &word, &rest);
        add_word(words, map, word, language);
    }
    return map;
}

struct function_words *function_words_new(struct tokens *tokens) {
    struct function_words *words = mem_alloc(sizeof *words);
    words->tokens = tokens;
    words->lists = mem_array(language_count(), sizeof *words->lists);
    buf_init(&words->word);
    words->elided = map_new(words, elided, language_unknown());
    return words;
}

void function_words_free(struct function_words **words) {
    if (!*words)
        return;
    for (size_t i = 0; i < language_count(); i++)
        if ((*words)->lists[i].words)
            strmap_free(&(*words)->lists[i].words);
    strmap_free(&(*words)->elided);
    buf_fini(&(*words)->word);
    free((*words)->lists);
    free(*words);
    *words = NULL;
}

static bool has_code(const char *codes, const char *code) {
    struct str one, rest = str_from(codes);
    while (rest.n > 0) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq_c(one, code))
            return true;
    }
    return false;
}

static const struct strmap *list_of(struct function_words *words, const struct language *language) {
    struct list *list = &words->lists[language_index(language)];
    if (list->looked_for)
        return list->words;
    list->looked_for = true;
    for (size_t row = 0; row < ROW_COUNT; row++)
        if (has_code(rows[row].codes, language->code))
            list->words = map_new(words, rows[row].words, language);
    return list->words;
}

bool function_words_known(struct function_words *words, const struct language *language) {
    return list_of(words, language) != NULL;
}

bool function_words_have(struct function_words *words, const struct language *language, struct str folded) {
    const struct strmap *list = list_of(words, language);
    return list && strmap_get(list, folded);
}

bool function_words_elided(struct function_words *words, struct str folded) {
    return strmap_get(words->elided, folded) != NULL;
}

const struct language *function_words_language(struct function_words *words, const struct str *folded, size_t n,
                                               const struct language *const *among, size_t among_count) {
    const struct language *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < among_count; i++) {
        size_t had = 0;
        for (size_t k = 0; k < n; k++)
            had += function_words_have(words, among[i], folded[k]);
        if (had > most) {
            most = had;
            best = among[i];
        }
    }
    return best;
}
