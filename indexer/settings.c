/* libconfig reads the form; each setting has a reader of its own here, which checks what is written and says in which
 * line it is wrong. Files that include others are refused: what a collection is set to stands in one place. */
#include "indexer/settings.h"

#include "corpus/base/file.h"

#include <libconfig.h>
#include <string.h>

#define FILE_CAP ((size_t)1 << 20)
#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

struct reading {
    struct arena *arena;
    const char *path;
    struct settings *out;
};

static enum err_code complain(const struct reading *reading, const config_setting_t *at, struct err *e) {
    return err_wrap(e, "%s, line %u", reading->path, config_setting_source_line(at));
}

/* ---- the settings ---- */

static const struct language *find_language(const config_setting_t *written) {
    const char *name = config_setting_get_string(written);
    const struct language *language = name ? language_find(str_from(name)) : NULL;
    return language == language_unknown() ? NULL : language;
}

static enum err_code read_languages(const struct reading *reading, const config_setting_t *setting, struct err *e) {
    static const char example[] = "Write codes or English names, as in languages = [\"es\", \"English\"];";
    size_t n = config_setting_is_aggregate(setting) ? (size_t)config_setting_length(setting) : 0;
    if (config_setting_is_group(setting) || n == 0) {
        err_set(e, ERR_USAGE, "\"languages\" must be a list with at least one language in it. %s", example);
        return complain(reading, setting, e);
    }
    const struct language **languages = arena_array(reading->arena, n, sizeof(struct language *));
    for (size_t i = 0; i < n; i++) {
        const config_setting_t *written = config_setting_get_elem(setting, (unsigned)i);
        const char *name = config_setting_get_string(written);
        languages[i] = find_language(written);
        if (languages[i])
            continue;
        err_set(e, ERR_USAGE, "\"%s\" in \"languages\" is no language that Rastro knows. %s",
                name ? name : "a value that is no text", example);
        return complain(reading, setting, e); /* of an element libconfig knows where it ends, at best */
    }
    reading->out->languages = languages;
    reading->out->language_count = n;
    return ERR_OK;
}

static enum err_code read_guess(const struct reading *reading, const config_setting_t *setting, struct err *e) {
    if (config_setting_type(setting) != CONFIG_TYPE_BOOL) {
        err_set(e, ERR_USAGE, "\"guess\" is either true or false, as in guess = false;");
        return complain(reading, setting, e);
    }
    reading->out->no_guesses = !config_setting_get_bool(setting);
    return ERR_OK;
}

static const char *lookup(const struct reading *reading, const config_setting_t *group, const char *key) {
    const char *value;
    return config_setting_lookup_string(group, key, &value) ? arena_str(reading->arena, str_from(value)).p : "";
}

/* One of { host = "example.org"; type = "ngo"; country = "ES"; } */
static bool read_rule(const struct reading *reading, const config_setting_t *group, struct source_rule *out) {
    if (!config_setting_is_group(group))
        return false;
    const char *host = lookup(reading, group, "host"), *name = lookup(reading, group, "name");
    *out = (struct source_rule){*host ? SOURCE_RULE_HOST : SOURCE_RULE_NAME, *host ? host : name,
                                lookup(reading, group, "type"), lookup(reading, group, "country")};
    int keys = !!*host + !!*name + !!*out->type + !!*out->country;
    return !*host != !*name && (*out->type || *out->country) && config_setting_length(group) == keys &&
           (!*out->type || source_type_find(str_from(out->type))) &&
           (!*out->country || country_find(str_from(out->country)));
}

static enum err_code read_source_rules(const struct reading *reading, const config_setting_t *setting, struct err *e) {
    size_t n = config_setting_is_list(setting) ? (size_t)config_setting_length(setting) : 0;
    struct source_rule *rules = arena_array(reading->arena, n ? n : 1, sizeof *rules);
    size_t good = 0;
    while (good < n && read_rule(reading, config_setting_get_elem(setting, (unsigned)good), &rules[good]))
        good++;
    if (n == 0 || good < n) {
        err_set(
            e, ERR_USAGE,
            "%s of \"source_rules\" is not understood. A rule has a host or a name, and a type (news, ngo, government, "
            "intergovernmental, other), a country (code or English name) or both, as in source_rules = ( { host = "
            "\"example.org\"; type = \"ngo\"; country = \"ES\"; } );",
            n ? arena_printf(reading->arena, "Rule %zu", good + 1).p : "The list");
        return complain(reading, setting, e);
    }
    reading->out->source_rules = rules;
    reading->out->source_rule_count = n;
    return ERR_OK;
}

static const struct row {
    const char *name;
    enum err_code (*read)(const struct reading *reading, const config_setting_t *setting, struct err *e);
} rows[] = {
    {"languages", read_languages},
    {"guess", read_guess},
    {"source_rules", read_source_rules},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

/* ---- the file ---- */

static enum err_code refuse_name(const struct reading *reading, const config_setting_t *setting, struct err *e) {
    struct str names = STR_EMPTY;
    for (size_t i = 0; i < ROW_COUNT; i++)
        names = arena_printf(reading->arena, "%.*s%s%s", STR_FMT(names), i ? ", " : "", rows[i].name);
    err_set(e, ERR_USAGE, "\"%s\" is no setting. There is: %.*s.", config_setting_name(setting), STR_FMT(names));
    return complain(reading, setting, e);
}

static enum err_code read_setting(const struct reading *reading, const config_setting_t *setting, struct err *e) {
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (strcmp(rows[i].name, config_setting_name(setting)) == 0)
            return rows[i].read(reading, setting, e);
    return refuse_name(reading, setting, e);
}

static enum err_code parse(const struct reading *reading, const char *text, config_t *config, struct err *e) {
    if (config_read_string(config, text) != CONFIG_TRUE)
        return err_set(e, ERR_USAGE,
                       "%s, line %d: %s. Look for a quotation mark, bracket or semicolon that is missing in "
                       "or before this line; man rastro-index has an example.",
                       reading->path, config_error_line(config), config_error_text(config));
    const config_setting_t *root = config_root_setting(config);
    enum err_code code = ERR_OK;
    for (int i = 0; !code && i < config_setting_length(root); i++)
        code = read_setting(reading, config_setting_get_elem(root, (unsigned)i), e);
    return code;
}

static bool includes_another(struct str text) {
    struct str line;
    while (text.n) {
        str_cut(text, '\n', &line, &text);
        if (str_starts(str_trim(line), STR("@include")))
            return true;
    }
    return false;
}

enum err_code settings_read(struct arena *arena, const char *collection, struct settings *out, struct err *e) {
    struct str path = arena_printf(arena, "%s/rastro.conf", collection), text;
    struct reading reading = {arena, path.p, out};
    *out = (struct settings){0};
    if (!file_exists(path.p))
        return ERR_OK;
    enum err_code code = file_read(arena, path.p, FILE_CAP, &text, e);
    if (code)
        return code;
    if (str_starts(text, BYTE_ORDER_MARK))
        text = str_slice(text, BYTE_ORDER_MARK.n, text.n);
    if (memchr(text.p, 0, text.n))
        return err_set(e, ERR_USAGE, "%s is no text: it has a NUL byte. Save it as UTF-8.", path.p);
    if (includes_another(text))
        return err_set(e, ERR_USAGE, "%s includes another file, which is not allowed. Write the settings in it.",
                       path.p);
    config_t config;
    config_init(&config);
    code = parse(&reading, text.p, &config, e);
    config_destroy(&config);
    return code;
}
