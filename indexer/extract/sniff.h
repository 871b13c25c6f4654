/* What does the content of a file say of its format? Looks at the first and the last bytes, unpacks nothing, believes no
 * length that stands in them. One function a format; formats.def names them. */
#ifndef INDEXER_EXTRACT_SNIFF_H
#define INDEXER_EXTRACT_SNIFF_H

#include "corpus/base/str.h"

/* How much of each end a caller should give; less is fine. */
#define SNIFF_HEAD ((size_t)64 << 10)
#define SNIFF_TAIL ((size_t)64 << 10)

struct sniff_view {
    struct str head; /* from the first byte on */
    struct str tail; /* up to the last byte; may overlap the head */
};

/* The ends of bytes that are all there. */
struct sniff_view sniff_view_of(struct str bytes);

enum sniffed { SNIFFED_NO, SNIFFED_MAYBE, SNIFFED_SURE };

enum sniffed sniff_none(const struct sniff_view *view); /* the content of this format looks like nothing in particular */
enum sniffed sniff_pdf(const struct sniff_view *view);
enum sniffed sniff_docx(const struct sniff_view *view);
enum sniffed sniff_odt(const struct sniff_view *view);
enum sniffed sniff_epub(const struct sniff_view *view);
enum sniffed sniff_rtf(const struct sniff_view *view);
enum sniffed sniff_doc(const struct sniff_view *view);
enum sniffed sniff_warc(const struct sniff_view *view);
enum sniffed sniff_mbox(const struct sniff_view *view);
enum sniffed sniff_mail(const struct sniff_view *view);
enum sniffed sniff_feed(const struct sniff_view *view);
enum sniffed sniff_html(const struct sniff_view *view);
enum sniffed sniff_archive(const struct sniff_view *view);
enum sniffed sniff_compressed(const struct sniff_view *view);

/* Whether it reads as text in some charset: no byte that text does not have. */
bool sniff_is_text(const struct sniff_view *view);

#endif
