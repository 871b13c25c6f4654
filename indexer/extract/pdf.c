/* PDF: pdftotext reads it in a cage of its own, in reading order; pages.h makes paragraphs of its lines.
 *
 * One run gives the text and the file's info (-htmlmeta); XMP, which says more, is found as it stands in the file. A
 * page without letters is reported: it is a picture of text, or there is nothing on it. */
#include "corpus/base/buf.h"
#include "indexer/confine/tool.h"
#include "indexer/extract/pages.h"
#include "indexer/extract/pdf_ocr.h"
#include "indexer/extract/properties.h"
#include "indexer/extract/xml.h"

#include <string.h>

#define INFO "pdf: info"
#define XMP "pdf: XMP"
#define OUTPUT_MAX ((size_t)96 << 20)
#define XMP_MAX ((size_t)1 << 20)
/* No document has more pages; what has costs its reader all its time. */
#define PAGES_MAX 20000u
#define PAGES_MAX_WRITTEN "20000"
/* Page numbers named in a remark. */
#define NAMED_PAGES 5u

struct facts {
    struct str title, author, created, modified, subject, keywords;
};

/* What pdftotext puts around the text. */
static bool cut_output(struct str out, struct str *head, struct str *text) {
    const char *pre = memmem(out.p, out.n, "<pre>\n", 6);
    if (!pre)
        return false;
    *head = str_slice(out, 0, (size_t)(pre - out.p));
    *text = str_slice(out, (size_t)(pre - out.p) + 6, out.n);
    static const char END[] = "</pre>\n</body>\n</html>\n";
    if (str_ends(*text, STR("</pre>\n</body>\n</html>\n")))
        *text = str_slice(*text, 0, text->n - (sizeof END - 1));
    return true;
}

static void read_info(struct arena *arena, struct str head, struct facts *facts) {
    const char *begin = memmem(head.p, head.n, "<head>", 6);
    struct xml xml;
    if (!begin || !xml_open(&xml, str_slice(head, (size_t)(begin - head.p), head.n), "UTF-8"))
        return;
    while (xml_next(&xml)) {
        if (xml.kind != XML_START)
            continue;
        struct str name = xml_attribute(&xml, arena, "name"), value = xml_attribute(&xml, arena, "content");
        if (xml_is(&xml, "title"))
            facts->title = xml_text(&xml, arena);
        else if (str_eq_c(name, "Author"))
            facts->author = value;
        else if (str_eq_c(name, "CreationDate"))
            facts->created = value;
        else if (str_eq_c(name, "ModDate"))
            facts->modified = value;
        else if (str_eq_c(name, "Subject"))
            facts->subject = value;
        else if (str_eq_c(name, "Keywords"))
            facts->keywords = value;
    }
    xml_close(&xml);
}

/* The last one stands for the whole file; those before it may be of pictures in it. */
static struct str find_xmp(struct str bytes) {
    struct str found = STR_EMPTY;
    for (struct str rest = bytes; rest.n;) {
        const char *begin = memmem(rest.p, rest.n, "<x:xmpmeta", 10);
        if (!begin)
            break;
        rest = str_slice(rest, (size_t)(begin - rest.p), rest.n);
        const char *end = memmem(rest.p, rest.n < XMP_MAX ? rest.n : XMP_MAX, "</x:xmpmeta>", 12);
        if (!end)
            break;
        found = str_slice(rest, 0, (size_t)(end - rest.p) + 12);
        rest = str_slice(rest, found.n, rest.n);
    }
    return found;
}

