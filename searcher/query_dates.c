/* A range is two dates with a mark between them; either may be missing. The letters are first brought to ASCII, so that
 * one table of marks does. */
#include "searcher/query_dates.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

#define DATES_TEXT_MAX 64

/* A date or range in ASCII. */
struct dates {
    char text[DATES_TEXT_MAX];
    size_t n;
};

static bool add(struct dates *dates, const char *c) {
    size_t n = strlen(c);
    if (dates->n + n > sizeof dates->text)
        return false;
    memcpy(dates->text + dates->n, c, n);
    dates->n += n;
    return true;
}

static bool add_letter(struct dates *dates, const struct letter *letter) {
    const int32_t digit = u_charDigitValue((UChar32)letter->c);
    char c[2] = {letter->sign, '\0'};
    if (digit >= 0)
        c[0] = (char)('0' + digit);
    if (letter->sign == SIGN_DASH || letter->sign == SIGN_DOTS || letter->sign == '~' || letter->c == 0x301C /* 〜 */)
        return add(dates, "..");
    return c[0] >= ' ' && add(dates, c);
}

static bool read_letters(const struct lex *lex, size_t from, size_t to, struct dates *dates) {
    for (size_t i = from; i < to; i++)
        if (!add_letter(dates, &lex->letters.v[i]))
            return false;
    return dates->n > 0;
}

/* One end: a date, or nothing (or *) for an open one. */
static bool read_end(struct str written, struct date *out) {
    *out = (struct date){0, 0};
    written = str_trim(written);
    return written.n == 0 || str_eq_c(written, "*") || date_parse(written, out);
}

/* Splits at the first `mark`; true when there is one. */
static bool cut_at(struct str s, const char *mark, struct str *head, struct str *tail) {
    const size_t n = strlen(mark);
    for (size_t i = 0; i + n <= s.n; i++) {
        if (memcmp(s.p + i, mark, n) != 0)
            continue;
        *head = str_slice(s, 0, i);
        *tail = str_slice(s, i + n, s.n);
        return true;
    }
    return false;
}

static void warn_read_as(const struct lex *lex, const struct lex_item *item, struct date range) {
    struct buf as;
    buf_init(&as);
    query_dates_print(&as, range);
    struct str text = lex_shown(lex, item->from, item->to);
    lex_warn(lex, "\"%.*s\" at column %zu is read as %s, its ends included.", STR_FMT(text), item->column, as.data);
    buf_fini(&as);
}

static bool join_ends(const struct lex *lex, const struct lex_item *item, struct str head, struct str tail,
                      struct date *range) {
    struct date first, last;
    if (!read_end(head, &first) || !read_end(tail, &last) || (first.first == 0 && last.last == 0))
        return false;
    *range = (struct date){first.first, last.last};
    if (first.first && last.last && first.first > last.last) {
        *range = (struct date){last.first, first.last};
        warn_read_as(lex, item, *range);
    }
    return true;
}

/* >2019 and <=2020-05. */
static bool read_comparison(const struct lex *lex, const struct lex_item *item, struct str text, struct date *range) {
    const bool after = text.p[0] == '>';
    text = str_slice(text, 1, text.n);
    const bool equal = str_starts(text, STR("="));
    struct date end;
    if (!date_parse(str_slice(text, equal, text.n), &end))
        return false;
    *range = after ? (struct date){end.first, 0} : (struct date){0, end.last};
    warn_read_as(lex, item, *range);
    return true;
}

bool query_dates_read(const struct lex *lex, const struct lex_item *item, struct date *range) {
    struct dates dates = {.n = 0};
    struct str head, tail;
    if (!read_letters(lex, item->from, item->to, &dates))
        return false;
    struct str text = str_trim((struct str){dates.text, dates.n});
    if (text.n > 0 && (text.p[0] == '[' || text.p[0] == '{') && cut_at(text, " TO ", &head, &tail)) {
        if (!join_ends(lex, item, str_slice(head, 1, head.n), str_slice(tail, 0, tail.n - 1), range))
            return false;
        warn_read_as(lex, item, *range);
        return true;
    }
    if (text.n > 0 && (text.p[0] == '>' || text.p[0] == '<'))
        return read_comparison(lex, item, text, range);
    if (cut_at(text, "...", &head, &tail) || cut_at(text, "..", &head, &tail))
        return join_ends(lex, item, head, tail, range);
    if (date_parse(text, range))
        return true;
    /* 2019-2021; two years only, since 2019-12 is a month. */
    return text.n == 9 && text.p[4] == '-' && join_ends(lex, item, str_slice(text, 0, 4), str_slice(text, 5, 9), range);
}

/* ---- printing ---- */

/* The shortest date that begins (or ends) on this day. */
static void print_end(struct buf *out, uint32_t day, bool last) {
    char written[16];
    struct date date;
    snprintf(written, sizeof written, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
    static const size_t lengths[] = {4, 7, 10};
    size_t i = 0;
    while (i < 2 && !(date_parse((struct str){written, lengths[i]}, &date) && (last ? date.last : date.first) == day))
        i++;
    buf_add(out, written, lengths[i]);
}

void query_dates_print(struct buf *out, struct date range) {
    struct buf first, last;
    buf_init(&first);
    buf_init(&last);
    if (range.first)
        print_end(&first, range.first, false);
    if (range.last)
        print_end(&last, range.last, true);
    struct date whole;
    /* A single date where one says it all: 2021, not 2021..2021. */
    if (range.first && date_parse(buf_str(&first), &whole) && whole.last == range.last)
        buf_add_str(out, buf_str(&first));
    else if (range.first && range.last && date_parse(buf_str(&last), &whole) && whole.first == range.first)
        buf_add_str(out, buf_str(&last));
    else
        buf_addf(out, "%s..%s", first.data, last.data);
    buf_fini(&first);
    buf_fini(&last);
}
