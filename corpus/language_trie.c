/* Two trees of bytes, one of what must stand at a word's beginning, one of what stands later. Below the first byte,
 * which is looked up, children are a list: few letters follow any one.
 *
 *   heads[0]  š -> t -> o        WHOLE {hr bs}         heads[1]  o -> v -> a -> t -> i   END {sr}
 *             e -> v -> r -> o -> p   BEGIN {bs sr}               n -> h -> l             WITHIN {zu}
 */
#include "corpus/language_trie.h"

#include "corpus/base/arena.h"

#include <assert.h>
#include <stdlib.h>

#define NONE UINT32_MAX

enum tree { AT_BEGINNING, LATER };
enum { GOES_ON, ENDS };

/* Small, as a walk sees many. */
struct node {
    uint32_t child, sibling;
    uint32_t pattern[2]; /* that is found here when the word goes on, and when it ends; its number + 1, 0: none */
    unsigned char byte;
};

struct trie {
    struct node *nodes;
    size_t n, room;
    uint64_t *rows; /* of each pattern */
    size_t patterns, rows_room;
    uint32_t heads[2][256];
};

struct trie *trie_new(void) {
    struct trie *trie = mem_alloc(sizeof *trie);
    for (size_t i = 0; i < 256; i++)
        trie->heads[AT_BEGINNING][i] = trie->heads[LATER][i] = NONE;
    return trie;
}

void trie_free(struct trie **trie) {
    if (!*trie)
        return;
    free((*trie)->nodes);
    free((*trie)->rows);
    free(*trie);
    *trie = NULL;
}

size_t trie_patterns(const struct trie *trie) {
    return trie->patterns;
}

static uint32_t new_node(struct trie *trie, unsigned char byte, uint32_t sibling) {
    if (trie->n == trie->room) {
        trie->room = trie->room ? 2 * trie->room : 1024;
        trie->nodes = mem_realloc(trie->nodes, trie->room, sizeof *trie->nodes);
    }
    assert(trie->n < NONE);
    trie->nodes[trie->n] = (struct node){.child = NONE, .sibling = sibling, .byte = byte};
    return (uint32_t)trie->n++;
}

static uint32_t child_of(const struct trie *trie, uint32_t node, unsigned char byte) {
    uint32_t child = trie->nodes[node].child;
    while (child != NONE && trie->nodes[child].byte != byte)
        child = trie->nodes[child].sibling;
    return child;
}

static uint32_t make_path(struct trie *trie, enum tree tree, struct str letters) {
    unsigned char first = (unsigned char)letters.p[0];
    uint32_t node = trie->heads[tree][first];
    if (node == NONE)
        node = trie->heads[tree][first] = new_node(trie, first, NONE);
    for (size_t i = 1; i < letters.n; i++) {
        unsigned char byte = (unsigned char)letters.p[i];
        uint32_t child = child_of(trie, node, byte);
        if (child == NONE) {
            child = new_node(trie, byte, trie->nodes[node].child);
            trie->nodes[node].child = child;
        }
        node = child;
    }
    return node;
}

static uint32_t new_pattern(struct trie *trie) {
    if (trie->patterns == trie->rows_room) {
        trie->rows_room = trie->rows_room ? 2 * trie->rows_room : 1024;
        trie->rows = mem_realloc(trie->rows, trie->rows_room, sizeof *trie->rows);
    }
    trie->rows[trie->patterns] = 0;
    return (uint32_t)++trie->patterns;
}

void trie_add(struct trie *trie, enum trie_place place, struct str letters, uint64_t rows) {
    assert(letters.n > 0 && rows);
    bool begins = place == TRIE_WHOLE || place == TRIE_BEGIN, ends = place == TRIE_WHOLE || place == TRIE_END;
    uint32_t last = make_path(trie, begins ? AT_BEGINNING : LATER, letters);
    uint32_t *pattern = &trie->nodes[last].pattern[ends];
    if (!*pattern)
        *pattern = new_pattern(trie);
    trie->rows[*pattern - 1] |= rows;
}

static enum trie_place place_of(enum tree tree, int end) {
    if (tree == AT_BEGINNING)
        return end == ENDS ? TRIE_WHOLE : TRIE_BEGIN;
    return end == ENDS ? TRIE_END : TRIE_WITHIN;
}

size_t trie_find(const struct trie *trie, struct str word, struct trie_found *found, size_t room) {
    size_t n = 0;
    for (size_t from = 0; from < word.n; from++) {
        enum tree tree = from ? LATER : AT_BEGINNING;
        uint32_t node = trie->heads[tree][(unsigned char)word.p[from]];
        for (size_t at = from + 1; node != NONE; at++) {
            int end = at == word.n ? ENDS : GOES_ON;
            uint32_t pattern = trie->nodes[node].pattern[end];
            if (pattern && n < room)
                found[n++] = (struct trie_found){place_of(tree, end), pattern - 1, trie->rows[pattern - 1]};
            if (end == ENDS)
                break;
            node = child_of(trie, node, (unsigned char)word.p[at]);
        }
    }
    return n;
}
