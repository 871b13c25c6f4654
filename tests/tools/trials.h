/* Queries of all classes, made by chance from the words and values of the documents themselves, each in both of its shapes:
 * as a person types it and as the condition that brute_force.h can check. Every language of the collection is as likely as
 * any other; the same seed gives the same queries. Neighbours: slow_count.c, which has them answered and compares. */
#ifndef TESTS_TOOLS_TRIALS_H
#define TESTS_TOOLS_TRIALS_H

#include "corpus/base/utf8.h"
#include "searcher/search.h"
#include "tests/tools/brute_force.h"
#include "tests/tools/chance.h"

#include <unicode/uchar.h>

/* A query in both of its shapes. */
struct trial {
    struct buf text;
    struct cond *cond;
    struct search_filter filter[8];
    struct str key[8]; /* the filters' values in normal form */
    size_t filters;
};

/* A document and its language's number, for choosing a language first. */
struct placed {
    size_t language;
    const struct shelf_document *doc;
};

struct dice {
    struct shelf shelf;
    uint64_t seed;
    struct placed *placed; /* sorted by language */
    struct arena *arena;   /* of one trial */
};

/* ---- chance ---- */

static size_t choose(struct dice *dice, size_t n) {
    return chance_choose(&dice->seed, n);
}

/* A language first, then one of its documents. */
static const struct shelf_document *choose_document(struct dice *dice) {
    const struct placed *placed = dice->placed;
    size_t languages = 1, at = 0, end;
    for (size_t i = 1; i < dice->shelf.n; i++)
        languages += placed[i].language != placed[i - 1].language;
    for (size_t passed = choose(dice, languages); passed > 0; at++)
        passed -= placed[at].language != placed[at + 1].language;
    for (end = at; end < dice->shelf.n && placed[end].language == placed[at].language; end++)
        continue;
    return placed[at + choose(dice, end - at)].doc;
}

static int placed_order(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    if (x->language != y->language)
        return x->language < y->language ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static void dice_open(struct dice *dice, const char *path, uint64_t seed) {
    *dice = (struct dice){.seed = seed, .arena = arena_new()};
    shelf_open(&dice->shelf, path);
    if (dice->shelf.n == 0)
        shelf_die("The collection has no documents.");
    dice->placed = arena_array(dice->shelf.arena, dice->shelf.n, sizeof *dice->placed);
    for (size_t i = 0; i < dice->shelf.n; i++) {
        const struct shelf_document *doc = &dice->shelf.documents[i];
        dice->placed[i] = (struct placed){language_index(doc->language), doc};
    }
    qsort(dice->placed, dice->shelf.n, sizeof *dice->placed, placed_order);
}

static void dice_close(struct dice *dice) {
    arena_free(&dice->arena);
    shelf_close(&dice->shelf);
}

/* ---- words as they stand in documents ---- */

/* Whether a slice is one plain word to any reader: letters, marks and digits only. */
static bool is_plain_word(struct str s) {
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (c == UTF8_BAD || !(u_isalnum((UChar32)c) || (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK)))
            return false;
    }
    return s.n > 0 && s.n <= 60 && !str_eq_c(s, "AND") && !str_eq_c(s, "OR") && !str_eq_c(s, "NOT");
}

static bool is_blank(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\n')
            return false;
    return true;
}

/* Where words of a text begin and end: a word of a writing with spaces, or of a dictionary. */
struct places {
    struct snippet_span *v;
    size_t n;
};

static struct places word_places(struct dice *dice, struct str text, const struct language *language) {
    struct places places = {0};
    struct token token;
    size_t room = 0;
    tokens_begin(dice->shelf.collection->tokens, text, language);
    while (tokens_next(dice->shelf.collection->tokens, &token)) {
        if (!token.word_begins && places.n > 0) {
            places.v[places.n - 1].end = token.end;
            continue;
        }
        if (places.n == room) {
            room = room ? 2 * room : 256;
            struct snippet_span *v = arena_array(dice->arena, room, sizeof *v);
            if (places.n)
                memcpy(v, places.v, places.n * sizeof *v);
            places.v = v;
        }
        places.v[places.n++] = (struct snippet_span){token.start, token.end};
    }
    return places;
}

