/* rastro-search: the command line of the searcher. Reads options into a search_request, runs it through the one door, and
 * prints what comes out. Nothing of searching is decided here. */
#include "searcher/batch.h"
#include "searcher/query_help.h"
#include "searcher/render.h"

#include "corpus/base/utf8.h"

#include <argp.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *argp_program_version = "rastro-search " RASTRO_VERSION;

static const char about[] =
    "Search a collection of documents, in all its languages at once.\v"
    "Commands: query (what is meant when none is named), explain (the same, and why), show ID (one document, whole), "
    "batch FILE (a TREC run of the queries in a file of id, tab, query; - for standard input).\n"
    "\n"
    "rastro-search --help query shows the query language in one screen. Write -- before a query that begins with a minus. RASTRO_COLLECTION names the collection when the option is not "
    "given.";

enum { OPTION_FORMAT = 256, OPTION_FILTER, OPTION_EXCLUDE, OPTION_FACET, OPTION_LIMIT, OPTION_OFFSET, OPTION_SORT,
       OPTION_HIGHLIGHT, OPTION_COLOR, OPTION_FIELDS, OPTION_MATCH, OPTION_EXPAND, OPTION_ACROSS, OPTION_TRANSLIT,
       OPTION_RAW, OPTION_FACET_SORT, OPTION_FACET_SEARCH, OPTION_SHARES, OPTION_CROSS };

static const struct argp_option options[] = {
    {"collection", 'c', "DIR", 0, "The folder of the collection", 0},
    {"filter", OPTION_FILTER, "FIELD=VALUE", 0, "Only documents with this value; repeat for more", 1},
    {"exclude", OPTION_EXCLUDE, "FIELD=VALUE", 0, "No documents with this value", 1},
    {"facet", OPTION_FACET, "FIELD[:N]", 0, "Count the matches by this field (N values, 0 all), or date:month", 1},
    {"facet-sort", OPTION_FACET_SORT, "FIELD=name", 0, "Its values by name instead of count", 1},
    {"facet-search", OPTION_FACET_SEARCH, "FIELD=TEXT", 0, "Only values called so, in any language", 1},
    {"shares", OPTION_SHARES, NULL, 0, "With each count, of how many documents it is", 1},
    {"cross", OPTION_CROSS, "FIELD,FIELD", 0, "Count the matches in a table: country,year", 1},
    {"match", OPTION_MATCH, "all|any", 0, "Documents with all words (else most), or any", 1},
    {"expand", OPTION_EXPAND, NULL, 0, "Search too for words that mark the first results", 1},
    {"translit", OPTION_TRANSLIT, NULL, 0, "Find names in other scripts too: Putin, Путин", 1},
    {"across", OPTION_ACROSS, "LANG,...", 0, "Search too for translations into these (es,zh; all)", 1},
    {"sort", OPTION_SORT, "ORDER", 0, "score, date:desc or date:asc", 1},
    {"limit", OPTION_LIMIT, "N", 0, "How many results (20; batch 1000, explain 5)", 1},
    {"offset", OPTION_OFFSET, "N", 0, "How many to pass over (0)", 1},
    {"highlight", OPTION_HIGHLIGHT, "N", 0, "Snippets a document (3; 0 none)", 1},
    {"format", OPTION_FORMAT, "text|json|trec", 0, "For people, for programs; trec: batch", 2},
    {"color", OPTION_COLOR, "auto|always|never", 0, "Colours; auto: on a terminal only", 2},
    {"raw", OPTION_RAW, NULL, 0, "For show: the text before it was cleaned", 2},
    {"fields", OPTION_FIELDS, NULL, 0, "List the fields and what they hold", 2},
    {0}};

enum verb { VERB_QUERY, VERB_EXPLAIN, VERB_SHOW, VERB_BATCH };
static const char *const verbs[] = {"query", "explain", "show", "batch"};
#define EXPLAIN_LIMIT_DEFAULT 5

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_TREC };
static const char *const formats[] = {"text", "json", "trec", NULL};

