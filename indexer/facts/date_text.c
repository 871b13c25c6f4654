/* From the parts that stand together to a day. The forms are tried at each part in turn; the first that fits is taken.
 */
#include "indexer/facts/date_text.h"

#include <assert.h>
#include <unicode/ucal.h>

#define YEAR_MIN 1600u
#define YEAR_MAX 2100u

/* Opened once a thread and kept as long as it lives: to read the names of one language takes longer than a thousand
 * dates. */
static _Thread_local struct tokens *analyser;
static _Thread_local struct date_names *names;

struct reading {
    const struct date_parts *parts;
    const struct language *language;
    bool day_first; /* 3/5/2021 is the third of May */
    size_t at;      /* the next part */
    unsigned year, month, day;
};

/* ---- days ---- */

static bool set_date(unsigned year, unsigned month, unsigned day, struct date *out) {
    struct date date;
    struct buf iso;
    buf_init(&iso);
    buf_addf(&iso, day ? "%04u-%02u-%02u" : "%04u-%02u", year, month, day);
    bool good = year >= YEAR_MIN && year <= YEAR_MAX && date_parse(buf_str(&iso), &date) && !date_is_placeholder(date);
    buf_fini(&iso);
    if (good)
        *out = date;
    return good;
}

/* A day of the Persian calendar. Its months begin within ours, so one without a day is no partial date. */
static bool set_persian(unsigned year, unsigned month, unsigned day, struct date *out) {
    static const UChar gmt[] = {'G', 'M', 'T', 0};
    UErrorCode status = U_ZERO_ERROR;
    if (year < 1250 || year > 1500 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    UCalendar *persian = ucal_open(gmt, -1, "fa@calendar=persian", UCAL_DEFAULT, &status);
    UCalendar *ours = ucal_open(gmt, -1, "en@calendar=gregorian", UCAL_GREGORIAN, &status);
    if (U_SUCCESS(status)) {
        ucal_clear(persian);
        ucal_setDate(persian, (int32_t)year, (int32_t)month - 1, (int32_t)day, &status);
        ucal_setMillis(ours, ucal_getMillis(persian, &status), &status);
        year = (unsigned)ucal_get(ours, UCAL_YEAR, &status);
        month = (unsigned)ucal_get(ours, UCAL_MONTH, &status) + 1;
        day = (unsigned)ucal_get(ours, UCAL_DATE, &status);
    }
    ucal_close(persian);
    ucal_close(ours);
    return U_SUCCESS(status) && set_date(year, month, day, out);
}

/* Thailand counts its years from 543 before ours. */
static unsigned common_year(const struct reading *r, unsigned year) {
    return str_eq_c(str_from(r->language->code), "th") && year >= 2300 && year <= 2700 ? year - 543 : year;
}

/* ---- steps through the parts ---- */

static const struct date_part *peek(const struct reading *r) {
    static const struct date_part nothing = {.kind = PART_OTHER, .gap = GAP_FAR};
    return r->at < r->parts->n ? &r->parts->v[r->at] : &nothing;
}

static bool is_near(enum date_gap gap) {
    return gap <= GAP_DOT;
}

static void skip_fillers(struct reading *r) {
    for (unsigned i = 0; i < 2 && peek(r)->kind == PART_FILLER && is_near(peek(r)->gap); i++)
        r->at++;
}

static bool take_kind(struct reading *r, enum date_part_kind kind, unsigned *value) {
    const struct date_part *part = peek(r);
    if (part->kind != kind)
        return false;
    *value = part->value;
    r->at++;
    return true;
}

static bool take_day(struct reading *r) {
    const struct date_part *part = peek(r);
    return part->digits <= 2 && part->value >= 1 && part->value <= 31 && take_kind(r, PART_NUMBER, &r->day);
}

static bool take_year(struct reading *r) {
    return peek(r)->digits == 4 && take_kind(r, PART_NUMBER, &r->year);
}

/* Inside a date: whether the next part stands near, small words aside. */
static bool goes_on(struct reading *r) {
    skip_fillers(r);
    return is_near(peek(r)->gap);
}

/* A hyphen may join its parts too: 12-Mar-2021. */
static bool goes_on_or_dash(struct reading *r) {
    return goes_on(r) || peek(r)->gap == GAP_DASH || peek(r)->gap == GAP_SLASH;
}

/* A number before, joined by a dash or slash, makes a range of it. */
static bool ends_a_range(const struct reading *r) {
    const struct date_part *part = peek(r);
    bool joined = part->gap == GAP_DASH || part->gap == GAP_SLASH;
    return r->at > 0 && joined && r->parts->v[r->at - 1].kind == PART_NUMBER;
}

static bool begins_a_range(const struct reading *r, enum date_gap gap) {
    return peek(r)->kind == PART_NUMBER && peek(r)->gap == gap;
}

/* ---- the forms ---- */

/* 2021年3月12日, 2021년 3월, 令和3年3月12日 */
static bool form_signs(struct reading *r, struct date *out) {
    unsigned before = 0, none;
    bool era = take_kind(r, PART_ERA, &before);
    if (!(era ? take_kind(r, PART_NUMBER, &r->year) : take_year(r)) || !take_kind(r, PART_YEAR_SIGN, &none) ||
        !is_near(peek(r)->gap) || !take_kind(r, PART_NUMBER, &r->month) || !take_kind(r, PART_MONTH_SIGN, &none))
        return false;
    size_t end = r->at;
    bool whole = is_near(peek(r)->gap) && take_day(r) && take_kind(r, PART_DAY_SIGN, &none);
    if (!whole) {
        r->at = end;
        r->day = 0;
    }
    return set_date(before + r->year, r->month, r->day, out);
}

/* Which of two numbers is the month, when the year comes last? */
static bool set_day_and_month(const struct reading *r, unsigned first, unsigned second, bool day_first,
                              struct date *out) {
    if (first <= 12 && second <= 12 && first != second && !day_first)
        return false;
    bool swap = second > 12 && !day_first; /* 03/25/2021 */
    return set_date(common_year(r, r->year), swap ? first : second, swap ? second : first, out);
}

/* 12.03.2021 and 2021.03.12. With dots the day comes before the month everywhere. */
static bool form_dotted(struct reading *r, struct date *out) {
    const struct date_part *part = peek(r);
    if (part->kind != PART_DOTTED)
        return false;
    r->at++;
    if (part->dotted[0] >= YEAR_MIN)
        return set_date(common_year(r, part->dotted[0]), part->dotted[1], part->dotted[2], out);
    r->year = part->dotted[2];
    return set_day_and_month(r, part->dotted[0], part->dotted[1], true, out);
}

/* 2021-03-12, 12/03/2021, 12. 03. 2021, ۱۳۹۹/۱۲/۲۲ */
static bool form_numbers(struct reading *r, struct date *out) {
    unsigned number[3], digits[3];
    enum date_gap gap = GAP_FAR;
    if (ends_a_range(r))
        return false;
    for (unsigned i = 0; i < 3; i++) {
        digits[i] = peek(r)->digits;
        if (i == 1)
            gap = peek(r)->gap;
        if ((i && (peek(r)->gap != gap || gap < GAP_DOT || gap > GAP_SLASH)) || !take_kind(r, PART_NUMBER, &number[i]))
            return false;
    }
    if (begins_a_range(r, gap) || digits[1] > 2)
        return false;
    if (digits[0] == 4 && digits[2] <= 2) {
        if (number[0] < YEAR_MIN && str_eq_c(str_from(r->language->code), "fa"))
            return set_persian(number[0], number[1], number[2], out);
        return set_date(common_year(r, number[0]), number[1], number[2], out);
    }
    r->year = number[2];
    return digits[0] <= 2 && digits[2] == 4 &&
           set_day_and_month(r, number[0], number[1], gap == GAP_DOT || r->day_first, out);
}

/* 12 de marzo de 2021, 12. März 2021, 12-Mar-2021 */
static bool form_day_month_year(struct reading *r, struct date *out) {
    return !ends_a_range(r) && take_day(r) && goes_on_or_dash(r) && take_kind(r, PART_MONTH, &r->month) &&
           goes_on_or_dash(r) && take_year(r) && set_date(common_year(r, r->year), r->month, r->day, out);
}

/* ۲۲ اسفند ۱۳۹۹ */
static bool form_persian(struct reading *r, struct date *out) {
    return take_day(r) && goes_on(r) && take_kind(r, PART_PERSIAN_MONTH, &r->month) && goes_on(r) && take_year(r) &&
           set_persian(r->year, r->month, r->day, out);
}

/* March 12, 2021 */
static bool form_month_day_year(struct reading *r, struct date *out) {
    return take_kind(r, PART_MONTH, &r->month) && goes_on(r) && take_day(r) && goes_on(r) && take_year(r) &&
           set_date(common_year(r, r->year), r->month, r->day, out);
}

/* 2021. március 12., 2021 m. kovo 12 d., 2021. gada 12. marts, 2021-Mar-12 */
static bool form_year_first(struct reading *r, struct date *out) {
    if (!take_year(r) || !goes_on_or_dash(r))
        return false;
    bool day_first = take_day(r) && goes_on(r);
    if (!take_kind(r, PART_MONTH, &r->month))
        return false;
    bool joined = peek(r)->gap <= GAP_SPACE || peek(r)->gap == GAP_DASH; /* not: 2021 march of 12 people */
    return (day_first || (joined && take_day(r))) && !begins_a_range(r, GAP_DASH) &&
           set_date(r->year, r->month, r->day, out);
}

/* marzo de 2021, unless a number before it or a month before that makes it the end of something longer */
static bool form_month_year(struct reading *r, struct date *out) {
    size_t before = r->at;
    if (before > 1 && r->parts->v[before - 1].kind == PART_FILLER)
        before--;
    enum date_part_kind kind = before > 0 ? r->parts->v[before - 1].kind : PART_OTHER;
    if (kind == PART_NUMBER || kind == PART_MONTH || peek(r)->gap == GAP_DASH)
        return false;
    return take_kind(r, PART_MONTH, &r->month) && goes_on(r) && take_year(r) &&
           set_date(common_year(r, r->year), r->month, 0, out);
}

static bool find_in_parts(const struct language *language, bool day_first, struct date_in_text *found) {
    static bool (*const forms[])(struct reading *, struct date *) = {
        form_signs,   form_dotted,         form_numbers,    form_day_month_year,
        form_persian, form_month_day_year, form_year_first, form_month_year,
    };
    for (size_t i = 0; i < found->parts.n; i++)
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
            struct reading r = {.parts = &found->parts, .language = language, .day_first = day_first, .at = i};
            if (forms[f](&r, &found->date)) {
                found->from = i;
                found->to = r.at;
                return true;
            }
        }
    return false;
}

