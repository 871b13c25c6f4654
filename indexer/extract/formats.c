/* The table, and which row a file belongs to. A name or media type that the content contradicts is not believed: a "PDF"
 * that is the page of an error is a web page. Where the content says nothing, the name is believed and its reader says
 * what is wrong with the file. */
#include "indexer/extract/formats.h"

#include <string.h>
#include <strings.h>

#define EXTENSION_MAX 12u

static const struct format rows[FORMAT_COUNT] = {
#define NONE 0
#define WRAPS FORMAT_WRAPS
#define MANY FORMAT_MANY
#define X(id, name, label, media_types, extensions, sniffer, extractor, confinement, tools, flags, help)               \
    {FORMAT_##id, name, label, media_types, extensions, sniffer, extractor, FORMAT_##confinement, tools, flags, help},
#include "indexer/extract/formats.def"
#undef X
};

const struct format *format_row(enum format_id id) {
    return &rows[id];
}

/* ---- names ---- */

static bool equal(struct str a, struct str b) {
    return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static bool list_has(const char *list, struct str word) {
    struct str rest = str_from(list), one;
    while (rest.n) {
        str_cut(rest, ' ', &one, &rest);
        if (equal(one, word))
            return true;
    }
    return false;
}

static struct str base_name(struct str name) {
    const char *slash = name.n ? memrchr(name.p, '/', name.n) : NULL;
    return slash ? str_slice(name, (size_t)(slash - name.p) + 1, name.n) : name;
}

/* The longest extension counts: .warc.gz before .gz. A dot that begins the name begins no extension. */
const struct format *format_of_name(struct str name) {
    name = base_name(name);
    for (size_t dot = 1; dot < name.n; dot++) {
        if (name.p[dot] != '.')
            continue;
        struct str extension = str_slice(name, dot + 1, name.n);
        for (size_t i = 0; i < FORMAT_COUNT; i++)
            if (list_has(rows[i].extensions, extension))
                return &rows[i];
    }
    return NULL;
}

/* "text/html; charset=utf-8" is "text/html". */
static const struct format *of_media_type(struct str type) {
    struct str parameters;
    str_cut(type, ';', &type, &parameters);
    type = str_trim(type);
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (list_has(rows[i].media_types, type))
            return &rows[i];
    return NULL;
}

/* With its dot; empty when there is none. */
static struct str extension_of(struct str name) {
    name = base_name(name);
    const char *dot = name.n ? memrchr(name.p, '.', name.n) : NULL;
    size_t n = dot ? (size_t)(name.p + name.n - dot) : 0;
    return n < 2 || n == name.n || n > EXTENSION_MAX + 1 ? STR_EMPTY : (struct str){dot, n};
}

struct str format_extension(struct arena *arena, struct str name) {
    struct str extension = extension_of(name);
    if (extension.n == 0)
        return STR("no extension");
    extension = arena_str(arena, extension);
    char *letters = (char *)extension.p;
    for (size_t i = 0; i < extension.n; i++)
        if (letters[i] >= 'A' && letters[i] <= 'Z')
            letters[i] = (char)(letters[i] - 'A' + 'a');
    return extension;
}

/* ---- recognition ---- */

/* The first row whose content is at least as sure. */
static const struct format *of_content(const struct sniff_view *view, enum sniffed least) {
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (rows[i].sniff(view) >= least)
            return &rows[i];
    return NULL;
}

/* What a name or a type says is believed unless the content looks like something else. Any text may be a web page, a mail
 * or a table. */
static bool is_contradicted(const struct format *claimed, const struct sniff_view *view) {
    if (claimed->sniff(view) != SNIFFED_NO)
        return false;
    bool any_text = claimed->sniff == sniff_none || claimed->id == FORMAT_HTML || claimed->id == FORMAT_MAIL;
    return any_text ? !sniff_is_text(view) : sniff_is_text(view) || of_content(view, SNIFFED_MAYBE) != NULL;
}

/* Nothing but text, under a name or type that does not say otherwise, or contradicts itself. */
static bool is_plain_text(const struct sniff_view *view, struct str name, const struct format *claimed) {
    bool nameless = extension_of(name).n == 0;
    return view->head.n && view->head.p[0] != '<' && sniff_is_text(view) && (claimed || nameless);
}

const struct format *format_recognise(const struct sniff_view *view, struct str name, struct str media_type) {
    const struct format *by_name = format_of_name(name), *by_type = of_media_type(media_type);
    const struct format *text = format_row(FORMAT_TEXT), *found = of_content(view, SNIFFED_SURE);
    if (by_name && by_name->confinement == FORMAT_PARENT)
        return by_name;
    if (found)
        return found;
    if (by_type == text && by_name) /* servers call so what they do not know */
        by_type = by_name;
    if (by_type && !is_contradicted(by_type, view))
        return by_type;
    if (by_name && !is_contradicted(by_name, view))
        return by_name;
    found = of_content(view, SNIFFED_MAYBE);
    if (found)
        return found;
    const struct format *claimed = by_type ? by_type : by_name;
    return is_plain_text(view, name, claimed) ? text : claimed;
}

/* ---- the list ---- */

void formats_list(struct buf *out) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        buf_addf(out, "%-9s %s\n          ", rows[i].name, rows[i].help);
        struct str rest = str_from(rows[i].extensions), one;
        while (rest.n) {
            str_cut(rest, ' ', &one, &rest);
            buf_addf(out, ".%.*s%s", STR_FMT(one), rest.n ? " " : "\n");
        }
    }
}
