/* What the rooms of the record reader and writer share: record.c (reading), record_mend.c (near-JSON made JSON),
 * record_ftm.c (FollowTheMoney), record_write.c (writing), record_pack.c (the text store's form). For them only. */
#ifndef CORPUS_RECORD_PARTS_H
#define CORPUS_RECORD_PARTS_H

#include "corpus/record.h"

#include <jansson.h>

/* What a record's further values are called beside its fields: "country_unrecognised", "title_more". */
#define RECORD_UNRECOGNISED "_unrecognised"
#define RECORD_MORE "_more"
/* Where a field's values come from, when nobody gave them: "title_from"; and the fields whose values are guesses. */
#define RECORD_FROM "_from"
#define RECORD_GUESSED "guessed"

/* Whether `key` is the name of a field (no alias) and `ending`. */
const struct field *record_field_before(const char *key, const char *ending);
/* A JSON object as compact text in the arena; empty when it has no members. Numbers keep their value, and 0.1 its
 * looks. */
struct str record_dump(struct arena *arena, const json_t *object);
struct str record_json_str(const json_t *string);
/* Adds what a member holds: one value or a list. ERR_INPUT when it is an object, or a list of anything but values. */
enum err_code record_add(struct arena *arena, struct document *doc, enum field_id field, const char *key,
                         const json_t *value, struct err *e);

struct record_mends {
    size_t invalid;   /* byte sequences that are no UTF-8, now U+FFFD */
    size_t halves;    /* escaped halves of a surrogate pair, now U+FFFD */
    size_t nuls;      /* escaped NULs, now gone */
    size_t too_large; /* numbers that no program's number holds, now strings */
};
/* Adds `json` with what a strict reader refuses, but a person can still read, mended. What is no JSON stays none. */
struct record_mends record_mend(struct buf *out, struct str json);

/* Takes "title_from" and "guessed" out of a record whose fields have been taken. */
void record_take_origins(struct arena *arena, json_t *root, struct document *doc);

bool record_is_ftm(const json_t *root);
/* Takes the entity's properties out of `root`; those without a field of ours go back into it, under "ftm". */
enum err_code record_read_ftm(struct arena *arena, json_t *root, struct document *doc, struct err *e);

#endif
