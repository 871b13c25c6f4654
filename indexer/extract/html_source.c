/* Markup made fit for the tree builder.
 *
 * gumbo takes quadratic time where elements are nested without end or a tag has thousands of attributes, and most bytes
 * of a page are scripts and styles that nobody reads. So the source is copied once: scripts, styles, comments, drawings
 * and frames are left out (JSON-LD is kept aside), attributes beyond a number and very long values too, and a tag that
 * would nest too deep becomes a line break. Not one letter of visible text goes. */
#include "indexer/extract/html.h"

#include <string.h>
#include <strings.h>

#define DEPTH_MAX 400      /* elements inside each other */
#define ATTRIBUTES_MAX 40  /* of one tag */
#define VALUE_MAX 4000u    /* bytes of a value: longer ones are pictures and programs */
#define NAME_MAX_BYTES 24u /* of an element that is known here */

struct copier {
    struct str in;
    size_t at;
    struct buf out;
    struct arena *arena;
    struct html_source *source;
    long depth;
    bool xml;
};

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_one_of(struct str name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strlen(names[i]) == name.n && strncasecmp(names[i], name.p, name.n) == 0)
            return true;
    return false;
}
#define IS_ONE_OF(name, names) is_one_of(name, names, sizeof(names) / sizeof(names)[0])

/* Elements that end by themselves, or that a new one of their kind ends: they do not nest without end. */
static bool is_flat(struct str name) {
    static const char *const flat[] = {
        "p",     "br",    "img",   "meta",  "link",  "input",  "hr",     "li",   "dd",    "dt",       "td",
        "th",    "tr",    "tbody", "thead", "tfoot", "option", "source", "area", "base",  "col",      "wbr",
        "param", "track", "embed", "html",  "head",  "body",   "rt",     "rp",   "frame", "optgroup", "colgroup"};
    return IS_ONE_OF(name, flat);
}

/* The element whose whole content is left out; NULL when it is another one. */
static const char *unread(struct str name) {
    static const char *const names[] = {"script",  "style",    "svg", "iframe",  "textarea",
                                        "noembed", "noframes", "xmp", "template"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == name.n && strncasecmp(names[i], name.p, name.n) == 0)
            return names[i];
    return NULL;
}

/* Where `</name` begins at or behind `at`; the end of the input when it does not come. */
static size_t find_close(struct str in, size_t at, const char *name) {
    size_t n = strlen(name);
    while (at + n + 2 <= in.n) {
        const char *less = memchr(in.p + at, '<', in.n - at);
        if (!less)
            break;
        at = (size_t)(less - in.p);
        if (at + n + 2 <= in.n && in.p[at + 1] == '/' && strncasecmp(in.p + at + 2, name, n) == 0)
            return at;
        at++;
    }
    return in.n;
}

static size_t find_after(struct str in, size_t at, const char *what) {
    const char *found = at < in.n ? memmem(in.p + at, in.n - at, what, strlen(what)) : NULL;
    return found ? (size_t)(found - in.p) + strlen(what) : in.n;
}

struct attribute {
    struct str whole, value;
};

/* Takes the next attribute of the tag at c->at; false at the tag's end. */
static bool next_attribute(struct copier *c, struct attribute *out) {
    const char *p = c->in.p;
    size_t n = c->in.n, at = c->at;
    while (at < n && (is_space(p[at]) || p[at] == '/'))
        at++;
    if (at >= n || p[at] == '>') {
        c->at = at;
        return false;
    }
    size_t from = at;
    do
        at++;
    while (at < n && !is_space(p[at]) && p[at] != '=' && p[at] != '>' && p[at] != '/');
    size_t name_end = at;
    while (at < n && is_space(p[at]))
        at++;
    *out = (struct attribute){str_slice(c->in, from, name_end), STR_EMPTY};
    if (at >= n || p[at] != '=') {
        c->at = name_end;
        return true;
    }
    at++;
    while (at < n && is_space(p[at]))
        at++;
    size_t value = at;
    if (at < n && (p[at] == '"' || p[at] == '\'')) {
        const char *end = memchr(p + at + 1, p[at], n - at - 1);
        at = end ? (size_t)(end - p) + 1 : n;
        out->value = str_slice(c->in, value + 1, end ? at - 1 : at);
    } else {
        while (at < n && !is_space(p[at]) && p[at] != '>')
            at++;
        out->value = str_slice(c->in, value, at);
    }
    out->whole = str_slice(c->in, from, at);
    c->at = at;
    return true;
}

static bool says_json_ld(struct str value) {
    return value.n >= 11 && value.n < 64 && memmem(value.p, value.n, "ld+json", 7);
}

