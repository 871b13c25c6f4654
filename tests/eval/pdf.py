#!/usr/bin/env python3
"""How much of the words of PDF files comes out, and how little else?

   pdf.py TOOL FOLDER    TOOL is build/tests/tools/extract_one; FOLDER holds PDF files with their text beside them
                         (NAME.pdf, NAME.txt), as pdf/ of the shared data does

Word F1 (words as runs of letters and digits, each counted as often as it stands there), the mean over the files, beside
what `pdftotext` and `pdftotext -layout` give of the same files; and the time of each, as a share of pdftotext's."""
import collections, glob, json, os, re, subprocess, sys, time, unicodedata

WORD = re.compile(r"\w+")


def words(text):
    return collections.Counter(WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def f1(got, wanted):
    both = sum((got & wanted).values())
    return 2 * both / max(1, sum(got.values()) + sum(wanted.values()))


def output(command):
    return subprocess.run(command, capture_output=True).stdout.decode("utf-8", "replace")


def rastro(tool):
    return lambda path: "\n".join(json.loads(line).get("text", "") for line in output([tool, path]).splitlines())


def main():
    tool, folder = sys.argv[1:3]
    ways = [("pdftotext", lambda path: output(["pdftotext", "-q", path, "-"])),
            ("pdftotext -layout", lambda path: output(["pdftotext", "-q", "-layout", path, "-"])),
            ("rastro", rastro(tool))]
    paths = sorted(glob.glob(os.path.join(folder, "*.pdf")))
    first = None
    for name, read in ways:
        scores, seconds = [], []
        for path in paths:
            begin = time.perf_counter()
            text = read(path)
            seconds.append(time.perf_counter() - begin)
            twin = open(path[:-4] + ".txt", encoding="utf-8", errors="replace").read()
            scores.append(f1(words(text), words(twin)))
        first = first or sum(seconds)
        print(f"{name:20} F1 {sum(scores) / len(scores):.4f}  worst {min(scores):.4f}  time {sum(seconds) / first:.2f}")


if __name__ == "__main__":
    main()
