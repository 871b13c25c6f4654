/* When was it published? First what the page says to machines of its publication, then what it shows near the title,
 * then its address. Never a date of change, of capture or of a comment; no date is better than a wrong one. */
#include "indexer/extract/html.h"

#include "indexer/facts/date_text.h"

#include <string.h>
#include <strings.h>

#define LABEL_WORDS 5.0  /* "Last updated on" */
#define DATE_WORDS 5.0   /* a heading of more words is not only a date */
#define SHORT_WORDS 14.0 /* more words are a sentence in which a date happens to be */
#define TOLD_WORDS 40.0  /* nor of publication */
#define LINE_WORDS 25.0  /* more words are no line with a date */
#define FIRST_YEAR 1990u /* of the web: an article on it may be older, what its template says is not */

/* A day that the page can have been published on. */
static bool is_possible(const struct html_about *about, struct date date) {
    struct date captured;
    if (date_is_placeholder(date))
        return false;
    return !date_parse(about->input->captured, &captured) || date.first <= captured.last + 1;
}

static bool add(struct html_about *about, struct date date, const char *from) {
    if (!is_possible(about, date))
        return false;
    struct buf out;
    buf_init(&out);
    date_format(&out, date);
    extract_value(about->arena, about->doc, FIELD_DATE, arena_str(about->arena, buf_str(&out)), from);
    buf_fini(&out);
    return true;
}

static bool read_date(const struct html_about *about, struct str written, struct date *out) {
    return written.n && written.n <= DATE_TEXT_MAX &&
           (date_parse(written, out) || date_text_parse(written, about->language, out));
}

static bool add_written(struct html_about *about, struct str written, const char *from) {
    struct date date;
    return read_date(about, written, &date) && add(about, date, from);
}

static const char *const published_metas[] = {"article:published_time",
                                              "og:article:published_time",
                                              "datepublished",
                                              "parsely-pub-date",
                                              "sailthru.date",
                                              "citation_publication_date",
                                              "citation_date",
                                              "dc.date.issued",
                                              "dcterms.issued",
                                              "dc.date.created",
                                              "dcterms.created",
                                              "dc.date",
                                              "dcterms.date",
                                              "pubdate",
                                              "publishdate",
                                              "publish-date",
                                              "publish_date",
                                              "publication_date",
                                              "article.published",
                                              "published_time",
                                              "date",
                                              "cxenseparse:recs:publishtime",
                                              "rnews:datepublished",
                                              "date.created",
                                              "originalpublicationdate"};

static bool parse_first(const struct html_about *about, struct str said, const char *const *names, struct date *out) {
    const char *which;
    struct str written = said.n ? said : html_metas_find(&about->metas, names, &which);
    return written.n && date_parse(written, out);
}

/* A page may show the day of its last change without a word; then the day of publication that it gives machines is
 * better. */
static bool is_modified(const struct html_about *about, struct date shown) {
    static const char *const modified[] = {"article:modified_time", "og:updated_time", "og:modified_time",
                                           "last-modified", NULL};
    static const char *const published[] = {"article:published_time", "datepublished", "date", NULL};
    struct date change, first;
    return parse_first(about, about->said->modified, modified, &change) &&
           parse_first(about, about->said->date, published, &first) && shown.first == change.first &&
           first.last + 1 < shown.first;
}

/* A number alone may be anything. */
static bool is_year(struct date date) {
    return date.last - date.first > 31;
}

static bool add_shown(struct html_about *about, struct str written, const char *from) {
    struct date date;
    return read_date(about, written, &date) && !is_year(date) && date.first / 10000 >= FIRST_YEAR &&
           !is_modified(about, date) && add(about, date, from);
}

static bool has_ci(struct str in, const char *what) {
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= in.n; i++)
        if (strncasecmp(in.p + i, what, n) == 0)
            return true;
    return false;
}

/* Names of a system's own, such as "w-published-date". */
static bool from_similar_metas(struct html_about *about) {
    for (size_t i = 0; i < about->metas.n; i++) {
        struct str name = about->metas.v[i].name;
        if (has_ci(name, "publish") && (has_ci(name, "date") || has_ci(name, "time")) && !has_ci(name, "modif") &&
            !has_ci(name, "update") &&
            add_written(about, about->metas.v[i].content, arena_printf(about->arena, "html: %.*s", STR_FMT(name)).p))
            return true;
    }
    return false;
}

static bool from_metas(struct html_about *about) {
    for (size_t i = 0; i < sizeof published_metas / sizeof published_metas[0]; i++) {
        const char *one[] = {published_metas[i], NULL}, *which;
        struct str content = html_metas_find(&about->metas, one, &which);
        if (content.n && add_written(about, content, arena_printf(about->arena, "html: %s", which).p))
            return true;
    }
    return from_similar_metas(about);
}

/* A class that tells of a change (framework names, as in html_hints.c), or words that do. */
static bool is_of_change(const struct html_tree *tree, size_t node) {
    for (size_t steps = 0; node && steps < 2; steps++, node = tree->v[node].parent) {
        struct str class = html_attribute(&tree->v[node], "class"), prop = html_attribute(&tree->v[node], "itemprop");
        if ((has_ci(class, "updated") || has_ci(class, "modified") || has_ci(prop, "modified")) &&
            !has_ci(class, "publish"))
            return true;
    }
    return false;
}

