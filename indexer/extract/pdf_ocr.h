/* Pages of a PDF that are pictures of text, read by tesseract where it is installed.
 *
 * Each page is drawn by pdftoppm and read in a cage of its own, with the computing time of one file for each. It goes
 * on while there is time: what is left then is said to be left. tesseract is asked for all languages that it has, so
 * its language packages say which a collection is in. */
#ifndef INDEXER_EXTRACT_PDF_OCR_H
#define INDEXER_EXTRACT_PDF_OCR_H

#include "corpus/base/arena.h"

struct pdf_ocr {
    struct str *texts;    /* of each page that was read; its lines, as pdftotext gives them */
    size_t read;          /* pages read, the first of those asked for */
    unsigned confidence;  /* of all words, 0 to 100 */
    struct str languages; /* "eng+spa" */
    bool is_missing;      /* tesseract, or a language for it, is not installed */
    bool is_late;         /* there was no time for all */
};

/* `pages`: their numbers, from 1. */
void pdf_ocr_read(struct arena *arena, struct str pdf, const uint64_t *pages, size_t n, struct pdf_ocr *out);

#endif
