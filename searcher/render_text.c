/* The answer for a person at a terminal. What comes from documents passes utf8_printable first: control characters and
 * bidi overrides become visible. Colours only where the caller says so; else matches stand between asterisks. */
#include "searcher/render_page.h"

#include "corpus/base/utf8.h"

#define INDENT "    "

/* The snippet's text with its matches marked; tones or asterisks. */
static void add_marked(struct page *page, const struct snippet *snippet, enum tone around) {
    size_t at = 0;
    page_tone(page, around);
    for (size_t i = 0; i < snippet->span_count; i++) {
        struct snippet_span span = snippet->spans[i];
        page_safe(page, str_slice(snippet->text, at, span.start));
        page_tone(page, TONE_MATCH);
        buf_add_c(page->out, page->style.colour ? "" : "*");
        page_safe(page, str_slice(snippet->text, span.start, span.end));
        buf_add_c(page->out, page->style.colour ? "" : "*");
        page_tone(page, TONE_PLAIN);
        page_tone(page, around);
        at = span.end;
    }
    page_safe(page, str_slice(snippet->text, at, snippet->text.n));
    page_tone(page, TONE_PLAIN);
}

/* Adds `marked`, broken between words so that lines fit; escape sequences take no columns. */
static void add_wrapped(struct page *page, struct str marked) {
    const size_t indent = sizeof INDENT - 1;
    size_t room = page->style.width > indent + 20 ? page->style.width - indent : 0;
    size_t used = 0, at = 0;
    buf_add_c(page->out, INDENT);
    while (at < marked.n) {
        size_t end = at;
        while (end < marked.n && marked.p[end] != ' ')
            end++;
        struct str word = str_slice(marked, at, end), seen = word;
        size_t columns = 0;
        for (size_t i = 0; i < seen.n;) {
            if (seen.p[i] == '\033') {
                while (i < seen.n && seen.p[i] != 'm')
                    i++;
                i += i < seen.n;
                continue;
            }
            size_t from = i;
            utf8_next(seen, &i);
            columns += page_width(str_slice(seen, from, i));
        }
        if (room && used > 0 && used + 1 + columns > room) {
            buf_add_c(page->out, "\n" INDENT);
            used = 0;
        }
        if (used > 0) {
            buf_add_byte(page->out, ' ');
            used++;
        }
        buf_add_str(page->out, word);
        used += columns;
        at = end + (end < marked.n);
    }
    buf_add_byte(page->out, '\n');
}

static void add_snippet(struct page *page, const struct snippet *snippet) {
    struct buf marked;
    buf_init(&marked);
    struct page inner = {&marked, page->style};
    buf_add_c(&marked, snippet->cut_before ? "… " : "");
    add_marked(&inner, snippet, TONE_PLAIN);
    buf_add_c(&marked, snippet->cut_after ? " …" : "");
    add_wrapped(page, buf_str(&marked));
    buf_fini(&marked);
}

/* The values of a field, by their labels, behind a separator. */
static void add_values(struct page *page, const struct document *doc, enum field_id id, bool *first) {
    const struct field *field = field_row(id);
    for (size_t i = 0; i < doc->field[id].n; i++) {
        struct str value = doc->field[id].v[i];
        buf_add_c(page->out, i > 0 ? ", " : *first ? "" : " · ");
        page_safe(page, field->kind == FIELD_KIND_CODE ? code_label(field->table, value) : value);
        *first = false;
    }
}

static void add_facts(struct page *page, const struct document *doc) {
    static const enum field_id shown[] = {FIELD_SOURCE, FIELD_SOURCE_TYPE, FIELD_DATE, FIELD_COUNTRY, FIELD_LANG};
    bool first = true;
    buf_add_c(page->out, INDENT);
    page_tone(page, TONE_QUIET);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        add_values(page, doc, shown[i], &first);
    page_tone(page, TONE_PLAIN);
    buf_add_byte(page->out, '\n');
}

