/* A file's text by indexer/extract/charset.h, for tests/eval/charset.py.
 *
 *   charset_text FILE...    prints for each file a line "FILE<tab>BYTES<tab>CHARSET, WHY", then the text and a line feed */
#include "corpus/base/file.h"
#include "indexer/extract/charset.h"

#include <stdio.h>

#define FILE_MAX ((size_t)64 << 20)

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct arena *arena = arena_new();
        struct str bytes;
        struct charset_text got;
        struct err e;
        if (file_read(arena, argv[i], FILE_MAX, &bytes, &e)) {
            fprintf(stderr, "%s\n", e.text);
            return 1;
        }
        charset_decode(arena, bytes, STR_EMPTY, &got);
        printf("%s\t%zu\t%s, %s\n", argv[i], got.text.n, got.charset, got.why);
        fwrite(got.text.p, 1, got.text.n, stdout);
        putchar('\n');
        arena_free(&arena);
    }
    return 0;
}
