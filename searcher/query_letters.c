/* Signs of characters, and pairs of quotation marks. The tables list what is found in the wild: what keyboards of many
 * countries type, what word processors make of it, what newspapers print. */
#include "searcher/query_letters.h"

#include "corpus/base/utf8.h"

#include <unicode/uchar.h>

/* Quotation marks of one family close each other: „a“, “a”, ”a” and „a” are all written somewhere, as are «a», »a«,
 * »a». */
enum quote_role {
    QUOTE_OPENS,  /* opens only */
    QUOTE_CLOSES, /* closes only */
    QUOTE_BOTH,   /* opens and closes; opens also within a word: 海外“警察” */
    QUOTE_BEFORE  /* closes; opens only with a space before it: ”Swedish” */
};

static const struct quote {
    uint32_t c;
    char family;
    enum quote_role role;
} quotes[] = {
    {'"', 's', QUOTE_BOTH},     {0xFF02, 's', QUOTE_BOTH},                                /* " ＂ */
    {0x201C, 'c', QUOTE_BOTH},  {0x201D, 'c', QUOTE_BEFORE},                              /* “ ” */
    {0x201E, 'c', QUOTE_OPENS}, {0x201F, 'c', QUOTE_BOTH},                                /* „ ‟ */
    {0x301D, 'c', QUOTE_OPENS}, {0x301E, 'c', QUOTE_CLOSES}, {0x301F, 'c', QUOTE_CLOSES}, /* 〝 〞 〟 */
    {0xAB, 'g', QUOTE_BOTH},    {0xBB, 'g', QUOTE_BEFORE},                                /* « » */
    {0x2039, 'i', QUOTE_BOTH},  {0x203A, 'i', QUOTE_BEFORE},                              /* ‹ › */
    {0x300C, 'k', QUOTE_OPENS}, {0x300D, 'k', QUOTE_CLOSES},                              /* 「 」 */
    {0x300E, 'w', QUOTE_OPENS}, {0x300F, 'w', QUOTE_CLOSES},                              /* 『 』 */
    {0x300A, 't', QUOTE_OPENS}, {0x300B, 't', QUOTE_CLOSES},                              /* 《 》 */
    {0x3008, 'a', QUOTE_OPENS}, {0x3009, 'a', QUOTE_CLOSES},                              /* 〈 〉 */
    {0xFF62, 'h', QUOTE_OPENS}, {0xFF63, 'h', QUOTE_CLOSES},                              /* ｢ ｣ */
    {0xFE41, 'v', QUOTE_OPENS}, {0xFE42, 'v', QUOTE_CLOSES},                              /* ﹁ ﹂ */
    {0xFE43, 'x', QUOTE_OPENS}, {0xFE44, 'x', QUOTE_CLOSES},                              /* ﹃ ﹄ */
};

static const struct quote *quote_find(uint32_t c) {
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (quotes[i].c == c)
            return &quotes[i];
    return NULL;
}

char letter_sign(uint32_t c) {
    /* The zero-width space divides words of Khmer, Thai and Lao where they are typed with care. */
    if (u_isUWhiteSpace((UChar32)c) || c == 0x200B)
        return SIGN_BLANK;
    if (quote_find(c))
        return SIGN_QUOTE;
    switch (c) {
    case 0x2018: /* ‘ */
    case 0x201A: /* ‚ */
        return SIGN_SINGLE;
    case 0x2010: /* ‐ hyphen */
    case 0x2011: /* ‑ that does not break */
    case 0x2212: /* − minus */
    case 0xFE63: /* ﹣ small */
        return '-';
    case 0x2012: /* ‒ */
    case 0x2013: /* – */
    case 0x2014: /* — */
    case 0x2015: /* ― */
        return SIGN_DASH;
    case 0x2026: /* … */
        return SIGN_DOTS;
    case 0xFF3C: /* ＼, which escapes nothing */
    case '\\':
        return SIGN_NONE;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) /* the full-width forms of ! to ~ */
        return (char)(c - 0xFEE0);
    return c > ' ' && c < 0x7F ? (char)c : SIGN_NONE;
}

