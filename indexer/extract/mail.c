/* One mail, or a web page saved as one (MHTML): headers, body, attachments. gmime parses.
 *
 *   body         the text parts that are not attachments; of alternatives the plain one, unless nothing is in it
 *   members      attachments and mails within, each with its name; of MHTML the page itself, with its address
 * Pictures that only decorate the body are left out. */
#include "indexer/extract/charset.h"
#include "indexer/extract/mail_date.h"
#include "indexer/extract/markup.h"
#include "indexer/extract/properties.h"

#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

#define DEPTH_MAX 30
/* A plain alternative shorter than this may only say that the mail is HTML. */
#define PLAIN_LEAST 200u

struct mail {
    struct arena *arena;
    struct extract_sink *sink;
    struct buf text;
    size_t members;
    bool wants_more, is_page, is_encrypted;
};

static struct str arena_c(struct mail *m, const char *s) {
    return arena_str(m->arena, str_from(s));
}

static struct str content_of(struct mail *m, GMimePart *part) {
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content)
        return STR_EMPTY;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    struct str copy = bytes->len ? arena_str(m->arena, (struct str){(const char *)bytes->data, bytes->len}) : STR_EMPTY;
    g_object_unref(stream);
    return copy;
}

static bool is_type(GMimeObject *object, const char *type, const char *subtype) {
    return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype);
}

static struct str media_type_of(struct mail *m, GMimeObject *object) {
    char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
    struct str copy = arena_c(m, type);
    g_free(type);
    return copy;
}

static struct str text_of(struct mail *m, GMimePart *part) {
    struct charset_text decoded;
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    charset_decode(m->arena, content_of(m, part), arena_c(m, charset), &decoded);
    if (is_type(GMIME_OBJECT(part), "text", "html"))
        return markup_text(m->arena, decoded.text);
    return str_trim(decoded.text);
}

static void add_text(struct mail *m, struct str text) {
    if (text.n == 0)
        return;
    buf_add_c(&m->text, m->text.n ? "\n\n" : "");
    buf_add_str(&m->text, text);
}

static void give_member(struct mail *m, struct extract_input member) {
    m->members++;
    if (member.name.n == 0)
        member.name = arena_printf(m->arena, "attachment %zu", m->members);
    if (m->wants_more)
        m->wants_more = m->sink->member(m->sink, &member);
}

static void give_part(struct mail *m, GMimePart *part) {
    GMimeObject *object = GMIME_OBJECT(part);
    const char *charset = g_mime_object_get_content_type_parameter(object, "charset");
    const char *location = g_mime_part_get_content_location(part);
    struct extract_input member = {.bytes = content_of(m, part), .name = arena_c(m, g_mime_part_get_filename(part))};
    member.media_type = media_type_of(m, object);
    member.charset = arena_c(m, charset);
    if (location && strncasecmp(location, "http", 4) == 0)
        member.url = arena_c(m, location);
    give_member(m, member);
}

static void give_message(struct mail *m, GMimeMessagePart *part) {
    GMimeMessage *message = g_mime_message_part_get_message(part);
    if (!message)
        return;
    char *bytes = g_mime_object_to_string(GMIME_OBJECT(message), NULL);
    const char *subject = g_mime_message_get_subject(message);
    struct extract_input member = {.bytes = arena_c(m, bytes), .media_type = STR("message/rfc822")};
    member.name = subject ? arena_printf(m->arena, "%s.eml", subject) : STR_EMPTY;
    g_free(bytes);
    give_member(m, member);
}

static bool is_attachment(GMimeObject *object) {
    const char *disposition = g_mime_object_get_disposition(object);
    if (disposition && strcasecmp(disposition, "attachment") == 0)
        return true;
    bool has_name = GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object)) != NULL;
    bool is_inline = disposition && strcasecmp(disposition, "inline") == 0;
    return !is_type(object, "text", "*") || (has_name && !is_inline);
}

static void walk(struct mail *m, GMimeObject *object, int depth);

