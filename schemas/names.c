/* Normal forms of names: "Congo, the Democratic Republic of the" -> "congo-democratic-republic-of". */
#include "schemas/names.h"

#include <assert.h>
#include <string.h>

/* Signs that are no part of a name's words, and what stands for them in the normal form. */
static const struct {
    const char *sign, *becomes;
} signs[] = {
    {" ", "-"},  {"-", "-"},      {"_", "-"},      {",", "-"},      {"(", "-"},
    {")", "-"},  {"/", "-"},      {";", "-"},      {"\t", "-"},     {"\n", "-"},
    {"\r", "-"}, {"\u00A0", "-"}, {"\u2010", "-"}, {"\u2011", "-"}, {"\u2013", "-"}, /* no-break space, hyphens, dash */
    {".", ""},   {"'", ""},       {"\u2018", ""},  {"\u2019", ""},  {"&", "-and-"},
};

struct key {
    char text[NAMES_KEY_MAX];
    size_t n;
    size_t word; /* where the current word begins */
    bool too_long;
};

static void end_word(struct key *key) {
    if (key->n - key->word == 3 && memcmp(key->text + key->word, "the", 3) == 0)
        key->n = key->word;
    if (key->n > key->word && key->n < NAMES_KEY_MAX)
        key->text[key->n++] = '-';
    key->word = key->n;
}

static void add_bytes(struct key *key, const char *bytes, size_t n) {
    for (size_t i = 0; i < n && !key->too_long; i++) {
        if (bytes[i] == '-')
            end_word(key);
        else if (key->n < NAMES_KEY_MAX)
            key->text[key->n++] = bytes[i];
        else
            key->too_long = true;
    }
}

/* Adds what stands at the beginning of `rest`; returns how many bytes that was. */
static size_t add_sign(struct key *key, struct str rest) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct str sign = str_from(signs[i].sign);
        if (str_starts(rest, sign)) {
            add_bytes(key, signs[i].becomes, strlen(signs[i].becomes));
            return sign.n;
        }
    }
    add_bytes(key, rest.p, 1);
    return 1;
}

/* Empty when there is nothing in it or it is too long for any table. */
static struct str make_key(struct key *key, struct str written) {
    for (size_t i = 0; i < written.n && !key->too_long;) {
        char c = written.p[i];
        char lower = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        if (lower >= 'a' && lower <= 'z') {
            add_bytes(key, &lower, 1);
            i++;
        } else {
            i += add_sign(key, str_slice(written, i, written.n));
        }
    }
    end_word(key);
    if (key->too_long)
        return STR_EMPTY;
    return (struct str){key->text, key->n > 0 && key->text[key->n - 1] == '-' ? key->n - 1 : key->n};
}

bool names_add(struct strmap *names, struct str written, size_t row) {
    struct key key = {.n = 0};
    struct str normal = make_key(&key, written);
    assert(normal.n > 0 && "a name in a table must have letters, and not more than NAMES_KEY_MAX");
    bool is_new;
    uint64_t *place = strmap_put(names, normal, &is_new);
    assert((is_new || *place == row) && "two rows of a table have the same name");
    *place = row;
    return is_new;
}

void names_add_list(struct strmap *names, const char *list, char separator, size_t row) {
    struct str rest = str_from(list), name;
    while (rest.n > 0) {
        str_cut(rest, separator, &name, &rest);
        names_add(names, name, row);
    }
}

bool names_find(const struct strmap *names, struct str written, size_t *row) {
    struct key key = {.n = 0};
    struct str normal = make_key(&key, written);
    const uint64_t *place = normal.n > 0 ? strmap_get(names, normal) : NULL;
    if (!place)
        return false;
    *row = (size_t)*place;
    return true;
}
