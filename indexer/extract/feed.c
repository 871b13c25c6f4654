/* RSS 0.9 to 2.0 and Atom: each entry a document, with the feed's title as its publisher.
 *
 * Feeds are broken more often than any other XML: what can be mended is (xml.h), HTML's entities are put in before. */
#include "indexer/extract/charset.h"
#include "indexer/extract/mail_date.h"
#include "indexer/extract/markup.h"
#include "indexer/extract/properties.h"
#include "indexer/extract/xml.h"

#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#define ENTITY_MAX 10u

struct feed {
    struct arena *arena;
    struct extract_sink *sink;
    struct xml xml;
    struct str title, lang, link;
    size_t entries;
    struct strmap *links; /* of the entries so far */
    bool is_rss, wants_more;
};

/* What an entry says, before it is known what of it is best. */
struct entry {
    struct str title, link, guid, summary, content, published, updated, lang;
    struct strs authors, tags;
};

/* &nbsp; as a character. The five entities of XML stay, as what they stand for would be markup. */
static size_t put_entity(struct buf *out, struct str rest) {
    size_t n = 1;
    while (n < rest.n && n < ENTITY_MAX && isalnum((unsigned char)rest.p[n]))
        n++;
    if (n < 3 || n == rest.n || rest.p[n] != ';')
        return 0;
    char name[ENTITY_MAX + 1] = {0};
    memcpy(name, rest.p + 1, n - 1);
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (!entity || entity->value < 0x80)
        return 0;
    utf8_put(out, entity->value);
    return n + 1;
}

static struct str prepare(struct arena *arena, struct str bytes, struct str told) {
    struct charset_text decoded;
    charset_decode(arena, bytes, told, &decoded);
    struct buf clean, out;
    buf_init(&clean);
    buf_init(&out);
    utf8_clean(&clean, decoded.text, NULL);
    struct str text = buf_str(&clean);
    const char *first = memchr(text.p, '<', text.n);
    for (size_t at = first ? (size_t)(first - text.p) : text.n; at < text.n;) {
        size_t taken = text.p[at] == '&' ? put_entity(&out, str_slice(text, at, text.n)) : 0;
        if (!taken)
            buf_add_byte(&out, text.p[at]);
        at += taken ? taken : 1;
    }
    struct str prepared = arena_str(arena, buf_str(&out));
    buf_fini(&clean);
    buf_fini(&out);
    return prepared;
}

/* Text constructs are HTML as often as they say they are not. */
static struct str plain(struct feed *f, struct str text) {
    return markup_is_html(text) ? markup_text(f->arena, text) : str_trim(text);
}

static struct str one_line(struct feed *f, struct str text) {
    struct paragraphs line;
    paragraphs_init(&line);
    paragraphs_add(&line, plain(f, text));
    struct str folded = paragraphs_text(&line, f->arena);
    paragraphs_fini(&line);
    return folded;
}

/* Atom's content may be XHTML as elements. */
static struct str content(struct feed *f) {
    struct str type = xml_attribute(&f->xml, f->arena, "type");
    bool is_xhtml = str_eq_c(type, "xhtml") || str_eq_c(type, "application/xhtml+xml");
    return is_xhtml ? xml_markup(&f->xml, f->arena) : xml_text(&f->xml, f->arena);
}

/* RSS writes the address as text, Atom as an attribute, of several kinds. */
static struct str link_of(struct feed *f) {
    struct str href = xml_attribute(&f->xml, f->arena, "href"), rel = xml_attribute(&f->xml, f->arena, "rel");
    struct str text = xml_text(&f->xml, f->arena);
    bool is_page = rel.n == 0 || str_eq_c(rel, "alternate");
    return href.n == 0 ? text : is_page ? href : STR_EMPTY;
}

static void take_first(struct str *to, struct str value) {
    if (to->n == 0)
        *to = value;
}

static struct str author_of(struct feed *f) {
    int depth = f->xml.depth;
    struct str name = STR_EMPTY, all = STR_EMPTY;
    while (xml_next(&f->xml) && !(f->xml.kind == XML_END && f->xml.depth <= depth)) {
        if (f->xml.kind == XML_START && xml_is(&f->xml, "name"))
            name = xml_text(&f->xml, f->arena);
        else if (f->xml.kind == XML_START)
            xml_skip(&f->xml);
        else if (f->xml.kind == XML_TEXT)
            take_first(&all, str_trim(arena_str(f->arena, f->xml.text)));
    }
    return name.n ? name : all;
}

/* "editor@example.org (Ana López)" is what RSS wants; the name is what people want. */
static struct str name_in_brackets(struct str author) {
    const char *open = memchr(author.p, '(', author.n);
    if (!open || !memchr(author.p, '@', author.n) || !str_ends(author, STR(")")))
        return author;
    return str_slice(author, (size_t)(open - author.p) + 1, author.n - 1);
}