/* A text of a document as it stands, and where its words are. A document without any word gives none. */
static struct places read_text(struct dice *dice, const struct shelf_document *from, const struct field *field,
                               struct str *text) {
    struct document doc;
    struct err e;
    if (collection_document(dice->shelf.collection, from->docid, dice->arena, &doc, &e))
        shelf_die(e.text);
    enum field_id id = field ? field->id : choose(dice, 4) == 0 ? FIELD_TITLE : FIELD_TEXT;
    *text = document_get(&doc, id);
    return word_places(dice, *text, from->language);
}

/* A word of a field (NULL: of title or text) as it stands there. */
static struct str choose_word_of(struct dice *dice, const struct shelf_document **from, const struct field *field) {
    for (int tries = 0; tries < 10000; tries++) {
        const struct shelf_document *doc = *from && tries < 50 ? *from : choose_document(dice);
        struct str text;
        struct places places = read_text(dice, doc, field, &text);
        if (places.n == 0)
            continue;
        struct snippet_span at = places.v[choose(dice, places.n)];
        struct str word = str_slice(text, at.start, at.end);
        if (!is_plain_word(word))
            continue;
        *from = doc;
        return word;
    }
    shelf_die("No document of the collection has a plain word.");
}

static struct str choose_word(struct dice *dice) {
    const struct shelf_document *from = NULL;
    return choose_word_of(dice, &from, NULL);
}

/* Two neighbouring words with nothing or white space between them. */
static struct str choose_pair(struct dice *dice) {
    for (int tries = 0; tries < 10000; tries++) {
        struct str text;
        struct places places = read_text(dice, choose_document(dice), NULL, &text);
        if (places.n < 2)
            continue;
        size_t i = choose(dice, places.n - 1);
        struct snippet_span one = places.v[i], two = places.v[i + 1];
        if (is_plain_word(str_slice(text, one.start, one.end)) && is_plain_word(str_slice(text, two.start, two.end)) &&
            is_blank(str_slice(text, one.end, two.start)))
            return str_slice(text, one.start, two.end);
    }
    shelf_die("No document of the collection has two plain words side by side.");
}

/* The first characters of a word of a writing with spaces, at least three of them. */
static struct str choose_beginning(struct dice *dice) {
    for (int tries = 0; tries < 10000; tries++) {
        struct str word = choose_word(dice);
        struct token token;
        tokens_begin(dice->shelf.collection->tokens, word, language_unknown());
        if (!tokens_next(dice->shelf.collection->tokens, &token) || token.kind != TOKEN_WORD)
            continue;
        size_t characters = 3 + choose(dice, 3), at = 0;
        while (characters-- > 0 && at < word.n)
            utf8_next(word, &at);
        if (at < word.n)
            return str_slice(word, 0, at);
    }
    shelf_die("No document of the collection has a word of four letters.");
}

static struct cond *word_cond(struct dice *dice, struct str word) {
    return cond_words(&dice->shelf, NULL, word, false);
}

/* ---- values ---- */

static struct str choose_value(struct dice *dice, const struct field *field) {
    for (int tries = 0; tries < 10000; tries++) {
        struct strs keys = choose_document(dice)->keys[field->id];
        if (keys.n > 0)
            return keys.v[choose(dice, keys.n)];
    }
    return STR_EMPTY;
}

static void add_filter(struct dice *dice, struct trial *trial, enum field_id id, bool exclude) {
    const struct field *field = field_row(id);
    struct str key = choose_value(dice, field);
    if (key.n == 0)
        return;
    trial->filter[trial->filters] = (struct search_filter){.field = field, .value = key, .exclude = exclude};
    trial->key[trial->filters++] = key;
}

static enum field_id choose_filter_field(struct dice *dice) {
    static const enum field_id fields[] = {FIELD_COUNTRY, FIELD_SOURCE_TYPE, FIELD_LANG, FIELD_YEAR};
    return fields[choose(dice, sizeof fields / sizeof *fields)];
}

