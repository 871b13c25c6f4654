/* Reading lttoolbox's compiled transducers. Every number is checked against what is there before it is used. */
#include "indexer/transducer.h"

#include "corpus/base/file.h"
#include "corpus/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)64 << 20)
#define WORD_BYTES_MAX 96
#define PATH_MAX_STEPS 200
#define STEPS_MAX 50000000

struct reader {
    struct str rest;
    bool short_of; /* a number was asked for and not there */
};

struct symbols {
    int32_t left, right; /* 0 nothing, > 0 a character, < 0 a tag */
};

struct transition {
    uint32_t symbols, to;
};

struct transducer {
    struct arena *arena;
    struct strs tags;
    struct symbols *pairs;
    uint32_t pair_count;
    uint32_t states, first_state;
    uint32_t *first; /* of each state's transitions; states + 1 of them */
    struct transition *transitions;
    uint32_t *cycle; /* the number of each state's group, from 1; states of one group reach each other, and what a state
                        reaches has no greater number */
    uint8_t *leads;  /* of each state: bit n, whether a path leads on to tags on both sides when `n` sides have one
                        (bit 0 of n the left, bit 1 the right one) */
};

/* ---- reading ---- */

static uint32_t read_number(struct reader *reader) {
    if (reader->rest.n == 0) {
        reader->short_of = true;
        return 0;
    }
    size_t more = (unsigned char)reader->rest.p[0] >> 6;
    uint32_t number = reader->rest.p[0] & 0x3F;
    if (more >= reader->rest.n) {
        reader->short_of = true;
        return 0;
    }
    for (size_t i = 1; i <= more; i++)
        number = number << 8 | (unsigned char)reader->rest.p[i];
    reader->rest = str_slice(reader->rest, more + 1, reader->rest.n);
    return number;
}

/* How many things follow: never more than there are bytes. */
static uint32_t read_count(struct reader *reader) {
    uint32_t n = read_number(reader);
    if (n > reader->rest.n)
        reader->short_of = true;
    return reader->short_of ? 0 : n;
}

static struct str read_string(struct arena *arena, struct reader *reader) {
    struct buf text;
    buf_init(&text);
    for (uint32_t n = read_count(reader); n > 0; n--)
        utf8_put(&text, read_number(reader));
    struct str string = arena_str(arena, buf_str(&text));
    buf_fini(&text);
    return string;
}

static bool read_magic(struct reader *reader, const char *magic, uint64_t *features) {
    if (!str_starts(reader->rest, str_from(magic)) || reader->rest.n < 12)
        return false;
    memcpy(features, reader->rest.p + 4, sizeof *features);
    reader->rest = str_slice(reader->rest, 12, reader->rest.n);
    return true;
}

static void read_alphabet(struct transducer *all, struct reader *reader) {
    for (uint32_t n = read_count(reader); n > 0; n--)
        read_number(reader); /* letters */
    uint32_t tags = read_count(reader);
    for (uint32_t i = 0; i < tags; i++)
        arena_push(all->arena, &all->tags, read_string(all->arena, reader));
    all->pair_count = read_count(reader);
    all->pairs = arena_array(all->arena, all->pair_count, sizeof *all->pairs);
    for (uint32_t i = 0; i < all->pair_count; i++) {
        all->pairs[i].left = (int32_t)read_number(reader) - (int32_t)tags;
        all->pairs[i].right = (int32_t)read_number(reader) - (int32_t)tags;
    }
}

static void read_weight(struct reader *reader, bool weights) {
    if (weights) {
        read_number(reader);
        read_number(reader);
    }
}

static void read_state(struct transducer *one, uint32_t state, struct reader *reader, bool weights,
                       struct buf *transitions) {
    uint32_t symbols = 0;
    for (uint32_t n = read_count(reader); n > 0; n--) {
        symbols += read_number(reader);
        struct transition transition = {symbols, (read_number(reader) + state) % one->states};
        read_weight(reader, weights);
        if (symbols >= one->pair_count)
            reader->short_of = true;
        buf_add(transitions, &transition, sizeof transition);
    }
}

