/* XML from strangers, one piece after the other: libxml2's reader, with nothing fetched and no entity expanded.
 *
 * Names come without their prefix ("p" for w:p and text:p). Entities of HTML that an XML file may not have, but feeds
 * do
 * (&nbsp;), come as text where a document type allows them; any other entity is passed over. What is broken is mended
 * up to XML_TREE_MAX bytes, and beyond read up to the break; nesting beyond libxml2's limit (256) ends the reading. */
#ifndef INDEXER_EXTRACT_XML_H
#define INDEXER_EXTRACT_XML_H

#include "corpus/base/arena.h"

#include <libxml/xmlreader.h>

#define XML_TREE_MAX ((size_t)8 << 20)

enum xml_kind { XML_START, XML_END, XML_TEXT };

struct xml {
    enum xml_kind kind;
    struct str name; /* START, END; good until the next xml_next */
    struct str text; /* TEXT */
    int depth;       /* of the element, or of that which holds the text's parent: 0 for the root */
    bool is_damaged; /* it is broken, or was not read to its end */

    xmlTextReader *reader;
    xmlDoc *doc;   /* that it walks through; NULL: it reads as it goes */
    bool is_empty; /* a START whose END is still to be told */
    char entity[8];
};

/* `bytes` stay in place until xml_close. `charset`: what they are in, whatever they say themselves; NULL when that is
 * to be believed. False when there is no XML at all. */
bool xml_open(struct xml *xml, struct str bytes, const char *charset);
void xml_close(struct xml *xml);
bool xml_next(struct xml *xml);

/* At a START: the value of the attribute with that local name, whatever its prefix; empty without one. In the arena. */
struct str xml_attribute(struct xml *xml, struct arena *arena, const char *name);
/* At a START: passes over all within; its END has been read when this returns. */
void xml_skip(struct xml *xml);
/* At a START: the text within, in one run, white space off its ends; its END has been read when this returns. */
struct str xml_text(struct xml *xml, struct arena *arena);

/* The same with the tags within. */
struct str xml_markup(struct xml *xml, struct arena *arena);

bool xml_is(const struct xml *xml, const char *name);

#endif
