/* How a manifest ends: in its own checksum. For its reader, its writer and their tests only; manifest.h has the form.
 */
#ifndef CORPUS_STORE_MANIFEST_FORMAT_H
#define CORPUS_STORE_MANIFEST_FORMAT_H

#include "corpus/base/str.h"

#define MANIFEST_SUM_DIGITS 16
#define MANIFEST_SUM_ZERO "0000000000000000"
#define MANIFEST_SUM_KEY "\"checksum\": \""
#define MANIFEST_SUM_END "\"\n}\n"

/* Where the digits stand in a manifest's text; false when it does not end as manifests do. */
bool manifest_find_sum(struct str text, size_t *at);
/* XXH3 of the text with zeros in their place. */
uint64_t manifest_sum(struct str text, size_t at);

#endif
