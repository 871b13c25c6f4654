/* How good is a stemmer? stems_measure LANGUAGE [ALGORITHM...] <GOLD prints, for no stemmer and for each algorithm
 * (the language's own when none is named), a line: algorithm, understemming, overstemming, F, words a second.
 *
 * A line of GOLD is a form, a tab, the word (lemma) it is a form of, and maybe a tab and how often it was seen; a form
 * weighs log2(1 + times seen). For each form taken as a query:
 *   understemming  share of its word's forms, itself included, that have another stem: what it misses
 *   overstemming   share of the forms with its stem that are another word's: what it finds wrongly
 * both as weighted means over all forms, in per cent. F weighs precision (1 - overstemming) 1.7 times as much as
 * recall, because a wrong union hurts more than a missed one. "Same" is always after folding, as in an index. */
#include "corpus/base/arena.h"
#include "corpus/base/strmap.h"
#include "corpus/fold.h"
#include "corpus/stem_light.h"
#include "corpus/tokens.h"

#include <libstemmer.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BETA_SQUARED 0.36

struct form {
    struct str form, lemma;
    double weight;
};

struct gold {
    struct arena *arena;
    struct form *forms;
    size_t n, room;
};

static struct gold gold;

static void gold_add(char *line) {
    char *save = NULL, *form = strtok_r(line, "\t\n", &save), *lemma = strtok_r(NULL, "\t\n", &save);
    char *seen = strtok_r(NULL, "\t\n", &save);
    if (!form || !lemma)
        return;
    if (gold.n == gold.room) {
        gold.room = 2 * gold.room + 1024;
        gold.forms = mem_realloc(gold.forms, gold.room, sizeof *gold.forms);
    }
    gold.forms[gold.n++] = (struct form){
        .form = arena_str(gold.arena, str_from(form)),
        .lemma = arena_str(gold.arena, str_from(lemma)),
        .weight = log2(1 + (seen ? strtod(seen, NULL) : 1)),
    };
}

static void gold_read(void) {
    gold.arena = arena_new();
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0)
        gold_add(line);
    free(line);
}

/* ---- the stemmers ---- */

struct method {
    struct stem_light *light;
    struct sb_stemmer *snowball;
    struct utf16 word;
    struct buf bytes;
};

static bool method_open(struct method *method, const char *algorithm) {
    *method = (struct method){.light = stem_light_new(algorithm)};
    buf_init(&method->bytes);
    if (!method->light)
        method->snowball = sb_stemmer_new(algorithm, "UTF_8");
    return method->light || method->snowball || strcmp(algorithm, "none") == 0;
}

static void method_close(struct method *method) {
    stem_light_free(&method->light);
    sb_stemmer_delete(method->snowball);
    utf16_fini(&method->word);
    buf_fini(&method->bytes);
}

static void method_stem(struct method *method, struct str form) {
    if (method->snowball) {
        const sb_symbol *stem = sb_stemmer_stem(method->snowball, (const sb_symbol *)form.p, (int)form.n);
        form = (struct str){(const char *)stem, (size_t)sb_stemmer_length(method->snowball)};
    }
    utf16_set(&method->word, form);
    if (method->light)
        method->word.n = stem_light_word(method->light, method->word.v, method->word.n);
}

/* ---- the measure ---- */

/* Weights are kept in whole thousandths of a bit, which a strmap can hold. */
static void weigh(struct strmap *map, struct str key, double weight) {
    *strmap_put(map, key, NULL) += (uint64_t)llround(weight * 1000);
}

static double sum_of(const struct strmap *map, struct str key) {
    return (double)*strmap_get((struct strmap *)map, key) / 1000;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double words_a_second(struct method *method) {
    double started = now();
    size_t n = 0;
    do {
        for (size_t i = 0; i < gold.n; i++)
            method_stem(method, gold.forms[i].form);
        n += gold.n;
    } while (now() - started < 0.2);
    return (double)n / (now() - started);
}

static void measure(struct method *method, const char *algorithm) {
    struct fold fold;
    fold_init(&fold);
    struct strmap *of_stem = strmap_new(), *of_lemma = strmap_new(), *of_both = strmap_new();
    double all = 0, precision = 0, recall = 0;
    for (size_t i = 0; i < gold.n; i++) {
        const struct form *form = &gold.forms[i];
        method_stem(method, form->form);
        buf_clear(&method->bytes);
        fold_add(&fold, &method->word, FOLD_WORD, &method->bytes);
        weigh(of_stem, buf_str(&method->bytes), form->weight);
        weigh(of_lemma, form->lemma, form->weight);
        buf_add_byte(&method->bytes, '\t');
        buf_add_str(&method->bytes, form->lemma);
        weigh(of_both, buf_str(&method->bytes), form->weight);
        all += form->weight;
    }
    for (size_t i = 0; i < strmap_count(of_both); i++) {
        struct str key = strmap_key(of_both, i);
        const char *tab = memchr(key.p, '\t', key.n);
        size_t n = (size_t)(tab - key.p);
        double both = (double)*strmap_value(of_both, i) / 1000;
        precision += both * both / sum_of(of_stem, str_slice(key, 0, n)) / all;
        recall += both * both / sum_of(of_lemma, str_slice(key, n + 1, key.n)) / all;
    }
    double f = (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
    printf("%-12s %5.1f %5.1f  %.3f", algorithm, 100 * fmax(0, 1 - recall), 100 * fmax(0, 1 - precision), f);
    if (strcmp(algorithm, "none") != 0)
        printf(" %6.1f M/s", words_a_second(method) / 1e6);
    putchar('\n');
    strmap_free(&of_stem);
    strmap_free(&of_lemma);
    strmap_free(&of_both);
    fold_fini(&fold);
}

static bool run(const char *algorithm) {
    struct method method;
    bool known = method_open(&method, algorithm);
    if (known)
        measure(&method, algorithm);
    else
        fprintf(stderr, "stems_measure: there is no stemmer \"%s\".\n", algorithm);
    method_close(&method);
    return known;
}

int main(int argc, char **argv) {
    const struct language *language = argc > 1 ? language_find(str_from(argv[1])) : NULL;
    if (!language) {
        fputs("usage: stems_measure LANGUAGE [ALGORITHM...] <GOLD\n", stderr);
        return 2;
    }
    gold_read();
    bool known = run("none");
    for (int i = 2; i < argc; i++)
        known = run(argv[i]) && known;
    if (argc == 2 && *language->stemmer)
        known = run(language->stemmer) && known;
    arena_free(&gold.arena);
    free(gold.forms);
    return known ? 0 : 2;
}
