/* Dates as mails and RSS write them: "Tue, 1 Mar 2022 23:30:00 +0100". */
#ifndef INDEXER_EXTRACT_MAIL_DATE_H
#define INDEXER_EXTRACT_MAIL_DATE_H

#include "corpus/base/arena.h"

/* The day where it was written, "2022-03-01", in the arena; also of ISO 8601. Empty when it is no date. */
struct str mail_date_day(struct arena *arena, struct str written);

#endif