static GMimeObject *child_of_type(GMimeMultipart *parts, const char *type, const char *subtype) {
    for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
        GMimeObject *child = g_mime_multipart_get_part(parts, i);
        if (is_type(child, type, subtype) && !is_attachment(child))
            return child;
    }
    return NULL;
}

/* The plain text, unless it says next to nothing and another alternative says more; else the last, which is the
 * richest. */
static void walk_alternatives(struct mail *m, GMimeMultipart *parts, int depth) {
    int count = g_mime_multipart_get_count(parts);
    GMimeObject *plain = child_of_type(parts, "text", "plain");
    struct str text = plain && GMIME_IS_PART(plain) ? text_of(m, GMIME_PART(plain)) : STR_EMPTY;
    if (text.n >= PLAIN_LEAST || (text.n && count == 1)) {
        add_text(m, text);
        return;
    }
    size_t before = m->text.n;
    for (int i = count - 1; i >= 0 && m->text.n == before; i--)
        if (g_mime_multipart_get_part(parts, i) != plain &&
            !is_type(g_mime_multipart_get_part(parts, i), "text", "calendar"))
            walk(m, g_mime_multipart_get_part(parts, i), depth + 1);
    /* The plain one had all of it. */
    if (m->text.n - before < text.n || m->text.n == before) {
        m->text.n = before;
        add_text(m, text);
    }
}

/* A page or body with what belongs to it. */
static void walk_related(struct mail *m, GMimeMultipart *parts, int depth) {
    for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
        GMimeObject *child = g_mime_multipart_get_part(parts, i);
        bool decorates = i > 0 && GMIME_IS_PART(child) &&
                         (is_type(child, "image", "*") || is_type(child, "text", "css") ||
                          is_type(child, "font", "*") || g_mime_part_get_content_location(GMIME_PART(child)) != NULL);
        if (!decorates)
            walk(m, child, depth + 1);
    }
}

static void walk_multipart(struct mail *m, GMimeMultipart *parts, int depth) {
    GMimeObject *object = GMIME_OBJECT(parts);
    if (is_type(object, "multipart", "encrypted")) {
        m->is_encrypted = true;
        return;
    }
    if (is_type(object, "multipart", "alternative"))
        walk_alternatives(m, parts, depth);
    else if (is_type(object, "multipart", "related"))
        walk_related(m, parts, depth);
    else
        for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
            walk(m, g_mime_multipart_get_part(parts, i), depth + 1);
}

/* Signatures and delivery reports are for programs. */
static bool is_for_programs(GMimeObject *object) {
    return is_type(object, "application", "pgp-signature") || is_type(object, "application", "pkcs7-signature") ||
           is_type(object, "application", "x-pkcs7-signature") || is_type(object, "message", "delivery-status");
}

static void walk(struct mail *m, GMimeObject *object, int depth) {
    if (depth > DEPTH_MAX || is_for_programs(object))
        return;
    if (GMIME_IS_MULTIPART(object))
        walk_multipart(m, GMIME_MULTIPART(object), depth);
    else if (GMIME_IS_MESSAGE_PART(object))
        give_message(m, GMIME_MESSAGE_PART(object));
    else if (!GMIME_IS_PART(object))
        return;
    else if (is_type(object, "application", "pkcs7-mime"))
        m->is_encrypted = true;
    else if ((m->is_page && is_type(object, "text", "html")) || is_attachment(object))
        give_part(m, GMIME_PART(object));
    else
        add_text(m, text_of(m, GMIME_PART(object)));
}

/* ---- headers ---- */

/* The names of the people; their addresses where they have none. */
static void add_people(struct mail *m, struct extract_document *doc, InternetAddressList *list, const char *extra,
                       const char *from) {
    for (int i = 0; list && i < internet_address_list_length(list); i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        const char *name = internet_address_get_name(address);
        const char *box = INTERNET_ADDRESS_IS_MAILBOX(address)
                              ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address))
                              : NULL;
        bool has_name = name && *name;
        struct str whole =
            has_name && box && *box ? arena_printf(m->arena, "%s <%s>", name, box) : arena_c(m, has_name ? name : box);
        if (extra)
            extract_extra(m->arena, doc, extra, whole, from);
        else
            properties_author(m->arena, doc, arena_c(m, has_name ? name : box), from);
    }
}

