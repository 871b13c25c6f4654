/* What the JSON renderers share. For the rooms render_json.c and render_json_explained.c only. */
#ifndef SEARCHER_RENDER_JSON_PARTS_H
#define SEARCHER_RENDER_JSON_PARTS_H

#include "searcher/render.h"

#include <jansson.h>

json_t *json_of(struct str s);

/* render_json_explained.c: the answer's explanation, and that of one result. */
json_t *json_of_explanation(const struct explanation *explanation);
json_t *json_of_explained_hit(const struct explained_hit *hit);

#endif
