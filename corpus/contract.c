/* The line is compared part by part only for the sentence: any difference at all is a refusal. */
#include "corpus/contract.h"

#include "corpus/base/utf8.h"
#include "corpus/tokens.h"
#include "schemas/schema.h"

void contract_current(struct buf *out) {
    buf_addf(out, "schema %d; ", SCHEMA_VERSION);
    tokens_identity(out);
}

/* Adds the parts of `line` that `other` lacks, as they are written there. */
static void add_missing(struct buf *out, struct str line, struct str other) {
    bool first = true;
    while (line.n) {
        struct str part, rest = other, candidate;
        str_cut(line, ';', &part, &line);
        part = str_trim(part);
        bool found = false;
        while (!found && rest.n) {
            str_cut(rest, ';', &candidate, &rest);
            found = str_eq(str_trim(candidate), part);
        }
        if (found || part.n == 0)
            continue;
        buf_add_c(out, first ? "" : "; ");
        utf8_printable(out, part, false);
        first = false;
    }
    if (first)
        buf_add_c(out, "nothing of it");
}

enum err_code contract_check(struct str stamped, struct err *e) {
    struct buf current, theirs, ours;
    buf_init(&current);
    contract_current(&current);
    enum err_code code = ERR_OK;
    if (!str_eq(buf_str(&current), stamped)) {
        buf_init(&theirs);
        buf_init(&ours);
        add_missing(&theirs, stamped, buf_str(&current));
        add_missing(&ours, buf_str(&current), stamped);
        code = err_set(e, ERR_CONTRACT,
                       "This collection was made with another way of reading words (it has %.200s, this program has "
                       "%.200s). Build it anew with \"rastro-index --collection NEW-FOLDER add ...\", or search it with "
                       "the version of Rastro that made it.",
                       theirs.data, ours.data);
        buf_fini(&theirs);
        buf_fini(&ours);
    }
    buf_fini(&current);
    return code;
}
