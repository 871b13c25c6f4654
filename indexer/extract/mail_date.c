/* gmime reads all that mailers have ever written; it also reads dates into what is none, hence the checks around it. */
#include "indexer/extract/mail_date.h"

#include "corpus/date.h"

#include <ctype.h>
#include <gmime/gmime.h>

#define DAY 10u

static struct str iso_day(struct str written) {
    struct date date;
    if (written.n < DAY || !isdigit((unsigned char)written.p[0]) || written.p[4] != '-')
        return STR_EMPTY;
    struct str day = str_slice(written, 0, DAY);
    return date_parse(day, &date) ? day : STR_EMPTY;
}

static bool has_year(struct str written) {
    unsigned run = 0;
    for (size_t i = 0; i <= written.n; i++) {
        bool is_digit = i < written.n && isdigit((unsigned char)written.p[i]);
        if (!is_digit && run >= 2)
            return true;
        run = is_digit ? run + 1 : 0;
    }
    return false;
}

struct str mail_date_day(struct arena *arena, struct str written) {
    written = str_trim(written);
    struct str day = iso_day(written);
    if (day.n || !has_year(written))
        return day;
    GDateTime *moment = g_mime_utils_header_decode_date(arena_str(arena, written).p);
    if (!moment)
        return STR_EMPTY;
    int year, month, number;
    g_date_time_get_ymd(moment, &year, &month, &number);
    g_date_time_unref(moment);
    return year > 1970 ? arena_printf(arena, "%04d-%02d-%02d", year, month, number) : STR_EMPTY;
}
