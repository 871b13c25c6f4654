/* The one door: a request goes in, a result comes out.
 *
 * Command line, daemon and tests fill the same request with the same names; renderers only read the result. */
#ifndef SEARCHER_SEARCH_H
#define SEARCHER_SEARCH_H

#include "corpus/base/err.h"
#include "corpus/document.h"
#include "searcher/collection.h"
#include "searcher/explanation.h"
#include "searcher/word_more.h"

#define SEARCH_LIMIT_DEFAULT 20
#define SEARCH_LIMIT_MAX 1000
#define SEARCH_OFFSET_MAX 1000000
#define SEARCH_FACET_SIZE_DEFAULT 20
#define SEARCH_HIGHLIGHTS_DEFAULT 3
#define SEARCH_VALUES_MAX 256 /* filters, facets in one request */

/* What --filter country=none, and country:none in a query, call the documents without any. */
#define SEARCH_VALUE_NONE "none"

/* field=value as given; several of one field are alternatives (OR), different fields must all hold (AND). */
struct search_filter {
    const struct field *field;
    struct str value;
    bool exclude;
};

enum facet_interval { FACET_VALUES, FACET_YEAR, FACET_QUARTER, FACET_MONTH, FACET_WEEK, FACET_DAY };

struct search_facet_request {
    const struct field *field;    /* a FACET field, or the date */
    enum facet_interval interval; /* of the date; FACET_VALUES for all others */
    uint32_t size;     /* how many values at most; the active ones come on top of it. 0: all; of dates always all */
    bool by_name;      /* values in alphabetical order instead of the most frequent first */
    struct str search; /* only values with a word that begins so, in whatever language it is named; empty: all */
};

/* Whether a document must have all the words of the query or any of them. Words count as joined by AND only where the
 * query leaves it open: operators that it writes are kept either way. */
enum search_match {
    SEARCH_MATCH_ALL, /* and, where no document has all of them, those with most; the result says so */
    SEARCH_MATCH_ANY
};

enum search_sort { SEARCH_SORT_SCORE, SEARCH_SORT_DATE_FALLING, SEARCH_SORT_DATE_RISING };

struct search_request {
    struct str text;
    struct search_filter *filters;
    size_t filter_count;
    struct search_facet_request *facets;
    size_t facet_count;
    bool shares; /* for each value, also how many documents there are to match */
    const struct field *cross[2]; /* a table of the values of two FACET fields; NULL: none */
    enum search_match match;
    bool expand; /* words that mark the first results are searched for too (pseudo-relevance feedback) */
    bool translit; /* words are also looked for as they are written in other scripts (word_translit.h) */
    struct word_languages across; /* words are searched for in these languages too, as dictionaries translate them */
    enum search_sort sort;
    uint32_t limit, offset;
    uint32_t highlights; /* snippets a document, 0 none */
    bool ids_only;       /* of each document nothing but its id is wanted */
    bool explain;        /* why the answer is as it is (explanation.h); costs as much again */
};

/* A request with every default filled in: the empty query, 20 results, sorted by score. */
struct search_request search_request_default(void);
/* Each reads one setting as people write it ("country=ES", "country", "date:desc", "20") into the request, with a
 * sentence that names what would have been right. The same for command line and URL. */
enum err_code search_request_filter(struct arena *arena, struct search_request *request, struct str written,
                                    bool exclude, struct err *e);
enum err_code search_request_facet(struct arena *arena, struct search_request *request, struct str written,
                                   struct err *e);
/* "country=name" or "country=count"; "country=Espa"; "country,year". */
enum err_code search_request_facet_sort(struct arena *arena, struct search_request *request, struct str written,
                                        struct err *e);
enum err_code search_request_facet_search(struct arena *arena, struct search_request *request, struct str written,
                                          struct err *e);
enum err_code search_request_cross(struct arena *arena, struct search_request *request, struct str written,
                                   struct err *e);
enum err_code search_request_match(struct search_request *request, struct str written, struct err *e);
/* "es,zh", "Spanish, zh" or "all"; what was asked for before is kept. */
enum err_code search_request_across(struct arena *arena, struct search_request *request, struct str written,
                                    struct err *e);
enum err_code search_request_sort(struct search_request *request, struct str written, struct err *e);
enum err_code search_request_limit(struct search_request *request, struct str written, struct err *e);
enum err_code search_request_offset(struct search_request *request, struct str written, struct err *e);

/* A piece of text around matches, with the byte ranges in it that matched. */
struct snippet_span {
    size_t start, end;
};
struct snippet {
    const struct field *field;
    struct str text;          /* white space folded to single spaces, no control characters */
    struct snippet_span *spans;
    size_t span_count;
    bool cut_before, cut_after; /* the field goes on before or behind it */
};

struct search_hit {
    struct document document;
    double score;
    struct snippet title;      /* the whole title, with its matches */
    struct snippet *snippets;
    size_t snippet_count;
    struct explained_hit *explanation; /* when the request wants one and the answer is ranked; else NULL */
};

struct facet_value {
    struct str id;    /* what a filter takes: ES, ngo, amnesty international */
    struct str label; /* Spain, NGO, Amnesty International */
    uint32_t count;
    uint32_t of;      /* where shares are asked for: documents with this value that pass the filters, whatever the query */
    bool active;      /* a filter of this request chose it */
};
struct facet {
    const struct field *field;
    enum facet_interval interval;
    uint32_t total;      /* distinct values over all matches; of those searched for, where some are */
    uint32_t missing;    /* matches without any value */
    uint32_t missing_of; /* as `of`, of those without any */
    uint32_t coarse;     /* of dates: matches whose date is known less exactly than the interval */
    uint32_t coarse_of;
    bool has_shares;
    struct facet_value *values; /* by count falling, then id, or as asked; active ones always among them, also at 0 */
    size_t value_count;
};

/* How many of the matches have both values. The values of one axis are a whole facet, in order, and none is left out; a
 * document with several values counts in each. */
struct cross {
    struct facet rows, columns;
    uint32_t *counts; /* [row * (columns.value_count + 1) + column]; the last row and column: without a value of it */
};

struct search_result {
    struct str text, parsed;
    struct strs warnings;
    uint32_t total;
    const char *total_type; /* "eq": exact; "partial": a limit bit, as a warning says */
    uint32_t words_matched, words_asked; /* differ when no document has all words and those with most are shown */
    struct search_hit *hits;
    size_t hit_count;
    struct facet *facets;
    size_t facet_count;
    struct cross *cross; /* where one is asked for; else NULL */
    struct explanation *explanation; /* when the request wants one; else NULL */
    uint32_t generation;
    uint32_t limit, offset;
};

enum err_code search_run(struct arena *arena, struct collection *collection, const struct search_request *request,
                         struct search_result *out, struct err *e);

#endif
