/* SQL in one place: each statement is prepared when it is first used and kept. Paths are stored once, in `files`, as
 * absolute ones where they exist, so that runs from different folders mean the same file. */
#include "indexer/ledger.h"

#include "indexer/moment.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define LEDGER_VERSION 1

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY, started TEXT NOT NULL, generation INTEGER);"
    "CREATE TABLE IF NOT EXISTS files (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS inputs (file INTEGER NOT NULL REFERENCES files, line INTEGER NOT NULL, id TEXT, hash TEXT,"
    " outcome TEXT NOT NULL, notes TEXT, generation INTEGER NOT NULL, run INTEGER NOT NULL REFERENCES runs,"
    " PRIMARY KEY (file, line)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS inputs_noted ON inputs (run, file, line) WHERE notes IS NOT NULL;"
    "CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, hash TEXT NOT NULL, segment INTEGER NOT NULL,"
    " docid INTEGER NOT NULL, first_seen INTEGER NOT NULL, run INTEGER NOT NULL, file INTEGER, line INTEGER NOT NULL)"
    " WITHOUT ROWID;";

#define STATEMENTS(X)                                                                                                  \
    X(RUN, "INSERT INTO runs (started) VALUES (?)")                                                                    \
    X(RUN_END, "UPDATE runs SET generation = ? WHERE number = ?")                                                      \
    X(META_GET, "SELECT value FROM meta WHERE key = 'identity'")                                                     \
    X(META_SET, "INSERT OR REPLACE INTO meta VALUES ('identity', ?)")                                                \
    X(FILE_GET, "SELECT number FROM files WHERE path = ?")                                                             \
    X(FILE_ADD, "INSERT INTO files (path) VALUES (?)")                                                                 \
    X(FIND, ("SELECT hash, segment, docid, first_seen, run, path, line FROM documents"                                 \
             " LEFT JOIN files ON file = number WHERE id = ?"))                                                        \
    X(PUT, "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)")                                         \
    X(MOVE, "UPDATE documents SET segment = ?, docid = ? WHERE id = ?")                                                \
    X(CLEAR, "DELETE FROM documents")                                                                                  \
    X(RECORD, "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)")                                         \
    X(NOTES, ("SELECT path, line, id, outcome, notes FROM inputs JOIN files ON file = number"                          \
              " WHERE run = ? AND notes IS NOT NULL ORDER BY file, line"))

enum statement {
#define X(name, sql) SQL_##name,
    STATEMENTS(X)
#undef X
        SQL_COUNT
};

static const char *const sql_of[] = {
#define X(name, sql) sql,
    STATEMENTS(X)
#undef X
};

struct ledger {
    sqlite3 *db;
    sqlite3_stmt *prepared[SQL_COUNT];
    char *path; /* the ledger's own */
    int64_t run;
    char *at; /* the path last named, as the caller wrote it */
    int64_t file;
    uint64_t line;
};

const char *outcome_name(enum outcome outcome) {
    static const char *const names[] = {"new", "changed", "unchanged", "duplicate", "rejected", "ignored"};
    assert(outcome < OUTCOME_COUNT);
    return names[outcome];
}

