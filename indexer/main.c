/* rastro-index: the command line of the indexer. Reads options, starts a run or a status, prints what comes out, and gives
 * the exit status that scripts rely on. Nothing of indexing is decided here. */
#include "corpus/base/utf8.h"
#include "indexer/dictionaries.h"
#include "indexer/extract/formats.h"
#include "indexer/job.h"
#include "indexer/preview.h"
#include "indexer/status.h"
#include "indexer/stop.h"

#include <argp.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *argp_program_version = "rastro-index " RASTRO_VERSION;

static const char about[] =
    "Collect documents into a searchable collection.\v"
    "Commands: add PATH... (index what is there), extract PATH... (show what would be indexed), status (what is in the "
    "collection), formats (what can be read), dictionaries (make those of queries across languages from installed packages "
    "of FreeDict and Apertium).\n"
    "\n"
    "A PATH is a folder (with all below it), a file of any format that \"formats\" lists, or - for records on standard "
    "input, one JSON object a line. What is known of a file stands beside it in NAME.meta.json, or in a record with "
    "\"file\".\n"
    "\n"
    "  rastro-index -c collection add folder more.jsonl.gz\n"
    "  zcat records.jsonl.gz | rastro-index -c collection add -\n"
    "  rastro-index extract report.pdf\n"
    "  rastro-index -c collection status\n"
    "\n"
    "Every input ends as indexed, unchanged, duplicate or rejected with its reason. Exit status: 0 all is well, 1 some "
    "input was rejected, 2 the command is not understood, 3 nothing was published, 4 another run is at work. "
    "RASTRO_COLLECTION names the collection when the option is not given.";

enum { OPTION_QUIET = 256, OPTION_PROGRESS, OPTION_REPORT, OPTION_FORMAT, OPTION_FROM, OPTION_TO, OPTION_JOBS,
       OPTION_LIMIT, OPTION_URL };

static const struct argp_option options[] = {
    {"collection", 'c', "DIR", 0, "The folder of the collection; add makes it", 0},
    {"quiet", OPTION_QUIET, NULL, 0, "Print nothing when all went well", 1},
    {"progress", OPTION_PROGRESS, "auto|always|never", 0, "Show how far it is; auto: on a terminal only", 1},
    {"report", OPTION_REPORT, "FILE", 0, "Write the run's report, as JSON, there as well", 1},
    {"format", OPTION_FORMAT, "text|json", 0, "For status and extract: for people or programs", 1},
    {"jobs", OPTION_JOBS, "N", 0, "How many files are read at a time (one a processor)", 1},
    {"limit", OPTION_LIMIT, "NAME=N", 0, "What one file may cost; see the man page", 1},
    {"url", OPTION_URL, "URL", 0, "For extract -: where standard input comes from", 1},
    {"from", OPTION_FROM, "DIR", 0, "For dictionaries: where packages lie (/usr/share)", 1},
    {"to", OPTION_TO, "DIR", 0, "For dictionaries: the folder to write", 1},
    {0}};

struct command {
    struct job_options job;
    struct dictionaries_options dictionaries;
    const char *name, *url;
    char **paths;
    enum status_format format;
    bool quiet;
};

static int choose(struct argp_state *state, const char *option, const char *arg, const char *const *choices) {
    for (int i = 0; choices[i]; i++)
        if (strcmp(arg, choices[i]) == 0)
            return i;
    argp_failure(state, err_exit_status(ERR_USAGE), 0, "\"%s\" is not a choice for --%s; see --help.", arg, option);
    return 0;
}

static void read_jobs(struct argp_state *state, struct command *command, const char *arg) {
    uint64_t n;
    if (!str_to_u64(str_from(arg), &n) || n < 1 || n > 64)
        argp_failure(state, err_exit_status(ERR_USAGE), 0, "--jobs takes a number from 1 to 64, not \"%s\".", arg);
    command->job.intake.extraction.jobs = (unsigned)n;
}

static void read_limit(struct argp_state *state, struct command *command, const char *arg) {
    struct err e;
    if (extraction_limit(&command->job.intake.extraction.limits, str_from(arg), &e))
        argp_failure(state, err_exit_status(ERR_USAGE), 0, "%s", e.text);
}

static void take_word(struct command *command, char *arg) {
    if (command->name == NULL)
        command->name = arg;
    else
        command->paths[command->job.intake.path_count++] = arg;
}

