/* Reading and writing dates.
 *
 * Only forms that begin with a four-digit year are read, because 03/05/2021 is one day in Lisbon and another in Boston,
 * and a wrong date is worse than none. What stands in a record is corpus/record.c's care, what a query may say about
 * dates that of the query parser; both end here. */
#include "corpus/date.h"

#include <assert.h>
#include <string.h>

#define YEAR_MIN 1000
#define YEAR_MAX 2999

static unsigned days_in_month(unsigned year, unsigned month) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static uint32_t day_number(unsigned year, unsigned month, unsigned day) {
    return year * 10000 + month * 100 + day;
}

/* Takes exactly `n` digits off the front. */
static bool take_digits(struct str *s, size_t n, unsigned *out) {
    if (s->n < n)
        return false;
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        *out = *out * 10 + (unsigned)(s->p[i] - '0');
    }
    *s = str_slice(*s, n, s->n);
    return true;
}

static bool take_byte(struct str *s, char c) {
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

/* What may follow a whole date: a time ("T10:05:00+02:00", " 10:05 UTC") or a zone alone ("Z", "+02:00"). It is not
 * kept, so it is only told apart from other writing, not checked minute by minute. */
static bool is_time_or_zone(struct str s) {
    if (s.n == 0 || str_eq_c(s, "Z"))
        return true;
    unsigned hour;
    bool zone = s.p[0] == '+' || s.p[0] == '-';
    if (!zone && s.p[0] != 'T' && s.p[0] != 't' && s.p[0] != ' ')
        return false;
    s = str_slice(s, 1, s.n);
    if (!take_digits(&s, 2, &hour) || hour > 24)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || !strchr("0123456789:.,+- ZzUTCGMAP", s.p[i]))
            return false;
    return true;
}

static bool set_month(struct date *out, unsigned year, unsigned month) {
    if (month < 1 || month > 12)
        return false;
    *out = (struct date){day_number(year, month, 1), day_number(year, month, days_in_month(year, month))};
    return true;
}

static bool set_day(struct date *out, unsigned year, unsigned month, unsigned day) {
    struct date whole_month;
    if (!set_month(&whole_month, year, month) || day < 1 || day > days_in_month(year, month))
        return false;
    *out = (struct date){day_number(year, month, day), day_number(year, month, day)};
    return true;
}

bool date_parse(struct str written, struct date *out) {
    struct str rest = str_trim(written);
    unsigned year, month, day;
    if (!take_digits(&rest, 4, &year) || year < YEAR_MIN || year > YEAR_MAX)
        return false;
    if (rest.n == 0) {
        *out = (struct date){day_number(year, 1, 1), day_number(year, 12, 31)};
        return true;
    }
    if (take_digits(&rest, 2, &month))
        return take_digits(&rest, 2, &day) && is_time_or_zone(rest) && set_day(out, year, month, day);
    char separator = rest.p[0];
    if (!separator || !strchr("-/.", separator) || !take_byte(&rest, separator) || !take_digits(&rest, 2, &month))
        return false;
    if (rest.n == 0)
        return set_month(out, year, month);
    return take_byte(&rest, separator) && take_digits(&rest, 2, &day) && is_time_or_zone(rest) &&
           set_day(out, year, month, day);
}

bool date_is_placeholder(struct date date) {
    static const uint32_t days[] = {19700101, 19000101};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        if (date.first == days[i] && date.last == days[i])
            return true;
    return false;
}

void date_format(struct buf *out, struct date date) {
    if (!date.first)
        return;
    unsigned year = date.first / 10000, month = date.first / 100 % 100, day = date.first % 100;
    if (date.first == date.last) {
        buf_addf(out, "%04u-%02u-%02u", year, month, day);
    } else if (date.last == day_number(year, 12, 31) && month == 1 && day == 1) {
        buf_addf(out, "%04u", year);
    } else {
        assert(day == 1 && date.last == day_number(year, month, days_in_month(year, month)));
        buf_addf(out, "%04u-%02u", year, month);
    }
}
