/* Are these two words one name, written in two scripts?
 *
 * Путин, Putin, Poutine, بوتين, פוטין, Πούτιν, პუტინი, पुतिन, 푸틴 are one name: its sounds were written down by people
 * with other letters. The key of a folded word is the run of sounds that its letters may stand for; two keys are
 * compared by an edit distance over sounds in which it costs little or nothing where scripts and spellers differ:
 * vowels that Arabic, Hebrew and Devanagari do not write, p and v in Arabic, doubled letters, sch and sh, w and v,
 * -skyj and -ski.
 *
 * Latin, Cyrillic, Greek, Arabic (with Persian and Urdu), Hebrew, Georgian, Armenian, Devanagari and Hangul are read.
 * Names in Chinese characters are not: which ones stand for a foreign name is custom, not sound. Nor is what is written
 * without spaces (kana, Thai), where a word of the index is one character. Only spelling is compared, so a name that a
 * language has its own word for (القاهرة, Cairo) stays apart, and two names that are spelled alike do not.
 *
 * Works on folded words (tokens.h), knows no language, and adds nothing to any index: the tables (name_key.def) can
 * change without a new contract. Neighbour: searcher/word_translit.h, which looks through a collection's words. */
#ifndef CORPUS_NAME_KEY_H
#define CORPUS_NAME_KEY_H

#include "corpus/base/str.h"

/* Words of more sounds than this are no names. */
#define NAME_KEY_SOUNDS_MAX 24

enum name_script {
    NAME_LATIN,
    NAME_CYRILLIC,
    NAME_GREEK,
    NAME_ARABIC,
    NAME_HEBREW,
    NAME_GEORGIAN,
    NAME_ARMENIAN,
    NAME_DEVANAGARI,
    NAME_HANGUL,
    NAME_SCRIPTS
};

struct name_key {
    enum name_script script;
    uint8_t n;
    uint8_t article; /* so many sounds at the beginning are the Arabic article, or look like it: السيسي */
    uint8_t sounds[NAME_KEY_SOUNDS_MAX];
};

/* The tables, ready for use: some 60 KB, made in under a millisecond, never changed afterwards. */
struct name_keys;
struct name_keys *name_keys_new(void);
void name_keys_free(struct name_keys **keys);

/* The key of a folded word; false for a word that mixes scripts, has digits or letters that no table knows, or has
 * fewer than two or more than NAME_KEY_SOUNDS_MAX sounds. */
bool name_key_make(const struct name_keys *keys, struct str folded, struct name_key *out);

/* How far two words are apart, in hundredths of a wrong consonant for each sound: 0 for Путин and Putin, 2 for محمد and
 * Muhammad, 30 for Putin and Pavel. */
#define NAME_APART 100
unsigned name_key_distance(const struct name_keys *keys, const struct name_key *a, const struct name_key *b);
/* The largest distance at which two words of these keys are taken for one name: stricter within one script, where
 * Markel is no way to write Merkel but Zelensky is one to write Selenskyj, and for short words. */
unsigned name_key_tolerance(const struct name_key *a, const struct name_key *b);
/* Both of the above: whether they are one name, and then how far apart. */
bool name_key_same(const struct name_keys *keys, const struct name_key *a, const struct name_key *b,
                   unsigned *distance);

/* Where in a sorted list of words the other writings of a name can stand: at or behind `from`, up to what begins with
 * `to`. So a reader of a large vocabulary skips most of it. */
struct name_range {
    char from[16], to[16];
    uint8_t from_n, to_n;
};
/* All of them, in rising order and apart from one another; malloc'd. */
size_t name_key_ranges(const struct name_keys *keys, const struct name_key *key, struct name_range **out);

#endif
