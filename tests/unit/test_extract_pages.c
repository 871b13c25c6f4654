/* Pages become text: running heads, page numbers, broken lines and words, columns; and PDF, which is read so. */
#include "tests/unit/extracted.h"

#include "indexer/extract/pages.h"

#include <unistd.h>

static struct pages clean(struct arena *arena, enum pages_kind kind, const char *text) {
    struct pages pages;
    pages_clean(arena, str_from(text), kind, &pages);
    return pages;
}

static void test_heads_and_numbers(void **state) {
    struct pages p = clean(*state, PAGES_OF_PDF,
                           "A/EX/1/7\nPage 1\n\nThe first page has a long line of text to\nmeasure, it ends without a stop in the\nmiddle of a\n\f"
                           "A/EX/1/7\nPage 2\n\nsentence that goes on. 2021\n\f"
                           "A/EX/1/7\nPage 3\n\nA third page, it is a paragraph.\n\f");
    assert_says(p.text, "The first page has a long line of text to measure, it ends without a stop in the middle of a sentence "
                        "that goes on. 2021\n\nA third page, it is a paragraph.");
    assert_true(str_starts(p.raw, STR("A/EX/1/7\nPage 1\n")));
    assert_int_equal(p.count, 3);
    /* Numbers that count the pages go, others stay. */
    p = clean(*state, PAGES_OF_PDF, "Alpha beta\n\n- 7 -\n\fGamma delta\n\n- 8 -\n\fIn the year\n\n1984\n\f");
    assert_says(p.text, "Alpha beta\n\nGamma delta\n\nIn the year\n\n1984");
    /* Nothing repeats but the text itself. */
    p = clean(*state, PAGES_OF_PDF, "Slide 1\n\fSlide 2\n\fSlide 3\n\f");
    assert_says(p.text, "Slide 1\n\nSlide 2\n\nSlide 3");
    assert_int_equal(p.raw.n, 0);
}

static void test_lines(void **state) {
    struct pages p = clean(*state, PAGES_OF_PDF,
                           "1.\nThe delegation stated that the inter-\nnational police and the self-\ngoverning island, which is self-governing,\n"
                           "met. The Attorney-\nGeneral spoke for long about the matter.\nShort end.\n2.\nNext item in a line as long as 海外警务\n服务站 goes on in this long line.\n"
                           "• a point\n• another");
    assert_says(p.text, "1. The delegation stated that the international police and the self-governing island, which is self-governing, "
                        "met. The Attorney-General spoke for long about the matter. Short end.\n\n2. Next item in a line as long as 海外警务服务站 goes on "
                        "in this long line.\n\n• a point\n\n• another");
    p = clean(*state, PAGES_OF_PDF, "The AttorneyGeneral met the Attorney-General.");
    assert_says(p.text, "The Attorney-General met the Attorney-General.");
}

static void test_typed_text(void **state) {
    /* Broken at some width: joined. */
    struct pages p = clean(*state, PAGES_OF_TEXT,
                           "The government said on Monday that it would close the three\noffices abroad, and that those who had run them would be\n"
                           "called to the ministry in the course of the week.\n\nSecond paragraph.");
    assert_says(p.text, "The government said on Monday that it would close the three offices abroad, and that those who had run them "
                        "would be called to the ministry in the course of the week.\n\nSecond paragraph.");
    /* Verses and addresses stay as they are, and so does a text with a paragraph a line. */
    p = clean(*state, PAGES_OF_TEXT, "Calle Mayor 1\n28001 Madrid\nEspaña\n\nA\nB");
    assert_says(p.text, "Calle Mayor 1\n28001 Madrid\nEspaña\n\nA\nB");
    assert_int_equal(p.raw.n, 0);
}

static void test_columns(void **state) {
    struct buf text, left, right;
    buf_init(&text);
    buf_init(&left);
    buf_init(&right);
    for (int i = 0; i < 10; i++) {
        buf_addf(&text, "línea izquierda que llena su columna %d    right hand line fills its column %d\n", i, i);
        buf_addf(&left, "%slínea izquierda que llena su columna %d", i ? " " : "", i);
        buf_addf(&right, "%sright hand line fills its column %d", i ? " " : "", i);
    }
    buf_add_c(&left, "\n\n");
    buf_add_str(&left, buf_str(&right));
    struct pages p = clean(*state, PAGES_OF_TEXT, text.data);
    (void)left;
    size_t r = (size_t)((char *)memmem(p.text.p, p.text.n, "right", 5) - p.text.p);
    assert_null(memmem(p.text.p + r, p.text.n - r, "izquierda", 9));
    /* A table is none. */
    buf_clear(&text);
    for (int i = 0; i < 10; i++)
        buf_addf(&text, "Row number %d with its own words    %d\n", i, i);
    p = clean(*state, PAGES_OF_TEXT, text.data);
    assert_true(str_starts(p.text, STR("Row number 0 with its own words 0\n")));
    buf_fini(&text);
    buf_fini(&left);
    buf_fini(&right);
}

