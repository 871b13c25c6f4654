/* The one page of C++ beside the engine's wrapper: CLD2 behind a C function. */
#include "corpus/language_cld2.h"

#include <climits>
#include <cstdio> // CLD2's header uses FILE and does not include it

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

extern "C" struct cld2_guess cld2_detect(const char *text, size_t n) {
    struct cld2_guess guess = {"un", 0, false, 0};
    if (n > INT_MAX)
        return guess;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    int percents[3], text_bytes, valid;
    double scores[3];
    CLD2::ExtDetectLanguageSummaryCheckUTF8(text, (int)n, true, &hints, 0, languages, percents, scores, nullptr,
                                            &text_bytes, &guess.reliable, &valid);
    // Best effort marks every answer as reliable: it is asked only when the first is none, and not believed in that.
    if (languages[0] == CLD2::UNKNOWN_LANGUAGE || !guess.reliable) {
        bool any;
        CLD2::ExtDetectLanguageSummaryCheckUTF8(text, (int)n, true, &hints, CLD2::kCLDFlagBestEffort, languages,
                                                percents, scores, nullptr, &text_bytes, &any, &valid);
        guess.reliable = false;
    }
    guess.valid = (size_t)valid;
    if (guess.valid == n && languages[0] != CLD2::UNKNOWN_LANGUAGE) {
        guess.code = CLD2::LanguageCode(languages[0]);
        guess.percent = percents[0];
    }
    return guess;
}