static void read_part(struct feed *f, struct entry *entry) {
    struct xml *xml = &f->xml;
    if (xml_is(xml, "title"))
        take_first(&entry->title, one_line(f, content(f)));
    else if (xml_is(xml, "link"))
        take_first(&entry->link, link_of(f));
    else if (xml_is(xml, "guid") || xml_is(xml, "id")) {
        bool is_link = !str_eq_c(xml_attribute(xml, f->arena, "isPermaLink"), "false");
        entry->guid = xml_text(xml, f->arena);
        if (is_link && (str_starts(entry->guid, STR("http://")) || str_starts(entry->guid, STR("https://"))))
            take_first(&entry->link, entry->guid);
    } else if (xml_is(xml, "description") || xml_is(xml, "summary"))
        take_first(&entry->summary, content(f));
    else if (xml_is(xml, "encoded") || xml_is(xml, "content") || xml_is(xml, "body"))
        take_first(&entry->content, content(f));
    else if (xml_is(xml, "pubDate") || xml_is(xml, "date") || xml_is(xml, "published") || xml_is(xml, "issued") ||
             xml_is(xml, "created"))
        take_first(&entry->published, xml_text(xml, f->arena));
    else if (xml_is(xml, "updated") || xml_is(xml, "modified"))
        take_first(&entry->updated, xml_text(xml, f->arena));
    else if (xml_is(xml, "author") || xml_is(xml, "creator"))
        arena_push(f->arena, &entry->authors, name_in_brackets(author_of(f)));
    else if (xml_is(xml, "language"))
        take_first(&entry->lang, xml_text(xml, f->arena));
    else if (xml_is(xml, "category") || xml_is(xml, "subject")) {
        struct str term = xml_attribute(xml, f->arena, "term"), text = xml_text(xml, f->arena);
        arena_push(f->arena, &entry->tags, text.n ? text : term);
    } else
        xml_skip(xml);
}

/* The address of an entry; one that an entry before has as well is that of the site. */
static void add_link(struct feed *f, struct extract_document *doc, struct str link, const char *from) {
    bool is_new = true;
    if (link.n)
        strmap_put(f->links, link, &is_new);
    if (is_new)
        extract_value(f->arena, doc, FIELD_URL, link, from);
    else
        extract_extra(f->arena, doc, "link", link, from);
}

static void give(struct feed *f, struct entry *entry) {
    struct extract_document doc = {0};
    struct arena *arena = f->arena;
    struct str summary = plain(f, entry->summary), text = plain(f, entry->content);
    const char *from = f->is_rss ? "rss: item" : "atom: entry";
    bool is_summary = text.n && summary.n && !str_starts(text, summary);
    extract_value(arena, &doc, FIELD_TITLE, entry->title, from);
    add_link(f, &doc, entry->link, from);
    extract_value(arena, &doc, FIELD_DATE, mail_date_day(arena, entry->published), from);
    if (!properties_has(&doc, FIELD_DATE))
        extract_value(arena, &doc, FIELD_DATE, mail_date_day(arena, entry->updated), from);
    for (size_t i = 0; i < entry->authors.n; i++)
        extract_value(arena, &doc, FIELD_AUTHOR, entry->authors.v[i], from);
    for (size_t i = 0; i < entry->tags.n; i++)
        extract_value(arena, &doc, FIELD_TAGS, entry->tags.v[i], from);
    extract_value(arena, &doc, FIELD_SUMMARY, is_summary ? summary : STR_EMPTY, from);
    extract_value(arena, &doc, FIELD_SOURCE, f->title, "feed: title");
    extract_extra(arena, &doc, "guid", entry->guid, from);
    doc.text = text.n ? text : summary;
    properties_lang(arena, &doc, entry->lang.n ? entry->lang : f->lang, doc.text, "feed: language");
    if (f->xml.is_damaged && f->entries == 1)
        extract_remark(arena, &doc, "The feed is broken; these are the entries that could be read of it.");
    if (doc.text.n || entry->title.n)
        f->wants_more = f->sink->document(f->sink, &doc);
}

static void read_entry(struct feed *f) {
    struct entry entry = {.lang = xml_attribute(&f->xml, f->arena, "lang")};
    take_first(&entry.link, xml_attribute(&f->xml, f->arena, "about"));
    int depth = f->xml.depth;
    f->entries++;
    while (xml_next(&f->xml) && !(f->xml.kind == XML_END && f->xml.depth <= depth))
        if (f->xml.kind == XML_START)
            read_part(f, &entry);
    give(f, &entry);
}

/* What stands between the root and the entries: RSS has a channel there. */
static void read_head(struct feed *f) {
    struct xml *xml = &f->xml;
    if (xml_is(xml, "channel") || xml->depth == 0) {
        take_first(&f->lang, xml_attribute(xml, f->arena, "lang"));
        f->is_rss |= xml_is(xml, "rss") || xml_is(xml, "RDF") || xml_is(xml, "channel");
    } else if (xml_is(xml, "title"))
        take_first(&f->title, one_line(f, content(f)));
    else if (xml_is(xml, "language"))
        take_first(&f->lang, xml_text(xml, f->arena));
    else
        xml_skip(xml);
}

enum err_code extract_feed(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct feed f = {.arena = arena, .sink = sink, .wants_more = true};
    if (!xml_open(&f.xml, prepare(arena, input->bytes, input->charset), "UTF-8"))
        return err_set(e, ERR_INPUT, "It is no XML that could be read, even in part.");
    f.links = strmap_new();
    while (f.wants_more && xml_next(&f.xml)) {
        if (f.xml.kind != XML_START)
            continue;
        if (xml_is(&f.xml, "item") || xml_is(&f.xml, "entry"))
            read_entry(&f);
        else
            read_head(&f);
    }
    xml_close(&f.xml);
    strmap_free(&f.links);
    return f.entries
               ? ERR_OK
               : err_set(e, ERR_INPUT, "There is no entry in the feed%s.", f.xml.is_damaged ? ", which is broken" : "");
}
