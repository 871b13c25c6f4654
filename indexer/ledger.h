/* What became of every input, and which document is served from where?
 *
 * COLLECTION/ledger.sqlite. The index is the truth and the ledger a memory of it: the table of documents can be made anew
 * from the segments (ledger_rebuild.c), so a lost, damaged or outdated ledger costs time and no document.
 *
 *   inputs      last outcome of each input: file and line, id, content hash, outcome, notes, generation, run
 *   documents   id -> content hash, segment and number in it, generation of its first appearance, its last input
 *   runs        when each run began, and the generation it ended with
 *   meta        the identity of the generation that the table of documents describes
 *
 * A run is one SQLite transaction, committed after the new generation is served. */
#ifndef INDEXER_LEDGER_H
#define INDEXER_LEDGER_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"
#include "corpus/store/generation.h"

enum outcome {
    OUTCOME_NEW,
    OUTCOME_CHANGED,
    OUTCOME_UNCHANGED,
    OUTCOME_DUPLICATE,
    OUTCOME_REJECTED,
    OUTCOME_IGNORED, /* left aside on purpose; not counted as seen */
    OUTCOME_COUNT
};
const char *outcome_name(enum outcome outcome); /* "new" */

struct ledger;

/* Opens it, or makes it, or puts a damaged one aside (as ledger.sqlite.damaged) and makes a new one; begins the run. */
enum err_code ledger_open(struct ledger **ledger, const char *collection, struct err *e);
/* Ends a run that was not committed as if it had not been. */
void ledger_close(struct ledger **ledger);
/* Makes everything since ledger_open lasting; the documents are those of this generation. */
enum err_code ledger_commit(struct ledger *ledger, const struct manifest *served, struct err *e);

/* Are the documents in the ledger those of this generation? Compared by identity and not by number, which is given twice
 * when somebody goes back to an earlier generation. */
enum err_code ledger_describes(struct ledger *ledger, const struct manifest *served, bool *it_does, struct err *e);
/* Fills the documents anew from the segments of this generation. */
enum err_code ledger_rebuild(struct ledger *ledger, const char *collection, const struct manifest *manifest,
                             struct err *e);

struct ledger_document {
    struct str id, hash;
    uint32_t segment, docid;
    uint32_t first_seen;
    struct str path; /* of its last input; written from the place given to ledger_at */
    uint64_t line;
    bool this_run;   /* that input was in this run */
};
/* *found false: no such id. Slices live in the arena. */
enum err_code ledger_find(struct ledger *ledger, struct arena *arena, struct str id, struct ledger_document *out,
                          bool *found, struct err *e);
/* Names the input that the next calls are about. */
enum err_code ledger_at(struct ledger *ledger, const char *path, uint64_t line, struct err *e);
/* Adds or replaces the document; its last input is the one at hand (path, line and this_run are not read). */
enum err_code ledger_put(struct ledger *ledger, const struct ledger_document *document, struct err *e);
/* A document of the ledger has moved into another segment; its last input stays. */
enum err_code ledger_move(struct ledger *ledger, struct str id, uint32_t segment, uint32_t docid, struct err *e);
enum err_code ledger_clear(struct ledger *ledger, struct err *e); /* of documents */

/* `notes` is the reason, or the remarks, one a line; may be empty. */
enum err_code ledger_record(struct ledger *ledger, struct str id, struct str hash, enum outcome outcome,
                            struct str notes, uint32_t generation, struct err *e);

/* Every input of this run about which there are notes, by file and line. */
struct ledger_note {
    struct str path;
    uint64_t line;
    struct str id, outcome, notes;
};
typedef enum err_code (*ledger_note_fn)(void *context, const struct ledger_note *note, struct err *e);
enum err_code ledger_each_note(struct ledger *ledger, ledger_note_fn fn, void *context, struct err *e);

#endif
