/* What is a query's word in other languages?
 *
 * Off unless asked (--across es,zh or all). The planner calls, when request->across.n or request->across.all:
 *
 *     struct dictionary *dictionary;
 *     code = word_across_open(&dictionary, collection->path, e);            once a request; or once, and kept
 *     word_across_missing(arena, dictionary, &request->across, &warnings);  "no dictionary leads into Chinese"
 *     ... for each TOKEN_WORD, and each TOKEN_PIECE where word_begins, of a plain word of the query, not of a phrase,
 *         a prefix, an =exact word, or what stands below a NOT:
 *     code = word_across(arena, dictionary, collection->tokens, &token, &request->across, &more, e);
 *     ... each of `more` is a synonym of the word, weighed by its share
 *     dictionary_close(&dictionary);
 *
 * The token's slices are used after tokens are read on, so all tokens of the query are read before. A translation is a
 * stem of its language, or a folded form where that has no stemmer. Translations of several words, and those into
 * languages written without spaces, are left out: they would need a phrase.
 *
 * Neighbours: corpus/dictionary.h (the files), word_more.h, word_forms.h (the word's own forms). */
#ifndef SEARCHER_WORD_ACROSS_H
#define SEARCHER_WORD_ACROSS_H

#include "corpus/dictionary.h"
#include "searcher/word_more.h"

/* Translations of one word into one language. */
#define WORD_ACROSS_MAX 8

/* Opens the dictionaries that serve a collection: those that RASTRO_DICTIONARIES names, else COLLECTION/dictionaries
 * where that is, else those installed with this program. ERR_NOT_FOUND says what to run. */
enum err_code word_across_open(struct dictionary **out, const char *collection_path, struct err *e);

/* Adds a sentence for the languages asked for that no dictionary leads into. */
void word_across_missing(struct arena *arena, const struct dictionary *dictionary,
                         const struct word_languages *languages, struct strs *warnings);

/* Adds the translations of a token to `out`, which began empty: at most WORD_ACROSS_MAX a language, each form once, the
 * language's best first. Nothing is added for a word that no dictionary has. */
enum err_code word_across(struct arena *arena, struct dictionary *dictionary, struct tokens *tokens,
                          const struct token *token, const struct word_languages *languages, struct word_mores *out,
                          struct err *e);

#endif
