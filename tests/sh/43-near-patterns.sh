#!/bin/bash
# NEAR, ADJ, loose phrases, wildcards, ~ and regular expressions find just the documents that a slow count over the words
# finds, for queries made by chance; and the few cases that chance does not meet.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

# ---- by chance: documents of few words without forms, queries of all kinds, and which documents each must find ----

cat >"$work/chance.py" <<'END'
import itertools, json, random, re, sys
random.seed(20221126)
letters = "abcd"
words = sorted({"".join(random.choice(letters) for _ in range(random.randint(3, 6))) for _ in range(60)})
frequent = words[:8]
docs = {}
for d in range(250):
    docs["d%03d" % d] = [random.choice(frequent if random.random() < .7 else words) for _ in range(random.randint(2, 40))]
with open(sys.argv[1], "w") as out:
    for id, text in docs.items():
        out.write(json.dumps({"id": id, "lang": "vi", "text": " ".join(text)}) + "\n")

def places(text, operand):
    """(first, last) of each place of an operand: a word, a list of alternatives, or a phrase"""
    if isinstance(operand, list):
        return [p for one in operand for p in places(text, one)]
    parts = operand.split()
    return [(i, i + len(parts) - 1) for i in range(len(text)) if text[i:i + len(parts)] == parts]

def near(text, operands, between, ordered):
    for combination in itertools.product(*(places(text, o) for o in operands)):
        spans = list(combination) if ordered else sorted(combination)
        if any(a[1] >= b[0] for a, b in zip(spans, spans[1:])):
            continue
        covered = sum(b - a + 1 for a, b in spans)
        if spans[-1][1] - spans[0][0] + 1 - covered <= between:
            return True
    return False

def edits(a, b):
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]

def wildcard(pattern):
    return re.compile("".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern))

def word(): return random.choice(frequent if random.random() < .8 else words)
def operand():
    kind = random.random()
    return [word(), word()] if kind < .2 else word() + " " + word() if kind < .3 else word()
def typed(o): return "(%s)" % " OR ".join(o) if isinstance(o, list) else '"%s"' % o if " " in o else o

queries = []
for _ in range(150):
    operands = [operand() for _ in range(random.choice([2, 2, 2, 3]))]
    distance, ordered = random.randint(1, 9), random.random() < .4
    join = " %s/%d " % ("ADJ" if ordered else "NEAR", distance)
    between = (distance - 1) * (len(operands) - 1)
    queries.append((join.join(map(typed, operands)), lambda t, o=operands, b=between, r=ordered: near(t, o, b, r)))
for _ in range(50):
    operands, between = [word() for _ in range(random.randint(2, 4))], random.randint(1, 8)
    queries.append(('"%s"~%d' % (" ".join(operands), between), lambda t, o=operands, b=between: near(t, o, b, False)))
for _ in range(100):
    base = list(random.choice(words))
    for _ in range(random.randint(1, 2)):
        at = random.randrange(len(base))
        base[at:at + random.randint(0, 2)] = random.choice("*?")
    pattern = "".join(base) if not "".join(base).strip("*") == "" else "*a"
    if pattern.endswith("?") or not re.search("[a-d]", pattern):
        pattern += "a"
    queries.append((pattern, lambda t, p=wildcard(pattern): any(p.fullmatch(w) for w in t)))
for _ in range(100):
    near_word, n = random.choice(words), random.randint(1, 2)
    if random.random() < .5:
        near_word = near_word[:1] + random.choice(letters) + near_word[2:]
    queries.append(("%s~%d" % (near_word, n), lambda t, w=near_word, n=n: any(edits(w, x) <= n for x in t)))
for pattern in ["a[bc]+d?", "(ab|cd).*", ".*(a|b){2}", "[^a].*[^d]", "ab?c*d+", "b.d.*", "abc.*|dcb.*"]:
    queries.append(("/%s/" % pattern, lambda t, p=re.compile(pattern): any(p.fullmatch(w) for w in t)))
with open(sys.argv[2], "w") as asked, open(sys.argv[3], "w") as want:
    for i, (query, fits) in enumerate(queries):
        asked.write("%d\t%s\n" % (i, query))
        want.write("%d %s %s\n" % (i, query, " ".join(id for id, text in docs.items() if fits(text))))
END
/usr/bin/python3 "$work/chance.py" "$work/documents.jsonl" "$work/chance.tsv" "$work/chance.want"
make_collection chance <"$work/documents.jsonl"
"$search" --collection "$collection" batch --format trec "$work/chance.tsv" >"$work/chance.run" 2>"$work/chance.notes"
/usr/bin/python3 - "$work/chance.tsv" "$work/chance.run" >"$work/chance.got" <<'END'
import collections, sys
found = collections.defaultdict(list)
for line in open(sys.argv[2]):
    found[line.split()[0]].append(line.split()[2])
for line in open(sys.argv[1]):
    id, query = line.rstrip("\n").split("\t")
    print(id, query, " ".join(sorted(found[id])))
END
check_equal "407 queries" 407 "$(wc -l <"$work/chance.want")"
check "many find something, and not everything" test "$(awk 'NF > 5 && NF < 200' "$work/chance.want" | wc -l)" -gt 150
if cmp -s "$work/chance.want" "$work/chance.got"; then
    pass "each finds just the documents that a slow count finds"
