#!/usr/bin/env python3
"""How often do bytes in a legacy charset become the right text?

   charset.py TOOL FOLDER    TOOL is build/tests/tools/charset_text; FOLDER holds one folder for each charset, as
                             hostile/charset of the shared data does: "windows-1251-russian"

A file is right when at most one character in a thousand differs from what Python's codec of the true charset reads (two
tables of one charset differ in a few signs). Prints the share, that of uchardet alone where its command is installed, and
each file that is wrong."""
import codecs, difflib, os, shutil, subprocess, sys

SUPERSETS = {"iso-8859-1": "cp1252", "iso-8859-9": "cp1254", "tis-620": "cp874", "euc-kr": "cp949", "gb2312": "gb18030",
             "shift_jis": "cp932", "big5": "big5hkscs", "ascii": "cp1252"}


def true_texts(folder, data):
    label = folder
    while label:
        try:
            codecs.lookup(label)
        except LookupError:
            label = label.rpartition("-")[0]
            continue
        names = {label, SUPERSETS.get(label.lower(), label)}
        return [data.decode(name, "replace") for name in names]
    done = subprocess.run(["iconv", "-c", "-f", folder, "-t", "utf-8"], input=data, capture_output=True)
    return [done.stdout.decode("utf-8", "replace")]


def same(got, wanted):
    got, wanted = (t.lstrip("\ufeff").replace("〜", "～") for t in (got, wanted))  # wave dash, of two tables
    if abs(len(got) - len(wanted)) * 1000 > len(wanted):
        return False
    if len(got) == len(wanted):
        return sum(a != b for a, b in zip(got, wanted)) * 1000 <= max(len(wanted), 1000)
    return difflib.SequenceMatcher(None, got, wanted, autojunk=False).ratio() > 0.999


def read_with(tool, paths):
    out = subprocess.run([tool, *paths], capture_output=True, check=True).stdout
    at = 0
    for path in paths:
        end = out.index(b"\n", at)
        name, size, how = out[at:end].decode().split("\t")
        assert name == path
        yield out[end + 1:end + 1 + int(size)].decode("utf-8"), how
        at = end + 1 + int(size) + 1


def read_with_uchardet(paths):
    for path in paths:
        name = subprocess.run(["uchardet", path], capture_output=True, text=True).stdout.strip()
        data = open(path, "rb").read()
        done = subprocess.run(["iconv", "-c", "-f", name, "-t", "utf-8"], input=data, capture_output=True)
        yield done.stdout.decode("utf-8", "replace"), name


def main():
    tool, base = sys.argv[1:3]
    folders = sorted(os.listdir(base))
    paths = [os.path.join(base, f, n) for f in folders for n in sorted(os.listdir(os.path.join(base, f)))]
    truth = [true_texts(p.split(os.sep)[-2], open(p, "rb").read()) for p in paths]
    ways = [("rastro", read_with(tool, paths))]
    if shutil.which("uchardet"):
        ways.append(("uchardet alone", read_with_uchardet(paths)))
    wrong = {}
    for way, texts in ways:
        right = 0
        for path, wanted, (got, how) in zip(paths, truth, texts):
            if any(same(got, w) for w in wanted):
                right += 1
            else:
                wrong.setdefault(way, []).append(f"{os.path.relpath(path, base)}: {how}")
        print(f"{way}\t{right} of {len(paths)}\t{right / len(paths):.3f}")
    for way, lines in wrong.items():
        print(f"\nwrong, {way}:")
        print("\n".join("  " + line for line in lines))


main()
