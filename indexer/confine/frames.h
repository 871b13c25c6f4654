/* How a reader hands over what it found: frames over a pipe.
 *
 *   +------+--------+-----------------------------------------------+
 *   | kind | length | 'D' document   'M' member   'E' end           |
 *   | 1    | 4      | strings and numbers, each string as 4 + bytes |
 *   +------+--------+-----------------------------------------------+   numbers little-endian
 *
 * The writing side runs in the reader and is believed by nobody: each number is checked against what is there, and bytes
 * that make no sense end the reader. */
#ifndef INDEXER_CONFINE_FRAMES_H
#define INDEXER_CONFINE_FRAMES_H

#include "corpus/base/buf.h"
#include "indexer/extract/extract.h"

/* A document's text twice, as it was and cleaned, and some; or a member. */
#define FRAMES_MAX ((size_t)160 << 20)
#define FRAMES_VALUES_MAX 20000u
#define FRAMES_REMARKS_MAX 1000u

/* ---- writing; false when nobody reads any more ---- */

bool frames_write_document(int fd, const struct extract_document *document);
bool frames_write_member(int fd, const struct extract_input *member);
bool frames_write_end(int fd, enum err_code code, const char *sentence);

/* ---- reading ---- */

enum frame_kind { FRAME_DOCUMENT, FRAME_MEMBER, FRAME_END };

struct frame {
    enum frame_kind kind;
    struct extract_document document;
    struct extract_input member;
    struct err end; /* ERR_OK, or why no more could be read */
};

struct frames {
    struct buf bytes; /* what has come of the frames not yet taken */
    size_t at;
};

void frames_init(struct frames *frames);
void frames_fini(struct frames *frames);
/* Bytes that are held. */
size_t frames_held(const struct frames *frames);

/* Reads what is there. *ended: nothing will follow. False when reading failed. */
bool frames_fill(struct frames *frames, int fd, bool *ended);

enum frames_got { FRAMES_ONE, FRAMES_NONE, FRAMES_NONSENSE };
/* The next whole frame; its slices point into the frames until the next call, lists into the arena. NONE: more bytes must
 * come first. */
enum frames_got frames_next(struct frames *frames, struct arena *arena, struct frame *frame);

#endif
