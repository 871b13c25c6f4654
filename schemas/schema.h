/* Which fields, languages, countries and source types exist?
 *
 * Data behind X-macro tables (fields.def, languages.def, countries.def, source_types.def) and the look-ups over them.
 * Nothing here reads documents or queries; it only knows names. The JSON schemas of what goes in and comes out
 * (record.schema.json, result.schema.json) stand beside the tables. */
#ifndef SCHEMAS_SCHEMA_H
#define SCHEMAS_SCHEMA_H

#include "corpus/base/arena.h"

/* Raised when terms, slots or stored records change their meaning; part of the contract of every index. */
#define SCHEMA_VERSION 2

/* ---- fields ---- */

enum field_id {
#define X(id, ...) FIELD_##id,
#include "schemas/fields.def"
#undef X
    FIELD_COUNT
};

enum field_kind {
    FIELD_KIND_ID,
    FIELD_KIND_TEXT,
    FIELD_KIND_NAME,
    FIELD_KIND_CODE,
    FIELD_KIND_KEYWORD,
    FIELD_KIND_DATE,
    FIELD_KIND_URL,
    FIELD_KIND_PLAIN
};

enum code_table { CODES_NONE, CODES_LANGUAGE, CODES_COUNTRY, CODES_SOURCE_TYPE, CODES_YEAR };

enum field_flag {
    FIELD_IS_MANY = 1,
    FIELD_IS_FACET = 2,
    FIELD_IS_FILTER = 4,
    FIELD_IS_SORT = 8,
    FIELD_IS_BARE = 16,
    FIELD_IS_DERIVED = 32,
    FIELD_IS_PLACE = 64
};

struct field {
    enum field_id id;
    const char *name;
    const char *prefix;
    int slot;
    enum field_kind kind;
    enum code_table table;
    unsigned flags;
    unsigned weight;
    const char *aliases;
    const char *help;
    const char *example;
};

/* Value slots that no single field owns. Dates are kept as YYYYMMDD: the first and the last day that a (partial) date
 * can mean, and once more for rising sorts, where documents without a date must come last too. */
enum {
    SLOT_DATE_FIRST = 3, /* the slot of field `date` */
    SLOT_DATE_LAST = 4,
    SLOT_DATE_RISING = 5
};

const struct field *field_row(enum field_id id);
/* By name or alias, ASCII case ignored; NULL when there is none. */
const struct field *field_find(struct str name);

/* ---- code tables ---- */

/* The code of a value as people write it ("Spain", "esp", "ES" -> "ES"; "eng", "English", "en-GB" -> "en"; "gov",
 * "statement" -> "government"; a year -> itself). The empty slice when the table does not know it. Result is static or
 * a part of `written`. */
struct str code_find(enum code_table table, struct str written);
/* "Spain" for "ES"; the code itself where there is no name. */
struct str code_label(enum code_table table, struct str code);

/* ---- languages ---- */

struct language {
    const char *code;    /* ISO 639-1, or 639-3 where there is no two-letter code; "und" for the unknown one */
    const char *iso3;    /* ISO 639-3 */
    const char *name;    /* English */
    const char *stemmer; /* libstemmer's algorithm, "" where there is none */
    const char *script;  /* ISO 15924, the usual one */
    bool right_to_left;
    const char *aliases; /* other codes and English names, separated by '|' */
};

size_t language_count(void);
const struct language *language_at(size_t i); /* 0 <= i < language_count(); stable order: usable as a small number */
size_t language_index(const struct language *language);
/* By 639-1, 639-3, 639-2/B or English name; BCP 47 tags, locales and "Portuguese (Brazil)" by their first part, where
 * the whole is no name; NULL when unknown. How names are compared, here and below: schemas/names.h. */
const struct language *language_find(struct str written);
/* The row "und": no language known, no stemmer. Never NULL. */
const struct language *language_unknown(void);

/* ---- countries ---- */

struct country {
    const char *code;    /* ISO 3166-1 alpha-2, or used in its place: EU, XK, SU, YU ...; CSXX alone has four letters */
    const char *iso3;    /* alpha-3 */
    const char *name;    /* English, short */
    const char *aliases; /* other English names people write, separated by '|' */
};

size_t country_count(void);
const struct country *country_at(size_t i);
size_t country_index(const struct country *country); /* usable as a small number */
/* By alpha-2, alpha-3, English name; NULL when unknown. */
const struct country *country_find(struct str written);

/* ---- source types ---- */

struct source_type {
    const char *code;
    const char *label;
    const char *aliases; /* separated by spaces */
};

size_t source_type_count(void);
const struct source_type *source_type_at(size_t i);
/* By code, label or alias; NULL when unknown. */
const struct source_type *source_type_find(struct str written);

#endif