static error_t read_option(int key, char *arg, struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL}, *const wishes[] = {"auto", "always", "never", NULL};
    struct command *command = state->input;
    switch (key) {
    case 'c':
        command->job.intake.collection = arg;
        return 0;
    case OPTION_QUIET:
        command->quiet = true;
        command->job.progress = PROGRESS_NEVER;
        return 0;
    case OPTION_PROGRESS:
        command->job.progress = (enum progress_wish)choose(state, "progress", arg, wishes);
        return 0;
    case OPTION_REPORT:
        command->job.report_also = arg;
        return 0;
    case OPTION_FORMAT:
        command->format = (enum status_format)choose(state, "format", arg, formats);
        return 0;
    case OPTION_JOBS:
        read_jobs(state, command, arg);
        return 0;
    case OPTION_LIMIT:
        read_limit(state, command, arg);
        return 0;
    case OPTION_URL:
        command->url = arg;
        return 0;
    case OPTION_FROM:
        command->dictionaries.from = arg;
        return 0;
    case OPTION_TO:
        command->dictionaries.to = arg;
        return 0;
    case ARGP_KEY_ARG:
        take_word(command, arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int complain(const struct err *e) {
    struct buf line;
    buf_init(&line);
    utf8_printable(&line, str_from(e->text), false);
    fprintf(stderr, "rastro-index: %s\n", line.data);
    buf_fini(&line);
    return err_exit_status(e->code);
}

static int print(const struct buf *out) {
    struct err e;
    if (fwrite(out->data, 1, out->n, stdout) == out->n && fflush(stdout) == 0)
        return 0;
    err_errno(&e, "The answer could not be written");
    return complain(&e);
}

static int run_add(const struct command *command) {
    struct err e;
    struct buf text;
    struct report *report = report_new(command->job.intake.paths, command->job.intake.path_count);
    stop_listen();
    enum err_code code = job_run(&command->job, report, &e);
    int status = code ? complain(&e) : report_count(report, OUTCOME_REJECTED) ? err_exit_status(ERR_INPUT) : 0;
    buf_init(&text);
    report_text(report, &text);
    bool untouched = code && report_seen(report) == 0; /* the sentence says it all */
    if (!untouched && !(command->quiet && status == 0))
        print(&text);
    buf_fini(&text);
    report_free(&report);
    return status;
}

static enum err_code print_shown(void *context, struct str shown, struct err *e) {
    (void)context;
    if (fwrite(shown.p, 1, shown.n, stdout) == shown.n && fflush(stdout) == 0)
        return ERR_OK;
    return err_errno(e, "The answer could not be written");
}

static int run_extract(const struct command *command) {
    struct err e;
    uint64_t rejected;
    const struct preview_options preview = {command->job.intake, command->url,
                                            command->format == STATUS_JSON ? PREVIEW_JSON : PREVIEW_TEXT};
    if (command->job.intake.path_count == 0) {
        err_set(&e, ERR_USAGE, "extract takes at least one folder or file, or - for standard input.");
        return complain(&e);
    }
    stop_listen();
    if (preview_run(&preview, print_shown, NULL, &rejected, &e))
        return complain(&e);
    return rejected ? err_exit_status(ERR_INPUT) : 0;
}

static int run_status(const struct command *command) {
    struct err e;
    struct buf out;
    buf_init(&out);
    int status = status_write(command->job.intake.collection, command->format, &out, &e) ? complain(&e) : print(&out);
    buf_fini(&out);
    return status;
}

static int run_dictionaries(const struct command *command) {
    struct err e;
    struct buf out;
    size_t left_out = 0;
    if (command->job.intake.path_count) {
        err_set(&e, ERR_USAGE, "dictionaries takes no path; name folders with --from DIR and --to DIR.");
        return complain(&e);
    }
    buf_init(&out);
    enum err_code code = dictionaries_make(&command->dictionaries, &out, &left_out, &e);
    int status = left_out ? err_exit_status(ERR_INPUT) : 0;
    if (!command->quiet || left_out)
        status = print(&out) ? err_exit_status(ERR_IO) : status;
    buf_fini(&out);
    return code ? complain(&e) : status;
}

static int run_formats(void) {
    struct buf out;
    buf_init(&out);
    formats_list(&out);
    int status = print(&out);
    buf_fini(&out);
    return status;
}

static int run(const struct command *command) {
    struct err e;
    bool add = command->name && strcmp(command->name, "add") == 0;
    bool status = command->name && strcmp(command->name, "status") == 0;
    if (command->name && strcmp(command->name, "dictionaries") == 0)
        return run_dictionaries(command);
    if (command->name && strcmp(command->name, "formats") == 0)
        return run_formats();
    if (command->name && strcmp(command->name, "extract") == 0)
        return run_extract(command);
    if (!add && !status)
        err_set(&e, ERR_USAGE, "%s%s%s The commands are add, extract, status, formats and dictionaries; see --help.", command->name ? "\"" : "",
                command->name ? command->name : "No command is given.", command->name ? "\" is no command." : "");
    else if (command->job.intake.collection == NULL || *command->job.intake.collection == 0)
        err_set(&e, ERR_USAGE, "Name a collection with --collection DIR or RASTRO_COLLECTION.");
    else if (add && command->job.intake.path_count == 0)
        err_set(&e, ERR_USAGE, "add takes at least one folder or file, or - for standard input.");
    else if (status && command->job.intake.path_count)
        err_set(&e, ERR_USAGE, "status takes no path; name the collection with --collection DIR.");
    else
        return add ? run_add(command) : run_status(command);
    return complain(&e);
}

int main(int argc, char **argv) {
    const struct argp argp = {options, read_option, "add PATH...\nextract PATH...\nstatus\nformats\ndictionaries", about, NULL, NULL, NULL};
    struct command command = {.job.intake.collection = getenv("RASTRO_COLLECTION")};
    command.job.intake.extraction = extraction_defaults();
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        setlocale(LC_CTYPE, "");
    argp_err_exit_status = err_exit_status(ERR_USAGE);
    command.paths = mem_array((size_t)argc, sizeof *command.paths);
    command.job.intake.paths = command.paths;
    argp_parse(&argp, argc, argv, 0, NULL, &command);
    int status = run(&command);
    free(command.paths);
    return status;
}
