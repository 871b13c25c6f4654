#!/bin/bash
# What orders an answer: words akin by their letters, closeness, the beginning of a text, phrases that nothing has.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

filler=$(printf 'filler%d ' $(seq 30))
make_collection ranking <<END
{"id":"station","lang":"de","title":"Eins","text":"Die Ansprache fand in der Polizeistation statt."}
{"id":"firemen","lang":"de","title":"Zwei","text":"Die Ansprache fand im Feuerwehrhaus statt."}
{"id":"ends","lang":"en","title":"Three","text":"zebra $filler okapi"}
{"id":"inflected","lang":"en","title":"Four","text":"running jumping"}
{"id":"plain","lang":"en","title":"Five","text":"koala wombat"}
END
first() { answer --limit 1 "$@" | json 'd["results"][0]["id"]'; }
explain() { "$search" --collection "$collection" explain --format json "$@"; }

check_equal "a compound is akin to a part of it" "station" "$(first --match any -- Polizei Ansprache)"
check_equal "and what it is akin to orders either way" "firemen" "$(first --match any -- Feuerwehr Ansprache)"

occurrences() { explain -- "$1" | json 'd["results"][0]["explanation"]["words"][0]["terms"][0]["occurrences"]'; }
check_equal "at the beginning of a text a word counts one and a half" "1.5" "$(occurrences zebra)"
check_equal "at its end once" "1.0" "$(occurrences okapi)"
check_equal "in a title three times" "3.0" "$(occurrences three)"

# The typed form and its stem stand at the same place, and are one word there.
closeness() { explain -- "$1" | json '"%.6f" % d["results"][0]["explanation"]["closeness"]'; }
check_equal "closeness does not hang on whether a stem differs from its word" "$(closeness 'koala wombat')" "$(closeness 'running jumping')"

check_equal "a phrase that documents have stays one where any word will do" "1" "$(total --match any -- '"in der Polizeistation" zzz')"
check_equal "one that none has is as many words" "2" "$(total --match any -- '"Ansprachen in der Polizeistation" zzz')"
check_has "and that is said" "searched one by one" "$(answer --match any -- '"Ansprachen in der Polizeistation" zzz')"
check_equal "where all must hold it finds nothing" "0" "$(total -- '"Ansprachen in der Polizeistation"')"
check_equal "left out, it leaves nothing out" "2" "$(total --match any -- 'Ansprache -"Ansprachen in der Polizeistation"')"

check_equal "?signs? around a word are no pattern where nothing fits them and any word will do" "2" "$(total --match any -- '?Ansprache?')"
check_equal "where something fits, they are" "2" "$(total --match any -- '?nsprache')"
finish
