/* What rastro.conf may say, and the sentences for what it may not (indexer/settings.h). */
#include "corpus/base/arena.h"
#include "corpus/base/file.h"
#include "indexer/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct err e;
static char folder[] = "/tmp/rastro-test-settings-XXXXXX";

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return file_remove_tree(folder, &e) != ERR_OK;
}

static enum err_code read_bytes(struct str bytes, struct settings *settings) {
    struct str path = arena_printf(arena, "%s/rastro.conf", folder);
    if (file_replace(path.p, bytes, &e) != ERR_OK)
        fail_msg("%s", e.text);
    return settings_read(arena, folder, settings, &e);
}

static void none_is_fine(void **state) {
    (void)state;
    struct settings settings;
    assert_int_equal(settings_read(arena, folder, &settings, &e), ERR_OK);
    assert_int_equal(settings.language_count, 0);
    assert_int_equal(read_bytes(STR(""), &settings), ERR_OK);
    assert_int_equal(read_bytes(STR("# nothing yet\n"), &settings), ERR_OK);
    assert_int_equal(settings.language_count, 0);
}

static void languages(void **state) {
    (void)state;
    static const char *const written[] = {
        "languages = [\"es\", \"en\"];",
        "languages = (\"Spanish\", \"eng\")",
        "\xEF\xBB\xBF# as Windows saves it\r\nlanguages : [\r\n  \"es\", # what most are in\r\n  \"en-GB\"\r\n]\r\n",
    };
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct settings settings;
        if (read_bytes(str_from(written[i]), &settings))
            fail_msg("%s", e.text);
        assert_int_equal(settings.language_count, 2);
        assert_string_equal(settings.languages[0]->code, "es");
        assert_string_equal(settings.languages[1]->code, "en");
    }
}

static void what_is_not_understood_is_said(void **state) {
    (void)state;
    static const struct {
        const char *written;
        const char *said;
    } rows[] = {
        {"languages = [\"es\", \"klingon\"];", "/rastro.conf, line 1: \"klingon\" in \"languages\" is no language"},
        {"languages = [\n  \"es\",\n  \"klingon\"\n];", "/rastro.conf, line 1: \"klingon\""},
        {"languages = [\"es\", \"und\"];", "\"und\" in \"languages\" is no language"},
        {"\nlanguages = \"es\";", "/rastro.conf, line 2: \"languages\" must be a list"},
        {"languages = [];", "at least one language"},
        {"languages = [7];", "\"a value that is no text\""},
        {"languages = { es = true; };", "must be a list"},
        {"langauges = [\"es\"];", "/rastro.conf, line 1: \"langauges\" is no setting. There is: languages, "},
        {"\n\nlanguages = [\"es\";\n", "/rastro.conf, line 3: syntax error"},
        {"languages = [\"es\"];\nlanguages = [\"en\"];\n", "/rastro.conf, line 2: duplicate setting"},
        {"guess = 1;", "either true or false"},
        {"source_rules = ();", "source_rules = ( { host ="},
        {"source_rules = ( { host = \"a.example\"; type = \"ngo\"; },\n{ host = \"b.example\"; type = \"nogo\"; } );",
         "Rule 2 of \"source_rules\" is not understood"},
        {"source_rules = ( { host = \"a.example\"; } );", "Rule 1"},
        {"source_rules = ( { host = \"a.example\"; name = \"A\"; type = \"ngo\"; } );", "Rule 1"},
        {"source_rules = ( { host = \"a.example\"; type = \"ngo\"; colour = \"red\"; } );", "Rule 1"},
        {"source_rules = ( { host = \"a.example\"; country = \"Atlantis\"; } );", "Rule 1"},
        {"  @include \"/etc/passwd\"\n", "includes another file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings settings;
        assert_int_equal(read_bytes(str_from(rows[i].written), &settings), ERR_USAGE);
        if (!strstr(e.text, rows[i].said))
            fail_msg("%s\n  was answered: %s", rows[i].written, e.text);
    }
    struct settings settings;
    assert_int_equal(read_bytes(STR("languages = [\"es\"];\0 more"), &settings), ERR_USAGE);
    assert_non_null(strstr(e.text, "NUL"));
}

static void guesses_and_rules(void **state) {
    (void)state;
    struct settings settings;
    assert_int_equal(read_bytes(STR(""), &settings), ERR_OK);
    assert_false(settings.no_guesses);
    assert_int_equal(settings.source_rule_count, 0);
    if (read_bytes(STR("guess = false;\nsource_rules = (\n  { host = \"example.org\"; type = \"ngo\"; country = "
                       "\"Spain\"; },\n"
                       "  { name = \"Beispieler Bote\"; type = \"news\"; }\n);\n"),
                   &settings))
        fail_msg("%s", e.text);
    assert_true(settings.no_guesses);
    assert_int_equal(settings.source_rule_count, 2);
    assert_int_equal(settings.source_rules[0].where, SOURCE_RULE_HOST);
    assert_string_equal(settings.source_rules[0].country, "Spain");
    assert_int_equal(settings.source_rules[1].where, SOURCE_RULE_NAME);
    assert_string_equal(settings.source_rules[1].patterns, "Beispieler Bote");
    assert_string_equal(settings.source_rules[1].country, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_is_fine),
        cmocka_unit_test(languages),
        cmocka_unit_test(guesses_and_rules),
        cmocka_unit_test(what_is_not_understood_is_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
