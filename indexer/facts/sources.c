/* Each pattern becomes a key of a map: a host or the end of one; the folded tokens of a name with a space between.
 * Words with a star and words inside labels are few and tried one by one. */
#include "indexer/facts/sources.h"

#include "corpus/base/strmap.h"
#include "corpus/base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 8u      /* of a pattern */
#define TEXT_EDGE 400u    /* bytes of the head and of the foot of a text that are read */
#define LABEL_PART_MIN 4u /* letters of a word that counts as part of a longer label */
#define NAME_TOKENS_MAX 64u
#define SAYS_TEXT 6000u  /* bytes of a text in which reporting is counted */
#define SAYS_MIN 2u      /* words of reporting that make a report */
#define SAYS_TOKENS 250u /* tokens, at most, for each of them */

struct rule {
    const struct source_type *type;
    const struct country *country;
    size_t order; /* the lower goes before */
};

/* A word that is looked for at the beginning of another (NAME, TEXT with a star) or inside a label. */
struct loose {
    struct str word;
    const struct rule *rule;
    enum source_rule_where where;
    bool star;
};

struct sources {
    struct tokens *tokens; /* lent */
    struct arena *arena;
    struct strmap *exact[SOURCE_RULE_WHERE_COUNT]; /* pattern to struct rule *; LABEL unused */
    struct loose *loose;
    size_t loose_count, loose_room;
    size_t next_order, next_own; /* of the table's rules; of the collection's, which count down */
    struct buf key;
};

/* ---- rules ---- */

static void add_loose(struct sources *sources, struct loose loose) {
    if (sources->loose_count == sources->loose_room) {
        sources->loose_room = sources->loose_room ? 2 * sources->loose_room : 64;
        sources->loose = mem_realloc(sources->loose, sources->loose_room, sizeof *sources->loose);
    }
    sources->loose[sources->loose_count++] = loose;
}

static void put(struct sources *sources, enum source_rule_where where, struct str key, const struct rule *rule) {
    uint64_t *place = strmap_put(sources->exact[where], key, NULL);
    const struct rule *known = (const struct rule *)(uintptr_t)*place;
    if (!known || known->order > rule->order)
        *place = (uint64_t)(uintptr_t)rule;
}

/* The folded words of a pattern with a space between; a beginning of a longer one is not marked, for none is long. */
static void add_words(struct sources *sources, enum source_rule_where where, struct str pattern,
                      const struct rule *rule) {
    struct token token;
    bool star = pattern.p[pattern.n - 1] == '*';
    struct buf key;
    buf_init(&key);
    tokens_begin(sources->tokens, pattern, language_unknown());
    while (tokens_next(sources->tokens, &token)) {
        buf_add_c(&key, key.n ? " " : "");
        buf_add_str(&key, token.folded);
    }
    assert(key.n && "a pattern has letters");
    if (star || where == SOURCE_RULE_LABEL)
        add_loose(sources, (struct loose){arena_str(sources->arena, buf_str(&key)), rule, where, star});
    else
        put(sources, where, buf_str(&key), rule);
    buf_fini(&key);
}

static void add_rule(struct sources *sources, const struct source_rule *row, const struct rule *rule) {
    struct str rest = str_from(row->patterns), pattern;
    struct rule *copy = arena_alloc(sources->arena, sizeof *copy);
    *copy = *rule;
    while (rest.n) {
        str_cut(rest, '|', &pattern, &rest);
        if (pattern.n == 0)
            continue;
        if (row->where == SOURCE_RULE_HOST || row->where == SOURCE_RULE_PATH)
            put(sources, row->where, pattern, copy);
        else
            add_words(sources, row->where, pattern, copy);
    }
}

static bool read_rule(const struct source_rule *row, struct rule *out) {
    out->type = source_type_find(str_from(row->type));
    out->country = country_find(str_from(row->country));
    return (out->type || !*row->type) && (out->country || !*row->country);
}

struct sources *sources_new(struct tokens *tokens) {
    struct sources *sources = mem_alloc(sizeof *sources);
    sources->tokens = tokens;
    sources->arena = arena_new();
    buf_init(&sources->key);
    sources->next_own = sources->next_order = SIZE_MAX / 2;
    for (size_t i = 0; i < SOURCE_RULE_WHERE_COUNT; i++)
        sources->exact[i] = strmap_new();
    for (size_t i = 0; i < source_rule_count(); i++) {
        struct rule rule;
        bool good = read_rule(source_rule_at(i), &rule);
        assert(good && "the rows of source_rules.def name types and countries that exist");
        rule.order = sources->next_order++;
        add_rule(sources, source_rule_at(i), &rule);
    }
    return sources;
}

