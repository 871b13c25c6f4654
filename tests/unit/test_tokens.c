/* How text becomes tokens: the rows of tests/tables/tokens.txt, the promises of corpus/tokens.h on hostile bytes and on
 * 50 MB of text, and properties that must hold for every word of real documents.
 *
 * The real documents are the shared data's sample (RASTRO_SHARED_DATA, or ../shared/data); its tests are skipped when
 * it is absent. */
#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"
#include "corpus/tokens.h"
#include "tests/tools/token_row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <cmocka.h>

#define TABLE "tests/tables/tokens.txt"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static struct arena *arena;
static struct tokens *tokens, *second; /* the second works on single words while the first reads a text */
static struct buf got;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    tokens = tokens_new();
    second = tokens_new();
    buf_init(&got);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tokens_free(&tokens);
    tokens_free(&second);
    buf_fini(&got);
    arena_free(&arena);
    return 0;
}

static const struct language *language_of(const char *code) {
    const struct language *language = language_find(str_from(code));
    if (!language)
        fail_msg("no language \"%s\"", code);
    return language;
}

/* ---- the table ---- */

struct row {
    struct str heading, text, want; /* the last comment before it */
    const struct language *language;
    unsigned line;
};

/* \uXXXX, \xNN: characters that an editor would hide, and bytes that are no characters. */
static struct str unescape(struct str s) {
    struct buf out;
    buf_init(&out);
    for (size_t i = 0; i < s.n; i++) {
        char kind = s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : '\0';
        size_t digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
        if (!digits) {
            buf_add_byte(&out, s.p[i]);
            continue;
        }
        char number[5] = "";
        assert_true(i + 2 + digits <= s.n);
        memcpy(number, s.p + i + 2, digits);
        unsigned long value = strtoul(number, NULL, 16);
        if (kind == 'u')
            utf8_put(&out, (uint32_t)value);
        else
            buf_add_byte(&out, (char)value);
        i += 1 + digits;
    }
    struct str kept = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return kept;
}

/* Groups of three lines: language, text, tokens. Empty lines and # comments stand between groups. */
static bool next_row(struct str *rest, unsigned *line, struct row *row) {
    struct str parts[3], read;
    for (size_t n = 0; rest->n;) {
        str_cut(*rest, '\n', &read, rest);
        ++*line;
        if (n == 0 && (read.n == 0 || read.p[0] == '#')) {
            row->heading = read.n ? read : row->heading;
            continue;
        }
        parts[n++] = read;
        if (n < 3)
            continue;
        row->line = *line;
        row->language = language_find(parts[0]);
        if (!row->language)
            fail_msg("%s:%u: no language \"%.*s\"", TABLE, *line - 2, STR_FMT(parts[0]));
        row->text = unescape(parts[1]);
        row->want = str_eq(parts[2], STR("(none)")) ? STR_EMPTY : parts[2];
        return true;
    }
    return false;
}

static void write_tokens(struct tokens *with, struct str text, const struct language *language, struct buf *out) {
    struct token token;
    buf_clear(out);
    tokens_begin(with, text, language);
    while (tokens_next(with, &token)) {
        buf_add_c(out, out->n ? " " : "");
        token_row_add(out, &token, language);
    }
}

static void every_row(void **state) {
    (void)state;
    struct str rest;
    struct err e;
    assert_int_equal(file_read(arena, TABLE, SIZE_MAX, &rest, &e), ERR_OK);
    unsigned line = 0, rows = 0, wrong = 0;
    for (struct row row = {.heading = STR("#")}; next_row(&rest, &line, &row); rows++) {
        write_tokens(tokens, row.text, row.language, &got);
        if (str_eq(buf_str(&got), row.want))
            continue;
        wrong++;
        print_message("# %s:%u %.*s\n#   wanted %.*s\n#   got    %s\n", TABLE, row.line, STR_FMT(row.heading),
                      STR_FMT(row.want), got.data);
    }
    assert_int_equal(wrong, 0);
    assert_true(rows > 100);
}

/* ---- properties ---- */

/* What fails is counted and told, so that one run shows all of it. */
static unsigned failures;

static void complain(const char *what, struct str where, struct str word, struct str other) {
    if (++failures <= 20)
        print_message("# %s in %.*s: «%.*s» and «%.*s»\n", what, STR_FMT(where), STR_FMT(word), STR_FMT(other));
}

struct utf16_text {
    UChar *v;
    int32_t n;
};

