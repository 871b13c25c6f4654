/* One walk over the words of the index, skipping from range to range; a short list of the best is kept on the way. */
#include "searcher/word_translit.h"

#include "corpus/name_key.h"
#include "searcher/word_forms.h"

#include <stdlib.h>
#include <string.h>

/* What a form counts when it is spelled just as the name sounds, and when it is as far away as is still accepted. */
#define SHARE_NEAREST 0.9
#define SHARE_FARTHEST 0.25
/* What a form's other forms (Путина) count beside it. */
#define SHARE_OF_STEM 0.9
/* How much farther than the best of its script a word may be. */
#define MARGIN 4
/* Words of one script that are no longer forms of others. */
#define SCRIPT_FORMS 4
/* What each doubling of its documents is worth to a form. */
#define FREQUENT 6

struct candidate {
    struct str form;
    enum name_script script;
    unsigned apart, tolerance;
    uint32_t docs;
};

struct finder {
    struct arena *arena;
    struct collection *collection;
    const struct word_languages *languages;
    const struct token *typed;
    struct name_keys *keys;
    struct name_key key;
    struct candidate best[WORD_TRANSLIT_FORMS];
    size_t n;
    struct buf stem; /* scratch */
    struct xc_error why;
};

/* By the share of its tolerance that a form uses up, in hundredths; less for what many documents have, because a name's
 * usual writing is far more frequent than slips and chance. */
static int rank(const struct candidate *candidate) {
    int bits = 0;
    for (uint32_t docs = candidate->docs; docs; docs /= 2)
        bits++;
    return (int)(100 * candidate->apart / (candidate->tolerance + 1)) - FREQUENT * bits;
}

static bool is_better(const struct candidate *a, const struct candidate *b) {
    return rank(a) < rank(b);
}

static void keep(struct finder *f, struct candidate new) {
    size_t at = f->n;
    if (f->n == WORD_TRANSLIT_FORMS) {
        if (!is_better(&new, &f->best[f->n - 1]))
            return;
        at = --f->n;
    }
    while (at > 0 && is_better(&new, &f->best[at - 1]))
        at--;
    memmove(&f->best[at + 1], &f->best[at], (f->n - at) * sizeof *f->best);
    new.form = arena_str(f->arena, new.form);
    f->best[at] = new;
    f->n++;
}

static void look_at(struct finder *f, const struct xc_entry *entry) {
    struct candidate new = {.form = {entry->text.p, entry->text.n}, .docs = entry->docs};
    struct name_key key;
    if (str_eq(new.form, f->typed->folded) || !name_key_make(f->keys, new.form, &key) ||
        !name_key_same(f->keys, &f->key, &key, &new.apart))
        return;
    new.script = key.script;
    new.tolerance = name_key_tolerance(&f->key, &key);
    keep(f, new);
}

static bool is_behind(struct str word, const struct name_range *range) {
    struct str to = {range->to, range->to_n};
    return str_cmp(word, to) > 0 && !str_starts(word, to);
}

/* Every word of the ranges, in one walk. */
static enum xc_code walk_ranges(struct finder *f, const struct name_range *ranges, size_t n) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    enum xc_code code = xc_walk_terms(f->collection->db, (struct xc_bytes){"", 0}, &walk, &f->why);
    for (size_t i = 0; i < n && !code && entry.valid;) {
        struct str word = {entry.text.p, entry.text.n}, from = {ranges[i].from, ranges[i].from_n};
        if (word.p == NULL || str_cmp(word, from) < 0) {
            code = xc_walk_skip(walk, engine_bytes(from), 0, &f->why);
        } else if (is_behind(word, &ranges[i])) {
            i++;
            continue;
        } else {
            look_at(f, &entry);
        }
        if (!code)
            code = xc_walk_next(walk, &entry, &f->why);
    }
    xc_walk_free(&walk);
    return code;
}

/* Where a script has the name as it sounds, words farther off are others (بوطنه beside بوتين), and so are most where it
 * has many; but not a better one's longer forms (лондону beside лондон). */
static bool is_outdone(const struct finder *f, size_t at) {
    const struct candidate *candidate = &f->best[at];
    bool outdone = false;
    size_t before = 0;
    for (size_t i = 0; i < at; i++) {
        if (f->best[i].script != candidate->script)
            continue;
        if (str_starts(candidate->form, f->best[i].form))
            return false;
        outdone |= f->best[i].apart + MARGIN < candidate->apart || ++before >= SCRIPT_FORMS;
    }
    return outdone;
}

