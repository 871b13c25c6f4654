/* One ICU object a language, made once a search; what it names is folded as queries are. */
#include "searcher/facet_names.h"

#include "corpus/base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/ustring.h>

#define NAME_UNITS 256

struct facet_names {
    struct tokens *tokens;
    const struct field *field;
    struct buf search, folded;
    ULocaleDisplayNames **in; /* [language]; NULL where ICU has none */
    size_t language_count;
};

static bool has_names(const struct field *field) {
    return field->kind == FIELD_KIND_CODE && (field->table == CODES_COUNTRY || field->table == CODES_LANGUAGE);
}

static void fold(struct facet_names *names, struct str written, struct buf *out) {
    buf_clear(out);
    tokens_fold_value(names->tokens, written, out);
}

struct facet_names *facet_names_new(struct tokens *tokens, const struct field *field, struct str search) {
    struct facet_names *names = mem_alloc(sizeof *names);
    names->tokens = tokens;
    names->field = field;
    buf_init(&names->search);
    buf_init(&names->folded);
    fold(names, search, &names->search);
    if (!has_names(field))
        return names;
    names->language_count = language_count();
    names->in = mem_array(names->language_count, sizeof(ULocaleDisplayNames *));
    for (size_t i = 0; i < names->language_count; i++) {
        UErrorCode status = U_ZERO_ERROR;
        names->in[i] = uldn_open(language_at(i)->code, ULDN_STANDARD_NAMES, &status);
    }
    return names;
}

void facet_names_free(struct facet_names **names) {
    if (*names == NULL)
        return;
    for (size_t i = 0; i < (*names)->language_count; i++)
        uldn_close((*names)->in[i]);
    free((*names)->in);
    buf_fini(&(*names)->search);
    buf_fini(&(*names)->folded);
    free(*names);
    *names = NULL;
}

/* Whether the whole or a word of it begins with what is searched. */
static bool begins_so(struct facet_names *names, struct str written) {
    const struct str search = buf_str(&names->search);
    fold(names, written, &names->folded);
    struct str rest = buf_str(&names->folded);
    for (bool more = true; more;) {
        struct str word;
        if (str_starts(rest, search))
            return true;
        more = str_cut(rest, ' ', &word, &rest);
    }
    return false;
}

static bool is_called_so(struct facet_names *names, size_t language, const char *code) {
    UChar name[NAME_UNITS];
    char utf8[NAME_UNITS * 3];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    const int32_t units = names->field->table == CODES_COUNTRY
                              ? uldn_regionDisplayName(names->in[language], code, name, NAME_UNITS, &status)
                              : uldn_languageDisplayName(names->in[language], code, name, NAME_UNITS, &status);
    u_strToUTF8(utf8, sizeof utf8, &n, name, units, &status);
    return U_SUCCESS(status) && begins_so(names, (struct str){utf8, (size_t)n});
}

bool facet_names_fit(struct facet_names *names, const struct facet_value *value) {
    char code[16];
    if (begins_so(names, value->label) || begins_so(names, value->id))
        return true;
    if (value->id.n >= sizeof code)
        return false;
    memcpy(code, value->id.p, value->id.n);
    code[value->id.n] = '\0';
    for (size_t i = 0; i < names->language_count; i++)
        if (names->in[i] && is_called_so(names, i, code))
            return true;
    return false;
}
