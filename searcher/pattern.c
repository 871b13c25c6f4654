/* Wildcards are compared letter by letter, going back to the last * when a letter does not fit: no pattern costs more
 * than the product of both lengths. */
#include "searcher/pattern.h"

#include "corpus/base/utf8.h"
#include "searcher/pattern_kinds.h"

#include <stdlib.h>

struct pattern {
    enum query_pattern kind;
    struct buf wildcard; /* folded, with * and ? */
    struct buf beginning;
    struct fuzzy *fuzzy;
    struct regex *regex;
};

static void fold_between(struct str literal, struct tokens *tokens, struct buf *out) {
    struct buf folded;
    buf_init(&folded);
    tokens_fold_value(tokens, literal, &folded);
    buf_add_str(out, buf_str(&folded));
    buf_fini(&folded);
}

/* What stands between wildcards is folded, each piece by itself. */
static void read_wildcard(struct pattern *p, struct str written, struct tokens *tokens) {
    for (size_t at = 0; at < written.n;) {
        size_t end = at;
        while (end < written.n && written.p[end] != '*' && written.p[end] != '?')
            end++;
        fold_between(str_slice(written, at, end), tokens, &p->wildcard);
        if (at == 0)
            buf_add_str(&p->beginning, buf_str(&p->wildcard));
        if (end < written.n)
            buf_add_byte(&p->wildcard, written.p[end++]);
        at = end;
    }
}

enum err_code pattern_new(struct pattern **pattern, const struct query_node *node, struct str folded,
                          struct tokens *tokens, struct err *e) {
    struct pattern *p = mem_alloc(sizeof *p);
    enum err_code code = ERR_OK;
    p->kind = node->pattern;
    buf_init(&p->wildcard);
    buf_init(&p->beginning);
    switch (node->pattern) {
    case QUERY_WILDCARD:
        read_wildcard(p, node->text, tokens);
        break;
    case QUERY_FUZZY:
        p->fuzzy = fuzzy_new(folded, node->edits);
        break;
    case QUERY_REGEX:
        regex_beginning(node->text, tokens, &p->beginning);
        code = regex_new(&p->regex, node->text, tokens, e);
        break;
    }
    if (code)
        pattern_free(&p);
    *pattern = p;
    return code;
}

void pattern_free(struct pattern **pattern) {
    if (*pattern == NULL)
        return;
    buf_fini(&(*pattern)->wildcard);
    buf_fini(&(*pattern)->beginning);
    fuzzy_free(&(*pattern)->fuzzy);
    regex_free(&(*pattern)->regex);
    free(*pattern);
    *pattern = NULL;
}

struct str pattern_beginning(const struct pattern *pattern) {
    return buf_str(&pattern->beginning);
}

static bool wildcard_fits(struct str pattern, struct str word) {
    size_t p = 0, w = 0, star = pattern.n, star_word = 0;
    while (w < word.n) {
        size_t next = w;
        const uint32_t letter = utf8_next(word, &next);
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            star_word = w;
            continue;
        }
        size_t behind = p;
        if (p < pattern.n && (pattern.p[p] == '?' || utf8_next(pattern, &behind) == letter)) {
            p = pattern.p[p] == '?' ? p + 1 : behind;
            w = next;
            continue;
        }
        if (star == pattern.n)
            return false;
        utf8_next(word, &star_word); /* the last * stands for one letter more */
        p = star + 1;
        w = star_word;
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

struct pattern_fit pattern_try(struct pattern *pattern, struct str word) {
    switch (pattern->kind) {
    case QUERY_FUZZY:
        return fuzzy_try(pattern->fuzzy, word);
    case QUERY_REGEX:
        return (struct pattern_fit){.fits = regex_fits(pattern->regex, word)};
    case QUERY_WILDCARD:
        break;
    }
    return (struct pattern_fit){.fits = wildcard_fits(buf_str(&pattern->wildcard), word)};
}

bool pattern_gave_up(const struct pattern *pattern) {
    return pattern->regex && regex_gave_up(pattern->regex);
}
