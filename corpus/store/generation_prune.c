/* Removing what no generation worth keeping names. Only names of our own making are touched: whatever else lies in the
 * two folders was put there by somebody for a reason. Manifests go before segments, so that a crash in between leaves
 * segments that nobody names, and never a manifest of segments that are gone. */
#include "corpus/store/generation_parts.h"

#include <assert.h>
#include <unistd.h>

struct prune {
    struct arena *arena;
    const char *collection;
    uint32_t *generations; /* to keep */
    size_t generation_count;
    uint32_t *segments; /* to keep */
    size_t segment_count;
};

static bool contains(const uint32_t *numbers, size_t n, uint32_t number) {
    for (size_t i = 0; i < n; i++)
        if (numbers[i] == number)
            return true;
    return false;
}

/* The current generation, if there is one, and those before it. */
static enum err_code choose_generations(struct prune *p, uint32_t current, unsigned keep) {
    uint32_t *there;
    size_t n;
    enum err_code code = generation_numbers(p->arena, p->collection, "generations", &there, &n, NULL);
    p->generations = arena_array(p->arena, n + 1, sizeof *p->generations);
    if (current)
        p->generations[p->generation_count++] = current;
    for (size_t i = n; i > 0 && !code && p->generation_count < keep; i--)
        if (there[i - 1] < current)
            p->generations[p->generation_count++] = there[i - 1];
    return code;
}

static enum err_code choose_segments(struct prune *p) {
    struct manifest *kept = arena_array(p->arena, p->generation_count + 1, sizeof *kept);
    size_t room = 1;
    for (size_t i = 0; i < p->generation_count; i++) {
        enum err_code code = generation_load(p->arena, p->collection, p->generations[i], &kept[i], NULL);
        if (code)
            return code;
        room += kept[i].segment_count;
    }
    p->segments = arena_array(p->arena, room, sizeof *p->segments);
    for (size_t i = 0; i < p->generation_count; i++)
        for (size_t s = 0; s < kept[i].segment_count; s++)
            p->segments[p->segment_count++] = kept[i].segments[s].number;
    return ERR_OK;
}

/* "a1B2c3", as mkostemp makes them. Six small letters are left alone, because people call their copies "000007.backup";
 * so one leftover in two hundred stays, and does no harm. */
static bool is_random(struct str suffix) {
    bool looks_random = false;
    for (size_t i = 0; i < suffix.n; i++)
        looks_random = looks_random || suffix.p[i] < 'a' || suffix.p[i] > 'z';
    return suffix.n == 6 && looks_random;
}

/* "000007.a1B2c3", "CURRENT.a1B2c3": file_replace was cut off. */
static bool is_left_beside(struct str name) {
    struct str head, tail;
    uint32_t number;
    return str_cut(name, '.', &head, &tail) && is_random(tail) &&
           (str_eq_c(head, "CURRENT") || generation_number_of(head, &number));
}

/* False when a manifest that has to go could not be removed. */
static bool remove_manifests(const struct prune *p) {
    struct strs names = {NULL, 0};
    const char *folder = generation_path(p->arena, p->collection, "generations");
    bool removed = true;
    uint32_t number;
    if (file_list(p->arena, folder, &names, NULL))
        return false;
    for (size_t i = 0; i < names.n; i++) {
        bool is_manifest = generation_number_of(names.v[i], &number);
        if (is_manifest ? contains(p->generations, p->generation_count, number) : !is_left_beside(names.v[i]))
            continue;
        bool gone = unlink(generation_path(p->arena, folder, names.v[i].p)) == 0;
        removed = removed && (gone || !is_manifest);
    }
    return file_sync_dir(folder, NULL) == ERR_OK && removed;
}

static bool is_unfinished(struct str name) {
    struct str head, tail;
    uint32_t number;
    return str_cut(name, '.', &head, &tail) && str_eq_c(tail, "tmp") && generation_number_of(head, &number);
}

static void remove_segments(const struct prune *p) {
    struct strs names = {NULL, 0};
    const char *folder = generation_path(p->arena, p->collection, "segments");
    uint32_t number;
    if (file_list(p->arena, folder, &names, NULL))
        return;
    for (size_t i = 0; i < names.n; i++) {
        bool is_segment = generation_number_of(names.v[i], &number);
        if (is_segment ? !contains(p->segments, p->segment_count, number) : is_unfinished(names.v[i]))
            file_remove_tree(generation_path(p->arena, folder, names.v[i].p), NULL);
    }
}

void generation_prune(const char *collection, uint32_t current, unsigned keep) {
    assert(keep >= 1);
    struct prune p = {.arena = arena_new(), .collection = collection};
    if (!choose_generations(&p, current, keep) && !choose_segments(&p) && remove_manifests(&p))
        remove_segments(&p);
    arena_free(&p.arena);
}
