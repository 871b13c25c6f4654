/* Which language is a text in? (corpus/language.c) Sentences written for this test; `make eval-langid`
 * measures on many more. That a given language wins over a detected one is tested in test_document.c. */
#include "corpus/base/buf.h"
#include "corpus/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct language_detector *detector;

static int set_up(void **state) {
    (void)state;
    detector = language_detector_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    language_detector_free(&detector);
    return 0;
}

struct row {
    const char *language, *text;
};

static void check_rows(const struct row *rows, size_t n) {
    unsigned wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct language_guess guess = language_detect(detector, str_from(rows[i].text));
        bool known = guess.language != language_unknown();
        assert_true(guess.confidence >= 0 && guess.confidence <= 1 && known == (guess.confidence > 0));
        if (strcmp(guess.language->code, rows[i].language) == 0)
            continue;
        print_message("# %s, not %s: %s\n", guess.language->code, rows[i].language, rows[i].text);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void sentences(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"en", "The police station was opened above a shop, and nobody in the street knew what it was."},
        {"es", "La comisaría ocupa un piso en Madrid y nadie en la calle sabía lo que era."},
        {"pt", "A polícia não sabia que havia um escritório no segundo andar daquele prédio."},
        {"fr", "Le bureau se trouve près de la gare et personne ne savait ce qu'il y avait là."},
        {"it", "L'ufficio si trova vicino alla stazione e nessuno sapeva che cosa fosse."},
        {"ca", "L'oficina és a prop de l'estació i ningú no sabia què hi havia a dins."},
        {"gl", "A oficina está preto da estación e ninguén sabía o que había alí dentro."},
        {"ro", "Biroul se află lângă gară și nimeni nu știa ce este acolo, în clădirea aceea."},
        {"de", "Das Büro liegt in der Nähe des Bahnhofs, und niemand wusste, was es war."},
        {"nl", "Het kantoor ligt bij het station en niemand in de straat wist wat het was."},
        {"af", "Die kantoor is naby die stasie en niemand in die straat het geweet wat dit was nie."},
        {"sv", "Kontoret ligger nära stationen och ingen visste vad det var för något."},
        {"fi", "Toimisto sijaitsee aseman lähellä, eikä kukaan tiennyt, mikä se oli."},
        {"hu", "Az iroda a pályaudvar mellett van, és senki sem tudta, hogy mi az."},
        {"tr", "Büro istasyonun yakınında ve sokaktaki hiç kimse onun ne olduğunu bilmiyordu."},
        {"pl", "Biuro znajduje się w pobliżu dworca i nikt nie wiedział, co to jest."},
        {"el", "Το γραφείο βρίσκεται κοντά στον σταθμό και κανείς δεν ήξερε τι είναι."},
        {"vi", "Văn phòng nằm gần nhà ga và không ai biết nó là gì."},
        {"sw", "Ofisi hiyo iko karibu na kituo cha treni na hakuna mtu aliyejua ni nini."},
        {"so", "Xafiisku wuxuu ku yaal meel u dhow saldhigga, qofna ma garanayn waxa uu ahaa."},
        {"hi", "यह कार्यालय स्टेशन के पास है और किसी को नहीं पता था कि यह क्या है।"},
        {"mr", "हे कार्यालय स्थानकाजवळ आहे आणि ते काय आहे हे कोणालाही माहीत नव्हते."},
        {"am", "ቢሮው በጣቢያው አቅራቢያ ይገኛል፤ ማንም ምን እንደሆነ አያውቅም ነበር።"},
    };
    CHECK_ROWS(rows);
}