struct list {
    struct word_more *v;
    size_t n, stems;
};

static void add(struct list *list, const struct language *language, struct str form, double share, struct str why) {
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].language == language && str_eq(list->v[i].form, form))
            return;
    list->v[list->n++] = (struct word_more){.language = language, .form = form, .share = share, .why = why};
    list->stems += language != NULL;
}

static double share_of(const struct candidate *candidate) {
    double used = (double)candidate->apart / (candidate->tolerance + 1);
    return SHARE_NEAREST - used * (SHARE_NEAREST - SHARE_FARTHEST);
}

static struct str why_of(struct finder *f, const struct candidate *candidate, const struct language *language) {
    return arena_printf(f->arena, "%.*s%s%s, as %.*s in another %s", STR_FMT(candidate->form),
                        language ? " in its forms in " : "", language ? language->name : "", STR_FMT(f->typed->surface),
                        candidate->script == f->key.script ? "spelling" : "script");
}

/* A stem that no longer sounds like the name (Arabic وتين of بوتين, its p taken for a word before it) would find
 * others. */
static bool is_still_the_name(struct finder *f, struct str stem) {
    struct name_key key;
    unsigned apart;
    return name_key_make(f->keys, stem, &key) && name_key_same(f->keys, &f->key, &key, &apart);
}

/* A stem of the typed word itself is searched for in any case. */
static bool is_own_stem(struct finder *f, const struct mark_stem *stem) {
    buf_clear(&f->stem);
    return tokens_stem(f->collection->tokens, f->typed->surface, stem->language, &f->stem) &&
           str_eq(buf_str(&f->stem), stem->stem);
}

static enum err_code add_stems(struct finder *f, const struct candidate *candidate, struct list *list, struct err *e) {
    struct token token = {.kind = TOKEN_WORD, .folded = candidate->form, .surface = candidate->form};
    struct mark_stem *stems;
    size_t n;
    bool capped;
    enum err_code code =
        word_forms_stems(f->arena, f->collection, field_row(FIELD_TEXT), f->languages, &token, &stems, &n, &capped, e);
    for (size_t i = 0; !code && i < n && list->stems < WORD_TRANSLIT_STEMS; i++)
        if (is_still_the_name(f, stems[i].stem) && !is_own_stem(f, &stems[i]))
            add(list, stems[i].language, stems[i].stem, SHARE_OF_STEM * share_of(candidate),
                why_of(f, candidate, stems[i].language));
    return code;
}

static enum err_code list_best(struct finder *f, struct list *list, struct err *e) {
    enum err_code code = ERR_OK;
    list->v = arena_array(f->arena, WORD_TRANSLIT_FORMS + WORD_TRANSLIT_STEMS, sizeof *list->v);
    for (size_t i = 0; i < f->n && !code; i++) {
        if (is_outdone(f, i))
            continue;
        add(list, NULL, f->best[i].form, share_of(&f->best[i]), why_of(f, &f->best[i], NULL));
        if (i < WORD_TRANSLIT_STEMMED)
            code = add_stems(f, &f->best[i], list, e);
    }
    return code;
}

enum err_code word_translit(struct arena *arena, struct collection *collection,
                            const struct word_languages *languages, const struct token *typed, struct word_more **out,
                            size_t *n, struct err *e) {
    struct finder f = {.arena = arena,
                       .collection = collection,
                       .languages = languages,
                       .typed = typed,
                       .keys = name_keys_new()};
    struct list list = {0};
    enum err_code code = ERR_OK;
    buf_init(&f.stem);
    if (typed->kind == TOKEN_WORD && name_key_make(f.keys, typed->folded, &f.key)) {
        struct name_range *ranges;
        size_t range_count = name_key_ranges(f.keys, &f.key, &ranges);
        if (walk_ranges(&f, ranges, range_count))
            code = collection_engine_error(e, &f.why);
        free(ranges);
    }
    if (!code)
        code = list_best(&f, &list, e);
    name_keys_free(&f.keys);
    buf_fini(&f.stem);
    *out = list.v;
    *n = list.n;
    return code;
}
