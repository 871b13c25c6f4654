/* Tests of remote shards: the first two of the three shards are served on the loopback interface. */
#include "xapian-c/tests/means.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned free_port(void) {
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof address;
    assert_int_equal(bind(s, (struct sockaddr *)&address, n), 0);
    assert_int_equal(getsockname(s, (struct sockaddr *)&address, &n), 0);
    close(s);
    return ntohs(address.sin_port);
}

static bool can_run(const char *program) {
    char path[4096];
    const char *dirs = getenv("PATH");
    while (dirs && *dirs) {
        size_t n = strcspn(dirs, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)n, dirs, program);
        if (access(path, X_OK) == 0)
            return true;
        dirs += n + (dirs[n] == ':');
    }
    return false;
}

static pid_t serve(const char *path, unsigned port) {
    pid_t child = fork();
    if (child == 0) {
        char number[16];
        snprintf(number, sizeof number, "%u", port);
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(126);
        setpgid(0, 0);
        execlp("xapian-tcpsrv", "xapian-tcpsrv", "--interface", "127.0.0.1", "--port", number, path, (char *)NULL);
        _exit(127);
    }
    setpgid(child, child);
    return child;
}

/* The server and the process it forked for each connection. */
static void signal_all(pid_t server, int number) {
    kill(-server, number);
}

enum { SERVED = 2 };
static pid_t servers[SERVED];
static unsigned ports[SERVED];
static struct xc_db *mixed;  /* two remote shards, one local one */
static struct xc_db *remote; /* the two alone */
static struct xc_db *local;  /* the same two without a server */

static void add_served(struct xc_db *db, unsigned port) {
    enum xc_code code = XC_NETWORK;
    for (int i = 0; i < 100 && code != XC_OK; i++) { /* until the server listens */
        code = xc_db_add_remote(db, "127.0.0.1", port, 5000, 5000, &why);
        if (code != XC_OK)
            usleep(50000);
    }
    OK(code);
}

static int start_servers(void **state) {
    if (make_folder(state) != 0)
        return -1;
    OK(xc_db_open(&local, shape_paths[SHARDED], SERVED, &why));
    if (!can_run("xapian-tcpsrv"))
        return 0;
    OK(xc_db_open(&mixed, NULL, 0, &why));
    OK(xc_db_open(&remote, NULL, 0, &why));
    for (size_t i = 0; i < SERVED; i++) {
        ports[i] = free_port();
        servers[i] = serve(shape_paths[SHARDED][i], ports[i]);
    }
    for (size_t i = 0; i < SERVED; i++) {
        add_served(mixed, ports[i]);
        add_served(remote, ports[i]);
    }
    OK(xc_db_add_path(mixed, shape_paths[SHARDED][2], &why));
    return 0;
}

static int stop_servers(void **state) {
    for (size_t i = 0; i < SERVED && servers[i]; i++) {
        signal_all(servers[i], SIGKILL);
        waitpid(servers[i], NULL, 0);
    }
    xc_db_close(&mixed);
    xc_db_close(&remote);
    xc_db_close(&local);
    return remove_folder(state);
}

static void need_servers(void) {
    if (mixed)
        return;
    print_message("xapian-tcpsrv is not installed: remote shards are not tested\n");
    skip();
}

static void a_remote_shard_needs_a_server(void **state) {
    (void)state;
    struct xc_db *db;
    OK(xc_db_open(&db, NULL, 0, &why));
    FAILS(XC_NETWORK, xc_db_add_remote(db, "127.0.0.1", free_port(), 1000, 1000, &why));
    FAILS(XC_INVALID, xc_db_add_remote(db, "127.0.0.1", 70000, 1000, 1000, &why));
    FAILS(XC_INVALID, xc_db_add_remote(db, NULL, 1, 1000, 1000, &why));
    assert_int_equal(xc_db_shard_count(db), 0);
    xc_db_close(&db);
}