static void neighbours(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"ru", "Полиция не знала, что это было за учреждение, и никто его не видел."},
        {"uk", "Поліція не знала, що це була за установа, і ніхто її не бачив."},
        {"be", "Паліцыя не ведала, што гэта была за ўстанова, і ніхто яе не бачыў."},
        {"bg", "Полицията не знаеше какво е това учреждение и никой не го беше виждал."},
        {"mk", "Полицијата не знаеше што е оваа установа и никој не ја видел."},
        {"sr", "Полиција није знала шта је та установа и нико је није видео."},
        {"sr", "Policija nije znala gde je pre toga bilo preduzeće, i niko nije hteo da kaže istoriju te opštine."},
        {"sr", "Verovatno će vlada tek posle izbora promeniti mere, rekao je predsednik na sednici u sredu."},
        {"sr", "Međutim, čovek koji je video devojku u nedelju nije razumeo zašto je pobegla."},
        {"hr", "Također je rekao da će se čovjek vratiti u rujnu, nakon što natječaj bude objavljen."},
        {"bs", "Također je rekao da će se čovjek vratiti u septembru, nakon što takmičenje bude objavljeno."},
        {"hr", "Prošlog tjedna općina je dobila izvješće o tisuću putnika koji su u siječnju stigli vlakom."},
        {"bs", "Prošle sedmice općina je u januaru dobila izvještaj o historiji hiljadu putnika, također iz Sarajeva."},
        {"cs", "Policie nevěděla, který úřad to byl, a nikdo ho neviděl, protože byl zavřený."},
        {"sk", "Polícia nevedela, ktorý úrad to bol, a nikto ho nevidel, pretože bol zatvorený."},
        {"da", "Kontoret lå tæt på stationen, og ingen af os vidste, hvad det var, efter at de blev spurgt."},
        {"no", "Kontoret lå nær stasjonen, og ingen av oss visste hva det var, etter at de ble spurt."},
        {"nn", "Kontoret låg nær stasjonen, og ingen av oss visste kva det var, etter at dei vart spurde."},
        {"nn", "Ordninga gjeld dei fleste høgskulane, og moglegheitene for vidare utdanning er særleg gode."},
        {"no", "Ordningen gjelder de fleste høyskolene, og mulighetene for videre utdanning er særlig gode."},
        {"da", "Ordningen gælder de fleste højskoler, og mulighederne for videre uddannelse er særligt gode."},
        {"id", "Kantor itu tidak bisa dibuka karena polisi mengatakan bahwa uang itu hilang."},
        {"ms", "Pejabat itu tidak boleh dibuka kerana polis berkata bahawa wang itu hilang."},
        {"ar", "لم تكن الشرطة تعرف ما هذا المكتب الذي يقع بالقرب من المحطة."},
        {"fa", "پلیس نمی‌دانست که این دفتر نزدیک ایستگاه چیست و کسی آن را "
               "ندیده "
               "بود."},
        {"ur", "پولیس کو معلوم نہیں تھا کہ اسٹیشن کے قریب یہ دفتر کیا ہے۔"},
        {"ckb", "پۆلیس نەیدەزانی ئەم نووسینگەیە چییە کە لە نزیک وێستگەکەیە."},
        {"he", "המשטרה לא ידעה מה המשרד הזה שנמצא ליד התחנה."},
        {"yi", "די פּאָליציי האָט ניט געוואוסט וואָס דאָס איז געווען, און קיינער האָט עס ניט געזען."},
    };
    CHECK_ROWS(rows);
}

/* Chinese in both writings is one language; kana make Chinese characters Japanese, Hangul makes them Korean. */
static void east_asia(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"zh", "保护卫士发表了关于海外警察机构的报告。"},
        {"zh", "保護衛士發表了關於海外警察機構的報告。"},
        {"zh", "海外警察機構"},
        {"ja", "警察は駅の近くにある事務所が何であるかを知らなかった。"},
        {"ja", "東京の警察署"},
        {"zh", "青島の味上海海外警察機構報告"},
        {"ko", "경찰은 역 근처에 있는 사무실이 무엇인지 몰랐다."},
        {"ko", "경찰서"},
        {"th", "ตำรวจไม่รู้ว่าสำนักงานนั้นคืออะไร"},
        {"th", "ตำรวจ"},
        {"el", "Αστυνομία"},
        {"ka", "პოლიცია"},
        {"hy", "Ոստիկանություն"},
        {"am", "ፖሊስ"},
    };
    CHECK_ROWS(rows);
}

/* Names, numbers, signs, menus: in no language. */
static void short_texts_are_not_forced(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"und", ""},
        {"und", " \n"},
        {"und", "2022-09-13, 14:05 (12 %)"},
        {"und", "Málaga"},
        {"und", "Donald Trump"},
        {"und", "El País"},
        {"und", "Naira Trindade"},
        {"und", "Xi Jinping"},
        {"und", "Home | Contact"},
        {"und", "Fresnel Integrals (S20)"},
        {"und", "Путин"},
        {"und", "مدريد"},
        {"und", "👍👍👍 — … 🇪🇸"},
        {"und", "\xFF\xFE\xED\xA0\x80\xC3"},
        {"und", "\uE000\uE001\uFFFC\uFFFE\U0001FFFF"},
    };
    CHECK_ROWS(rows);
}