#define OBJ(n, inner) #n " 0 obj\n" inner "\nendobj\n"
#define STREAM(content) "<< /Length 4000 >>\nstream\n" content "\nendstream"

/* Written without a table of its objects, which pdftotext makes up. */
static struct extracted *pdf(struct arena *arena, const char *content, const char *info) {
    struct str file = arena_printf(arena,
                                   "%%PDF-1.4\n" OBJ(1, "<< /Type /Catalog /Pages 2 0 R >>") OBJ(2, "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>")
                                       OBJ(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 7 0 R >> >> >>")
                                           OBJ(4, STREAM("%s")) OBJ(5, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>")
                                               OBJ(6, "<< %s >>") OBJ(7, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
                                   "trailer << /Root 1 0 R /Info 6 0 R >>\n",
                                   content, info);
    return extracted_from_bytes(arena, extract_pdf, file);
}

static void test_pdf(void **state) {
    struct extracted *x = pdf(*state, "BT /F1 12 Tf 72 700 Td (Offices abroad & <elsewhere>) Tj 0 -40 Td (They were closed.) Tj ET",
                              "/Title (Offices) /Author (Ana) /CreationDate (D:20221005120000Z) /ModDate (D:20221005130000Z)");
    assert_one_text(x, "Offices abroad & <elsewhere> They were closed.");
    assert_field(x, 0, FIELD_TITLE, "Offices");
    assert_field(x, 0, FIELD_AUTHOR, "Ana");
    assert_field(x, 0, FIELD_DATE, "2022-10-05");
    assert_int_equal(x->docs[0].remarks.n, 1);
    assert_says(x->docs[0].remarks.v[0], "Page 2 has no text layer.");
}

static void test_pdf_without_text(void **state) {
    struct extracted *x = pdf(*state, "", "");
    assert_one_text(x, "");
    assert_true(str_starts(x->docs[0].remarks.v[0], STR("There is no text layer")));
    assert_refused(extracted_from_text(*state, extract_pdf, "%PDF-1.4\nnothing"), "damaged");
}

/* A page without a font: letters drawn as bars. */
static void test_drawn_letters(void **state) {
    if (access("/usr/bin/tesseract", X_OK) != 0)
        skip();
    static const unsigned BARS[][4] = {
        {0, 0, 5, 22},  {5, 18, 11, 4}, {5, 9, 9, 4},                  /* F */
        {24, 0, 5, 22}, {29, 0, 11, 4}, {29, 9, 9, 4}, {29, 18, 11, 4}, /* E */
        {48, 0, 5, 22}, {53, 0, 11, 4},                                /* L */
        {72, 0, 5, 22}, {77, 0, 11, 4},                                /* L */
    };
    struct buf draw;
    buf_init(&draw);
    for (unsigned word = 0; word < 3; word++)
        for (size_t i = 0; i < sizeof BARS / sizeof BARS[0]; i++)
            buf_addf(&draw, "%u %u %u %u re f ", 60 + 120 * word + BARS[i][0], 600 + BARS[i][1], BARS[i][2], BARS[i][3]);
    struct extracted *x = pdf(*state, draw.data, "");
    buf_fini(&draw);
    assert_one_text(x, "FELL FELL FELL");
    assert_non_null(strstr(x->docs[0].remarks.v[0].p, "tesseract"));
    assert_true(extracted_value(x, 0, FIELD_COUNT, "ocr_confidence").n > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        EXTRACTED_TEST(test_heads_and_numbers), EXTRACTED_TEST(test_lines), EXTRACTED_TEST(test_typed_text),
        EXTRACTED_TEST(test_columns),           EXTRACTED_TEST(test_pdf),   EXTRACTED_TEST(test_pdf_without_text),
        EXTRACTED_TEST(test_drawn_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
