/* The order is the point: facts need the language and the host, the hash needs to know what is a guess. A file without
 * anything to read has mostly been told why by its reader. */
#include "indexer/complete.h"

enum err_code complete_document(struct arena *arena, struct document *doc, struct language_detector *detector,
                                struct facts *facts, struct err *e) {
    enum err_code code = document_settle(arena, doc, detector, e);
    if (!code && facts)
        facts_add(facts, arena, doc);
    if (!code)
        code = document_seal(arena, doc, e);
    if (code == ERR_INPUT && doc->remarks.n) {
        struct err why = *e;
        err_set(e, code, "%s (%.*s)", why.text, STR_FMT(doc->remarks.v[0]));
    }
    return code;
}
