/* xapian-c: libxapian for C programs.
 *
 * Wraps tasks, not classes: some seventy functions over opaque handles. It knows terms, positions, value slots and query
 * trees, and nothing of what an application means by them.
 *
 * Errors      Every function that can fail gives an `enum xc_code` and, when `e` is not NULL, fills it with the code
 *             and a whole sentence. No C++ exception ever leaves the library. XC_OK is 0.
 * Ownership   What xc_*_new and xc_*_open give out is freed by the matching xc_*_free / xc_*_close, which take the
 *             address of the handle and null it; a handle that is NULL already is fine. A query handed to a function
 *             that combines it is copied (cheaply, by reference count): free your own handle as usual.
 * Bytes       Terms, values and data are bytes with a length (struct xc_bytes); NUL and any encoding are allowed.
 *             Bytes given out live until the handle they came from is changed, advanced or freed.
 * Limits      A term has at most XC_TERM_MAX bytes (NUL bytes cost two), a query at most XC_DEPTH_MAX levels. What is
 *             over a limit is refused at once, because libxapian would drop the whole batch, or end the process.
 * Threads     A handle is used by one thread at a time, and so is a database with everything made from it, and a query
 *             with its parts.
 * Callbacks   must return: no longjmp out of them.
 * Documents   have numbers from 1. In a database of several shards, document d of shard s (0-based) of n has the number
 *             (d - 1) * n + s + 1. */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XC_TERM_MAX 245      /* bytes of a term, a metadata key, a spelling word */
#define XC_VALUE_MAX 1048576 /* bytes of a value: 1 MiB */
#define XC_DATA_MAX 67108864 /* bytes of a document's data or of a metadata value: 64 MiB */
#define XC_DEPTH_MAX 1000    /* levels of a query */
#define XC_ERROR_TEXT 512

enum xc_code {
    XC_OK = 0,
    XC_NOT_FOUND,   /* no such database, document, shard */
    XC_LOCKED,      /* another writer holds the database */
    XC_MODIFIED,    /* the database was overwritten under a reader: open it anew */
    XC_CORRUPT,     /* damaged, or not a database */
    XC_VERSION,     /* written in a format that this libxapian cannot read */
    XC_TOO_LONG,    /* a term, value, key or document is over a limit */
    XC_INVALID,     /* an argument or a state that makes no sense */
    XC_UNSUPPORTED, /* not with this kind of database */
    XC_NETWORK,     /* a remote shard failed or did not answer in time */
    XC_IO,          /* disk full, permission, read or write error */
    XC_MEMORY,
    XC_INTERNAL /* anything else; the sentence says what */
};

struct xc_error {
    enum xc_code code;
    char text[XC_ERROR_TEXT];
};

struct xc_bytes {
    const char *p;
    size_t n;
};

const char *xc_code_name(enum xc_code code); /* "XC_LOCKED" */
const char *xc_xapian_version(void);         /* "1.4.22" */

/* ---- Databases ------------------------------------------------------------------------------------------------ */

struct xc_db;     /* open for reading: one or several shards, local or remote */
struct xc_writer; /* one local database, open for writing */

/* Opens for reading; a path may also be a file that lists several. NULL shards and 0 make a database without documents
 * to which xc_db_add_path can add. */
enum xc_code xc_db_open(struct xc_db **db, const char *const *paths, size_t path_count, struct xc_error *e);
enum xc_code xc_db_add_path(struct xc_db *db, const char *path, struct xc_error *e);
/* A shard served by xapian-tcpsrv. Timeouts in milliseconds. Afterwards SIGPIPE is ignored by the whole process:
 * libxapian does that. */
enum xc_code xc_db_add_remote(struct xc_db *db, const char *host, unsigned port, unsigned timeout_ms,
                              unsigned connect_timeout_ms, struct xc_error *e);
void xc_db_close(struct xc_db **db);

size_t xc_db_shard_count(const struct xc_db *db);
enum xc_code xc_db_doc_count(struct xc_db *db, uint32_t *out, struct xc_error *e);
enum xc_code xc_db_last_docid(struct xc_db *db, uint32_t *out, struct xc_error *e);
enum xc_code xc_db_average_length(struct xc_db *db, double *out, struct xc_error *e);
enum xc_code xc_db_term_freq(struct xc_db *db, struct xc_bytes term, uint32_t *docs, uint64_t *occurrences,
                             struct xc_error *e); /* either out may be NULL; 0 when absent */
enum xc_code xc_db_doc_length(struct xc_db *db, uint32_t docid, uint32_t *out, struct xc_error *e);
enum xc_code xc_db_metadata(struct xc_db *db, const char *key, char **value, size_t *n,
                            struct xc_error *e); /* malloc'd, NUL after it; absent: empty. Of the first shard only. */
