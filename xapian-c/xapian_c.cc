/* libxapian behind C functions: the body of xapian_c.h, in the order of that header.
 *
 * The one rule of this file: every function that libxapian can throw out of runs inside guard(), which turns whatever
 * comes flying into a code and a sentence. Functions without an `xc_error` either cannot throw or note the failure
 * in their handle, to be told by the next function that can.
 *
 * What libxapian 1.4.22 does that its documentation does not say, and what is done about it, stands where it is done:
 * see struct xc_writer (half batches), class DocsetSource and class ShardMarker (which shard am I in?), and
 * exact_total (totals of a collapsed search). */
#include "xapian-c/xapian_c.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <queue>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

/* ---- Errors --------------------------------------------------------------------------------------------------- */

namespace {

/* What a guarded function is about, for its sentence: "Cannot <verb> <object>: ...". */
struct Task {
    const char *verb;
    const char *object; /* a path, or NULL */

    Task(const char *verb_, const char *object_ = nullptr) : verb(verb_), object(object_) {
    }
};

/* Our own refusals: the second half of the sentence. */
struct Refusal {
    xc_code code;
    std::string reason;
};

[[noreturn]] void refuse(xc_code code, const std::string &reason) {
    throw Refusal{code, reason};
}

void need(const void *handle, const char *what) {
    if (!handle)
        refuse(XC_INVALID, std::string("no ") + what + " was given");
}

/* In the order of enum xc_code: its name, and the sentence's second half when there is no better one. */
const struct {
    const char *name, *reason;
} codes[] = {
    {"XC_OK", "it went well"},
    {"XC_NOT_FOUND", "it is not there"},
    {"XC_LOCKED", "another writer holds the database"},
    {"XC_MODIFIED", "the database was overwritten while it was being read, so it has to be opened anew"},
    {"XC_CORRUPT", "the database is damaged, or this is not a database"},
    {"XC_VERSION", "the database is in a format that this version of libxapian cannot read"},
    {"XC_TOO_LONG", "something is longer than libxapian can store"},
    {"XC_INVALID", "that makes no sense here"},
    {"XC_UNSUPPORTED", "this kind of database cannot do that"},
    {"XC_NETWORK", "a remote shard failed or did not answer in time"},
    {"XC_IO", "the operating system refused"},
    {"XC_MEMORY", "there is not enough memory"},
    {"XC_INTERNAL", "libxapian failed in an unexpected way"},
};
static_assert(sizeof codes / sizeof codes[0] == XC_INTERNAL + 1, "one row for each code");

/* Fills in the sentence; one that does not fit is cut at a whole UTF-8 character. No reason: the one of the code. */
xc_code report(struct xc_error *e, const Task &task, xc_code code, const char *detail,
               const char *reason = nullptr) noexcept {
    if (!e)
        return code;
    e->code = code;
    int n = snprintf(e->text, sizeof e->text, "Cannot %s%s%s%s: %s%s%s%s.", task.verb, task.object ? " \"" : "",
                     task.object ? task.object : "", task.object ? "\"" : "", reason ? reason : codes[code].reason,
                     detail ? " (" : "", detail ? detail : "", detail ? ")" : "");
    if (n < static_cast<int>(sizeof e->text))
        return code;
    size_t end = sizeof e->text - 4;
    while (end > 0 && (static_cast<unsigned char>(e->text[end]) & 0xC0) == 0x80)
        end--;
    memcpy(e->text + end, "...", 4);
    return code;
}

bool says(const Xapian::Error &x, const char *words) {
    return x.get_msg().find(words) != std::string::npos;
}

/* Xapian::Error has no virtual functions, so its kinds are told apart by name. Those that mean more than one thing are
 * looked at more closely below. */
const struct {
    const char *type;
    xc_code code;
} xapian_errors[] = {
    {"DatabaseModifiedError", XC_MODIFIED}, {"DatabaseCorruptError", XC_CORRUPT},
    {"DatabaseVersionError", XC_VERSION},   {"DatabaseNotFoundError", XC_NOT_FOUND},
    {"DatabaseClosedError", XC_INVALID},    {"DocNotFoundError", XC_NOT_FOUND},
    {"WildcardError", XC_INVALID},          {"FeatureUnavailableError", XC_UNSUPPORTED},
    {"NetworkError", XC_NETWORK},           {"NetworkTimeoutError", XC_NETWORK},
};

/* Plain DatabaseError is thrown for everything from a full disk to a short file. */
xc_code code_of(const Xapian::Error &x, bool has_errno) {
    std::string type = x.get_type();
    for (const auto &known : xapian_errors)
        if (type == known.type)
            return known.code;
    if (type == "DatabaseLockError")
        return says(x, "already locked") ? XC_LOCKED : XC_IO;
    if (type == "InvalidArgumentError")
        return says(x, "too long") ? XC_TOO_LONG : XC_INVALID;
    if (type == "InvalidOperationError" && says(x, "No subdatabases"))
        return XC_NOT_FOUND;
    if (type == "InvalidOperationError") /* the second: a posting source where term statistics are wanted */
        return says(x, "not meaningful for this PostingIterator") ? XC_UNSUPPORTED : XC_INVALID;
    if (type == "UnimplementedError")
        return says(x, "insanely large") ? XC_TOO_LONG : XC_UNSUPPORTED;
    if (type == "DatabaseCreateError")
        return has_errno ? XC_IO : XC_INVALID;
    if (type == "DatabaseOpeningError")
        return has_errno ? XC_IO : XC_CORRUPT;
    if (type != "DatabaseError" || says(x, "overflowed") || says(x, "Run out of docids"))
        return XC_INTERNAL;
    return has_errno ? XC_IO : XC_CORRUPT;
}

xc_code report_xapian(struct xc_error *e, const Task &task, const Xapian::Error &x) noexcept {
    try {
        const char *system = x.get_error_string();
        std::string detail = std::string(x.get_type()) + ": " + x.get_msg();
        if (!x.get_context().empty())
            detail += ", at " + x.get_context();
        if (system)
            detail += std::string(", ") + system;
        return report(e, task, code_of(x, system != nullptr), detail.c_str());
    } catch (...) {
        return report(e, task, XC_MEMORY, nullptr);
    }
}

/* Called inside a catch block: what was thrown? */
xc_code explain(struct xc_error *e, const Task &task) noexcept {
    try {
        throw;
    } catch (const Refusal &x) {
        return report(e, task, x.code, nullptr, x.reason.c_str());
    } catch (const Xapian::Error &x) {
        return report_xapian(e, task, x);
    } catch (const std::bad_alloc &) {
        return report(e, task, XC_MEMORY, nullptr);
    } catch (const std::logic_error &x) {
        /* Our arguments were checked, so an impossible length was read from a damaged file (measured: 17 of 1,650). */
        return report(e, task, XC_CORRUPT, x.what());
    } catch (const std::exception &x) {
        return report(e, task, XC_INTERNAL, x.what());
    } catch (...) {
        return report(e, task, XC_INTERNAL, nullptr);
    }
}

/* The one door between C and C++. */
template <typename Work> xc_code guard(struct xc_error *e, const Task &task, Work &&work) noexcept {
    try {
        work();
    } catch (...) {
        return explain(e, task);
    }
    if (e) {
        e->code = XC_OK;
        e->text[0] = '\0';
    }
    return XC_OK;
}

/* ---- Small helpers -------------------------------------------------------------------------------------------- */

std::string string_of(struct xc_bytes b) {
    if (b.n == 0)
        return std::string();
    if (!b.p)
        refuse(XC_INVALID, "a length was given without the bytes");
    return std::string(b.p, b.n);
}

struct xc_bytes bytes_of(const std::string &s) {
    return {s.data(), s.size()};
}

/* For the caller to free(); a NUL byte follows. */
char *malloc_copy(const std::string &s) {
    char *copy = static_cast<char *>(malloc(s.size() + 1));
    if (!copy)
        throw std::bad_alloc();
    memcpy(copy, s.c_str(), s.size() + 1);
    return copy;
}

void check_length(const char *what, size_t n, size_t limit) {
    if (n <= limit)
        return;
    refuse(XC_TOO_LONG, std::string("the ") + what + " has " + std::to_string(n) + " bytes and " +
                            std::to_string(limit) + " is the most that can be stored");
}

/* In a key of libxapian's tables NUL is written as two bytes. A term that is too long only by its NULs would be taken
 * now and break the commit, with everything else in it. */
void check_term(const char *what, struct xc_bytes term) {
    if (term.n == 0)
        refuse(XC_INVALID, std::string("the ") + what + " is empty");
    need(term.p, what);
    check_length(what, term.n, XC_TERM_MAX);
    auto nuls = static_cast<size_t>(std::count(term.p, term.p + term.n, '\0'));
    check_length(nuls ? "term (a NUL byte counts twice)" : what, term.n + nuls, XC_TERM_MAX);
}

std::string term_of(const char *what, struct xc_bytes term) {
    check_term(what, term);
    return string_of(term);
}

std::string key_of(const char *key) {
    need(key, "metadata key");
    return term_of("metadata key", {key, strlen(key)});
}

/* What every xc_*_free and xc_*_close does. */
template <typename Handle> void drop(Handle **handle) noexcept {
    if (!handle)
        return;
    delete *handle;
    *handle = nullptr;
}

void check_slot(uint32_t slot) {
    if (slot == Xapian::BAD_VALUENO)
        refuse(XC_INVALID, "4294967295 is not a value slot");
}

} // namespace

