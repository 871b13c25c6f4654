/* Counts become logarithms, so that the tenth mention says less than the second. */
#include "indexer/facts/country_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_FIRST_TOKENS 3u
#define OPENING_TOKENS 8u

static const double weights[COUNTRY_FEATURE_COUNT] = {
#define X(name, weight) [FEATURE_##name] = (weight),
#define Y(a, b, weight) [FEATURE_##a##_AND_##b] = (weight),
#include "indexer/facts/country_weights.def"
#undef X
#undef Y
};

/* Rough worth of a mention, for shares; places count more at the top. */
static const double kind_worth[PLACE_KIND_COUNT] = {
    [PLACE_NAME] = 1,     [PLACE_PEOPLE] = 1,  [PLACE_CITY] = 0.8, [PLACE_REGION] = 0.8, [PLACE_BODY] = 0.7,
    [PLACE_MARKET] = 0.5, [PLACE_MONEY] = 0.3, [PLACE_FORM] = 0.2, [PLACE_FIRM] = 0.5,   [PLACE_EXCHANGE] = 0.5,
};
static const double part_worth[COUNTRY_PART_COUNT] = {[PART_TITLE] = 4, [PART_LEAD] = 2, [PART_BODY] = 1};

static double weigh(const struct country_evidence *evidence) {
    double sum = 0;
    for (enum country_part part = 0; part < COUNTRY_PART_COUNT; part++)
        for (enum place_kind kind = 0; kind < PLACE_KIND_COUNT; kind++)
            sum += part_worth[part] * kind_worth[kind] * evidence->n[part][kind];
    return sum;
}

static unsigned count(const struct country_evidence *evidence, enum country_part part, enum place_kind from,
                      enum place_kind to) {
    unsigned n = 0;
    for (enum place_kind kind = from; kind <= to; kind++)
        n += evidence->n[part][kind];
    return n;
}

/* Bodies, markets, firms and exchanges; money and forms of companies say too little where they stand. */
static unsigned count_other(const struct country_evidence *evidence, enum country_part part) {
    return count(evidence, part, PLACE_BODY, PLACE_MARKET) + count(evidence, part, PLACE_FIRM, PLACE_EXCHANGE);
}

static unsigned count_all(const struct country_evidence *evidence, enum place_kind from, enum place_kind to) {
    unsigned n = 0;
    for (enum country_part part = 0; part < COUNTRY_PART_COUNT; part++)
        n += count(evidence, part, from, to);
    return n;
}

static double text_log(const struct country_evidence *evidence, enum place_kind from, enum place_kind to) {
    return log(1.0 + count(evidence, PART_LEAD, from, to) + count(evidence, PART_BODY, from, to));
}

static void add_places(const struct country_evidence *evidence, double *features) {
    features[FEATURE_TITLE_NAME] = count(evidence, PART_TITLE, PLACE_NAME, PLACE_PEOPLE) > 0;
    features[FEATURE_TITLE_CITY] = count(evidence, PART_TITLE, PLACE_CITY, PLACE_REGION) > 0;
    features[FEATURE_TITLE_OTHER] = count_other(evidence, PART_TITLE) > 0;
    features[FEATURE_LEAD_NAME] = count(evidence, PART_LEAD, PLACE_NAME, PLACE_PEOPLE) > 0;
    features[FEATURE_LEAD_CITY] = count(evidence, PART_LEAD, PLACE_CITY, PLACE_REGION) > 0;
    features[FEATURE_LEAD_OTHER] = count_other(evidence, PART_LEAD) > 0;
    features[FEATURE_TITLE_LEAD] = count(evidence, PART_TITLE, PLACE_NAME, PLACE_EXCHANGE) > 0 &&
                                   count(evidence, PART_LEAD, PLACE_NAME, PLACE_EXCHANGE) > 0;
    features[FEATURE_TITLE_FIRST] = evidence->title_first < TITLE_FIRST_TOKENS;
    features[FEATURE_OPENS] = evidence->first < OPENING_TOKENS;
    features[FEATURE_EARLY] = evidence->first == SIZE_MAX ? 0 : 1.0 / (1.0 + (double)evidence->first / 20);
}

