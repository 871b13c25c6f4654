/* Numbers by chance, the same for the same seed on every machine.
 *
 * splitmix64, from Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). Used by the
 * tools that choose words and documents; not for secrets. */
#ifndef TESTS_TOOLS_CHANCE_H
#define TESTS_TOOLS_CHANCE_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t chance_next(uint64_t *seed) {
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* One of 0 .. n - 1. */
static inline size_t chance_choose(uint64_t *seed, size_t n) {
    return (size_t)(chance_next(seed) % n);
}

#endif
