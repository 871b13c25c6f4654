/* Lines of the head, then of the foot; each is tried as a line that is a date, the first ones also as a dateline. */
#include "indexer/facts/date_find.h"

#include "corpus/base/utf8.h"

#include <string.h>
#include <unicode/uchar.h>

#define HEAD_LINES 8u
#define FOOT_LINES 3u
#define DATELINE_LINES 3u
#define WORDS_BESIDE 6u   /* in a line that is a date */
#define DATELINE_WORDS 6u /* before the date of a dateline */
#define DATELINE_BYTES 160u

/* All words folded. Those that make of the date behind them one of something else: */
static const char *const others[] = {
    "updated",       "modified",    "accessed",   "retrieved",    "visited",    "printed",    "deadline",  "expires",
    "until",         "valid",       "born",       "since",        "copyright",  "event",      "closing",   "edited",
    "actualizado",   "actualizada", "consultado", "aktualisiert", "abgerufen",  "geandert",   "обновлено", "изменено",
    "modifie",       "consulte",    "mise",       "aggiornato",   "atualizado", "acessado",   "更新",      "更新日",
    "aktualizowano", "oppdatert",   "uppdaterad", "opdateret",    "bijgewerkt", "guncelleme", "تحديث",     "اخر",
};

/* ... those that may stand right before a date and only lead to it: */
static const char *const leads[] = {
    "published",   "posted",       "date",
    "dated",       "issued",       "released",
    "publie",      "publicado",    "publicada",
    "fecha",       "data",         "datum",
    "datei",       "vom",          "den",
    "le",          "el",           "il",
    "lo",          "am",           "veroffentlicht",
    "stand",       "pubblicato",   "gepubliceerd",
    "publicerad",  "опубликовано", "дата",
    "от",          "від",          "опубліковано",
    "опубликуван", "objavljeno",   "dnia",
    "dne",         "zveřejněno",   "published on",
    "tarih",       "tarihi",       "تاريخ",
    "نشر",         "بتاريخ",       "تاریخ",
    "انتشار",      "发布",         "时间",
    "日期",        "ngay",         "tanggal",
    "tarehe",      "on",           "em",
    "a",           "dana",         "kl",
};

/* ... and those that may stand right behind it: */
static const char *const follows[] = {
    "by", "at", "um", "von", "por", "par", "a",    "as",  "alle", "ore", "di",  "da",
    "в",  "о",  "ob", "u",   "klo", "kl",  "godz", "om",  "saat", "uhr", "电",  "电讯",
    "讯", "г",  "h",  "pm",  "am",  "gmt", "utc",  "cet", "est",  "edt", "bst", "ist",
};

#define IS_ONE_OF(word, list) str_is_one_of(word, list, sizeof(list) / sizeof *(list))

static unsigned count_words(const struct date_in_text *found, size_t from, size_t to) {
    unsigned n = 0;
    for (size_t i = from; i < to; i++)
        n += found->parts.v[i].kind == PART_OTHER || found->parts.v[i].kind == PART_FILLER;
    return n;
}

static bool is_about_something_else(const struct date_in_text *found) {
    for (size_t i = 0; i < found->from; i++)
        if (IS_ONE_OF(found->parts.v[i].folded, others))
            return true;
    return false;
}

/* A place and a comma, a label and a colon, a weekday, or a word that leads to a date. */
static bool is_led_to(const struct date_in_text *found) {
    const struct date_part *first = &found->parts.v[found->from];
    if (found->from == 0)
        return true;
    const struct date_part *before = first - 1;
    return first->gap == GAP_COMMA || first->gap == GAP_DASH || first->gap == GAP_FAR || before->kind == PART_WEEKDAY ||
           IS_ONE_OF(before->folded, leads);
}

static bool is_left_alone(const struct date_in_text *found) {
    if (found->to == found->parts.n)
        return true;
    const struct date_part *after = &found->parts.v[found->to];
    return after->gap > GAP_SPACE || after->kind == PART_WEEKDAY || after->kind == PART_NUMBER ||
           after->kind == PART_FILLER || IS_ONE_OF(after->folded, follows);
}

