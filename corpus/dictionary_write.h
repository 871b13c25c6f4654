/* Gathers what sources say about one direction of a pair, ranks it and writes the dictionary's file.
 *
 * Sources are added one translation at a time, in any order and as often as they say it. The best translations of a
 * head word come first: what two sources agree on, then what stands early in its entry; what is only known from the
 * other direction weighs half. Articles and the "to" of English verbs are taken off (die Polizei); a head word that is
 * not one word, and a translation that is the head word again, are left out. */
#ifndef CORPUS_DICTIONARY_WRITE_H
#define CORPUS_DICTIONARY_WRITE_H

#include "corpus/dictionary.h"

/* Translations kept of one head word, and bytes of one. */
#define DICTIONARY_TRANSLATIONS_MAX 12
#define DICTIONARY_TEXT_MAX 120

/* Who says so; two directions of one dictionary count as two. */
enum dictionary_source {
    DICTIONARY_FREEDICT = 1,
    DICTIONARY_APERTIUM = 2,
    DICTIONARY_FREEDICT_REVERSED = 4,
    DICTIONARY_APERTIUM_REVERSED = 8
};

struct dictionary_writer;

/* `tokens` stays the caller's and is used until dictionary_writer_free. */
struct dictionary_writer *dictionary_writer_new(struct tokens *tokens, const struct language *from,
                                                const struct language *to);
void dictionary_writer_free(struct dictionary_writer **writer);

/* `head` as written, in `from`; `text` as written, in `to`; `order` is its place in the entry, from 0. */
void dictionary_writer_add(struct dictionary_writer *writer, struct str head, struct str text, uint32_t order,
                           enum dictionary_source source);

/* Writes FOLDER/eng-spa.rdic, replacing one that is there, and says what is in it. Nothing is written without a head
 * word; then `about` counts none. */
enum err_code dictionary_writer_save(struct dictionary_writer *writer, const char *folder,
                                     struct dictionary_pair *about, struct err *e);

#endif
