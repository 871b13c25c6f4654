/* The order of the last steps is what makes a crash at any moment harmless:
 *
 *   segments/000013.tmp   built, closed, checked in a child, fsynced file by file
 *   segments/000013       renamed; no manifest names it yet, so the next run's pruning would remove it
 *   generations/000007    the manifest; CURRENT does not name it yet
 *   generations/CURRENT   switched: from here on it is served
 *
 * Neighbours: segment.c writes, merge.c chooses and copies, corpus/store/generation.h knows manifests and CURRENT. */
#include "indexer/publish.h"

#include "corpus/contract.h"
#include "indexer/census.h"
#include "indexer/merge.h"
#include "indexer/moment.h"
#include "indexer/stop.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void publish_begin(struct publish *p, const char *collection, const struct manifest *served) {
    *p = (struct publish){.collection = collection, .served = served};
    p->hiding = mem_array(served->segment_count + 1, sizeof *p->hiding);
}

/* Numbers only rise: every generation names the segment that was made for it. One that a killed run left behind, and that
 * could not be pruned, is passed over. */
static uint32_t next_number(const char *collection, const struct manifest *served) {
    uint32_t number = 1;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < served->segment_count; i++)
        number = served->segments[i].number >= number ? served->segments[i].number + 1 : number;
    while (file_exists(generation_segment_path(arena, collection, number, false)))
        number++;
    arena_free(&arena);
    return number;
}

enum err_code publish_add(struct publish *p, const struct document *doc, uint32_t first_seen, uint32_t *segment,
                          uint32_t *docid, struct err *e) {
    enum err_code code = ERR_OK;
    if (p->segment == NULL)
        code = segment_create(&p->segment, p->collection, next_number(p->collection, p->served), e);
    if (!code)
        code = segment_add(p->segment, doc, first_seen, docid, e);
    *segment = segment_number(p->segment);
    return code;
}

void publish_hide(struct publish *p, uint32_t segment, uint32_t docid) {
    size_t i = 0;
    while (i < p->served->segment_count && p->served->segments[i].number != segment)
        i++;
    assert(i < p->served->segment_count && docid >= 1 && docid <= p->served->segments[i].documents);
    struct hiding *hiding = &p->hiding[i];
    if (hiding->count == hiding->room) {
        hiding->room = hiding->room ? 2 * hiding->room : 64;
        hiding->docids = mem_realloc(hiding->docids, hiding->room, sizeof *hiding->docids);
    }
    hiding->docids[hiding->count++] = docid;
}

uint32_t publish_documents(const struct publish *p) {
    return p->segment ? segment_documents(p->segment) : 0;
}

void publish_close(struct publish *p) {
    for (size_t i = 0; p->hiding && i < p->served->segment_count; i++)
        free(p->hiding[i].docids);
    free(p->hiding);
    p->hiding = NULL;
    if (p->segment == NULL)
        return;
    struct buf path;
    buf_init(&path);
    buf_add_c(&path, segment_path(p->segment));
    segment_free(&p->segment);
    file_remove_tree(path.data, NULL); /* has another name by now if it is served */
    buf_fini(&path);
}

/* ---- the next manifest ---- */

