/* The line is cut to the terminal's width, so that going back to its beginning is enough to write over it. */
#include "indexer/progress.h"

#include "corpus/base/utf8.h"
#include "indexer/report.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_MS 200
#define FIRST_AFTER_MS 500

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, enum progress_wish wish) {
    bool terminal = isatty(STDERR_FILENO) == 1;
    *progress = (struct progress){.shown = wish == PROGRESS_ALWAYS || (wish == PROGRESS_AUTO && terminal)};
    progress->started = now_ms();
    progress->next = progress->started + FIRST_AFTER_MS;
}

static void show(struct progress *progress, struct str text) {
    struct winsize size;
    size_t width = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79;
    /* Bytes stand for columns: a line in another script comes out shorter, never longer. */
    text = str_slice(text, 0, utf8_floor(text, text.n < width ? text.n : width));
    fprintf(stderr, "\r%.*s\x1b[K", STR_FMT(text));
    fflush(stderr);
    progress->line_is_open = true;
}

void progress_input(struct progress *progress, uint64_t seen, uint64_t indexed, const char *path) {
    if (!progress->shown)
        return;
    int64_t now = now_ms();
    if (now < progress->next)
        return;
    progress->next = now + INTERVAL_MS;
    struct buf text;
    buf_init(&text);
    report_add_number(&text, seen);
    buf_add_c(&text, " read, ");
    report_add_number(&text, indexed);
    buf_add_c(&text, " indexed, ");
    report_add_number(&text, seen * 1000 / (uint64_t)(now - progress->started));
    buf_add_c(&text, " a second; ");
    utf8_printable(&text, str_from(path), false);
    show(progress, buf_str(&text));
    buf_fini(&text);
}

void progress_phase(struct progress *progress, const char *what) {
    if (progress->shown && now_ms() >= progress->started + FIRST_AFTER_MS)
        show(progress, str_from(what));
}

void progress_end(struct progress *progress) {
    if (progress->line_is_open)
        fprintf(stderr, "\r\x1b[K");
    progress->line_is_open = false;
}
