/* A table is read once into steps whose rules hang in chains by their outermost letter, the longest first: so a word
 * looks at a handful of rules a step, however long the table. */
#include "corpus/stem_light.h"

#include "corpus/base/arena.h"
#include "corpus/stem_light_rows.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <xxhash.h>

#define CHAINS 64
#define STEPS_MAX 6
#define MAPS_MAX 4

struct rule {
    const UChar *from, *to;
    int32_t from_n, to_n, least;
    struct rule *next; /* as long or shorter */
};

struct step {
    bool at_the_end;
    int times;
    struct rule *chains[CHAINS];
};

struct stem_light {
    struct arena *arena;
    const UChar *vowels; /* NULL: no vowel is asked for */
    bool drops_marks;
    const struct stem_row *maps[MAPS_MAX];
    size_t map_count, step_count;
    struct step steps[STEPS_MAX];
};

/* ---- reading a table ---- */

const char *stem_light_name(size_t i) {
    const struct stem_table *table = stem_table_at(i);
    return table ? table->name : NULL;
}

static struct rule **chain_of(struct step *step, const UChar *text, int32_t n) {
    return &step->chains[(step->at_the_end ? text[n - 1] : text[0]) % CHAINS];
}

static void rule_add(struct stem_light *stemmer, const UChar *text, int32_t n, int least) {
    struct step *step = &stemmer->steps[stemmer->step_count - 1];
    const UChar *arrow = u_memchr(text, '>', n);
    struct rule *rule = arena_alloc(stemmer->arena, sizeof *rule);
    rule->from = text;
    rule->from_n = arrow ? (int32_t)(arrow - text) : n;
    rule->to = arrow ? arrow + 1 : text;
    rule->to_n = arrow ? n - rule->from_n - 1 : 0;
    rule->least = least;
    assert(rule->from_n > 0 && rule->to_n <= rule->from_n && least > 0);
    struct rule **place = chain_of(step, rule->from, rule->from_n);
    while (*place && (*place)->from_n > rule->from_n)
        place = &(*place)->next;
    rule->next = *place;
    *place = rule;
}

static void rules_add(struct stem_light *stemmer, const struct stem_row *row) {
    for (const UChar *at = row->text; *at;) {
        const UChar *end = u_strchr(at, ' ');
        int32_t n = end ? (int32_t)(end - at) : u_strlen(at);
        if (n > 0)
            rule_add(stemmer, at, n, row->number);
        at += end ? n + 1 : n;
    }
}

static void row_read(struct stem_light *stemmer, const struct stem_row *row) {
    switch (row->kind) {
    case STEM_VOWELS:
        stemmer->vowels = row->text;
        break;
    case STEM_MARKS_DROPPED:
        stemmer->drops_marks = true;
        break;
    case STEM_MAP:
        assert(stemmer->map_count < MAPS_MAX);
        assert(!*row->to || u_strlen(row->to) == u_strlen(row->text));
        stemmer->maps[stemmer->map_count++] = row;
        break;
    case STEM_ENDINGS:
    case STEM_PREFIXES:
        assert(stemmer->step_count < STEPS_MAX);
        stemmer->steps[stemmer->step_count++] =
            (struct step){.at_the_end = row->kind == STEM_ENDINGS, .times = row->number};
        break;
    case STEM_STRIP:
        assert(stemmer->step_count > 0);
        rules_add(stemmer, row);
    }
}

struct stem_light *stem_light_new(const char *algorithm) {
    const struct stem_table *table;
    for (size_t i = 0; (table = stem_table_at(i)); i++)
        if (strcmp(table->name, algorithm) == 0)
            break;
    if (!table)
        return NULL;
    struct stem_light *stemmer = mem_alloc(sizeof *stemmer);
    stemmer->arena = arena_new();
    for (size_t i = 0; i < table->n; i++)
        row_read(stemmer, &table->rows[i]);
    return stemmer;
}

