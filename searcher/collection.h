/* An open generation of a collection, with all that answering needs.
 *
 * Opens what CURRENT names: one engine database over all segments, the text stores, the columns, the set of hidden
 * documents. Stays on that generation until it is closed. Only one thread uses it. */
#ifndef SEARCHER_COLLECTION_H
#define SEARCHER_COLLECTION_H

#include "corpus/document.h"
#include "corpus/function_words.h"
#include "corpus/store/columns.h"
#include "corpus/store/generation.h"
#include "corpus/store/run_table.h"
#include "corpus/store/textstore.h"
#include "corpus/tokens.h"
#include "xapian-c/xapian_c.h"

struct collection_segment {
    struct textstore *texts;
    struct columns *columns;
    struct run_table *runs;
    const struct language **languages; /* [value of FIELD_LANG], so that a document's language costs no search */
};

struct collection {
    char *path;
    struct arena *arena; /* of the manifest */
    struct manifest manifest;
    struct xc_db *db;         /* shard i is manifest.segments[i] */
    struct xc_docset *hidden; /* NULL when no document is hidden */
    struct collection_segment *segments;
    struct tokens *tokens;
    struct function_words *function_words;
    double average_length; /* of the documents, as ranking measures them */
    struct str *ids;       /* [docid], those asked for so far; NULL before the first */
};

/* ERR_CONTRACT when the index was made by another analysis; ERR_NOT_FOUND with the command to run when there is none.
 */
enum err_code collection_open(struct collection **collection, const char *path, struct err *e);
void collection_close(struct collection **collection);

/* Where an engine document lies: the segment's index and the number inside it. */
void collection_locate(const struct collection *collection, uint32_t docid, size_t *segment, uint32_t *local);
/* How long a document is for ranking, in words. */
uint32_t collection_length(const struct collection *collection, uint32_t docid);
/* The language a document is analysed in; language_unknown() when none is known. */
const struct language *collection_language(const struct collection *collection, uint32_t docid);
/* Every document that matches the query, told to `fn`; nothing is weighed. Where `page` is not NULL, the part of them that
 * it asks for is given out as well, in the order of a slot's values; the caller frees page->matches. */
struct collection_page {
    uint32_t slot;
    bool falling;
    uint32_t first, wanted;
    struct xc_matches *matches;
};
enum xc_code collection_each_match(const struct collection *collection, struct xc_query *query, xc_match_fn fn,
                                   void *context, struct collection_page *page, struct xc_error *why);

/* The stored document; slices live in the arena. */
enum err_code collection_document(struct collection *collection, uint32_t docid, struct arena *arena,
                                  struct document *out, struct err *e);
/* Its id alone; kept, so that asking again costs nothing. Good while the collection is open. */
enum err_code collection_id(struct collection *collection, uint32_t docid, struct str *id, struct err *e);
/* The engine document with this id, 0 when there is none that is served. */
enum err_code collection_find(struct collection *collection, struct str id, uint32_t *docid, struct err *e);

/* Turns the wrapper's error into ours, and our slices into its bytes. */
enum err_code collection_engine_error(struct err *e, const struct xc_error *engine);
static inline struct xc_bytes engine_bytes(struct str s) {
    return (struct xc_bytes){s.p, s.n};
}

#endif
