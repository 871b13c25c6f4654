/* Items to tree, by descent. OR binds less than AND, as + binds less than *: "police overseas OR Polizei" is (police AND
 * overseas) OR Polizei, and is shown so.
 *
 *   query       = alternatives
 *   alternatives = conjunction { "OR" conjunction }
 *   conjunction = near { [ "AND" ] near }
 *   near        = operand { ( "NEAR" | "ADJ" ) [ "/" number ] operand }
 *   operand     = { "NOT" | "-" | "+" | "=" | field ":" } ( leaf | "(" alternatives ")" [ "^" number ] )
 *   leaf        = word [ "~" [ "1" | "2" ] ] [ "^" number ]       word may have * and ? in it
 *               | '"' words '"' [ "~" number ] [ "^" number ]
 *               | "/" regular expression "/" [ "^" number ]
 *               | value { "," value } | date | date ".." date | "*"   (in a field of values or dates)
 *
 * Never fails: an operator that lacks a side, a parenthesis that lacks its partner and what is over the limits are left
 * out with a warning. Depth is counted, so that no query can exhaust the stack. Neighbours: query_lex.h (items),
 * query_leaf.h (words), query_join.h (what AND, OR and NOT make of their parts). */
#include "searcher/query_parse.h"

#include "corpus/base/utf8.h"
#include "searcher/query_join.h"
#include "searcher/query_leaf.h"

struct parser {
    struct lex lex;
    struct lex_item item; /* the one looked at */
    unsigned depth;       /* parentheses open */
    unsigned passed_over; /* open ones beyond QUERY_DEPTH_MAX */
    size_t leaves;
    size_t unclosed, unclosed_column; /* how many, and the first */
    bool too_deep, too_many;          /* said already */
};

static struct query_node *parse_alternatives(struct parser *p, struct leaf_scope scope);

static void advance(struct parser *p) {
    lex_next(&p->lex, &p->item);
}

/* ---- operands ---- */

static struct query_node *parse_leaf(struct parser *p, struct leaf_scope scope) {
    const struct lex_item item = p->item;
    advance(p);
    if (p->leaves == QUERY_LEAVES_MAX) {
        if (!p->too_many)
            lex_warn(&p->lex,
                     "Only the first %d words of a query are searched; those from column %zu on are passed over.",
                     QUERY_LEAVES_MAX, item.column);
        p->too_many = true;
        return NULL;
    }
    struct query_node *node = query_leaf(&p->lex, &item, scope);
    /* Every document costs nothing, and is added to the tree where a NOT needs it. */
    p->leaves += node && node->kind != QUERY_ALL;
    return node;
}

/* The parenthesis is passed over, its words are not. */
static void skip_open(struct parser *p) {
    if (!p->too_deep)
        lex_warn(&p->lex, "More than %d parentheses within one another: those from column %zu on are passed over.",
                 QUERY_DEPTH_MAX, p->item.column);
    p->too_deep = true;
    p->passed_over++;
    advance(p);
}

/* Values and dates are conditions, which weigh nothing. */
static bool is_weighed(const struct query_node *node) {
    return node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX ||
           node->kind == QUERY_PATTERN;
}

static void weigh(struct query_node *node, double weight) {
    for (size_t i = 0; i < node->child_count; i++)
        weigh(node->child[i], weight);
    if (is_weighed(node))
        node->weight = suffix_weight(weight * (node->weight > 0 ? node->weight : 1));
}

/* (a b)^2: each of its words weighs so much. */
static void weigh_group(struct parser *p, struct query_node *node) {
    const struct suffix *suffix = &p->item.suffix;
    if (suffix->has_tilde || (suffix->has_caret && suffix->weight == 0))
        lex_warn(&p->lex, "What stands behind the parenthesis at column %zu is passed over; it may be a weight, ^2.",
                 p->item.column);
    if (node && suffix->weight > 0)
        weigh(node, suffix->weight);
}

static struct query_node *parse_group(struct parser *p, struct leaf_scope scope) {
    const size_t column = p->item.column;
    if (p->depth == QUERY_DEPTH_MAX) {
        skip_open(p);
        return NULL;
    }
    advance(p);
    const bool empty = p->item.kind == LEX_CLOSE;
    p->depth++;
    struct query_node *node = parse_alternatives(p, scope);
    p->depth--;
    if (p->item.kind == LEX_CLOSE) {
        if (empty)
            lex_warn(&p->lex, "There is nothing between the parentheses at column %zu; they are passed over.", column);
        weigh_group(p, node);
        advance(p);
    } else {
        p->unclosed++;
        p->unclosed_column = column; /* the outermost is the last to get here */
    }
    return node;
}

/* What is to be done with the operand behind the signs. */
struct signs {
    struct leaf_scope scope;
    bool negative;
    const char *last; /* the last of them, for a warning */
    size_t last_column;
};