/* Sentences as they are met: with a name, a title, a word in another language. */
static void foreign_words_do_not_lead_astray(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"fr", "On se bat au corps à corps dans les rues de Bakhmout."},
        {"mk", "You Don't Know Me е песна од 1955 година."},
        {"es", "Según el New York Times, la Safeguard Defenders de Madrid no lo sabía."},
        {"ru", "Компания Apple Inc. не ответила на вопросы газеты New York Times, которые были заданы."},
        {"zh", "Safeguard Defenders 发表了关于海外警察机构的报告，西班牙政府没有回答。"},
    };
    CHECK_ROWS(rows);
}

static void repeat(struct buf *out, const char *sentence, unsigned times) {
    for (unsigned i = 0; i < times; i++) {
        buf_add_c(out, sentence);
        buf_add_byte(out, '\n');
    }
}

static void of_several_languages_the_largest(void **state) {
    (void)state;
    static const char *const spanish = "La comisaría ocupa un piso en Madrid y nadie en la calle sabía lo que era.";
    static const char *const english = "The police station was opened above a shop, and nobody knew what it was.";
    struct buf text;
    buf_init(&text);
    repeat(&text, spanish, 20);
    repeat(&text, english, 8);
    struct language_guess guess = language_detect(detector, buf_str(&text));
    assert_string_equal(guess.language->code, "es");
    assert_true(guess.confidence > 0.5 && guess.confidence < 0.95);
    repeat(&text, english, 40);
    guess = language_detect(detector, buf_str(&text));
    assert_string_equal(guess.language->code, "en");
    assert_true(guess.confidence > 0.5 && guess.confidence < 0.95);
    buf_fini(&text);
}

/* The beginning, the middle and the end are looked at: a preface does not decide. */
static void a_long_text_by_its_whole(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text);
    repeat(&text, "This document was scanned by the library and is given to the public as it is.", 250);
    repeat(&text, "Поліція не знала, що це була за установа, і ніхто її не бачив.", 20000);
    assert_string_equal(language_detect(detector, buf_str(&text)).language->code, "uk");
    buf_clear(&text);
    while (text.n < 1 << 20)
        buf_add_c(&text, "\xE4\xB8");
    language_detect(detector, buf_str(&text));
    buf_fini(&text);
}

/* The same detector gives the same answer, whatever it was asked before. */
static void no_memory_of_other_texts(void **state) {
    (void)state;
    struct str text = STR("Prošlog tjedna općina je dobila izvješće.");
    struct language_guess first = language_detect(detector, text);
    for (unsigned i = 0; i < 5; i++) {
        language_detect(detector, STR("Prošle sedmice općina je u januaru dobila izvještaj o historiji."));
        struct language_guess again = language_detect(detector, text);
        assert_ptr_equal(again.language, first.language);
        assert_true(again.confidence >= first.confidence && again.confidence <= first.confidence);
    }
}

static void check_expecting(const char *code, struct str text, const char *want) {
    const struct language *expected = language_find(str_from(code));
    language_detector_expect(detector, &expected, expected ? 1 : 0);
    assert_string_equal(language_detect(detector, text).language->code, want);
    language_detector_expect(detector, NULL, 0);
}

/* An expected language decides where neighbours do not part; clear evidence for another one stands. */
static void the_expected_one_where_the_evidence_is_near(void **state) {
    (void)state;
    struct str near = STR("Policija nije znala da je on bio na ulici i da su ga svi tražili cijelu noć.");
    check_expecting("hr", near, "hr");
    check_expecting("bs", near, "bs");
    struct str bosnian = STR("Prošle sedmice općina je u januaru dobila izvještaj o historiji hiljadu putnika.");
    check_expecting("hr", bosnian, "bs");
    struct str croatian = STR("Prošlog tjedna općina je u siječnju dobila izvješće o povijesti tisuću putnika.");
    check_expecting("bs", croatian, "hr");
    struct str norwegian = STR("Det er mange av dem som bor der.");
    check_expecting("nn", norwegian, "nn");
    check_expecting("nb", norwegian, "no");
    struct str french = STR("Le bureau se trouve près de la gare et personne ne savait ce qu'il y avait là.");
    check_expecting("es", french, "fr");
    check_expecting("", near, language_detect(detector, near).language->code);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_expected_one_where_the_evidence_is_near),
        cmocka_unit_test(sentences),
        cmocka_unit_test(neighbours),
        cmocka_unit_test(east_asia),
        cmocka_unit_test(short_texts_are_not_forced),
        cmocka_unit_test(foreign_words_do_not_lead_astray),
        cmocka_unit_test(of_several_languages_the_largest),
        cmocka_unit_test(a_long_text_by_its_whole),
        cmocka_unit_test(no_memory_of_other_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
