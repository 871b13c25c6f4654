/* Reading dictionaries. When the folder is opened, each file's sizes must add up; before the first word is looked up in
 * a file, its checksum must hold, and a row that points outside all the same is refused when it is met. Nothing is
 * parsed or copied, and of files in other languages than those asked for no more than the header is read. */
#include "corpus/dictionary.h"

#include "corpus/base/file.h"
#include "corpus/dictionary_format.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

struct pair {
    struct file_map map;
    char *path;
    struct dictionary_pair about;
    const char *keys, *rows;
    uint32_t key_count, row_count;
    struct str text;
    bool checked; /* the checksum holds */
};

struct dictionary {
    struct pair *pairs;
    size_t count;
};

struct key {
    struct str text;
    uint32_t first, rows;
};

struct row {
    struct str text;
    uint8_t agree, flags;
};

static enum err_code damaged(const struct pair *pair, const char *what, struct err *e) {
    return err_set(e, ERR_CORRUPT, "The dictionary %s is damaged: %s. Make it again: rastro-index dictionaries.",
                   pair->path, what);
}

/* ---- reading what the file says ---- */

static enum err_code key_at(const struct pair *pair, uint32_t i, struct key *key, struct err *e) {
    const char *p = pair->keys + (size_t)i * DICTIONARY_KEY;
    uint64_t at = bytes_u32(p), n = bytes_u32(p + 4);
    *key = (struct key){.first = bytes_u32(p + 8), .rows = bytes_u32(p + 12)};
    if (at + n > pair->text.n || (uint64_t)key->first + key->rows > pair->row_count)
        return damaged(pair, "a word points outside", e);
    key->text = str_slice(pair->text, at, at + n);
    return ERR_OK;
}

static enum err_code row_at(const struct pair *pair, uint32_t i, struct row *row, struct err *e) {
    const char *p = pair->rows + (size_t)i * DICTIONARY_ROW;
    uint16_t n;
    uint64_t at = bytes_u32(p);
    memcpy(&n, p + 4, sizeof n);
    if (at + n > pair->text.n)
        return damaged(pair, "a translation points outside", e);
    *row = (struct row){str_slice(pair->text, at, at + n), (uint8_t)p[6], (uint8_t)p[7]};
    return ERR_OK;
}

/* *found has no rows when the key is not there. */
static enum err_code find(const struct pair *pair, struct str text, struct key *found, struct err *e) {
    uint32_t from = 0, to = pair->key_count;
    *found = (struct key){.text = STR_EMPTY};
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        struct key key;
        enum err_code code = key_at(pair, middle, &key, e);
        if (code)
            return code;
        int order = str_cmp(key.text, text);
        if (order == 0) {
            *found = key;
            return ERR_OK;
        }
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return ERR_OK;
}

/* ---- opening ---- */

static const struct language *language_of(const char *iso3) {
    return iso3[3] == 0 ? language_find(str_from(iso3)) : NULL;
}

static enum err_code read_header(struct pair *pair, struct err *e) {
    struct str all = pair->map.bytes;
    if (all.n < DICTIONARY_HEADER + DICTIONARY_CHECKSUM || memcmp(all.p, DICTIONARY_MAGIC, DICTIONARY_MAGIC_BYTES) != 0)
        return damaged(pair, "it does not begin as a dictionary does", e);
    if (bytes_u32(all.p + 8) != DICTIONARY_VERSION)
        return err_set(e, ERR_CONTRACT,
                       "The dictionary %s is of another version of Rastro. Make it again: rastro-index "
                       "dictionaries.",
                       pair->path);
    pair->key_count = bytes_u32(all.p + 12);
    pair->row_count = bytes_u32(all.p + 16);
    uint64_t keys = (uint64_t)pair->key_count * DICTIONARY_KEY, rows = (uint64_t)pair->row_count * DICTIONARY_ROW;
    uint64_t text = bytes_u32(all.p + 20), before = DICTIONARY_HEADER + keys + rows;
    if (before + text + DICTIONARY_CHECKSUM != all.n)
        return damaged(pair, "it is shorter or longer than it says", e);
    pair->keys = all.p + DICTIONARY_HEADER;
    pair->rows = pair->keys + keys;
    pair->text = str_slice(all, before, before + text);
    pair->about = (struct dictionary_pair){.from = language_of(all.p + 24), .to = language_of(all.p + 28)};
    if (pair->about.from == NULL || pair->about.to == NULL)
        return damaged(pair, "it names no languages", e);
    if (bytes_u64(all.p + 32) != dictionary_fingerprint())
        return err_set(e, ERR_CONTRACT,
                       "The dictionary %s was made by another version of the analysis. Make it again: "
                       "rastro-index dictionaries.",
                       pair->path);
    return ERR_OK;
}

