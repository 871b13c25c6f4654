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
    const struct word_languages *languages;
    const struct token *typed;
    struct str *plain; /* [language], the stems of the folded word; empty where there is none */
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
    f->stems = arena_grow(f->arena, f->stems, f->n, sizeof *f->stems);
    f->stems[f->n++] = (struct mark_stem){language, arena_str(f->arena, stem)};
}

/* Stems that no document has are found again and again; they are kept, too, until the end, so that each is looked up
 * once. */
static void add_new(struct finder *f, const struct language *language) {
    if (!is_known(f, language, buf_str(&f->stem)))
        add(f, language, buf_str(&f->stem));
}

static void stem_in(struct finder *f, struct str surface, const struct language *language) {
    buf_clear(&f->stem);
    if (tokens_stem(f->collection->tokens, surface, language, &f->stem))
        add_new(f, language);
}

/* Asked for by three of the steps below; so it is stemmed once. */
static void stem_folded(struct finder *f) {
    f->plain = arena_array(f->arena, f->languages->n + 1, sizeof *f->plain);
    for (size_t l = 0; l < f->languages->n; l++) {
        buf_clear(&f->stem);
        if (tokens_stem(f->collection->tokens, f->typed->folded, f->languages->v[l], &f->stem))
            f->plain[l] = arena_str(f->arena, buf_str(&f->stem));
    }
}

static void stem_folded_in_all(struct finder *f) {
    for (size_t l = 0; l < f->languages->n; l++) {
        buf_clear(&f->stem);
        buf_add_str(&f->stem, f->plain[l]);
        if (f->plain[l].n)
            add_new(f, f->languages->v[l]);
    }
}

static void stem_in_all(struct finder *f, struct str surface) {
    if (str_eq(surface, f->typed->folded)) {
        stem_folded_in_all(f);
        return;
    }
    for (size_t l = 0; l < f->languages->n; l++)
        stem_in(f, surface, f->languages->v[l]);
}

static void stem_bare_in_all(struct finder *f, struct str surface) {
    for (size_t l = 0; l < f->languages->n; l++) {
        buf_clear(&f->stem);
        if (tokens_stem_bare(f->collection->tokens, surface, f->languages->v[l], &f->stem))
            add_new(f, f->languages->v[l]);
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
    if (!code && docs > never && !str_eq(folded, f->typed->surface))
        stem_folded_in_all(f);
    return code;
}

/* Called with each written word: its folded form, and how it is written. */
typedef void (*written_fn)(struct finder *f, struct str folded, struct str surface, void *context);

/* Every written word whose term begins as f->term. */
static enum xc_code each_written(struct finder *f, written_fn fn, void *context, bool *capped) {
    struct xc_walk *walk = NULL;
    struct xc_entry entry = {.valid = true};
    size_t ways = 0;
    enum xc_code code = xc_walk_terms(f->collection->db, engine_bytes(buf_str(&f->term)), &walk, &f->why);
    while (!code && ways < WORD_WAYS_MAX && !(code = xc_walk_next(walk, &entry, &f->why)) && entry.valid) {
        struct str folded, surface;
        if (term_surface_parts((struct str){entry.text.p, entry.text.n}, &folded, &surface))
            fn(f, folded, surface, context);
        ways++;
    }
    xc_walk_free(&walk);
    *capped |= ways == WORD_WAYS_MAX;
    return code;
}

static void same_word(struct finder *f, struct str folded, struct str surface, void *context) {
    (void)folded, (void)context;
    if (!str_eq(surface, f->typed->surface))
        stem_in_all(f, surface);
}

/* The stem that the typed word has without accents, in the languages where it is this one. */
struct bare_stem {
    struct str stem;
    const struct language **languages;
    size_t n;
};

static bool stem_is(struct finder *f, struct str word, const struct language *language, struct str stem) {
    buf_clear(&f->stem);
    return tokens_stem(f->collection->tokens, word, language, &f->stem) && str_eq(buf_str(&f->stem), stem);
}

static void other_form(struct finder *f, struct str folded, struct str surface, void *context) {
    const struct bare_stem *bare = context;
    for (size_t i = 0; i < bare->n; i++)
        if (stem_is(f, folded, bare->languages[i], bare->stem))
            stem_in(f, surface, bare->languages[i]);
}

static size_t letters(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* The languages, by the stem they make of the word without accents. */
static size_t bare_stems(struct finder *f, struct bare_stem *bare) {
    size_t n = 0;
    for (size_t l = 0; l < f->languages->n; l++) {
        const struct language *language = f->languages->v[l];
        size_t i = 0;
        if (f->plain[l].n == 0)
            continue;
        while (i < n && !str_eq(bare[i].stem, f->plain[l]))
            i++;
        if (i == n) {
            bare[n++] = (struct bare_stem){.stem = f->plain[l]};
            bare[i].languages = arena_array(f->arena, f->languages->n, sizeof(struct language *));
        }
        bare[i].languages[bare[i].n++] = language;
    }
    return n;
}

static enum xc_code stem_other_forms(struct finder *f, bool *capped) {
    struct bare_stem *bare = arena_array(f->arena, f->languages->n + 1, sizeof *bare);
    size_t n = bare_stems(f, bare);
    enum xc_code code = XC_OK;
    for (size_t i = 0; i < n && !code; i++) {
        if (letters(bare[i].stem) < WORD_FORMS_LETTERS)
            continue;
        term_surface_beginning(&f->term, bare[i].stem);
        code = each_written(f, other_form, &bare[i], capped);
    }
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
                               const struct word_languages *languages, const struct token *typed,
                               struct mark_stem **stems, size_t *n, bool *capped, struct err *e) {
    struct finder f = {.arena = arena, .collection = collection, .field = field, .languages = languages, .typed = typed};
    *capped = false;
    buf_init(&f.stem);
    buf_init(&f.term);
    stem_folded(&f);
    stem_in_all(&f, typed->surface);
    stem_bare_in_all(&f, typed->surface);
    enum xc_code code = stem_plain(&f, typed->folded);
    term_surface_prefix(&f.term, typed->folded);
    if (!code)
        code = each_written(&f, same_word, NULL, capped);
    if (!code)
        code = stem_other_forms(&f, capped);
    if (!code)
        code = keep_indexed(&f);
    buf_fini(&f.stem);
    buf_fini(&f.term);
    *stems = f.stems;
    *n = f.n;
    return code ? collection_engine_error(e, &f.why) : ERR_OK;
}
