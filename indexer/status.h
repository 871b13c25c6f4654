/* What is in a collection, and how did the last run go? Reads only: may run while a run is at work. */
#ifndef INDEXER_STATUS_H
#define INDEXER_STATUS_H

#include "corpus/base/buf.h"
#include "corpus/base/err.h"

enum status_format { STATUS_TEXT, STATUS_JSON };

enum err_code status_write(const char *collection, enum status_format format, struct buf *out, struct err *e);

#endif
