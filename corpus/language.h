/* Which language is a text written in?
 *
 * CLD2 (behind language_cld2.cc) reads runs of letters; language_words.def seconds or overrules it by the small words;
 * a script that one language has for itself decides where neither can. Given metadata always wins over all of them: the
 * caller sees to that (document_finish.c).
 *
 * Short texts are not forced into a language: below twenty letters CLD2 must be sure or the words agree with it, below
 * twelve only the script tells (Thai, Greek, Hangul, kana ...; Chinese characters alone are taken for Chinese). Of a
 * text in several languages the one with the largest share is given, if it has two fifths. At most some 64 KB are
 * looked at, from the beginning, the middle and the end, so that neither a preface nor a huge document decides alone.
 *
 * What it does not do: tell Bosnian from Croatian or Serbian, Bokmål from Nynorsk or Malay from Indonesian in a sentence
 * that has none of the words in which they part; and name the second language of a text, whose words are analysed in the
 * first one's (found as written, and by what their stems come to), those in another script by that script's rules.
 * Norwegian without more is "no", which is Bokmål. How often it is right: make eval-langid. */
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
/* The languages that texts are mostly in; none at first. They win where the evidence is near, and decide between
 * neighbours such as Croatian and Bosnian when a text has none of the words in which these part; another language needs
 * clearer evidence than without. */
void language_detector_expect(struct language_detector *detector, const struct language *const *languages, size_t n);
/* Any bytes are fine. */
struct language_guess language_detect(struct language_detector *detector, struct str text);

#endif
