/* Magic numbers, the names of a ZIP's members, the first tags of a page, the header lines of a mail. What is only likely
 * (a tag that also stands in a text about tags) is MAYBE, and a name or a media type may say otherwise. */
#include "indexer/extract/sniff.h"

#include <string.h>
#include <strings.h>

#define ZIP_LOCAL STR("PK\003\004")
#define ZIP_LOCAL_HEADER 30u
#define ZIP_CENTRAL STR("PK\001\002")
#define ZIP_CENTRAL_HEADER 46u
#define OLE STR("\320\317\021\340\241\261\032\341")
#define PDF_HEAD 1024u
/* Bytes of a page or feed in which its first tag must come. */
#define MARKUP_HEAD 4096u

struct sniff_view sniff_view_of(struct str bytes) {
    size_t head = bytes.n < SNIFF_HEAD ? bytes.n : SNIFF_HEAD, tail = bytes.n < SNIFF_TAIL ? bytes.n : SNIFF_TAIL;
    return (struct sniff_view){str_slice(bytes, 0, head), str_slice(bytes, bytes.n - tail, bytes.n)};
}

enum sniffed sniff_none(const struct sniff_view *view) {
    (void)view;
    return SNIFFED_NO;
}

static enum sniffed sure_when(bool it_is) {
    return it_is ? SNIFFED_SURE : SNIFFED_NO;
}

static bool contains(struct str s, struct str part) {
    return s.n && memmem(s.p, s.n, part.p, part.n) != NULL;
}

static bool starts_with(struct str s, const char *beginning) {
    size_t n = strlen(beginning);
    return s.n >= n && strncasecmp(s.p, beginning, n) == 0;
}

enum sniffed sniff_pdf(const struct sniff_view *view) {
    struct str head = str_slice(view->head, 0, view->head.n < PDF_HEAD ? view->head.n : PDF_HEAD);
    if (str_starts(head, STR("%PDF-")))
        return SNIFFED_SURE;
    /* Readers take a header that comes later; but a text may quote one. */
    return contains(head, STR("%PDF-")) ? sniff_is_text(view) ? SNIFFED_MAYBE : SNIFFED_SURE : SNIFFED_NO;
}

enum sniffed sniff_rtf(const struct sniff_view *view) {
    return sure_when(str_starts(view->head, STR("{\\rtf")));
}

/* ---- ZIP: told by the names of its members ---- */

/* Whether a header of this kind is followed by a name that begins so. */
static bool has_member(struct str s, struct str mark, size_t header, const char *name) {
    size_t n = strlen(name);
    while (s.n) {
        const char *found = memmem(s.p, s.n, mark.p, mark.n);
        if (found == NULL || (size_t)(s.p + s.n - found) < header + n)
            return false;
        if (memcmp(found + header, name, n) == 0)
            return true;
        s = str_slice(s, (size_t)(found - s.p) + mark.n, s.n);
    }
    return false;
}

static bool zip_has(const struct sniff_view *view, const char *name) {
    return has_member(view->head, ZIP_LOCAL, ZIP_LOCAL_HEADER, name) ||
           has_member(view->tail, ZIP_CENTRAL, ZIP_CENTRAL_HEADER, name);
}

static bool is_zip(const struct sniff_view *view) {
    return str_starts(view->head, ZIP_LOCAL) || str_starts(view->head, STR("PK\005\006"));
}

/* OpenDocument and EPUB begin with a member "mimetype" that is not compressed. */
static bool says_type(const struct sniff_view *view, const char *type) {
    struct str head = str_slice(view->head, 0, view->head.n < 512 ? view->head.n : 512);
    return is_zip(view) && contains(head, STR("mimetype")) && contains(head, str_from(type));
}

enum sniffed sniff_docx(const struct sniff_view *view) {
    return sure_when(is_zip(view) && zip_has(view, "[Content_Types].xml") && zip_has(view, "word/"));
}

enum sniffed sniff_odt(const struct sniff_view *view) {
    return sure_when(says_type(view, "application/vnd.oasis.opendocument.text"));
}

enum sniffed sniff_epub(const struct sniff_view *view) {
    return sure_when(says_type(view, "application/epub+zip") ||
                     (is_zip(view) && zip_has(view, "META-INF/container.xml")));
}

/* Spreadsheets, slides, programs: files that are ZIP inside, and whose members are no documents. */
static bool is_other_zip(const struct sniff_view *view) {
    return zip_has(view, "[Content_Types].xml") || zip_has(view, "mimetype") || zip_has(view, "META-INF/MANIFEST.MF") ||
           zip_has(view, "AndroidManifest.xml");
}