enum xc_code xc_db_uuid(struct xc_db *db, char **uuid, struct xc_error *e); /* malloc'd */
enum xc_code xc_db_suggest(struct xc_db *db, struct xc_bytes word, unsigned max_edits, char **out, size_t *n,
                           struct xc_error *e); /* spelling, of local shards; malloc'd; none: *n = 0 */

/* libxapian's own check of a closed database. libxapian can crash on damaged input: run it in a child process.
 * *problems is the number found; a report goes to the malloc'd *report when it is not NULL. */
enum xc_code xc_db_check(const char *path, size_t *problems, char **report, struct xc_error *e);
/* Writes the shards of `paths` as one compact database into the new folder `to`; document numbers follow one another,
 * shard after shard. After a failure `to` may hold a part. Durable only once the caller has made it so. */
enum xc_code xc_db_compact(const char *const *paths, size_t path_count, const char *to, struct xc_error *e);

/* ---- Reading documents ---------------------------------------------------------------------------------------- */

struct xc_doc;

enum xc_code xc_doc_read(struct xc_db *db, uint32_t docid, struct xc_doc **doc, struct xc_error *e);
enum xc_code xc_doc_data(struct xc_doc *doc, struct xc_bytes *out, struct xc_error *e);
enum xc_code xc_doc_value(struct xc_doc *doc, uint32_t slot, struct xc_bytes *out, struct xc_error *e);

/* ---- Walking over terms, postings, positions, values ---------------------------------------------------------- */

/* One walker over several kinds of list; each entry has those of the parts that make sense for it. Begin with one of
 * the functions below, then: while ((code = xc_walk_next(walk, &entry, e)) == XC_OK && entry.valid) ... */
struct xc_walk;
struct xc_entry {
    bool valid;           /* false: the walk is over */
    struct xc_bytes text; /* term or value */
    uint32_t docid;       /* postings, values */
    uint32_t slot;        /* a document's values */
    uint32_t docs;        /* terms: in how many documents */
    uint32_t wdf;         /* postings, a document's terms: how often here */
    uint32_t position;    /* positions */
};