/* ---- the classes of queries ---- */

static void add(struct trial *trial, const char *before, struct str text, const char *after) {
    buf_add_c(&trial->text, before);
    buf_add_str(&trial->text, text);
    buf_add_c(&trial->text, after);
}

static void make_word(struct dice *dice, struct trial *trial) {
    struct str word = choose_word(dice);
    add(trial, "", word, "");
    trial->cond = word_cond(dice, word);
}

/* Two words of one document. */
static void make_and(struct dice *dice, struct trial *trial) {
    const struct shelf_document *from = NULL;
    struct str one = choose_word_of(dice, &from, NULL), two = choose_word_of(dice, &from, NULL);
    add(trial, "", one, choose(dice, 2) ? " AND " : " ");
    add(trial, "", two, "");
    trial->cond = cond_join(&dice->shelf, COND_AND, word_cond(dice, one), word_cond(dice, two));
}

/* Words of different documents, which often no document has together. */
static void make_strangers(struct dice *dice, struct trial *trial) {
    struct str one = choose_word(dice), two = choose_word(dice), three = choose_word(dice);
    add(trial, "", one, " ");
    add(trial, "", two, " ");
    add(trial, "", three, "");
    trial->cond = cond_join(&dice->shelf, COND_AND, word_cond(dice, one), word_cond(dice, two));
    struct cond **child = arena_array(dice->shelf.arena, 3, sizeof *child);
    memcpy(child, trial->cond->child, 2 * sizeof *child);
    child[2] = word_cond(dice, three);
    trial->cond->child = child;
    trial->cond->child_count = 3;
    if (choose(dice, 2))
        add_filter(dice, trial, choose_filter_field(dice), false);
}

static void make_or(struct dice *dice, struct trial *trial) {
    struct str one = choose_word(dice), two = choose_word(dice);
    add(trial, "", one, " OR ");
    add(trial, "", two, "");
    trial->cond = cond_join(&dice->shelf, COND_OR, word_cond(dice, one), word_cond(dice, two));
}

static void make_not(struct dice *dice, struct trial *trial) {
    const struct shelf_document *from = NULL;
    struct str one = choose_word_of(dice, &from, NULL), two = choose_word_of(dice, &from, NULL);
    add(trial, "", one, choose(dice, 2) ? " -" : " NOT ");
    add(trial, "", two, "");
    struct cond *not = cond_join(&dice->shelf, COND_NOT, word_cond(dice, two), NULL);
    trial->cond = cond_join(&dice->shelf, COND_AND, word_cond(dice, one), not);
}

static void make_phrase(struct dice *dice, struct trial *trial) {
    struct str pair = choose_pair(dice);
    add(trial, "\"", pair, "\"");
    trial->cond = cond_words(&dice->shelf, NULL, pair, true);
}

static void make_prefix(struct dice *dice, struct trial *trial) {
    struct str beginning = choose_beginning(dice);
    add(trial, "", beginning, "*");
    trial->cond = cond_prefix(&dice->shelf, NULL, beginning);
}

static void make_field_word(struct dice *dice, struct trial *trial) {
    const struct shelf_document *from = NULL;
    struct str word = choose_word_of(dice, &from, field_row(FIELD_TITLE));
    add(trial, "title:", word, "");
    trial->cond = cond_words(&dice->shelf, field_row(FIELD_TITLE), word, false);
}

/* A value beside a word that some document with it has. */
static void make_field_value(struct dice *dice, struct trial *trial) {
    const struct field *field = field_row(choose_filter_field(dice));
    const struct shelf_document *from = NULL;
    struct str key = choose_value(dice, field), word = choose_word_of(dice, &from, NULL);
    if (from->keys[field->id].n > 0)
        key = from->keys[field->id].v[0];
    buf_addf(&trial->text, "%s:", field->name);
    add(trial, "", key, " ");
    add(trial, "", word, "");
    trial->cond = cond_join(&dice->shelf, COND_AND, cond_value(&dice->shelf, field, key), word_cond(dice, word));
}

