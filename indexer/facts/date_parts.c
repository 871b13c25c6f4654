/* Each token becomes a part; a name of several tokens, an era's two signs and a run of Chinese numerals become one. */
#include "indexer/facts/date_parts.h"

#include <string.h>

/* Small words inside dates, folded: 12 de marzo de 2021, 12th of March, den 12. März, 2021. gada 12. marts, ngày 12
 * tháng 3 năm 2021, 2021 жылғы 12 наурыз, 2021 m. kovo 12 d., 12 Οκτωβρίου του 2021. */
static const char *const fillers[] = {
    "de",  "del", "d",   "of",   "den",  "der", "di",     "gada", "m",   "ngay",  "nam",   "жылгы", "года",
    "год", "г",   "гг",  "року", "рік",  "р",   "година", "роки", "του", "من",    "عام",   "سنه",   "ม",
    "พศ",  "poʻ", "yil", "оны",  "оныи", "an",  "anul",   "a",    "e",   "mwezi", "mwaka", "taon",
};

/* What may hang on to a number that is no day: 12pm, 12km, 5x. */
static const char *const units[] = {"am", "pm", "h",   "hs", "hrs", "km", "cm", "mm",
                                    "kg", "g",  "uhr", "x",  "k",   "bn", "mb"};

static const struct {
    const char *sign;
    enum date_part_kind kind;
} signs[] = {
    {"年", PART_YEAR_SIGN}, {"년", PART_YEAR_SIGN}, {"月", PART_MONTH_SIGN}, {"월", PART_MONTH_SIGN},
    {"日", PART_DAY_SIGN},  {"号", PART_DAY_SIGN},  {"일", PART_DAY_SIGN},
};

static const struct {
    const char *first, *second;
    unsigned before;
} eras[] = {{"令", "和", 2018}, {"平", "成", 1988}, {"昭", "和", 1925},
            {"大", "正", 1911}, {"明", "治", 1867}, {"民", "国", 1911}};

static const struct {
    const char *sign;
    unsigned value;
} numerals[] = {{"〇", 0}, {"零", 0}, {"一", 1}, {"二", 2}, {"三", 3}, {"四", 4},
                {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"十", 10}};

#define IS_ONE_OF(word, list) str_is_one_of(word, list, sizeof(list) / sizeof *(list))

/* One sign and spaces around it; anything more parts what is no date. */
static enum date_gap gap_of(struct str between) {
    static const struct {
        const char *sign;
        enum date_gap gap;
    } gaps[] = {{",", GAP_COMMA}, {"،", GAP_COMMA}, {".", GAP_DOT},   {"-", GAP_DASH},
                {"‐", GAP_DASH},  {"‑", GAP_DASH},  {"–", GAP_DASH},  {"—", GAP_DASH},
                {"～", GAP_DASH}, {"〜", GAP_DASH}, {"/", GAP_SLASH}, {".,", GAP_COMMA}};
    static const char nbsp[] = "\xC2\xA0";
    if (between.n == 0)
        return GAP_NONE;
    struct str sign = str_trim(between);
    while (sign.n >= 2 && memcmp(sign.p, nbsp, 2) == 0)
        sign = str_trim(str_slice(sign, 2, sign.n));
    while (sign.n >= 2 && memcmp(sign.p + sign.n - 2, nbsp, 2) == 0)
        sign = str_trim(str_slice(sign, 0, sign.n - 2));
    if (sign.n == 0)
        return GAP_SPACE;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (str_eq_c(sign, gaps[i].sign))
            return gaps[i].gap;
    return GAP_FAR;
}

static size_t take_number(struct str s, size_t at, unsigned *out) {
    size_t from = at;
    for (*out = 0; at < s.n && at - from < 5 && s.p[at] >= '0' && s.p[at] <= '9'; at++)
        *out = *out * 10 + (unsigned)(s.p[at] - '0');
    return at - from;
}

static bool read_dotted(struct str folded, struct date_part *part) {
    size_t at = 0;
    for (unsigned i = 0; i < 3; i++) {
        size_t n = take_number(folded, at, &part->dotted[i]);
        at += n;
        if (n == 0 || (i < 2 && (at == folded.n || folded.p[at] != '.')))
            return false;
        at++;
    }
    part->kind = PART_DOTTED;
    return at == folded.n + 1;
}