/* One property: its text, or that of its list's items, the default language first. */
static void read_property(struct arena *arena, struct xml *xml, struct extract_document *doc) {
    bool is_alternative = false, any = false, is_title = xml_is(xml, "title"), is_author = xml_is(xml, "creator"),
         is_tag = xml_is(xml, "subject");
    bool is_lang = xml_is(xml, "language"), is_summary = xml_is(xml, "description"),
         is_source = xml_is(xml, "publisher");
    int depth = xml->depth;
    while (xml_next(xml) && !(xml->kind == XML_END && xml->depth <= depth)) {
        is_alternative |= xml->kind == XML_START && xml_is(xml, "Alt");
        struct str value = xml->kind == XML_TEXT ? str_trim(arena_str(arena, xml->text)) : STR_EMPTY;
        if (value.n == 0 || (is_alternative && any))
            continue;
        any = true;
        if (is_title)
            properties_title(arena, doc, value, XMP);
        else if (is_author)
            properties_author(arena, doc, value, XMP);
        else if (is_tag)
            properties_tags(arena, doc, value, XMP);
        else if (is_lang)
            extract_value(arena, doc, FIELD_LANG, value, XMP);
        else if (is_summary)
            extract_value(arena, doc, FIELD_SUMMARY, value, XMP);
        else if (is_source)
            extract_value(arena, doc, FIELD_SOURCE, value, XMP);
    }
}

static bool is_dublin_core(const struct xml *xml) {
    const xmlChar *uri = xmlTextReaderConstNamespaceUri(xml->reader);
    return uri && strcmp((const char *)uri, "http://purl.org/dc/elements/1.1/") == 0;
}

static void read_xmp(struct arena *arena, struct str bytes, struct extract_document *doc) {
    struct xml xml;
    if (!xml_open(&xml, find_xmp(bytes), NULL))
        return;
    while (xml_next(&xml))
        if (xml.kind == XML_START && is_dublin_core(&xml))
            read_property(arena, &xml, doc);
    xml_close(&xml);
}

static void add_facts(struct arena *arena, struct extract_document *doc, const struct facts *facts) {
    if (!properties_has(doc, FIELD_TITLE))
        properties_title(arena, doc, facts->title, INFO);
    if (!properties_has(doc, FIELD_AUTHOR))
        properties_author(arena, doc, facts->author, INFO);
    if (!properties_has(doc, FIELD_TAGS))
        properties_tags(arena, doc, facts->keywords, INFO);
    extract_extra(arena, doc, "subject", facts->subject, INFO);
    properties_dates(arena, doc, facts->created, facts->modified, INFO);
}

static void remark_empty_pages(struct arena *arena, struct extract_document *doc, const struct pages *pages) {
    struct buf list;
    buf_init(&list);
    for (size_t i = 0; i < pages->empty_count && i < NAMED_PAGES; i++)
        buf_addf(&list, "%s%zu", i ? ", " : "", (size_t)pages->empty[i]);
    size_t more = pages->empty_count > NAMED_PAGES ? pages->empty_count - NAMED_PAGES : 0;
    if (more)
        buf_addf(&list, " and %zu more", more);
    if (pages->empty_count == 1 && pages->count > 1)
        extract_remark(arena, doc, "Page %s has no text layer.", list.data);
    else if (pages->empty_count && pages->empty_count < pages->count)
        extract_remark(arena, doc, "Pages %s have no text layer.", list.data);
    else if (pages->empty_count)
        extract_remark(arena, doc, "There is no text layer in the file: its %zu page%s may be pictures of text.",
                       pages->count, pages->count == 1 ? "" : "s");
    buf_fini(&list);
}

/* pdftotext's text with those of the pages that were read from pictures in their places. */
static struct str with_read_pages(struct arena *arena, struct str text, const struct pages *pages,
                                  const struct pdf_ocr *ocr) {
    struct buf whole;
    struct str page;
    size_t number = 0, next = 0;
    buf_init(&whole);
    while (text.n) {
        bool more = str_cut(text, '\f', &page, &text);
        number++;
        bool is_read = next < ocr->read && pages->empty[next] == number;
        buf_add_str(&whole, is_read ? ocr->texts[next] : page);
        buf_add_c(&whole, more ? "\f" : "");
        next += is_read;
    }
    struct str copy = arena_str(arena, buf_str(&whole));
    buf_fini(&whole);
    return copy;
}

