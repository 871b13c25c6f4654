/* Which charset it is: the evidence in order of trust, and when a declaration is not believed. */
#include "indexer/extract/charset.h"

#include "corpus/base/utf8.h"

#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#define DECLARED_WITHIN 4096u                 /* bytes in which a declaration is looked for; browsers look at 1024 */
#define GUESS_FROM (64u << 10)                /* bytes beyond ASCII's plain text that the guess is made over */
#define UTF8_GOOD_FOR_ONE_BAD 10u             /* well-formed characters that excuse one broken one */
#define REPLACED_FOR_A_LIE(n) (2 + (n) / 500) /* so many broken characters in n high bytes refute a declaration */

/* ---- byte-order marks and zero bytes ---- */

static const struct {
    struct str mark;
    const char *charset;
} marks[] = {
    {{"\xEF\xBB\xBF", 3}, "UTF-8"}, {{"\xFF\xFE\0\0", 4}, "UTF-32LE"}, {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
    {{"\xFF\xFE", 2}, "UTF-16LE"},  {{"\xFE\xFF", 2}, "UTF-16BE"},     {{"\x84\x31\x95\x33", 4}, "gb18030"},
};

static const char *by_mark(struct str *bytes) {
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_starts(*bytes, marks[i].mark)) {
            *bytes = str_slice(*bytes, marks[i].mark.n, bytes->n);
            return marks[i].charset;
        }
    return NULL;
}

/* Latin letters, spaces and line ends have zero bytes in UTF-16 and UTF-32, always at the same places: most of a page
 * of markup, at least one character in fifty of a Chinese text. */
static const char *by_zeros(struct str bytes) {
    size_t n = bytes.n < GUESS_FROM ? bytes.n : GUESS_FROM, zeros[4] = {0};
    n -= n % 4;
    for (size_t i = 0; i < n; i++)
        zeros[i % 4] += bytes.p[i] == 0;
    size_t all = zeros[0] + zeros[1] + zeros[2] + zeros[3], quarter = n / 4;
    if (n < 8 || all < n / 100 + 2)
        return NULL;
    if (zeros[0] == quarter && zeros[1] > quarter / 2 && zeros[3] < quarter / 50 + 1)
        return "UTF-32BE";
    if (zeros[3] == quarter && zeros[2] > quarter / 2 && zeros[0] < quarter / 50 + 1)
        return "UTF-32LE";
    if (zeros[0] + zeros[2] > 20 * (zeros[1] + zeros[3]))
        return "UTF-16BE";
    if (zeros[1] + zeros[3] > 20 * (zeros[0] + zeros[2]))
        return "UTF-16LE";
    return NULL;
}

/* ---- what the document says ---- */

static const char *find_ci(struct str in, const char *what) {
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= in.n; i++)
        if (strncasecmp(in.p + i, what, n) == 0)
            return in.p + i;
    return NULL;
}

/* `charset = "windows-1251"` gives windows-1251; *in goes on behind the name of the attribute. */
static struct str value_after(struct str *in, const char *name) {
    const char *at = find_ci(*in, name), *end = in->p + in->n;
    if (!at) {
        *in = STR_EMPTY;
        return STR_EMPTY;
    }
    at += strlen(name);
    *in = (struct str){at, (size_t)(end - at)};
    at += strspn(at, " \t\r\n\f");
    if (at >= end || *at != '=')
        return STR_EMPTY;
    at++;
    while (at < end && strchr(" \t\r\n\f\"'", *at) && *at)
        at++;
    const char *to = at;
    while (to < end && *to && !strchr(" \t\r\n\f\"';>/?", *to))
        to++;
    return (struct str){at, (size_t)(to - at)};
}

struct str charset_declared(struct str bytes) {
    char head_bytes[DECLARED_WITHIN + 1];
    struct str head = {head_bytes, bytes.n < DECLARED_WITHIN ? bytes.n : DECLARED_WITHIN};
    memcpy(head_bytes, bytes.p, head.n);
    head_bytes[head.n] = '\0';
    struct str found = STR_EMPTY, rest = head;
    const char *xml = find_ci(str_slice(head, 0, 200 < head.n ? 200 : head.n), "<?xml");
    if (xml) {
        const char *end = memchr(xml, '>', head.n - (size_t)(xml - head.p));
        struct str declaration = {xml, end ? (size_t)(end - xml) : 0};
        found = value_after(&declaration, "encoding");
    }
    while (found.n == 0 && rest.n) {
        const char *meta = find_ci(rest, "<meta");
        if (!meta)
            break;
        rest = str_slice(rest, (size_t)(meta - rest.p) + 5, rest.n);
        const char *end = memchr(rest.p, '>', rest.n);
        struct str tag = {rest.p, end ? (size_t)(end - rest.p) : rest.n};
        while (found.n == 0 && tag.n)
            found = value_after(&tag, "charset");
    }
    return str_slice(bytes, (size_t)(found.p - head.p) <= head.n ? (size_t)(found.p - head.p) : 0,
                     (size_t)(found.p - head.p) <= head.n ? (size_t)(found.p - head.p) + found.n : 0);
}

/* ---- what the bytes say ---- */

/* Whether all from `at` on are the further bytes of a character that the end cut off. */
static bool is_cut(struct str bytes, size_t at) {
    for (size_t i = at; i < bytes.n; i++)
        if (((unsigned char)bytes.p[i] & 0xC0) != 0x80)
            return false;
    return (unsigned char)bytes.p[at - 1] >= 0x80;
}

/* Well-formed and broken characters beyond ASCII; one broken at the very end is a cut page. */
static void count_utf8(struct str bytes, size_t *good, size_t *bad) {
    *good = *bad = 0;
    for (size_t at = 0; at < bytes.n;) {
        if ((unsigned char)bytes.p[at] < 0x80) {
            at++;
            continue;
        }
        if (utf8_next(bytes, &at) != UTF8_BAD)
            ++*good;
        else if (!is_cut(bytes, at))
            ++*bad;
    }
}

