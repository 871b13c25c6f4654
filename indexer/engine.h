/* Between the wrapper's types and ours: its errors as sentences of this program, our slices as its bytes. */
#ifndef INDEXER_ENGINE_H
#define INDEXER_ENGINE_H

#include "corpus/base/err.h"
#include "xapian-c/xapian_c.h"

/* Fills `e` with the wrapper's sentence behind `what` ("The new segment could not be written"). */
enum err_code engine_error(struct err *e, const struct xc_error *engine, const char *what);

static inline struct xc_bytes engine_bytes(struct str s) {
    return (struct xc_bytes){s.p, s.n};
}

static inline struct str engine_str(struct xc_bytes b) {
    return (struct str){b.p ? b.p : "", b.n};
}

#endif
