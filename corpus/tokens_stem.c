/* libstemmer keeps state in each stemmer object; a set of them belongs to one struct tokens, and so to one thread. */
#include "corpus/tokens_stem.h"

#include "corpus/base/arena.h"
#include "corpus/stem_light.h"
#include "corpus/stem_respell.h"

#include <assert.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <xxhash.h>

/* One of the two, or neither until it is asked for. */
struct stemmer {
    struct stem_light *light;
    struct sb_stemmer *snowball;
    uint64_t respelled; /* letters, see stem_respell.h */
};

struct stemmers {
    struct stemmer *of; /* by language_index */
    struct utf16 lower, normal;
    struct buf bytes;
};

struct stemmers *stemmers_new(void) {
    struct stemmers *stemmers = mem_alloc(sizeof *stemmers);
    stemmers->of = mem_array(language_count(), sizeof *stemmers->of);
    buf_init(&stemmers->bytes);
    return stemmers;
}

void stemmers_free(struct stemmers **stemmers) {
    if (!*stemmers)
        return;
    for (size_t i = 0; i < language_count(); i++) {
        struct stemmer *stemmer = &(*stemmers)->of[i];
        stem_light_free(&stemmer->light);
        if (stemmer->snowball)
            sb_stemmer_delete(stemmer->snowball);
    }
    free((*stemmers)->of);
    utf16_fini(&(*stemmers)->lower);
    utf16_fini(&(*stemmers)->normal);
    buf_fini(&(*stemmers)->bytes);
    free(*stemmers);
    *stemmers = NULL;
}

static struct sb_stemmer *snowball_open(const char *algorithm) {
    struct sb_stemmer *stemmer = sb_stemmer_new(algorithm, "UTF_8");
    assert(stemmer); /* the table of languages names only algorithms that there are */
    return stemmer;
}

static const struct stemmer *stemmer_of(struct stemmers *stemmers, const struct language *language) {
    struct stemmer *stemmer = &stemmers->of[language_index(language)];
    if (!stemmer->light && !stemmer->snowball) {
        stemmer->respelled = stem_respell_letters(language);
        stemmer->light = stem_light_new(language->stemmer);
        if (!stemmer->light)
            stemmer->snowball = snowball_open(language->stemmer);
    }
    return stemmer;
}

static bool has_letter(const struct utf16 *s) {
    for (int32_t i = 0; i < s->n;) {
        UChar32 c;
        U16_NEXT(s->v, i, s->n, c);
        if (u_isalpha(c))
            return true;
    }
    return false;
}

/* Turkish and Azerbaijani write I and ı, İ and i. */
static const char *casing_of(const struct language *language) {
    struct str code = str_from(language->code);
    return str_eq(code, STR("tr")) || str_eq(code, STR("az")) ? "tr" : "";
}

static struct str stem_bytes(struct sb_stemmer *stemmer, struct str word) {
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word.p, (int)word.n);
    assert(stem); /* NULL only without memory, and memory never comes back as NULL here */
    return (struct str){(const char *)stem, (size_t)sb_stemmer_length(stemmer)};
}

static void stem_snowball(struct stemmers *stemmers, struct sb_stemmer *snowball, struct utf16 *text) {
    buf_clear(&stemmers->bytes);
    utf16_to_utf8(text, &stemmers->bytes);
    utf16_set(text, stem_bytes(snowball, buf_str(&stemmers->bytes)));
}

bool stemmers_stem(struct stemmers *stemmers, struct fold *fold, const struct utf16 *word,
                   const struct language *language, struct buf *out) {
    utf16_normalize(fold->nfkc, word, &stemmers->normal);
    if (!has_letter(&stemmers->normal))
        return false;
    utf16_lower(casing_of(language), &stemmers->normal, &stemmers->lower);
    utf16_normalize(fold->nfkc, &stemmers->lower, &stemmers->normal);
    struct utf16 *text = &stemmers->normal;
    const struct stemmer *stemmer = stemmer_of(stemmers, language);
    text->n = stem_respell_word(language, stemmer->respelled, text->v, text->n);
    if (stemmer->light)
        text->n = stem_light_word(stemmer->light, text->v, text->n);
    else
        stem_snowball(stemmers, stemmer->snowball, text);
    text->n = stem_respell_stem(language, stemmer->respelled, text->v, text->n);
    fold_add(fold, text, FOLD_WORD, out);
    return text->n > 0;
}

/* Forms on which the rules of the algorithms bite; each algorithm stems all of them. */
static const char *const probes[] = {
    "investigaciones", "comisarías",      "polícias",         "mouvements",        "nationalité",   "continuellement",
    "häuser",          "untersuchungen",  "relational",       "hopefulness",       "generously",    "flüchtlinge",
    "regeringens",     "mennesker",       "lichamelijkheden", "pronunciamento",    "abbandonarsi",  "întrebările",
    "épületekben",     "kitaplarımızdan", "talossanikin",     "investigacions",    "etxeetarako",   "náisiúnta",
    "pemerintahan",    "vyriausybės",     "расследованиями",  "правительственный", "истраживања",   "κυβερνήσεων",
    "αστυνομικός",     "والمسلمين",       "إرهابيون",         "मानवाधिकारों",       "அரசாங்கத்தின்",    "սահմանադրությունը",
    "סאָציאַלע",         "सरकारहरूले",        "թագավորների",      "rannsóknir",        "oversættelser",
};

void stemmers_fingerprint(struct buf *out) {
    struct buf stems;
    buf_init(&stems);
    for (const char **algorithm = sb_stemmer_list(); *algorithm; algorithm++) {
        struct sb_stemmer *stemmer = snowball_open(*algorithm);
        buf_add_c(&stems, *algorithm);
        for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
            buf_add_byte(&stems, ' ');
            buf_add_str(&stems, stem_bytes(stemmer, str_from(probes[i])));
        }
        sb_stemmer_delete(stemmer);
    }
    XXH64_hash_t hash = XXH3_64bits_withSeed(stems.data, stems.n, stem_light_fingerprint() ^ stem_respell_fingerprint());
    buf_addf(out, "%08x", (unsigned)(hash >> 32));
    buf_fini(&stems);
}
