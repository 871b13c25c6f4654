/* See means.h. */
#include "xapian-c/tests/means.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Checks ---------------------------------------------------------------------------------------------------- */

struct xc_error why;

void must_be(enum xc_code want, enum xc_code got, const char *what, const char *file, int line) {
    if (got == want && why.code == want)
        return;
    print_error("%s gave %s and not %s: %s\n", what, xc_code_name(got), xc_code_name(want), why.text);
    _fail(file, line);
}

struct xc_bytes bytes(const char *s) {
    return (struct xc_bytes){s, s ? strlen(s) : 0};
}

struct xc_bytes many(char *buffer, char c, size_t n) {
    memset(buffer, c, n);
    return (struct xc_bytes){buffer, n};
}

bool same(struct xc_bytes b, const char *s) {
    return b.n == strlen(s) && memcmp(b.p, s, b.n) == 0;
}

/* ---- Files ----------------------------------------------------------------------------------------------------- */

static char folder[4096];

/* A path in the temporary folder; good for a few calls. */
const char *in_folder(const char *name) {
    static char paths[8][4200];
    static unsigned next;
    char *path = paths[next++ % COUNT(paths)];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

void remove_tree(const char *path) {
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void copy_database(const char *from, const char *to) {
    static const char *const files[] = {"iamglass", "postlist.glass", "termlist.glass", "docdata.glass",
                                        "position.glass"};
    assert_int_equal(mkdir(to, 0700), 0);
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[5000], buffer[65536];
        snprintf(path, sizeof path, "%s/%s", from, files[i]);
        FILE *in = fopen(path, "rb");
        if (!in)
            continue;
        snprintf(path, sizeof path, "%s/%s", to, files[i]);
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        for (size_t n; (n = fread(buffer, 1, sizeof buffer, in)) > 0;)
            assert_int_equal(fwrite(buffer, 1, n, out), n);
        fclose(in);
        fclose(out);
    }
}

/* ---- The documents --------------------------------------------------------------------------------------------- */

const uint32_t divisors[DIVISORS] = {2, 3, 5, 7};

static void add_word(struct xc_doc *doc, uint32_t word, uint32_t position) {
    char w[8];
    snprintf(w, sizeof w, "w%u", word % 4);
    OK(xc_doc_add_term(doc, bytes(w), 2, (const uint32_t[]){position, position + 10}, 2, &why));
}

void fill(struct xc_doc *doc, uint32_t i) {
    char text[32];
    xc_doc_clear(doc);
    OK(xc_doc_add_term(doc, bytes("all"), 1, NULL, 0, &why));
    for (size_t d = 0; d < DIVISORS; d++) {
        snprintf(text, sizeof text, "m%u", divisors[d]);
        if (i % divisors[d] == 0)
            OK(xc_doc_add_term(doc, bytes(text), 1, NULL, 0, &why));
    }
    snprintf(text, sizeof text, "Q%u", i);
    OK(xc_doc_add_term(doc, bytes(text), 0, NULL, 0, &why));
    add_word(doc, i, 1);
    add_word(doc, i / 4, 2);
    add_word(doc, i / 16, 3);
    snprintf(text, sizeof text, "%04u", i);
    if (i % 5)
        OK(xc_doc_set_value(doc, 0, bytes(text), &why));
    snprintf(text, sizeof text, "c%u", i % 3);
    if (i % 4)
        OK(xc_doc_set_value(doc, 1, bytes(text), &why));
    snprintf(text, sizeof text, "document %u", i);
    OK(xc_doc_set_data(doc, bytes(text), &why));
}

struct xc_writer *open_writer(const char *path, enum xc_open_mode mode, unsigned flags) {
    struct xc_writer *writer = NULL;
    OK(xc_writer_open(&writer, path, mode, XC_NO_SYNC | flags, &why));
    return writer;
}

static void add_every(struct xc_writer *writer, uint32_t first, uint32_t last, uint32_t step) {
    struct xc_doc *doc;
    OK(xc_doc_new(&doc, &why));
    for (uint32_t i = first; i <= last; i += step) {
        fill(doc, i);
        OK(xc_writer_add(writer, doc, NULL, &why));
    }
    xc_doc_free(&doc);
}

void add_documents(struct xc_writer *writer, uint32_t first, uint32_t last) {
    add_every(writer, first, last, 1);
}

void write_documents(const char *path, uint32_t first, uint32_t last, uint32_t step) {
    struct xc_writer *writer = open_writer(path, XC_CREATE, 0);
    add_every(writer, first, last, step);
    OK(xc_writer_set_metadata(writer, "made by", bytes("xapian_c_test"), &why));
    OK(xc_writer_close(&writer, &why));
}

struct xc_db *open_one(const char *path) {
    struct xc_db *db = NULL;
    OK(xc_db_open(&db, &path, 1, &why));
    return db;
}

uint32_t count_in(const char *path) {
    struct xc_db *db = open_one(path);
    uint32_t n;
    OK(xc_db_doc_count(db, &n, &why));
    xc_db_close(&db);
    return n;
}

const char *shape_paths[SHAPES][3];
const size_t shape_counts[SHAPES] = {1, 3};
struct xc_db *shapes[SHAPES];

int make_folder(void **state) {
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/xapian_c_test.XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    shape_paths[SINGLE][0] = strdup(in_folder("single"));
    write_documents(shape_paths[SINGLE][0], 1, DOCS, 1);
    for (uint32_t s = 0; s < 3; s++) {
        char name[16];
        snprintf(name, sizeof name, "shard%u", s);
        shape_paths[SHARDED][s] = strdup(in_folder(name));
        write_documents(shape_paths[SHARDED][s], s + 1, DOCS, 3);
    }
    for (size_t s = 0; s < SHAPES; s++)
        OK(xc_db_open(&shapes[s], shape_paths[s], shape_counts[s], &why));
    return 0;
}

int remove_folder(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPES; s++) {
        xc_db_close(&shapes[s]);
        for (size_t i = 0; i < shape_counts[s]; i++)
            free((void *)shape_paths[s][i]);
    }
    remove_tree(folder);
    return 0;
}

