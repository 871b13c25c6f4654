/* Windows are chosen greedily: the best one first, then the best that does not touch those chosen. Neighbours: marks.h
 * (what matches), search.c (asks), render_*.c (shows). Does not know the engine. */
#include "searcher/snippet.h"

#include <stdlib.h>
#include <string.h>

/* A text is read on to its end to find the best place, unless it has this many matches already. */
#define MATCHES_ENOUGH 2000
/* How much of a window stands before its first match. */
#define COLUMNS_BEFORE 60
/* How far a cut may move to fall between words. */
#define CUT_REACH 24

/* Columns of a terminal that the character at *at takes, roughly: what needs three bytes is wide. Moves *at behind it.
 */
static size_t columns_step(struct str text, size_t *at) {
    unsigned char lead = (unsigned char)text.p[*at];
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    *at += length < text.n - *at ? length : text.n - *at;
    return length >= 3 ? 2 : 1;
}

static size_t forward_columns(struct str text, size_t from, size_t columns) {
    size_t used = 0, at = from;
    while (at < text.n && used < columns)
        used += columns_step(text, &at);
    return at;
}

static size_t backward_columns(struct str text, size_t from, size_t columns) {
    size_t used = 0, at = from;
    while (at > 0 && used < columns) {
        size_t before = at - 1;
        while (before > 0 && ((unsigned char)text.p[before] & 0xC0) == 0x80)
            before--;
        size_t step = before;
        used += columns_step(text, &step);
        at = before;
    }
    return at;
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/* Moves a cut forward to the next beginning of a word, when one is near. */
static size_t cut_forward(struct str text, size_t at, size_t limit) {
    for (size_t i = at; i < limit && i < at + CUT_REACH; i++)
        if (i > 0 && is_space(text.p[i - 1]))
            return i;
    return at;
}

/* Moves a cut back to the nearest end of a word. */
static size_t cut_back(struct str text, size_t at, size_t limit) {
    for (size_t i = at; i > limit && i + CUT_REACH > at; i--)
        if (i == text.n || is_space(text.p[i]))
            return i;
    return at;
}

struct window {
    size_t start, end;
    size_t first, last; /* matches inside: first <= i < last */
    size_t marks, score;
    const struct field *field;
    struct str text;
    const struct mark_matches *matches;
};

/* The window whose first match is match `first`. */
static struct window window_at(struct str text, const struct mark_matches *matches, size_t first) {
    struct window w = {.first = first, .text = text, .matches = matches};
    size_t start = backward_columns(text, matches->v[first].start, COLUMNS_BEFORE);
    size_t end = forward_columns(text, start, SNIPPET_COLUMNS);
    if (end < matches->v[first].end)
        end = matches->v[first].end;
    uint64_t seen = 0;
    for (w.last = first; w.last < matches->n && matches->v[w.last].end <= end; w.last++)
        seen |= UINT64_C(1) << (matches->v[w.last].mark % 64);
    w.start = start == 0 ? 0 : cut_forward(text, start, matches->v[first].start);
    w.end = end == text.n ? end : cut_back(text, end, matches->v[w.last - 1].end);
    while (w.first > 0 && matches->v[w.first - 1].start >= w.start)
        w.first--;
    w.marks = (size_t)__builtin_popcountll(seen);
    w.score = w.marks * 1000 + (w.last - w.first);
    return w;
}

static bool windows_touch(const struct window *a, const struct window *b) {
    return a->field == b->field && a->start < b->end && b->start < a->end;
}

/* Copies text[start, end) with white space folded and matched words put together that a line's end breaks. */
static void snippet_fill(struct arena *arena, const struct window *w, struct snippet *out) {
    size_t length = w->end - w->start;
    char *text = arena_alloc(arena, length + 1);
    out->spans = arena_array(arena, w->last - w->first + 1, sizeof *out->spans);
    out->field = w->field;
    out->cut_before = w->start > 0;
    out->cut_after = w->end < w->text.n;
    size_t n = 0, next = w->first, until = 0, gap = 0, gap_end = 0;
    bool open = false;
    for (size_t at = w->start; at <= w->end; at++) {
        if (open && at >= until) {
            out->spans[out->span_count - 1].end = n;
            open = false;
        }
        while (next < w->last && w->matches->v[next].start <= at) {
            const struct mark_match *match = &w->matches->v[next++];
            if (match->gap) {
                gap = match->gap;
                gap_end = match->gap_end;
            }
            if (match->start == at && !open) {
                bool touches = out->span_count > 0 && out->spans[out->span_count - 1].end == n && n > 0;
                if (!touches)
                    out->spans[out->span_count++].start = n;
                open = true;
                until = match->end;
            } else if (open && match->end > until) {
                until = match->end;
            }
        }
        if (at == w->end)
            break;
        if (gap && at == gap) {
            at = gap_end - 1;
            continue;
        }
        char c = w->text.p[at];
        if (!is_space(c))
            text[n++] = c;
        else if (n > 0 && text[n - 1] != ' ')
            text[n++] = ' ';
    }
    if (open)
        out->spans[out->span_count - 1].end = n;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    out->text = (struct str){text, n};
}

static struct mark_matches field_matches(struct arena *arena, struct tokens *tokens, const struct marks *marks,
                                         const struct document *doc, const struct field *field) {
    return marks_find(arena, tokens, marks, document_get(doc, field->id), document_language(doc), field,
                      MATCHES_ENOUGH);
}

void snippet_whole(struct arena *arena, struct tokens *tokens, const struct marks *marks, const struct document *doc,
                   const struct field *field, struct snippet *out) {
    struct str text = document_get(doc, field->id);
    struct mark_matches found = field_matches(arena, tokens, marks, doc, field);
    struct window w = {.end = text.n, .last = found.n, .field = field, .text = text, .matches = &found};
    memset(out, 0, sizeof *out);
    snippet_fill(arena, &w, out);
}

static struct window beginning(const struct document *doc) {
    static const struct mark_matches none;
    const struct field *field = field_row(document_get(doc, FIELD_SUMMARY).n ? FIELD_SUMMARY : FIELD_TEXT);
    struct str text = document_get(doc, field->id);
    size_t end = forward_columns(text, 0, SNIPPET_COLUMNS);
    return (struct window){
        .end = end == text.n ? end : cut_back(text, end, 0), .field = field, .text = text, .matches = &none};
}

/* The best window over all fields that touches none of the chosen ones; false when there is none. */
static bool window_best(const struct mark_matches *found, const struct document *doc, const enum field_id *fields,
                        size_t field_count, const struct window *chosen, size_t chosen_count, struct window *best) {
    best->score = 0;
    for (size_t f = 0; f < field_count; f++) {
        for (size_t i = 0; i < found[f].n; i++) {
            struct window w = window_at(document_get(doc, fields[f]), &found[f], i);
            w.field = field_row(fields[f]);
            bool touches = false;
            for (size_t c = 0; c < chosen_count && !touches; c++)
                touches = windows_touch(&w, &chosen[c]);
            if (!touches && w.score > best->score)
                *best = w;
        }
    }
    return best->score > 0;
}

static int window_order(const void *a, const void *b) {
    const struct window *x = a, *y = b;
    if (x->field != y->field)
        return x->field->id < y->field->id ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

size_t snippet_choose(struct arena *arena, struct tokens *tokens, const struct marks *marks, const struct document *doc,
                      size_t most, struct snippet *out) {
    static const enum field_id fields[] = {FIELD_SUMMARY, FIELD_TEXT};
    const size_t field_count = sizeof fields / sizeof *fields;
    struct mark_matches found[sizeof fields / sizeof *fields];
    struct window *chosen = arena_array(arena, most + 1, sizeof *chosen);
    size_t n = 0;
    for (size_t f = 0; f < field_count; f++)
        found[f] = field_matches(arena, tokens, marks, doc, field_row(fields[f]));
    while (n < most && window_best(found, doc, fields, field_count, chosen, n, &chosen[n]))
        n++;
    if (n == 0 && most > 0)
        chosen[n++] = beginning(doc);
    qsort(chosen, n, sizeof *chosen, window_order);
    size_t shown = 0;
    for (size_t i = 0; i < n; i++) {
        memset(&out[shown], 0, sizeof *out);
        snippet_fill(arena, &chosen[i], &out[shown]);
        shown += out[shown].text.n > 0;
    }
    return shown;
}
