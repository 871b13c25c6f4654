/* Words that say nothing about what a text is about: the lists are whole and clean, and tell a question's language
 * (corpus/function_words.c). */
#include "corpus/function_words.h"

#include "corpus/base/strmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct tokens *tokens;
static struct function_words *words;

static const struct {
    const char *codes, *words;
} rows[] = {
#define X(codes, words) {codes, words},
#include "corpus/function_words.def"
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
#define QUESTION_MAX 40

static int set_up(void **state) {
    (void)state;
    tokens = tokens_new();
    words = function_words_new(tokens);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    function_words_free(&words);
    tokens_free(&tokens);
    return 0;
}

static const struct language *language(const char *code) {
    const struct language *found = language_find(str_from(code));
    assert_non_null(found);
    return found;
}

/* The folded words of a text, as ranking asks for them. */
static size_t fold_words(const char *text, struct str *out) {
    struct token token;
    size_t n = 0;
    tokens_begin(tokens, str_from(text), language_unknown());
    while (tokens_next(tokens, &token) && n < QUESTION_MAX)
        if (token.word_begins)
            out[n++] = token.kind == TOKEN_PIECE ? token.word : token.folded;
    return n;
}

/* Calls `check` for every code of every row. */
static void each_language(void (*check)(struct str code, const char *list)) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct str code, rest = str_from(rows[i].codes);
        while (rest.n > 0) {
            str_cut(rest, ' ', &code, &rest);
            check(code, rows[i].words);
        }
    }
}

static void check_row(struct str code, const char *list) {
    static struct str met[2 * ROW_COUNT];
    static size_t n;
    const struct language *row = language_find(code);
    assert_true(list && row && str_eq_c(code, row->code));
    assert_true(function_words_known(words, row));
    for (size_t i = 0; i < n; i++)
        assert_false(str_eq(met[i], code));
    met[n++] = code;
}

static void every_language_that_is_named_has_a_list(void **state) {
    (void)state;
    static const char *const wanted[] = {"en", "es", "fr", "de", "it", "pt", "nl", "ca", "gl", "ro", "ru",
                                         "uk", "be", "bg", "sr", "hr", "bs", "sl", "mk", "pl", "cs", "sk",
                                         "sv", "da", "no", "nb", "nn", "fi", "et", "hu", "lt", "lv", "el",
                                         "tr", "az", "ar", "fa", "ur", "he", "hi", "bn", "id", "ms", "vi",
                                         "ko", "zh", "ja", "th", "sw", "eo", "ga", "cy", "eu", "ka", "hy"};
    each_language(check_row);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_true(function_words_known(words, language(wanted[i])));
    assert_false(function_words_known(words, language_unknown()));
    assert_false(function_words_have(words, language_unknown(), STR("the")));
}

/* One entry: a single token, or the pieces of one word; not met before in its list once folded. */
static void check_entry(const struct language *of, struct str entry, struct strmap *met) {
    struct token token;
    struct buf folded;
    size_t count = 0;
    bool pieces = false, is_new;
    buf_init(&folded);
    tokens_begin(tokens, entry, of);
    for (; tokens_next(tokens, &token); count++) {
        pieces = pieces || token.kind == TOKEN_PIECE;
        buf_add_str(&folded, token.folded);
    }
    if (count == 0 || (count > 1 && !pieces))
        fail_msg("%s: \"%.*s\" is %zu tokens", of->code, STR_FMT(entry), count);
    strmap_put(met, buf_str(&folded), &is_new);
    if (!is_new)
        fail_msg("%s: \"%.*s\" is in the list twice", of->code, STR_FMT(entry));
    assert_true(function_words_have(words, of, buf_str(&folded)));
    buf_fini(&folded);
}

static void check_entries(struct str code, const char *list) {
    struct strmap *met = strmap_new();
    struct str entry, rest = str_from(list);
    while (rest.n > 0) {
        str_cut(rest, ' ', &entry, &rest);
        check_entry(language_find(code), entry, met);
    }
    assert_in_range(strmap_count(met), 75, 800);
    strmap_free(&met);
}

static void every_entry_is_one_word_once(void **state) {
    (void)state;
    each_language(check_entries);
}