static bool is_date_line(const struct date_in_text *found) {
    return count_words(found, 0, found->from) + count_words(found, found->to, found->parts.n) <= WORDS_BESIDE &&
           is_led_to(found) && is_left_alone(found) && !is_about_something_else(found);
}

/* "MADRID, 12 March 2021 (EFE) - ", "新华社北京3月12日电": what opens a report, before a dash or bracket. */
static bool is_dateline(struct str line, const struct date_in_text *found) {
    static const char *const signs[] = {"(", "-", "–", "—", ":", "（", "/", "电", "."};
    struct str rest = str_trim(str_slice(line, found->parts.v[found->to - 1].end, line.n));
    const struct date_part *first = &found->parts.v[found->from];
    bool led = first->gap == GAP_COMMA || first->gap == GAP_FAR || first->gap == GAP_NONE;
    if (found->from == 0 || !led || count_words(found, 0, found->from) > DATELINE_WORDS)
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts(rest, str_from(signs[i])))
            return true;
    return false;
}

struct finding {
    struct date date;
    struct str where;
    bool conflict;
};

static void take(struct finding *finding, struct str line, const struct date_in_text *found) {
    if (finding->date.first && (finding->date.first != found->date.first || finding->date.last != found->date.last))
        finding->conflict = true;
    if (finding->date.first)
        return;
    finding->date = found->date;
    finding->where = str_slice(line, found->parts.v[found->from].start, found->parts.v[found->to - 1].end);
}

/* Four digits side by side, in any script, or a year's sign: a quick look that spares most lines the reading. */
static bool may_have_year(struct str line) {
    unsigned digits = 0;
    for (size_t at = 0; at < line.n && digits < 4;) {
        uint32_t c = utf8_next(line, &at);
        bool digit = c < 0x80 ? c >= '0' && c <= '9' : c != UTF8_BAD && u_isdigit((UChar32)c);
        digits = digit ? digits + 1 : c == 0x5E74 ? 4 : 0; /* 年 */
    }
    return digits == 4;
}

static void try_line(struct finding *finding, struct str line, const struct language *language, bool dateline) {
    struct date_in_text found;
    if (!may_have_year(str_slice(line, 0, line.n < DATE_TEXT_MAX ? line.n : DATE_TEXT_MAX)))
        return;
    if (line.n <= DATE_TEXT_MAX && date_text_find(line, language, &found) && is_date_line(&found)) {
        take(finding, line, &found);
        return;
    }
    struct str opening = str_slice(line, 0, utf8_floor(line, line.n < DATELINE_BYTES ? line.n : DATELINE_BYTES));
    if (dateline && date_text_find(opening, language, &found) && is_dateline(opening, &found) &&
        !is_about_something_else(&found))
        take(finding, line, &found);
}

static struct finding find_in_head(struct str text, const struct language *language) {
    struct finding finding = {.conflict = false};
    struct str line, rest = text;
    for (unsigned lines = 0; rest.n && lines < HEAD_LINES;) {
        str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (line.n)
            try_line(&finding, line, language, lines++ < DATELINE_LINES);
    }
    return finding;
}

static struct finding find_in_foot(struct str text, const struct language *language) {
    struct finding finding = {.conflict = false};
    struct str rest = str_trim(text);
    for (unsigned lines = 0; rest.n && lines < FOOT_LINES;) {
        const char *end = memrchr(rest.p, '\n', rest.n);
        size_t from = end ? (size_t)(end - rest.p) + 1 : 0;
        struct str line = str_trim(str_slice(rest, from, rest.n));
        if (line.n) {
            try_line(&finding, line, language, false);
            lines++;
        }
        rest = str_slice(rest, 0, from ? from - 1 : 0);
    }
    return finding;
}

bool date_find(struct str text, const struct language *language, struct date *out, struct str *where) {
    struct finding finding = find_in_head(text, language);
    if (!finding.date.first && !finding.conflict)
        finding = find_in_foot(text, language);
    if (!finding.date.first || finding.conflict)
        return false;
    *out = finding.date;
    *where = finding.where;
    return true;
}
