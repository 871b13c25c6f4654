/* Buckets are numbered from the first day that a date can have, so that counting is adding to an array. */
#include "searcher/histogram.h"

#include <string.h>

#define FIRST_YEAR 1000
#define LAST_YEAR 2999
/* Of the days of FIRST_YEAR and LAST_YEAR; days are counted from 1970-01-01. */
#define FIRST_DAY (-354285)

struct histogram {
    enum facet_interval interval;
    uint32_t *counts; /* [bucket] */
    uint32_t buckets;
    uint32_t missing, coarse;
};

/* ---- days ---- */

struct day {
    int year, month, day;
};

/* Days from 1970-01-01 in the Gregorian calendar, counted in periods of 400 years that begin in March. */
static int32_t day_number(struct day day) {
    const int year = day.month > 2 ? day.year : day.year - 1;
    const int era = year / 400, of_era = year - era * 400;
    const int of_year = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static struct day day_of(int32_t number) {
    const int32_t days = number + 719468, era = days / 146097, of_era = days - era * 146097;
    const int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int32_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    struct day day = {.day = of_year - (153 * month + 2) / 5 + 1, .month = month < 10 ? month + 3 : month - 9};
    day.year = year + era * 400 + (day.month <= 2);
    return day;
}

static struct day day_read(uint32_t written) {
    return (struct day){(int)(written / 10000), (int)(written / 100 % 100), (int)(written % 100)};
}

/* Monday 0 ... Sunday 6; 1970-01-01 was a Thursday. */
static int weekday(int32_t number) {
    return ((number % 7) + 7 + 3) % 7;
}

/* ---- buckets ---- */

static uint32_t bucket_of(enum facet_interval interval, uint32_t written) {
    const struct day day = day_read(written);
    const int years = day.year - FIRST_YEAR;
    switch (interval) {
    case FACET_YEAR:
        return (uint32_t)years;
    case FACET_QUARTER:
        return (uint32_t)(years * 4 + (day.month - 1) / 3);
    case FACET_MONTH:
        return (uint32_t)(years * 12 + day.month - 1);
    case FACET_WEEK:
        return (uint32_t)(day_number(day) - FIRST_DAY + weekday(FIRST_DAY)) / 7;
    case FACET_DAY:
    case FACET_VALUES:
        break;
    }
    return (uint32_t)(day_number(day) - FIRST_DAY);
}

static struct str month_text(struct arena *arena, int months) {
    return arena_printf(arena, "%d-%02d", FIRST_YEAR + months / 12, months % 12 + 1);
}

static struct str day_text(struct arena *arena, int32_t number) {
    const struct day day = day_of(number);
    return arena_printf(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

/* A week belongs to the year that its Thursday lies in. */
static struct str week_label(struct arena *arena, int32_t monday) {
    const struct day thursday = day_of(monday + 3);
    const int32_t of_year = monday + 3 - day_number((struct day){thursday.year, 1, 1});
    return arena_printf(arena, "%04d-W%02d", thursday.year, of_year / 7 + 1);
}

static void name_bucket(struct arena *arena, enum facet_interval interval, uint32_t bucket, struct facet_value *value) {
    const int n = (int)bucket;
    const int32_t monday = n * 7 + FIRST_DAY - weekday(FIRST_DAY);
    switch (interval) {
    case FACET_YEAR:
        value->id = arena_printf(arena, "%d", FIRST_YEAR + n);
        break;
    case FACET_QUARTER:
        value->id = arena_printf(arena, "%s..%s", month_text(arena, n * 3).p, month_text(arena, n * 3 + 2).p);
        value->label = arena_printf(arena, "%d-Q%d", FIRST_YEAR + n / 4, n % 4 + 1);
        break;
    case FACET_MONTH:
        value->id = month_text(arena, n);
        break;
    case FACET_WEEK:
        value->id = arena_printf(arena, "%s..%s", day_text(arena, monday).p, day_text(arena, monday + 6).p);
        value->label = week_label(arena, monday);
        break;
    case FACET_DAY:
    case FACET_VALUES:
        value->id = day_text(arena, n + FIRST_DAY);
        break;
    }
    if (value->label.n == 0)
        value->label = value->id;
}

/* ---- counting ---- */

struct histogram *histogram_new(struct arena *arena, enum facet_interval interval) {
    struct histogram *h = arena_alloc(arena, sizeof *h);
    h->interval = interval;
    h->buckets = bucket_of(interval, LAST_YEAR * 10000 + 1231) + 1;
    h->counts = arena_array(arena, h->buckets, sizeof *h->counts);
    return h;
}

void histogram_add(struct histogram *h, struct date date) {
    if (date.first == 0) {
        h->missing++;
        return;
    }
    const uint32_t first = bucket_of(h->interval, date.first), last = bucket_of(h->interval, date.last);
    if (first == last)
        h->counts[first]++;
    else
        h->coarse++;
}

void histogram_result(struct arena *arena, const struct histogram *h, struct facet *out) {
    uint32_t first = 0, end = h->buckets;
    while (first < end && h->counts[first] == 0)
        first++;
    while (end > first && h->counts[end - 1] == 0)
        end--;
    *out = (struct facet){
        .field = field_row(FIELD_DATE), .interval = h->interval, .missing = h->missing, .coarse = h->coarse};
    out->values = arena_array(arena, (size_t)(end - first) + 1, sizeof *out->values);
    for (; first < end; first++) {
        struct facet_value *value = &out->values[out->value_count++];
        name_bucket(arena, h->interval, first, value);
        value->count = h->counts[first];
    }
    out->total = (uint32_t)out->value_count;
}

bool histogram_interval(struct str written, enum facet_interval *out) {
    static const char *const names[] = {[FACET_YEAR] = "year",
                                        [FACET_QUARTER] = "quarter",
                                        [FACET_MONTH] = "month",
                                        [FACET_WEEK] = "week",
                                        [FACET_DAY] = "day"};
    for (size_t i = FACET_YEAR; i < sizeof names / sizeof *names; i++) {
        if (!str_eq_c(written, names[i]))
            continue;
        *out = (enum facet_interval)i;
        return true;
    }
    return false;
}
