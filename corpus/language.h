/* Which language is a text written in?
 *
 * A thin door to a detection library (CLD2 behind language_cld2.cc). Given metadata always wins over it; the caller
 * decides. Short texts are not forced into a language. */
#ifndef CORPUS_LANGUAGE_H
#define CORPUS_LANGUAGE_H

#include "corpus/base/str.h"
#include "schemas/schema.h"

struct language_guess {
    const struct language *language; /* language_unknown() when it cannot be told */
    double confidence;               /* 0..1 */
};

struct language_detector;
struct language_detector *language_detector_new(void);
void language_detector_free(struct language_detector **detector);
struct language_guess language_detect(struct language_detector *detector, struct str text);

#endif
