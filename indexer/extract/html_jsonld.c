/* JSON-LD: what a page says of the article on it, in schema.org's words.
 *
 * Scripts hold one thing, a list, or a @graph of things. The article is the first thing whose @type is a kind of
 * article, else the page (WebPage); a person or publisher may be a name, a thing with a name, a list of these, or an
 * @id that another thing of the graph has. Broken JSON is repaired where strings hold line ends, else left alone. */
#include "indexer/extract/html.h"

#include "corpus/base/utf8.h"

#include <jansson.h>
#include <string.h>

#define DEPTH_MAX 12u /* of things inside things */
#define SCRIPT_MAX (4u << 20)
#define THINGS_MAX 20000u

struct reader {
    struct arena *arena;
    json_t *roots[64];
    size_t n_roots;
    size_t seen;
    struct html_json_ld *out;
};

static struct str text_of(struct reader *r, const json_t *value) {
    if (json_is_string(value))
        return str_trim(html_unescape(
            r->arena, arena_str(r->arena, (struct str){json_string_value(value), json_string_length(value)})));
    if (json_is_object(value)) {
        const json_t *inner = json_object_get(value, "@value");
        if (!inner)
            inner = json_object_get(value, "name");
        return json_is_string(inner) ? text_of(r, inner) : STR_EMPTY;
    }
    if (json_is_array(value) && json_array_size(value))
        return text_of(r, json_array_get(value, 0));
    return STR_EMPTY;
}

static bool type_matches(const char *type, const char *const *ends, size_t n) {
    size_t length = strlen(type);
    for (size_t i = 0; i < n; i++) {
        size_t end = strlen(ends[i]);
        if (length >= end && strcmp(type + length - end, ends[i]) == 0)
            return true;
    }
    return false;
}

static bool is_of(const json_t *thing, const char *const *ends, size_t n) {
    const json_t *type = json_object_get(thing, "@type");
    if (json_is_string(type))
        return type_matches(json_string_value(type), ends, n);
    for (size_t i = 0; json_is_array(type) && i < json_array_size(type); i++) {
        const char *one = json_string_value(json_array_get(type, i));
        if (one && type_matches(one, ends, n))
            return true;
    }
    return false;
}

static bool is_article(const json_t *thing) {
    static const char *const ends[] = {"Article", "BlogPosting", "Report", "Posting",
                                       "Recipe",  "HowTo",       "Review", "SocialMediaPosting"};
    return is_of(thing, ends, sizeof ends / sizeof ends[0]);
}

static bool is_page(const json_t *thing) {
    static const char *const ends[] = {"WebPage", "ItemPage", "AboutPage", "CreativeWork"};
    return is_of(thing, ends, sizeof ends / sizeof ends[0]);
}

/* The first thing that `wanted` accepts, at any depth. */
static const json_t *find(struct reader *r, const json_t *value, bool (*wanted)(const json_t *), unsigned depth) {
    if (depth > DEPTH_MAX || ++r->seen > THINGS_MAX)
        return NULL;
    const json_t *found = NULL;
    if (json_is_array(value)) {
        for (size_t i = 0; !found && i < json_array_size(value); i++)
            found = find(r, json_array_get(value, i), wanted, depth + 1);
    } else if (json_is_object(value)) {
        if (wanted(value))
            return value;
        static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"};
        for (size_t i = 0; !found && i < sizeof inside / sizeof inside[0] - 1; i++)
            found = find(r, json_object_get(value, inside[i]), wanted, depth + 1);
    }
    return found;
}

static const json_t *find_anywhere(struct reader *r, bool (*wanted)(const json_t *)) {
    const json_t *found = NULL;
    r->seen = 0;
    for (size_t i = 0; !found && i < r->n_roots; i++)
        found = find(r, r->roots[i], wanted, 0);
    return found;
}