/* What a text is about: police, state, court, war, money, people, and words that look like small ones. */
static void words_of_content_are_not_in(void **state) {
    (void)state;
    static const struct {
        const char *code, *text;
    } content[] = {
        {"en", "police government war minister money people court year mine may us won state said oil"},
        {"es", "policía gobierno guerra ministro dinero gente tribunal estado haya poder año hecho oro"},
        {"fr", "police gouvernement guerre ministre argent personne cour état pouvoir été car or point"},
        {"de", "polizei regierung krieg minister geld leute gericht staat macht jahr stadt recht"},
        {"it", "polizia governo guerra ministro soldi stato stati potere anno legge tribunale"},
        {"pt", "polícia governo guerra ministro dinheiro são paulo poder caso estado ia ano"},
        {"nl", "politie regering oorlog minister geld mensen weer rechter jaar staat"},
        {"ca", "policia govern guerra ministre diners estat poder can força"},
        {"gl", "policía goberno guerra ministro poder estado"},
        {"ro", "poliția guvern război ministru bani stat nouă lege"},
        {"ru", "полиция правительство война министр деньги суд закон мир год"},
        {"uk", "поліція уряд війна міністр гроші суд закон світ рік"},
        {"be", "паліцыя урад вайна міністр грошы суд закон"},
        {"bg", "полиция правителство война министър пари съд закон права"},
        {"mk", "полиција влада војна министер пари суд закон"},
        {"sr", "полиција влада рат министар новац суд policija vlada rat ministar novac sud"},
        {"hr", "policija vlada rat ministar novac sud zakon pravo"},
        {"bs", "policija vlada rat ministar novac sud zakon"},
        {"sl", "policija vlada vojna minister denar sodišče zakon"},
        {"pl", "policja rząd wojna minister pieniądze państwo sąd prawo władza"},
        {"cs", "policie vláda válka ministr peníze stát soud moc moci zákon"},
        {"sk", "polícia vláda vojna minister peniaze štát súd moc"},
        {"sv", "polisen regering krig minister pengar stat domstol lag"},
        {"da", "politi regering krig minister penge stat ret lov"},
        {"nb", "politi regjering krig minister penger stat domstol lov"},
        {"nn", "politi regjering krig minister pengar stat domstol lov"},
        {"fi", "poliisi hallitus sota ministeri raha valtio oikeus nimi"},
        {"et", "politsei valitsus sõda minister raha riik kohus"},
        {"hu", "rendőrség kormány háború miniszter pénz állam bíróság"},
        {"lt", "policija vyriausybė karas ministras pinigai valstybė teismas"},
        {"lv", "policija valdība karš ministrs nauda valsts tiesa"},
        {"el", "αστυνομία κυβέρνηση πόλεμος υπουργός χρήματα κράτος μέσα ενημέρωσης"},
        {"tr", "polis hükümet savaş bakan para devlet mahkeme doğru yüz"},
        {"az", "polis hökumət müharibə nazir pul dövlət məhkəmə"},
        {"ar", "الشرطة حكومة حرب وزير مال دولة محكمة"},
        {"fa", "پلیس دولت جنگ وزیر پول دادگاه"},
        {"ur", "پولیس حکومت جنگ وزیر پیسہ عدالت"},
        {"he", "משטרה ממשלה מלחמה שר כסף מדינה דרך"},
        {"hi", "पुलिस सरकार युद्ध मंत्री पैसा अदालत"},
        {"bn", "পুলিশ সরকার যুদ্ধ মন্ত্রী টাকা আদালত"},
        {"id", "polisi pemerintah perang menteri uang negara pengadilan"},
        {"ms", "polis kerajaan perang menteri wang negara mahkamah"},
        {"vi", "đảng tội nhật môi thế giới sông cảnh sát chính phủ nước"},
        {"ko", "경찰 정부 전쟁 장관 돈 국가 법원 약"},
        {"zh", "警察 政府 战争 部长 钱 国家 法院 中 人"},
        {"ja", "警察 政府 戦争 大臣 金 国家 裁判所 中 人"},
        {"th", "ตำรวจ รัฐบาล สงคราม รัฐมนตรี เงิน ศาล"},
        {"sw", "polisi serikali vita waziri pesa nchi mahakama"},
        {"eo", "polico registaro milito ministro mono ŝtato"},
        {"ga", "gardaí rialtas cogadh aire airgead stát"},
        {"cy", "heddlu llywodraeth rhyfel gweinidog arian"},
        {"eu", "polizia gobernu gerra ministro diru estatu"},
        {"ka", "პოლიცია მთავრობა ომი მინისტრი ფული"},
        {"hy", "ոստիկանություն կառավարություն պատերազմ նախարար"},
    };
    for (size_t i = 0; i < sizeof content / sizeof *content; i++) {
        struct str folded[QUESTION_MAX];
        size_t n = fold_words(content[i].text, folded);
        for (size_t k = 0; k < n; k++)
            if (function_words_have(words, language(content[i].code), folded[k]))
                fail_msg("%s: \"%.*s\" is a word of content", content[i].code, STR_FMT(folded[k]));
    }
}

static void what_stands_before_an_apostrophe(void **state) {
    (void)state;
    static const char *const in[] = {"l", "d", "qu", "jusqu", "dell", "all", "nell", "sull"};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(function_words_elided(words, str_from(in[i])));
    static const char *const out[] = {"", "o", "eau", "acqua", "sant", "grand", "the", "saint", "rock"};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        assert_false(function_words_elided(words, str_from(out[i])));
}

static const struct language *asked_in(const char *question, const struct language *const *among, size_t n) {
    struct str folded[QUESTION_MAX];
    return function_words_language(words, folded, fold_words(question, folded), among, n);
}