/* Copies a start tag from behind its name; says whether it closes itself, and whether it announces JSON-LD. */
static void copy_attributes(struct copier *c, bool copy, bool *closes_itself, bool *json_ld) {
    struct attribute attribute;
    for (size_t i = 0; next_attribute(c, &attribute); i++) {
        *json_ld = *json_ld || says_json_ld(attribute.value);
        bool wanted = copy && i < ATTRIBUTES_MAX && attribute.value.n <= VALUE_MAX;
        c->source->cut = c->source->cut || i == ATTRIBUTES_MAX;
        if (wanted) {
            buf_add_byte(&c->out, ' ');
            buf_add_str(&c->out, attribute.whole);
        }
    }
    *closes_itself = c->at > 0 && c->in.p[c->at - 1] == '/';
    if (c->at < c->in.n)
        c->at++;
}

static void copy_start(struct copier *c, struct str name) {
    const char *skip = unread(name);
    bool flat = is_flat(name), too_deep = !flat && !skip && c->depth >= DEPTH_MAX;
    bool closes_itself = false, json_ld = false, copy = !skip && !too_deep;
    if (copy) {
        buf_add_byte(&c->out, '<');
        buf_add_str(&c->out, name);
    }
    copy_attributes(c, copy, &closes_itself, &json_ld);
    if (copy)
        buf_add_byte(&c->out, '>');
    if (too_deep) {
        buf_add_c(&c->out, "<br>");
        c->source->cut = true;
    }
    bool empty = c->xml && closes_itself;
    if (skip && !empty) {
        size_t end = find_close(c->in, c->at, skip);
        if (json_ld && strcmp(skip, "script") == 0)
            arena_push(c->arena, &c->source->json_ld, str_slice(c->in, c->at, end));
        c->at = find_after(c->in, end, ">");
    } else if (copy && empty && !flat) {
        buf_addf(&c->out, "</%.*s>", STR_FMT(name));
    } else if (!skip && !flat) {
        c->depth++;
    }
}

static void copy_end(struct copier *c, struct str name) {
    size_t end = find_after(c->in, c->at, ">");
    if (!is_flat(name)) {
        if (c->depth > DEPTH_MAX) {
            c->depth--;
            c->at = end;
            return;
        }
        c->depth -= c->depth > 0;
    }
    buf_addf(&c->out, "</%.*s>", STR_FMT(name));
    c->at = end;
}

static void copy_tag(struct copier *c) {
    struct str rest = str_slice(c->in, c->at, c->in.n);
    if (str_starts(rest, STR("<!--"))) {
        bool empty = str_starts(rest, STR("<!-->")) || str_starts(rest, STR("<!--->"));
        c->at = empty ? find_after(c->in, c->at, ">") : find_after(c->in, c->at + 4, "-->");
        return;
    }
    if (str_starts(rest, STR("<![CDATA[")) && c->xml) {
        size_t end = find_after(c->in, c->at, "]]>");
        for (size_t i = c->at + 9; i + 3 < end + (end == c->in.n); i++) {
            if (c->in.p[i] == '<')
                buf_add_c(&c->out, "&lt;");
            else
                buf_add_byte(&c->out, c->in.p[i]);
        }
        c->at = end;
        return;
    }
    if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '?')) {
        c->at = find_after(c->in, c->at, ">");
        return;
    }
    bool end_tag = rest.n > 1 && rest.p[1] == '/';
    size_t from = c->at + 1 + end_tag, to = from;
    while (to < c->in.n && is_name(c->in.p[to]))
        to++;
    if (to == from || (c->in.p[from] >= '0' && c->in.p[from] <= '9')) {
        buf_add_c(&c->out, "&lt;");
        c->at++;
        return;
    }
    struct str name = str_slice(c->in, from, to);
    c->at = to;
    if (end_tag)
        copy_end(c, name);
    else
        copy_start(c, name);
}

void html_source_prepare(struct arena *arena, struct str text, bool xml, struct html_source *out) {
    *out = (struct html_source){0};
    struct copier c = {.in = text, .arena = arena, .source = out, .xml = xml};
    buf_init(&c.out);
    while (c.at < text.n) {
        const char *less = memchr(text.p + c.at, '<', text.n - c.at);
        size_t to = less ? (size_t)(less - text.p) : text.n;
        buf_add(&c.out, text.p + c.at, to - c.at);
        c.at = to;
        if (less)
            copy_tag(&c);
    }
    out->markup = arena_str(arena, buf_str(&c.out));
    buf_fini(&c.out);
}
