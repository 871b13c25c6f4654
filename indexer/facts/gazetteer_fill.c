/* Where the names of a language come from, in order of trust; what is there already stays.
 *
 *   1  rows of places.def and places_peoples.def for the language, and those for any
 *   2  English: names and other names of countries.def
 *   3  ICU: regions in the language, long and short ("Vereinigtes Königreich", "UK")
 *   4  ICU: the exemplar cities of time zones, of each region but the Antarctic and the zones named after counties
 *   5  ICU: names of languages that belong to one country, as its adjective (französisch, польский, フランス語)
 *
 * A language that ICU does not know gets the English names; they are better than none. */
#include "indexer/facts/gazetteer_parts.h"

#include "corpus/base/utf8.h"

#include <assert.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uldnames.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#define ICU_NAME_UNITS 256
#define STEM_LETTERS_MIN 4u
#define ZONES_MAX 1024u /* ICU has some 450 */
#define ZONE_DATA U_ICUDATA_NAME "-zone"

/* What is being filled. */
struct filling {
    struct gazetteer *gazetteer;
    struct gazetteer_names *names;
    const struct language *language; /* whose stems and casing */
};

/* ---- one name ---- */

struct spelling {
    struct token tokens[NAME_TOKENS_MAX];
    size_t n;
};

static bool spell(const struct filling *f, struct str written, struct spelling *out) {
    struct token token;
    out->n = 0;
    tokens_begin(f->gazetteer->tokens, written, f->language);
    while (tokens_next(f->gazetteer->tokens, &token)) {
        if (out->n == NAME_TOKENS_MAX)
            return false;
        out->tokens[out->n++] = token;
    }
    return out->n > 0;
}

static bool same_cases(const struct gazetteer_name *a, const struct gazetteer_name *b) {
    return a->by_stem == b->by_stem && memcmp(a->cases, b->cases, sizeof a->cases) == 0;
}

/* Another country of the same name comes behind; the same one, or a sure name already given away, is nothing new. */
static void add_country(struct gazetteer_name *known, const struct place *place, struct arena *arena) {
    struct place *last = &known->place;
    if (!(last->marks & (PLACE_UNSURE | PLACE_SHARED)) || !(place->marks & (PLACE_UNSURE | PLACE_SHARED)))
        return;
    for (;; last = (struct place *)last->next) {
        if (last->country == place->country)
            return;
        if (!last->next)
            break;
    }
    struct place *copy = arena_alloc(arena, sizeof *copy);
    *copy = *place;
    last->next = copy;
}

static void add_name(struct filling *f, struct str key, const struct gazetteer_name *name) {
    bool is_new;
    uint64_t *place = strmap_put(f->names->map, key, &is_new);
    struct gazetteer_name *known = (struct gazetteer_name *)(uintptr_t)*place;
    for (; known; known = known->other)
        if (same_cases(known, name)) {
            add_country(known, &name->place, f->gazetteer->arena);
            return;
        }
    struct gazetteer_name *copy = arena_alloc(f->gazetteer->arena, sizeof *copy);
    *copy = *name;
    copy->other = (struct gazetteer_name *)(uintptr_t)*place;
    *place = (uint64_t)(uintptr_t)copy;
}

static size_t count_letters(struct str s) {
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++)
        utf8_next(s, &at);
    return n;
}

/* English names have no endings; and Philips is not Philip. In other languages a stem is looked for only where it is
 * long enough to tell the name from other words: that of Мали is that of мало. */
static bool stems_tell(const struct filling *f, const struct spelling *spelling) {
    bool differs = false;
    if (strcmp(f->language->code, "en") == 0)
        return false;
    for (size_t i = 0; i < spelling->n; i++) {
        const struct token *token = &spelling->tokens[i];
        if (token->stem.n && spelling->n == 1 && count_letters(token->stem) < STEM_LETTERS_MIN)
            return false;
        differs = differs || token->stem.n;
    }
    return differs;
}

