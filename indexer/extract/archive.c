/* ZIP, TAR, 7z and compressed files: each file in them is a member, read in memory, one at a time, never put on disk.
 *
 * libarchive reads. Links and devices are passed over. Names are made harmless: they name, they never lead anywhere.
 * The limits count what comes out; what a header promises is not believed. */
#include "corpus/base/buf.h"
#include "indexer/extract/charset.h"
#include "indexer/extract/extract.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <strings.h>

#define BLOCK 65536u
#define MEMBERS_MAX 100000u
/* What comes out may be so many times the archive, once it is larger than this. */
#define RATIO_MAX 200u
#define RATIO_FROM ((size_t)16 << 20)
/* Members named in the sentence about them. */
#define NAMED 3u

struct unpacking {
    struct archive *archive;
    struct arena *arena;
    struct extract_sink *sink;
    const struct extract_input *input;
    struct buf bytes; /* of the member at hand */
    struct buf encrypted_names;
    size_t members, out, encrypted, too_large, damaged;
    bool wants_more, is_bomb;
};

/* "..\\..\\a/./b" is "a/b": no way up, no root, no drive, no control characters. */
static struct str harmless_name(struct arena *arena, struct str name) {
    struct buf clean;
    buf_init(&clean);
    for (size_t at = 0; at < name.n;) {
        size_t to = at;
        while (to < name.n && name.p[to] != '/' && name.p[to] != '\\')
            to++;
        struct str step = str_slice(name, at, to);
        bool is_drive = step.n == 2 && step.p[1] == ':';
        if (step.n && !str_eq_c(step, ".") && !str_eq_c(step, "..") && !is_drive) {
            buf_add_c(&clean, clean.n ? "/" : "");
            for (size_t i = 0; i < step.n; i++)
                buf_add_byte(&clean, (unsigned char)step.p[i] < ' ' || step.p[i] == 0x7F ? '_' : step.p[i]);
        }
        at = to + 1;
    }
    struct str copy = arena_str(arena, buf_str(&clean));
    buf_fini(&clean);
    return copy;
}

static bool ends(struct str s, const char *end) {
    size_t n = strlen(end);
    return s.n > n && strncasecmp(s.p + s.n - n, end, n) == 0;
}

/* The name of the file within: "a.csv.gz" holds "a.csv". */
static struct str name_within(struct str name) {
    static const char *const ENDINGS[] = {".gz", ".bz2", ".xz", ".zst", ".z", ".lzma", ".lz4"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++)
        if (ends(name, ENDINGS[i]))
            return str_slice(name, 0, name.n - strlen(ENDINGS[i]));
    return name;
}

static bool is_compressed(struct str bytes) {
    static const struct str MAGIC[] = {{"\x1F\x8B", 2},
                                       {"BZh", 3},
                                       {"\xFD"
                                        "7zXZ",
                                        5},
                                       {"\x28\xB5\x2F\xFD", 4},
                                       {"\x1F\x9D", 2},
                                       {"\x5D\0\0", 3},
                                       {"\x04\x22\x4D\x18", 4}};
    for (size_t i = 0; i < sizeof MAGIC / sizeof MAGIC[0]; i++)
        if (str_starts(bytes, MAGIC[i]))
            return true;
    return false;
}

/* What computers put into archives beside the files. */
static bool is_litter(struct str name) {
    return str_starts(name, STR("__MACOSX/")) || ends(name, "/.DS_Store") || str_eq_c(name, ".DS_Store") ||
           ends(name, "/Thumbs.db");
}

