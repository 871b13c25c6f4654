/* How a query becomes a tree: the groups of tests/tables/queries.txt, that printing and parsing again is a fixed point,
 * the promises of searcher/query_tree.h for whatever is typed, and the limits of searcher/query_parse.h. */
#include "corpus/base/file.h"
#include "corpus/base/utf8.h"
#include "searcher/query_lex.h"
#include "searcher/query_parse.h"
#include "searcher/query_suffix.h"
#include "tests/tools/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TABLE "tests/tables/queries.txt"

static struct arena *arena; /* of one query */
static struct buf printed, again, typed;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    buf_init(&printed);
    buf_init(&again);
    buf_init(&typed);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    buf_fini(&printed);
    buf_fini(&again);
    buf_fini(&typed);
    arena_free(&arena);
    return 0;
}

/* ---- what holds for every tree ---- */

static bool same_tree(const struct query_node *a, const struct query_node *b) {
    if (a->kind != b->kind || a->field != b->field || a->exact != b->exact || a->child_count != b->child_count ||
        a->range.first != b->range.first || a->range.last != b->range.last || !str_eq(a->text, b->text) ||
        a->pattern != b->pattern || a->edits != b->edits || a->between != b->between || a->weight != b->weight ||
        a->any_order != b->any_order || a->distance != b->distance)
        return false;
    for (size_t i = 0; i < a->child_count; i++)
        if (!same_tree(a->child[i], b->child[i]))
            return false;
    return true;
}

static bool is_inner(const struct query_node *node) {
    return node->kind == QUERY_AND || node->kind == QUERY_OR || node->kind == QUERY_NOT || node->kind == QUERY_NEAR;
}

static void check_leaf(const struct query_node *node) {
    const bool words = node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX ||
                       node->kind == QUERY_PATTERN;
    assert_int_equal(node->child_count, 0);
    assert_true(utf8_valid(node->text));
    assert_true((words || node->kind == QUERY_VALUE) == (node->text.n > 0));
    assert_true((node->kind == QUERY_DATE) == (node->range.first || node->range.last));
    if (node->kind == QUERY_DATE)
        assert_true(node->range.last == 0 || node->range.first <= node->range.last);
    if (words && node->field)
        assert_true(node->field->id != FIELD_TEXT &&
                    (node->field->kind == FIELD_KIND_TEXT || node->field->kind == FIELD_KIND_NAME));
    assert_true(node->weight == 0 || (words && node->weight >= SUFFIX_WEIGHT_MIN && node->weight <= SUFFIX_WEIGHT_MAX));
    assert_true(node->between <= QUERY_DISTANCE_MAX && (node->between == 0 || node->kind == QUERY_PHRASE));
    assert_true(node->edits <= 2 && (node->edits > 0) == (node->kind == QUERY_PATTERN && node->pattern == QUERY_FUZZY));
    if (node->kind == QUERY_VALUE || node->kind == QUERY_HAS || node->kind == QUERY_DATE)
        assert_non_null(node->field);
    if (node->exact)
        assert_true(node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE);
}

/* What stands close together are words, or any of several, all in one field. */
static void check_near(const struct query_node *node) {
    const struct query_node *first = node->child[0]->kind == QUERY_OR ? node->child[0]->child[0] : node->child[0];
    assert_true(node->distance <= QUERY_DISTANCE_MAX && node->between <= QUERY_DISTANCE_MAX);
    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->child[i];
        assert_true(child->kind == QUERY_OR || !is_inner(child));
        assert_ptr_equal(child->kind == QUERY_OR ? child->child[0]->field : child->field, first->field);
    }
}

/* Returns how many leaves that are searched for there are. */
static size_t check_node(const struct query_node *node, const struct query_node *parent, size_t characters,
                         unsigned depth) {
    size_t leaves = 0, positive = 0;
    assert_in_range(node->column, 1, characters + 1);
    assert_true(depth <= 2 * QUERY_DEPTH_MAX + 3);
    if (!is_inner(node)) {
        check_leaf(node);
        return node->kind != QUERY_ALL;
    }
    assert_true(node->kind == QUERY_NOT ? node->child_count == 1 : node->child_count >= 2);
    assert_true(parent == NULL || parent->kind != node->kind);
    if (node->kind == QUERY_NEAR)
        check_near(node);
    assert_true(node->kind != QUERY_NOT || parent == NULL || parent->kind == QUERY_AND);
    for (size_t i = 0; i < node->child_count; i++) {
        positive += node->child[i]->kind != QUERY_NOT;
        leaves += check_node(node->child[i], node, characters, depth + 1);
    }
    assert_true(positive > 0 || node->kind == QUERY_NOT);
    return leaves;
}

