/* How are months and weekdays called?
 *
 * ICU's names in each language, in full and short, standing alone and inside a date (март, марта), folded as everything
 * is by corpus/tokens.h; for Arabic those of the Levant and the Maghreb too, for Persian also the months of the Persian
 * calendar. A language is read when it is first asked for, which takes a third of a millisecond. Used by date_text.c.
 */
#ifndef INDEXER_FACTS_DATE_NAMES_H
#define INDEXER_FACTS_DATE_NAMES_H

#include "corpus/tokens.h"

enum date_name_kind { DATE_NAME_NONE, DATE_NAME_MONTH, DATE_NAME_PERSIAN_MONTH, DATE_NAME_WEEKDAY };

struct date_name {
    enum date_name_kind kind;
    unsigned number; /* 1..12; of a weekday 1..7 */
    size_t tokens;   /* how many it is made of: two for "tháng 3" */
};

struct date_names;

struct date_names *date_names_new(struct tokens *tokens);
void date_names_free(struct date_names **names);

/* The longest name that the folded tokens begin with; its kind is DATE_NAME_NONE when there is none. */
struct date_name date_names_find(struct date_names *names, const struct language *language, const struct token *tokens,
                                 size_t n);
/* Whether 3/5/2021 means the third of May to everyone who writes the language: not in English, which is written on both
 * sides of the Atlantic, nor where the month or the year comes first. */
bool date_names_day_first(struct date_names *names, const struct language *language);

#endif
