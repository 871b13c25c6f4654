/* Who publishes what? The rows of source_rules.def, as they are written there; indexer/facts/sources.h applies them. */
#ifndef SCHEMAS_SOURCE_RULES_H
#define SCHEMAS_SOURCE_RULES_H

#include <stddef.h>

enum source_rule_where {
    SOURCE_RULE_HOST,
    SOURCE_RULE_LABEL,
    SOURCE_RULE_NAME,
    SOURCE_RULE_PATH,
    SOURCE_RULE_TEXT,
    SOURCE_RULE_SAYS,
    SOURCE_RULE_WHERE_COUNT
};

struct source_rule {
    enum source_rule_where where;
    const char *patterns; /* separated by '|' */
    const char *type;     /* of source_types.def, or "" */
    const char *country;  /* of countries.def, or "" */
};

size_t source_rule_count(void);
const struct source_rule *source_rule_at(size_t i);

#endif