static void check_query(const struct query *query) {
    size_t characters = 0;
    assert_true(utf8_valid(query->text));
    assert_true(query->text.n <= QUERY_BYTES_MAX);
    for (size_t at = 0; at < query->text.n; characters++)
        utf8_next(query->text, &at);
    assert_non_null(query->root);
    assert_true(check_node(query->root, NULL, characters, 1) <= QUERY_LEAVES_MAX);
    assert_true(query->warnings.n <= QUERY_WARNINGS_MAX + 1);
    for (size_t i = 0; i < query->warnings.n; i++) {
        struct str warning = query->warnings.v[i];
        assert_true(utf8_valid(warning) && warning.n < 400);
        assert_true(warning.p[warning.n - 1] == '.');
    }
}

/* Parses, checks what must hold, prints to `printed`, parses that again. */
static void parse(struct str text, struct query *out) {
    struct query second;
    arena_reset(arena);
    query_parse(arena, text, out);
    check_query(out);
    buf_clear(&printed);
    query_print(&printed, out->root);
    if (printed.n > QUERY_BYTES_MAX)
        return;
    query_parse(arena, buf_str(&printed), &second);
    buf_clear(&again);
    query_print(&again, second.root);
    if (!same_tree(out->root, second.root) || !str_eq(buf_str(&printed), buf_str(&again)))
        fail_msg("\"%.*s\" is printed as\n  %s\nwhich is read as\n  %s", STR_FMT(text), printed.data, again.data);
}

static void assert_parsed(const char *text, const char *want) {
    struct query query;
    parse(str_from(text), &query);
    assert_string_equal(printed.data, want);
}

static bool is_warned(const struct query *query, const char *warning) {
    for (size_t i = 0; i < query->warnings.n; i++)
        if (str_eq_c(query->warnings.v[i], warning))
            return true;
    return false;
}

/* ---- the table ---- */

struct table {
    struct arena *arena;
    struct str rest;
    size_t line;
};

static void table_open(struct table *table) {
    struct err e;
    *table = (struct table){.arena = arena_new()};
    if (file_read(table->arena, TABLE, 1 << 20, &table->rest, &e))
        fail_msg("%s", e.text);
}

static bool is_comment(struct str line) {
    return str_starts(line, STR("# ")) || str_eq_c(line, "#");
}

/* The lines of the next group; false at the end. */
static bool table_next(struct table *table, struct strs *group) {
    *group = (struct strs){0};
    while (table->rest.n > 0) {
        struct str line;
        str_cut(table->rest, '\n', &line, &table->rest);
        table->line++;
        if (is_comment(line))
            continue;
        if (line.n > 0)
            arena_push(table->arena, group, line);
        else if (group->n > 0)
            break;
    }
    return group->n > 0;
}

/* Says what differs; the number of differences. */
static int check_group(const struct table *table, const struct strs *group, const struct query *query) {
    struct buf want, got;
    buf_init(&want);
    buf_init(&got);
    for (size_t i = 1; i < group->n; i++)
        buf_addf(&want, "#   %.*s\n", STR_FMT(group->v[i]));
    buf_addf(&got, "#   %s\n", printed.data);
    for (size_t i = 0; i < query->warnings.n; i++)
        buf_addf(&got, "#   %.*s\n", STR_FMT(query->warnings.v[i]));
    const bool differs = !str_eq(buf_str(&want), buf_str(&got));
    if (differs)
        print_message("# %s, before line %zu: %.*s\n# is read as\n%s# instead of\n%s", TABLE, table->line,
                      STR_FMT(group->v[0]), got.data, want.data);
    buf_fini(&want);
    buf_fini(&got);
    return differs;
}

