/* The door to CLD2, the language detector, which has no C interface. Only language.c comes through it.
 *
 * The program is linked with libcld2_full before libcld2: the same code with the larger tables, which know Hausa, Somali,
 * Yoruba, Latin, Zulu and some hundred languages more. */
#ifndef CORPUS_LANGUAGE_CLD2_H
#define CORPUS_LANGUAGE_CLD2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cld2_guess {
    const char *code; /* CLD2's own: "es", "iw", "zh-Hant"; "un" when it cannot tell */
    int percent;      /* of the text that is in it */
    bool reliable;
    size_t valid; /* bytes from the beginning that CLD2 accepts as text; fewer than given: nothing was detected */
};

struct cld2_guess cld2_detect(const char *text, size_t n);

#ifdef __cplusplus
}
#endif
#endif
