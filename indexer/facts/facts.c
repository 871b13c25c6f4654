/* One call a document; what each guess is made of is kept from document to document. */
#include "indexer/facts/facts.h"

#include "indexer/facts/countries.h"
#include "indexer/facts/date_find.h"
#include "indexer/facts/sources.h"

#include <stdlib.h>

#define COUNTRIES_SHOWN 12u /* in the words that gave them */

struct facts {
    struct tokens *tokens;
    struct countries *countries;
    struct sources *sources;
};

enum err_code facts_open(struct facts **out, const struct settings *settings, struct err *e) {
    enum err_code code = ERR_OK;
    *out = NULL;
    if (settings->no_guesses)
        return ERR_OK;
    struct facts *facts = *out = mem_alloc(sizeof *facts);
    facts->tokens = tokens_new();
    facts->countries = countries_new(facts->tokens);
    facts->sources = sources_new(facts->tokens);
    for (size_t i = 0; !code && i < settings->source_rule_count; i++)
        code = sources_add(facts->sources, &settings->source_rules[i], e);
    return code;
}

void facts_close(struct facts **facts) {
    if (!*facts)
        return;
    sources_free(&(*facts)->sources);
    countries_free(&(*facts)->countries);
    tokens_free(&(*facts)->tokens);
    free(*facts);
    *facts = NULL;
}

static bool is_known(const struct document *doc, enum field_id field) {
    return doc->field[field].n > 0;
}

static void add_date(struct arena *arena, struct document *doc) {
    struct date date;
    struct str where;
    if (is_known(doc, FIELD_DATE) || !date_find(document_get(doc, FIELD_TEXT), document_language(doc), &date, &where))
        return;
    struct buf iso;
    buf_init(&iso);
    date_format(&iso, date);
    document_guess(arena, doc, FIELD_DATE, buf_str(&iso), arena_printf(arena, "text: %.*s", STR_FMT(where)));
    buf_fini(&iso);
}

static void add_source(struct facts *facts, struct arena *arena, struct document *doc) {
    struct source_question question = {document_get(doc, FIELD_URL), document_get(doc, FIELD_HOST),
                                       document_get(doc, FIELD_SOURCE), document_get(doc, FIELD_TEXT)};
    struct source_answer answer;
    if (is_known(doc, FIELD_SOURCE_TYPE) && is_known(doc, FIELD_SOURCE_COUNTRY))
        return;
    sources_find(facts->sources, arena, &question, &answer);
    if (answer.type)
        document_guess(arena, doc, FIELD_SOURCE_TYPE, str_from(answer.type->code), answer.type_from);
    if (answer.country)
        document_guess(arena, doc, FIELD_SOURCE_COUNTRY, str_from(answer.country->code), answer.country_from);
}

/* "text: Madrid, Spanish" of one country, "ES (text: Madrid), NL (title: Dutch)" of several. */
static struct str explain(struct arena *arena, const struct country_list *list) {
    struct buf words;
    if (list->about == 1)
        return list->v[0].why;
    buf_init(&words);
    for (size_t i = 0; i < list->about && i < COUNTRIES_SHOWN; i++)
        buf_addf(&words, "%s%s (%.*s)", i ? ", " : "", list->v[i].country->code, STR_FMT(list->v[i].why));
    struct str copy = arena_str(arena, buf_str(&words));
    buf_fini(&words);
    return copy;
}

static void add_countries(struct facts *facts, struct arena *arena, struct document *doc) {
    struct country_list list;
    if (is_known(doc, FIELD_COUNTRY))
        return;
    countries_find(facts->countries, arena, document_get(doc, FIELD_TITLE), document_get(doc, FIELD_TEXT),
                   document_language(doc), doc->date, &list);
    struct str from = explain(arena, &list);
    for (size_t i = 0; i < list.about; i++)
        document_guess(arena, doc, FIELD_COUNTRY, str_from(list.v[i].country->code), from);
}

void facts_add(struct facts *facts, struct arena *arena, struct document *doc) {
    add_date(arena, doc);
    add_source(facts, arena, doc);
    add_countries(facts, arena, doc);
}
