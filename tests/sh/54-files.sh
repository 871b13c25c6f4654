#!/bin/bash
# Files as they were collected: what a folder, a manifest, a sidecar, a mail and an archive become, and what extract shows.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/collection
in=$work/in
mkdir -p "$in/docs" "$in/sub"
page() { # TITLE TEXT
    printf '<!DOCTYPE html><html lang="en"><head><title>%s</title></head><body><nav><a href="/">Home</a> <a href="/about">About us</a></nav><main><h1>%s</h1><p>%s</p><p>%s</p></main></body></html>' \
        "$1" "$1" "$2" "The commission heard seven witnesses during the session and published what they said the same evening."
}
page "A page about Lisbon" "The minister spoke in Lisbon about extradition, and nobody in the room asked a question." >"$in/page.html"
page "Named as text" "This page was saved with the wrong ending, but it is a page about fisheries nonetheless." >"$in/really-a-page.txt"
printf 'A plain title\n\nThe text of the plain file, about harbours.\n' >"$in/plain.txt"
printf 'Own first line\n\nText named by the manifest, about railways.\n' >"$in/docs/row.txt"
page "Page of the manifest" "A page that a row of the manifest names, about bridges and their builders." >"$in/docs/row.html"
printf '%s\n' '{"file":"row.txt","title":"Title of the row","source":"Row Gazette","country":"PT"}' \
    '{"file":"docs/row.html","id":"row-2","source_type":"ngo"}' '{"file":"missing.pdf","id":"row-3"}' >"$in/manifest.jsonl"
page "Beside its sidecar" "The page has a file beside it that says what is known of it, about glaciers." >"$in/sub/known.html"
echo '{"id":"known","title":"Title from the sidecar","url":"https://news.example.org/known","date":"2021-05","source_type":"gov"}' \
    >"$in/sub/known.html.meta.json"
page "Broken sidecar" "The page has a sidecar that nobody can read, about volcanoes and their neighbours." >"$in/sub/broken.html"
echo '{"id":' >"$in/sub/broken.html.meta.json"
echo '{"id":"nobody"}' >"$in/sub/gone.html.meta.json"
printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR' >"$in/picture.png"
: >"$in/empty.html"

out=$("$index" --collection "$collection" add "$in" 2>&1)
check_equal "a folder with a missing and an empty file: status 1" 1 $?
check_has "the file that the manifest misses is named" "manifest.jsonl:3" "$out"
check_has "the empty file is said" "empty.html: It is empty" "$out"
check_has "what is no document is left aside" "(.png)" "$out"
check_has "so is a sidecar without its file" "describes a file that is not there" "$out"
check_equal "the rest is indexed, each once" 7 "$(total)"
check_equal "a page is found by its text" "A page about Lisbon" "$(answer -- lisbon extradition | json 'd["results"][0]["title"]')"
check_equal "a page named .txt is a page" "text/html $in/really-a-page.txt" \
    "$(answer -- fisheries | json 'd["results"][0]["media_type"] + " " + d["results"][0]["path"]')"
check_equal "the row's title and source win" "Title of the row Row Gazette PT" \
    "$(answer -- railways | json '" ".join([d["results"][0]["title"], d["results"][0]["source"], *d["results"][0]["country"]])')"
check_equal "the first line of its file is text then" 1 "$(total -- '"own first line"')"
check_equal "a row names a page" "row-2 ngo $in/docs/row.html" \
    "$(answer -- bridges | json '" ".join(d["results"][0][k] for k in ("id", "source_type", "path"))')"
check_equal "a sidecar's values win" "known Title from the sidecar government 2021-05 news.example.org" \
    "$(answer -- glaciers | json '" ".join(d["results"][0][k] for k in ("id", "title", "source_type", "date", "host"))')"
check_equal "a broken sidecar does not cost its page" 1 "$(total -- volcanoes)"
check_has "and is said" "broken.html.meta.json" "$(cat "$collection"/reports/*.json)"
check_equal "kinds of file are counted" "text/html 5, text/plain 2" \
    "$(answer --facet media_type --limit 0 | json '", ".join("%s %d" % (v["id"], v["count"]) for v in d["facets"]["media_type"]["values"])')"
check_has "a field says where its value comes from" "title_from" "$("$search" -c "$collection" show --format json "$(ids -- harbours)")"