const char *xc_code_name(enum xc_code code) {
    return code >= XC_OK && code <= XC_INTERNAL ? codes[code].name : "XC_?";
}

const char *xc_xapian_version(void) {
    return Xapian::version_string();
}

/* ---- Databases ------------------------------------------------------------------------------------------------ */

struct xc_db {
    Xapian::Database db;
    /* One for each shard, in order. Inside a match libxapian shows each shard as a database of its own and does not say
     * which; its uuid does. Empty for a remote one. */
    std::vector<std::string> uuids;
};

namespace {

constexpr size_t uuid_length = 36;

/* A path can be a stub file that names several shards; libxapian then joins their uuids by a colon. */
void remember_uuids(std::vector<std::string> *uuids, const Xapian::Database &added) {
    std::string joined = added.get_uuid();
    bool plain = joined.size() + 1 == added.size() * (uuid_length + 1);
    for (size_t i = 0; i < added.size(); i++)
        uuids->push_back(plain ? joined.substr(i * (uuid_length + 1), uuid_length) : std::string());
}

void add_path(struct xc_db *db, const char *path) {
    need(path, "path");
    Xapian::Database added{std::string(path)};
    if (added.size() == 0)
        refuse(XC_NOT_FOUND, "it is an empty list of databases");
    std::vector<std::string> uuids = db->uuids;
    remember_uuids(&uuids, added);
    db->db.add_database(added);
    db->uuids.swap(uuids);
}

bool has_shards(const struct xc_db *db) {
    return db->db.size() != 0;
}

/* One number about the database. */
template <typename Number, typename Read>
xc_code ask(struct xc_db *db, Number *out, struct xc_error *e, const Task &task, Read &&read) {
    return guard(e, task, [&] {
        need(db, "database");
        need(out, "place for the answer");
        *out = read(db->db);
    });
}

/* One string, for the caller to free. */
template <typename Read>
xc_code ask_string(struct xc_db *db, char **out, size_t *n, struct xc_error *e, const Task &task, Read &&read) {
    return guard(e, task, [&] {
        need(out, "place for the answer");
        *out = nullptr;
        if (n)
            *n = 0;
        need(db, "database");
        std::string found = read(db->db);
        *out = malloc_copy(found);
        if (n)
            *n = found.size();
    });
}

} // namespace

enum xc_code xc_db_open(struct xc_db **db, const char *const *paths, size_t path_count, struct xc_error *e) {
    const char *path = path_count == 1 && paths ? paths[0] : nullptr;
    return guard(e, {"open the database", path}, [&] {
        need(db, "place for the handle");
        *db = nullptr;
        if (path_count)
            need(paths, "path");
        auto fresh = std::make_unique<struct xc_db>();
        for (size_t i = 0; i < path_count; i++)
            add_path(fresh.get(), paths[i]);
        *db = fresh.release();
    });
}

enum xc_code xc_db_add_path(struct xc_db *db, const char *path, struct xc_error *e) {
    return guard(e, {"open the database", path}, [&] {
        need(db, "database");
        add_path(db, path);
    });
}

enum xc_code xc_db_add_remote(struct xc_db *db, const char *host, unsigned port, unsigned timeout_ms,
                              unsigned connect_timeout_ms, struct xc_error *e) {
    return guard(e, {"reach the remote database on", host}, [&] {
        need(db, "database");
        need(host, "host");
        if (port == 0 || port > 65535)
            refuse(XC_INVALID, std::to_string(port) + " is not a port");
        db->uuids.reserve(db->uuids.size() + 1);
        db->db.add_database(Xapian::Remote::open(host, port, timeout_ms, connect_timeout_ms));
        db->uuids.emplace_back();
    });
}

void xc_db_close(struct xc_db **db) {
    drop(db);
}

size_t xc_db_shard_count(const struct xc_db *db) {
    return db ? db->db.size() : 0;
}

enum xc_code xc_db_doc_count(struct xc_db *db, uint32_t *out, struct xc_error *e) {
    return ask(db, out, e, "count the documents", [](Xapian::Database &x) { return x.get_doccount(); });
}

enum xc_code xc_db_last_docid(struct xc_db *db, uint32_t *out, struct xc_error *e) {
    return ask(db, out, e, "read the last document number",
               [](Xapian::Database &x) { return x.size() ? x.get_lastdocid() : 0; });
}

enum xc_code xc_db_average_length(struct xc_db *db, double *out, struct xc_error *e) {
    return ask(db, out, e, "read the average length",
               [](Xapian::Database &x) { return x.size() ? x.get_avlength() : 0; });
}

enum xc_code xc_db_doc_length(struct xc_db *db, uint32_t docid, uint32_t *out, struct xc_error *e) {
    return ask(db, out, e, "read the length of a document",
               [=](Xapian::Database &x) { return x.get_doclength(docid); });
}

enum xc_code xc_db_term_freq(struct xc_db *db, struct xc_bytes term, uint32_t *docs, uint64_t *occurrences,
                             struct xc_error *e) {
    return guard(e, "look up a term", [&] {
        need(db, "database");
        std::string t = term_of("term", term);
        uint32_t doc_count = docs && has_shards(db) ? db->db.get_termfreq(t) : 0;
        uint64_t total = occurrences && has_shards(db) ? db->db.get_collection_freq(t) : 0;
        if (docs)
            *docs = doc_count;
        if (occurrences)
            *occurrences = total;
    });
}

enum xc_code xc_db_metadata(struct xc_db *db, const char *key, char **value, size_t *n, struct xc_error *e) {
    return ask_string(db, value, n, e, {"read the metadata", key}, [=](Xapian::Database &x) {
        std::string k = key_of(key);
        return x.size() ? x.get_metadata(k) : std::string();
    });
}

enum xc_code xc_db_uuid(struct xc_db *db, char **uuid, struct xc_error *e) {
    return ask_string(db, uuid, nullptr, e, "read the identity of the database",
                      [](Xapian::Database &x) { return x.get_uuid(); });
}

enum xc_code xc_db_suggest(struct xc_db *db, struct xc_bytes word, unsigned max_edits, char **out, size_t *n,
                           struct xc_error *e) {
    return ask_string(db, out, n, e, "suggest a spelling", [=](Xapian::Database &x) {
        std::string w = term_of("word", word);
        return x.size() ? x.get_spelling_suggestion(w, max_edits) : std::string();
    });
}

enum xc_code xc_db_check(const char *path, size_t *problems, char **report, struct xc_error *e) {
    return guard(e, {"check the database", path}, [&] {
        need(path, "path");
        need(problems, "place for the answer");
        if (report)
            *report = nullptr;
        struct stat st;
        if (stat(path, &st) != 0)
            refuse(XC_NOT_FOUND, "there is nothing at that path");
        std::ostringstream out;
        *problems = Xapian::Database::check(path, 0, report ? &out : nullptr);
        if (report)
            *report = malloc_copy(out.str());
    });
}