/* ---- languages ---- */

static bool find_in_language(struct str text, const struct language *language, bool sure, struct date_in_text *out) {
    date_parts_read(analyser, names, text, language, &out->parts);
    return find_in_parts(language, sure && date_names_day_first(names, language), out);
}

/* For a text whose language nobody knows. Croatian, Czech and Polish are not among them: listopad is October in one and
 * November in the others. */
static const char *const common[] = {"en", "es", "fr", "de", "pt", "it", "ru",
                                     "uk", "ar", "fa", "tr", "id", "nl", "zh"};

bool date_text_find(struct str text, const struct language *language, struct date_in_text *out) {
    bool known = language && language != language_unknown();
    if (text.n == 0 || text.n > DATE_TEXT_MAX)
        return false;
    if (!analyser) {
        analyser = tokens_new();
        names = date_names_new(analyser);
    }
    if (known && find_in_language(text, language, true, out))
        return true;
    for (size_t i = 0; i < (known ? 1 : sizeof common / sizeof *common); i++)
        if (find_in_language(text, language_find(str_from(common[i])), false, out))
            return true;
    return false;
}

bool date_text_parse(struct str text, const struct language *language, struct date *out) {
    struct date_in_text found;
    if (!date_text_find(text, language, &found))
        return false;
    *out = found.date;
    return true;
}
