#!/bin/bash
# kill -9 at 50 random moments of a run: the next run completes, and nothing that had been acknowledged is missing.
#
# Each trial adds its own batch of new records in a background run, kills it at a random moment, and compares what is
# served with the acknowledged set: the batches whose run ended with status 0, and no half of any other batch.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/collection
batch_size=120
RANDOM=20221123

make_batch() { # NUMBER
    /usr/bin/python3 - "$1" "$batch_size" <<'PY'
import json, random, sys
batch, size = int(sys.argv[1]), int(sys.argv[2])
rnd = random.Random(batch)
words = "police overseas comisaría Málaga полиция 警务 海外 شرطة Polizei station inquiry minister".split()
for i in range(size):
    text = " ".join(rnd.choice(words) for _ in range(300))
    print(json.dumps({"id": f"b{batch}-{i}", "title": f"batch{batch}", "text": text, "tags": [f"batch{batch}"]},
                     ensure_ascii=False))
PY
}

served() { # the number of served documents of each batch, "NUMBER COUNT" a line
    "$search" --collection "$collection" query --format json --limit 0 --facet tags:0 |
        json '"\n".join(sorted(v["id"][5:] + " " + str(v["count"]) for v in d["facets"]["tags"]["values"]))'
}

make_batch 0 >"$work/b0.jsonl"
started=$(date +%s%N)
check "a whole run" "$index" --quiet --collection "$collection" add "$work/b0.jsonl"
took_ms=$((($(date +%s%N) - started) / 1000000))
acknowledged="0 $batch_size"$'\n' lost="" partial="" completed=0 killed=0

# Runs that end before they are killed do not count; 200 trials are enough for 50 kills on any machine.
trial=0
while [ "$killed" -lt 50 ] && [ "$trial" -lt 200 ]; do
    trial=$((trial + 1))
    make_batch "$trial" >"$work/b.jsonl"
    "$index" --quiet --collection "$collection" add "$work/b.jsonl" >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v r=$RANDOM -v ms=$took_ms 'BEGIN { printf "%.3f", (r / 32768) * ms * 1.2 / 1000 }')"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null && { acknowledged+="$trial $batch_size"$'\n'; completed=$((completed + 1)); continue; }
    killed=$((killed + 1))
    # Killed between the switch and the exit, a batch may be served whole; never a part of it.
    now=$(served)
    while read -r batch count; do
        if [ "$count" != "$batch_size" ]; then partial+="$batch $count after trial $trial; "; fi
    done <<<"$now"
    if grep -qx "$trial $batch_size" <<<"$now"; then acknowledged+="$trial $batch_size"$'\n'; fi
    missing=$(comm -23 <(sort <<<"${acknowledged%$'\n'}") <(sort <<<"$now"))
    [ -z "$missing" ] || lost+="trial $trial: $missing; "
done
echo "# $killed runs killed, $completed had ended before"
check_equal "50 runs were killed at work" 50 "$killed"
check_equal "no acknowledged batch was lost" "" "$lost"
check_equal "no part of a batch is served" "" "$partial"

make_batch 999 >"$work/b999.jsonl"
check "the next run completes" "$index" --quiet --collection "$collection" add "$work/b999.jsonl"
acknowledged+="999 $batch_size"
check_equal "and all that was acknowledged is there" "$(sort <<<"$acknowledged")" "$(served)"
check_equal "no temporary folder is left" "" "$(find "$collection" -name '*.tmp*')"
finish
