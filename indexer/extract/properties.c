/* The rules of doubt: which titles, names and dates are a program's. */
#include "indexer/extract/properties.h"

#include "corpus/date.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define TITLE_MAX 200u
/* A title in the text has so many words at least, and is among its first paragraphs, before any prose. */
#define TITLE_WORDS 3u
#define TITLE_WITHIN 8u
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

static bool ends_like_prose(struct str line) {
    static const char *const ENDS[] = {".", ",", ";", ":", "。", "，", "؛", "।"};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++)
        if (ends(line, ENDS[i]))
            return true;
    return false;
}

static size_t count_words(struct str line) {
    size_t words = 1, letters_beyond_ascii = 0;
    for (size_t i = 0; i < line.n; i++) {
        words += line.p[i] == ' ';
        letters_beyond_ascii += (unsigned char)line.p[i] >= 0xE3; /* where words are not parted by spaces */
    }
    return words + letters_beyond_ascii / 2;
}

/* Letters, and not numbers of documents and days. */
static bool is_mostly_letters(struct str line) {
    size_t letters = 0, others = 0;
    for (size_t i = 0; i < line.n; i++) {
        bool is_letter = isalpha((unsigned char)line.p[i]) || (unsigned char)line.p[i] >= 0x80;
        letters += is_letter;
        others += !is_letter && line.p[i] != ' ';
    }
    return letters > 2 * others;
}

/* One line of several words that is no sentence, no label and no row of a table. */
static bool looks_like_title(struct str paragraph) {
    return paragraph.n && paragraph.n <= TITLE_MAX && !memchr(paragraph.p, '\n', paragraph.n) &&
           is_mostly_letters(paragraph) && count_words(paragraph) >= TITLE_WORDS &&
           !memmem(paragraph.p, paragraph.n, " | ", 3) && !memmem(paragraph.p, paragraph.n, ": ", 2) &&
           !ends_like_prose(paragraph);
}

void properties_title_of_text(struct arena *arena, struct extract_document *doc, const char *from) {
    struct str rest = doc->text;
    for (size_t i = 0; i < TITLE_WITHIN && rest.n && !properties_has(doc, FIELD_TITLE); i++) {
        const char *end = memmem(rest.p, rest.n, "\n\n", 2);
        struct str paragraph = str_slice(rest, 0, end ? (size_t)(end - rest.p) : rest.n);
        rest = str_slice(rest, end ? paragraph.n + 2 : rest.n, rest.n);
        if (rest.n && looks_like_title(paragraph))
            extract_value(arena, doc, FIELD_TITLE, paragraph, from);
        if (paragraph.n > TITLE_MAX)
            return;
    }
}

static bool is_nobody(struct str author) {
    static const char *const NOBODY[] = {"user",          "admin",
                                         "administrator", "owner",
                                         "unknown",       "anonymous",
                                         "author",        "default",
                                         "root",          "pc",
                                         "windows user",  "(anonymous)",
                                         "python-docx",   "Microsoft Office User",
                                         "Apache POI"};
    for (size_t i = 0; i < sizeof NOBODY / sizeof NOBODY[0]; i++)
        if (equals(author, NOBODY[i]))
            return true;
    return false;
}

void properties_author(struct arena *arena, struct extract_document *doc, struct str author, const char *from) {
    struct str one;
    while (author.n) {
        str_cut(author, ';', &one, &author);
        one = str_trim(one);
        if (!is_nobody(one))
            extract_value(arena, doc, FIELD_AUTHOR, one, from);
    }
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
