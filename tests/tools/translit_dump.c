/* What does --translit add to words, and how long does it take? For people and tests/sh/62-translit.sh.
 *
 *   translit_dump COLLECTION WORD...    a line a form: WORD, tab, form, tab, language of a stem or "-", tab, share,
 * tab, why translit_dump -t COLLECTION WORD... no forms; each word's milliseconds of processor time */
#include "searcher/word_translit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void print_forms(const char *word, const struct word_more *more, size_t n) {
    for (size_t i = 0; i < n; i++)
        printf("%s\t%.*s\t%s\t%.2f\t%.*s\n", word, STR_FMT(more[i].form),
               more[i].language ? more[i].language->code : "-", more[i].share, STR_FMT(more[i].why));
}

static enum err_code dump(struct collection *collection, const char *word, bool timed, struct err *e) {
    struct arena *arena = arena_new();
    struct token token;
    struct word_more *more = NULL;
    struct timespec from, to;
    size_t n = 0;
    enum err_code code = ERR_OK;
    const struct manifest *manifest = &collection->manifest;
    struct word_languages languages = {.v = arena_array(arena, manifest->language_count + 1, sizeof(struct language *))};
    for (; languages.n < manifest->language_count; languages.n++)
        languages.v[languages.n] = manifest->languages[languages.n].language;
    tokens_begin(collection->tokens, str_from(word), language_unknown());
    if (tokens_next(collection->tokens, &token)) {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        code = word_translit(arena, collection, &languages, &token, &more, &n, e);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        if (timed)
            printf("%.1f\t%zu\t%s\n",
                   (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6, n, word);
        else
            print_forms(word, more, n);
    }
    arena_free(&arena);
    return code;
}

int main(int argc, char **argv) {
    struct collection *collection = NULL;
    struct err e = {0};
    bool timed = argc > 1 && strcmp(argv[1], "-t") == 0;
    int at = 1 + timed;
    if (at >= argc) {
        fprintf(stderr, "translit_dump [-t] COLLECTION WORD...\n");
        return 2;
    }
    enum err_code code = collection_open(&collection, argv[at++], &e);
    for (; !code && at < argc; at++)
        code = dump(collection, argv[at], timed, &e);
    if (code)
        fprintf(stderr, "%s\n", e.text);
    collection_close(&collection);
    return code ? 1 : 0;
}