static void read_states(struct transducer *one, struct reader *reader, bool weights) {
    struct buf transitions;
    buf_init(&transitions);
    one->first_state = read_number(reader);
    for (uint32_t n = read_count(reader); n > 0; n--) {
        read_number(reader); /* a final state: all paths lead to one */
        read_weight(reader, weights);
    }
    one->states = read_count(reader);
    one->first = arena_array(one->arena, (size_t)one->states + 1, sizeof *one->first);
    for (uint32_t state = 0; state < one->states && !reader->short_of; state++) {
        read_state(one, state, reader, weights, &transitions);
        one->first[state + 1] = (uint32_t)(transitions.n / sizeof(struct transition));
    }
    one->transitions = arena_array(one->arena, transitions.n + 1, 1);
    memcpy(one->transitions, transitions.data, transitions.n);
    buf_fini(&transitions);
}

/* ---- cycles ---- */

/* Tarjan's strongly connected components, without recursion. */
struct search {
    uint32_t *seen, *low, *next; /* order of discovery + 1, the earliest reached, the transition to follow next */
    uint32_t *open, *path;       /* states of groups not yet closed; states under way */
    uint32_t open_count, path_count, seen_count, groups;
};

static void enter(struct search *search, const struct transducer *one, uint32_t state) {
    search->seen[state] = search->low[state] = ++search->seen_count;
    search->next[state] = one->first[state];
    search->open[search->open_count++] = search->path[search->path_count++] = state;
}

static void leave(struct search *search, struct transducer *one, uint32_t state) {
    search->path_count--;
    if (search->path_count) {
        uint32_t *low = &search->low[search->path[search->path_count - 1]];
        *low = *low < search->low[state] ? *low : search->low[state];
    }
    if (search->low[state] != search->seen[state])
        return;
    search->groups++;
    uint32_t member;
    do {
        member = search->open[--search->open_count];
        one->cycle[member] = search->groups;
    } while (member != state);
}

static void follow(struct search *search, struct transducer *one) {
    while (search->path_count) {
        uint32_t state = search->path[search->path_count - 1];
        if (search->next[state] == one->first[state + 1]) {
            leave(search, one, state);
            continue;
        }
        uint32_t to = one->transitions[search->next[state]++].to;
        if (search->seen[to] == 0)
            enter(search, one, to);
        else if (one->cycle[to] == 0 && search->seen[to] < search->low[state])
            search->low[state] = search->seen[to];
    }
}

static void find_cycles(struct transducer *one) {
    struct search search = {.groups = 0};
    uint32_t **arrays[] = {&search.seen, &search.low, &search.next, &search.open, &search.path, &one->cycle};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        *arrays[i] = arena_array(one->arena, one->states, sizeof(uint32_t));
    for (uint32_t state = 0; state < one->states; state++) {
        if (search.seen[state])
            continue;
        enter(&search, one, state);
        follow(&search, one);
    }
}

/* ---- which states lead to words ---- */

static bool is_letter(int32_t symbol) {
    return symbol >= 0x80 || (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') || symbol == '-' ||
           symbol == '\'';
}

/* A head word is one word; its translation may be several. */
static bool is_followed(const struct symbols *pair, unsigned tagged) {
    int32_t left = tagged & 1 ? 0 : pair->left, right = tagged & 2 ? 0 : pair->right;
    return (left <= 0 || is_letter(left)) &&
           (right <= 0 || is_letter(right) || right == ' ' || right == '_' || right == '#');
}

static unsigned tagged_after(const struct symbols *pair, unsigned tagged) {
    return tagged | (pair->left < 0 ? 1 : 0) | (pair->right < 0 ? 2 : 0);
}

static bool leads_on(const struct transducer *one, uint32_t state, const struct transition *transition,
                     unsigned tagged) {
    const struct symbols *pair = &one->pairs[transition->symbols];
    if (one->cycle[transition->to] == one->cycle[state] || !is_followed(pair, tagged))
        return false;
    unsigned after = tagged_after(pair, tagged);
    return after == 3 || one->leads[transition->to] >> after & 1;
}

static void see_state(struct transducer *one, uint32_t state) {
    for (uint32_t i = one->first[state]; i < one->first[state + 1]; i++)
        for (unsigned tagged = 0; tagged < 3; tagged++)
            if (leads_on(one, state, &one->transitions[i], tagged))
                one->leads[state] |= (uint8_t)(1u << tagged);
}

/* States in the order of their groups, so that what a state reaches is known before. */
static void find_leads(struct transducer *one) {
    uint32_t *ends = arena_array(one->arena, (size_t)one->states + 2, sizeof *ends);
    uint32_t *ordered = arena_array(one->arena, one->states, sizeof *ordered);
    one->leads = arena_array(one->arena, one->states, 1);
    for (uint32_t state = 0; state < one->states; state++)
        ends[one->cycle[state] + 1]++;
    for (uint32_t group = 1; group <= one->states + 1; group++)
        ends[group] += ends[group - 1];
    for (uint32_t state = 0; state < one->states; state++)
        ordered[ends[one->cycle[state]]++] = state;
    for (uint32_t i = 0; i < one->states; i++)
        see_state(one, ordered[i]);
}

/* ---- walking ---- */

struct walk {
    const struct transducer *one;
    word_pair_fn *fn;
    void *context;
    uint64_t steps;
    struct buf left, right;
    int32_t tag; /* the left word's first */
};

static uint32_t order_of(const struct transducer *one, int32_t tag) {
    static const char *const kinds[] = {"n", "np", "adj", "vblex"};
    static const uint32_t orders[] = {0, 0, 1, 2};
    size_t i = (size_t)(-(int64_t)tag - 1);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds && i < one->tags.n; k++)
        if (str_eq_c(one->tags.v[i], kinds[k]))
            return orders[k];
    return 3;
}