static bool is_tar(struct str head) {
    return head.n >= 512 && memcmp(head.p + 257, "ustar", 5) == 0;
}

static bool is_compressed(struct str head) {
    return str_starts(head, STR("\037\213\010")) || str_starts(head, STR("BZh")) ||
           str_starts(head, STR("\xFD" "7zXZ")) || str_starts(head, STR("\x28\xB5\x2F\xFD"));
}

/* Only the name tells a compressed archive or web archive from any other compressed file. */
enum sniffed sniff_compressed(const struct sniff_view *view) {
    return is_compressed(view->head) ? SNIFFED_MAYBE : SNIFFED_NO;
}

enum sniffed sniff_archive(const struct sniff_view *view) {
    if (is_zip(view))
        return sure_when(!is_other_zip(view));
    if (is_tar(view->head) || str_starts(view->head, STR("7z\274\257\047\034")))
        return SNIFFED_SURE;
    return sniff_compressed(view);
}

/* ---- OLE: Word, but also spreadsheets, slides, Outlook's mails ---- */

static bool has_utf16_name(struct str s, const char *name) {
    char wide[64];
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++) {
        wide[2 * i] = name[i];
        wide[2 * i + 1] = 0;
    }
    return contains(s, (struct str){wide, 2 * n});
}

enum sniffed sniff_doc(const struct sniff_view *view) {
    if (!str_starts(view->head, OLE))
        return SNIFFED_NO;
    /* The directory may lie anywhere in a large file. */
    bool word = has_utf16_name(view->head, "WordDocument") || has_utf16_name(view->tail, "WordDocument");
    return word ? SNIFFED_SURE : SNIFFED_MAYBE;
}

/* ---- web archives, mail ---- */

enum sniffed sniff_warc(const struct sniff_view *view) {
    struct str head = view->head;
    bool warc = str_starts(head, STR("WARC/1.")) || str_starts(head, STR("WARC/0."));
    return warc || str_starts(head, STR("filedesc://")) ? SNIFFED_SURE : sniff_compressed(view);
}

static struct str without_mark(struct str s) {
    return str_starts(s, STR("\xEF\xBB\xBF")) ? str_slice(s, 3, s.n) : s;
}

/* The length of the name before a header line's colon, or 0. */
static size_t header_name(struct str line) {
    size_t n = 0;
    while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7F && line.p[n] != ':')
        n++;
    return n && n < line.n && line.p[n] == ':' ? n : 0;
}

static bool is_one_of(struct str line, const char *const *names) {
    for (; *names; names++)
        if (starts_with(line, *names))
            return true;
    return false;
}

/* Header lines from the first on: how many, and whether there is a sender and what only mails have. */
struct header_lines {
    size_t n;
    bool sender, subject, posted;
};

static struct header_lines read_header_lines(struct str s) {
    static const char *const posted[] = {"Received:", "Return-Path:", "Message-ID:", "MIME-Version:", "Delivered-To:",
                                         "X-Mailer:", NULL};
    static const char *const subjects[] = {"Subject:", "Date:", NULL};
    struct header_lines found = {0};
    struct str line;
    for (bool more = true; more;) {
        more = str_cut(s, '\n', &line, &s);
        bool folded = found.n && line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        if (!folded && !header_name(line))
            break;
        found.n += !folded;
        found.sender |= starts_with(line, "From:");
        found.subject |= is_one_of(line, subjects);
        found.posted |= is_one_of(line, posted);
    }
    return found;
}

enum sniffed sniff_mail(const struct sniff_view *view) {
    struct header_lines lines = read_header_lines(without_mark(view->head));
    if (!lines.sender || !lines.subject)
        return SNIFFED_NO;
    return lines.posted && lines.n >= 4 ? SNIFFED_SURE : SNIFFED_MAYBE;
}

/* Whether a line ends in "Mar  1 10:00:00 2021". */
static bool ends_in_moment(struct str line) {
    line = str_trim(line);
    if (line.n < 20)
        return false;
    struct str moment = str_slice(line, line.n - 13, line.n);
    return moment.p[2] == ':' && moment.p[5] == ':' && moment.p[8] == ' ' && moment.p[12] >= '0' && moment.p[12] <= '9';
}

