/* gumbo's tree as a flat list in document order. gumbo's memory is an arena: its own way of freeing a tree recurses as
 * deep as the page does. */
#include "indexer/extract/html.h"

#include <setjmp.h>
#include <string.h>
#include <strings.h>

struct memory {
    struct arena *arena;
    size_t used;
    jmp_buf full;
};

static void *take(void *userdata, size_t n) {
    struct memory *memory = userdata;
    memory->used += n;
    if (memory->used > HTML_TREE_MAX)
        longjmp(memory->full, 1);
    return arena_alloc(memory->arena, n ? n : 1);
}

static void keep(void *userdata, void *p) {
    (void)userdata;
    (void)p;
}

struct str html_attribute(const struct html_node *node, const char *name) {
    if (node->tag == HTML_TEXT)
        return STR_EMPTY;
    const GumboAttribute *found = gumbo_get_attribute(&node->gumbo->v.element.attributes, name);
    return found ? str_from(found->value) : STR_EMPTY;
}

bool html_has_attribute(const struct html_node *node, const char *name) {
    return node->tag != HTML_TEXT && gumbo_get_attribute(&node->gumbo->v.element.attributes, name);
}

bool html_is_inside(const struct html_tree *tree, size_t node, size_t ancestor) {
    return node >= ancestor && node < tree->v[ancestor].end;
}

static bool is_unread(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT: /* how a word is read: it would stand in the middle of it */
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_TITLE:
        return true;
    default:
        return false;
    }
}

/* `style` without its spaces, so that "display: none" is one form. */
static bool style_hides(struct str style) {
    char folded[256];
    size_t n = 0;
    for (size_t i = 0; i < style.n && n + 1 < sizeof folded; i++)
        if (style.p[i] != ' ' && style.p[i] != '\t')
            folded[n++] = style.p[i];
    folded[n] = '\0';
    return strcasestr(folded, "display:none") || strcasestr(folded, "visibility:hidden");
}

/* One pass over the attributes, for most elements have none of these. */
static void read_element(struct html_node *node) {
    node->hidden = is_unread(node->tag);
    if (node->tag == GUMBO_TAG_BODY || node->tag == GUMBO_TAG_HTML)
        return;
    const GumboVector *attributes = &node->gumbo->v.element.attributes;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        const char *name = attribute->name;
        if (strcasecmp(name, "class") == 0 || strcasecmp(name, "id") == 0 || strcasecmp(name, "role") == 0 ||
            strcasecmp(name, "itemprop") == 0)
            node->hints |= html_hints_of(str_from(attribute->value));
        else if (strcasecmp(name, "hidden") == 0 ||
                 (strcasecmp(name, "style") == 0 && style_hides(str_from(attribute->value))))
            node->veiled = true;
    }
}

static const GumboVector *children_of(const GumboNode *node) {
    static const GumboVector none = {NULL, 0, 0};
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? &node->v.element.children : &none;
}

struct place {
    const GumboNode *node;
    unsigned next;
    uint32_t index;
};

struct flattener {
    struct arena *arena;
    struct html_tree *tree;
    size_t room;
    struct place *open;
    size_t n_open, open_room;
};

static void *grown(struct arena *arena, void *old, size_t n, size_t *room, size_t size) {
    if (n < *room)
        return old;
    *room = *room ? 2 * *room : 256;
    void *more = arena_array(arena, *room, size);
    if (n)
        memcpy(more, old, n * size);
    return more;
}

static void open_node(struct flattener *f, const GumboNode *gumbo) {
    bool element = gumbo->type == GUMBO_NODE_ELEMENT || gumbo->type == GUMBO_NODE_TEMPLATE;
    struct html_tree *tree = f->tree;
    tree->v = grown(f->arena, tree->v, tree->n, &f->room, sizeof *tree->v);
    uint32_t index = (uint32_t)tree->n++, parent = f->n_open ? f->open[f->n_open - 1].index : index;
    tree->v[index] = (struct html_node){.gumbo = gumbo, .parent = parent, .end = index + 1, .tag = HTML_TEXT};
    if (!element)
        return;
    tree->v[index].tag = gumbo->v.element.tag;
    read_element(&tree->v[index]);
    f->open = grown(f->arena, f->open, f->n_open, &f->open_room, sizeof *f->open);
    f->open[f->n_open++] = (struct place){gumbo, 0, index};
}

static void flatten(struct arena *arena, const GumboNode *root, struct html_tree *tree) {
    struct flattener f = {.arena = arena, .tree = tree};
    open_node(&f, root);
    while (f.n_open) {
        struct place *top = &f.open[f.n_open - 1];
        const GumboVector *children = children_of(top->node);
        if (top->next == children->length) {
            tree->v[top->index].end = (uint32_t)tree->n;
            f.n_open--;
            continue;
        }
        const GumboNode *child = children->data[top->next++];
        if (child->type != GUMBO_NODE_COMMENT)
            open_node(&f, child);
    }
}

/* What a style hides is not read, unless it is most of the page: then a program would have shown it. */
static void settle_veiled(struct arena *arena, struct html_tree *tree) {
    size_t *bytes = arena_array(arena, tree->n, sizeof *bytes);
    for (size_t i = tree->n; i-- > 0;) {
        struct html_node *node = &tree->v[i];
        if (node->tag == HTML_TEXT && node->gumbo->type != GUMBO_NODE_WHITESPACE)
            bytes[i] = strlen(node->gumbo->v.text.text);
        else if (node->hidden)
            bytes[i] = 0;
        if (i)
            bytes[node->parent] += bytes[i];
    }
    for (size_t i = 1; i < tree->n; i++)
        tree->v[i].hidden = tree->v[i].hidden || (tree->v[i].veiled && bytes[i] < bytes[0] / 2);
}

bool html_tree_parse(struct arena *arena, struct str markup, struct html_tree *out) {
    *out = (struct html_tree){.memory = arena_new()};
    struct memory memory = {.arena = out->memory};
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = keep;
    options.userdata = &memory;
    options.max_errors = 0;
    if (setjmp(memory.full))
        return false;
    const GumboOutput *output = gumbo_parse_with_options(&options, markup.p, markup.n);
    flatten(arena, output->root, out);
    settle_veiled(arena, out);
    return true;
}

void html_tree_free(struct html_tree *tree) {
    arena_free(&tree->memory);
}

struct str html_inner_text(struct arena *arena, const struct html_tree *tree, size_t node) {
    struct buf out;
    buf_init(&out);
    for (size_t i = node; i < tree->v[node].end; i++) {
        const struct html_node *at = &tree->v[i];
        if (at->tag != HTML_TEXT) {
            if (at->hidden && i != node)
                i = at->end - 1;
            else if (at->tag == GUMBO_TAG_BR || at->tag == GUMBO_TAG_DIV || at->tag == GUMBO_TAG_P ||
                     at->tag == GUMBO_TAG_LI)
                buf_add_byte(&out, ' ');
            continue;
        }
        for (const char *p = at->gumbo->v.text.text; *p; p++) {
            if (strncmp(p, "\xC2\xA0", 2) == 0) {
                buf_add_byte(&out, ' ');
                p++;
            } else {
                buf_add_byte(&out, *p);
            }
        }
    }
    size_t n = 0;
    for (size_t i = 0; i < out.n; i++) {
        bool space = strchr(" \t\r\n\f", out.data[i]) && out.data[i];
        if (!space || (n && out.data[n - 1] != ' '))
            out.data[n++] = space ? ' ' : out.data[i];
    }
    struct str text = arena_str(arena, str_trim((struct str){out.data, n}));
    buf_fini(&out);
    return text;
}
