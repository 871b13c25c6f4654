/* Which formats are read, and of which is this file?
 *
 * The table is formats.def. A file is recognised by its content where that is sure (a .txt that is a web page, a .doc that
 * is RTF), then by the media type that a server or mail gave, then by its extension, then by what its content looks like.
 * Only the first and last bytes are looked at; nothing is unpacked. */
#ifndef INDEXER_EXTRACT_FORMATS_H
#define INDEXER_EXTRACT_FORMATS_H

#include "corpus/base/buf.h"
#include "indexer/extract/extract.h"
#include "indexer/extract/sniff.h"

enum format_id {
#define X(id, ...) FORMAT_##id,
#include "indexer/extract/formats.def"
#undef X
    FORMAT_COUNT
};

enum format_confinement { FORMAT_PURE, FORMAT_TOOL, FORMAT_PARENT };

enum format_flag { FORMAT_WRAPS = 1, FORMAT_MANY = 2 };

typedef enum err_code (*extractor_fn)(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                                      struct err *e);

struct format {
    enum format_id id;
    const char *name, *label;
    const char *media_types, *extensions;
    enum sniffed (*sniff)(const struct sniff_view *view);
    extractor_fn extract; /* NULL for those that the indexer reads itself */
    enum format_confinement confinement;
    const char *tools;
    unsigned flags;
    const char *help;
};

const struct format *format_row(enum format_id id);

/* The format of a file of which the ends are seen and a name and a media type may be known; NULL when it is none of those
 * that are read. */
const struct format *format_recognise(const struct sniff_view *view, struct str name, struct str media_type);
/* By the name alone: what a file claims to be. */
const struct format *format_of_name(struct str name);

/* ".pdf", in lower case; "no extension". A part of `name` or of the arena. */
struct str format_extension(struct arena *arena, struct str name);

/* The list for people: name, extensions, what is taken from it. */
void formats_list(struct buf *out);

#endif
