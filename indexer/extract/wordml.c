/* One loop over the pieces, with a table of elements that mean something. */
#include "indexer/extract/wordml.h"

#include <string.h>
#include <strings.h>

enum meaning { PARAGRAPH, STYLE, TEXT, GAP, LINE, HYPHEN, ROW, CELL, NO_TEXT, CHUNK, PICTURE };

static const struct {
    const char *name;
    enum meaning meaning;
} ELEMENTS[] = {
    {"p", PARAGRAPH},
    {"pStyle", STYLE},
    {"t", TEXT},
    {"tab", GAP},
    {"br", LINE},
    {"cr", LINE},
    {"tr", ROW},
    {"tc", CELL},
    {"noBreakHyphen", HYPHEN},
    {"moveFrom", NO_TEXT},
    {"Fallback", NO_TEXT},
    {"rt", NO_TEXT},
    {"binData", NO_TEXT},
    {"pPr", NO_TEXT},
    {"tabs", NO_TEXT},
    {"altChunk", CHUNK},
    {"blip", PICTURE},
    {"imagedata", PICTURE},
    {"docOleData", NO_TEXT},
    {"docSuppData", NO_TEXT},
};

static int meaning_of(const struct xml *xml) {
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++)
        if (xml_is(xml, ELEMENTS[i].name))
            return (int)ELEMENTS[i].meaning;
    return -1;
}

/* The paragraph at hand: where it begins in the text, and its style. */
struct at_hand {
    size_t from;
    struct str style;
    bool in_text;
};

static bool is_style(struct str style, const char *name) {
    return style.n == strlen(name) && strncasecmp(style.p, name, style.n) == 0;
}

static void end_paragraph(struct wordml *w, struct at_hand *at) {
    bool is_title = is_style(at->style, "Title");
    bool is_heading = is_style(at->style, "Heading1") || is_style(at->style, "heading 1");
    if ((is_title && !w->is_title) || (is_heading && w->heading.n == 0)) {
        struct str text = str_trim(str_slice(buf_str(&w->out->text), at->from, w->out->text.n));
        if (text.n && w->out->rows == 0) {
            w->heading = arena_str(w->arena, text);
            w->is_title = is_title;
        }
    }
    paragraphs_end(w->out);
    *at = (struct at_hand){.from = w->out->text.n};
}

/* Only the style is of interest in the properties of a paragraph; its tab stops are no tabs. */
static void read_properties(struct wordml *w, struct xml *xml, struct at_hand *at) {
    int depth = xml->depth;
    while (xml_next(xml) && !(xml->kind == XML_END && xml->depth <= depth))
        if (xml->kind == XML_START && meaning_of(xml) == STYLE)
            at->style = xml_attribute(xml, w->arena, "val");
}

static void begin_element(struct wordml *w, struct xml *xml, struct at_hand *at) {
    switch (meaning_of(xml)) {
    case PARAGRAPH:
        end_paragraph(w, at);
        break;
    case TEXT:
        at->in_text = true;
        break;
    case GAP:
        paragraphs_space(w->out);
        break;
    case LINE:
        paragraphs_line(w->out);
        break;
    case HYPHEN:
        paragraphs_add(w->out, STR("-"));
        break;
    case ROW:
        paragraphs_row_begin(w->out);
        break;
    case CHUNK:
        arena_push(w->arena, &w->chunks, xml_attribute(xml, w->arena, "id"));
        break;
    case PICTURE:
        w->images++;
        break;
    case NO_TEXT:
        if (xml_is(xml, "pPr"))
            read_properties(w, xml, at);
        else
            xml_skip(xml);
        break;
    default:
        break;
    }
}

static void end_element(struct wordml *w, const struct xml *xml, struct at_hand *at) {
    switch (meaning_of(xml)) {
    case PARAGRAPH:
        end_paragraph(w, at);
        break;
    case TEXT:
        at->in_text = false;
        break;
    case CELL:
        paragraphs_cell_end(w->out);
        break;
    case ROW:
        paragraphs_row_end(w->out);
        break;
    default:
        break;
    }
}

bool wordml_read(struct wordml *w, struct str bytes) {
    struct xml xml;
    if (!xml_open(&xml, bytes, NULL))
        return false;
    struct at_hand at = {.from = w->out->text.n};
    unsigned rows = w->out->rows;
    while (xml_next(&xml)) {
        if (xml.kind == XML_START)
            begin_element(w, &xml, &at);
        else if (xml.kind == XML_END)
            end_element(w, &xml, &at);
        else if (at.in_text)
            paragraphs_add(w->out, xml.text);
    }
    w->out->rows = rows;
    end_paragraph(w, &at);
    xml_close(&xml);
    return !xml.is_damaged;
}