else
    fail "each finds just the documents that a slow count finds" "$(diff "$work/chance.want" "$work/chance.got" | head -8)"
fi

# ---- words in their forms, accents, several languages, fields ----

make_collection near <<'END'
{"id":"en","lang":"en","title":"Stations of the police","text":"The officers visited a station. Far away from there, behind many other words, was one more officer of the police of the city."}
{"id":"es","lang":"es","title":"Comisarías","text":"Investigaciones de la policía española en Málaga"}
{"id":"ru","lang":"ru","title":"Участки","text":"Зарубежные полицейские участки работали в Мадриде"}
{"id":"zh","lang":"zh","title":"海外警务","text":"海外的警察服务站在马德里"}
{"id":"de","lang":"de","title":"Polizeistationen","text":"Runs and running: der Run auf die Station"}
END
found() { check_equal "$1: $2" "$3" "$(ids -- "$2" | tr '\n' ' ' | sed 's/ $//')"; }
found "other forms stand close, too" 'officer ADJ/2 visit' 'en'
found "not in this order" 'visit ADJ/2 officer' ''
found "in any order" 'visit NEAR/2 officer' 'en'
found "without its accents" 'policia NEAR/3 malaga' 'es'
found "with them" 'policía NEAR/3 málaga' 'es'
found "Russian forms" 'полицейский ADJ/1 участками' 'ru'
found "a stem that is a word, in its language only" 'run NEAR/2 die' 'de'
found "Chinese words" '警察 NEAR/4 马德里' ''
found "a little further" '警察 NEAR/5 马德里' 'zh'
found "traditional characters" '警察 NEAR/5 馬德里' 'zh'
found "in the title" 'title:station ADJ/3 title:police' 'en'
found "never across fields" 'comisarías NEAR/90 investigaciones' ''
found "a loose phrase in its forms" '"officer visited"~1' 'en'
found "a pattern" 'offic* ADJ/1 visit??' 'en'
found "wildcards know no accents" 'm?laga' 'es'
found "nor does ~" 'mälago~1' 'es'
found "nor a regular expression" '/espa[nñ]ol[ao]/' 'es'
found "capitals in patterns" 'MÁL*GA' 'es'
found "patterns in a title" 'title:*stationen' 'de'
found "Cyrillic" '/мадрид.?/' 'ru'
found "left out" 'station -"officers visited"~3' 'de'
check_equal "what fits is highlighted" "['Málaga']" \
    "$(answer -- 'm?l*ga' | json '[h["text"][a:b] for h in d["results"][0]["highlight"] for a, b in h["spans"]]')"
check_equal "the word itself counts most" "es" "$(answer --limit 1 -- 'malaga~2' | json 'd["results"][0]["id"]')"

# ---- limits are said, and nothing is an error ----

notes() { answer --limit 0 -- "$1" | json '" ".join(d["query"]["warnings"])'; }
check_has "a pattern that nothing fits" "no word of the index fits this" "$(notes 'zzz*z')"
check_has "no regular expression" "it is no regular expression" "$(notes '/a(b[/ madrid')"
check_has "the ninth pattern" "too many patterns" "$(notes 'a?a b?b c?c d?d e?e f?f g?g h?h i?i')"
check_equal "then the total is partial" "partial" "$(answer --limit 0 -- 'a?a b?b c?c d?d e?e f?f g?g h?h i?i' | json 'd["total_type"]')"
make_collection slow <<'END'
{"id":"a","lang":"en","title":"A","text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aab"}
END
check_has "a pattern that would take for ever" "took too long" "$(notes '/(a|aa|a)+b/')"
check_equal "other words are found with it all the same" "a" "$(ids -- '/(a|aa|a)+b/')"
check_has "~ in a writing without spaces" "it is searched without" "$(notes '警察~1')"

# ---- the help in one screen ----

check "--help query fits a screen" test "$("$search" --help query | wc -l)" -le 30
sample_collection
while IFS= read -r query; do
    check_equal "as in the help: $query" "[]" "$(answer --limit 0 -- "$query" | json 'd["query"]["warnings"]')"
done < <("$search" --help query | sed -n 's/^  \(.\{24\}\) .*/\1/p' | sed 's/ *$//')

# ---- any value, none ----

make_collection values <<'END'
{"id":"both","lang":"en","title":"A","text":"x","country":["ES","PT"],"date":"2021-05"}
{"id":"undated","lang":"en","title":"B","text":"x","country":"FR","source":"El País"}
{"id":"nowhere","title":"C","text":"12345","date":"2020"}
END
found "one of several countries" 'country:ES,FR' 'both undated'
found "no country" 'country:none' 'nowhere'
found "any country" 'country:*' 'both undated'
found "no date" 'date:undated' 'undated'
found "any date" 'x date:*' 'both'
found "no language" 'lang:none' 'nowhere'
found "any publisher" 'source:*' 'undated'
check_equal "as a filter" "nowhere" "$(ids --filter country=none)"
check_equal "as a filter, with another value" "both nowhere" "$(ids --filter country=none --filter country=PT | tr '\n' ' ' | sed 's/ $//')"
check_equal "undated as a filter" "undated" "$(ids --filter date=undated)"
check_equal "those without, by exclusion" "both nowhere" "$(ids --exclude 'source=*' | tr '\n' ' ' | sed 's/ $//')"
finish
