/* Reading manifests. What is read has been checked to the last number: rising hidden documents within their segment,
 * file names that stay below its folder, counts that agree. The checksum comes first, so that a damaged file is never
 * taken for one of a later version. Whether the files are there is generation.c's question. */
#include "corpus/store/manifest.h"

#include "corpus/store/manifest_format.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

static bool hex_read(struct str digits, uint64_t *out) {
    static const char values[] = "0123456789abcdef";
    *out = 0;
    for (size_t i = 0; i < digits.n; i++) {
        const char *place = memchr(values, digits.p[i], sizeof values - 1);
        if (!place)
            return false;
        *out = *out << 4 | (uint64_t)(place - values);
    }
    return digits.n == MANIFEST_SUM_DIGITS;
}

static bool sum_is_right(struct str text) {
    size_t at;
    uint64_t sum;
    return manifest_find_sum(text, &at) && hex_read(str_slice(text, at, at + MANIFEST_SUM_DIGITS), &sum) &&
           sum == manifest_sum(text, at);
}

struct reader {
    struct arena *arena;
    const char *path;
    struct manifest *out;
    struct err *e;
};

static enum err_code damaged(const struct reader *r, const char *what) {
    return err_set(r->e, ERR_CORRUPT, "%s is damaged: %s. " MANIFEST_NEXT_STEP, r->path, what);
}

static bool get_number(const json_t *object, const char *key, uint64_t most, uint64_t *out) {
    const json_t *value = json_object_get(object, key);
    json_int_t number = json_integer_value(value);
    *out = (uint64_t)number;
    return json_is_integer(value) && number >= 0 && *out <= most;
}

static bool get_u32(const json_t *object, const char *key, uint32_t *out) {
    uint64_t number;
    bool fits = get_number(object, key, UINT32_MAX, &number);
    *out = fits ? (uint32_t)number : 0;
    return fits;
}

/* The slice is good as long as the JSON. */
static bool get_text(const json_t *object, const char *key, struct str *out) {
    const json_t *value = json_object_get(object, key);
    *out = json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_EMPTY;
    return json_is_string(value);
}

static bool keep_text(struct arena *arena, const json_t *object, const char *key, struct str *out) {
    bool there = get_text(object, key, out);
    *out = arena_str(arena, *out);
    return there;
}

static bool read_file(struct arena *arena, const json_t *json, struct manifest_file *file) {
    struct str digits;
    return keep_text(arena, json, "name", &file->name) && manifest_name_fits(file->name) &&
           get_number(json, "size", INT64_MAX, &file->sum.size) && get_text(json, "xxh3", &digits) &&
           hex_read(digits, &file->sum.xxh3);
}

static bool read_range(struct str range, uint32_t *first, uint32_t *last) {
    struct str head, tail;
    uint64_t from, to;
    bool is_range = str_cut(range, '-', &head, &tail);
    if (!str_to_u64(head, &from) || !str_to_u64(is_range ? tail : head, &to) || from > to || to > UINT32_MAX)
        return false;
    *first = (uint32_t)from;
    *last = (uint32_t)to;
    return true;
}

/* Counts the hidden documents, and stores them where segment->hidden is there. */
static bool walk_hidden(struct str list, struct manifest_segment *segment) {
    struct str range;
    uint32_t first, last, before = 0;
    segment->hidden_count = 0;
    for (bool more = list.n > 0; more; before = last) {
        more = str_cut(list, ',', &range, &list);
        if (!read_range(range, &first, &last) || first <= before || last > segment->documents)
            return false;
        for (uint32_t i = 0; segment->hidden && i <= last - first; i++)
            segment->hidden[segment->hidden_count + i] = first + i;
        segment->hidden_count += last - first + 1;
    }
    return true;
}

static bool read_hidden(struct arena *arena, const json_t *json, struct manifest_segment *segment) {
    struct str list;
    if (!get_text(json, "hidden", &list) || !walk_hidden(list, segment))
        return false;
    if (segment->hidden_count == 0)
        return true;
    segment->hidden = arena_array(arena, segment->hidden_count, sizeof *segment->hidden);
    return walk_hidden(list, segment);
}

