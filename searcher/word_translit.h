/* Which words of the index are the same name in another script?
 *
 * For --translit: Putin, typed, also finds Путин, بوتين and Πούτιν. Nothing is added to the index for this: its own
 * words are looked through, those that can begin as the typed one sounds (corpus/name_key.h), and the nearest ones are
 * given, with their stems, so that Путина and Путину come along. Another spelling in the same script (Selenskyj for
 * Zelensky, Путін for Путин) counts as well, held to a stricter measure.
 *
 * A name may find its like, above all in scripts that leave vowels out: باريس (Paris) for Peres. So this is off unless
 * asked for, what it finds counts less than the word itself, and each form says why it is there.
 *
 * Read: a few ten thousand words of a vocabulary of half a million, in some 5 to 20 ms; up to 40 ms for a word typed in
 * Arabic or Hebrew, which may begin in more ways elsewhere. Neighbour: plan_words.c. */
#ifndef SEARCHER_WORD_TRANSLIT_H
#define SEARCHER_WORD_TRANSLIT_H

#include "corpus/base/err.h"
#include "searcher/collection.h"
#include "searcher/word_more.h"

/* Forms of one typed word, best first; of the best ones so many stems at most. */
#define WORD_TRANSLIT_FORMS 20
#define WORD_TRANSLIT_STEMS 40
#define WORD_TRANSLIT_STEMMED 6

/* The other writings that some document has, and their stems in these languages, in the arena; none for a word that is no TOKEN_WORD, has digits or is in a
 * script that name_key.h does not read. The typed word is not among them. */
enum err_code word_translit(struct arena *arena, struct collection *collection,
                            const struct word_languages *languages, const struct token *typed, struct word_more **out,
                            size_t *n, struct err *e);

#endif