static enum err_code check_sum(struct pair *pair, struct err *e) {
    struct str all = pair->map.bytes;
    if (pair->checked)
        return ERR_OK;
    if (XXH3_64bits(all.p, all.n - DICTIONARY_CHECKSUM) != bytes_u64(all.p + all.n - DICTIONARY_CHECKSUM))
        return damaged(pair, "its checksum does not hold", e);
    pair->checked = true;
    return ERR_OK;
}

/* Keys of stems come first: their byte sorts before all words. */
static enum err_code count_words(struct pair *pair, struct err *e) {
    uint32_t from = 0, to = pair->key_count;
    struct key key = {.first = 0};
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        enum err_code code = key_at(pair, middle, &key, e);
        if (code)
            return code;
        if (key.text.n && key.text.p[0] == DICTIONARY_STEM)
            from = middle + 1;
        else
            to = middle;
    }
    pair->about.heads = pair->key_count - from;
    if (from == pair->key_count)
        return ERR_OK;
    enum err_code code = key_at(pair, from, &key, e);
    pair->about.translations = pair->row_count - key.first;
    return code;
}

static enum err_code open_pair(struct pair *pair, const char *folder, struct str name, struct err *e) {
    struct buf path;
    buf_init(&path);
    buf_addf(&path, "%s/%.*s", folder, STR_FMT(name));
    pair->path = path.data; /* the pair's from here on */
    enum err_code code = file_map_open(&pair->map, pair->path, e);
    if (!code)
        code = read_header(pair, e);
    return code ? code : count_words(pair, e);
}

static enum err_code open_all(struct dictionary *dictionary, const char *folder, const struct strs *names,
                              struct err *e) {
    dictionary->pairs = mem_array(names->n ? names->n : 1, sizeof *dictionary->pairs);
    for (size_t i = 0; i < names->n; i++) {
        if (!str_ends(names->v[i], STR(DICTIONARY_SUFFIX)))
            continue;
        enum err_code code = open_pair(&dictionary->pairs[dictionary->count++], folder, names->v[i], e);
        if (code)
            return code;
    }
    return ERR_OK;
}

enum err_code dictionary_open(struct dictionary **out, const char *folder, struct err *e) {
    struct arena *arena = arena_new();
    struct dictionary *dictionary = mem_alloc(sizeof *dictionary);
    struct strs names = {NULL, 0};
    enum err_code code = file_list(arena, folder, &names, e);
    if (!code)
        code = open_all(dictionary, folder, &names, e);
    if (code == ERR_NOT_FOUND || (!code && dictionary->count == 0))
        code =
            err_set(e, ERR_NOT_FOUND, "There are no dictionaries in %s. Make them: rastro-index dictionaries --to %s.",
                    folder, folder);
    arena_free(&arena);
    *out = dictionary;
    if (code)
        dictionary_close(out);
    return code;
}

void dictionary_close(struct dictionary **dictionary) {
    if (*dictionary == NULL)
        return;
    for (size_t i = 0; i < (*dictionary)->count; i++) {
        file_map_close(&(*dictionary)->pairs[i].map);
        free((*dictionary)->pairs[i].path);
    }
    free((*dictionary)->pairs);
    free(*dictionary);
    *dictionary = NULL;
}

size_t dictionary_pair_count(const struct dictionary *dictionary) {
    return dictionary->count;
}

struct dictionary_pair dictionary_pair_at(const struct dictionary *dictionary, size_t i) {
    return dictionary->pairs[i].about;
}

/* ---- looking up ---- */

struct look_up {
    struct dictionary *dictionary;
    const struct language *from, *to;
    dictionary_fn *fn;
    void *context;
    bool found, ended;
};

