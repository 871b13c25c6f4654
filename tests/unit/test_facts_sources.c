/* What kind of source, and from where? (indexer/facts/sources.c) */
#include "indexer/facts/sources.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct tokens *tokens;
static struct sources *sources;
static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    tokens = tokens_new();
    sources = sources_new(tokens);
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sources_free(&sources);
    tokens_free(&tokens);
    arena_free(&arena);
    return 0;
}

struct row {
    const char *host, *name, *type, *country; /* "" for unknown */
};

static void check_rows(const struct row *rows, size_t n) {
    unsigned wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct source_question question = {STR_EMPTY, str_from(rows[i].host), str_from(rows[i].name), STR_EMPTY};
        struct source_answer answer;
        sources_find(sources, arena, &question, &answer);
        const char *type = answer.type ? answer.type->code : "", *country = answer.country ? answer.country->code : "";
        assert_true((answer.type != NULL) == (answer.type_from.n > 0));
        assert_true((answer.country != NULL) == (answer.country_from.n > 0));
        if (strcmp(type, rows[i].type) == 0 && strcmp(country, rows[i].country) == 0)
            continue;
        print_message("# «%s» «%s»: «%s» «%s», not «%s» «%s» (%s; %s)\n", rows[i].host, rows[i].name, type, country,
                      rows[i].type, rows[i].country, answer.type_from.p, answer.country_from.p);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void hosts(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"www.state.gov", "", "government", "US"},
        {"www.interior.gob.es", "", "government", "ES"},
        {"international.gc.ca", "", "government", "CA"},
        {"www.gov.br", "", "government", "BR"},
        {"police.gov.uk", "", "government", "GB"},
        {"www.mofa.go.jp", "", "government", "JP"},
        {"www.bundestag.de", "", "government", "DE"},
        {"mvd.ru", "", "government", "RU"},
        {"commission.europa.eu", "", "intergovernmental", "EU"},
        {"news.un.org", "", "intergovernmental", ""},
        {"www.coe.int", "", "intergovernmental", ""},
        {"www.amnesty.org", "", "ngo", "GB"},
        {"www.hrw.org", "", "ngo", "US"},
        {"rsf.org", "", "ngo", "FR"},
        {"www.reuters.com", "", "news", "GB"},
        {"news.example.fr", "", "news", "FR"},
        {"eldiario-de-example.es", "", "news", "ES"},
        {"newsofvalencia.com", "", "news", ""},
        {"beispiel-zeitung.de", "", "news", "DE"},
        {"www.example.org", "", "", ""}, /* .org alone is nobody */
        {"www.example.tv", "", "", ""},  /* not Tuvalu */
        {"example.io", "", "", ""},
        {"example.ai", "", "", ""},
        {"example.me", "", "", ""},
        {"example.co", "", "", ""},
        {"example.com.co", "", "", "CO"},
        {"somebody.wordpress.com", "", "other", ""},
        {"xn--d1abbgf6aiiy.xn--p1ai", "", "", "RU"},
        {"example.co.uk", "", "", "GB"},
        {"govern-yourself.com", "", "", ""},
        {"notgov.com", "", "", ""},
        {"", "", "", ""},
        {".", "", "", ""},
        {"..gov.br", "", "government", "BR"},
    };
    CHECK_ROWS(rows);
}

static void names(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", "Ministry of Justice", "government", ""},
        {"", "Ministerio del Interior", "government", ""},
        {"", "MINISTÈRE DE L'INTÉRIEUR", "government", ""},
        {"", "Министерство внутренних дел", "government", ""},
        {"", "Ministerstvo vnitra", "government", ""},
        {"", "وزارة الداخلية", "government", ""},
        {"", "İçişleri Bakanlığı", "government", ""},
        {"", "外交部", "government", ""},
        {"", "Congreso de los Diputados", "government", "ES"},
        {"", "Metropolitan Police", "government", ""},
        {"", "Amnesty International", "ngo", "GB"},
        {"", "Reporters sans frontières", "ngo", "FR"},
        {"", "Fundación Example", "ngo", ""},
        {"", "Uganda Human Rights Network", "ngo", ""},
        {"", "UN Human Rights Council", "intergovernmental", ""},
        {"", "European Commission", "intergovernmental", ""},
        {"", "The Example Times", "news", ""},
        {"", "Beispieler Zeitung", "news", ""},
        {"", "読売新聞", "news", "JP"},
        {"", "Газета «Пример»", "news", ""},
        {"", "صحيفة المثال", "news", ""},
        {"", "news.example.fr", "news", "FR"}, /* named by its address */
        {"", "Universidad de Valencia", "other", ""},
        {"", "Jane Doe", "", ""},
        {"www.example.org", "Ministry of Justice", "government", ""},
    };
    CHECK_ROWS(rows);
}

static void addresses_and_texts(void **state) {
    (void)state;
    static const struct {
        const char *url, *host, *text, *type;
    } rows[] = {
        {"https://example.com/noticias/2021/1.html", "example.com", "", "news"},
        {"/news/world-1", "", "", "news"},
        {"https://example.org/news/1", "example.org", "", ""}, /* everybody there has news */
        {"https://example.com/blog/1", "example.com", "", "other"},
        {"", "", "MADRID (Reuters) - An office was opened.", "news"},
        {"", "", "The office is closed, the mayor said. It would stay so, she added, and nobody told her why.", "news"},
        {"", "", "Канцеларията е затворена, заяви кметът. Така ще остане, добави тя.", "news"},
        {"", "", "Mr. President, my delegation thanks you.", "government"},
        {"", "", "We keep our shop open on Mondays. Come and see.", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source_question question = {str_from(rows[i].url), str_from(rows[i].host), STR_EMPTY,
                                           str_from(rows[i].text)};
        struct source_answer answer;
        sources_find(sources, arena, &question, &answer);
        assert_string_equal(answer.type ? answer.type->code : "", rows[i].type);
    }
}

static void rules_of_the_collection(void **state) {
    (void)state;
    struct err e;
    struct sources *own = sources_new(tokens);
    struct source_rule host = {SOURCE_RULE_HOST, "example.org|reuters.com", "ngo", "PT"};
    struct source_rule name = {SOURCE_RULE_NAME, "jane doe", "news", ""};
    struct source_rule wrong = {SOURCE_RULE_HOST, "example.net", "newspaperish", ""};
    assert_int_equal(sources_add(own, &host, &e), ERR_OK);
    assert_int_equal(sources_add(own, &name, &e), ERR_OK);
    assert_int_equal(sources_add(own, &wrong, &e), ERR_USAGE);
    assert_non_null(strstr(e.text, "newspaperish"));
    static const struct row rows[] = {
        {"www.example.org", "", "ngo", "PT"}, {"reuters.com", "", "ngo", "PT"}, {"", "Jane Doe", "news", ""}};
    struct sources *kept = sources;
    sources = own;
    CHECK_ROWS(rows);
    sources = kept;
    sources_free(&own);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts),
        cmocka_unit_test(names),
        cmocka_unit_test(addresses_and_texts),
        cmocka_unit_test(rules_of_the_collection),
    };
    return cmocka_run_group_tests_name("facts_sources", tests, set_up, tear_down);
}
