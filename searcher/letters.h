/* Which runs of letters does a document share with a query's words?
 *
 * Where stemming stops, words of one family still share letters: Polizeistation and Polizei, broken plurals in Arabic,
 * names in case endings that no table has. Runs of four letters (corpus/letter_runs.h) are counted in two ways:
 *
 *   alone     each run of the query's words like a word of its own, a part of 1 / sqrt(runs of the word), in all words
 *             of the document: RUN * sum over runs of part * rarity(documents with the run) * saturation(occurrences)
 *   together  words of the document that are at least KIN_MIN like a query's word are its kin, itself among them:
 *             KIN * sum over words of weight * rarity of the word * saturation(sum of likeness * occurrences), where
 *             likeness is the geometric mean of the parts of runs that both share: of the query's word's, by rarity, and
 *             of the document's word's, by number
 *
 * All this only orders documents that match anyway. Neighbours: ranking.c asks for the
 * best documents only; corpus/store/run_table.h knows how rare a run is. */
#ifndef SEARCHER_LETTERS_H
#define SEARCHER_LETTERS_H

#include "searcher/ranking.h"

struct letters;
/* `rarity` has one number a word. */
struct letters *letters_new(struct collection *collection, const struct ranked_words *words, const double *rarity,
                            double documents);
void letters_free(struct letters **letters);
/* What the shared runs in one document are worth; `length` is relative to the average. */
enum xc_code letters_of(struct letters *letters, uint32_t docid, double length, double *worth, struct xc_error *why);

#endif
