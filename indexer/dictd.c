/* Reading dictionaries of dictd, as FreeDict publishes them. */
#include "indexer/dictd.h"

#include "corpus/base/buf.h"
#include "corpus/base/file.h"

#include <string.h>
#include <zlib.h>

/* German to English, the largest, has 70 MB of entries. */
#define ENTRIES_MAX ((size_t)512 << 20)
#define INDEX_MAX ((size_t)256 << 20)
#define CHUNK ((size_t)1 << 16)
/* What is longer explains instead of translating. */
#define TEXT_MAX 60
#define WORDS_MAX 4

/* ---- an entry ---- */

static struct str next_line(struct str *rest) {
    struct str line, tail;
    str_cut(*rest, '\n', &line, &tail);
    *rest = tail;
    return line;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* "12. text" becomes "text". */
static bool cut_number(struct str *line) {
    size_t n = 0;
    while (n < line->n && is_digit(line->p[n]))
        n++;
    if (n == 0 || n == line->n || line->p[n] != '.')
        return false;
    *line = str_trim(str_slice(*line, n + 1, line->n));
    return true;
}

/* "embajada 2." becomes "embajada": the number of the next sense, which has no translation. */
static struct str without_last_number(struct str text) {
    size_t n = text.n;
    if (n == 0 || text.p[n - 1] != '.')
        return text;
    n--;
    while (n && is_digit(text.p[n - 1]))
        n--;
    return n && text.p[n - 1] == ' ' && n < text.n - 1 ? str_trim(str_slice(text, 0, n)) : text;
}

/* Where the bracket that opens at `at` ends, the end of the line where it does not. */
static size_t behind_bracket(struct str line, size_t at) {
    const char *const opens = "(<[{", *const closes = ")>]}";
    char open = line.p[at], close = closes[strchr(opens, open) - opens];
    size_t depth = 0;
    for (; at < line.n; at++) {
        if (line.p[at] == open)
            depth++;
        else if (line.p[at] == close && --depth == 0)
            return at + 1;
    }
    return line.n;
}

/* Remarks go; <grammar> ends a translation. */
static void strip_remarks(struct buf *out, struct str line) {
    for (size_t i = 0; i < line.n;) {
        char c = line.p[i];
        if (c != 0 && strchr("(<[{", c)) {
            buf_add_byte(out, c == '<' ? ',' : ' ');
            i = behind_bracket(line, i);
        } else {
            buf_add_byte(out, c);
            i++;
        }
    }
}

static bool is_translation(struct str text) {
    static const char dots[] = "…"; /* a part of a word */
    size_t words = 1, letters = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == 0 || strchr("/\"=+*|~<>()[]{}", text.p[i]) ||
            str_starts(str_slice(text, i, text.n), str_from(dots)))
            return false;
        words += text.p[i] == ' ' && text.p[i - (i > 0)] != ' ';
        letters += (text.p[i] & 0xC0) != 0x80 && text.p[i] != '-' && text.p[i] != '.' && text.p[i] != ' ';
    }
    return letters && text.n <= TEXT_MAX && words <= WORDS_MAX;
}