/* How pages say that they were changed. Capitals of other scripts than Latin are written out. */
static bool has_any(struct str line, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (has_ci(line, words[i]))
            return true;
    return false;
}

static bool tells_of_change(struct str line) {
    static const char *const words[] = {
        "updated",   "modified",   "revised",     "edited",    "aktualis",  "geändert", "bearbeitet",    "actualiza",
        "modificad", "mis à jour", "mise à jour", "modifié",   "aggiorna",  "atualiza", "bijgewerkt",    "gewijzigd",
        "uppdatera", "oppdatert",  "opdateret",   "ažurir",    "zaktualiz", "aktualiz", "frissítve",     "päivitetty",
        "güncell",   "diperbarui", "cập nhật",    "actualitz", "обновл",    "Обновл",   "изменен",       "Изменен",
        "оновлен",   "Оновлен",    "ενημερ",      "Ενημερ",    "تحديث",     "حدثت",     "به‌روز", "עודכן",
        "अपडेट",      "更新",       "修改",        "수정",      "업데이트"};
    return has_any(line, words, sizeof words / sizeof words[0]);
}

/* ... and that they were published. */
static bool tells_of_publication(struct str line) {
    static const char *const words[] = {
        "published",   "posted",      "publish date", "veröffentlicht", "erschienen", "publicado",   "publicada",
        "publié",      "publicat",    "pubblicat",    "gepubliceerd",   "publicerad", "publisert",   "udgivet",
        "opublikowan", "julkaistu",   "objaven",      "közzétév",       "yayın",      "diterbitkan", "đăng",
        "опубликован", "Опубликован", "опубліков",    "Опубліков",      "δημοσ",      "Δημοσ",       "نشر",
        "منتشر",       "פורסם",       "प्रकाशित",      "发布",           "發布",       "公開日",      "投稿日",
        "掲載",        "등록",        "입력"};
    return has_any(line, words, sizeof words / sizeof words[0]);
}

/* itemprop=datePublished, wherever it stands; its machine form first. */
static bool from_marked(struct html_about *about) {
    const struct html_tree *tree = about->tree;
    for (size_t i = 0; i < tree->n; i++) {
        struct str prop = html_attribute(&tree->v[i], "itemprop");
        if (!(prop.n == 13 && strncasecmp(prop.p, "datePublished", 13) == 0) ||
            html_is_foreign(about, tree->v[i].parent))
            continue;
        struct str machine = html_attribute(&tree->v[i], "datetime");
        if (machine.n == 0)
            machine = html_attribute(&tree->v[i], "content");
        if (add_written(about, machine.n ? machine : html_inner_text(about->arena, tree, i), "html: datePublished"))
            return true;
    }
    return false;
}

/* What stands before a node in its parent, behind the last digit: "Updated on:" of "March 2 Updated on: March 5". */
static struct str label_of(const struct html_about *about, size_t node) {
    struct str all = html_inner_text(about->arena, about->tree, about->tree->v[node].parent);
    struct str own = html_inner_text(about->arena, about->tree, node);
    const char *at = own.n ? memmem(all.p, all.n, own.p, own.n) : NULL;
    size_t to = at ? (size_t)(at - all.p) : 0, from = to;
    while (from && !(all.p[from - 1] >= '0' && all.p[from - 1] <= '9'))
        from--;
    return str_slice(all, from, to);
}

/* <time pubdate> says itself that it is the day of publication. */
static bool from_pubdate(struct html_about *about) {
    const struct html_tree *tree = about->tree;
    for (size_t i = 0; i < tree->n; i++)
        if (tree->v[i].tag == GUMBO_TAG_TIME && html_has_attribute(&tree->v[i], "pubdate") &&
            !html_is_foreign(about, i) &&
            (add_shown(about, html_inner_text(about->arena, tree, i), "html: time pubdate") ||
             add_shown(about, html_attribute(&tree->v[i], "datetime"), "html: time pubdate")))
            return true;
    return false;
}

/* <time> near the title; what it shows counts more than its attribute, which is the server's time zone. */
static bool from_times(struct html_about *about) {
    const struct html_tree *tree = about->tree;
    size_t from = about->blocks->n ? about->blocks->v[about->top].node : 0;
    size_t to = about->first_prose < about->blocks->n ? about->blocks->v[about->first_prose].node : tree->n;
    for (size_t i = from; i < to; i++) {
        if (tree->v[i].tag != GUMBO_TAG_TIME || html_is_foreign(about, i) || is_of_change(tree, i) ||
            tells_of_change(label_of(about, i)))
            continue;
        if (add_shown(about, html_inner_text(about->arena, tree, i), "html: time") ||
            add_shown(about, html_attribute(&tree->v[i], "datetime"), "html: time"))
            return true;
    }
    return false;
}