struct command {
    struct arena *arena;
    const char *collection;
    enum verb verb;
    enum format format;
    bool named, list_fields, raw, facets_given, format_given, limit_given, highlights_given;
    const char *color;
    struct search_request request;
    struct strs words;
};

static void fail_usage(struct argp_state *state, const struct err *e) {
    argp_failure(state, err_exit_status(ERR_USAGE), 0, "%s", e->text);
}

static int read_choice(struct argp_state *state, const char *option, const char *arg, const char *const *choices) {
    for (int i = 0; choices[i]; i++)
        if (strcmp(arg, choices[i]) == 0)
            return i;
    argp_failure(state, err_exit_status(ERR_USAGE), 0, "\"%s\" is not a choice for --%s; see --help.", arg, option);
    return 0;
}

static void read_highlights(struct argp_state *state, struct search_request *request, const char *arg) {
    uint64_t n;
    if (!str_to_u64(str_from(arg), &n) || n > 100)
        argp_failure(state, err_exit_status(ERR_USAGE), 0, "--highlight takes a number from 0 to 100, not \"%s\".", arg);
    request->highlights = (uint32_t)n;
}

static void read_word(struct command *command, const char *arg) {
    bool first = command->words.n == 0 && !command->named;
    for (size_t i = 0; first && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(arg, verbs[i]) == 0) {
            command->named = true;
            command->verb = (enum verb)i;
            return;
        }
    }
    arena_push(command->arena, &command->words, str_from(arg));
}

