/* Which writings count as the same?
 *
 * The folded form of a text: compatibility forms and case unified (NFKC case folding), accents dropped from the
 * scripts in which they are optional, Arabic and Hebrew vowel points dropped and letter variants unified, all digits
 * written 0-9, traditional Chinese characters written simplified. It never asks for the language: a query is typed in
 * none. What it leaves apart because it makes other words: kana voicing (か が), Indic and Thai vowel signs. Cyrillic й ї
 * ў ѓ ќ lose their marks as ё does, for that is how they are typed without: stems still tell them apart (stem_bare.h).
 *
 *   Málaga MÁLAGA Ｍálaga -> malaga     ёлка -> елка     Україна -> украіна     Ελλάδα -> ελλαδα
 *   İstanbul ISTANBUL ıstanbul -> istanbul
 *   إرهابٌ -> ارهاب     کتاب كتاب -> كتاب     ٢٠٢١ २०२१ -> 2021     保護衛士 -> 保护卫士     ｶﾞｲﾄﾞ -> ガイド
 *
 * Tables: fold_letters.def, fold_hans.def. Short cut: fold_alone.h. Only tokens*.c ask here; everybody else asks
 * tokens.h. */
#ifndef CORPUS_FOLD_H
#define CORPUS_FOLD_H

#include "corpus/tokens_utf16.h"

struct fold {
    const UNormalizer2 *nfc, *nfd, *nfkc, *nfkc_casefold; /* ICU's own, shared by all threads */
    struct utf16 normal, folded;                          /* scratch */
    struct fold_alone *alone;                             /* see fold_alone.h */
};

void fold_init(struct fold *fold);
void fold_fini(struct fold *fold);

enum fold_kind {
    FOLD_WORD, /* only letters, marks and digits stay, and between digits what parts them: 1.000,5 */
    FOLD_VALUE /* punctuation stays; runs of white space become one space, none at the ends */
};

/* Adds the folded form of `s` to `out`. */
void fold_add(struct fold *fold, const struct utf16 *s, enum fold_kind kind, struct buf *out);
/* The same without the short cut of fold_alone.h, which is made and tested with it. */
void fold_add_plain(struct fold *fold, const struct utf16 *s, enum fold_kind kind, struct buf *out);

/* The simplified form of a Chinese character; any other character is itself. */
UChar32 fold_hans(UChar32 c);
/* What stands for `c` while a text is cut into words, so that a text and its full-width, half-width, traditional or
 * compatibility twin are cut alike: one character always. */
UChar32 fold_for_cutting(UChar32 c);

#endif
