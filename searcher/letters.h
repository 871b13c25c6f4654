/* Which runs of letters does a document share with a query's words?
 *
 * Where stemming stops, words of one family still share letters: Polizeistation and Polizei, broken plurals in Arabic,
 * names in case endings that no table has. Each run of four letters (corpus/letter_runs.h) of the query's words counts
 * like a word of its own, a part of 1 / sqrt(runs of the word), in the distinct words of a document:
 *
 *   WEIGHT * sum over runs of part * rarity(documents with the run) * saturation(occurrences of words with it)
 *
 * It only orders documents that match anyway. Neighbours: ranking.c asks for the best documents only;
 * corpus/store/run_table.h knows how rare a run is. */
#ifndef SEARCHER_LETTERS_H
#define SEARCHER_LETTERS_H

#include "searcher/ranking.h"

struct letters;
struct letters *letters_new(struct collection *collection, const struct ranked_words *words, double documents);
void letters_free(struct letters **letters);
/* What the shared runs in one document are worth; `length` is relative to the average. */
enum xc_code letters_of(struct letters *letters, uint32_t docid, double length, double *worth, struct xc_error *why);

#endif
