/* Two values that fold to the same key ("Redacción", "REDACCIÓN") are one value of the document. */
#include "indexer/keys.h"

static bool holds(struct strs list, struct str key) {
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.v[i], key))
            return true;
    return false;
}

static bool has_keys(const struct field *field) {
    return field->kind == FIELD_KIND_CODE || field->kind == FIELD_KIND_NAME || field->kind == FIELD_KIND_KEYWORD;
}

/* A value that folds to nothing (a lone combining mark) keeps its own bytes as its key: it can still be counted. */
static struct str key_of(struct arena *arena, struct tokens *tokens, const struct field *field, struct str value,
                         struct buf *folded) {
    if (field->kind == FIELD_KIND_CODE)
        return value;
    buf_clear(folded);
    tokens_fold_value(tokens, value, folded);
    return folded->n ? arena_str(arena, buf_str(folded)) : value;
}

void keys_make(struct arena *arena, struct tokens *tokens, const struct document *doc, struct keys *out) {
    struct buf folded;
    buf_init(&folded);
    *out = (struct keys){0};
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = field_row((enum field_id)f);
        for (size_t i = 0; has_keys(field) && i < doc->field[f].n; i++) {
            struct str key = key_of(arena, tokens, field, doc->field[f].v[i], &folded);
            if (holds(out->key[f], key))
                continue;
            arena_push(arena, &out->key[f], key);
            arena_push(arena, &out->label[f], doc->field[f].v[i]);
        }
    }
    buf_fini(&folded);
}
