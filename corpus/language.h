/* Which language is a text written in?
 *
 * A thin door to a detection library (CLD2 behind language_cld2.cc). Given metadata always wins over it; the caller
 * decides. Short texts are not forced into a language: below twenty letters only a script that one language has for
 * itself tells (Thai, Greek, Hangul, kana ...; Chinese characters alone are taken for Chinese). At most some 64 KB are
 * looked at, from the beginning, the middle and the end, so that neither a preface nor a huge document decides alone. */
#ifndef CORPUS_LANGUAGE_H
#define CORPUS_LANGUAGE_H

#include "corpus/base/str.h"
#include "schemas/schema.h"

struct language_guess {
    const struct language *language; /* language_unknown() when it cannot be told */
    double confidence;               /* 0..1: the share of the text that is in it, halved in doubt; 0 when unknown */
};

struct language_detector;
struct language_detector *language_detector_new(void);
void language_detector_free(struct language_detector **detector);
/* Any bytes are fine. */
struct language_guess language_detect(struct language_detector *detector, struct str text);

#endif
