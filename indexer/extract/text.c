/* Plain text: the first line as title where an empty line follows, then the text. */
#include "indexer/extract/extract.h"

/* A longer first line is a paragraph, not a title. */
#define TITLE_LINE_MAX 512

static bool cut_title(struct str bytes, struct str *title, struct str *rest) {
    struct str second;
    while (str_cut(bytes, '\n', title, rest) && str_trim(*title).n == 0)
        bytes = *rest;
    return str_cut(bytes, '\n', title, rest) && title->n <= TITLE_LINE_MAX && str_cut(*rest, '\n', &second, rest) &&
           str_trim(second).n == 0;
}

enum err_code extract_text(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct extract_document doc = {.text = input->bytes};
    struct str title, rest;
    (void)e;
    if (cut_title(input->bytes, &title, &rest)) {
        extract_value(arena, &doc, FIELD_TITLE, str_trim(title), "text: first line");
        doc.text = rest;
    }
    sink->document(sink, &doc);
    return ERR_OK;
}
