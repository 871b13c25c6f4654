/* One walk over the units, segment by segment. Character classes are asked of ICU's property tables; most text is
 * decided by range before that. */
#include "corpus/tokens_cut.h"

#include <assert.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define FRACTION_SLASH 0x2044 /* ½ is 1⁄2 in NFKC */
#define HAMZA 0x0621

void cutter_init(struct cutter *cutter) {
    UErrorCode status = U_ZERO_ERROR;
    *cutter = (struct cutter){.icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status)};
    assert(U_SUCCESS(status)); /* the data is part of the library */
}

void cutter_fini(struct cutter *cutter) {
    ubrk_close(cutter->icu);
    cutter->icu = NULL;
}

void cutter_begin(struct cutter *cutter, const struct chunk *chunk) {
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(cutter->icu, chunk->units.v, chunk->units.n, &status);
    assert(U_SUCCESS(status));
    cutter->chunk = chunk;
    cutter->segment = cutter->segment_end = cutter->at = ubrk_first(cutter->icu);
}

/* ---- classes of characters ---- */

static bool is_letter(UChar32 c) {
    return u_isalpha(c);
}

static bool is_mark(UChar32 c) {
    return c >= 0x300 && !(c >= 0x4E00 && c <= 0x9FFF) && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* A blessing in one character, set behind a name as an ornament: ﷺ ﷻ. */
static bool is_blessing(UChar32 c) {
    return c == 0xFDFA || c == 0xFDFB;
}

/* Letters and numbers, superscript and Roman ones too: what a token can begin with. */
static bool is_base(UChar32 c) {
    if (c < 0x80)
        return u_isalnum(c);
    if (is_blessing(c))
        return false;
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/* A letter of a script that is written without spaces. */
static bool is_piece(UChar32 c) {
    if (c < 0x0E00 || (c >= 0xAC00 && c <= 0xD7A3))
        return false;
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA))
        return true;
    if ((U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_NL_MASK)) == 0)
        return false;
    if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
        return true;
    return uscript_hasScript(c, USCRIPT_HAN) || uscript_hasScript(c, USCRIPT_HIRAGANA) ||
           uscript_hasScript(c, USCRIPT_KATAKANA);
}

/* A sign that belongs to the character before it: all marks, also those Burmese vowels that Unicode lets stand as a
 * grapheme of their own, and the Thai and Lao am, which is a letter in name only. */
static bool extends(UChar32 c) {
    return is_mark(c) || c == 0x0E33 || c == 0x0EB3;
}

static bool has_script(UChar32 c, UScriptCode script) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == script;
}

/* ---- inside a segment ---- */

static UChar32 char_at(const struct cutter *cutter, int32_t i) {
    UChar32 c;
    U16_GET(cutter->chunk->units.v, 0, i, cutter->chunk->units.n, c);
    return c;
}

static int32_t after(const struct cutter *cutter, int32_t i) {
    U16_FWD_1(cutter->chunk->units.v, i, cutter->segment_end);
    return i;
}

/* The letter that the sign at `i` follows, without its marks; 0 when there is none. */
static UChar32 letter_before(const struct cutter *cutter, int32_t i) {
    UChar32 c = 0;
    while (i > cutter->segment) {
        U16_PREV(cutter->chunk->units.v, cutter->segment, i, c);
        if (!is_mark(c))
            return c;
    }
    return 0;
}

/* Whether the sign `c` at `i` is a part of the word around it. */
static bool is_joint(const struct cutter *cutter, int32_t i, UChar32 c) {
    UChar32 before = letter_before(cutter, i);
    int32_t behind = after(cutter, i);
    UChar32 next = behind < cutter->segment_end ? char_at(cutter, behind) : 0;
    if (u_isdigit(before) && u_isdigit(next))
        return c == '.' || c == ',' || c == '\'' || c == 0x066B || c == 0x066C || c == FRACTION_SLASH;
    switch (c) {
    case '\'':
        if (has_script(before, USCRIPT_HEBREW))
            return true;
        return is_letter(before) && is_letter(next) && has_script(before, USCRIPT_CYRILLIC) &&
               has_script(next, USCRIPT_CYRILLIC);
    case '"':
    case 0x05F3:
    case 0x05F4:
        return has_script(before, USCRIPT_HEBREW);
    case 0x00B7:
        return (before | 0x20) == 'l' && (next | 0x20) == 'l';
    default:
        return c >= 0x055B && c <= 0x055F;
    }
}

/* Urdu writes "anno Domini" as a hamza behind the year: ۲۰۲۲ء is 2022. */
static bool is_era(const struct cutter *cutter, int32_t i, UChar32 c) {
    return c == HAMZA && u_isdigit(letter_before(cutter, i));
}

static int32_t word_end(const struct cutter *cutter, int32_t i) {
    while (i < cutter->segment_end) {
        UChar32 c = char_at(cutter, i);
        if (is_base(c) ? is_piece(c) || is_era(cutter, i, c) : !is_mark(c) && !is_joint(cutter, i, c))
            break;
        i = after(cutter, i);
    }
    return i;
}

static int32_t piece_end(const struct cutter *cutter, int32_t i) {
    do
        i = after(cutter, i);
    while (i < cutter->segment_end && extends(char_at(cutter, i)));
    return i;
}

static int32_t pieces_end(const struct cutter *cutter, int32_t i) {
    while (i < cutter->segment_end && is_piece(char_at(cutter, i)))
        i = piece_end(cutter, i);
    return i;
}

static bool segment_next(struct cutter *cutter) {
    cutter->segment = cutter->at = cutter->segment_end;
    cutter->in_pieces = false;
    do {
        cutter->segment_end = ubrk_next(cutter->icu);
        if (cutter->segment_end == UBRK_DONE) {
            cutter->segment_end = cutter->segment;
            return false;
        }
    } while (chunk_is_inside(cutter->chunk, cutter->segment_end));
    return true;
}

bool cutter_next(struct cutter *cutter, struct span *span) {
    for (;;) {
        while (cutter->at < cutter->segment_end) {
            UChar32 c = char_at(cutter, cutter->at);
            if (is_base(c) && !is_era(cutter, cutter->at, c))
                break;
            cutter->at = after(cutter, cutter->at);
            cutter->in_pieces = false;
        }
        if (cutter->at < cutter->segment_end)
            break;
        if (!segment_next(cutter))
            return false;
    }
    *span = (struct span){.from = cutter->at, .is_piece = is_piece(char_at(cutter, cutter->at)), .word_begins = true};
    if (span->is_piece) {
        span->to = piece_end(cutter, cutter->at);
        span->word_begins = !cutter->in_pieces;
        span->word_end = span->word_begins ? pieces_end(cutter, cutter->at) : span->to;
    } else {
        span->to = word_end(cutter, cutter->at);
    }
    cutter->in_pieces = span->is_piece;
    cutter->at = span->to;
    return true;
}
