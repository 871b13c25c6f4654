/* How well are names found across scripts? For people who tune corpus/name_key.def.
 *
 *   names_score NAMES [-v]              NAMES is tests/tables/names.txt
 *
 * Tries every pair of words of the table: two of one line must be taken for one name (found), two of different lines
 * must not (kept apart), nor the first of a "!" line for another of it. Prints both shares, across scripts and within
 * one, and with -v every pair that is judged wrongly. test_name_key.c holds the shares to a floor. */
#include "corpus/base/file.h"
#include "tests/tools/names_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void print_pair(void *context, const struct names_word *a, const struct names_word *b, unsigned distance,
                       bool wanted) {
    (void)context;
    printf("%s %3u  %.*s  %.*s\n", wanted ? "missed" : "wrong ", distance, STR_FMT(a->written), STR_FMT(b->written));
}

static void print_share(const char *what, const struct names_count *count) {
    printf("%-15s found %5u of %5u (%.1f %%), wrongly taken %5u of %8u (%.4f %%); precision %.1f %%\n", what,
           count->found, count->wanted, 100.0 * count->found / count->wanted, count->wrong, count->unwanted,
           100.0 * count->wrong / count->unwanted, 100.0 * count->found / (count->found + count->wrong));
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct str text;
    struct err e;
    bool verbose = argc > 2 && strcmp(argv[2], "-v") == 0;
    if (argc < 2 || file_read(arena, argv[1], SIZE_MAX, &text, &e)) {
        fprintf(stderr, "%s\n", argc < 2 ? "names_score NAMES [-v]" : e.text);
        return 2;
    }
    struct names_table table;
    names_table_read(arena, text, &table);
    clock_t before = clock();
    struct names_score score = names_score_table(&table, verbose ? print_pair : NULL, NULL);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    printf("%zu names, %zu words; %.2f million pairs a second\n", table.names, table.n,
           (score.across.wanted + score.across.unwanted + score.within.wanted + score.within.unwanted) / seconds / 1e6);
    print_share("across scripts:", &score.across);
    print_share("within one:", &score.within);
    printf("false friends:  wrongly taken %u of %u\n", score.friends.wrong, score.friends.unwanted);
    names_table_fini(&table);
    arena_free(&arena);
    return 0;
}
