/* Which words of a text could be parts of a date?
 *
 * Numbers in any digits, also Chinese numerals; names of months and weekdays; the signs 年 月 日; the small words
 * between them; and what stands between each part and the one before. Puts nothing together: date_text.c does. */
#ifndef INDEXER_FACTS_DATE_PARTS_H
#define INDEXER_FACTS_DATE_PARTS_H

#include "indexer/facts/date_names.h"

#define DATE_PARTS_MAX 160u

enum date_part_kind {
    PART_OTHER,
    PART_NUMBER,
    PART_DOTTED, /* 12.03.2021 and 2021.3.12, which are one word */
    PART_MONTH,
    PART_PERSIAN_MONTH,
    PART_WEEKDAY,
    PART_FILLER, /* de, of, den, года */
    PART_ERA,    /* 令和; its value is the year before the first */
    PART_YEAR_SIGN,
    PART_MONTH_SIGN,
    PART_DAY_SIGN
};

enum date_gap { GAP_NONE, GAP_SPACE, GAP_COMMA, GAP_DOT, GAP_DASH, GAP_SLASH, GAP_FAR };

struct date_part {
    enum date_part_kind kind;
    enum date_gap gap;  /* to the part before */
    unsigned value;     /* of a number, month, era */
    unsigned digits;    /* of a number */
    unsigned dotted[3]; /* of a dotted word, as written */
    struct str folded;  /* of its first word; good as long as a token's */
    size_t start, end;  /* bytes in the text */
};

struct date_parts {
    struct date_part v[DATE_PARTS_MAX];
    size_t n;
};

/* The first DATE_PARTS_MAX words of the text. */
void date_parts_read(struct tokens *tokens, struct date_names *names, struct str text, const struct language *language,
                     struct date_parts *out);

#endif
