/* OpenDocument texts (.odt): content.xml in a ZIP, meta.xml beside it.
 *
 * The text is the body, then its notes and comments; objects embedded in it follow. Running heads and feet (styles.xml)
 * stand only in `raw`, unless there is nothing else. Deleted text is none. */
#include "indexer/extract/paragraphs.h"
#include "indexer/extract/properties.h"
#include "indexer/extract/xml.h"
#include "indexer/extract/zip.h"

#include <string.h>

#define FROM "odt: meta.xml"

struct odt {
    struct arena *arena;
    struct zip zip;
    struct paragraphs body, notes;
    struct paragraphs *out; /* one of them */
    struct str heading;     /* the first, or the one of style Title */
    size_t from;            /* where the paragraph at hand begins in `out` */
    unsigned in_paragraph;
    bool is_title, is_damaged;
};

static bool is_wanted(struct str name) {
    return str_ends(name, STR("content.xml")) || str_eq_c(name, "meta.xml") || str_eq_c(name, "styles.xml") ||
           str_eq_c(name, "META-INF/manifest.xml") || str_eq_c(name, "mimetype");
}

static bool is_one_of(const struct xml *xml, const char *const *names) {
    for (; *names; names++)
        if (xml_is(xml, *names))
            return true;
    return false;
}

static void begin_paragraph(struct odt *o, struct xml *xml) {
    struct str style = xml_attribute(xml, o->arena, "style-name");
    paragraphs_end(o->out);
    o->in_paragraph++;
    o->from = o->out->text.n;
    o->is_title = str_eq_c(style, "Title");
}

static void end_paragraph(struct odt *o, bool is_heading) {
    if (o->in_paragraph)
        o->in_paragraph--;
    if ((o->is_title || (is_heading && o->heading.n == 0)) && o->out == &o->body && o->from < o->out->text.n)
        o->heading = arena_str(o->arena, str_trim(str_slice(buf_str(&o->out->text), o->from, o->out->text.n)));
    o->is_title = false;
    paragraphs_end(o->out);
}

static void begin_element(struct odt *o, struct xml *xml) {
    static const char *const NO_TEXT[] = {"tracked-changes",
                                          "note-citation",
                                          "ruby-text",
                                          "forms",
                                          "sequence-decls",
                                          "creator",
                                          "date",
                                          "binary-data",
                                          "desc",
                                          "initials",
                                          "settings",
                                          NULL};
    if (is_one_of(xml, NO_TEXT))
        xml_skip(xml);
    else if (xml_is(xml, "p") || xml_is(xml, "h"))
        begin_paragraph(o, xml);
    else if (xml_is(xml, "note-body") || xml_is(xml, "annotation")) {
        o->out = &o->notes;
        paragraphs_end(o->out);
    } else if (xml_is(xml, "s") || xml_is(xml, "tab"))
        paragraphs_space(o->out);
    else if (xml_is(xml, "line-break"))
        paragraphs_line(o->out);
    else if (xml_is(xml, "table-row"))
        paragraphs_row_begin(o->out);
}

static void end_element(struct odt *o, const struct xml *xml) {
    if (xml_is(xml, "p") || xml_is(xml, "h"))
        end_paragraph(o, xml_is(xml, "h"));
    else if (xml_is(xml, "note-body") || xml_is(xml, "annotation")) {
        paragraphs_end(o->out);
        o->out = &o->body;
    } else if (xml_is(xml, "table-cell"))
        paragraphs_cell_end(o->out);
    else if (xml_is(xml, "table-row"))
        paragraphs_row_end(o->out);
}

/* All text in paragraphs and headings. With `within`, only inside of that element. */
static void read_text(struct odt *o, const struct zip_part *part, const char *within) {
    struct xml xml;
    if (!part || !xml_open(&xml, part->bytes, NULL))
        return;
    unsigned inside = within ? 0 : 1;
    while (xml_next(&xml)) {
        if (within && xml.kind != XML_TEXT && xml_is(&xml, within))
            inside += xml.kind == XML_START ? 1u : -1u;
        if (!inside)
            continue;
        if (xml.kind == XML_START)
            begin_element(o, &xml);
        else if (xml.kind == XML_END)
            end_element(o, &xml);
        else if (o->in_paragraph)
            paragraphs_add(o->out, xml.text);
    }
    o->is_damaged |= xml.is_damaged || part->is_damaged;
    o->in_paragraph = 0;
    o->out->rows = 0;
    paragraphs_end(o->out);
    xml_close(&xml);
}

