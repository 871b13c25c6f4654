/* The whole run, in order:
 *
 *   0  start what starts readers, while there is nothing that they could inherit       (job_run)
 *   1  take the collection: folder, lock, settings, manifest, contract, ledger        (begin)
 *   2  each input: read (intake.c) -> complete -> compare with the ledger -> write     (take_inputs, take_input)
 *   3  merge small segments into the new one, close it, check it in a child process    (publish.c)
 *   4  make it durable, give it its name, switch CURRENT                               (publish.c)
 *   5  commit the ledger, prune what nobody names any more, write the report           (end)
 *
 * Before 4 nothing is served that was not served before, and a failure leaves only a temporary folder. After 4 everything
 * is; a crash before 5 makes the next run build the ledger anew. One bad input is rejected and never stops the run; what
 * stops it is the world around: disk, engine, a signal. */
#include "indexer/job.h"

#include "corpus/contract.h"
#include "corpus/language.h"
#include "indexer/complete.h"
#include "indexer/confine/reader.h"
#include "indexer/lock.h"
#include "indexer/publish.h"
#include "indexer/settings.h"
#include "indexer/stop.h"

#include <assert.h>
#include <string.h>

#define GENERATIONS_KEPT 2u

struct job {
    const struct job_options *options;
    struct report *report;
    struct progress progress;
    struct lock lock;
    struct ledger *ledger;
    struct arena *arena;      /* of the run */
    struct arena *passing;    /* of one input */
    struct settings settings;
    struct manifest manifest; /* what is served when the run begins, then what it published */
    struct publish publish;   /* what it is building */
    struct confine *confine;
    struct intake *intake;
    struct language_detector *detector;
    struct facts *facts; /* NULL when the collection wants no guesses */
};

/* ---- one input ---- */

static struct str name_place(struct arena *arena, const struct ledger_document *known) {
    return known->line ? arena_printf(arena, "%.*s:%llu", STR_FMT(known->path), (unsigned long long)known->line)
                       : known->path;
}

/* Writes the document into the new segment. Its predecessor, if any, is served no longer. */
static enum err_code write_document(struct job *job, const struct document *doc, struct ledger_document *known,
                                    bool changed, struct err *e) {
    struct ledger_document now = {.id = document_get(doc, FIELD_ID), .hash = doc->hash,
                                  .first_seen = changed ? known->first_seen : job->manifest.number + 1};
    enum err_code code = publish_add(&job->publish, doc, now.first_seen, &now.segment, &now.docid, e);
    if (code)
        return code;
    if (changed)
        publish_hide(&job->publish, known->segment, known->docid);
    return ledger_put(job->ledger, &now, e);
}

/* Entries of a feed may all have one address, and still be different: what has the same made id as another document of this
 * run gets one that its content makes, too. It is the same in the next run. */
static enum err_code find_known(struct job *job, struct document *doc, struct ledger_document *known, bool *found,
                                struct err *e) {
    struct str id = document_get(doc, FIELD_ID);
    enum err_code code = ledger_find(job->ledger, job->passing, id, known, found, e);
    if (code || !*found || !known->this_run || !doc->id_is_made || str_eq(known->hash, doc->hash))
        return code;
    id = document_make_id(job->passing, "other", (const struct str[]){id, doc->hash}, 2);
    doc->field[FIELD_ID] = (struct strs){0};
    arena_push(job->passing, &doc->field[FIELD_ID], id);
    *known = (struct ledger_document){0};
    return ledger_find(job->ledger, job->passing, id, known, found, e);
}