static void the_table(void **state) {
    (void)state;
    struct table table;
    struct strs group;
    struct query query;
    int groups = 0, different = 0;
    table_open(&table);
    for (; table_next(&table, &group); groups++) {
        parse(group.v[0], &query);
        different += check_group(&table, &group, &query);
    }
    arena_free(&table.arena);
    assert_true(groups > 250);
    assert_int_equal(different, 0);
}

/* What an empty line or invisible characters in the table could not show. */
static void what_cannot_be_seen(void **state) {
    (void)state;
    struct query query;
    assert_parsed("", "*:*");
    assert_int_equal((parse(STR(""), &query), query.warnings.n), 0);
    assert_parsed(" \t\r\n\v\f\u00A0\u3000\u2003 ", "*:*");
    assert_parsed("police\noverseas\r\n-madrid\t", "police AND overseas AND NOT madrid");
    assert_parsed("\"overseas\n\t\u3000police\"", "\"overseas police\"");
    /* Marks of direction, as they come along with Arabic and Hebrew. */
    assert_parsed("\u200E-police \u202Bالشرطة\u202C \u2067title:\u2069مكتب", "NOT police AND الشرطة AND title:مكتب");
    assert_parsed("\uFEFFAND\u200F police", "police");
    /* Columns count what stands there, seen or not. */
    parse(STR("\u200E\u200E警察 \"海外"), &query);
    assert_true(is_warned(
        &query,
        "The quotation mark at column 6 is never closed; it is passed over and what follows is searched as words."));
    parse(STR("police\x00over\x1Bseas\x7F"), &query);
    assert_string_equal(printed.data, "policeoverseas");
    parse(STR("police \xFF\xC3"), &query);
    assert_true(is_warned(&query, "Some bytes of the query are not readable text (UTF-8); they are passed over."));
}

static void columns_of_leaves(void **state) {
    (void)state;
    struct query query;
    parse(STR("警察 -“海外” (title：x OR y*)"), &query);
    assert_int_equal(query.root->child[0]->column, 1);
    assert_int_equal(query.root->child[1]->child[0]->column, 5);
    assert_int_equal(query.root->child[2]->child[0]->column, 17);
    assert_int_equal(query.root->child[2]->child[1]->column, 22);
}

static void dates_are_days(void **state) {
    (void)state;
    struct query query;
    parse(STR("date:2020-02..2021-05-03"), &query);
    assert_int_equal(query.root->kind, QUERY_DATE);
    assert_int_equal(query.root->range.first, 20200201);
    assert_int_equal(query.root->range.last, 20210503);
    parse(STR("date:2020.."), &query);
    assert_int_equal(query.root->range.first, 20200101);
    assert_int_equal(query.root->range.last, 0);
    parse(STR("date:..2020-02"), &query);
    assert_int_equal(query.root->range.first, 0);
    assert_int_equal(query.root->range.last, 20200229);
}

/* ---- by chance ---- */

static const char *const pieces[] = {
    "police",
    "警察",
    "الشرطة",
    "ตำรวจ",
    "Málaga",
    "ＡＮＤ",
    "a",
    "b*",
    "*",
    "**",
    "*:*",
    "wom*n",
    "w?n",
    "what?",
    "x~2",
    "~",
    "^2",
    "AND",
    "OR",
    "NOT",
    "and",
    "NEAR/3",
    "NEAR",
    "ADJ/2",
    "w/5",
    "or",
    "Not",
    "*ism",
    "~1",
    "~ ",
    ")^2",
    "^0.37",
    "/wom[ae]n/",
    "/a(b|c)+/^2",
    "country:none",
    "date:undated",
    "country:ES,PT",
    "tag:*",
    "XOR",
    "&&",
    "||",
    "&",
    "|",
    "!",
    "-",
    "+",
    "=",
    "--",
    "–",
    "−",
    "－",
    "＝",
    "(",
    ")",
    "（",
    "）",
    "\"",
    "＂",
    "“",
    "”",
    "„",
    "«",
    "»",
    "「",
    "」",
    "‘",
    "’",
    "'",
    "\"a b\"",
    "“海外 警察”",
    "=x",
    "-y",
    "=\"p q\"",
    "title:",
    "TITLE：",
    "author:",
    "author:=",
    "country:",
    "country:ES",
    "country:\"Never Land\"",
    "lang:zh",
    "year:",
    "year:2019..2021",
    "date:",
    "date:2021",
    "date:2020..",
    "date:>2019",
    "[2019 TO 2021]",
    "2021..2019",
    "..",
    "tag:",
    "tag:c++",
    "host:",
    "url:",
    "https://x.org/a(b)?c=d",
    "id:",
    "text:",
    "license:",
    "nosuch:",
    "a:b",
    ":",
    "/",
    "/re(g)?x/",
    "[",
    "]",
    "{",
    "}",
    "\\",
    "\\\"",
    "\\-",
    "\\*",
    "צה\"ל",
    "🚓",
    "\u200B",
    "\u200E",
    "\u3000",
    ".",
    ",",
    "5\"",
    "‘60s",
    "x-",
    "und",
    "-organ",
    "?？",
    "10^5",
    "title: ",
    "Country: ",
    "ES,",
    "?",
    "Jean-Pierre",
    "l’élection",
    "10:30",
};

