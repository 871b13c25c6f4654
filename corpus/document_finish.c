/* What can only be said of a document when all its values are there.
 *
 *   limits     refused before anything is computed
 *   joining    summaries and texts given in parts become one
 *   derived    year from the date, host from the address
 *   hash       of what was given
 *   language   detected when none was given
 *   id         given, else from the address, else from the content
 *
 * Values come in through document.c. Whether the same id or hash was seen before is the indexer's question. */
#include "corpus/base/utf8.h"
#include "corpus/document.h"
#include "corpus/language.h"

#include <assert.h>
#include <string.h>
#include <unicode/uchar.h>
#include <xxhash.h>

/* Bytes of each field that the detector is shown. */
#define LANGUAGE_SAMPLE (64u << 10)

/* ---- limits ---- */

static size_t value_limit(enum field_id id) {
    switch (id) {
    case FIELD_ID:
        return DOCUMENT_ID_MAX;
    case FIELD_TEXT:
        return DOCUMENT_TEXT_MAX;
    case FIELD_TITLE:
    case FIELD_SUMMARY:
        return DOCUMENT_PROSE_MAX;
    default:
        return DOCUMENT_VALUE_MAX;
    }
}

static size_t total_bytes(const struct strs *values) {
    size_t n = 0;
    for (size_t i = 0; i < values->n; i++)
        n += values->v[i].n;
    return n;
}

/* Parts of a summary or text are joined later: their limit is that of the whole. */
static enum err_code check_field(const struct document *doc, const struct field *field, struct err *e) {
    const struct strs *values = &doc->field[field->id];
    size_t limit = value_limit(field->id);
    size_t longest = field->kind == FIELD_KIND_TEXT ? total_bytes(values) : 0;
    if (values->n > DOCUMENT_VALUES_MAX)
        return err_set(e, ERR_INPUT, "It has more than %u values of %s, which is the limit.", DOCUMENT_VALUES_MAX,
                       field->name);
    for (size_t i = 0; i < values->n; i++)
        longest = values->v[i].n > longest ? values->v[i].n : longest;
    if (longest > limit)
        return err_set(e, ERR_INPUT, "Its %s has %zu bytes; the limit is %zu.", field->name, longest, limit);
    return ERR_OK;
}

static enum err_code check_limits(const struct document *doc, struct err *e) {
    size_t kept = doc->extra.n;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *field = field_row(id);
        enum err_code code = check_field(doc, field, e);
        if (code)
            return code;
        if (doc->unrecognised[id].n > DOCUMENT_VALUES_MAX || doc->more[id].n > DOCUMENT_VALUES_MAX)
            return err_set(e, ERR_INPUT,
                           "It has more than %u values of %s that could not be taken, which is the limit.",
                           DOCUMENT_VALUES_MAX, field->name);
        kept += total_bytes(&doc->unrecognised[id]) + total_bytes(&doc->more[id]);
    }
    if (kept > DOCUMENT_EXTRA_MAX)
        return err_set(e, ERR_INPUT, "Its unknown fields have %zu bytes together; the limit is %u.", kept,
                       DOCUMENT_EXTRA_MAX);
    return ERR_OK;
}

static bool has_letter_or_digit(struct str s) {
    for (size_t at = 0; at < s.n;)
        if (U_MASK(u_charType((UChar32)utf8_next(s, &at))) & (U_GC_L_MASK | U_GC_N_MASK))
            return true;
    return false;
}

static bool is_readable(const struct document *doc) {
    return has_letter_or_digit(document_get(doc, FIELD_TITLE)) ||
           has_letter_or_digit(document_get(doc, FIELD_SUMMARY)) || has_letter_or_digit(document_get(doc, FIELD_TEXT));
}

/* ---- joining ---- */

