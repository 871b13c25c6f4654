/* What the tests of xapian-c share: checks of codes, a temporary folder, the documents, queries in short.
 *
 * Two databases run through most of it, anew for each file of tests: the same 240 small documents once in one shard and
 * once spread over three, so that document i has the number i in both and every answer must be the same. What an answer
 * has to be is worked out from the numbers themselves, not from libxapian. */
#ifndef XAPIAN_C_TESTS_MEANS_H
#define XAPIAN_C_TESTS_MEANS_H

#include "xapian-c/xapian_c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The files of tests; each gives the number of those that failed. */
int database_tests(void);
int damage_tests(void);
int document_tests(void);
int writing_tests(void);
int query_tests(void);
int docset_tests(void);
int search_tests(void);
int remote_tests(void);

/* ---- Checks ---------------------------------------------------------------------------------------------------- */

extern struct xc_error why; /* of the last call */

void must_be(enum xc_code want, enum xc_code got, const char *what, const char *file, int line);

#define OK(call) must_be(XC_OK, call, #call, __FILE__, __LINE__)
#define FAILS(code, call) must_be(code, call, #call, __FILE__, __LINE__)
#define SAYS(words) assert_non_null(strstr(why.text, words))
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct xc_bytes bytes(const char *s);
struct xc_bytes many(char *buffer, char c, size_t n); /* n times c */
bool same(struct xc_bytes b, const char *s);

/* ---- Files ----------------------------------------------------------------------------------------------------- */

int make_folder(void **state); /* with the databases below */
int remove_folder(void **state);
const char *in_folder(const char *name); /* a path, good for a few calls */
void remove_tree(const char *path);
void copy_database(const char *from, const char *to);

/* ---- The documents --------------------------------------------------------------------------------------------- */

/* Document i, from 1 to DOCS, has
 *   the terms "all"; "m2", "m3", "m5", "m7" when it is a multiple of that; "Qi";
 *   the words w0 to w3 at the positions 1 to 3, and once more at 11 to 13, chosen by i in base 4;
 *   the value i as four digits in slot 0, unless it is a multiple of 5;
 *   "c0", "c1", "c2" for i % 3 in slot 1, unless it is a multiple of 4;
 *   the data "document i". */
enum { DOCS = 240, DIVISORS = 4 };
extern const uint32_t divisors[DIVISORS];

enum { SINGLE, SHARDED, SHAPES };
extern const char *shape_paths[SHAPES][3];
extern const size_t shape_counts[SHAPES];
extern struct xc_db *shapes[SHAPES];

void fill(struct xc_doc *doc, uint32_t i);
/* Every `step`th document from `first` on. */
void write_documents(const char *path, uint32_t first, uint32_t last, uint32_t step);
struct xc_writer *open_writer(const char *path, enum xc_open_mode mode, unsigned flags); /* XC_NO_SYNC and flags */
void add_documents(struct xc_writer *writer, uint32_t first, uint32_t last);
struct xc_db *open_one(const char *path);
uint32_t count_in(const char *path);
enum xc_code open_and_search(const char *path);

/* ---- Queries in short ------------------------------------------------------------------------------------------ */

struct xc_query *term(const char *t);
struct xc_query *join(enum xc_op op, uint32_t window, size_t n, ...); /* frees its parts */
struct xc_query *range(uint32_t slot, const char *from, const char *to);
struct xc_query *docset_query(struct xc_db *db, const bool *member);
struct xc_matches *run(struct xc_db *db, const struct xc_search *search);
uint32_t total(struct xc_db *db, struct xc_query *q); /* the number of matches; frees the query */

/* An on_match that notes which documents it saw, each once. */
struct seen {
    bool doc[DOCS + 1];
    uint32_t count;
};
bool see(void *context, uint32_t docid);
/* Of "c0", "c1", "c2", into an array of three numbers. */
void add_count(void *context, struct xc_bytes value, uint32_t count);

#endif