static void make_sequence(uint64_t *seed) {
    size_t n = 1 + chance_choose(seed, 14);
    buf_clear(&typed);
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&typed, pieces[chance_choose(seed, sizeof pieces / sizeof *pieces)]);
        if (chance_choose(seed, 2))
            buf_add_byte(&typed, ' ');
    }
}

static void sequences_by_chance(void **state) {
    (void)state;
    uint64_t seed = 20221123;
    struct query query;
    for (int i = 0; i < 20000; i++) {
        make_sequence(&seed);
        parse(buf_str(&typed), &query);
    }
}

/* Headlines, in which operators are words or not. */
static void capitals_by_chance(void **state) {
    (void)state;
    static const char *const words[] = {"POLICE", "МАДРИД", "X", "AND", "OR", "NOT", "ＡＮＤ", "NEAR", "+AND", "-NOT",
                                        "=X",     "警察",   "5", "W*",  "(",  ")",   "\"",     "a",    "\\OR", "Y-"};
    uint64_t seed = 1957;
    struct query query;
    for (int i = 0; i < 20000; i++) {
        buf_clear(&typed);
        /* The rare ones at the end of the list stand in every second query. */
        const size_t kinds = sizeof words / sizeof *words - (i % 2 ? 6 : 0);
        for (size_t n = 1 + chance_choose(&seed, 12); n > 0; n--)
            buf_addf(&typed, "%s ", words[chance_choose(&seed, kinds)]);
        parse(buf_str(&typed), &query);
    }
}

/* Long ones, where the limits bite. */
static void long_sequences_by_chance(void **state) {
    (void)state;
    uint64_t seed = 7;
    struct query query;
    struct buf whole;
    buf_init(&whole);
    for (int i = 0; i < 300; i++) {
        buf_clear(&whole);
        for (int k = 0; k < 40; k++) {
            make_sequence(&seed);
            buf_add_str(&whole, buf_str(&typed));
        }
        parse(buf_str(&whole), &query);
    }
    buf_fini(&whole);
}

static void bytes_by_chance(void **state) {
    (void)state;
    uint64_t seed = 1;
    struct query query;
    for (int i = 0; i < 20000; i++) {
        buf_clear(&typed);
        for (size_t n = chance_choose(&seed, 60); n > 0; n--)
            buf_add_byte(&typed, (char)(i % 2 ? chance_choose(&seed, 256) : 0x20 + chance_choose(&seed, 0x60)));
        parse(buf_str(&typed), &query);
    }
}

/* Every query of the table with one byte changed, cut, or one more. */
static void the_table_damaged(void **state) {
    (void)state;
    uint64_t seed = 2;
    struct table table;
    struct strs group;
    struct query query;
    table_open(&table);
    while (table_next(&table, &group)) {
        for (int i = 0; i < 20; i++) {
            size_t at = chance_choose(&seed, group.v[0].n);
            buf_clear(&typed);
            buf_add_str(&typed, str_slice(group.v[0], 0, at));
            if (i % 3)
                buf_add_byte(&typed, (char)chance_choose(&seed, 256));
            buf_add_str(&typed, str_slice(group.v[0], at + (i % 2 != 0), group.v[0].n));
            parse(buf_str(&typed), &query);
        }
    }
    arena_free(&table.arena);
}