static void add_hit(struct page *page, const struct search_result *result, size_t i) {
    const struct search_hit *hit = &result->hits[i];
    buf_addf(page->out, "%3zu ", result->offset + i + 1);
    if (hit->title.text.n > 0)
        add_marked(page, &hit->title, TONE_TITLE);
    else
        page_toned(page, TONE_TITLE, STR("(no title)"));
    buf_add_byte(page->out, '\n');
    add_facts(page, &hit->document);
    for (size_t s = 0; s < hit->snippet_count; s++)
        add_snippet(page, &hit->snippets[s]);
    buf_add_c(page->out, INDENT);
    page_tone(page, TONE_QUIET);
    page_safe(page, document_get(&hit->document, FIELD_ID));
    buf_add_c(page->out, document_get(&hit->document, FIELD_URL).n ? "  " : "");
    page_safe(page, document_get(&hit->document, FIELD_URL));
    page_tone(page, TONE_PLAIN);
    buf_add_byte(page->out, '\n');
    if (hit->explanation)
        page_explained_hit(page, result->explanation, hit);
    buf_add_byte(page->out, '\n');
}

static void add_head(struct page *page, const struct search_result *result) {
    page_tone(page, TONE_NOTE);
    for (size_t i = 0; i < result->warnings.n; i++) {
        buf_add_c(page->out, "Note: ");
        page_safe(page, result->warnings.v[i]);
        buf_add_byte(page->out, '\n');
    }
    if (result->words_matched < result->words_asked)
        buf_addf(page->out, "No document has all %u words; these have %u of them.\n", result->words_asked,
                 result->words_matched);
    page_tone(page, TONE_PLAIN);
    page_documents(page, result->total);
    buf_add_c(page->out, " for ");
    page_toned(page, TONE_TITLE, result->parsed);
    if (result->hit_count > 0 && result->hit_count < result->total)
        buf_addf(page->out, ", %u to %zu shown", result->offset + 1, result->offset + result->hit_count);
    buf_add_c(page->out, "\n\n");
}

void render_text(struct buf *out, const struct search_result *result, struct render_style style) {
    struct page page = {out, style};
    add_head(&page, result);
    if (result->explanation)
        page_explanation(&page, result->explanation);
    if (result->explanation && result->hit_count && result->hits[0].explanation == NULL)
        buf_add_c(out, "Sorted by date: the results have no scores.\n\n");
    for (size_t i = 0; i < result->hit_count; i++)
        add_hit(&page, result, i);
    for (size_t i = 0; i < result->facet_count; i++)
        if (result->total > 0)
            page_facet(&page, &result->facets[i]);
    if (result->cross && result->total > 0)
        page_cross(&page, result->cross);
}

/* Where a value comes from that nobody gave. */
static void add_origin(struct page *page, const struct document *doc, enum field_id id) {
    if (id == FIELD_LANG && str_eq_c(doc->from[id], DOCUMENT_DETECTED)) {
        buf_addf(page->out, " (detected, %.0f %% sure)", 100 * doc->lang_confidence);
    } else if (doc->from[id].n && !str_eq_c(doc->from[id], DOCUMENT_GIVEN)) {
        buf_add_c(page->out, doc->guessed[id] ? " (a guess, from " : " (from ");
        page_safe(page, doc->from[id]);
        buf_add_c(page->out, ")");
    }
}

void render_document_text(struct buf *out, const struct document *doc, struct render_style style) {
    struct page page = {out, style};
    page_toned(&page, TONE_TITLE, document_get(doc, FIELD_TITLE));
    buf_add_c(out, "\n\n");
    for (int i = 0; i < FIELD_COUNT; i++) {
        enum field_id id = (enum field_id)i;
        if (id == FIELD_TITLE || id == FIELD_TEXT || doc->field[id].n == 0)
            continue;
        bool first = true;
        page_tone(&page, TONE_QUIET);
        buf_addf(out, "%-15s ", field_row(id)->name);
        page_tone(&page, TONE_PLAIN);
        add_values(&page, doc, id, &first);
        add_origin(&page, doc, id);
        buf_add_byte(out, '\n');
    }
    if (doc->extra.n) {
        buf_addf(out, "%-15s ", "other fields");
        page_safe(&page, doc->extra);
        buf_add_byte(out, '\n');
    }
    buf_add_byte(out, '\n');
    utf8_printable(out, document_get(doc, FIELD_TEXT), true);
    buf_add_byte(out, '\n');
}