/* What the ledger knows of this id decides. On ERR_INPUT the document is rejected; anything else ends the run. */
static enum err_code decide(struct job *job, struct document *doc, enum outcome *outcome, struct str *notes,
                            struct err *e) {
    struct ledger_document known = {0};
    bool found;
    enum err_code code = find_known(job, doc, &known, &found, e);
    if (code)
        return code;
    bool same = found && str_eq(known.hash, doc->hash);
    if (found && known.this_run && !same)
        return err_set(e, ERR_INPUT, "Its id \"%.*s\" was given to another document of this run, at %.*s.",
                       STR_FMT(known.id), STR_FMT(name_place(job->passing, &known)));
    if (found && known.this_run) {
        *outcome = OUTCOME_DUPLICATE;
        *notes = arena_printf(job->passing, "the same as %.*s", STR_FMT(name_place(job->passing, &known)));
        return ERR_OK;
    }
    *outcome = same ? OUTCOME_UNCHANGED : found ? OUTCOME_CHANGED : OUTCOME_NEW;
    return same ? ledger_put(job->ledger, &known, e) : write_document(job, doc, &known, found, e);
}

static struct str join_remarks(struct arena *arena, struct strs remarks) {
    struct buf all;
    buf_init(&all);
    for (size_t i = 0; i < remarks.n; i++) {
        buf_add_c(&all, i ? "\n" : "");
        buf_add_str(&all, remarks.v[i]);
    }
    struct str joined = arena_str(arena, buf_str(&all));
    buf_fini(&all);
    return joined;
}

static bool is_written(enum outcome outcome) {
    return outcome == OUTCOME_NEW || outcome == OUTCOME_CHANGED;
}

/* The one end of an input, told to the report and the ledger. */
static enum err_code record_outcome(struct job *job, const struct extraction_result *input, enum outcome outcome,
                                    struct str notes, struct err *e) {
    const struct document *doc = &input->document;
    report_add(job->report, outcome, input->path, input->line, notes);
    return ledger_record(job->ledger, document_get(doc, FIELD_ID), doc->hash, outcome, notes,
                         job->manifest.number + is_written(outcome), e);
}

/* ERR_OK, or why this input is rejected. */
static enum err_code read_document(struct job *job, struct extraction_result *input, struct err *e) {
    if (input->kind == EXTRACTION_DOCUMENT)
        return complete_document(input->arena, &input->document, job->detector, job->facts, e);
    *e = input->why;
    return ERR_INPUT;
}

/* Takes one input to its one end. A fault of the input rejects it; an error that comes back ends the run. */
static enum err_code take_input(struct job *job, struct extraction_result *input, struct err *e) {
    struct str notes = STR_EMPTY;
    struct err why;
    enum outcome outcome = OUTCOME_REJECTED;
    enum err_code code = ledger_at(job->ledger, input->path, input->line, e);
    if (code)
        return code;
    bool readable = read_document(job, input, &why) == ERR_OK;
    code = readable ? decide(job, &input->document, &outcome, &notes, &why) : ERR_OK;
    if (code && code != ERR_INPUT) {
        *e = why;
        return code == ERR_ENGINE ? err_wrap(e, "%s:%llu", input->path, (unsigned long long)input->line) : code;
    }
    if (!readable || code) {
        outcome = input->kind == EXTRACTION_IGNORED ? OUTCOME_IGNORED : OUTCOME_REJECTED;
        notes = arena_str(job->passing, str_from(why.text));
    } else {
        report_remarks(job->report, input->document.remarks);
        notes = outcome == OUTCOME_DUPLICATE ? notes : join_remarks(job->passing, input->document.remarks);
    }
    return record_outcome(job, input, outcome, notes, e);
}

static enum err_code check_stop(struct err *e) {
    return stop_asked() ? err_set(e, ERR_IO, "Stopped on request.") : ERR_OK;
}

static enum err_code take_inputs(struct job *job, struct err *e) {
    struct extraction_result input;
    enum err_code code;
    uint64_t taken = 0;
    for (;;) {
        arena_reset(job->passing);
        code = intake_next(job->intake, &input, e);
        if (!code)
            code = check_stop(e); /* first: a read that the signal broke off is no fault of the input */
        if (code || input.kind == EXTRACTION_END)
            break;
        code = take_input(job, &input, e);
        if (code)
            break;
        taken += input.kind != EXTRACTION_IGNORED;
        progress_input(&job->progress, report_seen(job->report), publish_documents(&job->publish), input.path);
    }
    assert(code || taken == report_seen(job->report));
    return code;
}