static void join_values(struct arena *arena, struct strs *values, const char *between) {
    if (values->n < 2)
        return;
    struct buf whole;
    buf_init(&whole);
    for (size_t i = 0; i < values->n; i++) {
        buf_add_c(&whole, i ? between : "");
        buf_add_str(&whole, values->v[i]);
    }
    values->v[0] = arena_str(arena, buf_str(&whole));
    values->n = 1;
    buf_fini(&whole);
}

/* ---- derived fields ---- */

/* The host of "https://user@News.Example.org:8080/1" is "news.example.org". Browsers read '\' as '/'. */
static struct str host_of(struct arena *arena, struct str url) {
    static const char mark[] = "://";
    const char *found = url.n ? memmem(url.p, url.n, mark, sizeof mark - 1) : NULL;
    if (!found)
        return STR_EMPTY;
    struct str host = str_slice(url, (size_t)(found - url.p) + sizeof mark - 1, url.n);
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] && strchr("/\\?#", host.p[i]))
            host = str_slice(host, 0, i);
    const char *at = host.n ? memrchr(host.p, '@', host.n) : NULL;
    if (at)
        host = str_slice(host, (size_t)(at - host.p) + 1, host.n);
    const char *end = !host.n ? NULL : host.p[0] == '[' ? memchr(host.p, ']', host.n) : memchr(host.p, ':', host.n);
    if (end)
        host = str_slice(host, 0, (size_t)(end - host.p) + (*end == ']' ? 1 : 0));
    while (host.n && host.p[host.n - 1] == '.')
        host.n--;
    char *lower = arena_alloc(arena, host.n + 1);
    for (size_t i = 0; i < host.n; i++)
        lower[i] = (char)(host.p[i] >= 'A' && host.p[i] <= 'Z' ? host.p[i] | 0x20 : host.p[i]);
    return (struct str){lower, host.n};
}

/* Sets a derived field; a record that gave the same value said nothing new. */
static void derive(struct arena *arena, struct document *doc, enum field_id id, struct str value) {
    struct strs *given = &doc->more[id];
    if (value.n == 0)
        return;
    doc->field[id] = (struct strs){0};
    arena_push(arena, &doc->field[id], value);
    size_t kept = 0;
    for (size_t i = 0; i < given->n; i++)
        if (!str_eq(given->v[i], value))
            given->v[kept++] = given->v[i];
    given->n = kept;
}

/* ---- hash and id ---- */

static void hash_str(XXH3_state_t *state, struct str s) {
    uint64_t n = s.n;
    XXH3_128bits_update(state, &n, sizeof n);
    XXH3_128bits_update(state, s.p, s.n);
}

static struct str hash_hex(struct arena *arena, XXH128_hash_t hash) {
    return arena_printf(arena, "%016llx%016llx", (unsigned long long)hash.high64, (unsigned long long)hash.low64);
}

static XXH3_state_t *hash_begin(void) {
    XXH3_state_t *state = XXH3_createState();
    assert(state && "a few hundred bytes can be had");
    XXH3_128bits_reset(state);
    return state;
}

static struct str hash_end(struct arena *arena, XXH3_state_t *state) {
    struct str hex = hash_hex(arena, XXH3_128bits_digest(state));
    XXH3_freeState(state);
    return hex;
}

/* Lists go in by name and only when they hold something, so that a new row in the field table changes no hash. */
static void hash_list(XXH3_state_t *state, const char *kind, const char *field, const struct strs *values) {
    if (values->n == 0)
        return;
    hash_str(state, str_from(kind));
    hash_str(state, str_from(field));
    for (size_t i = 0; i < values->n; i++)
        hash_str(state, values->v[i]);
}

static bool is_of_content(const struct document *doc, const struct field *field) {
    return !(field->flags & (FIELD_IS_DERIVED | FIELD_IS_PLACE)) && !doc->guessed[field->id] &&
           !str_eq_c(doc->from[field->id], DOCUMENT_DETECTED);
}

