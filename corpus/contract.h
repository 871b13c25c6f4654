/* By which schema and which analysis was an index made, and can this program read it?
 *
 * One line, stamped into every generation: schema version, token version, and the versions of the libraries whose data
 * decide what a word is. Writer and reader refuse another line than their own, with a sentence that says how to rebuild:
 * a quietly different analysis would lose documents from answers. */
#ifndef CORPUS_CONTRACT_H
#define CORPUS_CONTRACT_H

#include "corpus/base/buf.h"
#include "corpus/base/err.h"

/* This program's line, without a line feed: "schema 1; tokens 1; icu 72.1; unicode 15.0; snowball 1c9a03f7". The last
 * part is a fingerprint of what the stemmers do (tokens.h). */
void contract_current(struct buf *out);
/* ERR_CONTRACT when `stamped` is not this program's line; the sentence names the parts that differ. */
enum err_code contract_check(struct str stamped, struct err *e);

#endif
