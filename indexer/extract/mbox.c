/* Mailboxes: each mail a member, one in memory at a time.
 *
 * A mail begins at a line "From someone date" that stands first or behind an empty line; such a line within a mail was
 * written as ">From", which is undone. */
#include "indexer/extract/extract.h"

#include "corpus/base/buf.h"

#include <string.h>

static struct str next_line(struct str rest) {
    const char *end = memchr(rest.p, '\n', rest.n);
    return str_slice(rest, 0, end ? (size_t)(end - rest.p) + 1 : rest.n);
}

/* "From " and somewhere behind it the hour: "From a@example.org Mon Mar  1 10:00:00 2021". */
static bool is_separator(struct str line) {
    return str_starts(line, STR("From ")) && (memchr(line.p, ':', line.n) || memchr(line.p, '@', line.n));
}

/* ">From", ">>From": one ">" less. */
static bool is_quoted_from(struct str line) {
    size_t n = 0;
    while (n < line.n && line.p[n] == '>')
        n++;
    return n && str_starts(str_slice(line, n, line.n), STR("From "));
}

static bool is_empty(struct str line) {
    return str_trim(line).n == 0;
}

/* Reads one mail from the head of *rest, which stands behind its separator, into `mail`. */
static void read_mail(struct str *rest, struct buf *mail) {
    bool after_empty = false;
    while (rest->n) {
        struct str line = next_line(*rest);
        if (after_empty && is_separator(line))
            return;
        after_empty = is_empty(line);
        buf_add_str(mail, is_quoted_from(line) ? str_slice(line, 1, line.n) : line);
        *rest = str_slice(*rest, line.n, rest->n);
    }
}

enum err_code extract_mbox(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct str rest = input->bytes;
    struct buf mail;
    bool wants_more = true;
    size_t mails = 0;
    buf_init(&mail);
    while (rest.n && is_empty(next_line(rest)))
        rest = str_slice(rest, next_line(rest).n, rest.n);
    while (wants_more && rest.n) {
        if (is_separator(next_line(rest)))
            rest = str_slice(rest, next_line(rest).n, rest.n);
        buf_clear(&mail);
        read_mail(&rest, &mail);
        if (str_trim(buf_str(&mail)).n == 0)
            continue;
        struct extract_input member = {.bytes = buf_str(&mail), .media_type = STR("message/rfc822")};
        member.name = arena_printf(arena, "%zu.eml", ++mails);
        wants_more = sink->member(sink, &member);
    }
    buf_fini(&mail);
    return mails ? ERR_OK : err_set(e, ERR_INPUT, "There is no mail in it.");
}