static void add_spelling(struct filling *f, const struct spelling *spelling, struct gazetteer_name *name,
                         bool by_stem) {
    struct buf key;
    buf_init(&key);
    name->by_stem = by_stem;
    for (size_t i = 0; i < spelling->n; i++) {
        const struct token *token = &spelling->tokens[i];
        buf_add_c(&key, i ? " " : "");
        buf_add_str(&key, by_stem && token->stem.n ? token->stem : token->folded);
        if (i == 0) {
            size_t bit = gazetteer_first_bit(buf_str(&key));
            f->names->first[bit / 8] |= (unsigned char)(1u << bit % 8);
        }
        if (i + 1 < spelling->n)
            strmap_put(f->names->map, buf_str(&key), NULL); /* the beginning of a longer name */
    }
    add_name(f, buf_str(&key), name);
    buf_fini(&key);
}

static void add(struct filling *f, struct str written, struct place place, bool any_case) {
    struct spelling spelling;
    struct gazetteer_name name = {.place = place};
    if (!spell(f, written, &spelling))
        return;
    name.n = spelling.n;
    for (size_t i = 0; i < spelling.n; i++)
        name.cases[i] = (unsigned char)(any_case ? NAME_ANY_CASE : name_case_of(spelling.tokens[i].surface));
    add_spelling(f, &spelling, &name, false);
    if (stems_tell(f, &spelling) && !(spelling.n == 1 && name.cases[0] == NAME_ALL_CAPITALS))
        add_spelling(f, &spelling, &name, true);
}

/* ---- rows of the tables ---- */

static unsigned take_mark(struct str *name) {
    static const struct {
        char sign;
        unsigned mark;
    } marks[] = {{'?', PLACE_UNSURE}, {'~', PLACE_SURNAME}, {'^', PLACE_GIVEN}, {'=', PLACE_SHARED}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (name->n && name->p[0] == marks[i].sign) {
            *name = str_slice(*name, 1, name->n);
            return marks[i].mark;
        }
    return 0;
}

static void add_row(struct filling *f, const struct place_row *row) {
    struct str rest = str_from(row->names), name;
    bool none = strcmp(row->code, "-") == 0;
    struct place place = {.country = none ? NULL : country_find(str_from(row->code)), .kind = row->kind};
    assert((none || place.country) && "a row of places names a country of countries.def");
    while (rest.n) {
        str_cut(rest, '|', &name, &rest);
        place.marks = take_mark(&name);
        add(f, name, place, false);
    }
}

void gazetteer_fill_exchanges(struct gazetteer *gazetteer) {
    for (size_t i = 0; i < place_row_count(); i++) {
        const struct place_row *row = place_row_at(i);
        struct str rest = str_from(row->names), letters;
        while (row->kind == PLACE_EXCHANGE && rest.n) {
            struct place *place = arena_alloc(gazetteer->arena, sizeof *place);
            *place = (struct place){.country = country_find(str_from(row->code)), .kind = PLACE_EXCHANGE};
            str_cut(rest, '|', &letters, &rest);
            *strmap_put(gazetteer->exchanges, letters, NULL) = (uint64_t)(uintptr_t)place;
        }
    }
}

static void add_rows(struct filling *f, const char *language) {
    for (size_t i = 0; i < place_row_count(); i++)
        if (place_row_at(i)->kind != PLACE_EXCHANGE && strcmp(place_row_at(i)->language, language) == 0)
            add_row(f, place_row_at(i));
}

/* Codes (ZR, ROM, az-nk) stand among the other names; they are no words. */
static bool is_code(struct str name) {
    return name.n <= 4 || (name.n <= 7 && name.p[0] >= 'a' && name.p[0] <= 'z');
}

static void add_table_names(struct filling *f) {
    for (size_t i = 0; i < country_count(); i++) {
        const struct country *country = country_at(i);
        struct str rest = str_from(country->aliases), name;
        struct place place = {.country = country, .kind = PLACE_NAME};
        add(f, str_from(country->name), place, false);
        while (rest.n) {
            str_cut(rest, '|', &name, &rest);
            if (!is_code(name))
                add(f, name, place, false);
        }
    }
}

/* ---- ICU ---- */

static struct str to_utf8(const UChar *units, int32_t n, char *room, size_t size) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strToUTF8(room, (int32_t)size, &length, units, n, &status);
    return U_FAILURE(status) ? STR_EMPTY : (struct str){room, (size_t)length};
}

