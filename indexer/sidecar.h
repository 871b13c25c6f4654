/* What is known of a file beside it: NAME.meta.json, one record as in a file of records ("report.pdf.meta.json"). */
#ifndef INDEXER_SIDECAR_H
#define INDEXER_SIDECAR_H

#include "corpus/document.h"

/* Whether a file of this name describes another one: *described is that one's name. */
bool sidecar_describes(struct str name, struct str *described);

/* Adds what the file's sidecar says, if there is one. What is wrong with it becomes a remark, because the file itself can be
 * read. `follow` as for the file. True when there is one. */
bool sidecar_read(struct arena *arena, const char *path, bool follow, struct document *doc);

#endif
