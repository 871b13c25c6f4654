/* An explanation for a person at a terminal: first the query with the documents of each part, then the words and the
 * terms of the index that each reaches, then what would have found something; below each result, what its score is the
 * sum of. */
#include "searcher/render_page.h"

#define COLUMNS_MAX 32
/* Of the words that --expand added, so many are named with a result. */
#define ADDED_MAX 5

static size_t wider(size_t columns, size_t than) {
    size_t most = columns > than ? columns : than;
    return most < COLUMNS_MAX ? most : COLUMNS_MAX;
}

static void headline(struct page *page, const char *title) {
    page_toned(page, TONE_TITLE, str_from(title));
    buf_add_byte(page->out, '\n');
}

/* ---- the query ---- */

static void add_node(struct page *page, const struct explained_node *node, size_t columns) {
    const size_t indent = 4 + 2 * (size_t)node->depth;
    for (size_t i = 0; i < indent; i++)
        buf_add_byte(page->out, ' ');
    page_padded(page, node->text, columns + 4 > indent ? columns + 4 - indent : 0);
    buf_add_c(page->out, "  ");
    if (node->is_empty) {
        buf_add_c(page->out, "nothing to search for");
    } else {
        page_documents(page, node->documents);
        if (node->documents != node->in_all)
            buf_addf(page->out, " (%u without filters)", node->in_all);
    }
    buf_add_byte(page->out, '\n');
}

static void add_tree(struct page *page, const struct explanation *explanation) {
    size_t columns = 0;
    for (size_t i = 0; i < explanation->node_count; i++)
        columns = wider(columns, page_width(explanation->nodes[i].text) + 2 * (size_t)explanation->nodes[i].depth);
    headline(page, "Understood");
    for (size_t i = 0; i < explanation->node_count; i++)
        add_node(page, &explanation->nodes[i], columns);
    if (explanation->language)
        buf_addf(page->out, "    The query is %s; documents in %s count more.\n", explanation->language->name,
                 explanation->language->name);
    buf_add_byte(page->out, '\n');
}

/* ---- words ---- */

static bool goes_with(const struct explained_term *a, const struct explained_term *b) {
    return a->way == b->way && (a->way == EXPLAINED_STEM || a->way == EXPLAINED_WRITTEN) && str_eq(a->form, b->form);
}

/* Languages that have one stem stand on one line: polic  stem: English 9, French 3. */
static void add_term(struct page *page, const struct explained_word *word, size_t t, size_t columns) {
    const struct explained_term *term = &word->terms[t];
    for (size_t i = 0; i < t; i++)
        if (goes_with(&word->terms[i], term))
            return;
    buf_add_c(page->out, "      ");
    page_padded(page, term->form, columns);
    if (term->way == EXPLAINED_TYPED) {
        buf_addf(page->out, "  as typed, in any language %u\n", term->documents);
        return;
    }
    if (term->way == EXPLAINED_MORE) {
        buf_addf(page->out, "  ");
        page_safe(page, term->why);
        buf_addf(page->out, ", counts %.2f: %u\n", term->share, term->documents);
        return;
    }
    buf_add_c(page->out, term->way == EXPLAINED_STEM ? "  stem:" : "  stem of another writing or form:");
    const char *before = " ";
    for (size_t i = t; i < word->term_count; i++) {
        if (!goes_with(&word->terms[i], term))
            continue;
        buf_addf(page->out, "%s%s %u", before, word->terms[i].language->name, word->terms[i].documents);
        before = ", ";
    }
    buf_add_byte(page->out, '\n');
}

static void add_word(struct page *page, const struct explained_word *word) {
    static const char *const kinds[] = {[EXPLAINED_WORD] = "",
                                        [EXPLAINED_CHARACTER] = ", a character",
                                        [EXPLAINED_PAIR] = ", two characters next to each other",
                                        [EXPLAINED_CUT] = ", a word as the dictionary cuts",
                                        [EXPLAINED_ADDED] = ", added by --expand"};
    size_t columns = 0;
    buf_add_c(page->out, "    ");
    page_toned(page, TONE_MATCH, word->shown);
    buf_addf(page->out, "%s", kinds[word->kind]);
    if (word->is_function_word)
        buf_add_c(page->out, ", a function word");
    if (word->field->id != FIELD_TEXT)
        buf_addf(page->out, ", in the %s", word->field->name);
    buf_add_c(page->out, ": ");
    page_documents(page, word->documents);
    buf_addf(page->out, ", weight %.3g, rarity %.3f\n", word->weight, word->rarity);
    if (word->kind != EXPLAINED_WORD)
        return;
    for (size_t t = 0; t < word->term_count; t++)
        columns = wider(columns, page_width(word->terms[t].form));
    for (size_t t = 0; t < word->term_count; t++)
        add_term(page, word, t, columns);
}

/* ---- help ---- */

