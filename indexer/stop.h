/* Has somebody asked this run to stop?
 *
 * SIGINT and SIGTERM raise a flag that the run looks at between two inputs; what was being built is then removed and
 * nothing is published. A write past a file size limit or into a closed pipe becomes an error like any other. */
#ifndef INDEXER_STOP_H
#define INDEXER_STOP_H

#include <stdbool.h>

void stop_listen(void);
bool stop_asked(void);

#endif