static void step(struct walk *walk, uint32_t state, unsigned tagged, unsigned depth);

static void follow_pair(struct walk *walk, const struct symbols *pair, uint32_t to, unsigned tagged, unsigned depth) {
    size_t left = walk->left.n, right = walk->right.n;
    if (pair->left > 0 && !(tagged & 1))
        utf8_put(&walk->left, (uint32_t)pair->left);
    if (pair->right > 0 && !(tagged & 2))
        utf8_put(&walk->right, (uint32_t)pair->right);
    if (pair->left < 0 && !(tagged & 1))
        walk->tag = pair->left;
    unsigned after = tagged_after(pair, tagged);
    if (after == 3)
        walk->fn(walk->context, buf_str(&walk->left), buf_str(&walk->right), order_of(walk->one, walk->tag));
    else if (walk->left.n <= WORD_BYTES_MAX && walk->right.n <= WORD_BYTES_MAX)
        step(walk, to, after, depth + 1);
    walk->left.n = left;
    walk->right.n = right;
}

static void step(struct walk *walk, uint32_t state, unsigned tagged, unsigned depth) {
    const struct transducer *one = walk->one;
    for (uint32_t i = one->first[state]; i < one->first[state + 1]; i++) {
        const struct transition *transition = &one->transitions[i];
        if (++walk->steps > STEPS_MAX || depth > PATH_MAX_STEPS)
            return;
        if (leads_on(one, state, transition, tagged))
            follow_pair(walk, &one->pairs[transition->symbols], transition->to, tagged, depth);
    }
}

static void read_transducer(struct transducer *one, struct reader *reader, word_pair_fn *fn, void *context) {
    uint64_t features;
    struct str name = read_string(one->arena, reader);
    if (!read_magic(reader, "LTTD", &features) || features > 1) {
        reader->short_of = true;
        return;
    }
    read_states(one, reader, features & 1);
    if (reader->short_of || !str_starts(name, STR("main@")))
        return; /* the others hold numbers, addresses, punctuation */
    struct walk walk = {.one = one, .fn = fn, .context = context};
    if (one->first_state >= one->states) {
        reader->short_of = true;
        return;
    }
    buf_init(&walk.left);
    buf_init(&walk.right);
    find_cycles(one);
    find_leads(one);
    step(&walk, one->first_state, 0, 0);
    buf_fini(&walk.left);
    buf_fini(&walk.right);
}

enum err_code transducer_read(const char *path, word_pair_fn *fn, void *context, struct err *e) {
    struct transducer one = {.arena = arena_new()};
    struct reader reader = {.rest = STR_EMPTY};
    uint64_t features;
    enum err_code code = file_read(one.arena, path, FILE_MAX, &reader.rest, e);
    if (!code && !read_magic(&reader, "LTTB", &features))
        code = err_set(e, ERR_CORRUPT, "%s is no transducer of lttoolbox.", path);
    if (!code) {
        read_alphabet(&one, &reader);
        for (uint32_t n = read_count(&reader); n > 0 && !reader.short_of; n--)
            read_transducer(&one, &reader, fn, context);
        if (reader.short_of)
            code = err_set(e, ERR_CORRUPT, "%s is damaged: it does not add up.", path);
    }
    arena_free(&one.arena);
    return code;
}
