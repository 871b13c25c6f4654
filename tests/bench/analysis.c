/* How fast does text become tokens, beside the least that any analysis with ICU costs?
 *
 *   analysis NAME LANGUAGE FILE...     one or more such threes; documents in a file end with a NUL byte
 *
 * For each file: its size, megabytes (10^6 bytes of UTF-8) a second of corpus/tokens.h as the indexer uses it, of ICU's
 * bare word-break pass over the same text in UTF-16, and the first over the second. Medians of ROUNDS rounds in turn,
 * in processor time of one thread, so that others at work on the machine matter little. Every round begins with new
 * tokens, which have seen no word yet. Conversion to UTF-16 is in our time and not in ICU's. */
#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#define ROUNDS 5
#define FILE_MAX ((size_t)1 << 30)

struct utf16 {
    UChar *units;
    int32_t n;
};

struct texts {
    struct strs utf8;
    struct utf16 *utf16;
    size_t bytes;
};

static void die(const char *what) {
    fprintf(stderr, "analysis: %s\n", what);
    exit(1);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct utf16 to_utf16(struct arena *arena, struct str text) {
    UErrorCode status = U_ZERO_ERROR;
    struct utf16 out = {.units = arena_array(arena, text.n + 1, sizeof(UChar))};
    u_strFromUTF8WithSub(out.units, (int32_t)text.n + 1, &out.n, text.p, (int32_t)text.n, 0xFFFD, NULL, &status);
    if (U_FAILURE(status))
        die(u_errorName(status));
    return out;
}

static struct texts read_texts(struct arena *arena, const char *path) {
    struct texts texts = {0};
    struct str rest, text;
    struct err e;
    if (file_read(arena, path, FILE_MAX, &rest, &e))
        die(e.text);
    while (str_cut(rest, '\0', &text, &rest))
        arena_push(arena, &texts.utf8, text);
    texts.utf16 = arena_array(arena, texts.utf8.n + 1, sizeof *texts.utf16);
    for (size_t i = 0; i < texts.utf8.n; i++) {
        texts.utf16[i] = to_utf16(arena, texts.utf8.v[i]);
        texts.bytes += texts.utf8.v[i].n;
    }
    return texts;
}

static double time_tokens(const struct texts *texts, const struct language *language, size_t *count) {
    struct tokens *tokens = tokens_new();
    struct token token;
    *count = 0;
    double started = seconds();
    for (size_t i = 0; i < texts->utf8.n; i++) {
        tokens_begin(tokens, texts->utf8.v[i], language);
        while (tokens_next(tokens, &token))
            ++*count;
    }
    double took = seconds() - started;
    tokens_free(&tokens);
    return took;
}

static double time_breaks(const struct texts *texts, UBreakIterator *breaks, size_t *count) {
    UErrorCode status = U_ZERO_ERROR;
    *count = 0;
    double started = seconds();
    for (size_t i = 0; i < texts->utf8.n; i++) {
        ubrk_setText(breaks, texts->utf16[i].units, texts->utf16[i].n, &status);
        while (ubrk_next(breaks) != UBRK_DONE)
            ++*count;
    }
    if (U_FAILURE(status))
        die(u_errorName(status));
    return seconds() - started;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v) {
    qsort(v, ROUNDS, sizeof *v, compare);
    return v[ROUNDS / 2];
}

static void measure(const char *name, const struct language *language, const struct texts *texts,
                    UBreakIterator *breaks) {
    double ours[ROUNDS], bare[ROUNDS];
    size_t tokens, pieces;
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = time_tokens(texts, language, &tokens);
        bare[i] = time_breaks(texts, breaks, &pieces);
    }
    double megabytes = (double)texts->bytes / 1e6, own = megabytes / median(ours), icu = megabytes / median(bare);
    printf("%s\t%s\t%.2f\t%zu\t%.1f\t%.1f\t%.2f\n", name, language->code, megabytes, tokens, own, icu, own / icu);
    fflush(stdout);
}

int main(int argc, char **argv) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status))
        die(u_errorName(status));
    if (argc < 4 || argc % 3 != 1)
        die("name, language and file come in threes");
    for (int i = 1; i < argc; i += 3) {
        struct arena *arena = arena_new();
        const struct language *language = language_find(str_from(argv[i + 1]));
        if (language == NULL)
            die("a language of that code is not known");
        struct texts texts = read_texts(arena, argv[i + 2]);
        measure(argv[i], language, &texts, breaks);
        arena_free(&arena);
    }
    ubrk_close(breaks);
    return 0;
}
