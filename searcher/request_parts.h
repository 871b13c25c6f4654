/* What reading the settings of a request is made of. For the rooms request*.c only. */
#ifndef SEARCHER_REQUEST_PARTS_H
#define SEARCHER_REQUEST_PARTS_H

#include "searcher/search.h"

/* The field of this name, if it has the flag; else a sentence that lists those to `what` by. */
enum err_code request_find_field(struct arena *arena, struct str name, unsigned flag, const char *what,
                                 const struct field **out, struct err *e);
enum err_code request_read_number(struct str written, uint32_t most, const char *what, uint32_t *out, struct err *e);

#endif
