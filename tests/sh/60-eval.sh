#!/bin/bash
# Measuring retrieval: score.py against figures worked out by hand, and `rastro-search batch`, which writes the runs.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

score() { /usr/bin/python3 tests/eval/score.py "$@"; }
batch() { "$search" --collection "$collection" batch "$@"; }

# ---- score.py: q1 finds b (2) and a (1) behind c (0) and misses d (1); a and b have one score, and the greater id is first.
# q2 finds its one at rank 4, q4 is not in the run and counts 0; q3 has nothing relevant and q5 was never judged: left out.
#   AP    (1/2 + 2/3) / 3 = .388889, 1/4, 0                               mean .212963
#   nDCG  (2/log2 3 + 1/log2 4) / (2 + 1/log2 3 + 1/log2 4) = .562727; 1/log2 5 = .430677; 0    mean .331134
#   P@30  2/30, 1/30, 0      mean .033333        recall 2/3, 1, 0        mean .555556
cat >"$work/qrels" <<'END'
q1 0 a 1
q1 0 b 2
q1 0 c 0
q1 0 d 1
q2 0 a 1
q3 0 x 0
q4 0 z 1
END
cat >"$work/run" <<'END'
q1 Q0 a 1 2.0 t
q1 Q0 b 2 2.0 t
q1 Q0 c 3 3.0 t
q2 Q0 w 1 9 t
q2 Q0 x 2 8 t
q2 Q0 y 3 7.5 t
q2 Q0 a 4 1e-3 t
q5 Q0 a 1 1 t
END
check_equal "means by hand" "map all 0.2130 ndcg_cut_10 all 0.3311 P_30 all 0.0333 recall_100 all 0.5556 num_q all 3" \
    "$(score "$work/qrels" "$work/run" | xargs)"
check_equal "one query by hand" "map q1 0.3889 ndcg_cut_10 q1 0.5627 P_30 q1 0.0667 recall_100 q1 0.6667" \
    "$(score -q "$work/qrels" "$work/run" | grep -w q1 | xargs)"
# 120 documents, of which those at ranks 10, 11, 30, 31, 100 and 101 are relevant: each cut-off lies between two.
#   AP (1/10 + 2/11 + 3/30 + 4/31 + 5/100 + 6/101) / 6; nDCG (1/log2 11) / (sum of 1/log2 of 2 to 7); P@30 3/30; recall 5/6
for rank in $(seq 120); do echo "q Q0 d$rank $rank $((1000 - rank)) t"; done >"$work/run"
for rank in 10 11 30 31 100 101; do echo "q 0 d$rank 1"; done >"$work/qrels"
check_equal "the cut-offs are at 10, 30 and 100" "map 0.1034 ndcg_cut_10 0.0875 P_30 0.1000 recall_100 0.8333" \
    "$(score "$work/qrels" "$work/run" | sed '/num_q/d' | cut -f1,3 | xargs)"
echo "q Q0 d1 9 1 t" >>"$work/run"
check_status "a document twice in a query is an error" 1 score "$work/qrels" "$work/run"

# ---- batch
make_collection batch <<'END'
{"id":"two words","title":"Overseas police","text":"Overseas police stations were found in Madrid.","lang":"en"}
{"id":"n2","title":"Comisarías","text":"Se investigan dos comisarías chinas en Málaga.","lang":"es"}
{"id":"n3","title":"Police","text":"Police, police, police.","lang":"en"}
{"id":"n4 two","title":"A minister","text":"The minister answered.","lang":"en"}
END
printf '1\tpolice\n2\tminister\n' >"$work/queries.tsv"
run=$(batch --format trec "$work/queries.tsv")
check_equal "batch: status 0" 0 $?
check_equal "a line has six columns" "6" "$(awk '{ print NF }' <<<"$run" | sort -u)"
check_equal "query, Q0, rank and tag; white space in ids is written as %XX" \
    "1 Q0 1 rastro,1 Q0 2 rastro,2 Q0 1 rastro n4%20two" \
    "$(awk '{ printf "%s%s %s %s %s", (NR > 1 ? "," : ""), $1, $2, $4, $6 } END { print " " $3 }' <<<"$run")"
