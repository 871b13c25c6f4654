/* a NEAR/5 b: all of it close to each other.
 *
 * Its operands are planned as words, phrases and patterns are anywhere else, which gives the documents that have them, the
 * marks and the order of the answer; while they are, each notes where it stands, and near.h compares the places. */
#ifndef SEARCHER_PLAN_NEAR_H
#define SEARCHER_PLAN_NEAR_H

#include "searcher/plan_words.h"

/* Adds the query of a NEAR node; nothing, and a warning, when an operand has nothing to search for in it. */
enum err_code plan_near(struct planner *planner, const struct query_node *node, struct parts *out, struct err *e);

#endif
