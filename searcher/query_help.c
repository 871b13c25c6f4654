/* One table; the man page says the same at length. */
#include "searcher/query_help.h"

#include <stddef.h>

const struct query_help query_help[] = {
    {NULL, "Words"},
    {"police overseas", "both, in any form and in every language"},
    {"police OR Polizei", "either; AND, NOT, ( ) and small and/or in short queries work, too"},
    {"police -overseas", "without the other; also NOT overseas"},
    {"\"overseas stations\"", "next to each other, as written"},
    {"=Málaga", "just so: accents and capitals count"},
    {"police^3 station", "police counts three times"},
    {NULL, "Close together"},
    {"police NEAR/5 station", "at most 5 words further, in any order; NEAR alone is 10"},
    {"police ADJ/3 station", "the same, in this order"},
    {"\"police madrid\"~8", "with up to 8 other words between them"},
    {NULL, "Patterns, over the words of the index"},
    {"comisar*", "words that begin so; *land ends so, wom?n and co*ción have letters between"},
    {"madrit~1", "one letter otherwise; ~2 two"},
    {"/polic[eyí]a?/", "a regular expression for the whole word"},
    {NULL, "Fields"},
    {"title:police", "in the title; rastro-search --fields lists all fields"},
    {"country:ES,PT", "either country, by code or name; country:none, country:* (any)"},
    {"author:=\"Ana Pérez\"", "the whole name; author:pérez a word of it"},
    {"date:2019..2021", "from the first to the last; 2021, 2021-05, 2020.., ..2020, undated"},
    {NULL, "All"},
    {"*:*", "every document, as no query at all"},
};

const unsigned query_help_lines = sizeof query_help / sizeof *query_help;