/* NULL for the bytes when they are no valid UTF-8. */
static struct utf16_text to_utf16(struct str s) {
    struct utf16_text text = {arena_array(arena, s.n + 1, sizeof(UChar)), 0};
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(text.v, (int32_t)s.n + 1, &text.n, s.p, (int32_t)s.n, &status);
    return U_SUCCESS(status) ? text : (struct utf16_text){NULL, 0};
}

static struct str to_utf8(struct utf16_text text) {
    int32_t n;
    UErrorCode status = U_ZERO_ERROR;
    char *bytes = arena_alloc(arena, 3 * (size_t)text.n + 1);
    u_strToUTF8(bytes, 3 * text.n + 1, &n, text.v, text.n, &status);
    return U_SUCCESS(status) ? (struct str){bytes, (size_t)n} : STR_EMPTY;
}

enum variant { VARIANT_NFC, VARIANT_NFD, VARIANT_NFKC, VARIANT_UPPER, VARIANT_UPPER_NFD, VARIANT_COUNT };
static const char *const variant_names[] = {"NFC", "NFD", "NFKC", "capitals", "capitals in NFD"};

static struct utf16_text normalized(const UNormalizer2 *form, struct utf16_text text) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = 20 * text.n + 20;
    struct utf16_text out = {arena_array(arena, (size_t)room, sizeof(UChar)), 0};
    out.n = unorm2_normalize(form, text.v, text.n, out.v, room, &status);
    assert_true(U_SUCCESS(status));
    return out;
}

static struct utf16_text upper(struct utf16_text text, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = 3 * text.n + 3;
    struct utf16_text out = {arena_array(arena, (size_t)room, sizeof(UChar)), 0};
    out.n = u_strToUpper(out.v, room, text.v, text.n, locale, &status);
    assert_true(U_SUCCESS(status));
    return out;
}

static struct str variant_of(struct str word, enum variant variant, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    struct utf16_text text = to_utf16(word);
    if (!text.v)
        return STR_EMPTY;
    if (variant >= VARIANT_UPPER)
        text = upper(text, locale);
    switch (variant) {
    case VARIANT_NFC:
        return to_utf8(normalized(unorm2_getNFCInstance(&status), text));
    case VARIANT_NFD:
    case VARIANT_UPPER_NFD:
        return to_utf8(normalized(unorm2_getNFDInstance(&status), text));
    case VARIANT_NFKC:
        return to_utf8(normalized(unorm2_getNFKCInstance(&status), text));
    default:
        return to_utf8(text);
    }
}

/* The folded forms of all tokens, and where they are, as one string. */
static struct str folded_of(struct tokens *with, struct str text, const struct language *language, bool with_places) {
    struct buf out;
    struct token token;
    buf_init(&out);
    tokens_begin(with, text, language);
    while (tokens_next(with, &token)) {
        buf_add_c(&out, out.n ? " " : "");
        buf_add_str(&out, token.folded);
        if (with_places)
            buf_addf(&out, "@%zu-%zu", token.start, token.end);
    }
    struct str kept = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return kept;
}

/* A word of a text, taken alone, and its twins in other Unicode forms and in capitals, give the same one folded form.
 * That is not so, and needs not be, where
 *   - the twin is no twin: NFKC writes x² as x2, 3½ as 31⁄2 and the ornament ﷺ as four words, which are others;
 *   - a letter is made of two signs that part words elsewhere: ŉ inside a word (NFKC ʼn), a lone ŀ (NFKC l·);
 *   - the Greek iota below, U+0345, stands on a letter that is not Greek: it is a letter in the folded form;
 *   - the word was cut at the end of a chunk (more than 32 KB without a space), or keeps a hash for its end.
 * No word of the table or of the sample is of these kinds: the text is cut before NFKC is asked. */
static void check_word(struct str text, const struct token *token, const struct language *language, struct str where) {
    struct str word = str_slice(text, token->start, token->end);
    struct str folded = arena_str(arena, token->folded);
    struct str again = folded_of(second, word, language, false);
    if (!str_eq(again, folded))
        complain("analysed alone", where, word, again);
    again = folded_of(second, folded, language, false);
    if (!memchr(folded.p, '#', folded.n) && !str_eq(again, folded))
        complain("folded twice", where, folded, again);
    for (enum variant variant = 0; variant < VARIANT_COUNT; variant++) {
        struct str other = variant_of(word, variant, language->code);
        again = folded_of(second, other, language, false);
        if (other.n && !str_eq(again, folded))
            complain(variant_names[variant], where, word, other);
    }
    buf_clear(&got);
    bool stems = token->kind == TOKEN_WORD && tokens_stem(second, token->surface, language, &got);
    if (token->kind == TOKEN_WORD && (stems != (token->stem.n > 0) || !str_eq(buf_str(&got), token->stem)))
        complain("stem of the surface", where, token->surface, buf_str(&got));
}

