/* Finding installed dictionaries, and one file for each direction of a pair out of them. */
#include "indexer/dictionaries.h"

#include "corpus/base/file.h"
#include "corpus/dictionary_write.h"
#include "indexer/transducer.h"

#include <stdlib.h>
#include <sys/stat.h>

struct source_file {
    const struct language *from, *to;
    struct str path;    /* of a FreeDict index or of a transducer; a NUL behind it */
    struct str entries; /* FreeDict's; empty: Apertium */
    bool broken;
};

struct maker {
    struct arena *arena;
    struct tokens *tokens;
    struct source_file *sources;
    size_t count;
    struct str folder;
    struct buf *out;
    size_t made, left_out;
};

/* ---- finding ---- */

/* "eng-spa" or "es-pt"; variants (es-pt_BR) are left to their main form. */
static bool read_pair(struct str name, struct source_file *source) {
    struct str from, to;
    if (!str_cut(name, '-', &from, &to) || from.n > 3 || to.n > 3)
        return false;
    source->from = language_find(from);
    source->to = language_find(to);
    return source->from && source->to && source->from != source->to;
}

static void add_source(struct maker *maker, const struct source_file *source) {
    maker->sources = mem_realloc(maker->sources, maker->count + 1, sizeof *maker->sources);
    maker->sources[maker->count++] = *source;
}

/* The name between `begin` and `end`, empty where it has not both. */
static struct str between(struct str name, const char *begin, const char *end) {
    struct str first = str_from(begin), last = str_from(end);
    if (name.n <= first.n + last.n || !str_starts(name, first) || !str_ends(name, last))
        return STR_EMPTY;
    return str_slice(name, first.n, name.n - last.n);
}

static struct strs list(struct maker *maker, struct str folder) {
    struct strs names = {NULL, 0};
    if (file_exists(folder.p) && file_list(maker->arena, folder.p, &names, NULL))
        names.n = 0;
    return names;
}

static void find_freedict(struct maker *maker, struct str folder) {
    struct strs names = list(maker, folder);
    for (size_t i = 0; i < names.n; i++) {
        struct source_file source = {.broken = false};
        struct str pair = between(names.v[i], "freedict-", ".index");
        if (!read_pair(pair, &source))
            continue;
        source.path = arena_printf(maker->arena, "%.*s/%.*s", STR_FMT(folder), STR_FMT(names.v[i]));
        source.entries = arena_printf(maker->arena, "%.*s/freedict-%.*s.dict", STR_FMT(folder), STR_FMT(pair));
        if (!file_exists(source.entries.p))
            source.entries = arena_printf(maker->arena, "%.*s.dz", STR_FMT(source.entries));
        add_source(maker, &source);
    }
}

static void find_apertium(struct maker *maker, struct str folder) {
    struct strs packages = list(maker, folder);
    for (size_t i = 0; i < packages.n; i++) {
        struct str package = arena_printf(maker->arena, "%.*s/%.*s", STR_FMT(folder), STR_FMT(packages.v[i]));
        struct strs names = list(maker, package);
        for (size_t k = 0; k < names.n; k++) {
            struct source_file source = {.entries = STR_EMPTY};
            if (!read_pair(between(names.v[k], "", ".autobil.bin"), &source))
                continue;
            source.path = arena_printf(maker->arena, "%.*s/%.*s", STR_FMT(package), STR_FMT(names.v[k]));
            add_source(maker, &source);
        }
    }
}

/* ---- making ---- */

struct filling {
    struct dictionary_writer *writer;
    enum dictionary_source source;
    bool reversed;
};

static void fill(void *context, struct str head, struct str text, uint32_t order) {
    const struct filling *filling = context;
    if (filling->reversed)
        dictionary_writer_add(filling->writer, text, head, order, filling->source);
    else
        dictionary_writer_add(filling->writer, head, text, order, filling->source);
}

static void leave_out(struct maker *maker, struct source_file *source, const struct err *e) {
    source->broken = true;
    maker->left_out++;
    buf_addf(maker->out, "left out: %s\n", e->text);
}

