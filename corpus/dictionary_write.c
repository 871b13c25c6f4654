/* Writing dictionaries: candidates gathered by head word, scored, and laid out as dictionary_format.h draws. */
#include "corpus/dictionary_write.h"

#include "corpus/base/file.h"
#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"
#include "corpus/dictionary_format.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A head word with more candidates than this has entries enough to choose from. */
#define CANDIDATES_MAX 64

struct candidate {
    struct candidate *next;
    struct str text, folded;
    double score;
    uint32_t arrived;
    unsigned sources;
};

struct head {
    struct str folded, stem;
    struct candidate *candidates;
    uint32_t count;
};

struct dictionary_writer {
    struct tokens *tokens;
    const struct language *from, *to;
    struct arena *arena;
    struct strmap *by_head; /* folded -> number in heads */
    struct head *heads;
    size_t head_count, head_room;
    struct buf text, folded, head; /* scratch */
};

struct dictionary_writer *dictionary_writer_new(struct tokens *tokens, const struct language *from,
                                                const struct language *to) {
    struct dictionary_writer *writer = mem_alloc(sizeof *writer);
    *writer = (struct dictionary_writer){
        .tokens = tokens, .from = from, .to = to, .arena = arena_new(), .by_head = strmap_new()};
    buf_init(&writer->text);
    buf_init(&writer->folded);
    buf_init(&writer->head);
    return writer;
}

void dictionary_writer_free(struct dictionary_writer **writer) {
    if (*writer == NULL)
        return;
    arena_free(&(*writer)->arena);
    strmap_free(&(*writer)->by_head);
    free((*writer)->heads);
    buf_fini(&(*writer)->text);
    buf_fini(&(*writer)->folded);
    buf_fini(&(*writer)->head);
    free(*writer);
    *writer = NULL;
}

/* ---- what counts as a word and as a translation ---- */

/* "to investigate", "the police", "die Polizei": looked up and matched without. */
static const struct {
    const char *language;
    const char *articles[16];
} articles_of[] = {
    {"en", {"to ", "the ", "a ", "an ", "To ", "The ", "A ", "An "}},
    {"de", {"der ", "die ", "das ", "ein ", "eine ", "Der ", "Die ", "Das "}},
    {"nl", {"de ", "het ", "een "}},
    {"fr", {"le ", "la ", "les ", "l'", "l’", "un ", "une "}},
    {"es", {"el ", "la ", "los ", "las ", "un ", "una "}},
    {"it", {"il ", "lo ", "la ", "i ", "gli ", "le ", "l'", "l’", "un ", "una "}},
    {"pt", {"o ", "a ", "os ", "as ", "um ", "uma "}},
    {"ca", {"el ", "la ", "els ", "les ", "l'", "l’", "un ", "una "}},
};

static struct str without_article(struct str text, const struct language *language) {
    for (size_t i = 0; i < sizeof articles_of / sizeof *articles_of; i++) {
        if (strcmp(articles_of[i].language, language->code) != 0)
            continue;
        for (const char *const *article = articles_of[i].articles; *article; article++)
            if (str_starts(text, str_from(*article)))
                return str_trim(str_slice(text, strlen(*article), text.n));
    }
    return text;
}

/* Single spaces; '_' and '#' are how Apertium writes a space and the end of what is inflected ("take# out"). */
static void clean(struct buf *out, struct str written) {
    buf_clear(out);
    for (size_t i = 0; i < written.n; i++) {
        char c = written.p[i];
        if (c == '#')
            continue;
        bool space = c == '_' || (unsigned char)c <= ' ';
        if (!space)
            buf_add_byte(out, c);
        else if (out->n && out->data[out->n - 1] != ' ')
            buf_add_byte(out, ' ');
    }
}

/* What tells two ways of writing one translation apart: the folded forms, a space before each word. */
static void fold_text(struct dictionary_writer *writer, struct str text) {
    struct token token;
    buf_clear(&writer->folded);
    tokens_begin(writer->tokens, text, writer->to);
    while (tokens_next(writer->tokens, &token)) {
        if (token.kind == TOKEN_WORD && writer->folded.n)
            buf_add_byte(&writer->folded, ' ');
        buf_add_str(&writer->folded, token.folded);
    }
}

/* Whether `text` is one word, or one in the eyes of ICU's dictionary where no spaces are written. Then writer->head is
 * its folded form and *first its first token. */
static bool fold_head(struct dictionary_writer *writer, struct str text, struct token *first) {
    struct token token;
    size_t count = 0;
    buf_clear(&writer->head);
    tokens_begin(writer->tokens, text, writer->from);
    while (tokens_next(writer->tokens, &token)) {
        if (count++ == 0)
            *first = token;
        else if (token.kind == TOKEN_WORD || first->kind == TOKEN_WORD || !token.joined)
            return false;
        buf_add_str(&writer->head, token.folded);
    }
    return count && (first->kind == TOKEN_WORD || str_eq(first->word, buf_str(&writer->head)));
}