before=$(ids -- '*:*')
out=$("$index" --collection "$collection" add "$in" 2>&1)
check_has "again: all unchanged" "0 indexed, 7 unchanged" "$out"
mv "$in/page.html" "$in/sub/moved.html"
"$index" --quiet --collection "$collection" add "$in" >/dev/null 2>&1
check_equal "moved files keep their ids" "$before" "$(ids -- '*:*')"

# What is in a mail belongs to it.
cat >"$in/mail.eml" <<'END'
Received: from mail.example.org by mx.example.com; Mon, 1 Mar 2021 10:00:01 +0000
From: Ana Souza <ana@example.org>
To: desk@example.com
Subject: The report on ferries
Date: Mon, 1 Mar 2021 10:00:00 +0000
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=BB

--BB
Content-Type: text/plain; charset=utf-8

Please find the report on ferries attached.
--BB
Content-Type: text/plain; charset=utf-8; name="report.txt"
Content-Disposition: attachment; filename="report.txt"

Attached report

Forty ferries were inspected, and four of them may not sail.
--BB--
END
"$index" --quiet --collection "$collection" add "$in/mail.eml" || fail "a mail is indexed" "status $?"
mail=$(ids -- title:ferries)
check_equal "an attachment is a document of its own, linked to its mail" "$mail" \
    "$(answer -- inspected | json 'd["results"][0]["parent"]')"
check_has "its path leads through the mail" "mail.eml/report.txt" "$(answer -- inspected | json 'd["results"][0]["path"]')"
check_equal "and it is found by its parent" "$(ids -- inspected)" "$(ids --filter "parent=$mail")"

# Entries with one address are still documents of their own, today and tomorrow.
cat >"$in/feed.rss" <<'END'
<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour feed</title><link>https://feed.example.org/</link>
<item><title>First entry</title><link>https://feed.example.org/</link><description>The tide was high.</description></item>
<item><title>Second entry</title><link>https://feed.example.org/</link><description>The tide was low.</description></item>
<item><title>Second entry</title><link>https://feed.example.org/</link><description>The tide was low.</description></item>
</channel></rss>
END
out=$("$index" --collection "$collection" add "$in/feed.rss")
check_has "two entries with one address are two documents, the third is the second" "2 indexed, 0 unchanged, 1 duplicate" "$out"
check_equal "both are found" 2 "$(total -- tide)"
check_has "and nothing changes the next day" "0 indexed, 2 unchanged, 1 duplicate" "$("$index" --collection "$collection" add "$in/feed.rss")"

# extract shows the same without indexing.
shown=$("$index" extract --format json "$in/sub/known.html")
check_equal "one file is one record" 1 "$(wc -l <<<"$shown")"
check_equal "with what its sidecar says" "known Title from the sidecar" "$(json 'd["id"] + " " + d["title"]' <<<"$shown")"
shown=$(page "From a pipe" "A page that comes through a pipe, about lighthouses and those who keep them." |
    "$index" extract --format json --url https://pipe.example.org/a -)
check_equal "a page from standard input, with its address" "https://pipe.example.org/a pipe.example.org text/html" \
    "$(json '" ".join([d["url"], d["host"], d["media_type"]])' <<<"$shown")"
check_equal "records can be shown as well" "r1" "$(echo '{"id":"r1","text":"Some words."}' | "$index" extract --format json - | json 'd["id"]')"
check_has "for people: each field and where it comes from" "title_from" "$("$index" extract --format json "$in/plain.txt")"
check_has "and the text" "about harbours" "$("$index" extract "$in/plain.txt")"
out=$("$index" extract --format json "$in/picture.png" 2>&1)
check_equal "what cannot be read: status 1" 1 $?
check_has "and a record with the reason" "not read yet" "$(json 'd["error"]' <<<"$out")"

# The order is that of the input, however many read.
mkdir "$work/many"
for i in $(seq 1 120); do printf 'Number %d\n\nText %d\n' "$i" "$i" >"$work/many/$i.txt"; done
"$index" extract --format json --jobs 1 "$work/many" >"$work/one"
"$index" extract --format json --jobs 5 "$work/many" >"$work/five"
check_equal "one reader or five: the same in the same order" "$(md5sum <"$work/one")" "$(md5sum <"$work/five")"
check_equal "which is all" 120 "$(wc -l <"$work/five")"
check_status "no number of jobs: status 2" 2 "$index" extract --jobs none "$in"
check_status "no such limit: status 2" 2 "$index" extract --limit patience=3 "$in"
finish