/* Both give the same hits, totals and counts. */
static void expect_same(struct xc_db *a, struct xc_db *b, const struct xc_search *search) {
    struct xc_matches *x = run(a, search), *y = run(b, search);
    uint32_t lower[2], upper[2], counts[2][3] = {{0}};
    assert_int_equal(xc_matches_count(x), xc_matches_count(y));
    for (size_t i = 0; i < xc_matches_count(x); i++)
        assert_int_equal(xc_matches_hit(x, i).docid, xc_matches_hit(y, i).docid);
    xc_matches_total(x, &lower[0], NULL, &upper[0]);
    xc_matches_total(y, &lower[1], NULL, &upper[1]);
    assert_int_equal(lower[0], upper[0]);
    assert_int_equal(lower[0], lower[1]);
    OK(xc_matches_counts(x, 0, add_count, counts[0], &why));
    OK(xc_matches_counts(y, 0, add_count, counts[1], &why));
    assert_memory_equal(counts[0], counts[1], sizeof counts[0]);
    xc_matches_free(&x);
    xc_matches_free(&y);
}

static void remote_shards_answer_like_local_ones(void **state) {
    (void)state;
    need_servers();
    struct xc_query *wildcard, *prefix;
    OK(xc_query_wildcard(&wildcard, mixed, bytes("m?"), 0, &why));
    OK(xc_query_prefix(&prefix, bytes("Q1"), 0, &why));
    struct xc_query *queries[] = {
        join(XC_OR, 0, 2, term("m2"), term("m3")),
        join(XC_AND_NOT, 0, 2, term("all"), term("m2")),
        join(XC_AND_MAYBE, 0, 2, term("m2"), term("w1")),
        join(XC_PHRASE, 0, 2, term("w1"), term("w2")),
        join(XC_NEAR, 3, 2, term("w1"), term("w2")),
        join(XC_SYNONYM, 0, 2, term("w1"), term("m7")),
        join(XC_FILTER, 0, 2, term("w1"), range(0, "0010", "0100")),
        wildcard,
        prefix,
    };
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct xc_search search = {.query = queries[i],
                                   .exact = true,
                                   .max_items = DOCS,
                                   .count_slots = (const uint32_t[]){1},
                                   .count_slot_count = 1};
        expect_same(mixed, shapes[SHARDED], &search);
        expect_same(remote, local, &search);
        search.sort = XC_SORT_VALUE;
        search.sort_descending = true;
        expect_same(mixed, shapes[SHARDED], &search);
        search.collapse = true;
        search.collapse_slot = 1;
        search.max_items = 10;
        expect_same(mixed, shapes[SHARDED], &search);
        xc_query_free(&queries[i]);
    }
}

