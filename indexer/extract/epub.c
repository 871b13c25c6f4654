/* EPUB books: container.xml names the package, its spine the chapters in reading order, each a page of XHTML. */
#include "indexer/extract/charset.h"
#include "indexer/extract/markup.h"
#include "indexer/extract/properties.h"
#include "indexer/extract/xml.h"
#include "indexer/extract/zip.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define FROM "epub: package"

struct item {
    struct str id, part, media_type;
};

struct epub {
    struct arena *arena;
    struct zip zip;
    struct str package; /* name of its part */
    struct item *items;
    size_t n;
    struct strs spine; /* ids of items */
    bool is_damaged;
};

static bool ends(struct str s, const char *end) {
    size_t n = strlen(end);
    return s.n >= n && strncasecmp(s.p + s.n - n, end, n) == 0;
}

static bool is_wanted(struct str name) {
    static const char *const ENDINGS[] = {".opf", ".xhtml", ".html", ".htm", ".xml", ".xht"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++)
        if (ends(name, ENDINGS[i]))
            return true;
    return false;
}

static struct str find_package(struct epub *b) {
    const struct zip_part *container = zip_find(&b->zip, STR("META-INF/container.xml"));
    struct str found = STR_EMPTY;
    struct xml xml;
    if (container && xml_open(&xml, container->bytes, NULL)) {
        while (found.n == 0 && xml_next(&xml))
            if (xml.kind == XML_START && xml_is(&xml, "rootfile"))
                found = xml_attribute(&xml, b->arena, "full-path");
        xml_close(&xml);
    }
    for (size_t i = 0; i < b->zip.n && !zip_find(&b->zip, found); i++)
        if (ends(b->zip.parts[i].name, ".opf"))
            found = b->zip.parts[i].name;
    return found;
}

