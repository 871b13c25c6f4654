/* Lines become paragraphs.
 *
 * A line goes on in the next unless something ends it: an empty line, a mark that begins an item, a sentence's end well
 * before the edge, a line too short to have been broken. Between Chinese, Japanese or Thai letters nothing stands where
 * the line was broken; a word that was cut by a hyphen is made whole, unless the text has it with the hyphen elsewhere.
 */
#include "indexer/extract/pages.h"

#include "corpus/base/buf.h"
#include "corpus/base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* How much of the text is searched for the same word with a hyphen. */
#define LOOK_IN ((size_t)256 << 10)
#define WORD_MAX 64u

struct joiner {
    struct buf out;
    struct str whole;
    enum pages_kind kind;
    size_t width;     /* of the lines around, in characters */
    struct str last;  /* the line that was added last; empty at the beginning of a paragraph */
    bool page_begins; /* nothing was added since the page began */
};

static size_t count_characters(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static uint32_t first_character(struct str s) {
    size_t at = 0;
    return s.n ? utf8_next(s, &at) : 0;
}

static uint32_t last_character(struct str s) {
    size_t at = s.n ? utf8_floor(s, s.n - 1) : 0;
    return s.n ? utf8_next(s, &at) : 0;
}

/* Writings whose lines are broken anywhere. */
static bool is_unspaced(uint32_t c) {
    int block = ublock_getCode((UChar32)c);
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_THAI || script == USCRIPT_LAO || script == USCRIPT_KHMER || script == USCRIPT_MYANMAR ||
           block == UBLOCK_CJK_SYMBOLS_AND_PUNCTUATION || block == UBLOCK_HALFWIDTH_AND_FULLWIDTH_FORMS;
}

static bool ends_sentence(struct str line) {
    static const uint32_t ENDS[] = {'.',    '?',    '!',    ':',    ';',    0x3002, 0xFF1F,
                                    0xFF01, 0xFF1A, 0x061F, 0x06D4, 0x0964, 0x2026, 0};
    while (line.n) {
        uint32_t c = last_character(line);
        for (size_t i = 0; ENDS[i]; i++)
            if (c == ENDS[i])
                return true;
        /* Quotes, brackets and note numbers may follow the full stop. */
        if (!u_ispunct((UChar32)c) && !u_isdigit((UChar32)c))
            return false;
        line.n = utf8_floor(line, line.n - 1);
    }
    return false;
}

/* "5.", "(a)", "iv)", "1.2": what stands before an item. Gives its length, 0 when there is none. */
static size_t mark_length(struct str line) {
    size_t at = 0;
    uint32_t c = first_character(line);
    if (c == 0x2022 || c == 0xB7 || c == 0x25AA || c == 0x25CF || c == 0x25E6 || c == 0x2013 || c == 0x2014 ||
        c == 0xF0B7) {
        utf8_next(line, &at);
        return at;
    }
    at += line.n && line.p[0] == '(';
    size_t from = at;
    while (at < line.n && at - from < 5 && (isalnum((unsigned char)line.p[at]) || (line.p[at] == '.' && at > from)))
        at++;
    bool is_digits = at > from && isdigit((unsigned char)line.p[from]);
    if (at > from && at < line.n && (line.p[at] == ')' || line.p[at] == '.'))
        at++;
    else if (!(is_digits && line.p[at - 1] == '.'))
        return 0;
    bool is_short = at - from <= (is_digits ? 6u : 4u);
    return is_short && (at == line.n || line.p[at] == ' ' || line.p[at] == '\t') ? at : 0;
}

static bool begins_item(struct str line) {
    return mark_length(line) > 0;
}

static bool is_mark_alone(struct str line) {
    return line.n && mark_length(line) == line.n;
}

/* The letters at the end of `s`, or at its beginning. */
static struct str letters_at_end(struct str s) {
    size_t from = s.n;
    while (from) {
        size_t at = utf8_floor(s, from - 1), next = at;
        if (!u_isalpha((UChar32)utf8_next(s, &next)))
            break;
        from = at;
    }
    return str_slice(s, from, s.n);
}

/* The length of a hyphen at the end; 0 when there is none behind a letter. */
static size_t hyphen_length(struct str line) {
    uint32_t c = last_character(line);
    if (c != '-' && c != 0x2010 && c != 0xAD)
        return 0;
    size_t at = utf8_floor(line, line.n - 1);
    return letters_at_end(str_slice(line, 0, at)).n ? line.n - at : 0;
}

/* Whether `next` is another paragraph than the line before it. */
static bool ends_paragraph(const struct joiner *j, struct str next) {
    uint32_t first = first_character(next);
    if (is_mark_alone(j->last) || hyphen_length(j->last))
        return false;
    if (begins_item(next))
        return true;
    if (u_islower((UChar32)first))
        return false;
    size_t length = count_characters(j->last);
    if (ends_sentence(j->last))
        return 100 * length < 85 * j->width;
    return 100 * length < 60 * j->width;
}

static struct str letters_at_beginning(struct str s) {
    size_t to = 0;
    while (to < s.n) {
        size_t next = to;
        if (!u_isalpha((UChar32)utf8_next(s, &next)))
            break;
        to = next;
    }
    return str_slice(s, 0, to);
}

/* Whether the text has the word with a hyphen within a line. */
static bool has_with_hyphen(const struct joiner *j, struct str before, struct str after) {
    char word[2 * WORD_MAX + 1];
    if (before.n == 0 || after.n == 0 || before.n > WORD_MAX || after.n > WORD_MAX)
        return false;
    memcpy(word, before.p, before.n);
    word[before.n] = '-';
    memcpy(word + before.n + 1, after.p, after.n);
    return memmem(j->whole.p, j->whole.n < LOOK_IN ? j->whole.n : LOOK_IN, word, before.n + 1 + after.n) != NULL;
}

/* Whether the hyphen at the end of a line belongs to the word: before a capital or a digit, or where the text says so.
 */
static bool keeps_hyphen(const struct joiner *j, struct str before, struct str after) {
    return after.n == 0 || !u_islower((UChar32)first_character(after)) || has_with_hyphen(j, before, after);
}

static void add_joined(struct joiner *j, struct str line) {
    size_t hyphen = hyphen_length(j->last);
    if (hyphen) {
        struct str before = letters_at_end(str_slice(j->last, 0, j->last.n - hyphen));
        if (!keeps_hyphen(j, before, letters_at_beginning(line)))
            j->out.n -= hyphen;
    } else if (!(is_unspaced(last_character(j->last)) && is_unspaced(first_character(line))))
        buf_add_byte(&j->out, ' ');
    buf_add_str(&j->out, line);
}

/* pdftotext drops every hyphen at a line's end: "AttorneyGeneral" gets its own back where the text has it elsewhere. */
static struct str mend_words(struct joiner *j, struct arena *arena, struct str text) {
    struct buf mended;
    size_t from = 0;
    buf_init(&mended);
    for (size_t at = 0; at + 1 < text.n;) {
        size_t next = at, after;
        bool is_lower = u_islower((UChar32)utf8_next(text, &next));
        after = next;
        if (is_lower && next < text.n && u_isupper((UChar32)utf8_next(text, &after)) &&
            has_with_hyphen(j, letters_at_end(str_slice(text, 0, next)),
                            letters_at_beginning(str_slice(text, next, text.n)))) {
            buf_add_str(&mended, str_slice(text, from, next));
            buf_add_byte(&mended, '-');
            from = next;
        }
        at = next;
    }
    buf_add_str(&mended, str_slice(text, from, text.n));
    struct str whole = arena_str(arena, buf_str(&mended));
    buf_fini(&mended);
    return whole;
}

/* Spaces within a line that only put it in its place become one. */
static struct str fold_spaces(struct arena *arena, struct str line) {
    line = str_trim(line);
    if (!memmem(line.p, line.n, "  ", 2) && !memchr(line.p, '\t', line.n))
        return line;
    char *folded = arena_alloc(arena, line.n);
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i] == '\t' ? ' ' : line.p[i];
        if (c != ' ' || folded[n - 1] != ' ')
            folded[n++] = c;
    }
    return (struct str){folded, n};
}