/* "Myanmar (Burma)" is two names. */
static void add_icu_name(struct filling *f, struct str name, const struct country *country) {
    struct place place = {.country = country, .kind = PLACE_NAME};
    struct str before, inside, after;
    if (!str_cut(name, '(', &before, &inside)) {
        add(f, name, place, false);
        return;
    }
    add(f, str_trim(before), place, false);
    str_cut(inside, ')', &inside, &after);
    if (count_letters(inside) > 3)
        add(f, inside, place, false);
}

static void add_regions(struct filling *f, const char *locale, UDisplayContext length) {
    UDisplayContext contexts[] = {UDISPCTX_STANDARD_NAMES, length, UDISPCTX_NO_SUBSTITUTE};
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *display = uldn_openForContext(locale, contexts, 3, &status);
    for (size_t i = 0; U_SUCCESS(status) && i < country_count(); i++) {
        UChar units[ICU_NAME_UNITS];
        char room[ICU_NAME_UNITS * 3];
        UErrorCode found = U_ZERO_ERROR;
        int32_t n = uldn_regionDisplayName(display, country_at(i)->code, units, ICU_NAME_UNITS, &found);
        if (U_SUCCESS(found) && n > 0 && n < ICU_NAME_UNITS)
            add_icu_name(f, to_utf8(units, n, room, sizeof room), country_at(i));
    }
    uldn_close(display);
}

/* Zones called after something that is no city, or that is a word or a name elsewhere. */
static bool is_city_zone(struct str zone, const char *region) {
    static const char *const others[] = {
        "America/Regina", "America/Creston", "America/Resolute", "America/Phoenix",    "America/Nome",
        "America/Merida", "Pacific/Easter",  "Australia/Eucla",  "America/Eirunepe",   "America/Barbados",
        "America/Inuvik", "Pacific/Wake",    "Pacific/Midway",   "America/Metlakatla", "Indian/Mahe",
    };
    size_t slashes = 0;
    for (size_t i = 0; i < zone.n; i++)
        slashes += zone.p[i] == '/';
    if (slashes == 0 || strcmp(region, "AQ") == 0 || (slashes > 1 && strcmp(region, "AR") != 0))
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq_c(zone, others[i]))
            return false;
    return true;
}

/* The city's name in the language, else that in the zone's own: America/Sao_Paulo. */
static void add_city(struct filling *f, const UResourceBundle *strings, struct str zone,
                     const struct country *country) {
    char key[128], room[ICU_NAME_UNITS * 3];
    UErrorCode status = U_ZERO_ERROR;
    struct place place = {.country = country, .kind = PLACE_CITY};
    if (zone.n >= sizeof key)
        return;
    memcpy(key, zone.p, zone.n + 1);
    for (char *c = key; *c; c++)
        if (*c == '/')
            *c = ':';
    UResourceBundle *entry = strings ? ures_getByKey(strings, key, NULL, &status) : NULL;
    int32_t n = 0;
    const UChar *units = entry ? ures_getStringByKey(entry, "ec", &n, &status) : NULL;
    struct str name = units && U_SUCCESS(status) ? to_utf8(units, n, room, sizeof room) : STR_EMPTY;
    if (name.n == 0) {
        char *last = strrchr(key, ':') + 1;
        for (char *c = last; *c; c++)
            if (*c == '_')
                *c = ' ';
        name = str_from(last);
    }
    add(f, name, place, false);
    ures_close(entry);
}

/* All zones of all countries; ICU takes long to find them, so this is done once. */
static void read_zones(struct gazetteer *gazetteer) {
    gazetteer->zones = arena_array(gazetteer->arena, ZONES_MAX, sizeof *gazetteer->zones);
    for (size_t i = 0; i < country_count(); i++) {
        const struct country *country = country_at(i);
        UErrorCode status = U_ZERO_ERROR;
        UEnumeration *zones =
            ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, country->code, NULL, &status);
        const char *id;
        while (U_SUCCESS(status) && (id = uenum_next(zones, NULL, &status)) != NULL)
            if (is_city_zone(str_from(id), country->code) && gazetteer->zone_count < ZONES_MAX)
                gazetteer->zones[gazetteer->zone_count++] =
                    (struct gazetteer_zone){arena_str(gazetteer->arena, str_from(id)), country};
        uenum_close(zones);
    }
}

