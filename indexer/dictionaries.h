/* Makes the dictionaries of queries across languages (corpus/dictionary.h) from what is installed of Debian's FreeDict
 * (dict-freedict-eng-spa ...: FROM/dictd) and Apertium (apertium-eng-spa ...: FROM/apertium) packages.
 *
 * Every source serves both directions of its pair. A source that cannot be read is named and left out. */
#ifndef INDEXER_DICTIONARIES_H
#define INDEXER_DICTIONARIES_H

#include "corpus/base/buf.h"
#include "corpus/base/err.h"

#define DICTIONARIES_FROM "/usr/share"

struct dictionaries_options {
    const char *from; /* NULL: DICTIONARIES_FROM */
    const char *to;   /* NULL: RASTRO_DICTIONARIES, else the folder of the installed program */
};

/* Adds to `out` a line for each dictionary, with its number of words. *left_out counts sources that could not be read.
 * ERR_NOT_FOUND, with the packages to install, when there is none. */
enum err_code dictionaries_make(const struct dictionaries_options *options, struct buf *out, size_t *left_out,
                                struct err *e);

#endif