static int number_order(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static struct manifest_segment with_hidden(struct arena *arena, const struct manifest_segment *segment,
                                           const struct hiding *more) {
    struct manifest_segment out = *segment;
    if (more->count == 0)
        return out;
    out.hidden = arena_array(arena, segment->hidden_count + more->count, sizeof *out.hidden);
    if (segment->hidden_count)
        memcpy(out.hidden, segment->hidden, segment->hidden_count * sizeof *out.hidden);
    for (size_t i = 0; i < more->count; i++)
        out.hidden[out.hidden_count++] = more->docids[i];
    qsort(out.hidden, out.hidden_count, sizeof *out.hidden, number_order);
    return out;
}

/* The segments served so far, with this run's changes hidden; those of which nothing is left to serve are gone. */
static void carry_over(struct publish *p, struct arena *arena, struct manifest *next) {
    next->segments = arena_array(arena, p->served->segment_count + 1, sizeof *next->segments);
    next->segment_count = 0;
    for (size_t i = 0; i < p->served->segment_count; i++) {
        struct manifest_segment segment = with_hidden(arena, &p->served->segments[i], &p->hiding[i]);
        if (segment.hidden_count < segment.documents)
            next->segments[next->segment_count++] = segment;
    }
}

static enum err_code merge(struct publish *p, struct ledger *ledger, struct arena *arena, struct manifest *next,
                           struct err *e) {
    bool *take = arena_array(arena, next->segment_count + 1, sizeof *take);
    size_t kept = 0;
    enum err_code code = ERR_OK;
    merge_choose(next->segments, next->segment_count, segment_documents(p->segment), take);
    for (size_t i = 0; !code && i < next->segment_count; i++) {
        if (!take[i]) {
            next->segments[kept++] = next->segments[i];
            continue;
        }
        code = merge_take_in(p->segment, ledger, p->collection, &next->segments[i], e);
        p->merged++;
    }
    next->segment_count = kept;
    return code;
}

/* ---- the last steps ---- */

static void in_child(void *lock) {
    lock_forget(lock);
}

static enum err_code complete(struct publish *p, struct lock *lock, struct arena *arena,
                              struct manifest_segment *segment, struct err *e) {
    const char *path = segment_path(p->segment);
    *segment = (struct manifest_segment){.number = segment_number(p->segment),
                                         .documents = segment_documents(p->segment)};
    enum err_code code = segment_finish(p->segment, e);
    if (!code)
        code = segment_verify(path, segment->documents, in_child, lock, e);
    if (!code)
        code = generation_list_files(arena, path, segment, e);
    if (!code)
        code = file_sync_tree(path, e);
    if (!code && stop_asked())
        code = err_set(e, ERR_IO, "Stopped on request.");
    return code;
}

/* After a failure of the switch itself, whether it took place is looked up and never guessed: removing a segment that is
 * served would be the one fault that cannot be mended. */
static bool is_served(const struct publish *p, uint32_t generation) {
    struct arena *arena = arena_new();
    struct manifest now;
    bool served = generation_read(arena, p->collection, &now, NULL) != ERR_OK || now.number == generation;
    arena_free(&arena);
    return served;
}

static enum err_code name_and_switch(struct publish *p, struct arena *arena, struct manifest *next, struct err *e) {
    const char *name = generation_segment_path(arena, p->collection, segment_number(p->segment), false);
    enum err_code code = file_rename(segment_path(p->segment), name, e);
    if (code)
        return code;
    code = census_fill_manifest(arena, p->collection, next, e);
    if (!code)
        code = generation_publish(p->collection, next, e);
    if (code && !is_served(p, next->number))
        file_remove_tree(name, NULL);
    return code;
}

static void describe(struct arena *arena, const struct manifest *served, struct manifest *next) {
    struct buf contract;
    char moment[MOMENT_SIZE];
    buf_init(&contract);
    contract_current(&contract);
    *next = (struct manifest){.number = served->number + 1, .program = STR("rastro " RASTRO_VERSION)};
    next->contract = arena_str(arena, buf_str(&contract));
    next->created = arena_str(arena, str_from(moment_now(moment)));
    buf_fini(&contract);
}

enum err_code publish_finish(struct publish *p, struct ledger *ledger, struct lock *lock, struct arena *arena,
                             struct manifest *next, struct err *e) {
    describe(arena, p->served, next);
    carry_over(p, arena, next);
    enum err_code code = merge(p, ledger, arena, next, e);
    if (!code)
        code = complete(p, lock, arena, &next->segments[next->segment_count], e);
    next->segment_count += !code;
    return code ? code : name_and_switch(p, arena, next, e);
}
