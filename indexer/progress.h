/* One line on the terminal that tells how far a run is. Silent when standard error is no terminal, or when told so. */
#ifndef INDEXER_PROGRESS_H
#define INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool shown;        /* whether to show anything at all */
    bool line_is_open; /* something stands on the line now */
    int64_t next;      /* milliseconds; not before then */
    int64_t started;
};

enum progress_wish { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

void progress_begin(struct progress *progress, enum progress_wish wish);
/* Called for each input; writes at most five times a second. */
void progress_input(struct progress *progress, uint64_t seen, uint64_t indexed, const char *path);
void progress_phase(struct progress *progress, const char *what);
void progress_end(struct progress *progress); /* clears the line */

#endif
