/* Dates as documents give them: whole or partial, and never guessed at.
 *
 * A partial date keeps its precision: 2021-05 means "some day of May 2021", first day 20210501, last day 20210531. */
#ifndef CORPUS_DATE_H
#define CORPUS_DATE_H

#include "corpus/base/buf.h"

struct date {
    uint32_t first; /* YYYYMMDD, 0 when unknown */
    uint32_t last;
};

/* 2021, 2021-05, 2021-05-03, also with a time behind it (which is dropped) and with / or . between the parts, or
 * 20210503. False for everything else, for days that do not exist and for years outside 1000..2999. */
bool date_parse(struct str written, struct date *out);
/* Whether a date is one that programs write when they know none: 1970-01-01, 1900-01-01. */
bool date_is_placeholder(struct date date);
/* "2021", "2021-05", "2021-05-03", "" when unknown; what date_parse reads back to the same date. */
void date_format(struct buf *out, struct date date);

#endif
