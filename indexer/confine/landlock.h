/* Landlock: which files may this process still open? Best effort: where the kernel has none (or an old one), what it does
 * not know is left out, and seccomp (cage.h) is what holds. */
#ifndef INDEXER_CONFINE_LANDLOCK_H
#define INDEXER_CONFINE_LANDLOCK_H

#include <stdbool.h>

/* Version of the kernel's Landlock; 0 when there is none. */
int landlock_version(void);

/* From now on no file can be opened, changed or executed, no TCP port used and no process outside signalled; but with
 * `tools` (names of programs in /usr/bin, separated by spaces; may be empty) what lies in /usr can be read, and those
 * programs be executed. Needs PR_SET_NO_NEW_PRIVS. True where the kernel took it. */
bool landlock_close(const char *tools);

#endif
