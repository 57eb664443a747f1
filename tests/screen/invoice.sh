#!/bin/bash
# An invoice without a screen: as text and as PDF, with right and trail.
# shellcheck source=tests/lib/tap.sh
. tests/lib/tap.sh

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run() { # secrets, words...
  local secrets=$1
  shift
  "$STEWARD" --config "$STEWARD_CONFIG_FILE" "$@" >"$folder/out" 2>"$folder/err" 3<<<"$secrets" </dev/null
  status=$?
  out=$(tr -d '\0' <"$folder/out") err=$(cat "$folder/err")
}
has() { # text, piece, name
  local ok=1
  if [[ $1 == *"$2"* ]]; then ok=0; fi
  tap_ok "$ok" "$3" "$1"
}
ben=$'demo-ben-lumen-2026\n513927' cora=$'demo-cora-lumen-2026\n624039'
number=$(psql -XAtqc "SELECT number FROM site.invoices WHERE buyer_name ~ '[а-я]' AND tax_total > 0 AND kind = 'invoice' ORDER BY id LIMIT 1")
IFS='|' read -r id name total currency < <(psql -XAtqc "SELECT id, buyer_name, to_char(total, 'FM999,990.00'), currency FROM site.invoices WHERE number = '$number'")

run "$ben" --login ben --secrets-fd 3 invoice show "$number"
tap_is 0 "$status" "show: status"
has "$out" "$number" "show: the number"
has "$out" "$name" "the buyer, in his own letters"
has "$out" "$total $currency" "the total"
has "$out" "VAT 21.00 %" "the tax by its rate"
tap_is "$(psql -XAtqc "SELECT count(*) FROM site.invoice_lines WHERE invoice_id = $id")" "$(grep -cE '^3[0-9]{7} ' <<<"$out")" "every line"
tap_is 1 "$(psql -XAtqc "SELECT count(*) FROM audit.access WHERE entity = 'invoices' AND entity_key = '$id' AND kind = 'open' AND reason = 'steward invoice'")" "that ben looked is recorded"

run "$ben" --login ben --secrets-fd 3 invoice pdf "$number" "$folder/a.pdf"
tap_is 0 "$status" "pdf: status"
tap_is '%PDF-1' "$(head -c 6 "$folder/a.pdf")" "it is a PDF"
has "$(tail -c 20 "$folder/a.pdf" | tr -d '\0')" '%%EOF' "a whole one"
has "$(tr -d '\0' <"$folder/a.pdf" | grep -ao 'DejaVuSans[-A-Za-z]*' | sort -u | tr '\n' ' ')" 'DejaVuSans' "with its fonts in it"
tap_is 600 "$(stat -c %a "$folder/a.pdf")" "for its owner only"
run "$ben" --login ben --secrets-fd 3 invoice pdf "$number" "$folder/a.pdf"
tap_ok $((status == 0)) "a file that is there is not written over"
has "$err" "cannot be made" "and it says so"
run "$ben" --login ben --secrets-fd 3 invoice pdf "$number" -
tap_is '%PDF-1' "$(head -c 6 "$folder/out")" "to standard output too"
run "$ben" --login ben --secrets-fd 3 invoice show 2026-99999
tap_ok $((status == 0)) "a number that nobody has"
has "$err" "There is no such invoice." "is told"
run "$cora" --login cora --secrets-fd 3 invoice show "$number"
tap_ok $((status == 0)) "without the right"
has "$err" "invoice.view" "the right is named"
tap_is '' "$out" "and nothing is shown"
tap_done
