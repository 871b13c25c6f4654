/* Letters are folded one by one where they fold alone (corpus/fold_alone.h): the folded form must be the one that is
 * found the long way. Tried on each character there is between all kinds of letters, and on words drawn by chance; and
 * so are the short cuts of tokens_utf16.h to normal forms and lower case held against ICU. */
#include "corpus/base/utf8.h"
#include "corpus/fold_alone.h"
#include "tests/tools/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unicode/ustring.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static struct fold fold;
static struct utf16 text, other;
static struct buf quick, plain;
static unsigned failures;

static int set_up(void **state) {
    (void)state;
    fold_init(&fold);
    buf_init(&quick);
    buf_init(&plain);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fold_fini(&fold);
    utf16_fini(&text);
    utf16_fini(&other);
    buf_fini(&quick);
    buf_fini(&plain);
    return 0;
}

static void complain(const char *what) {
    if (++failures <= 20)
        print_message("# %s: quick «%s», plain «%s»\n", what, quick.data, plain.data);
}

static void to_bytes(const struct utf16 *s, struct buf *out) {
    buf_clear(out);
    utf16_to_utf8(s, out);
}

/* Like every word, in the form that utf16_set leaves. */
static void compare_folds(enum fold_kind kind) {
    buf_clear(&quick);
    buf_clear(&plain);
    fold_add(&fold, &text, kind, &quick);
    fold_add_plain(&fold, &text, kind, &plain);
    if (!str_eq(buf_str(&quick), buf_str(&plain)))
        complain("folded");
}

static void compare_with_icu(const UNormalizer2 *form, const char *what) {
    UChar room[2000];
    UErrorCode status = U_ZERO_ERROR;
    utf16_normalize(form, &text, &other);
    struct utf16 want = {room, unorm2_normalize(form, text.v, text.n, room, 2000, &status), 2000};
    assert_true(U_SUCCESS(status));
    to_bytes(&other, &quick);
    to_bytes(&want, &plain);
    if (!str_eq(buf_str(&quick), buf_str(&plain)))
        complain(what);
}

static void compare_lower(const char *locale) {
    UChar room[2000];
    UErrorCode status = U_ZERO_ERROR;
    utf16_lower(locale, &text, &other);
    struct utf16 want = {room, u_strToLower(room, 2000, text.v, text.n, locale, &status), 2000};
    assert_true(U_SUCCESS(status));
    to_bytes(&other, &quick);
    to_bytes(&want, &plain);
    if (!str_eq(buf_str(&quick), buf_str(&plain)))
        complain("lower case");
}

static void compare(struct str s) {
    utf16_set(&text, s);
    compare_folds(FOLD_WORD);
    compare_folds(FOLD_VALUE);
    compare_with_icu(fold.nfc, "NFC");
    compare_with_icu(fold.nfkc, "NFKC");
    compare_lower("");
    compare_lower("tr");
}

/* Letters that join, or have marks made of them, and plain ones. */
static const char *const neighbours[] = {
    "",       "a",  "é",      "Σ",  "ı",      "\u0301", "ж",  "і",  "ե", "ւ", "Ւ",      "ב", "\u05BC",
    "ا",      "لا", "\u064E", "क",  "\u093C", "ণ",      "ക",  "ก",  "ำ", "า", "\u0E4D", "้",  "က",
    "\u1031", "か", "\u3099", "保", "ᄒ",     "ᅡ",     "ᆫ", "한", "1", "٣", "½",      "²",
};
#define NEIGHBOURS (sizeof neighbours / sizeof *neighbours)

static void every_character_among_others(void **state) {
    (void)state;
    struct buf s;
    buf_init(&s);
    failures = 0;
    for (uint32_t c = 1; c < 0x30000; c += SANITIZED ? 11 : 1) {
        if (c >= 0x3400 && c < 0xD7A4 && c % 5)
            continue;
        for (size_t i = c % 3; i < NEIGHBOURS; i += 3) {
            buf_clear(&s);
            buf_add_c(&s, neighbours[i]);
            utf8_put(&s, c);
            buf_add_c(&s, neighbours[(i + c / 7) % NEIGHBOURS]);
            compare(buf_str(&s));
        }
    }
    buf_fini(&s);
    assert_int_equal(failures, 0);
}

static void words_by_chance(void **state) {
    (void)state;
    static const uint32_t blocks[] = {0x40,  0x60,   0xC0,   0x100,  0x140,  0x180,  0x200,  0x380,  0x3C0,  0x400,
                                      0x440, 0x490,  0x530,  0x560,  0x5D0,  0x620,  0x660,  0x6C0,  0x900,  0x980,
                                      0xE00, 0x10A0, 0x1200, 0x13A0, 0x1E80, 0x1F00, 0x2160, 0x3040, 0x30A0, 0x4E00,
                                      0x885, 0xAB70, 0xAC00, 0xFB00, 0xFE80, 0xFF10, 0xFF66, 0x10400};
    struct buf s;
    uint64_t seed = 20260102;
    buf_init(&s);
    failures = 0;
    for (unsigned round = 0; round < (SANITIZED ? 10000u : 200000u); round++) {
        buf_clear(&s);
        uint32_t block = blocks[chance_choose(&seed, sizeof blocks / sizeof *blocks)];
        for (size_t i = 0, n = 1 + chance_choose(&seed, 8); i < n; i++)
            utf8_put(&s, block + (uint32_t)chance_choose(&seed, 64));
        compare(buf_str(&s));
    }
    buf_fini(&s);
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_among_others),
        cmocka_unit_test(words_by_chance),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