enum xc_code xc_db_compact(const char *const *paths, size_t path_count, const char *to, struct xc_error *e) {
    return guard(e, {"compact into", to}, [&] {
        need(to, "path");
        if (path_count == 0)
            refuse(XC_INVALID, "there is no database to compact");
        need(paths, "path");
        /* libxapian would write into an existing folder, over whatever is there. */
        struct stat st;
        if (stat(to, &st) == 0)
            refuse(XC_INVALID, "the folder exists already");
        struct xc_db all;
        for (size_t i = 0; i < path_count; i++)
            add_path(&all, paths[i]);
        all.db.compact(to);
    });
}

/* ---- Reading documents ---------------------------------------------------------------------------------------- */

struct xc_doc {
    /* Empty after xc_doc_clear, so that clearing cannot fail. */
    std::optional<Xapian::Document> doc;
    /* What was given out, kept until the document changes. */
    std::optional<std::string> data;
    std::map<uint32_t, std::string> values;

    Xapian::Document &get() {
        if (!doc)
            doc.emplace();
        return *doc;
    }
    void forget() {
        data.reset();
        values.clear();
    }
};

enum xc_code xc_doc_read(struct xc_db *db, uint32_t docid, struct xc_doc **doc, struct xc_error *e) {
    return guard(e, "read a document", [&] {
        need(db, "database");
        need(doc, "place for the handle");
        *doc = nullptr;
        auto fresh = std::make_unique<struct xc_doc>();
        fresh->doc.emplace(db->db.get_document(docid));
        *doc = fresh.release();
    });
}

enum xc_code xc_doc_data(struct xc_doc *doc, struct xc_bytes *out, struct xc_error *e) {
    return guard(e, "read the data of a document", [&] {
        need(doc, "document");
        need(out, "place for the answer");
        if (!doc->data)
            doc->data.emplace(doc->get().get_data());
        *out = bytes_of(*doc->data);
    });
}

enum xc_code xc_doc_value(struct xc_doc *doc, uint32_t slot, struct xc_bytes *out, struct xc_error *e) {
    return guard(e, "read a value of a document", [&] {
        need(doc, "document");
        need(out, "place for the answer");
        check_slot(slot);
        auto found = doc->values.find(slot);
        if (found == doc->values.end())
            found = doc->values.emplace(slot, doc->get().get_value(slot)).first;
        *out = bytes_of(found->second);
    });
}

/* ---- Walking over terms, postings, positions, values ---------------------------------------------------------- */

struct xc_walk {
    bool given = false; /* the current entry was handed out already */

    virtual ~xc_walk() = default;
    virtual bool over() const = 0;
    virtual void advance() = 0;
    virtual void read(struct xc_entry *entry) = 0;
    /* Forward only: some of libxapian's own skip_to go back. Not called when over. */
    virtual void skip(const std::string &text, uint32_t number) = 0;
};

namespace {

enum class TermKind { name_only, with_docs, with_wdf };

class TermWalk : public xc_walk {
    Xapian::TermIterator it;
    TermKind kind;
    std::string text;

  public:
    TermWalk(Xapian::TermIterator begin, TermKind kind_) : it(std::move(begin)), kind(kind_) {
    }
    bool over() const override {
        return it == Xapian::TermIterator();
    }
    void advance() override {
        ++it;
    }
    void read(struct xc_entry *entry) override {
        text = *it;
        entry->text = bytes_of(text);
        if (kind == TermKind::with_docs)
            entry->docs = it.get_termfreq();
        if (kind == TermKind::with_wdf)
            entry->wdf = it.get_wdf();
    }
    void skip(const std::string &to, uint32_t) override {
        if (*it < to)
            it.skip_to(to);
    }
};

class PostingWalk : public xc_walk {
    Xapian::PostingIterator it;

  public:
    explicit PostingWalk(Xapian::PostingIterator begin) : it(std::move(begin)) {
    }
    bool over() const override {
        return it == Xapian::PostingIterator();
    }
    void advance() override {
        ++it;
    }
    void read(struct xc_entry *entry) override {
        entry->docid = *it;
        entry->wdf = it.get_wdf();
    }
    void skip(const std::string &, uint32_t to) override {
        if (*it < to)
            it.skip_to(to);
    }
};

class PositionWalk : public xc_walk {
    Xapian::PositionIterator it;

  public:
    explicit PositionWalk(Xapian::PositionIterator begin) : it(std::move(begin)) {
    }
    bool over() const override {
        return it == Xapian::PositionIterator();
    }
    void advance() override {
        ++it;
    }
    void read(struct xc_entry *entry) override {
        entry->position = *it;
    }
    void skip(const std::string &, uint32_t to) override {
        if (*it < to)
            it.skip_to(to);
    }
};

/* The values of one slot in all documents, or of all slots in one document (`docid` is then not 0). */
class ValueWalk : public xc_walk {
    Xapian::ValueIterator it;
    uint32_t docid;
    std::string text;

  public:
    ValueWalk(Xapian::ValueIterator begin, uint32_t docid_) : it(std::move(begin)), docid(docid_) {
    }
    bool over() const override {
        return it == Xapian::ValueIterator();
    }
    void advance() override {
        ++it;
    }
    void read(struct xc_entry *entry) override {
        text = *it;
        entry->text = bytes_of(text);
        entry->docid = docid ? docid : it.get_docid();
        entry->slot = it.get_valueno();
    }
    void skip(const std::string &, uint32_t to) override {
        if ((docid ? it.get_valueno() : it.get_docid()) < to)
            it.skip_to(to);
    }
};

template <typename Begin>
xc_code walk(struct xc_db *db, struct xc_walk **out, struct xc_error *e, const char *verb, Begin &&begin) {
    return guard(e, verb, [&] {
        need(out, "place for the handle");
        *out = nullptr;
        need(db, "database");
        *out = begin(db->db).release();
    });
}

using Walk = std::unique_ptr<struct xc_walk>;

} // namespace

enum xc_code xc_walk_terms(struct xc_db *db, struct xc_bytes prefix, struct xc_walk **walk_, struct xc_error *e) {
    return walk(db, walk_, e, "walk over the terms", [&](Xapian::Database &x) -> Walk {
        check_length("prefix", prefix.n, XC_TERM_MAX);
        return std::make_unique<TermWalk>(x.allterms_begin(string_of(prefix)), TermKind::with_docs);
    });
}

enum xc_code xc_walk_postings(struct xc_db *db, struct xc_bytes term, struct xc_walk **walk_, struct xc_error *e) {
    return walk(db, walk_, e, "walk over the documents of a term", [&](Xapian::Database &x) -> Walk {
        std::string t = term.n ? term_of("term", term) : std::string();
        return std::make_unique<PostingWalk>(x.postlist_begin(t));
    });
}

enum xc_code xc_walk_positions(struct xc_db *db, uint32_t docid, struct xc_bytes term, struct xc_walk **walk_,
                               struct xc_error *e) {
    return walk(db, walk_, e, "walk over the positions of a term", [&](Xapian::Database &x) -> Walk {
        return std::make_unique<PositionWalk>(x.positionlist_begin(docid, term_of("term", term)));
    });
}

enum xc_code xc_walk_values(struct xc_db *db, uint32_t slot, struct xc_walk **walk_, struct xc_error *e) {
    return walk(db, walk_, e, "walk over the values of a slot", [&](Xapian::Database &x) -> Walk {
        check_slot(slot);
        return std::make_unique<ValueWalk>(x.size() ? x.valuestream_begin(slot) : Xapian::ValueIterator(), 0);
    });
}

enum xc_code xc_walk_doc_terms(struct xc_db *db, uint32_t docid, struct xc_walk **walk_, struct xc_error *e) {
    return walk(db, walk_, e, "walk over the terms of a document", [&](Xapian::Database &x) -> Walk {
        return std::make_unique<TermWalk>(x.termlist_begin(docid), TermKind::with_wdf);
    });
}

enum xc_code xc_walk_doc_values(struct xc_db *db, uint32_t docid, struct xc_walk **walk_, struct xc_error *e) {
    return walk(db, walk_, e, "walk over the values of a document", [&](Xapian::Database &x) -> Walk {
        return std::make_unique<ValueWalk>(x.get_document(docid).values_begin(), docid);
    });
}

enum xc_code xc_walk_spellings(struct xc_db *db, struct xc_walk **walk_, struct xc_error *e) {
    return walk(db, walk_, e, "walk over the spelling words", [&](Xapian::Database &x) -> Walk {
        return std::make_unique<TermWalk>(x.spellings_begin(), TermKind::with_docs);
    });
}