static void add_counts(const struct country_evidence *evidence, double *features) {
    unsigned all = count_all(evidence, PLACE_NAME, PLACE_EXCHANGE);
    features[FEATURE_NAMES] = text_log(evidence, PLACE_NAME, PLACE_NAME);
    features[FEATURE_PEOPLE] = text_log(evidence, PLACE_PEOPLE, PLACE_PEOPLE);
    features[FEATURE_CITIES] = text_log(evidence, PLACE_CITY, PLACE_REGION);
    features[FEATURE_BODIES] = text_log(evidence, PLACE_BODY, PLACE_BODY);
    features[FEATURE_MARKETS] = text_log(evidence, PLACE_MARKET, PLACE_MARKET);
    features[FEATURE_MONEY] = text_log(evidence, PLACE_MONEY, PLACE_MONEY);
    features[FEATURE_FORMS] = text_log(evidence, PLACE_FORM, PLACE_FORM);
    features[FEATURE_FIRMS] = text_log(evidence, PLACE_FIRM, PLACE_FIRM);
    features[FEATURE_EXCHANGES] = text_log(evidence, PLACE_EXCHANGE, PLACE_EXCHANGE);
    features[FEATURE_NAMELESS] = count_all(evidence, PLACE_NAME, PLACE_PEOPLE) == 0;
    features[FEATURE_ONLY_MONEY] = count_all(evidence, PLACE_MONEY, PLACE_FORM) == all;
    features[FEATURE_ONCE] = all == 1;
}

/* Beside the other countries, and the length of the text. */
static void add_shares(const struct country_list *list, const struct country_evidence *evidence, double *features) {
    unsigned in_title = 0, before = 0;
    for (size_t i = 0; i < list->n; i++) {
        before += list->v[i].weight > evidence->weight;
        in_title += count(&list->v[i], PART_TITLE, PLACE_NAME, PLACE_EXCHANGE) > 0;
    }
    features[FEATURE_SHARE] = evidence->share;
    features[FEATURE_SHARE_SQUARE] = evidence->share * evidence->share;
    features[FEATURE_LEADS] = evidence->leads;
    features[FEATURE_ALONE] = list->n == 1;
    features[FEATURE_RANK] = log(1.0 + before);
    features[FEATURE_RIVALS] = log((double)list->n);
    features[FEATURE_TITLE_RIVALS] = log(1.0 + in_title);
    features[FEATURE_LENGTH] = log(1.0 + (double)list->tokens / 50);
    features[FEATURE_DENSITY] = log(1.0 + evidence->weight * 100 / (double)(list->tokens + 20));
}

void country_features(const struct country_list *list, const struct country_evidence *evidence,
                      double features[COUNTRY_FEATURE_COUNT]) {
    features[FEATURE_CONSTANT] = 1;
    add_places(evidence, features);
    add_counts(evidence, features);
    add_shares(list, evidence, features);
#define X(name, weight)
#define Y(a, b, weight) features[FEATURE_##a##_AND_##b] = features[FEATURE_##a] * features[FEATURE_##b];
#include "indexer/facts/country_weights.def"
#undef X
#undef Y
}

static int by_score(const void *a, const void *b) {
    const struct country_evidence *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->country->code, y->country->code);
}

void country_score(struct country_list *list) {
    double all = 0, most = 0;
    for (size_t i = 0; i < list->n; i++) {
        list->v[i].weight = weigh(&list->v[i]);
        all += list->v[i].weight;
        most = fmax(most, list->v[i].weight);
    }
    for (size_t i = 0; i < list->n; i++) {
        struct country_evidence *evidence = &list->v[i];
        double features[COUNTRY_FEATURE_COUNT];
        evidence->share = evidence->weight / all;
        evidence->leads = evidence->weight >= most;
        country_features(list, evidence, features);
        evidence->score = 0;
        for (size_t f = 0; f < COUNTRY_FEATURE_COUNT; f++)
            evidence->score += weights[f] * features[f];
    }
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, by_score);
    while (list->about < list->n && list->v[list->about].score > 0)
        list->about++;
}
