/* Looking up names. A map for each language holds the runs of tokens of each name and their beginnings, twice: as
 * folded forms and as stems. How it is filled: gazetteer_fill.c. */
#include "indexer/facts/gazetteer_parts.h"

#include "corpus/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

struct gazetteer *gazetteer_new(struct tokens *tokens) {
    struct gazetteer *gazetteer = mem_alloc(sizeof *gazetteer);
    gazetteer->tokens = tokens;
    gazetteer->arena = arena_new();
    gazetteer->of = mem_array(language_count(), sizeof(struct gazetteer_names *));
    gazetteer->exchanges = strmap_new();
    buf_init(&gazetteer->key);
    gazetteer_fill_exchanges(gazetteer);
    return gazetteer;
}

void gazetteer_free(struct gazetteer **gazetteer) {
    if (!*gazetteer)
        return;
    for (size_t i = 0; i < language_count(); i++)
        if ((*gazetteer)->of[i])
            strmap_free(&(*gazetteer)->of[i]->map);
    free((*gazetteer)->of);
    strmap_free(&(*gazetteer)->exchanges);
    arena_free(&(*gazetteer)->arena);
    buf_fini(&(*gazetteer)->key);
    free(*gazetteer);
    *gazetteer = NULL;
}

/* ---- case ---- */

enum name_case name_case_of(struct str surface) {
    size_t letters = 0, capitals = 0, first = 0;
    for (size_t at = 0; at < surface.n;) {
        uint32_t c = utf8_next(surface, &at);
        bool capital = c != UTF8_BAD && (u_isUUppercase((UChar32)c) || u_istitle((UChar32)c));
        bool letter = capital || (c != UTF8_BAD && u_isULowercase((UChar32)c));
        letters += letter;
        capitals += capital;
        if (letters == 1 && capital)
            first = 1;
    }
    if (letters > 0 && capitals == letters)
        return NAME_ALL_CAPITALS;
    return first ? NAME_CAPITAL : NAME_ANY_CASE;
}

static bool has_case(struct str surface) {
    for (size_t at = 0; at < surface.n;) {
        uint32_t c = utf8_next(surface, &at);
        if (c != UTF8_BAD && (u_isUUppercase((UChar32)c) || u_isULowercase((UChar32)c)))
            return true;
    }
    return false;
}

/* "US" is wanted in capitals, "Spain" with one; "español" is found either way. */
static bool case_fits(enum name_case wanted, struct str surface) {
    if (wanted == NAME_ANY_CASE || !has_case(surface))
        return true;
    enum name_case is = name_case_of(surface);
    return wanted == NAME_ALL_CAPITALS ? is == NAME_ALL_CAPITALS : is != NAME_ANY_CASE;
}

/* ---- looking up ---- */

size_t gazetteer_first_bit(struct str form) {
    uint64_t bytes = 0;
    memcpy(&bytes, form.p, form.n < sizeof bytes ? form.n : sizeof bytes);
    return (size_t)(((bytes ^ (form.n << 56)) * 0x9E3779B97F4A7C15u) >> 48);
}

static bool begins_name(const struct gazetteer_names *names, struct str form) {
    size_t bit = gazetteer_first_bit(form);
    return names->first[bit / 8] & 1u << bit % 8;
}

/* Between the words of a name: nothing, a space, a hyphen, a comma (Paris, Texas), a full stop after an abbreviation.
 */
static bool gap_fits(struct str text, const struct token *before, const struct token *after) {
    if (after->joined)
        return true;
    struct str gap = str_slice(text, before->end, after->start);
    if (gap.n > 4)
        return false;
    for (size_t i = 0; i < gap.n; i++)
        if (gap.p[i] == '.' ? before->end - before->start > 3 : !strchr(" \n-,'", gap.p[i]) || !gap.p[i])
            return false;
    return true;
}

/* In scripts written without spaces a name begins where a dictionary begins a word: Riga is not in ราชการริกา. Chinese
 * and Japanese words are too short for that (中美关系). */
static bool is_whole_word(const struct token *tokens, size_t length, size_t n) {
    if (tokens[0].kind != TOKEN_PIECE || tokens[0].folded.n < 3 || (unsigned char)tokens[0].folded.p[0] >= 0xE2)
        return true;
    return tokens[0].word_begins && (length == n || tokens[length].kind != TOKEN_PIECE || tokens[length].word_begins);
}

static bool tokens_fit(const struct gazetteer_name *name, const struct token *tokens, size_t n) {
    if (!is_whole_word(tokens, name->n, n))
        return false;
    for (size_t i = 0; i < name->n; i++)
        if (!case_fits((enum name_case)name->cases[i], tokens[i].surface))
            return false;
    return true;
}

static struct str form_of(const struct token *token, bool by_stem) {
    return by_stem && token->stem.n ? token->stem : token->folded;
}

static const struct gazetteer_name *find_by(struct gazetteer *gazetteer, const struct gazetteer_names *names,
                                            struct str text, const struct token *tokens, size_t n, bool by_stem,
                                            size_t *length) {
    const struct gazetteer_name *best = NULL;
    if (!begins_name(names, form_of(&tokens[0], by_stem)))
        return NULL;
    const uint64_t *found = strmap_get(names->map, form_of(&tokens[0], by_stem));
    for (size_t i = 0; found;) {
        const struct gazetteer_name *name = (const struct gazetteer_name *)(uintptr_t)*found;
        for (; name; name = name->other)
            if (name->by_stem == by_stem && tokens_fit(name, tokens, n)) {
                best = name;
                *length = i + 1;
                break;
            }
        if (++i == n || i == NAME_TOKENS_MAX || !gap_fits(text, &tokens[i - 1], &tokens[i]))
            break;
        if (i == 1) {
            buf_clear(&gazetteer->key);
            buf_add_str(&gazetteer->key, form_of(&tokens[0], by_stem));
        }
        buf_add_byte(&gazetteer->key, ' ');
        buf_add_str(&gazetteer->key, form_of(&tokens[i], by_stem));
        found = strmap_get(names->map, buf_str(&gazetteer->key));
    }
    return best;
}

const struct place *gazetteer_find(struct gazetteer *gazetteer, const struct language *language, struct str text,
                                   const struct token *tokens, size_t n, size_t *length) {
    const struct gazetteer_names *names = gazetteer_fill(gazetteer, language);
    size_t stem_length = 0;
    *length = 0;
    const struct gazetteer_name *name = find_by(gazetteer, names, text, tokens, n, false, length);
    const struct gazetteer_name *stem = find_by(gazetteer, names, text, tokens, n, true, &stem_length);
    if (stem && stem_length > *length) {
        name = stem;
        *length = stem_length;
    }
    return name ? &name->place : NULL;
}

const struct place *gazetteer_exchange(const struct gazetteer *gazetteer, struct str letters) {
    const uint64_t *place = strmap_get(gazetteer->exchanges, letters);
    return place ? (const struct place *)(uintptr_t)*place : NULL;
}
