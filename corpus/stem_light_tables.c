/* The tables of corpus/stems/, by name. */
#include "corpus/stem_light_rows.h"

/* A literal of nothing before the text makes it UTF-16. */
#define VOWELS(letters) {STEM_VOWELS, 0, u"" letters, u""},
#define MARKS_DROPPED {STEM_MARKS_DROPPED, 0, u"", u""},
#define MAP(from, to) {STEM_MAP, 0, u"" from, u"" to},
#define ENDINGS(times) {STEM_ENDINGS, times, u"", u""},
#define PREFIXES(times) {STEM_PREFIXES, times, u"", u""},
#define STRIP(least, rules) {STEM_STRIP, least, u"" rules, u""},

static const struct stem_row af[] = {
#include "corpus/stems/af.def"
};
static const struct stem_row az[] = {
#include "corpus/stems/az.def"
};
static const struct stem_row be[] = {
#include "corpus/stems/be.def"
};
static const struct stem_row bg[] = {
#include "corpus/stems/bg.def"
};
static const struct stem_row bn[] = {
#include "corpus/stems/bn.def"
};
static const struct stem_row cs[] = {
#include "corpus/stems/cs.def"
};
static const struct stem_row cy[] = {
#include "corpus/stems/cy.def"
};
static const struct stem_row eo[] = {
#include "corpus/stems/eo.def"
};
static const struct stem_row et[] = {
#include "corpus/stems/et.def"
};
static const struct stem_row fa[] = {
#include "corpus/stems/fa.def"
};
static const struct stem_row gl[] = {
#include "corpus/stems/gl.def"
};
static const struct stem_row he[] = {
#include "corpus/stems/he.def"
};
static const struct stem_row hr[] = {
#include "corpus/stems/hr.def"
};
static const struct stem_row hsb[] = {
#include "corpus/stems/hsb.def"
};
static const struct stem_row is[] = {
#include "corpus/stems/is.def"
};
static const struct stem_row ka[] = {
#include "corpus/stems/ka.def"
};
static const struct stem_row kk[] = {
#include "corpus/stems/kk.def"
};
static const struct stem_row ko[] = {
#include "corpus/stems/ko.def"
};
static const struct stem_row lv[] = {
#include "corpus/stems/lv.def"
};
static const struct stem_row mk[] = {
#include "corpus/stems/mk.def"
};
static const struct stem_row oc[] = {
#include "corpus/stems/oc.def"
};
static const struct stem_row pl[] = {
#include "corpus/stems/pl.def"
};
static const struct stem_row sk[] = {
#include "corpus/stems/sk.def"
};
static const struct stem_row sl[] = {
#include "corpus/stems/sl.def"
};
static const struct stem_row sq[] = {
#include "corpus/stems/sq.def"
};
static const struct stem_row uk[] = {
#include "corpus/stems/uk.def"
};
static const struct stem_row ur[] = {
#include "corpus/stems/ur.def"
};
static const struct stem_row uz[] = {
#include "corpus/stems/uz.def"
};

#define TABLE(code)                                                                                                    \
    { "light-" #code, (code), sizeof(code) / sizeof *(code) }

static const struct stem_table tables[] = {
    TABLE(af), TABLE(az), TABLE(be), TABLE(bg),  TABLE(bn), TABLE(cs), TABLE(cy), TABLE(eo), TABLE(et), TABLE(fa),
    TABLE(gl), TABLE(he), TABLE(hr), TABLE(hsb), TABLE(is), TABLE(ka), TABLE(kk), TABLE(ko), TABLE(lv), TABLE(mk),
    TABLE(oc), TABLE(pl), TABLE(sk), TABLE(sl),  TABLE(sq), TABLE(uk), TABLE(ur), TABLE(uz),
};

const struct stem_table *stem_table_at(size_t i) {
    return i < sizeof tables / sizeof *tables ? &tables[i] : NULL;
}
