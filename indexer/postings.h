/* What is found by what? One document's terms, with weights and positions, ready for the engine.
 *
 * How a token is written as a term is known in corpus/term.h; here is decided which terms a document gets:
 *
 *   title, summary, text   every word folded, with positions, and its stem; the words of a writing without spaces; the
 *                          surface where it differs. One run of positions: the title from 1, then a gap, then summary,
 *                          a gap, text, so that no phrase reaches across fields.
 *   title, summary, source, author   the same words, stems and pieces' words under the field's own prefix
 *   codes, names, keywords, id, address, date   the whole value
 *
 * A stem has positions, too, where it differs from the folded word, which has them anyway: ranking asks how close the forms of
 * two words are. Occurrences of a bare field's word count its weight, and half of one more in the first POSTINGS_LEAD words
 * of the text, which in news and reports say what it is about (term.h says how halves are counted); whole values and
 * surfaces have none, so that they do not change the document's length. Nothing is handed to the engine here: what it would choke on is refused first. */
#ifndef INDEXER_POSTINGS_H
#define INDEXER_POSTINGS_H

#include "indexer/keys.h"

/* A document with more distinct terms than this is refused: it is a dictionary or an attack, and costs memory. */
#define POSTINGS_TERMS_MAX 500000u
#define POSTINGS_LEAD 20u
/* Positions left free between two fields, or two values of one field. */
#define POSTINGS_GAP 100u

struct postings;

struct posting {
    struct str term;
    uint32_t wdf;
    const uint32_t *positions; /* rising */
    size_t position_count;
    bool is_word; /* a folded word of title, summary or text, of a writing with spaces */
};

struct postings *postings_new(void);
void postings_free(struct postings **postings);

/* Takes the place of the document before. ERR_INPUT when it has too many terms. */
enum err_code postings_make(struct postings *postings, struct tokens *tokens, const struct document *doc,
                            const struct keys *keys, struct err *e);
/* How long the document is for ranking: its words in title, summary and text, each as often as its field weighs. */
uint32_t postings_length(const struct postings *postings);
/* In order of first appearance; the slices are good until the next postings_make. */
size_t postings_count(const struct postings *postings);
struct posting postings_at(const struct postings *postings, size_t i);

#endif
