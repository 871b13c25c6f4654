/* Tests of remote shards, with servers on the loopback interface. */
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
static void stop(pid_t server) {
    kill(-server, SIGKILL);
    waitpid(server, NULL, 0);
}

static void add_served(struct xc_db *db, unsigned port) {
    enum xc_code code = XC_NETWORK;
    for (int i = 0; i < 100 && code != XC_OK; i++) {
        code = xc_db_add_remote(db, "127.0.0.1", port, 5000, 5000, &why);
        if (code != XC_OK)
            usleep(50000);
    }
    OK(code);
}

static void remote_answers(struct xc_db *db) {
    struct xc_query *q = join(XC_OR, 0, 2, term("m2"), term("m3"));
    struct xc_search search = {
        .query = q, .exact = true, .max_items = DOCS, .count_slots = (const uint32_t[]){1}, .count_slot_count = 1};
    struct xc_matches *m = run(db, &search), *local = run(shapes[SHARDED], &search), *none;
    assert_int_equal(xc_matches_count(m), xc_matches_count(local));
    for (size_t i = 0; i < xc_matches_count(m); i++)
        assert_int_equal(xc_matches_hit(m, i).docid, xc_matches_hit(local, i).docid);
    uint32_t counts[3] = {0}, wanted[3] = {0}, lower, upper;
    OK(xc_matches_counts(m, 0, add_count, counts, &why));
    OK(xc_matches_counts(local, 0, add_count, wanted, &why));
    assert_memory_equal(counts, wanted, sizeof counts);
    xc_matches_free(&local);
    xc_matches_free(&m);

    search.collapse = true;
    search.collapse_slot = 1;
    search.max_items = 10;
    m = run(db, &search);
    local = run(shapes[SHARDED], &search);
    xc_matches_total(m, &lower, NULL, &upper);
    assert_int_equal(lower, upper);
    xc_matches_total(local, &upper, NULL, NULL);
    assert_int_equal(lower, upper);
    xc_matches_free(&local);
    xc_matches_free(&m);

    /* XOR and MAX need all shards here or none. */
    struct xc_query *max = join(XC_MAX, 0, 2, term("w1"), term("w2"));
    struct xc_search mixed = {.query = max};
    FAILS(XC_UNSUPPORTED, xc_search_run(db, &mixed, &none, &why));
    SAYS("mixture");
    xc_query_free(&max);

    /* Callbacks and sets of documents need the documents at hand. */
    struct seen seen = {0};
    struct xc_docset *set;
    search.on_match = see;
    search.on_match_context = &seen;
    FAILS(XC_UNSUPPORTED, xc_search_run(db, &search, &none, &why));
    FAILS(XC_UNSUPPORTED, xc_docset_new(&set, db, &why));
    SAYS("remote");
    xc_query_free(&q);
}

static void remote_shards(void **state) {
    (void)state;
    struct xc_db *db;
    OK(xc_db_open(&db, NULL, 0, &why));
    FAILS(XC_NETWORK, xc_db_add_remote(db, "127.0.0.1", free_port(), 1000, 1000, &why));
    FAILS(XC_INVALID, xc_db_add_remote(db, "127.0.0.1", 70000, 1000, 1000, &why));
    FAILS(XC_INVALID, xc_db_add_remote(db, NULL, 1, 1000, 1000, &why));
    assert_int_equal(xc_db_shard_count(db), 0);
    if (!can_run("xapian-tcpsrv")) {
        xc_db_close(&db);
        print_message("xapian-tcpsrv is not installed: remote shards are not tested\n");
        skip();
    }
    unsigned ports[2] = {free_port(), free_port()};
    pid_t servers[2];
    for (size_t i = 0; i < 2; i++)
        servers[i] = serve(shape_paths[SHARDED][i], ports[i]);
    for (size_t i = 0; i < 2; i++)
        add_served(db, ports[i]);
    OK(xc_db_add_path(db, shape_paths[SHARDED][2], &why)); /* two remote, one local */
    remote_answers(db);
    for (size_t i = 0; i < 2; i++)
        stop(servers[i]);
    struct xc_query *q = term("all");
    struct xc_search search = {.query = q, .exact = true};
    struct xc_matches *m;
    FAILS(XC_NETWORK, xc_search_run(db, &search, &m, &why));
    SAYS("127.0.0.1");
    xc_query_free(&q);
    xc_db_close(&db);
}

int remote_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remote_shards),
    };
    return cmocka_run_group_tests_name("xapian-c: remote", tests, make_folder, remove_folder);
}
