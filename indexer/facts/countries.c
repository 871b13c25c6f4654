/* Mentions, then evidence, then scores.
 *
 *   read      tokens of the title and the text, and the mentions among them
 *   settle    which country a shared or unsure name means, or none
 *   gather    mentions of each country by place and kind; states of their time (RU or SU)
 *   weigh     country_weights.def, sort, threshold
 *   explain   the words */
#include "indexer/facts/countries.h"

#include "corpus/base/utf8.h"
#include "indexer/facts/country_score.h"
#include "indexer/facts/mentions.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_SHOWN 4u

struct countries {
    struct mentions *mentions;
    struct country_evidence **of; /* by country index; of the document at hand */
};

struct countries *countries_new(struct tokens *tokens) {
    struct countries *countries = mem_alloc(sizeof *countries);
    countries->mentions = mentions_new(tokens);
    countries->of = mem_array(country_count(), sizeof(struct country_evidence *));
    return countries;
}

void countries_free(struct countries **countries) {
    if (!*countries)
        return;
    mentions_free(&(*countries)->mentions);
    free((*countries)->of);
    free(*countries);
    *countries = NULL;
}

/* ---- states of their time ---- */

/* Until the day before `ended`, words for the later state's cities and people meant the earlier one, or none. */
static const struct {
    const char *later, *earlier;
    uint32_t ended;
} successors[] = {{"RU", "SU", 19911226}, {"RS", "YU", 19920428}, {"CZ", "CS", 19930101}, {"EU", "", 19931101}};

static const struct country *state_of_time(const struct country *country, struct date date) {
    for (size_t i = 0; i < sizeof successors / sizeof *successors && date.first; i++)
        if (date.last < successors[i].ended && strcmp(country->code, successors[i].later) == 0)
            return country_find(str_from(successors[i].earlier));
    return country;
}

/* ---- settle ---- */

/* What of a country a text has; by country index. */
struct seen {
    bool sure;   /* a word that means it and nothing else */
    bool person; /* a person's name that looks like it */
};

static bool may_be_person(const struct place *place) {
    return place->marks & (PLACE_SURNAME | PLACE_GIVEN);
}

static void look(const struct mention_list *found, struct seen *seen) {
    for (size_t i = 0; i < found->n; i++) {
        const struct place *place = found->v[i].place;
        struct seen *of = &seen[country_index(place->country)];
        bool unsure = place->marks & (PLACE_UNSURE | PLACE_SHARED);
        of->person = of->person || found->v[i].person;
        of->sure = of->sure || (!unsure && !may_be_person(place) && place->kind != PLACE_FORM &&
                                place->kind != PLACE_MONEY && place->kind != PLACE_EXCHANGE);
    }
}

/* Which country a mention means; NULL for none. */
static const struct country *settle(const struct mention *mention, const struct seen *seen) {
    const struct place *place = mention->place;
    if (may_be_person(place)) {
        const struct seen *of = &seen[country_index(place->country)];
        return mention->person || (of->person && !of->sure) ? NULL : place->country;
    }
    if (!(place->marks & (PLACE_UNSURE | PLACE_SHARED)))
        return place->country;
    for (const struct place *p = place; p; p = p->next)
        if (seen[country_index(p->country)].sure)
            return p->country;
    for (const struct place *p = place; p; p = p->next)
        if (p->marks & PLACE_SHARED)
            return p->country;
    return NULL;
}

/* ---- gather ---- */

static struct country_evidence *evidence_of(struct countries *countries, struct country_list *list,
                                            const struct country *country) {
    struct country_evidence **of = &countries->of[country_index(country)];
    if (!*of) {
        *of = &list->v[list->n++];
        **of = (struct country_evidence){.country = country, .first = SIZE_MAX, .title_first = SIZE_MAX};
    }
    return *of;
}

static void gather(struct countries *countries, struct arena *arena, struct date date, struct country_list *list) {
    const struct mention_list *found = mentions_list(countries->mentions);
    struct seen *seen = arena_array(arena, country_count(), sizeof *seen);
    list->v = arena_array(arena, country_count(), sizeof *list->v);
    look(found, seen);
    for (size_t i = 0; i < found->n; i++) {
        struct mention *mention = &found->v[i];
        mention->country = settle(mention, seen);
        if (!mention->country)
            continue;
        mention->country = state_of_time(mention->country, date);
        if (!mention->country)
            continue;
        struct country_evidence *evidence = evidence_of(countries, list, mention->country);
        evidence->n[mention->part][mention->place->kind]++;
        if (mention->part == PART_TITLE && mention->at < evidence->title_first)
            evidence->title_first = mention->at;
        if (mention->part != PART_TITLE && mention->at < evidence->first)
            evidence->first = mention->at;
    }
    for (size_t i = 0; i < list->n; i++)
        countries->of[country_index(list->v[i].country)] = NULL;
}

/* ---- explain ---- */

/* Adds the mention's words unless they are there, in any spelling of their first bytes. */
static void show_word(struct buf *out, struct str word, size_t from) {
    struct buf clean;
    buf_init(&clean);
    utf8_printable(&clean, word, false);
    if (!memmem(out->data + from, out->n - from, clean.data, clean.n)) {
        buf_add_c(out, out->n > from ? ", " : "");
        buf_add_str(out, buf_str(&clean));
    }
    buf_fini(&clean);
}

static void show_part(const struct mention_list *found, const struct country *country, bool title, struct buf *out) {
    size_t shown = 0, from = 0;
    for (enum place_kind kind = 0; kind < PLACE_KIND_COUNT && shown < WORDS_SHOWN; kind++)
        for (size_t i = 0; i < found->n && shown < WORDS_SHOWN; i++) {
            const struct mention *mention = &found->v[i];
            if (mention->country != country || mention->place->kind != kind || (mention->part == PART_TITLE) != title)
                continue;
            if (!shown) {
                buf_add_c(out, out->n ? "; " : "");
                buf_add_c(out, title ? "title: " : "text: ");
                from = out->n;
            }
            size_t before = out->n;
            show_word(out, mention->words, from);
            shown += out->n > before;
        }
}

static void explain(const struct countries *countries, struct arena *arena, struct country_list *list) {
    const struct mention_list *found = mentions_list(countries->mentions);
    for (size_t i = 0; i < list->about; i++) {
        struct buf why;
        buf_init(&why);
        show_part(found, list->v[i].country, true, &why);
        show_part(found, list->v[i].country, false, &why);
        list->v[i].why = arena_str(arena, buf_str(&why));
        buf_fini(&why);
    }
}

void countries_find(struct countries *countries, struct arena *arena, struct str title, struct str text,
                    const struct language *language, struct date date, struct country_list *out) {
    *out = (struct country_list){0};
    text = str_slice(text, 0, utf8_floor(text, text.n < COUNTRIES_TEXT_MAX ? text.n : COUNTRIES_TEXT_MAX));
    mentions_read(countries->mentions, title, text, language);
    out->tokens = mentions_list(countries->mentions)->tokens;
    gather(countries, arena, date, out);
    country_score(out);
    explain(countries, arena, out);
}