void sources_free(struct sources **sources) {
    if (!*sources)
        return;
    for (size_t i = 0; i < SOURCE_RULE_WHERE_COUNT; i++)
        strmap_free(&(*sources)->exact[i]);
    arena_free(&(*sources)->arena);
    free((*sources)->loose);
    buf_fini(&(*sources)->key);
    free(*sources);
    *sources = NULL;
}

enum err_code sources_add(struct sources *sources, const struct source_rule *row, struct err *e) {
    struct rule rule;
    if (!read_rule(row, &rule))
        return err_set(e, ERR_USAGE,
                       "The source rule \"%s\" wants the type \"%s\" and the country \"%s\". Types are news, ngo, "
                       "government, intergovernmental and other; a country is an ISO code or an English name.",
                       row->patterns, row->type, row->country);
    rule.order = --sources->next_own;
    add_rule(sources, row, &rule);
    return ERR_OK;
}

/* ---- the answer ---- */

/* How well a pattern fits: longer is better, then the earlier row. */
struct best {
    const struct rule *rule;
    size_t length;
    struct str words;
};

static void offer(struct best *best, const struct rule *rule, size_t length, struct str words) {
    bool own = rule->order < SIZE_MAX / 2, had_own = best->rule && best->rule->order < SIZE_MAX / 2;
    if (best->rule &&
        (had_own > own ||
         (had_own == own && (best->length > length || (best->length == length && best->rule->order <= rule->order)))))
        return;
    *best = (struct best){rule, length, words};
}

struct bests {
    struct best type, country;
};

static void offer_both(struct bests *bests, const struct rule *rule, size_t length, struct str words) {
    if (rule->type)
        offer(&bests->type, rule, length, words);
    if (rule->country)
        offer(&bests->country, rule, length, words);
}

static void answer(struct arena *arena, const struct bests *bests, const char *where, struct source_answer *out) {
    if (!out->type && bests->type.rule) {
        out->type = bests->type.rule->type;
        out->type_from = arena_printf(arena, "%s: %.*s", where, STR_FMT(bests->type.words));
    }
    if (!out->country && bests->country.rule) {
        out->country = bests->country.rule->country;
        out->country_from = arena_printf(arena, "%s: %.*s", where, STR_FMT(bests->country.words));
    }
}

/* ---- hosts ---- */

static const struct rule *host_rule(const struct sources *sources, struct str key) {
    const uint64_t *found = strmap_get(sources->exact[SOURCE_RULE_HOST], key);
    return found ? (const struct rule *)(uintptr_t)*found : NULL;
}

/* "www.gov.br" is found as gov.br, then as gov.*. */
static const struct rule *starred_rule(struct sources *sources, struct str suffix) {
    const char *dot = suffix.n ? memrchr(suffix.p, '.', suffix.n) : NULL;
    if (!dot || (size_t)(suffix.p + suffix.n - dot) != 3)
        return NULL;
    buf_clear(&sources->key);
    buf_add_str(&sources->key, str_slice(suffix, 0, (size_t)(dot - suffix.p) + 1));
    buf_add_byte(&sources->key, '*');
    return host_rule(sources, buf_str(&sources->key));
}

