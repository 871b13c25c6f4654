/* What a page says of itself in its head: <meta>, <link>, <html lang>; and the fields that come from there alone. */
#include "indexer/extract/html.h"

#include "corpus/base/utf8.h"
#include "corpus/language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define METAS_MAX 2000u
#define LANGUAGE_SURE 0.6 /* the text's own language, told with this confidence, refutes what the page says */

void html_metas_read(struct arena *arena, const struct html_tree *tree, struct html_metas *out) {
    static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
    size_t n = 0;
    for (size_t i = 0; i < tree->n; i++)
        n += tree->v[i].tag == GUMBO_TAG_META;
    n = n < METAS_MAX ? n : METAS_MAX;
    *out = (struct html_metas){arena_array(arena, n + 1, sizeof *out->v), 0};
    for (size_t i = 0; i < tree->n && out->n < n; i++) {
        const struct html_node *node = &tree->v[i];
        struct str content = node->tag == GUMBO_TAG_META ? str_trim(html_attribute(node, "content")) : STR_EMPTY;
        for (size_t k = 0; content.n && out->n < n && k < sizeof names / sizeof names[0]; k++) {
            struct str name = str_trim(html_attribute(node, names[k]));
            if (name.n)
                out->v[out->n++] = (struct html_meta){name, html_unescape(arena, content)};
            if (name.n)
                break;
        }
    }
}

static bool is_named(struct str name, const char *wanted) {
    return name.n == strlen(wanted) && strncasecmp(name.p, wanted, name.n) == 0;
}

struct str html_metas_find(const struct html_metas *metas, const char *const *names, const char **which) {
    for (; *names; names++)
        for (size_t i = 0; i < metas->n; i++)
            if (is_named(metas->v[i].name, *names)) {
                *which = *names;
                return metas->v[i].content;
            }
    *which = "";
    return STR_EMPTY;
}

static bool is_letter(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c > 0xBF && c != 0xD7 && c != 0xF7 && c < 0x2000) ||
           (c >= 0x2C00 && c < 0x3000) || (c > 0x3004 && c < 0xFE00 && (c < 0x3008 || c > 0x3020) && c != 0x30FB) ||
           c > 0x1FFFF;
}

struct str html_bare(struct arena *arena, struct str text) {
    struct buf out;
    buf_init(&out);
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (c >= 'A' && c <= 'Z')
            buf_add_byte(&out, (char)(c | 0x20));
        else if (c != UTF8_BAD && is_letter(c))
            buf_add(&out, text.p + from, at - from);
    }
    struct str result = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return result;
}

size_t html_count_words(struct str text) {
    size_t words = 0;
    for (size_t i = 0; i < text.n; i++)
        words += text.p[i] != ' ' && (i == 0 || text.p[i - 1] == ' ');
    return words;
}

