/* What a server answered, as web archives keep it: a status line, header lines, a body that may come in chunks,
 * compressed. */
#ifndef INDEXER_EXTRACT_HTTP_H
#define INDEXER_EXTRACT_HTTP_H

#include "corpus/base/arena.h"

#define HTTP_BODY_MAX ((size_t)64 << 20)

struct http {
    unsigned status; /* 200 */
    struct str media_type, charset;
    struct str body;   /* decoded; a part of the bytes, or in the arena */
    struct str coding; /* a compression that is not read here ("br"): the body is still in it */
    bool is_damaged;   /* the body could only be decoded in part */
};

/* False when the bytes do not begin like an answer. */
bool http_read(struct http *http, struct arena *arena, struct str bytes);

/* The value of a header line in a block of them; empty when there is none. ASCII case ignored. */
struct str http_header(struct str block, const char *name);
/* Splits "text/html; charset=utf-8". */
void http_content_type(struct str value, struct str *media_type, struct str *charset);

#endif