/* Bytes of the separator at `at`, 0 when there is none: , ; and their Arabic, Japanese and full-width kind. */
static size_t separator(struct str line, size_t at) {
    static const char *const separators[] = {",", ";", "،", "؛", "、", "，", "；"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (str_starts(str_slice(line, at, line.n), str_from(separators[i])))
            return strlen(separators[i]);
    return 0;
}

struct entry {
    struct str head;
    word_pair_fn *fn;
    void *context;
    uint32_t order;
};

static bool give(struct entry *entry, struct str text) {
    text = without_last_number(str_trim(text));
    while (text.n && strchr(".!?", text.p[text.n - 1]))
        text = str_trim(str_slice(text, 0, text.n - 1));
    if (!is_translation(text))
        return false;
    entry->fn(entry->context, entry->head, text, entry->order++);
    return true;
}

/* False when the line holds nothing but remarks. */
static bool give_line(struct entry *entry, struct str line) {
    struct buf bare;
    size_t begin = 0;
    bool any = false;
    buf_init(&bare);
    strip_remarks(&bare, line);
    struct str text = buf_str(&bare);
    for (size_t at = 0; at <= text.n;) {
        size_t n = separator(text, at);
        if (n || at == text.n) {
            struct str piece = str_slice(text, begin, at);
            any |= str_trim(piece).n > 0;
            give(entry, piece);
            begin = at + n;
        }
        at += n ? n : 1;
    }
    buf_fini(&bare);
    return any;
}

static bool is_aside(struct str line) {
    return str_starts(line, STR("   ")) || str_starts(line, STR(" see:")) || str_trim(line).n == 0;
}

void dictd_entry(struct str text, struct str head, word_pair_fn *fn, void *context) {
    struct entry entry = {head, fn, context, 0};
    bool wanted = true; /* a line with translations */
    next_line(&text);
    while (text.n) {
        struct str line = next_line(&text);
        if (is_aside(line))
            continue;
        line = str_trim(line);
        bool numbered = cut_number(&line);
        if (numbered)
            wanted = line.n > 0;
        if (wanted && line.n)
            wanted = !give_line(&entry, line);
    }
}

/* ---- the files ---- */

static bool number64(struct str digits, uint64_t *out) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    *out = 0;
    for (size_t i = 0; i < digits.n; i++) {
        const char *at = digits.p[i] ? strchr(alphabet, digits.p[i]) : NULL;
        if (at == NULL)
            return false;
        *out = *out << 6 | (uint64_t)(at - alphabet);
    }
    return digits.n > 0 && digits.n <= 8;
}

/* head, place, length and, where it differs, the head word as it is written. */
static bool read_row(struct str line, struct str *head, uint64_t *at, uint64_t *n) {
    struct str rest, place, length, written;
    str_cut(line, '\t', head, &rest);
    str_cut(rest, '\t', &place, &rest);
    str_cut(rest, '\t', &length, &written);
    if (written.n)
        *head = written;
    return number64(place, at) && number64(length, n);
}

static enum err_code read_entries(const char *path, struct buf *out, struct err *e) {
    gzFile file = gzopen(path, "rb");
    if (file == NULL)
        return err_errno(e, "%s could not be opened", path);
    int got;
    do {
        got = gzread(file, buf_reserve(out, CHUNK), CHUNK);
        out->n += got > 0 ? (size_t)got : 0;
    } while (got > 0 && out->n <= ENTRIES_MAX);
    gzclose(file);
    if (got < 0)
        return err_set(e, ERR_CORRUPT, "%s could not be decompressed.", path);
    if (out->n > ENTRIES_MAX)
        return err_set(e, ERR_LIMIT, "%s is larger than the %zu bytes allowed here.", path, ENTRIES_MAX);
    return ERR_OK;
}

static enum err_code read_index(const char *path, struct str index, struct str entries, word_pair_fn *fn, void *context,
                                struct err *e) {
    while (index.n) {
        struct str head, line = next_line(&index);
        uint64_t at, n;
        if (line.n == 0)
            continue;
        if (!read_row(line, &head, &at, &n) || at > entries.n || n > entries.n - at)
            return err_set(e, ERR_CORRUPT, "%s points outside its entries.", path);
        if (head.n && !str_starts(head, STR("00database")) && !str_starts(head, STR("00-database")))
            dictd_entry(str_slice(entries, at, at + n), head, fn, context);
    }
    return ERR_OK;
}

enum err_code dictd_read(const char *index_path, const char *entries_path, word_pair_fn *fn, void *context,
                         struct err *e) {
    struct arena *arena = arena_new();
    struct str index;
    struct buf entries;
    buf_init(&entries);
    enum err_code code = file_read(arena, index_path, INDEX_MAX, &index, e);
    if (!code)
        code = read_entries(entries_path, &entries, e);
    if (!code)
        code = read_index(index_path, index, buf_str(&entries), fn, context, e);
    buf_fini(&entries);
    arena_free(&arena);
    return code;
}