enum xc_code xc_walk_terms(struct xc_db *db, struct xc_bytes prefix, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_postings(struct xc_db *db, struct xc_bytes term, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_positions(struct xc_db *db, uint32_t docid, struct xc_bytes term, struct xc_walk **walk,
                               struct xc_error *e);
enum xc_code xc_walk_values(struct xc_db *db, uint32_t slot, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_doc_terms(struct xc_db *db, uint32_t docid, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_doc_values(struct xc_db *db, uint32_t docid, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_spellings(struct xc_db *db, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_metadata_keys(struct xc_db *db, struct xc_bytes prefix, struct xc_walk **walk, struct xc_error *e);
enum xc_code xc_walk_next(struct xc_walk *walk, struct xc_entry *entry, struct xc_error *e);
/* Moves on to the first entry at or behind this one; xc_walk_next then gives it. Terms by `text`, postings and values
 * by `docid`. */
enum xc_code xc_walk_skip(struct xc_walk *walk, struct xc_bytes text, uint32_t docid, struct xc_error *e);
void xc_walk_free(struct xc_walk **walk);

/* ---- Making documents ----------------------------------------------------------------------------------------- */

enum xc_code xc_doc_new(struct xc_doc **doc, struct xc_error *e);
void xc_doc_free(struct xc_doc **doc);
void xc_doc_clear(struct xc_doc *doc);
/* A term with its number of occurrences and, when position_count is not 0, its positions, in rising order. */
enum xc_code xc_doc_add_term(struct xc_doc *doc, struct xc_bytes term, uint32_t wdf, const uint32_t *positions,
                             size_t position_count, struct xc_error *e);
enum xc_code xc_doc_set_value(struct xc_doc *doc, uint32_t slot, struct xc_bytes value, struct xc_error *e);
enum xc_code xc_doc_set_data(struct xc_doc *doc, struct xc_bytes data, struct xc_error *e);

/* ---- Writing -------------------------------------------------------------------------------------------------- */

enum xc_open_mode {
    XC_CREATE, /* must not exist */
    XC_OPEN,   /* must exist */
    XC_CREATE_OR_OPEN,
    XC_OVERWRITE /* what was there is gone at once, even when nothing is committed */
};
enum {
    XC_NO_SYNC = 1,     /* the caller makes the files durable before anybody relies on them */
    XC_NO_TERMLIST = 2, /* smaller and faster; documents cannot be replaced, deleted or walked by term */
    XC_WAIT_LOCK = 4    /* wait for another writer instead of XC_LOCKED */
};
/* Everything is written inside transactions that the library opens by itself, so nothing becomes visible by accident
 * (libxapian commits on its own after 10,000 documents and in its destructor). What was added since the last
 * xc_writer_commit is dropped by xc_writer_abandon, or when an add fails. */
enum xc_code xc_writer_open(struct xc_writer **writer, const char *path, enum xc_open_mode mode, unsigned flags,
                            struct xc_error *e);
enum xc_code xc_writer_add(struct xc_writer *writer, struct xc_doc *doc, uint32_t *docid, struct xc_error *e);
/* Replaces the document that has `unique_term`, or adds one. */
enum xc_code xc_writer_replace(struct xc_writer *writer, struct xc_bytes unique_term, struct xc_doc *doc,
                               uint32_t *docid, struct xc_error *e);
enum xc_code xc_writer_delete(struct xc_writer *writer, struct xc_bytes unique_term, struct xc_error *e);
enum xc_code xc_writer_set_metadata(struct xc_writer *writer, const char *key, struct xc_bytes value,
                                    struct xc_error *e);
enum xc_code xc_writer_add_spelling(struct xc_writer *writer, struct xc_bytes word, uint32_t frequency,
                                    struct xc_error *e);
/* After XC_OK everything added so far is in the files, and there to stay unless XC_NO_SYNC was given. After a failure
 * nothing is known: abandon and look. */
enum xc_code xc_writer_commit(struct xc_writer *writer, struct xc_error *e);
/* Commits and closes. */
enum xc_code xc_writer_close(struct xc_writer **writer, struct xc_error *e);
/* Closes without committing. */
void xc_writer_abandon(struct xc_writer **writer);

/* ---- Queries -------------------------------------------------------------------------------------------------- */

struct xc_query;

enum xc_op {
    XC_AND,
    XC_OR,
    XC_AND_NOT, /* the first, without any of the rest */
    XC_XOR,
    XC_AND_MAYBE, /* the first; the rest only add weight */
    XC_FILTER,    /* all; only the first gives weight */
    XC_NEAR,      /* within `window` positions, any order */
    XC_PHRASE,    /* in this order within `window` positions */
    XC_SYNONYM,   /* any, weighted as if they were one term */
    XC_MAX,       /* any, weighted by the best one */
    XC_ELITE_SET  /* the `window` best of them */
};

/* A query that matches nothing / everything. */
enum xc_code xc_query_nothing(struct xc_query **q, struct xc_error *e);
enum xc_code xc_query_all(struct xc_query **q, struct xc_error *e);
enum xc_code xc_query_term(struct xc_query **q, struct xc_bytes term, struct xc_error *e);
/* `window` 0 means: as many positions as there are parts (NEAR, PHRASE), or libxapian's default. */
enum xc_code xc_query_join(struct xc_query **q, enum xc_op op, struct xc_query *const *parts, size_t part_count,
                           uint32_t window, struct xc_error *e);
/* The weight of `part` times `factor`; 0 makes it a pure condition. */
enum xc_code xc_query_scale(struct xc_query **q, struct xc_query *part, double factor, struct xc_error *e);
/* Value in slot between both ends, inclusive; an end with p NULL is open. Documents without a value never match. */
enum xc_code xc_query_value_range(struct xc_query **q, uint32_t slot, struct xc_bytes from, struct xc_bytes to,
                                  struct xc_error *e);
/* All terms with this prefix as one synonym group; of more than `max_expansion` the most frequent ones, in each shard
 * by itself. 0: all. */
enum xc_code xc_query_prefix(struct xc_query **q, struct xc_bytes prefix, uint32_t max_expansion, struct xc_error *e);
/* Every term that matches a pattern, `*` any run and `?` one character, as one synonym group, as above but expanded now
 * and over all shards. */
enum xc_code xc_query_wildcard(struct xc_query **q, struct xc_db *db, struct xc_bytes pattern, uint32_t max_expansion,
                               struct xc_error *e);
bool xc_query_is_empty(const struct xc_query *q);
enum xc_code xc_query_describe(const struct xc_query *q, char **text, struct xc_error *e); /* malloc'd */
void xc_query_free(struct xc_query **q);

/* A set of documents chosen by number, as a condition of a query: hidden documents, a previous answer. Local shards
 * only. The set is copied into the query; it belongs to the database it was made for. */
struct xc_docset;
enum xc_code xc_docset_new(struct xc_docset **set, struct xc_db *db, struct xc_error *e);
void xc_docset_add(struct xc_docset *set, uint32_t docid); /* in any order, more than once is fine */
size_t xc_docset_count(const struct xc_docset *set);
enum xc_code xc_query_docset(struct xc_query **q, struct xc_docset *set, struct xc_error *e);
void xc_docset_free(struct xc_docset **set);

/* ---- Searching ------------------------------------------------------------------------------------------------ */

enum xc_weight_kind { XC_BM25, XC_BM25PLUS, XC_BOOL, XC_TRAD, XC_TFIDF, XC_PL2, XC_COORD };
struct xc_weight {
    enum xc_weight_kind kind;
    /* Robertson's names for BM25 and BM25+; Trad and PL2 take k1, the others none. xc_weight_default fills in
     * libxapian's own. */
    double k1, k2, k3, b, min_normalised_length, delta;
};
struct xc_weight xc_weight_default(enum xc_weight_kind kind);

enum xc_sort {
    XC_SORT_RELEVANCE,
    XC_SORT_VALUE,
    XC_SORT_VALUE_THEN_RELEVANCE,
    XC_SORT_RELEVANCE_THEN_VALUE,
    XC_SORT_DOCID
};

/* Called for each matching document while matching; false ends the calls (not the match). Local shards only. */
typedef bool (*xc_match_fn)(void *context, uint32_t docid);
/* Called with each distinct value of a slot and the number of matches that have it. */
typedef void (*xc_count_fn)(void *context, struct xc_bytes value, uint32_t count);

/* Everything about one search; zero-initialise, then fill in. */
struct xc_search {
    struct xc_query *query;
    struct xc_weight weight; /* when weight_set; otherwise libxapian's default BM25 */
    bool weight_set;
    enum xc_sort sort;
    uint32_t sort_slot;
    bool sort_descending; /* value sorts: highest value first; docid sorts: newest first */
    bool collapse;        /* at most collapse_max documents with the same value in collapse_slot */
    uint32_t collapse_slot;
    uint32_t collapse_max;       /* 0 means 1 */
    uint32_t first, max_items;   /* which part of the ranking to give out */
    bool exact;                  /* look at every match: counts, spies and callbacks are exact */
    uint32_t check_at_least;     /* when not exact */
    unsigned percent_cutoff;     /* leave out what has less than so many percent */
    double weight_cutoff;        /* leave out what weighs less */
    const uint32_t *count_slots; /* facets: count the values of these slots over the matches */
    size_t count_slot_count;
    xc_match_fn on_match;
    void *on_match_context;
    double time_limit; /* seconds, 0 none; libxapian honours it loosely, and then counts are partial */
};

struct xc_hit {
    uint32_t docid;
    double weight;
    unsigned percent;
    uint32_t rank;           /* 0-based in the whole ranking */
    uint32_t collapse_count; /* a lower bound of how many were folded into this one */
};

struct xc_matches;
enum xc_code xc_search_run(struct xc_db *db, const struct xc_search *search, struct xc_matches **matches,
                           struct xc_error *e);
size_t xc_matches_count(const struct xc_matches *m); /* how many hits were given out */
struct xc_hit xc_matches_hit(const struct xc_matches *m, size_t i);
/* The size of the whole answer: lower bound, estimate, upper bound; all equal after an exact search that was not cut
 * short by a time limit. */
void xc_matches_total(const struct xc_matches *m, uint32_t *lower, uint32_t *estimate, uint32_t *upper);
double xc_matches_max_weight(const struct xc_matches *m); /* the highest weight any document reached */
/* Walks the counted values of count_slots[i], in byte order. */
enum xc_code xc_matches_counts(const struct xc_matches *m, size_t i, xc_count_fn fn, void *context, struct xc_error *e);
/* How many matches the counting of slots saw. */
uint32_t xc_matches_counted(const struct xc_matches *m);
/* The query's terms that document `docid` has, one call each (count is its within-document frequency). */
enum xc_code xc_matches_terms(const struct xc_matches *m, uint32_t docid, xc_count_fn fn, void *context,
                              struct xc_error *e);
void xc_matches_free(struct xc_matches **m);

/* Expansion: the terms that set a few chosen documents apart, best first. `keep` (may be NULL) chooses among them. */
typedef bool (*xc_keep_fn)(void *context, struct xc_bytes term);
typedef void (*xc_expand_fn)(void *context, struct xc_bytes term, double weight);
enum xc_code xc_expand(struct xc_db *db, const uint32_t *docids, size_t docid_count, uint32_t max_terms,
                       xc_keep_fn keep, void *keep_context, xc_expand_fn fn, void *fn_context, struct xc_error *e);

#ifdef __cplusplus
}
#endif

#endif
