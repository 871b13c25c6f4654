/* A thin room around xmlTextReader: safe options, local names, every START with an END. What is small is made a tree
 * first: libxml2 mends only whole trees, a stream ends at the first error. */
#include "indexer/extract/xml.h"

#include "corpus/base/buf.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

#define OPTIONS (XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

static void keep_silent(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

/* All of it as a tree, which goes on after what is broken; the reader then walks through that. */
static bool open_tree(struct xml *xml, struct str bytes, const char *charset) {
    xmlParserCtxt *context = xmlNewParserCtxt();
    int options = OPTIONS | (charset ? XML_PARSE_IGNORE_ENC : 0);
    xmlDoc *doc = context ? xmlCtxtReadMemory(context, bytes.p, (int)bytes.n, NULL, charset, options) : NULL;
    xml->is_damaged = !context || !context->wellFormed;
    xmlFreeParserCtxt(context);
    xml->reader = doc ? xmlReaderWalker(doc) : NULL;
    xml->doc = doc;
    if (!xml->reader)
        xmlFreeDoc(doc);
    return xml->reader != NULL;
}

static bool open_stream(struct xml *xml, struct str bytes, const char *charset) {
    int options = OPTIONS | (charset ? XML_PARSE_IGNORE_ENC : 0);
    xml->reader = xmlReaderForMemory(bytes.p, (int)bytes.n, NULL, charset, options);
    if (xml->reader)
        xmlTextReaderSetStructuredErrorHandler(xml->reader, keep_silent, NULL);
    return xml->reader != NULL;
}

bool xml_open(struct xml *xml, struct str bytes, const char *charset) {
    *xml = (struct xml){0};
    if (bytes.n == 0 || bytes.n > INT_MAX)
        return false;
    return bytes.n <= XML_TREE_MAX ? open_tree(xml, bytes, charset) : open_stream(xml, bytes, charset);
}

void xml_close(struct xml *xml) {
    if (!xml->reader)
        return;
    xmlDoc *doc = xml->doc ? xml->doc : xmlTextReaderCurrentDoc(xml->reader);
    xmlFreeTextReader(xml->reader);
    xmlFreeDoc(doc);
    xml->reader = NULL;
}

static struct str from_xml(const xmlChar *s) {
    return str_from((const char *)s);
}

/* An entity that only HTML knows, as the character that it stands for. */
static bool take_entity(struct xml *xml) {
    const htmlEntityDesc *entity = htmlEntityLookup(xmlTextReaderConstName(xml->reader));
    if (!entity)
        return false;
    int n = xmlCopyCharMultiByte((xmlChar *)xml->entity, (int)entity->value);
    xml->text = (struct str){xml->entity, (size_t)n};
    xml->kind = XML_TEXT;
    return true;
}

/* Whether what the reader stands at is one of the kinds that are told. */
static bool take(struct xml *xml) {
    xml->depth = xmlTextReaderDepth(xml->reader);
    switch (xmlTextReaderNodeType(xml->reader)) {
    case XML_READER_TYPE_ELEMENT:
        xml->kind = XML_START;
        xml->name = from_xml(xmlTextReaderConstLocalName(xml->reader));
        xml->is_empty = xmlTextReaderIsEmptyElement(xml->reader) == 1;
        return true;
    case XML_READER_TYPE_END_ELEMENT:
        xml->kind = XML_END;
        xml->name = from_xml(xmlTextReaderConstLocalName(xml->reader));
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        xml->kind = XML_TEXT;
        xml->text = from_xml(xmlTextReaderConstValue(xml->reader));
        return true;
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return take_entity(xml);
    default:
        return false;
    }
}

bool xml_next(struct xml *xml) {
    if (xml->is_empty) {
        xml->is_empty = false;
        xml->kind = XML_END;
        return true;
    }
    int more;
    while ((more = xmlTextReaderRead(xml->reader)) == 1)
        if (take(xml))
            return true;
    xml->is_damaged |= more < 0;
    return false;
}

struct str xml_attribute(struct xml *xml, struct arena *arena, const char *name) {
    struct str value = STR_EMPTY;
    for (int more = xmlTextReaderMoveToFirstAttribute(xml->reader); more == 1;
         more = xmlTextReaderMoveToNextAttribute(xml->reader))
        if (xmlTextReaderIsNamespaceDecl(xml->reader) != 1 &&
            str_eq_c(from_xml(xmlTextReaderConstLocalName(xml->reader)), name)) {
            value = arena_str(arena, from_xml(xmlTextReaderConstValue(xml->reader)));
            break;
        }
    xmlTextReaderMoveToElement(xml->reader);
    return value;
}

void xml_skip(struct xml *xml) {
    int depth = xml->depth;
    while (xml_next(xml) && !(xml->kind == XML_END && xml->depth <= depth))
        ;
}

struct str xml_text(struct xml *xml, struct arena *arena) {
    struct buf text;
    buf_init(&text);
    int depth = xml->depth;
    while (xml_next(xml) && !(xml->kind == XML_END && xml->depth <= depth))
        if (xml->kind == XML_TEXT)
            buf_add_str(&text, xml->text);
    struct str whole = arena_str(arena, str_trim(buf_str(&text)));
    buf_fini(&text);
    return whole;
}

struct str xml_markup(struct xml *xml, struct arena *arena) {
    xmlChar *inner = xmlTextReaderReadInnerXml(xml->reader);
    struct str markup = arena_str(arena, from_xml(inner));
    xmlFree(inner);
    xml_skip(xml);
    return markup;
}

bool xml_is(const struct xml *xml, const char *name) {
    return str_eq_c(xml->name, name);
}