/* Reads the pages without a text layer, if that can be done, and says so. */
static void read_pictures(struct arena *arena, struct extract_document *doc, struct str pdf, struct str text,
                          struct pages *pages) {
    struct pdf_ocr ocr;
    size_t asked = pages->empty_count, count = pages->count;
    pdf_ocr_read(arena, pdf, pages->empty, asked, &ocr);
    if (ocr.is_missing || ocr.read == 0 || ocr.confidence == 0)
        return;
    pages_clean(arena, with_read_pages(arena, text, pages, &ocr), PAGES_OF_PDF, pages);
    extract_remark(arena, doc,
                   "%zu of its %zu pages were read from pictures by tesseract (%.*s); its confidence is %u of 100.",
                   ocr.read, count, STR_FMT(ocr.languages), ocr.confidence);
    extract_extra(arena, doc, "ocr_confidence", arena_printf(arena, "%u", ocr.confidence), "pdf: tesseract");
    if (ocr.is_late)
        extract_remark(arena, doc,
                       "There was no time for %zu more pages that are pictures; --limit seconds=N gives more.",
                       asked - ocr.read);
}

static bool complains(const struct tool_result *result, const char *of) {
    return result->complaints.n && memmem(result->complaints.p, result->complaints.n, of, strlen(of));
}

/* Why there is no text. */
static enum err_code refuse(const struct tool_result *result, struct err *e) {
    if (complains(result, "Incorrect password"))
        return err_set(e, ERR_INPUT, "It is protected by a password.");
    if (complains(result, "Out of memory") || complains(result, "bad_alloc"))
        return err_set(e, ERR_LIMIT, "It needs more memory than a file may have.");
    if (complains(result, "Unsupported") || complains(result, "unknown security handler") ||
        complains(result, "security handler"))
        return err_set(e, ERR_INPUT, "It is encrypted in a way that pdftotext does not know.");
    if (result->exit_status > 128)
        return err_set(e, ERR_INPUT, "It is damaged so that pdftotext ended in the middle of it.");
    return err_set(e, ERR_INPUT, "It is damaged, or no PDF: no page of it can be read.");
}

enum err_code extract_pdf(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                          struct err *e) {
    static const char *const ARGV[] = {"pdftotext",       "-enc", "UTF-8", "-htmlmeta", "-l",
                                       PAGES_MAX_WRITTEN, "-",    "-",     NULL};
    struct tool_result result;
    struct str head = STR_EMPTY, text = STR_EMPTY;
    enum err_code code = tool_run(arena, ARGV, input->bytes, OUTPUT_MAX, &result, e);
    if (code)
        return code;
    if (!cut_output(result.out, &head, &text))
        return refuse(&result, e);
    struct extract_document doc = {0};
    struct facts facts = {0};
    struct pages pages;
    read_xmp(arena, input->bytes, &doc);
    read_info(arena, head, &facts);
    add_facts(arena, &doc, &facts);
    pages_clean(arena, text, PAGES_OF_PDF, &pages);
    if (pages.empty_count)
        read_pictures(arena, &doc, input->bytes, text, &pages);
    doc.text = pages.text;
    doc.raw = pages.raw;
    properties_title_of_text(arena, &doc, "pdf: first paragraph");
    remark_empty_pages(arena, &doc, &pages);
    if (pages.count >= PAGES_MAX)
        extract_remark(arena, &doc, "Only its first %u pages were read.", PAGES_MAX);
    if (result.cut)
        extract_remark(arena, &doc, "The text is longer than %zu MB and was cut.", OUTPUT_MAX >> 20);
    if (result.exit_status || complains(&result, "Out of memory"))
        extract_remark(arena, &doc, "The file is damaged; this is what could be read of it.");
    properties_remarks(arena, &doc, false);
    sink->document(sink, &doc);
    return ERR_OK;
}