static error_t read_option(int key, char *arg, struct argp_state *state) {
    static const char *const colors[] = {"auto", "always", "never", NULL};
    struct command *command = state->input;
    struct search_request *request = &command->request;
    struct err e;
    enum err_code code = ERR_OK;
    switch (key) {
    case 'c':
        command->collection = arg;
        break;
    case OPTION_FILTER:
    case OPTION_EXCLUDE:
        code = search_request_filter(command->arena, request, str_from(arg), key == OPTION_EXCLUDE, &e);
        break;
    case OPTION_FACET:
        code = search_request_facet(command->arena, request, str_from(arg), &e);
        command->facets_given = true;
        break;
    case OPTION_FACET_SORT:
        code = search_request_facet_sort(command->arena, request, str_from(arg), &e);
        command->facets_given = true;
        break;
    case OPTION_FACET_SEARCH:
        code = search_request_facet_search(command->arena, request, str_from(arg), &e);
        command->facets_given = true;
        break;
    case OPTION_SHARES:
        request->shares = true;
        break;
    case OPTION_CROSS:
        code = search_request_cross(command->arena, request, str_from(arg), &e);
        command->facets_given = true;
        break;
    case OPTION_MATCH:
        code = search_request_match(request, str_from(arg), &e);
        break;
    case OPTION_EXPAND:
        request->expand = true;
        break;
    case OPTION_TRANSLIT:
        request->translit = true;
        break;
    case OPTION_ACROSS:
        code = search_request_across(command->arena, request, str_from(arg), &e);
        break;
    case OPTION_SORT:
        code = search_request_sort(request, str_from(arg), &e);
        break;
    case OPTION_LIMIT:
        code = search_request_limit(request, str_from(arg), &e);
        command->limit_given = true;
        break;
    case OPTION_OFFSET:
        code = search_request_offset(request, str_from(arg), &e);
        break;
    case OPTION_HIGHLIGHT:
        read_highlights(state, request, arg);
        command->highlights_given = true;
        break;
    case OPTION_FORMAT:
        command->format = (enum format)read_choice(state, "format", arg, formats);
        command->format_given = true;
        break;
    case OPTION_COLOR:
        read_choice(state, "color", arg, colors);
        command->color = arg;
        break;
    case OPTION_RAW:
        command->raw = true;
        break;
    case OPTION_FIELDS:
        command->list_fields = true;
        break;
    case ARGP_KEY_ARG:
        read_word(command, arg);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    if (code)
        fail_usage(state, &e);
    return 0;
}

static void print_sentence(struct str sentence) {
    struct buf line;
    buf_init(&line);
    utf8_printable(&line, sentence, false);
    fprintf(stderr, "rastro-search: %s\n", line.data);
    buf_fini(&line);
}

static int complain(const struct err *e) {
    print_sentence(str_from(e->text));
    return err_exit_status(e->code);
}

static int print(const struct buf *out) {
    struct err e;
    if (fwrite(out->data, 1, out->n, stdout) == out->n && fflush(stdout) == 0)
        return 0;
    err_errno(&e, "The answer could not be written");
    return complain(&e);
}

static struct render_style style_of(const struct command *command) {
    struct winsize size;
    struct render_style style = {.width = 100};
    bool terminal = isatty(STDOUT_FILENO);
    const char *no_color = getenv("NO_COLOR");
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        style.width = size.ws_col;
    style.colour = strcmp(command->color, "auto") == 0 ? terminal && !(no_color && *no_color)
                                                       : strcmp(command->color, "always") == 0;
    return style;
}

static int list_fields(void) {
    struct buf out;
    buf_init(&out);
    for (int i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = field_row((enum field_id)i);
        buf_addf(&out, "  %-15s %-60s %s\n", field->name, field->help, field->example);
    }
    int status = print(&out);
    buf_fini(&out);
    return status;
}

static int show_query_help(void) {
    enum { QUERY_COLUMNS = 24 };
    struct buf out;
    buf_init(&out);
    for (unsigned i = 0; i < query_help_lines; i++) {
        const struct query_help *line = &query_help[i];
        if (line->query == NULL) {
            buf_addf(&out, "%s%s\n", i ? "\n" : "", line->text);
            continue;
        }
        size_t columns = 0;
        for (size_t at = 0; at < strlen(line->query); columns++)
            utf8_next(str_from(line->query), &at);
        buf_addf(&out, "  %s%*s %s\n", line->query, columns < QUERY_COLUMNS ? (int)(QUERY_COLUMNS - columns) : 0, "",
                 line->text);
    }
    int status = print(&out);
    buf_fini(&out);
    return status;
}

static bool asks_for_query_help(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--help") == 0 && strcmp(argv[i + 1], "query") == 0)
            return true;
    return false;
}

static struct str join_words(struct command *command) {
    struct str text = STR_EMPTY;
    for (size_t i = 0; i < command->words.n; i++)
        text = arena_printf(command->arena, "%.*s%s%.*s", STR_FMT(text), i ? " " : "", STR_FMT(command->words.v[i]));
    return text;
}

/* A person sees where the matches come from without asking. */
static void add_default_facets(struct command *command) {
    struct err e;
    if (command->facets_given || command->format == FORMAT_JSON || command->request.explain)
        return;
    search_request_facet(command->arena, &command->request, STR("country:8"), &e);
    search_request_facet(command->arena, &command->request, STR("source_type"), &e);
}

static enum err_code run_query(struct command *command, struct collection *collection, struct buf *out, struct err *e) {
    struct search_result result;
    command->request.text = join_words(command);
    add_default_facets(command);
    enum err_code code = search_run(command->arena, collection, &command->request, &result, e);
    if (code)
        return code;
    if (command->format == FORMAT_JSON)
        render_json(out, &result);
    else
        render_text(out, &result, style_of(command));
    return ERR_OK;
}

/* Why, rather than what: few results, and snippets only when they are asked for. */
static enum err_code run_explain(struct command *command, struct collection *collection, struct buf *out,
                                 struct err *e) {
    command->request.explain = true;
    if (!command->limit_given)
        command->request.limit = EXPLAIN_LIMIT_DEFAULT;
    if (!command->highlights_given)
        command->request.highlights = 0;
    return run_query(command, collection, out, e);
}

static enum err_code run_show(struct command *command, struct collection *collection, struct buf *out, struct err *e) {
    if (command->words.n != 1)
        return err_set(e, ERR_USAGE, "show takes one document's id, as results print it.");
    struct document doc;
    uint32_t docid;
    enum err_code code = collection_find(collection, command->words.v[0], &docid, e);
    if (!code && docid == 0)
        code = err_set(e, ERR_NOT_FOUND, "There is no document with the id \"%.*s\" in this collection.",
                       STR_FMT(command->words.v[0]));
    if (!code)
        code = collection_document(collection, docid, command->arena, &doc, e);
    if (code)
        return code;
    if (command->raw && doc.raw.n) {
        doc.field[FIELD_TEXT] = (struct strs){0};
        arena_push(command->arena, &doc.field[FIELD_TEXT], doc.raw);
    }
    if (command->format == FORMAT_JSON)
        render_document_json(out, &doc);
    else
        render_document_text(out, &doc, style_of(command));
    return ERR_OK;
}

static enum err_code print_answer(void *context, struct str lines, struct err *e) {
    (void)context;
    if (fwrite(lines.p, 1, lines.n, stdout) == lines.n && fflush(stdout) == 0)
        return ERR_OK;
    return err_errno(e, "The answer could not be written");
}

static void print_note(void *context, struct str sentence) {
    (void)context;
    print_sentence(sentence);
}

static enum err_code run_batch(struct command *command, struct collection *collection, struct err *e) {
    const struct batch_output output = {.answer = print_answer, .note = print_note};
    if (command->words.n != 1)
        return err_set(e, ERR_USAGE, "batch takes one file of queries, or - for standard input.");
    if (!command->limit_given)
        command->request.limit = BATCH_LIMIT_DEFAULT;
    return batch_run(collection, &command->request, command->words.v[0].p, &output, e);
}

static enum err_code check_command(const struct command *command, struct err *e) {
    bool batch = command->verb == VERB_BATCH;
    if (command->collection == NULL)
        return err_set(e, ERR_USAGE, "Name a collection with --collection DIR or RASTRO_COLLECTION.");
    if (command->format_given && batch != (command->format == FORMAT_TREC))
        return err_set(e, ERR_USAGE, "%s.", batch ? "batch writes --format trec only" : "--format trec is for batch");
    return ERR_OK;
}

static enum err_code run_verb(struct command *command, struct collection *collection, struct buf *out, struct err *e) {
    switch (command->verb) {
    case VERB_EXPLAIN:
        return run_explain(command, collection, out, e);
    case VERB_SHOW:
        return run_show(command, collection, out, e);
    case VERB_BATCH:
        return run_batch(command, collection, e);
    case VERB_QUERY:
        break;
    }
    return run_query(command, collection, out, e);
}

static int run(struct command *command) {
    struct collection *collection = NULL;
    struct buf out;
    struct err e;
    buf_init(&out);
    enum err_code code = check_command(command, &e);
    if (!code)
        code = collection_open(&collection, command->collection, &e);
    if (!code)
        code = run_verb(command, collection, &out, &e);
    int status = code ? complain(&e) : print(&out);
    collection_close(&collection);
    buf_fini(&out);
    return status;
}

int main(int argc, char **argv) {
    const struct argp argp = {options, read_option, "[query] WORD...\nexplain WORD...\nshow ID\nbatch FILE", about, NULL, NULL, NULL};
    struct command command = {.arena = arena_new(), .collection = getenv("RASTRO_COLLECTION"), .color = "auto"};
    command.request = search_request_default();
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        setlocale(LC_CTYPE, "");
    argp_err_exit_status = err_exit_status(ERR_USAGE);
    if (asks_for_query_help(argc, argv))
        return show_query_help();
    argp_parse(&argp, argc, argv, 0, NULL, &command);
    int status = command.list_fields ? list_fields() : run(&command);
    arena_free(&command.arena);
    return status;
}
