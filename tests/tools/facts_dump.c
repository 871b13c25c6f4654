/* What is concluded from texts? For people and tests/eval/facts.sh; no test.
 *
 *   facts_dump < RECORDS              records as JSONL with title, text, lang, date, url, source; nothing else is
 * looked at facts_dump --features < RECORDS   what the score of each country is made of, for
 * tests/eval/fit_countries.py
 *
 * Prints a line a record, columns parted by tabs, "-" where nothing is known: countries; the words that gave them;
 * source type; what gave it; source country; what gave it; type by the text alone; date in the text. With --features a
 * line for each country named: number of the record, code, features. At the end, on stderr, megabytes of text a second
 * of the guessing alone, beside those of reading the same texts word by word once. */
#include "corpus/language.h"
#include "corpus/record.h"
#include "indexer/facts/country_score.h"
#include "indexer/facts/date_find.h"
#include "indexer/facts/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct dump {
    struct arena *arena;
    struct tokens *tokens;
    struct countries *countries;
    struct sources *sources;
    struct language_detector *detector;
    bool features;
    double seconds, seconds_of_tokens;
    size_t bytes;
};

struct row {
    struct country_list countries;
    struct source_answer source, text_alone;
    struct date date;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print_features(size_t number, const struct country_list *list) {
    for (size_t i = 0; i < list->n; i++) {
        double features[COUNTRY_FEATURE_COUNT];
        country_features(list, &list->v[i], features);
        printf("%zu\t%s", number, list->v[i].country->code);
        for (size_t f = 0; f < COUNTRY_FEATURE_COUNT; f++)
            printf("\t%.4f", features[f]);
        putchar('\n');
    }
}

static void print_source(const struct source_answer *source) {
    printf("\t%s\t%.*s", source->type ? source->type->code : "-", source->type ? (int)source->type_from.n : 1,
           source->type ? source->type_from.p : "-");
}

static void print_row(const struct row *row) {
    struct buf date;
    buf_init(&date);
    date_format(&date, row->date);
    for (size_t i = 0; i < row->countries.about; i++)
        printf("%s%s", i ? " " : "", row->countries.v[i].country->code);
    printf("%s\t", row->countries.about ? "" : "-");
    for (size_t i = 0; i < row->countries.about; i++)
        printf("%s%s %.2f (%.*s)", i ? ", " : "", row->countries.v[i].country->code, row->countries.v[i].score,
               STR_FMT(row->countries.v[i].why));
    print_source(&row->source);
    printf("\t%s\t%.*s", row->source.country ? row->source.country->code : "-", (int)row->source.country_from.n,
           row->source.country_from.p);
    printf("\t%s\t%s\n", row->text_alone.type ? row->text_alone.type->code : "-", date.n ? date.data : "-");
    buf_fini(&date);
}

static void read_words(struct dump *dump, const struct document *doc) {
    struct token token;
    double before = now();
    tokens_begin(dump->tokens, document_get(doc, FIELD_TEXT), document_language(doc));
    while (tokens_next(dump->tokens, &token))
        continue;
    dump->seconds_of_tokens += now() - before;
}

static void guess(struct dump *dump, const struct document *doc, struct row *row) {
    struct str text = document_get(doc, FIELD_TEXT), where;
    struct source_question question = {document_get(doc, FIELD_URL), document_get(doc, FIELD_HOST),
                                       document_get(doc, FIELD_SOURCE), text};
    struct source_question text_alone = {.text = text};
    double before = now();
    date_find(text, document_language(doc), &row->date, &where);
    sources_find(dump->sources, dump->arena, &question, &row->source);
    countries_find(dump->countries, dump->arena, document_get(doc, FIELD_TITLE), text, document_language(doc),
                   doc->date, &row->countries);
    dump->seconds += now() - before;
    dump->bytes += text.n;
    sources_find(dump->sources, dump->arena, &text_alone, &row->text_alone);
}

static void take_line(struct dump *dump, struct str line, size_t number) {
    struct document doc = {0};
    struct row row = {.date = {0, 0}};
    struct str file;
    struct err e;
    arena_reset(dump->arena);
    if (record_parse(dump->arena, line, &doc, &file, &e) || document_finish(dump->arena, &doc, dump->detector, &e))
        fprintf(stderr, "record %zu: %s\n", number, e.text);
    else
        read_words(dump, &doc);
    guess(dump, &doc, &row);
    if (dump->features)
        print_features(number, &row.countries);
    else
        print_row(&row);
}

int main(int argc, char **argv) {
    struct dump dump = {.arena = arena_new(), .tokens = tokens_new(), .detector = language_detector_new()};
    char *line = NULL;
    size_t room = 0, number = 0;
    ssize_t n;
    dump.features = argc > 1 && strcmp(argv[1], "--features") == 0;
    dump.countries = countries_new(dump.tokens);
    dump.sources = sources_new(dump.tokens);
    while ((n = getline(&line, &room, stdin)) > 0)
        take_line(&dump, (struct str){line, (size_t)n}, number++);
    fprintf(stderr, "facts %.2f MB/s, words alone %.2f MB/s\n", (double)dump.bytes / 1e6 / dump.seconds,
            (double)dump.bytes / 1e6 / dump.seconds_of_tokens);
    free(line);
    countries_free(&dump.countries);
    sources_free(&dump.sources);
    language_detector_free(&dump.detector);
    tokens_free(&dump.tokens);
    arena_free(&dump.arena);
    return 0;
}
