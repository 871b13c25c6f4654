/* What does each character of a typed query mean?
 *
 * The query as a row of letters, each with the sign that it stands for: full-width ， （ ： and the many minus signs,
 * spaces and quotation marks that people paste become one sign each, a character after a backslash none. So what comes
 * after reads signs, and never asks how a sign was written. Letters are only looked up, never changed: folding is
 * corpus/tokens. Neighbours: query_lex.h (letters to items), query_print.c (which signs must be escaped). */
#ifndef SEARCHER_QUERY_LETTERS_H
#define SEARCHER_QUERY_LETTERS_H

#include "corpus/base/arena.h"
#include "corpus/base/buf.h"

/* A sign is the ASCII character that it is or stands for (also letters and digits: ＡＮＤ is AND), one of these, or 0.
 */
#define SIGN_NONE '\0'
#define SIGN_BLANK ' '
#define SIGN_QUOTE '"'   /* any double quotation mark, guillemet or corner bracket */
#define SIGN_SINGLE '\1' /* ‘ or ‚, which may begin a phrase; ’ and ' are apostrophes */
#define SIGN_DASH '\2'   /* – or —, which is no minus */
#define SIGN_DOTS '\3'   /* …, which some keyboards make of three dots */

struct letter {
    uint32_t c;
    uint32_t column; /* in the text, in characters from 1 */
    char sign;
    uint8_t mark; /* which quotation mark it is; 0 for none */
};

struct letters {
    struct letter *v;
    size_t n;
};

/* `text` is well-formed. Marks of writing direction, which come along when Arabic or Hebrew is pasted, are left out. */
void letters_read(struct arena *arena, struct str text, struct letters *out);

/* The sign of a character that no backslash stands before. */
char letter_sign(uint32_t c);
/* Whether a backslash before it is an escape; before others (C:\Users) it is a character like any other. */
bool letter_escapes(uint32_t c);
/* Letter, mark, digit: what words are made of in any script. */
bool letter_in_word(uint32_t c);
/* Punctuation, but no symbol such as + or ☎. */
bool letter_is_punctuation(uint32_t c);
/* Punctuation, or a symbol of mathematics, money or accents; but no picture. */
bool letter_is_mark(uint32_t c);
/* A decimal digit of any script. */
bool letter_is_digit(uint32_t c);
/* A quotation mark within a Hebrew word, as in צה"ל, which is neither the beginning nor the end of a phrase. */
bool letter_is_gershayim(uint32_t before, uint32_t c, uint32_t after);

/* Whether the quotation mark c can begin a phrase; `within` when there is no space before it: 海外“警察”. */
bool quote_opens(uint32_t c, bool within);
/* Where the phrase opened at letter `open` is closed; letters.n when it never is, also where the next mark opens
 * another one: a, "b c, "d". */
size_t quote_find_close(const struct letters *letters, size_t open);

/* Letters from..to as text in the arena, each run of blanks as one space, none at the ends. */
struct str letters_text(struct arena *arena, const struct letters *letters, size_t from, size_t to);

#endif