bool letter_escapes(uint32_t c) {
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

bool letter_in_word(uint32_t c) {
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

bool letter_is_punctuation(uint32_t c) {
    return u_ispunct((UChar32)c);
}

bool letter_is_mark(uint32_t c) {
    return letter_escapes(c) && u_charType((UChar32)c) != U_OTHER_SYMBOL;
}

bool letter_is_digit(uint32_t c) {
    return u_isdigit((UChar32)c);
}

static bool is_hebrew_letter(uint32_t c) {
    return c >= 0x5D0 && c <= 0x5EA;
}

bool letter_is_gershayim(uint32_t before, uint32_t c, uint32_t after) {
    return (c == '"' || c == 0x201D) && is_hebrew_letter(before) && is_hebrew_letter(after);
}

/* Left-to-right and right-to-left marks, embeddings, overrides, isolates; the byte-order mark. */
static bool is_direction(uint32_t c) {
    return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xFEFF;
}

void letters_read(struct arena *arena, struct str text, struct letters *out) {
    *out = (struct letters){arena_array(arena, text.n + 1, sizeof *out->v), 0};
    uint32_t column = 0;
    for (size_t at = 0; at < text.n;) {
        const uint32_t c = utf8_next(text, &at);
        column++;
        struct letter letter = {.c = c, .column = column};
        if (is_direction(letter.c))
            continue;
        letter.sign = letter_sign(letter.c);
        size_t behind = at;
        uint32_t next = letter.c == '\\' && at < text.n ? utf8_next(text, &behind) : 0;
        if (next && letter_escapes(next)) {
            letter = (struct letter){next, column++, SIGN_NONE, 0};
            at = behind;
        }
        const struct quote *quote = letter.sign == SIGN_QUOTE ? quote_find(letter.c) : NULL;
        letter.mark = quote ? (uint8_t)(quote - quotes + 1) : 0;
        out->v[out->n++] = letter;
    }
    for (size_t i = 1; i + 1 < out->n; i++)
        if (letter_is_gershayim(out->v[i - 1].c, out->v[i].c, out->v[i + 1].c))
            out->v[i].sign = SIGN_NONE;
}

/* ---- quotation marks ---- */

bool quote_opens(uint32_t c, bool within) {
    const struct quote *quote = quote_find(c);
    return quote &&
           (quote->role == QUOTE_OPENS || quote->role == QUOTE_BOTH || (quote->role == QUOTE_BEFORE && !within));
}

/* The quotation mark at `at`; NULL when there is none, or one that means nothing there. */
static const struct quote *quote_at(const struct letters *letters, size_t at) {
    const struct letter *letter = &letters->v[at];
    return letter->sign == SIGN_QUOTE && letter->mark ? &quotes[letter->mark - 1] : NULL;
}

static size_t find_family(const struct letters *letters, size_t from, char family) {
    for (; from < letters->n; from++) {
        const struct quote *quote = quote_at(letters, from);
        if (quote && quote->family == family && quote->role != QUOTE_OPENS)
            break;
    }
    return from;
}

/* Whether the mark at `at` has a space on its left side and a word on its right. */
static bool looks_opening(const struct letters *letters, size_t at) {
    return letters->v[at - 1].sign == SIGN_BLANK && at + 1 < letters->n && letter_in_word(letters->v[at + 1].c);
}

/* The families that are mistaken for each other: straight and curly marks, as when only one end was pasted, and
 * guillemets: "overseas police». */
static bool is_mixed(char family) {
    return family == 's' || family == 'c' || family == 'g';
}

/* The end of what was begun in another of these families; the first mark that there is, unless that begins something.
 */
static size_t find_mixed(const struct letters *letters, size_t from) {
    for (; from < letters->n; from++) {
        const struct quote *quote = quote_at(letters, from);
        if (quote && is_mixed(quote->family))
            return quote->role == QUOTE_OPENS || looks_opening(letters, from) ? letters->n : from;
    }
    return from;
}

/* ‘overseas police’ ends where ’ (or ‘, as after ‚) is the end of a word; within one it is an apostrophe: ‘Ana’s
 * report’. */
static size_t find_single(const struct letters *letters, size_t from) {
    for (; from < letters->n; from++) {
        uint32_t c = letters->v[from].c;
        if ((c == 0x2019 || c == 0x2018) && (from + 1 == letters->n || !letter_in_word(letters->v[from + 1].c)))
            break;
    }
    return from;
}

size_t quote_find_close(const struct letters *letters, size_t open) {
    if (letters->v[open].sign == SIGN_SINGLE)
        return find_single(letters, open + 1);
    const char family = quote_at(letters, open)->family;
    const size_t close = find_family(letters, open + 1, family);
    if (close == letters->n)
        return is_mixed(family) ? find_mixed(letters, open + 1) : close;
    if (looks_opening(letters, close) && find_family(letters, close + 1, family) < letters->n)
        return letters->n;
    return close;
}

struct str letters_text(struct arena *arena, const struct letters *letters, size_t from, size_t to) {
    struct buf text;
    buf_init(&text);
    bool gap = false;
    for (size_t i = from; i < to; i++) {
        if (letters->v[i].sign == SIGN_BLANK) {
            gap = text.n > 0;
            continue;
        }
        if (gap)
            buf_add_byte(&text, ' ');
        gap = false;
        utf8_put(&text, letters->v[i].c);
    }
    struct str kept = arena_str(arena, buf_str(&text));
    buf_fini(&text);
    return kept;
}