static bool is_boundary(struct str text, size_t at) {
    return at == text.n || utf8_floor(text, at) == at;
}

static void check_places(struct str text, const struct token *token, const struct token *before, struct str where) {
    bool rises = token->start < token->end && token->end <= text.n && token->start >= before->end;
    if (!rises || token->position != before->position + 1)
        complain("place", where, token->folded, before->folded);
    else if (!is_boundary(text, token->start) || !is_boundary(text, token->end))
        complain("cut character", where, token->folded, before->folded);
    if (token->folded.n == 0 || token->folded.n > TOKEN_FORM_MAX || token->surface.n > TOKEN_FORM_MAX ||
        token->stem.n > TOKEN_FORM_MAX || !utf8_valid(token->folded) || !utf8_valid(token->surface))
        complain("form", where, token->folded, token->surface);
    if (token->kind == TOKEN_WORD ? !token->word_begins || token->word.n
                                  : token->stem.n || (token->word.n > 0) != token->word_begins)
        complain("kind", where, token->folded, token->word);
}

/* A piece's word is spelt by the pieces up to the next word. */
static void check_words_of_pieces(const struct token *token, struct buf *word, struct buf *spelt, struct str where) {
    bool goes_on = token->kind == TOKEN_PIECE && !token->word_begins;
    if (!goes_on && !str_eq(buf_str(word), buf_str(spelt)) && !memchr(word->data, '#', word->n))
        complain("word of pieces", where, buf_str(word), buf_str(spelt));
    if (!goes_on) {
        buf_clear(word);
        buf_clear(spelt);
    }
    if (token->kind == TOKEN_PIECE) {
        buf_add_str(word, token->word_begins ? token->word : STR_EMPTY);
        buf_add_str(spelt, token->folded);
    }
}

static void check_text(struct str text, const struct language *language, struct strmap *seen, struct str where) {
    struct token token, before = {.end = 0};
    struct buf word, spelt;
    buf_init(&word);
    buf_init(&spelt);
    tokens_begin(tokens, text, language);
    for (; tokens_next(tokens, &token); before = token) {
        bool is_new;
        check_places(text, &token, &before, where);
        check_words_of_pieces(&token, &word, &spelt, where);
        strmap_put(seen, str_slice(text, token.start, token.end), &is_new);
        if (is_new)
            check_word(text, &token, language, where);
    }
    buf_fini(&word);
    buf_fini(&spelt);
}

static void check_paragraphs(struct str text, const struct language *language, struct str where) {
    struct str whole = folded_of(tokens, text, language, false), rest = text, paragraph;
    struct buf parts;
    buf_init(&parts);
    while (rest.n) {
        str_cut(rest, '\n', &paragraph, &rest);
        struct str folded = folded_of(tokens, paragraph, language, false);
        buf_add_c(&parts, parts.n && folded.n ? " " : "");
        buf_add_str(&parts, folded);
    }
    if (!str_eq(whole, buf_str(&parts)))
        complain("paragraphs", where, str_slice(whole, 0, 40), str_slice(buf_str(&parts), 0, 40));
    buf_fini(&parts);
}

static void check_languages(struct str text, const struct language *language, struct str where) {
    static const char *const others[] = {"und", "tr", "ar", "zh"};
    struct str own = folded_of(tokens, text, language, true);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct str other = folded_of(second, text, language_of(others[i]), true);
        if (!str_eq(own, other))
            complain("language", where, str_slice(own, 0, 40), str_slice(other, 0, 40));
    }
}

static void rows_keep_the_properties(void **state) {
    (void)state;
    struct str rest;
    struct err e;
    assert_int_equal(file_read(arena, TABLE, SIZE_MAX, &rest, &e), ERR_OK);
    struct strmap *seen = strmap_new();
    failures = 0;
    unsigned line = 0;
    for (struct row row = {.heading = STR("#")}; next_row(&rest, &line, &row);) {
        check_text(row.text, row.language, seen, row.heading);
        check_languages(row.text, row.language, row.heading);
        check_paragraphs(row.text, row.language, row.heading);
    }
    strmap_free(&seen);
    assert_int_equal(failures, 0);
}

