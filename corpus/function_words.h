/* Which words say nothing about what a text is about?
 *
 * "Who is the minister of the interior?" is about minister and interior; the rest only holds the question together.
 * function_words.def lists such words by language. Ranking asks here, to let them weigh next to nothing in a query;
 * they are indexed and found like all others, and nothing is left out of a phrase. A list is asked only for the
 * language that the query is taken to be in, since die, war and man are German articles, auxiliaries and pronouns.
 *
 * language_words.h is something else: the words in which languages part, some of them nouns. */
#ifndef CORPUS_FUNCTION_WORDS_H
#define CORPUS_FUNCTION_WORDS_H

#include "corpus/tokens.h"

struct function_words;

/* Nothing is folded yet: a language's list is made when it is first asked for. `tokens` must outlive the result, and no
 * function below may be called between a tokens_begin on it and the last tokens_next. */
struct function_words *function_words_new(struct tokens *tokens);
void function_words_free(struct function_words **words);

/* Whether there is a list for the language. */
bool function_words_known(struct function_words *words, const struct language *language);
/* Whether a token's `folded`, or where writing has no spaces its `word`, is in the language's list. False where there
 * is none. */
bool function_words_have(struct function_words *words, const struct language *language, struct str folded);
/* Whether it is what French, Italian, Catalan or Occitan put before an apostrophe: l'eau, jusqu'à, dell'acqua. To be
 * asked only of a word that the next is joined to. */
bool function_words_elided(struct function_words *words, struct str folded);

/* Of the languages `among`, the one whose list has most of the n words; of several, the one that comes first. NULL when
 * no list has any. So "wer ist der Minister" is German among en, de and nl, and "Minister" is in none. */
const struct language *function_words_language(struct function_words *words, const struct str *folded, size_t n,
                                               const struct language *const *among, size_t among_count);

#endif