/* The thing of the graphs that has this @id and a name. */
static const json_t *find_id(struct reader *r, const json_t *value, const char *id, unsigned depth) {
    if (depth > 3 || ++r->seen > THINGS_MAX)
        return NULL;
    const json_t *found = NULL;
    if (json_is_array(value)) {
        for (size_t i = 0; !found && i < json_array_size(value); i++)
            found = find_id(r, json_array_get(value, i), id, depth + 1);
    } else if (json_is_object(value)) {
        const char *own = json_string_value(json_object_get(value, "@id"));
        if (own && strcmp(own, id) == 0 && json_object_get(value, "name"))
            return value;
        found = find_id(r, json_object_get(value, "@graph"), id, depth + 1);
    }
    return found;
}

static void add_names(struct reader *r, const json_t *value, struct strs *out, unsigned depth) {
    if (json_is_array(value)) {
        for (size_t i = 0; depth < 2 && i < json_array_size(value); i++)
            add_names(r, json_array_get(value, i), out, depth + 1);
        return;
    }
    const char *id = json_string_value(json_object_get(value, "@id"));
    if (id && !json_object_get(value, "name")) {
        r->seen = 0;
        for (size_t i = 0; i < r->n_roots; i++) {
            const json_t *named = find_id(r, r->roots[i], id, 0);
            if (named) {
                value = named;
                break;
            }
        }
    }
    struct str name = text_of(r, value);
    if (name.n)
        arena_push(r->arena, out, name);
}

static void first_text(struct reader *r, const json_t *thing, const char *key, struct str *out) {
    if (out->n == 0)
        *out = text_of(r, json_object_get(thing, key));
}

static void read_thing(struct reader *r, const json_t *thing) {
    struct html_json_ld *out = r->out;
    first_text(r, thing, "headline", &out->title);
    first_text(r, thing, "name", &out->title);
    first_text(r, thing, "articleBody", &out->body);
    first_text(r, thing, "datePublished", &out->date);
    first_text(r, thing, "dateCreated", &out->date);
    first_text(r, thing, "dateModified", &out->modified);
    first_text(r, thing, "inLanguage", &out->language);
    first_text(r, thing, "url", &out->url);
    first_text(r, thing, "description", &out->summary);
    first_text(r, thing, "license", &out->license);
    if (out->authors.n == 0)
        add_names(r, json_object_get(thing, "author"), &out->authors, 0);
    struct strs publishers = {0};
    add_names(r, json_object_get(thing, "publisher"), &publishers, 0);
    if (out->publisher.n == 0 && publishers.n)
        out->publisher = publishers.v[0];
    const json_t *tags = json_object_get(thing, "keywords");
    if (out->tags.n == 0)
        add_names(r, tags, &out->tags, 0);
}

/* Line ends and tabs in strings are no JSON, and common. */
static json_t *parse(struct arena *arena, struct str script) {
    while (script.n && script.p[0] != '{' && script.p[0] != '[')
        script = str_slice(script, 1, script.n);
    if (script.n == 0 || script.n > SCRIPT_MAX)
        return NULL;
    struct buf clean;
    buf_init(&clean);
    buf_add_str(&clean, script.n > 7 && memmem(script.p, 8, "&quot;", 6) ? html_unescape(arena, script) : script);
    for (size_t i = 0; i < clean.n; i++)
        if ((unsigned char)clean.data[i] < 0x20)
            clean.data[i] = ' ';
    json_t *root = json_loadb(clean.data, clean.n, JSON_DISABLE_EOF_CHECK, NULL);
    buf_fini(&clean);
    return root;
}

void html_json_ld_read(struct arena *arena, const struct strs *scripts, struct html_json_ld *out) {
    *out = (struct html_json_ld){0};
    struct reader r = {.arena = arena, .out = out};
    for (size_t i = 0; i < scripts->n && r.n_roots < sizeof r.roots / sizeof r.roots[0]; i++) {
        json_t *root = parse(arena, scripts->v[i]);
        if (root)
            r.roots[r.n_roots++] = root;
    }
    const json_t *article = find_anywhere(&r, is_article), *page = find_anywhere(&r, is_page);
    if (article)
        read_thing(&r, article);
    else if (page)
        read_thing(&r, page);
    for (size_t i = 0; i < r.n_roots; i++)
        json_decref(r.roots[i]);
}