static void the_first_of_equals(void **state) {
    (void)state;
    const struct language *both[] = {language("es"), language("pt")}, *turned[] = {both[1], both[0]};
    assert_ptr_equal(asked_in("ministros de defesa", both, 2), language("es"));
    assert_ptr_equal(asked_in("ministros de defesa", turned, 2), language("pt"));
    assert_ptr_equal(asked_in("quem são os ministros da defesa", both, 2), language("pt"));
    assert_null(asked_in("protesta", both, 2));
    assert_null(asked_in("", both, 2));
    assert_null(asked_in("de la", both, 0));
}

/* Among all languages that have a list, the largest collections of a press archive first. */
static const char *const order[] = {"en", "es", "zh", "fr", "de", "ru", "ar", "pt", "it", "nl", "ja", "pl", "tr", "uk",
                                    "fa", "id", "vi", "ko", "cs", "sv", "el", "hu", "ro", "fi", "da", "nb", "th", "he",
                                    "hi", "bg", "ca", "sr", "hr", "sk", "lt", "sl", "et", "lv", "ur", "bn", "sw", "ms",
                                    "be", "mk", "bs", "az", "gl", "ka", "hy", "eu", "nn", "ga", "cy", "eo"};

static void the_language_of_a_question(void **state) {
    (void)state;
    static const struct {
        const char *code, *question;
    } rows_asked[] = {
        {"en", "Who is the minister of the interior?"},
        {"en", "How many police officers were killed in Paris?"},
        {"es", "¿Quién es el ministro del Interior?"},
        {"es", "cuántos policías murieron en las protestas"},
        {"fr", "Qui est le ministre de l’Intérieur ?"},
        {"fr", "combien de policiers ont été tués à Nice"},
        {"fr", "où se trouve le siège d'Interpol"},
        {"de", "Wer ist der Innenminister von Österreich?"},
        {"de", "Wie viele Menschen wurden bei dem Anschlag getötet"},
        {"it", "Chi è il ministro dell'Interno?"},
        {"it", "quanti agenti sono morti nella strage"},
        {"pt", "Quem é o ministro da Justiça do Brasil?"},
        {"pt", "quantos policiais foram mortos pela milícia"},
        {"nl", "Wie is de minister van Justitie?"},
        {"nl", "hoeveel agenten zijn er in het land"},
        {"ru", "Кто является министром внутренних дел?"},
        {"ru", "сколько полицейских было убито в Москве"},
        {"uk", "Хто є міністром внутрішніх справ України?"},
        {"uk", "скільки поліцейських загинуло під час протестів"},
        {"pl", "Kto jest ministrem spraw wewnętrznych?"},
        {"pl", "ilu policjantów zginęło podczas zamieszek"},
        {"cs", "Kdo je ministrem vnitra a kde se narodil?"},
        {"sv", "Vem är polischef i Stockholm och när tillträdde han?"},
        {"fi", "Kuka on sisäministeri ja milloin hän aloitti?"},
        {"hu", "Ki a belügyminiszter és hol született?"},
        {"ro", "Cine este ministrul de interne și când a fost numit?"},
        {"tr", "İçişleri bakanı kimdir ve nerede doğdu?"},
        {"el", "Ποιος είναι ο υπουργός Εσωτερικών;"},
        {"bg", "Кой е министърът на вътрешните работи и кога е роден?"},
        {"ca", "Quants agents dels Mossos van ser ferits?"},
        {"ar", "من هو وزير الداخلية في مصر؟"},
        {"ar", "كم عدد رجال الشرطة الذين قتلوا في بغداد"},
        {"fa", "وزیر کشور ایران کیست و در کجا به دنیا آمد؟"},
        {"he", "מי הוא השר לביטחון פנים של ישראל?"},
        {"hi", "भारत के गृह मंत्री कौन हैं?"},
        {"id", "Siapa menteri dalam negeri yang telah ditunjuk itu?"},
        {"ko", "내무부 장관은 누구인가요?"},
        {"zh", "誰是公安部的部長？"},
        {"zh", "为什么警察在海外设立了多少个服务站"},
        {"ja", "警察庁長官は誰ですか"},
        {"th", "ใครคือผู้บัญชาการตำรวจ"},
        {"sw", "Nani ni waziri wa mambo ya ndani?"},
        {"vi", "ai là bộ trưởng công an của Việt Nam"},
        {"lt", "Kas yra vidaus reikalų ministras ir kada jis gimė"},
    };
    enum { COUNT = sizeof order / sizeof *order };
    const struct language *among[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        among[i] = language(order[i]);
    for (size_t i = 0; i < sizeof rows_asked / sizeof *rows_asked; i++) {
        const struct language *told = asked_in(rows_asked[i].question, among, COUNT);
        if (told != language(rows_asked[i].code))
            fail_msg("\"%s\" is %s, not %s", rows_asked[i].question, rows_asked[i].code, told ? told->code : "none");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_that_is_named_has_a_list),
        cmocka_unit_test(every_entry_is_one_word_once),
        cmocka_unit_test(words_of_content_are_not_in),
        cmocka_unit_test(what_stands_before_an_apostrophe),
        cmocka_unit_test(the_first_of_equals),
        cmocka_unit_test(the_language_of_a_question),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
