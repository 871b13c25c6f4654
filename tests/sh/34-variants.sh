#!/bin/bash
# However a word is typed, it finds the same: case, accents, Unicode form, width, marks, traditional and simplified Chinese.
# The exact operator tells them apart.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

make_collection variants <<'END'
{"id":"malaga-accent","lang":"es","title":"Málaga","text":"Las comisarías de Málaga están cerradas."}
{"id":"malaga-plain","lang":"en","title":"A letter","text":"They wrote from malaga to Madrid."}
{"id":"malaga-capitals","lang":"de","title":"MÁLAGA","text":"Die Polizei von MÁLAGA schweigt."}
{"id":"malaga-decomposed","lang":"es","title":"Carta","text":"Una carta de Ma\u0301laga."}
{"id":"malaga-wide","lang":"ja","title":"手紙","text":"ＭＡＬＡＧＡ からの手紙。"}
{"id":"zh-simplified","lang":"zh","title":"报告","text":"保护卫士发表了关于海外警察机构的报告。"}
{"id":"zh-traditional","lang":"zh","title":"報告","text":"保護衛士發表了關於海外警察機構的報告。"}
{"id":"ar-plain","lang":"ar","title":"الشرطة","text":"أغلقت الشرطة مكتبا في مدريد."}
{"id":"ar-marks","lang":"ar","title":"خبر","text":"أَغْلَقَتِ الشُّرْطَةُ مَكْتَبًا فِي مَدْرِيدَ."}
{"id":"ar-tatweel","lang":"ar","title":"خبر آخر","text":"قالت الشـــرطة ذلك."}
{"id":"ru-yo","lang":"ru","title":"Отчёт","text":"Полиция опубликовала отчёт о чёрных списках."}
{"id":"ru-ye","lang":"ru","title":"Отчет","text":"Полиция опубликовала отчет о черных списках."}
{"id":"ru-short-i","lang":"ru","title":"Толстой","text":"Роман Толстой написал в Ясной Поляне."}
{"id":"ru-bare-i","lang":"ru","title":"Толстои","text":"Толстои без краткои."}
{"id":"uk-yi","lang":"uk","title":"Україна","text":"Україна мовчить."}
{"id":"uk-bare","lang":"uk","title":"Украіна","text":"Украіна без крапок."}
{"id":"be-u","lang":"be","title":"Урад","text":"Ва ўрадзе маўчаць."}
{"id":"de-sharp","lang":"de","title":"Straße","text":"In der Straße steht ein Büro."}
{"id":"de-ss","lang":"de","title":"Strasse","text":"In der Strasse steht ein Buero."}
{"id":"de-capitals","lang":"de","title":"STRASSE","text":"HAUPTSTRASSE und STRASSE."}
{"id":"tr-dotted","lang":"tr","title":"İstanbul","text":"İstanbul polisi açıklama yaptı."}
{"id":"tr-lower","lang":"en","title":"istanbul","text":"A letter from istanbul."}
{"id":"tr-capitals","lang":"en","title":"ISTANBUL","text":"NEWS FROM ISTANBUL."}
{"id":"tr-dotless","lang":"tr","title":"ıstanbul","text":"Yanlış yazılmış: ıstanbul."}
{"id":"wide-latin","lang":"en","title":"Ｒｅｐｏｒｔ","text":"The ｐｏｌｉｃｅ ２０２２ report."}
{"id":"ligature","lang":"en","title":"The ﬁle","text":"An oﬃce and a ﬁle."}
{"id":"kana","lang":"ja","title":"ｶﾞｿﾘﾝ","text":"ガソリンの値段。"}
{"id":"vi","lang":"vi","title":"Tiếng Việt","text":"Cảnh sát Việt Nam."}
{"id":"el","lang":"el","title":"Αστυνομία","text":"Η ΑΣΤΥΝΟΜΙΑ και οι σταθμοί."}
{"id":"soft-hyphen","lang":"en","title":"Hyphens","text":"An over\u00adseas station."}
{"id":"broken","lang":"es","title":"Actas","text":"La vieja comi-\nsaría judicial, y Jean-\nLuc con Anne-\nmarie."}
{"id":"broken-soft","lang":"de","title":"Akten","text":"Zwei Polizei\u00ad\r\n  stationen wurden geschlos-\f\nsen."}
{"id":"quotes","lang":"en","title":"Quotes","text":"They said: an overseas police station."}
END

# same NAME QUERY...: all queries give one answer byte for byte, which is not empty
same() {
    local name=$1 first got query
    shift
    first=$(ids -- "$1") || fail "$name" "no answer"
    if [ -z "$first" ]; then fail "$name" "«$1» finds nothing"; return; fi
    for query in "$@"; do
        got=$(ids -- "$query")
        if [ "$got" != "$first" ] || [ "$(total -- "$query")" != "$(wc -l <<<"$first")" ]; then
            fail "$name" "«$query» finds: $(xargs <<<"$got"), «$1» finds: $(xargs <<<"$first")"
            return
        fi
    done
    pass "$name"
}
# finds QUERY ID...
finds() { check_equal "«$1»" "${*:2}" "$(ids -- "$1" | xargs)"; }

