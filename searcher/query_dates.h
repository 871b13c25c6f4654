/* Which days does a date in a query mean?
 *
 * 2021, 2021-05, 2019..2021, 2020.., ..2020, and what people write in their place: 2019–2021, 2019…2021, 2019-2021,
 * >=2019, [2019 TO 2021], digits of any script (٢٠٢١, ２０２１). Single dates are corpus/date.h. */
#ifndef SEARCHER_QUERY_DATES_H
#define SEARCHER_QUERY_DATES_H

#include "searcher/query_lex.h"

/* False when it is not a date. Warns where it was read otherwise than it stands there. */
bool query_dates_read(const struct lex *lex, const struct lex_item *item, struct date *range);
/* Adds a range as it is typed: 2021-05, 2019..2021, 2020.. */
void query_dates_print(struct buf *out, struct date range);

#endif
