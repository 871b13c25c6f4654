/* Writing manifests, and what writing and reading share: the checksum at the end and which file names fit. Reading is
 * manifest_read.c's; where manifests lie and when they are written is known in generation.h. */
#include "corpus/store/manifest.h"

#include "corpus/base/utf8.h"
#include "corpus/store/manifest_format.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define NAME_MAX_BYTES 255

bool manifest_name_fits(struct str name) {
    struct str rest = name, part;
    bool more = true;
    if (name.n > NAME_MAX_BYTES || !utf8_valid(name))
        return false;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ')
            return false;
    while (more) {
        more = str_cut(rest, '/', &part, &rest);
        if (part.n == 0 || str_eq_c(part, ".") || str_eq_c(part, ".."))
            return false;
    }
    return true;
}

bool manifest_find_sum(struct str text, size_t *at) {
    static const struct str key = {MANIFEST_SUM_KEY, sizeof MANIFEST_SUM_KEY - 1},
                            end = {MANIFEST_SUM_END, sizeof MANIFEST_SUM_END - 1};
    if (text.n < key.n + MANIFEST_SUM_DIGITS + end.n || !str_ends(text, end))
        return false;
    *at = text.n - end.n - MANIFEST_SUM_DIGITS;
    return str_ends(str_slice(text, 0, *at), key);
}

uint64_t manifest_sum(struct str text, size_t at) {
    struct buf zeroed;
    buf_init(&zeroed);
    buf_add_str(&zeroed, text);
    memcpy(zeroed.data + at, MANIFEST_SUM_ZERO, MANIFEST_SUM_DIGITS);
    uint64_t sum = XXH3_64bits(zeroed.data, zeroed.n);
    buf_fini(&zeroed);
    return sum;
}

/* ---- writing ---- */

static void add_string(struct buf *out, struct str s) {
    json_t *string = json_stringn(s.p, s.n);
    char *text = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;
    assert(text && "what the program puts into a manifest is UTF-8");
    buf_add_c(out, text);
    free(text);
    json_decref(string);
}

/* "7,20-31": documents are replaced in runs, so a list of thousands is often a few ranges. */
static void add_hidden(struct buf *out, const struct manifest_segment *segment) {
    for (uint32_t i = 0, last; i < segment->hidden_count; i = last + 1) {
        last = i;
        while (last + 1 < segment->hidden_count && segment->hidden[last + 1] == segment->hidden[last] + 1)
            last++;
        buf_addf(out, "%s%" PRIu32, i ? "," : "", segment->hidden[i]);
        if (last > i)
            buf_addf(out, "-%" PRIu32, segment->hidden[last]);
    }
}

static void add_file(struct buf *out, const struct manifest_file *file) {
    assert(manifest_name_fits(file->name));
    buf_add_c(out, "\n      {\"name\": ");
    add_string(out, file->name);
    buf_addf(out, ", \"size\": %" PRIu64 ", \"xxh3\": \"%016" PRIx64 "\"}", file->sum.size, file->sum.xxh3);
}

static void add_segment(struct buf *out, const struct manifest_segment *segment) {
    buf_addf(out, "\n    {\"number\": %" PRIu32 ", \"documents\": %" PRIu32 ", \"hidden\": \"", segment->number,
             segment->documents);
    add_hidden(out, segment);
    buf_add_c(out, "\", \"files\": [");
    for (size_t i = 0; i < segment->file_count; i++) {
        buf_add_c(out, i ? "," : "");
        add_file(out, &segment->files[i]);
    }
    buf_add_c(out, "]}");
}

static void add_head(struct buf *out, const struct manifest *manifest) {
    buf_addf(out, "{\n  \"manifest\": %d,\n  \"generation\": %" PRIu32, MANIFEST_VERSION, manifest->number);
    buf_add_c(out, ",\n  \"created\": ");
    add_string(out, manifest->created);
    buf_add_c(out, ",\n  \"program\": ");
    add_string(out, manifest->program);
    buf_add_c(out, ",\n  \"contract\": ");
    add_string(out, manifest->contract);
    buf_addf(out, ",\n  \"documents\": %" PRIu32, manifest->documents);
}

void manifest_write(struct buf *out, const struct manifest *manifest) {
    size_t from = out->n, at = 0;
    add_head(out, manifest);
    buf_add_c(out, ",\n  \"languages\": [");
    for (size_t i = 0; i < manifest->language_count; i++)
        buf_addf(out, "%s{\"code\": \"%s\", \"documents\": %" PRIu32 "}", i ? ", " : "",
                 manifest->languages[i].language->code, manifest->languages[i].documents);
    buf_add_c(out, "],\n  \"segments\": [");
    for (size_t i = 0; i < manifest->segment_count; i++) {
        buf_add_c(out, i ? "," : "");
        add_segment(out, &manifest->segments[i]);
    }
    buf_add_c(out, "],\n  " MANIFEST_SUM_KEY MANIFEST_SUM_ZERO MANIFEST_SUM_END);
    struct str text = str_slice(buf_str(out), from, out->n);
    bool found = manifest_find_sum(text, &at);
    assert(found);
    char digits[MANIFEST_SUM_DIGITS + 1];
    snprintf(digits, sizeof digits, "%016" PRIx64, manifest_sum(text, at));
    memcpy(out->data + from + at, digits, MANIFEST_SUM_DIGITS);
}
