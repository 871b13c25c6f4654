/* The last stage before a stranger's bytes: nothing here is seen again by the indexer but the frames. */
#include "indexer/confine/reader.h"

#include "indexer/confine/frames.h"
#include "indexer/extract/formats.h"
#include "indexer/extract/warm.h"

struct pipe_sink {
    struct extract_sink sink; /* first, so that a sink is its pipe_sink */
    int fd;
};

static bool send_document(struct extract_sink *sink, const struct extract_document *document) {
    return frames_write_document(((struct pipe_sink *)sink)->fd, document);
}

static bool send_member(struct extract_sink *sink, const struct extract_input *member) {
    return frames_write_member(((struct pipe_sink *)sink)->fd, member);
}

static void read_input(uint32_t kind, const struct extract_input *input, int out_fd) {
    const struct format *format = format_row((enum format_id)kind);
    struct pipe_sink out = {{send_document, send_member}, out_fd};
    struct arena *arena = arena_new();
    struct err e = {0};
    enum err_code code = format->extract(input, arena, &out.sink, &e);
    frames_write_end(out_fd, code, e.text);
}

static const char *tools_of(uint32_t kind) {
    return format_row((enum format_id)kind)->tools;
}

const struct confine_role reader_role = {extract_warm, tools_of, read_input};
