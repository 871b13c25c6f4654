/* Which words of one language does a word of another translate to?
 *
 * A folder of dictionaries, one file for each direction of a pair ("eng-spa.rdic"), mapped and searched by halves as
 * they lie. Head words are single words in their folded form (tokens.h); translations are kept as they are written,
 * best first, and may be several words. A word that is no head word itself is looked up by its stem in the language of
 * the dictionary: stations finds station.
 *
 * The files are made from installed packages by `rastro-index dictionaries` and belong to this program's analysis, as
 * an index does; dictionary_format.h has the drawing, dictionary_write.h the writer. */
#ifndef CORPUS_DICTIONARY_H
#define CORPUS_DICTIONARY_H

#include "corpus/tokens.h"

#include "corpus/base/err.h"

#define DICTIONARY_SUFFIX ".rdic"

struct dictionary;

struct dictionary_pair {
    const struct language *from, *to;
    uint32_t heads;        /* words that it translates */
    uint32_t translations; /* of all of them */
};

struct dictionary_translation {
    const struct language *from, *to;
    struct str head; /* the head word, folded: the word asked for, or the nearest one with its stem */
    struct str text; /* as written: "comisaría", "orden de detención" */
    uint32_t rank;   /* 0 the best */
    uint32_t agree;  /* how many sources have it */
    bool reversed;   /* only known from a dictionary of the other direction */
    bool by_stem;    /* the word itself is no head word */
};

/* False ends the look-up. The slices are good until dictionary_close. */
typedef bool dictionary_fn(void *context, const struct dictionary_translation *translation);

/* Opens all dictionaries of a folder. ERR_NOT_FOUND, with the command to run, when there are none; ERR_CORRUPT and
 * ERR_CONTRACT with the name of the file that is damaged or made by another analysis. Damage inside a file is found,
 * and refused so, when it is first looked into. Only one thread uses it. */
enum err_code dictionary_open(struct dictionary **out, const char *folder, struct err *e);
void dictionary_close(struct dictionary **dictionary);

/* Sorted by the names of the files. */
size_t dictionary_pair_count(const struct dictionary *dictionary);
struct dictionary_pair dictionary_pair_at(const struct dictionary *dictionary, size_t i);

/* The translations of a token into `to`, one pair after the other, in each best first. `from` is the token's language,
 * NULL: any. Only where no pair has the word itself is its stem tried. A TOKEN_PIECE is looked up by its `word`. */
enum err_code dictionary_each_translation(struct dictionary *dictionary, struct tokens *tokens,
                                          const struct token *token, const struct language *from,
                                          const struct language *to, dictionary_fn *fn, void *context, struct err *e);

/* The folder of the dictionaries that were installed with this program (PREFIX/share/rastro/dictionaries, where the
 * program is PREFIX/bin); empty when it runs from where it was built. */
struct str dictionary_installed(struct arena *arena);

#endif
