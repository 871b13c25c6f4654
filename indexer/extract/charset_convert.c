/* Labels of charsets, and conversion to UTF-8 by ICU. Which charset it is decides charset.c. */
#include "indexer/extract/charset.h"

#include "corpus/base/buf.h"

#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

/* Labels that mean another charset than their name says: the superset that pages in it are really written in (WHATWG
 * Encoding Standard, "Names and labels"), under the name of ICU's converter. All others go by ICU's own list of
 * aliases. */
static const struct {
    const char *label, *means;
} supersets[] = {
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso88591", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"l1", "windows-1252"},
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ansi", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"dos-874", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"logical", "iso-8859-8"},
    {"visual", "iso-8859-8"},
    {"gb2312", "gb18030"},
    {"gb_2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"chinese", "gb18030"},
    {"big5", "Big5-HKSCS"},
    {"big5-hkscs", "Big5-HKSCS"},
    {"cn-big5", "Big5-HKSCS"},
    {"x-x-big5", "Big5-HKSCS"},
    {"shift_jis", "ibm-943_P15A-2003"},
    {"shift-jis", "ibm-943_P15A-2003"},
    {"sjis", "ibm-943_P15A-2003"},
    {"x-sjis", "ibm-943_P15A-2003"},
    {"windows-31j", "ibm-943_P15A-2003"},
    {"ms_kanji", "ibm-943_P15A-2003"},
    {"cp932", "ibm-943_P15A-2003"},
    {"x-euc-jp", "euc-jp"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"ksc5601", "windows-949"},
    {"korean", "windows-949"},
    {"uhc", "windows-949"},
    {"koi8-u", "KOI8-U"},
    {"koi8-ru", "KOI8-U"},
    {"koi", "KOI8-R"},
    {"mac-cyrillic", "x-mac-cyrillic"},
    {"maccyrillic", "x-mac-cyrillic"},
    {"x-mac-ukrainian", "x-mac-cyrillic"},
    {"x-mac-roman", "macintosh"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
};

#define LABEL_MAX 64u

const char *charset_find(struct arena *arena, struct str label) {
    label = str_trim(label);
    while (label.n && (label.p[0] == '"' || label.p[0] == '\''))
        label = str_slice(label, 1, label.n);
    while (label.n && (label.p[label.n - 1] == '"' || label.p[label.n - 1] == '\''))
        label.n--;
    if (label.n == 0 || label.n > LABEL_MAX || memchr(label.p, '\0', label.n))
        return NULL;
    const char *name = arena_str(arena, label).p;
    for (size_t i = 0; i < sizeof supersets / sizeof supersets[0]; i++)
        if (strcasecmp(supersets[i].label, name) == 0)
            return supersets[i].means;
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    if (U_FAILURE(status))
        return NULL;
    UConverterType type = ucnv_getType(converter);
    ucnv_close(converter);
    /* Charsets in which plain letters can be something else (UTF-7, SCSU, BOCU-1, IMAP) are never what a page is in. */
    if (type == UCNV_UTF7 || type == UCNV_SCSU || type == UCNV_BOCU1 || type == UCNV_IMAP_MAILBOX)
        return NULL;
    return name;
}

struct counter {
    size_t replaced;
};

/* What stands for no character becomes U+FFFD, as ICU does by itself, and is counted. */
static void count_replaced(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t length,
                           UConverterCallbackReason reason, UErrorCode *status) {
    (void)units;
    (void)length;
    if (reason <= UCNV_IRREGULAR)
        ((struct counter *)(uintptr_t)context)->replaced++;
    UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, units, length, reason, status);
}

#define CHUNK 8192

bool charset_convert(struct arena *arena, struct str bytes, const char *charset, struct str *text, size_t *replaced) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(charset, &status);
    UConverter *to = ucnv_open("UTF-8", &status);
    struct counter counter = {0};
    struct buf out;
    buf_init(&out);
    if (U_SUCCESS(status))
        ucnv_setToUCallBack(from, count_replaced, &counter, NULL, NULL, &status);
    UChar pivot[CHUNK], *pivot_from = pivot, *pivot_to = pivot;
    const char *source = bytes.p, *end = bytes.p + bytes.n;
    bool first = true, more = U_SUCCESS(status);
    while (more) {
        char *at = buf_reserve(&out, CHUNK), *filled = at;
        status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &filled, at + CHUNK, &source, end, pivot, &pivot_from, &pivot_to, pivot + CHUNK, first,
                       true, &status);
        out.n += (size_t)(filled - at);
        first = false;
        more = status == U_BUFFER_OVERFLOW_ERROR;
    }
    bool good = U_SUCCESS(status);
    *text = good ? arena_str(arena, buf_str(&out)) : STR_EMPTY;
    *replaced = counter.replaced;
    buf_fini(&out);
    if (from)
        ucnv_close(from);
    if (to)
        ucnv_close(to);
    return good;
}
