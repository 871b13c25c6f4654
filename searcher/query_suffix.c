/* Forward over the letters; a number may have a point and digits of any script. */
#include "searcher/query_suffix.h"

#include <math.h>
#include <unicode/uchar.h>

#define FRACTION_DIGITS 6

static char sign_at(const struct letters *letters, size_t at, size_t to) {
    return at < to ? letters->v[at].sign : SIGN_BLANK;
}

static bool is_digit_at(const struct letters *letters, size_t at, size_t to) {
    return at < to && letter_is_digit(letters->v[at].c);
}

/* The number at `at`, at most `most`; -1 when there is none. */
static double read_number(const struct letters *letters, size_t *at, size_t to, double most) {
    double number = 0, unit = 1;
    int fraction = -1;
    const size_t from = *at;
    for (; *at < to; ++*at) {
        const int32_t digit = u_charDigitValue((UChar32)letters->v[*at].c);
        if (sign_at(letters, *at, to) == '.' && fraction < 0 && is_digit_at(letters, *at + 1, to)) {
            fraction = 0;
        } else if (digit < 0) {
            break;
        } else if (fraction < 0) {
            number = number > most ? number : number * 10 + digit;
        } else if (fraction < FRACTION_DIGITS) {
            unit /= 10;
            number += digit * unit;
            fraction++;
        }
    }
    return *at == from ? -1 : number > most ? most : number;
}

double suffix_weight(double weight) {
    const double unit = pow(10, SUFFIX_WEIGHT_DIGITS);
    weight = weight < SUFFIX_WEIGHT_MIN ? SUFFIX_WEIGHT_MIN : weight > SUFFIX_WEIGHT_MAX ? SUFFIX_WEIGHT_MAX : weight;
    return round(weight * unit) / unit;
}

size_t suffix_read(const struct letters *letters, size_t at, size_t to, struct suffix *suffix) {
    *suffix = (struct suffix){.tilde = -1};
    for (;;) {
        const char sign = sign_at(letters, at, to);
        if (sign != '~' && sign != '^')
            return at;
        at++;
        if (sign == '~') {
            suffix->has_tilde = true;
            suffix->tilde = read_number(letters, &at, to, SUFFIX_TILDE_MAX);
            continue;
        }
        suffix->has_caret = true;
        const double weight = read_number(letters, &at, to, SUFFIX_WEIGHT_MAX);
        suffix->weight = weight < 0 ? 0 : suffix_weight(weight);
    }
}

bool suffix_is_number(const struct letters *letters, size_t from, size_t to) {
    while (from < to && (letter_is_digit(letters->v[from].c) || letters->v[from].sign == '.'))
        from++;
    return from == to;
}

size_t suffix_find(const struct letters *letters, size_t from, size_t to) {
    struct suffix suffix;
    for (size_t at = from + 1; at < to; at++)
        if ((sign_at(letters, at, to) == '~' || sign_at(letters, at, to) == '^') &&
            !suffix_is_number(letters, from, at) && suffix_read(letters, at, to, &suffix) == to)
            return at;
    return to;
}