static void remote_shards_are_read_like_local_ones(void **state) {
    (void)state;
    need_servers();
    uint32_t n;
    double average[2];
    char *text, terms[200] = "";
    struct xc_bytes data;
    struct xc_doc *doc;
    struct xc_walk *walk;
    struct xc_entry entry;
    OK(xc_db_doc_count(mixed, &n, &why));
    assert_int_equal(n, DOCS);
    OK(xc_db_term_freq(mixed, bytes("m7"), &n, NULL, &why));
    assert_int_equal(n, DOCS / 7);
    OK(xc_db_doc_length(mixed, 210, &n, &why));
    assert_int_equal(n, 11);
    OK(xc_db_average_length(mixed, &average[0], &why));
    OK(xc_db_average_length(shapes[SHARDED], &average[1], &why));
    assert_true(average[0] == average[1]);
    OK(xc_db_metadata(mixed, "made by", &text, NULL, &why));
    assert_string_equal(text, "xapian_c_test");
    free(text);
    for (uint32_t i = 4; i <= 6; i++) { /* one of each shard */
        char want[32];
        snprintf(want, sizeof want, "document %u", i);
        OK(xc_doc_read(mixed, i, &doc, &why));
        OK(xc_doc_data(doc, &data, &why));
        assert_true(same(data, want));
        xc_doc_free(&doc);
    }
    FAILS(XC_NOT_FOUND, xc_doc_read(mixed, DOCS + 1, &doc, &why));
    OK(xc_walk_doc_terms(mixed, 7, &walk, &why));
    for (OK(xc_walk_next(walk, &entry, &why)); entry.valid; OK(xc_walk_next(walk, &entry, &why))) {
        strncat(terms, entry.text.p, entry.text.n);
        strncat(terms, " ", 2);
    }
    assert_string_equal(terms, "Q7 all m7 w0 w1 w3 ");
    xc_walk_free(&walk);
    OK(xc_walk_postings(mixed, bytes("m7"), &walk, &why));
    for (uint32_t i = 7; i <= DOCS; i += 7) {
        OK(xc_walk_next(walk, &entry, &why));
        assert_int_equal(entry.docid, i);
    }
    xc_walk_free(&walk);
    OK(xc_walk_positions(mixed, 7, bytes("w3"), &walk, &why));
    OK(xc_walk_next(walk, &entry, &why));
    assert_int_equal(entry.position, 1);
    xc_walk_free(&walk);
}

/* XOR and MAX need all shards here or none; callbacks and sets of documents need the documents at hand. */
static void what_remote_shards_cannot_do(void **state) {
    (void)state;
    need_servers();
    enum xc_op ops[] = {XC_XOR, XC_MAX};
    struct xc_matches *none;
    for (size_t i = 0; i < COUNT(ops); i++) {
        struct xc_query *q = join(ops[i], 0, 2, term("m5"), term("m7"));
        struct xc_search search = {
            .query = q, .exact = true, .max_items = DOCS, .count_slots = (const uint32_t[]){1}, .count_slot_count = 1};
        expect_same(remote, local, &search);
        FAILS(XC_UNSUPPORTED, xc_search_run(mixed, &search, &none, &why));
        SAYS("mixture");
        xc_query_free(&q);
    }
    struct seen seen = {0};
    struct xc_query *q = term("all");
    struct xc_search search = {.query = q, .exact = true, .on_match = see, .on_match_context = &seen};
    struct xc_docset *set;
    FAILS(XC_UNSUPPORTED, xc_search_run(mixed, &search, &none, &why));
    FAILS(XC_UNSUPPORTED, xc_docset_new(&set, mixed, &why));
    SAYS("remote");
    xc_query_free(&q);
}

/* No part of an answer is given out for the whole. */
static void a_server_hangs_or_ends(void **state) {
    (void)state;
    need_servers();
    struct xc_query *q = term("all");
    struct xc_search search = {.query = q, .exact = true};
    struct xc_matches *m;
    struct xc_db *hasty;
    OK(xc_db_open(&hasty, NULL, 0, &why));
    OK(xc_db_add_remote(hasty, "127.0.0.1", ports[0], 200, 5000, &why));
    signal_all(servers[0], SIGSTOP);
    FAILS(XC_NETWORK, xc_search_run(hasty, &search, &m, &why));
    SAYS("NetworkTimeoutError");
    assert_null(m);
    xc_db_close(&hasty);
    signal_all(servers[0], SIGKILL);
    FAILS(XC_NETWORK, xc_search_run(mixed, &search, &m, &why));
    SAYS("127.0.0.1");
    xc_query_free(&q);
}

int remote_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_remote_shard_needs_a_server),
        cmocka_unit_test(remote_shards_answer_like_local_ones),
        cmocka_unit_test(remote_shards_are_read_like_local_ones),
        cmocka_unit_test(what_remote_shards_cannot_do),
        cmocka_unit_test(a_server_hangs_or_ends),
    };
    return cmocka_run_group_tests_name("xapian-c: remote", tests, start_servers, stop_servers);
}