static void add_help(struct page *page, const struct explained_help *help) {
    buf_add_c(page->out, "    ");
    page_toned(page, TONE_MATCH, help->query);
    buf_add_c(page->out, help->kind == HELP_ANY ? " with --match any: " : ": ");
    page_documents(page, help->documents);
    switch (help->kind) {
    case HELP_LEAVE_OUT:
        buf_add_c(page->out, " without ");
        page_safe(page, help->of);
        break;
    case HELP_SPELLING:
        buf_add_c(page->out, ", spelled ");
        page_safe(page, help->instead);
        break;
    case HELP_FORM:
        page_safe(page, STR(", with "));
        page_safe(page, help->instead);
        buf_add_c(page->out, " for ");
        page_safe(page, help->of);
        break;
    case HELP_ANY:
        break;
    case HELP_FILTERS:
        buf_add_c(page->out, " without filters");
        break;
    }
    buf_add_byte(page->out, '\n');
}

/* What stands below a NOT is not to blame. */
static void add_blame(struct page *page, const struct explanation *explanation) {
    const struct explained_node *nodes = explanation->nodes;
    unsigned below_not = 0; /* its depth and one */
    bool blamed = false;
    headline(page, "No document matches");
    for (size_t i = 0; i < explanation->node_count; i++) {
        const bool is_leaf = i + 1 == explanation->node_count || nodes[i + 1].depth <= nodes[i].depth;
        if (below_not && nodes[i].depth >= below_not)
            continue;
        below_not = !is_leaf && str_eq_c(nodes[i].text, "NOT") ? nodes[i].depth + 1 : 0;
        if (!is_leaf || nodes[i].is_empty || nodes[i].documents > 0)
            continue;
        blamed = true;
        buf_add_c(page->out, "    ");
        page_toned(page, TONE_MATCH, nodes[i].text);
        buf_add_c(page->out,
                  nodes[i].in_all ? " is in no document that the filters leave.\n" : " is in no document.\n");
    }
    if (!blamed)
        buf_add_c(page->out, "    Each part is in some document, but they are never together as it was asked.\n");
    if (explanation->help_count)
        buf_add_c(page->out, "  These find something:\n");
    for (size_t i = 0; i < explanation->help_count; i++)
        add_help(page, &explanation->help[i]);
    buf_add_byte(page->out, '\n');
}

void page_explanation(struct page *page, const struct explanation *explanation) {
    add_tree(page, explanation);
    if (explanation->word_count)
        headline(page, "Words (each gives weight x rarity x saturation)");
    for (size_t i = 0; i < explanation->word_count; i++)
        add_word(page, &explanation->words[i]);
    if (explanation->word_count)
        buf_add_byte(page->out, '\n');
    if (explanation->nodes[0].documents == 0)
        add_blame(page, explanation);
}

/* ---- a result ---- */

static void add_part(struct page *page, const struct explained_word *word, const struct explained_part *part) {
    buf_addf(page->out, "      %8.4f  ", part->worth);
    page_toned(page, TONE_MATCH, word->shown);
    buf_addf(page->out, "  %.3g x %.3f x %.3f", word->weight, word->rarity, part->saturation);
    const char *before = "  of ";
    for (size_t i = 0; i < part->term_count; i++) {
        const struct explained_term *term = &word->terms[part->terms[i].term];
        if (part->terms[i].worth == 0)
            continue;
        buf_add_c(page->out, before);
        page_safe(page, term->form);
        if (term->language)
            buf_addf(page->out, " (%s)", term->language->name);
        buf_addf(page->out, " %g", part->terms[i].occurrences);
        if (part->terms[i].worth < part->worth)
            buf_addf(page->out, " %.4f", part->terms[i].worth);
        before = ", ";
    }
    buf_add_byte(page->out, '\n');
}

/* The words that --expand added, on one line. */
static void add_added(struct page *page, const struct explanation *explanation, const struct explained_hit *hit) {
    double worth = 0;
    size_t n = 0;
    for (size_t i = 0; i < hit->part_count; i++) {
        if (explanation->words[hit->parts[i].word].kind == EXPLAINED_ADDED) {
            worth += hit->parts[i].worth;
            n++;
        }
    }
    if (n == 0)
        return;
    buf_addf(page->out, "      %8.4f  %zu words added by --expand", worth, n);
    const char *before = ": ";
    for (size_t i = 0, named = 0; i < hit->part_count && named < ADDED_MAX; i++) {
        const struct explained_word *word = &explanation->words[hit->parts[i].word];
        if (word->kind != EXPLAINED_ADDED)
            continue;
        buf_add_c(page->out, before);
        page_safe(page, word->shown);
        buf_addf(page->out, " %.4f", hit->parts[i].worth);
        before = ", ";
        named++;
    }
    buf_add_c(page->out, n > ADDED_MAX ? ", ...\n" : "\n");
}

static void add_extra(struct page *page, double worth, const char *what) {
    if (worth != 0)
        buf_addf(page->out, "      %8.4f  %s\n", worth, what);
}

void page_explained_hit(struct page *page, const struct explanation *explanation, const struct search_hit *hit) {
    const struct explained_hit *explained = hit->explanation;
    buf_addf(page->out, "    score %.4f, the sum of\n", hit->score);
    for (size_t i = 0; i < explained->part_count; i++) {
        const struct explained_word *word = &explanation->words[explained->parts[i].word];
        if (word->kind != EXPLAINED_ADDED)
            add_part(page, word, &explained->parts[i]);
    }
    add_added(page, explanation, explained);
    add_extra(page, explained->closeness, "words that stand near each other");
    add_extra(page, explained->letters, "letters that its words share with the query's");
    add_extra(page, explained->language, "it is in the query's language");
}