static void add_zones(struct filling *f, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_open(ZONE_DATA, locale, &status);
    UResourceBundle *strings = ures_getByKey(bundle, "zoneStrings", NULL, &status);
    if (U_FAILURE(status))
        strings = NULL;
    if (!f->gazetteer->zones)
        read_zones(f->gazetteer);
    for (size_t i = 0; i < f->gazetteer->zone_count; i++)
        add_city(f, strings, f->gazetteer->zones[i].id, f->gazetteer->zones[i].country);
    ures_close(strings);
    ures_close(bundle);
}

/* Languages that one country has for itself, whose name is that country's adjective in most languages. */
static const struct {
    const char *language, *country;
} tongues[] = {
    {"fr", "FR"}, {"de", "DE"}, {"it", "IT"}, {"ru", "RU"}, {"zh", "CN"}, {"ja", "JP"}, {"pl", "PL"}, {"tr", "TR"},
    {"uk", "UA"}, {"el", "GR"}, {"he", "IL"}, {"sv", "SE"}, {"da", "DK"}, {"no", "NO"}, {"fi", "FI"}, {"hu", "HU"},
    {"cs", "CZ"}, {"sk", "SK"}, {"ro", "RO"}, {"bg", "BG"}, {"hr", "HR"}, {"sr", "RS"}, {"sl", "SI"}, {"lt", "LT"},
    {"lv", "LV"}, {"et", "EE"}, {"is", "IS"}, {"sq", "AL"}, {"mk", "MK"}, {"ka", "GE"}, {"hy", "AM"}, {"az", "AZ"},
    {"uz", "UZ"}, {"kk", "KZ"}, {"th", "TH"}, {"vi", "VN"}, {"id", "ID"}, {"lo", "LA"}, {"mn", "MN"}, {"am", "ET"},
    {"nl", "NL"}, {"es", "ES"}, {"pt", "PT"}, {"en", "GB"}, {"ne", "NP"}, {"be", "BY"}, {"ky", "KG"},
};

/* Adjectives are written small in most languages; the names of languages are not in some of those. */
static void add_tongues(struct filling *f, const char *locale) {
    bool any_case = strcmp(locale, "en") != 0 && strcmp(locale, "nl") != 0;
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *display = uldn_open(locale, ULDN_STANDARD_NAMES, &status);
    for (size_t i = 0; U_SUCCESS(status) && i < sizeof tongues / sizeof *tongues; i++) {
        UChar units[ICU_NAME_UNITS];
        char room[ICU_NAME_UNITS * 3];
        UErrorCode found = U_ZERO_ERROR;
        struct place place = {.country = country_find(str_from(tongues[i].country)), .kind = PLACE_PEOPLE};
        int32_t n = uldn_languageDisplayName(display, tongues[i].language, units, ICU_NAME_UNITS, &found);
        if (U_SUCCESS(found) && n > 2 && n < ICU_NAME_UNITS)
            add(f, to_utf8(units, n, room, sizeof room), place, any_case);
    }
    uldn_close(display);
}

static bool icu_has(const struct language *language) {
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_open(NULL, language->code, &status);
    ures_close(bundle);
    return U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING && language != language_unknown();
}

/* ---- a language ---- */

static void add_locale(struct filling *f, const char *locale) {
    add_rows(f, locale);
    add_rows(f, "*");
    if (strcmp(locale, "en") == 0)
        add_table_names(f);
    add_regions(f, locale, UDISPCTX_LENGTH_FULL);
    add_regions(f, locale, UDISPCTX_LENGTH_SHORT);
    add_zones(f, locale);
    add_tongues(f, locale);
}

const struct gazetteer_names *gazetteer_fill(struct gazetteer *gazetteer, const struct language *language) {
    struct gazetteer_names **names = &gazetteer->of[language_index(language)];
    if (*names != NULL)
        return *names;
    *names = arena_alloc(gazetteer->arena, sizeof **names);
    (*names)->map = strmap_new();
    struct filling f = {.gazetteer = gazetteer, .names = *names, .language = language};
    if (icu_has(language)) {
        add_locale(&f, language->code);
    } else {
        add_rows(&f, language->code);
        add_locale(&f, "en");
    }
    return *names;
}
