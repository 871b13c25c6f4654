/* Memory for one document or one request: given out piece by piece, taken back all at once.
 *
 * Everything made for one document or one request comes from one arena and dies with it, so nothing in between has to
 * be freed. Out of memory aborts with a sentence; hostile sizes are refused earlier, by named limits. */
#ifndef CORPUS_BASE_ARENA_H
#define CORPUS_BASE_ARENA_H

#include "corpus/base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena **arena); /* nulls the caller's pointer; NULL inside is fine */
void arena_reset(struct arena *arena); /* everything given out is gone; one block is kept for reuse */

/* Zeroed and aligned for any type. */
void *arena_alloc(struct arena *arena, size_t n);
/* An array of `n` zeroed things of `size` bytes; an overflow of the product aborts. */
void *arena_array(struct arena *arena, size_t n, size_t size);
/* A copy, followed by an uncounted NUL. */
struct str arena_str(struct arena *arena, struct str s);
struct str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The array `v` of `n` things of `size` bytes, with room for one more: v itself, or a copy of twice the size. It must have
 * begun empty (NULL) and grown here only: where it ends is worked out from its length. */
void *arena_grow(struct arena *arena, void *v, size_t n, size_t size);
/* Adds one slice to a list that grows so. The bytes are not copied. */
void arena_push(struct arena *arena, struct strs *list, struct str s);

/* malloc, realloc and strdup that abort with a sentence instead of giving NULL; freed with free(). What mem_alloc and
 * mem_array give is zeroed. */
void *mem_alloc(size_t n);
void *mem_array(size_t n, size_t size);
void *mem_realloc(void *old, size_t n, size_t size);
char *mem_strdup(struct str s);

#endif
