/* Which day does a date in prose mean?
 *
 *   12 de marzo de 2021    March 12, 2021    2021年3月12日    令和3年3月12日    ١٢ مارس ٢٠٢١    12.03.2021
 *   2021. március 12.      12 มีนาคม 2564     ۲۲ اسفند ۱۳۹۹     二〇二一年三月十二日    12 tháng 3 năm 2021    marzo de
 * 2021
 *
 * Cautious on purpose, for no date is better than a wrong one: none is made of 3/5/2021 where the language leaves open
 * which is the month, of years with two digits, of ranges (12-14 March 2021), of days without a year, of days that do
 * not exist, of 1970-01-01. A month alone stays partial. Which date of a text tells when it was published: date_find.h.
 */
#ifndef INDEXER_FACTS_DATE_TEXT_H
#define INDEXER_FACTS_DATE_TEXT_H

#include "corpus/date.h"
#include "indexer/facts/date_parts.h"

/* A longer text is not a date with a few words around it, and has none. */
#define DATE_TEXT_MAX 400u

/* The first date of a short text: what a page shows as its date, a line, a field of a form. Months are looked for in
 * `language` and in English; in the most common languages when it is NULL or unknown. False, and *out as it was, when
 * there is none. */
bool date_text_parse(struct str text, const struct language *language, struct date *out);

/* The same for who must know what stands around it: the parts of the text, and which of them the date is made of. */
struct date_in_text {
    struct date date;
    struct date_parts parts;
    size_t from, to; /* parts[from .. to) */
};
bool date_text_find(struct str text, const struct language *language, struct date_in_text *out);

#endif
