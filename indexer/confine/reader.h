/* What happens inside a reader: the extractor of a format is called, and what it finds goes out as frames. */
#ifndef INDEXER_CONFINE_READER_H
#define INDEXER_CONFINE_READER_H

#include "indexer/confine/confine.h"

/* `kind` is an enum format_id. */
extern const struct confine_role reader_role;

#endif