enum xc_code xc_walk_metadata_keys(struct xc_db *db, struct xc_bytes prefix, struct xc_walk **walk_,
                                   struct xc_error *e) {
    return walk(db, walk_, e, "walk over the metadata keys", [&](Xapian::Database &x) -> Walk {
        check_length("prefix", prefix.n, XC_TERM_MAX);
        return std::make_unique<TermWalk>(x.metadata_keys_begin(string_of(prefix)), TermKind::name_only);
    });
}

enum xc_code xc_walk_next(struct xc_walk *walk, struct xc_entry *entry, struct xc_error *e) {
    return guard(e, "walk on", [&] {
        need(walk, "walk");
        need(entry, "place for the entry");
        *entry = {};
        if (walk->given && !walk->over())
            walk->advance();
        walk->given = false;
        if (walk->over())
            return;
        walk->read(entry);
        entry->valid = walk->given = true;
    });
}

enum xc_code xc_walk_skip(struct xc_walk *walk, struct xc_bytes text, uint32_t number, struct xc_error *e) {
    return guard(e, "walk on", [&] {
        need(walk, "walk");
        if (walk->given && !walk->over())
            walk->advance();
        walk->given = false;
        if (!walk->over())
            walk->skip(string_of(text), number);
    });
}

void xc_walk_free(struct xc_walk **walk) {
    drop(walk);
}

/* ---- Making documents ----------------------------------------------------------------------------------------- */

enum xc_code xc_doc_new(struct xc_doc **doc, struct xc_error *e) {
    return guard(e, "make a document", [&] {
        need(doc, "place for the handle");
        *doc = nullptr;
        *doc = new struct xc_doc;
    });
}

void xc_doc_free(struct xc_doc **doc) {
    drop(doc);
}

void xc_doc_clear(struct xc_doc *doc) {
    if (!doc)
        return;
    doc->doc.reset();
    doc->forget();
}

enum xc_code xc_doc_add_term(struct xc_doc *doc, struct xc_bytes term, uint32_t wdf, const uint32_t *positions,
                             size_t position_count, struct xc_error *e) {
    return guard(e, "add a term", [&] {
        need(doc, "document");
        if (position_count)
            need(positions, "position");
        std::string t = term_of("term", term);
        doc->get().add_term(t, wdf);
        for (size_t i = 0; i < position_count; i++)
            doc->get().add_posting(t, positions[i], 0);
    });
}

enum xc_code xc_doc_set_value(struct xc_doc *doc, uint32_t slot, struct xc_bytes value, struct xc_error *e) {
    return guard(e, "set a value", [&] {
        need(doc, "document");
        check_slot(slot);
        check_length("value", value.n, XC_VALUE_MAX);
        doc->get().add_value(slot, string_of(value));
        doc->values.erase(slot);
    });
}

enum xc_code xc_doc_set_data(struct xc_doc *doc, struct xc_bytes data, struct xc_error *e) {
    return guard(e, "set the data of a document", [&] {
        need(doc, "document");
        check_length("data", data.n, XC_DATA_MAX);
        doc->get().set_data(string_of(data));
        doc->data.reset();
    });
}

/* ---- Writing -------------------------------------------------------------------------------------------------- */

namespace {

/* A commit of libxapian makes its files durable and then renames one of them, but not that name: after a power cut the
 * folder can show the old one, whose blocks the next commit has overwritten (measured: 349 of 600 simulated cuts close
 * to a commit; none of 2,600 when the folder is made durable too). */
class Folder {
    int fd;

  public:
    Folder(int at, const char *path) : fd(openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (fd < 0 && errno == ENOTDIR)
            refuse(XC_UNSUPPORTED, "it is a list of databases, and only the folder of one can be written to");
        if (fd < 0)
            refuse(XC_IO, std::string("its folder cannot be opened: ") + strerror(errno));
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    ~Folder() {
        close(fd);
    }
    void sync() const {
        if (fsync(fd) != 0 && errno != EINVAL) /* that is: not on this file system */
            refuse(XC_IO, std::string("its folder cannot be made durable: ") + strerror(errno));
    }
    void sync_parent() const {
        Folder(fd, "..").sync();
    }
};

} // namespace

/* Always inside a transaction: outside of one libxapian commits by itself after 10,000 changes, in close() and in the
 * destructor, so half a batch would become visible whenever something goes wrong.
 *
 * When an add, a replace, a delete or a commit throws, libxapian has thrown away everything since the last commit and
 * would go on as if nothing had happened; a later commit would succeed, without those documents. So the first failure
 * spoils the writer: from then on everything but closing it is refused. */
struct xc_writer {
    Xapian::WritableDatabase db;
    std::string path;
    std::optional<Folder> folder; /* to be made durable with each commit; not with XC_NO_SYNC */
    bool spoiled = false;
};

namespace {

const char *path_of(const struct xc_writer *writer) {
    return writer ? writer->path.c_str() : nullptr;
}

int xapian_mode(enum xc_open_mode mode) {
    static const int modes[] = {Xapian::DB_CREATE, Xapian::DB_OPEN, Xapian::DB_CREATE_OR_OPEN,
                                Xapian::DB_CREATE_OR_OVERWRITE};
    if (mode < XC_CREATE || mode > XC_OVERWRITE)
        refuse(XC_INVALID, "the open mode is unknown");
    return modes[mode];
}

int xapian_flags(unsigned flags) {
    if (flags & ~static_cast<unsigned>(XC_NO_SYNC | XC_NO_TERMLIST | XC_WAIT_LOCK))
        refuse(XC_INVALID, "an open flag is unknown");
    int out = 0;
    if (flags & XC_NO_SYNC)
        out |= Xapian::DB_NO_SYNC;
    if (flags & XC_NO_TERMLIST)
        out |= Xapian::DB_NO_TERMLIST;
    if (flags & XC_WAIT_LOCK)
        out |= Xapian::DB_RETRY_LOCK;
    return out;
}

/* A commit that fails leaves the transaction; being inside one again keeps the destructor from committing. */
void spoil(struct xc_writer *writer) noexcept {
    writer->spoiled = true;
    try {
        writer->db.begin_transaction(false);
    } catch (...) {
        /* Still inside one: that is what was wanted. */
        return;
    }
}

void need_sound(const struct xc_writer *writer) {
    need(writer, "writer");
    if (writer->spoiled)
        refuse(XC_INVALID, "an earlier step of this writer failed and what was added since the last commit is lost; "
                           "abandon the writer and begin again");
}

/* Runs one change of the database; `work` has been given checked arguments only, so whatever it throws is libxapian's
 * failure and spoils the writer. */
template <typename Work> void change(struct xc_writer *writer, Work &&work) {
    try {
        work(writer->db);
    } catch (...) {
        spoil(writer);
        throw;
    }
}

void commit(struct xc_writer *writer) {
    change(writer, [=](Xapian::WritableDatabase &db) {
        db.commit_transaction();
        if (writer->folder)
            writer->folder->sync();
        db.begin_transaction();
    });
}

} // namespace

enum xc_code xc_writer_open(struct xc_writer **writer, const char *path, enum xc_open_mode mode, unsigned flags,
                            struct xc_error *e) {
    return guard(e, {"open for writing the database", path}, [&] {
        need(writer, "place for the handle");
        *writer = nullptr;
        need(path, "path");
        auto fresh = std::make_unique<struct xc_writer>();
        fresh->path = path;
        fresh->db = Xapian::WritableDatabase(fresh->path, xapian_mode(mode) | xapian_flags(flags));
        fresh->folder.emplace(AT_FDCWD, path);
        if (flags & XC_NO_SYNC) {
            fresh->folder.reset();
        } else if (mode != XC_OPEN) {
            fresh->folder->sync();
            fresh->folder->sync_parent();
        }
        fresh->db.begin_transaction();
        *writer = fresh.release();
    });
}

enum xc_code xc_writer_add(struct xc_writer *writer, struct xc_doc *doc, uint32_t *docid, struct xc_error *e) {
    return guard(e, {"add a document to", path_of(writer)}, [&] {
        need_sound(writer);
        need(doc, "document");
        uint32_t id = 0;
        change(writer, [&](Xapian::WritableDatabase &db) { id = db.add_document(doc->get()); });
        if (docid)
            *docid = id;
    });
}

enum xc_code xc_writer_replace(struct xc_writer *writer, struct xc_bytes unique_term, struct xc_doc *doc,
                               uint32_t *docid, struct xc_error *e) {
    return guard(e, {"replace a document in", path_of(writer)}, [&] {
        need_sound(writer);
        need(doc, "document");
        std::string term = term_of("unique term", unique_term);
        uint32_t id = 0;
        change(writer, [&](Xapian::WritableDatabase &db) { id = db.replace_document(term, doc->get()); });
        if (docid)
            *docid = id;
    });
}

enum xc_code xc_writer_delete(struct xc_writer *writer, struct xc_bytes unique_term, struct xc_error *e) {
    return guard(e, {"delete a document from", path_of(writer)}, [&] {
        need_sound(writer);
        std::string term = term_of("unique term", unique_term);
        change(writer, [&](Xapian::WritableDatabase &db) { db.delete_document(term); });
    });
}

enum xc_code xc_writer_set_metadata(struct xc_writer *writer, const char *key, struct xc_bytes value,
                                    struct xc_error *e) {
    return guard(e, {"set the metadata", key}, [&] {
        need_sound(writer);
        std::string k = key_of(key);
        check_length("metadata", value.n, XC_DATA_MAX);
        std::string v = string_of(value);
        change(writer, [&](Xapian::WritableDatabase &db) { db.set_metadata(k, v); });
    });
}

enum xc_code xc_writer_add_spelling(struct xc_writer *writer, struct xc_bytes word, uint32_t frequency,
                                    struct xc_error *e) {
    return guard(e, "add a spelling word", [&] {
        need_sound(writer);
        std::string w = term_of("word", word);
        change(writer, [&](Xapian::WritableDatabase &db) { db.add_spelling(w, frequency); });
    });
}

enum xc_code xc_writer_commit(struct xc_writer *writer, struct xc_error *e) {
    return guard(e, {"commit to", path_of(writer)}, [&] {
        need_sound(writer);
        commit(writer);
    });
}

enum xc_code xc_writer_close(struct xc_writer **writer, struct xc_error *e) {
    struct xc_writer *w = writer ? *writer : nullptr;
    xc_code code = guard(e, {"commit to", path_of(w)}, [&] {
        if (!w)
            return;
        need_sound(w);
        commit(w);
        w->db.close();
    });
    xc_writer_abandon(writer);
    return code;
}

void xc_writer_abandon(struct xc_writer **writer) {
    drop(writer); /* the destructor of a database inside a transaction cancels it */
}

/* ---- Queries -------------------------------------------------------------------------------------------------- */

struct xc_query {
    Xapian::Query plain;   /* what was asked for */
    Xapian::Query local;   /* the same, safe to run in this process: see class Backstop */
    bool guarded = false;  /* they differ */
    bool wordless = false; /* part of it has no frequencies, which a group of synonyms would add up */
    unsigned depth = 1;    /* levels; libxapian goes down them by recursion */

