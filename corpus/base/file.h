/* Files and folders, with the care that publishing needs.
 *
 * Whole-file reads with a cap, memory maps, atomic replacement (write beside, fsync, rename, fsync the folder), fsync
 * of a whole tree, checksums. Paths are C strings. Everything fails with a sentence that names the path. */
#ifndef CORPUS_BASE_FILE_H
#define CORPUS_BASE_FILE_H

#include "corpus/base/arena.h"
#include "corpus/base/err.h"

/* A file mapped for reading; an empty file maps to the empty slice. */
struct file_map {
    struct str bytes;
};

enum err_code file_map_open(struct file_map *map, const char *path, struct err *e);
void file_map_close(struct file_map *map);

/* The whole file in the arena; refuses more than `cap` bytes (ERR_LIMIT) and what is no regular file. */
enum err_code file_read(struct arena *arena, const char *path, size_t cap, struct str *out, struct err *e);

/* Replaces `path` by `bytes` so that after a power cut either the old or the new content is there. The file gets mode
 * 0600; a failure leaves the old one and nothing beside it. */
enum err_code file_replace(const char *path, struct str bytes, struct err *e);

enum err_code file_make_dirs(const char *path, struct err *e);   /* as mkdir -p, mode 0700: collections are private */
enum err_code file_remove_tree(const char *path, struct err *e); /* absent is fine; never follows links */
enum err_code file_sync_dir(const char *path, struct err *e);
enum err_code file_sync_tree(const char *path, struct err *e); /* bottom up: what a folder holds, then the folder */
enum err_code file_rename(const char *from, const char *to, struct err *e); /* then fsync of the target's folder */
bool file_exists(const char *path);

struct file_sum {
    uint64_t size;
    uint64_t xxh3; /* XXH3, 64 bits */
};
enum err_code file_checksum(const char *path, struct file_sum *out, struct err *e);

/* The names in a folder without . and .., sorted bytewise; in the arena. */
enum err_code file_list(struct arena *arena, const char *path, struct strs *names, struct err *e);

#endif