/* Top-level domains that are no country's code, or another's. */
static const struct {
    const char *domain, *country;
} domains[] = {
    {"uk", "GB"},
    {"su", "RU"},
    {"eu", "EU"},
    {"cat", "ES"},
    {"eus", "ES"},
    {"gal", "ES"},
    {"scot", "GB"},
    {"wales", "GB"},
    {"cymru", "GB"},
    {"bzh", "FR"},
    {"paris", "FR"},
    {"berlin", "DE"},
    {"bayern", "DE"},
    {"hamburg", "DE"},
    {"koeln", "DE"},
    {"wien", "AT"},
    {"tirol", "AT"},
    {"swiss", "CH"},
    {"brussels", "BE"},
    {"vlaanderen", "BE"},
    {"london", "GB"},
    {"nyc", "US"},
    {"moscow", "RU"},
    {"tokyo", "JP"},
    {"quebec", "CA"},
    {"edu", "US"},
    {"istanbul", "TR"},
    {"xn--p1ai", "RU"},
    {"xn--j1amh", "UA"},
    {"xn--90ais", "BY"},
    {"xn--fiqs8s", "CN"},
    {"xn--fiqz9s", "CN"},
    {"xn--j6w193g", "HK"},
    {"xn--kpry57d", "TW"},
    {"xn--3e0b707e", "KR"},
    {"xn--mgberp4a5d4ar", "SA"},
    {"xn--mgbaam7a8h", "AE"},
    {"xn--wgbh1c", "EG"},
    {"xn--mgba3a4f16a", "IR"},
    {"xn--h2brj9c", "IN"},
    {"xn--qxam", "GR"},
    {"xn--90ae", "BG"},
    {"xn--90a3ac", "RS"},
    {"xn--80ao21a", "KZ"},
    {"xn--node", "GE"},
    {"xn--y9a3aq", "AM"},
    {"xn--o3cw4h", "TH"},
    {"xn--mgbayh7gpa", "JO"},
    {"xn--mgbc0a9azcg", "MA"},
};

static const struct country *country_of_domain(struct str domain) {
    char code[3] = "";
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        if (str_eq_c(domain, domains[i].domain))
            return country_find(str_from(domains[i].country));
    if (domain.n != 2)
        return NULL;
    for (size_t i = 0; i < 2; i++)
        code[i] = (char)(domain.p[i] >= 'a' && domain.p[i] <= 'z' ? domain.p[i] - 'a' + 'A' : domain.p[i]);
    const struct country *country = country_find(str_from(code));
    return country && strcmp(country->code, code) == 0 ? country : NULL;
}

static void find_host(struct sources *sources, struct arena *arena, struct str host, struct source_answer *out) {
    struct bests bests = {0};
    bool generic = false;
    struct str domain = host;
    for (struct str rest = host; rest.n;) {
        const struct rule *rule = host_rule(sources, rest);
        if (!rule)
            rule = starred_rule(sources, rest);
        struct str label;
        if (rule)
            offer_both(&bests, rule, rest.n, rest);
        generic = generic || (rule && !rule->type && !rule->country);
        domain = rest;
        str_cut(rest, '.', &label, &rest);
    }
    answer(arena, &bests, "host", out);
    const struct country *country = generic || out->country ? NULL : country_of_domain(domain);
    if (country) {
        out->country = country;
        out->country_from = arena_printf(arena, "host: .%.*s", STR_FMT(domain));
    }
}

/* Whether a word is a part of a label between hyphens, or begins or ends one when it is long enough to tell. */
static bool label_has(struct str part, const struct loose *loose) {
    struct str word = loose->word;
    if (str_eq(part, word))
        return true;
    return word.n >= LABEL_PART_MIN && (str_starts(part, word) || (!loose->star && str_ends(part, word)));
}

/* The last label is no word of anybody's. */
static void find_labels(const struct sources *sources, struct arena *arena, struct str host,
                        struct source_answer *out) {
    struct bests bests = {0};
    struct str label, rest = host;
    while (rest.n && str_cut(rest, '.', &label, &rest)) {
        struct str part, parts = label;
        while (parts.n) {
            str_cut(parts, '-', &part, &parts);
            for (size_t i = 0; i < sources->loose_count; i++)
                if (sources->loose[i].where == SOURCE_RULE_LABEL && label_has(part, &sources->loose[i]))
                    offer_both(&bests, sources->loose[i].rule, sources->loose[i].word.n, sources->loose[i].word);
        }
    }
    answer(arena, &bests, "host", out);
}

/* ---- words ---- */

static void try_word(const struct sources *sources, enum source_rule_where where, const struct token *token,
                     struct str text, struct bests *bests) {
    for (size_t i = 0; i < sources->loose_count; i++) {
        const struct loose *loose = &sources->loose[i];
        if (loose->where == where && loose->star && str_starts(token->folded, loose->word))
            offer_both(bests, loose->rule, loose->word.n, str_slice(text, token->start, token->end));
    }
}

