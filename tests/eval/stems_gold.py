"""Which words are forms of one word? Prints form TAB lemma TAB times seen, a line each, for tests/tools/stems_measure.

    stems_gold.py treebank FILE.conllu...     from Universal Dependencies treebanks: content words, lower-cased
    stems_gold.py dictionary AFF DIC [TEXT]   from a hunspell dictionary: the entries that have a form in TEXT (without
                                              one: every fortieth), each with up to forty of the forms its suffixes make

Prefixes of dictionaries are not expanded: no stemmer is asked to take off "not" or "most"."""

import re
import sys
import unicodedata
import zlib
from collections import Counter

CONTENT = {"NOUN", "ADJ", "VERB", "PROPN", "ADV"}
FORMS_MAX = 40


def clean(word):
    word = unicodedata.normalize("NFKC", word)
    return "".join(c for c in word if unicodedata.category(c) != "Cf").lower()


def treebank_lemma(code, lemma):
    """What treebanks put into a lemma that is no part of the word: other morphemes, stem classes, compound signs."""
    lemma = clean(lemma)
    if code == "ko":
        lemma = lemma.split("+")[0]
    if code == "fa":
        lemma = lemma.split("#")[0]
    if code == "et":
        lemma = lemma.replace("_", "").replace("=", "")
    return lemma


def treebank_words(code, path):
    """A token that is written together (Hebrew particles and noun) is one word: that of its only content word."""
    together, last, inside = None, 0, []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            number = cells[0]
            if together and (len(cells) < 10 or number.isdigit() and int(number) > last):
                if len(inside) == 1:
                    yield together, inside[0]
                together = None
            if len(cells) < 10 or "." in number:
                continue
            if "-" in number:
                together, last, inside = clean(cells[1]), int(number.split("-")[1]), []
                continue
            form, lemma = clean(cells[1]), treebank_lemma(code, cells[2])
            if cells[3] not in CONTENT or not any(c.isalpha() for c in form) or " " in form or lemma in ("", "_"):
                continue
            if together:
                inside.append(lemma)
            else:
                yield form, lemma


class Dictionary:
    def __init__(self, aff, dic):
        with open(aff, "rb") as file:
            found = re.search(rb"^SET +(\S+)", file.read(), re.M)
        encoding = found[1].decode().replace("microsoft-cp", "cp") if found else "latin-1"
        self.kind, self.aliases, self.suffixes = "char", [], {}
        with open(aff, encoding=encoding, errors="replace") as file:
            rows = [line.split() for line in file]
        for row in rows:
            if row[:1] == ["FLAG"]:
                self.kind = row[1]
        for row in rows:
            if row[:1] == ["AF"] and not (len(row) == 2 and row[1].isdigit() and not self.aliases):
                self.aliases.append(self.split(row[1]))
        for row in rows:
            if row[:1] == ["SFX"] and len(row) >= 4 and not (len(row) == 4 and row[3].isdigit()):
                self.add_suffix(row)
        with open(dic, encoding=encoding, errors="replace") as file:
            self.entries = [self.entry(line) for line in file.read().splitlines()[1:] if line.strip()]

    def split(self, flags):
        if self.kind == "long":
            return [flags[i : i + 2] for i in range(0, len(flags), 2)]
        return flags.split(",") if self.kind == "num" else list(flags)

    def flags(self, text):
        if self.aliases and text.isdigit() and 0 < int(text) <= len(self.aliases):
            return self.aliases[int(text) - 1]
        return self.split(text)

    def add_suffix(self, row):
        add, _, more = row[3].partition("/")
        condition = row[4].replace("-", "\\-") if len(row) > 4 else "."
        try:
            pattern = re.compile(condition + "$")
        except re.error:
            return
        strip = "" if row[2] == "0" else row[2]
        self.suffixes.setdefault(row[1], []).append(
            (strip, "" if add == "0" else add, pattern, self.flags(more) if more else ()))

    def entry(self, line):
        word, _, flags = line.split()[0].partition("/")
        return word, self.flags(flags) if flags else ()

    def forms(self, word, flags, deeper=True):
        forms = {word}
        for flag in flags:
            for strip, add, pattern, more in self.suffixes.get(flag, ()):
                if word.endswith(strip) and pattern.search(word):
                    form = word[: len(word) - len(strip)] + add
                    forms |= self.forms(form, more, False) if more and deeper else {form}
        return forms


def dictionary_words(aff, dic, text):
    seen = None
    if text:
        with open(text, encoding="utf-8", errors="replace") as file:
            seen = {word.lower() for word in re.findall(r"\w+", file.read())}
        begins = {word[:3] for word in seen}
    dictionary = Dictionary(aff, dic)
    for place, (word, flags) in enumerate(dictionary.entries):
        if not word.isalpha() or len(word) < 3 or (word[:3].lower() not in begins if seen else place % 40):
            continue
        forms = {form.lower() for form in dictionary.forms(word, flags)}
        if len(forms) < 2 or seen and not forms & seen:
            continue
        for form in sorted(forms, key=lambda form: zlib.crc32(form.encode()))[:FORMS_MAX]:
            yield form, word.lower()


def main(kind, *paths):
    words = Counter()
    if kind == "treebank":
        for path in paths:
            words.update(treebank_words(re.sub(r".*/|_.*", "", path), path))
    else:
        words.update(dictionary_words(paths[0], paths[1], paths[2] if len(paths) > 2 else None))
    for (form, lemma), times in words.items():
        print(form, lemma, times, sep="\t")


main(*sys.argv[1:])
