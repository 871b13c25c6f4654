/* Formats that are a ZIP of parts (Word, OpenDocument, EPUB): the parts that a reader wants, in memory.
 *
 * libarchive reads. Parts in the table of contents come even where the beginning is damaged; of a file that was cut
 * off, what is before the cut. What a header says of sizes is not believed; limits are counted in what comes out. */
#ifndef INDEXER_EXTRACT_ZIP_H
#define INDEXER_EXTRACT_ZIP_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

#define ZIP_PART_MAX ((size_t)64 << 20)    /* bytes of one part */
#define ZIP_WANTED_MAX ((size_t)128 << 20) /* bytes of all parts that are wanted */
#define ZIP_PARTS_MAX 20000u               /* parts that a file may have */

struct zip_part {
    struct str name;
    struct str bytes;
    bool is_encrypted;
    bool is_damaged; /* only its beginning could be read */
};

struct zip {
    struct zip_part *parts; /* those wanted, in the order of the file */
    size_t n;
    bool is_encrypted; /* some part is */
    bool is_damaged;   /* the file was not read to its end */
};

typedef bool zip_wanted_fn(struct str name);

/* ERR_INPUT when it is no ZIP; ERR_LIMIT beyond the limits above. */
enum err_code zip_read(struct zip *zip, struct arena *arena, struct str bytes, zip_wanted_fn *wanted, struct err *e);
/* NULL when it is not there, or encrypted. ASCII case ignored, as Word does. */
const struct zip_part *zip_find(const struct zip *zip, struct str name);

/* A relation's target ("../media/a.png", "/word/document.xml") as the name of a part, seen from the part `from`. */
struct str zip_resolve(struct arena *arena, struct str from, struct str target);

#endif
