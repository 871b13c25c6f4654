/* Text as ICU wants it: a growing run of UTF-16 units.
 *
 * ICU breaks and normalises UTF-16; documents are UTF-8. This is the bridge, and the one place that decides which
 * characters of a document are not there at all: soft hyphens, joiners (ZWJ, ZWNJ), direction marks, byte-order marks,
 * variation selectors. Knows nothing of words (tokens.c) or of what counts as the same (fold.c). */
#ifndef CORPUS_TOKENS_UTF16_H
#define CORPUS_TOKENS_UTF16_H

#include "corpus/base/buf.h"

#include <unicode/unorm2.h>

struct utf16 {
    UChar *v;
    int32_t n, room;
};

void utf16_fini(struct utf16 *s);
void utf16_reserve(struct utf16 *s, int32_t more);
void utf16_put(struct utf16 *s, UChar32 c);

/* A character that is there only for the typesetter. Not the zero-width space: it ends words. */
bool utf16_is_ignorable(UChar32 c);
/* Whether `c`, an accent or vowel sign, is one too many after `*run` others: 30 is what the Unicode standard grants a
 * real text (stream-safe format, UAX 15), and what keeps sorting them cheap on hostile ones. Counts on in *run. */
bool utf16_is_overload(UChar32 c, unsigned *run);

/* `s` in place of what was there: without ignorable characters and overload, U+FFFD for each invalid sequence. */
void utf16_set(struct utf16 *out, struct str s);
/* Normalised into `out`, which is another one. */
void utf16_normalize(const UNormalizer2 *form, const struct utf16 *s, struct utf16 *out);
/* In lower case after the rules of a locale ("" or "tr"), into `out`, which is another one. */
void utf16_lower(const char *locale, const struct utf16 *s, struct utf16 *out);
void utf16_to_utf8(const struct utf16 *s, struct buf *out);

#endif
