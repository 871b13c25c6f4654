/* How often is the language of a text told rightly? For people and `make eval-langid`; no test.
 *
 *   langid_score FOLDER [CODE...]    FOLDER holds langid/CODE.txt (a sentence a line, in that language) and
 *                                    sample/metadata.jsonl with sample/docs (whole documents, "lang" beside "file");
 *                                    eval/NAME/docs.jsonl, where NAME ends in the language's code or is an English
 *                                    collection
 *
 * Prints for each language the share that is right, the share left unknown and what it was taken for most; then the
 * mean over the languages that the detector knows at all (those it named at least once for any text of any language),
 * and over all; the same for the odd and the even lines; then each document of the sample whose language is told
 * otherwise than its metadata says; then each collection of eval. "no" counts as right for Bokmål: it is the wider
 * name.
 *
 * Only the odd lines are for improving the detector on: with CODEs ("all": every language) each odd sentence of theirs
 * that was not told is shown. The even lines were never looked at, and say what the improvement is worth elsewhere. */
#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/base/utf8.h"
#include "corpus/language.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LANGUAGES_MAX 512
#define FILES_MAX 256

enum half { ODD, EVEN, HALVES };

struct score {
    const struct language *language;
    unsigned n, right, unknown;
    unsigned half_n[HALVES], half_right[HALVES];
    unsigned as[LANGUAGES_MAX]; /* by language_index */
};

static struct arena *arena;
static struct language_detector *detector;
static struct score scores[FILES_MAX];
static size_t score_count;
static char **wanted;
static size_t wanted_count;
static unsigned long named[LANGUAGES_MAX];

static struct str read_file(const char *path) {
    struct str text;
    struct err e;
    if (file_read(arena, path, SIZE_MAX, &text, &e)) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    return text;
}

static bool is_right(const struct language *got, const struct language *want) {
    return got == want || (str_eq_c(str_from(want->code), "nb") && str_eq_c(str_from(got->code), "no"));
}

static bool is_shown(const struct language *language) {
    for (size_t i = 0; i < wanted_count; i++)
        if (strcmp(wanted[i], "all") == 0 || strcmp(wanted[i], language->code) == 0)
            return true;
    return false;
}

static void show_mistake(const struct score *score, const struct language *got, struct str line) {
    struct buf text;
    buf_init(&text);
    utf8_printable(&text, line, false);
    printf("  said %-3s told %-3s line %u: %s\n", score->language->code, got->code, score->n, text.data);
    buf_fini(&text);
}

static void score_sentences(struct score *score, struct str rest) {
    struct str line;
    while (rest.n) {
        str_cut(rest, '\n', &line, &rest);
        if (str_trim(line).n == 0)
            continue;
        const struct language *got = language_detect(detector, line).language;
        bool right = is_right(got, score->language);
        enum half half = score->n % 2 ? EVEN : ODD;
        score->n++;
        score->half_n[half]++;
        score->right += right;
        score->half_right[half] += right;
        if (!right && half == ODD && is_shown(score->language))
            show_mistake(score, got, line);
        score->unknown += got == language_unknown();
        score->as[language_index(got)]++;
        named[language_index(got)]++;
    }
}

static void score_folder(const char *folder) {
    struct strs names;
    struct err e;
    if (file_list(arena, folder, &names, &e)) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    for (size_t i = 0; i < names.n; i++) {
        struct str code;
        struct str extension;
        str_cut(names.v[i], '.', &code, &extension);
        const struct language *language = language_find(code);
        if (!language || !str_eq_c(extension, "txt") || score_count == FILES_MAX)
            continue;
        struct score *score = &scores[score_count++];
        score->language = language;
        score_sentences(score, read_file(arena_printf(arena, "%s/%.*s", folder, STR_FMT(names.v[i])).p));
    }
}

static double percent(unsigned part, unsigned whole) {
    return whole ? 100.0 * part / whole : 0;
}

static bool is_covered(const struct score *score) {
    return named[language_index(score->language)] > 0 ||
           (str_eq_c(str_from(score->language->code), "nb") && named[language_index(language_find(STR("no")))] > 0);
}

static void print_mistakes(const struct score *score) {
    for (unsigned shown = 0, least = UINT32_MAX; shown < 3; shown++) {
        size_t best = 0;
        for (size_t i = 1; i < language_count(); i++)
            if (!is_right(language_at(i), score->language) && score->as[i] < least && score->as[i] > score->as[best])
                best = i;
        if (best == 0 || score->as[best] == 0)
            break;
        least = score->as[best];
        printf("  %s %.1f", language_at(best)->code, percent(score->as[best], score->n));
    }
}

static void print_halves(void) {
    double sum[HALVES] = {0};
    for (size_t i = 0; i < score_count; i++)
        for (enum half half = ODD; half < HALVES; half++)
            sum[half] += percent(scores[i].half_right[half], scores[i].half_n[half]);
    if (score_count)
        printf("odd lines: mean %.2f over all; even lines: %.2f\n", sum[ODD] / (double)score_count,
               sum[EVEN] / (double)score_count);
}