static bool has_escapes(struct str bytes) {
    const char *at = memchr(bytes.p, 0x1B, bytes.n);
    return at && at + 1 < bytes.p + bytes.n && strchr("$(", at[1]);
}

/* Tags are Latin letters in every language: they would only mislead the guess. */
static void add_outside_tags(struct buf *out, struct str bytes) {
    bool tag = false;
    for (size_t i = 0; i < bytes.n && out->n < GUESS_FROM; i++) {
        char c = bytes.p[i];
        if (c == '<')
            tag = true;
        if (!tag)
            buf_add_byte(out, c);
        if (c == '>')
            tag = false;
    }
}

/* One line with bytes beyond ASCII after another, so that a page whose first 64 KB are script is guessed by its words.
 */
static const char *guess(struct arena *arena, struct str bytes) {
    struct buf sample;
    buf_init(&sample);
    for (size_t at = 0; at < bytes.n && sample.n < GUESS_FROM;) {
        const char *end = memchr(bytes.p + at, '\n', bytes.n - at);
        size_t to = end ? (size_t)(end - bytes.p) + 1 : bytes.n;
        struct str line = str_slice(bytes, at, to);
        bool high = false;
        for (size_t i = 0; i < line.n && !high; i++)
            high = (unsigned char)line.p[i] >= 0x80 || line.p[i] == 0x1B;
        if (high)
            add_outside_tags(&sample, line);
        at = to;
    }
    uchardet_t detector = uchardet_new();
    const char *found = NULL;
    if (uchardet_handle_data(detector, sample.data, sample.n) == 0) {
        uchardet_data_end(detector);
        found = charset_find(arena, arena_str(arena, str_from(uchardet_get_charset(detector))));
    }
    uchardet_delete(detector);
    buf_fini(&sample);
    return found;
}

static size_t count_high(struct str bytes) {
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        n += (unsigned char)bytes.p[i] >= 0x80;
    return n;
}

/* Control characters of the second set are what a wrong single-byte charset leaves where it has no letter. */
static size_t count_odd(struct str text) {
    size_t odd = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        odd += (c >= 0x80 && c < 0xA0) || (c >= 0xE000 && c < 0xF900);
    }
    return odd;
}

static bool is_western(const char *charset) {
    return strcmp(charset, "windows-1252") == 0 || strcasecmp(charset, "iso-8859-15") == 0 ||
           strcmp(charset, "macintosh") == 0;
}

/* windows-1252 is what servers and editors say when nobody told them. Letters beyond ASCII stand alone in Spanish,
 * German or French; where they follow each other, the text is in the charset that the guess names. */
static bool is_default_in_vain(struct arena *arena, struct str bytes, const char *declared) {
    if (!is_western(declared))
        return false;
    size_t high = 0, together = 0;
    for (size_t i = 1; i < bytes.n; i++) {
        high += (unsigned char)bytes.p[i] >= 0x80;
        together += (unsigned char)bytes.p[i] >= 0x80 && (unsigned char)bytes.p[i - 1] >= 0x80;
    }
    if (high <= 20 || together <= high / 2)
        return false;
    const char *guessed = guess(arena, bytes);
    return guessed && !is_western(guessed);
}

static bool try_charset(struct arena *arena, struct str bytes, const char *charset, const char *why,
                        struct charset_text *out) {
    struct charset_text got = {.charset = charset, .why = why};
    if (!charset || !charset_convert(arena, bytes, charset, &got.text, &got.replaced))
        return false;
    *out = got;
    return true;
}

static bool try_declared(struct arena *arena, struct str bytes, struct str label, const char *why,
                         struct charset_text *out) {
    const char *charset = charset_find(arena, label);
    if (!charset || strncasecmp(charset, "UTF-", 4) == 0 || is_default_in_vain(arena, bytes, charset))
        return false;
    struct charset_text got;
    if (!try_charset(arena, bytes, charset, why, &got) ||
        got.replaced + count_odd(got.text) > REPLACED_FOR_A_LIE(count_high(bytes)))
        return false;
    *out = got;
    return true;
}

static void take_utf8(struct arena *arena, struct str bytes, const char *why, struct charset_text *out) {
    *out = (struct charset_text){.text = bytes, .charset = "UTF-8", .why = why};
    if (utf8_valid(bytes))
        return;
    struct buf clean;
    buf_init(&clean);
    utf8_clean(&clean, bytes, &out->replaced);
    out->text = arena_str(arena, buf_str(&clean));
    buf_fini(&clean);
}

void charset_decode(struct arena *arena, struct str bytes, struct str told, struct charset_text *out) {
    const char *charset = by_mark(&bytes);
    size_t good, bad;
    count_utf8(bytes, &good, &bad);
    if (charset && strcmp(charset, "UTF-8") == 0)
        take_utf8(arena, bytes, "byte-order mark", out);
    else if (try_charset(arena, bytes, charset, "byte-order mark", out) ||
             try_charset(arena, bytes, by_zeros(bytes), "zero bytes", out))
        return;
    else if (!has_escapes(bytes) && bad * UTF8_GOOD_FOR_ONE_BAD <= good)
        take_utf8(arena, bytes, "valid UTF-8", out);
    else if (!try_declared(arena, bytes, told, "server", out) &&
             !try_declared(arena, bytes, charset_declared(bytes), "document", out) &&
             !try_charset(arena, bytes, guess(arena, bytes), "guess", out) &&
             !try_charset(arena, bytes, "windows-1252", "default", out))
        take_utf8(arena, bytes, "default", out);
}
