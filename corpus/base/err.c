/* Filling in what went wrong, and the three columns of its table.
 *
 * Sentences are formatted aside first, because their arguments may be the sentence already there, and then cut between
 * two characters (utf8.h). Nothing is printed here, and nothing is made harmless for a terminal: who puts a stranger's
 * file name into a sentence cleans it before (utf8_printable). */
#include "corpus/base/err.h"

#include "corpus/base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Longer than the text by one character of UTF-8, so that the place of the cut can be judged. */
struct draft {
    char text[ERR_TEXT_MAX + 4];
    size_t n;
};

static void draft_vaddf(struct draft *draft, const char *format, va_list args) {
    size_t room = sizeof draft->text - draft->n;
    int n = vsnprintf(draft->text + draft->n, room, format, args);
    assert(n >= 0);
    draft->n += (size_t)n < room ? (size_t)n : room - 1;
}

static void draft_add(struct draft *draft, struct str s) {
    size_t room = sizeof draft->text - draft->n;
    size_t n = s.n < room ? s.n : room - 1;
    memcpy(draft->text + draft->n, s.p, n);
    draft->n += n;
}

static enum err_code err_take(struct err *e, enum err_code code, const struct draft *draft) {
    size_t n = utf8_floor((struct str){draft->text, draft->n}, ERR_TEXT_MAX - 1);
    e->code = code;
    memcpy(e->text, draft->text, n);
    e->text[n] = '\0';
    return code;
}

enum err_code err_set(struct err *e, enum err_code code, const char *format, ...) {
    assert(code > ERR_OK && code < ERR_COUNT);
    if (!e)
        return code;
    struct draft draft = {.n = 0};
    va_list args;
    va_start(args, format);
    draft_vaddf(&draft, format, args);
    va_end(args);
    return err_take(e, code, &draft);
}

enum err_code err_wrap(struct err *e, const char *format, ...) {
    if (!e)
        return ERR_IO;
    assert(e->code != ERR_OK);
    struct draft draft = {.n = 0};
    va_list args;
    va_start(args, format);
    draft_vaddf(&draft, format, args);
    va_end(args);
    draft_add(&draft, STR(": "));
    draft_add(&draft, str_from(e->text));
    return err_take(e, e->code, &draft);
}

static enum err_code code_of_errno(int number) {
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return ERR_FULL;
    case ENOENT:
        return ERR_NOT_FOUND;
    default:
        return ERR_IO;
    }
}

enum err_code err_errno(struct err *e, const char *format, ...) {
    int number = errno;
    enum err_code code = code_of_errno(number);
    if (!e)
        return code;
    struct draft draft = {.n = 0};
    va_list args;
    va_start(args, format);
    draft_vaddf(&draft, format, args);
    va_end(args);
    char room[128];
    draft_add(&draft, STR(": "));
    draft_add(&draft, str_from(strerror_r(number, room, sizeof room)));
    draft_add(&draft, STR("."));
    return err_take(e, code, &draft);
}

void err_clear(struct err *e) {
    e->code = ERR_OK;
    e->text[0] = '\0';
}

static const struct row {
    const char *name;
    int exit_status;
    int http_status;
} rows[ERR_COUNT] = {
#define X(code, exit_status, http_status, meaning) {#code, exit_status, http_status},
    ERR_LIST(X)
#undef X
};

static const struct row *row_of(enum err_code code) {
    assert((unsigned)code < ERR_COUNT);
    return &rows[code];
}

const char *err_name(enum err_code code) {
    return row_of(code)->name;
}

int err_exit_status(enum err_code code) {
    return row_of(code)->exit_status;
}

int err_http_status(enum err_code code) {
    return row_of(code)->http_status;
}