/* title: "a b" is read as title:"a b"; title:-word, where -title:word is meant, as that. */
static void read_field(struct parser *p, struct signs *signs) {
    const struct lex_item item = p->item;
    signs->scope.field = item.field;
    advance(p);
    const enum lex_kind next = p->item.kind;
    if (!p->item.glued && (next == LEX_WORD || next == LEX_PHRASE || next == LEX_REGEX || next == LEX_OPEN))
        lex_warn(&p->lex, "%s: at column %zu is read with what stands behind the space.", item.field->name,
                 item.column);
    if (p->item.glued && next == LEX_EXCLUDE)
        lex_warn(&p->lex, "The - at column %zu is read as if it stood before %s:, to leave out what follows.",
                 p->item.column, item.field->name);
}

/* Takes one sign, field or NOT before an operand; false when the next item is none. */
static bool read_sign(struct parser *p, struct signs *signs) {
    const struct lex_item item = p->item;
    switch (item.kind) {
    case LEX_NOT:
        signs->last = "NOT";
        break;
    case LEX_EXCLUDE:
        signs->last = "-";
        break;
    case LEX_REQUIRE:
        signs->last = "+";
        break;
    case LEX_EXACT:
        signs->last = "=";
        break;
    case LEX_FIELD:
        signs->last = arena_printf(p->lex.arena, "%s:", item.field->name).p;
        break;
    default:
        return false;
    }
    signs->last_column = item.column;
    signs->negative ^= item.kind == LEX_NOT || item.kind == LEX_EXCLUDE;
    signs->scope.exact |= item.kind == LEX_EXACT;
    if (item.kind == LEX_FIELD)
        read_field(p, signs);
    else
        advance(p);
    return true;
}

/* NULL when there is nothing to search for, which has been said then. */
static struct query_node *parse_operand(struct parser *p, struct leaf_scope scope) {
    struct signs signs = {.scope = scope};
    struct query_node *node;
    while (read_sign(p, &signs))
        continue;
    if (p->item.kind == LEX_WORD || p->item.kind == LEX_PHRASE || p->item.kind == LEX_REGEX) {
        node = parse_leaf(p, signs.scope);
    } else if (p->item.kind == LEX_OPEN) {
        node = parse_group(p, signs.scope);
    } else {
        lex_warn(&p->lex, "Nothing follows %s at column %zu; it is passed over.", signs.last, signs.last_column);
        return NULL;
    }
    return node && signs.negative ? query_join_not(p->lex.arena, node) : node;
}

/* ---- operators ---- */

static void warn_one_sided(struct parser *p, const char *operator, size_t column, const char *side) {
    lex_warn(&p->lex, "%s at column %zu has nothing %s it; it is passed over.", operator, column, side);
}

/* A parenthesis that closes nothing is passed over; false when it closes one. */
static bool pass_over_close(struct parser *p) {
    if (p->passed_over > 0)
        p->passed_over--;
    else if (p->depth > 0)
        return false;
    else
        lex_warn(&p->lex, "The parenthesis at column %zu closes nothing; it is passed over.", p->item.column);
    advance(p);
    return true;
}

/* Whether a NEAR can ask where it stands: words, phrases, patterns, or one of several of these. */
static bool has_places(const struct query_node *node) {
    for (size_t i = 0; node->kind == QUERY_OR && i < node->child_count; i++)
        if (!has_places(node->child[i]) || node->child[i]->field != node->child[0]->field)
            return false;
    switch (node->kind) {
    case QUERY_OR:
        return true;
    case QUERY_WORDS:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
    case QUERY_PATTERN:
        return !node->exact && node->between == 0;
    default:
        return false;
    }
}

static const struct field *field_of(const struct query_node *node) {
    return node->kind == QUERY_OR ? field_of(node->child[0]) : node->field;
}

static bool all_near(const struct query_children *parts) {
    if (parts->n > QUERY_NEAR_MAX)
        return false;
    for (size_t i = 0; i < parts->n; i++)
        if (!has_places(parts->v[i]) || field_of(parts->v[i]) != field_of(parts->v[0]))
            return false;
    return true;
}

static struct query_node *join_near(struct parser *p, const struct query_children *parts, const struct lex_item *near) {
    if (parts->n < 2)
        return query_join_and(p->lex.arena, parts);
    if (!all_near(parts)) {
        lex_warn(&p->lex,
                 "%s at column %zu is read as AND; it joins up to %d words, phrases and patterns of one field, and those "
                 "in parentheses with OR.",
                 near->operator.in_order ? "ADJ" : "NEAR", near->column, QUERY_NEAR_MAX);
        return query_join_and(p->lex.arena, parts);
    }
    return query_join_near(p->lex.arena, parts, near->operator.distance, !near->operator.in_order);
}

