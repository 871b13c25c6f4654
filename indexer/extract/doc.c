/* Word files before .docx: antiword makes DocBook of them in a cage of its own. Also what else is called .doc: the XML
 * of Word 2003. */
#include "indexer/confine/tool.h"
#include "indexer/extract/properties.h"
#include "indexer/extract/wordml.h"

#include <string.h>

#define FROM "doc: summary"
#define OUTPUT_MAX ((size_t)96 << 20)

struct doc {
    struct arena *arena;
    struct paragraphs text;
    struct extract_document document;
    unsigned in_text; /* paragraphs and titles that are open */
    bool is_damaged;
};

static void read_info(struct doc *d, struct xml *xml) {
    int depth = xml->depth;
    while (xml_next(xml) && !(xml->kind == XML_END && xml->depth <= depth)) {
        if (xml->kind != XML_START)
            continue;
        if (xml_is(xml, "title"))
            properties_title(d->arena, &d->document, xml_text(xml, d->arena), FROM);
        else if (xml_is(xml, "surname"))
            properties_author(d->arena, &d->document, xml_text(xml, d->arena), FROM);
        else if (xml_is(xml, "subtitle"))
            extract_extra(d->arena, &d->document, "subject", xml_text(xml, d->arena), FROM);
        else if (xml_is(xml, "corpname"))
            extract_extra(d->arena, &d->document, "company", xml_text(xml, d->arena), FROM);
        else if (xml_is(xml, "date"))
            properties_dates(d->arena, &d->document, STR_EMPTY, xml_text(xml, d->arena), FROM);
    }
}

static bool is_text(const struct xml *xml) {
    return xml_is(xml, "para") || (xml_is(xml, "title") && xml->depth > 1);
}

static void begin_element(struct doc *d, struct xml *xml) {
    if (xml_is(xml, "bookinfo"))
        read_info(d, xml);
    else if (is_text(xml)) {
        paragraphs_end(&d->text);
        d->in_text++;
    } else if (xml_is(xml, "row"))
        paragraphs_row_begin(&d->text);
}

static void end_element(struct doc *d, const struct xml *xml) {
    if (is_text(xml)) {
        d->in_text -= d->in_text > 0;
        paragraphs_end(&d->text);
    } else if (xml_is(xml, "entry"))
        paragraphs_cell_end(&d->text);
    else if (xml_is(xml, "row"))
        paragraphs_row_end(&d->text);
}

/* False when there is not even the beginning of a document. */
static bool read_docbook(struct doc *d, struct str bytes) {
    struct xml xml;
    bool any = false;
    if (!xml_open(&xml, bytes, "UTF-8"))
        return false;
    while (xml_next(&xml)) {
        any = true;
        if (xml.kind == XML_START)
            begin_element(d, &xml);
        else if (xml.kind == XML_END)
            end_element(d, &xml);
        else if ((d->in_text || d->text.rows) && !str_eq_c(str_trim(xml.text), "[pic]"))
            paragraphs_add(&d->text, xml.text);
    }
    d->is_damaged |= xml.is_damaged;
    xml_close(&xml);
    return any;
}

static enum err_code refuse(const struct tool_result *result, struct err *e) {
    static const struct {
        const char *complaint, *sentence;
    } REASONS[] = {
        {"does not contain a Word", "It is no Word file, but another that is built like one."},
        {"too small", "It is a Word file in which antiword finds too little text to read."},
        {"not a Word Document", "It is no Word file."},
        {"is encrypted", "It is protected by a password."},
        {"Encrypted", "It is protected by a password."},
        {"made by Word version 1", "It was made by a version of Word that is too old."},
        {"is probably a", "It is no Word file, but is called one."},
        {"is damaged", "It is damaged."},
    };
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++)
        if (memmem(result->complaints.p, result->complaints.n, REASONS[i].complaint, strlen(REASONS[i].complaint)))
            return err_set(e, ERR_INPUT, "%s", REASONS[i].sentence);
    return err_set(e, ERR_INPUT, "It is damaged, or no Word file that antiword can read.");
}

/* A .docx under a password is an OLE file with a stream of this name. */
static bool is_encrypted_package(struct str bytes) {
    static const char NAME[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return memmem(bytes.p, bytes.n, NAME, sizeof NAME - 1) != NULL;
}

static enum err_code run_antiword(struct doc *d, struct str bytes, struct err *e) {
    static const char *const ARGV[] = {"antiword", "-x", "db", "/dev/stdin", NULL};
    struct tool_result result;
    if (is_encrypted_package(bytes))
        return err_set(e, ERR_INPUT, "It is protected by a password.");
    enum err_code code = tool_run(d->arena, ARGV, bytes, OUTPUT_MAX, &result, e);
    if (code)
        return code;
    d->is_damaged = result.cut;
    return read_docbook(d, result.out) ? ERR_OK : refuse(&result, e);
}

/* <w:wordDocument>, or Word's parts in one file. */
static bool is_wordml(struct str bytes) {
    struct str head = str_slice(bytes, 0, bytes.n < 4096 ? bytes.n : 4096);
    return memmem(head.p, head.n, "wordDocument", 12) || memmem(head.p, head.n, "<pkg:package", 12);
}

enum err_code extract_doc(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                          struct err *e) {
    struct doc d = {.arena = arena};
    enum err_code code = ERR_OK;
    paragraphs_init(&d.text);
    if (is_wordml(input->bytes)) {
        struct wordml wordml = {.out = &d.text, .arena = arena};
        d.is_damaged = !wordml_read(&wordml, input->bytes);
        extract_value(arena, &d.document, FIELD_TITLE, wordml.heading, "doc: heading");
    } else {
        code = run_antiword(&d, input->bytes, e);
    }
    if (!code) {
        d.document.text = paragraphs_text(&d.text, arena);
        properties_title_of_text(arena, &d.document, "doc: first paragraph");
        properties_remarks(arena, &d.document, d.is_damaged);
        sink->document(sink, &d.document);
    }
    paragraphs_fini(&d.text);
    return code;
}
