#!/bin/bash
# The catalogue of messages: po/steward.pot is what the sources and the SQL files give, and every translation is whole.
set -u
. tests/lib/tap.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fresh=$folder/steward.pot

said=$(make --no-print-directory BUILD="$folder" POT="$fresh" PO= pot 2>&1)
tap_ok $? 'make pot gathers the messages' "$said"
[ "$(grep -c '^msgid' "$fresh")" -gt 800 ]
tap_ok $? 'there are messages'
for sentence in 'The log-in was refused.' 'See organisations' 'This must be filled in.' 'This is too long: at most 200 characters.'; do
  grep -qxF "msgid \"$sentence\"" "$fresh"
  tap_ok $? "those of sources and database are among them: $sentence"
done
[ ! -f po/steward.pot ] || tap_empty "$(diff po/steward.pot "$fresh" | head -n 20)" 'po/steward.pot is up to date (make pot)'

catalogues=$(find po -name '*.po' | sort)
grep -qxF po/nl.po <<<"$catalogues"
tap_ok $? 'the Dutch catalogue is there' "$catalogues"
while read -r po; do
  # As msgmerge would leave it: what is new counts as untranslated, what is gone as obsolete.
  merged=$folder/${po##*/}
  msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$merged" "$po" "$fresh"
  tap_empty "$(msgattrib --untranslated --no-obsolete --no-wrap "$merged" | grep '^msgid "..*"' | head -n 20)" "$po: nothing is untranslated"
  tap_empty "$(msgattrib --only-fuzzy --no-wrap "$po" | grep '^msgid "..*"' | head -n 20)" "$po: nothing is fuzzy"
  tap_empty "$(msgattrib --only-obsolete --no-wrap "$merged" | grep '^#~ msgid' | head -n 20)" "$po: nothing is left that the program does not say"
  tap_empty "$(msgfmt --check -o /dev/null "$po" 2>&1)" "$po: msgfmt finds nothing wrong"
  # Blanks at either end are part of how a message is put together.
  tap_empty "$(msgattrib --translated --no-wrap "$po" | awk -F '"' '
    /^msgid "/ { from = substr($0, 8, length($0) - 8) }
    /^msgstr "/ { to = substr($0, 9, length($0) - 9); if (from != "" && ((from ~ /^ /) != (to ~ /^ /) || (from ~ / $/) != (to ~ / $/))) print from }')" \
    "$po: blanks at the ends are kept"
done <<<"$catalogues"
tap_done