static struct str header(struct mail *m, GMimeMessage *message, const char *name) {
    const char *raw = g_mime_object_get_header(GMIME_OBJECT(message), name);
    return str_trim(arena_c(m, raw));
}

static void read_headers(struct mail *m, GMimeMessage *message, struct extract_document *doc) {
    const char *subject = g_mime_message_get_subject(message);
    extract_value(m->arena, doc, FIELD_TITLE, str_trim(arena_c(m, subject)), "mail: Subject");
    add_people(m, doc, g_mime_message_get_from(message), NULL, "mail: From");
    extract_value(m->arena, doc, FIELD_DATE, mail_date_day(m->arena, header(m, message, "Date")), "mail: Date");
    extract_value(m->arena, doc, FIELD_LANG, header(m, message, "Content-Language"), "mail: Content-Language");
    add_people(m, doc, g_mime_message_get_from(message), "from", "mail: From");
    add_people(m, doc, g_mime_message_get_to(message), "to", "mail: To");
    add_people(m, doc, g_mime_message_get_cc(message), "cc", "mail: Cc");
    extract_extra(m->arena, doc, "message_id", arena_c(m, g_mime_message_get_message_id(message)), "mail: Message-ID");
    extract_extra(m->arena, doc, "in_reply_to", header(m, message, "In-Reply-To"), "mail: In-Reply-To");
    extract_extra(m->arena, doc, "list", header(m, message, "List-Id"), "mail: List-Id");
    extract_extra(m->arena, doc, "sent", header(m, message, "Date"), "mail: Date");
}

/* Browsers save a page as multipart/related with these headers, from nobody. */
static bool is_saved_page(GMimeMessage *message) {
    GMimeObject *part = g_mime_message_get_mime_part(message);
    const char *saved = g_mime_object_get_header(GMIME_OBJECT(message), "Snapshot-Content-Location");
    InternetAddressList *to = g_mime_message_get_to(message);
    bool is_related = part && (is_type(part, "multipart", "related") || is_type(part, "text", "html"));
    return is_related && (saved || !to || internet_address_list_length(to) == 0) &&
           !g_mime_message_get_message_id(message);
}

static GMimeMessage *parse(struct str bytes) {
    static bool is_ready;
    static const char *CHARSETS[] = {"utf-8", "windows-1252", NULL};
    if (!is_ready)
        g_mime_init();
    is_ready = true;
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, CHARSETS);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void give_document(struct mail *m, GMimeMessage *message) {
    struct extract_document doc = {0};
    read_headers(m, message, &doc);
    doc.text = arena_str(m->arena, buf_str(&m->text));
    if (m->is_encrypted)
        extract_remark(m->arena, &doc, "The mail, or a part of it, is encrypted.");
    properties_remarks(m->arena, &doc, false);
    m->wants_more = m->sink->document(m->sink, &doc);
}

/* The document is given before its attachments, so that they find their parent; hence the two walks. */
static void give_all(struct mail *m, GMimeMessage *message) {
    struct extract_sink *sink = m->sink, none = {0};
    GMimeObject *root = g_mime_message_get_mime_part(message);
    m->is_page = is_saved_page(message);
    if (m->is_page) {
        walk(m, root, 0);
        return;
    }
    m->sink = &none;
    m->wants_more = false;
    if (root)
        walk(m, root, 0);
    m->sink = sink;
    m->members = 0;
    give_document(m, message);
    if (root && m->wants_more)
        walk(m, root, 0);
}

enum err_code extract_mail(const struct extract_input *input, struct arena *arena, struct extract_sink *sink,
                           struct err *e) {
    struct mail m = {.arena = arena, .sink = sink, .wants_more = true};
    struct str bytes = input->bytes;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.n);
    GMimeMessage *message = parse(bytes);
    if (!message)
        return err_set(e, ERR_INPUT, "It has no header lines and no body, as a mail does.");
    buf_init(&m.text);
    give_all(&m, message);
    buf_fini(&m.text);
    g_object_unref(message);
    return ERR_OK;
}