static struct str hash_given(struct arena *arena, const struct document *doc) {
    XXH3_state_t *state = hash_begin();
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *field = field_row(id);
        if (is_of_content(doc, field))
            hash_list(state, "value", field->name, &doc->field[id]);
        hash_list(state, "unrecognised", field->name, &doc->unrecognised[id]);
        hash_list(state, "more", field->name, &doc->more[id]);
    }
    hash_str(state, doc->extra);
    return hash_end(arena, state);
}

struct str document_make_id(struct arena *arena, const char *kind, const struct str *parts, size_t n) {
    XXH3_state_t *state = hash_begin();
    for (size_t i = 0; i < n; i++)
        hash_str(state, parts[i]);
    return arena_printf(arena, "%s:%s", kind, hash_end(arena, state).p);
}

struct str document_id_of_address(struct arena *arena, struct str url) {
    return document_make_id(arena, "url", &url, 1);
}

static struct str id_of(struct arena *arena, const struct document *doc) {
    const struct str prose[] = {document_get(doc, FIELD_TITLE), document_get(doc, FIELD_SUMMARY),
                                document_get(doc, FIELD_TEXT)};
    struct str url = document_get(doc, FIELD_URL);
    return url.n ? document_id_of_address(arena, url)
                 : document_make_id(arena, "text", prose, sizeof prose / sizeof *prose);
}

/* ---- language ---- */

static void detect_language(struct arena *arena, struct document *doc, struct language_detector *detect) {
    static const enum field_id prose[] = {FIELD_TITLE, FIELD_SUMMARY, FIELD_TEXT};
    struct buf sample;
    buf_init(&sample);
    for (size_t i = 0; i < sizeof prose / sizeof prose[0]; i++) {
        struct str s = document_get(doc, prose[i]);
        buf_add_str(&sample, str_slice(s, 0, utf8_floor(s, s.n < LANGUAGE_SAMPLE ? s.n : LANGUAGE_SAMPLE)));
        buf_add_byte(&sample, '\n');
    }
    struct language_guess guess = language_detect(detect, buf_str(&sample));
    buf_fini(&sample);
    if (guess.language == language_unknown())
        return;
    arena_push(arena, &doc->field[FIELD_LANG], str_from(guess.language->code));
    doc->from[FIELD_LANG] = STR(DOCUMENT_DETECTED);
    doc->lang_confidence = guess.confidence;
}

static void derive_year(struct arena *arena, struct document *doc) {
    if (doc->date.first)
        derive(arena, doc, FIELD_YEAR, arena_printf(arena, "%u", doc->date.first / 10000));
}

enum err_code document_settle(struct arena *arena, struct document *doc, struct language_detector *detect,
                              struct err *e) {
    enum err_code code = check_limits(doc, e);
    if (code)
        return code;
    join_values(arena, &doc->field[FIELD_SUMMARY], " ");
    join_values(arena, &doc->field[FIELD_TEXT], "\n\n");
    if (!is_readable(doc))
        return err_set(e, ERR_INPUT,
                       "There is nothing to read in it: neither title nor summary nor text has a letter.");
    derive_year(arena, doc);
    derive(arena, doc, FIELD_HOST, host_of(arena, document_get(doc, FIELD_URL)));
    if (detect && document_get(doc, FIELD_LANG).n == 0)
        detect_language(arena, doc, detect);
    return ERR_OK;
}

enum err_code document_seal(struct arena *arena, struct document *doc, struct err *e) {
    enum err_code code = check_limits(doc, e);
    if (code)
        return code;
    derive_year(arena, doc);
    doc->hash = hash_given(arena, doc);
    if (document_get(doc, FIELD_ID).n == 0)
        arena_push(arena, &doc->field[FIELD_ID], id_of(arena, doc));
    return ERR_OK;
}

enum err_code document_finish(struct arena *arena, struct document *doc, struct language_detector *detect,
                              struct err *e) {
    enum err_code code = document_settle(arena, doc, detect, e);
    return code ? code : document_seal(arena, doc, e);
}