enum xc_code open_and_search(const char *path) {
    struct xc_db *db;
    enum xc_code code = xc_db_open(&db, &path, 1, &why);
    if (code != XC_OK)
        return code;
    struct xc_query *q = term("w1");
    struct xc_search search = {.query = q, .exact = true, .max_items = DOCS};
    struct xc_matches *m;
    code = xc_search_run(db, &search, &m, &why);
    xc_matches_free(&m);
    xc_query_free(&q);
    xc_db_close(&db);
    return code;
}

/* ---- Queries in short ------------------------------------------------------------------------------------------ */

struct xc_query *term(const char *t) {
    struct xc_query *q;
    OK(xc_query_term(&q, bytes(t), &why));
    return q;
}

/* Joins and frees its parts. */
struct xc_query *join(enum xc_op op, uint32_t window, size_t n, ...) {
    struct xc_query *parts[16], *q;
    va_list ap;
    va_start(ap, n);
    for (size_t i = 0; i < n; i++)
        parts[i] = va_arg(ap, struct xc_query *);
    va_end(ap);
    OK(xc_query_join(&q, op, parts, n, window, &why));
    for (size_t i = 0; i < n; i++)
        xc_query_free(&parts[i]);
    return q;
}

struct xc_query *range(uint32_t slot, const char *from, const char *to) {
    struct xc_query *q;
    OK(xc_query_value_range(&q, slot, bytes(from), bytes(to), &why));
    return q;
}

struct xc_matches *run(struct xc_db *db, const struct xc_search *search) {
    struct xc_matches *m = NULL;
    OK(xc_search_run(db, search, &m, &why));
    return m;
}

/* The number of matches; frees the query. */
uint32_t total(struct xc_db *db, struct xc_query *q) {
    struct xc_search search = {.query = q, .exact = true};
    struct xc_matches *m = run(db, &search);
    uint32_t lower, estimate, upper;
    xc_matches_total(m, &lower, &estimate, &upper);
    assert_int_equal(lower, estimate);
    assert_int_equal(lower, upper);
    xc_matches_free(&m);
    xc_query_free(&q);
    return lower;
}

struct xc_query *docset_query(struct xc_db *db, const bool *member) {
    struct xc_docset *set;
    struct xc_query *q;
    size_t n = 0;
    OK(xc_docset_new(&set, db, &why));
    for (uint32_t i = DOCS; i >= 1; i--)
        if (member[i]) {
            xc_docset_add(set, i);
            n++;
        }
    assert_int_equal(xc_docset_count(set), n);
    OK(xc_query_docset(&q, set, &why));
    xc_docset_free(&set);
    return q;
}
bool see(void *context, uint32_t docid) {
    struct seen *seen = context;
    assert_in_range(docid, 1, DOCS);
    assert_false(seen->doc[docid]);
    seen->doc[docid] = true;
    seen->count++;
    return true;
}

void add_count(void *context, struct xc_bytes value, uint32_t count) {
    uint32_t *counts = context;
    assert_true(value.n == 2 && value.p[0] == 'c');
    counts[value.p[1] - '0'] += count;
}