/* ---- gathering ---- */

static struct head *head_of(struct dictionary_writer *writer, const struct token *token) {
    bool is_new;
    uint64_t *place = strmap_put(writer->by_head, buf_str(&writer->head), &is_new);
    if (!is_new)
        return &writer->heads[*place];
    *place = writer->head_count;
    if (writer->head_count == writer->head_room) {
        writer->head_room = writer->head_room ? 2 * writer->head_room : 1024;
        writer->heads = mem_realloc(writer->heads, writer->head_room, sizeof *writer->heads);
    }
    struct head *head = &writer->heads[writer->head_count++];
    *head = (struct head){.folded = arena_str(writer->arena, buf_str(&writer->head)), .stem = STR_EMPTY};
    buf_clear(&writer->head);
    buf_add_byte(&writer->head, DICTIONARY_STEM);
    if (token->kind == TOKEN_WORD && tokens_stem(writer->tokens, token->surface, writer->from, &writer->head))
        head->stem = arena_str(writer->arena, buf_str(&writer->head));
    return head;
}

static struct candidate *candidate_of(struct dictionary_writer *writer, struct head *head) {
    struct candidate **place = &head->candidates;
    while (*place && !str_eq((*place)->folded, buf_str(&writer->folded)))
        place = &(*place)->next;
    if (*place || head->count == CANDIDATES_MAX)
        return *place;
    struct candidate *candidate = arena_alloc(writer->arena, sizeof *candidate);
    candidate->folded = arena_str(writer->arena, buf_str(&writer->folded));
    candidate->arrived = head->count++;
    return *place = candidate;
}

void dictionary_writer_add(struct dictionary_writer *writer, struct str head, struct str text, uint32_t order,
                           enum dictionary_source source) {
    const unsigned reversed = DICTIONARY_FREEDICT_REVERSED | DICTIONARY_APERTIUM_REVERSED;
    struct token token = {.kind = TOKEN_WORD};
    if (!utf8_valid(head) || !utf8_valid(text) ||
        !fold_head(writer, without_article(str_trim(head), writer->from), &token))
        return;
    clean(&writer->text, text);
    struct str written = without_article(str_trim(buf_str(&writer->text)), writer->to);
    fold_text(writer, written);
    bool same = str_eq(buf_str(&writer->folded), buf_str(&writer->head));
    if (same || writer->folded.n == 0 || writer->folded.n > DICTIONARY_TEXT_MAX || written.n > DICTIONARY_TEXT_MAX)
        return;
    struct candidate *candidate = candidate_of(writer, head_of(writer, &token));
    if (candidate == NULL)
        return;
    if (candidate->sources == 0 || (candidate->sources & reversed && !(source & reversed)))
        candidate->text = arena_str(writer->arena, written);
    candidate->score += (source & reversed ? 0.5 : 1) / (1 + (double)order);
    candidate->sources |= source;
}

/* ---- ranking ---- */

static uint8_t sources_of(const struct candidate *candidate) {
    return (uint8_t)__builtin_popcount(candidate->sources);
}

static double worth(const struct candidate *candidate) {
    return candidate->score + (sources_of(candidate) > 1 ? 1 : 0);
}

static int better(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    if (worth(x) != worth(y))
        return worth(x) < worth(y) ? 1 : -1;
    return x->arrived < y->arrived ? -1 : 1;
}

static size_t rank(const struct head *head, struct candidate ranked[CANDIDATES_MAX]) {
    size_t n = 0;
    for (struct candidate *candidate = head->candidates; candidate; candidate = candidate->next)
        ranked[n++] = *candidate;
    qsort(ranked, n, sizeof *ranked, better);
    return n < DICTIONARY_TRANSLATIONS_MAX ? n : DICTIONARY_TRANSLATIONS_MAX;
}

/* ---- laying out ---- */

struct layout {
    struct buf keys, rows, text;
    struct strmap *places; /* of strings in the text, + 1 */
    uint32_t key_count, row_count;
};

static uint32_t place_text(struct layout *layout, struct str text) {
    uint64_t *place = strmap_put(layout->places, text, NULL);
    if (*place == 0) {
        *place = layout->text.n + 1;
        buf_add_str(&layout->text, text);
        assert(layout->text.n < UINT32_MAX);
    }
    return (uint32_t)(*place - 1);
}

static void add_key(struct layout *layout, struct str text, uint32_t rows) {
    bytes_add_u32(&layout->keys, place_text(layout, text));
    bytes_add_u32(&layout->keys, (uint32_t)text.n);
    bytes_add_u32(&layout->keys, layout->row_count);
    bytes_add_u32(&layout->keys, rows);
    layout->key_count++;
}