/* ---- real documents ---- */

#define DOC_BYTES (SANITIZED ? 1000 : 2500)

static const char *sample_folder(void) {
    const char *shared = getenv("RASTRO_SHARED_DATA");
    const char *folder = arena_printf(arena, "%s/sample/docs", shared ? shared : "../shared/data").p;
    return file_exists(folder) ? folder : NULL;
}

/* A part of the document: from the middle, where no headline is, and where the cut may hit a character. */
static struct str read_part(struct arena *room, const char *folder, struct str name) {
    struct str text;
    struct err e;
    if (file_read(room, arena_printf(room, "%s/%.*s", folder, STR_FMT(name)).p, SIZE_MAX, &text, &e))
        fail_msg("%s", e.text);
    size_t from = text.n > 3 * DOC_BYTES ? text.n / 3 : 0;
    return str_slice(text, from, from + DOC_BYTES < text.n ? from + DOC_BYTES : text.n);
}

/* The value of a string field of a line of JSON: the end of "docs/NAME", or all of it. */
static struct str field_of(struct str line, const char *name) {
    struct str quoted = arena_printf(arena, "\"%s\": \"", name), value, rest;
    const char *at = memmem(line.p, line.n, quoted.p, quoted.n);
    if (!at)
        return STR_EMPTY;
    str_cut(str_slice(line, (size_t)(at - line.p) + quoted.n, line.n), '"', &value, &rest);
    const char *slash = memrchr(value.p, '/', value.n);
    return slash ? str_slice(value, (size_t)(slash + 1 - value.p), value.n) : value;
}

/* From a document's file name to the number of the language that its metadata names. */
static struct strmap *read_languages(const char *folder) {
    struct strmap *languages = strmap_new();
    struct str rest, line;
    struct err e;
    if (file_read(arena, arena_printf(arena, "%s/../metadata.jsonl", folder).p, SIZE_MAX, &rest, &e))
        fail_msg("%s", e.text);
    while (rest.n) {
        str_cut(rest, '\n', &line, &rest);
        const struct language *language = language_find(field_of(line, "lang"));
        *strmap_put(languages, field_of(line, "file"), NULL) = language_index(language ? language : language_unknown());
    }
    return languages;
}

/* All documents as one text, in many chunks, give the tokens of each, however the chunks fall. */
static void check_as_one(struct buf *all, struct buf *folded) {
    for (size_t shift = 0; shift < 3; shift++) {
        struct str text = str_slice(buf_str(all), shift, all->n);
        if (!str_eq(folded_of(tokens, text, language_unknown(), false), buf_str(folded)))
            complain("all as one", STR_EMPTY, STR_EMPTY, STR_EMPTY);
    }
}

static void add_document(struct buf *all, struct buf *folded, struct str text) {
    buf_add_byte(all, '\n');
    buf_add_str(all, text);
    struct str own = folded_of(tokens, text, language_unknown(), false);
    buf_add_c(folded, folded->n && own.n ? " " : "");
    buf_add_str(folded, own);
}

static void real_documents_keep_the_properties(void **state) {
    (void)state;
    const char *folder = sample_folder();
    if (!folder) {
        print_message("# no shared data: set RASTRO_SHARED_DATA to its folder\n");
        skip();
    }
    struct strs names;
    struct err e;
    assert_int_equal(file_list(arena, folder, &names, &e), ERR_OK);
    struct strmap *languages = read_languages(folder), *seen = strmap_new();
    struct arena *outer = arena;
    arena = arena_new();
    struct buf all, folded;
    buf_init(&all);
    buf_init(&folded);
    buf_add_c(&all, "\n\n\n");
    failures = 0;
    for (size_t i = 0; i < names.n; i++) {
        uint64_t *index = strmap_get(languages, names.v[i]);
        assert_non_null(index);
        const struct language *language = language_at((size_t)*index);
        struct str text = read_part(arena, folder, names.v[i]);
        check_text(text, language, seen, names.v[i]);
        check_paragraphs(text, language, names.v[i]);
        check_languages(text, language, names.v[i]);
        add_document(&all, &folded, text);
        arena_reset(arena);
    }
    check_as_one(&all, &folded);
    buf_fini(&all);
    buf_fini(&folded);
    print_message("# %zu documents, %zu different words and pieces\n", names.n, strmap_count(seen));
    arena_free(&arena);
    arena = outer;
    strmap_free(&languages);
    strmap_free(&seen);
    assert_int_equal(failures, 0);
}

