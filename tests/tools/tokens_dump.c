/* Prints the tokens of a text, for people and for writing rows of tests/tables/tokens.txt: tokens_dump LANG [FILE].
 * Without FILE, each line of standard input is a text of its own and gives one line; tokens are written as token_row.h
 * says, each with its @start-end. With --time LANG FILE it only prints the speed. */
#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/tokens.h"
#include "tests/tools/token_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void dump(struct tokens *tokens, struct str text, const struct language *language) {
    struct token token;
    struct buf row;
    buf_init(&row);
    tokens_begin(tokens, text, language);
    for (bool first = true; tokens_next(tokens, &token); first = false) {
        buf_clear(&row);
        token_row_add(&row, &token, language);
        printf("%s%s@%zu-%zu", first ? "" : " ", row.data, token.start, token.end);
    }
    putchar('\n');
    buf_fini(&row);
}

static void dump_lines(struct tokens *tokens, const struct language *language) {
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    while ((n = getline(&line, &room, stdin)) > 0) {
        size_t length = (size_t)n - (line[n - 1] == '\n');
        dump(tokens, (struct str){line, length}, language);
    }
    free(line);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_speed(struct tokens *tokens, struct str text, const struct language *language) {
    struct token token;
    size_t count = 0;
    double began = now();
    tokens_begin(tokens, text, language);
    while (tokens_next(tokens, &token))
        count++;
    double seconds = now() - began;
    printf("%s %zu tokens, %.1f MB, %.2f s, %.1f MB/s\n", language->code, count, (double)text.n / 1e6, seconds,
           (double)text.n / 1e6 / seconds);
}

int main(int argc, char **argv) {
    bool timed = argc > 1 && strcmp(argv[1], "--time") == 0;
    const struct language *language = argc > 1 + timed ? language_find(str_from(argv[1 + timed])) : NULL;
    if (!language || (timed && argc < 4)) {
        fprintf(stderr, "Usage: tokens_dump [--time] LANG [FILE]\n");
        return 2;
    }
    struct arena *arena = arena_new();
    struct tokens *tokens = tokens_new();
    const char *path = argc > 2 + timed ? argv[2 + timed] : NULL;
    struct str text;
    struct err e;
    int status = 0;
    if (!path) {
        dump_lines(tokens, language);
    } else if (file_read(arena, path, SIZE_MAX, &text, &e)) {
        fprintf(stderr, "%s\n", e.text);
        status = 1;
    } else if (timed) {
        print_speed(tokens, text, language);
    } else {
        dump(tokens, text, language);
    }
    tokens_free(&tokens);
    arena_free(&arena);
    return status;
}
