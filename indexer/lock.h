/* Takes a collection's folder for one run.
 *
 * The folder is made when it is missing (mode 0700: collections are private). A folder that holds something else is
 * refused, because pruning removes what the collection does not name. The lock is the kernel's, on COLLECTION/lock: it
 * ends with the process that holds it, so a killed run leaves none behind; the file's content only tells people who. */
#ifndef INDEXER_LOCK_H
#define INDEXER_LOCK_H

#include "corpus/base/err.h"

struct lock {
    int fd; /* -1: not held */
};

/* ERR_LOCKED names the process that is at work. */
enum err_code lock_take(struct lock *lock, const char *collection, struct err *e);
void lock_release(struct lock *lock);
/* In a forked child: the parent's lock must not live on in it. */
void lock_forget(struct lock *lock);

#endif
