/* The stem of a word, by the rules of one language.
 *
 * A door to libstemmer (Snowball) and to our own tables (stem_light.h). Stemmers want words in lower case with their
 * accents; what comes back is folded, so that e.g. Spanish "investigación" and "investigaciones" meet. A stemmer is
 * opened when its language is first met. */
#ifndef CORPUS_TOKENS_STEM_H
#define CORPUS_TOKENS_STEM_H

#include "corpus/fold.h"
#include "schemas/schema.h"

struct stemmers;

struct stemmers *stemmers_new(void);
void stemmers_free(struct stemmers **stemmers);

/* Adds the folded stem of `word`, as it stands in a text; `language` has a stemmer. Adds nothing and gives false when
 * there is no letter in the word. */
bool stemmers_stem(struct stemmers *stemmers, struct fold *fold, const struct utf16 *word,
                   const struct language *language, struct buf *out);

/* Adds eight hex digits that are others when a stemmer gives other stems: libstemmer does not tell its version, and
 * our tables are hashed whole. */
void stemmers_fingerprint(struct buf *out);

#endif
