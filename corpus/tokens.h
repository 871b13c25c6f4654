/* How does text become tokens?
 *
 * LAW: nobody else lower-cases, folds, splits or stems. The indexer (what to index), the query planner (what to look
 * for) and the snippet maker (what to mark) all ask here and are told the same.
 *
 * A token is one of two kinds. Writing with spaces gives one TOKEN_WORD a word, with its stem in the text's language.
 * Writing without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) gives one TOKEN_PIECE a character (a grapheme
 * cluster in the south-east Asian scripts), each with a position, so that any run of them is found as a phrase however
 * a dictionary would cut it; `word_begins` marks where ICU's dictionary begins a word, and at such a piece `word` is
 * that whole word, folded, for ranking by words (one piece long words included). Korean is written with spaces.
 *
 *   "Las Comisarías de Málaga" (es)   folded las comisarias de malaga; surface Las Comisarías de Málaga;
 *                                     stem las comis de malag
 *   "保護衛士"  (zh)                    pieces 保 护 卫 士 (folded to simplified), words 保护 卫士
 *   "L’élection, U.S.A." (fr)         folded l election u s a; stem l elect u s a
 *
 * Folded form (fold.h): compatibility and case folding (NFKC case fold), diacritics dropped, traditional Chinese to
 * simplified, Arabic marks and variants unified, dotted and dotless i one, ignorable characters gone. It does not depend
 * on the language, so that one query finds a word in all of them; neither does where words are cut (tokens_cut.h).
 * Surface: the word as written, in NFC without ignorable characters: case and accents kept.
 * Stem: by libstemmer or a table of our own (corpus/stems/) in the given language from the lower-cased, unfolded word,
 * then folded.
 *
 * A word that a line's end breaks at a hyphen is two tokens, since no rule knows whether the hyphen is its own (well-\n
 * known), and each tells what they make together. The whole word counts as standing at both their positions, so that it
 * is a neighbour of the word before and of the word after.
 *
 * Behind this header: tokens_chunk (bytes to characters and back), tokens_segment (the rules of word breaking),
 * tokens_cut (where words are), tokens_word (what a word is), tokens_memory (remembered), tokens_stem, fold, fold_alone
 * (letter by letter), tokens_class (what kind of character), tokens_broken (a line's end in a word). Signs, spaces, emoji and lone accents give no token. */
#ifndef CORPUS_TOKENS_H
#define CORPUS_TOKENS_H

#include "corpus/base/buf.h"
#include "schemas/schema.h"

/* Raised when any text could give other tokens than before; part of the contract. */
#define TOKENS_VERSION 3

/* A token's folded form, surface or stem longer than this is cut and ends in '#' and 16 hex digits of the whole, so
 * that equal words stay equal and no term grows past what the engine takes. Such words have no stem. */
#define TOKEN_FORM_MAX 96

enum token_kind { TOKEN_WORD, TOKEN_PIECE };

struct token {
    enum token_kind kind;
    bool word_begins;  /* always true for TOKEN_WORD */
    bool joined;       /* written together with the token before: nothing between them, or one of ' . : _ - & @ in any
                          of their writings (’ ʻ ＆ ־) as in 保护卫士, COVID疫苗, l'élection, U.S.A, Jean-Pierre, AT&T,
                          Hawaiʻi, בית־ספר, name@example.org */
    uint8_t part;      /* 1, 2: of a word that a line's end breaks (investi-\ngación); else 0 */
    uint32_t position; /* 1 for the first token after tokens_begin, rising by one a token */
    struct str folded;
    struct str surface;
    struct str stem;   /* TOKEN_WORD; empty when the language has no stemmer or the word no letter (2021) */
    struct str word;   /* TOKEN_PIECE where word_begins: the dictionary's word, folded */
    size_t start, end; /* bytes in the original text */
    const struct token_whole *whole; /* of both parts of a broken word; else NULL */
};

/* A word that a line's end breaks is given out for so many further ones. */
#define TOKENS_WHOLES 64

/* What the two parts make together. */
struct token_whole {
    struct str folded, surface, stem;
    size_t start, end;   /* bytes of both parts together */
    size_t gap, gap_end; /* those between them */
};

struct tokens;

/* Holds break iterators, stemmers and a cache of words seen; one a thread, made once, used for many texts. */
struct tokens *tokens_new(void);
void tokens_free(struct tokens **tokens);

/* Starts on a text, which must stay in place until the last tokens_next. Any bytes are fine: invalid UTF-8 separates. */
void tokens_begin(struct tokens *tokens, struct str text, const struct language *language);
/* The next token. Its slices are good for at least the next 100,000 tokens, of this text or others (`whole` for TOKENS_WHOLES
 * further broken words): so all of a query's
 * or a title's can be held, and a text of any length is read in bounded memory. False at the end. */
bool tokens_next(struct tokens *tokens, struct token *token);

/* The stem that a word of `language` has in the index: `surface` is a token's surface (any case, accents as typed).
 * Adds nothing and gives false when the language has no stemmer, or the word no letter or no whole form. */
bool tokens_stem(struct tokens *tokens, struct str surface, const struct language *language, struct buf *out);

/* The stem that it would have with the marks of its ending, which are often not typed: толстои, as толстой (stem_bare.h).
 * Adds nothing and gives false as tokens_stem does, and where no mark can be missing. */
bool tokens_stem_bare(struct tokens *tokens, struct str surface, const struct language *language, struct buf *out);

/* Adds a token's surface in lower case, accents kept, after the rules of no language in particular. */
void tokens_lower(struct tokens *tokens, struct str surface, struct buf *out);

/* A whole value (an author, a tag, a host) in its folded form: as `folded` above, but with its punctuation; white space
 * runs as one space. */
void tokens_fold_value(struct tokens *tokens, struct str value, struct buf *out);

/* Adds one line that names what the analysis depends on: our own version, those of ICU and of its Unicode data, and a
 * fingerprint of what the stemmers do, libstemmer's and our own: "tokens 1; icu 72.1; unicode 15.0; snowball 1c9a03f7". */
void tokens_identity(struct buf *out);

#endif