/* Only filters of the library itself: some of libarchive's start programs. */
static void choose_formats(struct archive *archive, struct str bytes) {
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_lzma(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_compress(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_7zip(archive);
    archive_read_support_format_cpio(archive);
    if (is_compressed(bytes))
        archive_read_support_format_raw(archive);
}

/* Reads the member at hand; false when it is not to be given. */
static bool read_member(struct unpacking *u) {
    la_ssize_t n;
    buf_clear(&u->bytes);
    while ((n = archive_read_data(u->archive, buf_reserve(&u->bytes, BLOCK), BLOCK)) > 0) {
        u->bytes.n += (size_t)n;
        u->out += (size_t)n;
        u->is_bomb = u->out > RATIO_FROM && u->out / RATIO_MAX > u->input->bytes.n;
        if (u->is_bomb || u->bytes.n > EXTRACT_MEMBER_MAX)
            break;
    }
    u->damaged += n < 0;
    u->too_large += u->bytes.n > EXTRACT_MEMBER_MAX;
    return !u->is_bomb && u->bytes.n <= EXTRACT_MEMBER_MAX && (n >= 0 || u->bytes.n);
}

static void note_encrypted(struct unpacking *u, struct str name) {
    if (u->encrypted++ < NAMED) {
        buf_add_c(&u->encrypted_names, u->encrypted_names.n ? ", " : "");
        buf_add_str(&u->encrypted_names, name);
    }
}

/* Old programs wrote names in the charset of their machine and did not say which. */
static struct str name_of(struct unpacking *u, struct archive_entry *entry) {
    const char *name = archive_entry_pathname_utf8(entry);
    if (name)
        return str_from(name);
    struct charset_text decoded;
    charset_decode(u->arena, str_from(archive_entry_pathname(entry)), STR_EMPTY, &decoded);
    return decoded.text;
}

static void take(struct unpacking *u, struct archive_entry *entry) {
    bool is_raw = archive_format(u->archive) == ARCHIVE_FORMAT_RAW;
    struct str name = is_raw ? name_within(u->input->name) : harmless_name(u->arena, name_of(u, entry));
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) || is_litter(name))
        return;
    if (archive_entry_is_encrypted(entry) == 1) {
        note_encrypted(u, name);
        return;
    }
    u->members++;
    if (!read_member(u))
        return;
    struct extract_input member = {.bytes = buf_str(&u->bytes), .name = name};
    if (is_raw) {
        member.url = u->input->url;
        member.captured = u->input->captured;
    }
    u->wants_more = u->sink->member(u->sink, &member);
}

/* The last status of libarchive. */
static int take_all(struct unpacking *u) {
    struct archive_entry *entry;
    int status = ARCHIVE_OK;
    while (u->wants_more && !u->is_bomb && u->members < MEMBERS_MAX) {
        status = archive_read_next_header(u->archive, &entry);
        if (status == ARCHIVE_EOF || status < ARCHIVE_WARN)
            break;
        take(u, entry);
    }
    return status;
}

static enum err_code judge(const struct unpacking *u, int status, struct err *e) {
    if (u->is_bomb)
        return err_set(e, ERR_LIMIT, "It unpacks to more than %u times its size and was stopped.", RATIO_MAX);
    if (u->wants_more && u->members >= MEMBERS_MAX)
        return err_set(e, ERR_LIMIT, "It has more than %u files; the rest was left out.", MEMBERS_MAX);
    if (u->encrypted)
        return err_set(e, ERR_INPUT, "%zu of its files %s protected by a password: %s%s.", u->encrypted,
                       u->encrypted == 1 ? "is" : "are", u->encrypted_names.data,
                       u->encrypted > NAMED ? " and more" : "");
    if (u->too_large)
        return err_set(e, ERR_LIMIT, "%zu of its files %s larger than %zu MB and left out.", u->too_large,
                       u->too_large == 1 ? "is" : "are", EXTRACT_MEMBER_MAX >> 20);
    if (u->damaged || (u->wants_more && status < ARCHIVE_WARN && status != ARCHIVE_EOF))
        return err_set(e, ERR_INPUT, "It is damaged or cut off after %zu files; what came before was read.",
                       u->members);
    return u->members || !u->wants_more ? ERR_OK : err_set(e, ERR_INPUT, "There is no file in it.");
}

enum err_code extract_archive(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                              struct err *e) {
    struct unpacking u = {.arena = arena, .sink = sink, .input = input, .wants_more = true};
    u.archive = archive_read_new();
    choose_formats(u.archive, input->bytes);
    buf_init(&u.bytes);
    buf_init(&u.encrypted_names);
    enum err_code code = archive_read_open_memory(u.archive, input->bytes.p, input->bytes.n) == ARCHIVE_OK
                             ? judge(&u, take_all(&u), e)
                             : err_set(e, ERR_INPUT, "It cannot be opened as an archive.");
    archive_read_free(u.archive);
    buf_fini(&u.bytes);
    buf_fini(&u.encrypted_names);
    return code;
}
