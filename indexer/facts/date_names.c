/* One map for all languages; its keys are "CODE name", its values kind and number. */
#include "indexer/facts/date_names.h"

#include "corpus/base/strmap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#define NAME_UNITS_MAX 128
#define NAME_TOKENS_MAX 12u /* Thai is one token a letter: พฤศจิกายน */

enum order { ORDER_UNREAD, ORDER_DAY_FIRST, ORDER_OTHER };

struct date_names {
    struct tokens *tokens; /* lent */
    struct strmap *map;
    unsigned char *order; /* by language_index: enum order */
    struct buf key;
};

/* Other locales of a language whose names differ. */
static const struct {
    const char *language, *locale;
} variants[] = {
    {"ar", "ar_IQ"}, {"ar", "ar_DZ"}, {"ar", "ar_MA"}, {"ar", "ar_MR"},   {"de", "de_AT"},
    {"en", "en_GB"}, {"es", "es_PE"}, {"pt", "pt_PT"}, {"sr", "sr_Latn"}, {"uz", "uz_Cyrl"},
};

/* Names in use that ICU does not have: language, name, month. */
static const struct {
    const char *language, *name;
    unsigned month;
} others[] = {
    {"de", "Feber", 2},     {"de", "Mrz", 3},     {"de", "Sept", 9},     {"el", "Μαΐου", 5},  {"es", "sept", 9},
    {"fr", "janv", 1},      {"fr", "fév", 2},     {"it", "genn", 1},     {"it", "sett", 9},   {"ru", "мая", 5},
    {"ru", "сент", 9},      {"nl", "mrt", 3},     {"id", "Pebruari", 2}, {"id", "Agst", 8},   {"id", "Nopember", 11},
    {"tl", "Setyembre", 9}, {"fa", "ژانویه", 1},  {"fa", "مه", 5},       {"fa", "ژوئن", 6},   {"fa", "جولای", 7},
    {"fa", "آگوست", 8},     {"ur", "اکتوبر", 10}, {"hi", "सितम्बर", 9},   {"hi", "नवम्बर", 11}, {"hi", "दिसम्बर", 12},
};

struct date_names *date_names_new(struct tokens *tokens) {
    struct date_names *names = mem_alloc(sizeof *names);
    names->tokens = tokens;
    names->map = strmap_new();
    names->order = mem_array(language_count(), sizeof *names->order);
    buf_init(&names->key);
    return names;
}

void date_names_free(struct date_names **names) {
    if (!*names)
        return;
    strmap_free(&(*names)->map);
    free((*names)->order);
    buf_fini(&(*names)->key);
    free(*names);
    *names = NULL;
}

static void begin_key(struct date_names *names, const struct language *language) {
    buf_clear(&names->key);
    buf_add_c(&names->key, language->code);
}

static void lengthen_key(struct date_names *names, struct str folded) {
    buf_add_byte(&names->key, ' ');
    buf_add_str(&names->key, folded);
}

/* A name without its leading article ("de març") is a name too. One that begins with a digit (3月) is none: such dates
 * are read by their signs; nor is one of a letter or two, which is too often something else. */
static void add_name(struct date_names *names, const struct language *language, struct str written,
                     enum date_name_kind kind, unsigned number) {
    struct token token;
    size_t n = 0, bytes = 0;
    begin_key(names, language);
    tokens_begin(names->tokens, written, language);
    while (tokens_next(names->tokens, &token)) {
        if (n == 0 && token.folded.p[0] >= '0' && token.folded.p[0] <= '9')
            return;
        if (n == 0 && (str_eq_c(token.folded, "de") || str_eq_c(token.folded, "d")))
            continue;
        lengthen_key(names, token.folded);
        bytes += token.folded.n;
        n++;
    }
    if (n == 0 || n > NAME_TOKENS_MAX || bytes < 3)
        return;
    bool is_new;
    uint64_t *place = strmap_put(names->map, buf_str(&names->key), &is_new);
    if (is_new) /* a short name that a longer one, added before, already has stays with it */
        *place = (uint64_t)kind << 8 | number;
}

/* Hebrew writes "in" together with the month: 12 במרץ. */
static void add_with_preposition(struct date_names *names, const struct language *language, const char *name,
                                 unsigned number) {
    struct buf whole;
    buf_init(&whole);
    buf_add_c(&whole, "ב");
    buf_add_c(&whole, name);
    add_name(names, language, buf_str(&whole), DATE_NAME_MONTH, number);
    buf_fini(&whole);
}

