/* A library that sets itself up on first use would do so in every reader, and some want files for it, which a reader cannot
 * open. */
#include "indexer/extract/warm.h"

#include <gmime/gmime.h>
#include <libxml/parser.h>

void extract_warm(void) {
    xmlInitParser();
    g_mime_init();
}
