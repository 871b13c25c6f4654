/* Is a finished segment whole? See segment.h.
 *
 * The child tells its finding through a pipe as a struct err; a child that ends without one has crashed on the files,
 * which is a finding too. It dies with its parent, and never runs the parent's exit handlers. */
#include "indexer/segment.h"

#include "corpus/record.h"
#include "corpus/store/columns.h"
#include "corpus/store/run_table.h"
#include "corpus/store/textstore.h"
#include "indexer/engine.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static enum err_code check_engine(const char *path, uint32_t documents, struct err *e) {
    struct xc_error why;
    struct xc_db *db = NULL;
    size_t problems = 0;
    uint32_t count = 0;
    if (xc_db_check(path, &problems, NULL, &why))
        return engine_error(e, &why, "The engine's check failed");
    if (problems)
        return err_set(e, ERR_CORRUPT, "The engine's check found %zu problems.", problems);
    if (xc_db_open(&db, &path, 1, &why) || xc_db_doc_count(db, &count, &why)) {
        xc_db_close(&db);
        return engine_error(e, &why, "The engine cannot read what it wrote");
    }
    xc_db_close(&db);
    return count == documents ? ERR_OK
                              : err_set(e, ERR_CORRUPT, "The engine holds %u documents, not %u.", count, documents);
}

static enum err_code check_records(struct textstore *texts, uint32_t documents, struct arena *arena, struct err *e) {
    if (textstore_count(texts) != documents)
        return err_set(e, ERR_CORRUPT, "The text store holds %u documents, not %u.", textstore_count(texts), documents);
    for (uint32_t docid = 1; docid <= documents; docid++) {
        struct str record;
        struct document doc;
        arena_reset(arena);
        enum err_code code = textstore_get(texts, docid, arena, &record, e);
        if (!code)
            code = record_unpack(arena, record, &doc, e);
        if (code)
            return err_wrap(e, "Record %u of the text store", docid);
    }
    return ERR_OK;
}

static enum err_code check_texts(const char *path, uint32_t documents, struct arena *arena, struct err *e) {
    struct textstore *texts = NULL;
    enum err_code code = textstore_open(&texts, path, e);
    if (!code)
        code = check_records(texts, documents, arena, e);
    textstore_close(&texts);
    return code;
}

static enum err_code check_columns(const char *path, uint32_t documents, struct err *e) {
    struct columns *columns = NULL;
    enum err_code code = columns_open(&columns, path, e);
    if (!code && columns_documents(columns) != documents)
        code = err_set(e, ERR_CORRUPT, "The columns hold %u documents, not %u.", columns_documents(columns), documents);
    columns_close(&columns);
    return code;
}

static enum err_code check_runs(const char *path, struct err *e) {
    struct run_table *runs = NULL;
    enum err_code code = run_table_open(&runs, path, e);
    run_table_close(&runs);
    return code;
}

static enum err_code check_all(const char *path, uint32_t documents, struct err *e) {
    struct arena *names = arena_new(), *records = arena_new();
    enum err_code code = check_engine(arena_printf(names, "%s/engine", path).p, documents, e);
    if (!code)
        code = check_texts(arena_printf(names, "%s/text", path).p, documents, records, e);
    if (!code)
        code = check_columns(arena_printf(names, "%s/columns", path).p, documents, e);
    if (!code)
        code = check_runs(arena_printf(names, "%s/runs", path).p, e);
    arena_free(&records);
    arena_free(&names);
    return code;
}

static _Noreturn void be_child(int to_parent, const char *path, uint32_t documents) {
    struct err finding;
    err_clear(&finding);
    finding.code = check_all(path, documents, &finding);
    _exit(write(to_parent, &finding, sizeof finding) == (ssize_t)sizeof finding ? 0 : 1);
}

/* True when the child's whole finding arrived; a pipe takes a struct err in one piece (less than PIPE_BUF). */
static bool read_finding(int from_child, struct err *finding) {
    ssize_t n;
    do
        n = read(from_child, finding, sizeof *finding);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof *finding;
}

static void wait_for(pid_t child) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

enum err_code segment_verify(const char *path, uint32_t documents, void (*in_child)(void *), void *context,
                             struct err *e) {
    int ends[2];
    if (pipe(ends) != 0)
        return err_errno(e, "A pipe for the check of the new segment could not be made");
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        in_child(context);
        be_child(ends[1], path, documents);
    }
    close(ends[1]);
    enum err_code code = ERR_OK;
    struct err finding;
    if (child < 0)
        code = err_errno(e, "A process for the check of the new segment could not be started");
    else if (!read_finding(ends[0], &finding))
        code = err_set(e, ERR_CORRUPT, "The check of the new segment crashed, so it is not published. Run it again; if "
                                       "it crashes again, the disk or the memory of this machine may be damaged.");
    else if (finding.code) {
        if (e)
            *e = finding;
        code = err_wrap(e, "The new segment did not pass its check");
    }
    close(ends[0]);
    if (child > 0)
        wait_for(child);
    return code;
}
