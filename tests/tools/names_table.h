/* Reads tests/tables/names.txt and judges every pair of its words: for the unit test and for names_score.c. */
#ifndef TESTS_TOOLS_NAMES_TABLE_H
#define TESTS_TOOLS_NAMES_TABLE_H

#include "corpus/base/arena.h"
#include "corpus/name_key.h"
#include "corpus/tokens.h"

struct names_word {
    struct str written, folded;
    size_t name;         /* number of its line */
    bool first, friends; /* the first of its line; of a "!" line */
    bool has_key;
    struct name_key key;
};

struct names_table {
    struct name_keys *keys;
    struct names_word *v;
    size_t n, names;
};

struct names_count {
    unsigned wanted, found, unwanted, wrong;
};

struct names_score {
    struct names_count across, within, friends;
};

/* Told of each pair that is judged wrongly. */
typedef void (*names_pair_fn)(void *context, const struct names_word *a, const struct names_word *b, unsigned distance,
                              bool wanted);

static inline void names_add(struct arena *arena, struct names_table *table, struct tokens *tokens, struct str written,
                             bool first, bool friends) {
    struct names_word *word = &table->v[table->n++];
    struct buf folded;
    struct token token;
    *word = (struct names_word){.written = written, .name = table->names, .first = first, .friends = friends};
    buf_init(&folded);
    tokens_begin(tokens, written, language_unknown());
    while (tokens_next(tokens, &token))
        buf_add_str(&folded, token.folded);
    word->folded = arena_str(arena, buf_str(&folded));
    word->has_key = name_key_make(table->keys, word->folded, &word->key);
    buf_fini(&folded);
}

static inline void names_table_read(struct arena *arena, struct str text, struct names_table *table) {
    struct tokens *tokens = tokens_new();
    struct str line, word;
    *table = (struct names_table){.keys = name_keys_new()};
    table->v = arena_array(arena, text.n / 2 + 1, sizeof *table->v);
    while (text.n) {
        str_cut(text, '\n', &line, &text);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        bool friends = line.p[0] == '!';
        if (friends)
            line = str_slice(line, 2, line.n);
        table->names++;
        for (bool first = true; line.n; first = false) {
            str_cut(line, ' ', &word, &line);
            names_add(arena, table, tokens, word, first, friends);
        }
    }
    tokens_free(&tokens);
}

static inline void names_table_fini(struct names_table *table) {
    name_keys_free(&table->keys);
}

/* Words of a "!" line are compared with its first only, other words with all of the other lines. */
static inline struct names_count *names_count_of(struct names_score *score, const struct names_word *a,
                                                 const struct names_word *b, bool *wanted) {
    bool one_line = a->name == b->name;
    *wanted = one_line && !a->friends;
    if (a->friends || b->friends)
        return one_line && (a->first || b->first) ? &score->friends : NULL;
    return a->key.script == b->key.script ? &score->within : &score->across;
}

static inline void names_judge(const struct names_table *table, const struct names_word *a, const struct names_word *b,
                               struct names_score *score, names_pair_fn fn, void *context) {
    bool wanted, taken;
    unsigned apart = NAME_APART;
    struct names_count *count = names_count_of(score, a, b, &wanted);
    if (!count)
        return;
    taken = a->has_key && b->has_key && name_key_same(table->keys, &a->key, &b->key, &apart);
    count->wanted += wanted;
    count->unwanted += !wanted;
    count->found += wanted && taken;
    count->wrong += !wanted && taken;
    if (fn && wanted != taken)
        fn(context, a, b, a->has_key && b->has_key ? name_key_distance(table->keys, &a->key, &b->key) : NAME_APART,
           wanted);
}

static inline struct names_score names_score_table(const struct names_table *table, names_pair_fn fn, void *context) {
    struct names_score score = {0};
    for (size_t i = 0; i < table->n; i++)
        for (size_t j = 0; j < i; j++)
            names_judge(table, &table->v[j], &table->v[i], &score, fn, context);
    return score;
}

#endif