static bool hints_at_date(const struct html_tree *tree, size_t node) {
    for (size_t steps = 0; node && steps < 3; steps++, node = tree->v[node].parent)
        if (tree->v[node].hints & (1u << HTML_HINT_DATE | 1u << HTML_HINT_BYLINE))
            return true;
    return false;
}

enum line_kind { LINE_HINTED, LINE_SHORT, LINE_MONTH, LINE_CHANGE };

/* Does a line near the title, of this kind, hold the date? A line of change: it, or the line before it, says so. */
static bool is_line(const struct html_about *about, size_t i, enum line_kind kind) {
    const struct html_block *b = &about->blocks->v[i];
    bool title = i == about->heading || (b->kind == HTML_HEADING && b->words > DATE_WORDS);
    if (b->words > LINE_WORDS || b->digits == 0 || title || html_is_foreign(about, b->node))
        return false;
    bool label = i > about->top && b[-1].words < LABEL_WORDS && tells_of_change(b[-1].text) && b[-1].digits == 0;
    if (label || is_of_change(about->tree, b->node) || tells_of_change(b->text))
        return kind == LINE_CHANGE;
    if (kind == LINE_HINTED)
        return hints_at_date(about->tree, b->node);
    return kind != LINE_CHANGE && b->words < SHORT_WORDS && !b->ends_sentence;
}

/* A line that only happens to stand there must give the day: "October 2026" may be what the article is about. */
static bool from_lines(struct html_about *about, enum line_kind kind, const char *from) {
    for (size_t i = about->top; i < about->first_prose; i++) {
        struct date date;
        struct str line = about->blocks->v[i].text;
        if (!is_line(about, i, kind) ||
            (kind == LINE_SHORT && (!read_date(about, line, &date) || date.first != date.last)))
            continue;
        if (add_shown(about, line, from))
            return true;
    }
    return false;
}

static bool from_date_elements(struct html_about *about) {
    return from_lines(about, LINE_HINTED, "html: date element");
}

static bool from_short_lines(struct html_about *about) {
    return from_lines(about, LINE_SHORT, "html: line near the title");
}

/* A month, when nothing else tells more. */
static bool from_months(struct html_about *about) {
    return from_lines(about, LINE_MONTH, "html: line near the title");
}

static bool from_changes(struct html_about *about) {
    return from_lines(about, LINE_CHANGE, "html: line that tells of a change");
}

enum { UNIQUE_NONE = SIZE_MAX };

static bool is_told(const struct html_about *about, size_t i, bool (*tells)(struct str)) {
    const struct html_block *b = &about->blocks->v[i];
    bool label = i && b[-1].words < LABEL_WORDS && b[-1].digits == 0 && b->words < SHORT_WORDS && tells(b[-1].text);
    return b->words <= TOLD_WORDS && b->digits && 2 * b->linked < b->words && i != about->heading &&
           (label || tells(b->text)) && !html_is_foreign(about, b->node);
}

/* "Published on ...", wherever it stands, also as a label before the date; but only when the page says so once, for
 * where it says so again and again, it lists other pages. */
static bool from_told(struct html_about *about, bool (*tells)(struct str), const char *from) {
    size_t only = UNIQUE_NONE;
    for (size_t i = 0; i < about->blocks->n; i++) {
        struct date date;
        if (!is_told(about, i, tells) || !read_date(about, about->blocks->v[i].text, &date))
            continue;
        if (only != UNIQUE_NONE)
            return false;
        only = i;
    }
    return only != UNIQUE_NONE && add_written(about, about->blocks->v[only].text, from);
}

static bool from_told_publication(struct html_about *about) {
    return from_told(about, tells_of_publication, "html: line that tells of publication");
}

static bool from_told_change(struct html_about *about) {
    return from_told(about, tells_of_change, "html: line that tells of a change");
}

static bool from_json_ld(struct html_about *about) {
    return add_written(about, about->said->date, "html: JSON-LD datePublished");
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* /2021/03/12/ in the address, /2021-03-12-, and /2021/03/. */
static bool from_address(struct html_about *about) {
    struct str url = about->input->url;
    for (size_t days = 2; days-- > 0;)
        for (size_t i = 0; i + 9 <= url.n; i++) {
            size_t n = days ? 10 : 7;
            struct date date;
            char mark = url.p[i] == '/' ? url.p[i + 5] : '\0';
            bool ends = i + 1 + n == url.n || (i + 1 + n < url.n && !is_digit(url.p[i + 1 + n]));
            if ((mark != '/' && !(mark == '-' && days)) || !ends || i + 1 + n > url.n)
                continue;
            if (date_parse(str_slice(url, i + 1, i + 1 + n), &date) && date.first / 10000 >= FIRST_YEAR &&
                add(about, date, "html: address"))
                return true;
        }
    return false;
}

void html_date_add(struct html_about *about) {
    bool (*const ways[])(struct html_about *) = {
        from_pubdate, from_times,  from_date_elements, from_short_lines, from_told_publication, from_json_ld,
        from_metas,   from_marked, from_months,        from_address,     from_changes,          from_told_change};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (ways[i](about))
            return;
}