/* ---- the run ---- */

static enum err_code sync_ledger(struct job *job, struct err *e) {
    bool fits = false;
    const char *collection = job->options->intake.collection;
    enum err_code code = ledger_open(&job->ledger, collection, e);
    if (!code)
        code = ledger_describes(job->ledger, &job->manifest, &fits, e);
    if (code || fits)
        return code;
    progress_phase(&job->progress, "The ledger is made anew from the collection ...");
    report_warn(job->report, "The ledger did not fit the collection (lost, damaged, or an earlier run was cut off) and "
                             "was made anew from it.");
    return ledger_rebuild(job->ledger, collection, &job->manifest, e);
}

static enum err_code begin(struct job *job, struct err *e) {
    const struct job_options *options = job->options;
    enum err_code code = lock_take(&job->lock, options->intake.collection, e);
    if (!code)
        code = settings_read(job->arena, options->intake.collection, &job->settings, e);
    if (!code)
        code = generation_read(job->arena, options->intake.collection, &job->manifest, e);
    if (!code && job->manifest.number)
        code = contract_check(job->manifest.contract, e);
    if (code)
        return code;
    generation_prune(options->intake.collection, job->manifest.number, GENERATIONS_KEPT); /* what a killed run left behind */
    code = sync_ledger(job, e);
    publish_begin(&job->publish, options->intake.collection, &job->manifest);
    job->intake = intake_new(&options->intake, job->confine);
    job->detector = language_detector_new();
    language_detector_expect(job->detector, job->settings.languages, job->settings.language_count);
    return code ? code : facts_open(&job->facts, &job->settings, e);
}

static enum err_code publish(struct job *job, struct err *e) {
    struct manifest next;
    if (publish_documents(&job->publish) == 0)
        return ERR_OK;
    progress_phase(&job->progress, "Writing and checking the new generation ...");
    enum err_code code = publish_finish(&job->publish, job->ledger, &job->lock, job->arena, &next, e);
    if (!code)
        job->manifest = next;
    return code;
}

/* Everything is served by now, so nothing here is an error of the run. */
static void end(struct job *job, bool is_new) {
    struct err e;
    if (ledger_commit(job->ledger, &job->manifest, &e))
        report_warn(job->report, e.text);
    if (is_new)
        generation_prune(job->options->intake.collection, job->manifest.number, GENERATIONS_KEPT);
    report_published(job->report, job->manifest.number, job->manifest.documents, job->publish.merged, is_new);
}

static void save_report(struct job *job) {
    struct err e;
    if (report_save(job->report, job->ledger, job->options->intake.collection, job->options->report_also, &e))
        report_warn(job->report, e.text);
}

static void close_job(struct job *job) {
    intake_free(&job->intake);
    language_detector_free(&job->detector);
    facts_close(&job->facts);
    publish_close(&job->publish);
    ledger_close(&job->ledger);
    confine_stop(&job->confine);
    lock_release(&job->lock);
    progress_end(&job->progress);
    arena_free(&job->passing);
    arena_free(&job->arena);
}

enum err_code job_run(const struct job_options *options, struct report *report, struct err *e) {
    struct job job = {.options = options, .report = report, .lock = {-1}, .arena = arena_new(), .passing = arena_new()};
    progress_begin(&job.progress, options->progress);
    enum err_code code = confine_start(&job.confine, &reader_role, e);
    if (!code)
        code = begin(&job, e);
    bool begun = !code;
    if (!code)
        code = take_inputs(&job, e);
    if (!code)
        code = publish(&job, e);
    if (code)
        report_failed(report, e);
    else
        end(&job, publish_documents(&job.publish) > 0);
    if (begun)
        save_report(&job);
    close_job(&job);
    return code;
}