static void add_line(struct joiner *j, struct str line, bool is_wrapped) {
    if (j->last.n == 0)
        buf_add_c(&j->out, j->out.n ? "\n\n" : "");
    else if (j->kind == PAGES_OF_TEXT && !is_wrapped)
        buf_add_byte(&j->out, '\n');
    else if (ends_paragraph(j, line))
        buf_add_c(&j->out, j->kind == PAGES_OF_PDF ? "\n\n" : "\n");
    else {
        add_joined(j, line);
        j->last = line;
        return;
    }
    buf_add_str(&j->out, line);
    j->last = line;
}

static int by_size(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* The width that the lines of a block fill, which a few exceed (pdftotext joins a line to the rest of its last word);
 * and whether they were broken at it: most nearly fill it. */
static bool measure(struct joiner *j, struct arena *arena, const struct page *page, size_t from, size_t to) {
    size_t *lengths = arena_array(arena, to - from + 1, sizeof *lengths), n = 0, full = 0;
    for (size_t i = from; i < to; i++)
        if (!page->dropped[i])
            lengths[n++] = count_characters(str_trim(page->lines[i]));
    if (n == 0)
        return false;
    qsort(lengths, n, sizeof *lengths, by_size);
    j->width = lengths[n * 4 / 5];
    for (size_t i = 0; i < n; i++)
        full += 100 * lengths[i] >= 60 * j->width;
    return n >= 2 && j->width >= 40 && j->width <= 130 && 10 * full >= 7 * (n - 1);
}

/* A page's end is no paragraph's end when a sentence goes on behind it. */
static void begin_page(struct joiner *j) {
    if (ends_sentence(j->last))
        j->last = STR_EMPTY;
    j->page_begins = true;
}

static bool goes_on(const struct joiner *j, struct str line) {
    return j->page_begins && j->last.n && u_islower((UChar32)first_character(line));
}

static void add_block(struct joiner *j, struct arena *arena, const struct page *page, size_t from, size_t to) {
    bool is_wrapped = measure(j, arena, page, from, to);
    bool is_first = true;
    for (size_t i = from; i < to; i++) {
        struct str line = page->dropped[i] ? STR_EMPTY : fold_spaces(arena, page->lines[i]);
        if (line.n == 0)
            continue;
        if (is_first && !goes_on(j, line) && !(is_mark_alone(j->last) && !j->page_begins))
            j->last = STR_EMPTY;
        add_line(j, line, is_wrapped || (is_first && j->last.n));
        is_first = false;
        j->page_begins = false;
    }
}

struct str pages_join(struct arena *arena, const struct page *pages, size_t n, enum pages_kind kind, struct str whole) {
    struct joiner j = {.whole = whole, .kind = kind, .last = STR_EMPTY};
    buf_init(&j.out);
    for (size_t i = 0; i < n; i++) {
        begin_page(&j);
        for (size_t from = 0, to; from < pages[i].n; from = to) {
            for (to = from; to < pages[i].n && str_trim(pages[i].lines[to]).n; to++)
                continue;
            add_block(&j, arena, &pages[i], from, to);
            while (to < pages[i].n && str_trim(pages[i].lines[to]).n == 0)
                to++;
        }
    }
    struct str text = kind == PAGES_OF_PDF ? mend_words(&j, arena, buf_str(&j.out)) : arena_str(arena, buf_str(&j.out));
    buf_fini(&j.out);
    return text;
}
