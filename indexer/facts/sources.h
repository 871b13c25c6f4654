/* What kind of source is this, and from which country?
 *
 * The rules of schemas/source_rules.def, and before them those of the collection, over the host of the address, the
 * name of the source and the head and foot of the text. What no rule tells stays unknown: the type is then "other" only
 * where a rule says so. Each answer comes with what gave it ("host: gov.br", "name: ministerio", "text: Reuters"). */
#ifndef INDEXER_FACTS_SOURCES_H
#define INDEXER_FACTS_SOURCES_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"
#include "corpus/tokens.h"
#include "schemas/source_rules.h"

struct source_answer {
    const struct source_type *type; /* NULL when unknown */
    const struct country *country;  /* likewise */
    struct str type_from, country_from;
};

struct sources;

struct sources *sources_new(struct tokens *tokens);
void sources_free(struct sources **sources);
/* A rule of the collection, which goes before those that are there. ERR_USAGE, with a sentence, when its type or
 * country is none. The rule is copied. */
enum err_code sources_add(struct sources *sources, const struct source_rule *rule, struct err *e);
/* What is known of a document; any of it may be empty. */
struct source_question {
    struct str url, host, name, text; /* the host in lower case, the name of the source as written */
};
/* What is in the answer lives in the arena. */
void sources_find(struct sources *sources, struct arena *arena, const struct source_question *question,
                  struct source_answer *out);

#endif
