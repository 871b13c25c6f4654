/* What does rastro.conf say? The settings of one collection, in its folder, written by its owner in libconfig's form:
 *
 *   languages = ["es", "en"];   # codes or English names: the languages that texts are mostly in
 *   guess = false;              # nothing is concluded from texts: no country, date, source type or source country
 *   source_rules = (            # who publishes what; before the rules of schemas/source_rules.def
 *     { host = "example.org"; type = "ngo"; country = "ES"; },
 *     { name = "Beispieler Bote"; type = "news"; }
 *   );
 *
 * The file may be absent, and so may each setting. What is in it must be understood wholly: an unknown name, a language
 * that does not exist, a bracket left open is an error with file, line and the next step, and the run does not begin.
 * Settings are for what a collection knows of itself; what one run is asked to do are its options (main.c).
 *
 * A new setting is a row in settings.c and a member here. */
#ifndef INDEXER_SETTINGS_H
#define INDEXER_SETTINGS_H

#include "corpus/base/err.h"
#include "schemas/schema.h"
#include "schemas/source_rules.h"

struct settings {
    const struct language *const *languages; /* expected; language.h says what that means */
    size_t language_count;
    bool no_guesses;
    const struct source_rule *source_rules;
    size_t source_rule_count;
};

/* Everything lives in the arena. ERR_USAGE when the file is not understood. */
enum err_code settings_read(struct arena *arena, const char *collection, struct settings *out, struct err *e);

#endif