static void add_row(struct layout *layout, struct str text, uint8_t agree, uint8_t flags) {
    uint16_t n = (uint16_t)text.n;
    bytes_add_u32(&layout->rows, place_text(layout, text));
    buf_add(&layout->rows, &n, sizeof n);
    buf_add_byte(&layout->rows, (char)agree);
    buf_add_byte(&layout->rows, (char)flags);
    layout->row_count++;
}

static int by_stem(const void *a, const void *b) {
    const struct head *x = a, *y = b;
    int order = str_cmp(x->stem, y->stem);
    return order ? order : str_cmp(x->folded, y->folded);
}

static int by_word(const void *a, const void *b) {
    return str_cmp(((const struct head *)a)->folded, ((const struct head *)b)->folded);
}

static void lay_stems(struct layout *layout, const struct head *heads, size_t n) {
    size_t end;
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && str_eq(heads[end].stem, heads[i].stem);)
            end++;
        if (heads[i].stem.n == 0)
            continue;
        add_key(layout, heads[i].stem, (uint32_t)(end - i));
        for (size_t k = i; k < end; k++)
            add_row(layout, heads[k].folded, 0, 0);
    }
}

static void lay_words(struct layout *layout, const struct head *heads, size_t n) {
    const unsigned forward = DICTIONARY_FREEDICT | DICTIONARY_APERTIUM;
    for (size_t i = 0; i < n; i++) {
        struct candidate ranked[CANDIDATES_MAX] = {{.next = NULL}};
        size_t count = rank(&heads[i], ranked);
        add_key(layout, heads[i].folded, (uint32_t)count);
        for (size_t k = 0; k < count; k++)
            add_row(layout, ranked[k].text, sources_of(&ranked[k]),
                    ranked[k].sources & forward ? 0 : DICTIONARY_REVERSED);
    }
}

static void add_iso3(struct buf *out, const struct language *language) {
    assert(strlen(language->iso3) == 3);
    buf_add(out, language->iso3, 4);
}

static void put_together(const struct dictionary_writer *writer, const struct layout *layout, struct buf *out) {
    buf_add(out, DICTIONARY_MAGIC, DICTIONARY_MAGIC_BYTES);
    bytes_add_u32(out, DICTIONARY_VERSION);
    bytes_add_u32(out, layout->key_count);
    bytes_add_u32(out, layout->row_count);
    bytes_add_u32(out, (uint32_t)layout->text.n);
    add_iso3(out, writer->from);
    add_iso3(out, writer->to);
    bytes_add_u64(out, dictionary_fingerprint());
    buf_add_str(out, buf_str(&layout->keys));
    buf_add_str(out, buf_str(&layout->rows));
    buf_add_str(out, buf_str(&layout->text));
    bytes_add_u64(out, XXH3_64bits(out->data, out->n));
}

static void lay_out(struct dictionary_writer *writer, struct buf *file, struct dictionary_pair *about) {
    struct layout layout = {.places = strmap_new()};
    buf_init(&layout.keys);
    buf_init(&layout.rows);
    buf_init(&layout.text);
    qsort(writer->heads, writer->head_count, sizeof *writer->heads, by_stem);
    lay_stems(&layout, writer->heads, writer->head_count);
    uint32_t before = layout.row_count;
    qsort(writer->heads, writer->head_count, sizeof *writer->heads, by_word);
    lay_words(&layout, writer->heads, writer->head_count);
    put_together(writer, &layout, file);
    about->heads = (uint32_t)writer->head_count;
    about->translations = layout.row_count - before;
    strmap_free(&layout.places);
    buf_fini(&layout.keys);
    buf_fini(&layout.rows);
    buf_fini(&layout.text);
}

/* Dictionaries are no secret as collections are: everybody on the machine may read them. */
static enum err_code replace_readable(const char *path, struct str bytes, struct err *e) {
    enum err_code code = file_replace(path, bytes, e);
    if (!code && chmod(path, 0644) != 0)
        code = err_errno(e, "%s could not be made readable", path);
    return code;
}

enum err_code dictionary_writer_save(struct dictionary_writer *writer, const char *folder,
                                     struct dictionary_pair *about, struct err *e) {
    struct buf path, file;
    *about = (struct dictionary_pair){writer->from, writer->to, 0, 0};
    if (writer->head_count == 0)
        return ERR_OK;
    buf_init(&path);
    buf_init(&file);
    buf_addf(&path, "%s/%s-%s" DICTIONARY_SUFFIX, folder, writer->from->iso3, writer->to->iso3);
    lay_out(writer, &file, about);
    strmap_clear(writer->by_head); /* it numbered the heads as they came */
    enum err_code code = replace_readable(path.data, buf_str(&file), e);
    buf_fini(&path);
    buf_fini(&file);
    return code;
}
