/* One walk over the units, segment by segment. */
#include "corpus/tokens_cut.h"

#include "corpus/tokens_class.h"

#include <unicode/uscript.h>

#define FRACTION_SLASH 0x2044 /* ½ is 1⁄2 in NFKC */
#define HAMZA 0x0621

void cutter_init(struct cutter *cutter) {
    *cutter = (struct cutter){.chunk = NULL};
    segmenter_init(&cutter->segmenter);
}

void cutter_fini(struct cutter *cutter) {
    segmenter_fini(&cutter->segmenter);
}

void cutter_begin(struct cutter *cutter, const struct chunk *chunk) {
    segmenter_begin(&cutter->segmenter, chunk->units.v, chunk->units.n);
    cutter->chunk = chunk;
    cutter->segment = cutter->segment_end = cutter->at = 0;
}

/* ---- characters ---- */

/* A sign that belongs to the character before it: all marks, also those Burmese vowels that Unicode lets stand as a
 * grapheme of their own, and the Thai and Lao am, which is a letter in name only. */
static bool extends(UChar32 c) {
    return (class_of(c) & CLASS_MARK) || c == 0x0E33 || c == 0x0EB3;
}

static bool is_mark(UChar32 c) {
    return (class_of(c) & CLASS_MARK) != 0;
}

static bool is_letter(UChar32 c) {
    return (class_of(c) & CLASS_LETTER) != 0;
}

static bool is_digit(UChar32 c) {
    return (class_of(c) & CLASS_DIGIT) != 0;
}

static bool is_piece(UChar32 c) {
    return (class_of(c) & CLASS_PIECE) != 0;
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
    if (is_digit(before) && is_digit(next))
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
    return c == HAMZA && is_digit(letter_before(cutter, i));
}

static int32_t word_end(const struct cutter *cutter, int32_t i) {
    const UChar *units = cutter->chunk->units.v;
    while ((i = class_inner_end(units, i, cutter->segment_end)) < cutter->segment_end) {
        int32_t next = i;
        unsigned class = class_next(units, &next, cutter->segment_end);
        if (class & CLASS_BASE ? (class & CLASS_PIECE) || is_era(cutter, i, units[i])
                               : !(class & CLASS_MARK) && !is_joint(cutter, i, char_at(cutter, i)))
            break;
        i = next;
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
        if (!segmenter_next(&cutter->segmenter, &cutter->segment_end)) {
            cutter->segment_end = cutter->segment;
            return false;
        }
    } while (chunk_is_inside(cutter->chunk, cutter->segment_end));
    return true;
}

/* Moves on to where a token begins in this segment. */
static bool token_begin(struct cutter *cutter) {
    const UChar *units = cutter->chunk->units.v;
    while (cutter->at < cutter->segment_end) {
        int32_t next = cutter->at;
        unsigned class = class_next(units, &next, cutter->segment_end);
        if ((class & CLASS_BASE) && !is_era(cutter, cutter->at, units[cutter->at]))
            return true;
        cutter->at = next;
        cutter->in_pieces = false;
    }
    return false;
}

bool cutter_next(struct cutter *cutter, struct span *span) {
    while (!token_begin(cutter))
        if (!segment_next(cutter))
            return false;
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