    xc_query(const Xapian::Query &q) : plain(q), local(q) {
    }
};

namespace {

void check_depth(unsigned depth) {
    if (depth > XC_DEPTH_MAX)
        refuse(XC_TOO_LONG, "the query is nested too deep; " + std::to_string(XC_DEPTH_MAX) + " levels are the most");
}

/* Makes a handle of what `make` returns. */
template <typename Make> xc_code make_query(struct xc_query **q, struct xc_error *e, const char *verb, Make &&make) {
    return guard(e, verb, [&] {
        need(q, "place for the handle");
        *q = nullptr;
        *q = new xc_query(make());
    });
}

Xapian::Query::op xapian_op(enum xc_op op) {
    using Query = Xapian::Query;
    static const Query::op ops[] = {
        Query::OP_AND,  Query::OP_OR,     Query::OP_AND_NOT, Query::OP_XOR, Query::OP_AND_MAYBE, Query::OP_FILTER,
        Query::OP_NEAR, Query::OP_PHRASE, Query::OP_SYNONYM, Query::OP_MAX, Query::OP_ELITE_SET,
    };
    static_assert(sizeof ops / sizeof ops[0] == XC_ELITE_SET + 1, "one for each operator");
    if (op < XC_AND || op > XC_ELITE_SET)
        refuse(XC_INVALID, "the operator is unknown");
    return ops[op];
}

/* A last part for XOR and MAX, which keeps libxapian from crashing. When all parts of one of these end at the same
 * document, the ended list stays in the matcher's tree without any part, and the next look at the highest weight still
 * possible reads the first of them, freed long ago. With several shards that is as easy as `a MAX b` where the last
 * document of a is that of b too; with one shard it takes some bad luck. So there is one more part that ends later: it
 * "matches" one document behind the last one, which a condition on top takes away again. */
class Backstop : public Xapian::PostingSource {
    Xapian::docid behind = 0;
    bool started = false, over = false;

  public:
    Backstop *clone() const override {
        return new Backstop;
    }
    void init(const Xapian::Database &db) override {
        behind = db.get_lastdocid() + 1;
        started = over = false;
    }
    Xapian::doccount get_termfreq_min() const override {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override {
        return 0;
    }
    Xapian::doccount get_termfreq_max() const override {
        return 0;
    }
    Xapian::docid get_docid() const override {
        return behind;
    }
    bool at_end() const override {
        return over;
    }
    void next(double) override {
        over = started;
        started = true;
    }
    void skip_to(Xapian::docid to, double) override {
        over = to > behind;
        started = true;
    }
};

xc_query join(enum xc_op op, struct xc_query *const *parts, size_t part_count, uint32_t window) {
    std::vector<Xapian::Query> plain, local;
    unsigned depth = 0;
    bool guarded = false, wordless = false, brittle = (op == XC_XOR || op == XC_MAX) && part_count > 1;
    for (size_t i = 0; i < part_count; i++) {
        need(parts[i], "part");
        plain.push_back(parts[i]->plain);
        local.push_back(parts[i]->local);
        guarded |= parts[i]->guarded;
        wordless |= parts[i]->wordless;
        depth = std::max(depth, parts[i]->depth);
    }
    check_depth(depth + 1);
    if (op == XC_SYNONYM && (guarded || wordless))
        refuse(XC_UNSUPPORTED,
               "sets of documents, ranges of values, XC_XOR and XC_MAX cannot stand in a group of synonyms");
    Xapian::Query::op xop = xapian_op(op);
    xc_query joined(Xapian::Query(xop, plain.begin(), plain.end(), window));
    joined.depth = depth + 1;
    joined.wordless = wordless;
    joined.guarded = guarded || brittle;
    if (brittle)
        local.push_back(Xapian::Query((new Backstop)->release()));
    if (joined.guarded)
        joined.local = Xapian::Query(xop, local.begin(), local.end(), window);
    if (brittle)
        joined.local = Xapian::Query(Xapian::Query::OP_FILTER, joined.local, Xapian::Query(std::string()));
    return joined;
}

bool takes_window(enum xc_op op) {
    return op == XC_NEAR || op == XC_PHRASE || op == XC_ELITE_SET;
}

Xapian::Query value_range(uint32_t slot, struct xc_bytes from, struct xc_bytes to) {
    check_slot(slot);
    check_length("value", from.n, XC_VALUE_MAX);
    check_length("value", to.n, XC_VALUE_MAX);
    /* libxapian makes "everything" of a range that is open below. The least value there can be is one NUL byte. */
    std::string low = from.p && from.n ? string_of(from) : std::string(1, '\0');
    if (!to.p)
        return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, low);
    std::string high = string_of(to);
    if (high < low)
        return Xapian::Query();
    return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, low, high);
}

/* ---- Wildcards: libxapian 1.4 knows only prefixes, so the rest is expanded here. */

/* The number of bytes of the character at `p`; a byte that is not part of any is one by itself. */
size_t character_size(const char *p, const char *end) {
    unsigned char lead = static_cast<unsigned char>(*p);
    size_t n = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (n > static_cast<size_t>(end - p))
        return 1;
    for (size_t i = 1; i < n; i++)
        if ((static_cast<unsigned char>(p[i]) & 0xC0) != 0x80)
            return 1;
    return n;
}

/* Without recursion: after a mismatch only the last `*` needs to take one more character. */
bool wildcard_matches(const std::string &pattern, const std::string &text) {
    const char *p = pattern.data(), *p_end = p + pattern.size();
    const char *t = text.data(), *t_end = t + text.size();
    const char *after_star = nullptr, *retry = nullptr;
    while (t < t_end) {
        if (p < p_end && *p == '*') {
            after_star = ++p;
            retry = t;
        } else if (p < p_end && *p == '?') {
            p++;
            t += character_size(t, t_end);
        } else if (p < p_end && *p == *t) {
            p++;
            t++;
        } else if (after_star) {
            retry += character_size(retry, t_end);
            p = after_star;
            t = retry;
        } else {
            return false;
        }
    }
    while (p < p_end && *p == '*')
        p++;
    return p == p_end;
}

using Candidate = std::pair<uint32_t, std::string>; /* in how many documents, term */

struct MoreFrequent {
    bool operator()(const Candidate &a, const Candidate &b) const {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    }
};

/* The terms that match, at most `limit` of them (0: all), the most frequent ones. */
std::vector<Candidate> expand_wildcard(Xapian::Database &db, const std::string &pattern, uint32_t limit) {
    std::priority_queue<Candidate, std::vector<Candidate>, MoreFrequent> best; /* top: the least frequent */
    std::string prefix = pattern.substr(0, pattern.find_first_of("*?"));
    for (auto it = db.allterms_begin(prefix); it != Xapian::TermIterator(); ++it) {
        std::string term = *it;
        if (!wildcard_matches(pattern, term))
            continue;
        best.emplace(it.get_termfreq(), std::move(term));
        if (limit && best.size() > limit)
            best.pop();
    }
    std::vector<Candidate> out;
    for (; !best.empty(); best.pop())
        out.push_back(best.top());
    return out;
}

} // namespace