/* "From someone@example.org Mon Mar  1 10:00:00 2021", then header lines; some programs leave these out. */
enum sniffed sniff_mbox(const struct sniff_view *view) {
    struct str line, rest;
    if (!str_starts(view->head, STR("From ")) || !str_cut(view->head, '\n', &line, &rest))
        return SNIFFED_NO;
    return read_header_lines(rest).n >= 2 ? SNIFFED_SURE : ends_in_moment(line) ? SNIFFED_MAYBE : SNIFFED_NO;
}

/* ---- markup ---- */

struct letters {
    char room[MARKUP_HEAD];
    struct str s;
};

static bool has_wide_mark(struct str head) {
    return str_starts(head, STR("\xFF\xFE")) || str_starts(head, STR("\xFE\xFF"));
}

/* The beginning as ASCII: of UTF-16 and UTF-32 the zero bytes are left out. */
static void read_letters(struct letters *out, struct str head) {
    size_t n = 0;
    bool wide = has_wide_mark(head) || (head.n >= 4 && memchr(head.p, 0, 4) != NULL);
    if (has_wide_mark(head))
        head = str_slice(head, 2, head.n);
    head = without_mark(head);
    for (size_t i = 0; i < head.n && n < sizeof out->room; i++)
        if (!wide || head.p[i])
            out->room[n++] = head.p[i];
    out->s = (struct str){out->room, n};
}

static struct str skip_space(struct str s) {
    while (s.n && s.p[0] && strchr(" \t\r\n\f", s.p[0]))
        s = str_slice(s, 1, s.n);
    return s;
}

static struct str skip_past(struct str s, struct str end) {
    const char *found = s.n ? memmem(s.p, s.n, end.p, end.n) : NULL;
    return found ? str_slice(s, (size_t)(found - s.p) + end.n, s.n) : STR_EMPTY;
}

/* It may hold declarations in square brackets, with more of ">". */
static struct str skip_document_type(struct str s) {
    struct str end = skip_past(s, STR(">")), inner = skip_past(s, STR("["));
    return inner.n > end.n ? skip_past(skip_past(inner, STR("]")), STR(">")) : end;
}

/* The first tag or document type behind comments, processing instructions and other document types. */
static struct str first_tag(struct str s) {
    for (;;) {
        s = skip_space(s);
        if (str_starts(s, STR("<!--")))
            s = skip_past(s, STR("-->"));
        else if (str_starts(s, STR("<?")))
            s = skip_past(s, STR(">"));
        else if (starts_with(s, "<!doctype") && !starts_with(skip_space(str_slice(s, 9, s.n)), "html"))
            s = skip_document_type(s);
        else
            return s;
    }
}

static bool is_tag(struct str s, const char *name) {
    size_t n = strlen(name);
    return s.n > n + 1 && s.p[0] == '<' && strncasecmp(s.p + 1, name, n) == 0 && s.p[n + 1] &&
           strchr(" \t\r\n\f/>:", s.p[n + 1]) != NULL;
}

static bool is_tag_of(struct str s, const char *const *names) {
    for (; *names; names++)
        if (is_tag(s, *names))
            return true;
    return false;
}

enum sniffed sniff_feed(const struct sniff_view *view) {
    static const char *const roots[] = {"rss", "feed", "rdf", "atom:feed", NULL};
    struct letters letters;
    read_letters(&letters, view->head);
    return sure_when(is_tag_of(first_tag(letters.s), roots));
}

enum sniffed sniff_html(const struct sniff_view *view) {
    static const char *const sure[] = {"!doctype", "html", NULL};
    static const char *const likely[] = {"head", "title", "meta", "link",  "script", "style", "body", "base",
                                         "div",  "p",     "h1",   "table", "center", "main",  "article", NULL};
    struct letters letters;
    read_letters(&letters, view->head);
    struct str tag = first_tag(letters.s);
    return is_tag_of(tag, sure) ? SNIFFED_SURE : is_tag_of(tag, likely) ? SNIFFED_MAYBE : SNIFFED_NO;
}

/* ---- text ---- */

bool sniff_is_text(const struct sniff_view *view) {
    struct letters letters;
    if (has_wide_mark(view->head))
        return true;
    read_letters(&letters, view->head);
    for (size_t i = 0; i < letters.s.n; i++) {
        unsigned char c = (unsigned char)letters.s.p[i];
        if (c < 0x20 && !(c && strchr("\t\n\v\f\r\032\033\016\017", c)))
            return false;
    }
    return true;
}
