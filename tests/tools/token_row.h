/* How a token is written down for people: one notation for tests/tables/tokens.txt and for tokens_dump.
 *
 *   folded|surface/stem   the surface is left out when it is the folded form; the stem when it is the folded form or the
 *                         language has no stemmer; /- says that the language has one and this token no stem
 *   <folded|surface=word> a piece, =word where the dictionary begins a word
 *   +token                written together with the token before
 *   token~whole/stem      the first part of a word that a line's end breaks, and that word */
#ifndef TESTS_TOOLS_TOKEN_ROW_H
#define TESTS_TOOLS_TOKEN_ROW_H

#include "corpus/tokens.h"

static inline void token_row_add(struct buf *out, const struct token *token, const struct language *language) {
    bool is_piece = token->kind == TOKEN_PIECE;
    buf_add_c(out, token->joined ? "+" : "");
    buf_add_c(out, is_piece ? "<" : "");
    buf_add_str(out, token->folded);
    if (!str_eq(token->surface, token->folded)) {
        buf_add_byte(out, '|');
        buf_add_str(out, token->surface);
    }
    if (is_piece) {
        if (token->word_begins) {
            buf_add_byte(out, '=');
            buf_add_str(out, token->word);
        }
        buf_add_byte(out, '>');
    } else if (token->stem.n ? !str_eq(token->stem, token->folded) : *language->stemmer != '\0') {
        buf_add_byte(out, '/');
        buf_add_str(out, token->stem.n ? token->stem : STR("-"));
    }
    if (token->part == 1) {
        buf_add_byte(out, '~');
        buf_add_str(out, token->whole->folded);
        if (token->whole->stem.n && !str_eq(token->whole->stem, token->whole->folded)) {
            buf_add_byte(out, '/');
            buf_add_str(out, token->whole->stem);
        }
    }
}

#endif
