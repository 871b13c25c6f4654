/* The index lists the ways in which a folded word is written under "XE", and under "XN" the documents that never have
 * it written as it folds (corpus/term.h); so it stands somewhere just as folded when more documents have the word than
 * XN. */
#include "searcher/word_forms.h"

#include "corpus/term.h"

#include <string.h>

/* Stems found so far. */
struct finder {
    struct arena *arena;
    struct collection *collection;
    const struct field *field;
    struct buf stem, term;
    struct mark_stem *stems;
    size_t n;
    struct xc_error why;
};

static bool is_known(const struct finder *f, const struct language *language, struct str stem) {
    for (size_t i = 0; i < f->n; i++)
        if (f->stems[i].language == language && str_eq(f->stems[i].stem, stem))
            return true;
    return false;
}

static void add(struct finder *f, const struct language *language, struct str stem) {
    /* A power of two is full. */
    if ((f->n & (f->n - 1)) == 0) {
        struct mark_stem *grown = arena_array(f->arena, f->n ? 2 * f->n : 1, sizeof *grown);
        if (f->n)
            memcpy(grown, f->stems, f->n * sizeof *grown);
        f->stems = grown;
    }
    f->stems[f->n++] = (struct mark_stem){language, arena_str(f->arena, stem)};
}

/* One way of writing, in every language of the collection. Stems that no document has are found again and again; they
 * are kept, too, until the end, so that each is looked up once. */
static void stem_in_all(struct finder *f, struct str surface) {
    const struct manifest *manifest = &f->collection->manifest;
    for (size_t l = 0; l < manifest->language_count; l++) {
        const struct language *language = manifest->languages[l].language;
        buf_clear(&f->stem);
        if (tokens_stem(f->collection->tokens, surface, language, &f->stem) &&
            !is_known(f, language, buf_str(&f->stem)))
            add(f, language, buf_str(&f->stem));
    }
}

static enum xc_code frequency(struct finder *f, uint32_t *docs) {
    return xc_db_term_freq(f->collection->db, engine_bytes(buf_str(&f->term)), docs, NULL, &f->why);
}

static enum xc_code stem_plain(struct finder *f, struct str folded) {
    uint32_t docs = 0, never = 0;
    term_word(&f->term, field_row(FIELD_TEXT), folded);
    enum xc_code code = frequency(f, &docs);
    term_never_plain(&f->term, folded);
    if (!code)
        code = frequency(f, &never);
    if (!code && docs > never)
        stem_in_all(f, folded);
    return code;
}

static enum xc_code stem_written(struct finder *f, struct str folded, bool *capped) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    size_t ways = 0;
    term_surface_prefix(&f->term, folded);
    enum xc_code code = xc_walk_terms(f->collection->db, engine_bytes(buf_str(&f->term)), &walk, &f->why);
    while (!code && entry.valid && ways < WORD_WAYS_MAX) {
        code = xc_walk_next(walk, &entry, &f->why);
        if (code || !entry.valid)
            break;
        ways++;
        stem_in_all(f, (struct str){entry.text.p + f->term.n, entry.text.n - f->term.n});
    }
    xc_walk_free(&walk);
    *capped = ways == WORD_WAYS_MAX;
    return code;
}

static enum xc_code keep_indexed(struct finder *f) {
    size_t kept = 0;
    for (size_t i = 0; i < f->n; i++) {
        uint32_t docs = 0;
        term_stem(&f->term, f->field, f->stems[i].language, f->stems[i].stem);
        enum xc_code code = frequency(f, &docs);
        if (code)
            return code;
        if (docs > 0)
            f->stems[kept++] = f->stems[i];
    }
    f->n = kept;
    return XC_OK;
}

enum err_code word_forms_stems(struct arena *arena, struct collection *collection, const struct field *field,
                               const struct token *typed, struct mark_stem **stems, size_t *n, bool *capped,
                               struct err *e) {
    struct finder f = {.arena = arena, .collection = collection, .field = field};
    *capped = false;
    buf_init(&f.stem);
    buf_init(&f.term);
    stem_in_all(&f, typed->surface);
    enum xc_code code = stem_plain(&f, typed->folded);
    if (!code)
        code = stem_written(&f, typed->folded, capped);
    if (!code)
        code = keep_indexed(&f);
    buf_fini(&f.stem);
    buf_fini(&f.term);
    *stems = f.stems;
    *n = f.n;
    return code ? collection_engine_error(e, &f.why) : ERR_OK;
}