enum xc_code xc_query_nothing(struct xc_query **q, struct xc_error *e) {
    return make_query(q, e, "make a query", [] { return Xapian::Query(); });
}

enum xc_code xc_query_all(struct xc_query **q, struct xc_error *e) {
    /* Not Query::MatchAll, whose reference count all threads would share. */
    return make_query(q, e, "make a query", [] { return Xapian::Query(std::string()); });
}

enum xc_code xc_query_term(struct xc_query **q, struct xc_bytes term, struct xc_error *e) {
    return make_query(q, e, "ask for a term", [&] { return Xapian::Query(term_of("term", term)); });
}

enum xc_code xc_query_join(struct xc_query **q, enum xc_op op, struct xc_query *const *parts, size_t part_count,
                           uint32_t window, struct xc_error *e) {
    return make_query(q, e, "join queries", [&] {
        if (part_count)
            need(parts, "part");
        return join(op, parts, part_count, takes_window(op) ? window : 0);
    });
}

enum xc_code xc_query_scale(struct xc_query **q, struct xc_query *part, double factor, struct xc_error *e) {
    return make_query(q, e, "scale a query", [&] {
        need(part, "part");
        if (!(std::isfinite(factor) && factor >= 0))
            refuse(XC_INVALID, "the factor is not a number from 0 up");
        check_depth(part->depth + 1);
        xc_query scaled(*part);
        scaled.depth++;
        scaled.plain = Xapian::Query(factor, part->plain);
        scaled.local = Xapian::Query(factor, part->local);
        return scaled;
    });
}

enum xc_code xc_query_value_range(struct xc_query **q, uint32_t slot, struct xc_bytes from, struct xc_bytes to,
                                  struct xc_error *e) {
    return make_query(q, e, "ask for a range of values", [&] {
        xc_query query(value_range(slot, from, to));
        query.wordless = true;
        return query;
    });
}

enum xc_code xc_query_prefix(struct xc_query **q, struct xc_bytes prefix, uint32_t max_expansion, struct xc_error *e) {
    return make_query(q, e, "ask for a prefix", [&] {
        check_length("prefix", prefix.n, XC_TERM_MAX);
        /* With WILDCARD_LIMIT_MOST_FREQUENT a limit of 0 would mean none at all. */
        int limit = max_expansion ? Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT : Xapian::Query::WILDCARD_LIMIT_ERROR;
        return Xapian::Query(Xapian::Query::OP_WILDCARD, string_of(prefix), max_expansion, limit,
                             Xapian::Query::OP_SYNONYM);
    });
}

enum xc_code xc_query_wildcard(struct xc_query **q, struct xc_db *db, struct xc_bytes pattern, uint32_t max_expansion,
                               struct xc_error *e) {
    return make_query(q, e, "ask for a pattern", [&] {
        need(db, "database");
        check_length("pattern", pattern.n, XC_TERM_MAX);
        std::vector<std::string> terms;
        for (Candidate &c : expand_wildcard(db->db, string_of(pattern), max_expansion))
            terms.push_back(std::move(c.second));
        return Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end());
    });
}

bool xc_query_is_empty(const struct xc_query *q) {
    return !q || q->plain.empty();
}

enum xc_code xc_query_describe(const struct xc_query *q, char **text, struct xc_error *e) {
    return guard(e, "describe a query", [&] {
        need(q, "query");
        need(text, "place for the answer");
        *text = nullptr;
        *text = malloc_copy(q->plain.get_description());
    });
}

void xc_query_free(struct xc_query **q) {
    drop(q);
}

/* ---- Sets of documents */

namespace {

using Docids = std::vector<Xapian::docid>;
using ShardSets = std::map<std::string, Docids>; /* by the shard's uuid; numbers inside the shard, rising */

/* Which shard is this? libxapian gives every shard its own copy of a posting source and tells it the shard's database,
 * but not its place, so shards are told apart by their uuids. */
void need_distinct_shards(const struct xc_db *db) {
    std::set<std::string> seen;
    for (const std::string &uuid : db->uuids) {
        if (uuid.empty())
            refuse(XC_UNSUPPORTED, "the database has a remote shard, and only local ones can do this");
        if (!seen.insert(uuid).second)
            refuse(XC_INVALID, "two shards have the same uuid " + uuid + ": one of them was opened twice or is a copy");
    }
}

/* The documents of a docset that lie in one shard, as libxapian's matcher wants to be shown them. */
class DocsetSource : public Xapian::PostingSource {
    std::shared_ptr<const ShardSets> sets;
    Docids existing;             /* used when some documents of the set are not in the database */
    const Docids *ids = nullptr; /* those of our shard */
    size_t at = 0, end = 0;
    bool started = false;

    /* A number without a document behind it would be given out as a hit. */
    void keep_existing(const Xapian::Database &db) {
        existing.clear();
        Xapian::PostingIterator it = db.postlist_begin(std::string());
        for (Xapian::docid id : *ids) {
            if (it != Xapian::PostingIterator() && *it < id)
                it.skip_to(id);
            if (it == Xapian::PostingIterator())
                break;
            if (*it == id)
                existing.push_back(id);
        }
        ids = &existing;
    }

  public:
    explicit DocsetSource(std::shared_ptr<const ShardSets> sets_) : sets(std::move(sets_)) {
    }
    DocsetSource *clone() const override {
        return new DocsetSource(sets);
    }

    void init(const Xapian::Database &db) override {
        auto found = sets->find(db.get_uuid());
        if (found == sets->end())
            throw Xapian::InvalidArgumentError("a set of documents was made for another database");
        ids = &found->second;
        Xapian::docid last = db.get_lastdocid();
        if (last != db.get_doccount())
            keep_existing(db); /* otherwise every number up to the last is in use */
        end = static_cast<size_t>(std::upper_bound(ids->begin(), ids->end(), last) - ids->begin());
        at = 0;
        started = false;
    }

    Xapian::doccount get_termfreq_min() const override {
        return static_cast<Xapian::doccount>(end);
    }
    Xapian::doccount get_termfreq_est() const override {
        return static_cast<Xapian::doccount>(end);
    }
    Xapian::doccount get_termfreq_max() const override {
        return static_cast<Xapian::doccount>(end);
    }
    Xapian::docid get_docid() const override {
        return (*ids)[at];
    }
    bool at_end() const override {
        return started && at >= end;
    }

    void next(double) override {
        if (started)
            at++;
        started = true;
    }