static bool read_segment(struct arena *arena, const json_t *json, struct manifest_segment *segment) {
    const json_t *files = json_object_get(json, "files");
    if (!get_u32(json, "number", &segment->number) || segment->number == 0 ||
        !get_u32(json, "documents", &segment->documents) || !read_hidden(arena, json, segment) || !json_is_array(files))
        return false;
    segment->file_count = json_array_size(files);
    segment->files = arena_array(arena, segment->file_count + 1, sizeof *segment->files);
    for (size_t i = 0; i < segment->file_count; i++)
        if (!read_file(arena, json_array_get(files, i), &segment->files[i]))
            return false;
    return true;
}

static enum err_code read_segments(const struct reader *r, const json_t *list) {
    struct manifest *out = r->out;
    uint64_t served = 0;
    out->segment_count = json_array_size(list);
    out->segments = arena_array(r->arena, out->segment_count + 1, sizeof *out->segments);
    for (size_t i = 0; i < out->segment_count; i++) {
        struct manifest_segment *segment = &out->segments[i];
        if (!read_segment(r->arena, json_array_get(list, i), segment) ||
            (i && segment->number <= out->segments[i - 1].number))
            return damaged(r, "its list of segments makes no sense");
        served += segment->documents - segment->hidden_count;
    }
    return json_is_array(list) && served == out->documents ? ERR_OK
                                                           : damaged(r, "its numbers of documents do not agree");
}

static enum err_code read_language(const struct reader *r, const json_t *json, struct manifest_language *out) {
    struct str code;
    if (!get_text(json, "code", &code) || !get_u32(json, "documents", &out->documents))
        return damaged(r, "its list of languages makes no sense");
    out->language = language_find(code);
    if (str_eq_c(code, language_unknown()->code))
        out->language = language_unknown();
    if (out->language && str_eq_c(code, out->language->code))
        return ERR_OK;
    return err_set(r->e, ERR_CONTRACT,
                   "%s was written by another version of Rastro: the language \"%.*s\" is not known here. Search the "
                   "collection with that version, or index the sources into a new collection.",
                   r->path, STR_FMT(code));
}

static enum err_code read_languages(const struct reader *r, const json_t *list) {
    struct manifest *out = r->out;
    uint64_t served = 0;
    enum err_code code = ERR_OK;
    out->language_count = json_array_size(list);
    out->languages = arena_array(r->arena, out->language_count + 1, sizeof *out->languages);
    for (size_t i = 0; i < out->language_count && !code; i++) {
        code = read_language(r, json_array_get(list, i), &out->languages[i]);
        served += out->languages[i].documents;
    }
    if (code)
        return code;
    return json_is_array(list) && served == out->documents ? ERR_OK
                                                           : damaged(r, "its numbers by language do not agree");
}

static enum err_code read_version(const struct reader *r, const json_t *json) {
    uint32_t version;
    if (!get_u32(json, "manifest", &version) || version == 0)
        return damaged(r, "it does not say which form it has");
    if (version <= MANIFEST_VERSION)
        return ERR_OK;
    return err_set(r->e, ERR_CONTRACT,
                   "%s was written by a later version of Rastro (form %" PRIu32 "; this program reads %d). Use that "
                   "version, or index the sources into a new collection.",
                   r->path, version, MANIFEST_VERSION);
}

static enum err_code read_all(const struct reader *r, const json_t *json) {
    struct manifest *out = r->out;
    enum err_code code = read_version(r, json);
    if (code)
        return code;
    if (!get_u32(json, "generation", &out->number) || out->number == 0 ||
        !keep_text(r->arena, json, "created", &out->created) || !keep_text(r->arena, json, "program", &out->program) ||
        !keep_text(r->arena, json, "contract", &out->contract) || !get_u32(json, "documents", &out->documents))
        return damaged(r, "its beginning makes no sense");
    code = read_segments(r, json_object_get(json, "segments"));
    return code ? code : read_languages(r, json_object_get(json, "languages"));
}

enum err_code manifest_read(struct arena *arena, const char *path, struct str text, struct manifest *out,
                            struct err *e) {
    struct reader r = {arena, path, out, e};
    *out = (struct manifest){0};
    if (!sum_is_right(text))
        return damaged(&r, "its checksum is wrong");
    json_t *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    enum err_code code = json ? read_all(&r, json) : damaged(&r, "it is not JSON");
    json_decref(json);
    return code;
}