same "Málaga in five writings" 'Málaga' 'malaga' 'MÁLAGA' $'Ma\u0301laga' $'MA\u0301LAGA' 'ＭＡＬＡＧＡ' 'ｍáｌａｇａ' 'Malaga'
finds malaga malaga-accent malaga-capitals malaga-decomposed malaga-plain malaga-wide
same "保护卫士 and 保護衛士" '保护卫士' '保護衛士' '"保护卫士"' '"保護衛士"'
finds 保护卫士 zh-simplified zh-traditional
same "part of a word, in both scripts" '警察机构' '警察機構' '海外 警察机构'
same "Arabic with and without marks" 'الشرطة' 'الشُّرْطَةُ' 'الشـــرطة'
finds 'الشرطة' ar-marks ar-plain ar-tatweel
same "Arabic: forms of alef" 'أغلقت' 'اغلقت' 'إغلقت'
same "ё and е" 'отчёт' 'отчет' 'ОТЧЁТ' 'ОТЧЕТ' $'отче\u0308т'
finds отчёт ru-ye ru-yo
same "й and и" 'Толстой' 'Толстои' 'ТОЛСТОЙ' 'ТОЛСТОИ' $'Толсто\u0438\u0306'
finds Толстои ru-bare-i ru-short-i
same "ї and і" 'Україна' 'Украіна' 'УКРАЇНА' $'Укра\u0456\u0308на'
finds Украіна uk-bare uk-yi
same "ў and у" 'ўрадзе' 'урадзе' 'маўчаць -Украіна'
same "ß and ss" 'Straße' 'strasse' 'STRASSE' 'STRAẞE'
finds straße de-capitals de-sharp de-ss
same "İstanbul, istanbul, ISTANBUL" 'İstanbul' 'istanbul' 'ISTANBUL' 'ıstanbul' $'I\u0307stanbul'
finds istanbul tr-capitals tr-dotless tr-dotted tr-lower
same "full-width Latin and digits" 'police 2022' 'ｐｏｌｉｃｅ ２０２２' 'ＰＯＬＩＣＥ　２０２２'
same "ligatures" 'file' 'ﬁle' 'FILE'
same "half-width kana" 'ガソリン' 'ｶﾞｿﾘﾝ' $'カ\u3099ソリン'
same "Vietnamese" 'Việt' 'viet' $'Vie\u0323\u0302t' 'VIỆT'
same "Greek accents and final sigma" 'Αστυνομία' 'αστυνομια' 'ΑΣΤΥΝΟΜΙΑ'
same "a soft hyphen" 'overseas' $'over\u00adseas' $'\u200boverseas'
# A word that a line's end breaks is found whole, in its forms and in phrases; and so are its parts.
finds comisaria broken malaga-accent
finds comisarías broken malaga-accent
finds '"vieja comisaría"' broken
finds '"comisaría judicial"' broken
finds 'comisar*' broken malaga-accent
finds '=comisaría' broken
finds '=comisaria'
finds 'Jean-Luc' broken
finds 'Anne-Marie' broken
finds annemarie broken
finds jeanluc
finds Polizeistation broken-soft
finds stationen broken-soft
finds 'geschlossen' broken-soft
same "quotation marks of all kinds" '"overseas police"' '“overseas police”' '„overseas police“' '«overseas police»' '»overseas police«' \
    '”overseas police”' '„overseas police”' '＂overseas police＂' '「overseas police」' '『overseas police』'
finds '“overseas police”' quotes
finds '“police overseas”'
same "full-width operators" '(malaga OR istanbul) -polizei' '（malaga OR istanbul） －polizei' '（malaga　OR　istanbul） NOT polizei'
same "full-width colon" 'title:police OR lang:es' 'title：police OR lang：es'

finds '=Málaga' malaga-accent malaga-decomposed
finds $'=Ma\u0301laga' malaga-accent malaga-decomposed
finds '=malaga' malaga-plain
finds '=MÁLAGA' malaga-capitals
finds '=Straße' de-sharp
finds '=отчёт' ru-yo
finds '=отчет' ru-ye
finds '=Толстой' ru-short-i
finds '=Украіна' uk-bare
finds '=malaga OR =Straße' de-sharp malaga-plain
finds 'malaga -=Málaga' malaga-capitals malaga-plain malaga-wide
finds '=Malaga'

# What is marked is what is written there, in every writing.
for row in 'Málaga|malaga-accent|Málaga' 'malaga|malaga-capitals|MÁLAGA' '保護衛士|zh-simplified|保护卫士' '保护卫士|zh-traditional|保護衛士' \
    'الشرطة|ar-marks|الشُّرْطَةُ' 'strasse|de-sharp|Straße' 'толстои|ru-short-i|Толстой' 'comisarías|broken|comisaría' \
    '"vieja comisaría"|broken|comisaría' 'Polizeistation|broken-soft|Polizeistationen' 'stationen|broken-soft|stationen' 'украіна|uk-yi|Україна' 'istanbul|tr-dotted|İstanbul'; do
    IFS='|' read -r query id marked <<<"$row"
    check_equal "«$query» marks $marked" "True" "$(answer --filter "id=$id" -- "$query" | /usr/bin/python3 -c '
import json, sys
d = json.load(sys.stdin)
print(any(h["text"][a:b] == sys.argv[1] for r in d["results"] for h in r["highlight"] for a, b in h["spans"]))' "$marked")"
done
sample_collection
same "the sample: Málaga" 'Málaga' 'malaga' 'MÁLAGA' $'Ma\u0301laga' 'ＭＡＬＡＧＡ'
same "the sample: 保护卫士" '保护卫士' '保護衛士'
finish