static void add_symbols(struct date_names *names, const struct language *language, const UDateFormat *format,
                        UDateFormatSymbolType type, enum date_name_kind kind) {
    int first = kind == DATE_NAME_WEEKDAY ? 1 : 0; /* ICU counts months from 0 and weekdays from 1 */
    for (int i = first; i < udat_countSymbols(format, type); i++) {
        UChar name[NAME_UNITS_MAX];
        char bytes[NAME_UNITS_MAX * 3];
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = 0;
        int32_t n = udat_getSymbols(format, type, i, name, NAME_UNITS_MAX, &status);
        u_strToUTF8(bytes, (int32_t)sizeof bytes, &length, name, n, &status);
        if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING)
            continue;
        add_name(names, language, (struct str){bytes, (size_t)length}, kind, (unsigned)(i - first + 1));
        if (str_eq_c(str_from(language->code), "he") && kind == DATE_NAME_MONTH)
            add_with_preposition(names, language, bytes, (unsigned)(i - first + 1));
    }
}

static void add_locale(struct date_names *names, const struct language *language, const char *locale, bool persian) {
    static const UDateFormatSymbolType months[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_SHORT_MONTHS,
                                                   UDAT_STANDALONE_SHORT_MONTHS};
    static const UDateFormatSymbolType weekdays[] = {UDAT_WEEKDAYS, UDAT_STANDALONE_WEEKDAYS, UDAT_SHORT_WEEKDAYS};
    static const UChar pattern[] = {'d', 0};
    UErrorCode status = U_ZERO_ERROR;
    struct buf name;
    buf_init(&name);
    buf_addf(&name, "%s@calendar=%s", locale, persian ? "persian" : "gregorian");
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, name.data, NULL, 0, pattern, 1, &status);
    buf_fini(&name);
    if (U_FAILURE(status))
        return;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        add_symbols(names, language, format, months[i], persian ? DATE_NAME_PERSIAN_MONTH : DATE_NAME_MONTH);
    for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
        add_symbols(names, language, format, weekdays[i], DATE_NAME_WEEKDAY);
    udat_close(format);
}

static enum order find_order(const struct language *language) {
    UChar pattern[NAME_UNITS_MAX];
    UErrorCode status = U_ZERO_ERROR;
    enum order order = ORDER_OTHER;
    if (str_eq_c(str_from(language->code), "en"))
        return order;
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT, language->code, NULL, 0, NULL, 0, &status);
    int32_t n = U_SUCCESS(status) ? udat_toPattern(format, false, pattern, NAME_UNITS_MAX, &status) : 0;
    for (int32_t i = 0; U_SUCCESS(status) && i < n; i++)
        if (pattern[i] == 'd' || pattern[i] == 'M' || pattern[i] == 'y') {
            order = pattern[i] == 'd' ? ORDER_DAY_FIRST : ORDER_OTHER;
            break;
        }
    if (format)
        udat_close(format);
    return order;
}

/* Asked for a language that it does not have, ICU answers with that of the machine. */
static bool icu_has(const struct language *language) {
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_open(NULL, language->code, &status);
    ures_close(bundle);
    return U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING && language != language_unknown();
}

static void read_language(struct date_names *names, const struct language *language) {
    struct str code = str_from(language->code);
    unsigned char *order = &names->order[language_index(language)];
    if (*order != ORDER_UNREAD)
        return;
    *order = ORDER_OTHER;
    if (!icu_has(language))
        return;
    *order = (unsigned char)find_order(language);
    add_locale(names, language, language->code, false);
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (str_eq_c(code, variants[i].language))
            add_locale(names, language, variants[i].locale, false);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq_c(code, others[i].language))
            add_name(names, language, str_from(others[i].name), DATE_NAME_MONTH, others[i].month);
    if (str_eq_c(code, "fa"))
        add_locale(names, language, language->code, true);
}

struct date_name date_names_find(struct date_names *names, const struct language *language, const struct token *tokens,
                                 size_t n) {
    struct date_name best = {.kind = DATE_NAME_NONE};
    read_language(names, language);
    begin_key(names, language);
    for (size_t i = 0; i < n && i < NAME_TOKENS_MAX; i++) {
        lengthen_key(names, tokens[i].folded);
        const uint64_t *found = strmap_get(names->map, buf_str(&names->key));
        if (found)
            best = (struct date_name){(enum date_name_kind)(*found >> 8), (unsigned)(*found & 0xFF), i + 1};
    }
    return best;
}

bool date_names_day_first(struct date_names *names, const struct language *language) {
    read_language(names, language);
    return names->order[language_index(language)] == ORDER_DAY_FIRST;
}
