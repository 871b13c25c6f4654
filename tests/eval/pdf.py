#!/usr/bin/env python3
"""How much of the words of PDF files comes out, and how little else?

   pdf.py PROGRAM FOLDER    PROGRAM is build/rastro-index; FOLDER holds PDF files with their text beside them (NAME.pdf,
                            NAME.txt), as pdf/ of the shared data does

Word F1 (words as runs of letters and digits, each counted as often as it stands there), the mean over the files, beside
what `pdftotext` and `pdftotext -layout` give of the same files; and the computing time of each, as a share of
pdftotext's: with rastro all that stands in a record is found as well."""
import collections, glob, json, os, re, resource, subprocess, sys, unicodedata

WORD = re.compile(r"\w+")


def words(text):
    return collections.Counter(WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def f1(got, wanted):
    both = sum((got & wanted).values())
    return 2 * both / max(1, sum(got.values()) + sum(wanted.values()))


def output(command):
    return subprocess.run(command, capture_output=True).stdout.decode("utf-8", "replace")


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def extract(program, paths):
    """What would be indexed of each file: the records, in order, by one reader at a time."""
    return [json.loads(line) for line in output([program, "extract", "--jobs", "1", "--format", "json", *paths]).splitlines()]


def main():
    program, folder = sys.argv[1:3]
    paths = sorted(glob.glob(os.path.join(folder, "*.pdf")))
    twins = [words(open(path[:-4] + ".txt", encoding="utf-8", errors="replace").read()) for path in paths]
    ways = [("pdftotext", lambda: [output(["pdftotext", "-q", path, "-"]) for path in paths]),
            ("pdftotext -layout", lambda: [output(["pdftotext", "-q", "-layout", path, "-"]) for path in paths]),
            ("rastro", lambda: [record["text"] for record in extract(program, paths)])]
    first = None
    for name, read in ways:
        begin = cpu_seconds()
        texts = read()
        seconds = cpu_seconds() - begin
        first = first or seconds
        scores = [f1(words(text), twin) for text, twin in zip(texts, twins)]
        print(f"{name:20} F1 {sum(scores) / len(scores):.4f}  worst {min(scores):.4f}  time {seconds / first:.2f}")


if __name__ == "__main__":
    main()