/* Operands, as long as NEAR or ADJ joins them. All of them are joined in the way that the first one says. */
static struct query_node *parse_near(struct parser *p, struct leaf_scope scope) {
    struct query_children parts = {0};
    struct query_node *node = parse_operand(p, scope);
    struct lex_item near = {.kind = LEX_END};
    if (node)
        query_children_add(p->lex.arena, &parts, node);
    while (p->item.kind == LEX_NEAR) {
        const struct lex_item item = p->item;
        advance(p);
        if (p->item.kind == LEX_END || p->item.kind == LEX_CLOSE || p->item.kind == LEX_AND || p->item.kind == LEX_OR ||
            p->item.kind == LEX_NEAR) {
            warn_one_sided(p, item.operator.in_order ? "ADJ" : "NEAR", item.column, "behind");
            continue;
        }
        if (near.kind == LEX_NEAR && (near.operator.distance != item.operator.distance || near.operator.in_order != item.operator.in_order))
            lex_warn(&p->lex, "The distance at column %zu is read as that at column %zu; all that is joined is within it.",
                     item.column, near.column);
        near = near.kind == LEX_NEAR ? near : item;
        node = parse_operand(p, scope);
        if (node)
            query_children_add(p->lex.arena, &parts, node);
    }
    return join_near(p, &parts, &near);
}

/* Operands that must all hold, up to an OR or the end; `any` says whether there were any. */
static struct query_node *parse_conjunction(struct parser *p, struct leaf_scope scope, bool *any) {
    struct query_children parts = {0};
    size_t waiting = 0; /* the column of an AND that lacks its right side yet */
    *any = false;
    for (;;) {
        while (p->item.kind == LEX_CLOSE && pass_over_close(p))
            continue;
        if (p->item.kind == LEX_END || p->item.kind == LEX_OR || p->item.kind == LEX_CLOSE)
            break;
        if (p->item.kind == LEX_AND) {
            if (waiting || !*any)
                warn_one_sided(p, "AND", p->item.column, "before");
            else
                waiting = p->item.column;
            advance(p);
            continue;
        }
        if (p->item.kind == LEX_NEAR) {
            warn_one_sided(p, p->item.operator.in_order ? "ADJ" : "NEAR", p->item.column, "before");
            advance(p);
            continue;
        }
        struct query_node *node = parse_near(p, scope);
        *any = true;
        waiting = 0;
        if (node)
            query_children_add(p->lex.arena, &parts, node);
    }
    if (waiting)
        warn_one_sided(p, "AND", waiting, "behind");
    return query_join_and(p->lex.arena, &parts);
}

static struct query_node *parse_alternatives(struct parser *p, struct leaf_scope scope) {
    struct query_children parts = {0};
    size_t waiting = 0; /* the column of an OR that lacks its right side yet */
    bool any, before = false;
    for (;;) {
        struct query_node *node = parse_conjunction(p, scope, &any);
        if (node)
            query_children_add(p->lex.arena, &parts, node);
        before |= any;
        waiting = any ? 0 : waiting;
        if (p->item.kind != LEX_OR)
            break;
        if (waiting || !before)
            warn_one_sided(p, "OR", p->item.column, "before");
        else
            waiting = p->item.column;
        advance(p);
    }
    if (waiting)
        warn_one_sided(p, "OR", waiting, "behind");
    return query_join_or(p->lex.arena, &parts);
}

/* ---- the whole ---- */

/* The typed bytes as clean text of bearable length. */
static void read_text(struct lex *lex, struct str typed, struct query *out) {
    struct buf clean;
    size_t replaced = 0;
    buf_init(&clean);
    /* Cleaning may make text shorter, but what is longer than this would be cut in any case or is no query. */
    const struct str head = str_slice(typed, 0, utf8_floor(typed, (size_t)4 * QUERY_BYTES_MAX));
    utf8_clean(&clean, head, &replaced);
    const size_t kept = utf8_floor(buf_str(&clean), QUERY_BYTES_MAX);
    out->text = arena_str(lex->arena, str_slice(buf_str(&clean), 0, kept));
    if (replaced)
        lex_warn(lex, "Some bytes of the query are not readable text (UTF-8); they are passed over.");
    if (kept < clean.n || head.n < typed.n) {
        size_t column = 1;
        for (size_t at = 0; at < kept; column++)
            utf8_next(out->text, &at);
        lex_warn(lex, "The query is longer than %d bytes; what stands from column %zu on is not read.", QUERY_BYTES_MAX,
                 column);
    }
    buf_fini(&clean);
}

void query_parse(struct arena *arena, struct str text, struct query *out) {
    struct parser p = {.lex = {.arena = arena, .query = out}};
    *out = (struct query){0};
    read_text(&p.lex, text, out);
    lex_begin(&p.lex, arena, out);
    advance(&p);
    const bool empty = p.item.kind == LEX_END && out->warnings.n == 0; /* not so a mark that is passed over */
    out->root = parse_alternatives(&p, (struct leaf_scope){0});
    if (p.unclosed == 1)
        lex_warn(&p.lex, "The parenthesis at column %zu is never closed; it ends with the query.", p.unclosed_column);
    else if (p.unclosed > 1)
        lex_warn(&p.lex, "%zu parentheses, the first at column %zu, are never closed; they end with the query.",
                 p.unclosed, p.unclosed_column);
    if (out->root == NULL) {
        out->root = arena_alloc(arena, sizeof *out->root);
        out->root->kind = QUERY_ALL;
        out->root->column = 1;
        if (!empty)
            lex_warn(&p.lex, "Nothing is left to search for, so every document is shown.");
    }
}