/* A number with what ordinals and cases hang on to it: 12th, 1er, 12an, 2021eko, and the time in 2021-03-12T10:00. */
static bool read_number(struct str folded, struct date_part *part) {
    size_t n = take_number(folded, 0, &part->value);
    if (n == 0 || n > 4)
        return false;
    struct str rest = str_slice(folded, n, folded.n);
    bool is_time = rest.n > 1 && rest.p[0] == 't' && rest.p[1] >= '0' && rest.p[1] <= '9';
    if ((rest.n > 6 && !is_time) || IS_ONE_OF(rest, units))
        return false;
    for (size_t i = 0; i < rest.n && !is_time; i++)
        if (strchr("0123456789.,", rest.p[i]))
            return false;
    part->kind = PART_NUMBER;
    part->digits = (unsigned)n;
    return true;
}

static bool numeral_of(struct str sign, unsigned *value) {
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (str_eq_c(sign, numerals[i].sign)) {
            *value = numerals[i].value;
            return true;
        }
    return false;
}

/* 二〇二一 is 2021, 十二 is 12, 三十一 is 31. Gives how many tokens it took. */
static size_t read_numerals(const struct token *tokens, size_t n, struct date_part *part) {
    unsigned digit, tens = 0, value = 0;
    bool has_ten = false;
    size_t i = 0;
    for (; i < n && i < 4 && numeral_of(tokens[i].folded, &digit); i++) {
        if (digit == 10) {
            has_ten = true;
            tens = i ? value : 1;
            value = 0;
        } else {
            value = value * 10 + digit;
        }
    }
    if (i == 0)
        return 0;
    *part = (struct date_part){.kind = PART_NUMBER, .value = has_ten ? tens * 10 + value : value};
    part->digits = has_ten ? 2 : (unsigned)i;
    return i;
}

static size_t read_sign(const struct token *tokens, size_t n, struct date_part *part) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_eq_c(tokens[0].folded, signs[i].sign)) {
            part->kind = signs[i].kind;
            return 1;
        }
    for (size_t i = 0; n > 1 && i < sizeof eras / sizeof *eras; i++)
        if (str_eq_c(tokens[0].folded, eras[i].first) && str_eq_c(tokens[1].folded, eras[i].second)) {
            part->kind = PART_ERA;
            part->value = eras[i].before;
            return 2;
        }
    return 0;
}

static size_t read_name(struct date_names *names, const struct language *language, const struct token *tokens, size_t n,
                        struct date_part *part) {
    static const enum date_part_kind kinds[] = {
        [DATE_NAME_MONTH] = PART_MONTH,
        [DATE_NAME_PERSIAN_MONTH] = PART_PERSIAN_MONTH,
        [DATE_NAME_WEEKDAY] = PART_WEEKDAY,
    };
    struct date_name name = date_names_find(names, language, tokens, n);
    if (name.kind == DATE_NAME_NONE)
        return 0;
    part->kind = kinds[name.kind];
    part->value = name.number;
    return name.tokens;
}

/* One part from what the tokens begin with; gives how many it took. */
static size_t read_part(struct date_names *names, const struct language *language, const struct token *tokens, size_t n,
                        struct date_part *part) {
    struct str folded = tokens[0].folded;
    *part = (struct date_part){.kind = PART_OTHER};
    size_t taken = read_name(names, language, tokens, n, part);
    if (!taken)
        taken = read_sign(tokens, n, part);
    if (!taken)
        taken = read_numerals(tokens, n, part);
    if (taken)
        return taken;
    if (!read_dotted(folded, part) && !read_number(folded, part) && IS_ONE_OF(folded, fillers))
        part->kind = PART_FILLER;
    return 1;
}

void date_parts_read(struct tokens *tokens, struct date_names *names, struct str text, const struct language *language,
                     struct date_parts *out) {
    struct token words[DATE_PARTS_MAX];
    size_t n = 0;
    tokens_begin(tokens, text, language);
    while (n < DATE_PARTS_MAX && tokens_next(tokens, &words[n]))
        n++;
    out->n = 0;
    for (size_t i = 0; i < n;) {
        struct date_part *part = &out->v[out->n++];
        size_t taken = read_part(names, language, words + i, n - i, part);
        part->folded = words[i].folded;
        part->start = words[i].start;
        part->end = words[i + taken - 1].end;
        part->gap = i ? gap_of(str_slice(text, words[i - 1].end, part->start)) : GAP_FAR;
        i += taken;
    }
}
