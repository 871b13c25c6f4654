/* An explanation as JSON, after schemas/result.schema.json. Words and terms are numbered from 0 in the answer's
 * explanation; results refer to them by number. */
#include "searcher/render_json_parts.h"

static const char *const ways[] = {
    [EXPLAINED_TYPED] = "typed", [EXPLAINED_STEM] = "stem", [EXPLAINED_WRITTEN] = "written", [EXPLAINED_MORE] = "more"};
static const char *const kinds[] = {[EXPLAINED_WORD] = "word",
                                    [EXPLAINED_CHARACTER] = "character",
                                    [EXPLAINED_PAIR] = "pair",
                                    [EXPLAINED_CUT] = "cut",
                                    [EXPLAINED_ADDED] = "added"};
static const char *const helps[] = {[HELP_LEAVE_OUT] = "leave_out",
                                    [HELP_SPELLING] = "spelling",
                                    [HELP_FORM] = "form",
                                    [HELP_ANY] = "any",
                                    [HELP_FILTERS] = "filters"};

static json_t *node_of(const struct explained_node *node) {
    return json_pack("{s:I, s:o, s:b, s:I, s:I}", "depth", (json_int_t)node->depth, "text", json_of(node->text),
                     "empty", (int)node->is_empty, "documents", (json_int_t)node->documents, "in_all",
                     (json_int_t)node->in_all);
}

static json_t *language_of(const struct language *language) {
    return language ? json_string(language->code) : json_null();
}

static json_t *term_of(const struct explained_term *term) {
    json_t *object = json_pack("{s:o, s:o, s:s, s:I}", "form", json_of(term->form), "lang", language_of(term->language),
                               "way", ways[term->way], "documents", (json_int_t)term->documents);
    if (term->way == EXPLAINED_MORE) {
        json_object_set_new(object, "share", json_real(term->share));
        json_object_set_new(object, "why", json_of(term->why));
    }
    return object;
}

static json_t *word_of(const struct explained_word *word) {
    json_t *terms = json_array();
    for (size_t i = 0; i < word->term_count; i++)
        json_array_append_new(terms, term_of(&word->terms[i]));
    return json_pack("{s:s, s:o, s:s, s:f, s:f, s:b, s:I, s:o}", "kind", kinds[word->kind], "shown",
                     json_of(word->shown), "field", word->field->name, "weight", word->weight, "rarity", word->rarity,
                     "function_word", (int)word->is_function_word, "documents", (json_int_t)word->documents, "terms",
                     terms);
}

static json_t *help_of(const struct explained_help *help) {
    json_t *object = json_pack("{s:s, s:o, s:I}", "kind", helps[help->kind], "query", json_of(help->query), "documents",
                               (json_int_t)help->documents);
    if (help->of.n)
        json_object_set_new(object, "of", json_of(help->of));
    if (help->instead.n)
        json_object_set_new(object, "instead", json_of(help->instead));
    return object;
}

json_t *json_of_explanation(const struct explanation *explanation) {
    json_t *tree = json_array(), *words = json_array(), *help = json_array();
    for (size_t i = 0; i < explanation->node_count; i++)
        json_array_append_new(tree, node_of(&explanation->nodes[i]));
    for (size_t i = 0; i < explanation->word_count; i++)
        json_array_append_new(words, word_of(&explanation->words[i]));
    for (size_t i = 0; i < explanation->help_count; i++)
        json_array_append_new(help, help_of(&explanation->help[i]));
    return json_pack("{s:o, s:o, s:o, s:o}", "tree", tree, "lang", language_of(explanation->language), "words", words,
                     "help", help);
}

static json_t *part_of(const struct explained_part *part) {
    json_t *terms = json_array();
    for (size_t i = 0; i < part->term_count; i++)
        json_array_append_new(terms,
                              json_pack("{s:I, s:f, s:f}", "term", (json_int_t)part->terms[i].term, "occurrences",
                                        part->terms[i].occurrences, "worth", part->terms[i].worth));
    return json_pack("{s:I, s:f, s:f, s:f, s:o}", "word", (json_int_t)part->word, "worth", part->worth, "occurrences",
                     part->occurrences, "saturation", part->saturation, "terms", terms);
}

json_t *json_of_explained_hit(const struct explained_hit *hit) {
    json_t *parts = json_array();
    for (size_t i = 0; i < hit->part_count; i++)
        json_array_append_new(parts, part_of(&hit->parts[i]));
    return json_pack("{s:o, s:f, s:f, s:f}", "words", parts, "closeness", hit->closeness, "letters", hit->letters,
                     "language", hit->language);
}
