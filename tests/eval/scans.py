#!/usr/bin/env python3
"""How well is text read from pictures of pages?

   scans.py PROGRAM FOLDER    PROGRAM is build/rastro-index; FOLDER holds PDF files with a text layer

The fourth page of ten files is drawn at 200 dpi, put into a PDF as a picture, and read back. Word F1 (as in pdf.py) against
the page's own text layer."""
import glob, os, subprocess, sys, tempfile, zlib

sys.path.insert(0, os.path.dirname(__file__))
from pdf import extract, f1, words

PAGE = "4"


def picture_pdf(pgm):
    header, size, _, pixels = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    data = zlib.compress(pixels)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
               % (width * 72 // 200, height * 72 // 200)]
    draw = b"q %d 0 0 %d 0 0 cm /I Do Q" % (width * 72 // 200, height * 72 // 200)
    objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(draw), draw))
    objects.append(b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
                   b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (width, height, len(data), data))
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (i + 1, o) for i, o in enumerate(objects)) + \
        b"trailer<</Root 1 0 R>>\n"


def main():
    program, folder = sys.argv[1:3]
    scores = []
    for path in sorted(glob.glob(os.path.join(folder, "*.pdf")))[:10]:
        pgm = subprocess.run(["pdftoppm", "-r", "200", "-gray", "-f", PAGE, "-l", PAGE, path], capture_output=True).stdout
        layer = subprocess.run(["pdftotext", "-f", PAGE, "-l", PAGE, path, "-"], capture_output=True, text=True).stdout
        with tempfile.NamedTemporaryFile(suffix=".pdf") as scan:
            scan.write(picture_pdf(pgm))
            scan.flush()
            record = extract(program, [scan.name])[0]
        scores.append(f1(words(record["text"]), words(layer)))
        print(f"{os.path.basename(path):28} F1 {scores[-1]:.4f}  confidence {record.get('ocr_confidence', '-')}")
    print(f"{'mean':28} F1 {sum(scores) / len(scores):.4f}")


main()
