/* Walks a folder and all below it: what is there, what is records and what are files, what is not read and why. Never follows a link. */
#ifndef INDEXER_SOURCE_FOLDER_H
#define INDEXER_SOURCE_FOLDER_H

#include "corpus/base/err.h"
#include <stdbool.h>
#include <sys/stat.h>

enum found_kind { FOUND_RECORDS, FOUND_FILE, FOUND_IGNORED, FOUND_REFUSED };

struct found {
    enum found_kind kind;
    const char *path; /* good until the next walk_next */
    struct err why;   /* of IGNORED and REFUSED */
};

struct walk;
/* `aside` is a folder that is not entered (device and inode as stat gives them), or NULL. */
struct walk *walk_new(const char *path, const struct stat *aside);
void walk_free(struct walk **walk);
/* In each folder: files of records, then other files, then the folders in it; each sorted bytewise. What stands beside a
 * file to describe it (NAME.meta.json) is given out with nothing: who reads the file looks for it. */
bool walk_next(struct walk *walk, struct found *found);

#endif
