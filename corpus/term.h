/* How is a token, or a field's value, written as a term of the index?
 *
 * The one place that knows the scheme, so that writer and query planner cannot disagree:
 *
 *   malaga              folded word or piece of the body; with positions
 *   Zes:malag           stem, under a prefix that carries the language, so that languages never mix
 *   XEmalaga\tMálaga    surface, only where it differs from the folded form: exact search, and the list of all the ways
 *                       in which a folded word is written in the index (walk the prefix "XEmalaga\t")
 *   XNmalaga            the document has the word, but never written as its folded form: lets =malaga leave it out
 *   XW保护               word of a writing without spaces, without positions: for ranking by words
 *   Smalaga, SZes:malag, SXW保护   the same three of the title (of any named field: its prefix before it)
 *   NES, Les, Y2021, XST:ngo       codes
 *   A=naira trindade, XSO=el pais  a name as a whole, folded; its words stand beside it: Anaira, Atrindade
 *   Kextradition, Hnews.example.org, Uhttps://news.example.org/1, Qes-comisarias-2022   keywords, folded; address; id
 *   D2021, D202105, D20210503      a date, as far as it is known; ranges are answered from the value slots instead
 *
 * Folded forms have no capital ASCII letters, so a prefix ends where they begin; before a code, which may have them, a
 * prefix of several letters is followed by ':'. */
#ifndef CORPUS_TERM_H
#define CORPUS_TERM_H

#include "corpus/base/buf.h"
#include "corpus/document.h"

/* Every term is at most this long. tokens.h cuts forms so that word terms fit; a longer value or id keeps its beginning
 * and ends in '#' and 16 hex digits (XXH3) of the whole, so that equal values stay equal. */
#define TERM_MAX 240

/* The engine counts in whole numbers how often a document has a term (wdf). So many of them are one occurrence, so that
 * a half can be told. */
#define TERM_OCCURRENCE 2u

/* As ranking counts them; a term that has no count is there once. */
static inline double term_occurrences(uint32_t wdf) {
    return wdf ? (double)wdf / TERM_OCCURRENCE : 1;
}

/* Each writes one term to `out`, after clearing it. */
void term_word(struct buf *out, const struct field *field, struct str folded);
void term_stem(struct buf *out, const struct field *field, const struct language *language, struct str stem);
void term_piece_word(struct buf *out, const struct field *field, struct str word);
void term_surface(struct buf *out, struct str folded, struct str surface);
/* What the terms of all surfaces of a folded word begin with; those of all words that begin so. */
void term_surface_prefix(struct buf *out, struct str folded);
void term_surface_beginning(struct buf *out, struct str folded);
/* The parts of a term that term_surface wrote; false for another one. */
bool term_surface_parts(struct str term, struct str *folded, struct str *surface);
void term_never_plain(struct buf *out, struct str folded);
/* What a term that term_word, term_stem or term_piece_word wrote stands for: the field, the language of a stem (else
 * NULL) and the form. False for another one. */
bool term_word_parts(struct str term, const struct field **field, const struct language **language, struct str *form);
/* A whole value in normal form: for codes the code, for names and keywords the folded value (tokens_fold_value), for
 * dates 4, 6 or 8 digits, for addresses and ids the value itself. Texts have no such terms. */
void term_value(struct buf *out, const struct field *field, struct str value);
/* The term that a document is found and replaced by; as term_value of the field `id`. */
void term_id(struct buf *out, struct str id);

#endif
