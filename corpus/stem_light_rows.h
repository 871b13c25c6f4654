/* The rows that a table of corpus/stems/ is made of; only stem_light*.c include this.
 *
 *   VOWELS("аеиоу")            what is left must hold one of these
 *   MARKS_DROPPED              vowel points and stress marks go first
 *   MAP("يك", "یک")            letters that stand for others, one to one; an empty right side drops them
 *   ENDINGS(times)             begins a step: the longest ending that fits is taken off, up to `times` one after
 * another PREFIXES(times)            the same at the beginning STRIP(least, "ами ок>к")   of the step above: at least
 * `least` units must be left; "ок>к" puts к in its place */
#ifndef CORPUS_STEM_LIGHT_ROWS_H
#define CORPUS_STEM_LIGHT_ROWS_H

#include <stddef.h>
#include <uchar.h>

enum stem_row_kind { STEM_VOWELS, STEM_MARKS_DROPPED, STEM_MAP, STEM_ENDINGS, STEM_PREFIXES, STEM_STRIP };

struct stem_row {
    enum stem_row_kind kind;
    int number;
    const char16_t *text, *to;
};

struct stem_table {
    const char *name;
    const struct stem_row *rows;
    size_t n;
};

/* NULL when `i` is past the last. */
const struct stem_table *stem_table_at(size_t i);

#endif