/* ---- characters and bytes of all kinds ---- */

/* Folding a folded text changes nothing: tried for every character there is, alone and on a letter. */
static void folding_twice_is_folding_once(void **state) {
    (void)state;
    struct buf text, once, twice;
    buf_init(&text);
    buf_init(&once);
    buf_init(&twice);
    unsigned wrong = 0;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        if ((c & 0xFFF800) == 0xD800 || (c >= 0xE0000 && u_charType((UChar32)c) == U_UNASSIGNED))
            continue;
        static const char *const before[] = {"", "a", "か", "क", "ب"};
        for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
            buf_clear(&text);
            buf_clear(&once);
            buf_clear(&twice);
            buf_add_c(&text, before[i]);
            utf8_put(&text, c);
            tokens_fold_value(tokens, buf_str(&text), &once);
            tokens_fold_value(tokens, buf_str(&once), &twice);
            if (!str_eq(buf_str(&once), buf_str(&twice)) && ++wrong <= 20)
                print_message("# U+%04X after «%s»: «%s», then «%s»\n", c, before[i], once.data, twice.data);
        }
    }
    assert_int_equal(wrong, 0);
    buf_fini(&text);
    buf_fini(&once);
    buf_fini(&twice);
}

/* Bytes drawn from characters that matter and from chance: nothing is asked but order, sense and no crash. */
static void any_bytes_give_sane_tokens(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "a",      "é",      "e\u0301", "ß",          "İ",          "'",
        "’",      "\"",     ".",       "1",          ",",          "·",
        "l",      "ŀ",      "й",       "\u0301",     "\u0308",     "\u0345",
        "ب",      "\u064B", "\u0640",  "ﷺ",          "ﻻ",          "ש",
        "\u05B8", "״",      "क",       "\u094D",     "ि",          "\u093C",
        "ำ",      "\u0E4D", "า",       "น",          "้",           "\u0ECD",
        "ລ",      "ກ",      "က",       "\u1031",     "ក",          "\u17D2",
        "ា",      "保",     "衛",      "ｶ",          "ﾞ",          "か",
        "\u3099", "ー",     "한",      "\u1112",     "\u1161",     "\u11AB",
        "\u200B", "\u200D", "\u00AD",  "\uFE0F",     "\U000E0041", "👍",
        "\uE000", "\uFFFC", "\xFF",    "\xC3",       "\xE0\xA4",   "\xED\xA0\x80",
        " ",      "\n",     "。",      "_",          "-",          "½",
        "²",      "Ⅳ",      "﷽",       "\U0001D6A8", "\U0001D15E", "ΐ",
        "ᾧ",      "ŉ",
    };
    struct buf text;
    buf_init(&text);
    struct strmap *languages = strmap_new();
    uint64_t chance = 88172645463325252u;
    failures = 0;
    for (unsigned round = 0; round < (SANITIZED ? 3000 : 30000); round++) {
        buf_clear(&text);
        for (unsigned i = 0; i < 24; i++) {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            if (chance % 16 == 0)
                buf_add_byte(&text, (char)(chance >> 32));
            else
                buf_add_c(&text, pieces[(chance >> 32) % (sizeof pieces / sizeof *pieces)]);
        }
        struct token token, before = {.end = 0};
        tokens_begin(tokens, buf_str(&text), language_of("de"));
        for (; tokens_next(tokens, &token); before = token)
            check_places(buf_str(&text), &token, &before, buf_str(&text));
        check_languages(buf_str(&text), language_of("de"), buf_str(&text));
        arena_reset(arena);
    }
    strmap_free(&languages);
    buf_fini(&text);
    assert_int_equal(failures, 0);
}

/* A slice is good for 100,000 tokens more, of this text or others, also when all of them are new words. */
static void slices_stay(void **state) {
    (void)state;
    struct buf text;
    struct token first, token;
    buf_init(&text);
    tokens_begin(second, STR("Málaga保"), language_of("es"));
    assert_true(tokens_next(second, &first));
    for (unsigned i = 0; i < 99999; i++)
        buf_addf(&text, "w%u ", i);
    tokens_begin(second, buf_str(&text), language_of("es"));
    while (tokens_next(second, &token))
        continue;
    assert_true(str_eq(first.folded, STR("malaga")) && str_eq(first.surface, STR("Málaga")));
    assert_true(str_eq(first.stem, STR("malag")));
    buf_fini(&text);
}