static void print_scores(void) {
    double all = 0, covered_sum = 0;
    size_t covered = 0;
    for (size_t i = 0; i < score_count; i++) {
        struct score *score = &scores[i];
        double right = percent(score->right, score->n);
        printf("%-4s %5.1f right  %5.1f unknown%s", score->language->code, right, percent(score->unknown, score->n),
               is_covered(score) ? "" : "  (not known to the detector)");
        score->as[0] = 0;
        print_mistakes(score);
        putchar('\n');
        all += right;
        if (is_covered(score)) {
            covered_sum += right;
            covered++;
        }
    }
    print_halves();
    if (score_count)
        printf("sentences: mean %.2f over the %zu languages known, %.2f over all %zu\n",
               covered ? covered_sum / (double)covered : 0, covered, all / (double)score_count, score_count);
}

/* The value of a string field of a line of JSON that has no escapes in it; the sample's have none in these. */
static struct str field_of(struct str line, const char *name) {
    struct str quoted = arena_printf(arena, "\"%s\": \"", name);
    const char *at = memmem(line.p, line.n, quoted.p, quoted.n);
    if (!at)
        return STR_EMPTY;
    size_t from = (size_t)(at - line.p) + quoted.n;
    struct str value, rest;
    str_cut(str_slice(line, from, line.n), '"', &value, &rest);
    return value;
}

static void score_sample(const char *folder) {
    struct str rest = read_file(arena_printf(arena, "%s/metadata.jsonl", folder).p), line;
    unsigned n = 0, right = 0;
    while (rest.n) {
        str_cut(rest, '\n', &line, &rest);
        const struct language *want = language_find(field_of(line, "lang"));
        struct str file = field_of(line, "file");
        if (!want || file.n == 0)
            continue;
        const char *slash = memrchr(file.p, '/', file.n); /* "docs/NAME" or NAME */
        file = slash ? str_slice(file, (size_t)(slash + 1 - file.p), file.n) : file;
        struct str text = read_file(arena_printf(arena, "%s/docs/%.*s", folder, STR_FMT(file)).p);
        struct language_guess guess = language_detect(detector, text);
        n++;
        right += is_right(guess.language, want);
        if (is_right(guess.language, want))
            continue;
        struct buf shown;
        buf_init(&shown);
        utf8_printable(&shown, str_slice(text, 0, utf8_floor(text, text.n < 90 ? text.n : 90)), false);
        printf("  said %-3s told %-3s %.2f  %.*s: %s\n", want->code, guess.language->code, guess.confidence,
               STR_FMT(file), shown.data);
        buf_fini(&shown);
    }
    printf("documents: %u of %u as their metadata says, %.2f\n", right, n, percent(right, n));
}

/* The language of a collection: "xquad-zh" is in Chinese, "npl" in English. */
static const struct language *language_of_collection(struct str name) {
    const char *dash = memrchr(name.p, '-', name.n);
    const struct language *language =
        dash ? language_find(str_slice(name, (size_t)(dash + 1 - name.p), name.n)) : language_find(STR("en"));
    return language ? language : language_unknown();
}

static const char *text_of(json_t *doc, const char *field) {
    const char *text = json_string_value(json_object_get(doc, field));
    return text ? text : "";
}

/* Wrong are those in another language; a text of a few words may be left unknown. */
static void score_collection(const char *path, struct str name) {
    const struct language *want = language_of_collection(name);
    struct str rest = read_file(path), line;
    unsigned n = 0, right = 0, unknown = 0;
    while (rest.n) {
        str_cut(rest, '\n', &line, &rest);
        json_t *doc = json_loadb(line.p, line.n, 0, NULL);
        if (!doc)
            continue;
        struct str text = arena_printf(arena, "%s\n%s", text_of(doc, "title"), text_of(doc, "text"));
        const struct language *got = language_detect(detector, text).language;
        n++;
        right += is_right(got, want);
        unknown += got == language_unknown();
        if (!is_right(got, want) && got != language_unknown())
            printf("  said %-3s told %-3s %.*s %s: %.60s\n", want->code, got->code, STR_FMT(name), text_of(doc, "id"),
                   text_of(doc, "text"));
        json_decref(doc);
    }
    printf("%.*s: %u of %u in %s, %u unknown\n", STR_FMT(name), right, n, want->name, unknown);
}

static void score_collections(const char *folder) {
    struct strs names;
    struct err e;
    if (!file_exists(folder) || file_list(arena, folder, &names, &e))
        return;
    for (size_t i = 0; i < names.n; i++) {
        struct str path = arena_printf(arena, "%s/%.*s/docs.jsonl", folder, STR_FMT(names.v[i]));
        if (file_exists(path.p))
            score_collection(path.p, names.v[i]);
    }
}

int main(int argc, char **argv) {
    if (argc < 2 || language_count() > LANGUAGES_MAX) {
        fprintf(stderr, "Usage: langid_score FOLDER [CODE...]\n");
        return 2;
    }
    wanted = argv + 2;
    wanted_count = (size_t)argc - 2;
    arena = arena_new();
    detector = language_detector_new();
    clock_t began = clock();
    score_folder(arena_printf(arena, "%s/langid", argv[1]).p);
    double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    print_scores();
    score_sample(arena_printf(arena, "%s/sample", argv[1]).p);
    score_collections(arena_printf(arena, "%s/eval", argv[1]).p);
    printf("time: %.1f s for the sentences\n", seconds);
    language_detector_free(&detector);
    arena_free(&arena);
    return 0;
}
