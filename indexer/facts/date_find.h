/* When was a text published, by what it says itself?
 *
 * Looks only where texts say so: a line of the head or the foot that is a date with nothing beside it but the place,
 * the weekday, the hour or a word such as "Published" ("Berlin, den 12. März 2021", "发布时间：2021-03-12"), and the
 * dateline that opens a report ("MADRID, 12 March 2021 (EFE) - "). Dates inside sentences are about something else.
 * Where two lines of the head disagree, none is taken. A line that tells when somebody looked at the page is none. */
#ifndef INDEXER_FACTS_DATE_FIND_H
#define INDEXER_FACTS_DATE_FIND_H

#include "indexer/facts/date_text.h"

/* `where` gets the words of the date. False, and nothing changed, when the text does not say it. */
bool date_find(struct str text, const struct language *language, struct date *out, struct str *where);

#endif