void stem_light_free(struct stem_light **stemmer) {
    if (!*stemmer)
        return;
    arena_free(&(*stemmer)->arena);
    free(*stemmer);
    *stemmer = NULL;
}

uint64_t stem_light_fingerprint(void) {
    XXH64_hash_t hash = 0;
    const struct stem_table *table;
    for (size_t i = 0; (table = stem_table_at(i)); i++) {
        hash = XXH3_64bits_withSeed(table->name, strlen(table->name), hash);
        for (const struct stem_row *row = table->rows; row < table->rows + table->n; row++) {
            hash = XXH3_64bits_withSeed(row->text, (size_t)u_strlen(row->text) * sizeof(UChar),
                                        hash + (uint64_t)row->kind * 256 + (uint64_t)row->number);
            hash = XXH3_64bits_withSeed(row->to, (size_t)u_strlen(row->to) * sizeof(UChar), hash);
        }
    }
    return hash;
}

/* ---- stemming a word ---- */

/* What stands for the letter; 0 when it is dropped. */
static UChar mapped(const struct stem_light *stemmer, UChar c) {
    if (stemmer->drops_marks && c >= 0x300 && u_charType(c) == U_NON_SPACING_MARK)
        return 0;
    for (size_t i = 0; i < stemmer->map_count; i++) {
        const UChar *found = u_strchr(stemmer->maps[i]->text, c);
        if (found)
            return *stemmer->maps[i]->to ? stemmer->maps[i]->to[found - stemmer->maps[i]->text] : 0;
    }
    return c;
}

static int32_t map_letters(const struct stem_light *stemmer, UChar *word, int32_t n) {
    int32_t kept = 0;
    for (int32_t i = 0; i < n; i++) {
        UChar c = word[i] ? mapped(stemmer, word[i]) : 0;
        if (c)
            word[kept++] = c;
    }
    return kept;
}

static bool has_vowel(const struct stem_light *stemmer, const UChar *rest, int32_t n) {
    for (int32_t i = 0; i < n; i++)
        if (u_strchr(stemmer->vowels, rest[i]))
            return true;
    return false;
}

static bool fits(const struct stem_light *stemmer, const struct step *step, const struct rule *rule, const UChar *word,
                 int32_t n) {
    int32_t left = n - rule->from_n;
    if (left < rule->least)
        return false;
    const UChar *from = step->at_the_end ? word + left : word;
    const UChar *rest = step->at_the_end ? word : word + rule->from_n;
    return u_memcmp(from, rule->from, rule->from_n) == 0 && (!stemmer->vowels || has_vowel(stemmer, rest, left));
}

static int32_t apply(const struct step *step, const struct rule *rule, UChar *word, int32_t n) {
    int32_t left = n - rule->from_n;
    if (step->at_the_end) {
        u_memcpy(word + left, rule->to, rule->to_n);
    } else {
        u_memmove(word + rule->to_n, word + rule->from_n, left);
        u_memcpy(word, rule->to, rule->to_n);
    }
    return left + rule->to_n;
}

static int32_t take_step(const struct stem_light *stemmer, const struct step *step, UChar *word, int32_t n) {
    for (int i = 0; i < step->times && n > 0; i++) {
        const struct rule *rule = step->chains[(step->at_the_end ? word[n - 1] : word[0]) % CHAINS];
        while (rule && !fits(stemmer, step, rule, word, n))
            rule = rule->next;
        if (!rule)
            break;
        n = apply(step, rule, word, n);
    }
    return n;
}

int32_t stem_light_word(const struct stem_light *stemmer, UChar *word, int32_t n) {
    if (stemmer->map_count > 0 || stemmer->drops_marks)
        n = map_letters(stemmer, word, n);
    for (size_t i = 0; i < stemmer->step_count; i++)
        n = take_step(stemmer, &stemmer->steps[i], word, n);
    return n;
}
