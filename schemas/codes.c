/* One door to all code tables, for the fields that hold a code: which code is meant, and what is it called? */
#include "schemas/schema.h"

/* A year that a date of a document can have (see corpus/date.h). */
static struct str year_find(struct str written) {
    uint64_t year;
    written = str_trim(written);
    bool known = written.n == 4 && str_to_u64(written, &year) && year >= 1000 && year <= 2999;
    return known ? written : STR_EMPTY;
}

struct str code_find(enum code_table table, struct str written) {
    const struct language *language;
    const struct country *country;
    const struct source_type *source_type;
    switch (table) {
    case CODES_LANGUAGE:
        return (language = language_find(written)) ? str_from(language->code) : STR_EMPTY;
    case CODES_COUNTRY:
        return (country = country_find(written)) ? str_from(country->code) : STR_EMPTY;
    case CODES_SOURCE_TYPE:
        return (source_type = source_type_find(written)) ? str_from(source_type->code) : STR_EMPTY;
    case CODES_YEAR:
        return year_find(written);
    case CODES_NONE:
        break;
    }
    return STR_EMPTY;
}

struct str code_label(enum code_table table, struct str code) {
    const struct language *language;
    const struct country *country;
    const struct source_type *source_type;
    switch (table) {
    case CODES_LANGUAGE:
        return (language = language_find(code)) ? str_from(language->name) : code;
    case CODES_COUNTRY:
        return (country = country_find(code)) ? str_from(country->name) : code;
    case CODES_SOURCE_TYPE:
        return (source_type = source_type_find(code)) ? str_from(source_type->label) : code;
    case CODES_YEAR:
    case CODES_NONE:
        break;
    }
    return code;
}