static unsigned hex(char c) {
    return (unsigned)(isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

static bool is_escape(struct str s, size_t at) {
    return s.p[at] == '%' && s.n - at > 2 && isxdigit((unsigned char)s.p[at + 1]) &&
           isxdigit((unsigned char)s.p[at + 2]);
}

/* "chapter%201.xhtml#part" as the name of a part. */
static struct str part_of(struct epub *b, struct str href) {
    struct str path, fragment;
    str_cut(href, '#', &path, &fragment);
    char *plain = arena_alloc(b->arena, path.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < path.n; i++) {
        bool escaped = is_escape(path, i);
        plain[n++] = escaped ? (char)(hex(path.p[i + 1]) << 4 | hex(path.p[i + 2])) : path.p[i];
        i += escaped ? 2 : 0;
    }
    return zip_resolve(b->arena, b->package, (struct str){plain, n});
}

static void add_item(struct epub *b, struct xml *xml) {
    if ((b->n & (b->n - 1)) == 0) {
        struct item *more = arena_array(b->arena, b->n ? 2 * b->n : 1, sizeof *more);
        if (b->n)
            memcpy(more, b->items, b->n * sizeof *more);
        b->items = more;
    }
    b->items[b->n++] =
        (struct item){xml_attribute(xml, b->arena, "id"), part_of(b, xml_attribute(xml, b->arena, "href")),
                      xml_attribute(xml, b->arena, "media-type")};
}

/* A date of publication; those of conversion or of the file are marked as such. */
static void add_date(struct epub *b, struct extract_document *doc, struct str event, struct str value) {
    bool is_publication = event.n == 0 || ends(event, "publication");
    struct str day = value.n > 10 ? str_slice(value, 0, 10) : value;
    if (is_publication && !properties_has(doc, FIELD_DATE) && !str_starts(value, STR("0101")))
        extract_value(b->arena, doc, FIELD_DATE, day, FROM);
}

static void add_metadata(struct epub *b, struct extract_document *doc, struct xml *xml) {
    struct arena *arena = b->arena;
    struct str name = arena_str(arena, xml->name), event = xml_attribute(xml, arena, "event");
    struct str role = xml_attribute(xml, arena, "role");
    struct str value = xml_text(xml, arena);
    if (str_eq_c(name, "title"))
        properties_title(arena, doc, value, FROM);
    else if (str_eq_c(name, "creator") && (role.n == 0 || str_eq_c(role, "aut")))
        properties_author(arena, doc, value, FROM);
    else if (str_eq_c(name, "publisher"))
        extract_value(arena, doc, FIELD_SOURCE, value, FROM);
    else if (str_eq_c(name, "language"))
        extract_value(arena, doc, FIELD_LANG, value, FROM);
    else if (str_eq_c(name, "subject"))
        properties_tags(arena, doc, value, FROM);
    else if (str_eq_c(name, "description"))
        extract_value(arena, doc, FIELD_SUMMARY, markup_is_html(value) ? markup_text(arena, value) : value, FROM);
    else if (str_eq_c(name, "rights"))
        extract_value(arena, doc, FIELD_LICENSE, value, FROM);
    else if (str_eq_c(name, "identifier"))
        extract_extra(arena, doc, "identifier", value, FROM);
    else if (str_eq_c(name, "date"))
        add_date(b, doc, event, value);
}

static void read_package(struct epub *b, struct extract_document *doc) {
    const struct zip_part *part = zip_find(&b->zip, b->package);
    struct xml xml;
    if (!part || !xml_open(&xml, part->bytes, NULL))
        return;
    bool in_metadata = false;
    while (xml_next(&xml)) {
        if (xml.kind != XML_TEXT && xml_is(&xml, "metadata"))
            in_metadata = xml.kind == XML_START;
        else if (xml.kind == XML_START && in_metadata && !xml_is(&xml, "dc-metadata"))
            add_metadata(b, doc, &xml);
        else if (xml.kind == XML_START && xml_is(&xml, "item"))
            add_item(b, &xml);
        else if (xml.kind == XML_START && xml_is(&xml, "itemref"))
            arena_push(b->arena, &b->spine, xml_attribute(&xml, b->arena, "idref"));
    }
    b->is_damaged |= xml.is_damaged;
    xml_close(&xml);
}

static void read_chapter(struct epub *b, struct paragraphs *out, const struct zip_part *part) {
    struct charset_text page;
    charset_decode(b->arena, part->bytes, STR_EMPTY, &page);
    markup_add(out, b->arena, page.text, NULL);
    b->is_damaged |= part->is_damaged;
}

static const struct item *item_of(const struct epub *b, struct str id) {
    for (size_t i = 0; i < b->n; i++)
        if (str_eq(b->items[i].id, id))
            return &b->items[i];
    return NULL;
}

/* Chapters in reading order; where the package has no spine, all pages in the order of the file. */
static size_t read_spine(struct epub *b, struct paragraphs *out) {
    size_t missing = 0;
    for (size_t i = 0; i < b->spine.n; i++) {
        const struct item *item = item_of(b, b->spine.v[i]);
        const struct zip_part *part = item ? zip_find(&b->zip, item->part) : NULL;
        if (part)
            read_chapter(b, out, part);
        missing += part == NULL;
    }
    if (b->spine.n == missing)
        for (size_t i = 0; i < b->zip.n; i++)
            if (ends(b->zip.parts[i].name, "html") || ends(b->zip.parts[i].name, ".htm"))
                read_chapter(b, out, &b->zip.parts[i]);
    return missing;
}

enum err_code extract_epub(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct epub b = {.arena = arena};
    enum err_code code = zip_read(&b.zip, arena, input->bytes, is_wanted, e);
    if (code)
        return code;
    struct extract_document doc = {0};
    struct paragraphs text;
    paragraphs_init(&text);
    b.package = find_package(&b);
    read_package(&b, &doc);
    size_t missing = read_spine(&b, &text);
    doc.text = paragraphs_text(&text, arena);
    paragraphs_fini(&text);
    if (missing)
        extract_remark(arena, &doc, "%zu of its %zu chapters are missing or cannot be read.", missing, b.spine.n);
    if (b.zip.is_encrypted || zip_find(&b.zip, STR("META-INF/encryption.xml")))
        extract_remark(arena, &doc, "Parts of it may be encrypted.");
    properties_title_of_text(arena, &doc, "epub: first paragraph");
    properties_remarks(arena, &doc, b.is_damaged || b.zip.is_damaged);
    sink->document(sink, &doc);
    return ERR_OK;
}