static void make_dates(struct dice *dice, struct trial *trial) {
    uint32_t year[2] = {0, 0};
    for (int tries = 0; tries < 10000 && !(year[0] && year[1]); tries++)
        year[tries % 2] = choose_document(dice)->date.first / 10000;
    if (year[0] > year[1]) {
        uint32_t later = year[0];
        year[0] = year[1];
        year[1] = later;
    }
    switch (choose(dice, 4)) {
    case 0:
        buf_addf(&trial->text, "date:%u..%u", year[0], year[1]);
        trial->cond = cond_dates(&dice->shelf, year[0] * 10000 + 101, year[1] * 10000 + 1231);
        break;
    case 1:
        buf_addf(&trial->text, "date:%u..", year[1]);
        trial->cond = cond_dates(&dice->shelf, year[1] * 10000 + 101, 0);
        break;
    case 2:
        buf_addf(&trial->text, "date:..%u-06", year[0]);
        trial->cond = cond_dates(&dice->shelf, 0, year[0] * 10000 + 630);
        break;
    default:
        buf_addf(&trial->text, "date:%u-03-15..%u-09", year[0], year[1]);
        trial->cond = cond_dates(&dice->shelf, year[0] * 10000 + 315, year[1] * 10000 + 930);
        break;
    }
}

static void make_exact(struct dice *dice, struct trial *trial) {
    for (int tries = 0; tries < 10000; tries++) {
        struct str word = choose_word(dice);
        struct token token;
        tokens_begin(dice->shelf.collection->tokens, word, language_unknown());
        if (!tokens_next(dice->shelf.collection->tokens, &token) || token.kind != TOKEN_WORD)
            continue;
        add(trial, "=", word, "");
        trial->cond = cond_exact(&dice->shelf, word);
        return;
    }
    shelf_die("No document of the collection has a word of a writing with spaces.");
}

static void make_filter(struct dice *dice, struct trial *trial) {
    make_word(dice, trial);
    add_filter(dice, trial, choose_filter_field(dice), false);
}

/* Several values of one field, and perhaps one of another. */
static void make_multi_select(struct dice *dice, struct trial *trial) {
    enum field_id id = choose_filter_field(dice), other = choose_filter_field(dice);
    make_or(dice, trial);
    for (size_t n = 2 + choose(dice, 2); n > 0; n--)
        add_filter(dice, trial, id, false);
    if (other != id)
        add_filter(dice, trial, other, false);
}

static void make_exclude(struct dice *dice, struct trial *trial) {
    make_word(dice, trial);
    add_filter(dice, trial, choose_filter_field(dice), true);
    add_filter(dice, trial, choose_filter_field(dice), choose(dice, 2) == 0);
}

static void make_grouped(struct dice *dice, struct trial *trial) {
    const struct shelf_document *from = NULL;
    struct str one = choose_word_of(dice, &from, NULL), two = choose_word(dice), three = choose_word_of(dice, &from, NULL);
    add(trial, "(", one, " OR ");
    add(trial, "", two, ") AND ");
    add(trial, "", three, "");
    struct cond *either = cond_join(&dice->shelf, COND_OR, word_cond(dice, one), word_cond(dice, two));
    trial->cond = cond_join(&dice->shelf, COND_AND, either, word_cond(dice, three));
    add_filter(dice, trial, choose_filter_field(dice), false);
}

static const struct {
    const char *name;
    void (*make)(struct dice *dice, struct trial *trial);
} classes[] = {{"one word", make_word},
               {"two words of one document", make_and},
               {"three words of different documents", make_strangers},
               {"either of two words", make_or},
               {"a word without another", make_not},
               {"a phrase of two neighbouring words", make_phrase},
               {"the beginning of a word", make_prefix},
               {"a word in the title", make_field_word},
               {"a field's value and a word", make_field_value},
               {"a range of dates", make_dates},
               {"a word just as written", make_exact},
               {"a word and a filter", make_filter},
               {"several values of one filter", make_multi_select},
               {"values left out", make_exclude},
               {"groups and a filter", make_grouped}};
#define CLASSES (sizeof classes / sizeof *classes)

#endif
