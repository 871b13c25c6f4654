/* The small parts of a page of text. */
#include "searcher/render_page.h"

#include "corpus/base/utf8.h"

#include <stdio.h>
#include <wchar.h>

static const char *const tone_code[] = {"\033[0m", "\033[1m", "\033[1;33m", "\033[2m", "\033[36m"};

void page_tone(struct page *page, enum tone which) {
    if (page->style.colour)
        buf_add_c(page->out, tone_code[which]);
}

void page_safe(struct page *page, struct str s) {
    utf8_printable(page->out, s, false);
}

void page_toned(struct page *page, enum tone which, struct str s) {
    page_tone(page, which);
    page_safe(page, s);
    page_tone(page, TONE_PLAIN);
}

size_t page_width(struct str s) {
    size_t columns = 0, at = 0;
    while (at < s.n) {
        int w = wcwidth((wchar_t)utf8_next(s, &at));
        columns += w > 0 ? (size_t)w : 0;
    }
    return columns;
}

void page_padded(struct page *page, struct str s, size_t columns) {
    page_safe(page, s);
    for (size_t width = page_width(s); width < columns; width++)
        buf_add_byte(page->out, ' ');
}

void page_number(struct buf *out, uint64_t number) {
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < n; i++) {
        buf_add_byte(out, digits[i]);
        if ((n - 1 - i) % 3 == 0 && i < n - 1)
            buf_add_byte(out, ',');
    }
}

void page_documents(struct page *page, uint32_t documents) {
    page_number(page->out, documents);
    buf_add_c(page->out, documents == 1 ? " document" : " documents");
}
