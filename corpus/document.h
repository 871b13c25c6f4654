/* What is a document?
 *
 * A document is its fields, as the table in schemas/fields.def names them, each with its values in normal form, and
 * what the source said beyond them. Made by corpus/record.c (or an extractor), written by the indexer, read back from
 * the text store by the searcher. Holds no terms and no engine things. Lives in one arena. */
#ifndef CORPUS_DOCUMENT_H
#define CORPUS_DOCUMENT_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"
#include "corpus/date.h"
#include "schemas/schema.h"

/* Limits, checked by document_finish; each is named in the sentence of the refusal. */
#define DOCUMENT_TEXT_MAX (64u << 20)  /* bytes of text */
#define DOCUMENT_PROSE_MAX (64u << 10) /* bytes of the title, and of the summary */
#define DOCUMENT_ID_MAX 500u           /* bytes of an id */
#define DOCUMENT_VALUE_MAX 4096u       /* bytes of one value of any other field */
#define DOCUMENT_VALUES_MAX 1000u      /* values of one field */
#define DOCUMENT_EXTRA_MAX (1u << 20)  /* bytes of unknown fields */

/* Where a value comes from that somebody gave with the document, and a language that nobody gave. */
#define DOCUMENT_GIVEN "given"
#define DOCUMENT_DETECTED "detected"

/* Every value is valid UTF-8 without control characters; empty ones are left out. */
struct document {
    struct strs field[FIELD_COUNT];        /* in normal form */
    struct strs unrecognised[FIELD_COUNT]; /* codes and dates that no table knows; shown as "country_unrecognised" */
    struct strs more[FIELD_COUNT];         /* further values of a field that takes one; shown as "title_more" */
    struct date date;                      /* field[FIELD_DATE], parsed */
    struct str extra;                      /* fields that the table does not know: a compact JSON object, or empty */
    struct strs remarks;                   /* sentences about what was not understood, and what became of it */
    struct str hash;                       /* 32 hex digits over what was given; made by document_finish */
    struct str from[FIELD_COUNT];          /* where the values come from: "given", "detected", "html: og:title"; or empty */
    bool guessed[FIELD_COUNT];             /* they are guesses from the text */
    bool id_is_made;                       /* by a reader, of what the file is: not a name that somebody gave */
    double lang_confidence;                /* 0..1 of a detected language, else 0 */
    struct str raw;                        /* of a file: its text before cleaning, where that was more; never searched */
};

/* The first value of a field, or the empty slice. */
struct str document_get(const struct document *doc, enum field_id field);
/* Cleans and normalises `written` after its field's kind and adds it: codes are looked up, dates parsed, invalid bytes
 * replaced, white space folded (text keeps its lines and paragraphs). Nothing is dropped in silence: what is not
 * understood goes to `unrecognised` with a remark; a second summary or text follows the first, a second value of any
 * other field that takes one goes to `more`. The same value twice, an empty one and the language "und" are nothing new.
 * A derived field given by a record goes to `more`, unless document_finish comes to the same value. */
void document_add(struct arena *arena, struct document *doc, enum field_id field, struct str written);
/* The same for a value that a file says of itself; `from` names the place ("html: og:title"), and lives as long. */
void document_add_from(struct arena *arena, struct document *doc, enum field_id field, struct str written,
                       struct str from);
/* The same for a value that was concluded from the text; `from` shows the words ("text: Madrid, Spanish government"). A
 * guess never stands beside a value that was not guessed: then nothing happens. Guesses are no part of the hash. */
void document_guess(struct arena *arena, struct document *doc, enum field_id field, struct str written, struct str from);
void document_remark(struct arena *arena, struct document *doc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* After the last value that was given or read, in two steps, between which guesses may be added.
 *
 * document_settle checks the limits, joins what was given in parts, derives host and year and detects the language when
 * none was given (needs `detect`, see corpus/language.h). document_seal derives the year once more, makes the hash and the
 * id (given, else from the address, else from the content). ERR_INPUT with a sentence when the document cannot be
 * accepted: nothing to read in it, too large, an id that is too long. The hash covers what was given or read, not what is
 * derived, detected or guessed, nor the place where it was found: a better detector makes no document "changed". */
struct language_detector;
enum err_code document_settle(struct arena *arena, struct document *doc, struct language_detector *detect,
                              struct err *e);
enum err_code document_seal(struct arena *arena, struct document *doc, struct err *e);
/* Both. */
enum err_code document_finish(struct arena *arena, struct document *doc, struct language_detector *detect,
                              struct err *e);

/* "kind:" and 32 hex digits over the parts: for ids that are made of something else than what document_seal takes. */
struct str document_make_id(struct arena *arena, const char *kind, const struct str *parts, size_t n);
struct str document_id_of_address(struct arena *arena, struct str url);

/* The language it is analysed in; never NULL. */
const struct language *document_language(const struct document *doc);

#endif
