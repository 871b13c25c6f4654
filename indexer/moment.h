/* A point in time as it is written in manifests, reports, the ledger and the lock: 2026-11-23T02:10:00Z. */
#ifndef INDEXER_MOMENT_H
#define INDEXER_MOMENT_H

#include <time.h>

#define MOMENT_SIZE 32

/* Fills `room`, and gives it back. */
const char *moment_text(time_t when, char room[MOMENT_SIZE]);
const char *moment_now(char room[MOMENT_SIZE]);

#endif
