#!/bin/bash
# Files that are made to do harm: each costs its own document, not more than ten seconds and not more than 512 MB, and is
# reported; what lies beside it is indexed. All of them are made here.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/collection
mkdir "$work/bad"
/usr/bin/python3 - "$work/bad" <<'PY'
import gzip, io, os, struct, sys, tarfile, zipfile, zlib
folder = sys.argv[1]
def put(name, data):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)
def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()

# 2 GB of zeros in 16 archives in one.
zeros = zipped([("zeros.txt", b"\0" * (127 << 20))])
put("bomb.zip", zipped([(f"{i}.zip", zeros) for i in range(16)]))
# A ZIP whose members are the same bytes, a hundred deep.
inner = b"The innermost text."
for depth in range(100):
    inner = zipped([("again.zip" if depth else "text.txt", inner)], zipfile.ZIP_STORED)
put("nested.zip", inner)
# gzip that holds itself a few hundred times: as near to a quine as one needs to be.
data = b"quine"
for i in range(300):
    data = gzip.compress(data, 1)
put("quine.gz", data)
put("climb.zip", zipped([("../../etc/cron.d/evil.txt", b"Title\n\nClimbing out of the archive.\n")]))
tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w") as t:
    for name, kind, target in (("link.txt", tarfile.SYMTYPE, "/etc/passwd"), ("hard.txt", tarfile.LNKTYPE, "/etc/passwd"),
                               ("null.txt", tarfile.CHRTYPE, ""), ("pipe.txt", tarfile.FIFOTYPE, "")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.devmajor, info.devminor = kind, target, 1, 3
        t.addfile(info)
    text = b"Good\n\nThe good member of a bad archive.\n"
    info = tarfile.TarInfo("good.txt")
    info.size = len(text)
    t.addfile(info, io.BytesIO(text))
put("links.tar", tar.getvalue())
laughs = "".join(f'<!ENTITY l{i} "{f"&l{i-1};" * 10}">' for i in range(1, 11))
put("laughs.rss", f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<rss version="2.0"><channel><title>t</title><item><title>Laughs</title><description>&l10; &x;</description></item></channel></rss>'.encode())
put("laughs.xhtml", f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "lol">{laughs}]><html><body><p>&l10;</p></body></html>'.encode())
put("deep.html", b"<html><body>" + b"<div>" * 100000 + b"at the bottom" + b"</div>" * 100000)
put("fonts.html", b"<html><body>" + b"<font><table><b>" * 30000 + b"in many fonts")
put("attributes.html", b"<html><body><p " + b"".join(b"a%d=1 " % i for i in range(100000)) + b">with attributes</p>")
put("long.txt", b"x" * (80 << 20))
put("header.eml", b"From: a@b.example\nSubject: s\nReceived: x\nMessage-ID: y\n" + b"X: y\n" * 500000 + b"\nbody")
bounds = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
put("parts.eml", b"From: a@b.example\nSubject: nested parts\nMIME-Version: 1.0\nMessage-ID: z\n" + bounds + b"\nbody")
put("zeros.pdf", b"%PDF-1.4\n" + b"\0" * 1000000)
stream = zlib.compress(b"BT /F1 9 Tf (x) Tj ET " * 5000000, 1)
put("stream.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length " + str(len(stream)).encode() +
    b"/Filter/FlateDecode>>stream\n" + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n")
put("loop.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1000000/Kids[2 0 R 2 0 R]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n")
kids = b"".join(b"3 0 R " for i in range(1000000))
put("million.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1000000/Kids[" + kids +
    b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n")
put("cut.docx", zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document>" + b"<w:p>" * 200000)]))
put("cut.odt", zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x>" * 300000)]))
put("fields.rtf", b"{\\rtf1" + b"{\\b " * 200000)
put("cut.warc", b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n")
put("zeros.txt.gz", gzip.compress(b"\0" * (100 << 20), 1) * 100)
put("lines.jsonl.gz", gzip.compress(b" " * (100 << 20), 1) * 100)
put("good.txt", b"A good neighbour\n\nNobody did anything to this file.\n")
PY

# measured COMMAND...: its status, the seconds that it and its readers computed (the machine may have other things to do),
# and the kilobytes of the largest of them, into $work/used
measured() {
    /usr/bin/python3 - "$work/used" "$@" <<'PY'
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:], timeout=100).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as f:
    print(status, round(used.ru_utime + used.ru_stime), used.ru_maxrss, file=f)
PY
}
# Each alone: time, memory, and that its end is told.
for file in "$work"/bad/*; do
    name=$(basename "$file")
    echo "none 60 0" >"$work/used"
    measured "$index" extract --format json "$file" >"$work/out" 2>"$work/err"
    read -r status seconds memory <"$work/used"
    echo "# $name: $seconds s, $((memory / 1024)) MB"
    if [[ $status == [01] ]] && [ -s "$work/out" ]; then pass "$name ends and is told"; else
        fail "$name ends and is told" "status $status: $(head -c 300 "$work/out" "$work/err")"; fi
    if [ "$seconds" -le 10 ]; then pass "$name: under ten seconds"; else fail "$name: under ten seconds" "$seconds s"; fi
    # The sanitizers keep a record of each piece of memory beside it, and freed pieces for a while.
    if [ "$memory" -lt $(((SAN ? 3 : 1) * 512 * 1024)) ]; then pass "$name: under 512 MB"; else fail "$name: under 512 MB" "$memory KB"; fi
    if grep -q 'root:' "$work/out"; then fail "$name: no other file is read" "$(grep -o '.\{40\}root:.\{40\}' "$work/out")"; fi
done

# Some of them in one run, beside a good one.
mkdir "$work/some"
mv "$work/bad"/{good.txt,links.tar,climb.zip,bomb.zip,nested.zip,quine.gz,zeros.txt.gz,laughs.rss} "$work/some"
out=$("$index" --collection "$collection" add "$work/some" 2>&1)
check "all together: the run ends" test $? -le 1
check_equal "the good neighbour is indexed" 1 "$(total -- nobody did anything)"
check_equal "the good member of a bad archive too" 1 "$(total -- '"good member"')"
check_equal "links and devices of archives are not followed" "" "$(ids -- root nologin)"
check_equal "everything seen is accounted for" True "$("$index" --collection "$collection" status --format json |
    json 'd["last_run"]["seen"] == sum(d["last_run"][k] for k in ("indexed", "unchanged", "duplicate", "rejected"))')"
for bomb in bomb.zip zeros.txt.gz nested.zip quine.gz; do
    check_has "$bomb is reported with its reason" "$bomb" "$(cat "$collection"/reports/*.json)"
done
finish
