/* After ICU's NFKC case folding the text is walked character by character. What to do with an accent is decided by the
 * script of the letter before it, because the same code (U+0308) is an ornament on a Latin letter and would be a
 * different letter elsewhere. Folding a folded text changes nothing: a test tries every character there is. */
#include "corpus/fold.h"

#include "corpus/base/arena.h"
#include "corpus/fold_alone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

void fold_init(struct fold *fold) {
    UErrorCode status = U_ZERO_ERROR;
    *fold = (struct fold){
        .nfc = unorm2_getNFCInstance(&status),
        .nfd = unorm2_getNFDInstance(&status),
        .nfkc = unorm2_getNFKCInstance(&status),
        .nfkc_casefold = unorm2_getNFKCCasefoldInstance(&status),
    };
    assert(U_SUCCESS(status)); /* the data is part of the library */
    fold->alone = mem_array(ALONE_END, sizeof *fold->alone);
}

void fold_fini(struct fold *fold) {
    utf16_fini(&fold->normal);
    utf16_fini(&fold->folded);
    free(fold->alone);
    fold->alone = NULL;
}

struct letter {
    UChar32 from;
    const char *to;
};

static const struct letter letters[] = {
#define X(from, to) {from, to},
#include "corpus/fold_letters.def"
#undef X
};

static const struct letter *letter_find(UChar32 c) {
    size_t low = 0, high = sizeof letters / sizeof *letters;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (letters[middle].from == c)
            return &letters[middle];
        if (letters[middle].from < c)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Scripts in which marks above and below a letter are left out in practice without making another word. */
static bool script_drops_marks(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
    case USCRIPT_SYRIAC:
    case USCRIPT_COPTIC:
    case USCRIPT_ARMENIAN:
    case USCRIPT_GEORGIAN:
    case USCRIPT_ETHIOPIC:
    case USCRIPT_GLAGOLITIC:
    case USCRIPT_COMMON:
        return true;
    default:
        return false;
    }
}

static bool is_mark(UChar32 c) {
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool is_tone(UChar32 c) { /* Thai, Lao */
    return (c >= 0x0E48 && c <= 0x0E4B) || (c >= 0x0EC8 && c <= 0x0ECB);
}

static bool is_nikhahit(UChar32 c) {
    return c == 0x0E4D || c == 0x0ECD;
}

/* น้ำ is written with its tone before or after the ring of sara am: here always before. */
static void put_mark(struct utf16 *out, UChar32 c) {
    bool swap = is_tone(c) && out->n > 0 && is_nikhahit(out->v[out->n - 1]);
    UChar32 ring = swap ? out->v[--out->n] : 0;
    utf16_put(out, c);
    if (swap)
        utf16_put(out, ring);
}

static void put_letter(struct utf16 *out, UChar32 c) {
    const struct letter *letter = letter_find(c);
    if (letter) {
        for (int32_t i = 0, n = (int32_t)strlen(letter->to); i < n;) {
            UChar32 to;
            U8_NEXT(letter->to, i, n, to);
            utf16_put(out, to);
        }
        return;
    }
    /* Armenian և is եւ to Unicode, but ԵՎ in capitals: one sound in three writings. */
    if (c == 0x0582 && out->n > 0 && out->v[out->n - 1] == 0x0565)
        c = 0x057E;
    int32_t digit = u_charType(c) == U_DECIMAL_DIGIT_NUMBER ? u_charDigitValue(c) : -1;
    utf16_put(out, digit >= 0 ? '0' + digit : fold_hans(c));
}

/* One character of the case-folded text; *drops says whether marks after it are dropped. */
static void fold_one(const struct fold *fold, UChar32 c, bool *drops, struct utf16 *out) {
    if (c < 0x80) {
        *drops = true;
        utf16_put(out, c);
        return;
    }
    if (is_mark(c)) {
        if (*drops)
            return;
        if (letter_find(c))
            put_letter(out, c);
        else
            put_mark(out, c);
        return;
    }
    *drops = script_drops_marks(c);
    UChar parts[8];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = *drops ? unorm2_getDecomposition(fold->nfd, c, parts, 8, &status) : -1;
    if (n <= 0 || U_FAILURE(status)) {
        put_letter(out, c);
        return;
    }
    for (int32_t i = 0; i < n;) {
        UChar32 part;
        U16_NEXT(parts, i, n, part);
        if (!is_mark(part))
            put_letter(out, part);
    }
}

static bool is_of_words(UChar32 c) {
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

static UChar32 char_at(const struct utf16 *s, int32_t i) {
    UChar32 c;
    U16_GET(s->v, 0, i, s->n, c);
    return c;
}

/* Leaves letters, marks, digits, and what stands between two digits. */
static void keep_word(struct utf16 *s) {
    int32_t kept = 0;
    for (int32_t i = 0; i < s->n;) {
        int32_t from = i;
        UChar32 c;
        U16_NEXT(s->v, i, s->n, c);
        bool between = kept > 0 && i < s->n && u_isdigit(s->v[kept - 1]) && u_isdigit(char_at(s, i));
        if (is_of_words(c) || (between && !u_isUWhiteSpace(c)))
            while (from < i)
                s->v[kept++] = s->v[from++];
    }
    s->n = kept;
}

static void keep_value(struct utf16 *s) {
    int32_t kept = 0;
    bool space = false;
    for (int32_t i = 0; i < s->n; i++) {
        if (u_isUWhiteSpace(s->v[i])) {
            space = kept > 0;
            continue;
        }
        if (space)
            s->v[kept++] = ' ';
        space = false;
        s->v[kept++] = s->v[i];
    }
    s->n = kept;
}

void fold_add_plain(struct fold *fold, const struct utf16 *s, enum fold_kind kind, struct buf *out) {
    utf16_normalize(fold->nfkc_casefold, s, &fold->normal);
    fold->folded.n = 0;
    bool drops = true; /* marks without a letter */
    for (int32_t i = 0; i < fold->normal.n;) {
        UChar32 c;
        U16_NEXT(fold->normal.v, i, fold->normal.n, c);
        fold_one(fold, c, &drops, &fold->folded);
    }
    if (kind == FOLD_WORD)
        keep_word(&fold->folded);
    else
        keep_value(&fold->folded);
    /* Dropping a character can bring two together that are one: か and its voicing mark. */
    utf16_normalize(fold->nfc, &fold->folded, &fold->normal);
    utf16_to_utf8(&fold->normal, out);
}

void fold_add(struct fold *fold, const struct utf16 *s, enum fold_kind kind, struct buf *out) {
    if (!fold_add_alone(fold, s, out))
        fold_add_plain(fold, s, kind, out);
}

static bool is_compatibility_form(UChar32 c) {
    return (c >= 0xFF01 && c <= 0xFFDC) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F00 && c <= 0x2FD5) ||
           (c >= 0x2F800 && c <= 0x2FA1F) || (c >= 0x2080 && c <= 0x2089);
}

UChar32 fold_for_cutting(UChar32 c) {
    if (c < 0x02BB)
        return c;
    if ((c >= 0x02BB && c <= 0x02BD) || c == 0x2018 || c == 0x2019 || c == 0x201B)
        return '\'';
    if (is_compatibility_form(c)) {
        UChar parts[4];
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = unorm2_getDecomposition(unorm2_getNFKCInstance(&status), c, parts, 4, &status);
        int32_t i = 0;
        UChar32 first;
        if (n > 0 && U_SUCCESS(status)) {
            U16_NEXT(parts, i, n, first);
            if (i == n)
                c = first;
        }
    }
    return fold_hans(c);
}
