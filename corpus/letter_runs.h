/* Which runs of four letters does a word have?
 *
 * Words of one family share runs where no stemmer unites them: Polizeistation and Polizei (_pol poli oliz lize izei), the
 * broken plurals of Arabic, names in their case endings. The edges count as letters: _police_ has _pol poli olic lice ice_;
 * a word of one or two letters is one run with its edges. Runs are known by a number each, of which
 * LETTER_RUNS_TABLE places keep the count of documents (corpus/store/run_table.h). Only for words of writings with spaces. */
#ifndef CORPUS_LETTER_RUNS_H
#define CORPUS_LETTER_RUNS_H

#include "corpus/base/str.h"
#include "corpus/tokens.h"

#define LETTER_RUNS_MAX (TOKEN_FORM_MAX + 2)
#define LETTER_RUNS_TABLE 65536u

/* The runs of a folded word, each once, rising; gives how many. The place of a run in the table is its number modulo
 * LETTER_RUNS_TABLE. */
size_t letter_runs(struct str folded, uint32_t runs[static LETTER_RUNS_MAX]);

#endif
