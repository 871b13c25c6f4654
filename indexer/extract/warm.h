/* What the libraries of the readers do once at their start, done once for all of them: in the process that forks readers. */
#ifndef INDEXER_EXTRACT_WARM_H
#define INDEXER_EXTRACT_WARM_H

void extract_warm(void);

#endif
