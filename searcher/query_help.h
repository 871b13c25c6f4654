/* The query language in one screen, for `rastro-search --help query` and for the web page. Each line is a query and what it
 * asks; the tests run them. */
#ifndef SEARCHER_QUERY_HELP_H
#define SEARCHER_QUERY_HELP_H

struct query_help {
    const char *query; /* NULL: a heading */
    const char *text;
};

extern const struct query_help query_help[];
extern const unsigned query_help_lines;

#endif
