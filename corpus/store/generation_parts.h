/* What the three files of generation.h share: where manifests lie and how their names are read. */
#ifndef CORPUS_STORE_GENERATION_PARTS_H
#define CORPUS_STORE_GENERATION_PARTS_H

#include "corpus/store/generation.h"

/* "000012" -> 12. False for any other way of writing a number, and for 0: such files are none of ours. */
bool generation_number_of(struct str name, uint32_t *number);
/* The numbered names in a folder of the collection ("generations", "segments"), rising; in the arena. */
enum err_code generation_numbers(struct arena *arena, const char *collection, const char *folder, uint32_t **numbers,
                                 size_t *n, struct err *e);
const char *generation_manifest_path(struct arena *arena, const char *collection, uint32_t number);
const char *generation_current_path(struct arena *arena, const char *collection);
/* The generation served, 0 when there is none; see generation_read. */
enum err_code generation_current(struct arena *arena, const char *collection, uint32_t *number, struct err *e);
/* The manifest of one generation, as it is written; its files are not looked at. */
enum err_code generation_load(struct arena *arena, const char *collection, uint32_t number, struct manifest *out,
                              struct err *e);

/* Far above what a collection of a billion documents needs; a file of another kind is not read into memory. */
#define GENERATION_MANIFEST_MAX ((size_t)256 << 20)

#endif