    /* Doubling steps, then halving: the next candidate is mostly near. */
    void skip_to(Xapian::docid to, double) override {
        started = true;
        size_t low = at, step = 1;
        while (low + step < end && (*ids)[low + step] < to) {
            low += step;
            step *= 2;
        }
        auto first = ids->begin() + static_cast<std::ptrdiff_t>(low);
        auto last = ids->begin() + static_cast<std::ptrdiff_t>(std::min(low + step + 1, end));
        if (low < end)
            at = static_cast<size_t>(std::lower_bound(first, last, to) - ids->begin());
    }

    std::string get_description() const override {
        size_t n = 0;
        for (const auto &shard : *sets)
            n += shard.second.size();
        return "DOCSET " + std::to_string(n);
    }
};

} // namespace

struct xc_docset {
    std::vector<std::string> uuids;
    mutable std::vector<Docids> shards; /* one for each of `uuids`; put in order when somebody looks */
    xc_code failure = XC_OK;            /* of an xc_docset_add, which cannot tell */

    void settle() const {
        for (Docids &ids : shards) {
            if (!std::is_sorted(ids.begin(), ids.end()))
                std::sort(ids.begin(), ids.end());
            ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        }
    }
};

enum xc_code xc_docset_new(struct xc_docset **set, struct xc_db *db, struct xc_error *e) {
    return guard(e, "make a set of documents", [&] {
        need(set, "place for the handle");
        *set = nullptr;
        need(db, "database");
        need_distinct_shards(db);
        auto fresh = std::make_unique<struct xc_docset>();
        fresh->uuids = db->uuids;
        fresh->shards.resize(db->uuids.size());
        *set = fresh.release();
    });
}

void xc_docset_add(struct xc_docset *set, uint32_t docid) {
    if (!set)
        return;
    if (docid == 0 || set->shards.empty()) {
        set->failure = XC_INVALID;
        return;
    }
    uint32_t count = static_cast<uint32_t>(set->shards.size());
    xc_code code = guard(nullptr, "add to a set of documents",
                         [&] { set->shards[(docid - 1) % count].push_back((docid - 1) / count + 1); });
    if (code != XC_OK)
        set->failure = code;
}

size_t xc_docset_count(const struct xc_docset *set) {
    if (!set)
        return 0;
    set->settle();
    size_t n = 0;
    for (const Docids &ids : set->shards)
        n += ids.size();
    return n;
}

enum xc_code xc_query_docset(struct xc_query **q, struct xc_docset *set, struct xc_error *e) {
    return make_query(q, e, "ask for a set of documents", [&] {
        need(set, "set");
        if (set->failure == XC_INVALID)
            refuse(XC_INVALID, "a document number in it is 0 or its database is empty");
        if (set->failure != XC_OK)
            refuse(set->failure, "there was not enough memory to add all the documents");
        if (set->shards.empty())
            return xc_query(Xapian::Query());
        set->settle();
        auto sets = std::make_shared<ShardSets>();
        for (size_t i = 0; i < set->shards.size(); i++)
            (*sets)[set->uuids[i]] = set->shards[i];
        xc_query query(Xapian::Query((new DocsetSource(std::move(sets)))->release()));
        query.wordless = true;
        return query;
    });
}

void xc_docset_free(struct xc_docset **set) {
    drop(set);
}

/* ---- Searching ------------------------------------------------------------------------------------------------ */

namespace {

constexpr uint32_t no_shard = UINT32_MAX;

/* Tells which shard the matcher is in. The document that a match spy is shown has its number inside its shard, and
 * nothing says which shard that is. The matcher goes through the shards one after the other (MergePostList::next), so
 * we search for `query AND_NOT marker`: a marker that never matches, but is asked once in every shard that has
 * candidates, before the first of them is shown. AND_NOT and not FILTER, because a posting source in a FILTER is
 * counted as one more matching part and inflates the percentages. */
class ShardMarker : public Xapian::PostingSource {
    const std::vector<std::string> &uuids;
    uint32_t *current;
    uint32_t shard = no_shard;

  public:
    ShardMarker(const std::vector<std::string> &uuids_, uint32_t *current_) : uuids(uuids_), current(current_) {
    }
    ShardMarker *clone() const override {
        return new ShardMarker(uuids, current);
    }
    void init(const Xapian::Database &db) override {
        auto found = std::find(uuids.begin(), uuids.end(), db.get_uuid());
        if (found == uuids.end())
            throw Xapian::InvalidArgumentError("the shard is unknown");
        shard = static_cast<uint32_t>(found - uuids.begin());
    }
    Xapian::doccount get_termfreq_min() const override {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override {
        return 0;
    }
    Xapian::doccount get_termfreq_max() const override {
        return 0;
    }
    void next(double) override {
        *current = shard;
    }
    void skip_to(Xapian::docid, double) override {
        *current = shard;
    }
    Xapian::docid get_docid() const override {
        return UINT32_MAX;
    } /* behind every candidate */
    bool at_end() const override {
        return false;
    } /* at the end it would be pruned */
};

class CallbackSpy : public Xapian::MatchSpy {
    xc_match_fn fn;
    void *context;
    uint32_t shard_count;
    bool wanted = true;

  public:
    uint32_t shard = 0; /* set by the ShardMarker when there is more than one */

