/* What a file says of itself, where programs write it more often than people: titles, dates.
 *
 * A file's title is often "Microsoft Word - draft3.doc", its dates are those of the program and not of publication.
 * What is not to be trusted is kept and shown, but does not become the document's title or date. */
#ifndef INDEXER_EXTRACT_PROPERTIES_H
#define INDEXER_EXTRACT_PROPERTIES_H

#include "indexer/extract/extract.h"

/* Adds the title, or only the extra "file_title" when it is what a program calls any file: a file name, "Document1". */
void properties_title(struct arena *arena, struct extract_document *doc, struct str title, const char *from);
/* When no title is known: the first paragraph before any prose that looks like one: one line of several words, no
 * sentence, no label. */
void properties_title_of_text(struct arena *arena, struct extract_document *doc, const char *from);

/* Adds authors, parted by semicolons, unless they are what a program writes for nobody: "Administrator", "user". */
void properties_author(struct arena *arena, struct extract_document *doc, struct str author, const char *from);

/* Adds extras "created" and "modified" (ISO 8601, or as PDF writes it), and a date as far as both agree: the day when
 * it is the same day, else the month, else the year. Without a second one the day it was created counts; when it was
 * changed last is no date of its own, and neither is what programs write for none. */
void properties_dates(struct arena *arena, struct extract_document *doc, struct str created, struct str modified,
                      const char *from);

/* Adds the language, unless it is English, as programs write for nobody, and `text` is not even in Latin letters. */
void properties_lang(struct arena *arena, struct extract_document *doc, struct str lang, struct str text,
                     const char *from);

/* Adds each of a list "police, extradition; 警务" as a tag. */
void properties_tags(struct arena *arena, struct extract_document *doc, struct str list, const char *from);

/* The remarks that any format may need: that only a part could be read; that there is nothing to read. */
void properties_remarks(struct arena *arena, struct extract_document *doc, bool is_damaged);

/* Whether the document has a value of that field. */
bool properties_has(const struct extract_document *doc, enum field_id field);

#endif