/* ---- limits ---- */

static void repeat(const char *text, size_t times) {
    buf_clear(&typed);
    while (times-- > 0)
        buf_add_c(&typed, text);
}

static void too_many_bytes(void **state) {
    (void)state;
    struct query query;
    repeat("警", 4000); /* 12000 bytes, three a character */
    parse(buf_str(&typed), &query);
    assert_int_equal(query.text.n, 8190);
    assert_true(is_warned(&query, "The query is longer than 8192 bytes; what stands from column 2731 on is not read."));
    assert_int_equal(query.root->text.n, 8190);
    repeat("w", QUERY_BYTES_MAX);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.warnings.n, 0);
    repeat("\x01", 4 * QUERY_BYTES_MAX + 1);
    parse(buf_str(&typed), &query);
    assert_true(is_warned(&query, "The query is longer than 8192 bytes; what stands from column 1 on is not read."));
    repeat("police ", 3000000);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.root->child_count, QUERY_LEAVES_MAX);
}

static void too_many_words(void **state) {
    (void)state;
    struct query query;
    repeat("a ", QUERY_LEAVES_MAX);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.warnings.n, 0);
    repeat("a ", 1500);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.root->child_count, QUERY_LEAVES_MAX);
    assert_int_equal(query.warnings.n, 1);
    assert_true(is_warned(
        &query, "Only the first 512 words of a query are searched; those from column 1025 on are passed over."));
    repeat("-a OR ", 1000);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.root->child_count, QUERY_LEAVES_MAX);
    repeat("* OR ", 300);
    parse(buf_str(&typed), &query);
    assert_string_equal(printed.data, "*:*");
}

static void too_deep(void **state) {
    (void)state;
    struct query query;
    repeat("(", 2000);
    parse(buf_str(&typed), &query);
    assert_true(
        is_warned(&query, "More than 16 parentheses within one another: those from column 17 on are passed over."));
    assert_true(is_warned(&query, "16 parentheses, the first at column 1, are never closed; they end with the query."));
    /* Every level is an AND and an OR, so the tree is twice as deep as its parentheses. */
    repeat("a OR b (", QUERY_DEPTH_MAX);
    buf_add_c(&typed, "c");
    parse(buf_str(&typed), &query);
    assert_int_equal(query.warnings.n, 1);
    /* What stands in passed over parentheses is searched all the same, and the others still close. */
    repeat("(a OR ", QUERY_DEPTH_MAX + 3);
    buf_add_c(&typed, "b");
    for (int i = 0; i < QUERY_DEPTH_MAX + 3; i++)
        buf_add_byte(&typed, ')');
    buf_add_c(&typed, " c");
    parse(buf_str(&typed), &query);
    assert_int_equal(query.warnings.n, 1);
    assert_int_equal(query.root->kind, QUERY_AND);
    assert_int_equal(query.root->child[0]->child_count, QUERY_DEPTH_MAX + 4);
    repeat("-(", 2000);
    parse(buf_str(&typed), &query);
    repeat("title:(", 500);
    parse(buf_str(&typed), &query);
    repeat("NOT ", 1000);
    parse(buf_str(&typed), &query);
    repeat("=", 4000);
    parse(buf_str(&typed), &query);
}

static void too_many_warnings(void **state) {
    (void)state;
    struct query query;
    repeat("\"\"", 2000);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.warnings.n, QUERY_WARNINGS_MAX + 1);
    assert_true(is_warned(&query, "There is more in this query that could not be read as it stands."));
    repeat(":", 4000);
    parse(buf_str(&typed), &query);
    assert_int_equal(query.warnings.n, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table),
        cmocka_unit_test(what_cannot_be_seen),
        cmocka_unit_test(columns_of_leaves),
        cmocka_unit_test(dates_are_days),
        cmocka_unit_test(sequences_by_chance),
        cmocka_unit_test(capitals_by_chance),
        cmocka_unit_test(long_sequences_by_chance),
        cmocka_unit_test(bytes_by_chance),
        cmocka_unit_test(the_table_damaged),
        cmocka_unit_test(too_many_bytes),
        cmocka_unit_test(too_many_words),
        cmocka_unit_test(too_deep),
        cmocka_unit_test(too_many_warnings),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
