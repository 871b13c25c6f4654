/* Is this a name, and where does one of several end? A name is short, has no digits and ends no sentence; bylines begin
 * with a word that is a table here, in many languages. Whose name it is, and where to look for it, knows html_author.c.
 */
#include "indexer/extract/html.h"

#include <string.h>
#include <strings.h>

#define NAME_BYTES 90u
#define NAME_WORDS 7u
#define LINE_BYTES 800u

/* What stands before a name: "By", "Text:". Capitals of other scripts than Latin are written out. */
static const char *const openers[] = {"written by",
                                      "posted by",
                                      "published by",
                                      "story by",
                                      "words by",
                                      "text by",
                                      "article by",
                                      "by",
                                      "authors",
                                      "author(s)",
                                      "contributors",
                                      "contributor",
                                      "author",
                                      "geschrieben von",
                                      "ein artikel von",
                                      "ein beitrag von",
                                      "von",
                                      "autorin",
                                      "autoren",
                                      "autor",
                                      "verfasser",
                                      "écrit par",
                                      "publié par",
                                      "rédigé par",
                                      "propos recueillis par",
                                      "par",
                                      "auteur",
                                      "auteure",
                                      "escrito por",
                                      "publicado por",
                                      "texto de",
                                      "por",
                                      "autora",
                                      "autores",
                                      "scritto da",
                                      "pubblicato da",
                                      "a cura di",
                                      "di",
                                      "autore",
                                      "autrice",
                                      "geschreven door",
                                      "door",
                                      "escrit per",
                                      "per",
                                      "skriven av",
                                      "skrevet av",
                                      "skrevet af",
                                      "av",
                                      "af",
                                      "tekst",
                                      "text",
                                      "texte",
                                      "texto",
                                      "testo",
                                      "autorka",
                                      "tekst",
                                      "oleh",
                                      "penulis",
                                      "yazan",
                                      "yazar",
                                      "tác giả",
                                      "szerző",
                                      "írta",
                                      "kirjoittanut",
                                      "teksti",
                                      "автор",
                                      "Автор",
                                      "авторы",
                                      "Авторы",
                                      "текст",
                                      "Текст",
                                      "автори",
                                      "Автори",
                                      "بقلم",
                                      "كتب",
                                      "كتبت",
                                      "الكاتب",
                                      "نویسنده",
                                      "מאת",
                                      "লেখক",
                                      "लेखक",
                                      "作者",
                                      "文",
                                      "记者",
                                      "記者",
                                      "撰文",
                                      "著者",
                                      "執筆",
                                      "筆者",
                                      "글",
                                      "συντάκτης",
                                      "Συντάκτης",
                                      "του"};

/* Between two names. */
static const char *const joiners[] = {" and ", " & ",  " und ", " et ", " y ", " e ",  " i ",  " en ",
                                      " och ", " og ", " и ",   " та ", " و ", " ve ", " dan "};

static bool is_placeholder(struct str name) {
    static const char *const names[] = {"admin", "administrator", "webmaster", "root", "superuser", "user",
                                        "guest", "anonymous",     "none",      "null", "author"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (name.n == strlen(names[i]) && strncasecmp(name.p, names[i], name.n) == 0)
            return true;
    return false;
}

static bool is_name(struct str s) {
    if (s.n < 2 || s.n > NAME_BYTES || html_count_words(s) > NAME_WORDS || is_placeholder(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= '0' && s.p[i] <= '9') || strchr("@/<>{}[]:?!#=_|\n", s.p[i]))
            return false;
    if (html_count_words(s) == 1 && memchr(s.p, '.', s.n))
        return false; /* an address, or the name of a variable */
    return true;
}

static struct str trim_marks(struct str s) {
    static const char *const marks[] = {" ",
                                        ",",
                                        ";",
                                        ":",
                                        "-",
                                        "|",
                                        "\xC2\xB7",
                                        "\xE2\x80\x93",
                                        "\xE2\x80\x94",
                                        "\xE2\x80\xA2",
                                        "\xEF\xBC\x9A",
                                        "\xE2\x9C\x89",
                                        "/"};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            struct str mark = str_from(marks[i]);
            if (s.n && str_starts(s, mark)) {
                s = str_slice(s, mark.n, s.n);
                again = true;
            }
            if (s.n && str_ends(s, mark)) {
                s.n -= mark.n;
                again = true;
            }
        }
    }
    return s;
}

/* Takes "By " or "作者：" off the front; false when the text does not begin so. */
static bool drop_opener(struct str *s) {
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        size_t n = strlen(openers[i]);
        if (s->n < n || strncasecmp(s->p, openers[i], n) != 0)
            continue;
        struct str rest = str_slice(*s, n, s->n);
        bool wide = (unsigned char)openers[i][0] >= 0xE3;
        if (rest.n && !strchr(" :\n", rest.p[0]) && !str_starts(rest, STR("\xC2\xA0")) &&
            !(wide && str_starts(rest, STR("\xEF\xBC\x9A"))))
            continue;
        *s = trim_marks(str_trim(rest));
        return true;
    }
    return false;
}

/* The part of a line that can be the names: before a bar, a dot in the middle, the first digit, the end of the line. */
static struct str cut_line(struct str s) {
    static const char *const ends[] = {"\n",
                                       " | ",
                                       " \xC2\xB7 ",
                                       " \xE2\x80\xA2 ",
                                       " - ",
                                       " \xE2\x80\x93 ",
                                       " \xE2\x80\x94 ",
                                       " / ",
                                       " \xE2\x8B\x85 ",
                                       ". Review",
                                       ". review"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *at = memmem(s.p, s.n, ends[i], strlen(ends[i]));
        if (at)
            s.n = (size_t)(at - s.p);
    }
    return str_trim(s);
}

/* Where the first of several names ends, and what separates it; the whole when there is one. */
static size_t find_joint(struct str s, size_t *width) {
    for (size_t i = 0; i < s.n; i++) {
        for (size_t k = 0; k < sizeof joiners / sizeof joiners[0]; k++) {
            struct str joiner = str_from(joiners[k]);
            if (str_starts(str_slice(s, i, s.n), joiner)) {
                *width = joiner.n;
                return i;
            }
        }
        if (s.p[i] == ';' || str_starts(str_slice(s, i, s.n), STR("\xE3\x80\x81"))) {
            *width = s.p[i] == ';' ? 1 : 3;
            return i;
        }
        /* A comma separates names of two words and more; "Li, Wei" and "Vanessa Mendez, MD" are one. */
        if (s.p[i] == ',' && i + 1 < s.n && s.p[i + 1] == ' ') {
            struct str next, rest;
            str_cut(str_slice(s, i + 2, s.n), ',', &next, &rest);
            if (html_count_words(str_slice(s, 0, i)) > 1 && html_count_words(str_trim(next)) > 1) {
                *width = 2;
                return i;
            }
        }
    }
    *width = 0;
    return s.n;
}

bool html_names_opener(struct str *line) {
    return drop_opener(line);
}

struct strs html_names_split(struct arena *arena, struct str line) {
    struct strs found = {0};
    line = line.n <= LINE_BYTES ? cut_line(str_trim(line)) : STR_EMPTY;
    while (line.n) {
        size_t width, at = find_joint(line, &width);
        struct str name = trim_marks(str_trim(str_slice(line, 0, at)));
        drop_opener(&name);
        if (is_name(name))
            arena_push(arena, &found, name);
        line = str_slice(line, at + width, line.n);
        if (str_starts(line, STR("and ")))
            line = str_slice(line, 4, line.n);
    }
    return found;
}
