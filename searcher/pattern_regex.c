/* ICU does the work, word by word, without regard to case. A time limit for each word keeps patterns like (a+)+b from
 * hanging a search: the word is given up, and the answer says so. */
#include "searcher/pattern_kinds.h"

#include "corpus/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

/* Of ICU: about a millisecond each, and bytes. */
#define TIME_LIMIT 20
#define STACK_LIMIT (1 << 20)
/* The words of the index are shorter. */
#define WORD_UNITS 256
/* A pattern with so many words given up is given up altogether. */
#define GIVEN_UP_MAX 5

struct regex {
    URegularExpression *engine;
    UChar word[WORD_UNITS];
    unsigned given_up;
};

/* Letters beyond ASCII are folded; of ASCII what is a sign and what a letter is the pattern's business. */
static void fold_letters(struct str written, struct tokens *tokens, struct buf *out) {
    struct buf folded;
    buf_init(&folded);
    for (size_t at = 0; at < written.n;) {
        const size_t from = at;
        const uint32_t c = utf8_next(written, &at);
        buf_clear(&folded);
        if (c >= 0x80)
            tokens_fold_value(tokens, str_slice(written, from, at), &folded);
        else
            buf_add_byte(&folded, (char)c);
        buf_add_str(out, buf_str(&folded));
    }
    buf_fini(&folded);
}

enum err_code regex_new(struct regex **regex, struct str written, struct tokens *tokens, struct err *e) {
    struct regex *r = mem_alloc(sizeof *r);
    struct buf folded;
    UErrorCode status = U_ZERO_ERROR;
    UParseError where = {0};
    int32_t units = 0;
    buf_init(&folded);
    fold_letters(written, tokens, &folded);
    UChar *pattern = mem_array(folded.n + 1, sizeof *pattern);
    u_strFromUTF8(pattern, (int32_t)folded.n + 1, &units, folded.data, (int32_t)folded.n, &status);
    if (U_SUCCESS(status))
        r->engine = uregex_open(pattern, units, UREGEX_CASE_INSENSITIVE, &where, &status);
    if (U_SUCCESS(status))
        uregex_setTimeLimit(r->engine, TIME_LIMIT, &status);
    if (U_SUCCESS(status))
        uregex_setStackLimit(r->engine, STACK_LIMIT, &status);
    free(pattern);
    buf_fini(&folded);
    *regex = r;
    if (U_SUCCESS(status))
        return ERR_OK;
    regex_free(regex);
    return err_set(e, ERR_USAGE, "it is no regular expression, or none that ends within bearable time (%s)",
                   u_errorName(status));
}

void regex_free(struct regex **regex) {
    if (*regex == NULL)
        return;
    uregex_close((*regex)->engine);
    free(*regex);
    *regex = NULL;
}

/* Letters and digits at the beginning, but the last one when it may be left out. Alternatives need not begin alike. */
void regex_beginning(struct str written, struct tokens *tokens, struct buf *out) {
    size_t end = 0, last = 0;
    if (memchr(written.p, '|', written.n))
        return;
    for (size_t at = 0; at < written.n;) {
        const char c = written.p[at];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
        if (!plain)
            break;
        last = at;
        utf8_next(written, &at);
        end = at;
    }
    if (end < written.n && strchr("?*{", written.p[end]))
        end = last;
    if (end > 0)
        tokens_fold_value(tokens, str_slice(written, 0, end), out);
}

bool regex_fits(struct regex *regex, struct str word) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = 0;
    if (regex->given_up >= GIVEN_UP_MAX)
        return false;
    u_strFromUTF8(regex->word, WORD_UNITS, &units, word.p, (int32_t)word.n, &status);
    if (U_FAILURE(status) || units >= WORD_UNITS)
        return false;
    uregex_setText(regex->engine, regex->word, units, &status);
    const bool fits = uregex_matches(regex->engine, -1, &status);
    if (status == U_REGEX_TIME_OUT || status == U_REGEX_STACK_OVERFLOW)
        regex->given_up++;
    return U_SUCCESS(status) && fits;
}

bool regex_gave_up(const struct regex *regex) {
    return regex->given_up > 0;
}