static enum err_code give(struct look_up *look_up, const struct pair *pair, const struct key *key, bool by_stem,
                          struct err *e) {
    struct dictionary_translation given = {
        .from = pair->about.from, .to = pair->about.to, .head = key->text, .by_stem = by_stem};
    for (uint32_t i = 0; i < key->rows && !look_up->ended; i++) {
        struct row row = {.text = STR_EMPTY};
        enum err_code code = row_at(pair, key->first + i, &row, e);
        if (code)
            return code;
        given.text = row.text;
        given.rank = i;
        given.agree = row.agree;
        given.reversed = row.flags & DICTIONARY_REVERSED;
        look_up->ended = !look_up->fn(look_up->context, &given);
    }
    look_up->found |= key->rows > 0;
    return ERR_OK;
}

static bool wanted(const struct look_up *look_up, const struct pair *pair) {
    return pair->about.to == look_up->to && (look_up->from == NULL || pair->about.from == look_up->from);
}

static enum err_code by_word(struct look_up *look_up, struct str word, struct err *e) {
    for (size_t i = 0; i < look_up->dictionary->count && !look_up->ended; i++) {
        struct pair *pair = &look_up->dictionary->pairs[i];
        struct key key;
        if (!wanted(look_up, pair))
            continue;
        enum err_code code = check_sum(pair, e);
        if (!code)
            code = find(pair, word, &key, e);
        if (!code)
            code = give(look_up, pair, &key, false, e);
        if (code)
            return code;
    }
    return ERR_OK;
}

/* The Arabic article is written together with its word; the stems are without it. */
static struct str without_al(struct str word) {
    struct str al = STR("ال");
    return str_starts(word, al) ? str_slice(word, al.n, word.n) : word;
}

static size_t common_prefix(struct str a, struct str b) {
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

/* Of the head words with the stem that which begins most like the word (investigations: investigation rather than
 * investigate), the shortest of them. Those not half as long share the stem by accident: comisarías is no form of the
 * French "comi". */
static enum err_code nearest(const struct pair *pair, const struct key *stem, struct str word, struct str *head,
                             struct err *e) {
    size_t best = 0;
    word = without_al(word);
    *head = STR_EMPTY;
    for (uint32_t i = 0; i < stem->rows; i++) {
        struct row row = {.text = STR_EMPTY};
        enum err_code code = row_at(pair, stem->first + i, &row, e);
        if (code)
            return code;
        size_t common = common_prefix(without_al(row.text), word);
        if (row.text.n * 2 < word.n)
            continue;
        if (head->n == 0 || common > best || (common == best && row.text.n < head->n)) {
            best = common;
            *head = row.text;
        }
    }
    return ERR_OK;
}

static enum err_code by_stem_in(struct look_up *look_up, const struct pair *pair, struct tokens *tokens,
                                const struct token *token, struct err *e) {
    struct buf stem;
    struct str head = STR_EMPTY;
    struct key key = {.rows = 0};
    enum err_code code = ERR_OK;
    buf_init(&stem);
    buf_add_byte(&stem, DICTIONARY_STEM);
    if (tokens_stem(tokens, token->surface, pair->about.from, &stem)) {
        code = find(pair, buf_str(&stem), &key, e);
        if (!code)
            code = nearest(pair, &key, token->folded, &head, e);
        if (!code && head.n)
            code = find(pair, head, &key, e);
        if (!code && head.n)
            code = give(look_up, pair, &key, true, e);
    }
    buf_fini(&stem);
    return code;
}

enum err_code dictionary_each_translation(struct dictionary *dictionary, struct tokens *tokens,
                                          const struct token *token, const struct language *from,
                                          const struct language *to, dictionary_fn *fn, void *context, struct err *e) {
    struct look_up look_up = {dictionary, from, to, fn, context, false, false};
    enum err_code code = by_word(&look_up, token->kind == TOKEN_PIECE ? token->word : token->folded, e);
    if (code || look_up.found || token->kind == TOKEN_PIECE)
        return code;
    for (size_t i = 0; i < dictionary->count && !look_up.ended && !code; i++)
        if (wanted(&look_up, &dictionary->pairs[i]))
            code = by_stem_in(&look_up, &dictionary->pairs[i], tokens, token, e);
    return code;
}

struct str dictionary_installed(struct arena *arena) {
    static const char bin[] = "/bin/";
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    struct str program = n > 0 ? (struct str){path, (size_t)n} : STR_EMPTY;
    while (program.n && program.p[program.n - 1] != '/')
        program.n--;
    if (!str_ends(program, str_from(bin)))
        return STR_EMPTY;
    program.n -= sizeof bin - 1;
    return arena_printf(arena, "%.*s/share/rastro/dictionaries", STR_FMT(program));
}
