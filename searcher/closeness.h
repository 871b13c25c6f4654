/* How close to each other do a query's words stand in a document?
 *
 * The places of all words are read in order; each pair of different words at most CLOSENESS_WINDOW words apart, with no
 * more than CLOSENESS_LAG - 1 other words of the query between them, is worth 1 / distance. What one pair has gathered
 * in a document saturates, weighs the geometric mean of both words' rarity, and counts more when the words stand side
 * by side in the query, too (police station in a question, station of the police in a text):
 *
 *   sum over pairs of (ANY + SIDE_BY_SIDE if so) * sqrt(rarity * rarity) * v * (1 + K) / (v + K * (1 - B + B * length))
 *
 * Function words have no part in it. Term proximity after Rasolofo and Savoy (2003) and Büttcher and others (2006), in
 * the simplest form that measured as well as theirs. Neighbours: ranking.c asks for the best documents only. */
#ifndef SEARCHER_CLOSENESS_H
#define SEARCHER_CLOSENESS_H

#include "searcher/ranking.h"

#define CLOSENESS_WINDOW 8
#define CLOSENESS_LAG 6

struct closeness;
/* `rarity` has one number a word; 0 leaves it out. Both must stay in place. */
struct closeness *closeness_new(struct collection *collection, const struct ranked_words *words, const double *rarity);
void closeness_free(struct closeness **closeness);
/* What the closeness of the words in one document is worth; `length` is relative to the average. */
enum xc_code closeness_of(struct closeness *closeness, uint32_t docid, double length, double *worth,
                          struct xc_error *why);

#endif
