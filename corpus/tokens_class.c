/* Two threads that meet a character at the same time both work out the same number and store it: no lock is needed. */
#include "corpus/tokens_class.h"

#include "corpus/fold.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define ZERO_WIDTH_SPACE 0x200B

_Atomic uint16_t class_known[0x110000];

static bool is_mark(UChar32 c) {
    return c >= 0x300 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* A blessing in one character, set behind a name as an ornament: ﷺ ﷻ. */
static bool is_blessing(UChar32 c) {
    return c == 0xFDFA || c == 0xFDFB;
}

static bool is_base(UChar32 c) {
    return !is_blessing(c) && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

static bool is_of_dictionary(UChar32 c) {
    return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT || uscript_hasScript(c, USCRIPT_HAN) ||
           uscript_hasScript(c, USCRIPT_HIRAGANA) || uscript_hasScript(c, USCRIPT_KATAKANA);
}

static bool is_piece(UChar32 c) {
    return c >= 0x0E00 && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_NL_MASK)) != 0 && is_of_dictionary(c);
}

static bool is_ignorable(UChar32 c) {
    if (c < 0xAD || c == ZERO_WIDTH_SPACE)
        return false;
    return u_charType(c) == U_FORMAT_CHAR || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* Thai and Lao long a: may be the last part of an am. */
static bool ends_am(UChar32 c) {
    return c == 0x0E32 || c == 0x0EB2;
}

static enum break_class break_of(UChar32 c) {
    if (c == '@') /* ICU's root rules go beyond UAX 29 there, since version 72 */
        return BREAK_LETTER;
    if (is_of_dictionary(c) || u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0xAC00 && c <= 0xD7A3))
        return BREAK_DICTIONARY;
    switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_KATAKANA:
        return BREAK_DICTIONARY;
    case U_WB_EXTEND:
    case U_WB_FORMAT:
    case U_WB_ZWJ:
        return BREAK_EXTEND;
    case U_WB_ALETTER:
        return BREAK_LETTER;
    case U_WB_HEBREW_LETTER:
        return BREAK_HEBREW;
    case U_WB_NUMERIC:
        return BREAK_NUMERIC;
    case U_WB_MIDLETTER:
        return BREAK_MID_LETTER;
    case U_WB_MIDNUMLET:
        return BREAK_MID_NUM_LET;
    case U_WB_MIDNUM:
        return BREAK_MID_NUM;
    case U_WB_SINGLE_QUOTE:
        return BREAK_SINGLE_QUOTE;
    case U_WB_DOUBLE_QUOTE:
        return BREAK_DOUBLE_QUOTE;
    case U_WB_EXTENDNUMLET:
        return BREAK_CONNECTS;
    default:
        return BREAK_OTHER;
    }
}

static unsigned form_flags(UChar32 c) {
    bool stacks = u_getCombiningClass(c) != 0;
    bool is_loose = stacks || u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES;
    bool is_firm = !stacks && u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES;
    bool is_awkward = is_loose || is_ignorable(c) || ends_am(c) || fold_for_cutting(c) != c;
    return (stacks ? CLASS_STACKS : 0u) | (is_loose ? CLASS_LOOSE : 0u) | (is_firm ? CLASS_FIRM : 0u) |
           (is_awkward ? CLASS_AWKWARD : 0u);
}

/* Hamza is left out: behind a number it is no letter (tokens_cut.c). */
static bool is_inner(UChar32 c, unsigned class) {
    enum break_class breaks = class_break(class);
    return (class & CLASS_BASE) && !(class & CLASS_PIECE) && !U_IS_SURROGATE(c) && c != 0x0621 &&
           (breaks == BREAK_LETTER || breaks == BREAK_HEBREW || breaks == BREAK_NUMERIC);
}

unsigned class_find(UChar32 c) {
    unsigned class = CLASS_KNOWN | (unsigned)break_of(c) | form_flags(c);
    class |= (u_isalpha(c) ? CLASS_LETTER : 0u) | (is_mark(c) ? CLASS_MARK : 0u) | (is_base(c) ? CLASS_BASE : 0u) |
             (is_piece(c) ? CLASS_PIECE : 0u) | (u_isdigit(c) ? CLASS_DIGIT : 0u) |
             (is_ignorable(c) ? CLASS_IGNORABLE : 0u);
    class |= is_inner(c, class) ? CLASS_INNER : 0u;
    atomic_store_explicit(&class_known[c], (uint16_t) class, memory_order_relaxed);
    return class;
}