static enum err_code failed(const struct ledger *ledger, struct err *e) {
    enum err_code code = ERR_IO;
    switch (sqlite3_errcode(ledger->db)) {
    case SQLITE_FULL:
        return err_set(e, ERR_FULL, "The ledger %s could not be written: No space left on device.", ledger->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(e, ERR_CORRUPT, "The ledger %s is damaged (%s). Move it away; the next run makes it anew from the "
                                       "collection.", ledger->path, sqlite3_errmsg(ledger->db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        code = ERR_LOCKED;
        break;
    default:
        break;
    }
    return err_set(e, code, "The ledger %s: %s.", ledger->path, sqlite3_errmsg(ledger->db));
}

/* ---- statements ---- */

/* Ready for binding; NULL when it cannot be prepared. */
static sqlite3_stmt *statement(struct ledger *ledger, enum statement which) {
    sqlite3_stmt **prepared = &ledger->prepared[which];
    if (*prepared == NULL &&
        sqlite3_prepare_v3(ledger->db, sql_of[which], -1, SQLITE_PREPARE_PERSISTENT, prepared, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_reset(*prepared);
    sqlite3_clear_bindings(*prepared);
    return *prepared;
}

/* The slice must stay in place until the statement has run. */
static void bind_str(sqlite3_stmt *stmt, int at, struct str s) {
    if (s.n)
        sqlite3_bind_text64(stmt, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
}

static struct str column_str(struct arena *arena, sqlite3_stmt *stmt, int at) {
    const char *p = (const char *)sqlite3_column_text(stmt, at);
    return p ? arena_str(arena, (struct str){p, (size_t)sqlite3_column_bytes(stmt, at)}) : STR_EMPTY;
}

/* Runs a statement that gives no row. */
static enum err_code finish(struct ledger *ledger, sqlite3_stmt *stmt, struct err *e) {
    if (stmt == NULL)
        return failed(ledger, e);
    enum err_code code = sqlite3_step(stmt) == SQLITE_DONE ? ERR_OK : failed(ledger, e);
    sqlite3_reset(stmt);
    return code;
}

/* Runs a statement up to its first row; *row tells whether there is one. The caller resets it. */
static enum err_code first_row(struct ledger *ledger, sqlite3_stmt *stmt, bool *row, struct err *e) {
    int result = stmt ? sqlite3_step(stmt) : SQLITE_ERROR;
    *row = result == SQLITE_ROW;
    return result == SQLITE_ROW || result == SQLITE_DONE ? ERR_OK : failed(ledger, e);
}

static enum err_code run_sql(struct ledger *ledger, const char *sql, struct err *e) {
    return sqlite3_exec(ledger->db, sql, NULL, NULL, NULL) == SQLITE_OK ? ERR_OK : failed(ledger, e);
}

/* ---- opening, closing ---- */

static void close_db(struct ledger *ledger) {
    for (int i = 0; i < SQL_COUNT; i++) {
        sqlite3_finalize(ledger->prepared[i]);
        ledger->prepared[i] = NULL;
    }
    sqlite3_close(ledger->db);
    ledger->db = NULL;
}

void ledger_close(struct ledger **ledger) {
    if (*ledger == NULL)
        return;
    close_db(*ledger);
    free((*ledger)->path);
    free((*ledger)->at);
    free(*ledger);
    *ledger = NULL;
}

static enum err_code check_version(struct ledger *ledger, struct err *e) {
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(ledger->db, "PRAGMA user_version", -1, &stmt, NULL) != SQLITE_OK)
        return failed(ledger, e);
    bool row;
    enum err_code code = first_row(ledger, stmt, &row, e);
    int version = row ? sqlite3_column_int(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    if (!code && version != 0 && version != LEDGER_VERSION)
        code = err_set(e, ERR_CONTRACT, "The ledger %s was written by another version of this program (%d, not %d). Move "
                                        "it away; the next run makes it anew.", ledger->path, version, LEDGER_VERSION);
    return code;
}

static enum err_code open_db(struct ledger *ledger, struct err *e) {
    if (sqlite3_open_v2(ledger->path, &ledger->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW,
                        NULL) != SQLITE_OK)
        return failed(ledger, e);
    sqlite3_busy_timeout(ledger->db, 5000);
    enum err_code code = check_version(ledger, e);
    if (!code)
        code = run_sql(ledger, "PRAGMA cache_size = -16000; BEGIN IMMEDIATE", e);
    if (!code)
        code = run_sql(ledger, schema, e);
    return code ? code : run_sql(ledger, "PRAGMA user_version = 1", e);
}

static enum err_code put_aside(const struct ledger *ledger, struct err *e) {
    struct arena *arena = arena_new();
    const char *damaged = arena_printf(arena, "%s.damaged", ledger->path).p;
    enum err_code code = file_rename(ledger->path, damaged, e);
    const char *journal = arena_printf(arena, "%s-journal", ledger->path).p;
    if (!code)
        code = file_remove_tree(journal, e);
    arena_free(&arena);
    return code;
}

static enum err_code begin_run(struct ledger *ledger, struct err *e) {
    char started[MOMENT_SIZE];
    sqlite3_stmt *stmt = statement(ledger, SQL_RUN);
    if (stmt)
        bind_str(stmt, 1, str_from(moment_now(started)));
    enum err_code code = finish(ledger, stmt, e);
    ledger->run = sqlite3_last_insert_rowid(ledger->db);
    return code;
}

enum err_code ledger_open(struct ledger **out, const char *collection, struct err *e) {
    static_assert(LEDGER_VERSION == 1, "open_db sets the number as text");
    struct ledger *ledger = mem_alloc(sizeof *ledger);
    struct arena *arena = arena_new();
    *out = ledger;
    ledger->path = mem_strdup(str_from(generation_path(arena, collection, "ledger.sqlite")));
    arena_free(&arena);
    enum err_code code = open_db(ledger, e);
    if (code == ERR_CORRUPT) {
        close_db(ledger);
        code = put_aside(ledger, e);
        if (!code)
            code = open_db(ledger, e);
    }
    return code ? code : begin_run(ledger, e);
}

enum err_code ledger_commit(struct ledger *ledger, const struct manifest *served, struct err *e) {
    sqlite3_stmt *stmt = statement(ledger, SQL_META_SET);
    if (stmt)
        sqlite3_bind_int64(stmt, 1, (sqlite3_int64)generation_identity(served));
    enum err_code code = finish(ledger, stmt, e);
    if (code)
        return code;
    if ((stmt = statement(ledger, SQL_RUN_END))) {
        sqlite3_bind_int64(stmt, 1, served->number);
        sqlite3_bind_int64(stmt, 2, ledger->run);
    }
    code = finish(ledger, stmt, e);
    return code ? code : run_sql(ledger, "COMMIT", e);
}

enum err_code ledger_describes(struct ledger *ledger, const struct manifest *served, bool *it_does, struct err *e) {
    bool row;
    sqlite3_stmt *stmt = statement(ledger, SQL_META_GET);
    enum err_code code = first_row(ledger, stmt, &row, e);
    *it_does = !code && (row ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0) == generation_identity(served);
    sqlite3_reset(stmt);
    return code;
}

/* ---- documents ---- */

enum err_code ledger_find(struct ledger *ledger, struct arena *arena, struct str id, struct ledger_document *out,
                          bool *found, struct err *e) {
    sqlite3_stmt *stmt = statement(ledger, SQL_FIND);
    if (stmt)
        bind_str(stmt, 1, id);
    enum err_code code = first_row(ledger, stmt, found, e);
    if (*found) {
        out->id = id;
        out->hash = column_str(arena, stmt, 0);
        out->segment = (uint32_t)sqlite3_column_int64(stmt, 1);
        out->docid = (uint32_t)sqlite3_column_int64(stmt, 2);
        out->first_seen = (uint32_t)sqlite3_column_int64(stmt, 3);
        out->this_run = sqlite3_column_int64(stmt, 4) == ledger->run;
        out->path = column_str(arena, stmt, 5);
        out->line = (uint64_t)sqlite3_column_int64(stmt, 6);
    }
    sqlite3_reset(stmt);
    return code;
}

enum err_code ledger_put(struct ledger *ledger, const struct ledger_document *document, struct err *e) {
    sqlite3_stmt *stmt = statement(ledger, SQL_PUT);
    if (stmt) {
        bind_str(stmt, 1, document->id);
        bind_str(stmt, 2, document->hash);
        sqlite3_bind_int64(stmt, 3, document->segment);
        sqlite3_bind_int64(stmt, 4, document->docid);
        sqlite3_bind_int64(stmt, 5, document->first_seen);
        sqlite3_bind_int64(stmt, 6, ledger->at ? ledger->run : 0);
        sqlite3_bind_int64(stmt, 7, ledger->file);
        sqlite3_bind_int64(stmt, 8, (sqlite3_int64)ledger->line);
    }
    return finish(ledger, stmt, e);
}

enum err_code ledger_move(struct ledger *ledger, struct str id, uint32_t segment, uint32_t docid, struct err *e) {
    sqlite3_stmt *stmt = statement(ledger, SQL_MOVE);
    if (stmt) {
        sqlite3_bind_int64(stmt, 1, segment);
        sqlite3_bind_int64(stmt, 2, docid);
        bind_str(stmt, 3, id);
    }
    return finish(ledger, stmt, e);
}

enum err_code ledger_clear(struct ledger *ledger, struct err *e) {
    return finish(ledger, statement(ledger, SQL_CLEAR), e);
}

/* ---- inputs ---- */

static enum err_code file_number(struct ledger *ledger, struct str path, int64_t *number, struct err *e) {
    bool row;
    sqlite3_stmt *stmt = statement(ledger, SQL_FILE_GET);
    if (stmt)
        bind_str(stmt, 1, path);
    enum err_code code = first_row(ledger, stmt, &row, e);
    *number = row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_reset(stmt);
    if (code || row)
        return code;
    stmt = statement(ledger, SQL_FILE_ADD);
    if (stmt)
        bind_str(stmt, 1, path);
    code = finish(ledger, stmt, e);
    *number = sqlite3_last_insert_rowid(ledger->db);
    return code;
}

enum err_code ledger_at(struct ledger *ledger, const char *path, uint64_t line, struct err *e) {
    ledger->line = line;
    if (ledger->at && strcmp(ledger->at, path) == 0)
        return ERR_OK;
    char *absolute = strcmp(path, "-") == 0 ? NULL : realpath(path, NULL);
    enum err_code code = file_number(ledger, str_from(absolute ? absolute : path), &ledger->file, e);
    free(absolute);
    free(ledger->at);
    ledger->at = mem_strdup(str_from(path));
    return code;
}

enum err_code ledger_record(struct ledger *ledger, struct str id, struct str hash, enum outcome outcome,
                            struct str notes, uint32_t generation, struct err *e) {
    sqlite3_stmt *stmt = statement(ledger, SQL_RECORD);
    if (stmt) {
        sqlite3_bind_int64(stmt, 1, ledger->file);
        sqlite3_bind_int64(stmt, 2, (sqlite3_int64)ledger->line);
        bind_str(stmt, 3, id);
        bind_str(stmt, 4, hash);
        bind_str(stmt, 5, str_from(outcome_name(outcome)));
        bind_str(stmt, 6, notes);
        sqlite3_bind_int64(stmt, 7, generation);
        sqlite3_bind_int64(stmt, 8, ledger->run);
    }
    return finish(ledger, stmt, e);
}

enum err_code ledger_each_note(struct ledger *ledger, ledger_note_fn fn, void *context, struct err *e) {
    struct arena *arena = arena_new();
    sqlite3_stmt *stmt = statement(ledger, SQL_NOTES);
    if (stmt)
        sqlite3_bind_int64(stmt, 1, ledger->run);
    bool row;
    enum err_code code = first_row(ledger, stmt, &row, e);
    while (!code && row) {
        arena_reset(arena);
        struct ledger_note note = {.path = column_str(arena, stmt, 0), .line = (uint64_t)sqlite3_column_int64(stmt, 1),
                                   .id = column_str(arena, stmt, 2), .outcome = column_str(arena, stmt, 3),
                                   .notes = column_str(arena, stmt, 4)};
        code = fn(context, &note, e);
        if (!code)
            code = first_row(ledger, stmt, &row, e);
    }
    sqlite3_reset(stmt);
    arena_free(&arena);
    return code;
}
