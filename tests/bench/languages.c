/* What does a query over all languages cost, beside the same query with its language given?
 *
 *   languages COLLECTION QUERIES     QUERIES: kind, language, query, separated by tabs; one a line
 *
 * Each query is run through search_run without and with a filter on its language, in turn, ROUNDS times after one that
 * does not count, and of each side the median is taken, in processor time of one thread. Prints for each kind: how many
 * queries, both medians over the queries in milliseconds, the first over the second, and the same of the sums. Only
 * ids of ten results are asked for, so that showing them, which costs the same, does not hide the difference. */
#include "corpus/base/file.h"
#include "searcher/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 3
#define FILE_MAX ((size_t)1 << 26)
#define QUERIES_MAX 10000

struct measured {
    struct str kind;
    double all, given; /* seconds */
};

static void die(const char *what) {
    fprintf(stderr, "languages: %s\n", what);
    exit(1);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int number_order(const void *a, const void *b) {
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, number_order);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* `language` empty: all of them. */
static double run(struct collection *collection, struct str kind, struct str language, struct str text) {
    struct arena *arena = arena_new();
    struct search_request request = search_request_default();
    struct search_result result;
    struct err e;
    request.text = text;
    request.ids_only = true;
    request.limit = 10;
    request.match = str_ends(kind, STR("any")) ? SEARCH_MATCH_ANY : SEARCH_MATCH_ALL;
    if (language.n &&
        search_request_filter(arena, &request, arena_printf(arena, "lang=%.*s", STR_FMT(language)), false, &e))
        die(e.text);
    const double before = seconds();
    if (search_run(arena, collection, &request, &result, &e))
        die(e.text);
    const double took = seconds() - before;
    arena_free(&arena);
    return took;
}

static struct measured measure(struct collection *collection, struct str line) {
    struct measured m;
    struct str language, text;
    double all[ROUNDS] = {0}, given[ROUNDS] = {0};
    str_cut(line, '\t', &m.kind, &line);
    str_cut(line, '\t', &language, &text);
    for (int round = -1; round < ROUNDS; round++) {
        const double of_all = run(collection, m.kind, STR_EMPTY, text);
        const double of_given = run(collection, m.kind, language, text);
        if (round >= 0) {
            all[round] = of_all;
            given[round] = of_given;
        }
    }
    m.all = median(all, ROUNDS);
    m.given = median(given, ROUNDS);
    return m;
}

/* The rows of one kind, which stand together. */
static void print(const struct measured *rows, size_t n) {
    double *all = mem_array(n, sizeof *all), *given = mem_array(n, sizeof *given), sum_all = 0, sum_given = 0;
    for (size_t i = 0; i < n; i++) {
        sum_all += all[i] = rows[i].all;
        sum_given += given[i] = rows[i].given;
    }
    const double middle_all = median(all, n), middle_given = median(given, n);
    printf("%.*s\t%zu\t%.3f\t%.3f\t%.2f\t%.2f\n", STR_FMT(rows->kind), n, 1e3 * middle_all, 1e3 * middle_given,
           middle_all / middle_given, sum_all / sum_given);
    free(all);
    free(given);
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct collection *collection;
    struct measured *rows = mem_array(QUERIES_MAX, sizeof *rows);
    struct str rest, line;
    size_t n = 0;
    struct err e;
    if (argc != 3)
        die("needs a collection and a file of queries");
    if (collection_open(&collection, argv[1], &e) || file_read(arena, argv[2], FILE_MAX, &rest, &e))
        die(e.text);
    while (n < QUERIES_MAX && str_cut(rest, '\n', &line, &rest))
        rows[n++] = measure(collection, line);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && str_eq(rows[end].kind, rows[first].kind);)
            end++;
        print(rows + first, end - first);
    }
    free(rows);
    collection_close(&collection);
    arena_free(&arena);
    return 0;
}