/* Runs of tokens that are patterns. Longer is told by bytes: a pattern of several words has more of them. */
static void find_words(struct sources *sources, enum source_rule_where where, struct str text, struct bests *bests) {
    struct token tokens[NAME_TOKENS_MAX];
    size_t n = 0;
    tokens_begin(sources->tokens, text, language_unknown());
    while (n < NAME_TOKENS_MAX && tokens_next(sources->tokens, &tokens[n]))
        n++;
    for (size_t i = 0; i < n; i++) {
        try_word(sources, where, &tokens[i], text, bests);
        buf_clear(&sources->key);
        for (size_t j = i; j < n && j < i + WORDS_MAX; j++) {
            buf_add_c(&sources->key, j > i ? " " : "");
            buf_add_str(&sources->key, tokens[j].folded);
            const uint64_t *found = strmap_get(sources->exact[where], buf_str(&sources->key));
            if (found)
                offer_both(bests, (const struct rule *)(uintptr_t)*found, sources->key.n,
                           str_slice(text, tokens[i].start, tokens[j].end));
        }
    }
}

static void find_name(struct sources *sources, struct arena *arena, struct str name, struct source_answer *out) {
    struct bests bests = {0};
    find_words(sources, SOURCE_RULE_NAME, name, &bests);
    answer(arena, &bests, "name", out);
}

static void find_text(struct sources *sources, struct arena *arena, struct str text, struct source_answer *out) {
    struct bests bests = {0};
    size_t edge = text.n < TEXT_EDGE ? text.n : TEXT_EDGE;
    find_words(sources, SOURCE_RULE_TEXT, str_slice(text, 0, utf8_floor(text, edge)), &bests);
    if (text.n > edge)
        find_words(sources, SOURCE_RULE_TEXT, str_slice(text, utf8_floor(text, text.n - edge), text.n), &bests);
    answer(arena, &bests, "text", out);
}

/* Whole parts of the path, the first that tells something. */
static void find_path(const struct sources *sources, struct arena *arena, struct str url, struct str host,
                      struct source_answer *out) {
    struct bests bests = {0};
    const char *mark = url.n > 3 ? memmem(url.p, url.n, "://", 3) : NULL;
    struct str part, rest = mark ? str_slice(url, (size_t)(mark - url.p) + 3, url.n) : url;
    if (out->type || str_ends(host, STR(".org")) || !str_cut(rest, '/', &part, &rest))
        return;
    while (!bests.type.rule && str_cut(rest, '/', &part, &rest)) {
        const uint64_t *found = strmap_get(sources->exact[SOURCE_RULE_PATH], part);
        if (found)
            offer_both(&bests, (const struct rule *)(uintptr_t)*found, part.n, part);
    }
    answer(arena, &bests, "address", out);
}

/* A text that tells again and again what somebody said is a report. */
static void find_says(struct sources *sources, struct arena *arena, struct str text, struct source_answer *out) {
    struct bests bests = {0};
    struct token token;
    size_t n = 0, tokens = 0;
    text = str_slice(text, 0, utf8_floor(text, text.n < SAYS_TEXT ? text.n : SAYS_TEXT));
    tokens_begin(sources->tokens, text, language_unknown());
    for (; tokens_next(sources->tokens, &token); tokens++) {
        const uint64_t *found = strmap_get(sources->exact[SOURCE_RULE_SAYS], token.folded);
        if (!found)
            continue;
        offer_both(&bests, (const struct rule *)(uintptr_t)*found, token.folded.n,
                   str_slice(text, token.start, token.end));
        n++;
    }
    if (n >= SAYS_MIN && n * SAYS_TOKENS >= tokens)
        answer(arena, &bests, "text", out);
}

/* A source that is named by its address: "news.example.org". */
static bool is_host(struct str name) {
    bool dot = false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        dot = dot || (c == '.' && i > 0 && i + 2 < name.n);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
            return false;
    }
    return dot;
}

void sources_find(struct sources *sources, struct arena *arena, const struct source_question *question,
                  struct source_answer *out) {
    bool named_by_host = is_host(question->name);
    *out = (struct source_answer){.type_from = STR_EMPTY, .country_from = STR_EMPTY};
    find_host(sources, arena, question->host, out);
    if (named_by_host)
        find_host(sources, arena, question->name, out);
    else
        find_name(sources, arena, question->name, out);
    find_labels(sources, arena, question->host, out);
    if (named_by_host)
        find_labels(sources, arena, question->name, out);
    find_path(sources, arena, question->url, question->host, out);
    if (!out->type)
        find_text(sources, arena, question->text, out);
    if (!out->type)
        find_says(sources, arena, question->text, out);
}