static long memory_kb(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* 50 MB that are one new word after the other, one word without end, one run of pieces, one letter under millions of
 * accents: memory stays bounded, and what the whole needs is time in proportion. */
static void fifty_megabytes_in_bounded_memory(void **state) {
    (void)state;
    static const char *const endless[] = {"x",  "é", "保", "ป", "\u0301", "ب\u064B", "\xFF", "a\u0301\u0302",
                                          "l·", "\""};
    size_t size = SANITIZED ? 2u << 20 : 50u << 20, part = size * 4 / 50, count = 0;
    struct buf text;
    struct token token;
    buf_init(&text);
    for (unsigned i = 0; text.n < size / 5; i++)
        buf_addf(&text, "Wört%u ", i);
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++)
        for (size_t until = text.n + part; text.n < until;)
            buf_add_c(&text, endless[i]);
    struct tokens *fresh = tokens_new();
    long before = memory_kb();
    tokens_begin(fresh, buf_str(&text), language_of("de"));
    while (tokens_next(fresh, &token))
        count++;
    long more = memory_kb() - before;
    print_message("# %zu tokens of %zu MB in %ld MB\n", count, text.n >> 20, more >> 10);
    assert_true(token.end <= text.n && count > size / 40);
    assert_true(SANITIZED || more < 96 << 10);
    tokens_free(&fresh);
    buf_fini(&text);
}

static void values_fold_with_their_punctuation(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"  Naira\t TRINDADE\n", "naira trindade"},
        {"O’Neill, Séan", "o'neill, sean"},
        {"NEWS.Example.org", "news.example.org"},
        {"El País — España", "el pais — espana"},
        {"保護衛士　報告", "保护卫士 报告"},
        {"الشُّرْطَة", "الشرطه"},
        {"\u00AD\u200B \u3000", ""},
        {"", ""},
        {"a\xFF"
         "b",
         "a\uFFFDb"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_clear(&got);
        tokens_fold_value(tokens, str_from(rows[i][0]), &got);
        assert_string_equal(got.data, rows[i][1]);
    }
}

static void lower_case_keeps_accents(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"Također", "također"}, {"ÉIRE", "éire"}, {"Ёлка", "ёлка"}, {"İstanbul", "i̇stanbul"}, {"保護", "保護"}, {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_clear(&got);
        tokens_lower(tokens, str_from(rows[i][0]), &got);
        assert_string_equal(buf_str(&got).n ? got.data : "", rows[i][1]);
    }
}

static void identity_names_what_it_depends_on(void **state) {
    (void)state;
    unsigned version, snowball;
    buf_clear(&got);
    tokens_identity(&got);
    assert_int_equal(sscanf(got.data, "tokens %u; icu %*[0-9.]; unicode %*[0-9.]; snowball %8x", &version, &snowball),
                     2);
    assert_int_equal(version, TOKENS_VERSION);
    assert_null(strchr(got.data, '\n'));
}

/* The tokens remember the last hundred thousand words or two; a word that was remembered once must come back whole at
 * the very moment when the older half is forgotten. */
static void words_come_back_while_others_are_forgotten(void **state) {
    (void)state;
    struct tokens *fresh = tokens_new();
    const struct language *english = language_find(STR("en"));
    struct token token;
    char word[16];
    for (unsigned i = 0; i < 200000; i++) {
        snprintf(word, sizeof word, "Word%u", i);
        tokens_begin(fresh, str_from(word), english);
        assert_true(tokens_next(fresh, &token));
    }
    for (unsigned i = 0; i < 200000; i += 499) {
        snprintf(word, sizeof word, "Word%u", i);
        tokens_begin(fresh, str_from(word), english);
        assert_true(tokens_next(fresh, &token));
        assert_true(str_eq_c(token.surface, word));
        word[0] = 'w';
        assert_true(str_eq_c(token.folded, word));
    }
    tokens_free(&fresh);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(rows_keep_the_properties),
        cmocka_unit_test(values_fold_with_their_punctuation),
        cmocka_unit_test(lower_case_keeps_accents),
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(any_bytes_give_sane_tokens),
        cmocka_unit_test(slices_stay),
        cmocka_unit_test(words_come_back_while_others_are_forgotten),
        cmocka_unit_test(identity_names_what_it_depends_on),
        cmocka_unit_test(fifty_megabytes_in_bounded_memory),
        cmocka_unit_test(real_documents_keep_the_properties),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