static bool add_reference(struct buf *out, struct str name) {
    static const struct {
        const char *name, *text;
    } known[] = {{"amp", "&"},
                 {"lt", "<"},
                 {"gt", ">"},
                 {"quot", "\""},
                 {"apos", "'"},
                 {"nbsp", " "},
                 {"rsquo", "\xE2\x80\x99"},
                 {"ndash", "\xE2\x80\x93"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq_c(name, known[i].name)) {
            buf_add_c(out, known[i].text);
            return true;
        }
    char digits[12];
    if (name.n < 2 || name.n >= sizeof digits || name.p[0] != '#')
        return false;
    bool hex = (name.p[1] | 0x20) == 'x';
    memcpy(digits, name.p + 1 + hex, name.n - 1 - hex);
    digits[name.n - 1 - hex] = '\0';
    char *end;
    unsigned long c = strtoul(digits, &end, hex ? 16 : 10);
    if (*end || c < 0x20 || c > 0x10FFFF)
        return false;
    utf8_put(out, (uint32_t)c);
    return true;
}

struct str html_unescape(struct arena *arena, struct str text) {
    if (!memchr(text.p, '&', text.n))
        return text;
    struct buf out;
    buf_init(&out);
    for (size_t at = 0; at < text.n; at++) {
        const char *end = text.p[at] == '&' ? memchr(text.p + at, ';', text.n - at < 12 ? text.n - at : 12) : NULL;
        if (end && add_reference(&out, str_slice(text, at + 1, (size_t)(end - text.p))))
            at = (size_t)(end - text.p);
        else
            buf_add_byte(&out, text.p[at]);
    }
    struct str result = arena_str(arena, buf_str(&out));
    buf_fini(&out);
    return result;
}

struct str html_host(struct str url) {
    const char *at = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
    if (!at)
        return STR_EMPTY;
    struct str host = str_slice(url, (size_t)(at - url.p) + 3, url.n), rest;
    str_cut(host, '/', &host, &rest);
    str_cut(host, '?', &host, &rest);
    str_cut(host, ':', &host, &rest);
    return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

static const char *from_meta(struct html_about *about, const char *name) {
    return arena_printf(about->arena, "html: %s", name).p;
}

/* Adds what the first of these metas says, else what JSON-LD does. */
static void add_first(struct html_about *about, enum field_id field, const char *const *names, struct str said) {
    const char *which;
    struct str value = html_metas_find(&about->metas, names, &which);
    if (value.n)
        extract_value(about->arena, about->doc, field, value, from_meta(about, which));
    else
        extract_value(about->arena, about->doc, field, said, "html: JSON-LD");
}

/* ---- language ---- */

static _Thread_local struct language_detector *detector; /* opened once a thread: that takes longer than a page */

/* Templates are in English far more often than pages: what the text is surely written in counts more. */
static bool is_refuted(struct html_about *about, const struct language *language) {
    if (!detector)
        detector = language_detector_new();
    struct language_guess guess = language_detect(detector, about->doc->text);
    return guess.confidence >= LANGUAGE_SURE && guess.language != language && guess.language != language_unknown();
}

static void add_language(struct html_about *about) {
    static const char *const names[] = {"content-language", "language", "dc.language", "og:locale", NULL};
    const char *which = "html: lang";
    struct str written = STR_EMPTY;
    for (size_t i = 0; i < about->tree->n && i < 3 && written.n == 0; i++)
        written = html_attribute(&about->tree->v[i], "lang");
    for (size_t i = 0; i < about->tree->n && i < 3 && written.n == 0; i++)
        written = html_attribute(&about->tree->v[i], "xml:lang");
    if (written.n == 0) {
        written = html_metas_find(&about->metas, names, &which);
        which = from_meta(about, which);
    }
    if (written.n == 0) {
        written = about->said->language;
        which = "html: JSON-LD";
    }
    about->language = language_find(written);
    if (about->language && is_refuted(about, about->language))
        about->language = NULL;
    if (about->language)
        extract_value(about->arena, about->doc, FIELD_LANG, written, which);
}

/* ---- addresses ---- */

/* Absolute, or made so by the address of the page; the empty slice for what is neither. */
static struct str resolve(struct html_about *about, struct str address) {
    struct str base = about->input->url;
    address = str_trim(address);
    if (str_starts(address, STR("http://")) || str_starts(address, STR("https://")))
        return address;
    const char *colon = memmem(base.p, base.n, "://", 3);
    if (!colon || address.n == 0 || address.p[0] != '/')
        return STR_EMPTY;
    size_t scheme = (size_t)(colon - base.p);
    if (str_starts(address, STR("//")))
        return arena_printf(about->arena, "%.*s:%.*s", (int)scheme, base.p, STR_FMT(address));
    struct str host, rest;
    str_cut(str_slice(base, scheme + 3, base.n), '/', &host, &rest);
    return arena_printf(about->arena, "%.*s://%.*s%.*s", (int)scheme, base.p, STR_FMT(host), STR_FMT(address));
}

static struct str find_link(struct html_about *about, const char *rel) {
    for (size_t i = 0; i < about->tree->n; i++) {
        const struct html_node *node = &about->tree->v[i];
        if ((node->tag == GUMBO_TAG_LINK || node->tag == GUMBO_TAG_A) &&
            is_named(str_trim(html_attribute(node, "rel")), rel))
            return html_attribute(node, "href");
    }
    return STR_EMPTY;
}

/* A front page as the canonical address of an article is a mistake of the template. */
static bool is_front(struct str url) {
    const char *at = memmem(url.p, url.n, "://", 3);
    struct str rest = at ? str_slice(url, (size_t)(at - url.p) + 3, url.n) : url, host, path;
    return !str_cut(rest, '/', &host, &path) || path.n == 0;
}

static void add_address(struct html_about *about) {
    static const char *const names[] = {"og:url", "twitter:url", NULL};
    const char *which;
    struct str canonical = resolve(about, find_link(about, "canonical"));
    struct str og = resolve(about, html_metas_find(&about->metas, names, &which)), given = about->input->url;
    bool deep = given.n && !is_front(given);
    if (canonical.n && !(deep && is_front(canonical)))
        extract_value(about->arena, about->doc, FIELD_URL, canonical, "html: canonical");
    else if (og.n && !(deep && is_front(og)))
        extract_value(about->arena, about->doc, FIELD_URL, og, from_meta(about, which));
}

/* ---- tags and licence ---- */

static void add_tags_in(struct html_about *about, struct str list, const char *from) {
    while (list.n) {
        size_t at = 0, end;
        uint32_t c = 0;
        for (end = 0; at < list.n; end = at) {
            c = utf8_next(list, &at);
            if (c == ',' || c == ';' || c == 0xFF0C || c == 0x3001 || c == 0x060C || c == '|')
                break;
        }
        extract_value(about->arena, about->doc, FIELD_TAGS, str_trim(str_slice(list, 0, end)), from);
        list = str_slice(list, at, list.n);
    }
}

static void add_tags(struct html_about *about) {
    static const char *const lists[] = {"news_keywords", "keywords", "parsely-tags", "dc.subject", NULL};
    const char *which;
    size_t before = about->doc->values.n;
    for (size_t i = 0; i < about->metas.n; i++)
        if (is_named(about->metas.v[i].name, "article:tag"))
            add_tags_in(about, about->metas.v[i].content, "html: article:tag");
    if (about->doc->values.n == before)
        for (size_t i = 0; i < about->said->tags.n; i++)
            add_tags_in(about, about->said->tags.v[i], "html: JSON-LD");
    if (about->doc->values.n == before) {
        struct str list = html_metas_find(&about->metas, lists, &which);
        add_tags_in(about, list, from_meta(about, which));
    }
}

static void add_license(struct html_about *about) {
    static const char *const names[] = {"dcterms.license", "dc.rights.license", "license", "cc:license", NULL};
    struct str link = find_link(about, "license");
    if (link.n)
        extract_value(about->arena, about->doc, FIELD_LICENSE, link, "html: rel=license");
    else
        add_first(about, FIELD_LICENSE, names, about->said->license);
}

void html_meta_add(struct html_about *about) {
    static const char *const publishers[] = {"og:site_name", "dc.publisher", "citation_journal_title", NULL};
    static const char *const more_publishers[] = {"application-name", "apple-mobile-web-app-title", "publisher", NULL};
    static const char *const summaries[] = {"og:description", "description", "twitter:description", "dc.description",
                                            NULL};
    add_language(about);
    const char *which;
    bool named = html_metas_find(&about->metas, publishers, &which).n || about->said->publisher.n;
    add_first(about, FIELD_SOURCE, named ? publishers : more_publishers, about->said->publisher);
    add_address(about);
    add_first(about, FIELD_SUMMARY, summaries, about->said->summary);
    add_tags(about);
    add_license(about);
}
