/* The rules of doubt: which titles, names and dates are a program's. */
#include "indexer/extract/properties.h"

#include "corpus/date.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define TITLE_MAX 200u
/* No document of a word processor is older. */
#define FIRST_YEAR 1985u
#define NOW_PLUS 21000000u

static bool begins(struct str s, const char *word) {
    size_t n = strlen(word);
    return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

static bool ends(struct str s, const char *word) {
    size_t n = strlen(word);
    return s.n >= n && strncasecmp(s.p + s.n - n, word, n) == 0;
}

static bool equals(struct str s, const char *word) {
    return s.n == strlen(word) && begins(s, word);
}

bool properties_has(const struct extract_document *doc, enum field_id field) {
    for (size_t i = 0; i < doc->values.n; i++)
        if (doc->values.v[i].field == field)
            return true;
    return false;
}

static bool has_letter(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (isalpha((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

static bool is_programs_title(struct str title) {
    static const char *const BEGINNINGS[] = {"Microsoft Word - ",
                                             "Microsoft PowerPoint - ",
                                             "PowerPoint Presentation",
                                             "untitled",
                                             "Slide 1",
                                             "New Microsoft Word",
                                             "file:",
                                             "(anonymous)",
                                             "about:blank"};
    static const char *const ENDINGS[] = {".doc",  ".docx", ".dot",  ".rtf", ".odt",  ".pdf", ".indd",
                                          ".qxd",  ".qxp",  ".pmd",  ".tex", ".dvi",  ".txt", ".ppt",
                                          ".pptx", ".xls",  ".xlsx", ".cdr", ".html", ".htm", ".pages",
                                          ".tif",  ".tiff", ".jpg",  ".ai",  ".p65",  ".wpd"};
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; i++)
        if (begins(title, BEGINNINGS[i]))
            return true;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++)
        if (ends(title, ENDINGS[i]))
            return true;
    /* "Document1", "Dokument 3" */
    size_t n = title.n;
    while (n && (isdigit((unsigned char)title.p[n - 1]) || title.p[n - 1] == ' '))
        n--;
    struct str word = str_slice(title, 0, n);
    return equals(word, "Document") || equals(word, "Dokument") || equals(word, "Documento") || !has_letter(title);
}

void properties_title(struct arena *arena, struct extract_document *doc, struct str title, const char *from) {
    title = str_trim(title);
    if (title.n && is_programs_title(title))
        extract_extra(arena, doc, "file_title", title, from);
    else
        extract_value(arena, doc, FIELD_TITLE, title, from);
}

void properties_title_of_text(struct arena *arena, struct extract_document *doc, const char *from) {
    if (properties_has(doc, FIELD_TITLE))
        return;
    struct str first, rest;
    const char *end = memmem(doc->text.p, doc->text.n, "\n\n", 2);
    first = end ? str_slice(doc->text, 0, (size_t)(end - doc->text.p)) : doc->text;
    bool is_one_line = !str_cut(first, '\n', &first, &rest);
    first = str_trim(first);
    bool is_sentence =
        ends(first, ".") || ends(first, "。") || ends(first, ":") || ends(first, ",") || ends(first, ";");
    if (end && is_one_line && first.n && first.n <= TITLE_MAX && !is_sentence && has_letter(first) &&
        !memmem(first.p, first.n, " | ", 3))
        extract_value(arena, doc, FIELD_TITLE, first, from);
}

void properties_author(struct arena *arena, struct extract_document *doc, struct str author, const char *from) {
    static const char *const NOBODY[] = {"user",          "admin",
                                         "administrator", "owner",
                                         "unknown",       "anonymous",
                                         "author",        "default",
                                         "root",          "pc",
                                         "windows user",  "(anonymous)",
                                         "python-docx",   "Microsoft Office User",
                                         "Apache POI"};
    author = str_trim(author);
    for (size_t i = 0; i < sizeof NOBODY / sizeof NOBODY[0]; i++)
        if (equals(author, NOBODY[i]))
            return;
    extract_value(arena, doc, FIELD_AUTHOR, author, from);
}

static bool is_digit_run(struct str s, size_t n) {
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)s.p[i]))
            return false;
    return true;
}

/* YYYYMMDD, 0 when it is no whole date that can be meant. */
static uint32_t day_of(struct str written) {
    written = str_trim(written);
    if (str_starts(written, STR("D:")))
        written = str_slice(written, 2, written.n);
    if (is_digit_run(written, 8))
        written = str_slice(written, 0, 8);
    struct date date;
    if (!date_parse(written, &date) || date.first != date.last || date_is_placeholder(date))
        return 0;
    return date.first / 10000 < FIRST_YEAR || date.first > NOW_PLUS ? 0 : date.first;
}

void properties_dates(struct arena *arena, struct extract_document *doc, struct str created, struct str modified,
                      const char *from) {
    extract_extra(arena, doc, "created", str_trim(created), from);
    extract_extra(arena, doc, "modified", str_trim(modified), from);
    uint32_t a = day_of(created), b = day_of(modified);
    a = a ? a : b;
    b = b ? b : a;
    if (!a || a / 10000 != b / 10000)
        return;
    struct str date = a == b               ? arena_printf(arena, "%04u-%02u-%02u", a / 10000, a / 100 % 100, a % 100)
                      : a / 100 == b / 100 ? arena_printf(arena, "%04u-%02u", a / 10000, a / 100 % 100)
                                           : arena_printf(arena, "%04u", a / 10000);
    extract_value(arena, doc, FIELD_DATE, date, from);
}

void properties_lang(struct arena *arena, struct extract_document *doc, struct str lang, struct str text,
                     const char *from) {
    size_t latin = 0, other = 0;
    for (size_t i = 0; i < text.n; i++) {
        latin += isalpha((unsigned char)text.p[i]) != 0;
        other += (unsigned char)text.p[i] >= 0x80;
    }
    if (!(begins(lang, "en") && other > 2 * latin))
        extract_value(arena, doc, FIELD_LANG, lang, from);
}

void properties_tags(struct arena *arena, struct extract_document *doc, struct str list, const char *from) {
    size_t begin = 0;
    for (size_t i = 0; i <= list.n; i++) {
        bool is_end = i == list.n || list.p[i] == ',' || list.p[i] == ';' || list.p[i] == '\n' || list.p[i] == '|';
        if (!is_end)
            continue;
        extract_value(arena, doc, FIELD_TAGS, str_trim(str_slice(list, begin, i)), from);
        begin = i + 1;
    }
}

void properties_remarks(struct arena *arena, struct extract_document *doc, bool is_damaged) {
    if (is_damaged)
        extract_remark(arena, doc, "The file is damaged; this is what could be read of it.");
    if (doc->text.n == 0 && doc->remarks.n == 0)
        extract_remark(arena, doc, "There is no text in the file.");
}