static void read_source(struct maker *maker, struct source_file *source, bool reversed,
                        struct dictionary_writer *writer) {
    struct err e;
    bool freedict = source->entries.n > 0;
    struct filling filling = {writer, freedict ? DICTIONARY_FREEDICT : DICTIONARY_APERTIUM, reversed};
    if (reversed)
        filling.source = freedict ? DICTIONARY_FREEDICT_REVERSED : DICTIONARY_APERTIUM_REVERSED;
    enum err_code code = freedict ? dictd_read(source->path.p, source->entries.p, fill, &filling, &e)
                                  : transducer_read(source->path.p, fill, &filling, &e);
    if (code)
        leave_out(maker, source, &e);
}

static bool serves(const struct source_file *source, const struct language *from, const struct language *to,
                   bool *reversed) {
    *reversed = source->from == to && source->to == from;
    return !source->broken && (*reversed || (source->from == from && source->to == to));
}

static enum err_code make_one(struct maker *maker, const struct language *from, const struct language *to,
                              struct err *e) {
    struct dictionary_pair about;
    bool freedict = false, apertium = false, reversed;
    struct dictionary_writer *writer = dictionary_writer_new(maker->tokens, from, to);
    for (size_t i = 0; i < maker->count; i++) {
        struct source_file *source = &maker->sources[i];
        if (!serves(source, from, to, &reversed))
            continue;
        read_source(maker, source, reversed, writer);
        freedict |= source->entries.n > 0;
        apertium |= source->entries.n == 0;
    }
    enum err_code code = dictionary_writer_save(writer, maker->folder.p, &about, e);
    dictionary_writer_free(&writer);
    if (code || about.heads == 0)
        return code;
    maker->made++;
    buf_addf(maker->out, "%s-%s  %-28.*s %7u words, %7u translations  %s%s%s\n", from->iso3, to->iso3,
             STR_FMT(arena_printf(maker->arena, "%s to %s", from->name, to->name)), about.heads, about.translations,
             freedict ? "FreeDict" : "", freedict && apertium ? ", " : "", apertium ? "Apertium" : "");
    return ERR_OK;
}

static bool has_source(struct maker *maker, const struct language *from, const struct language *to) {
    bool reversed;
    for (size_t i = 0; i < maker->count; i++)
        if (serves(&maker->sources[i], from, to, &reversed))
            return true;
    return false;
}

static enum err_code make_all(struct maker *maker, struct err *e) {
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < language_count() && !code; i++)
        for (size_t k = 0; k < language_count() && !code; k++)
            if (has_source(maker, language_at(i), language_at(k)))
                code = make_one(maker, language_at(i), language_at(k), e);
    return code;
}

/* ---- where to ---- */

static enum err_code choose_folder(struct maker *maker, const struct dictionaries_options *options, struct err *e) {
    const char *wish = options->to ? options->to : getenv("RASTRO_DICTIONARIES");
    maker->folder = wish && *wish ? arena_str(maker->arena, str_from(wish)) : dictionary_installed(maker->arena);
    if (maker->folder.n == 0)
        return err_set(e, ERR_USAGE,
                       "This program is not installed; name a folder with --to DIR or RASTRO_DICTIONARIES.");
    if (file_exists(maker->folder.p))
        return ERR_OK;
    enum err_code code = file_make_dirs(maker->folder.p, e);
    if (!code && chmod(maker->folder.p, 0755) != 0)
        code = err_errno(e, "%s could not be made readable", maker->folder.p);
    return code;
}

static enum err_code nothing_found(const char *from, struct err *e) {
    return err_set(
        e, ERR_NOT_FOUND,
        "No dictionaries of FreeDict or Apertium are installed below %s. Install some first, as with: apt-get "
        "install dict-freedict-eng-spa dict-freedict-spa-eng apertium-eng-spa.",
        from);
}

enum err_code dictionaries_make(const struct dictionaries_options *options, struct buf *out, size_t *left_out,
                                struct err *e) {
    const char *from = options->from ? options->from : DICTIONARIES_FROM;
    struct maker maker = {.arena = arena_new(), .tokens = tokens_new(), .out = out};
    find_freedict(&maker, arena_printf(maker.arena, "%s/dictd", from));
    find_apertium(&maker, arena_printf(maker.arena, "%s/apertium", from));
    enum err_code code = maker.count ? choose_folder(&maker, options, e) : nothing_found(from, e);
    if (!code)
        code = make_all(&maker, e);
    if (!code)
        buf_addf(out, "%zu dictionaries in %s\n", maker.made, maker.folder.p);
    *left_out = maker.left_out;
    free(maker.sources);
    tokens_free(&maker.tokens);
    arena_free(&maker.arena);
    return code;
}
