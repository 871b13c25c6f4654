/* What stands in a file? Bytes in; documents and members out.
 *
 *   bytes --> extractor of its format --> sink
 *                                          |-- document  fields with where each comes from, clean text, the text before cleaning
 *                                          '-- member    bytes of another file inside this one (attachment, page of an archive)
 *
 * An extractor reads bytes from strangers. It runs in a confined child (indexer/confine/), opens nothing, keeps nothing
 * between two inputs, and gives what it finds to the sink as soon as it has it, so that an archive costs the memory of one
 * member. It decides nothing about the collection: codes, dates and limits are document.h's business, guesses from the text
 * are indexer/facts/'s. */
#ifndef INDEXER_EXTRACT_EXTRACT_H
#define INDEXER_EXTRACT_EXTRACT_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"
#include "schemas/schema.h"

/* Bytes of one member of a file, once unpacked. A reader stops unpacking there. */
#define EXTRACT_MEMBER_MAX ((size_t)128 << 20)

/* One file, or one member of a file. What is not known is empty. */
struct extract_input {
    struct str bytes;
    struct str name;       /* of a file, or the way inside an archive: "dir/page.html" */
    struct str media_type; /* as a server, a mail or an archive says: "text/html" */
    struct str charset;    /* likewise: "windows-1252" */
    struct str url;        /* where it was fetched from; relative addresses are relative to it */
    struct str captured;   /* when it was fetched, ISO 8601; never the date of a document */
};

/* What a document says of itself. `from` names the place: "html: og:title", "pdf: info", "mail: Subject". */
struct extract_value {
    enum field_id field; /* FIELD_COUNT: the field table does not know it, `name` does; it is kept and shown */
    struct str name, value, from;
};

struct extract_values {
    struct extract_value *v;
    size_t n;
};

struct extract_document {
    struct extract_values values; /* in order of trust: of a field that takes one value the first is taken */
    struct str key;      /* names it among the documents of its source, whatever its content becomes: a feed's guid */
    struct str text;     /* the content: paragraphs, an empty line between two */
    struct str raw;      /* the whole text before cleaning, in the same form; empty when nothing was dropped */
    struct strs remarks; /* sentences for the report: "Page 3 has no text layer." */
};

/* Both give false when no more is wanted (a limit was reached): the extractor then ends with ERR_OK. What they are given is
 * only read during the call. */
struct extract_sink {
    bool (*document)(struct extract_sink *sink, const struct extract_document *document);
    bool (*member)(struct extract_sink *sink, const struct extract_input *member);
};

/* One for each format; formats.def names them. The arena lives as long as the input. ERR_INPUT with a sentence when nothing
 * can be read; what was given to the sink before stays good. */
#define EXTRACTORS(X)                                                                                                  \
    X(text) X(html) X(pdf) X(docx) X(odt) X(epub) X(rtf) X(doc) X(mail) X(mbox) X(feed) X(warc) X(csv) X(archive)
#define X(name)                                                                                                        \
    enum err_code extract_##name(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,    \
                                 struct err *e);
EXTRACTORS(X)
#undef X

/* ---- for extractors ---- */

/* Adds a value unless it is empty. Name and `from` must live as long as the document: a literal, or from the arena. */
void extract_value(struct arena *arena, struct extract_document *doc, enum field_id field, struct str value,
                   const char *from);
/* The same for something that the field table does not know: a mail's "message_id". */
void extract_extra(struct arena *arena, struct extract_document *doc, const char *name, struct str value,
                   const char *from);
void extract_remark(struct arena *arena, struct extract_document *doc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