static struct str read_styles(struct odt *o, const char *within) {
    struct odt styles = {.arena = o->arena, .zip = o->zip};
    paragraphs_init(&styles.body);
    paragraphs_init(&styles.notes);
    styles.out = &styles.body;
    read_text(&styles, zip_find(&o->zip, STR("styles.xml")), within);
    struct str text = paragraphs_text(&styles.body, o->arena);
    paragraphs_fini(&styles.body);
    paragraphs_fini(&styles.notes);
    return text;
}

static void read_meta(struct odt *o, struct extract_document *doc) {
    const struct zip_part *part = zip_find(&o->zip, STR("meta.xml"));
    struct str created = STR_EMPTY, modified = STR_EMPTY, first_author = STR_EMPTY, last_author = STR_EMPTY;
    struct xml xml;
    if (!part || !xml_open(&xml, part->bytes, NULL))
        return;
    while (xml_next(&xml)) {
        if (xml.kind != XML_START || xml.depth < 2)
            continue;
        struct str name = arena_str(o->arena, xml.name), value = xml_text(&xml, o->arena);
        if (str_eq_c(name, "title"))
            properties_title(o->arena, doc, value, FROM);
        else if (str_eq_c(name, "initial-creator"))
            first_author = value;
        else if (str_eq_c(name, "creator"))
            last_author = value;
        else if (str_eq_c(name, "language"))
            extract_value(o->arena, doc, FIELD_LANG, value, FROM);
        else if (str_eq_c(name, "keyword"))
            properties_tags(o->arena, doc, value, FROM);
        else if (str_eq_c(name, "subject"))
            extract_extra(o->arena, doc, "subject", value, FROM);
        else if (str_eq_c(name, "description"))
            extract_value(o->arena, doc, FIELD_SUMMARY, value, FROM);
        else if (str_eq_c(name, "creation-date"))
            created = value;
        else if (str_eq_c(name, "date"))
            modified = value;
    }
    xml_close(&xml);
    properties_author(o->arena, doc, first_author.n ? first_author : last_author, FROM);
    properties_dates(o->arena, doc, created, modified, FROM);
}

static bool is_encrypted(const struct odt *o) {
    const struct zip_part *manifest = zip_find(&o->zip, STR("META-INF/manifest.xml"));
    return o->zip.is_encrypted || (manifest && memmem(manifest->bytes.p, manifest->bytes.n, "encryption-data", 15));
}

static struct str join(struct arena *arena, struct str a, struct str b) {
    return a.n && b.n ? arena_printf(arena, "%.*s\n\n%.*s", STR_FMT(a), STR_FMT(b)) : a.n ? a : b;
}

static void read_parts(struct odt *o, struct extract_document *doc) {
    read_meta(o, doc);
    read_text(o, zip_find(&o->zip, STR("content.xml")), NULL);
    for (size_t i = 0; i < o->zip.n; i++)
        if (str_ends(o->zip.parts[i].name, STR("/content.xml")))
            read_text(o, &o->zip.parts[i], NULL);
    doc->text = join(o->arena, paragraphs_text(&o->body, o->arena), paragraphs_text(&o->notes, o->arena));
    struct str head = read_styles(o, "header"), foot = read_styles(o, "footer");
    if (head.n || foot.n)
        doc->raw = join(o->arena, join(o->arena, head, doc->text), foot);
    if (doc->text.n == 0) {
        doc->text = doc->raw;
        doc->raw = STR_EMPTY;
    }
    if (!properties_has(doc, FIELD_TITLE))
        extract_value(o->arena, doc, FIELD_TITLE, o->heading, "odt: heading");
    properties_title_of_text(o->arena, doc, "odt: first paragraph");
    properties_remarks(o->arena, doc, o->is_damaged || o->zip.is_damaged);
}

enum err_code extract_odt(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                          struct err *e) {
    struct odt o = {.arena = arena};
    enum err_code code = zip_read(&o.zip, arena, input->bytes, is_wanted, e);
    if (code)
        return code;
    if (is_encrypted(&o))
        return err_set(e, ERR_INPUT, "It is protected by a password.");
    if (!zip_find(&o.zip, STR("content.xml")))
        return err_set(e, ERR_INPUT,
                       "The part that holds its text is missing: the file was cut off or is no OpenDocument text.");
    paragraphs_init(&o.body);
    paragraphs_init(&o.notes);
    o.out = &o.body;
    struct extract_document doc = {0};
    read_parts(&o, &doc);
    sink->document(sink, &doc);
    paragraphs_fini(&o.body);
    paragraphs_fini(&o.notes);
    return ERR_OK;
}
