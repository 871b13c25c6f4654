/* Arenas, and the malloc family that aborts.
 *
 * An arena is a list of blocks of 64 KB that are filled from the front; a request too big to share a block gets one of
 * its own, so that the block in use keeps its free end. Nothing is given back singly. Here, and only here, the program
 * ends for want of memory; limits on what strangers may make us allocate stand where their input is read.
 *
 *   blocks -> [newest, in use ...free] -> [full] -> [full]
 *   big    -> [one request] -> [one request] */
#include "corpus/base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    size_t used;
    size_t room;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *blocks;
    struct block *big;
};

#define BLOCK_ROOM ((size_t)64 * 1024 - sizeof(struct block))
#define BIG (BLOCK_ROOM / 4)
#define FIRST_GROWN 8

static _Noreturn void out_of_memory(size_t n) {
    fprintf(stderr, "Rastro stops here: there is not enough memory for %zu bytes more.\n", n);
    abort();
}

static size_t product(size_t n, size_t size) {
    size_t all;
    if (__builtin_mul_overflow(n, size, &all))
        out_of_memory(SIZE_MAX);
    return all;
}

void *mem_realloc(void *old, size_t n, size_t size) {
    size_t all = product(n, size);
    void *p = realloc(old, all ? all : 1);
    if (!p)
        out_of_memory(all);
    return p;
}

void *mem_array(size_t n, size_t size) {
    size_t all = product(n, size);
    void *p = calloc(1, all ? all : 1);
    if (!p)
        out_of_memory(all);
    return p;
}

void *mem_alloc(size_t n) {
    return mem_array(1, n);
}

/* memcpy may not be given NULL, and a slice of nothing may hold it. */
static void copy_with_nul(char *to, struct str s) {
    if (s.n)
        memcpy(to, s.p, s.n);
    to[s.n] = '\0';
}

char *mem_strdup(struct str s) {
    char *copy = mem_realloc(NULL, s.n + 1, 1);
    copy_with_nul(copy, s);
    return copy;
}

static struct block *block_add(struct block **list, size_t room) {
    if (room > SIZE_MAX - sizeof(struct block))
        out_of_memory(room);
    struct block *block = mem_realloc(NULL, sizeof(struct block) + room, 1);
    block->next = *list;
    block->used = 0;
    block->room = room;
    *list = block;
    return block;
}

static void blocks_free(struct block *block) {
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

struct arena *arena_new(void) {
    return mem_alloc(sizeof(struct arena));
}

void arena_free(struct arena **arena) {
    if (!*arena)
        return;
    blocks_free((*arena)->blocks);
    blocks_free((*arena)->big);
    free(*arena);
    *arena = NULL;
}

void arena_reset(struct arena *arena) {
    blocks_free(arena->big);
    arena->big = NULL;
    if (!arena->blocks)
        return;
    blocks_free(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

/* Bytes not yet zeroed; `align` is a power of two. */
static void *take(struct arena *arena, size_t n, size_t align) {
    struct block *block = arena->blocks;
    size_t at = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || at > block->room || n > block->room - at) {
        block = n > BIG ? block_add(&arena->big, n) : block_add(&arena->blocks, BLOCK_ROOM);
        at = 0;
    }
    block->used = at + n;
    return block->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t n) {
    return memset(take(arena, n, _Alignof(max_align_t)), 0, n);
}

void *arena_array(struct arena *arena, size_t n, size_t size) {
    return arena_alloc(arena, product(n, size));
}

struct str arena_str(struct arena *arena, struct str s) {
    char *copy = take(arena, s.n + 1, 1);
    copy_with_nul(copy, s);
    return (struct str){copy, s.n};
}

struct str arena_printf(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(n >= 0);

    char *text = take(arena, (size_t)n + 1, 1);
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return (struct str){text, (size_t)n};
}

/* An array carries no capacity: it is full when its length is 0, or a power of two from FIRST_GROWN on. */
void *arena_grow(struct arena *arena, void *v, size_t n, size_t size) {
    if (n > 0 && (n < FIRST_GROWN || (n & (n - 1)) != 0))
        return v;
    void *grown = arena_array(arena, n ? product(n, 2) : FIRST_GROWN, size);
    if (n)
        memcpy(grown, v, n * size);
    return grown;
}

void arena_push(struct arena *arena, struct strs *list, struct str s) {
    list->v = arena_grow(arena, list->v, list->n, sizeof *list->v);
    list->v[list->n++] = s;
}
