/* Traditional to simplified Chinese, character by character: the table of fold_hans.def spread out for look-up. */
#include "corpus/fold.h"

#include "corpus/base/utf8.h"

#include <assert.h>
#include <threads.h>

#define HANS_FIRST 0x3400
#define HANS_END 0xA000

static const struct {
    struct str traditional, simplified;
} rows[] = {
#define X(t, s) {STR(t), STR(s)},
#include "corpus/fold_hans.def"
#undef X
};

static UChar32 hans[HANS_END - HANS_FIRST]; /* 0: itself */
static once_flag hans_once = ONCE_FLAG_INIT;

static void spread(void) {
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        size_t t = 0, s = 0;
        while (t < rows[row].traditional.n) {
            uint32_t from = utf8_next(rows[row].traditional, &t);
            assert(from >= HANS_FIRST && from < HANS_END && s < rows[row].simplified.n);
            hans[from - HANS_FIRST] = (UChar32)utf8_next(rows[row].simplified, &s);
        }
        assert(s == rows[row].simplified.n);
    }
}

UChar32 fold_hans(UChar32 c) {
    if (c < HANS_FIRST || c >= HANS_END)
        return c;
    call_once(&hans_once, spread);
    UChar32 simplified = hans[c - HANS_FIRST];
    return simplified ? simplified : c;
}
