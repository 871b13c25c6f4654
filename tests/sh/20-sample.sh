#!/bin/bash
# The sample corpus is as many-sided as it is said to be: counted from its files, without the programs.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

/usr/bin/python3 - corpus/sample >"$work/counted.json" <<'PY'
import collections, glob, json, os, re, sys

def table(name):
    """Of schemas/NAME.def: every code, name and alias, in small letters, and the code it stands for."""
    codes = {}
    for row in re.findall(r'^X\((.*?)\)$', open(f"schemas/{name}.def", encoding="utf-8").read(), re.M | re.S):
        parts = re.findall(r'"([^"]*)"', row)
        code, aliases = parts[0], " ".join(parts[1:]).split() if name == "source_types" else "|".join(parts[1:]).split("|")
        for word in [code, *aliases]:
            codes.setdefault(word.lower(), code)
    return codes

def values(record, field):
    value = record.get(field) or []
    return value if isinstance(value, list) else [value]

sample, records = sys.argv[1], []
for path in sorted(glob.glob(f"{sample}/*.jsonl")):
    records += [json.loads(line) for line in open(path, encoding="utf-8")]
for path in sorted(glob.glob(f"{sample}/*/*.json*")):
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        if "schema" in record:
            given = record["properties"]
            record = {"id": record["id"], "lang": given["language"][0], "country": given["country"], "license": "CC0-1.0",
                      "text": given["bodyText"][0], "url": given["sourceUrl"][0]}
        elif "file" in record:
            record["text"] = open(os.path.join(os.path.dirname(path), record["file"]), encoding="utf-8").read()
        records.append(record)
named = {record.get("file") for record in records}
loose = [path for path in glob.glob(f"{sample}/*/*.txt") if os.path.basename(path) not in named]

languages, countries, kinds = table("languages"), table("countries"), table("source_types")
not_understood = []
def codes(field, known):
    found = collections.Counter()
    for record in records:
        for value in values(record, field):
            word = value.lower()
            code = known.get(word) or known.get(word.split("-")[0]) if field == "lang" else known.get(word)
            if code:
                found[code] += 1
            else:
                not_understood.append(f"{record['id']}: {field} {value}")
    return dict(found.most_common())
json.dump({
    "documents": len(records) + len(loose),
    "languages": codes("lang", languages), "countries": codes("country", countries),
    "publishers": codes("source_country", countries), "kinds": codes("source_type", kinds),
    "not_understood": not_understood,
    "doubled": [id for id, n in collections.Counter(record["id"] for record in records).items() if n > 1],
    "unlicensed": [record["id"] for record in records if record.get("license") != "CC0-1.0"],
    "real_hosts": [record["id"] for record in records for url in values(record, "url")
                   if not re.match(r"https://[a-z-]+\.example\.(org|net|com)/", url)],
    "short": [record["id"] for record in records if len(record["text"]) < 250],
    "scripts": sorted({record["lang"] for record in records if record["lang"].startswith("zh")}),
    "names": ["保護衛士" in json.dumps(records, ensure_ascii=False), "保护卫士" in json.dumps(records, ensure_ascii=False)],
    "written": {kind: len({record["source_type"] for record in records
                           if kinds.get(record.get("source_type", "").lower()) == kind}) for kind in set(kinds.values())},
    "dates": sorted({len(record.get("date", "")) for record in records}),
}, sys.stdout)
PY
counted() { json "$1" <"$work/counted.json"; }
echo "# $(counted '"; ".join(f"{k}: " + " ".join(f"{c} {n}" for c, n in d[k].items()) for k in ("languages", "countries", "kinds"))')"
check "at least 55 documents" test "$(counted 'd["documents"]')" -ge 55
check "at least 16 languages" test "$(counted 'len(d["languages"])')" -ge 16
check "at least 25 countries" test "$(counted 'len(d["countries"])')" -ge 25
check_equal "all five source types" "government intergovernmental news ngo other" "$(counted '" ".join(sorted(d["kinds"]))')"
check_equal "each written in more than one way" "[]" "$(counted '[kind for kind, n in d["written"].items() if n < 2]')"
check_equal "whole dates, partial dates and none" "[0, 4, 7, 10]" "$(counted 'd["dates"]')"
check_equal "every language, country and source type is one that the tables know" "[]" "$(counted 'd["not_understood"]')"
check_equal "ids are unique" "[]" "$(counted 'd["doubled"]')"
check_equal "both Chinese scripts" "['zh-Hans', 'zh-Hant']" "$(counted 'd["scripts"]')"
check_equal "保護衛士 and 保护卫士" "[True, True]" "$(counted 'd["names"]')"
check_equal "everything is CC0" "[]" "$(counted 'd["unlicensed"]')"
check_equal "no address is a real one" "[]" "$(counted 'd["real_hosts"]')"
check_equal "no text is a mere line" "[]" "$(counted 'd["short"]')"
check_has "docs/sample.md has the figures as they are" \
    "$(counted '"**%d documents in %d languages, about %d countries, from publishers in %d.**" % (d["documents"], len(d["languages"]), len(d["countries"]), len(d["publishers"]))')" \
    "$(cat docs/sample.md)"
finish
