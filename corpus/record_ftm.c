/* FollowTheMoney entities, the JSON of Aleph, OpenAleph and OpenSanctions: which of their properties are our fields?
 *
 *   {"id": "…", "schema": "Article", "properties": {"title": ["…"], "bodyText": ["…"], "language": ["rus"]}}
 *
 * Every property is a list. Where a field takes one value, the first property of the table below that has one wins and
 * the others are kept beside it, as for every record. Properties without a row here, and the schema's name, are kept
 * under "ftm". Names after followthemoney's schema/ (Thing, Document, Article). */
#include "corpus/record_parts.h"

#include <string.h>

static const struct {
    const char *property;
    enum field_id field;
} properties[] = {
    {"title", FIELD_TITLE},         {"name", FIELD_TITLE},    {"bodyText", FIELD_TEXT},   {"summary", FIELD_SUMMARY},
    {"description", FIELD_SUMMARY}, {"language", FIELD_LANG}, {"country", FIELD_COUNTRY}, {"publishedAt", FIELD_DATE},
    {"authoredAt", FIELD_DATE},     {"date", FIELD_DATE},     {"author", FIELD_AUTHOR},   {"publisher", FIELD_SOURCE},
    {"sourceUrl", FIELD_URL},       {"keywords", FIELD_TAGS}, {"topics", FIELD_TAGS},
};

bool record_is_ftm(const json_t *root) {
    return json_is_string(json_object_get(root, "schema")) && json_is_object(json_object_get(root, "properties"));
}

/* Moves schema and properties from the top into one member, unless the entity has one of that name already. */
static void keep_rest(json_t *root, json_t *rest) {
    if (json_object_get(root, "ftm"))
        return;
    json_t *kept = json_pack("{s:O, s:O}", "schema", json_object_get(root, "schema"), "properties", rest);
    json_object_del(root, "schema");
    json_object_del(root, "properties");
    json_object_set_new(root, "ftm", kept);
}

enum err_code record_read_ftm(struct arena *arena, json_t *root, struct document *doc, struct err *e) {
    json_t *given = json_object_get(root, "properties");
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        const char *property = properties[i].property;
        json_t *value = json_object_get(given, property);
        enum err_code code = value ? record_add(arena, doc, properties[i].field, property, value, e) : ERR_OK;
        if (code)
            return code;
        json_object_del(given, property);
    }
    if (strcmp(json_string_value(json_object_get(root, "schema")), "Article") == 0)
        document_add(arena, doc, FIELD_SOURCE_TYPE, STR("news"));
    keep_rest(root, given);
    return ERR_OK;
}
