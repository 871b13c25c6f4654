/* WordprocessingML, the XML inside .docx, and as a whole file in Word 2003: its paragraphs.
 *
 * Deleted and moved text, field codes, fallbacks of drawings are no text; runs, fields' results, text boxes, diagrams
 * are. */
#ifndef INDEXER_EXTRACT_WORDML_H
#define INDEXER_EXTRACT_WORDML_H

#include "indexer/extract/paragraphs.h"
#include "indexer/extract/xml.h"

struct wordml {
    struct paragraphs *out;
    struct arena *arena;
    struct str heading; /* of the style "Title", else of the first heading; empty while there is none */
    bool is_title;      /* `heading` is of the style "Title" */
    struct strs chunks; /* relation ids of foreign parts (w:altChunk) */
    size_t images;      /* pictures it shows */
};

/* Reads one part; adds to `out`. False when it was not read to its end. */
bool wordml_read(struct wordml *wordml, struct str xml);

#endif
