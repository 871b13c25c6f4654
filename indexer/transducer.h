/* Which word pairs are in a bilingual dictionary of Apertium? Reads the transducers that its packages hold compiled
 * (*.autobil.bin, lttoolbox's format), of which Debian's lttoolbox prints none.
 *
 *   "LTTB", features (8 bytes)      numbers are 1 to 4 bytes, the first two bits say how many; strings are numbers too
 *   letters                         n, then each
 *   tags                            n, then each as a string: n, adj, vblex
 *   pairs of symbols                n, then left and right, each raised by the number of tags: below 0 a tag
 *   transducers                     n, then each: its name, "LTTD", features (bit 0: weights), the first state, the
 * final ones, the states, each with its transitions
 *
 * A path spells a word with its tags on both sides: police<n> : policía<n><f>. Both words end at their first tag. Paths
 * are walked without the cycles that stand for numbers and addresses, and words that hold a space or a digit are not
 * followed, so that the walk stays near the number of words. */
#ifndef INDEXER_TRANSDUCER_H
#define INDEXER_TRANSDUCER_H

#include "indexer/dictd.h"

/* Each pair of words; `order` is 0 for nouns and names, 1 for adjectives, 2 for verbs, 3 for others. */
enum err_code transducer_read(const char *path, word_pair_fn *fn, void *context, struct err *e);

#endif
