/* How does what a person typed become a tree?
 *
 * Never fails: what cannot be read is said in a warning with its column, and the rest is searched. */
#ifndef SEARCHER_QUERY_PARSE_H
#define SEARCHER_QUERY_PARSE_H

#include "searcher/query_tree.h"

/* Limits of one query; each that bites is named in a warning. */
#define QUERY_BYTES_MAX 8192
#define QUERY_LEAVES_MAX 512
#define QUERY_DEPTH_MAX 16
#define QUERY_PHRASE_MAX 64
#define QUERY_NEAR_MAX 64 /* what one NEAR joins */

void query_parse(struct arena *arena, struct str text, struct query *out);

#endif
