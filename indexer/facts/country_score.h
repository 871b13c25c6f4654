/* How much is a document about each of the countries it names?
 *
 * One number a country, above 0 for "it is": a weighted sum of what country_weights.def names. No rule sees words, so
 * it is the same in every language. */
#ifndef INDEXER_FACTS_COUNTRY_SCORE_H
#define INDEXER_FACTS_COUNTRY_SCORE_H

#include "indexer/facts/countries.h"

enum country_feature {
#define X(name, weight) FEATURE_##name,
#define Y(a, b, weight)
#include "indexer/facts/country_weights.def"
#undef X
#undef Y
#define X(name, weight)
#define Y(a, b, weight) FEATURE_##a##_AND_##b,
#include "indexer/facts/country_weights.def"
#undef X
#undef Y
    COUNTRY_FEATURE_COUNT
};

/* Sets weight, share, leads and score of each, sorts by score, and counts in list->about. */
void country_score(struct country_list *list);
/* What the score is a sum of, for fitting the weights; needs `share` and `leads`. */
void country_features(const struct country_list *list, const struct country_evidence *evidence,
                      double features[COUNTRY_FEATURE_COUNT]);

#endif
