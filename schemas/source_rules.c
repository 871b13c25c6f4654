/* The rows of source_rules.def, one list. */
#include "schemas/source_rules.h"

#include <assert.h>

static const struct source_rule rules[] = {
#define X(where, patterns, type, country) {SOURCE_RULE_##where, patterns, type, country},
#include "schemas/source_rules.def"
#undef X
};

#define RULE_COUNT (sizeof rules / sizeof *rules)

size_t source_rule_count(void) {
    return RULE_COUNT;
}

const struct source_rule *source_rule_at(size_t i) {
    assert(i < RULE_COUNT);
    return &rules[i];
}
