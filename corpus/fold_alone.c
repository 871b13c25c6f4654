/* What is asked of a letter, so that folding a word is folding its letters one by one:
 *   - it is no mark, and in NFC; no mark or letter before it joins with it in NFC or NFKC case folding
 *   - case folding makes it begin with a letter or digit: not with a mark, as the Thai am, for whether that stays is
 * for the letter before to say; nor with a space, as the lone Greek iota below
 *   - its folded form is letters and digits, which likewise join with nothing before them
 *   - nor is that the Armenian hiwn, which makes another letter of the one before it (fold.c). */
#include "corpus/fold_alone.h"

#include "corpus/tokens_class.h"

#include <assert.h>
#include <string.h>

#define ARMENIAN_HIWN 0x0582

static bool stands_alone(const struct fold *fold, UChar32 c) {
    unsigned class = class_of(c);
    return (class & CLASS_BASE) && !(class & (CLASS_LOOSE | CLASS_IGNORABLE)) &&
           unorm2_hasBoundaryBefore(fold->nfkc_casefold, c);
}

static bool is_of_such(const struct utf16 *folded) {
    for (int32_t i = 0; i < folded->n;) {
        UChar32 c;
        U16_NEXT(folded->v, i, folded->n, c);
        unsigned class = class_of(c);
        if (!(class & CLASS_BASE) || (class & CLASS_LOOSE) || c == ARMENIAN_HIWN)
            return false;
    }
    return folded->n > 0;
}

static void put(struct buf *bytes, char *to, uint8_t *n) {
    memcpy(to, bytes->data, bytes->n);
    *n = (uint8_t)bytes->n;
}

static bool find(struct fold *fold, UChar32 c, struct buf *bytes, struct utf16 *text, struct fold_alone *alone) {
    if (!stands_alone(fold, c))
        return false;
    utf16_put(text, c);
    utf16_normalize(fold->nfkc_casefold, text, &fold->normal);
    if (fold->normal.n == 0 || !(class_of(fold->normal.v[0]) & CLASS_BASE))
        return false;
    utf16_to_utf8(text, bytes);
    put(bytes, alone->surface, &alone->surface_n);
    buf_clear(bytes);
    fold_add_plain(fold, text, FOLD_VALUE, bytes);
    if (bytes->n > ALONE_FORM_MAX)
        return false;
    utf16_set(text, buf_str(bytes));
    if (!is_of_such(text))
        return false;
    put(bytes, alone->folded, &alone->folded_n);
    return true;
}

void fold_alone_find(struct fold *fold, UChar32 c) {
    assert(c < ALONE_END);
    struct buf bytes;
    struct utf16 text = {NULL, 0, 0};
    buf_init(&bytes);
    if (!find(fold, c, &bytes, &text, &fold->alone[c]))
        fold->alone[c].folded_n = UINT8_MAX;
    utf16_fini(&text);
    buf_fini(&bytes);
}

bool fold_add_alone(struct fold *fold, const struct utf16 *s, struct buf *out) {
    size_t added = 0;
    char *to = buf_reserve(out, ALONE_FORM_MAX * (size_t)s->n);
    for (int32_t i = 0; i < s->n; i++) {
        const struct fold_alone *alone = fold_alone(fold, s->v[i]);
        if (!alone) {
            *to = '\0';
            return false;
        }
        memcpy(to + added, alone->folded, ALONE_FORM_MAX);
        added += alone->folded_n;
    }
    to[added] = '\0';
    out->n += added;
    return true;
}