    CallbackSpy(xc_match_fn fn_, void *context_, uint32_t shard_count_)
        : fn(fn_), context(context_), shard_count(shard_count_) {
    }
    void operator()(const Xapian::Document &doc, double) override {
        if (wanted)
            wanted = fn(context, (doc.get_docid() - 1) * shard_count + shard + 1);
    }
};

/* BM25Weight and its kin are cloned by Enquire. */
void set_weight(Xapian::Enquire &enquire, const struct xc_weight &w) {
    switch (w.kind) {
    case XC_BM25:
        enquire.set_weighting_scheme(Xapian::BM25Weight(w.k1, w.k2, w.k3, w.b, w.min_normalised_length));
        return;
    case XC_BM25PLUS:
        enquire.set_weighting_scheme(Xapian::BM25PlusWeight(w.k1, w.k2, w.k3, w.b, w.min_normalised_length, w.delta));
        return;
    case XC_BOOL:
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        return;
    case XC_TRAD:
        enquire.set_weighting_scheme(Xapian::TradWeight(w.k1));
        return;
    case XC_TFIDF:
        enquire.set_weighting_scheme(Xapian::TfIdfWeight());
        return;
    case XC_PL2:
        enquire.set_weighting_scheme(Xapian::PL2Weight(w.k1));
        return;
    case XC_COORD:
        enquire.set_weighting_scheme(Xapian::CoordWeight());
        return;
    }
    refuse(XC_INVALID, "the weighting is unknown");
}

void set_sort(Xapian::Enquire &enquire, const struct xc_search &s) {
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    switch (s.sort) {
    case XC_SORT_RELEVANCE:
        enquire.set_sort_by_relevance();
        return;
    case XC_SORT_VALUE:
        enquire.set_sort_by_value(s.sort_slot, s.sort_descending);
        return;
    case XC_SORT_VALUE_THEN_RELEVANCE:
        enquire.set_sort_by_value_then_relevance(s.sort_slot, s.sort_descending);
        return;
    case XC_SORT_RELEVANCE_THEN_VALUE:
        enquire.set_sort_by_relevance_then_value(s.sort_slot, s.sort_descending);
        return;
    case XC_SORT_DOCID:
        /* By relevance, when all are equally relevant. */
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        if (s.sort_descending)
            enquire.set_docid_order(Xapian::Enquire::DESCENDING);
        return;
    }
    refuse(XC_INVALID, "the order is unknown");
}

} // namespace

struct xc_weight xc_weight_default(enum xc_weight_kind kind) {
    struct xc_weight w = {};
    w.kind = kind;
    if (kind == XC_BM25 || kind == XC_BM25PLUS) {
        w.k1 = 1;
        w.k3 = 1;
        w.b = 0.5;
        w.min_normalised_length = 0.5;
    }
    if (kind == XC_BM25PLUS)
        w.delta = 1;
    if (kind == XC_TRAD || kind == XC_PL2)
        w.k1 = 1;
    return w;
}

struct xc_matches {
    Xapian::Database db;
    Xapian::Query query;
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> counters;
    std::vector<struct xc_hit> hits;
    uint32_t lower = 0, estimate = 0, upper = 0;
    double max_weight = 0;
};

namespace {

/* Local shards need the safe form, remote ones the plain one: a Backstop cannot travel. */
const Xapian::Query &form_for(const struct xc_db *db, const struct xc_query *q) {
    auto remote = std::count(db->uuids.begin(), db->uuids.end(), std::string());
    if (!q->guarded || remote == static_cast<std::ptrdiff_t>(db->uuids.size()))
        return q->plain;
    if (remote)
        refuse(XC_UNSUPPORTED, "XC_XOR and XC_MAX work on local shards or on remote ones, not on a mixture");
    return q->local;
}

/* The query, with the means to know the shard when matches are called back. */
Xapian::Query marked_query(const struct xc_db *db, const Xapian::Query &query, CallbackSpy *spy) {
    if (!spy || db->db.size() == 1)
        return query;
    need_distinct_shards(db);
    Xapian::Query marker((new ShardMarker(db->uuids, &spy->shard))->release());
    return Xapian::Query(Xapian::Query::OP_AND_NOT, query, marker);
}

void set_up(Xapian::Enquire &enquire, const struct xc_search &s) {
    if (s.weight_set)
        set_weight(enquire, s.weight);
    set_sort(enquire, s);
    if (s.collapse) {
        check_slot(s.collapse_slot);
        enquire.set_collapse_key(s.collapse_slot, s.collapse_max ? s.collapse_max : 1);
    }
    if (s.percent_cutoff > 100)
        refuse(XC_INVALID, "the percent cutoff is over 100");
    enquire.set_cutoff(static_cast<int>(s.percent_cutoff), s.weight_cutoff);
    if (s.time_limit > 0)
        enquire.set_time_limit(s.time_limit);
}

void add_counters(Xapian::Enquire &enquire, const struct xc_search &s, struct xc_matches *m) {
    if (s.count_slot_count)
        need(s.count_slots, "slot to count");
    for (size_t i = 0; i < s.count_slot_count; i++) {
        check_slot(s.count_slots[i]);
        m->counters.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(s.count_slots[i]));
        enquire.add_matchspy(m->counters.back().get());
    }
}

/* After a whole collapsed match the number of documents left is the lower bound; the upper one is still a guess. */
bool exact_total(const struct xc_search &s) {
    return s.exact && s.collapse && s.percent_cutoff == 0 && s.time_limit <= 0;
}

void keep_hits(struct xc_matches *m, const Xapian::MSet &mset) {
    m->hits.reserve(mset.size());
    for (Xapian::MSetIterator it = mset.begin(); it != mset.end(); ++it) {
        struct xc_hit hit = {};
        hit.docid = *it;
        hit.weight = it.get_weight();
        hit.percent = static_cast<unsigned>(it.get_percent());
        hit.rank = it.get_rank();
        hit.collapse_count = it.get_collapse_count();
        m->hits.push_back(hit);
    }
}

void search(struct xc_db *db, const struct xc_search &s, struct xc_matches *m) {
    Xapian::Enquire enquire(m->db);
    std::optional<CallbackSpy> spy;
    if (s.on_match)
        spy.emplace(s.on_match, s.on_match_context, static_cast<uint32_t>(db->db.size()));
    enquire.set_query(marked_query(db, form_for(db, s.query), spy ? &*spy : nullptr));
    set_up(enquire, s);
    add_counters(enquire, s, m);
    if (spy)
        enquire.add_matchspy(&*spy);
    uint32_t look_at = s.exact ? m->db.get_doccount() : s.check_at_least;
    Xapian::MSet mset = enquire.get_mset(s.first, s.max_items, look_at);
    keep_hits(m, mset);
    m->lower = mset.get_matches_lower_bound();
    m->estimate = exact_total(s) ? m->lower : mset.get_matches_estimated();
    m->upper = exact_total(s) ? m->lower : mset.get_matches_upper_bound();
    m->max_weight = mset.get_max_attained();
}

void walk_counter(const Xapian::ValueCountMatchSpy &counter, xc_count_fn fn, void *context) {
    for (Xapian::TermIterator it = counter.values_begin(); it != counter.values_end(); ++it) {
        std::string value = *it;
        fn(context, bytes_of(value), it.get_termfreq());
    }
}

} // namespace

enum xc_code xc_search_run(struct xc_db *db, const struct xc_search *s, struct xc_matches **matches,
                           struct xc_error *e) {
    return guard(e, "search", [&] {
        need(matches, "place for the handle");
        *matches = nullptr;
        need(db, "database");
        need(s, "search");
        need(s->query, "query");
        auto fresh = std::make_unique<struct xc_matches>();
        fresh->db = db->db;
        fresh->query = s->query->plain;
        if (has_shards(db))
            search(db, *s, fresh.get());
        *matches = fresh.release();
    });
}

size_t xc_matches_count(const struct xc_matches *m) {
    return m ? m->hits.size() : 0;
}

struct xc_hit xc_matches_hit(const struct xc_matches *m, size_t i) {
    return m && i < m->hits.size() ? m->hits[i] : xc_hit{};
}

void xc_matches_total(const struct xc_matches *m, uint32_t *lower, uint32_t *estimate, uint32_t *upper) {
    if (lower)
        *lower = m ? m->lower : 0;
    if (estimate)
        *estimate = m ? m->estimate : 0;
    if (upper)
        *upper = m ? m->upper : 0;
}

double xc_matches_max_weight(const struct xc_matches *m) {
    return m ? m->max_weight : 0;
}

enum xc_code xc_matches_counts(const struct xc_matches *m, size_t i, xc_count_fn fn, void *context,
                               struct xc_error *e) {
    return guard(e, "read the counts of a slot", [&] {
        need(m, "answer");
        need(reinterpret_cast<const void *>(fn), "function");
        if (m->db.size() == 0)
            return; /* nothing was counted */
        if (i >= m->counters.size())
            refuse(XC_INVALID, "fewer slots were counted");
        walk_counter(*m->counters[i], fn, context);
    });
}

uint32_t xc_matches_counted(const struct xc_matches *m) {
    return m && !m->counters.empty() ? static_cast<uint32_t>(m->counters[0]->get_total()) : 0;
}

enum xc_code xc_matches_terms(const struct xc_matches *m, uint32_t docid, xc_count_fn fn, void *context,
                              struct xc_error *e) {
    return guard(e, "tell which terms matched", [&] {
        need(m, "answer");
        need(reinterpret_cast<const void *>(fn), "function");
        std::set<std::string> asked_for(m->query.get_terms_begin(), m->query.get_terms_end());
        for (auto it = m->db.termlist_begin(docid); it != Xapian::TermIterator(); ++it) {
            std::string term = *it;
            if (asked_for.count(term))
                fn(context, bytes_of(term), it.get_wdf());
        }
    });
}

void xc_matches_free(struct xc_matches **m) {
    drop(m);
}

namespace {

class KeepDecider : public Xapian::ExpandDecider {
    xc_keep_fn keep;
    void *context;

  public:
    KeepDecider(xc_keep_fn keep_, void *context_) : keep(keep_), context(context_) {
    }
    bool operator()(const std::string &term) const override {
        return !keep || keep(context, bytes_of(term));
    }
};

} // namespace

enum xc_code xc_expand(struct xc_db *db, const uint32_t *docids, size_t docid_count, uint32_t max_terms,
                       xc_keep_fn keep, void *keep_context, xc_expand_fn fn, void *fn_context, struct xc_error *e) {
    return guard(e, "find the terms that set documents apart", [&] {
        need(db, "database");
        need(reinterpret_cast<const void *>(fn), "function");
        if (docid_count == 0 || !has_shards(db))
            return;
        need(docids, "document number");
        Xapian::RSet chosen;
        for (size_t i = 0; i < docid_count; i++)
            chosen.add_document(docids[i]);
        Xapian::Enquire enquire(db->db);
        KeepDecider decider(keep, keep_context);
        Xapian::ESet found = enquire.get_eset(max_terms, chosen, Xapian::Enquire::INCLUDE_QUERY_TERMS, &decider);
        for (Xapian::ESetIterator it = found.begin(); it != found.end(); ++it) {
            std::string term = *it;
            fn(fn_context, bytes_of(term), it.get_weight());
        }
    });
}