check_equal "every document that matches is there" "n3 two%20words" "$(awk '$1 == 1 { print $3 }' <<<"$run" | sort | xargs)"
check "scores fall" awk '$1 == last && $5 > score { exit 1 } { last = $1; score = $5 }' <<<"$run"
check_equal "trec is meant when no format is named" "$run" "$(batch "$work/queries.tsv")"
check_equal "standard input" "$run" "$(batch - <"$work/queries.tsv")"
check_equal "best first, as a query has it" "$(answer -- police | json '[r["id"].replace(" ", "%20") for r in d["results"]]')" \
    "$(awk '$1 == 1 { print $3 }' <<<"$run" | /usr/bin/python3 -c 'import sys; print(sys.stdin.read().split())')"
check_equal "--limit" "1 1 2 1" "$(batch --limit 1 "$work/queries.tsv" | awk '{ print $1, $4 }' | xargs)"
check_equal "--offset: ranks go on" "1 2" "$(batch --offset 1 "$work/queries.tsv" | awk '{ print $1, $4 }' | xargs)"
check_equal "--filter" "n3" "$(batch --filter id=n3 "$work/queries.tsv" | awk '{ print $3 }' | xargs)"
check_equal "--match all, --match any and --expand are taken" "0 0 0" \
    "$(for options in '--match all' '--match any' --expand; do # shellcheck disable=SC2086
        batch $options "$work/queries.tsv" >/dev/null 2>&1; echo $?; done | xargs)"

# ---- rows of every kind
{
    printf '\xEF\xBB\xBF1\tpolice\r\n\r\n   \n'
    printf 'no tab\n\tno id\n5\t\n6\tbad \xFF bytes\n7\tpolice\tand more\n1\tagain\n'
    head -c 70000 /dev/zero | tr '\0' x
    printf '\n 10 \t minister\r\na　b\tmadrid'
} >"$work/rows.tsv"
run=$(batch "$work/rows.tsv" 2>"$work/notes")
check_equal "rows left out: status 1" 1 $?
check_equal "the good rows are answered" "1 1 10 a%E3%80%80b" "$(cut -d' ' -f1 <<<"$run" | xargs)"
for wrong in "4: The row has no tab" "5: The row has no id" "6: The row has no query" "7: The row is not UTF-8" \
    "8: The row has more columns" "9: The row has an id that was there" "10: The row is too long"; do
    check_has "said with file and line: $wrong" "$work/rows.tsv, line $wrong" "$(cat "$work/notes")"
done
check_has "and how many they were" "7 of 10 rows were left out" "$(tail -1 "$work/notes")"
check_equal "nothing else is said" 8 "$(wc -l <"$work/notes")"
check_has "standard input is named too" "standard input, line 1: The row has no tab" "$(batch - 2>&1 <<<"no tab")"
check_equal "no rows: no run, status 0" "0" "$(batch - </dev/null | wc -c)"
printf '1\ttitle:("\n' >"$work/odd.tsv"
check_status "how a query was read is said and is no failure" 0 batch "$work/odd.tsv"
check_has "with its line" "$work/odd.tsv, line 1: " "$(batch "$work/odd.tsv" 2>&1 >/dev/null)"
printf '1\tpolice Málaga minister\n' >"$work/odd.tsv"
check_has "so is the fall-back to most words" "No document has all 3 words" "$(batch "$work/odd.tsv" 2>&1 >/dev/null)"

# ---- what is refused
check_status "a file that is not there: status 3" 3 batch "$work/nowhere.tsv"
check_status "a folder: status 3" 3 batch "$work"
check_status "no file: status 2" 2 batch
check_status "two files: status 2" 2 batch "$work/queries.tsv" "$work/queries.tsv"
check_status "another order than by score: status 2" 2 batch --sort date "$work/queries.tsv"
check_status "another format: status 2" 2 batch --format json "$work/queries.tsv"
check_status "trec elsewhere: status 2" 2 "$search" --collection "$collection" query --format trec police
check_status "a match that is neither: status 2" 2 batch --match most "$work/queries.tsv"
finish
