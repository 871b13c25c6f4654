/* Which charset extraction finds in each of the files named, and beside it what uchardet alone says of the whole file:
 *
 *   charset_one FILE...     prints: file, charset, why, replaced, uchardet's charset, the text's hash
 *
 * The hash is over the text as converted; `charset_one -c CHARSET FILE` prints the hash of FILE read in CHARSET. */
#include "indexer/extract/charset.h"

#include "corpus/base/file.h"

#include <stdio.h>
#include <string.h>
#include <uchardet/uchardet.h>

#define FILE_MAX (64u << 20)

static void print_alone(struct str bytes) {
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, bytes.p, bytes.n);
    uchardet_data_end(detector);
    printf("%s", uchardet_get_charset(detector));
    uchardet_delete(detector);
}

int main(int argc, char **argv) {
    bool given = argc > 3 && strcmp(argv[1], "-c") == 0;
    struct arena *arena = arena_new();
    struct err e = {0};
    for (int i = given ? 3 : 1; i < argc; i++) {
        struct str bytes, text;
        size_t replaced;
        if (file_read(arena, argv[i], FILE_MAX, &bytes, &e) != ERR_OK) {
            fprintf(stderr, "%s\n", e.text);
            return 1;
        }
        if (given) {
            const char *charset = charset_find(arena, str_from(argv[2]));
            if (!charset || !charset_convert(arena, bytes, charset, &text, &replaced))
                text = STR_EMPTY;
            printf("%016llx\n", (unsigned long long)str_hash(text));
        } else {
            struct charset_text got;
            charset_decode(arena, bytes, STR_EMPTY, &got);
            printf("%s\t%s\t%s\t%zu\t", argv[i], got.charset, got.why, got.replaced);
            print_alone(bytes);
            printf("\t%016llx\n", (unsigned long long)str_hash(got.text));
        }
        arena_reset(arena);
    }
    arena_free(&arena);
    return 0;
}
